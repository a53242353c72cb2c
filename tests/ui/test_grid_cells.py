"""Editing in the table like in a spreadsheet: opening, going on, refusing, pasting a block."""

from __future__ import annotations

from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.grid import Grid, GridHooks
from tests.ui.driving import click, double_click, press, settle, type_text
from tests.ui.grids import make, spot


def editing(root: ttk.App, refuse: str = "") -> tuple[Grid, list[tuple[int, str, str]]]:
    edits: list[tuple[int, str, str]] = []

    def edit(key: int, column: str, text: str) -> str | None:
        if refuse and refuse in text:
            return "请填写整数"
        edits.append((key, column, text))
        return None

    return make(root, hooks=GridHooks(edit=edit)), edits


def type_into_cell(grid: Grid, text: str, last: str) -> None:
    """Type on the rows, which opens the cell; `last` is pressed in the entry and may close it."""
    type_text(grid.view.tree, text)
    assert grid.editor and grid.editor._entry
    press(grid.editor._entry, last)


def test_a_double_click_opens_the_cell_and_enter_goes_down(root: ttk.App) -> None:
    grid, edits = editing(root)
    double_click(grid.view.tree, *spot(grid, 2, "count"))
    assert grid.editor and grid.editor._entry and grid.editor._entry.get() == "14"
    type_text(grid.editor._entry, "5")
    press(grid.editor._entry, "<Return>")
    assert edits == [(3, "count", "5")]
    assert root.focus_get() is grid.view.tree and grid.selected() == [4]


def test_typing_opens_the_cell_like_a_spreadsheet_and_tab_goes_right(root: ttk.App) -> None:
    grid, edits = editing(root)
    click(grid.view.tree, *spot(grid, 0, "count"))
    type_into_cell(grid, "12", "<Tab>")
    assert edits == [(1, "count", "12")]
    type_into_cell(grid, "ok", "<Return>")
    assert edits[-1] == (1, "note", "ok")


def test_a_refused_text_stays_open_with_the_reason_under_it(root: ttk.App) -> None:
    grid, edits = editing(root, refuse="x")
    click(grid.view.tree, *spot(grid, 0, "count"))
    type_into_cell(grid, "x", "<Return>")
    assert edits == [] and grid.editor and grid.editor._problem
    assert "请填写整数" in str(grid.editor._problem.cget("text"))
    assert grid.editor._problem.winfo_ismapped()
    press(grid.editor._entry, "<Escape>")  # type: ignore[arg-type]
    assert grid.editor._entry is None and edits == []


def test_columns_that_are_not_editable_do_not_open(root: ttk.App) -> None:
    grid, _ = editing(root)
    click(grid.view.tree, *spot(grid, 0, "name"))
    press(grid.view.tree, "<F2>")
    assert grid.editor and grid.editor._entry is None


def test_the_open_cell_follows_its_row_when_the_list_scrolls(root: ttk.App) -> None:
    grid, _ = editing(root)
    click(grid.view.tree, *spot(grid, 5, "count"))
    press(grid.view.tree, "<F2>")
    assert grid.editor and grid.editor._entry
    before = grid.editor._entry.winfo_y()
    grid.view.scroll_to(2)
    settle(root)
    assert before - grid.editor._entry.winfo_y() == 2 * grid.view._row_height()


def test_a_pasted_block_arrives_with_the_cell_it_was_pasted_at(root: ttk.App) -> None:
    pasted: list[Any] = []
    hooks = GridHooks(edit=lambda *edit: None, paste=lambda *paste: pasted.append(paste))
    grid = make(root, hooks=hooks)
    click(grid.view.tree, *spot(grid, 1, "note"))
    root.clipboard_clear()
    root.clipboard_append('1\t"甲\n乙"\r\n2\t丙\r\n')
    press(grid.view.tree, "<Control-v>")
    assert pasted == [([["1", "甲\n乙"], ["2", "丙"]], 2, "note")]
