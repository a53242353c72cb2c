"""Editing inside a grid: a frame around the current cell, and an entry that opens over it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.grid_view import MARK, GridView
from gridworker.ui.theme import GAP, Styles, colours

Edit = Callable[[int, str, str], "str | None"]
"""Takes row key, column key and typed text; answers None, or the Chinese sentence of what is wrong."""


class CellEditor:
    """F2, a typed character or a double click opens the cell; Enter and Tab commit and go on, Esc not."""

    def __init__(self, view: GridView, text_of: Callable[[int, str], str], on_edit: Edit) -> None:
        self.view = view
        self._text_of = text_of
        self._on_edit = on_edit
        self.column = next((c.key for c in view.columns if c.editable), "")
        self._frame = [tkinter.Frame(view.tree, borderwidth=0) for _ in range(4)]
        self._entry: ttk.Entry | None = None
        self._problem: ttk.Label | None = None
        self._key: int | None = None
        self._listen()

    def _listen(self) -> None:
        tree = self.view.tree
        tree.bind("<Left>", lambda event: self._go(-1))
        tree.bind("<Right>", lambda event: self._go(1))
        tree.bind("<F2>", lambda event: self.open())
        tree.bind("<Key>", self._typed)
        tree.bind("<ButtonRelease-1>", self._clicked, add="+")
        tree.bind("<FocusIn>", lambda event: self.show_cursor(), add="+")
        tree.bind("<FocusOut>", lambda event: self.show_cursor(), add="+")
        self.view.bind("<<GridMoved>>", lambda event: self._follow(), add="+")

    # --- the current cell ------------------------------------------------------------------------------

    def show_cursor(self) -> None:
        """Put the frame around the current cell, or hide it when that is out of sight."""
        box = self.view.cell_box(self.view.cursor, self.column) if self.column else None
        if box is None or self._entry is not None or self.view.focus_get() is not self.view.tree:
            for side in self._frame:
                side.place_forget()
            return
        x, y, width, height = box
        places = (
            (x, y, width, 2),
            (x, y + height - 2, width, 2),
            (x, y, 2, height),
            (x + width - 2, y, 2, height),
        )
        for side, (left, top, wide, high) in zip(self._frame, places, strict=True):
            side.configure(background=colours().accent_text)
            side.place(x=left, y=top, width=wide, height=high)

    def _go(self, step: int) -> str:
        names = [column.key for column in self.view.columns]
        if self.column in names:
            self.column = names[min(max(names.index(self.column) + step, 0), len(names) - 1)]
            self._reveal()
            self.show_cursor()
        return "break"

    def _reveal(self) -> None:
        """Scroll sideways until the current column is wholly in sight."""
        widths = [int(self.view.tree.column(c.key, "width")) for c in self.view.columns]
        at = [c.key for c in self.view.columns].index(self.column)
        left, total = sum(widths[:at]), max(sum(widths), 1)
        first, last = (float(part) * total for part in self.view.tree.xview())
        if left < first or left + widths[at] > last:
            self.view.tree.xview_moveto(left / total)
            self.view.update_idletasks()

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        _, column = self.view.locate(event.x, event.y)
        if column and column != MARK:
            self.column = column
        self.show_cursor()

    def _follow(self) -> None:
        if self._entry is None:
            self.show_cursor()
        else:
            self._place()

    # --- the entry over it -------------------------------------------------------------------------------

    def _typed(self, event: tkinter.Event[Any]) -> str | None:
        if event.char and event.char.isprintable() and not int(event.state) & 0x4:
            self.open(event.char)
            return "break"
        return None

    def open(self, text: str | None = None) -> str:
        """Open the current cell, with its own text or the one given."""
        key = self.view.key_at(self.view.cursor)
        column = next((c for c in self.view.columns if c.key == self.column), None)
        if key is None or column is None or not column.editable:
            return "break"
        self.close()
        self.view.see(self.view.cursor)
        self._key = key
        self._entry = entry = ttk.Entry(self.view.tree)
        entry.insert(0, self._text_of(key, self.column) if text is None else text)
        if text is None:
            entry.selection_range(0, "end")
        entry.icursor("end")
        self._bind_entry(entry)
        self.view.update_idletasks()
        self._place()
        entry.focus_set()
        self.show_cursor()
        return "break"

    def _bind_entry(self, entry: ttk.Entry) -> None:
        steps = {"<Return>": (1, 0), "<KP_Enter>": (1, 0), "<Down>": (1, 0), "<Up>": (-1, 0)}
        steps |= {"<Tab>": (0, 1), "<Shift-Tab>": (0, -1)}
        for sequence, (down, right) in steps.items():
            entry.bind(sequence, partial(self._commit_and_go, down, right))
        entry.bind("<Escape>", lambda event: self._give_up())
        entry.bind("<FocusOut>", lambda event: self.commit())

    def _place(self) -> None:
        at = self.view.index_of(self._key)
        box = self.view.cell_box(at, self.column) if at is not None else None
        if self._entry is None or box is None:
            return
        x, y, width, height = box
        self._entry.place(x=x, y=y - 1, width=max(width, 6 * GAP), height=height + 2)
        if self._problem is not None:
            self._problem.place(x=x, y=y + height + 1)
            self._problem.lift()

    def commit(self) -> bool:
        """Hand over what was typed; stay open with the problem under it when it is refused."""
        if self._entry is None or self._key is None:
            return True
        problem = self._on_edit(self._key, self.column, self._entry.get())
        if problem:
            self._show_problem(problem)
            return False
        self.close()
        return True

    def _show_problem(self, sentence: str) -> None:
        if self._problem is None:
            self._problem = ttk.Label(self.view.tree, style=Styles.chip("bad"))
        self._problem.configure(text=f"× {sentence}")
        self._place()

    def _commit_and_go(self, down: int, right: int, event: tkinter.Event[Any]) -> str:
        if self.commit():
            self.view.tree.focus_set()
            if down:
                self.view.move(self.view.cursor + down)
            if right:
                self._go(right)
        return "break"

    def _give_up(self) -> str:
        self.close()
        self.view.tree.focus_set()
        return "break"

    def close(self) -> None:
        """Take the entry away without committing."""
        entry, problem = self._entry, self._problem
        self._entry = self._problem = self._key = None
        for widget in (entry, problem):
            if widget is not None:
                widget.destroy()
