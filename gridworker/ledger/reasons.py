"""Why someone was not sampled on a day, and who is exempt for how long (domain.md §2.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.registers import EXEMPT, MISSED_REASON

GIVEN_FOR_DAY = """
SELECT id, from_day, to_day, resident, reason, note FROM exemption
WHERE kind = :kind AND from_day <= :on AND (to_day IS NULL OR :on <= to_day)
  AND resident IN (SELECT value FROM json_each(:residents))
"""

UNTOLD = "未说明"


def set_missed_reason(ledger: Ledger, residents: Sequence[int], on: str, reason: str) -> None:
    """Give one reason why these were not sampled on an ISO day; it takes the place of an earlier one.

    未说明 and blank clear it. One undoable change. Raises RowProblems.
    """
    reason = reason.strip()
    with ledger.change(f"未检原因：{reason or UNTOLD}（{len(residents)} 人）"):
        _clear(ledger, residents, on)
        if reason and reason != UNTOLD:
            given = {"kind": MISSED_REASON, "reason": reason, "from_day": on, "to_day": on}
            ledger.create_many("exemption", [{"resident": resident, **given} for resident in residents])


def set_exemption(
    ledger: Ledger,
    residents: Sequence[int],
    reason: str,
    from_day: str,
    to_day: str | None = None,
    own: Mapping[str, Any] | None = None,
) -> None:
    """Exempt these from testing from day to day, both included; without `to_day` until further notice.

    `own` are values of the worker's own fields. One undoable change. Raises RowProblems when the days are
    in the wrong order.
    """
    given: dict[str, Any] = {"kind": EXEMPT, "reason": reason.strip() or None}
    given |= {"from_day": from_day, "to_day": to_day, **(own or {})}
    with ledger.change(f"免检：{reason}（{len(residents)} 人）"):
        ledger.create_many("exemption", [{"resident": resident, **given} for resident in residents])


def _clear(ledger: Ledger, residents: Sequence[int], on: str) -> None:
    """Take the day out of what was given; a reason for several days stays for the others."""
    wanted = {"kind": MISSED_REASON, "on": on, "residents": json.dumps(list(residents))}
    rests: list[dict[str, Any]] = []
    for row, from_day, to_day, resident, reason, note in ledger.query(GIVEN_FOR_DAY, wanted):
        kept = {"resident": resident, "kind": MISSED_REASON, "reason": reason, "note": note}
        if from_day < on:
            rests.append({**kept, "from_day": from_day, "to_day": shift(on, -1)})
        if to_day is None or to_day > on:
            rests.append({**kept, "from_day": shift(on, 1), "to_day": to_day})
        ledger.remove("exemption", row)
    ledger.create_many("exemption", rests, checked=True)
