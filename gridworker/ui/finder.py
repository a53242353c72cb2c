"""The global search box (Ctrl+K): people by name, pinyin, initials, tails, address, as one types."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.search import suggestions
from gridworker.ui.popup import Suggestions
from gridworker.ui.theme import GAP, Styles

_MOST = 12


class Finder(ttk.Frame):
    """A box whose suggestions are residents; choosing one calls `on_pick` with the row's number."""

    def __init__(
        self, parent: tkinter.Misc, ledger: Callable[[], Ledger], on_pick: Callable[[int], None]
    ) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self._ledger = ledger
        self._on_pick = on_pick
        ttk.Label(self, text="搜索 Ctrl+K", style=Styles.GROUND_MUTED).pack(side="left", padx=(0, GAP))
        self.entry = ttk.Entry(self, width=34)
        self.entry.pack(side="left")
        self.suggestions = Suggestions(self.entry, self._find, self._picked)

    def take_focus(self) -> None:
        self.entry.focus_set()
        self.entry.selection_range(0, "end")

    def _find(self, text: str) -> list[tuple[int, str]]:
        return suggestions(self._ledger(), text, _MOST)

    def _picked(self, row: int, words: str) -> None:
        self.entry.delete(0, "end")
        self._on_pick(row)
