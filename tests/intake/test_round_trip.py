"""Rows with problems, corrected and imported again by themselves; exports of the ledger read back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gridworker.intake import residents, results
from gridworker.intake.problems import ProblemSheet, problem_sheets
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import address_of
from tests.intake.samples import (
    flat_workbook,
    lab_row,
    lab_workbook,
    make_town,
    merged_workbook,
    save,
)


def corrected(sheet: ProblemSheet, heading: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The sheet with one column filled in anew, headings first."""
    at = sheet.headings.index(heading)
    rows = [(*row[:at], value, *row[at + 1 :]) for row, value in zip(sheet.rows, values, strict=True)]
    return [sheet.headings, *rows]


def test_corrected_numbers_reach_exactly_their_people(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town(40)
    damaged = (3, 20, 41)
    plan = residents.plan_residents(ledger, [merged_workbook(tmp_path / "m.xlsx", town, frozenset(damaged))])
    residents.commit(ledger, plan)
    (sheet,) = problem_sheets(plan)
    numbers = sorted(town.people[place].number for place in damaged)
    by_name = [
        next(p.number for p in town.people if p.name == row[5].replace("\u3000", "")) for row in sheet.rows
    ]
    assert sorted(by_name) == numbers, "names of the chosen three are unique"
    path = save(tmp_path / "problems.xlsx", {sheet.name: corrected(sheet, "身份证号码", by_name)})
    outcome = residents.commit(ledger, residents.plan_residents(ledger, [path]))
    assert (outcome.rows, outcome.updated, outcome.problems) == (3, 3, ())
    assert {row["id_number"] for row in ledger.rows("resident")} == {person.number for person in town.people}
    assert ledger.count("household") == len(town.households)


def test_uncorrected_problems_stay_problems(ledger: Ledger, tmp_path: Path) -> None:
    """A damaged number must not become a good-looking text on its way through the problem workbook."""
    town = make_town(40)
    everyone = frozenset(range(len(town.people)))
    plan = residents.plan_residents(ledger, [merged_workbook(tmp_path / "m.xlsx", town, everyone)])
    residents.commit(ledger, plan)
    (sheet,) = problem_sheets(plan)
    assert len(sheet.rows) == len(town.people)
    for position, row in enumerate(sheet.rows):
        path = save(tmp_path / f"p{position}.xlsx", {"一": [sheet.headings, [str(v or "") for v in row]]})
        outcome = residents.commit(ledger, residents.plan_residents(ledger, [path]))
        assert (outcome.added, outcome.updated, outcome.unchanged) == (0, 0, 1)
    assert not any(row["id_number"] for row in ledger.rows("resident"))


def test_what_the_sheet_name_said_is_written_into_the_rows(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "电话")
    sheets = {
        "和平苑3号楼": [headings, ("2-501", "张三", "13")],
        "和平苑4号楼": [headings, ("1-101", "李四", "14")],
    }
    plan = residents.plan_residents(ledger, [save(tmp_path / "a.xlsx", sheets)])
    residents.commit(ledger, plan)
    first, second = problem_sheets(plan)
    assert first.headings == ("房号", "姓名", "电话", "小区", "楼栋")
    assert first.rows == [("2-501", "张三", "13", "和平苑", "3")]
    assert first.marks.keys() == {(0, 2)}
    mended = {"a": corrected(first, "电话", ["13800000000"]), "b": corrected(second, "电话", ["13900000000"])}
    outcome = residents.commit(ledger, residents.plan_residents(ledger, [save(tmp_path / "b.xlsx", mended)]))
    assert (outcome.updated, outcome.problems) == (2, ())


def test_carried_household_cells_are_written_into_the_rows(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("楼栋", "房号", "户主", "姓名", "电话")
    rows = [("3号楼", "2-501", "张三", "张三", None), (None, None, None, "李四", "12")]
    plan = residents.plan_residents(ledger, [save(tmp_path / "a.xlsx", {"一": [headings, *rows]})])
    (sheet,) = problem_sheets(plan)
    assert sheet.rows == [("3号楼", "2-501", "张三", "李四", "12")]


def test_headings_under_parents_are_recognised_alone(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("户主", None, "家庭成员", None, "住址"),
        ("姓名", "电话", "姓名", "电话", None),
        ("张三", "13800000000", "李四", "12", "3-2-501"),
    ]
    path = save(tmp_path / "a.xlsx", {"一": rows}, ["A1:B1", "C1:D1", "E1:E2"])
    plan = residents.plan_residents(ledger, [path])
    (sheet,) = problem_sheets(plan)
    again = residents.plan_residents(
        ledger, [save(tmp_path / "b.xlsx", {"一": [sheet.headings, *sheet.rows]})]
    )
    (record,) = again.records
    assert (record.name, record.of("household")) == ("李四", {"head": "张三", "phone": "13800000000"})


def test_a_rejected_row_is_marked_as_a_whole(ledger: Ledger, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        {"一": [("姓名", "住址"), ("张三", "3-2-501"), (None, "3-2-502"), ("李四", "3-2-503")]},
    )
    (sheet,) = problem_sheets(residents.plan_residents(ledger, [path]))
    assert list(sheet.marks) == [(0, len(sheet.headings))]


def test_results_can_be_corrected_too(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town(5)
    residents.commit(ledger, residents.plan_residents(ledger, [flat_workbook(tmp_path / "f.xlsx", town)]))
    at = datetime(2022, 11, 28, 7)
    rows = [lab_row(person, at, "G1") for person in town.people]
    rows[1] = lab_row(town.people[1], at, "G1", 采样时间=None)
    plan = results.plan_results(ledger, [lab_workbook(tmp_path / "l.xlsx", rows)])
    results.commit(ledger, plan)
    (sheet,) = problem_sheets(plan)
    path = save(tmp_path / "p.xlsx", {"一": corrected(sheet, "采样时间", ["2022-11-28 07:00"])})
    outcome = results.commit(ledger, results.plan_results(ledger, [path]))
    assert (outcome.rows, outcome.added, outcome.problems) == (1, 1, ())


@pytest.mark.parametrize("make", [flat_workbook, merged_workbook])
def test_doors_come_in_as_they_are(make: Any, ledger: Ledger, tmp_path: Path) -> None:
    town = make_town()
    residents.commit(ledger, residents.plan_residents(ledger, [make(tmp_path / "a.xlsx", town)]))
    estate = "和平苑" if make is flat_workbook else ""
    found = [address_of(ledger, row["household"]).canonical for row in ledger.rows("resident")]
    assert found == [f"{estate}-{p.building}-{p.unit}-{p.room}" for p in town.people]
