"""Values that hold from a day on, with the earlier ones kept (在住状态, 管控状态)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gridworker.ledger.book import Ledger

PAST = "SELECT row, since, value FROM past WHERE register = ? AND field = ? ORDER BY row, id"


@dataclass(frozen=True)
class Dated:
    """The value now and since which day (None: always); `past` is (since, value), recorded first first.

    What was recorded later holds from its day on, whatever was planned earlier for days behind it.
    """

    value: str | None
    since: str | None
    past: tuple[tuple[str | None, str | None], ...] = ()

    def on(self, day: str) -> str | None:
        """The value on an ISO day; None where nothing is known of it."""
        if self.since is None or self.since <= day:
            return self.value
        for since, value in reversed(self.past):
            if since is None or since <= day:
                return value
        return None


def past_values(
    ledger: Ledger, register: str, field: str
) -> dict[int, tuple[tuple[str | None, str | None], ...]]:
    """Earlier values of a dated field as (since, value), recorded first first, by row number."""
    found = defaultdict(list)
    for row, since, value in ledger.query(PAST, (register, field)):
        found[row].append((since, value))
    return {row: tuple(values) for row, values in found.items()}
