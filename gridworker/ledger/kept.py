"""What has been read of a ledger for testing, kept as long as it holds.

Every write stands in the ledger's own history, whichever program made it; what the history adds
since the last look tells which part must be read again. Registering samples costs one day, not all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from gridworker.ledger.book import Ledger
from gridworker.ledger.due import DueBook

# The last batch has no changes yet while it is being written.
HEADS = """
SELECT (SELECT COALESCE(MAX(id), 0) FROM change), (SELECT COALESCE(MAX(id), 0) FROM batch),
       (SELECT batch FROM change ORDER BY id DESC LIMIT 1)
"""
CHANGES = "SELECT register, row, action, before, after FROM change WHERE id > ? ORDER BY id LIMIT ?"
DAYS_OF_SAMPLES = "SELECT DISTINCT sampled_on FROM sample WHERE id IN (SELECT value FROM json_each(?))"
_TOO_MANY = 5_000

# The fields by which a changed row matters to testing. Registers with none given matter always.
_FIELDS = {
    "resident": {"household", "presence", "presence_since", "trade", "cadence", "moved_in", "moved_out"},
    "household": {"place", "room"},
    "place": {"community", "building", "unit", "status", "status_since"},
}
_RULES = ("cadence", "trade", "managed_status", "setting", "past")
_ONLY_DAYS = ("exemption", "round", "round_place", "closed_loop", "leave")

Recorded = tuple[str, int, str, str | None, str | None]
"""Register, row, action, values before and after as JSON."""


@dataclass
class _Kept:
    book: DueBook
    last_change: int


_kept: WeakKeyDictionary[Ledger, _Kept] = WeakKeyDictionary()


def due_book(ledger: Ledger) -> DueBook:
    """The reading of this ledger that holds now.

    Inside a running change it is read anew, for what is not yet kept may never be.
    """
    last_change, last_batch, finished_batch = ledger.query(HEADS)[0]
    if last_batch != (finished_batch or 0):
        return DueBook(ledger)
    kept = _kept.get(ledger)
    if kept is None or not _brought_up_to_date(ledger, kept, last_change):
        kept = _kept[ledger] = _Kept(DueBook(ledger), last_change)
    return kept.book


def _brought_up_to_date(ledger: Ledger, kept: _Kept, last_change: int) -> bool:
    """Forget what changed; False when everything must be read again."""
    if last_change == kept.last_change:
        return True
    changes = ledger.query(CHANGES, (kept.last_change, _TOO_MANY))
    if last_change < kept.last_change or len(changes) == _TOO_MANY or any(map(_matters_to_all, changes)):
        return False
    if samples := [change for change in changes if change[0] == "sample"]:
        days = _days_of(ledger, samples)
        kept.book.sampled.forget(days)
        kept.book.forget_days(since=min(days, default=""))
    if any(register in _ONLY_DAYS for register, *_ in changes):
        kept.book.forget_days()
    kept.last_change = last_change
    return True


def _matters_to_all(change: Recorded) -> bool:
    register, _, action, before, after = change
    if register in _RULES:
        return True
    if register not in _FIELDS:
        return False
    return action != "update" or not _FIELDS[register].isdisjoint(_values(before) | _values(after))


def _days_of(ledger: Ledger, samples: Iterable[Recorded]) -> set[str]:
    """Days on which these samples lie or lay."""
    rows = json.dumps([row for _, row, *_ in samples])
    days = {day for (day,) in ledger.query(DAYS_OF_SAMPLES, (rows,))}
    for _, _, _, before, after in samples:
        days |= {day for values in (before, after) if (day := _values(values).get("sampled_on"))}
    return days


def _values(packed: str | None) -> dict[str, str]:
    return dict(json.loads(packed)) if packed else {}
