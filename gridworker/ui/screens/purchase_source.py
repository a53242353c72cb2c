"""The rows of 采购汇总: one an item of a merchant, with keys that stay the same while the page lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridworker.ledger.fields import MONEY, Field
from gridworker.ledger.supply_figures import Bought, Purchase
from gridworker.ui.grid import GridColumn, ListSource

_MONEY = Field("money", "金额（元）", MONEY)
_COLUMNS = (
    GridColumn("merchant", "商家", 8),
    GridColumn("item", "物品", 9, stretch=True),
    GridColumn("unit", "单位", 3),
    GridColumn("price", "单价（元）", 5, align="right", show=_MONEY.show),
    GridColumn("quantity", "数量", 4, align="right"),
    GridColumn("money", "金额（元）", 6, align="right", show=_MONEY.show),
    GridColumn("orders", "需求单数", 5, align="right"),
)


class PurchaseSource(ListSource):
    """Rows without a price carry a mark. A key is never given to another row: a selection cannot slip."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, tag=lambda row: "warn" if row["price"] is None else "info")
        self._numbers: dict[tuple[object, ...], int] = {}

    def take(self, shown: Iterable[Purchase]) -> None:
        """Show these; refresh the grid afterwards."""
        self.replace(self._row(each.merchant, row) for each in shown for row in each.rows)

    def _row(self, merchant: str, row: Bought) -> Mapping[str, Any]:
        key = (merchant, row.item, row.unit, row.price)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return {
            "id": number, "merchant": merchant, "item": row.item, "unit": row.unit, "price": row.price,
            "quantity": row.quantity, "money": row.money, "orders": row.orders,
        }  # fmt: skip
