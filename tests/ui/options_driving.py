"""What a person does under 设置: choose a section, fill its form, type into a cell of its table."""

from __future__ import annotations

from typing import Any

from gridworker.ui.screens.options import Options
from gridworker.ui.window import Window
from tests.ui.driving import click, double_click, press, settle, text_of, type_text


def show(window: Window, section: str) -> Any:
    """Choose a section by a click and return it."""
    screen = window.screen
    assert isinstance(screen, Options)
    click(screen.list.canvas, *screen.list.spot(section))
    return screen.pane


def fill(form: Any, key: str, text: str) -> None:
    editor = form.editors[key]
    editor.set(None)
    if hasattr(editor, "entry"):
        type_text(editor.entry, text)
    else:
        editor.set(text)


def edit(pane: Any, row: int, column: str, text: str) -> str:
    """Double-click a cell, type over it, press Enter; return what is said about it in the table."""
    view = pane.list.view
    view.see(row)
    settle(view)
    box = view.cell_box(row, column)
    assert box, "the cell is out of sight"
    double_click(view.tree, box[0] + 5, box[1] + box[3] // 2)
    entry = pane.list.editor._entry
    entry.delete(0, "end")
    type_text(entry, text)
    press(entry, "<Return>")
    problem = pane.list.editor._problem
    return text_of(problem) if problem is not None else ""


def names(window: Window, register: str) -> list[str]:
    return [row["name"] for row in window.desk.ledger.rows(register)]
