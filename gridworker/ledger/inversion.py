"""What takes a batch back: for every row it touched, one step that leads to the state before. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gridworker.ledger.catalogue import Row

Recorded = tuple[str, int, str, str, Row | None, Row | None]
"""Register, row, uid, action, before, after."""


@dataclass
class Inverse:
    """Steps by register and row number: rows to remove, to bring back whole, to set to earlier values."""

    remove: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    restore: dict[str, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))
    reset: dict[str, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))


def inverse_of(changes: Iterable[Recorded]) -> Inverse:
    """The steps for changes given last first; a row that came and went within them needs none."""
    found = Inverse()
    for register, row, uid, action, before, _ in changes:
        restore, reset = found.restore[register], found.reset[register]
        if action == "create":
            reset.pop(row, None)
            if restore.pop(row, None) is None:
                found.remove[register][row] = uid
        elif action == "remove":
            restore[row] = dict(before or {})
        elif row in restore:
            restore[row].update(before or {})
        else:
            reset.setdefault(row, {}).update(before or {})
    return found
