"""追阳处置台账: positive tubes, whom they concern, and what was done for each when (domain.md §2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import Person
from gridworker.ledger.persons import living_in, persons
from gridworker.ledger.tracing import TracePerson, TraceView, trace_view, traces

STEPS = ("notified_at", "transferred_at", "cleared_at", "excluded_at")
TRACE_COLUMNS = (
    Column("tube", "采样管编号", width=8, align="center"),
    Column("result", "结果", width=3.4, align="center"),
    Column("opened_at", "立案时间", "moment", 8),
    Column("closed_at", "结案时间", "moment", 8),
    Column("people", "涉及人数", "integer", 4),
    Column("notified", "已通知", "integer", 4),
    Column("transferred", "转运", "integer", 4),
    Column("cleared", "复核阴性", "integer", 4),
    Column("excluded", "排除", "integer", 4),
    Column("open", "未处置", "integer", 4),
    Column("note", "备注", width=8),
)
PERSON_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("role", "关系", width=3, align="center"),
    Column("name", "姓名", width=4.4),
    Column("id_number", "证件号码", width=10.4, align="center"),
    Column("door", "住址", width=9),
    Column("phone", "手机号码", width=6.6, align="center"),
    Column("phone2", "备用电话", width=6.6, align="center"),
    Column("notified_at", "通知", "moment", 8.2),
    Column("transferred_at", "转运", "moment", 8.2),
    Column("cleared_at", "复核阴性", "moment", 8.2),
    Column("excluded_at", "排除", "moment", 8.2),
    Column("state", "处置", width=4, align="center"),
    Column("note", "备注", width=6),
)
_STATE = len(PERSON_COLUMNS) - 2


def build_positive_trace(ledger: Ledger, request: ReportRequest) -> Report:
    """Records open at any time from `from_day` to `to_day` (both `on` where blank), as they stood at its end.

    With a scope only the people who live in it, and the records that concern any of them.
    """
    period = period_of(request)
    views = list(_views(ledger, request, *period))
    who = persons(ledger, {person.resident for view in views for person in view.people})
    tell = Disclosure(ledger, request.whole_identity)
    sections = (_overview(views, tell), _people(views, who, tell)) if views else (_overview(views, tell),)
    layout = {"landscape": True, "flow": True}
    return framed_period(ledger, request, period, "positive-trace", "追阳处置台账", sections, **layout)


def _views(ledger: Ledger, request: ReportRequest, first: str, last: str) -> Iterator[TraceView]:
    """The records of the period, the earliest first, with what happened by its end."""
    rows = [
        row
        for row in traces(ledger, open_only=False)
        if row.opened_at[:10] <= last and (row.closed_at is None or row.closed_at[:10] >= first)
    ]
    for row in sorted(rows, key=lambda row: (row.opened_at, row.id)):
        view = _as_of(trace_view(ledger, row.id), last)
        inside = living_in(ledger, request.scope, {person.resident for person in view.people})
        people = tuple(person for person in view.people if person.resident in inside)
        if people or not view.people:
            yield replace(view, people=people)


def _as_of(view: TraceView, last: str) -> TraceView:
    def by_then(moment: str | None) -> str | None:
        return moment if moment and moment[:10] <= last else None

    people = (
        replace(
            person,
            notified_at=by_then(person.notified_at),
            transferred_at=by_then(person.transferred_at),
            cleared_at=by_then(person.cleared_at),
            excluded_at=by_then(person.excluded_at),
        )
        for person in view.people
    )
    return replace(view, closed_at=by_then(view.closed_at), people=tuple(people))


def _overview(views: Sequence[TraceView], tell: Disclosure) -> Section:
    everyone = [person for view in views for person in view.people]
    counts = _counts(everyone)
    return Section(
        "追阳记录",
        TRACE_COLUMNS,
        [Row(_record(view, tell)) for view in views],
        totals=("合计", f"{len(views)} 管", None, None, *counts, None),
        figures=_tiles(views, everyone),
        note="" if views else "这段时间没有追阳记录。",
    )


def _record(view: TraceView, tell: Disclosure) -> tuple[Cell, ...]:
    times = _moment(view.opened_at), _moment(view.closed_at)
    return view.tube, view.result, *times, *_counts(view.people), tell.text(view.note)


def _counts(people: Sequence[TracePerson]) -> tuple[int, ...]:
    steps = (sum(getattr(person, step) is not None for person in people) for step in STEPS)
    return len(people), *steps, sum(not person.settled for person in people)


def _tiles(views: Sequence[TraceView], people: Sequence[TracePerson]) -> tuple[Figure, ...]:
    untold = sum(person.notified_at is None for person in people)
    unsettled = sum(not person.settled for person in people)
    return (
        Figure("追阳管数", str(len(views))),
        Figure("未结案", str(sum(view.closed_at is None for view in views))),
        Figure("涉及人数", str(len(people))),
        Figure("未通知", str(untold), "bad" if untold else "good"),
        Figure("未处置", str(unsettled), "bad" if unsettled else "good"),
    )


def _people(views: Sequence[TraceView], who: dict[int, Person], tell: Disclosure) -> Section:
    return Section("涉及人员", PERSON_COLUMNS, list(_rows(views, who, tell)))


def _rows(views: Sequence[TraceView], who: dict[int, Person], tell: Disclosure) -> Iterator[Row]:
    for view in views:
        closed = f"{view.closed_at[:16]} 结案" if view.closed_at else "未结案"
        yield Row(
            (f"{view.tube}　{view.result}　{view.opened_at[:16]} 立案　{closed}　{len(view.people)} 人",),
            style="band",
        )
        for number, person in enumerate(view.people, start=1):
            state = "已处置" if person.settled else "未处置"
            cells = (number, *_cells(person, who[person.resident], tell), state, tell.text(person.note))
            yield Row(cells, marks={} if person.settled else {_STATE: "bad"})


def _cells(person: TracePerson, who: Person, tell: Disclosure) -> tuple[Cell, ...]:
    return (
        person.role,
        tell.resident("name", person.name),
        tell.resident("id_number", who.id_number),
        who.address.display if tell.whole else who.address.masked,
        tell.resident("phone", person.phone),
        tell.resident("phone2", person.phone2),
        *(_moment(getattr(person, step)) for step in STEPS),
    )


def _moment(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None
