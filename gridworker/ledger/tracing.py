"""Tracing a positive tube (追阳): opening its record, the steps taken for each person, closing.

Every function is one undoable change; moments come as ISO text. Rule: domain.md §2.5.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Literal

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.contacts import contacts
from gridworker.ledger.registers import TRACE_ROLES
from gridworker.ledger.traces import (
    DOUBTFUL,
    POSITIVE,
    TracePerson,
    TraceRow,
    TraceView,
    trace_view,
    traces,
    untraced,
)

__all__ = [
    "DOUBTFUL", "POSITIVE", "STEPS", "Step", "TraceClosed", "TracePerson", "TraceRow", "TraceUnsettled",
    "TraceView", "close_trace", "mark", "open_missing_traces", "open_trace", "open_trace_of",
    "refresh_people", "reopen_trace", "trace_view", "traces", "untraced",
]  # fmt: skip

CLOSED_AMONG = """
SELECT t.tube FROM trace_person p JOIN trace t ON t.id = p.trace
WHERE p.id IN (SELECT value FROM json_each(?)) AND t.closed_at IS NOT NULL LIMIT 1
"""
OPEN_OF_TUBE = "SELECT id FROM trace WHERE tube = ? AND closed_at IS NULL ORDER BY id DESC LIMIT 1"

Step = Literal["通知", "转运", "复核阴性", "排除"]
STEPS: dict[Step, str] = {
    "通知": "notified_at", "转运": "transferred_at", "复核阴性": "cleared_at", "排除": "excluded_at",
}  # fmt: skip
"""The steps in their order, with the field that keeps each one's moment."""


class TraceUnsettled(GridworkerError):
    """A record cannot be closed: `unsettled` people are neither 转运 nor 复核阴性 nor 排除."""

    def __init__(self, tube: str, unsettled: int) -> None:
        self.unsettled = unsettled
        super().__init__(
            f"采样管 {tube} 的追阳还有 {unsettled} 人没有处置，不能结案。请逐人登记转运、复核阴性或排除。"
        )


class TraceClosed(GridworkerError):
    def __init__(self, tube: str) -> None:
        super().__init__(f"采样管 {tube} 的追阳已经结案，没有改动。如需改动，请先重新打开。")


def open_trace(ledger: Ledger, tube: str, result: str, at: str) -> int:
    """Open a record for a tube and list everyone it concerns; return its number."""
    with ledger.change(f"追阳立案 {tube}"):
        trace = ledger.create("trace", {"tube": tube, "result": result, "opened_at": at})
        people = contacts(ledger, tube, at[:10])
        rows = [{"trace": trace, "resident": who, "role": role} for who, role in people.items()]
        ledger.create_many("trace_person", rows)
    return trace


def open_trace_of(ledger: Ledger, tube: str) -> int | None:
    """The number of the tube's open record."""
    found = ledger.query(OPEN_OF_TUBE, (tube,))
    return int(found[0][0]) if found else None


def open_missing_traces(ledger: Ledger, at: str) -> list[int]:
    """Open a record for every 阳性 or 可疑 tube that has none; call it after a laboratory's file came in."""
    missing = untraced(ledger)
    with ledger.change(f"追阳立案（{len(missing)} 管）"):
        return [open_trace(ledger, tube, result, at) for tube, result in missing.items()]


def refresh_people(ledger: Ledger, trace: int, at: str) -> int:
    """List those who concern the record only now, and bring nearer whose role has become so; return how many.

    Nobody is taken off the list. Raises TraceClosed, NoSuchRow.
    """
    row = _still_open(ledger, trace)
    known = {person["resident"]: person for person in ledger.rows("trace_person", {"trace": trace})}
    changed = 0
    with ledger.change(f"追阳补充人员 {row['tube']}"):
        for resident, role in contacts(ledger, row["tube"], at[:10]).items():
            old = known.get(resident)
            if old is None:
                ledger.create("trace_person", {"trace": trace, "resident": resident, "role": role})
            elif TRACE_ROLES.index(role) < TRACE_ROLES.index(old["role"]):
                ledger.update("trace_person", old["id"], {"role": role})
            else:
                continue
            changed += 1
    return changed


def mark(ledger: Ledger, rows: Collection[int], step: Step, at: str | None) -> int:
    """Note the moment of a step for these people (TracePerson.row), or None that it was not taken.

    Returns how many were changed. Raises TraceClosed, NoSuchRow.
    """
    closed = ledger.query(CLOSED_AMONG, (json.dumps(list(rows)),))
    if closed:
        raise TraceClosed(closed[0][0])
    word = step if at else f"取消{step}"
    with ledger.change(f"追阳{word}（{len(rows)} 人）"):
        return sum(ledger.update("trace_person", row, {STEPS[step]: at}) for row in rows)


def close_trace(ledger: Ledger, trace: int, at: str) -> None:
    """Close a record in which everyone is settled. Raises TraceUnsettled, TraceClosed, NoSuchRow."""
    row = _still_open(ledger, trace)
    unsettled = trace_view(ledger, trace).unsettled
    if unsettled:
        raise TraceUnsettled(row["tube"], unsettled)
    with ledger.change(f"追阳结案 {row['tube']}"):
        ledger.update("trace", trace, {"closed_at": at})


def reopen_trace(ledger: Ledger, trace: int) -> None:
    """Open a closed record again. Raises NoSuchRow."""
    with ledger.change(f"追阳重新打开 {ledger.get('trace', trace)['tube']}"):
        ledger.update("trace", trace, {"closed_at": None})


def _still_open(ledger: Ledger, trace: int) -> Row:
    row = ledger.get("trace", trace)
    if row["closed_at"]:
        raise TraceClosed(row["tube"])
    return row
