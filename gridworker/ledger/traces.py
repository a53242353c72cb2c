"""Tracing records (追阳) as they are shown: the list, one record with its people, tubes without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import TRACE_ROLES

TRACES = """
SELECT t.id, t.tube, t.result, t.opened_at, t.closed_at, t.note, COUNT(p.id), COUNT(p.notified_at),
       COUNT(COALESCE(p.transferred_at, p.cleared_at, p.excluded_at))
FROM trace t LEFT JOIN trace_person p ON p.trace = t.id WHERE t.closed_at IS NULL OR :all
GROUP BY t.id ORDER BY t.closed_at IS NOT NULL, t.opened_at DESC, t.id DESC
"""
PEOPLE = """
SELECT t.id, t.resident, r.name, r.presence, t.role, t.notified_at, t.transferred_at, t.cleared_at,
       t.excluded_at, t.note, r.phone, r.phone2, h.phone, p.community, p.building, p.unit, h.room
FROM trace_person t JOIN resident r ON r.id = t.resident JOIN household h ON h.id = r.household
JOIN place p ON p.id = h.place WHERE t.trace = ?
"""
UNTRACED = """
SELECT s.tube, MAX(s.result = '阳性') FROM sample s
WHERE s.result IN ('阳性', '可疑') AND s.tube IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM trace t WHERE t.tube = s.tube)
GROUP BY s.tube ORDER BY MIN(s.sampled_at), s.tube
"""

POSITIVE, DOUBTFUL = "阳性", "可疑"


@dataclass(frozen=True)
class TraceRow:
    """One record in the list: how many people, how many of them told and settled."""

    id: int
    tube: str
    result: str
    opened_at: str
    closed_at: str | None
    note: str | None
    people: int
    notified: int
    settled: int


@dataclass(frozen=True)
class TracePerson:
    """One person of a record. `row` is the number to mark; the phones are their own, else the household's."""

    row: int
    resident: int
    name: str
    presence: str | None
    role: str
    notified_at: str | None
    transferred_at: str | None
    cleared_at: str | None
    excluded_at: str | None
    note: str | None
    phone: str | None
    phone2: str | None
    address: str

    @property
    def settled(self) -> bool:
        """转运, 复核阴性 or 排除."""
        return bool(self.transferred_at or self.cleared_at or self.excluded_at)


@dataclass(frozen=True)
class TraceView:
    """One record with its people, the nearest first, then door by door."""

    id: int
    tube: str
    result: str
    opened_at: str
    closed_at: str | None
    note: str | None
    people: tuple[TracePerson, ...]

    @property
    def unsettled(self) -> int:
        return sum(not person.settled for person in self.people)


def traces(ledger: Ledger, open_only: bool = True) -> list[TraceRow]:
    """The records, open ones first, then the newest."""
    return [TraceRow(*row) for row in ledger.query(TRACES, {"all": not open_only})]


def trace_view(ledger: Ledger, trace: int) -> TraceView:
    """One record in full. Raises NoSuchRow."""
    row = ledger.get("trace", trace)
    rows = sorted(ledger.query(PEOPLE, (trace,)), key=_nearest_first)
    people = tuple(map(_person, rows))
    return TraceView(
        row["id"], row["tube"], row["result"], row["opened_at"], row["closed_at"], row["note"], people
    )


def _nearest_first(row: Sequence[Any]) -> tuple[int, str, int]:
    return TRACE_ROLES.index(row[4]), Address(*row[13:]).sort_key, row[0]


def _person(row: Sequence[Any]) -> TracePerson:
    phones = [*dict.fromkeys(filter(None, row[10:13])), None, None]
    return TracePerson(*(*row[:10], *phones[:2], Address(*row[13:]).display))


def untraced(ledger: Ledger) -> dict[str, str]:
    """Tubes with a 阳性 or 可疑 sample and no record yet, the oldest first, each with the graver result."""
    return {tube: POSITIVE if positive else DOUBTFUL for tube, positive in ledger.query(UNTRACED)}
