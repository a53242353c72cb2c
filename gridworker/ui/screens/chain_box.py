"""The box that a chain is pasted into."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ui.theme import BODY, GAP, colours

_WAIT = 120  # ms after the last key; a pasted text is read at once


class PasteBox(ttk.Frame):
    """A text of many lines; `on_change` hears when it has changed."""

    def __init__(self, parent: tkinter.Misc, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._timer = ""
        self.text = tkinter.Text(
            self, width=20, height=6, wrap="char", font=BODY, undo=True, relief="flat", borderwidth=0,
            padx=GAP // 2, pady=GAP // 2, highlightthickness=1,
        )  # fmt: skip
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self.text.yview)
        self.text.configure(yscrollcommand=self._bar.set)
        self._bar.pack(side="right", fill="y")
        self.text.pack(side="left", fill="both", expand=True)
        self.text.bind("<<Modified>>", lambda event: self._modified())
        self.text.bind("<Tab>", lambda event: self._leave())
        self.text.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    @property
    def value(self) -> str:
        """The whole text."""
        return self.text.get("1.0", "end-1c")

    def put(self, text: str) -> None:
        """Hold this text instead, and say so at once."""
        self.text.delete("1.0", "end")
        self.text.insert("1.0", text)
        self.text.see("1.0")
        self.tell()

    def tell(self) -> None:
        """Say at once that the text has changed."""
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""
        self.text.edit_modified(False)
        self._on_change()

    def see_row(self, row: int) -> None:
        """Bring a line into sight."""
        self.text.see(f"{row}.0")

    def _modified(self) -> None:
        if not self.text.edit_modified():
            return
        self.text.edit_modified(False)
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_WAIT, self.tell)

    def _leave(self) -> str:
        following = self.text.tk_focusNext()
        if following is not None:
            following.focus_set()
        return "break"

    def _dress(self) -> None:
        palette = colours()
        self.text.configure(
            background=palette.card, foreground=palette.ink, insertbackground=palette.ink,
            selectbackground=palette.select, selectforeground=palette.ink,
            highlightcolor=palette.accent_text, highlightbackground=palette.border,
        )  # fmt: skip
