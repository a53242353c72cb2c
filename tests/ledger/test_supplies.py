"""Requests for supplies: money, steps forward and back, limits, arrivals in parts, the same again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import RowProblems
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.order_entry import NothingToSplit
from gridworker.ledger.order_steps import ArrivedTooMany, AtBeforeRequest, NotOpen, ReasonMissing
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import (
    ENDINGS,
    STATUS_PATH,
    advance,
    after_that,
    arrive,
    before_that,
    change_order,
    count_by_status,
    due_at,
    hours_to_door,
    household_orders,
    limits,
    order,
    orders,
    overdue_hours,
    place_order,
    repeat,
    split,
    step_on,
    supply_todos,
)

DAY = "2022-11-28"
AT = f"{DAY} 08:00:00"
LATER = f"{DAY} 10:00:00"
VEGETABLES = {"item": "蔬菜包", "category": "蔬菜包", "quantity": 2, "price": 5050}
MILK = {"item": "牛奶", "category": "肉蛋奶", "quantity": 1, "unit": "箱", "price": None}
FEVER_PILLS = {"item": "布洛芬", "category": "一退两抗药品", "quantity": 1}
on_one_ledger = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def place(ledger: Ledger, household: int, *lines: dict[str, Any], **values: Any) -> int:
    given = {"household": household, "requester": "张三", "requested_at": AT, **values}
    return place_order(ledger, given, lines or (VEGETABLES, MILK))


def test_a_request_stands_with_its_lines_and_first_step(ledger: Ledger, household: int) -> None:
    found = order(ledger, place(ledger, household))
    assert (found.status, found.items, found.address.display) == (
        "已登记",
        "蔬菜包×2、牛奶×1",
        "和平苑3号楼2单元501",
    )
    assert [(step.status, step.at, step.person) for step in found.steps] == [("已登记", AT, "测试员")]
    assert (found.total, found.unpriced, found.is_open) == (10100, 1, True)


money = st.none() | st.integers(0, 10**7)


@on_one_ledger
@given(lines=st.lists(st.tuples(st.integers(1, 50), money), min_size=1, max_size=5))
def test_the_total_is_the_sum_right_to_the_fen(
    ledger: Ledger, household: int, lines: list[tuple[int, int | None]]
) -> None:
    row = place(
        ledger, household, *({"item": "米", "quantity": count, "price": price} for count, price in lines)
    )
    priced = [Decimal(price) / 100 * count for count, price in lines if price is not None]
    total = order(ledger, row).total
    assert (None if total is None else Decimal(total) / 100) == (sum(priced) if priced else None)


moves = st.lists(st.sampled_from([*STATUS_PATH, *ENDINGS, "下一步", "退一步", "到货"]), max_size=8)


def move(ledger: Ledger, row: int, what: str, at: str) -> None:
    if what in ("下一步", "退一步"):
        step_on(ledger, [row], at, back=what == "退一步")
    elif what == "到货":
        line = order(ledger, row).lines[0]
        arrive(ledger, row, {line.id: min(line.arrived + 1, line.quantity)}, at)
    else:
        advance(ledger, [row], what, at, note="住户不需要了")


@on_one_ledger
@given(sequence=moves)
def test_whatever_the_steps_history_is_kept_and_undo_brings_back(
    ledger: Ledger, household: int, sequence: list[str]
) -> None:
    row = place(ledger, household)
    for number, what in enumerate(sequence):
        before = order(ledger, row)
        at = f"{DAY} {9 + number:02d}:00:00"
        try:
            move(ledger, row, what, at)
        except NotOpen:
            assert not before.is_open
            assert order(ledger, row) == before
            continue
        after = order(ledger, row)
        assert after.steps[: len(before.steps)] == before.steps
        assert after.status == after.steps[-1].status
        if after != before:
            assert after.steps[-1].at == at
            ledger.undo()
            assert order(ledger, row) == before
            ledger.redo()
            assert order(ledger, row) == after


def test_each_request_moves_to_its_own_next_status(ledger: Ledger, household: int) -> None:
    first, second, third = (place(ledger, household) for _ in range(3))
    advance(ledger, [second], "已到单元门", LATER)
    advance(ledger, [third], "无货", LATER, note="商家停业")
    assert step_on(ledger, [first, second, third], LATER, "李四") == 2
    assert [order(ledger, row).status for row in (first, second, third)] == ["已下单", "已签收", "无货"]
    assert order(ledger, first).steps[-1].person == "李四"
    assert step_on(ledger, [first, second, third], LATER, back=True) == 3
    assert [order(ledger, row).status for row in (first, second, third)] == ["已登记", "已到单元门", "已登记"]


def test_a_step_before_the_request_is_refused_for_all(ledger: Ledger, household: int) -> None:
    early, late = place(ledger, household), place(ledger, household, requested_at=LATER)
    with pytest.raises(AtBeforeRequest, match="登记时间"):
        advance(ledger, [early, late], "已下单", f"{DAY} 09:00:00")
    assert order(ledger, early).status == "已登记"


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_needs_its_reason_and_can_be_taken_back(
    ledger: Ledger, household: int, ending: str
) -> None:
    row = place(ledger, household)
    advance(ledger, [row], "已下单", LATER)
    with pytest.raises(ReasonMissing, match="原因"):
        advance(ledger, [row], ending, LATER, note=" ")
    advance(ledger, [row], ending, LATER, note="商家停业")
    found = order(ledger, row)
    assert (found.is_open, found.steps[-1].note, before_that(found)) == (False, "商家停业", "已下单")
    with pytest.raises(NotOpen):
        advance(ledger, [row], "已到单元门", LATER)
    step_on(ledger, [row], LATER, back=True)
    assert [step.status for step in order(ledger, row).steps] == ["已登记", "已下单", ending, "已下单"]


def test_what_is_signed_for_cannot_be_cancelled(ledger: Ledger, household: int) -> None:
    row = place(ledger, household)
    advance(ledger, [row], "已签收", LATER)
    with pytest.raises(NotOpen, match="退回上一步"):
        advance(ledger, [row], "已退款", LATER, note="损坏")
    assert after_that(order(ledger, row)) is None


@pytest.mark.parametrize("missing", ["requester", "id_number"])
def test_named_medicine_needs_name_and_number(ledger: Ledger, household: int, missing: str) -> None:
    values = {"requester": "张三", "id_number": "11010519491231002X", missing: None}
    with pytest.raises(RowProblems) as refused:
        place(ledger, household, FEVER_PILLS, **values)
    assert list(refused.value.problems) == [missing]
    assert orders(ledger) == []


def test_nothing_is_promised_before_it_was_asked_for(ledger: Ledger, household: int) -> None:
    with pytest.raises(RowProblems) as refused:
        place(ledger, household, promised_at=f"{DAY} 07:59:59")
    assert list(refused.value.problems) == ["promised_at"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((), "至少要有一样物品"),
        ((VEGETABLES, {**MILK, "quantity": 0}), "第 2 行数量：数量须大于零"),
        (({**MILK, "item": None},), "第 1 行物品：必须填写"),
    ],
)
def test_wrong_lines_say_which_and_nothing_is_kept(
    ledger: Ledger, household: int, lines: tuple[dict[str, Any], ...], sentence: str
) -> None:
    with pytest.raises(RowProblems) as refused:
        place_order(ledger, {"household": household, "requested_at": AT}, lines)
    assert refused.value.problems == {"lines": sentence}
    assert ledger.count("supply") == ledger.count("supply_step") == 0


@pytest.mark.parametrize(
    ("categories", "hours"),
    [
        (["其他"], 72),
        (["药品"], 24),
        (["一退两抗药品"], 24),
        (["婴幼儿用品"], 30),
        (["蔬菜包", "药品"], 24),
        ([None], 72),
    ],
)
def test_due_by_the_strictest_line(
    ledger: Ledger, household: int, categories: list[str | None], hours: int
) -> None:
    ledger.set_setting("hours_infant", "30")
    lines = [{"item": "物品", "category": category, "quantity": 1} for category in categories]
    row = place(ledger, household, *lines, id_number="11010519491231002X")
    due = due_at(limits(ledger), order(ledger, row))
    assert due == f"{shift(DAY, (8 + hours) // 24)} {(8 + hours) % 24:02d}:00:00"


def test_a_promise_wins_and_only_what_waits_is_overdue(ledger: Ledger, household: int) -> None:
    row = place(ledger, household, promised_at=f"{DAY} 12:00:00")
    hours = limits(ledger)

    def over(now: str) -> float | None:
        return overdue_hours(hours, order(ledger, row), now)

    assert over(f"{DAY} 12:00:00") is None
    assert over(f"{DAY} 13:30:00") == 1.5
    advance(ledger, [row], "已签收", f"{DAY} 13:00:00")
    assert over(f"{DAY} 13:30:00") is None
    assert hours_to_door(order(ledger, row)) == 5
    step_on(ledger, [row], f"{DAY} 14:00:00", back=True)
    assert hours_to_door(order(ledger, row)) is None
    assert over(f"{DAY} 14:00:00") == 2


def test_a_part_arrives_then_the_rest(ledger: Ledger, household: int) -> None:
    row = place(ledger, household)
    vegetables, milk = order(ledger, row).lines
    advance(ledger, [row], "商家已发货", LATER)
    arrive(ledger, row, {vegetables.id: 1}, LATER)
    part = order(ledger, row)
    assert (part.status, part.part_arrived) == ("商家已发货", True)
    assert part.steps[-1].note == "部分到货：蔬菜包 1/2份、牛奶 0/1箱"
    with pytest.raises(ArrivedTooMany):
        arrive(ledger, row, {milk.id: 2}, LATER)
    arrive(ledger, row, {vegetables.id: 2, milk.id: 1}, LATER)
    whole = order(ledger, row)
    assert (whole.status, whole.steps[-1].note, whole.part_arrived) == ("已到接收点", "全部到货", False)


@on_one_ledger
@given(arrived=st.tuples(st.integers(0, 3), st.integers(0, 2)))
def test_taking_apart_loses_nothing(ledger: Ledger, household: int, arrived: tuple[int, int]) -> None:
    row = place(
        ledger,
        household,
        {"item": "米", "quantity": 3, "price": 333},
        {"item": "油", "quantity": 2, "price": 7},
    )
    before = order(ledger, row)
    advance(ledger, [row], "商家已发货", LATER)
    arrive(ledger, row, dict(zip((line.id for line in before.lines), arrived, strict=True)), LATER)
    if sum(arrived) in (0, 5):
        with pytest.raises(NothingToSplit):
            split(ledger, row, LATER)
        return
    rest = order(ledger, split(ledger, row, LATER))
    goes_on = order(ledger, row)
    assert (goes_on.total or 0) + (rest.total or 0) == before.total
    assert (goes_on.status, rest.status) == ("已到接收点", "商家已发货")
    assert all(line.arrived == line.quantity for line in goes_on.lines)
    assert [(step.status, step.at) for step in rest.steps[:2]] == [("已登记", AT), ("商家已发货", LATER)]


def test_the_same_again_begins_anew(ledger: Ledger, household: int) -> None:
    row = place(
        ledger, household, order_number="A1", promised_at=LATER, chain="群", chain_line=3, note="放门口"
    )
    advance(ledger, [row], "已签收", LATER)
    again = order(ledger, repeat(ledger, [row], "2022-11-29 08:00:00")[0])
    assert (again.status, again.requested_at, again.items) == (
        "已登记",
        "2022-11-29 08:00:00",
        "蔬菜包×2、牛奶×1",
    )
    assert (again.order_number, again.promised_at, again.chain, again.note) == (None, None, None, "放门口")
    assert len(again.steps) == 1
    ledger.undo()
    assert len(orders(ledger)) == 1


def test_changing_keeps_steps_and_named_lines(ledger: Ledger, household: int) -> None:
    row = place(ledger, household)
    vegetables, _ = order(ledger, row).lines
    advance(ledger, [row], "已下单", LATER)
    lines = [{"id": vegetables.id, "quantity": 3, "item": "蔬菜包"}, {"item": "鸡蛋", "quantity": 1}]
    change_order(ledger, row, {"requested_at": f"{DAY} 09:00:00", "status": "已签收"}, lines)
    found = order(ledger, row)
    assert (found.status, found.items) == ("已下单", "蔬菜包×3、鸡蛋×1")
    assert (found.lines[0].id, found.lines[0].price) == (vegetables.id, 5050)
    assert [step.at for step in found.steps] == [f"{DAY} 09:00:00", LATER]
    with pytest.raises(AtBeforeRequest):
        change_order(ledger, row, {"requested_at": f"{DAY} 11:00:00"}, lines)


def test_lists_by_scope_day_state_and_household(ledger: Ledger, household: int) -> None:
    early = place(ledger, household, requested_at="2022-11-27 23:59:59")
    late = place(ledger, household, requested_at=f"{DAY} 23:59:59")
    advance(ledger, [early], "已签收", LATER)
    assert [each.id for each in orders(ledger)] == [early, late]
    assert [each.id for each in orders(ledger, open_only=True)] == [late]
    assert [each.id for each in orders(ledger, first=DAY, last=DAY)] == [late]
    assert [each.id for each in orders(ledger, last="2022-11-27")] == [early]
    assert [each.id for each in orders(ledger, Scope("和平苑", "3"), statuses=["已签收"])] == [early]
    assert [each.id for each in orders(ledger, signed_on=DAY)] == [early]
    assert orders(ledger, signed_on="2022-11-27") == orders(ledger, Scope("和平苑", "4")) == []
    assert [each.id for each in household_orders(ledger, household, 5)] == [late, early]
    assert count_by_status(ledger) == {"已登记": 1, "已签收": 1}


def test_own_fields_belong_to_a_request(ledger: Ledger, household: int) -> None:
    ledger.create("own_field", {"register": "supply", "key": "own1", "heading": "车辆", "kind": "文字"})
    row = place(ledger, household, own1="晋A示例")
    assert order(ledger, row).own == {"own1": "晋A示例"}
    assert order(ledger, repeat(ledger, [row], LATER)[0]).own == {"own1": "晋A示例"}


def test_what_waits_is_told_with_its_hours(ledger: Ledger, household: int) -> None:
    assert supply_todos(ledger, DAY) == []
    place(ledger, household, requested_at="2022-11-20 00:00:00", urgency="特急")
    place(ledger, household, requested_at=f"{DAY} 00:00:00")
    place(ledger, household, requested_at="2022-11-29 00:00:00")
    late, urgent, waiting = supply_todos(ledger, DAY)
    assert (late.tone, urgent.tone, waiting.tone) == ("bad", "warn", "info")
    assert late.text.startswith("1 单") and "小时" in late.text
    assert late.what == {"page": "orders", "state": "late"}
    assert urgent.text.startswith("1 单") and waiting.text.startswith("2 单")
