"""分拣配送: entrances and their doors, marked by key, and the hours it took from request to door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import advance, orders, place_order
from gridworker.ui.screens import reckoning
from gridworker.ui.screens.sorting_page import SortingPage
from tests.ui.driving import press, pump, settle
from tests.ui.pages import TODAY, Shell, column, hosted, make_ledger
from tests.ui.screen_window import clipped

Hosted = tuple[SortingPage, Shell]
DOOR, PHONE, STATUS, LATE = 0, 2, 4, 5
REQUESTS = (  # building, unit, room, when, item, status, when
    ("10", "1", "301", f"{TODAY} 00:00:00", "蔬菜包", "已登记", ""),
    ("2", "1", "1001", f"{TODAY} 00:00:00", "蔬菜包", "已登记", ""),
    ("2", "1", "201", "2022-11-20 00:00:00", "牛奶", "已到接收点", "2022-11-21 00:00:00"),
    ("2", "2", "202", f"{TODAY} 00:00:00", "牛奶", "已到单元门", f"{TODAY} 00:00:00"),
    ("1", "1", "101", "2022-11-26 08:00:00", "牛奶", "已签收", "2022-11-26 18:00:00"),
    ("1", "1", "102", "2022-11-26 08:00:00", "牛奶", "已签收", "2022-11-27 14:00:00"),
)


def with_requests(path: Path) -> Path:
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        for building, unit, room, at, item, status, then in REQUESTS:
            home = Doors(ledger).household(Address("和平苑", building, unit, room))
            values = {"household": home, "requester": "王小五", "phone": "13800000003", "requested_at": at}
            row = place_order(ledger, values, [{"item": item, "quantity": 2, "unit": "份"}])
            if then:
                advance(ledger, [row], status, then)
    return path


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, SortingPage, with_requests(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> SortingPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def statuses(shell: Shell) -> dict[str, str]:
    return {order.address.room: order.status for order in orders(shell.ledger)}


def test_entrances_with_open_requests_stand_in_their_order_the_first_one_open(page: SortingPage) -> None:
    assert column(page.units, 0) == ["和平苑2号楼1单元", "和平苑2号楼2单元", "和平苑10号楼1单元"]
    assert column(page.units, 1) == ["4", "2", "2"]
    assert column(page.units, 2) == ["0/2", "1/1", "0/1"]
    assert column(page.doors, DOOR) == ["201", "1001"]
    assert page.what.cget("text") == "和平苑2号楼1单元：牛奶 2份、蔬菜包 2份"


def test_what_is_late_says_so_with_its_hours(page: SortingPage) -> None:
    late = column(page.doors, LATE)
    assert late[0].endswith("小时") and int(late[0].removesuffix("小时")) >= 120 and late[1] == ""
    marked = page.units.source.fetch(page.units.view.order)
    assert [marked[key].tag for key in page.units.view.order] == ["late", "done", "info"]


def test_a_whole_entrance_has_arrived_by_one_key(page: SortingPage, shell: Shell) -> None:
    press(page.units.view.tree, "<F7>")
    assert statuses(shell) | {"301": "已登记"} == statuses(shell)
    assert (statuses(shell)["201"], statuses(shell)["1001"]) == ("已到单元门", "已到单元门")
    assert column(page.units, 2)[0] == "2/2"
    press(page.units.view.tree, "<F7>")
    assert shell.said[-1] == "没有还没到单元门的物资。"
    shell.undo()
    assert (statuses(shell)["201"], statuses(shell)["1001"]) == ("已到接收点", "已登记")


def test_door_after_door_is_signed_for_and_the_next_entrance_comes_up(
    page: SortingPage, shell: Shell
) -> None:
    press(page.units.view.tree, "<F8>")
    assert "请先在右边选中" in shell.said[-1]
    press(page.units.view.tree, "<Return>")
    press(page.doors.view.tree, "<F8>")
    assert statuses(shell)["201"] == "已签收" and column(page.doors, DOOR) == ["1001"]
    press(page.doors.view.tree, "<F8>")
    assert statuses(shell)["1001"] == "已签收"
    assert column(page.units, 0) == ["和平苑2号楼2单元", "和平苑10号楼1单元"]
    assert column(page.doors, DOOR) == ["202"]
    assert statuses(shell)["202"] == "已到单元门"


def test_in_a_large_ledger_the_lists_are_read_by_a_job_and_signing_goes_on_after_it(
    page: SortingPage, root: ttk.App, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    press(page.units.view.tree, "<Return>")
    press(page.doors.view.tree, "<F8>")
    pump(root, lambda: column(page.doors, DOOR) == ["1001"] and page.doors.selected())
    assert statuses(shell)["201"] == "已签收"
    pump(root, lambda: page.desk.pump.job is None)


def test_several_entrances_at_once_show_whole_addresses(page: SortingPage, shell: Shell) -> None:
    page.units.select(list(page.units.view.order))
    settle(page)
    assert column(page.doors, DOOR)[-1] == "和平苑10号楼1单元301"
    assert page.what.cget("text") == "3 个单元：牛奶 4份、蔬菜包 4份"
    press(page.units.view.tree, "<F7>")
    assert column(page.units, 2) == ["2/2", "1/1", "1/1"]
    assert statuses(shell)["101"] == "已签收"


def test_phones_are_masked_until_f4(page: SortingPage) -> None:
    assert column(page.doors, PHONE)[0] == "138****0003"
    press(page.units.view.tree, "<F4>")
    assert column(page.doors, PHONE)[0] == "13800000003"
    page.leave()
    assert column(page.doors, PHONE)[0] == "138****0003"


def test_enter_goes_to_the_request_and_escape_back_to_the_entrances(page: SortingPage, shell: Shell) -> None:
    press(page.units.view.tree, "<Return>")
    press(page.doors.view.tree, "<Return>")
    (wanted,) = [order.id for order in orders(shell.ledger) if order.address.room == "201"]
    assert shell.went == [("supplies", {"page": "orders", "row": wanted})]
    press(page.doors.view.tree, "<Escape>")
    assert page.focus_get() is page.units.view.tree


def test_the_sheets_of_one_entrance_or_of_all(page: SortingPage, shell: Shell) -> None:
    page.open(scope=Scope("和平苑", "10", "1"))
    press(page.units.view.tree, "<Control-p>")
    page.units.select(list(page.units.view.order))
    press(page.units.view.tree, "<Control-p>")
    assert shell.went == [
        ("reports", {"report": "delivery", "scope": Scope("和平苑", "10", "1")}),
        ("reports", {"report": "delivery"}),
    ]


def test_hours_to_the_door_as_figures_and_one_bar_a_day(page: SortingPage) -> None:
    assert (
        page.hours.words.cget("text")
        == "近 14 天签收 2 单，时限内 100%\n登记到签收：中位 20.0，平均 20.0 小时"
    )
    assert [(bar.label, bar.height, bar.words) for bar in page.hours.chart.bars] == [
        ("11/26", 10.0, "10小时"), ("11/27", 30.0, "30小时"),
    ]  # fmt: skip
    chart = page.hours.chart
    shown = [chart.itemcget(item, "text") for item in chart.find_all() if chart.type(item) == "text"]
    assert shown == ["10小时", "11/26", "30小时", "11/27"]
    tops = [chart.coords(item)[1] for item in chart.find_all() if chart.type(item) == "rectangle"]
    assert tops[1] < tops[0]  # the longer the higher


def test_with_nothing_to_deliver_the_page_says_what_to_do(page: SortingPage, shell: Shell) -> None:
    rows = [order.id for order in orders(shell.ledger, open_only=True)]
    page.desk.act("签收", lambda ledger: advance(ledger, rows, "已签收", f"{TODAY} 23:00:00"))
    assert column(page.units, 0) == [] == column(page.doors, 0)
    assert "先在“需求”里登记" in page.units._hint.cget("text")


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, SortingPage, with_requests(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []
