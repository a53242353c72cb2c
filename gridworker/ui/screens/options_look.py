"""外观: text size and theme of this computer, in force at once."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence

import ttkbootstrap as ttk

from gridworker.settings import TEXT_SIZES, THEMES
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.theme import GAP, Styles


class LookPane(Pane):
    title = "外观"
    words = "只管这台电脑，选了立即生效；不影响台账，也不影响报表。"

    def build(self) -> None:
        self._size = self._choice("文字大小", TEXT_SIZES)
        self._theme = self._choice("主题", THEMES)

    def _choice(self, heading: str, words: Sequence[str]) -> tkinter.StringVar:
        ttk.Label(self, text=heading, style=Styles.BOLD).pack(anchor="w", pady=(2 * GAP, GAP))
        state = tkinter.StringVar(self)
        line = ttk.Frame(self)
        line.pack(anchor="w")
        for word in words:
            button = ttk.Radiobutton(line, text=word, value=word, variable=state, command=self._apply)
            button.pack(side="left", padx=(0, 4 * GAP))
        return state

    def load(self) -> None:
        self._size.set(self.desk.settings.text_size)
        self._theme.set(self.desk.settings.theme)

    def _apply(self) -> None:
        self.desk.settings.text_size = self._size.get()
        self.desk.settings.theme = self._theme.get()
        self.desk.shell.apply_look()
