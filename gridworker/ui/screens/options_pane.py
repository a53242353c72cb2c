"""What every section of 设置 is: a heading, a sentence about it, and what it is made of."""

from __future__ import annotations

import tkinter
from typing import ClassVar

import ttkbootstrap as ttk

from gridworker.ui.desk import Desk
from gridworker.ui.theme import GAP, Styles, text_width

_LINE = 46  # Chinese characters


class Pane(ttk.Frame):
    """One section; subclasses build themselves in `build` and fill in `load`.

    `shows` names the registers whose changes concern it.
    """

    title: ClassVar[str] = ""
    words: ClassVar[str] = ""
    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        ttk.Label(self, text=self.title, style=Styles.SECTION).pack(anchor="w")
        words = ttk.Label(self, text=self.words, style=Styles.MUTED, justify="left")
        words.pack(anchor="w", pady=(GAP // 2, GAP))
        words.bind("<<ThemeChanged>>", lambda event: _wrap(words))
        _wrap(words)
        self.build()

    def build(self) -> None:
        """Make the widgets; called once."""
        raise AssertionError("a section builds itself")

    def load(self) -> None:
        """Read from the ledger and show it."""
        raise AssertionError("a section fills itself")


def _wrap(label: ttk.Label) -> None:
    label.configure(wraplength=text_width(label, "国") * _LINE)
