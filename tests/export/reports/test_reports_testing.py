"""The reports around testing say what the ledger says: trades by the day, proofs, tubes, tracing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest

from gridworker.export.report import Cell, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.daily_trades import build_daily_trades
from gridworker.export.reports.positive_trace import build_positive_trace
from gridworker.export.reports.proof_48h import build_proof_48h
from gridworker.export.reports.tube_sheet import build_tube_sheet
from gridworker.ledger.book import Ledger
from gridworker.ledger.proof import proof_people, proof_state
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import due_details, set_exemption
from gridworker.ledger.tracing import close_trace, mark, trace_view, traces
from gridworker.ledger.trade_days import trade_matrix
from gridworker.ledger.tubes import tube_people, tubes

ON = "2022-11-28"
Ask = Callable[..., ReportRequest]


def table(section: Section, style: str = "body") -> list[dict[str, Cell]]:
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in section.rows if row.style == style]


# -- 重点行业一天一检台账


def test_each_person_and_day_has_the_sign_of_the_outcome(ledger: Ledger, ask: Ask) -> None:
    matrix = trade_matrix(ledger, "2022-11-22", ON)
    absentee = next(row for row in matrix.rows if "missed" in row.marks[:-1])
    excused = matrix.days[absentee.marks.index("missed")]
    set_exemption(ledger, [absentee.resident], "孕产期", excused, excused)
    report = build_daily_trades(ledger, ask(from_day="2022-11-22", to_day=ON, whole_identity=True))
    rows = table(report.sections[-1])
    assert [row["name"] for row in rows] == [row.name for row in matrix.rows]
    signs = {"done": "✓", "missed": "×", "exempt": "免", "willing": "✓", "": ""}
    for day in matrix.days:
        people = due_details(ledger, day, [row.resident for row in matrix.rows])
        expected = [signs[people[row.resident].outcome] for row in matrix.rows if row.resident in people]
        assert [row[day] for row in rows if row[day] != "—"] == expected
    assert "免" in {row[excused] for row in rows} and "×" in {row[ON] for row in rows}
    assert report.date_line == "统计时段：2022年11月22日至2022年11月28日（截至18时）"


def test_totals_of_days_and_of_trades_are_those_of_the_matrix(ledger: Ledger, ask: Ask) -> None:
    by_trade, by_day, matrix = build_daily_trades(ledger, ask(from_day="2022-11-22", to_day=ON)).sections
    signs = Counter(
        row[day] for row in table(matrix) for day in (column.key for column in matrix.columns[6:-3])
    )
    assert by_trade.totals is not None and by_trade.totals[4] == signs["×"]
    assert sum(row["missed"] for row in table(by_day)) == signs["×"]  # type: ignore[misc]
    for key, column in (("people", 1), ("due", 2), ("done", 3), ("missed", 4)):
        assert sum(row[key] for row in table(by_trade)) == by_trade.totals[column]  # type: ignore[misc]
    due, done = table(matrix, "subtotal")
    for row in table(by_day):
        day = str(row["part"])
        assert (due[day], done[day]) == (row["due"], row["done"])


def test_a_long_period_is_a_sheet_a_month_and_ends_today(ledger: Ledger, ask: Ask) -> None:
    report = build_daily_trades(ledger, ask(from_day="2022-10-20", to_day="2022-12-20"))
    assert [section.title for section in report.sections] == [
        "按行业", "按日期", "逐日情况10-20至11-19", "逐日情况11-20至11-28",
    ]  # fmt: skip
    assert report.on == date(2022, 11, 28)
    assert table(report.sections[1])[-1]["part"] == date(2022, 11, 28)
    alone = build_daily_trades(ledger, ask())
    assert alone.date_line == "统计时段：2022年11月28日（截至18时）"


def test_without_anyone_of_these_trades_the_report_says_so(ask: Ask, tmp_path) -> None:
    with Ledger.make(tmp_path / "空.gwl") as empty:
        report = build_daily_trades(empty, ask())
    assert "没有重点行业人员" in report.sections[0].note
    assert not list(report.sections[-1].rows)


# -- 48小时核酸证明台账


def test_proofs_are_counted_at_the_moment_of_the_report(ledger: Ledger, ask: Ask) -> None:
    report = build_proof_48h(ledger, ask(whole_identity=True))
    figures, soon, without, valid = report.sections
    counts = proof_state(ledger, f"{ON} 18:05:00")
    told = (counts.people, counts.valid, counts.expiring, counts.expired, counts.none)
    assert figures.totals is not None and figures.totals[1:6] == told
    for index in range(1, 6):
        assert sum(row.cells[index] for row in figures.rows) == figures.totals[index]  # type: ignore[misc]
    assert [len(table(part)) for part in (soon, without, valid)] == [
        counts.expiring, counts.expired + counts.none, counts.valid,
    ]  # fmt: skip
    assert report.date_line == "统计时刻：2022-11-28 18:05"
    assert report.title == "48小时核酸证明台账"


def test_who_must_come_first_stands_first(ledger: Ledger, ask: Ask) -> None:
    soon = table(build_proof_48h(ledger, ask(whole_identity=True)).sections[1])
    ends = [row["valid_until"] for row in soon]
    assert ends and ends == sorted(ends)  # type: ignore[type-var]
    expected = {person.id_number for person in proof_people(ledger, f"{ON} 18:05:00", "expiring")}
    assert {row["id_number"] for row in soon} == expected


def test_of_an_earlier_day_proofs_are_those_of_its_last_moment(ledger: Ledger, ask: Ask) -> None:
    report = build_proof_48h(ledger, ask(on="2022-11-26", scope=Scope("和平苑")))
    valid = proof_state(ledger, "2022-11-26 23:59:59", scope=Scope("和平苑")).valid
    assert (report.sections[0].totals or ())[2] == valid
    assert report.date_line == "统计范围：和平苑　　统计时刻：2022-11-26 23:59"


def test_the_settings_are_said_with_the_figures(ledger: Ledger, ask: Ask) -> None:
    ledger.set_setting("proof_hours", "72")
    ledger.set_setting("proof_by", "采样时间")
    report = build_proof_48h(ledger, ask())
    assert report.title == "72小时核酸证明台账"
    assert report.sections[0].facts == (("证明有效期", "72小时"), ("起算", "采样时间"))


# -- 混采登记表


def test_every_tube_of_the_day_stands_once_with_its_people_and_free_lines(ledger: Ledger, ask: Ask) -> None:
    report = build_tube_sheet(ledger, ask(on="2022-11-27", whole_identity=True))
    lines = [row for section in report.sections for row in table(section)]
    numbers = [str(row["tube"]) for row in lines]
    known = tubes(ledger, "2022-11-27")
    assert Counter(numbers) == {tube.number: 10 for tube in known}
    for tube in known:
        people = tube_people(ledger, tube.number)
        names = [row["name"] for row in lines if row["tube"] == tube.number]
        assert names == [person.name for person in people] + [None] * (10 - len(people))
    assert any(row["name"] is None for row in lines)


def test_a_site_is_a_section_with_the_names_that_sign_for_it(ledger: Ledger, ask: Ask) -> None:
    number = tubes(ledger, ON)[0].number
    row = {
        "number": number,
        "size": 5,
        "site": "东门帐篷",
        "opened_at": f"{ON} 07:00:00",
        "sampler": "李护士",
    }
    ledger.create("tube", row | {"closed_at": f"{ON} 07:10:00"})
    sections = {section.title: section for section in build_tube_sheet(ledger, ask()).sections}
    assert sections["东门帐篷"].facts == (
        ("采集地点", "东门帐篷"), ("采集日期", "2022年11月28日"), ("采样人", "李护士"), ("送样人", ""), ("接收人", ""),
    )  # fmt: skip
    assert [row["tube"] for row in table(sections["东门帐篷"])] == [
        number
    ] * 10  # ten came, whatever its size
    assert set(sections) == {"东门帐篷", "小区东门采样点", "小区西门采样点"}


def test_pages_hold_whole_tubes_and_are_headed_by_them(ledger: Ledger, ask: Ask) -> None:
    section = build_tube_sheet(ledger, ask(on="2022-11-27")).sections[0]
    pages: list[list[str]] = []
    for row in section.rows:
        if row.style == "page":
            pages.append([str(row.cells[0])])
        elif row.block not in pages[-1]:
            pages[-1].append(row.block)
    assert len(pages) > 1 and {len(page) - 1 for page in pages[:-1]} == {3}
    for heading, *numbers in pages:
        assert heading.startswith(f"{numbers[0]} 至 {numbers[-1]}" if len(numbers) > 1 else numbers[0])


@pytest.mark.parametrize(("size", "tubes_printed"), [("10", 3), ("20", 1), ("5", 6), ("1", 34)])
def test_without_a_tube_it_is_an_empty_form(ledger: Ledger, ask: Ask, size: str, tubes_printed: int) -> None:
    ledger.set_setting("tube_size", size)
    (section,) = build_tube_sheet(ledger, ask(on="2023-03-01")).sections
    rows = list(section.rows)
    assert len(rows) == tubes_printed * int(size) and len({row.block for row in rows}) == tubes_printed
    assert {row.cells[2] for row in rows} == {None} and "手工填写" in section.note


def test_a_scope_keeps_the_tubes_with_anyone_from_it(ledger: Ledger, ask: Ask) -> None:
    scope = Scope("和平苑", "3")
    report = build_tube_sheet(ledger, ask(on="2022-11-27", scope=scope, whole_identity=True))
    shown = {str(row["tube"]) for section in report.sections for row in table(section)}
    expected = {
        tube.number
        for tube in tubes(ledger, "2022-11-27")
        if any(p.address.startswith("和平苑3号楼") for p in tube_people(ledger, tube.number))
    }
    assert shown == expected != {tube.number for tube in tubes(ledger, "2022-11-27")}


# -- 追阳处置台账


def test_tracing_tells_every_person_and_every_step(ledger: Ledger, ask: Ask) -> None:
    (row,) = traces(ledger)
    people = trace_view(ledger, row.id).people
    records, listed = build_positive_trace(ledger, ask(whole_identity=True)).sections
    assert [line["name"] for line in table(listed)] == [person.name for person in people]
    assert [line["role"] for line in table(listed)] == [person.role for person in people]
    assert [line["door"] for line in table(listed)] == [person.address for person in people]
    assert Counter(line["state"] for line in table(listed)) == {"已处置": 3, "未处置": len(people) - 3}
    assert {line["notified_at"] for line in table(listed)} == {datetime(2022, 11, 28, 6, 40), None}
    (record,) = table(records)
    counts = [record[key] for key in ("people", "notified", "transferred", "cleared", "excluded", "open")]
    assert counts == [len(people), 12, 3, 0, 0, len(people) - 3]


def test_tracing_is_told_as_it_stood_at_the_end_of_the_period(ledger: Ledger, ask: Ask) -> None:
    (row,) = traces(ledger)
    mark(ledger, [person.row for person in trace_view(ledger, row.id).people], "排除", "2022-11-29 10:00:00")
    close_trace(ledger, row.id, "2022-11-29 11:00:00")
    earlier, _ = build_positive_trace(ledger, ask()).sections
    assert (table(earlier)[0]["excluded"], table(earlier)[0]["closed_at"]) == (0, None)
    later, _ = build_positive_trace(ledger, ask(on="2022-11-29")).sections
    assert table(later)[0]["open"] == 0
    assert table(later)[0]["closed_at"] == datetime(2022, 11, 29, 11)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("2022-11-20", "2022-11-27", 0), ("2022-11-20", ON, 1), ("2022-11-29", "2022-12-05", 1)],
)
def test_records_open_in_the_period_are_told(
    ledger: Ledger, ask: Ask, first: str, last: str, shown: int
) -> None:
    report = build_positive_trace(ledger, ask(from_day=first, to_day=last))
    assert len(table(report.sections[0])) == shown
    assert ("没有追阳记录" in report.sections[0].note) == (not shown)


def test_a_scope_keeps_only_its_people(ledger: Ledger, ask: Ask) -> None:
    (row,) = traces(ledger)
    where = trace_view(ledger, row.id).people[0].address
    inside = Scope("和平苑", where.removeprefix("和平苑")[0])
    report = build_positive_trace(ledger, ask(scope=inside))
    assert {str(line["door"])[:6] for line in table(report.sections[1])} == {where[:6]}
    elsewhere = build_positive_trace(ledger, ask(scope=Scope("迎春里")))
    assert not list(elsewhere.sections[0].rows)
