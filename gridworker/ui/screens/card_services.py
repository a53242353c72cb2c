"""What the household card says of supplies and visits, and who of the household is out or under 两点一线."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.supplies import Order, household_orders, limits, overdue_hours
from gridworker.ledger.visits import household_visits
from gridworker.ui.palette import Tone

LATEST = 4


@dataclass(frozen=True)
class Entry:
    """One line: what happened when, how it stands, and the row of a screen that a click goes to."""

    at: str
    text: str
    state: str
    tone: Tone
    screen: str
    what: dict[str, Any] = field(default_factory=dict)


def order_entries(ledger: Ledger, household: int, now: str) -> Iterator[Entry]:
    """What the household waits for, then its latest other requests."""
    hours = limits(ledger)
    for order in household_orders(ledger, household, LATEST):
        state, tone = _state_of(order, overdue_hours(hours, order, now))
        what = {"page": "orders", "row": order.id}
        yield Entry(order.requested_at, order.items, state, tone, "supplies", what)


def _state_of(order: Order, late: float | None) -> tuple[str, Tone]:
    if late is not None:
        return f"× {order.status}，超时 {late:.0f} 小时", "bad"
    if order.is_open:
        return f"○ {order.status}", "warn"
    return (f"✓ {order.status}", "good") if order.status == "已签收" else (f"－ {order.status}", "quiet")


def visit_entries(ledger: Ledger, household: int) -> Iterator[Entry]:
    """The latest visits."""
    for row in household_visits(ledger, household, LATEST):
        yield Entry(row["at"], _of_visit(row), row["way"] or "", "quiet", "visits",
                    {"page": "records", "row": row["id"]})  # fmt: skip


def _of_visit(row: Row) -> str:
    who = row.get("name") or "全户"
    return f"{who}　{row['found']}" if row["found"] else str(who)
