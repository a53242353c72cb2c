"""The daily report's figures are those of the due list, added up by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from gridworker.export.report import Cell, Report, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.testing_daily import build_testing_daily, coverage_in_words
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import parse_scope
from gridworker.ledger.testing import DayFigures, due_people, willing_people

Ask = Callable[..., ReportRequest]


def _blocks(section: Section) -> tuple[dict[str, tuple[Cell, ...]], dict[str, tuple[Cell, ...]]]:
    """The figures by building and by cadence, by name; each block begins with a band."""
    blocks: list[dict[str, tuple[Cell, ...]]] = []
    for row in section.rows:
        if row.style == "band":
            blocks.append({})
        elif row.style == "body":
            blocks[-1][str(row.cells[0])] = row.cells[1:]
    buildings, cadences = blocks
    return buildings, cadences


def _counted(ledger: Ledger, request: ReportRequest, by: Callable[..., str]) -> dict[str, tuple[Cell, ...]]:
    """应检, 已检, 未检, 豁免, 愿检, 覆盖率 by counting people one by one."""
    people = due_people(ledger, request.on, request.scope) + willing_people(ledger, request.on, request.scope)
    counts = Counter((by(person), person.outcome) for person in people)
    figures = {}
    for part in {by(person) for person in people}:
        done, missed = counts[part, "done"], counts[part, "missed"]
        rate = done / (done + missed) if done + missed else "—"
        figures[part] = (done + missed, done, missed, counts[part, "exempt"], counts[part, "willing"], rate)
    return figures


def _building(person: object) -> str:
    return Address(person.community, person.building).display  # type: ignore[attr-defined]


def _cadence(person: object) -> str:
    return str(person.cadence)  # type: ignore[attr-defined]


def test_figures_are_those_of_the_due_list_by_building_and_by_cadence(ledger: Ledger, ask: Ask):
    request = ask()
    buildings, cadences = _blocks(build_testing_daily(ledger, request).sections[0])
    assert len(buildings) > 1
    for figures, counted in (
        (buildings, _counted(ledger, request, _building)),
        (cadences, _counted(ledger, request, _cadence)),
    ):
        assert {name: cells for name, cells in figures.items() if any(cells[:5])} == counted


def test_totals_are_the_sum_of_each_block(ledger: Ledger, ask: Ask):
    section = build_testing_daily(ledger, ask()).sections[0]
    assert section.totals is not None
    for block in _blocks(section):
        for column in range(5):
            assert sum(cells[column] for cells in block.values()) == section.totals[column + 1]  # type: ignore[misc]
    assert section.totals[6] == section.totals[2] / section.totals[1]  # type: ignore[operator]


def test_the_missed_are_all_there_with_reason_and_last_sample(ledger: Ledger, ask: Ask):
    section = build_testing_daily(ledger, ask(whole_identity=True)).sections[1]
    keys = [column.key for column in section.columns]
    shown = [dict(zip(keys, row.cells, strict=True)) for row in section.rows]
    missed = due_people(ledger, "2022-11-28", outcome="missed")
    assert [row["id_number"] for row in shown] == [person.id_number for person in missed]
    assert [row["overdue_days"] for row in shown] == [person.overdue_days for person in missed]
    assert [str(row["last_sampled_on"]) for row in shown] == [str(p.last_sampled_on) for p in missed]
    assert [row["reason"] for row in shown] == [person.reason or "未说明" for person in missed]
    assert f"{len(missed)} 人" in (section.totals or ())


def test_progress_by_the_hour_ends_with_everyone_done(ledger: Ledger, ask: Ask):
    sections = build_testing_daily(ledger, ask()).sections
    done, hours = sections[0].totals[2], list(sections[2].rows)  # type: ignore[index]
    assert sum(row.cells[1] for row in hours) == hours[-1].cells[2] == done  # type: ignore[misc]
    assert sections[2].charts[0].series[0].values[-1] == done


def test_a_building_alone_adds_up_to_its_line_in_the_whole(ledger: Ledger, ask: Ask):
    whole, _ = _blocks(build_testing_daily(ledger, ask()).sections[0])
    name, figures = next(iter(whole.items()))
    report = build_testing_daily(ledger, ask(scope=parse_scope(ledger, name)))
    assert (report.sections[0].totals or ())[1:] == figures
    assert report.scope == name and name in report.date_line


def test_a_day_without_samples_or_people_is_reported_as_such(ledger: Ledger, ask: Ask):
    report = build_testing_daily(ledger, ask(on="2023-03-01"))
    figures, missed, hours = report.sections
    assert figures.totals is not None and figures.totals[2] == 0
    assert figures.totals[1] == len(list(missed.rows)) and not list(hours.rows)
    empty = build_testing_daily(Ledger.make(ledger.path.with_name("空.gwl")), ask())
    assert (empty.sections[0].totals or ())[1:] == (0, 0, 0, 0, 0, "—")
    assert "没有未检人员" in empty.sections[1].note


def test_the_hour_is_told_only_while_the_day_lasts(ledger: Ledger, ask: Ask):
    def line(report: Report) -> str:
        return report.date_line

    assert line(build_testing_daily(ledger, ask())) == "统计日期：2022年11月28日（截至18时）"
    assert line(build_testing_daily(ledger, ask(on="2022-11-27"))) == "统计日期：2022年11月27日"


def test_coverage_is_rounded_once_as_excel_rounds():
    assert coverage_in_words(DayFigures("", due=88, done=81)) == "92.0%"  # 92.045; 92.05 would give 92.1
    assert coverage_in_words(DayFigures("", due=2000, done=1841)) == "92.1%"
    assert coverage_in_words(DayFigures("", due=812, done=790)) == "97.3%"
    assert coverage_in_words(DayFigures("")) == "—"
