"""How long requests for supplies took from the call to the signature at the door (domain.md §3). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, median

from gridworker.ledger.supplies import STATUS_PATH, Limits, Order, due_at, hours_to_door
from gridworker.ledger.supply_figures import category_of

SIGNED = STATUS_PATH[-1]


@dataclass(frozen=True)
class DoorTimes:
    """Hours from request to door of `count` orders, `within` of them signed for before they were overdue."""

    count: int
    within: int
    median: float | None
    mean: float | None

    @property
    def share(self) -> float | None:
        """Within ÷ count; None when nothing was signed for."""
        return self.within / self.count if self.count else None


def door_times(limits: Limits, orders: Iterable[Order]) -> DoorTimes:
    """The hours of all orders among these that were signed for."""
    took = [(order, hours) for order in orders if (hours := hours_to_door(order)) is not None]
    each = [hours for _, hours in took]
    within = sum(_signed_at(order) <= due_at(limits, order) for order, _ in took)
    return DoorTimes(len(took), within, median(each) if each else None, fmean(each) if each else None)


def door_times_by_day(limits: Limits, orders: Iterable[Order]) -> list[tuple[str, DoorTimes]]:
    """The same for each ISO day on which something was signed for, the earliest first."""
    days = defaultdict(list)
    for order in orders:
        if hours_to_door(order) is not None:
            days[_signed_at(order)[:10]].append(order)
    return [(day, door_times(limits, days[day])) for day in sorted(days)]


def door_times_of(limits: Limits, orders: Iterable[Order], category: str) -> DoorTimes:
    """The same for the orders that have something of a category."""
    wanted = [order for order in orders if category in map(category_of, order.lines)]
    return door_times(limits, wanted)


def _signed_at(order: Order) -> str:
    return [step.at for step in order.steps if step.status == SIGNED][-1]
