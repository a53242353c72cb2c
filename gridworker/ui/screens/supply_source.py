"""How requests for supplies read in a list: columns, order of urgency, words for money and hours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridworker.ledger.catalogue import Register
from gridworker.ledger.supplies import ENDINGS, Limits, Order, due_at, overdue_hours
from gridworker.ui.grid_source import GridColumn
from gridworker.ui.screens.register_page import column_of, own_columns

URGENCY = {"特急": "‼ 特急", "急": "！急"}
_RANKS = {"特急": 0, "急": 1}


def order_entries(found: Iterable[Order], limits: Limits, now: str) -> list[dict[str, Any]]:
    """Rows of the list, the most pressing first: past due, then by urgency, then by the moment due.

    Those that wait for nothing follow, the latest first.
    """
    waiting: list[Order] = []
    over: list[Order] = []
    for each in found:
        (waiting if each.is_open else over).append(each)
    waiting.sort(key=lambda each: pressing(each, limits, overdue_hours(limits, each, now)))
    return [order_entry(each, limits, now) for each in (*waiting, *reversed(over))]


def order_entry(found: Order, limits: Limits, now: str) -> dict[str, Any]:
    """One row; `over` holds the hours past due."""
    over = overdue_hours(limits, found, now)
    return {
        **found.own, "id": found.id, "door": found.address, "items": found.items, "over": over,
        "status": f"{found.status}（部分到）" if found.part_arrived and found.is_open else found.status,
        "urgency": found.urgency, "requester": found.requester, "phone": found.phone,
        "total": (found.total, found.unpriced) if found.total is not None else None,
        "requested_at": found.requested_at, "due": (due_at(limits, found), bool(found.promised_at)),
        "merchant": found.merchant, "open": found.is_open, "late": over is not None,
        "tag": order_tag(found, late=over is not None),
    }  # fmt: skip


def order_tag(found: Order, *, late: bool) -> str:
    """The status that the row's mark and colour tell."""
    if late:
        return "late"
    if not found.is_open:
        return "quiet" if found.status in ENDINGS else "done"
    return "warn" if found.urgent else "info"


def order_columns(register: Register) -> list[GridColumn]:
    """The columns of the list; what decides stands in front."""
    return [
        GridColumn("door", "住户", 10, show=lambda door: door.display, order=lambda door: door.sort_key),
        GridColumn("items", "物品", 10, stretch=True),
        GridColumn("status", "状态", 7),
        GridColumn("over", "超时", 4, align="right", show=hours_words),
        GridColumn("urgency", "紧急", 3.5, show=urgency_words, order=lambda word: _RANKS.get(word, 2)),
        GridColumn("requester", "需求人", 4),
        GridColumn("total", "合计元", 5, align="right", show=total_words, order=lambda total: total[0]),
        GridColumn("requested_at", "登记", 5.5, show=short),
        GridColumn("due", "应送达", 7, show=_due_words),
        column_of(register.field("phone"), 6.5),
        GridColumn("merchant", "商家", 6),
        *own_columns(register),
    ]


def hours_words(hours: float | None) -> str:
    """26 小时; what is less than one hour says so."""
    if hours is None:
        return ""
    return f"{hours:.0f} 小时" if hours >= 1 else "不到1小时"


def urgency_words(urgency: str | None) -> str:
    """‼ 特急."""
    return URGENCY.get(urgency or "", urgency or "")


def yuan(amount: int | None) -> str:
    """分 as 元 with both decimals."""
    return "—" if amount is None else f"{amount / 100:,.2f}"


def total_words(total: tuple[int, int] | None) -> str:
    """101.00, with a plus where some lines have no price."""
    return "—" if total is None else yuan(total[0]) + ("＋" if total[1] else "")


def short(moment: str | None) -> str:
    """11-28 09:15."""
    return (moment or "")[5:16]


def _due_words(due: tuple[str, bool]) -> str:
    return f"{short(due[0])}{'（承诺）' if due[1] else ''}"


def pressing(found: Order, limits: Limits, over: float | None) -> tuple[float, int, str]:
    """What to sort by: the longest past due first, then by urgency, then by the moment due."""
    return (-(over or 0), _RANKS.get(found.urgency or "", 2), due_at(limits, found))
