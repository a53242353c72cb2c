"""台账 in the real window: looking, finding, narrowing, coming from elsewhere, first start, looks."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.screens.people import People
from gridworker.ui.window import Window
from tests.ui.driving import click, descendants, find, press, pump, settle, text_of, type_text
from tests.ui.people_driving import (
    DAY,
    ID,
    card,
    column,
    field,
    fill,
    notice_texts,
    people_window,
    save,
    small_ledger,
    table,
)
from tests.ui.screen_window import clipped, opened


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path)


@pytest.fixture
def window(root: ttk.App, ledger: Ledger) -> Iterator[Window]:
    with people_window(root, ledger) as window:
        yield window


@pytest.fixture
def screen(window: Window) -> People:
    return cast(People, window.screen)


# -- looking


def test_the_first_row_is_chosen_and_its_card_shown(screen: People) -> None:
    assert column(screen, "name") == ["张三", "欧阳静", "赵六", "孙七"]
    assert column(screen, "address")[0] == "和平苑3号楼2单元501"
    shown = card(screen)
    assert shown.startswith("和平苑3号楼2单元501\n")
    assert "成员 2 人" in shown
    assert screen.focus_displayof() is table(screen)


def test_numbers_are_masked_in_the_table_and_whole_on_the_card(screen: People) -> None:
    assert column(screen, "id_number")[0] == "1401**********5777"
    assert column(screen, "phone")[0] == "138****1234"
    assert ID in card(screen)
    assert "13800001234" in card(screen)


def test_f4_shows_numbers_until_the_screen_is_left(screen: People) -> None:
    press(table(screen), "<F4>")
    assert column(screen, "id_number")[0] == ID
    screen.leave()
    screen.enter()
    assert column(screen, "id_number")[0] == "1401**********5777"


def test_who_does_not_live_here_now_is_marked(screen: People) -> None:
    assert column(screen, "presence") == ["在住", "在住", "暂离", "在住"]
    assert column(screen, "#mark") == ["", "", "·", ""]


def test_f7_leaves_only_those_present_in_list_and_counts(screen: People) -> None:
    press(table(screen), "<F7>")
    assert column(screen, "name") == ["张三", "欧阳静", "孙七"]
    assert screen.tree.tree.set("all", "counts") == "2/3"
    press(table(screen), "<F7>")
    assert screen.tree.tree.set("all", "counts") == "3/4"


def test_f6_turns_to_households(screen: People) -> None:
    press(table(screen), "<F6>")
    assert column(screen, "head") == ["张三", "", ""]
    assert column(screen, "members") == ["2", "1", "1"]
    assert screen.focus_displayof() is table(screen)
    assert "张三" in card(screen)


def test_typing_filters_by_initials_and_shows_the_first_found(screen: People) -> None:
    type_text(table(screen), "zl")
    pump(screen, lambda: column(screen, "name") == ["赵六"])
    assert card(screen).startswith("和平苑10号楼1单元101")


def test_the_switch_keeps_the_typed_filter(screen: People) -> None:
    type_text(table(screen), "3-2-501")
    pump(screen, lambda: len(column(screen, "name")) == 2)
    press(table(screen), "<F6>")
    assert column(screen, "address") == ["和平苑3号楼2单元501"]


def test_the_card_follows_the_arrow_keys_and_its_own(screen: People) -> None:
    press(table(screen), "<Down>")
    assert "欧阳静的资料" in card(screen)
    press(screen.side.card.text, "<Up>")
    assert "张三的资料" in card(screen)
    assert screen.tables.table.selected() == [screen.side.card.resident]


def test_a_click_on_a_member_chooses_that_member(screen: People) -> None:
    card(screen)
    text = screen.side.card.text
    x, y, width, height = text.bbox(text.search("欧阳静", "1.0"))
    click(text, x + width // 2, y + height // 2)
    assert "欧阳静的资料" in card(screen)
    assert "药店" in card(screen)


def test_the_card_shows_samples_and_changes(screen: People, ledger: Ledger) -> None:
    assert "没有采样记录" in card(screen)
    resident = screen.side.card.resident
    sample = {"resident": resident, "sampled_at": f"{DAY} 08:10:00", "tube": "T0001", "result": "阴性"}
    screen.desk.act("采样", lambda ledger: ledger.create("sample", sample))
    shown = card(screen)
    assert "11-28 08:10　✓ 阴性　T0001" in shown
    assert "登记（登记）" in shown


# -- the tree


def test_the_tree_counts_and_narrows(screen: People) -> None:
    tree = screen.tree.tree
    assert [tree.item(item, "text") for item in tree.get_children("all")] == ["和平苑", "迎春里"]
    assert tree.set("all", "counts") == "3/4"
    screen.tree.choose(Scope("和平苑", "10"))
    assert column(screen, "name") == ["赵六"]
    assert find(screen, "和平苑10号楼")
    assert card(screen).startswith("和平苑10号楼1单元101")


def test_the_tree_opens_by_keys_to_units(screen: People) -> None:
    tree = screen.tree.tree
    press(tree, "<Down>")
    press(tree, "<Right>")
    press(tree, "<Down>")
    press(tree, "<Right>")
    press(tree, "<Down>")
    assert screen.tables.scope == Scope("和平苑", "3", "2")
    assert column(screen, "name") == ["张三", "欧阳静"]
    press(tree, "<Return>")
    assert screen.focus_displayof() is table(screen)


def test_the_tree_keeps_what_is_open_and_chosen(screen: People, ledger: Ledger) -> None:
    screen.tree.choose(Scope("和平苑", "3", "2"))
    door = Address("和平苑", "3", "1", "101")
    screen.desk.act("登记", lambda ledger: Doors(ledger).household(door))
    assert screen.tree.scope == screen.tables.scope == Scope("和平苑", "3", "2")
    tree = screen.tree.tree
    building = tree.parent(tree.selection()[0])
    assert [tree.item(item, "text") for item in tree.get_children(building)] == ["1单元", "2单元"]
    assert tree.item(building, "open")


def test_a_scope_that_is_gone_gives_way_to_what_is_around_it(screen: People) -> None:
    door = Address("和平苑", "3", "1", "101")
    screen.desk.act("登记", lambda ledger: Doors(ledger).household(door))
    screen.tree.choose(Scope("和平苑", "3", "1"))
    screen.desk.shell.undo()
    assert screen.tree.scope == screen.tables.scope == Scope("和平苑", "3")
    assert column(screen, "name") == ["张三", "欧阳静"]


def test_a_building_is_added_and_edited_from_the_tree(screen: People, ledger: Ledger) -> None:
    screen.tree.choose(Scope("和平苑"))
    press(screen.tree.tree, "<Control-b>")
    assert field(screen, "community").get() == "和平苑"
    fill(screen, "building", "7号楼")
    fill(screen, "floors", "18")
    save(screen)
    assert screen.tree.scope == Scope("和平苑", "7")
    press(screen.tree.tree, "<F2>")
    field(screen, "status").set("静默管理")
    screen.side.editor.form._edited("status")  # type: ignore[union-attr]
    assert field(screen, "status_since").get() == DAY
    save(screen)
    (row,) = ledger.rows("place", {"building": "7"})
    assert (row["floors"], row["status"], row["status_since"]) == (18, "静默管理", DAY)
    assert find(screen, "和平苑7号楼 · 静默管理")
    assert screen.tree.tree.item(screen.tree.tree.selection()[0], "text") == "7号楼 △"


def test_a_place_in_use_is_not_removed_and_an_empty_one_comes_back(
    window: Window, screen: People, ledger: Ledger
) -> None:
    screen.tree.choose(Scope("和平苑", "3"))
    press(screen.tree.tree, "<Delete>")
    assert "还有 1 个楼栋或单元" in notice_texts(window)
    screen.desk.act("新增", lambda ledger: ledger.create("place", {"community": "和平苑", "building": "9"}))
    screen.tree.choose(Scope("和平苑", "9"))
    press(screen.tree.tree, "<Delete>")
    assert screen.tree.scope == Scope("和平苑")
    screen.desk.shell.undo()
    assert ledger.rows("place", {"building": "9"})


# -- coming from elsewhere


def test_a_person_from_the_global_search_is_chosen_in_the_unit(window: Window, screen: People) -> None:
    type_text(table(screen), "zl")
    press(screen.tables.table.filter_box, "<F7>")
    window.go("people", resident=3)
    assert screen.tables.scope == Scope("和平苑", "10", "1")
    assert column(screen, "name") == ["赵六"], "what hid the row is taken away"
    assert "赵六的资料" in card(screen)


def test_a_household_and_a_scope_are_opened(window: Window, screen: People) -> None:
    window.go("people", household=3)
    assert screen.tables.view == "household"
    assert card(screen).startswith("迎春里1号楼1单元201")
    window.go("people", scope=Scope("和平苑"))
    assert column(screen, "address") == ["和平苑3号楼2单元501", "和平苑10号楼1单元101"]


def test_a_row_that_is_gone_changes_nothing(window: Window, screen: People) -> None:
    window.go("people", resident=99)
    assert screen.tables.scope == WHOLE


def test_keys_in_the_search_box_are_not_the_screens(window: Window, screen: People) -> None:
    press(window.finder.entry, "<Control-n>")
    press(window.finder.entry, "<F2>")
    assert screen.side.editor is None


def test_ctrl_i_opens_the_import(window: Window, screen: People) -> None:
    press(table(screen), "<Control-i>")
    opened = [w for w in window.root.winfo_children() if isinstance(w, tkinter.Toplevel)]
    assert len(opened) == 1


# -- first start and looks


@pytest.fixture
def empty(root: ttk.App, tmp_path: Path) -> Iterator[Window]:
    with people_window(root, Ledger.make(tmp_path / "空.gwl")) as window:
        yield window


def test_an_empty_ledger_says_what_to_do_first(empty: Window) -> None:
    screen = cast(People, empty.screen)
    assert find(screen, "台账里还没有居民")
    assert find(screen, "导入花名册 Ctrl+I")
    assert find(screen, "删除 Del", ttk.Button).instate(["disabled"])  # type: ignore[attr-defined]
    click(cast(tkinter.Misc, find(screen.tables.master, "新增居民 Ctrl+N", ttk.Button)))
    fill(screen, "address", "和平苑3-2-501")
    fill(screen, "name", "张三")
    save(screen)
    assert column(screen, "name") == ["张三"]
    screen.desk.shell.undo()
    settle(screen)
    assert find(screen, "台账里还没有居民")


@pytest.mark.parametrize("size", list(theme.SIZES))
def test_no_button_is_cut_at_any_size_of_text(window: Window, screen: People, size: str) -> None:
    theme.dress(window.root, size=size)
    window.root.event_generate("<<ThemeChanged>>")
    settle(window.root)
    for widget in descendants(screen):
        if isinstance(widget, ttk.Button | ttk.Radiobutton | ttk.Checkbutton):
            assert widget.winfo_width() >= widget.winfo_reqwidth(), text_of(widget)
            right = widget.winfo_rootx() + widget.winfo_width()
            assert right <= screen.winfo_rootx() + screen.winfo_width(), text_of(widget)


def test_the_card_takes_the_colours_of_the_theme(window: Window, screen: People) -> None:
    theme.dress(window.root, theme="dark")
    settle(window.root)
    assert str(screen.side.card.text.cget("background")) == theme.colours().card


def test_sort_and_widths_are_remembered(window: Window, screen: People) -> None:
    screen.tables.table.sort_by("name")
    screen.tables.table.event_generate("<<GridState>>")
    assert window.desk.settings.lists["people-resident"]["sort"] == ["name", False]
    again = People(window.root, window.desk)
    assert again.tables.table.saved_state()["sort"] == ["name", False]
    again.destroy()


def test_the_unit_listed_is_named_whole_in_a_small_window_with_large_text(
    root: ttk.App, tmp_path: Path
) -> None:
    (tmp_path / "made").mkdir()
    small_ledger(tmp_path / "made").close()
    root.geometry("1280x680+0+0")
    with opened(root, tmp_path / "made" / "台账.gwl", tmp_path, Settings(text_size="特大")) as window:
        window.go("people", resident=1)
        assert "和平苑3号楼2单元" in [text_of(each) for each in descendants(root)]
        assert clipped(root) == []
