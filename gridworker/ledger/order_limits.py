"""Until when a request has to be at the door, and how long it took (domain.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gridworker.ledger.book import Ledger
from gridworker.ledger.orders import SIGNED, Order

MEDICINES = ("药品", "一退两抗药品")
INFANTS = "婴幼儿用品"


@dataclass(frozen=True)
class Limits:
    """Hours from request to door, by what is wanted."""

    medicine: int
    infant: int
    other: int

    def hours(self, order: Order) -> int:
        """The strictest of the order's lines."""
        return min((self._of(line.category) for line in order.lines), default=self.other)

    def _of(self, category: str | None) -> int:
        if category in MEDICINES:
            return self.medicine
        return self.infant if category == INFANTS else self.other


def limits(ledger: Ledger) -> Limits:
    """The hours that the worker set."""
    medicine, infant, other = (
        int(ledger.setting(f"hours_{kind}") or default)
        for kind, default in (("medicine", 24), ("infant", 24), ("other", 72))
    )
    return Limits(medicine, infant, other)


def due_at(ledger_limits: Limits, order: Order) -> str:
    """The moment promised, else that of the strictest line's hours after the request."""
    if order.promised_at:
        return order.promised_at
    due = datetime.fromisoformat(order.requested_at) + timedelta(hours=ledger_limits.hours(order))
    return f"{due:%Y-%m-%d %H:%M:%S}"


def overdue_hours(ledger_limits: Limits, order: Order, now: str) -> float | None:
    """Hours past due of an order that still waits; None when it is in time, delivered or ended."""
    due = due_at(ledger_limits, order)
    return _hours(due, now) if order.is_open and now > due else None


def hours_to_door(order: Order) -> float | None:
    """Hours from the request to the signature; None while it is not signed for."""
    if order.status != SIGNED:
        return None
    signed = [step.at for step in order.steps if step.status == SIGNED]
    return _hours(order.requested_at, signed[-1]) if signed else None


def _hours(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 3600
