"""Everything about supplies in one import, and what of it waits on a day (domain.md §3)."""

from __future__ import annotations

from datetime import datetime

from gridworker.ledger.book import Ledger
from gridworker.ledger.order_entry import change_order, place_order, repeat, split
from gridworker.ledger.order_limits import Limits, due_at, hours_to_door, limits, overdue_hours
from gridworker.ledger.order_steps import advance, after_that, arrive, before_that, step_on
from gridworker.ledger.orders import (
    ENDINGS,
    STATUS_PATH,
    Line,
    Order,
    Step,
    count_by_status,
    household_orders,
    order,
    orders,
)  # fmt: skip
from gridworker.ledger.todo_item import Todo

__all__ = [
    "ENDINGS",
    "STATUS_PATH",
    "Limits",
    "Line",
    "Order",
    "Step",
    "advance",
    "after_that",
    "arrive",
    "before_that",
    "change_order",
    "count_by_status",
    "due_at",
    "hours_to_door",
    "household_orders",
    "limits",
    "order",
    "orders",
    "overdue_hours",
    "place_order",
    "repeat",
    "split",
    "step_on",
    "supply_todos",
]


def supply_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Requests past due, urgent ones and all that wait, at the present clock time of the ISO day."""
    waiting = orders(ledger, open_only=True, last=on)
    hours = limits(ledger)
    now = f"{on} {datetime.now():%H:%M:%S}"
    late = [over for each in waiting if (over := overdue_hours(hours, each, now)) is not None]
    urgent = sum(each.urgent for each in waiting)
    found = []
    if late:
        text = f"{len(late)} 单物资需求已超时，最长超时 {max(late):.0f} 小时"
        found.append(Todo("bad", text, "supplies", {"page": "orders", "state": "late"}))
    if urgent:
        text = f"{urgent} 单急、特急的物资需求还没有送达"
        found.append(Todo("warn", text, "supplies", {"page": "orders", "state": "open"}))
    if waiting:
        text = f"{len(waiting)} 单物资需求还没有送达"
        found.append(Todo("info", text, "supplies", {"page": "orders", "state": "open"}))
    return found
