"""The day's figures by building, kept while one sample after the other is registered.

Reading everybody's state anew after each sample would take longer than registering it; one sample only
moves its own resident from 未检 to 已检, or to 愿检.
"""

from __future__ import annotations

from dataclasses import replace

from gridworker.ledger.book import Ledger
from gridworker.ledger.due import DueBook
from gridworker.ledger.figures import DayFigures, figures_by_building
from gridworker.ledger.kept import due_book

LAST_CHANGE = "SELECT COALESCE(MAX(id), 0) FROM change"
BUILDING_AND_SAMPLE = """
SELECT p.community, p.building, EXISTS (SELECT 1 FROM sample s WHERE s.resident = r.id AND s.sampled_on = ?)
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place WHERE r.id = ?
"""

Building = tuple[str, str]
"""小区, 楼栋."""


def last_change(ledger: Ledger) -> int:
    """How far the ledger's history goes, without the change that is being written."""
    return int(ledger.query(LAST_CHANGE)[0][0])


class DayProgress:
    """Figures of one ISO day by building, in natural order; read anew when others changed the ledger."""

    def __init__(self, ledger: Ledger, day: str) -> None:
        self._ledger, self._day = ledger, day
        self._figures: dict[Building, DayFigures] = {}
        self._turned: set[int] = set()
        self._book: DueBook | None = None
        self._seen = -1

    def by_building(self) -> list[tuple[Building, DayFigures]]:
        """The figures of every building where somebody is tracked."""
        if self._seen != last_change(self._ledger):
            self._read()
        return list(self._figures.items())

    def follow(self, before: int, records: int, resident: int) -> None:
        """Take in a change of so many records, all of them about one resident's samples and tube.

        `before` is last_change as the change began.
        """
        if self._seen != before or self._book is None:
            return
        found = self._ledger.query(BUILDING_AND_SAMPLE, (self._day, resident))
        if found and self._book.roster.members(self._book.roster.everyone, {resident}):
            *building, sampled = found[0]
            self._turn(resident, (building[0], building[1]), bool(sampled), self._book)
            self._seen = before + records

    def enter(self, before: int, records: int, building: Building) -> None:
        """Take in a change that entered somebody at home there and sampled them on this day.

        Whoever was never sampled is due by any cadence (domain.md §2.2).
        """
        figures = self._figures.get(building)
        if self._seen == before and figures:
            self._figures[building] = replace(figures, due=figures.due + 1, done=figures.done + 1)
            self._seen = before + records

    def _read(self) -> None:
        self._seen = last_change(self._ledger)
        self._turned.clear()
        self._book = due_book(self._ledger)
        self._state = self._book.day(self._ledger, self._day)
        self._figures = dict(figures_by_building(self._ledger, self._day))

    def _turn(self, resident: int, building: Building, sampled: bool, book: DueBook) -> None:
        """Count the resident as sampled, or no longer so, if that is news."""
        state, one = self._state, {resident}

        def among(residents: int) -> bool:
            return bool(book.roster.members(residents, one))

        before = among(state.sampled) != (resident in self._turned)
        if sampled == before or not among(state.tracked):
            return
        self._turned ^= one
        step = 1 if sampled else -1
        figures = self._figures[building]
        if among(state.required):
            self._figures[building] = replace(figures, done=figures.done + step, missed=figures.missed - step)
        elif not among(state.due):
            self._figures[building] = replace(figures, willing=figures.willing + step)
