"""需求: the list by state, the card with its steps, entering requests with their lines, and the whole way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.days import shift
from gridworker.ledger.supplies import orders, place_order
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.card_services import order_lines
from gridworker.ui.screens.supply_form import OrderPane
from gridworker.ui.screens.supply_page import SupplyPage
from gridworker.ui.screens.supply_panels import ArrivalPanel, EndPanel
from tests.ui.driving import click, double_click, find, press, pump, settle, texts, type_text
from tests.ui.pages import TODAY, Shell, column, hosted
from tests.ui.screen_window import clipped, opened
from tests.ui.supply_world import MILK, VEGETABLES, request_of, supply_ledger

Hosted = tuple[SupplyPage, Shell]
DOOR, ITEMS, STATE, OVER, URGENCY, NAME, TOTAL, PHONE = 0, 1, 2, 3, 4, 5, 6, 9


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, SupplyPage, supply_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> SupplyPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def choose(page: SupplyPage, *names: str) -> None:
    """Select the requests of these people and give the list the keyboard."""
    page.parts.choose("all")
    wanted = [key for key, entry in page._entries.items() if entry["requester"] in names]
    page.rows.select(wanted)
    page.rows.focus_rows()
    settle(page)


def strike(page: SupplyPage, *sequences: str) -> None:
    for sequence in sequences:
        press(page.rows.view.tree, sequence)


def form(page: SupplyPage) -> OrderPane:
    assert isinstance(page.editor, OrderPane)
    return page.editor


def add(page: SupplyPage, text: str) -> None:
    """Type into the box of things, and Enter."""
    type_text(form(page).lines.box, text)
    press(form(page).lines.box, "<Return>")


def card(page: SupplyPage) -> str:
    return page.side.card.text.get("1.0", "end")


def tone(page: SupplyPage, row: int) -> str:
    return page._source.fetch([page.rows.view.order[row]])[page.rows.view.order[row]].tag


def test_what_waits_is_listed_the_most_pressing_first(page: SupplyPage) -> None:
    assert column(page.rows, NAME) == ["张小三", "李小四", "王小五"]
    assert column(page.rows, ITEMS) == ["降压药×1", "蔬菜包A×2、牛奶×1", "蔬菜包A×2"]
    assert column(page.rows, TOTAL) == ["19.99", "61.00＋", "61.00"]
    assert column(page.rows, URGENCY)[1] == "‼ 特急"
    assert "小时" in column(page.rows, OVER)[0] and column(page.rows, OVER)[1:] == ["", ""]
    assert (tone(page, 0), STATUS[tone(page, 0)].tone) == ("late", "bad")


def test_every_state_shows_its_count_and_its_own(page: SupplyPage) -> None:
    names = {}
    for state in ("late", "signed", "closed", "all"):
        page.parts.choose(state)
        names[state] = column(page.rows, NAME)
    assert names["late"] == ["张小三"]
    assert names["signed"] == ["赵小六"]
    assert names["closed"] == ["孙小七"]
    assert len(names["all"]) == 5
    for words in ("未送达 3", "超时 1", "已签收 1", "已关闭 1", "全部 5"):
        find(page, words)


def test_one_key_moves_every_selected_request_with_time_and_person(page: SupplyPage, shell: Shell) -> None:
    choose(page, "张小三", "李小四")
    type_text(page.when.at.entry, "23:30")
    page.when.person.delete(0, "end")
    type_text(page.when.person, "志愿者小孔")
    strike(page, "<F8>")
    for name in ("张小三", "李小四"):
        step = request_of(shell.ledger, name).steps[-1]
        assert (step.status, step.at, step.person) == ("已下单", f"{TODAY} 23:30:00", "志愿者小孔")
    strike(page, "<F7>")
    assert [step.status for step in request_of(shell.ledger, "张小三").steps] == [
        "已登记",
        "已下单",
        "已登记",
    ]


def test_one_key_too_many_moves_nobody_elses_request(page: SupplyPage, shell: Shell) -> None:
    place = page.rows.view.order.index(row := request_of(shell.ledger, "李小四").id)
    page.rows.select([row])
    before = {each.id: each.status for each in orders(shell.ledger)}
    for _ in range(7):  # the fifth one signs for it, and it leaves the list
        strike(page, "<F8>")
    strike(page, "<F7>")
    assert {each.id: each.status for each in orders(shell.ledger)} == {**before, row: "已签收"}
    assert "请先选择" in shell.said[-1] and page.rows.selected() == []
    strike(page, "<Down>")  # to the row that came up to its place
    assert page.rows.selected() == [page.rows.view.order[min(place, len(page.rows.view.order) - 1)]]


def test_a_time_before_the_request_is_refused_in_a_sentence(page: SupplyPage, shell: Shell) -> None:
    choose(page, "李小四")
    type_text(page.when.at.entry, "2022-11-20 08:00")
    strike(page, "<F8>")
    assert "流转时间不能比登记时间更早" in shell.said[-1]
    assert request_of(shell.ledger, "李小四").status == "已登记"


def test_the_card_tells_steps_and_hides_the_phone_until_f4(page: SupplyPage) -> None:
    choose(page, "李小四")
    assert "和平苑1号楼1单元102" in card(page) and "合计 61.00＋ 元" in card(page)
    assert "11-28 00:00　已登记　网格员小陈" in card(page)
    assert "138****0002" in card(page) and "138****0002" in column(page.rows, PHONE)
    strike(page, "<F4>")
    assert "13800000002" in card(page) and "13800000002" in column(page.rows, PHONE)
    choose(page, "李小四", "张小三")
    assert "已选 2 单" in card(page) and "合计 80.99 元" in card(page)


def test_closing_asks_for_the_reason(page: SupplyPage, shell: Shell) -> None:
    choose(page, "张小三")
    strike(page, "<F6>")
    assert isinstance(page.side.panel, EndPanel)
    click(find(page, "无货"))
    press(page.side.panel.reason, "<Control-s>")
    assert "原因" in shell.said[-1]
    type_text(page.side.panel.reason, "商家停业")
    press(page.side.panel.reason, "<Control-s>")
    found = request_of(shell.ledger, "张小三")
    assert (found.status, found.steps[-1].note, page.side.panel) == ("无货", "商家停业", None)
    choose(page, "张小三")
    assert "商家停业" in card(page)
    strike(page, "<F7>")
    assert request_of(shell.ledger, "张小三").is_open


def test_part_arrives_and_is_taken_apart(page: SupplyPage, shell: Shell) -> None:
    choose(page, "李小四")
    strike(page, "<F12>")
    assert "没有分批到货" in shell.said[-1]
    strike(page, "<F9>")
    assert isinstance(page.side.panel, ArrivalPanel)
    first, second = page.side.panel.entries.values()
    type_text(first, "1")  # over what is selected
    press(first, "<Return>")
    type_text(second, "0")
    press(second, "<Return>")
    assert "部分到货：蔬菜包A 1/2份、牛奶 0/1箱" in card(page)
    assert "已登记（部分到）" in column(page.rows, STATE)
    strike(page, "<F12>")
    found = [each for each in orders(shell.ledger, open_only=True) if each.requester == "李小四"]
    assert [(each.items, each.status) for each in found] == [
        ("蔬菜包A×1", "已到接收点"), ("蔬菜包A×1、牛奶×1", "已登记"),
    ]  # fmt: skip


def test_too_many_cannot_arrive(page: SupplyPage, shell: Shell) -> None:
    choose(page, "王小五")
    strike(page, "<F9>")
    assert isinstance(page.side.panel, ArrivalPanel)
    (only,) = page.side.panel.entries.values()
    type_text(only, "3")
    press(only, "<Return>")
    assert "0 到 2 之间" in shell.said[-1]
    press(only, "<Escape>")
    assert page.side.panel is None and not request_of(shell.ledger, "王小五").part_arrived


def test_the_same_again_for_the_selected_and_for_yesterday(page: SupplyPage, shell: Shell) -> None:
    choose(page, "赵小六")
    strike(page, "<Control-r>")
    assert request_of(shell.ledger, "赵小六").status == "已登记"
    household = request_of(shell.ledger, "王小五").household
    for lines in ([VEGETABLES], [MILK]):
        values = {
            "household": household,
            "requester": "昨日的人",
            "requested_at": f"{shift(TODAY, -1)} 09:00:00",
        }
        place_order(shell.ledger, values, lines)
    strike(page, "<Control-e>")
    again = request_of(shell.ledger, "昨日的人")
    assert (again.items, again.requested_at[:10]) == ("牛奶×1", TODAY)  # its vegetables are asked for already
    before = len(orders(shell.ledger))
    strike(page, "<Control-e>")
    assert "都已登记过" in shell.said[-1] and len(orders(shell.ledger)) == before


def test_named_medicine_is_not_kept_without_the_buyers_number(page: SupplyPage, shell: Shell) -> None:
    page.open(new={"household": request_of(shell.ledger, "李小四").household})
    settle(page)
    add(page, "布洛芬1盒")
    lines = form(page).lines
    box = lines.view.cell_box(0, "category")
    assert box
    double_click(lines.view.tree, box[0] + 5, box[1] + 5)
    entry = lines.cells._entry
    assert entry is not None
    entry.delete(0, "end")
    type_text(entry, "一退")
    press(entry, "<Control-s>")
    assert any("购买一退两抗药品要登记购买人的证件号码" in text for text in texts(form(page)))
    assert len(orders(shell.ledger)) == 5
    type_text(form(page).form.editors["id_number"].key_widget, "11010519491231002X")
    press(form(page), "<Control-s>")
    assert page.editor is None
    assert request_of(shell.ledger, "李小四").lines[0].category == "一退两抗药品"


def test_things_typed_are_known_by_their_words(page: SupplyPage, shell: Shell) -> None:
    page.open(new={"household": request_of(shell.ledger, "李小四").household})
    settle(page)
    for words in ("布洛芬1盒", "牛奶2箱", "一退两抗药品1盒", "苹果2.5斤"):
        add(page, words)
    kept = [(line["item"], line["category"], line["quantity"]) for line in form(page).lines.lines]
    assert kept == [
        ("布洛芬", "一退两抗药品", 1), ("牛奶", "肉蛋奶", 2), ("一退两抗药品", "一退两抗药品", 1),
        ("苹果2.5斤", "水果包", 1),
    ]  # fmt: skip
    press(form(page), "<Control-s>")
    assert any("购买一退两抗药品要登记购买人的证件号码" in text for text in texts(form(page)))


def test_a_cell_that_makes_no_sense_says_so_and_stays(page: SupplyPage, shell: Shell) -> None:
    choose(page, "李小四")
    strike(page, "<F2>")
    lines = form(page).lines
    box = lines.view.cell_box(1, "price")
    assert box
    double_click(lines.view.tree, box[0] + 5, box[1] + 5)
    entry = lines.cells._entry
    assert entry is not None
    type_text(entry, "六十五")
    press(entry, "<Control-s>")
    assert form(page) and any("不是数字" in text for text in texts(lines))
    entry.delete(0, "end")
    type_text(entry, "65.5")
    press(entry, "<Control-s>")
    assert request_of(shell.ledger, "李小四").total == 2 * 3050 + 6550
    assert column(page.rows, TOTAL)[0] != "61.00＋"


def test_unsaved_lines_need_a_second_escape(page: SupplyPage, shell: Shell) -> None:
    choose(page, "李小四")
    strike(page, "<F2>")
    lines = form(page).lines
    lines.view.select([0])
    press(lines.view.tree, "<Delete>")
    press(lines.view.tree, "<Escape>")
    assert page.editor is not None
    press(lines.view.tree, "<Escape>")
    assert page.editor is None and len(request_of(shell.ledger, "李小四").lines) == 2


def test_no_step_is_taken_behind_the_form(page: SupplyPage, shell: Shell) -> None:
    choose(page, "李小四")
    strike(page, "<F2>", "<F8>", "<F6>", "<F12>", "<Control-r>", "<Control-e>")
    assert len(orders(shell.ledger)) == 5
    assert request_of(shell.ledger, "李小四").status == "已登记" and page.side.panel is None
    assert "表单" in shell.said[-1]


def test_another_page_opens_one_request_to_close_it(page: SupplyPage, shell: Shell) -> None:
    page.open(row=request_of(shell.ledger, "王小五").id, end=True)
    settle(page)
    assert isinstance(page.side.panel, EndPanel)
    type_text(page.side.panel.reason, "住户已自购")
    press(page.side.panel.reason, "<Return>")
    assert request_of(shell.ledger, "王小五").status == "已取消"


def test_a_household_leads_to_its_requests_or_to_its_first(page: SupplyPage, shell: Shell) -> None:
    page.open(household=request_of(shell.ledger, "李小四").household)
    settle(page)
    assert column(page.rows, NAME) == ["李小四"]
    page.rows.set_filter("")
    nobody = next(row["household"] for row in shell.ledger.rows("resident", {"name": "周小八"}))
    page.open(household=nobody)
    settle(page)
    assert form(page).form.raw()["household"] == nobody
    assert list(order_lines(shell.ledger, nobody, f"{TODAY} 12:00:00")) == []


def test_a_households_requests_in_short_lines(page: SupplyPage, shell: Shell) -> None:
    now = f"{TODAY} 12:00:00"
    waits = request_of(shell.ledger, "李小四")
    (waiting,) = order_lines(shell.ledger, waits.household, now)
    assert (waiting.text, waiting.state, waiting.tone) == ("蔬菜包A×2、牛奶×1", "▲ 已登记　‼ 特急", "warn")
    assert waiting.what == {"page": "orders", "row": waits.id}
    (late,) = order_lines(shell.ledger, request_of(shell.ledger, "张小三").household, now)
    assert "超时" in late.state and late.tone == "bad"


def test_own_fields_stand_in_form_list_and_card(page: SupplyPage, shell: Shell) -> None:
    own = {"register": "supply", "key": "own1", "heading": "送货人", "kind": "文字"}
    page.desk.act("新增字段", lambda ledger: ledger.create("own_field", own))
    choose(page, "李小四")
    strike(page, "<F2>")
    type_text(form(page).form.editors["own1"].key_widget, "小马")
    press(form(page).form.editors["own1"].key_widget, "<Control-s>")
    assert "送货人" in card(page) and "小马" in card(page)
    assert "小马" in column(page.rows, -1)


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_everything_fits(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, SupplyPage, supply_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        assert clipped(root) == []
        choose(page, "李小四")
        for key in ("<F9>", "<F6>"):
            strike(page, key)
            assert clipped(root) == [], key
        page.side.leave_panel()
        strike(page, "<Control-n>")
        assert [text for text in clipped(root) if text not in form_texts(page)] == []


def form_texts(page: SupplyPage) -> list[str]:
    """Words that scroll inside the form."""
    return texts(form(page).form)


def test_from_the_call_to_the_signature(root: ttk.App, tmp_path: Path) -> None:
    source = supply_ledger(tmp_path / "前.gwl")
    with opened(root, source, tmp_path) as window:
        window.desk.day = TODAY
        window.go("supplies")
        settle(root)
        page = window.screen.page
        press(page.rows.view.tree, "<Control-n>")
        door = form(page).form.editors["household"].key_widget
        type_text(door, "2-2-203")
        press(door, "<Return>")
        assert form(page).form.raw()["requester"] == "周小八"
        press(door, "<F3>")
        add(page, "蔬菜")
        add(page, "牛奶2箱")
        assert form(page).form.raw()["merchant"] == "示例超市"
        assert form(page).lines.total == "合计 30.50 元（1 项没有单价）"
        press(form(page).lines.box, "<Control-s>")
        assert page.editor is None and "周小八" in card(page)
        for _ in range(5):
            press(page.rows.view.tree, "<F8>")
        found = request_of(window.desk.ledger, "周小八")
        assert (found.status, len(found.steps), found.steps[-1].person) == ("已签收", 6, "网格员小陈")
        page.parts.choose("signed")
        assert "周小八" in column(page.rows, NAME)
        press(page.rows.view.tree, "<Control-z>")
        pump(root, lambda: request_of(window.desk.ledger, "周小八").status == "已到单元门")
