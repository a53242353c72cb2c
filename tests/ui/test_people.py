"""台账 in the real window: looking, finding, entering, moving, removing, by keys and by mouse."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

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
from tests.ui.driving import click, descendants, find, press, pump, settle, text_of, texts, type_text

DAY = "2022-11-28"
ID = "140105193708225777"  # made up, with a right check digit
OTHER_ID = "140105198001010011"
FIRST, SECOND, THIRD = (
    Address("和平苑", "3", "2", "501"),
    Address("和平苑", "10", "1", "101"),
    Address("迎春里", "1", "1", "201"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger.make(tmp_path / "台账.gwl", community="示例社区", worker="测试员", demonstration=DAY)
    with ledger.change("登记"):
        doors = Doors(ledger)
        homes = [doors.household(address) for address in (FIRST, SECOND, THIRD)]
        for row in (
            {
                "household": homes[0],
                "name": "张三",
                "relation": "户主",
                "id_number": ID,
                "phone": "13800001234",
            },
            {"household": homes[0], "name": "欧阳静", "relation": "配偶", "trade": "药店"},
            {"household": homes[1], "name": "赵六", "presence": "暂离"},
            {"household": homes[2], "name": "孙七"},
        ):
            ledger.create("resident", row)
    return ledger


@pytest.fixture
def window(root: ttk.App, ledger: Ledger) -> Iterator[Window]:
    theme.dress(root)
    window = Window(root, ledger, Settings())
    window.go("people")
    settle(root)
    yield window
    window.close()


@pytest.fixture
def screen(window: Window) -> People:
    return cast(People, window.screen)


def table(screen: People) -> tkinter.Misc:
    return screen.tables.table.view.tree


def column(screen: People, name: str) -> list[str]:
    """What the rows in sight show in a column."""
    settle(screen)
    tree = screen.tables.table.view.tree
    return [str(tree.set(item, name)) for item in tree.get_children()]


def card(screen: People) -> str:
    pump(screen, lambda: not screen._timer)
    return screen.side.card.text.get("1.0", "end-1c")


def choose(screen: People, name: str) -> None:
    """Click the row of this person."""
    tree = screen.tables.table.view.tree
    at = column(screen, "name").index(name)
    x, y, _, height = tree.bbox(tree.get_children()[at], "name")
    click(tree, x + 5, y + height // 2)
    card(screen)


def field(screen: People, key: str) -> Any:
    assert screen.side.editor is not None
    return screen.side.editor.form.editors[key]


def fill(screen: People, key: str, text: str) -> None:
    """Type into a field of the form, in place of what stands there."""
    widget = field(screen, key).key_widget
    screen.side.editor.form.focus_field(key)  # type: ignore[union-attr]
    settle(screen)
    widget.delete(0, "end")
    type_text(widget, text)


def save(screen: People) -> None:
    press(screen.focus_displayof() or screen, "<Control-s>")
    settle(screen)


def notice_texts(window: Window) -> str:
    settle(window.root)
    return " ".join(texts(window.root))


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


# -- entering and changing


def test_a_member_is_added_by_keys_and_undone(window: Window, screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Control-n>")
    assert field(screen, "address").get() == "和平苑3号楼2单元501"
    fill(screen, "name", "张小宝")
    fill(screen, "id_number", OTHER_ID)
    save(screen)
    assert screen.side.editor is None
    assert "张小宝的资料" in card(screen)
    assert "成员 3 人" in card(screen)
    assert screen.focus_displayof() is table(screen)
    (row,) = ledger.rows("resident", {"name": "张小宝"})
    assert (row["sex"], row["born"], row["presence"]) == ("男", "1980-01-01", "在住")
    press(table(screen), "<Control-z>")
    assert "张小宝" not in column(screen, "name")
    press(table(screen), "<Control-y>")
    assert "张小宝" in column(screen, "name")


def test_an_address_in_any_style_makes_the_door(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Control-n>")
    fill(screen, "address", "5号楼1单元302")
    fill(screen, "name", "周八")
    save(screen)
    assert card(screen).startswith("和平苑5号楼1单元302")
    assert column(screen, "name") == ["张三", "欧阳静", "周八", "赵六", "孙七"]
    assert ledger.count("place") == 10
    screen.desk.shell.undo()
    assert ledger.count("place") == 8


def test_a_number_that_somebody_has_is_refused_beside_the_field(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Control-n>")
    fill(screen, "name", "冒名")
    fill(screen, "id_number", ID)
    save(screen)
    assert screen.side.editor is not None
    assert any("台账里已有人用这个号码：张三（和平苑3号楼2单元501）" in text for text in texts(screen))
    assert ledger.count("resident") == 4


def test_editing_keeps_the_place_and_tells_the_history(screen: People, ledger: Ledger) -> None:
    choose(screen, "欧阳静")
    press(table(screen), "<F2>")
    fill(screen, "phone", "13900005678")
    save(screen)
    assert "手机号码 （空） → 13900005678" in card(screen)
    assert screen.tables.table.selected() == [screen.side.card.resident]
    assert screen.tree.scope == WHOLE, "an edit does not take the user elsewhere"


def test_the_one_under_the_cursor_is_edited_however_fast_the_keys(screen: People) -> None:
    tree = table(screen)
    press(tree, "<Home>")
    tree.event_generate("<Down>")
    tree.event_generate("<F2>")
    settle(screen)
    assert field(screen, "name").get() == "欧阳静"
    screen.after(60)
    settle(screen)
    assert screen.side.editor is not None, "the card that was still due must not close the form"


def test_another_address_moves_a_person_out(screen: People, ledger: Ledger) -> None:
    choose(screen, "欧阳静")
    press(table(screen), "<Return>")
    fill(screen, "address", "3-2-502")
    save(screen)
    assert card(screen).startswith("和平苑3号楼2单元502")
    assert "住户 和平苑3号楼2单元501 → 和平苑3号楼2单元502" in card(screen)
    assert ledger.count("household") == 4


def test_a_presence_changed_in_the_form_holds_from_the_working_day(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<F2>")
    presence = field(screen, "presence").key_widget
    press(presence, "<Key-2>")
    assert field(screen, "presence").get() == "暂离"
    assert field(screen, "presence_since").get() == DAY
    fill(screen, "presence_since", "2022-11-20")
    save(screen)
    (row,) = ledger.rows("resident", {"name": "张三"})
    assert (row["presence"], row["presence_since"]) == ("暂离", "2022-11-20")


def test_the_presence_of_several_is_set_at_once(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Home>")
    press(table(screen), "<Shift-Down>")
    press(table(screen), "<Control-e>")
    assert find(screen, "张三等 2 人的在住状态")
    press(field(screen, "presence").key_widget, "<Key-3>")
    save(screen)
    rows = ledger.rows("resident", {"presence": "已迁出"})
    assert [(row["name"], row["presence_since"], row["moved_out"]) for row in rows] == [
        ("张三", DAY, DAY),
        ("欧阳静", DAY, DAY),
    ]
    screen.desk.shell.undo()
    assert not ledger.rows("resident", {"presence": "已迁出"})


def test_a_household_is_edited_and_its_taken_door_refused(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Control-h>")
    fill(screen, "building", "10")
    fill(screen, "unit", "1")
    fill(screen, "room", "101")
    save(screen)
    assert "× 这个单元里已有这个房号" in [text.replace("\u00a0", " ") for text in texts(screen)]
    fill(screen, "room", "102")
    save(screen)
    assert card(screen).startswith("和平苑10号楼1单元102")
    assert screen.tables.view == "household"


def test_a_household_is_added_in_the_chosen_unit(screen: People, ledger: Ledger) -> None:
    screen.tree.choose(Scope("和平苑", "3", "2"))
    press(table(screen), "<Control-j>")
    assert [field(screen, key).get() for key in ("community", "building", "unit")] == ["和平苑", "3", "2"]
    fill(screen, "room", "601")
    save(screen)
    assert card(screen).startswith("和平苑3号楼2单元601")
    assert "还没有成员。按 Ctrl+N 新增。" in card(screen)
    press(table(screen), "<Control-n>")
    assert field(screen, "address").get() == "和平苑3号楼2单元601"


def test_own_fields_are_entered_and_shown(screen: People, ledger: Ledger) -> None:
    own = {"register": "resident", "key": "own_1", "heading": "党员", "kind": "是否"}
    screen.desk.act("自定义字段", lambda ledger: ledger.create("own_field", own))
    press(table(screen), "<F2>")
    field(screen, "own_1").set(1)
    save(screen)
    assert "党员\t是" in card(screen)


# -- unsaved changes


def test_esc_gives_unsaved_changes_up_only_the_second_time(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<F2>")
    fill(screen, "employer", "示例医院")
    press(screen.focus_displayof() or screen, "<Escape>")
    assert any("再按一次 Esc 放弃" in text for text in texts(screen))
    press(screen.focus_displayof() or screen, "<Escape>")
    assert screen.side.editor is None
    assert "示例医院" not in card(screen)


def test_an_untouched_form_gives_way_to_another_row(screen: People) -> None:
    press(table(screen), "<F2>")
    choose(screen, "赵六")
    assert screen.side.editor is None
    assert "赵六的资料" in card(screen)


def test_a_form_with_changes_stays_when_another_row_is_chosen(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<F2>")
    fill(screen, "employer", "示例医院")
    choose(screen, "赵六")
    assert field(screen, "employer").get() == "示例医院"
    assert any("还没有保存" in text for text in texts(screen))
    save(screen)
    assert [row["name"] for row in ledger.rows("resident", {"employer": "示例医院"})] == ["张三"]


def test_a_form_with_changes_outlives_leaving_and_changes_elsewhere(
    window: Window, screen: People, ledger: Ledger
) -> None:
    press(table(screen), "<F2>")
    fill(screen, "employer", "示例医院")
    screen.leave()
    assert "还没有保存" in notice_texts(window)
    screen.desk.act("别处", lambda ledger: ledger.update("resident", 4, {"note": "备注"}))
    screen.enter()
    assert field(screen, "employer").get() == "示例医院"


def test_a_row_that_is_gone_when_saved_is_told(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<F2>")
    fill(screen, "employer", "示例医院")
    screen.desk.act("删除", lambda ledger: ledger.remove("resident", 1))
    save(screen)
    assert any("没有保存。台账里没有这条居民" in text for text in texts(screen))


# -- removing


def test_removing_asks_nothing_and_can_be_taken_back(window: Window, screen: People, ledger: Ledger) -> None:
    choose(screen, "欧阳静")
    press(table(screen), "<Delete>")
    assert column(screen, "name") == ["张三", "赵六", "孙七"]
    assert "赵六的资料" in card(screen), "the next row is chosen"
    undo = [w for w in descendants(window.root) if text_of(w) == "撤销" and w.winfo_viewable()]
    click(undo[0])
    assert column(screen, "name") == ["张三", "欧阳静", "赵六", "孙七"]


def test_several_are_removed_as_one_batch(window: Window, screen: People, ledger: Ledger) -> None:
    press(table(screen), "<Control-a>")
    press(table(screen), "<Delete>")
    assert ledger.count("resident") == 0
    assert "已删除 4 位居民" in notice_texts(window)
    screen.desk.shell.undo()
    assert ledger.count("resident") == 4


def test_a_household_is_removed_with_its_members(screen: People, ledger: Ledger) -> None:
    press(table(screen), "<F6>")
    press(table(screen), "<Delete>")
    assert ledger.count("resident") == 2
    assert column(screen, "address") == ["和平苑10号楼1单元101", "迎春里1号楼1单元201"]


def test_delete_in_the_filter_box_or_a_field_removes_nobody(screen: People, ledger: Ledger) -> None:
    press(screen.tables.table.filter_box, "<Delete>")
    press(table(screen), "<F2>")
    press(field(screen, "phone").key_widget, "<Delete>")
    assert ledger.count("resident") == 4


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
    theme.dress(root)
    window = Window(root, Ledger.make(tmp_path / "空.gwl"), Settings())
    window.go("people")
    settle(root)
    yield window
    window.close()


def test_an_empty_ledger_says_what_to_do_first(empty: Window) -> None:
    screen = cast(People, empty.screen)
    assert find(screen, "台账里还没有居民")
    assert find(screen, "导入花名册 Ctrl+I")
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
