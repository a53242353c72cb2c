"""应检名单: the day's figures, and the people behind the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.testing import day_figures
from gridworker.ui.charts import percent
from gridworker.ui.screens.due_list import DueList
from gridworker.ui.screens.page import Page
from gridworker.ui.theme import GAP, Styles
from gridworker.ui.tiles import Figure, Tiles

FIGURES = (
    Figure("due", "应检"), Figure("done", "已检", "good"), Figure("missed", "未检", "bad"),
    Figure("exempt", "豁免", "quiet"), Figure("willing", "愿检", "info"),
    Figure("coverage", "覆盖率", "info"),
)  # fmt: skip


class DuePage(Page):
    """A click on a figure lists the people behind it."""

    def build(self) -> None:
        self.tiles = Tiles(self, FIGURES, self._open_figure)
        self.tiles.pack(fill="x", pady=(0, GAP))
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self._foot = ttk.Frame(card)
        self._foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self.list = DueList(card, self.desk, self._foot, self.tiles.mark)
        self.list.pack(fill="both", expand=True)
        ttk.Button(self._foot, text="打印未检名单 Ctrl+P", command=self.print_missed).pack(side="right")

    def load(self) -> None:
        figures = day_figures(self.desk.ledger, self.desk.day)
        for key in ("due", "done", "missed", "exempt", "willing"):
            count = getattr(figures, key)
            self.tiles.show(key, f"{count:,}", quiet=not count)
        self.tiles.show("coverage", "—" if figures.coverage is None else percent(figures.coverage))
        self.list.load()

    def open(self, **what: Any) -> None:
        """List people of an `outcome` (due: all) in a `scope`, perhaps only `overdue` ones."""
        outcome, scope = str(what.get("outcome") or "missed"), what.get("scope")
        self.list.narrow(outcome, scope=scope, overdue=bool(what.get("overdue")))

    def enter(self) -> None:
        self.list.focus_rows()

    def leave(self) -> None:
        self.list.show_phones(False)

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-p>": self.print_missed,
            "<Control-r>": self.list.give_reason,
            "<Control-e>": self.list.exempt,
            "<F4>": lambda: self.list.show_phones(None),
        }

    def _open_figure(self, key: str) -> None:
        self.list.narrow("missed" if key == "coverage" else key, keep=True)

    def print_missed(self) -> None:
        """Go to the report of the missed, which is the call list, for the building that is looked at."""
        scope = self.list.scope
        self.desk.shell.go("reports", report="missed", **({} if scope is None else {"scope": scope}))
