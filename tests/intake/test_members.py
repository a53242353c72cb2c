"""A row a household, its members in numbered columns: everybody becomes a resident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridworker.export.problems import write_problem_rows
from gridworker.intake.mapping import Mapping, recognise, remember
from gridworker.intake.numbered import members
from gridworker.intake.problems import problem_sheets
from gridworker.intake.residents import plan_residents
from gridworker.ledger.book import Ledger
from tests.intake.importing import GOOD, OTHER, counts, doors, only, people, run
from tests.intake.samples import make_id, save

THIRD = make_id(date(2001, 5, 6), 321)
DOOR = ("楼栋", "单元", "房号")
HEADINGS = (
    *DOOR, "户主姓名", "户主身份证", "户主电话", "成员1姓名", "成员1身份证", "成员1电话", "成员1关系",
    "成员2姓名", "成员2身份证", "成员2电话", "成员2关系",
)  # fmt: skip
FAMILY = (
    3, 2, 501, "张甲", GOOD, "13800000000", "李乙", OTHER, "13800000001", "配偶", "张丙", THIRD, None, "子",
)  # fmt: skip


def targets(headings: Sequence[str], parents: Sequence[str] = ()) -> list[tuple[int, str | None]]:
    mapping = recognise(headings, parents or [""] * len(headings), "residents")
    return [(column.member, column.target) for column in mapping.columns]


def imported(ledger: Ledger, tmp_path: Path, *rows: Sequence[Any], merges: Sequence[str] = ()) -> Any:
    return run(ledger, save(tmp_path / "a.xlsx", {"名单": rows}, merges))


# -- headings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("成员1姓名", "成员1身份证"), ("成员2姓名", "成员2身份证")),
        (("家庭成员1姓名", "家庭成员1身份证号"), ("家庭成员2姓名", "家庭成员2身份证号")),
        (("成员一姓名", "成员一身份证"), ("成员二姓名", "成员二身份证")),
        (("成员1（姓名）", "成员1（证件号码）"), ("成员2（姓名）", "成员2（证件号码）")),
        (("家庭成员姓名1", "身份证号1"), ("家庭成员姓名2", "身份证号2")),
        (("第一位家庭成员姓名", "第一位家庭成员证件号码"), ("第二位家庭成员姓名", "第二位家庭成员证件号码")),
        (("家庭成员1", "家庭成员1身份证号"), ("家庭成员2", "家庭成员2身份证号")),
    ],
)
def test_how_members_are_numbered(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    found = targets((*DOOR, "户主姓名", "户主身份证", *first, *second))
    assert found[3:] == [
        (0, "name"), (0, "id_number"), (1, "name"), (1, "id_number"), (2, "name"), (2, "id_number"),
    ]  # fmt: skip


def test_numbers_without_a_numbered_name_mean_nothing() -> None:
    assert targets(("姓名", "电话1", "电话2")) == [(0, "name"), (0, "phone"), (0, "phone2")]
    assert members(("姓名", "电话1", "家庭成员姓名1", "电话1"), ("",) * 4) == {2: (1, "姓名"), 3: (1, "电话")}


def test_the_address_of_a_member_is_not_the_households() -> None:
    assert targets((*DOOR, "姓名", "成员1姓名", "成员1住址", "成员1国籍"))[5:] == [(1, None), (1, None)]


def test_a_results_file_has_a_row_a_person() -> None:
    mapping = recognise(("姓名", "成员1姓名"), ("", ""), "results")
    assert not mapping.numbers_members


# -- rows


def test_a_household_in_a_row(ledger: Ledger, tmp_path: Path) -> None:
    outcome = imported(ledger, tmp_path, HEADINGS, FAMILY, (3, 2, 502, "王丁", None, "13800000009"))
    assert counts(outcome) == (4, 0, 0, 0) and outcome.problems == ()
    assert set(doors(ledger).items()) == {
        ("张甲", "-3-2-501"), ("李乙", "-3-2-501"), ("张丙", "-3-2-501"), ("王丁", "-3-2-502"),
    }  # fmt: skip
    found = {person["name"]: person for person in people(ledger)}
    assert {name: (one["id_number"], one["phone"], one["relation"]) for name, one in found.items()} == {
        "张甲": (GOOD, "13800000000", "户主"), "李乙": (OTHER, "13800000001", "配偶"), "张丙": (THIRD, None, "子"),
        "王丁": (None, "13800000009", "户主"),
    }  # fmt: skip
    assert {home["head"] for home in ledger.rows("household")} == {"张甲", "王丁"}
    again = run(ledger, tmp_path / "a.xlsx")
    assert counts(again) == (0, 0, 4, 0) and again.problems == ()


def test_two_lines_of_headings(ledger: Ledger, tmp_path: Path) -> None:
    upper = (*DOOR, "户主", None, None, "成员1", None, "成员2", None)
    lower = (None, None, None, "姓名", "身份证号", "电话", "姓名", "身份证号", "姓名", "身份证号")
    row = (3, 2, 501, "张甲", GOOD, "13800000000", "李乙", OTHER, "张丙", THIRD)
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:H1", "I1:J1")
    outcome = imported(ledger, tmp_path, upper, lower, row, merges=merges)
    assert counts(outcome) == (3, 0, 0, 0) and outcome.problems == ()
    assert {(one["name"], one["id_number"], one["phone"]) for one in people(ledger)} == {
        ("张甲", GOOD, "13800000000"), ("李乙", OTHER, None), ("张丙", THIRD, None),
    }  # fmt: skip


def test_many_members_do_not_hide_the_headings(ledger: Ledger, tmp_path: Path) -> None:
    numbered = [f"成员{place}{what}" for place in range(1, 13) for what in ("姓名", "身份证", "电话", "单位")]
    row = [
        501,
        "张甲",
        *[f"李{name}" if what == 0 else None for name in "一二三四五六七八九十百千" for what in range(4)],
    ]
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"3号楼": [("房号", "姓名", *numbered), row]}))
    assert outcome.added == 13


def test_without_a_head_the_first_member_has_the_plain_columns(ledger: Ledger, tmp_path: Path) -> None:
    headings = (*DOOR, "联系电话", "姓名1", "身份证1", "姓名2", "身份证2")
    outcome = imported(ledger, tmp_path, headings, (3, 2, 501, "13800000000", "张甲", GOOD, "李乙", OTHER))
    assert counts(outcome) == (2, 0, 0, 0)
    assert [(one["name"], one["phone"], one["relation"]) for one in people(ledger)] == [
        ("张甲", "13800000000", None), ("李乙", None, None),
    ]  # fmt: skip


def test_an_empty_home_and_strokes_in_unused_cells(ledger: Ledger, tmp_path: Path) -> None:
    outcome = imported(
        ledger, tmp_path, HEADINGS, (3, 2, 501, "空户", *["/"] * 10), (3, 2, 502, "张甲", *["无"] * 10)
    )
    assert counts(outcome) == (2, 0, 0, 0)
    assert [one["name"] for one in people(ledger)] == ["张甲"] and ledger.count("household") == 2


def test_a_head_who_is_named_among_the_members_again_is_one_person(ledger: Ledger, tmp_path: Path) -> None:
    headings = (*DOOR, "户主", "成员1姓名", "成员1身份证", "成员2姓名", "成员2身份证")
    outcome = imported(ledger, tmp_path, headings, (3, 2, 501, "张甲", "李乙", OTHER, "张 甲", GOOD))
    assert counts(outcome) == (2, 0, 0, 0) and outcome.problems == ()
    assert {(one["name"], one["relation"]) for one in people(ledger)} == {("张甲", "户主"), ("李乙", None)}
    assert [home["head"] for home in ledger.rows("household")] == ["张甲"]


# -- problems


def test_each_problem_is_told_at_its_own_cell(ledger: Ledger, tmp_path: Path) -> None:
    row = [*FAMILY]
    row[11] = "14010619"
    row[10], row[6] = "张丙", None
    outcome = imported(ledger, tmp_path, HEADINGS, row)
    assert counts(outcome) == (2, 0, 0, 1)
    assert [(p.row, p.column, p.field, p.value) for p in outcome.problems] == [
        (2, 6, None, ""), (2, 11, "id_number", "14010619"),
    ]  # fmt: skip


def test_a_flaw_of_the_door_is_told_once(ledger: Ledger, tmp_path: Path) -> None:
    row = [*FAMILY]
    row[1] = "看不懂的单元"
    outcome = imported(ledger, tmp_path, HEADINGS, row)
    assert counts(outcome) == (0, 0, 0, 3)
    assert [problem.column for problem in outcome.problems] == [1, 3, 6, 10]


def test_rows_to_be_corrected_are_a_row_a_person(ledger: Ledger, tmp_path: Path) -> None:
    row = [*FAMILY]
    row[5], row[11] = "13", "14010619"
    path = save(tmp_path / "a.xlsx", {"名单": [HEADINGS, row]})
    plan = plan_residents(ledger, [path])
    (sheet,) = problem_sheets(plan)
    assert sheet.headings == ("楼栋", "单元", "房号", "姓名", "证件号码", "手机号码", "与户主关系")
    assert sheet.rows == [
        (3, 2, 501, "张甲", GOOD, "13", "户主"), (3, 2, 501, "张丙", "14010619", None, "子"),
    ]  # fmt: skip
    assert set(sheet.marks) == {(0, 5), (1, 4)}
    outcome = run(ledger, write_problem_rows(tmp_path / "again.xlsx", [sheet]))
    assert counts(outcome) == (2, 0, 0, 0)
    assert {(one["name"], one["relation"]) for one in people(ledger)} == {("张甲", "户主"), ("张丙", "子")}


def test_the_head_stays_the_head_in_rows_to_be_corrected(ledger: Ledger, tmp_path: Path) -> None:
    headings = (*DOOR, "户主姓名", "户主电话", "成员1姓名")
    plan = plan_residents(
        ledger, [save(tmp_path / "a.xlsx", {"名单": [headings, (3, 2, 501, "张甲", "13", "李乙")]})]
    )
    (sheet,) = problem_sheets(plan)
    assert sheet.headings[-1] == "与户主关系" and sheet.rows[0][-1] == "户主"


# -- corrections


def test_a_members_column_can_be_corrected_and_is_remembered(ledger: Ledger, tmp_path: Path) -> None:
    headings = (*DOOR, "姓名", "备用号", "成员1姓名", "成员1联络")
    path = save(tmp_path / "a.xlsx", {"名单": [headings, (3, 2, 501, "张甲", None, "李乙", "13800000001")]})
    plan = plan_residents(ledger, [path])
    assert only(plan.outcome()).why == "unknown-column"
    (source,) = plan.sources.found
    mapping: Mapping = source.mapping.with_choice(6, "phone")
    assert mapping.column(3).target == "name" and mapping.column(5).target == "name"
    remember(ledger, mapping)
    assert run(ledger, path).problems == ()
    assert [(one["name"], one["phone"]) for one in people(ledger)] == [
        ("张甲", None),
        ("李乙", "13800000001"),
    ]


def test_members_columns_may_all_be_refused(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"3号楼": [("房号", "姓名", "成员1姓名"), (501, "张甲", "2单元")]})
    (source,) = plan_residents(ledger, [path]).sources.found
    for target, address in (("unit", "-3-2-501"), (None, "-3--501")):
        plan = plan_residents(ledger, [source.with_mapping(source.mapping.with_choice(2, target))])
        assert [record.address and record.address.canonical for record in plan.records] == [address]
