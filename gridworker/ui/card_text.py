"""A text to read, not to edit, with a bar that shows only where there is something to scroll."""

from __future__ import annotations

import tkinter
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.theme import BODY


class CardText(tkinter.Text):
    """Pack it with `pack(side="left", fill="both", expand=True)`; its bar stands beside it."""

    def __init__(self, parent: tkinter.Misc, **options: Any) -> None:
        super().__init__(
            parent, wrap="char", relief="flat", borderwidth=0, highlightthickness=0, cursor="arrow", width=20,
            height=4, font=BODY, pady=0, state="disabled", **options,
        )  # fmt: skip
        self._bar = ttk.Scrollbar(parent, orient="vertical", command=self.yview)
        self.configure(yscrollcommand=self._scrolled)

    def _scrolled(self, first: float, last: float) -> None:
        if float(first) <= 0 and float(last) >= 1:
            self._bar.pack_forget()
        elif not self._bar.winfo_manager():
            self._bar.pack(side="right", fill="y", before=self)
        self._bar.set(float(first), float(last))
