"""Figures of a day: 应检, 已检, 未检, 豁免, 愿检 and 覆盖率, whole or by building, cadence, day and hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gridworker.ledger.book import Ledger
from gridworker.ledger.due import DayState
from gridworker.ledger.kept import due_book
from gridworker.ledger.roster import Block, Roster
from gridworker.ledger.scope import WHOLE, Scope

FIRST_HOURS = """
SELECT resident, CAST(substr(MIN(sampled_at), 12, 2) AS INTEGER) FROM sample WHERE sampled_on = ?
GROUP BY resident
"""


@dataclass(frozen=True)
class DayFigures:
    """Counts of residents on one day; figures of separate parts add up."""

    on: str
    due: int = 0
    done: int = 0
    missed: int = 0
    exempt: int = 0
    willing: int = 0

    @property
    def coverage(self) -> float | None:
        """已检 ÷ 应检 to four places; None when nobody is due."""
        return round(self.done / self.due, 4) if self.due else None

    def __add__(self, other: DayFigures) -> DayFigures:
        return DayFigures(
            self.on,
            self.due + other.due,
            self.done + other.done,
            self.missed + other.missed,
            self.exempt + other.exempt,
            self.willing + other.willing,
        )


def day_figures(ledger: Ledger, on: str, scope: Scope = WHOLE) -> DayFigures:
    """The figures of an ISO day, under the facts now book."""
    book = due_book(ledger)
    return _figures(book.day(ledger, on), residents_in(ledger, book.roster, scope))


def coverage_by_day(ledger: Ledger, days: Sequence[str], scope: Scope = WHOLE) -> list[DayFigures]:
    """The figures of several days, in their order."""
    book = due_book(ledger)
    part = residents_in(ledger, book.roster, scope)
    return [_figures(book.day(ledger, day), part) for day in days]


def figures_by_building(
    ledger: Ledger, on: str, scope: Scope = WHOLE
) -> list[tuple[tuple[str, str], DayFigures]]:
    """The figures of each (小区, 楼栋) where somebody is tracked on that day, in natural order."""
    book = due_book(ledger)
    state, roster = book.day(ledger, on), book.roster
    part = residents_in(ledger, roster, scope)
    counted = [state.tracked, state.required, state.done, state.missed, state.excused, state.willing]
    packed = [roster.packed(residents & part) for residents in counted]
    found = []
    for building, start, end in _buildings(roster):
        tracked, *counts = (int.from_bytes(bits[start:end], "big").bit_count() for bits in packed)
        if tracked:
            found.append((building, DayFigures(on, *counts)))
    return found


def figures_by_cadence(ledger: Ledger, on: str, scope: Scope = WHOLE) -> list[tuple[str, DayFigures]]:
    """The figures of each cadence that somebody is on that day, the strictest first."""
    book = due_book(ledger)
    state = book.day(ledger, on)
    part = residents_in(ledger, book.roster, scope)
    return [
        (cadence.name, _figures(state, part & residents))
        for cadence, residents in state.cadences.items()
        if part & residents
    ]


def hourly_progress(ledger: Ledger, on: str, scope: Scope = WHOLE) -> list[tuple[int, int]]:
    """(hour, people) of those 已检, by the hour of their first sample that day; only hours with people."""
    book = due_book(ledger)
    part = residents_in(ledger, book.roster, scope)
    done = set(book.roster.residents(book.day(ledger, on).done & part))
    hours = Counter(hour for resident, hour in ledger.query(FIRST_HOURS, (on,)) if resident in done)
    return sorted(hours.items())


def residents_in(ledger: Ledger, roster: Roster, scope: Scope) -> int:
    """The set of everyone whose door lies in the scope."""
    if scope == WHOLE:
        return roster.everyone
    places = scope.places(ledger)
    return roster.within(block for block in roster.blocks if block.place in places)


def _figures(state: DayState, part: int) -> DayFigures:
    counted = (state.required, state.done, state.missed, state.excused, state.willing)
    return DayFigures(state.on, *((residents & part).bit_count() for residents in counted))


def _buildings(roster: Roster) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Each building with the bytes of its people; its units stand together on the roster."""

    def building(block: Block) -> tuple[str, str]:
        return block.where[:2]

    for where, blocks in groupby(roster.blocks, building):
        first, *rest = blocks
        yield where, first.start, (rest or [first])[-1].end
