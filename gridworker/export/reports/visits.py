"""入户走访台账: every visit of a period, and how many by whom in which way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridworker.export.report import Cell, Column, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.catalogue import Row as Record
from gridworker.ledger.visits import visit_records

COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("at", "走访时间", "moment", 8.2),
    Column("door", "住址", width=9.6),
    Column("head", "户主", width=4.6),
    Column("name", "走访对象", width=4.6),
    Column("way", "方式", width=3, align="center"),
    Column("found", "走访详情", width=18),
    Column("visitor", "走访人", width=5),
    Column("next_on", "下次走访", "day", 5.6),
)
WHOLE_HOUSEHOLD, UNNAMED = "全户", "未填"


def build_visits(ledger: Ledger, request: ReportRequest) -> Report:
    """Visits from `from_day` to `to_day` (both `on` where blank), the earliest first."""
    period = period_of(request)
    records = visit_records(ledger, request.scope, *period)[::-1]
    tell = Disclosure(ledger, request.whole_identity)
    register = ledger.register("visit")
    listed = _listed(records, tell, register)
    sections = (listed, _by_visitor(records, register)) if records else (listed,)
    return framed_period(
        ledger, request, period, "visits", "入户走访台账", sections, landscape=True, flow=True
    )


def _listed(records: Sequence[Record], tell: Disclosure, register: Register) -> Section:
    own = own_report_columns(register)
    homes = len({record["household"] for record in records})
    totals = ("合计", f"{len(records)} 次", f"{homes} 户")
    return Section(
        "走访记录",
        (*COLUMNS, *own),
        [_row(number, record, tell, register) for number, record in enumerate(records, start=1)],
        totals=(*totals, *[None] * (len(COLUMNS) + len(own) - len(totals))),
        note="" if records else "这段时间没有走访记录。",
    )


def _row(number: int, record: Record, tell: Disclosure, register: Register) -> Row:
    address = Address(record["community"], record["building"], record["unit"], record["room"])
    cells: tuple[Cell, ...] = (
        number,
        datetime.fromisoformat(record["at"]),
        address.display if tell.whole else address.masked,
        tell.resident("name", record["head"]),
        tell.resident("name", record["name"]) or WHOLE_HOUSEHOLD,
        record["way"],
        tell.text(record["found"]),
        tell.text(record["visitor"]),
        day_of(record["next_on"]),
    )
    return Row((*cells, *tell.own(register, record)))


def _by_visitor(records: Sequence[Record], register: Register) -> Section:
    """Visits by who went and how; every visit is counted once."""
    offered = register.field("way").choices
    ways = [*offered, *sorted({record["way"] or UNNAMED for record in records} - set(offered))]
    visitors = sorted({record["visitor"] or UNNAMED for record in records})
    columns = (
        Column("visitor", "走访人", width=8),
        *(Column(way, way, "integer", 4) for way in ways),
        Column("times", "次数", "integer", 4),
        Column("homes", "户数", "integer", 4),
    )
    rows = [
        Row((visitor, *_counts([r for r in records if (r["visitor"] or UNNAMED) == visitor], ways)))
        for visitor in visitors
    ]
    note = "一户由几个人走访过的，合计里只算一户。"
    return Section("走访汇总", columns, rows, totals=("合计", *_counts(records, ways)), note=note)


def _counts(records: Sequence[Record], ways: Sequence[str]) -> tuple[int, ...]:
    by_way = (sum((record["way"] or UNNAMED) == way for record in records) for way in ways)
    return *by_way, len(records), len({record["household"] for record in records})
