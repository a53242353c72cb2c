"""两点一线人员台账: the register with its alerts, and the log of a period (domain.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, column_of, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.address import AddressProblem, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.closed_loop import LoopWorker, loop_workers, workers_by_alert
from gridworker.ledger.days import shift
from gridworker.ledger.fields import YES_NO, Field
from gridworker.ledger.loop_entry import show_clock
from gridworker.ledger.loop_leave import leaves
from gridworker.ledger.loop_log import LOG_LEGEND, LoopDay, LoopLine, LoopLog, day_log
from gridworker.ledger.scope import WHOLE

MOST_DAYS = 31  # more do not fit on a page: the rest are a sheet of their own
NOBODY = "没有两点一线人员。"
OUTSIDERS = "外来人员不住在台账里的任何一户，只列入全部范围的台账。"
_WIDTHS = {
    "id_number": 10.4, "phone": 6.6, "employer": 7, "post": 4.2, "sector": 4.2, "home_point": 6,
    "work_point": 7, "commute": 4.2, "plate": 4.6, "pass_number": 4.6, "pass_expires": 5.4, "pledge": 3,
    "contact": 4.4, "note": 5,
}  # fmt: skip
"""The fields of the register that are printed, in their order."""
_WHO = (Column("number", "序号", "integer", 2.6, "center"), Column("name", "姓名", width=4.4))
_LEAVE = (
    Column("name", "姓名", width=5),
    Column("from_day", "开始日期", "day", 6),
    Column("to_day", "结束日期", "day", 6),
    Column("note", "备注", width=16),
)
_ENTRY = (
    *_WHO,
    Column("day", "日期", "day", 5.6),
    Column("on_duty", "出勤", width=3, align="center"),
    Column("left_at", "出发", width=4.4, align="center"),
    Column("back_at", "返回", width=5.4, align="center"),
    Column("temperature", "体温", "decimal", 4, "center", places=1),
    Column("deviation", "偏离情况", width=12),
    Column("settled", "偏离处置", width=12),
    Column("tested", "当日检测", width=4.6, align="center"),
)
_TONES: tuple[tuple[str, Tone], ...] = (
    ("▲", "bad"),
    ("热", "bad"),
    ("缺", "warn"),
    ("□", "warn"),
    ("休", "quiet"),
)


def build_closed_loop(ledger: Ledger, request: ReportRequest) -> Report:
    """The register and its alerts as of the last day, then the log of the days from `from_day` to `to_day`.

    Both are `on` where blank; days to come are left out of the log.
    """
    first, last = period_of(request)
    tell = Disclosure(ledger, request.whole_identity)
    workers = loop_workers(ledger, last, request.scope)
    reached = min(last, request.made_at.date().isoformat())
    logs = [day_log(ledger, *days, request.scope) for days in _months(min(first, reached), reached)]
    sections = (
        _register(ledger.register("closed_loop"), workers, tell, whole=request.scope == WHOLE),
        *(_matrix(log, tell, alone=len(logs) == 1) for log in logs if log.lines),
        *_entries(ledger.register("trip"), logs, tell),
        *_leaves(ledger, request, (first, last), tell),
    )
    return framed_period(
        ledger, request, (first, last), "closed-loop", "两点一线人员台账", sections, landscape=True
    )


def _months(first: str, last: str) -> Iterator[tuple[str, str]]:
    """The days as stretches of at most a month."""
    while first <= last:
        yield first, min(last, shift(first, MOST_DAYS - 1))
        first = shift(first, MOST_DAYS)


# -- the register


def _register(register: Register, workers: Sequence[LoopWorker], tell: Disclosure, *, whole: bool) -> Section:
    fields = [register.field(key) for key in _WIDTHS]
    columns = (
        *_WHO,
        Column("state", "状态", width=4.8, align="center"),
        Column("alerts", "异常", width=13),
        Column("span", "起止", width=5.6, align="center"),
        *(column_of(field, _WIDTHS[field.key]) for field in fields),
        *own_report_columns(register),
    )
    rows = [
        Row(
            (number, *_state(worker, tell), *_cells(worker, fields, tell), *tell.own(register, worker.row)),
            marks={3: worker.alerts[0].tone} if worker.alerts else {},
        )
        for number, worker in enumerate(workers, start=1)
    ]  # fmt: skip
    note = "".join(("" if workers else NOBODY, "" if whole else OUTSIDERS))
    return Section("人员与异常", columns, rows, figures=_tiles(workers), note=note)


def _state(worker: LoopWorker, tell: Disclosure) -> tuple[Cell, ...]:
    alerts = "、".join(alert.text for alert in worker.alerts)
    begin, end = ((worker.row[key] or "")[2:] for key in ("started", "ended"))
    span = f"{begin}至{end}" if end else f"{begin}起" if begin else None
    return tell.resident("name", worker.row["name"]), worker.said, alerts, span


def _cells(worker: LoopWorker, fields: Sequence[Field], tell: Disclosure) -> Iterator[Cell]:
    for field in fields:
        value = worker.row[field.key]
        if field.key == "home_point":
            yield _home(worker, tell)
        elif field.key == "work_point":
            yield _place(worker.row["work_point"], tell)
        elif field.kind is YES_NO:
            yield "已签" if value else "未签"
        else:
            yield tell.cell(field, value)


def _home(worker: LoopWorker, tell: Disclosure) -> Cell:
    """Where somebody lives under it; a resident without another place lives at home."""
    if worker.row["home_point"] or worker.address is None:
        return _place(worker.row["home_point"], tell)
    return worker.address.display if tell.whole else worker.address.masked


def _place(text: str | None, tell: Disclosure) -> str | None:
    """A place in words; where it names a door, a masked one ends with the unit."""
    if not tell.whole and text:
        with suppress(AddressProblem):
            return parse_address(text).masked or None
    return tell.text(text)


def _tiles(workers: Sequence[LoopWorker]) -> tuple[Figure, ...]:
    counts = (
        ("登记人数", len(workers)),
        ("在岗", sum(worker.state in ("alert", "work") for worker in workers)),
        ("休假", sum(worker.on_leave for worker in workers)),
    )
    amiss = sum(worker.state == "alert" for worker in workers)
    alerts = workers_by_alert(workers)
    return (
        *(Figure(label, str(count)) for label, count in counts),
        Figure("有异常", str(amiss), "bad" if amiss else "good"),
        *(Figure(alert.words, str(len(some)), alert.tone) for alert, some in list(alerts.items())[:2]),
    )


# -- the log, person by day


def _matrix(log: LoopLog, tell: Disclosure, *, alone: bool) -> Section:
    of_days = [
        Column(day, str(int(day[8:])), width=2, align="center", group=f"{int(day[5:7])}月")
        for day in log.days
    ]
    columns = (
        *_WHO,
        Column("employer", "单位", width=6),
        Column("post", "岗位", width=4.4),
        *of_days,
        _count("duty", "出勤天数"),
        _count("missing", "缺日志"),
        _count("untested", "未检天数"),
    )
    rows = [_line(number, line, tell) for number, line in enumerate(log.lines, start=1)]
    title = "逐日情况" if alone else f"逐日情况{log.days[0][5:]}至{log.days[-1][5:]}"
    return Section(title, columns, rows, totals=_totals(log), note=f"{LOG_LEGEND}　空白 不在期内")


def _count(key: str, heading: str) -> Column:
    return Column(key, heading, "integer", 2.6, "center")


def _line(number: int, line: LoopLine, tell: Disclosure) -> Row:
    cells = (
        number,
        tell.resident("name", line.row["name"]),
        tell.text(line.row["employer"]),
        tell.text(line.row["post"]),
        *(day.signs for day in line.days),
        *(sum(map(count, line.days)) for count in _COUNTS),
    )
    tones = {
        at: tone for at, day in enumerate(line.days, start=4) if (tone := _tone(day.signs)) is not None
    }  # fmt: skip
    return Row(cells, marks=tones)


def _tone(signs: str) -> Tone | None:
    return next((tone for sign, tone in _TONES if sign in signs), None)


def _at_work(day: LoopDay) -> bool:
    return day.logs and day.trip is not None and day.trip["on_duty"] != 0


def _without_log(day: LoopDay) -> bool:
    return day.logs and day.trip is None


def _untested(day: LoopDay) -> bool:
    return day.logs and not day.tested


_COUNTS: tuple[Callable[[LoopDay], bool], ...] = (_at_work, _without_log, _untested)


def _totals(log: LoopLog) -> tuple[Cell, ...]:
    """How many were at work on each day."""
    of_days = (sum(_at_work(line.days[at]) for line in log.lines) for at in range(len(log.days)))
    sums = (sum(count(day) for line in log.lines for day in line.days) for count in _COUNTS)
    return None, "出勤人数", None, None, *of_days, *sums


# -- the log, entry by entry


def _entries(register: Register, logs: Sequence[LoopLog], tell: Disclosure) -> Iterator[Section]:
    """Every entry of the period in full, where there are any."""
    found = [(line, day) for log in logs for line in log.lines for day in line.days if day.trip]
    rows = [
        Row((number, *_entry(register, line, day, tell))) for number, (line, day) in enumerate(found, start=1)
    ]
    if rows:
        yield Section("日志明细", (*_ENTRY, *own_report_columns(register)), rows)


def _entry(register: Register, line: LoopLine, day: LoopDay, tell: Disclosure) -> Iterator[Cell]:
    trip = day.trip or {}
    yield tell.resident("name", line.row["name"])
    yield datetime.fromisoformat(day.day).date()
    yield "×" if trip["on_duty"] == 0 else "✓"
    yield from (show_clock(trip[key], day.day) for key in ("left_at", "back_at"))
    yield from (tell.cell(register.field(key), trip[key]) for key in ("temperature", "deviation", "settled"))
    yield "已检" if day.tested else "未检"
    yield from tell.own(register, trip)


# -- leaves


def _leaves(
    ledger: Ledger, request: ReportRequest, period: tuple[str, str], tell: Disclosure
) -> Iterator[Section]:
    """Leaves that touch the period, the earliest first, where there are any."""
    first, last = period
    register = ledger.register("leave")
    rows = [
        Row(
            (tell.resident("name", leave.worker["name"]), day_of(leave.row["from_day"]),
             day_of(leave.row["to_day"]), tell.text(leave.row["note"]), *tell.own(register, leave.row))
        )
        for leave in reversed(leaves(ledger, request.scope))
        if leave.row["from_day"] <= last and (leave.row["to_day"] or last) >= first
    ]  # fmt: skip
    if rows:
        columns = (*_LEAVE, *own_report_columns(register))
        yield Section("休假", columns, rows, note="没有结束日期的还没有销假。")
