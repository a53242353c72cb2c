"""Requests for supplies as they stand in the ledger: lines, steps, money, open or ended (domain.md §3)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridworker.errors import NoSuchRow
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import shift
from gridworker.ledger.registers import SUPPLY, SUPPLY_STATUSES
from gridworker.ledger.scope import WHOLE, Scope

STATUS_PATH = SUPPLY_STATUSES[:6]
"""From the call to the signature, in this order."""
ENDINGS = SUPPLY_STATUSES[6:]
"""Ends without a delivery; each needs its reason."""
REGISTERED, ORDERED, SENT, AT_POINT, AT_ENTRANCE, SIGNED = STATUS_PATH

# Written out so that SQLite can use the index of open requests.
OPEN = "s.status IN ('已登记', '已下单', '商家已发货', '已到接收点', '已到单元门')"
IS_ONE_OF = "{} IN (SELECT value FROM json_each(?))"
SIGNED_ON = """
s.status = '已签收' AND EXISTS (
    SELECT 1 FROM supply_step t WHERE t.supply = s.id AND t.status = '已签收' AND t.at >= ? AND t.at < ?)
"""
ORDERS = """
SELECT s.*, p.community, p.building, p.unit, h.room
FROM supply s JOIN household h ON h.id = s.household JOIN place p ON p.id = h.place
WHERE {condition} ORDER BY s.requested_at, s.id
"""
COUNTS = """
SELECT COALESCE(s.status, '已登记'), COUNT(*)
FROM supply s JOIN household h ON h.id = s.household JOIN place p ON p.id = h.place
WHERE {condition} GROUP BY 1
"""
LINES = """
SELECT supply, id, item, category, quantity, unit, price, COALESCE(arrived, 0) FROM supply_line
WHERE supply IN (SELECT value FROM json_each(?)) ORDER BY id
"""
STEPS = """
SELECT supply, id, status, at, person, note FROM supply_step
WHERE supply IN (SELECT value FROM json_each(?)) ORDER BY id
"""


@dataclass(frozen=True)
class Line:
    """What is wanted, and how much of it has arrived; `price` is 分 each."""

    id: int
    item: str
    category: str | None
    quantity: int
    unit: str | None
    price: int | None
    arrived: int

    @property
    def text(self) -> str:
        """蔬菜包×2."""
        return f"{self.item}×{self.quantity}"

    @property
    def amount(self) -> int | None:
        """分, or None without a price."""
        return None if self.price is None else self.price * self.quantity


@dataclass(frozen=True)
class Step:
    """One step of a request: to which status, when and by whom, in the order of entry."""

    id: int
    status: str
    at: str
    person: str | None
    note: str | None


@dataclass(frozen=True)
class Order:
    """One request with its lines and steps; `own` holds the worker's own fields."""

    id: int
    uid: str
    household: int
    address: Address
    requester: str | None
    id_number: str | None
    phone: str | None
    channel: str | None
    requested_at: str
    urgency: str | None
    merchant: str | None
    order_number: str | None
    promised_at: str | None
    handler: str | None
    status: str
    chain: str | None
    chain_line: int | None
    source: str | None
    note: str | None
    own: Mapping[str, Any]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]

    @property
    def total(self) -> int | None:
        """分 of all lines with a price; None when no line has one."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        return sum(amounts) if amounts else None

    @property
    def unpriced(self) -> int:
        """Lines without a price, which the total leaves out."""
        return sum(line.price is None for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Neither signed for nor ended."""
        return self.status in STATUS_PATH[:-1]

    @property
    def urgent(self) -> bool:
        """急 or 特急."""
        return self.urgency in ("急", "特急")

    @property
    def part_arrived(self) -> bool:
        """Some of it has arrived, and some has not."""
        return any(line.arrived for line in self.lines) and any(
            line.arrived < line.quantity for line in self.lines
        )

    @property
    def items(self) -> str:
        """蔬菜包×2、牛奶×1."""
        return "、".join(line.text for line in self.lines)


def orders(
    ledger: Ledger,
    scope: Scope = WHOLE,
    *,
    open_only: bool = False,
    first: str = "",
    last: str = "",
    household: int | None = None,
    rows: Collection[int] | None = None,
    statuses: Collection[str] = (),
    signed_on: str = "",
) -> list[Order]:
    """Requests by the moment of the request, the earliest first.

    `first` and `last` are ISO days of the request, both included; `signed_on` is that of the signature.
    Three queries, however many there are.
    """
    condition, parameters = scope.condition("p")
    wanted: dict[str, Sequence[Any] | None] = {
        condition: parameters,
        OPEN: () if open_only else None,
        IS_ONE_OF.format("s.status"): [json.dumps(list(statuses))] if statuses else None,
        SIGNED_ON: [signed_on, shift(signed_on, 1)] if signed_on else None,
        "s.requested_at >= ?": [first] if first else None,
        "s.requested_at < ?": [shift(last, 1)] if last else None,
        "s.household = ?": None if household is None else [household],
        IS_ONE_OF.format("s.id"): None if rows is None else [json.dumps(list(rows))],
    }
    given = {condition: values for condition, values in wanted.items() if values is not None}
    sql = ORDERS.format(condition=" AND ".join(given))
    return _whole(ledger, ledger.dicts(sql, [value for values in given.values() for value in values]))


def count_by_status(ledger: Ledger, scope: Scope = WHOLE) -> dict[str, int]:
    """How many requests stand at each status; statuses without any are left out."""
    condition, parameters = scope.condition("p")
    return dict(ledger.query(COUNTS.format(condition=condition), parameters))


def order(ledger: Ledger, row: int) -> Order:
    """One request. Raises NoSuchRow."""
    found = orders(ledger, rows=[row])
    if not found:
        raise NoSuchRow(SUPPLY.heading)
    return found[0]


def household_orders(ledger: Ledger, household: int, limit: int = 5) -> list[Order]:
    """What a household waits for, then its latest other requests; at most `limit` of them."""
    found = reversed(orders(ledger, household=household))
    return sorted(found, key=lambda each: not each.is_open)[:limit]


def _whole(ledger: Ledger, rows: list[Row]) -> list[Order]:
    numbers = json.dumps([row["id"] for row in rows])
    lines = _by_order(ledger.query(LINES, (numbers,)), Line)
    steps = _by_order(ledger.query(STEPS, (numbers,)), Step)
    return [_order(row, tuple(lines[row["id"]]), tuple(steps[row["id"]])) for row in rows]


def _by_order(rows: Iterable[tuple[Any, ...]], part: Callable[..., Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for supply, *values in rows:
        found[supply].append(part(*values))
    return found


def _order(row: Row, lines: tuple[Line, ...], steps: tuple[Step, ...]) -> Order:
    address = Address(*(row.pop(key) for key in ("community", "building", "unit", "room")))
    own = json.loads(row.pop("own") or "{}")
    row["status"] = row["status"] or REGISTERED
    return Order(**row, address=address, own=own, lines=lines, steps=steps)
