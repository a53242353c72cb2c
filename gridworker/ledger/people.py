"""Lists of those due on a day: who they are, since when, and how it came out (domain.md §2.2–2.3)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.due import DayState, DueBook
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.registers import EXEMPT, MISSED_REASON
from gridworker.ledger.sampled import earliest_sample
from gridworker.ledger.scope import WHOLE, Scope

DETAILS = """
SELECT r.id, r.uid, r.name, r.id_number, r.id_type, r.phone, p.community, p.building, p.unit, h.room, h.id,
       r.trade, r.moved_in,
       (SELECT MAX(s.sampled_on) FROM sample s WHERE s.resident = r.id AND s.sampled_on < :on)
FROM json_each(:residents) w
JOIN resident r ON r.id = w.value JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
"""
NTH_SAMPLED_DAYS = """
SELECT w.value, (SELECT DISTINCT s.sampled_on FROM sample s WHERE s.resident = w.value AND s.sampled_on < :on
                 ORDER BY s.sampled_on DESC LIMIT 1 OFFSET :times - 1)
FROM json_each(:residents) w
"""
REASONS = """
SELECT e.resident, e.reason FROM exemption e
WHERE e.kind = :kind AND e.from_day <= :on AND (e.to_day IS NULL OR :on <= e.to_day)
  AND e.resident IN (SELECT value FROM json_each(:residents))
ORDER BY e.from_day, e.id
"""

Outcome = Literal["done", "missed", "exempt", "willing", ""]
"""已检, 未检, 豁免, 愿检; empty: neither due nor sampled."""


@dataclass(frozen=True)
class DuePerson:
    """One tracked resident on one day.

    `last_sampled_on` lies before that day. `due_on` is None for someone on 免检 whom no round calls; it lies
    ahead for someone not yet due. `reason` is why they were missed or are exempt.
    """

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
    cadence: str
    last_sampled_on: str | None
    due_on: str | None
    overdue_days: int
    outcome: Outcome
    reason: str | None


def due_ids(ledger: Ledger, on: str, scope: Scope = WHOLE, outcome: Outcome | None = None) -> list[int]:
    """Residents due on an ISO day, exempt ones included, in address order; or those of one outcome."""
    book = due_book(ledger)
    chosen = _with_outcome(book.day(ledger, on), outcome) & residents_in(ledger, book.roster, scope)
    return book.roster.in_address_order(ledger, book.roster.residents(chosen))


def due_people(
    ledger: Ledger, on: str, scope: Scope = WHOLE, outcome: Outcome | None = None
) -> list[DuePerson]:
    """The people of `due_ids`, in the same order."""
    residents = due_ids(ledger, on, scope, outcome)
    details = due_details(ledger, on, residents)
    return [details[resident] for resident in residents if resident in details]


def willing_people(ledger: Ledger, on: str, scope: Scope = WHOLE) -> list[DuePerson]:
    """Those sampled though not due (愿检), in address order."""
    return due_people(ledger, on, scope, "willing")


def due_details(ledger: Ledger, on: str, residents: Collection[int]) -> dict[int, DuePerson]:
    """Each of these residents on that day, due or not; those not tracked on it are left out."""
    book = due_book(ledger)
    state = book.day(ledger, on)
    tracked = book.roster.members(state.tracked, residents)
    details = _Details(ledger, book, state, tracked)
    return {row[0]: details.person(*row) for row in details.rows(DETAILS, tracked)}


def _with_outcome(state: DayState, outcome: Outcome | None) -> int:
    sets = {
        "done": state.done,
        "missed": state.missed,
        "exempt": state.excused,
        "willing": state.willing,
        "": state.tracked & ~state.due & ~state.sampled,
    }
    return state.due if outcome is None else sets[outcome]


class _Details:
    """What the lists say of a few residents, gathered set by set."""

    def __init__(self, ledger: Ledger, book: DueBook, state: DayState, residents: set[int]) -> None:
        self._ledger, self._book, self._state, self._residents = ledger, book, state, residents
        self._testing_since = book.policy.testing_since or earliest_sample(ledger) or state.on
        self._cadences = {
            resident: cadence for cadence, bits in state.cadences.items() for resident in self._members(bits)
        }
        self._nth = self._nth_sampled_days()
        self._due_by_cadence = self._members(state.by_cadence)
        self._called = self._called_by_rounds()
        self._outcomes = self._by_outcome()
        self._reasons = {"exempt": self._given(EXEMPT), "missed": self._given(MISSED_REASON)}

    def person(self, resident: int, *columns: Any) -> DuePerson:
        *identity, moved_in, last = columns
        outcome = self._outcomes.get(resident, "")
        nth = self._nth.get(resident) if self._cadences[resident].times > 1 else last
        due_on = self._due_on(resident, nth, max(moved_in or "", self._testing_since))
        overdue = max(0, days_between(due_on, self._state.on)) if due_on else 0
        reason = self._reasons.get(outcome, {}).get(resident)
        cadence = self._cadences[resident].name
        return DuePerson(*(resident, *identity, cadence, last, due_on, overdue, outcome, reason))

    def _due_on(self, resident: int, nth: str | None, first_tracked: str) -> str | None:
        cadence = self._cadences[resident]
        if resident not in self._due_by_cadence and resident in self._called:
            return max(self._called[resident], first_tracked)
        if cadence.never:
            return None
        return max(shift(nth, cadence.days), first_tracked) if nth else first_tracked

    def _members(self, bits: int) -> set[int]:
        return self._book.roster.members(bits, self._residents)

    def _called_by_rounds(self) -> dict[int, str]:
        """First day of the earliest round that still wants the resident."""
        called: dict[int, str] = {}
        for call in self._state.rounds:
            for resident in self._members(call.wanted):
                called.setdefault(resident, call.from_day)
        return called

    def _nth_sampled_days(self) -> dict[int, str | None]:
        """The n-th most recent sampled day before the day, for cadences of n ≥ 2 times."""
        by_times: dict[int, list[int]] = defaultdict(list)
        for resident, cadence in self._cadences.items():
            by_times[cadence.times].append(resident)
        return {
            resident: day
            for times, residents in by_times.items()
            if times > 1
            for resident, day in self.rows(NTH_SAMPLED_DAYS, residents, times=times)
        }

    def _by_outcome(self) -> dict[int, Outcome]:
        outcomes: tuple[Outcome, ...] = ("done", "missed", "exempt", "willing")
        return {
            resident: outcome
            for outcome in outcomes
            for resident in self._members(_with_outcome(self._state, outcome))
        }

    def _given(self, kind: str) -> dict[int, str]:
        """The reason given for each resident on that day, the latest where there are several."""
        return dict(self.rows(REASONS, self._residents, kind=kind))

    def rows(self, sql: str, residents: Iterable[int], **parameters: Any) -> list[tuple[Any, ...]]:
        wanted = {"residents": json.dumps(list(residents)), "on": self._state.on, **parameters}
        return self._ledger.query(sql, wanted)
