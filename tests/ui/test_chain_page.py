"""粘贴接龙 as a hand uses it: paste anywhere, type over what is doubtful, confirm, set aside, enter."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import orders
from gridworker.ui.screens.chain_page import ChainPage
from tests.intake.chain_world import furnish
from tests.ui.driving import focus, press, pump, settle, type_text
from tests.ui.pages import Shell, column, hosted
from tests.ui.screen_window import clipped

Hosted = tuple[ChainPage, Shell]
DOOR, NAME, PHONE, ITEMS, RESULT = 1, 2, 3, 4, 5
CHAIN = """#接龙
明天蔬菜包
1. 3-2-501 周小八 2份
2. 张小三 1份
3. 3-501 1份
4. 5-1-301 冯小一 1380000 两份
5. 呼噜呼噜
"""


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with Ledger.make(tmp_path / "台账.gwl") as made:
        furnish(made)
    with hosted(root, ChainPage, tmp_path / "台账.gwl") as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> ChainPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def paste(page: ChainPage, text: str = CHAIN) -> None:
    """Ctrl+V with the keyboard on the rows."""
    page.clipboard_clear()
    page.clipboard_append(text)
    press(page.rows.view.tree, "<Control-v>")


def go_to(page: ChainPage, row: int, cell: str = "door") -> None:
    """Put the cursor on one part of a line."""
    page.rows.select([row])
    focus(page.rows.view.tree)
    names = [each.key for each in page.rows.view.columns]
    for _ in names:
        press(page.rows.view.tree, "<Left>")
    for _ in range(names.index(cell)):
        press(page.rows.view.tree, "<Right>")


def write(page: ChainPage, text: str) -> None:
    """Type into the cell the cursor is on and press Enter."""
    type_text(page.focus_get(), text)
    press(page.focus_get(), "<Return>")


def marks(page: ChainPage) -> dict[int, str]:
    found = page.rows.source.fetch(page.rows.view.order)
    return {key: found[key].tag for key in page.rows.view.order}


def test_pasting_lists_every_line_with_what_was_understood(page: ChainPage) -> None:
    paste(page)
    assert page.box.value == CHAIN
    assert marks(page) == {1: "quiet", 2: "quiet", 3: "good", 4: "info", 5: "warn", 6: "warn", 7: "bad"}
    assert column(page.rows, DOOR)[2:] == ["和平苑3-2-501", "● 和平苑1-1-101", "▲ ", "和平苑5-1-301", ""]
    assert column(page.rows, RESULT)[2:] == ["新登记", "新登记", "待核对", "待核对", "没看懂"]
    assert "登记 2 条" in page.enter_button.cget("text")
    assert "认作“明天蔬菜包”" in page.taken_for.cget("text")


def test_pasting_works_from_the_box_too_and_only_once(page: ChainPage) -> None:
    page.clipboard_clear()
    page.clipboard_append("1. 3-2-501 周小八 蔬菜包2份")
    press(page.box.text, "<Control-v>")
    pump(page, lambda: len(page.rows.view.order) == 1)
    assert page.box.value == "1. 3-2-501 周小八 蔬菜包2份"


def test_the_doubtful_place_is_underlined_and_explained(page: ChainPage) -> None:
    paste(page)
    page.rows.select([6])
    settle(page)
    first, last = map(str, page.detail.text.tag_ranges("doubt"))
    assert page.detail.text.get(first, last) == "1380000"
    assert "不是" in page.detail.text.get("1.0", "end")


def test_a_part_typed_over_is_read_at_once(page: ChainPage) -> None:
    paste(page)
    go_to(page, 5)
    press(page.rows.view.tree, "<F2>")
    entry = page.focus_get()
    assert entry.get() == ""  # the mark of the doubt is no part of it
    write(page, "3-2-502")
    assert marks(page)[5] == "info"
    assert column(page.rows, DOOR)[4] == "和平苑3-2-502"
    assert "登记 3 条" in page.enter_button.cget("text")


def test_an_unread_line_is_completed_in_the_table(page: ChainPage) -> None:
    paste(page)
    go_to(page, 7)
    write(page, "3-2-502")
    go_to(page, 7, "items")
    write(page, "2")
    assert (marks(page)[7], column(page.rows, ITEMS)[6]) == ("info", "蔬菜包2份")


def test_entering_leaves_what_was_not_understood(page: ChainPage, shell: Shell) -> None:
    paste(page)
    press(page.rows.view.tree, "<Control-s>")
    assert [order.requester for order in orders(shell.ledger)] == ["周小八", "张小三"]
    assert page.parts.chosen == "look"
    assert list(page.rows.view.order) == [5, 6, 7]
    assert "还有 3 条待核对" in shell.said[-1]
    shell.undo()
    assert orders(shell.ledger) == []
    assert "登记 2 条" in page.enter_button.cget("text")


def test_a_line_that_was_mended_stays_in_sight_until_the_list_is_chosen_again(page: ChainPage) -> None:
    paste(page)
    page.parts.choose("look")
    go_to(page, 5)
    write(page, "3-2-502")
    assert (list(page.rows.view.order), page.rows.current()) == ([5, 6, 7], 6)
    page.parts.choose("look")
    assert list(page.rows.view.order) == [6, 7]


def test_a_doubtful_line_is_entered_once_it_is_confirmed(page: ChainPage, shell: Shell) -> None:
    paste(page)
    page.rows.select([6])
    press(page.rows.view.tree, "<F8>")
    assert marks(page)[6] == "good"
    press(page.rows.view.tree, "<Control-s>")
    assert len(orders(shell.ledger)) == 3


def test_what_lacks_its_door_is_not_confirmed_and_says_so(page: ChainPage, shell: Shell) -> None:
    paste(page)
    page.rows.select([5])
    press(page.rows.view.tree, "<F8>")
    assert marks(page)[5] == "warn"
    assert "不能确认" in shell.said[-1]


def test_a_line_is_set_aside_and_taken_up_again(page: ChainPage) -> None:
    paste(page)
    page.rows.select([3, 7])
    press(page.rows.view.tree, "<Delete>")
    assert (marks(page)[3], marks(page)[7]) == ("quiet", "quiet")
    press(page.rows.view.tree, "<Delete>")
    assert (marks(page)[3], marks(page)[7]) == ("good", "bad")


def test_what_was_typed_can_be_given_up(page: ChainPage) -> None:
    paste(page)
    go_to(page, 3, "items")
    write(page, "5")
    assert column(page.rows, ITEMS)[2] == "蔬菜包5份"
    page.rows.select([3])
    press(page.rows.view.tree, "<F6>")
    assert column(page.rows, ITEMS)[2] == "蔬菜包2份"


def test_the_same_chain_again_brings_nothing_new(page: ChainPage, shell: Shell) -> None:
    paste(page, "\n".join(CHAIN.splitlines()[:4]))
    press(page.rows.view.tree, "<Control-s>")
    paste(page, "\n".join(CHAIN.splitlines()[:4]))
    assert column(page.rows, RESULT)[2:] == ["已登记", "已登记"]
    press(page.rows.view.tree, "<Control-s>")
    assert "没有可以登记的行" in shell.said[-1]
    assert len(orders(shell.ledger)) == 2


def test_a_new_text_does_not_push_out_lines_that_still_wait(page: ChainPage, shell: Shell) -> None:
    paste(page)
    paste(page, "1. 3-2-502 郑小九 水果包1份")
    assert page.box.value.startswith("#接龙") and page.box.value.endswith("水果包1份")
    assert "接在后面" in shell.said[-1]
    press(page.rows.view.tree, "<F9>")
    assert page.box.value == ""
    assert list(page.rows.view.order) == []


def test_corrections_stay_with_their_lines_when_the_text_is_edited(page: ChainPage) -> None:
    paste(page)
    go_to(page, 5)
    write(page, "3-2-502")
    page.box.text.insert("1.0", "早上好\n")
    pump(page, lambda: len(page.rows.view.order) == 8)
    assert column(page.rows, DOOR)[5] == "和平苑3-2-502"


def test_five_hundred_lines_are_read_well_under_a_second(page: ChainPage) -> None:
    people = (
        "3-2-501 周小八",
        "5-1-301 冯小一",
        "3号楼2单元502 郑小九",
        "张小三",
        "7#701 卫小四 13800000012",
    )
    lines = (f"{n}. {people[n % 5]} 蔬菜包{n % 7 + 1}份+牛奶{n % 3 + 1}箱" for n in range(1, 501))
    page.box.put("蔬菜包接龙\n" + "\n".join(lines))
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        page.reread()
        taken.append(time.perf_counter() - begun)
    assert page.plan is not None and page.plan.counts["added"] == 500
    assert min(taken) < 0.8


@pytest.mark.parametrize(("size", "mode"), [("标准", "light"), ("特大", "dark")])
def test_everything_fits(root: ttk.App, tmp_path: Path, size: str, mode: str) -> None:
    with Ledger.make(tmp_path / "台账.gwl") as made:
        furnish(made)
    with hosted(root, ChainPage, tmp_path / "台账.gwl", size, mode) as (page, _):
        assert clipped(root) == []
        paste(page)
        page.rows.select([6])
        assert clipped(root) == []
        assert page.rows.view.page >= 3
