"""The last visit to everybody and every household, read at once."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift

# `+at`: the index on the person or household gives the groups in order, that on the time would not.
NAMED = """
SELECT resident, MAX(at || printf('%012d', id)), next_on FROM visit
WHERE resident IS NOT NULL AND +at < ? GROUP BY resident
"""
WHOLE = """
SELECT household, MAX(at || printf('%012d', id)), next_on FROM visit
WHERE resident IS NULL AND +at < ? GROUP BY household
"""
ANY = "SELECT household, MAX(at || printf('%012d', id)), next_on FROM visit WHERE +at < ? GROUP BY household"


class Visited(NamedTuple):
    """When (moment and row number), which compare as time goes, and the day agreed on for the next visit."""

    when: str
    next_on: str | None

    @property
    def day(self) -> str:
        return self.when[:10]

    @property
    def row(self) -> int:
        return int(self.when[-12:])


class LastVisits:
    """What was the last visit by the end of an ISO day.

    A visit that names nobody is to the whole household, and so to each who lives there.
    """

    def __init__(self, ledger: Ledger, on: str) -> None:
        self._ledger, self._until = ledger, shift(on, 1)
        self.named = self._read(NAMED)
        self.whole = self._read(WHOLE)

    def of(self, resident: int, household: int) -> Visited | None:
        """The last visit that reached this resident."""
        named, whole = self.named.get(resident), self.whole.get(household)
        if named is None or whole is None:
            return named or whole
        return max(named, whole)

    @cached_property
    def any(self) -> dict[int, Visited]:
        """The last visit to a household or to somebody in it, by household."""
        return self._read(ANY)

    def open_homes(self) -> set[int]:
        """Households whose last visit was to all of them and agreed on a next one."""
        agreed = {home for home, last in self.whole.items() if last.next_on}
        return {home for home in agreed if self.any[home] == self.whole[home]}

    def open_people(self) -> list[int]:
        """Residents with whom a next visit was agreed on by name."""
        return [resident for resident, last in self.named.items() if last.next_on]

    def _read(self, sql: str) -> dict[int, Visited]:
        return {row: Visited(when, next_on) for row, when, next_on in self._ledger.query(sql, (self._until,))}
