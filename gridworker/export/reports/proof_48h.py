"""48小时核酸证明台账: who holds a valid proof at a moment, until when, and who does not (domain.md §2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gridworker.export.report import Cell, Chart, Column, Figure, Report, Row, Section, Series, Tone
from gridworker.export.reports.disclosure import WHO, Disclosure
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.export.reports.testing_daily import MOST_BARS, coverage_in_words
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.buildings import Building
from gridworker.ledger.proof import SOON, ProofCounts, ProofPerson, Proofs, State
from gridworker.ledger.testing import DayFigures

STATES: dict[State, str] = {
    "valid": "有效",
    "expiring": "即将过期",
    "expired": "已过期",
    "none": "无阴性记录",
}
TONES: dict[State, Tone] = {"expiring": "warn", "expired": "bad", "none": "bad"}
_SOON = f"{SOON:g}小时内过期"

FIGURE_COLUMNS = (
    Column("part", "楼栋", width=12),
    Column("people", "在住人数", "integer", 5),
    Column("valid", "持有效证明", "integer", 6),
    Column("expiring", f"其中{_SOON}", "integer", 8),
    Column("expired", "已过期", "integer", 5),
    Column("none", "无阴性记录", "integer", 6),
    Column("share", "持证率", "percent", 6),
)
PERSON_COLUMNS = (
    Column("number", "序号", "integer", 2.8, "center"),
    *WHO,
    Column("last", "最近阴性时间", "moment", 8.4),
    Column("valid_until", "有效至", "moment", 8.4),
    Column("state", "状态", width=5, align="center"),
)
_STATE = len(PERSON_COLUMNS) - 1


def build_proof_48h(ledger: Ledger, request: ReportRequest) -> Report:
    """Proofs at the moment the report is made, or at the end of an earlier day; first who must come soon."""
    at = request.made_at if request.of_today else datetime.fromisoformat(f"{request.on} 23:59:59")
    proofs = Proofs(ledger, f"{at:%Y-%m-%d %H:%M:%S}")
    tell = Disclosure(ledger, request.whole_identity)
    people = proofs.people(proofs.residents(scope=request.scope))
    expiring = [person for person in people if person.state == "expiring"]
    expiring.sort(key=lambda person: person.valid_until or "")
    sections = (
        _figures(proofs, request),
        _list(_SOON, expiring, tell, "按到期先后排列，请提醒尽快采样。"),
        _list("无有效证明", [p for p in people if p.state in ("expired", "none")], tell),
        _list("持有效证明", [p for p in people if p.state in ("valid", "expiring")], tell),
    )
    report = framed(ledger, request, "proof-48h", f"{proofs.hours}小时核酸证明台账", sections)
    part = report.date_line.split("统计日期：")[0]
    return replace(report, date_line=f"{part}统计时刻：{at:%Y-%m-%d %H:%M}")


def _figures(proofs: Proofs, request: ReportRequest) -> Section:
    counts, buildings = proofs.counts(request.scope), proofs.by_building(request.scope)
    return Section(
        "持证情况",
        FIGURE_COLUMNS,
        [Row(_cells(Address(*where).display or "未登记楼栋", some)) for where, some in buildings],
        totals=_cells("合计", counts),
        charts=tuple(_chart(buildings)),
        figures=_tiles(counts),
        facts=(("证明有效期", f"{proofs.hours}小时"), ("起算", proofs.by)),
        note="只有阴性结果算数；有效期首尾时刻都算在内。统计当日在住人员。",
    )


def _cells(name: str, counts: ProofCounts) -> tuple[Cell, ...]:
    share = counts.valid / counts.people if counts.people else "—"
    return name, counts.people, counts.valid, counts.expiring, counts.expired, counts.none, share


def _tiles(counts: ProofCounts) -> tuple[Figure, ...]:
    return (
        Figure("在住", str(counts.people)),
        Figure("持有效证明", str(counts.valid)),
        Figure(_SOON, str(counts.expiring), "warn" if counts.expiring else None),
        Figure("已过期", str(counts.expired), "bad" if counts.expired else "good"),
        Figure("无阴性记录", str(counts.none), "bad" if counts.none else "good"),
        Figure("持证率", coverage_in_words(DayFigures("", counts.people, counts.valid))),
    )


def _chart(buildings: Sequence[tuple[Building, ProofCounts]]) -> Iterator[Chart]:
    if 1 < len(buildings) <= MOST_BARS:
        several = len({community for (community, _), _ in buildings}) > 1
        names = tuple(Address(c if several else "", b).display or "未登记" for (c, b), _ in buildings)
        shares = tuple(counts.valid / counts.people for _, counts in buildings)
        yield Chart("bar", "各楼栋持证率", names, (Series("持证率", shares),), percent=True)


def _list(title: str, people: Sequence[ProofPerson], tell: Disclosure, note: str = "") -> Section:
    return Section(
        title,
        PERSON_COLUMNS,
        [_row(number, person, tell) for number, person in enumerate(people, start=1)],
        totals=("合计", *[None] * 4, f"{len(people)} 人", *[None] * (len(PERSON_COLUMNS) - 6)),
        note=note if people else f"没有{title}的人员。",
    )


def _row(number: int, person: ProofPerson, tell: Disclosure) -> Row:
    cells = (
        number,
        person.community,
        person.building,
        person.unit,
        tell.room(person.room),
        tell.resident("name", person.name),
        tell.resident("id_number", person.id_number),
        tell.resident("phone", person.phone),
        datetime.fromisoformat(person.last) if person.last else None,
        datetime.fromisoformat(person.valid_until) if person.valid_until else None,
        STATES[person.state],
    )
    return Row(cells, marks={_STATE: TONES[person.state]} if person.state in TONES else {})
