"""The rows of 分拣配送: entrances with what goes to them, and their requests door by door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.identity import mask_phone
from gridworker.ledger.supplies import STATUS_PATH, Order
from gridworker.ledger.supply_figures import UnitLoad
from gridworker.ui.grid import GridColumn, ListSource

AT_ENTRANCE, SIGNED = STATUS_PATH[-2:]
Late = Callable[[Order], float | None]
"""Hours past due of a request; None when it is in time."""

_UNIT_COLUMNS = (
    GridColumn("place", "单元", 7.2, stretch=True, show=lambda unit: unit.address.display or "未登记楼栋",
               order=lambda unit: unit.address.sort_key),
    GridColumn("quantity", "件", 2, align="right", sortable=False),
    GridColumn("there", "到门", 3, align="right", sortable=False,
               show=lambda there: f"{there[0]}/{there[1]}"),
)  # fmt: skip
_ROOM, _ADDRESS = 3.4, 9.0  # Chinese characters of a door in one entrance, in several


class UnitSource(ListSource):
    """Entrances; a key belongs to the same entrance as long as the page lives."""

    def __init__(self) -> None:
        super().__init__(_UNIT_COLUMNS, tag=lambda row: row["tag"])
        self._numbers: dict[Address, int] = {}

    def take(self, units: Iterable[UnitLoad], late: Late) -> None:
        """Show these; refresh the grid afterwards."""
        self.replace(self._row(unit, late) for unit in units)

    def unit(self, key: int) -> UnitLoad:
        """The entrance of a row."""
        unit: UnitLoad = self.row(key)["place"]
        return unit

    def _row(self, unit: UnitLoad, late: Late) -> Mapping[str, Any]:
        found = unit.orders
        there = sum(order.status == AT_ENTRANCE for order in found)
        waits = "done" if there == len(found) else "info"
        return {
            "id": self._numbers.setdefault(unit.address, len(self._numbers) + 1),
            "place": unit, "quantity": unit.quantity, "there": (there, len(found)),
            "tag": "late" if any(map(late, found)) else waits,
        }  # fmt: skip


class DoorSource(ListSource):
    """Requests door by door; phones are masked unless `whole`."""

    def __init__(self) -> None:
        super().__init__(_door_columns(_ROOM), tag=_tag)
        self.whole = False

    def take(self, units: Sequence[UnitLoad], late: Late) -> None:
        """Show the requests of these entrances; of one entrance the room says enough."""
        alone = len(units) == 1
        self.columns = _door_columns(_ROOM if alone else _ADDRESS)
        self.replace(self._row(order, late(order), alone) for unit in units for order in unit.orders)

    def _row(self, order: Order, late: float | None, alone: bool) -> Mapping[str, Any]:
        phone = order.phone or ""
        door = order.address.room if alone else order.address.display
        return {
            "id": order.id, "door": (door, order.address.sort_key), "requester": order.requester,
            "phone": phone if self.whole or not phone else mask_phone(phone),
            "items": order.items, "status": order.status, "late": late,
        }  # fmt: skip


def _door_columns(width: float) -> tuple[GridColumn, ...]:
    return (
        GridColumn("door", "房号", width, show=itemgetter(0), order=itemgetter(1)),
        GridColumn("requester", "需求人", 3.6),
        GridColumn("phone", "电话", 6, sortable=False),
        GridColumn("items", "物品", 5, stretch=True),
        GridColumn("status", "状态", 5),
        GridColumn(
            "late", "超时", 3.6, align="right", show=lambda hours: f"{hours:.0f}小时" if hours else ""
        ),
    )


def _tag(row: Mapping[str, Any]) -> str:
    if row["late"]:
        return "late"
    return "done" if row["status"] == AT_ENTRANCE else "info"
