"""What every page of a screen is: a frame under the screen's own row of pages."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.desk import Desk, Touched
from gridworker.ui.theme import Styles


class Page(ttk.Frame):
    """One page; subclasses build themselves in `build` and fill in `load`.

    `shown_keys` are bound on the window while the page is in sight. `refresh` is called for every change
    while it is in sight; the rest of the time the screen remembers that it has to load.
    """

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self.desk = desk
        self.build()

    def build(self) -> None:
        """Make the widgets; called once."""
        raise AssertionError("a page builds itself")

    def load(self) -> None:
        """Read from the ledger and show it; keep the user's place."""
        raise AssertionError("a page fills itself")

    def refresh(self, touched: Touched | None) -> None:
        """Something changed in the ledger (None: anything, or the working day)."""
        self.load()

    def open(self, **what: Any) -> None:
        """Take the user to what another screen asked for."""

    def enter(self) -> None:
        """The page comes into sight, already loaded: take the keyboard."""

    def leave(self) -> None:
        """The page goes out of sight: hide what was shown in full."""

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        """Keys of this page, by Tk sequence."""
        return {}
