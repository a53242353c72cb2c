"""A small ledger of made-up people with requests in every state, for tests of 物资."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import Order, advance, orders, place_order
from tests.ui.pages import TODAY, make_ledger

MORNING, STEP = f"{TODAY} 00:00:00", f"{TODAY} 00:00:01"
VEGETABLES = {"item": "蔬菜包A", "category": "蔬菜包", "quantity": 2, "price": 3050}
MILK = {"item": "牛奶", "category": "肉蛋奶", "quantity": 1, "unit": "箱", "price": None}
PILLS = {"item": "降压药", "category": "药品", "quantity": 1, "price": 1999}


def supply_ledger(path: Path) -> Path:
    """张小三 waits too long for pills, 李小四 is in a hurry; one request is signed for, one cancelled."""
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        ledger.set_setting("worker", "网格员小陈")
        ledger.create("bundle", {"name": "蔬菜包A", "merchant": "示例超市", "price": 3050})
        ledger.create("merchant", {"name": "示例超市"})
        _place(ledger, "张小三", PILLS, requested_at="2022-11-25 09:00:00")
        _place(ledger, "李小四", VEGETABLES, MILK, urgency="特急")
        _place(ledger, "王小五", VEGETABLES)
        signed = _place(ledger, "赵小六", MILK)
        advance(ledger, [signed], "已签收", STEP)
        ended = _place(ledger, "孙小七", MILK)
        advance(ledger, [ended], "已取消", STEP, note="住户已自购")
    return path


def _place(ledger: Ledger, name: str, *lines: dict[str, Any], **values: Any) -> int:
    person = ledger.rows("resident", {"name": name})[0]
    given = {"household": person["household"], "requester": name, "phone": person["phone"]}
    return place_order(ledger, {"requested_at": MORNING, **given, **values}, lines)


def request_of(ledger: Ledger, name: str) -> Order:
    """The latest request of this person."""
    return [each for each in orders(ledger) if each.requester == name][-1]
