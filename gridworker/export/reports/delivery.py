"""配送签收单: what goes to which door, a page a unit to sign, and the 分拣单 to pack it by (domain.md §3).

Doors stand here also when the report is masked: without them nobody can deliver. Names and phones are masked
like everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.export.reports.orders_shown import orders_of, who
from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import Order
from gridworker.ledger.supply_figures import Load, UnitLoad, by_unit, loads, on_the_way

MOST_ITEMS = 8  # items with a column of their own; the others are named in one
TWO_LINES = "\n"  # room to write a name by hand
SHEET_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("room", "房号", width=4.4, align="center", merge=True),
    Column("name", "需求人", width=4.6),
    Column("phone", "联系电话", width=6.6, align="center"),
    Column("items", "物品", width=12),
    Column("state", "状态", width=5, align="center"),
    Column("handed", "已送达", "tick", 3.2),
    Column("signature", "签收人", width=6),
    Column("time", "签收时间", width=4.6),
    Column("note", "备注", width=6),
)
_STATE, _NOTE = 5, 9


def build_delivery(ledger: Ledger, request: ReportRequest) -> Report:
    """What was on its way at the end of the day, entrance by entrance: to hand over, then to pack."""
    units = by_unit(on_the_way(orders_of(ledger, request, "", request.on)))
    tell = Disclosure(ledger, request.whole_identity)
    sections = (_to_hand_over(units, tell), _to_pack(units, tell)) if units else (_to_hand_over(units, tell),)
    layout = {"landscape": False, "signatures": ("配送人", "志愿者"), "stamp": False}
    return framed(ledger, request, "delivery", "配送签收单", sections, **layout)


# -- to hand over


def _to_hand_over(units: Sequence[UnitLoad], tell: Disclosure) -> Section:
    return Section(
        "签收单",
        SHEET_COLUMNS,
        list(_pages(units, tell)),
        note="送到一户勾一户，由收件人签名。" if units else "没有等着配送的物资。",
    )


def _pages(units: Sequence[UnitLoad], tell: Disclosure) -> Iterator[Row]:
    for unit in units:
        what = "、".join(_in_words(load, tell) for load in unit.loads)
        yield Row((f"{_heading(unit)}　{what}",), style="page")
        number = 0
        for door in unit.doors:
            for order in door.orders:
                number += 1
                yield _line(number, order, tell)


def _heading(unit: UnitLoad) -> str:
    return f"{unit.address.display}　{len(unit.doors)} 户 {len(unit.orders)} 单"


def _line(number: int, order: Order, tell: Disclosure) -> Row:
    urgent = f"【{order.urgency}】" if order.urgent else ""
    cells = (
        number,
        order.address.room,
        *who(order, tell),
        tell.text(_items(order)),
        order.status,
        False,
        TWO_LINES,
        None,
        tell.text(f"{urgent}{order.note or ''}"),
    )
    return Row(cells, block=str(order.household), marks={_NOTE: "bad"} if urgent else {})


def _items(order: Order) -> str:
    """蔬菜包×2（已到 1）、牛奶×1; what has arrived is told where it is only a part."""
    if not order.part_arrived:
        return order.items
    return "、".join(
        f"{line.text}（已到 {line.arrived}）" if line.arrived < line.quantity else line.text
        for line in order.lines
    )


def _in_words(load: Load, tell: Disclosure) -> str:
    return f"{tell.text(load.item)} {load.quantity}{load.unit}"


# -- to pack


def _to_pack(units: Sequence[UnitLoad], tell: Disclosure) -> Section:
    """Doors down, items across; those wanted most have a column, the others are named in the last."""
    everything = loads([order for unit in units for order in unit.orders])
    across = sorted(everything, key=lambda load: -load.quantity)[:MOST_ITEMS]
    columns = (
        Column("room", "房号", width=5, align="center"),
        *(Column(f"item{at}", _column_heading(load, tell), "integer", 4.6) for at, load in enumerate(across)),
        *([Column("others", "其他物品", width=14)] if len(everything) > len(across) else []),
        Column("quantity", "件数", "integer", 3.4),
        Column("packed", "已分拣", "tick", 3.2),
    )
    pack = _Packing(across, tell, others=len(everything) > len(across))
    return Section(
        "分拣单",
        columns,
        [row for unit in units for row in pack.rows(unit)],
        totals=pack.sums("合计", everything),
        figures=(
            Figure("单元", str(len(units))),
            Figure("户数", str(sum(len(unit.doors) for unit in units))),
            Figure("需求单数", str(sum(len(unit.orders) for unit in units))),
            Figure("件数", str(sum(unit.quantity for unit in units))),
        ),
    )


def _column_heading(load: Load, tell: Disclosure) -> str:
    return f"{tell.text(load.item)}（{load.unit}）" if load.unit else str(tell.text(load.item))


class _Packing:
    """Writes loads in the columns of `across`; with `others` those without a column in one of their own."""

    def __init__(self, across: Sequence[Load], tell: Disclosure, *, others: bool) -> None:
        self._keys = [(load.item, load.unit) for load in across]
        self._tell, self._others = tell, others

    def rows(self, unit: UnitLoad) -> Iterator[Row]:
        yield Row((_heading(unit),), style="band")
        for door in unit.doors:
            rest = "、".join(_in_words(load, self._tell) for load in self._rest(door.loads))
            yield Row((*self._cells(door.address.room, door.loads, rest), False))
        yield Row(self.sums("小计", unit.loads), style="subtotal")

    def sums(self, name: str, some: Sequence[Load]) -> tuple[Cell, ...]:
        """A line of totals, which only counts the others."""
        rest = sum(load.quantity for load in self._rest(some))
        return (*self._cells(name, some, f"{rest} 件" if rest else ""), None)

    def _rest(self, some: Sequence[Load]) -> list[Load]:
        return [load for load in some if (load.item, load.unit) not in self._keys]

    def _cells(self, name: str, some: Sequence[Load], rest: str) -> tuple[Cell, ...]:
        counts = {(load.item, load.unit): load.quantity for load in some}
        across = (counts.get(key) for key in self._keys)
        return (name, *across, *([rest] if self._others else []), sum(counts.values()))
