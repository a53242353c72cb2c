"""看板: cards in one column a status, moved by key and by mouse, and what is past due."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.supplies import STATUS_PATH, place_order, step_on
from gridworker.ui.screens.supply_board_page import SupplyBoardPage
from tests.ui.driving import click, double_click, drag, press, settle, text_of
from tests.ui.pages import Shell, hosted
from tests.ui.screen_window import clipped
from tests.ui.supply_world import MILK, MORNING, STEP, request_of, supply_ledger

Hosted = tuple[SupplyBoardPage, Shell]


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, SupplyBoardPage, supply_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> SupplyBoardPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def doors(page: SupplyBoardPage) -> dict[str, list[str]]:
    return {
        column.title: [card.door.split()[-1] for card in column.cards]
        for column in page.board.columns
        if column.cards
    }


def key(page: SupplyBoardPage, *sequences: str) -> None:
    for sequence in sequences:
        press(page.board.canvas, sequence)


def current(page: SupplyBoardPage) -> str:
    card = page.board.current
    return card.door.split()[-1] if card else ""


def test_what_waits_stands_by_status_and_todays_signatures_with_it(page: SupplyBoardPage) -> None:
    assert [column.title for column in page.board.columns] == list(STATUS_PATH)
    assert doors(page) == {"已登记": ["1-1-101", "1-1-102", "2-1-201"], "已签收": ["10-1-301"]}


def test_a_card_tells_door_things_hours_and_urgency(page: SupplyBoardPage) -> None:
    late, urgent, _ = page.board.columns[0].cards
    assert (late.items, late.tag, late.urgency) == ("降压药×1", "late", "")
    assert late.hours.startswith("超时") and late.hours.endswith("小时")
    assert (urgent.door, urgent.tag, urgent.urgency) == ("1-1-102", "warn", "‼ 特急")
    drawn = page.board.canvas
    words = [str(drawn.itemcget(item, "text")) for item in drawn.find_all() if drawn.type(item) == "text"]
    assert {"已登记 3", "1-1-102", "‼ 特急", f"■ {late.hours}"} <= set(words)


def test_the_community_stands_on_the_cards_where_there_are_several(
    page: SupplyBoardPage, shell: Shell
) -> None:
    row = request_of(shell.ledger, "孙小七").id
    page.desk.act("退回", lambda ledger: step_on(ledger, [row], STEP, back=True))
    assert {card.door for card in page.board.columns[0].cards} >= {"和平苑 1-1-102", "迎春里 2-1-202"}


def test_arrows_go_from_card_to_card_and_over_empty_columns(page: SupplyBoardPage) -> None:
    key(page, "<Down>", "<Down>", "<Down>")
    assert current(page) == "2-1-201"
    key(page, "<Right>")
    assert current(page) == "10-1-301"
    key(page, "<Left>", "<Up>")
    assert current(page) == "1-1-101"


def test_shift_and_an_arrow_move_the_card_and_the_cursor_with_it(page: SupplyBoardPage, shell: Shell) -> None:
    key(page, "<Down>", "<Shift-Right>", "<Shift-Right>")
    found = request_of(shell.ledger, "李小四")
    assert [step.status for step in found.steps] == ["已登记", "已下单", "商家已发货"]
    assert (current(page), page.board.at) == ("1-1-102", (2, 0))
    key(page, "<Shift-Left>")
    assert request_of(shell.ledger, "李小四").steps[-1].status == "已下单"
    key(page, "<F8>")
    assert request_of(shell.ledger, "李小四").status == "商家已发货"
    key(page, "<F7>", "<F7>", "<F7>")
    assert request_of(shell.ledger, "李小四").status == "已登记"


def test_the_mouse_drags_a_card_to_any_status(page: SupplyBoardPage, shell: Shell) -> None:
    row = request_of(shell.ledger, "王小五").id
    start = page.board.spot(row)
    drag(page.board.canvas, start, (page.board.middle(4), start[1]))
    assert request_of(shell.ledger, "王小五").status == "已到单元门"
    assert doors(page)["已到单元门"] == ["2-1-201"]
    shell.undo()
    assert request_of(shell.ledger, "王小五").status == "已登记"


def test_a_click_only_selects(page: SupplyBoardPage, shell: Shell) -> None:
    found = request_of(shell.ledger, "王小五")
    click(page.board.canvas, *page.board.spot(found.id))
    assert current(page) == "2-1-201" and request_of(shell.ledger, "王小五") == found


def test_only_what_is_late(page: SupplyBoardPage) -> None:
    assert text_of(page.late_box) == "只看超时 1 单 F9" and text_of(page.chip).startswith("■ 最长超时")
    key(page, "<F9>")
    assert doors(page) == {"已登记": ["1-1-101"]}
    key(page, "<Shift-Right>", "<Shift-Right>", "<Shift-Right>", "<Shift-Right>", "<Shift-Right>")
    assert doors(page) == {} and text_of(page.chip) == "✓ 没有超时"
    key(page, "<Down>", "<Right>", "<Return>", "<F8>", "<F6>")  # an empty board bears every key
    assert page.board.current is None


def test_enter_and_closing_lead_to_the_list(page: SupplyBoardPage, shell: Shell) -> None:
    row = request_of(shell.ledger, "张小三").id
    key(page, "<Return>", "<F6>")
    double_click(page.board.canvas, *page.board.spot(row))
    shown = {"page": "orders", "row": row}
    assert shell.went == [("supplies", shown), ("supplies", shown | {"end": True}), ("supplies", shown)]


def test_a_long_column_scrolls_with_the_cursor(page: SupplyBoardPage, shell: Shell) -> None:
    household = request_of(shell.ledger, "王小五").household
    values = {"household": household, "requester": "王小五", "requested_at": MORNING}
    page.desk.act(
        "准备", lambda ledger: [place_order(ledger, values, [{**MILK, "quantity": n}]) for n in range(1, 40)]
    )
    key(page, *(["<Next>"] * 10))
    assert page.board.at[1] == 41 and page.board.top > 0
    assert page.board.spot(page.board.columns[0].cards[41].id)[1] < page.board.canvas.winfo_height()
    for _ in range(60):
        page.board.canvas.event_generate("<Button-4>")
    settle(page)
    assert page.board.top == 0


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_everything_fits(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, SupplyBoardPage, supply_ledger(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []
