"""检测: nine pages around testing, from who is due to what the next week brings."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.desk import Touched
from gridworker.ui.screens.screen import Screen
from gridworker.ui.screens.testing_page import Page
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

PAGES = {
    "due": ("应检名单", "gridworker.ui.screens.due_page:DuePage"),
    "desk": ("采样登记", "gridworker.ui.screens.desk_page:DeskPage"),
    "results": ("结果比对", "gridworker.ui.screens.results_page:ResultsPage"),
    "tubes": ("混管追阳", "gridworker.ui.screens.tubes_page:TubesPage"),
    "proof": ("48小时证明", "gridworker.ui.screens.proof_page:ProofPage"),
    "rounds": ("轮次豁免", "gridworker.ui.screens.rounds_page:RoundsPage"),
    "status": ("管控状态", "gridworker.ui.screens.status_page:StatusPage"),
    "forecast": ("明日预测", "gridworker.ui.screens.forecast_page:ForecastPage"),
    "trades": ("重点行业", "gridworker.ui.screens.trades_page:TradesPage"),
}
"""Title and class of every page, in their order; each is imported when first shown."""


class Testing(Screen):
    """A row of pages; the page in sight has the keyboard and its own keys."""

    key = "testing"
    title = "检测"
    icon = "clipboard2-pulse"
    shows = frozenset({
        "resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
        "leave", "cadence", "trade", "managed_status", "reason", "setting", "past", "tube", "tube_result",
        "trace", "trace_person", "decision",
    })  # fmt: skip

    def build(self) -> None:
        head = ttk.Frame(self, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        titles = {key: title for key, (title, _) in PAGES.items()}
        self.parts = Segments(head, titles, "due", self.show, style=Styles.GROUND)
        self.parts.pack(side="left")
        ttk.Label(head, text="Ctrl+PgDn 换页", style=Styles.GROUND_MUTED).pack(side="right")
        self._pages: dict[str, Page] = {}
        self._stale_pages: set[str] = set()
        self._shown = ""

    # -- Screen

    def load(self) -> None:
        self.refresh_pages(None)
        if not self._shown:
            self.show("due")

    def refresh(self, touched: Touched | None) -> None:
        """Only the page in sight loads; the others when they are shown again."""
        if touched is None or self.shows.intersection(touched):
            if self._in_sight:
                self.refresh_pages(touched)
            else:
                self._stale = True

    def refresh_pages(self, touched: Touched | None) -> None:
        """Tell the page in sight what changed and remember it for the others."""
        self._stale_pages = set(self._pages) - {self._shown}
        if self._shown:
            self.page.refresh(touched)

    def enter(self) -> None:
        super().enter()
        self._listen_for(self._keys())
        self._listen_for(self.page.shown_keys())
        self.page.enter()

    def leave(self) -> None:
        super().leave()
        self._forget(self._keys() | self.page.shown_keys())
        self.page.leave()

    def open(self, **what: Any) -> None:
        """Show a `page` (by its key, else the due list) and hand it the rest."""
        key = str(what.pop("page", "results" if what.get("import_") else "due"))
        self.show(key)
        self.page.open(**what)

    # -- pages

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self._shown]

    def show(self, key: str) -> None:
        """Bring a page into sight."""
        if key == self._shown:
            return
        if self._shown:
            self._forget(self.page.shown_keys())
            self.page.leave()
            self.page.pack_forget()
        new = key not in self._pages
        if new:
            module, name = PAGES[key][1].split(":")
            self._pages[key] = getattr(importlib.import_module(module), name)(self, self.desk)
        self._shown = key
        self.parts.show(key)
        self.page.pack(fill="both", expand=True)
        self.update_idletasks()
        if new or key in self._stale_pages:
            self._stale_pages.discard(key)
            self.page.load()
        if self._in_sight:
            self._listen_for(self.page.shown_keys())
            self.page.enter()

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-Next>": lambda: self._turn(1),
            "<Control-Prior>": lambda: self._turn(-1),
            "<Control-i>": lambda: self.open(import_=True),
        }

    def _turn(self, step: int) -> None:
        keys = list(PAGES)
        self.show(keys[(keys.index(self._shown) + step) % len(keys)])

    def _listen_for(self, keys: dict[str, Callable[[], object]]) -> None:
        for sequence, action in keys.items():
            self.winfo_toplevel().bind(sequence, _then_stop(action))

    def _forget(self, keys: dict[str, Callable[[], object]]) -> None:
        for sequence in keys:
            self.winfo_toplevel().unbind(sequence)


def _then_stop(action: Callable[[], object]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
