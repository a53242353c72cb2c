"""Entering requests for supplies: a new one, a changed one, the same again, one taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridworker.errors import GridworkerError, RowProblems
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.order_steps import AtBeforeRequest, keep_step
from gridworker.ledger.orders import AT_POINT, REGISTERED, Line, Order, order, orders
from gridworker.ledger.registers import SUPPLY, SUPPLY_LINE

NAMED_MEDICINE = "一退两抗药品"
_HEADINGS = {**SUPPLY.headings, "lines": "物品"}
_ONCE = ("order_number", "promised_at", "chain", "chain_line", "source")


class NothingToSplit(GridworkerError):
    def __init__(self, found: Order) -> None:
        super().__init__(
            f"{found.address.display}的需求没有分批到货，不用拆单。请先登记到货数量，到了一部分再拆。"
        )


def place_order(ledger: Ledger, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> int:
    """Keep a new request with its lines and its first step; return its number.

    `values` and `lines` are parsed values by field key of supply and supply_line. Raises RowProblems;
    what is wrong with a line stands under `lines`.
    """
    _require(ledger, values, lines)
    with ledger.change("新增物资需求"):
        row = ledger.create("supply", {**values, "status": REGISTERED})
        _add_lines(ledger, row, lines)
        keep_step(ledger, row, REGISTERED, values["requested_at"], values.get("handler"), None)
    return row


def change_order(
    ledger: Ledger, row: int, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> None:
    """Change a request; lines with an `id` stay, those no longer named go, others are new.

    Status and steps stay; the first step follows the moment of the request. Raises RowProblems,
    AtBeforeRequest when a later step would lie before the request.
    """
    before = order(ledger, row)
    whole = {**ledger.get("supply", row), **values}
    _require(ledger, whole, lines)
    requested_at = whole["requested_at"]
    if any(step.at < requested_at for step in before.steps[1:]):
        raise AtBeforeRequest(before, requested_at)
    with ledger.change("修改物资需求"):
        ledger.update("supply", row, {key: value for key, value in values.items() if key != "status"})
        _change_lines(ledger, before, lines)
        if before.steps and before.steps[0].status == REGISTERED:
            ledger.update("supply_step", before.steps[0].id, {"at": requested_at})


def repeat(ledger: Ledger, rows: Sequence[int], at: str) -> list[int]:
    """Enter the same requests again as of a moment; return the new numbers.

    What belonged to the one delivery (order number, promise, chain) is left out.
    """
    new = []
    with ledger.change("重复物资需求"):
        for each in orders(ledger, rows=rows):
            values = {key: value for key, value in ledger.get("supply", each.id).items() if key not in _ONCE}
            lines = [{**_line_values(line), "arrived": None} for line in each.lines]
            new.append(place_order(ledger, _without_keys(values) | {"requested_at": at}, lines))
    return new


def split(ledger: Ledger, row: int, at: str, person: str | None = None) -> int:
    """Take apart a request of which a part arrived: that part goes on, the rest becomes a request of its own.

    The new one keeps the date and the steps of the old one; its number is returned. Raises NothingToSplit.
    """
    found = order(ledger, row)
    if not found.part_arrived or not found.is_open:
        raise NothingToSplit(found)
    waiting = [_waiting(line) for line in found.lines if line.arrived < line.quantity]
    rest = "、".join(f"{line['item']}×{line['quantity']}" for line in waiting)
    with ledger.change("拆分物资需求"):
        new = ledger.create("supply", _without_keys(ledger.get("supply", row)))
        _add_lines(ledger, new, waiting)
        for step in found.steps:
            keep_step(ledger, new, step.status, step.at, step.person, step.note)
        keep_step(ledger, new, found.status, at, person, "拆单：由分批到货的需求拆出")
        _keep_arrived(ledger, found)
        ledger.update("supply", row, {"status": AT_POINT})
        keep_step(ledger, row, AT_POINT, at, person, f"拆单：{rest}另立一单")
    return new


def _require(ledger: Ledger, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    register = ledger.register("supply")
    problems = register.problems(register.complete(values))
    promised = values.get("promised_at")
    if promised and promised < (values.get("requested_at") or ""):
        problems["promised_at"] = "承诺送达早于登记时间，请核对"
    if wrong := _line_problem(lines):
        problems["lines"] = wrong
    if any(line.get("category") == NAMED_MEDICINE for line in lines):
        for key, what in (("requester", "姓名"), ("id_number", "证件号码")):
            if not values.get(key):
                problems[key] = f"购买一退两抗药品要登记购买人的{what}"
    if problems:
        raise RowProblems(problems, _HEADINGS)


def _line_problem(lines: Sequence[Mapping[str, Any]]) -> str:
    if not lines:
        return "至少要有一样物品"
    for number, line in enumerate(lines, 1):
        wrong = SUPPLY_LINE.problems(SUPPLY_LINE.complete({**line, "supply": 0}))
        for key, text in wrong.items():
            return f"第 {number} 行{SUPPLY_LINE.field(key).heading}：{text}"
    return ""


def _add_lines(ledger: Ledger, row: int, lines: Sequence[Mapping[str, Any]]) -> None:
    ledger.create_many("supply_line", [{**_without_keys(line), "supply": row} for line in lines])


def _change_lines(ledger: Ledger, before: Order, lines: Sequence[Mapping[str, Any]]) -> None:
    kept = {line["id"] for line in lines if line.get("id")}
    for line in before.lines:
        if line.id not in kept:
            ledger.remove("supply_line", line.id)
    for given in lines:
        if given.get("id"):
            ledger.update("supply_line", given["id"], _without_keys(given))
    _add_lines(ledger, before.id, [line for line in lines if not line.get("id")])


def _keep_arrived(ledger: Ledger, found: Order) -> None:
    """Of every line what arrived; lines of which nothing came are gone."""
    for line in found.lines:
        if line.arrived:
            ledger.update("supply_line", line.id, {"quantity": line.arrived})
        else:
            ledger.remove("supply_line", line.id)


def _waiting(line: Line) -> Row:
    return _line_values(line) | {"quantity": line.quantity - line.arrived, "arrived": None}


def _line_values(line: Line) -> Row:
    return {key: getattr(line, key) for key in ("item", "category", "quantity", "unit", "price", "arrived")}


def _without_keys(row: Mapping[str, Any]) -> Row:
    return {key: value for key, value in row.items() if key not in ("id", "uid")}
