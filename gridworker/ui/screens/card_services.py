"""What the household card says of supplies and visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.supplies import household_orders, limits, overdue_hours
from gridworker.ledger.visits import household_visits
from gridworker.ui.palette import STATUS, Tone
from gridworker.ui.screens.supply_source import hours_words, order_tag, urgency_words

LATEST = 4
_MUCH = 60  # characters of what a visit found; a click shows the rest


@dataclass(frozen=True)
class Entry:
    """One line: what happened when, how it stands, and the row of a screen that a click goes to."""

    at: str
    text: str
    state: str
    tone: Tone
    screen: str
    what: dict[str, Any] = field(default_factory=dict)


def order_lines(ledger: Ledger, household: int, now: str) -> Iterator[Entry]:
    """What the household waits for, then its latest other requests."""
    hours = limits(ledger)
    for order in household_orders(ledger, household, LATEST):
        over = overdue_hours(hours, order, now)
        status = STATUS[order_tag(order, late=over is not None)]
        words = [f"{status.mark} {order.status}"]
        if over is not None:
            words.append(f"超时 {hours_words(over)}")
        if order.urgent and order.is_open:
            words.append(urgency_words(order.urgency))
        what = {"page": "orders", "row": order.id}
        yield Entry(order.requested_at, order.items, "　".join(words), status.tone, "supplies", what)


def visit_lines(ledger: Ledger, household: int) -> Iterator[Entry]:
    """The latest visits."""
    for row in household_visits(ledger, household, LATEST):
        yield Entry(row["at"], _of_visit(row), row["way"] or "", "quiet", "visits",
                    {"page": "records", "row": row["id"]})  # fmt: skip


def _of_visit(row: Row) -> str:
    who = row.get("name") or "全户"
    found = str(row["found"] or "")
    shown = found if len(found) <= _MUCH else f"{found[:_MUCH]}…"
    return f"{who}　{shown}" if shown else str(who)
