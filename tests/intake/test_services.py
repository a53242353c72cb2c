"""Two points one line, arrivals and visits from the tables that people keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridworker.errors import FileProblem, ValueProblem
from gridworker.export.problems import write_problem_rows
from gridworker.intake.importers import IMPORTERS
from gridworker.intake.mapping import recognise, targets
from gridworker.intake.problems import problem_sheets
from gridworker.ledger.book import Ledger
from tests.intake.importing import counts
from tests.intake.services import (
    LI,
    OUTSIDER,
    ZHANG,
    again,
    book,
    filled,
    problem,
    run,
    said,
    settle_town,
)  # fmt: skip

LOOP = (
    "序号",
    "姓名",
    "身份证号码",
    "联系电话",
    "工作单位",
    "岗位",
    "居住地址",
    "工作地点",
    "是否签订承诺书",
)


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    settle_town(ledger)


# -- headings


@pytest.mark.parametrize("kind", ["closed-loop", "arrivals", "visits", "supplies"])
def test_a_registers_own_name_number_and_phone_are_the_persons(kind: str) -> None:
    headings = ["姓名", "身份证号", "联系电话", "证件类型", "楼栋", "单元", "房号"]
    mapping = recognise(headings, [""] * 7, kind)
    found = [column.target for column in mapping.columns]
    assert found == ["name", "id_number", "phone", "id_type", "building", "unit", "room"]
    offered = [target.key for target in targets(kind)]
    assert len(offered) == len(set(offered)) and not {"requester", "closed_loop.name"} & set(offered)


def test_two_rows_of_headings_below_a_title(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("某社区两点一线人员台账",),
        ("序号", "基本情况", None, None, "工作情况", None, "休假", None),
        (None, "姓名", "身份证号码", "联系电话", "单位", "岗位", "休假开始", "休假结束"),
        (1, "张三", ZHANG, "138 0000 0001", "某超市", "理货", "2022-11-20", "2022-11-25"),
        ("填表人：", None, None, None, None, None, None, None),
        merged=["A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:H2"],
    )
    assert counts(run(ledger, "closed-loop", path)) == (1, 0, 0, 0)
    (worker,) = ledger.rows("closed_loop")
    assert (worker["resident"], worker["employer"], worker["phone"]) == (1, "某超市", "13800000001")
    (leave,) = ledger.rows("leave")
    assert (leave["worker"], leave["from_day"], leave["to_day"]) == (1, "2022-11-20", "2022-11-25")
    again(ledger, "closed-loop", path)


# -- two points one line


def test_residents_are_linked_and_outsiders_kept_as_they_are(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LOOP,
        (1, "张三", ZHANG, "13900000000", "某超市", "理货", "和平苑3号楼2单元501", "一店", "是"),
        (2, "李四", None, "13800000002", "某超市", "收银", None, "一店", "未签"),
        (3, "王五", None, None, "某超市", "收银", "5-1-101", "一店", "已签"),
        (4, "赵六", OUTSIDER, 13900000009.0, "某超市", "司机", "滨河小区8-1-101", "一店", None),
        (5, "钱七", "护照A1", "13900000008", "某超市", "司机", "单位宿舍", "一店", None),
    )
    outcome = run(ledger, "closed-loop", path)
    assert counts(outcome) == (5, 0, 0, 0)
    rows = ledger.rows("closed_loop")
    assert [row["resident"] for row in rows] == [1, 2, 3, None, None]
    assert [row["pledge"] for row in rows] == [1, 0, 1, 0, 0]
    assert (rows[3]["id_number"], rows[3]["phone"]) == (OUTSIDER, "13900000009")
    assert [row["home_point"] for row in rows[3:]] == ["滨河小区8-1-101", "单位宿舍"]
    assert said(outcome) == [
        (5, "address", "no-such-door", "warning"), (6, "id_number", "bad-value", "error"),
        (6, "address", "no-door", "warning"),
    ]  # fmt: skip
    again(ledger, "closed-loop", path)


def test_a_home_point_is_kept_as_written_and_read_as_a_door(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("姓名", "居住点"), ("张三", "和平苑3号楼2单元501"), ("赵六", "单位宿舍")
    )
    outcome = run(ledger, "closed-loop", path)
    assert outcome.problems == ()
    rows = ledger.rows("closed_loop")
    assert [(row["resident"], row["home_point"]) for row in rows] == [
        (1, "和平苑3号楼2单元501"), (None, "单位宿舍"),
    ]  # fmt: skip
    again(ledger, "closed-loop", path)


def test_a_damaged_number_is_never_stored(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LOOP,
        (1, "李四", 1.40106e17, "13800000002", "某超市", None, None, None, None),
        (2, "赵六", "1.40106E+17", "13900000009", "某超市", None, None, None, None),
    )
    outcome = run(ledger, "closed-loop", path)
    assert said(outcome) == [
        (2, "id_number", "damaged-id-repaired", "warning"), (3, "id_number", "damaged-id", "error"),
    ]  # fmt: skip
    assert LI[-4:] in problem(outcome, "damaged-id-repaired").problem
    rows = ledger.rows("closed_loop")
    assert [(row["resident"], row["id_number"]) for row in rows] == [(2, None), (None, None)]
    again(ledger, "closed-loop", path)


def test_a_namesake_whom_nothing_proves_is_an_outsider_with_a_warning(ledger: Ledger, tmp_path: Path) -> None:
    rows = [(1, "张三", None, "13911112222"), (2, "李四", OUTSIDER, "13800000002"), (3, "郑十", None, None)]
    outcome = run(ledger, "closed-loop", book(tmp_path / "a.xlsx", LOOP[:4], *rows))
    assert [each.why for each in outcome.problems] == ["name-only", "id-differs"]
    assert [row["resident"] for row in ledger.rows("closed_loop")] == [None, None, None]


def test_repeats_fill_in_and_the_first_row_holds(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LOOP,
        (1, "赵六", OUTSIDER, None, "某超市", None, None, "一店", None),
        (2, "赵六", OUTSIDER, "13900000009", "某超市", "司机", None, "二店", None),
    )
    outcome = run(ledger, "closed-loop", path)
    assert counts(outcome) == (1, 1, 0, 0)
    (row,) = ledger.rows("closed_loop")
    assert (row["work_point"], row["post"], row["phone"]) == ("一店", "司机", "13900000009")
    assert "工作点不一致" in problem(outcome, "duplicate").problem
    again(ledger, "closed-loop", path)


def test_another_start_is_another_period(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号码", "纳入日期", "退出日期", "岗位")
    first = book(tmp_path / "a.xlsx", headings, ("张三", ZHANG, "2022-11-01", "2022-11-10", "理货"))
    run(ledger, "closed-loop", first)
    second = book(tmp_path / "b.xlsx", headings, ("张三", ZHANG, "2022-11-20", None, "收银"))
    assert counts(run(ledger, "closed-loop", second)) == (1, 0, 0, 0)
    third = book(tmp_path / "c.xlsx", headings, ("张三", ZHANG, None, None, "司机"))
    assert counts(run(ledger, "closed-loop", third)) == (0, 1, 0, 0)
    assert [row["post"] for row in ledger.rows("closed_loop")] == ["理货", "司机"]


def test_leave_that_overlaps_or_has_no_beginning_is_told(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "联系电话", "休假开始日期", "休假结束日期")
    path = book(
        tmp_path / "a.xlsx",
        headings,
        ("张三", "13800000001", "2022-11-20", "2022-11-25"),
        ("张三", "13800000001", "2022-11-24", "2022-11-28"),
        ("李四", "13800000002", None, "2022-11-25"),
        ("王五", "13800000003", "2022-11-20", None),
    )
    outcome = run(ledger, "closed-loop", path)
    errors = [each for each in outcome.problems if each.severity == "error"]
    assert [(each.row, each.field) for each in errors] == [(3, "leave_from"), (4, "leave_to")]
    assert len(ledger.rows("leave")) == 2
    longer = book(tmp_path / "b.xlsx", headings, ("王五", "13800000003", "2022-11-20", "2022-11-30"))
    assert counts(run(ledger, "closed-loop", longer)) == (0, 1, 0, 0)
    assert ledger.rows("leave")[1]["to_day"] == "2022-11-30"


def test_own_fields_are_offered_and_kept(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.change("字段"):
        ledger.create(
            "own_field", {"register": "closed_loop", "key": "own_1", "heading": "班组", "kind": "文字"}
        )
    path = book(tmp_path / "a.xlsx", ("姓名", "身份证号", "班组"), ("张三", ZHANG, "甲班"))
    run(ledger, "closed-loop", path)
    assert ledger.rows("closed_loop")[0]["own_1"] == "甲班"
    again(ledger, "closed-loop", path)


def test_a_constant_holds_where_the_row_is_silent(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("姓名", "身份证号"), ("张三", ZHANG))
    run(ledger, "closed-loop", path, constants={"employer": "某超市"})
    assert ledger.rows("closed_loop")[0]["employer"] == "某超市"
    with pytest.raises(ValueProblem, match="开始日期"):
        run(ledger, "closed-loop", path, constants={"started": "下周"})


# -- arrivals


def test_arrivals_of_residents_and_others(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("返晋来晋人员报备表",),
        ("姓名", "证件号码", "手机号", "来自何地", "抵并日期", "车次", "现住址", "管控措施", "解除日期", "备注"),
        ("张三", ZHANG, "13800000001", "北京市", "2022.11.25", "G601", "3-2-501", "三天三检", "2022-11-20", None),
        ("钱八", None, "13900000008", "运城", date(2022, 11, 26), None, "和平苑9-9-909", "监测", None, "自驾"),
        ("钱八", None, "13900000008", "运城", date(2022, 11, 26), None, "和平苑9-9-909", "监测", None, "自驾"),
    )  # fmt: skip
    outcome = run(ledger, "arrivals", path)
    assert counts(outcome) == (2, 0, 1, 0)
    first, second = map(filled, ledger.rows("arrival"))
    assert (first["resident"], first["from_place"], first["arrived_on"]) == (1, "北京市", "2022-11-25")
    assert "until" not in first and (3, "until", "bad-value", "error") in said(outcome)
    assert second["note"] == "自驾；住址：和平苑9-9-909" and "resident" not in second
    again(ledger, "arrivals", path)


def test_the_same_person_arriving_again_is_another_row(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "到达日期")
    run(ledger, "arrivals", book(tmp_path / "a.xlsx", headings, ("张三", ZHANG, "2022-11-01")))
    outcome = run(ledger, "arrivals", book(tmp_path / "b.xlsx", headings, ("张三", ZHANG, "2022-11-20")))
    assert counts(outcome) == (1, 0, 0, 0)


# -- visits


def test_visits_below_merged_doors(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("房屋", None, None, "户主", "走访情况", None, None, None),
        ("楼栋", "单元", "房号", None, "走访时间", "走访方式", "走访人", "走访内容"),
        ("3号楼", "2单元", 501, "张三", "2022.11.20 09:30", "入户", "小李", "一切正常"),
        (None, None, None, None, "2022.11.22", "电话走访", "小李", "需要药品"),
        ("3号楼", "2单元", 599, "孙七", "2022.11.20", "入户", "小李", "不在家"),
        ("3号楼", "2单元", 502, "李四", None, "入户", "小李", "一切正常"),
        merged=["A1:C1", "D1:D2", "E1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4"],
    )
    outcome = run(ledger, "visits", path)
    assert counts(outcome) == (2, 0, 0, 2)
    assert [(row["household"], row["resident"], row["at"], row["way"]) for row in ledger.rows("visit")] == [
        (1, None, "2022-11-20 09:30:00", "走访"), (1, None, "2022-11-22 00:00:00", "电话"),
    ]  # fmt: skip
    assert said(outcome) == [(5, None, "no-such-door", "error"), (6, "at", "bad-value", "error")]
    again(ledger, "visits", path)


def test_a_visit_finds_its_household_by_the_person(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("走访对象", "联系电话", "住址", "走访日期", "走访记录"),
        ("张三", "13800000001", None, "2022-11-20", "平安"),
        ("李四", "13800000002", "和平苑5-1-101", "2022-11-20", "在亲戚家"),
        ("无名氏", None, "5-1-101", "2022-11-21", "平安"),
        ("无名女", None, None, "2022-11-21", "平安"),
    )
    outcome = run(ledger, "visits", path)
    assert [(row["household"], row["resident"]) for row in ledger.rows("visit")] == [
        (1, 1), (3, None), (3, None),
    ]  # fmt: skip
    assert [each.why for each in outcome.problems] == ["door-differs", "no-such-person", "no-such-door"]
    again(ledger, "visits", path)


def test_two_reports_of_one_day_are_two_visits(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "走访时间", "走访情况")
    rows = [("3-2-501", "2022-11-20", "上午平安"), ("3-2-501", "2022-11-20", "晚上送药")]
    path = book(tmp_path / "a.xlsx", headings, *rows)
    assert counts(run(ledger, "visits", path)) == (2, 0, 0, 0)
    again(ledger, "visits", path)


def test_a_constant_day_for_visits_and_its_bare_day_against_a_clock_time(
    ledger: Ledger, tmp_path: Path
) -> None:
    timed = book(tmp_path / "a.xlsx", ("房号", "走访时间"), ("3-2-501", "2022-11-20 09:30"))
    run(ledger, "visits", timed)
    bare = book(tmp_path / "b.xlsx", ("房号", "走访情况"), ("3-2-501", "平安"))
    outcome = run(ledger, "visits", bare, constants={"at": "2022-11-20"})
    assert counts(outcome) == (0, 1, 0, 0)
    (visit,) = ledger.rows("visit")
    assert (visit["at"], visit["found"]) == ("2022-11-20 09:30:00", "平安")


# -- all of them


def test_an_import_can_be_taken_back(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "休假开始")
    outcome = run(ledger, "closed-loop", book(tmp_path / "a.xlsx", headings, ("张三", ZHANG, "2022-11-20")))
    assert outcome.touched == {"closed_loop": {1}, "leave": {1}}
    ledger.undo(outcome.batch)
    assert ledger.rows("closed_loop") == ledger.rows("leave") == []


def test_rows_with_problems_can_be_corrected_and_imported_again(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("楼栋", "单元", "房号", "走访对象", "走访时间", "走访内容", "下次走访日期"),
        ("3号楼", "2", 599, "孙七", "2022-11-20", "不在家", "2022-11-30"),
        ("3号楼", "2", 501, "张三", "2022-11-20", "平安", "过几天"),
    )
    plan = IMPORTERS["visits"].plan(ledger, [path])
    sheets = problem_sheets(plan)
    assert [len(sheet.rows) for sheet in sheets] == [2]
    corrected = write_problem_rows(tmp_path / "问题.xlsx", sheets)
    with ledger.change("登记"):
        ledger.create("household", {"place": ledger.rows("household")[0]["place"], "room": "599"})
    assert counts(run(ledger, "visits", corrected)) == (2, 0, 0, 0)


def test_a_table_without_people_is_refused_in_words(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("单位", "岗位"), ("某超市", "理货"))
    with pytest.raises(FileProblem, match="姓名"):
        run(ledger, "closed-loop", path)


def test_a_day_without_its_year_is_of_the_titles_year(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("某社区2022年11月走访台账",),
        ("序号", "姓名", "楼栋", "单元", "房号", "走访日期", "走访情况"),
        (1, "张三", "3", "2", "501", "11月20日", "一切正常"),
    )
    outcome = run(ledger, "visits", path)
    assert counts(outcome) == (1, 0, 0, 0)
    assert [row["at"] for row in ledger.rows("visit")] == ["2022-11-20 00:00:00"]
    assert "没有写年份，已按 2022 年记入" in outcome.problems[0].problem


def test_a_day_without_its_year_is_near_the_other_days_of_the_table(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("姓名", "楼栋", "单元", "房号", "走访日期", "走访情况"),
        ("张三", "3", "2", "501", date(2021, 12, 28), "一切正常"),
        ("李四", "3", "2", "502", "1月3日", "一切正常"),
    )
    run(ledger, "visits", path)
    assert sorted(row["at"][:10] for row in ledger.rows("visit")) == ["2021-12-28", "2022-01-03"]


def test_visits_without_a_column_of_days_are_of_the_day_in_the_title(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("2022年11月28日入户走访情况",),
        ("姓名", "楼栋", "单元", "房号", "走访情况"),
        ("张三", "3", "2", "501", "一切正常"),
    )
    outcome = run(ledger, "visits", path)
    assert [row["at"] for row in ledger.rows("visit")] == ["2022-11-28 00:00:00"]
    assert outcome.problems[0].why == "no-time"
