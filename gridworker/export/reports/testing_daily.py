"""核酸检测日报: the day's figures by building and by cadence, the missed, and progress by the hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import add

from gridworker.export.report import Cell, Chart, Column, Figure, Report, Row, Section, Series
from gridworker.export.reports.disclosure import WHO, Disclosure, day_of
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.export.reports.missed import count_reasons
from gridworker.export.reports.testing_own import own_sections
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.reasons import UNTOLD
from gridworker.ledger.testing import (
    DayFigures,
    DuePerson,
    day_figures,
    due_people,
    figures_by_building,
    figures_by_cadence,
    hourly_progress,
)

MOST_BARS = 16  # a chart with more bars cannot be read
FIGURE_COLUMNS = (
    Column("part", "楼栋／检测频次", width=12),
    Column("due", "应检", "integer", 5),
    Column("done", "已检", "integer", 5),
    Column("missed", "未检", "integer", 5),
    Column("exempt", "豁免", "integer", 5),
    Column("willing", "愿检", "integer", 5),
    Column("coverage", "覆盖率", "percent", 6),
)
MISSED_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    *WHO,
    Column("cadence", "检测频次", width=4.6, align="center"),
    Column("last_sampled_on", "上次采样", "day", 5.6),
    Column("due_on", "应检日期", "day", 5.6),
    Column("overdue_days", "逾期天数", "integer", 4.2, "center"),
    Column("reason", "未检原因", width=9),
)
HOUR_COLUMNS = (
    Column("hour", "时段", width=8, align="center"),
    Column("sampled", "本时段采样", "integer", 7),
    Column("so_far", "累计已检", "integer", 7),
    Column("coverage", "累计覆盖率", "percent", 7),
)


def build_testing_daily(ledger: Ledger, request: ReportRequest) -> Report:
    """The daily testing report of a day; its figures are those of `day_figures`."""
    total = day_figures(ledger, request.on, request.scope)
    missed = due_people(ledger, request.on, request.scope, "missed")
    hours = hourly_progress(ledger, request.on, request.scope)
    tell = Disclosure(ledger, request.whole_identity)
    sections = (
        _figures(ledger, request, total, reasons_sentence(missed, tell)),
        _missed(missed, tell),
        _progress(hours, total.due),
        *own_sections(ledger, request, tell),
    )
    return framed(ledger, request, "testing-daily", "核酸检测日报", sections)


def reasons_sentence(missed: Sequence[DuePerson], tell: Disclosure) -> str:
    """未检原因：外出未归 5 人、联系不上 2 人。 Empty when nobody was missed."""
    told = "、".join(f"{reason} {count} 人" for reason, count in count_reasons(missed, tell))
    return f"未检原因：{told}。" if told else ""


def coverage_in_words(figures: DayFigures) -> str:
    """97.3%, rounded as Excel rounds, or — when nobody is due."""
    if not figures.due:
        return "—"
    thousandths = (2000 * figures.done + figures.due) // (2 * figures.due)
    return f"{thousandths // 10}.{thousandths % 10}%"


def coverage(figures: DayFigures) -> float | None:
    """已检 ÷ 应检, not yet rounded: what is rounded twice differs between Excel and the chat text."""
    return figures.done / figures.due if figures.due else None


# -- figures by building and by cadence


def _figures(ledger: Ledger, request: ReportRequest, total: DayFigures, reasons: str) -> Section:
    buildings = figures_by_building(ledger, request.on, request.scope)
    cadences = figures_by_cadence(ledger, request.on, request.scope)
    rows = [
        Row(("一、按楼栋",), style="band"),
        *(_row(Address(*where).display or "未登记楼栋", figures) for where, figures in buildings),
        Row(_cells("小计", total), style="subtotal"),
        Row(("二、按检测频次",), style="band"),
        *(_row(name, figures) for name, figures in cadences),
    ]
    return Section(
        "检测情况",
        FIGURE_COLUMNS,
        rows,
        totals=_cells("合计", total),
        charts=tuple(_coverage_chart(buildings)),
        figures=_tiles(total),
        note=f"覆盖率＝已检÷应检；豁免、愿检不计入覆盖率。{reasons}",
    )


def _row(name: str, figures: DayFigures) -> Row:
    return Row(_cells(name, figures))


def _cells(name: str, figures: DayFigures) -> tuple[Cell, ...]:
    counts = (figures.due, figures.done, figures.missed, figures.exempt, figures.willing)
    return (name, *counts, coverage(figures) if figures.due else "—")


def _tiles(total: DayFigures) -> tuple[Figure, ...]:
    return (
        Figure("应检", str(total.due)),
        Figure("已检", str(total.done)),
        Figure("未检", str(total.missed), "bad" if total.missed else "good"),
        Figure("豁免", str(total.exempt)),
        Figure("愿检", str(total.willing)),
        Figure("覆盖率", coverage_in_words(total)),
    )


def _coverage_chart(buildings: Sequence[tuple[tuple[str, str], DayFigures]]) -> Iterator[Chart]:
    """Coverage by building, or by 小区 where the buildings are too many to be read."""
    communities = {community for (community, _), _ in buildings}
    parts = [
        (Address(community if len(communities) > 1 else "", building).display, figures)
        for (community, building), figures in buildings
        if figures.due
    ]
    title = "各楼栋覆盖率"
    if len(parts) > MOST_BARS:
        parts, title = _by_community(buildings), "各小区覆盖率"
    if 1 < len(parts) <= MOST_BARS:
        values = tuple(coverage(figures) for _, figures in parts)
        names = tuple(name or "未登记" for name, _ in parts)
        yield Chart("bar", title, names, (Series("覆盖率", values),), percent=True)


def _by_community(buildings: Sequence[tuple[tuple[str, str], DayFigures]]) -> list[tuple[str, DayFigures]]:
    grouped = groupby(buildings, key=lambda building: building[0][0])
    sums = [(community, reduce(add, (figures for _, figures in some))) for community, some in grouped]
    return [(community, figures) for community, figures in sums if figures.due]


# -- the missed


def _missed(people: Sequence[DuePerson], tell: Disclosure) -> Section:
    return Section(
        "未检人员",
        MISSED_COLUMNS,
        [Row(_person(number, person, tell)) for number, person in enumerate(people, start=1)],
        totals=("合计", *[None] * 4, f"{len(people)} 人", *[None] * (len(MISSED_COLUMNS) - 6)),
        note="" if people else "应检人员已全部采样，没有未检人员。",
    )


def _person(number: int, person: DuePerson, tell: Disclosure) -> tuple[Cell, ...]:
    return (
        number,
        person.community,
        person.building,
        person.unit,
        tell.room(person.room),
        tell.resident("name", person.name),
        tell.resident("id_number", person.id_number),
        tell.resident("phone", person.phone),
        person.cadence,
        day_of(person.last_sampled_on),
        day_of(person.due_on),
        person.overdue_days,
        tell.text(person.reason or UNTOLD),
    )


# -- progress by the hour


def _progress(hours: Sequence[tuple[int, int]], due: int) -> Section:
    counts = dict(hours)
    rows, so_far = [], 0
    for hour in range(min(counts, default=0), max(counts, default=-1) + 1):
        so_far += counts.get(hour, 0)
        rows.append(Row((f"{hour}时—{hour + 1}时", counts.get(hour, 0), so_far, so_far / due)))
    return Section(
        "采样进度",
        HOUR_COLUMNS,
        rows,
        totals=("合计", so_far, so_far, so_far / due if due else "—"),
        charts=tuple(_progress_chart(rows, min(counts, default=0))),
        note="按应检人员当日首次采样时间统计。",
    )


def _progress_chart(rows: Sequence[Row], first: int) -> Iterator[Chart]:
    if len(rows) > 1:
        ends = tuple(f"{hour}时" for hour in range(first + 1, first + 1 + len(rows)))
        counts = tuple(float(str(row.cells[2])) for row in rows)
        yield Chart("line", "累计已检人数", ends, (Series("累计已检", counts),))
