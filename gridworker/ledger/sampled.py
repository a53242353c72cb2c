"""Who was sampled on which days: one set of residents a day, read when first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.roster import Roster

SAMPLED_ON = "SELECT json_group_array(resident) FROM sample WHERE sampled_on = ?"
EARLIEST = "SELECT MIN(sampled_on) FROM sample"
OFTEN_SAMPLED = """
SELECT w.value FROM json_each(:residents) w
WHERE (SELECT COUNT(DISTINCT s.sampled_on) FROM sample s
       WHERE s.resident = w.value AND s.sampled_on BETWEEN :first AND :last) >= :times
"""
# Looking up one resident's samples costs about as much as reading so many of a whole day.
_LOOKUP_COST = 30


class SampledDays:
    """Sets of residents with at least one sample of a day, whatever its result."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._sets: dict[str, int] = {}

    def on(self, ledger: Ledger, day: str) -> int:
        """Everyone sampled on that day."""
        if day not in self._sets:
            self._sets[day] = self._roster.bits(json.loads(ledger.query(SAMPLED_ON, (day,))[0][0]))
        return self._sets[day]

    def at_least(self, ledger: Ledger, times: int, first: str, last: str, among: int) -> int:
        """Those `among` these who were sampled on at least so many distinct days from `first` to `last`.

        `times` is at least 1; both days are included.
        A few people on a long cadence are looked up one by one, so that they do not make everybody's
        samples of many more days be read.
        """
        first = max(first, earliest_sample(ledger) or last)
        days = [shift(first, later) for later in range(days_between(first, last) + 1)]
        unread = sum(day not in self._sets for day in days)
        if among.bit_count() * _LOOKUP_COST < unread * self._roster.size:
            return self._looked_up(ledger, times, days, among)
        reached = [0] * times
        for day in days:
            sampled = self.on(ledger, day)
            for count in range(times - 1, 0, -1):
                reached[count] |= reached[count - 1] & sampled
            reached[0] |= sampled
        return reached[-1] & among

    def _looked_up(self, ledger: Ledger, times: int, days: list[str], among: int) -> int:
        residents = json.dumps(self._roster.residents(among))
        wanted = {"residents": residents, "first": days[0], "last": days[-1], "times": times}
        return self._roster.bits([resident for (resident,) in ledger.query(OFTEN_SAMPLED, wanted)])

    def forget(self, days: Iterable[str]) -> None:
        """Read these days again when they are asked for."""
        for day in days:
            self._sets.pop(day, None)


def earliest_sample(ledger: Ledger) -> str | None:
    """The day of the earliest sample in the ledger."""
    found: str | None = ledger.query(EARLIEST)[0][0]
    return found
