"""明日预测: how many are due in which building on the coming days, under today's rules or supposed ones.

Everyone due and not exempt on a day is taken to be sampled on it; each further day follows from that.
Nothing is written to the ledger, whatever is supposed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.buildings import Building, count_by_building
from gridworker.ledger.dated import Dated
from gridworker.ledger.days import shift
from gridworker.ledger.due import DayState, DueBook
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.policy import DEFAULT_BASE, Cadence, Policy
from gridworker.ledger.roster import Roster
from gridworker.ledger.sampled import SampledDays
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.standing import Standing


@dataclass(frozen=True)
class WhatIf:
    """Rules supposed to hold from the first day forecast on, by the names of their cadences.

    `statuses` are given to places (None takes a place's own away) and stay there; `status_cadences` and
    `trade_cadences` say what a managed status or a 重点行业 asks for.
    """

    base_cadence: str | None = None
    statuses: tuple[tuple[Address, str | None], ...] = ()
    status_cadences: tuple[tuple[str, str | None], ...] = ()
    trade_cadences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Forecast:
    """应检 on each of `days`: of each building with anyone due, in natural order, and together."""

    days: tuple[str, ...]
    buildings: tuple[tuple[Building, tuple[int, ...]], ...]
    total: tuple[int, ...]


@dataclass(frozen=True)
class Needs:
    """Hands and tubes for one day's sampling."""

    hands: int
    tubes: int


def forecast(
    ledger: Ledger, from_day: str, days: int = 7, *, change: WhatIf | None = None, scope: Scope = WHOLE
) -> Forecast:
    """Who will be due on so many days from an ISO day on, counted by building.

    Samples the ledger already holds of these days count beside the supposed ones. To take it that
    those still missed today come today, begin with today.
    """
    book = _Foreseen(ledger, from_day, change or WhatIf())
    part = residents_in(ledger, book.roster, scope)
    coming = tuple(shift(from_day, later) for later in range(days))
    due = [book.foresee(ledger, day) & part for day in coming]
    counts = count_by_building(book.roster, due)
    buildings = tuple((where, some) for where, some in counts if any(some))
    return Forecast(coming, buildings, tuple(residents.bit_count() for residents in due))


def needs(due: int, *, per_hour_per_hand: float, hours: float, tube_size: int) -> Needs:
    """Who and what it takes to sample so many people; each full or begun tube counts."""
    return Needs(ceil(due / (per_hour_per_hand * hours)), ceil(due / tube_size))


class _Foreseen(DueBook):
    """A reading of the ledger with supposed rules, to which supposed samples are added day by day."""

    def __init__(self, ledger: Ledger, from_day: str, change: WhatIf) -> None:
        book = due_book(ledger)
        self.roster = book.roster
        self.policy = _supposed(book.policy, change)
        self.standing = book.standing
        if change != WhatIf():
            self.standing = _SupposedStanding(ledger, book.roster, self.policy, from_day, change)
        self._foreseen = _ForeseenSamples(book.roster, book.sampled, from_day)
        self.sampled = self._foreseen
        self._days: dict[str, DayState] = {}

    def foresee(self, ledger: Ledger, day: str) -> int:
        """Those due on a day and not exempt; they are sampled on it from now on."""
        required = self.day(ledger, day).required
        self._foreseen.add(day, required)
        return required


def _supposed(policy: Policy, change: WhatIf) -> Policy:
    """The rules in force with the supposed ones in their place."""
    usable = {name: cadence for name, cadence in policy.cadences.items() if not cadence.never}

    def changed(held: dict[str, Cadence], given: tuple[tuple[str, str | None], ...]) -> dict[str, Cadence]:
        wanted = {**held, **{name: usable.get(cadence or "") for name, cadence in given}}
        return {name: cadence for name, cadence in wanted.items() if cadence}

    base = change.base_cadence
    return replace(
        policy,
        base=policy.base if base is None else usable.get(base, DEFAULT_BASE),
        statuses=changed(dict(policy.statuses), change.status_cadences),
        trades=changed(dict(policy.trades), change.trade_cadences),
    )


class _SupposedStanding(Standing):
    """The residents' facts with statuses that are only supposed."""

    def __init__(self, ledger: Ledger, roster: Roster, policy: Policy, from_day: str, change: WhatIf) -> None:
        super().__init__(ledger, roster, policy)
        for place, status in change.statuses:
            where = place.community, place.building, place.unit
            self._statuses[where] = Dated(status, from_day)


class _ForeseenSamples(SampledDays):
    """The samples of the ledger, with supposed ones from a day on."""

    def __init__(self, roster: Roster, known: SampledDays, from_day: str) -> None:
        super().__init__(roster)
        self._known, self._from_day = known, from_day
        self._added: dict[str, int] = {}

    def add(self, day: str, residents: int) -> None:
        self._added[day] = self._added.get(day, 0) | residents

    def on(self, ledger: Ledger, day: str) -> int:
        return self._known.on(ledger, day) | self._added.get(day, 0)

    def at_least(self, ledger: Ledger, times: int, first: str, last: str, among: int) -> int:
        """As many days before `from_day` as are known, and the rest of them since."""
        since = [0] * times
        day = max(first, self._from_day)
        while day <= last:
            sampled = self.on(ledger, day)
            for count in range(times - 1, 0, -1):
                since[count] |= since[count - 1] & sampled
            since[0] |= sampled
            day = shift(day, 1)
        found = since[-1] & among
        before = min(last, shift(self._from_day, -1))
        for count in range(1, times + 1) if first <= before else ():
            rest = since[times - count - 1] if count < times else among
            found |= self._known.at_least(ledger, count, first, before, among & rest)
        return found
