"""两点一线: leave, which suspends the daily test, the log and the alerts (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.closed_loop import people_of
from gridworker.ledger.scope import WHOLE, Scope

OVERLAPPING = """
SELECT from_day, to_day FROM leave WHERE worker = :worker AND id IS NOT :but
AND from_day <= COALESCE(:to_day, '9999') AND :from_day <= COALESCE(to_day, '9999')
"""
LEAVE_ON = """
SELECT id FROM leave WHERE worker = :worker AND from_day <= :on AND (to_day IS NULL OR :on <= to_day)
"""

LeaveState = Literal["active", "coming", "past"]


class LeaveOverlaps(GridworkerError):
    def __init__(self, name: str, from_day: str, to_day: str | None) -> None:
        span = f"{from_day} 至 {to_day}" if to_day else f"{from_day} 起（未销假）"
        super().__init__(f"{name}已登记休假：{span}。请修改原来的休假，或换一个日期。")


@dataclass(frozen=True)
class Leave:
    """One leave as stored (`row`, own fields among the others) with the worker's row."""

    row: Row
    worker: Row

    def state(self, on: str) -> LeaveState:
        """Whether it holds on an ISO day, has not begun or is over."""
        if self.row["from_day"] > on:
            return "coming"
        return "past" if (self.row["to_day"] or on) < on else "active"


def leaves(ledger: Ledger, scope: Scope = WHOLE) -> list[Leave]:
    """Every leave of the people in the scope, the latest first."""
    workers = {row["id"]: row for row, _ in people_of(ledger, scope)}
    rows = [row for row in ledger.rows("leave") if row["worker"] in workers]
    rows.sort(key=lambda row: (row["from_day"], row["id"]), reverse=True)
    return [Leave(row, workers[row["worker"]]) for row in rows]


def save_leave(ledger: Ledger, values: Mapping[str, Any], leave: int | None = None) -> int:
    """Enter a leave, or change one; return its number. Raises LeaveOverlaps, RowProblems, NoSuchRow."""
    whole = {"to_day": None, **(ledger.get("leave", leave) if leave else {}), **values}
    ledger.register("leave").require(whole)
    span = {key: whole[key] for key in ("worker", "from_day", "to_day")}
    for other in ledger.query(OVERLAPPING, span | {"but": leave}):
        raise LeaveOverlaps(ledger.get("closed_loop", whole["worker"])["name"], *other)
    if leave is None:
        return ledger.create("leave", values)
    ledger.update("leave", leave, values)
    return leave


def leave_of(ledger: Ledger, worker: int, on: str) -> int | None:
    """The leave that somebody is on that day."""
    found = ledger.query(LEAVE_ON, {"worker": worker, "on": on})
    return int(found[0][0]) if found else None


def end_leaves(ledger: Ledger, rows: Iterable[int], last_day: str) -> None:
    """End leaves after an ISO day; one that had not begun by then is taken away. One undoable change.

    One that ends earlier anyway stays as it is. Raises NoSuchRow.
    """
    with ledger.change(f"销假，休到 {last_day}"):
        for row in rows:
            old = ledger.get("leave", row)
            if old["from_day"] > last_day:
                ledger.remove("leave", row)
            elif old["to_day"] is None or old["to_day"] > last_day:
                ledger.update("leave", row, {"to_day": last_day})
