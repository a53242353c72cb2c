"""Moving requests for supplies from step to step, each kept with time and person (domain.md §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.orders import AT_POINT, ENDINGS, STATUS_PATH, Order, order, orders


class AtBeforeRequest(GridworkerError):
    def __init__(self, found: Order, at: str) -> None:
        super().__init__(
            f"{found.address.display}的需求登记于 {found.requested_at[:16]}，流转时间不能比登记时间更早"
            f"（{at[:16]}）。请核对时间后再试。"
        )


class ReasonMissing(GridworkerError):
    def __init__(self, status: str) -> None:
        super().__init__(f"把需求关闭为“{status}”要写明原因，例如“商家停业”“住户已自购”。请填写原因后再试。")


class NotOpen(GridworkerError):
    def __init__(self, found: Order, status: str) -> None:
        super().__init__(
            f"{found.address.display}的需求已是“{found.status}”，不能再改为“{status}”。请先退回上一步，再做这一步。"
        )


class ArrivedTooMany(GridworkerError):
    def __init__(self, item: str, quantity: int) -> None:
        super().__init__(f"{item}一共要 {quantity} 份，到货数量应在 0 到 {quantity} 之间。请核对后再登记。")


def advance(
    ledger: Ledger,
    rows: Collection[int],
    status: str,
    at: str,
    person: str | None = None,
    note: str | None = None,
) -> int:
    """Move requests to a status, forward or back, all or none; return how many moved.

    Those already there stay as they are. An ended request is reopened by going back to a step it had
    reached. Raises AtBeforeRequest, ReasonMissing (an ending without `note`), NotOpen.
    """
    if status in ENDINGS and not (note or "").strip():
        raise ReasonMissing(status)
    moving = [each for each in orders(ledger, rows=rows) if each.status != status]
    for each in moving:
        _require_step(each, status, at)
    with ledger.change(f"物资需求：{status}"):
        for each in moving:
            ledger.update("supply", each.id, {"status": status})
            keep_step(ledger, each.id, status, at, person, note)
    return len(moving)


def step_on(
    ledger: Ledger, rows: Collection[int], at: str, person: str | None = None, *, back: bool = False
) -> int:
    """Move each request to its own next status, or one step `back`; return how many moved.

    Those that are at an end, or at the beginning, stay. Raises AtBeforeRequest.
    """
    towards = before_that if back else after_that
    wanted: dict[str, list[int]] = defaultdict(list)
    for each in orders(ledger, rows=rows):
        if status := towards(each):
            wanted[status].append(each.id)
    with ledger.change("物资需求退回一步" if back else "物资需求下一步"):
        return sum(advance(ledger, group, status, at, person) for status, group in wanted.items())


def before_that(found: Order) -> str | None:
    """The status that a step back leads to: before an ending the last one reached; None for the first."""
    if found.status in ENDINGS:
        reached = [step.status for step in found.steps if step.status in STATUS_PATH]
        return reached[-1] if reached else STATUS_PATH[0]
    position = STATUS_PATH.index(found.status)
    return STATUS_PATH[position - 1] if position else None


def after_that(found: Order) -> str | None:
    """The next status of an open request, else None."""
    return STATUS_PATH[STATUS_PATH.index(found.status) + 1] if found.is_open else None


def arrive(ledger: Ledger, row: int, arrived: Mapping[int, int], at: str, person: str | None = None) -> None:
    """Keep how many of each line (by its number) have arrived by now, with a step that says so.

    When all has arrived the request is 已到接收点. Raises AtBeforeRequest, NotOpen, ArrivedTooMany.
    """
    found = order(ledger, row)
    _require_step(found, AT_POINT, at)
    for line in found.lines:
        if not 0 <= arrived.get(line.id, line.arrived) <= line.quantity:
            raise ArrivedTooMany(line.item, line.quantity)
    with ledger.change("物资到货"):
        for line in found.lines:
            ledger.update("supply_line", line.id, {"arrived": arrived.get(line.id, line.arrived)})
        after = order(ledger, row)
        whole = all(line.arrived == line.quantity for line in after.lines)
        if whole and found.status in STATUS_PATH[: STATUS_PATH.index(AT_POINT)]:
            ledger.update("supply", row, {"status": AT_POINT})
            after = order(ledger, row)
        keep_step(ledger, row, after.status, at, person, _arrival_words(after))


def keep_step(ledger: Ledger, row: int, status: str, at: str, person: str | None, note: str | None) -> None:
    """Write one step of a request; without a person it is the worker of this ledger who took it."""
    who = person or ledger.setting("worker") or None
    values = {"supply": row, "status": status, "at": at, "person": who, "note": note}
    ledger.create("supply_step", values)


def _require_step(found: Order, status: str, at: str) -> None:
    if at < found.requested_at:
        raise AtBeforeRequest(found, at)
    if status in ENDINGS and not found.is_open:
        raise NotOpen(found, status)
    if found.status in ENDINGS and STATUS_PATH.index(status) > STATUS_PATH.index(before_that(found) or ""):
        raise NotOpen(found, status)


def _arrival_words(found: Order) -> str:
    """部分到货：蔬菜包 1/2份; 全部到货."""
    if not found.part_arrived:
        return "全部到货" if any(line.arrived for line in found.lines) else "到货数量清零"
    parts = (f"{line.item} {line.arrived}/{line.quantity}{line.unit or ''}" for line in found.lines)
    return f"部分到货：{'、'.join(parts)}"
