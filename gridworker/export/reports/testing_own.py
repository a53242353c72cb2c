"""Who is exempt and which rounds run, for a ledger in which the worker added fields to those registers.

The daily testing report only counts both; once 免检 or 检测轮次 has own fields, they follow one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

from gridworker.export.report import Column, Row, Section
from gridworker.export.reports.disclosure import WHO, Disclosure, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.exemptions import exemptions
from gridworker.ledger.rounds import round_places, round_progress

EXEMPT_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    *WHO,
    Column("reason", "原因", width=8),
    Column("from_day", "开始日期", "day", 5.6),
    Column("to_day", "结束日期", "day", 5.6),
)
ROUND_COLUMNS = (
    Column("name", "轮次", width=7),
    Column("from_day", "开始日期", "day", 5.6),
    Column("to_day", "结束日期", "day", 5.6),
    Column("scope", "范围", width=12),
    Column("wanted", "应采", "integer", 5),
    Column("sampled", "已采", "integer", 5),
    Column("remaining", "还差", "integer", 5),
)


def own_sections(ledger: Ledger, request: ReportRequest, tell: Disclosure) -> Iterator[Section]:
    """A section for each of the two registers that has own fields, as of the day of the request."""
    for key, build in (("exemption", _exempt), ("round", _rounds)):
        register = ledger.register(key)
        if any(field.own for field in register):
            yield build(ledger, request, tell, register)


def _exempt(ledger: Ledger, request: ReportRequest, tell: Disclosure, register: Register) -> Section:
    rows = [
        Row((
            number, each.community, each.building, each.unit, tell.room(each.room),
            tell.resident("name", each.name), tell.resident("id_number", each.id_number),
            tell.resident("phone", each.phone), tell.text(each.reason), day_of(each.from_day),
            day_of(each.to_day), *tell.own(register, each.own),
        ))
        for number, each in enumerate(exemptions(ledger, request.on, request.scope, "active"), start=1)
    ]  # fmt: skip
    note = "结束日期空白的为另行通知。" if rows else "当日没有免检的人。"
    return Section("免检人员", (*EXEMPT_COLUMNS, *own_report_columns(register)), rows, note=note)


def _rounds(ledger: Ledger, request: ReportRequest, tell: Disclosure, register: Register) -> Section:
    rows = []
    for each in ledger.rows("round", order="from_day"):
        if each["from_day"] <= request.on <= each["to_day"]:
            count = round_progress(ledger, each["id"], request.on, request.scope).total
            places = "、".join(place.display for _, place in round_places(ledger, each["id"]))
            cells = (tell.text(each["name"]), day_of(each["from_day"]), day_of(each["to_day"]))
            counts = (count.people - count.exempt, count.sampled, count.remaining)
            rows.append(Row((*cells, places or "全部", *counts, *tell.own(register, each))))
    note = "应采不含豁免。" if rows else "当日没有进行中的检测轮次。"
    return Section("检测轮次", (*ROUND_COLUMNS, *own_report_columns(register)), rows, note=note)
