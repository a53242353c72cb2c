"""Tables of the services as communities really keep them: each of these was once read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.errors import FileProblem
from gridworker.export.problems import write_problem_rows
from gridworker.intake.bands import place_within
from gridworker.intake.counted import Item, item_of, looks_counted
from gridworker.intake.importers import IMPORTERS
from gridworker.intake.mapping import recognise
from gridworker.intake.numbers import remains
from gridworker.intake.problems import problem_sheets
from gridworker.intake.values import Reading, read_field
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.registers import REGISTERS
from gridworker.ledger.supplies import orders
from tests.intake.importing import counts
from tests.intake.samples import LAB_HEADINGS, save
from tests.intake.services import LI, ZHANG, again, book, run, said, settle_town

KINDS = ("closed-loop", "arrivals", "visits", "supplies")
LAB_ROW = (
    "张三", 40, "13800000001", "某中心", "2022-11-28 07:00", "某机构", "2022-11-28 13:00", "阴性",
    "2022-11-28 14:00", "男", "居民身份证", ZHANG, "社会面", "G1", "咽拭子", "东门",
)  # fmt: skip


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    settle_town(ledger)


def lines(ledger: Ledger) -> list[list[str]]:
    return [[f"{line.item}{line.quantity}{line.unit}" for line in order.lines] for order in orders(ledger)]


# -- the wrong file, the empty file


@pytest.mark.parametrize("kind", KINDS)
def test_a_laboratorys_list_is_no_list_of_a_service(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    path = book(tmp_path / "a.xlsx", LAB_HEADINGS, LAB_ROW)
    with pytest.raises(FileProblem, match="看起来是检测结果的表格（有“采样时间”"):
        run(ledger, kind, path)


def test_a_roster_is_no_list_of_workers_unless_it_says_so(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "联系电话", "与户主关系", "是否暂离")
    row = ("张三", ZHANG, "13800000001", "户主", "否")
    with pytest.raises(FileProblem, match=r"看起来是居民的表格.*不像两点一线人员"):
        run(ledger, "closed-loop", book(tmp_path / "a.xlsx", headings, row))
    titled = book(tmp_path / "b.xlsx", ("某超市两点一线人员",), headings, row, merged=["A1:E1"])
    assert counts(run(ledger, "closed-loop", titled)) == (1, 0, 0, 0)


def test_a_sheet_of_another_kind_beside_a_right_one_is_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        {
            "走访": [("房号", "走访时间", "走访情况"), ("3-2-501", "2022-11-20", "平安")],
            "核酸": [LAB_HEADINGS, LAB_ROW],
        },
    )
    outcome = run(ledger, "visits", path)
    assert counts(outcome) == (1, 0, 0, 0)
    (passed,) = outcome.problems
    assert (passed.sheet, passed.why) == ("核酸", "sheet-passed-over")


@pytest.mark.parametrize("kind", KINDS)
def test_headings_alone_are_told(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    with pytest.raises(FileProblem, match="只有表头"):
        run(ledger, kind, book(tmp_path / "a.xlsx", ("姓名", "身份证号", "房号"), (None, None, None)))


# -- wide tables of goods


def test_counts_and_amounts_below_each_good(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("门牌号", "姓名", "蔬菜包50元/份", None, "水果包（60元/份）", None, "合计", None),
        (None, None, "份数", "金额", "份数", "金额", "份数", "金额"),
        ("2-501", "张三", 2, 100, 1, 60, 3, 160),
        ("2-502", "李四", 1, 50, None, None, 1, 50),
        ("2-599", "某人", 3, 150, None, None, 3, 150),
        ("合计", None, 6, 300, 1, 60, 7, 360),
        merged=["C1:D1", "E1:F1", "G1:H1", "A1:A2", "B1:B2"],
        sheet="3号楼",
    )
    given = {"constants": {"requested_at": "2022-11-27"}}
    assert counts(run(ledger, "supplies", path, **given)) == (2, 0, 0, 1)
    assert lines(ledger) == [["蔬菜包2份", "水果包1份"], ["蔬菜包1份"]]
    assert [line.price for line in orders(ledger)[0].lines] == [5000, 6000]
    again(ledger, "supplies", path, **given)
    sheets = problem_sheets(IMPORTERS["supplies"].plan(ledger, [path], **given))
    errors = write_problem_rows(tmp_path / "b.xlsx", sheets)
    with ledger.change("登记"):
        Doors(ledger).household(parse_address("和平苑-3-2-599"))
    run(ledger, "supplies", errors, **given)
    assert lines(ledger)[-1] == ["蔬菜包3份"]


def test_a_quantity_beside_the_name_of_its_good_stays_one() -> None:
    headings, parents = ("房号", "品名", "数量"), ("", "需求情况", "需求情况")
    assert [column.target for column in recognise(headings, parents, "supplies").columns] == [
        "room", "item", "quantity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["人口", "常住人口数", "是否付款", "承诺书", "网格", "第一天", "11月20日", "领取人签字"]
)
def test_what_is_no_good_is_never_ordered(heading: str) -> None:
    assert not looks_counted(heading, ("1", "2", "√"))


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("蔬菜包50元/份", Item("蔬菜包", "份", 5000)),
        ("肉蛋包80.5元每份", Item("肉蛋包", "份", 8050)),
        ("A套餐50元", Item("A套餐", None, 5000)),
        ("5号电池", Item("5号电池")),
    ],
)
def test_a_price_right_behind_the_good(heading: str, item: Item) -> None:
    assert item_of(heading) == item


def test_who_wants_nothing_orders_nothing(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("3-2-501", "张三", "蔬菜包2份"), ("3-2-502", "李四", "不需要")]
    path = book(tmp_path / "a.xlsx", ("房号", "姓名", "需要什么"), *rows)
    assert counts(run(ledger, "supplies", path)) == (1, 0, 1, 0)
    assert lines(ledger) == [["蔬菜包2份"]]


def test_the_answers_of_a_questionnaire(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        (
            "时间戳",
            "1、您的姓名：",
            "2、您的手机号",
            "3、您的住址（楼-单元-房号）",
            "4、请选择套餐",
            "5、请填写份数",
        ),
        ("2022-11-27 09:01", "张三", "13800000001", "3-2-501", "蔬菜包", "2"),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (1, 0, 0, 0) and not outcome.problems
    assert lines(ledger) == [["蔬菜包2份"]] and orders(ledger)[0].requested_at == "2022-11-27 09:01:00"


# -- doors


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("和平苑3号楼蔬菜包统计表（11月27日）", Address("", "3")),
        ("2022-11-27 3号楼2单元订菜", Address("", "3", "2")),
        ("1-3号楼订菜", None),
        ("1号楼、2号楼订菜", None),
        ("某社区订菜统计表", None),
    ],
)
def test_a_building_among_the_words_of_a_title(title: str, place: Address | None) -> None:
    assert place_within(title) == place


def test_doors_below_such_a_title(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("和平苑3号楼走访登记表",),
        ("房号", "走访时间", "走访情况"),
        ("2-502", "2022-11-20", "平安"),
        merged=["A1:C1"],
    )
    assert counts(run(ledger, "visits", path)) == (1, 0, 0, 0)
    assert ledger.rows("visit")[0]["household"] == 2


def test_an_estate_with_and_without_its_word(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("收货地址", "商品信息", "订单创建时间", "订单状态"),
        ("山西省太原市和平苑小区3号楼2单元501", "蔬菜包×2", "2022-11-27 10:00", "待发货"),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (1, 0, 0, 0) and not outcome.problems
    assert orders(ledger)[0].status == "已下单"


# -- cells


def test_the_digits_left_of_a_damaged_number_are_those_the_sheet_shows(
    ledger: Ledger, tmp_path: Path
) -> None:
    # As a binary number 140106201307065000 is 140106201307064992.
    assert remains(140106201307065000.0) == "140106201307065"
    path = book(tmp_path / "a.xlsx", ("姓名", "身份证号", "电话", "单位"),
                ("李四", float(LI[:15] + "000"), "13800000002", "某店"))  # fmt: skip
    outcome = run(ledger, "closed-loop", path)
    assert said(outcome) == [(2, "id_number", "damaged-id-repaired", "warning")]
    assert ledger.rows("closed_loop")[0]["resident"] == 2


@pytest.mark.parametrize(
    ("register", "key", "raw", "reading"),
    [
        ("closed_loop", "pass_expires", "至2022年12月10日", Reading("2022-12-10", "")),
        ("arrival", "arrived_on", "2022、11、20", Reading("2022-11-20", "")),
        ("visit", "at", "2022年11月7日 下午", Reading("2022-11-07 00:00:00", "“下午”没有写几点，只记了日期")),
    ],
)
def test_days_with_something_around_them(register: str, key: str, raw: str, reading: Reading) -> None:
    found = read_field(REGISTERS[register].field(key), raw)
    assert found[:2] == reading[:2]


def test_a_day_that_is_none_is_still_refused() -> None:
    field = REGISTERS["arrival"].field("arrived_on")
    for raw in ("昨天", "2022-13-40", "至今天", "22.11.20"):
        found = read_field(field, raw, "2022-11-28")
        assert found.value is None and found.flaw


def test_headings_and_answers_of_two_points_one_line(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("企业", "姓名", "证件类型", "身份证号", "楼号", "单元", "房号", "工作网点", "网点地址", "承诺", "闭环管理"),
        (*[None] * 10, "开始", "结束"),
        ("某店", "张三", "身份证", ZHANG, 3, 2, 501, "某网点", "某街2号", "已签承诺书", "2022-11-01"),
        merged=["K1:L1"],
    )  # fmt: skip
    outcome = run(ledger, "closed-loop", path)
    assert said(outcome) == [(2, None, "repeated-column", "warning")]
    (row,) = ledger.rows("closed_loop")
    assert (row["employer"], row["home_point"], row["work_point"]) == ("某店", "3号楼2单元501", "某网点")
    assert (row["started"], row["pledge"]) == ("2022-11-01", 1)


def test_headings_of_arrivals() -> None:
    headings = ("姓名", "返（来）并时间", "从哪来", "返回方式", "隔离方式", "管控截止时间")
    assert [column.target for column in recognise(headings, [""] * 6, "arrivals").columns] == [
        "name", "arrived_on", "from_place", "transport", "management", "until",
    ]  # fmt: skip


def test_headings_of_visits_by_telephone() -> None:
    headings = ("通话时间", "被访人", "电话号码", "访问结果", "回访人")
    assert [column.target for column in recognise(headings, [""] * 5, "visits").columns] == [
        "at", "name", "phone", "found", "visitor",
    ]  # fmt: skip


def test_further_visits_below_a_name_are_of_the_same_person(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("房号", "姓名", "走访时间", "走访情况"),
        ("3-2-501", "张三", "2022-11-10", "送药"),
        (None, None, "2022-11-12", "量血压"),
        ("3-2-502", "李四", "2022-11-10", "送药"),
        (None, None, "2022-11-12", "量血压"),
    )
    assert counts(run(ledger, "visits", path)) == (4, 0, 0, 0)
    assert [row["resident"] for row in ledger.rows("visit")] == [1, 1, 2, 2]
    again(ledger, "visits", path)


def test_what_stands_above_is_said_again(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "电话", "单位", "工作地点", "居住点")
    rows = [
        ("张三", "13800000001", "某店", "某街2号", "单位宿舍"),
        ("李四", "13800000002", "同上", "〃", "同上"),
    ]
    run(ledger, "closed-loop", book(tmp_path / "a.xlsx", headings, *rows))
    _, second = ledger.rows("closed_loop")
    assert [second[key] for key in ("employer", "work_point", "home_point")] == [
        "某店",
        "某街2号",
        "单位宿舍",
    ]


def test_a_column_that_says_the_same_again_is_named(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "走访时间", "走访情况", "备注")
    path = book(tmp_path / "a.xlsx", headings, ("3-2-501", "2022-11-10", "平安", "要买药"))
    (told,) = run(ledger, "visits", path).problems
    assert (told.why, told.value, told.severity) == ("repeated-column", "备注", "warning")


@pytest.mark.parametrize(
    ("kind", "headings", "row"),
    [
        ("supplies", ("房号", "姓名", "物品", "数量"), ("3-2-501", "张三", "大米", 1)),
        ("supplies", ("房号", "姓名", "物品", "登记时间"), ("3-2-501", "张三", "大米", None)),
        ("visits", ("房号", "姓名", "走访情况"), ("3-2-501", "张三", "平安")),
    ],
)
def test_rows_dated_by_their_title_keep_that_day_when_corrected(
    ledger: Ledger, tmp_path: Path, kind: str, headings: tuple[str, ...], row: tuple[str | int | None, ...]
) -> None:
    path = book(tmp_path / "a.xlsx", ("2022年11月20日走访和需求",), headings, row, merged=["A1:D1"])
    plan = IMPORTERS[kind].plan(ledger, [path])
    IMPORTERS[kind].commit(ledger, plan)
    again(ledger, kind, write_problem_rows(tmp_path / "b.xlsx", problem_sheets(plan)))


def test_a_corrected_table_is_of_its_kind_without_its_title(ledger: Ledger, tmp_path: Path) -> None:
    headings, row = ("姓名", "身份证号", "是否暂离", "与户主关系"), ("张三", ZHANG[:-2], "否", "户主")
    path = book(tmp_path / "a.xlsx", ("两点一线人员",), headings, row, merged=["A1:D1"])
    plan = IMPORTERS["closed-loop"].plan(ledger, [path])
    written = write_problem_rows(tmp_path / "b.xlsx", problem_sheets(plan))
    assert run(ledger, "closed-loop", written).rows == 1
