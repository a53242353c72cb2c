"""Candidates under a cell while a name is typed, as an input method offers them: a digit takes one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.duty_names import candidates, last_word, with_last_word
from gridworker.ui.grid_cells import CellEditor, Edit
from gridworker.ui.grid_view import GridView
from gridworker.ui.theme import GAP, Styles

_MOST = 9


class NameEditor(CellEditor):
    """Cells of names; `people` gives those to offer."""

    def __init__(
        self,
        view: GridView,
        text_of: Callable[[int, str], str],
        on_edit: Edit,
        people: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(view, text_of, on_edit)
        self._people = people
        self._found: Sequence[str] = ()
        self.bar: ttk.Label | None = None

    def _bind_entry(self, entry: ttk.Entry) -> None:
        super()._bind_entry(entry)
        entry.bind("<KeyRelease>", self._key_released, add="+")
        entry.bind("<Key>", self._digit, add="+")
        self.view.after_idle(self._offer)

    def close(self) -> None:
        """Take the entry and the candidates away without committing."""
        super().close()
        self._found = ()
        self._hide()

    def _key_released(self, event: tkinter.Event[Any]) -> None:
        if event.keysym not in ("Return", "KP_Enter", "Tab"):  # what was refused says why in the same place
            self._offer()

    def _offer(self) -> None:
        if self._entry is None or not self._entry.winfo_exists():
            return
        people = self._people()
        word = last_word(self._entry.get())
        self._found = () if word in people else candidates(word, people)[:_MOST]
        if not self._found:
            self._hide()
            return
        if self.bar is None:
            self.bar = ttk.Label(self.view.tree, style=Styles.chip("info"))
        words = "　".join(f"{place} {name}" for place, name in enumerate(self._found, 1))
        self.bar.configure(text=f"{words}　按数字选")
        self._place()

    def _place(self) -> None:
        super()._place()
        at = self.view.index_of(self._key)
        box = self.view.cell_box(at, self.column) if at is not None else None
        if self.bar is None or box is None:
            return
        x, y, _, height = box
        tree, wide, high = self.view.tree, self.bar.winfo_reqwidth(), self.bar.winfo_reqheight()
        below = y + height + 2
        above = y - high - 2  # where the table ends
        self.bar.place(
            x=max(min(x, tree.winfo_width() - wide - GAP), 0),
            y=below if below + high <= tree.winfo_height() else above,
        )
        self.bar.lift()

    def _digit(self, event: tkinter.Event[Any]) -> str | None:
        place = int(event.char) if event.char in "123456789" and event.char else 0
        if self._entry is None or not 0 < place <= len(self._found):
            return None
        text = with_last_word(self._entry.get(), self._found[place - 1])
        self._entry.delete(0, "end")
        self._entry.insert(0, text)
        self._found = ()
        self._hide()
        return "break"

    def _hide(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None and bar.winfo_exists():
            bar.destroy()
