"""The week of duty in a real window: typed, pasted, filled, moved through; what is wrong and who is on now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.duty import set_cell
from gridworker.ledger.duty_conflicts import Cell
from gridworker.ui.screens.duty_page import DutyPage
from tests.ui.driving import focus, press, settle, text_of, type_text
from tests.ui.pages import ROOM, TODAY, Shell, hosted

MONDAY, TUESDAY, WEDNESDAY = TODAY, "2022-11-29", "2022-11-30"
GATE = "小区门岗"
PEOPLE = (("张小三", "13800000001"), ("张晓山", "13800000002"), ("李小四", "13800000003"), ("王小五", None))
LONG = "阿卜杜拉·买买提、张小三"


def make(path: Path) -> Path:
    with Ledger.make(path, community="示例社区") as ledger:
        ledger.create_many("duty_person", [{"name": name, "phone": phone} for name, phone in PEOPLE])
    return path


@contextmanager
def week_page(root: ttk.App, folder: Path, size: str = "标准") -> Iterator[tuple[DutyPage, Shell]]:
    with hosted(root, DutyPage, make(folder / "台账.gwl"), size) as (page, shell):
        root.update()
        yield page, shell


def names(page: DutyPage, day: str, shift: str = "白班") -> list[str]:
    return [
        row["person"] for row in page.desk.ledger.rows("duty") if (row["day"], row["shift"]) == (day, shift)
    ]


def shown(page: DutyPage, day: str, key: int = 1) -> str:
    at = [column.key for column in page.source.columns].index(day)
    return page.source.fetch([key])[key].cells[at]


def go_to(page: DutyPage, day: str, key: int = 1) -> ttk.Treeview:
    page._go_to_column(day, key)
    tree = page.rows.view.tree
    focus(tree)
    return tree


def type_cell(tree: ttk.Treeview, text: str, then: str = "<Return>") -> None:
    """Type into the current cell and go on; an input method needs the cell open."""
    if not text.isascii():
        press(tree, "<F2>")
    type_text(tree.focus_displayof() or tree, text)
    press(tree.focus_displayof() or tree, then)


def test_names_are_typed_by_initials_and_tab_and_enter_go_on(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, _shell):
        tree = go_to(page, MONDAY)
        type_cell(tree, "lxs", "<Tab>")
        assert names(page, MONDAY) == ["李小四"] and page.rows.editor.column == TUESDAY
        type_text(tree, "zxs")
        bar = page.rows.editor.bar
        assert bar is not None and text_of(bar).startswith("1 张小三　2 张晓山")
        type_cell(tree, "2 wxw")
        assert names(page, TUESDAY) == ["张晓山", "王小五"]
        assert page.rows.current() == 2 and page.rows.editor.bar is None
        assert {row["phone"] for row in page.desk.ledger.rows("duty")} == {"13800000003", "13800000002", None}


def test_what_is_no_name_stays_open_with_its_reason_and_esc_gives_it_up(
    root: ttk.App, tmp_path: Path
) -> None:
    with week_page(root, tmp_path) as (page, shell):
        type_cell(go_to(page, MONDAY), "zxs")
        assert "可能是张小三、张晓山" in shell.said[-1]
        press(root.focus_displayof(), "<Escape>")
        assert page.desk.ledger.count("duty") == 0 and root.focus_displayof() is page.rows.view.tree


def test_an_opened_cell_shows_names_without_marks_and_delete_empties_it(
    root: ttk.App, tmp_path: Path
) -> None:
    with week_page(root, tmp_path) as (page, shell):
        type_cell(go_to(page, MONDAY), "外援")
        assert shown(page, MONDAY) == "● 外援"
        tree = go_to(page, MONDAY)
        press(tree, "<F2>")
        assert root.focus_displayof().get() == "外援"
        press(root.focus_displayof(), "<Escape>")
        press(tree, "<Delete>")
        assert names(page, MONDAY) == [] and shown(page, MONDAY) == "（空）"
        shell.undo()
        assert names(page, MONDAY) == ["外援"]


def test_a_block_is_pasted_as_one_change_and_tells_what_had_no_room(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, shell):
        tree = go_to(page, "2022-12-03")
        root.clipboard_clear()
        root.clipboard_append("张小三\t李小四 13900000009\t王小五\n（空）\tqq\n")
        press(tree, "<Control-v>")
        assert (names(page, "2022-12-03"), names(page, "2022-12-04")) == (["张小三"], ["李小四"])
        assert page.desk.ledger.rows("duty")[1]["phone"] == "13900000009"
        assert "“王小五”超出了表格（另有 1 处）" in shell.said[-1]
        shell.undo()
        assert page.desk.ledger.count("duty") == 0


def test_filling_copying_clearing_by_keys(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, shell):
        tree = go_to(page, MONDAY)
        press(tree, "<F9>")
        assert shell.said[-1] == "已排 14 班。" and page.week.conflicts == ()
        assert sorted(page.week.loads.values()) == [3, 3, 4, 4]
        press(tree, "<F8>")
        press(tree, "<F3>")
        assert shell.said[-1] == "已从上周复制 14 班。"
        press(tree, "<F12>")
        assert shell.said[-1] == "已清空这一周的 14 班。" and page.desk.ledger.count("duty") == 14
        press(tree, "<F6>")
        assert page.monday == MONDAY and shown(page, MONDAY) == "张小三"


def test_days_that_are_over_are_not_made_up(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, shell):
        page.desk.day = WEDNESDAY
        page.load()
        tree = go_to(page, WEDNESDAY)
        press(tree, "<F9>")
        assert shell.said[-1] == "已排 10 班；已过去的 2 天没有改动。"
        press(tree, "<F7>")
        press(tree, "<F9>")
        assert shell.said[-1] == "没有可以排的空岗；这一周已经过去，没有改动。"


def test_without_people_filling_says_where_to_put_them(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, shell):
        for row in page.desk.ledger.rows("duty_person"):
            page.desk.ledger.remove("duty_person", row["id"])
        page.load()
        press(go_to(page, MONDAY), "<F9>")
        assert "值班人员名单还是空的" in shell.said[-1]
        press(page.rows.view.tree, "<F11>")
        assert shell.went[-1] == ("options", {"section": "duty_people"})
        press(page.rows.view.tree, "<Control-p>")
        assert shell.went[-1] == ("reports", {"report": "duty"})


def test_conflicts_are_marked_told_and_enter_goes_to_the_cell(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, _shell):
        set_cell(page.desk.ledger, Cell(TUESDAY, "夜班", GATE), ["张小三"])
        set_cell(page.desk.ledger, Cell(WEDNESDAY, "白班", GATE), ["张小三"])
        page.load()
        assert shown(page, WEDNESDAY) == "▲ 张小三" and shown(page, TUESDAY, 2) == "▲ 张小三"
        assert page.source.fetch([2])[2].tag == "warn"
        wrong = page.below.wrong
        told = wrong.source.fetch(wrong.view.order)
        first = wrong.view.order[0]
        assert told[first].cells == (f"周二 11-29：张小三夜班{GATE}接着周三白班{GATE}，中间没有休息",)
        wrong.select([first])
        press(wrong.view.tree, "<Return>")
        assert (page.rows.current(), page.rows.editor.column) == (2, TUESDAY)


def test_who_is_on_now_stands_above_with_a_masked_phone(
    root: ttk.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridworker.ui.screens.duty_page.present", lambda day: f"{day} 09:00:00")
    with week_page(root, tmp_path) as (page, _shell):
        assert text_of(page.now) == "现在：没有人值班"
        type_cell(go_to(page, MONDAY), "lxs")
        assert f"白班{GATE} 李小四 138****0003" in text_of(page.now)
        press(page.rows.view.tree, "<F4>")
        assert "13800000003" in text_of(page.now)
        page.leave()
        assert "13800000003" not in text_of(page.now)


def test_own_fields_of_a_turn_are_entered_in_its_form_person_by_person(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, shell):
        ledger = page.desk.ledger
        ledger.create("own_field", {"register": "duty", "key": "vest", "heading": "马甲号", "kind": "文字"})
        press(go_to(page, MONDAY), "<Control-e>")
        assert "这一格还没有人" in shell.said[-1] and page.editor is None
        set_cell(ledger, Cell(MONDAY, "白班", GATE), ["张小三", "李小四"])
        page.load()
        press(go_to(page, MONDAY), "<Control-e>")
        press(page.rows.view.tree, "<Control-e>")
        assert page.editor is not None and page.editor.task.values["person"] == "李小四"
        vest = page.editor.form.editors["vest"].key_widget
        type_text(vest, "A7")
        press(vest, "<Control-s>")
        assert page.editor is None
        assert [row["vest"] for row in ledger.rows("duty")] == [None, "A7"]
        type_cell(go_to(page, MONDAY), "lxs")
        assert [row["vest"] for row in ledger.rows("duty")] == ["A7"]


def test_the_week_of_a_day_is_opened_with_the_cursor_in_its_column(root: ttk.App, tmp_path: Path) -> None:
    with week_page(root, tmp_path) as (page, _shell):
        page.open(day="2022-12-06")
        assert (page.monday, page.rows.editor.column) == ("2022-12-05", "2022-12-06")


@pytest.mark.parametrize("size", ROOM)
def test_the_whole_default_week_is_in_sight(root: ttk.App, tmp_path: Path, size: str) -> None:
    with week_page(root, tmp_path, size) as (page, _shell):
        set_cell(page.desk.ledger, Cell(MONDAY, "白班", GATE), LONG.split("、"))
        page.load()
        settle(root)
        tree = page.rows.view.tree
        assert page.rows.view.page >= 2 and tree.xview() == (0.0, 1.0)
        assert page.below.wrong.view.page >= 2
        assert page.winfo_reqheight() <= page.winfo_height()
        assert tree.heading(MONDAY, "text") == "▶今天 11/28"
