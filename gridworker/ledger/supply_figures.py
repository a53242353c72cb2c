"""What the requests of 物资 come to: what to buy, where it goes, how much of what (domain.md §3). Pure.

Money is whole 分. Everything is counted from the orders given; the ledger is not asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gridworker.ledger.address import Address
from gridworker.ledger.days import shift
from gridworker.ledger.supplies import ENDINGS, STATUS_PATH, Line, Order

UNDECIDED = "未定商家"
REGISTERED, REFUNDED = STATUS_PATH[0], "已退款"


# -- which orders count


def wanted(orders: Iterable[Order]) -> list[Order]:
    """The orders that are to be bought or were: all but those that ended without goods."""
    return [order for order in orders if order.status not in ENDINGS]


def refunded(orders: Iterable[Order]) -> list[Order]:
    """The orders whose money was given back."""
    return [order for order in orders if order.status == REFUNDED]


def on_the_way(orders: Iterable[Order]) -> list[Order]:
    """The orders that have yet to be signed for at their door."""
    return [order for order in orders if order.is_open]


def as_of(orders: Iterable[Order], last: str) -> list[Order]:
    """The orders known by the end of an ISO day, as they stood then."""
    after = shift(last, 1)
    return [_before(order, after) for order in orders if order.requested_at < after]


def _before(order: Order, after: str) -> Order:
    steps = tuple(step for step in order.steps if step.at < after)
    if len(steps) == len(order.steps):
        return order
    return replace(order, steps=steps, status=steps[-1].status if steps else REGISTERED)


# -- what to buy


@dataclass(frozen=True)
class Bought:
    """One item at one price; `price` and `money` are None where nobody wrote a price down."""

    item: str
    unit: str
    price: int | None
    quantity: int
    orders: int

    @property
    def money(self) -> int | None:
        return None if self.price is None else self.price * self.quantity


@dataclass(frozen=True)
class Purchase:
    """What one merchant is to deliver. `unpriced` is how many of the `quantity` have no price."""

    merchant: str
    rows: tuple[Bought, ...]
    orders: int

    @property
    def quantity(self) -> int:
        return sum(row.quantity for row in self.rows)

    @property
    def money(self) -> int:
        return sum(row.money or 0 for row in self.rows)

    @property
    def unpriced(self) -> int:
        return sum(row.quantity for row in self.rows if row.price is None)


def by_merchant(orders: Iterable[Order]) -> list[Purchase]:
    """The orders given, merchant by merchant in the order of their names; those of 未定商家 last."""
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        groups[order.merchant or UNDECIDED].append(order)
    names = sorted(groups, key=lambda name: (name == UNDECIDED, name))
    return [Purchase(name, _bought(groups[name]), len(groups[name])) for name in names]


def _bought(orders: Sequence[Order]) -> tuple[Bought, ...]:
    """Items by name, the same item at several prices apart."""
    lines = defaultdict(list)
    for order in orders:
        for line in order.lines:
            lines[line.item, line.unit or "", line.price].append((order.id, line.quantity))
    keys = sorted(lines, key=lambda key: (key[0], key[1], -1 if key[2] is None else key[2]))
    return tuple(
        Bought(*key, sum(many for _, many in lines[key]), len({order for order, _ in lines[key]}))
        for key in keys
    )


# -- where it goes


@dataclass(frozen=True)
class Load:
    """So many of one item."""

    item: str
    unit: str
    quantity: int


@dataclass(frozen=True)
class DoorLoad:
    """What goes to one door."""

    address: Address
    household: int
    orders: tuple[Order, ...]

    @property
    def loads(self) -> tuple[Load, ...]:
        return loads(self.orders)


@dataclass(frozen=True)
class UnitLoad:
    """What goes to one entrance, door by door."""

    address: Address
    doors: tuple[DoorLoad, ...]

    @property
    def orders(self) -> list[Order]:
        return [order for door in self.doors for order in door.orders]

    @property
    def loads(self) -> tuple[Load, ...]:
        return loads(self.orders)

    @property
    def quantity(self) -> int:
        return sum(load.quantity for load in self.loads)


def by_unit(orders: Iterable[Order]) -> list[UnitLoad]:
    """The orders given by entrance and door, as people count them; those of a door stay in their order."""
    households = defaultdict(list)
    for order in orders:
        households[order.household].append(order)
    doors = [DoorLoad(some[0].address, number, tuple(some)) for number, some in households.items()]
    doors.sort(key=lambda door: (door.address.sort_key, door.household))
    units = groupby(doors, lambda door: door.address.without_room())
    return [UnitLoad(place, tuple(some)) for place, some in units]


def loads(orders: Iterable[Order]) -> tuple[Load, ...]:
    """How many of each item, by name."""
    quantities: dict[tuple[str, str], int] = defaultdict(int)
    for order in orders:
        for line in order.lines:
            quantities[line.item, line.unit or ""] += line.quantity
    return tuple(Load(*key, quantities[key]) for key in sorted(quantities))


# -- totals


@dataclass(frozen=True)
class Tally:
    """Orders, things and money (分) of one kind; an order of two categories counts in both."""

    name: str
    orders: int
    quantity: int
    money: int


def by_category(orders: Iterable[Order]) -> list[Tally]:
    """The orders given by category of their lines, the most wanted first."""
    groups = defaultdict(list)
    for order in orders:
        for category in {category_of(line) for line in order.lines}:
            groups[category].append([line for line in order.lines if category_of(line) == category])
    tallies = [_tally(name, lines) for name, lines in groups.items()]
    return sorted(tallies, key=lambda tally: (-tally.quantity, tally.name))


def by_status(orders: Iterable[Order]) -> list[Tally]:
    """The orders given by status, in the order of the way they go."""
    groups = defaultdict(list)
    for order in orders:
        groups[order.status].append(order.lines)
    return [_tally(name, groups[name]) for name in (*STATUS_PATH, *ENDINGS) if name in groups]


def category_of(line: Line) -> str:
    """A line's category; 其他 where none was written down."""
    return line.category or "其他"


def _tally(name: str, orders: Sequence[Sequence[Line]]) -> Tally:
    lines = [line for some in orders for line in some]
    money = sum(line.amount or 0 for line in lines)
    return Tally(name, len(orders), sum(line.quantity for line in lines), money)
