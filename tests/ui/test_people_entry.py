"""台账 in the real window: entering, changing, moving and removing, and what is not saved yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.supplies import place_order
from gridworker.ui.screens.paged_screen import PagedScreen
from gridworker.ui.screens.people import People
from gridworker.ui.screens.register_page import RegisterPage
from gridworker.ui.window import Window
from tests.ui.driving import click, descendants, find, press, settle, text_of, texts
from tests.ui.people_driving import (
    DAY,
    ID,
    OTHER_ID,
    card,
    choose,
    column,
    field,
    fill,
    notice_texts,
    people_window,
    save,
    small_ledger,
    table,
)


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


def test_a_member_chosen_on_the_card_is_edited_among_households(screen: People) -> None:
    press(table(screen), "<F6>")
    card(screen)
    press(screen.side.card.text, "<Down>")
    press(screen.side.card.text, "<F2>")
    assert field(screen, "name").get() == "欧阳静"
    fill(screen, "phone", "13900005678")
    save(screen)
    assert "欧阳静的资料" in card(screen)
    press(table(screen), "<F2>")
    assert field(screen, "room").get() == "501"


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


def test_requests_and_visits_stand_on_the_card_and_lead_to_their_screens(
    window: Window, screen: People, ledger: Ledger
) -> None:
    choose(screen, "张三")
    household = screen.side.card.household
    assert household is not None
    line = {"item": "蔬菜包", "quantity": 2, "category": "蔬菜包"}
    order = place_order(ledger, {"household": household, "requested_at": f"{DAY} 00:00:00"}, [line])
    ledger.create("visit", {"household": household, "at": f"{DAY} 00:10:00", "found": "一切正常"})
    long = "血压平稳，药够吃一周，" * 30
    ledger.create("visit", {"household": household, "at": f"{DAY} 00:20:00", "found": long})
    window.refresh(None)
    assert f"00:20　全户　{long[:60]}…　走访" in card(screen)
    assert "00:00　蔬菜包×2　● 已登记" in card(screen)
    assert "00:10　全户　一切正常　走访" in card(screen)
    text = screen.side.card.text
    place = text.search("蔬菜包×2", "1.0")
    text.see(place)
    settle(screen)
    box = text.bbox(place)
    assert box is not None
    click(text, box[0] + 2, box[1] + 2)
    orders = cast(PagedScreen, window.screen).page
    assert window.screen.key == "supplies" and isinstance(orders, RegisterPage)
    assert [each["id"] for each in orders.selected()] == [order]
    window.go("people")
    press(table(screen), "<F9>")
    visits = cast(PagedScreen, window.screen).page
    assert window.screen.key == "visits" and isinstance(visits, RegisterPage)
    assert visits.editor is not None and visits.editor.form.raw()["household"] == household


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


def test_a_row_that_an_edit_hides_gives_way_to_its_neighbour(screen: People) -> None:
    press(table(screen), "<F7>")
    choose(screen, "欧阳静")
    press(table(screen), "<Control-e>")
    press(field(screen, "presence").key_widget, "<Key-2>")
    save(screen)
    assert column(screen, "name") == ["张三", "孙七"]
    assert "孙七的资料" in card(screen)


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
