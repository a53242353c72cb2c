"""What every screen is: a frame that knows what it shows and refreshes when that changes."""

from __future__ import annotations

import tkinter
from typing import Any, ClassVar

import ttkbootstrap as ttk

from gridworker.ui.desk import Desk, Touched
from gridworker.ui.theme import GAP, Styles


class Screen(ttk.Frame):
    """One screen of the window; subclasses build themselves in `build` and fill in `load`.

    `shows` names the registers whose changes concern it. A screen that is not in sight is only marked
    and loads when it is shown again.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.GROUND, padding=2 * GAP)
        self.desk = desk
        self._stale = True
        self._in_sight = False
        self.build()

    def build(self) -> None:
        """Make the widgets; called once."""
        raise AssertionError("a screen builds itself")

    def load(self) -> None:
        """Read from the ledger and show it; keep the user's place in lists."""
        raise AssertionError("a screen fills itself")

    def open(self, **what: Any) -> None:
        """Take the user to what another screen asked for (a filter, a person)."""

    def enter(self) -> None:
        """The screen comes into sight: load what changed meanwhile and take the keyboard."""
        self._in_sight = True
        if self._stale:
            self._stale = False
            self.load()

    def leave(self) -> None:
        """The screen goes out of sight."""
        self._in_sight = False

    def refresh(self, touched: Touched | None) -> None:
        """Something changed in the ledger (None: anything, or the working day)."""
        if touched is not None and not self.shows.intersection(touched):
            return
        if self._in_sight:
            self.load()
        else:
            self._stale = True
