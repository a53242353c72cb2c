"""The grid of a week of duty: no footer, names without marks when a cell opens, today's column framed."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import replace

from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.duty_source import DutySource
from gridworker.ui.screens.duty_typing import NameEditor
from gridworker.ui.theme import colours, line_height

_EDGE, _TOP = 2, 3  # pixels


class PlainGrid(Grid):
    """A table without a bar above and a count below."""

    def _build(self, filter: bool, marks: bool, multiple: bool) -> None:
        super()._build(filter, marks, multiple)
        self.bar.pack_forget()
        self._footer.pack_forget()


class WeekGrid(PlainGrid):
    """The column of `today` has an edge of its own, beside the word in its heading."""

    def __init__(
        self,
        parent: tkinter.Misc,
        source: DutySource,
        hooks: GridHooks,
        people: Callable[[], Sequence[str]],
        empty: str,
    ) -> None:
        assert hooks.edit is not None, "a week is typed"
        super().__init__(parent, source, hooks=replace(hooks, edit=None), marks=True, empty=empty)
        self.today = ""
        self.editor: NameEditor = NameEditor(self.view, self._text_of, hooks.edit, people)
        self.view.tree.bind("<Key>", lambda event: self.tips.hide(), add="+")  # the editor claimed the keys
        self._edges = tuple(tkinter.Frame(self.view.tree, borderwidth=0) for _ in range(3))
        self.view.bind("<<GridMoved>>", lambda event: self._frame_today(), add="+")

    def _text_of(self, key: int, column: str) -> str:
        """The names alone; the marks before them are not typed."""
        assert isinstance(self.source, DutySource)
        return self.source.names(key, column)

    def wanted_height(self) -> int:
        """How high it has to be to show every row."""
        return round((len(self.view.order) + 1.6) * 1.5 * line_height(self))

    def _frame_today(self) -> None:
        shown = [column.key for column in self.view.columns]
        first = self.view.cell_box(self.view.top, self.today) if self.today in shown else None
        if first is None:
            for edge in self._edges:
                edge.place_forget()
            return
        x, _, width, _ = first
        high = self.view.tree.winfo_height()
        places = (x, 0, _EDGE, high), (x + width - _EDGE, 0, _EDGE, high), (x, 0, width, _TOP)
        for edge, (left, top, wide, tall) in zip(self._edges, places, strict=True):
            edge.configure(background=colours().accent)
            edge.place(x=left, y=top, width=wide, height=tall)
