"""What requests come to: to the 分 the same by merchant, by entrance and one by one; and how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.address import Address
from gridworker.ledger.supplies import ENDINGS, STATUS_PATH, Limits, Line, Order, Step
from gridworker.ledger.supply_figures import (
    UNDECIDED,
    Load,
    as_of,
    by_category,
    by_merchant,
    by_status,
    by_unit,
    loads,
    on_the_way,
    refunded,
    wanted,
)
from gridworker.ledger.supply_hours import door_times, door_times_by_day, door_times_of

LIMITS = Limits(medicine=24, infant=24, other=72)


def line(item: str, quantity: int = 1, price: int | None = None, category: str | None = "蔬菜包") -> Line:
    return Line(0, item, category, quantity, "份", price, 0)


def an_order(number: int, lines: Sequence[Line], **values: Any) -> Order:
    """A request of the morning of the 28th at 1-1-101, with other values where given."""
    usual: dict[str, Any] = {
        "uid": str(number), "household": 1, "address": Address("和平苑", "1", "1", "101"), "requester": "张小三",
        "id_number": None, "phone": None, "channel": "电话", "requested_at": "2022-11-28 08:00:00",
        "urgency": "一般", "merchant": "惠民超市", "order_number": None, "promised_at": None, "handler": None,
        "status": "已登记", "chain": None, "chain_line": None, "source": None, "note": None, "own": {}, "steps": (),
    }  # fmt: skip
    return Order(id=number, lines=tuple(lines), **(usual | values))


def signed(number: int, at: str, *lines: Line, **values: Any) -> Order:
    steps = (Step(1, "已下单", "2022-11-28 09:00:00", None, None), Step(2, "已签收", at, None, None))
    return an_order(number, lines or (line("蔬菜包"),), status="已签收", steps=steps, **values)


LINES = st.builds(
    line, st.sampled_from(["蔬菜包", "牛奶", "降压药"]), st.integers(1, 99),
    st.none() | st.integers(0, 99_999), st.sampled_from(["蔬菜包", "药品", None]),
)  # fmt: skip
DOORS = st.builds(Address, st.sampled_from(["和平苑", ""]), st.sampled_from(["1", "2", "10"]),
                  st.sampled_from(["1", "2", ""]), st.sampled_from(["101", "1001", "201"]))  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> list[Order]:
    """Orders of a few doors; a household stands for one door."""
    doors: list[Address] = []
    made = []
    for number in range(draw(st.integers(0, 12))):
        door = draw(DOORS)
        if door not in doors:
            doors.append(door)
        values = {
            "address": door, "household": doors.index(door),
            "merchant": draw(st.sampled_from(["惠民超市", "果园", None])),
            "status": draw(st.sampled_from((*STATUS_PATH, *ENDINGS))),
        }  # fmt: skip
        made.append(an_order(number, draw(st.lists(LINES, max_size=3)), **values))
    return made


@given(worlds())
def test_merchants_entrances_and_orders_come_to_the_same_to_the_fen(orders: list[Order]) -> None:
    counted = wanted(orders)
    money = sum(order.total or 0 for order in counted)
    quantity = sum(line.quantity for order in counted for line in order.lines)
    merchants, units = by_merchant(counted), by_unit(counted)
    assert sum(each.money for each in merchants) == money
    assert sum(order.total or 0 for unit in units for order in unit.orders) == money
    assert sum(tally.money for tally in by_category(counted)) == money
    assert sum(tally.money for tally in by_status(counted)) == money
    assert sum(each.quantity for each in merchants) == quantity
    assert sum(unit.quantity for unit in units) == quantity
    assert sum(load.quantity for unit in units for door in unit.doors for load in door.loads) == quantity
    assert sum(each.orders for each in merchants) == len(counted) == sum(len(unit.orders) for unit in units)


@given(worlds())
def test_every_row_of_a_purchase_is_its_price_times_its_quantity(orders: list[Order]) -> None:
    for merchant in by_merchant(orders):
        assert len({(row.item, row.unit, row.price) for row in merchant.rows}) == len(merchant.rows)
        for row in merchant.rows:
            assert row.money == (None if row.price is None else row.price * row.quantity)
        assert merchant.unpriced == sum(row.quantity for row in merchant.rows if row.price is None)


@given(worlds())
def test_every_order_stands_at_its_own_door_and_doors_stand_as_people_count_them(orders: list[Order]) -> None:
    units = by_unit(orders)
    keys = [door.address.sort_key for unit in units for door in unit.doors]
    assert keys == sorted(set(keys))
    assert len({unit.address for unit in units}) == len(units)
    for unit in units:
        for door in unit.doors:
            assert door.address.without_room() == unit.address
            assert all(order.address == door.address for order in door.orders)


@given(worlds())
def test_what_ended_is_neither_bought_nor_delivered_and_what_was_signed_for_is_not_on_its_way(
    orders: list[Order],
) -> None:
    assert {order.status for order in wanted(orders)}.isdisjoint(ENDINGS)
    assert {order.status for order in refunded(orders)} <= {"已退款"}
    assert {order.status for order in on_the_way(orders)} <= set(STATUS_PATH[:-1])
    assert sum(tally.orders for tally in by_status(orders)) == len(orders)


def test_without_a_merchant_is_undecided_and_comes_last() -> None:
    orders = [an_order(1, [line("牛奶")], merchant=None), an_order(2, [line("牛奶")], merchant="鲜果园")]
    assert [each.merchant for each in by_merchant(orders)] == ["鲜果园", UNDECIDED]


def test_the_same_item_at_two_prices_is_two_rows_and_without_a_price_a_third() -> None:
    orders = [
        an_order(1, [line("蔬菜包", 2, 5990), line("蔬菜包", 1)]),
        an_order(2, [line("蔬菜包", 3, 5990), line("蔬菜包", 1, 6000)]),
    ]
    (purchase,) = by_merchant(orders)
    assert [(row.price, row.quantity, row.orders, row.money) for row in purchase.rows] == [
        (None, 1, 1, None), (5990, 5, 2, 29950), (6000, 1, 1, 6000),
    ]  # fmt: skip
    assert (purchase.money, purchase.unpriced, purchase.quantity) == (35950, 1, 7)


def test_what_a_door_gets_is_added_up_over_its_orders() -> None:
    orders = [an_order(1, [line("蔬菜包", 2), line("牛奶")]), an_order(2, [line("蔬菜包", 1)])]
    ((door,),) = (unit.doors for unit in by_unit(orders))
    assert door.loads == loads(orders) == (Load("牛奶", "份", 1), Load("蔬菜包", "份", 3))


def test_an_order_of_two_categories_counts_in_both_and_one_of_none_is_other() -> None:
    orders = [an_order(1, [line("米"), line("降压药", 2, 100, "药品"), line("袋子", 1, None, None)])]
    found = [(tally.name, tally.orders, tally.quantity, tally.money) for tally in by_category(orders)]
    assert found == [("药品", 1, 2, 200), ("其他", 1, 1, 0), ("蔬菜包", 1, 1, 0)]


def test_as_of_a_past_day_what_came_later_has_not_happened() -> None:
    order = signed(1, "2022-11-29 10:00:00")
    assert as_of([order], "2022-11-27") == []
    (then,) = as_of([order], "2022-11-28")
    assert (then.status, len(then.steps), then.is_open) == ("已下单", 1, True)
    assert as_of([order], "2022-11-29") == [order]


def test_as_of_a_day_before_its_first_step_an_order_was_registered() -> None:
    order = signed(1, "2022-11-29 10:00:00", requested_at="2022-11-27 08:00:00")
    assert as_of([order], "2022-11-27")[0].status == "已登记"


def test_hours_to_the_door_and_how_many_came_in_time() -> None:
    orders = [
        signed(1, "2022-11-28 18:00:00"),
        signed(2, "2022-11-29 18:00:00", line("降压药", category="药品")),  # 34 hours, 24 allowed
        signed(3, "2022-12-01 08:00:00"),  # 72 hours to the minute
        an_order(4, [line("牛奶")]),
    ]
    times = door_times(LIMITS, orders)
    assert (times.count, times.within, times.median) == (3, 2, 34)
    assert times.mean == (10 + 34 + 72) / 3 and times.share == 2 / 3
    assert [(day, each.median) for day, each in door_times_by_day(LIMITS, orders)] == [
        ("2022-11-28", 10), ("2022-11-29", 34), ("2022-12-01", 72),
    ]  # fmt: skip
    assert (door_times_of(LIMITS, orders, "药品").count, door_times_of(LIMITS, orders, "药品").within) == (
        1,
        0,
    )


def test_a_promise_is_the_limit_whatever_the_category() -> None:
    early, late = (signed(1, at, promised_at="2022-11-28 12:00:00") for at in ("2022-11-28 12:00:00",
                                                                               "2022-11-28 12:00:01"))  # fmt: skip
    assert door_times(LIMITS, [early]).within == 1
    assert door_times(LIMITS, [late]).within == 0


def test_with_nothing_signed_for_there_are_no_hours() -> None:
    times = door_times(LIMITS, [an_order(1, [line("牛奶")])])
    assert (times.count, times.median, times.mean, times.share) == (0, None, None, None)
    assert door_times_by_day(LIMITS, [an_order(1, [line("牛奶")])]) == []


@given(st.permutations(range(4)))
def test_the_order_in_which_requests_come_changes_no_figure(turn: list[int]) -> None:
    orders = [signed(n, f"2022-11-28 {10 + n}:00:00", line("蔬菜包", n + 1, 100 * n)) for n in range(4)]
    turned = [orders[n] for n in turn]
    assert by_merchant(turned) == by_merchant(orders)
    assert door_times(LIMITS, turned) == door_times(LIMITS, orders)
