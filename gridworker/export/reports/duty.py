"""值班表: a week on a page for the wall, a column a day, a row for every person needed (domain.md §1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gridworker.export.report import Column, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, column_of, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.duty import WEEK, Entry, Slot, Week, monday_of, week
from gridworker.ledger.duty_conflicts import weekday
from gridworker.ledger.scope import WHOLE

EMPTY = "（空）"
MOST_WEEKS = 53
_NOTHING = "还没有班次和卡口，也没有排班。"
_EVERYWHERE = "值班不分楼栋，列出全部。"
_PLACE = (
    Column("shift", "班次", width=4.4, align="center", merge=True),
    Column("post", "卡口", width=6, align="center", merge=True),
)


def build_duty(ledger: Ledger, request: ReportRequest) -> Report:
    """The week of the last day asked for; a longer period has a page for each of its weeks.

    It says who of the staff comes when, so their names stand in full; phones are masked as everywhere.
    """
    weeks = [week(ledger, monday) for monday in _mondays(request)]
    tell = Disclosure(ledger, request.whole_identity)
    sections = tuple(_section(each, tell, request.scope != WHOLE) for each in weeks)
    register = ledger.register("duty")
    if any(field.own for field in register):
        sections += (_details(ledger, register, weeks, tell),)
    period = weeks[0].days[0], weeks[-1].days[-1]
    whole = replace(request, scope=WHOLE)
    report = framed_period(ledger, whole, period, "duty", "值班表", sections, landscape=True)
    report = replace(report, on=date.fromisoformat(period_of(request)[1]))
    return replace(report, date_line=report.date_line.replace("统计时段", "值班时段"))


def _mondays(request: ReportRequest) -> list[str]:
    """Seven days are one week, whichever day they begin with: what 上报 offers unless told otherwise."""
    first, last = period_of(request)
    if days_between(first, last) < WEEK:
        first = last
    monday, last = monday_of(first), monday_of(last)
    weeks = []
    while monday <= last:
        weeks.append(monday)
        monday = shift(monday, WEEK)
    return weeks[-MOST_WEEKS:]


def _section(of: Week, tell: Disclosure, narrowed: bool) -> Section:
    first, last = of.days[0], of.days[-1]
    return Section(
        f"{_short(first)}至{_short(last)}",
        (*_PLACE, *(_day_column(day) for day in of.days)),
        [row for slot in of.slots for row in _rows(of, slot, tell)],
        note=(_EVERYWHERE if narrowed else "") + ("" if of.slots else _NOTHING),
    )


def _day_column(day: str) -> Column:
    return Column(day, f"{weekday(day)[:2]} {_short(day)}", width=7, align="center")


def _rows(of: Week, slot: Slot, tell: Disclosure) -> Iterator[Row]:
    """One row a person needed there, or one a person more where more came."""
    there = [of.at(day, slot) for day in of.days]
    for place in range(max(slot.wanted, *map(len, there))):
        cells = [
            _person(entries[place], of, tell)
            if place < len(entries)
            else EMPTY
            if place < slot.wanted
            else None
            for entries in there
        ]
        yield Row((slot.shift, slot.post, *cells), block=f"{slot.shift}\n{slot.post}")


def _person(entry: Entry, of: Week, tell: Disclosure) -> str:
    phone = entry.phone or of.roster.phones.get(entry.person)
    return f"{entry.person}\n{tell.resident('phone', phone)}" if phone else entry.person


def _details(ledger: Ledger, register: Register, weeks: list[Week], tell: Disclosure) -> Section:
    """Every turn in a line, with the worker's own fields."""
    rows = {row["id"]: row for row in ledger.rows("duty")}
    columns = (
        Column("day", "日期", "day", 5.6),
        *(column_of(register.field(key)) for key in ("shift", "post")),
        Column("name", "值班人", width=5),
        column_of(register.field("phone"), 7),
        *own_report_columns(register),
    )
    found = [entry for of in weeks for entry in of.entries]
    return Section("值班明细", columns, [
        Row((
            day_of(entry.day), entry.shift, entry.post, entry.person,
            tell.resident("phone", entry.phone), *tell.own(register, rows[entry.id]),
        ))
        for entry in found
    ])  # fmt: skip


def _short(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:])}日"
