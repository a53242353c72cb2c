"""Tables are found in sheets as people keep them, and every row is a record or is named with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.intake.table import Table, find_table, find_tables
from gridworker.intake.workbook import Cell, Merge, Sheet

HEADINGS = {
    *("序号", "小区", "楼栋", "单元", "房号", "户主", "姓名", "与户主关系", "身份证号码", "证件类型"),
    *("居民身份证", "联系电话", "家庭住址", "检测结果", "物品", "数量", "备注"),
}
ID = "110101199003074514"
HEAD = ["房号", "姓名", "身份证号码", "备注"]
ZHANG = ["501", "张三", ID, None]
LI = ["502", "李四", ID, "合计三口人"]


def sheet(rows: list[list[Cell]], *merges: tuple[int, int, int, int]) -> Sheet:
    """Make a sheet from rows, padded to equal length, with merges (top, left, bottom, right)."""
    width = max(map(len, rows), default=0)
    padded = [(*row, *[None] * (width - len(row))) for row in rows]
    return Sheet("1号楼", padded, tuple(Merge(*merge) for merge in merges))


def table(rows: list[list[Cell]], *merges: tuple[int, int, int, int]) -> Table:
    found = find_table(sheet(rows, *merges), HEADINGS.__contains__)
    assert found is not None
    return found


def numbers(found: Table) -> list[int]:
    return [row.row for row in found.rows]


def reasons(found: Table) -> list[tuple[int, str]]:
    return [(skipped.row, skipped.why) for skipped in found.skipped]


def test_a_plain_list() -> None:
    found = table([HEAD, ZHANG, LI])
    assert (found.sheet, found.titles, found.header_rows) == ("1号楼", (), (0, 0))
    assert found.headings == tuple(HEAD)
    assert [row.cells for row in found.rows] == [tuple(ZHANG), tuple(LI)]
    assert numbers(found) == [2, 3]


def test_titles_and_blank_lines_above_the_headings() -> None:
    found = table(
        [["和平苑居民台账"], [], ["填报单位：桃园社区", None, "日期：2022年11月28日"], HEAD, ZHANG],
        (0, 0, 0, 3),
    )
    assert found.titles == ("和平苑居民台账", "填报单位：桃园社区 日期：2022年11月28日")
    assert (found.header_rows, numbers(found)) == ((3, 3), [5])


def test_labels_and_values_above_are_not_the_headings() -> None:
    found = table([["小区", "和平苑", "联系电话", "0351-1234567"], HEAD, ZHANG])
    assert (found.headings, found.header_rows) == (tuple(HEAD), (1, 1))
    assert len(found.titles) == 1


def test_headings_lose_their_line_breaks_and_spaces() -> None:
    assert table([["房 号", "姓\u3000名", "身份证\n号码"], ZHANG[:3]]).headings == (
        "房号",
        "姓名",
        "身份证号码",
    )


def test_a_table_that_starts_further_right() -> None:
    found = table([[None, None, *HEAD], [None, None, *ZHANG], ["注意", None, None]])
    assert found.headings == ("", "", *HEAD)
    assert found.rows[0].cells == (None, None, *ZHANG)
    assert reasons(found) == [(3, "说明")]


def test_columns_without_a_heading_keep_their_cells() -> None:
    found = table([["房号", None, "姓名"], ["501", "租户", "张三"]])
    assert (found.headings, found.rows[0].cells) == (("房号", "", "姓名"), ("501", "租户", "张三"))


TWO_ROWS: list[list[Cell]] = [
    ["序号", "家庭住址", None, None, "户主", "家庭成员", None, "备注"],
    [None, "楼栋", "单元", "房号", None, "姓名", "身份证号码", None],
    [1, "2号楼", "1单元", 103, "张三", "张三", ID, None],
    [None, None, None, None, None, "李四", ID, None],
]
TWO_ROW_MERGES = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 1, 4), (0, 5, 0, 6), (0, 7, 1, 7)]
LOWEST = ("序号", "楼栋", "单元", "房号", "户主", "姓名", "身份证号码", "备注")
SPANNING = ("", *["家庭住址"] * 3, "", *["家庭成员"] * 2, "")


@pytest.mark.parametrize("merges", [TWO_ROW_MERGES, []], ids=["merged", "as text"])
def test_headings_in_two_rows(merges: list[tuple[int, int, int, int]]) -> None:
    found = table(TWO_ROWS, *merges)
    assert (found.header_rows, found.headings, found.parents) == ((0, 1), LOWEST, SPANNING)
    assert numbers(found) == [3, 4]


def test_parents_that_no_field_is_called() -> None:
    found = table([["基本信息", None, "其他", None], HEAD, ZHANG], (0, 0, 0, 1), (0, 2, 0, 3))
    assert found.parents == ("基本信息", "基本信息", "其他", "其他")
    assert found.titles == ()


def test_merged_cells_reach_all_their_rows_and_say_so() -> None:
    found = table(TWO_ROWS, *TWO_ROW_MERGES, (2, 0, 3, 0), (2, 1, 3, 1), (2, 3, 3, 3))
    assert found.rows[0].filled == frozenset()
    assert found.rows[1].cells == (1, "2号楼", None, 103, None, "李四", ID, None)
    assert found.rows[1].filled == {0, 1, 3}


def test_cells_left_blank_below_the_first_are_left_to_the_caller() -> None:
    found = table([HEAD, ZHANG, [None, "李四", ID, None]])
    assert found.rows[1].cells == (None, "李四", ID, None)
    assert found.rows[1].filled == frozenset()


def test_a_wide_merge_does_not_spill_into_the_next_column() -> None:
    found = table([HEAD, ["501", "张三", None, None]], (1, 1, 1, 2))
    assert found.rows[0].cells == ("501", "张三", None, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([None, None, None, None], "空行"),
        (["小计", "64户"], "小计"),
        (["2号楼小计", None, "64户", None], "小计"),
        ([None, "合　计", 369], "合计"),
        (["总计：124户", "369人", None, "男180人，女189人"], "合计"),
        (["共计", 124], "合计"),
        (["填表人：", None, "审核人：", "联系电话："], "签字"),
        (["填表人：张三", "审核人：李四"], "签字"),
        (["社区负责人（签字）"], "签字"),
        (["单位（盖章）", None, "2022年11月28日"], "签字"),
        (["注：本表一式两份"], "说明"),
        (["备注：空户不填"], "说明"),
        (["※ 带星号的必填"], "说明"),
        ([1, 2, 3, 4], "说明"),
        (["房号", "姓名", "身份证号码", "备注"], "标题重复"),
        (["房号", "姓 名", None, "备注"], "标题重复"),
        (["二单元", None, None, None], "说明"),
    ],
)
def test_rows_that_are_no_records(row: list[Cell], why: str) -> None:
    found = table([HEAD, ZHANG, row, LI])
    assert reasons(found) == [(3, why)]
    assert numbers(found) == [2, 4]


@pytest.mark.parametrize(
    "row",
    [
        ["501", "张三", ID, "合计"],
        ["合计", "张三", ID, None],
        ["小计", "张三", None, None],
        ["502", "计明", ID, "注：租户"],
        ["501", "张三", 1.10101199003075e17, "共计三人"],
        ["501", "户主", ID, "备注"],
        [1, "张三", None, None],
        [None, "张三", None, None],
        [None, None, ID, None],
        ["社区", "张三", ID, "居民身份证"],
        ["签约户", "张三", ID, None],
    ],
)
def test_a_row_with_somebody_in_it_is_a_record_whatever_else_it_says(row: list[Cell]) -> None:
    found = table([HEAD, ZHANG, row, LI])
    assert numbers(found) == [2, 3, 4]


def test_a_list_of_things_has_totals_too() -> None:
    found = table([["房号", "物品", "数量"], ["501", "蔬菜包", 2], [None, "牛奶", 1], ["合计", None, 3]])
    assert numbers(found) == [2, 3]
    assert reasons(found) == [(4, "合计")]


def test_page_breaks_repeat_titles_and_headings() -> None:
    page: list[list[Cell]] = [["和平苑居民台账"], ["单位：桃园社区", None, "日期：28日"], HEAD, ZHANG]
    found = table([*page, *page])
    assert numbers(found) == [4, 8]
    assert reasons(found) == [(5, "标题重复"), (6, "标题重复"), (7, "标题重复")]


def test_remarks_in_several_lines_at_the_end() -> None:
    found = table([HEAD, ZHANG, ["说明：1.空户不填"], ["2.租户要填"], ["3.月底上报"]])
    assert reasons(found) == [(3, "说明"), (4, "说明"), (5, "说明")]


def test_a_band_across_the_table_is_named() -> None:
    found = table([["姓名", "身份证号码", "房号"], ["一单元"], ["张三", ID, "501"]], (1, 0, 1, 2))
    assert [skipped.text for skipped in found.skipped] == ["一单元"]


def test_a_second_table_below_with_other_headings() -> None:
    tenants: list[list[Cell]] = [["二、租户"], ["姓名", "联系电话", "房号"], ["王五", "13800000000", "601"]]
    upper, lower = find_tables(sheet([HEAD, ZHANG, LI, [], *tenants]), HEADINGS.__contains__)
    assert (numbers(upper), reasons(upper)) == ([2, 3], [(4, "空行"), (5, "说明")])
    assert (lower.titles, lower.headings[:3], numbers(lower)) == (
        ("二、租户",),
        ("姓名", "联系电话", "房号"),
        [7],
    )


def test_tables_side_by_side_under_the_same_headings() -> None:
    rows: list[list[Cell]] = [["房号", "姓名", None, "房号", "姓名"], ["501", "张三", None, "502", "李四"]]
    left, right = find_tables(sheet([*rows, ["503", "王五"]]), HEADINGS.__contains__)
    assert [row.cells for row in left.rows] == [
        ("501", "张三", None, None, None),
        ("503", "王五", None, None, None),
    ]
    assert [row.cells for row in right.rows] == [(None, None, None, "502", "李四")]
    assert right.headings == ("", "", "", "房号", "姓名")
    assert reasons(right) == [(3, "空行")]


def test_one_known_heading_is_enough_for_a_narrow_list() -> None:
    assert numbers(table([["名单"], ["身份证号码"], [ID]])) == [3]
    assert find_table(sheet([["姓名", "甲", "乙"], ["张三", "1", "2"]]), HEADINGS.__contains__) is None


@pytest.mark.parametrize("rows", [[], [[None]], [["说明"]], [["张三", ID], ["李四", ID]]])
def test_a_sheet_without_known_headings_has_no_table(rows: list[list[Cell]]) -> None:
    assert find_tables(sheet(rows), HEADINGS.__contains__) == []


CELLS = st.none() | st.sampled_from(
    [
        "合计",
        "小计",
        "张三",
        ID,
        "注：",
        "填表人：",
        "姓名",
        "房号",
        "物品",
        "数量",
        "备注",
        "501",
        1,
        2.5,
        "3户",
    ]
)


@given(
    st.lists(st.tuples(*[CELLS] * 4), max_size=25), st.lists(st.tuples(*[st.integers(0, 3)] * 2), max_size=3)
)
def test_every_row_below_the_headings_is_a_record_or_is_named(
    body: list[tuple[Cell, ...]], corners: list[tuple[int, int]]
) -> None:
    merges = [(3, left, 3 + down, left) for left, down in dict(corners).items() if 3 + down < len(body) + 1]
    tables = find_tables(sheet([list(HEAD), *map(list, body)], *merges), HEADINGS.__contains__)
    headers = {row for found in tables for row in range(found.header_rows[0], found.header_rows[1] + 1)}
    named = [row.row - 1 for found in tables for row in [*found.rows, *found.skipped]]
    assert set(named) | headers == set(range(len(body) + 1))
    assert headers.isdisjoint(named)
    for found in tables:
        rows = [row.row for row in [*found.rows, *found.skipped]]
        assert len(rows) == len(set(rows))
