"""What is bought, delivered and late: read back from Excel cell by cell, and from the pages of the PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from gridworker.export.document import write_document
from gridworker.export.purchase_text import purchase_text
from gridworker.export.report import Report, Section
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.export.workbook import write_workbook
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import advance, arrive, order, orders, place_order
from gridworker.ledger.supply_figures import by_merchant

Ask = Callable[..., ReportRequest]
DAY = "2022-11-28"
VEGETABLES = {"item": "蔬菜包", "category": "蔬菜包", "quantity": 2, "unit": "份", "price": 5990}
MILK = {"item": "牛奶", "category": "肉蛋奶", "quantity": 1, "unit": "箱", "price": 5505}
PILLS = {"item": "降压药", "category": "药品", "quantity": 3, "unit": "盒", "price": None}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger to put requests in."""
    with Ledger.make(tmp_path / "物资.gwl", street="示例街道", community="示例社区") as ledger:
        yield ledger


def ask_for(ledger: Ledger, door: str, *lines: dict[str, Any], **values: Any) -> int:
    """A request of 张小三 behind 1-1-101, of the morning of the 28th, from 惠民超市."""
    building, unit, room = door.split("-")
    usual = {
        "household": Doors(ledger).household(Address("和平苑", building, unit, room)), "requester": "张小三",
        "phone": "13800001234", "requested_at": f"{DAY} 08:00:00", "merchant": "惠民超市",
    }  # fmt: skip
    return place_order(ledger, usual | values, lines or (VEGETABLES,))


def build(ledger: Ledger, name: str, **changes: Any) -> Report:
    usual = {"on": DAY, "made_at": datetime(2022, 11, 28, 18, 5), "from_day": "2022-11-27", "to_day": DAY}
    return REPORTS[name].build(ledger, ReportRequest(**(usual | changes)))


def cells(section: Section, style: str = "body") -> list[dict[str, Any]]:
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in section.rows if row.style == style]


def totals(section: Section) -> dict[str, Any]:
    assert section.totals is not None
    return dict(zip((column.key for column in section.columns), section.totals, strict=True))


def sheet(report: Report, folder: Path, at: int = 0) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(write_workbook(report, folder / "表.xlsx"))
    return book.get_sheet_by_index(at).to_python()


def pages(report: Report, folder: Path) -> list[str]:
    path = folder / "表.pdf"
    write_document(report, path)
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(path).pages]


# -- what to buy


def test_a_purchase_names_each_merchants_goods_and_adds_up_to_the_fen(shop: Ledger, tmp_path: Path):
    ask_for(shop, "1-1-101", VEGETABLES, MILK)
    ask_for(shop, "2-1-201", VEGETABLES)
    ask_for(shop, "2-1-202", {**MILK, "price": 1}, merchant="鲜果园")
    ask_for(shop, "2-1-203", PILLS, merchant=None)
    report = build(shop, "purchase")
    rows = [row for row in sheet(report, tmp_path) if row[3] != "" or row[4] != ""]
    assert [row[:7] for row in rows if row[0] != "商家"] == [
        ["惠民超市", "牛奶", "箱", 55.05, 1, 55.05, 1],
        ["惠民超市", "蔬菜包", "份", 59.9, 4, 239.6, 2],
        ["", "小计", "", "", 5, 294.65, 2],
        ["鲜果园", "牛奶", "箱", 0.01, 1, 0.01, 1],
        ["", "小计", "", "", 1, 0.01, 1],
        ["未定商家", "降压药", "盒", "", 3, "", 1],
        ["", "小计", "", "", 3, 0, 1],
        ["合计", "", "", "", 9, 294.66, 4],
    ]
    assert "其中 3 份没有登记单价" in report.sections[0].note
    (page,) = pages(report, tmp_path)
    assert "239.60" in page and "294.66" in page and "统计时段：2022年11月27日至2022年11月28日" in page


def test_what_ended_is_not_bought_and_refunds_stand_apart(shop: Ledger):
    ask_for(shop, "1-1-101")
    cancelled, refunded = ask_for(shop, "1-1-102", MILK), ask_for(shop, "1-1-103", MILK)
    advance(shop, [cancelled], "已取消", f"{DAY} 09:00:00", note="住户已自购")
    advance(shop, [refunded], "已退款", f"{DAY} 09:00:00", note="商家停业")
    bought, given_back = build(shop, "purchase").sections
    assert [row["item"] for row in cells(bought)] == ["蔬菜包"]
    assert totals(bought)["money"] == 119.8
    assert (given_back.title, totals(given_back)["money"]) == ("已退款", 55.05)


def test_a_purchase_is_of_its_days_and_its_part_only(shop: Ledger):
    ask_for(shop, "1-1-101", requested_at="2022-11-26 23:59:59")
    ask_for(shop, "1-1-102", MILK, requested_at="2022-11-27 00:00:00")
    ask_for(shop, "2-1-102", PILLS)
    (section,) = build(shop, "purchase", scope=Scope("和平苑", "1")).sections
    assert [row["item"] for row in cells(section)] == ["牛奶"]
    (nothing,) = build(shop, "purchase", from_day="2022-11-01", to_day="2022-11-02").sections
    assert cells(nothing) == [] and "没有要采购的物资" in nothing.note


def test_the_text_for_a_merchant_has_goods_and_money_and_nobody(shop: Ledger):
    ask_for(shop, "1-1-101", VEGETABLES, {**PILLS, "quantity": 1}, note="张小三急用")
    (purchase,) = by_merchant(orders(shop))
    assert purchase_text(shop, purchase, "2022-11-27", DAY).splitlines() == [
        "【采购单】惠民超市",
        "示例街道示例社区　11月27日至11月28日",
        "1. 蔬菜包 2份 × 59.90 = 119.80 元",
        "2. 降压药 1盒",
        "合计 3 件，119.80 元（1 件没有单价），共 1 单。",
    ]


# -- what goes where


def test_each_entrance_begins_a_page_with_its_doors_in_order(shop: Ledger, tmp_path: Path):
    for door in ("10-1-101", "2-1-1001", "2-1-201"):
        ask_for(shop, door, VEGETABLES, MILK)
    report = build(shop, "delivery")
    first, second, packing = pages(report, tmp_path)
    assert "和平苑2号楼1单元2户2单" in first and first.index("201") < first.index("1001")
    assert "和平苑10号楼1单元1户1单" in second and "和平苑2号楼" not in second
    assert "分拣单" in packing
    names = [row[0] for row in sheet(report, tmp_path) if str(row[0]).startswith("和平苑")]
    assert names == ["和平苑2号楼1单元　2 户 2 单　牛奶 2箱、蔬菜包 4份",
                     "和平苑10号楼1单元　1 户 1 单　牛奶 1箱、蔬菜包 2份"]  # fmt: skip


def test_a_masked_delivery_sheet_keeps_the_doors_and_hides_who_lives_there(shop: Ledger, tmp_path: Path):
    ask_for(shop, "1-1-101", note="敲门打13800001234", urgency="特急")
    report = build(shop, "delivery")
    (line,) = cells(report.sections[0])
    assert report.masked
    assert (line["room"], line["name"], line["phone"]) == ("101", "张*", "138****1234")
    assert line["note"] == "【特急】敲门打138****1234"
    text = "".join(pages(report, tmp_path))
    assert "身份信息已脱敏" in text and "张小三" not in text and "13800001234" not in text
    (line,) = cells(build(shop, "delivery", whole_identity=True).sections[0])
    assert (line["name"], line["phone"]) == ("张小三", "13800001234")


def test_every_line_has_a_box_to_tick_and_room_to_sign(shop: Ledger, tmp_path: Path):
    ask_for(shop, "1-1-101")
    report = build(shop, "delivery")
    heading, line = (
        next(row for row in sheet(report, tmp_path) if row[at] == text)
        for at, text in ((1, "房号"), (1, "101"))
    )
    found = dict(zip(heading, line, strict=True))
    assert (found["已送达"], found["签收人"].strip(), found["物品"]) == ("☐", "", "蔬菜包×2")


def test_only_what_was_on_its_way_at_the_end_of_the_day_is_delivered(shop: Ledger):
    signed, ended, later = (ask_for(shop, f"1-1-10{n}") for n in (1, 2, 3))
    ask_for(shop, "1-1-104", requested_at="2022-11-29 08:00:00")
    advance(shop, [signed], "已签收", f"{DAY} 10:00:00")
    advance(shop, [ended], "无货", f"{DAY} 10:00:00", note="卖完了")
    advance(shop, [later], "已签收", "2022-11-29 10:00:00")
    assert [row["room"] for row in cells(build(shop, "delivery").sections[0])] == ["103"]


def test_a_part_that_arrived_is_told(shop: Ledger):
    row = ask_for(shop, "1-1-101", VEGETABLES, MILK)
    arrive(shop, row, {order(shop, row).lines[0].id: 1}, f"{DAY} 10:00:00")
    (line,) = cells(build(shop, "delivery").sections[0])
    assert line["items"] == "蔬菜包×2（已到 1）、牛奶×1（已到 0）"


def test_the_packing_sheet_adds_up_doors_entrances_and_all(shop: Ledger):
    ask_for(shop, "1-1-101", VEGETABLES, MILK)
    ask_for(shop, "1-1-101", VEGETABLES)
    ask_for(shop, "1-1-102", MILK)
    ask_for(shop, "1-2-101", VEGETABLES)
    packing = build(shop, "delivery").sections[1]
    assert [column.heading for column in packing.columns] == [
        "房号", "蔬菜包（份）", "牛奶（箱）", "件数", "已分拣",
    ]  # fmt: skip
    found = [row.cells for row in packing.rows if row.style != "band"]
    assert found == [
        ("101", 4, 1, 5, False), ("102", None, 1, 1, False), ("小计", 4, 2, 6, None),
        ("101", 2, None, 2, False), ("小计", 2, None, 2, None),
    ]  # fmt: skip
    assert packing.totals == ("合计", 6, 2, 8, None)


def test_of_many_items_the_rarest_are_named_in_one_column_and_none_is_lost(shop: Ledger):
    for number in range(10):
        ask_for(shop, "1-1-101", {**MILK, "item": f"货{number}", "quantity": 20 - number})
    packing = build(shop, "delivery").sections[1]
    (line,) = cells(packing)
    assert line["others"] == "货8 12箱、货9 11箱"
    assert line["quantity"] == sum(20 - number for number in range(10))
    assert totals(packing)["others"] == "23 件"


def test_with_nothing_on_its_way_the_sheet_says_so(shop: Ledger):
    (section,) = build(shop, "delivery").sections
    assert list(section.rows) == [] and "没有等着配送的物资" in section.note


# -- the ledger of requests


def test_every_step_of_a_request_has_its_time(shop: Ledger, tmp_path: Path):
    row = ask_for(shop, "1-1-101", VEGETABLES, MILK, order_number="A0017", handler="李网格", note="放门口")
    for status, hour in (
        ("已下单", 9),
        ("商家已发货", 10),
        ("已到接收点", 11),
        ("已到单元门", 12),
        ("已签收", 13),
    ):
        advance(shop, [row], status, f"{DAY} {hour:02d}:30:00")
    table = sheet(build(shop, "supplies"), tmp_path)
    headings, line = next(row for row in table if "登记" in row), next(row for row in table if row[0] == 1)
    found = dict(zip(headings, line, strict=True))
    assert [found[step] for step in ("登记", "已下单", "已发货", "已到接收点", "已到单元门", "已签收")] == [
        datetime(2022, 11, 28, 8), *(datetime(2022, 11, 28, hour, 30) for hour in (9, 10, 11, 12, 13)),
    ]  # fmt: skip
    row_of = cells(build(shop, "supplies").sections[0])[0]
    assert (row_of["door"], row_of["name"], row_of["money"], row_of["state"]) == (
        "和平苑1号楼1单元", "张*", 174.85, "已签收",
    )  # fmt: skip
    assert (row_of["order_number"], row_of["handler"], row_of["note"]) == ("A0017", "李网格", "放门口")


def test_a_step_taken_back_has_not_been_reached_and_an_end_says_why(shop: Ledger):
    back, ended = ask_for(shop, "1-1-101"), ask_for(shop, "1-1-102")
    advance(shop, [back, ended], "已到接收点", f"{DAY} 10:00:00")
    advance(shop, [back], "已下单", f"{DAY} 11:00:00")
    advance(shop, [ended], "已退款", f"{DAY} 12:00:00", note="商家停业")
    one, other = cells(build(shop, "supplies").sections[0])
    assert (one["step0"], one["step2"], one["ended"]) == (datetime(2022, 11, 28, 11), None, None)
    assert (other["step2"], other["ended"]) == (datetime(2022, 11, 28, 10), "11-28 12:00\n商家停业")


def test_fields_of_the_workers_own_stand_behind_the_others(shop: Ledger):
    own = {"register": "supply", "key": "floor", "heading": "放置处", "kind": "文字"}
    shop.create("own_field", own)
    ask_for(shop, "1-1-101", floor="门卫室13800001234")
    section = build(shop, "supplies").sections[0]
    assert section.columns[-1].heading == "放置处"
    assert cells(section)[0]["floor"] == "门卫室138****1234"


def test_totals_by_category_and_status_and_the_hours_to_the_door(shop: Ledger):
    quick, slow, open_ = (
        ask_for(shop, "1-1-101"),
        ask_for(shop, "1-1-102", PILLS),
        ask_for(shop, "1-1-103", MILK),
    )
    advance(shop, [quick], "已签收", f"{DAY} 10:00:00")
    advance(shop, [slow], "已签收", "2022-11-29 18:00:00")
    advance(shop, [open_], "已下单", f"{DAY} 10:00:00")
    section = build(shop, "supplies", on="2022-11-29", to_day="2022-11-29",
                    made_at=datetime(2022, 11, 30, 8)).sections[1]  # fmt: skip
    found = {row["part"]: tuple(row.values())[1:] for row in cells(section)}
    assert found == {
        "药品": (1, 3, 0, 1, 34, 34, 0),
        "蔬菜包": (1, 2, 119.8, 1, 2, 2, 1),
        "肉蛋奶": (1, 1, 55.05, 0, None, None, "—"),
        "已下单": (1, 1, 55.05, None, None, None, None),
        "已签收": (2, 5, 119.8, None, None, None, None),
    }
    assert tuple(totals(section).values())[1:] == (3, 6, 174.85, 2, 18, 18, 0.5)
    (chart,) = section.charts
    assert (chart.categories, chart.series[0].values) == (("11/28", "11/29"), (2.0, 34.0))
    assert {figure.label: figure.text for figure in section.figures}["中位时长"] == "18.0 小时"


def test_the_late_come_first_with_their_hours_however_old_they_are(shop: Ledger):
    ask_for(shop, "1-1-101")
    ask_for(shop, "1-1-102", PILLS, requested_at="2022-11-27 08:05:00")
    ask_for(shop, "1-1-103", requested_at="2022-11-20 18:05:00")
    report = build(shop, "supplies")
    waiting = report.sections[2]
    assert [(row["door"], row["over"]) for row in cells(waiting)] == [
        ("和平苑1号楼1单元", 120.0), ("和平苑1号楼1单元", 10.0), ("和平苑1号楼1单元", None),
    ]  # fmt: skip
    assert (totals(waiting)["door"], totals(waiting)["over"]) == ("3 单", "2 单")
    assert "截至 2022-11-28 18:05" in waiting.note
    assert len(cells(report.sections[0])) == 2  # the oldest was not asked for in these days
    assert {figure.label: figure.text for figure in report.sections[1].figures}["超时未送达"] == "2"


def test_a_report_of_a_past_day_tells_what_had_happened_by_its_end(shop: Ledger):
    row = ask_for(shop, "1-1-101")
    advance(shop, [row], "已签收", "2022-11-29 09:00:00")
    then = build(shop, "supplies", made_at=datetime(2022, 12, 1, 8))
    assert cells(then.sections[0])[0]["state"] == "已登记"
    assert "截至 2022-11-28 23:59" in then.sections[2].note
    assert (
        cells(build(shop, "supplies", on="2022-11-29", to_day="2022-11-29").sections[0])[0]["state"]
        == "已签收"
    )


def test_all_pages_of_the_ledger_are_printed_with_their_charts(shop: Ledger, tmp_path: Path):
    rows = [ask_for(shop, f"1-1-{n}") for n in (101, 102)]
    for row, hour in zip(rows, (10, 20), strict=True):
        advance(shop, [row], "已签收", f"2022-11-{28 + hour // 15} {hour}:00:00")
    report = build(shop, "supplies", on="2022-11-29", to_day="2022-11-29", made_at=datetime(2022, 11, 30))
    detail, sums, late = pages(report, tmp_path)
    assert "物资需求台账（需求明细）" in detail and "2022-11-28" in detail
    assert "从登记到签收的中位时长" in sums and "19.0小时" in sums
    assert "没有等着送达的需求" in late
