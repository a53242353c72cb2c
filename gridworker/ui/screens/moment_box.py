"""A box for the time of a step or a report; left blank it means now, on the working day."""

from __future__ import annotations

import re
import tkinter
from datetime import datetime

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.days import parse_moment
from gridworker.ui.desk import Desk
from gridworker.ui.theme import GAP, SMALL, Styles

_CLOCK_ONLY = re.compile(r"\s*\d{1,2}\s*[:：时点]")


def present(day: str) -> str:
    """The present clock time on an ISO day, as a moment."""
    return f"{day} {datetime.now():%H:%M:%S}"


class MomentBox(ttk.Frame):
    """A label and an entry; a clock time alone is one of the working day."""

    def __init__(self, parent: tkinter.Misc, desk: Desk, word: str) -> None:
        super().__init__(parent)
        self._desk, self._word = desk, word
        ttk.Label(self, text=word).pack(side="left", padx=(0, GAP // 2))
        hint = ttk.Label(self, text="留空为现在", style=Styles.MUTED, font=SMALL)
        hint.pack(side="right", padx=(GAP // 2, 0))
        self.entry = ttk.Entry(self, width=9)
        self.entry.pack(side="left", fill="x", expand=True)
        self.entry.bind("<KeyRelease>", lambda event: self.entry.state(["!invalid"]))

    def take(self) -> str | None:
        """The moment as ISO text; None when what is typed is none, which is then said."""
        text = self.entry.get().strip()
        if not text:
            return present(self._desk.day)
        try:
            return parse_moment(f"{self._desk.day} {text}" if _CLOCK_ONLY.match(text) else text)
        except ValueProblem as problem:
            self.entry.state(["invalid"])
            self.entry.focus_set()
            self._desk.shell.say(f"{self._word}：{problem}。没有登记。", "bad")
            return None
