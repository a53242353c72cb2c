"""The household ledger: every door and everybody once, as of the day, with the worker's own fields."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest

from gridworker.export.report import Report
from gridworker.export.reports import ReportRequest, household_ledger
from gridworker.export.reports.household_ledger import NOBODY, build_household_ledger
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import parse_scope
from gridworker.ledger.testing import day_figures

Ask = Callable[..., ReportRequest]


def _rows(report: Report) -> list[dict[str, object]]:
    """The rows of all sheets but the summary, by column."""
    return [
        {column.key: cell for column, cell in zip(section.columns, row.cells, strict=True)} | {"row": row}
        for section in report.sections
        if section.title != "汇总"
        for row in section.rows
    ]


def test_every_household_and_everybody_is_there_once(ledger: Ledger, ask: Ask):
    rows = _rows(build_household_ledger(ledger, ask(whole_identity=True)))
    listed = sorted(str(row["id_number"]) for row in rows if row["id_number"])
    known = sorted(r["id_number"] for r in ledger.rows("resident") if r["moved_in"] != "2022-12-05")
    assert listed == known
    assert len({row["row"].block for row in rows}) == ledger.count("household")  # type: ignore[attr-defined]


def test_members_of_a_household_stand_together_the_head_first(ledger: Ledger, ask: Ask):
    rows = _rows(build_household_ledger(ledger, ask()))
    groups = [list(some) for _, some in groupby(rows, key=lambda row: row["row"].block)]  # type: ignore[attr-defined]
    assert len(groups) == ledger.count("household")
    for members in groups:
        assert len({(m["number"], m["room"], m["head"]) for m in members}) == 1
        assert "户主" not in [member["relation"] for member in members[1:]]


def test_the_summary_adds_up_to_what_the_sheets_hold(ledger: Ledger, ask: Ask):
    report = build_household_ledger(ledger, ask())
    summary, *sheets = report.sections
    assert len(sheets) > 1 and [row.cells[0:2] for row in summary.rows]
    columns = {column.key: index for index, column in enumerate(summary.columns)}
    totals = summary.totals or ()
    for key, index in columns.items():
        if key not in ("community", "building"):
            assert sum(row.cells[index] for row in summary.rows) == totals[index]  # type: ignore[misc]
    people = [row for row in _rows(report) if row["name"] != NOBODY]
    gone = [row for row in people if row["presence"] in ("已迁出", "已故")]
    assert totals[columns["gone"]] == len(gone) > 0
    assert totals[columns["people"]] == len(people) - len(gone)
    assert totals[columns["over60"]] == sum(row["age"] >= 60 for row in people if row not in gone)  # type: ignore[operator]
    assert totals[columns["households"]] == ledger.count("household")


def test_presence_is_that_of_the_day_and_who_moved_in_later_is_not_there_yet(ledger: Ledger, ask: Ask):
    def presence(resident: int, on: str) -> object:
        number = ledger.get("resident", resident)["id_number"]
        rows = _rows(build_household_ledger(ledger, ask(on=on, whole_identity=True)))
        return next((row["presence"] for row in rows if row["id_number"] == number), "不在册")

    assert (presence(2, "2022-10-31"), presence(2, "2022-11-28")) == ("在住", "已迁出")
    assert (presence(3, "2022-11-19"), presence(3, "2022-11-20")) == ("在住", "已转运")
    assert (presence(4, "2022-12-04"), presence(4, "2022-12-05")) == ("不在册", "在住")


def test_who_is_at_home_here_is_who_is_tracked_for_testing(ledger: Ledger, ask: Ask):
    """With a cadence that makes everyone due, 应检 and 豁免 together are everyone 在住."""
    ledger.set_setting("base_cadence", "一天一检")
    summary = build_household_ledger(ledger, ask()).sections[0]
    at_home = [column.key for column in summary.columns].index("at_home")
    figures = day_figures(ledger, "2022-11-28")
    assert (summary.totals or ())[at_home] == figures.due + figures.exempt


def test_own_fields_are_columns_of_their_own_kind(ledger: Ledger, ask: Ask):
    report = build_household_ledger(ledger, ask(whole_identity=True))
    columns = {column.heading: column for column in report.sections[1].columns}
    assert columns["身高"].kind == columns["宠物数"].kind == "integer" and columns["宠物数"].merge
    number = ledger.get("resident", 1)["id_number"]
    (row,) = [row for row in _rows(report) if row["id_number"] == number]
    assert (row["party"], row["height"], row["cats"]) == ("@党员", 175, 2)


def test_an_empty_household_is_listed_as_such(ledger: Ledger, ask: Ask):
    rows = _rows(build_household_ledger(ledger, ask(whole_identity=True)))
    (row,) = [row for row in rows if row["room"] == "9999"]
    assert row["name"] == NOBODY and row["id_number"] is None


def test_one_building_has_one_sheet_and_no_summary(ledger: Ledger, ask: Ask):
    (sheet,) = build_household_ledger(ledger, ask(scope=parse_scope(ledger, "和平苑1号楼"))).sections
    assert sheet.title == "和平苑1号楼" and len(list(sheet.rows)) == len(sheet.rows)  # type: ignore[arg-type]


def test_with_very_many_buildings_a_sheet_holds_a_community(
    ledger: Ledger, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    by_building = _rows(build_household_ledger(ledger, ask(whole_identity=True)))
    with ledger.change("登记住户"):
        Doors(ledger).household(Address("迎春里", "1", "1", "101"))
    monkeypatch.setattr(household_ledger, "MOST_SHEETS", 1)
    report = build_household_ledger(ledger, ask(whole_identity=True))
    assert [section.title for section in report.sections] == ["汇总", "和平苑", "迎春里1号楼"]
    assert [r["id_number"] for r in _rows(report)][:-1] == [r["id_number"] for r in by_building]
    numbers = [row.cells[0] for row in report.sections[1].rows]
    assert numbers == sorted(numbers)  # type: ignore[type-var]


def test_rows_can_be_gone_through_again_and_do_not_change_meanwhile(ledger: Ledger, ask: Ask):
    report = build_household_ledger(ledger, ask())
    before = _rows(report)
    ledger.remove("resident", 1)
    assert _rows(report) == before


def test_a_ledger_without_households_gives_an_empty_summary(ask: Ask, tmp_path):
    with Ledger.make(tmp_path / "空.gwl") as empty:
        (summary,) = build_household_ledger(empty, ask()).sections
    assert list(summary.rows) == [] and (summary.totals or ())[2] == 0
