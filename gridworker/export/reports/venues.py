"""场所巡查台账: every inspection of a period with its four elements, then each venue (domain.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, column_of, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import WHOLE
from gridworker.ledger.venues import ELEMENTS, is_open, lacking

SIGNS: Mapping[int | None, str | None] = {1: "✓", 0: "×", None: None}
_NOTE = "✓ 落实　× 未落实　空白 未查。落实率＝落实次数÷查过的次数。"
_NOTHING = "这段时间没有巡查记录。"
_EVERYWHERE = "场所不分楼栋，列出全部。"
_FIRST_ELEMENT = 3  # column of the list
_BY_VENUE = (
    Column("venue", "场所", width=12),
    Column("count", "巡查次数", "integer", 5),
    Column("last", "最近巡查", "day", 6),
    Column("faults", "发现问题次数", "integer", 6),
    Column("open", "待整改", "integer", 4),
)


def build_venues(ledger: Ledger, request: ReportRequest) -> Report:
    """The inspections of the days asked for, in their order; what is mended by the last day is mended."""
    period = first, last = period_of(request)
    rows = [row for row in ledger.rows("venue", order="at") if first <= row["at"][:10] <= last]
    tell = Disclosure(ledger, request.whole_identity)
    sections = (_list(ledger, rows, tell, last, narrowed=request.scope != WHOLE), _by_venue(rows, tell, last))
    whole = replace(request, scope=WHOLE)
    return framed_period(
        ledger,
        whole,
        period,
        "venues",
        "场所巡查台账",
        sections if rows else sections[:1],
        landscape=True,
        flow=True,
    )


def _list(
    ledger: Ledger, rows: Sequence[Mapping[str, Any]], tell: Disclosure, last: str, *, narrowed: bool
) -> Section:
    register = ledger.register("venue")
    columns = (
        Column("number", "序号", "integer", 2.6, "center"),
        column_of(register.field("venue"), 11),
        column_of(register.field("at"), 8.4),
        *(Column(key, register.field(key).heading, width=3.4, align="center") for key in ELEMENTS),
        column_of(register.field("aired"), 6),
        column_of(register.field("remedy"), 12),
        column_of(register.field("remedied_on"), 5.6),
        *own_report_columns(register),
    )
    keys = ("venue", "at", *ELEMENTS, "aired", "remedy", "remedied_on")
    body = []
    for number, row in enumerate(rows, 1):
        cells = (
            SIGNS[row[key]] if key in ELEMENTS else tell.cell(register.field(key), row[key]) for key in keys
        )
        body.append(Row((number, *cells, *tell.own(register, row)), marks=_marks(row)))
    rest: list[Cell] = [None] * (len(columns) - _FIRST_ELEMENT - len(ELEMENTS))
    counts = [
        (sum(row[key] == 1 for row in rows), sum(row[key] is not None for row in rows)) for key in ELEMENTS
    ]
    if rows:
        body.append(Row((None, "落实次数", None, *(yes for yes, _ in counts), *rest), style="subtotal"))
    return Section(
        "巡查记录",
        columns,
        body,
        totals=(None, "落实率", f"{len(rows)} 次", *(_share(*count) for count in counts), *rest),
        figures=_figures(rows, last),
        note=(_EVERYWHERE if narrowed else "") + (_NOTE if rows else _NOTHING),
    )


def _marks(row: Mapping[str, Any]) -> Mapping[int, Tone]:
    missing = lacking(row)
    return {_FIRST_ELEMENT + at: "bad" for at, key in enumerate(ELEMENTS) if key in missing}


def _share(yes: int, asked: int) -> str:
    return f"{yes / asked * 100:.1f}%" if asked else "—"


def _figures(rows: Sequence[Mapping[str, Any]], last: str) -> tuple[Figure, ...]:
    faults = [row for row in rows if lacking(row) or row["remedy"]]
    waiting = sum(is_open(row, last) for row in rows)
    return (
        Figure("巡查次数", str(len(rows))),
        Figure("场所数", str(len({row["venue"] for row in rows}))),
        Figure("发现问题", str(len(faults))),
        Figure("已整改", str(len(faults) - waiting)),
        Figure("待整改", str(waiting), "bad" if waiting else "good"),
    )


def _by_venue(rows: Sequence[Mapping[str, Any]], tell: Disclosure, last: str) -> Section:
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(row["venue"], []).append(row)
    body = [
        Row((
            tell.text(name), len(own), day_of(own[-1]["at"][:10]),
            sum(bool(lacking(row) or row["remedy"]) for row in own), sum(is_open(row, last) for row in own),
        ))
        for name, own in sorted(by_name.items())
    ]  # fmt: skip
    totals = ("合计", len(rows), None, *(sum(int(str(row.cells[at])) for row in body) for at in (3, 4)))
    return Section("按场所", _BY_VENUE, body, totals=totals)
