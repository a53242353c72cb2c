"""重点行业一天一检台账: who of the trades came on which day of a period, and how many did (domain.md §2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gridworker.export.report import (
    Cell,
    Chart,
    Column,
    Figure,
    Report,
    Row,
    Section,
    Series,
    Tone,
)  # fmt: skip
from gridworker.export.reports.disclosure import Disclosure, day_of
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.export.reports.testing_daily import coverage_in_words
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.testing import DayFigures
from gridworker.ledger.trade_days import Mark, TradeMatrix, WorkerDays, trade_matrix

MOST_DAYS = 31  # more do not fit on a page: the rest are a sheet of their own
SIGNS: dict[Mark, str] = {"done": "✓", "missed": "×", "exempt": "免", "leave": "假", "absent": "—", "": ""}
TONES: dict[Mark, Tone] = {"missed": "bad", "exempt": "quiet", "leave": "quiet", "absent": "quiet"}
NOTE = (
    "✓ 已检　× 应检未检　免 豁免　假 两点一线休假　— 不在住　空白 当日不应检。"
    "应检、已检的口径与核酸检测日报相同。"
)
NOBODY = "没有重点行业人员，也没有两点一线人员。"

PERSON_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("name", "姓名", width=4.4),
    Column("trade", "行业", width=5),
    Column("employer", "工作单位", width=7),
    Column("door", "住址", width=9.6),
    Column("phone", "手机号码", width=6.6, align="center"),
)
COUNT_COLUMNS = (
    Column("due", "应检天数", "integer", 2.6, "center"),
    Column("done", "已检天数", "integer", 2.6, "center"),
    Column("coverage", "覆盖率", "percent", 4.2),
)
SUMMARY_COLUMNS = (
    Column("people", "人数", "integer", 5),
    Column("due", "应检人次", "integer", 6),
    Column("done", "已检人次", "integer", 6),
    Column("missed", "未检人次", "integer", 6),
    Column("coverage", "覆盖率", "percent", 6),
)


def build_daily_trades(ledger: Ledger, request: ReportRequest) -> Report:
    """The days from `from_day` to `to_day` (both `on` where blank); days to come are left out."""
    first, last = period_of(request)
    last = min(last, request.made_at.date().isoformat())
    first = min(first, last)
    tell = Disclosure(ledger, request.whole_identity)
    months = [trade_matrix(ledger, *days, request.scope) for days in _months(first, last)]
    whole = months[0] if len(months) == 1 else trade_matrix(ledger, first, last, request.scope)
    sections = (
        _by_trade(whole),
        _by_day(whole),
        *(_days(matrix, tell, alone=len(months) == 1) for matrix in months),
    )
    return framed_period(ledger, request, (first, last), "daily-trades", "重点行业一天一检台账", sections)


def _months(first: str, last: str) -> Iterator[tuple[str, str]]:
    """The days as stretches of at most a month."""
    while first <= last:
        yield first, min(last, shift(first, MOST_DAYS - 1))
        first = shift(first, MOST_DAYS)


# -- the matrix


def _days(matrix: TradeMatrix, tell: Disclosure, *, alone: bool) -> Section:
    title = "逐日情况" if alone else f"逐日情况{matrix.days[0][5:]}至{matrix.days[-1][5:]}"
    missed = tuple(due - done for due, done in zip(matrix.due, matrix.done, strict=True))
    rows = [
        *_people(matrix.rows, tell),
        Row(_counts("应检人数", matrix.due, sum(matrix.due), None, None), style="subtotal"),
        Row(_counts("已检人数", matrix.done, None, sum(matrix.done), None), style="subtotal"),
    ]
    rate = sum(matrix.done) / sum(matrix.due) if sum(matrix.due) else "—"
    return Section(
        title,
        _columns(matrix.days),
        rows if matrix.rows else [],
        totals=_counts("未检人数", missed, None, None, rate),
        note=NOTE if matrix.rows else NOBODY,
    )


def _columns(days: Sequence[str]) -> tuple[Column, ...]:
    of_days = [
        Column(day, str(int(day[8:])), width=1.7, align="center", group=f"{int(day[5:7])}月") for day in days
    ]
    return (*PERSON_COLUMNS, *of_days, *COUNT_COLUMNS)


def _people(rows: Sequence[WorkerDays], tell: Disclosure) -> Iterator[Row]:
    number = 0
    for group, members in groupby(rows, key=lambda row: row.group):
        people = list(members)
        yield Row((f"{group}　{len(people)} 人",), style="band")
        for person in people:
            number += 1
            yield _row(number, person, tell)


def _row(number: int, person: WorkerDays, tell: Disclosure) -> Row:
    marks = person.marks
    cells = (
        number,
        tell.resident("name", person.name),
        person.trade or person.group,
        tell.text(person.employer),
        person.address.display if tell.whole else person.address.masked,
        tell.resident("phone", person.phone),
        *(SIGNS[mark] for mark in marks),
        person.due,
        person.done,
        person.done / person.due if person.due else "—",
    )
    first = len(PERSON_COLUMNS)
    return Row(cells, marks={first + i: TONES[mark] for i, mark in enumerate(marks) if mark in TONES})


def _counts(name: str, of_days: Sequence[int], *of_period: Cell) -> tuple[Cell, ...]:
    return (None, name, *[None] * (len(PERSON_COLUMNS) - 2), *of_days, *of_period)


# -- totals by trade and by day


def _by_trade(matrix: TradeMatrix) -> Section:
    groups = [(group, list(members)) for group, members in groupby(matrix.rows, key=lambda row: row.group)]
    rows = [
        Row(_cells(group, len(people), sum(p.due for p in people), sum(p.done for p in people)))
        for group, people in groups
    ]
    people, due, done = len(matrix.rows), sum(matrix.due), sum(matrix.done)
    return Section(
        "按行业",
        (Column("part", "行业", width=10), *SUMMARY_COLUMNS),
        rows,
        totals=_cells("合计", people, due, done),
        figures=_tiles(people, due, done),
        note=f"人次为各日人数之和。覆盖率＝已检÷应检。{'' if matrix.rows else NOBODY}",
    )


def _by_day(matrix: TradeMatrix) -> Section:
    days = list(zip(matrix.days, matrix.due, matrix.done, strict=True))
    rows = []
    for index, (day, due, done) in enumerate(days):
        people = sum(row.marks[index] != "absent" for row in matrix.rows)
        rows.append(Row((day_of(day), *_cells("", people, due, done)[1:])))
    return Section(
        "按日期",
        (Column("part", "日期", "day", width=10), *SUMMARY_COLUMNS),
        rows,
        totals=_cells("合计", None, sum(matrix.due), sum(matrix.done)),
        charts=tuple(_chart(days)),
    )


def _cells(name: str, people: int | None, due: int, done: int) -> tuple[Cell, ...]:
    return name, people, due, done, due - done, done / due if due else "—"


def _tiles(people: int, due: int, done: int) -> tuple[Figure, ...]:
    missed = due - done
    return (
        Figure("人数", str(people)),
        Figure("应检人次", str(due)),
        Figure("已检人次", str(done)),
        Figure("未检人次", str(missed), "bad" if missed else "good"),
        Figure("覆盖率", coverage_in_words(DayFigures("", due, done))),
    )


def _chart(days: Sequence[tuple[str, int, int]]) -> Iterator[Chart]:
    """Coverage day by day, where there are several days and not too many to be read."""
    if 1 < len(days) <= MOST_DAYS:
        values = tuple(done / due if due else None for _, due, done in days)
        names = tuple(f"{int(day[5:7])}/{int(day[8:])}" for day, _, _ in days)
        yield Chart("line", "逐日覆盖率", names, (Series("覆盖率", values),), percent=True)
