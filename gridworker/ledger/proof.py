"""48-hour proofs: who holds a valid one at a moment, whose runs out soon, whose has (domain.md §2.4)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.buildings import Building, count_by_building
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.policy import BY_REPORT, BY_SAMPLING
from gridworker.ledger.roster import Roster
from gridworker.ledger.scope import WHOLE, Scope

# Who has a negative that counts, and who one that lasts: by report from an index of just these, by
# sampling from the samples of the few days.
BY_REPORT_TIME = """
SELECT json_group_array(resident), json_group_array(resident) FILTER (WHERE reported_at > :lasting)
FROM sample INDEXED BY sample_negative WHERE result = '阴性' AND reported_at BETWEEN :since AND :at
"""
BY_SAMPLING_TIME = """
SELECT json_group_array(resident), json_group_array(resident) FILTER (WHERE sampled_at > :lasting)
FROM sample WHERE sampled_on BETWEEN substr(:since, 1, 10) AND substr(:at, 1, 10)
AND result = '阴性' AND sampled_at BETWEEN :since AND :at
"""
EVER = """
SELECT json_group_array(w.value) FROM json_each(:residents) w WHERE EXISTS (
    SELECT 1 FROM sample s WHERE s.resident = w.value AND s.result = '阴性' AND s.{time} <= :at)
"""
PEOPLE = """
SELECT r.id, r.uid, r.name, r.id_number, r.id_type, r.phone, p.community, p.building, p.unit, h.room, h.id,
       r.trade,
       (SELECT MAX(s.{time}) FROM sample s WHERE s.resident = r.id AND s.result = '阴性' AND s.{time} <= :at)
FROM json_each(:residents) w
JOIN resident r ON r.id = w.value JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
"""

State = Literal["valid", "expiring", "expired", "none"]
"""有效, 有效但即将过期, 已过期, 没有阴性记录."""

_TIMES = {BY_REPORT: "reported_at", BY_SAMPLING: "sampled_at"}
_COUNTING = {BY_REPORT: BY_REPORT_TIME, BY_SAMPLING: BY_SAMPLING_TIME}
SOON = 12.0  # hours


@dataclass(frozen=True)
class ProofCounts:
    """Everyone tracked on the moment's day; `expiring` are among the `valid`, the others stand apart."""

    people: int
    valid: int
    expiring: int
    expired: int
    none: int


@dataclass(frozen=True)
class ProofPerson:
    """One tracked resident. `last` is the moment that counts of the latest negative, None without one."""

    resident: int
    uid: str
    name: str
    id_number: str | None
    id_type: str | None
    phone: str | None
    community: str
    building: str
    unit: str
    room: str
    household: int
    trade: str | None
    last: str | None
    valid_until: str | None
    state: State

    @property
    def address(self) -> Address:
        return Address(self.community, self.building, self.unit, self.room)


class Proofs:
    """Everyone's proof at one moment.

    `at` is a moment of local time. `hours` and `by` (报告时间 or 采样时间) are the ledger's settings unless
    given; a proof that does not outlast `within_hours` more is expiring.
    """

    def __init__(
        self,
        ledger: Ledger,
        at: str,
        *,
        hours: int | None = None,
        by: str | None = None,
        within_hours: float = SOON,
    ) -> None:
        book = due_book(ledger)
        self._ledger, self._roster = ledger, book.roster
        self.hours = hours or book.policy.proof_hours
        self.by = by or book.policy.proof_by
        self.at, self.since = at, _later(at, -self.hours)
        self._lasting = _later(at, within_hours - self.hours)
        self.tracked = book.day(ledger, at[:10]).tracked
        self.valid, lasting = (bits & self.tracked for bits in self._counting())
        self.expiring = self.valid & ~lasting
        self.expired = self._ever(self.tracked & ~self.valid)
        self.none = self.tracked & ~self.valid & ~self.expired

    @property
    def roster(self) -> Roster:
        return self._roster

    def counts(self, scope: Scope = WHOLE) -> ProofCounts:
        part = residents_in(self._ledger, self._roster, scope)
        return ProofCounts(*((bits & part).bit_count() for bits in self._sets()))

    def by_building(self, scope: Scope = WHOLE) -> list[tuple[Building, ProofCounts]]:
        """The counts of each building with tracked people, in natural order."""
        part = residents_in(self._ledger, self._roster, scope)
        counted = count_by_building(self._roster, [bits & part for bits in self._sets()])
        return [(where, ProofCounts(*counts)) for where, counts in counted if counts[0]]

    def residents(self, state: State | None = None, scope: Scope = WHOLE) -> list[int]:
        """Those in a state (None: all tracked), in address order."""
        bits = self.tracked if state is None else getattr(self, state)
        chosen = bits & residents_in(self._ledger, self._roster, scope)
        return self._roster.in_address_order(self._ledger, self._roster.residents(chosen))

    def people(self, residents: Iterable[int]) -> list[ProofPerson]:
        """These residents in their order; those not tracked on the day are left out."""
        wanted = list(residents)
        tracked = self._roster.members(self.tracked, wanted)
        parameters = self._parameters(residents=json.dumps(list(tracked)))
        rows = {row[0]: row for row in self._ledger.query(self._sql(PEOPLE), parameters)}
        states = self._states(tracked)
        return [
            self._person(*rows[resident], state=states[resident]) for resident in wanted if resident in rows
        ]

    def _sets(self) -> tuple[int, ...]:
        return self.tracked, self.valid, self.expiring, self.expired, self.none

    def _counting(self) -> list[int]:
        found = self._ledger.query(_COUNTING[self.by], self._parameters(lasting=self._lasting))
        return [self._roster.bits(json.loads(residents)) for residents in found[0]]

    def _ever(self, among: int) -> int:
        residents = json.dumps(self._roster.residents(among))
        found = self._ledger.query(self._sql(EVER), self._parameters(residents=residents))[0][0]
        return self._roster.bits(json.loads(found))

    def _states(self, residents: Collection[int]) -> dict[int, State]:
        states: tuple[State, ...] = ("none", "expired", "valid", "expiring")
        sets = {state: self._roster.members(getattr(self, state), residents) for state in states}
        return {resident: state for state in states for resident in sets[state]}

    def _person(self, *columns: Any, state: State) -> ProofPerson:
        *identity, last = columns
        return ProofPerson(*(*identity, last, _later(last, self.hours) if last else None, state))

    def _sql(self, sql: str) -> str:
        return sql.format(time=_TIMES[self.by])

    def _parameters(self, **others: Any) -> dict[str, Any]:
        return {"at": self.at, "since": self.since, **others}


def proof_state(
    ledger: Ledger,
    at: str,
    *,
    hours: int | None = None,
    by: str | None = None,
    within_hours: float = SOON,
    scope: Scope = WHOLE,
) -> ProofCounts:
    """How many hold a valid proof at a moment, and how many do not. See Proofs."""
    return Proofs(ledger, at, hours=hours, by=by, within_hours=within_hours).counts(scope)


def proof_people(
    ledger: Ledger,
    at: str,
    state: State | None = None,
    *,
    hours: int | None = None,
    by: str | None = None,
    within_hours: float = SOON,
    scope: Scope = WHOLE,
) -> list[ProofPerson]:
    """The people in a state at a moment (None: everyone tracked), in address order. See Proofs."""
    proofs = Proofs(ledger, at, hours=hours, by=by, within_hours=within_hours)
    return proofs.people(proofs.residents(state, scope))


def _later(moment: str, hours: float) -> str:
    """The moment so many hours later, earlier if negative."""
    return (datetime.fromisoformat(moment) + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S")
