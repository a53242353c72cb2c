"""Candidates under a cell while a name is typed, as an input method offers them: a digit takes one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.duty_names import candidates, last_word, with_last_word
from gridworker.ui.theme import GAP, Styles

_MOST = 9


class NameHints:
    """Watches the entries that a grid opens over its cells; `people` gives the names to offer."""

    def __init__(self, tree: ttk.Treeview, people: Callable[[], Sequence[str]]) -> None:
        self._tree = tree
        self._people = people
        self._entry: ttk.Entry | None = None
        self._found: Sequence[str] = ()
        self.bar: ttk.Label | None = None
        tree.bind("<FocusOut>", lambda event: tree.after_idle(self._look), add="+")

    def _look(self) -> None:
        """Follow the entry that took the keyboard from the rows, if one did."""
        if not self._tree.winfo_exists():
            return
        entry = self._tree.tk.call("focus")
        widget = self._tree.nametowidget(entry) if str(entry).startswith(f"{self._tree}.") else None
        if isinstance(widget, ttk.Entry) and widget is not self._entry:
            self._entry = widget
            widget.bind("<KeyRelease>", self._typed, add="+")
            widget.bind("<Key>", self._digit, add="+")
            widget.bind("<Destroy>", lambda event: self._gone(widget), add="+")
            self._offer()

    def _typed(self, event: tkinter.Event[Any]) -> None:
        if event.keysym not in ("Return", "KP_Enter", "Tab"):  # what was refused says why in the same place
            self._offer()

    def _offer(self) -> None:
        if self._entry is None:
            return
        people = self._people()
        word = last_word(self._entry.get())
        self._found = () if word in people else candidates(word, people)[:_MOST]
        if not self._found:
            self._hide()
            return
        if self.bar is None:
            self.bar = ttk.Label(self._tree, style=Styles.chip("info"))
        words = "　".join(f"{place} {name}" for place, name in enumerate(self._found, 1))
        self.bar.configure(text=f"{words}　按数字选")
        self._put(self.bar, self._entry)

    def _put(self, bar: ttk.Label, entry: ttk.Entry) -> None:
        """Below the entry, or above it where the table ends."""
        x = max(min(entry.winfo_x(), self._tree.winfo_width() - bar.winfo_reqwidth() - GAP), 0)
        y = entry.winfo_y() + entry.winfo_height() + 1
        if y + bar.winfo_reqheight() > self._tree.winfo_height():
            y = entry.winfo_y() - bar.winfo_reqheight() - 1
        bar.place(x=x, y=y)
        bar.lift()

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

    def _gone(self, entry: ttk.Entry) -> None:
        if entry is self._entry:
            self._entry, self._found = None, ()
            self._hide()

    def _hide(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None and bar.winfo_exists():
            bar.destroy()
