"""采购汇总: what to buy from whom in a period, the text for the merchant, and marking it as ordered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import advance, orders, place_order
from gridworker.ui.screens import reckoning
from gridworker.ui.screens.purchase_page import PurchasePage
from tests.ui.driving import press, pump, settle, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger
from tests.ui.screen_window import clipped

Hosted = tuple[PurchasePage, Shell]
MERCHANT, ITEM, QUANTITY, MONEY = 0, 1, 4, 5
REQUESTS: tuple[tuple[str, str, str | None, str, int, int | None, str], ...] = (
    # room, day, merchant, item, quantity, 分 each, status
    ("101", TODAY, "惠民超市", "蔬菜包", 2, 5990, "已登记"),
    ("102", "2022-11-25", "惠民超市", "蔬菜包", 1, 5990, "已下单"),
    ("101", TODAY, "鲜果园", "水果包", 3, 4555, "已登记"),
    ("102", TODAY, None, "降压药", 1, None, "已登记"),
    ("102", TODAY, "鲜果园", "水果包", 2, 4555, "已退款"),
    ("101", "2022-11-01", "惠民超市", "大米", 9, 100, "已登记"),
)


def with_requests(path: Path) -> Path:
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        for room, day, merchant, item, quantity, price, status in REQUESTS:
            home = Doors(ledger).household(Address("和平苑", "1", "1", room))
            values = {"household": home, "requester": "张小三", "requested_at": f"{day} 00:00:00",
                      "merchant": merchant}  # fmt: skip
            line = {"item": item, "quantity": quantity, "unit": "份", "price": price}
            row = place_order(ledger, values, [line])
            if status != "已登记":
                advance(ledger, [row], status, f"{day} 00:00:00", note="商家停业")
    return path


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, PurchasePage, with_requests(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> PurchasePage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def rows(page: PurchasePage) -> list[tuple[str, ...]]:
    return list(zip(*(column(page.rows, at) for at in (MERCHANT, ITEM, QUANTITY, MONEY)), strict=True))


def select(page: PurchasePage, item: str) -> None:
    at = column(page.rows, ITEM).index(item)
    page.rows.select([page.rows.view.order[at]])


def statuses(shell: Shell) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for order in orders(shell.ledger):
        found.setdefault(order.lines[0].item, []).append(order.status)
    return found


def test_the_last_week_stands_merchant_by_merchant_with_its_total(page: PurchasePage) -> None:
    assert rows(page) == [
        ("惠民超市", "蔬菜包", "3", "179.70"),
        ("鲜果园", "水果包", "3", "136.65"),
        ("未定商家", "降压药", "1", ""),
    ]
    assert page.totals.cget("text") == "合计 7 件　316.35 元　▲ 1 件没有单价"
    assert page.refunds.cget("text") == "另有 1 单已退款 91.10 元，不计入"


def test_the_total_is_that_of_the_rows_in_sight(page: PurchasePage) -> None:
    page.rows.set_filter("水果")
    settle(page)
    assert page.totals.cget("text") == "合计 3 件　136.65 元"
    page.rows.set_filter("")
    select(page, "蔬菜包")
    press(page.rows.view.tree, "<Return>")
    assert rows(page) == [("惠民超市", "蔬菜包", "3", "179.70")]
    assert page.totals.cget("text") == "合计 3 件　179.70 元"
    press(page.rows.view.tree, "<Escape>")
    assert len(rows(page)) == 3


def test_today_another_period_and_the_usual_one_again(page: PurchasePage, shell: Shell) -> None:
    press(page.rows.view.tree, "<F5>")
    assert rows(page)[0] == ("惠民超市", "蔬菜包", "2", "119.80")
    page.from_day.entry.delete(0, "end")
    type_text(page.from_day.entry, "2022-11-01\n")
    assert ("惠民超市", "大米", "9", "9.00") in rows(page)
    press(page.rows.view.tree, "<F6>")
    assert len(rows(page)) == 3
    page.from_day.entry.delete(0, "end")
    type_text(page.from_day.entry, "2022-12-05\n")
    assert shell.said == ["开始日期晚于结束日期，请改一下日期。"]


def test_only_what_is_not_ordered_yet_by_key(page: PurchasePage) -> None:
    press(page.rows.view.tree, "<F7>")
    assert rows(page)[0] == ("惠民超市", "蔬菜包", "2", "119.80")
    press(page.rows.view.tree, "<F7>")
    assert rows(page)[0] == ("惠民超市", "蔬菜包", "3", "179.70")


def test_the_text_for_the_merchant_of_the_selected_row_is_copied_by_key(
    page: PurchasePage, shell: Shell
) -> None:
    press(page.rows.view.tree, "<F8>")
    assert shell.said == ["请先选商家，或选中它的一行。"]
    select(page, "水果包")
    press(page.rows.view.tree, "<F8>")
    assert page.clipboard_get().splitlines() == [
        "【采购单】鲜果园", "示例社区　11月22日至11月28日", "1. 水果包 3份 × 45.55 = 136.65 元",
        "合计 3 件，136.65 元，共 1 单。",
    ]  # fmt: skip
    choose(page.merchant_box, "惠民超市")
    press(page.rows.view.tree, "<F8>")
    assert page.clipboard_get().startswith("【采购单】惠民超市")


def test_the_new_requests_of_a_merchant_become_ordered_at_once_and_can_be_undone(
    page: PurchasePage, shell: Shell
) -> None:
    select(page, "蔬菜包")
    press(page.rows.view.tree, "<F9>")
    assert statuses(shell)["蔬菜包"] == ["已下单", "已下单"]
    assert statuses(shell)["水果包"] == ["已登记", "已退款"]
    press(page.rows.view.tree, "<F9>")
    assert shell.said[-1] == "“惠民超市”没有还没下单的需求。"
    shell.undo()
    assert statuses(shell)["蔬菜包"] == ["已下单", "已登记"]


def test_pressed_twice_it_never_orders_from_another_merchant(page: PurchasePage, shell: Shell) -> None:
    """What is ordered leaves the list of new ones; the row that takes its place is not selected."""
    press(page.rows.view.tree, "<F7>")
    select(page, "蔬菜包")
    press(page.rows.view.tree, "<F9>")
    press(page.rows.view.tree, "<F9>")
    assert statuses(shell)["水果包"] == ["已登记", "已退款"] and statuses(shell)["降压药"] == ["已登记"]
    assert shell.said[-1] == "请先选商家，或选中它的一行。"


def test_requests_of_no_merchant_are_ordered_as_such(page: PurchasePage, shell: Shell) -> None:
    select(page, "降压药")
    press(page.rows.view.tree, "<F9>")
    assert statuses(shell)["降压药"] == ["已下单"]


def test_the_report_of_the_period_and_the_part_looked_at(page: PurchasePage, shell: Shell) -> None:
    choose(page.scope_box, "和平苑1号楼")
    press(page.rows.view.tree, "<Control-p>")
    asked: dict[str, Any] = {"report": "purchase", "from_day": "2022-11-22", "to_day": TODAY}
    assert shell.went == [("reports", asked | {"scope": Scope("和平苑", "1")})]


def test_a_large_ledger_is_added_up_by_a_job(
    page: PurchasePage, root: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    press(page.rows.view.tree, "<F5>")
    assert page.totals.cget("text") == "正在汇总…"
    pump(root, lambda: page.totals.cget("text").startswith("合计"))
    assert rows(page)[0] == ("惠民超市", "蔬菜包", "2", "119.80")
    pump(root, lambda: page.desk.pump.job is None)


def test_with_nothing_to_buy_the_page_says_what_to_do(page: PurchasePage) -> None:
    choose(page.scope_box, "和平苑10号楼")
    assert rows(page) == []
    assert "先在“需求”里登记" in page.rows._hint.cget("text")


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, PurchasePage, with_requests(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []
