"""Requests for supplies from tables: an item a row, an item a column, all in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.export.problems import write_problem_rows
from gridworker.intake.counted import Item, item_of, looks_counted, read_count
from gridworker.intake.importers import IMPORTERS
from gridworker.intake.problems import problem_sheets
from gridworker.ledger.address import parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.supplies import Order, advance, orders
from tests.intake.importing import counts
from tests.intake.services import LI, ZHANG, again, book, problem, run, said, settle_town

LONG = ("地址", "需求人", "联系电话", "登记时间", "物品", "数量", "单位", "单价", "状态", "签收时间")


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    settle_town(ledger)


def wanted(order: Order) -> list[str]:
    return [f"{line.item}{line.quantity}{line.unit}" for line in order.lines]


def test_several_rows_of_one_door_time_and_person_are_one_request(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LONG,
        ("3-2-501", "张三", "138 0000 0001", "2022-11-27 09:00", "蔬菜包", 2, "份", 50.5, None, None),
        ("3-2-501", "张三", "138 0000 0001", "2022-11-27 09:00", "牛奶", 1, "箱", "60元", None, None),
        (None, None, None, None, "鸡蛋", "3", "盒", None, None, None),
        ("3-2-502", "李四", "13800000002", "2022-11-27 09:00", "蔬菜包", 1, "份", None, None, None),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (4, 0, 0, 0) and outcome.problems == ()
    first, second = orders(ledger)
    assert wanted(first) == ["蔬菜包2份", "牛奶1箱", "鸡蛋3盒"] and wanted(second) == ["蔬菜包1份"]
    assert [line.price for line in first.lines] == [5050, 6000, None]
    assert first.requester == "张三" and first.steps[0].at == "2022-11-27 09:00:00"
    assert {row["channel"] for row in ledger.rows("supply")} == {"其他"}
    again(ledger, "supplies", path)


def test_a_column_an_item(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("某社区11月27日蔬菜包需求表",),
        (
            "序号",
            "楼号",
            "单元",
            "房号",
            "姓名",
            "电话",
            "蔬菜包(50元/份)",
            "牛奶(箱)",
            "鸡蛋数量",
            "合计",
            "备注",
        ),
        (1, "3", "2", 501, "张三", "13800000001", 2, None, "1份", 3, "不要香菜"),
        (2, "3", "2", 502, "李四", "13800000002", 1, "一箱", None, 2, None),
        (3, "5", "1", 101, "王五", "13800000003", None, None, None, None, None),
        (4, "5", "1", 101, "王五", "13800000003", "若干", None, None, None, None),
        ("合计", None, None, None, None, None, 2, 1, 1, 4, None),
        merged=["A1:K1"],
    )
    constants = {"requested_at": "2022-11-27"}
    outcome = run(ledger, "supplies", path, constants=constants)
    assert counts(outcome) == (2, 0, 1, 1)
    assert said(outcome) == [(6, "count", "bad-value", "error"), (6, None, "bad-value", "error")]
    assert outcome.problems[0].column == 6
    first, second = orders(ledger)
    assert (wanted(first), wanted(second)) == (["蔬菜包2份", "鸡蛋1份"], ["蔬菜包1份", "牛奶1箱"])
    assert first.lines[0].price == 5000 and first.requested_at == "2022-11-27 00:00:00"
    again(ledger, "supplies", path, constants=constants)


def test_rows_with_problems_keep_the_headings_that_are_items(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "登记时间", "蔬菜包(50元/份)", "牛奶(箱)")
    rows = [("3-2-501", "张三", "2022-11-27", 1, 2), ("3-2-999", "某人", "2022-11-27", 2, 1)]
    plan = IMPORTERS["supplies"].plan(ledger, [book(tmp_path / "a.xlsx", headings, *rows)])
    (sheet,) = problem_sheets(plan)
    assert sheet.headings[:5] == headings and sheet.rows[0][:5] == rows[1]
    path = write_problem_rows(tmp_path / "b.xlsx", [sheet])
    with ledger.change("登记"):
        Doors(ledger).household(parse_address("和平苑-3-2-999"))
    assert counts(run(ledger, "supplies", path)) == (1, 0, 0, 0)
    assert wanted(orders(ledger)[0]) == ["蔬菜包2份", "牛奶1箱"]


def test_all_in_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("房号", "姓名", "电话", "需求内容", "下单时间"),
        ("3-2-501", "张三", "13800000001", "蔬菜包2份、牛奶1箱", "2022/11/26"),
        ("3-2-502", "李四", "13800000002", None, "2022/11/26"),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (1, 0, 0, 1)
    assert [wanted(order) for order in orders(ledger)] == [["蔬菜包2份", "牛奶1箱"]]
    again(ledger, "supplies", path)


def test_a_door_the_ledger_does_not_know_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LONG[:6],
        ("和平苑3-2-599", "某人", "13900000009", "2022-11-27", "蔬菜包", 1),
        ("小区东门快递柜", "某人", "13900000009", "2022-11-27", "蔬菜包", 1),
        (None, "李四", "13800000002", "2022-11-27", "蔬菜包", 1),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (1, 0, 0, 2)
    assert "599" in outcome.problems[0].problem and outcome.problems[0].why == "no-such-door"
    (order,) = orders(ledger)
    assert order.address.canonical == "和平苑-3-2-502"


def test_the_status_of_the_table_is_a_step_and_never_goes_back(ledger: Ledger, tmp_path: Path) -> None:
    row = ("3-2-501", "张三", "13800000001", "2022-11-27 09:00", "蔬菜包", 2, "份", None)
    done = book(
        tmp_path / "a.xlsx",
        LONG,
        (*row, "已送达", "2022-11-28 10:00"),
        ("3-2-502", "李四", "13800000002", "2022-11-27 10:00", "鸡蛋", 1, "盒", None, "缺货", None),
    )
    run(ledger, "supplies", done)
    first, second = orders(ledger)
    steps = [(step.status, step.at) for step in first.steps]
    assert steps == [("已登记", "2022-11-27 09:00:00"), ("已签收", "2022-11-28 10:00:00")]
    assert (second.status, second.steps[-1].note) == ("无货", "导入的表格写明")
    again(ledger, "supplies", done)
    earlier = book(tmp_path / "b.xlsx", LONG, (*row, "已下单", None))
    outcome = run(ledger, "supplies", earlier)
    assert counts(outcome) == (0, 0, 1, 0) and problem(outcome, "status-kept").field == "status"
    assert orders(ledger)[0].status == "已签收"


def test_a_later_table_adds_items_and_moves_on(ledger: Ledger, tmp_path: Path) -> None:
    row = ("3-2-501", "张三", "13800000001", "2022-11-27 09:00")
    run(ledger, "supplies", book(tmp_path / "a.xlsx", LONG, (*row, "蔬菜包", 2, "份", None, None, None)))
    later = book(
        tmp_path / "b.xlsx",
        LONG,
        (*row, "蔬菜包", 3, "份", None, "已下单", None),
        (*row, "牛奶", 1, "箱", None, None, None),
    )
    assert counts(run(ledger, "supplies", later)) == (0, 1, 1, 0)
    (order,) = orders(ledger)
    assert wanted(order) == ["蔬菜包3份", "牛奶1箱"] and order.status == "已下单"
    again(ledger, "supplies", later)


def test_what_the_worker_has_done_meanwhile_stays(ledger: Ledger, tmp_path: Path) -> None:
    row = ("3-2-501", "张三", "13800000001", "2022-11-27 09:00", "蔬菜包", 2, "份", None, None, None)
    path = book(tmp_path / "a.xlsx", LONG, row)
    run(ledger, "supplies", path)
    advance(ledger, [1], "已签收", "2022-11-27 18:00:00")
    again(ledger, "supplies", path)
    assert orders(ledger)[0].status == "已签收"


def test_medicine_under_one_rule_needs_its_buyer(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "联系电话", "登记时间", "物品", "类别", "数量")
    path = book(
        tmp_path / "a.xlsx",
        headings,
        ("3-2-501", "张三", "13800000001", "2022-11-27", "布洛芬", "一退两抗药品", 1),
        ("5-1-101", "某人", None, "2022-11-27", "布洛芬", "一退两抗药品", 1),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (1, 0, 0, 1)
    assert problem(outcome, "no-buyer").row == 3
    assert [row["id_number"] for row in ledger.rows("supply")] == [ZHANG]
    again(ledger, "supplies", path)


def test_one_item_named_twice_is_not_ordered_twice(ledger: Ledger, tmp_path: Path) -> None:
    row = ("3-2-501", "张三", "13800000001", "2022-11-27 09:00", "蔬菜包", 2, "份", None, None, None)
    outcome = run(ledger, "supplies", book(tmp_path / "a.xlsx", LONG, row, row))
    assert counts(outcome) == (1, 0, 1, 0) and problem(outcome, "duplicate").row == 3
    assert wanted(orders(ledger)[0]) == ["蔬菜包2份"]


def test_quantities_that_are_none(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        LONG[:6],
        ("3-2-501", "张三", None, "2022-11-27", "蔬菜包", 0),
        ("3-2-502", "李四", LI, "2022-11-27", "蔬菜包", "两三份"),
    )
    outcome = run(ledger, "supplies", path)
    assert outcome.rejected == 1 and (2, "quantity", "bad-value", "error") in said(outcome)


def test_undo_takes_lines_and_steps_with_it(ledger: Ledger, tmp_path: Path) -> None:
    row = ("3-2-501", "张三", "13800000001", "2022-11-27 09:00", "蔬菜包", 2, "份", None, "已下单", None)
    outcome = run(ledger, "supplies", book(tmp_path / "a.xlsx", LONG, row))
    ledger.undo(outcome.batch)
    assert not any(ledger.count(register) for register in ("supply", "supply_line", "supply_step"))


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("蔬菜包", Item("蔬菜包")), ("牛奶（箱）", Item("牛奶", "箱")), ("鸡蛋数量", Item("鸡蛋")),
        ("蔬菜包（50元/份）", Item("蔬菜包", "份", 5000)), ("米(29.9元)", Item("米", None, 2990)),
        ("套餐A(5斤)", Item("套餐A")),
    ],
)  # fmt: skip
def test_a_heading_that_is_an_item(heading: str, item: Item) -> None:
    assert item_of(heading) == item


def test_what_counts_as_a_count() -> None:
    assert [read_count(raw) for raw in (2, 2.0, "３份", "√", "两箱", "若干", 2.5)] == [
        2,
        2,
        3,
        1,
        2,
        None,
        None,
    ]
    assert looks_counted("牛奶", ("1", "-", "2.0"))
    assert not looks_counted("牛奶", ()) and not looks_counted("车位", ("A12", "1"))


def test_a_quantity_with_its_unit_beside_the_items(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "登记时间", "需求物资", "数量", "单价（元）", "金额")
    path = book(
        tmp_path / "a.xlsx",
        headings,
        ("3-2-501", "张三", "2022-11-27", "酱油", 2, 12.5, 25),
        ("3-2-501", "张三", "2022-11-27", "白菜", "两颗", "8元", 16),
        ("3-2-502", "李四", "2022-11-27", "土豆", "若干", None, None),
        ("5-1-101", "王五", "2022-11-27", "米10斤、面5斤", 2, None, None),
    )
    outcome = run(ledger, "supplies", path)
    assert counts(outcome) == (3, 0, 0, 1)
    first, second = orders(ledger)
    assert wanted(first) == ["酱油2份", "白菜2颗"] and [line.price for line in first.lines] == [1250, 800]
    assert wanted(second) == ["米10斤", "面5斤"]
    assert (4, "quantity", "bad-value", "error") in said(outcome)
    again(ledger, "supplies", path)
