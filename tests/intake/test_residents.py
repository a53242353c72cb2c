"""Residents from workbooks of many shapes, and what their cells may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gridworker.errors import FileProblem
from gridworker.intake.doors import Parts
from gridworker.intake.mapping import targets
from gridworker.intake.residents import plan_residents
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.own_field_upkeep import take_away
from tests.intake.importing import GOOD, HEADINGS, OTHER, counts, doors, only, people, row, run, workbook
from tests.intake.samples import FLAT_HEADINGS, flat_row, flat_workbook, make_town, merged_workbook, save

# -- shapes


def test_a_hand_kept_ledger_with_merged_cells(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town()
    damaged = frozenset({3, 20, 41})
    outcome = run(ledger, merged_workbook(tmp_path / "m.xlsx", town, damaged))
    good = {person.number for number, person in enumerate(town.people) if number not in damaged}
    assert counts(outcome) == (len(town.people), 0, 0, 0)
    assert ledger.count("household") == len(town.households)
    assert {person["id_number"] for person in people(ledger)} - {None} == good
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    assert [problem.why for problem in errors] == ["damaged-id"] * len(damaged)
    assert all(problem.field == "id_number" and "损坏" in problem.problem for problem in errors)
    assert {person["born"] for person in people(ledger)} == {f"{person.born}" for person in town.people}
    assert sorted(person["phone"] for person in people(ledger)) == sorted(p.phone for p in town.people)
    heads = {household["head"] for household in ledger.rows("household")}
    assert heads == {person.head for person in town.people}


def test_a_flat_list_with_the_address_in_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town()
    outcome = run(ledger, flat_workbook(tmp_path / "f.xlsx", town))
    assert counts(outcome) == (len(town.people), 0, 0, 0)
    assert outcome.problems == ()
    assert ledger.count("household") == len(town.households)
    assert {person["id_number"] for person in people(ledger)} == {person.number for person in town.people}
    first = people(ledger)[0]
    assert first["residency"] == "常住" and first["presence"] == "在住"
    assert {place["grid"] for place in ledger.rows("place") if place["unit"]} == {"第三网格"}


def test_a_sheet_a_building_with_doors_such_as_2_501(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("门牌", "姓名", "身份证号", "联系电话")
    sheets = {
        "1号楼": [headings, ("2-501", "张三", GOOD, "13800000000")],
        "和平苑12号楼": [headings, ("1-0302", "李四", OTHER, "13800000001")],
        "汇总": [("楼栋", "户数"), ("1号楼", 1)],
    }
    outcome = run(ledger, save(tmp_path / "楼.xlsx", sheets))
    assert counts(outcome) == (2, 0, 0, 0)
    assert doors(ledger) == {"张三": "-1-2-501", "李四": "和平苑-12-1-302"}
    assert only(outcome).sheet == "汇总"


def test_a_title_names_the_building(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("某街道某社区3号楼居民信息台账",), ("姓名", "单元", "房号"), ("张三", 2, 501)]
    run(ledger, save(tmp_path / "a.xlsx", {"Sheet1": rows}, ["A1:C1"]))
    assert doors(ledger) == {"张三": "-3-2-501"}


def test_a_constant_names_the_estate(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"3号楼": [("姓名", "单元", "房号"), ("张三", 2, 501)]})
    run(ledger, path, constants={"community": "和平苑"})
    assert doors(ledger) == {"张三": "和平苑-3-2-501"}


def test_one_address_cell_of_many_kinds(ledger: Ledger, tmp_path: Path) -> None:
    written = ("和平苑3号楼2单元501", "3-2-502", "３号楼２单元５０３室", "3#2-504")
    rows = [(f"张{place}", address) for place, address in zip("甲乙丙丁", written, strict=True)]
    run(ledger, workbook(tmp_path, *rows, headings=("姓名", "家庭住址")), constants={"community": "和平苑"})
    assert list(doors(ledger).values()) == [f"和平苑-3-2-50{number}" for number in (1, 2, 3, 4)]


def test_text_in_a_chinese_encoding(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    lines = ["姓名,证件号码,楼栋,单元,房号,手机号", f"张三,{GOOD},3号楼,2单元,501,13800000000"]
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    assert counts(run(ledger, path)) == (1, 0, 0, 0)
    assert people(ledger)[0]["id_number"] == GOOD


def test_household_cells_written_once_without_merging(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("楼栋", "单元", "房号", "户主", "姓名", "关系")
    rows = [
        ("3号楼", "2单元", 501, "张三", "张三", "户主"), (None, None, None, None, "李四", "配偶"),
        (None, None, 502, "王五", "王五", "户主"), (None, None, None, None, "王小", "子"),
        ("4号楼", "1单元", 101, "赵六", "赵六", "户主"), (None, None, None, None, "钱七", "配偶"),
    ]  # fmt: skip
    assert counts(run(ledger, workbook(tmp_path, *rows, headings=headings))) == (6, 0, 0, 0)
    assert list(doors(ledger).values()) == [
        "-3-2-501",
        "-3-2-501",
        "-3-2-502",
        "-3-2-502",
        "-4-1-101",
        "-4-1-101",
    ]
    assert [household["head"] for household in ledger.rows("household")] == ["张三", "王五", "赵六"]


def test_nothing_is_carried_over_a_gap(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "关系", "联系电话")
    rows = [
        (501, "张三", "户主", "13800000000"), (None, "李四", "配偶", None), ("小计", "2人", None, None),
        (None, "王五", "子", None), (None, "赵六", "子", None),
    ]  # fmt: skip
    outcome = run(ledger, workbook(tmp_path, *rows, headings=headings, sheet="3号楼"))
    assert counts(outcome) == (2, 0, 0, 2)
    assert [problem.value for problem in outcome.problems] == ["", ""]


def test_in_a_flat_list_a_missing_address_is_missing(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town(6)
    rows = [flat_row(person) for person in town.people]
    rows[2] = flat_row(town.people[2], 房屋地址=None, 楼栋地址=None)
    outcome = run(ledger, workbook(tmp_path, *rows, headings=FLAT_HEADINGS))
    assert counts(outcome) == (len(rows) - 1, 0, 0, 1)
    assert "住址" in only(outcome).problem


def test_two_tables_in_one_sheet(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("3号楼居民",), ("房号", "姓名", "联系电话"), ("2-501", "张三", "13800000000"), (None, None, None),
        ("外来人员",), ("姓名", "住址", "证件号码"), ("李四", "3-2-502", OTHER),
    ]  # fmt: skip
    path = save(tmp_path / "a.xlsx", {"3号楼": rows})
    assert counts(run(ledger, path)) == (2, 0, 0, 0)
    assert set(doors(ledger)) == {"张三", "李四"}


def test_a_list_of_heads_makes_households(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("户主姓名", "户主身份证号", "户主电话", "房号")
    run(ledger, workbook(tmp_path, ("张三", GOOD, "13800000000", "2-501"), headings=headings, sheet="3号楼"))
    assert people(ledger)[0]["id_number"] == GOOD
    assert ledger.rows("household")[0]["head"] == "张三"


def test_an_empty_home_is_kept_without_people(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path, row(), row("空户", None, None, 房号=502))
    assert counts(run(ledger, path)) == (2, 0, 0, 0)
    assert [home["housing"] for home in ledger.rows("household")] == [None, "空置"]
    assert counts(run(ledger, path)) == (0, 0, 2, 0)


def test_a_file_without_people_says_so(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="姓名"):
        plan_residents(ledger, [save(tmp_path / "a.xlsx", {"一": [("货物", "数量"), ("米", 1)]})])


def test_only_the_sheets_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"3号楼": [HEADINGS, row()], "4号楼": [HEADINGS, row("李四", OTHER)]})
    run(ledger, path, sheets=["4号楼"])
    assert [person["name"] for person in people(ledger)] == ["李四"]
    with pytest.raises(FileProblem, match="3号楼、4号楼"):
        plan_residents(ledger, [path], sheets=["5号楼"])


# -- cells


def test_two_phones_in_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row(phone="138-0000-0000、0351-7040000")))
    assert (people(ledger)[0]["phone"], people(ledger)[0]["phone2"]) == ("13800000000", "0351-7040000")


def test_words_around_a_phone_do_not_cost_it(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(phone="13800000000（儿子）")))
    assert people(ledger)[0]["phone"] == "13800000000"
    assert only(outcome).severity == "warning"


def test_what_the_number_says_wins(ledger: Ledger, tmp_path: Path) -> None:
    sex = "女" if int(GOOD[16]) % 2 else "男"
    outcome = run(ledger, workbook(tmp_path, row(性别=sex, 出生日期="1985-06-04")))
    assert people(ledger)[0]["sex"] != sex
    assert people(ledger)[0]["born"] == "1985-06-03"
    assert [(p.field, p.severity) for p in outcome.problems] == [("sex", "warning"), ("born", "warning")]


@pytest.mark.parametrize("written", ["1985年6月", "1985.6", "198506", 1985.6, 1985, "1985"])
def test_an_incomplete_birth_date_is_completed_by_the_number(
    written: Any, ledger: Ledger, tmp_path: Path
) -> None:
    assert run(ledger, workbook(tmp_path, row(出生日期=written))).problems == ()
    assert people(ledger)[0]["born"] == "1985-06-03"


@pytest.mark.parametrize("written", ["1985年6月", 1985.6, "198506"])
def test_an_incomplete_birth_date_alone_is_not_a_day(written: Any, ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(number=None, 出生日期=written)))
    assert people(ledger)[0]["born"] is None
    assert (only(outcome).field, only(outcome).severity) == ("born", "warning")


def test_a_refused_cell_does_not_cost_the_row(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(number="140106198506031234", phone="12", 出生日期="春天")))
    assert counts(outcome) == (1, 0, 0, 0)
    assert {(p.field, p.severity) for p in outcome.problems} == {
        ("id_number", "error"), ("phone", "error"), ("born", "error"),
    }  # fmt: skip
    assert people(ledger)[0]["id_number"] is None


def test_unknown_choices_are_left_blank_with_a_warning(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "住址", "人员类型", "重点人群", "是否暂离")
    path = workbook(tmp_path, ("张三", "3-2-501", "火星人", "独居老人、火星人", "是"), headings=headings)
    outcome = run(ledger, path)
    person = people(ledger)[0]
    assert (person["residency"], person["care"], person["presence"]) == (None, "独居老人", "暂离")
    assert [(p.field, p.severity) for p in outcome.problems] == [
        ("residency", "warning"),
        ("care", "warning"),
    ]


def test_a_passport_is_read_as_one(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "住址", "证件类型", "证件号码")
    run(ledger, workbook(tmp_path, ("JOHN SMITH", "3-2-501", "护照", "e1234-5678"), headings=headings))
    assert (people(ledger)[0]["id_type"], people(ledger)[0]["id_number"]) == ("护照", "E12345678")


def test_rows_that_cannot_be_kept_are_named(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(
        tmp_path, row(), row(name=None), row("李四", OTHER, 小区=None, 楼栋=None, 单元=None, 房号=None)
    )
    outcome = run(ledger, path)
    assert counts(outcome) == (1, 0, 0, 2)
    assert [(p.row, p.column, p.severity) for p in outcome.problems] == [
        (3, None, "error"),
        (4, None, "error"),
    ]
    assert set(outcome.problems[0].as_json()) == {
        "file", "sheet", "row", "field", "value", "problem", "severity", "why",
    }  # fmt: skip


@pytest.mark.parametrize(
    "written", ["和平苑3号楼2单元501室", "和平苑3号楼2单元0501", "3号楼二单元501", "和平苑 3号楼 2单元 501"]
)
def test_a_door_behind_its_entrance_reads_as_the_whole(written: str) -> None:
    """The entrance is read once for all its doors; the answer must be the one of the whole text."""
    default = Address("和平苑")
    assert Parts().whole(written, default) == parse_address(written, default=default)


# -- own fields


def test_own_fields_of_person_home_and_entrance_are_kept_and_said_once(
    ledger: Ledger, tmp_path: Path
) -> None:
    """The same list again changes nothing; a field taken away is no longer offered and keeps its data."""
    own = {"resident": ("own_1", "宠物"), "household": ("own_2", "车位"), "place": ("own_3", "门禁")}
    fields = {}
    for register, (key, heading) in own.items():
        row = {"register": register, "key": key, "heading": heading, "kind": "文字"}
        fields[register] = ledger.create("own_field", row)
    town = make_town(3)
    rows = [[*flat_row(person), "猫", f"A{person.room}", "密码"] for person in town.people]
    path = save(tmp_path / "own.xlsx", {"居民": [[*FLAT_HEADINGS, "宠物", "车位", "门禁"], *rows]})
    assert counts(run(ledger, path)) == (len(rows), 0, 0, 0)
    assert {row["own_1"] for row in ledger.rows("resident")} == {"猫"}
    assert {row["own_2"] for row in ledger.rows("household")} == {
        f"A{row['room']}" for row in ledger.rows("household")
    }
    assert {row["own_3"] for row in ledger.rows("place") if row["unit"]} == {"密码"}
    assert counts(run(ledger, path)) == (0, 0, len(rows), 0)
    for register, number in fields.items():
        take_away(ledger, ledger.get("own_field", number))
        assert own[register][0] not in {target.key for target in targets("residents", ledger.register)}
    assert counts(run(ledger, path)) == (0, 0, len(rows), 0)
    assert {row["own_2"] for row in ledger.rows("household")} == {
        f"A{row['room']}" for row in ledger.rows("household")
    }
