"""What is bought from one merchant as text to paste into a chat (domain.md §3)."""

from __future__ import annotations

from gridworker.export.reports.frame import unit_of
from gridworker.export.reports.orders_shown import money_in_words
from gridworker.ledger.book import Ledger
from gridworker.ledger.supply_figures import Bought, Purchase


def purchase_text(ledger: Ledger, purchase: Purchase, first: str, last: str) -> str:
    """One line an item, then the total: goods and money only, nobody's name or door."""
    days = _day(first) if first == last else f"{_day(first)}至{_day(last)}"
    lines = [f"{number}. {_line(row)}" for number, row in enumerate(purchase.rows, start=1)]
    money = f"，{money_in_words(purchase.money)} 元" if purchase.money else ""
    without = f"（{purchase.unpriced} 件没有单价）" if purchase.unpriced else ""
    total = f"合计 {purchase.quantity} 件{money}{without}，共 {purchase.orders} 单。"
    return "\n".join((f"【采购单】{purchase.merchant}", f"{unit_of(ledger)}　{days}", *lines, total))


def _line(row: Bought) -> str:
    """蔬菜包A 27份 × 59.90 = 1,617.30 元."""
    count = f"{row.item} {row.quantity}{row.unit}"
    if row.price is None or row.money is None:
        return count
    return f"{count} × {money_in_words(row.price)} = {money_in_words(row.money)} 元"


def _day(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:])}日"
