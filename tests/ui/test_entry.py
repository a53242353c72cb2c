"""Rare ideographs count as one character in every one-line entry."""

from __future__ import annotations

import tkinter

import pytest
import ttkbootstrap as ttk

from gridworker.ui.entry import mend_entries
from tests.ui.driving import press, settle

RARE = "𬭳"  # beyond U+FFFF: Tk counts it as two
KINDS = (ttk.Entry, tkinter.Entry, ttk.Combobox, ttk.Spinbox)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__module__ + "." + kind.__name__)
def entry(root: ttk.App, request: pytest.FixtureRequest) -> tkinter.Entry:
    mend_entries(root)
    made = request.param(root)
    made.pack()
    return made


def fill(entry: tkinter.Entry, text: str, cursor: int | str) -> None:
    entry.delete(0, "end")
    entry.insert(0, text)
    entry.icursor(cursor)


def test_backspace_takes_the_whole_character(entry: tkinter.Entry) -> None:
    fill(entry, f"张{RARE}", "end")
    press(entry, "<BackSpace>")
    assert entry.get() == "张"
    press(entry, "<BackSpace>")
    assert entry.get() == ""


def test_delete_takes_the_whole_character(entry: tkinter.Entry) -> None:
    fill(entry, f"{RARE}三", 0)
    press(entry, "<Delete>")
    assert entry.get() == "三"
    press(entry, "<Delete>")
    assert entry.get() == ""


def test_the_cursor_steps_over_it(entry: tkinter.Entry) -> None:
    fill(entry, f"{RARE}三", 0)
    press(entry, "<Right>")
    assert entry.index("insert") == 2
    press(entry, "<Left>")
    assert entry.index("insert") == 0


def test_a_selection_made_by_keys_holds_it_whole(entry: tkinter.Entry) -> None:
    fill(entry, f"张{RARE}三", 1)
    press(entry, "<Shift-Right>")
    assert (entry.index("sel.first"), entry.index("sel.last")) == (1, 3)
    press(entry, "<Delete>")
    assert entry.get() == "张三"


def test_a_click_never_leaves_the_cursor_inside_it(entry: tkinter.Entry) -> None:
    fill(entry, RARE * 3, 0)
    settle(entry)
    for x in range(4, 60, 4):
        entry.event_generate("<ButtonPress-1>", x=x, y=entry.winfo_height() // 2)
        entry.event_generate("<ButtonRelease-1>", x=x, y=entry.winfo_height() // 2)
        settle(entry)
        assert entry.index("insert") % 2 == 0


def test_plain_text_is_edited_as_ever(entry: tkinter.Entry) -> None:
    fill(entry, "王建国", "end")
    press(entry, "<BackSpace>")
    press(entry, "<Left>")
    press(entry, "<Delete>")
    assert entry.get() == "王"


def test_a_selection_is_deleted_and_nothing_else(entry: tkinter.Entry) -> None:
    fill(entry, f"张{RARE}三", "end")
    entry.selection_range(0, 3)
    press(entry, "<BackSpace>")
    assert entry.get() == "三"


def test_a_readonly_entry_stays_as_it_is(entry: tkinter.Entry) -> None:
    fill(entry, f"张{RARE}", "end")
    entry.configure(state="readonly")
    press(entry, "<BackSpace>")
    assert entry.get() == f"张{RARE}"
