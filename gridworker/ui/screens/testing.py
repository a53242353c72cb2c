"""检测: who is due on the working day and how it came out, and the results of that day's samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.testing import day_figures
from gridworker.ui.charts import percent
from gridworker.ui.screens.screen import Screen
from gridworker.ui.screens.testing_due import DueList
from gridworker.ui.screens.testing_results import ResultList
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles
from gridworker.ui.tiles import Figure, Tiles

FIGURES = (
    Figure("due", "应检"), Figure("done", "已检", "good"), Figure("missed", "未检", "bad"),
    Figure("exempt", "豁免", "quiet"), Figure("willing", "愿检", "info"),
    Figure("coverage", "覆盖率", "info"),
)  # fmt: skip
PARTS = {"due": "应检名单 F2", "results": "检测结果 F3"}


class Testing(Screen):
    """Two parts under the day's figures; a click on a figure lists the people behind it."""

    key = "testing"
    title = "检测"
    icon = "clipboard2-pulse"
    shows = frozenset({
        "resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
        "leave", "cadence", "trade", "managed_status", "reason", "setting", "past",
    })  # fmt: skip

    def build(self) -> None:
        head = ttk.Frame(self, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        self.parts = Segments(head, PARTS, "due", self._show_part, style=Styles.GROUND)
        self.parts.pack(side="left")
        look: dict[str, Any] = {"style": Styles.GROUND_BUTTON}
        ttk.Button(head, text="导入检测结果 Ctrl+I", command=self.import_results, bootstyle="primary").pack(
            side="right"
        )
        ttk.Button(head, text="打印未检名单 Ctrl+P", command=self.print_missed, **look).pack(
            side="right", padx=GAP
        )
        actions = ttk.Frame(head, style=Styles.GROUND)
        actions.pack(side="left", padx=2 * GAP)
        self.tiles = Tiles(self, FIGURES, self._open_figure)
        self.tiles.pack(fill="x", pady=(0, GAP))
        self._card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        self._card.pack(fill="both", expand=True)
        self.due = DueList(self._card, self.desk, actions, self.tiles.mark)
        self.results = ResultList(self._card, self.desk)
        self._shown: DueList | ResultList = self.due
        self.due.pack(fill="both", expand=True)

    # -- Screen

    def load(self) -> None:
        figures = day_figures(self.desk.ledger, self.desk.day)
        for key in ("due", "done", "missed", "exempt", "willing"):
            count = getattr(figures, key)
            self.tiles.show(key, f"{count:,}", quiet=not count)
        self.tiles.show("coverage", "—" if figures.coverage is None else percent(figures.coverage))
        self._shown.load()

    def enter(self) -> None:
        super().enter()
        window = self.winfo_toplevel()
        for sequence, action in self._keys().items():
            window.bind(sequence, _then_stop(action))
        self._shown.focus_rows()

    def leave(self) -> None:
        super().leave()
        for sequence in self._keys():
            self.winfo_toplevel().unbind(sequence)
        self.due.show_phones(False)
        self.results.show_phones(False)

    def open(self, **what: Any) -> None:
        """List people of an `outcome` (due: all) in a `scope`, perhaps only `overdue` ones; or import."""
        if what.get("import_"):
            self.import_results()
            return
        self.parts.choose("due")
        self.due.narrow(
            str(what.get("outcome") or "missed"),
            scope=what.get("scope"),
            overdue=bool(what.get("overdue")),
        )

    # -- actions

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-i>": self.import_results,
            "<Control-p>": self.print_missed,
            "<Control-r>": lambda: self.due.give_reason() if self._shown is self.due else None,
            "<Control-e>": lambda: self.due.exempt() if self._shown is self.due else None,
            "<F2>": lambda: self.parts.choose("due"),
            "<F3>": lambda: self.parts.choose("results"),
            "<F4>": lambda: self._shown.show_phones(None),
        }

    def _show_part(self, key: str) -> None:
        wanted: DueList | ResultList = self.due if key == "due" else self.results
        if wanted is not self._shown:
            self._shown.pack_forget()
            self._shown = wanted
            self.due.allow_actions(key == "due")
            self.tiles.mark(self.due.outcome if key == "due" else "")
            wanted.pack(fill="both", expand=True)
            self.update_idletasks()
            wanted.load()
        wanted.focus_rows()

    def _open_figure(self, key: str) -> None:
        self.parts.choose("due")
        self.due.narrow("missed" if key == "coverage" else key, keep=True)

    def import_results(self) -> None:
        """Open the import of a laboratory's file."""
        from gridworker.ui.importing import open_import

        open_import(self.desk, "results")

    def print_missed(self) -> None:
        """Go to the report of the missed, which is the call list, for the building that is looked at."""
        scope = self.due.scope
        self.desk.shell.go("reports", report="missed", **({} if scope is None else {"scope": scope}))


def _then_stop(action: Callable[[], object]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
