"""When and by whom steps are taken; left blank it is now, and the worker of this ledger."""

from __future__ import annotations

import tkinter

import ttkbootstrap as ttk

from gridworker.ui.desk import Desk
from gridworker.ui.screens.moment_box import MomentBox
from gridworker.ui.theme import GAP


class WhenWho(ttk.Frame):
    """Two boxes in one line."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.at = MomentBox(self, desk, "时间")
        self.at.pack(side="left")
        ttk.Label(self, text="经手").pack(side="left", padx=(GAP, GAP // 2))
        self.person = ttk.Entry(self, width=11)
        self.person.pack(side="left")
        self.person.insert(0, desk.ledger.setting("worker"))

    def take(self) -> tuple[str, str | None] | None:
        """The moment and the person; None when no moment can be read, which is then said."""
        at = self.at.take()
        return None if at is None else (at, self.person.get().strip() or None)
