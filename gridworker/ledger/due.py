"""Who is due on a day (domain.md §2.2), for the whole ledger at once, kept until something changes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.policy import Cadence, Policy, load_policy
from gridworker.ledger.registers import EXEMPT
from gridworker.ledger.roster import Roster, enclosing
from gridworker.ledger.sampled import SampledDays
from gridworker.ledger.standing import ByCadence, Standing

EXEMPT_ON = """
SELECT json_group_array(resident) FROM exemption
WHERE kind = :kind AND from_day <= :on AND (to_day IS NULL OR :on <= to_day)
"""
ROUNDS_ON = (
    "SELECT id, from_day, whole FROM round WHERE from_day <= :on AND :on <= to_day ORDER BY from_day, id"
)
ROUND_PLACES = "SELECT round, place FROM round_place"
_DAYS_KEPT = 64


@dataclass(frozen=True)
class RoundCall:
    """An open round and those in its scope whom it still wants."""

    from_day: str
    wanted: int


@dataclass(frozen=True)
class DayState:
    """What was true of everyone on one day, as sets of residents; only tracked ones are in any of them.

    `by_cadence` are those due by their cadence, `cadences` everyone by cadence, the strictest first.
    """

    on: str
    tracked: int
    cadences: ByCadence
    by_cadence: int
    rounds: tuple[RoundCall, ...]
    due: int
    exempt: int
    sampled: int

    @property
    def required(self) -> int:
        """应检."""
        return self.due & ~self.exempt

    @property
    def done(self) -> int:
        """已检."""
        return self.required & self.sampled

    @property
    def missed(self) -> int:
        """未检."""
        return self.required & ~self.sampled

    @property
    def excused(self) -> int:
        """豁免."""
        return self.due & self.exempt

    @property
    def willing(self) -> int:
        """愿检."""
        return self.sampled & ~self.due


class DueBook:
    """One reading of a ledger, from which any day can be told."""

    def __init__(self, ledger: Ledger) -> None:
        self.policy: Policy = load_policy(ledger)
        self.roster = Roster(ledger)
        self.sampled = SampledDays(self.roster)
        self.standing = Standing(ledger, self.roster, self.policy)
        self._days: dict[str, DayState] = {}

    def day(self, ledger: Ledger, on: str) -> DayState:
        """Everyone's state on an ISO day, past or to come, under the facts now known."""
        if on not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[on] = self._told(ledger, on)
        return self._days[on]

    def forget_days(self, since: str = "") -> None:
        """Tell the days from `since` on anew; what was read of the ledger still holds."""
        self._days = {on: state for on, state in self._days.items() if on < since}

    def _told(self, ledger: Ledger, on: str) -> DayState:
        tracked = self.standing.tracked(on)
        cadences = {c: some & tracked for c, some in self.standing.cadences(ledger, on).items()}
        by_cadence = 0
        for cadence, residents in cadences.items():
            by_cadence |= self._due_by(ledger, cadence, residents, on)
        rounds = tuple(self._rounds(ledger, on, tracked))
        due = by_cadence
        for call in rounds:
            due |= call.wanted
        exempt = ledger.query(EXEMPT_ON, {"kind": EXEMPT, "on": on})[0][0]
        sampled = self.sampled.on(ledger, on) & tracked
        exempt = self.roster.bits(json.loads(exempt)) & tracked
        return DayState(on, tracked, cadences, by_cadence, rounds, due, exempt, sampled)

    def _due_by(self, ledger: Ledger, cadence: Cadence, residents: int, on: str) -> int:
        if cadence.never or not residents:
            return 0
        first, last = shift(on, 1 - cadence.days), shift(on, -1)
        return residents & ~self.sampled.at_least(ledger, cadence.times, first, last, residents)

    def _rounds(self, ledger: Ledger, on: str, tracked: int) -> Iterable[RoundCall]:
        """Rounds open on that day; a round is answered by one sample inside it before that day."""
        places = defaultdict(set)
        for number, place in ledger.query(ROUND_PLACES):
            places[number].add(self.roster.places.get(place))
        for number, from_day, whole in ledger.query(ROUNDS_ON, {"on": on}):
            scope = tracked
            if not whole:
                scope &= self.roster.within(
                    block
                    for block in self.roster.blocks
                    if not places[number].isdisjoint(enclosing(block.where))
                )
            answered = self.sampled.at_least(ledger, 1, from_day, shift(on, -1), scope)
            yield RoundCall(from_day, scope & ~answered)
