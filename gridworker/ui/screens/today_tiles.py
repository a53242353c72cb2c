"""The large figures of 今日; each opens its list."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from gridworker.ledger.testing import DayFigures
from gridworker.ui.charts import percent
from gridworker.ui.palette import Tone
from gridworker.ui.theme import GAP, SMALL, Styles, card

if TYPE_CHECKING:
    from gridworker.ledger.service_figures import ServiceFigures


@dataclass(frozen=True)
class _Tile:
    """One figure: its word, the tone it takes when it is not zero, and the list it opens."""

    word: str
    tone: Tone
    screen: str
    what: dict[str, Any] = field(default_factory=dict)


_TILES = {
    "due": _Tile("应检", "plain", "testing", {"outcome": "due"}),
    "done": _Tile("已检", "good", "testing", {"outcome": "done"}),
    "missed": _Tile("未检", "bad", "testing", {"outcome": "missed"}),
    "coverage": _Tile("覆盖率", "info", "testing", {"outcome": "due"}),
    "loop": _Tile("两点一线异常", "warn", "closed_loop", {"page": "people", "state": "alert"}),
    "supplies": _Tile("物资未送达", "warn", "supplies", {"page": "orders", "state": "open"}),
    "visits": _Tile("走访到期", "warn", "visits", {"page": "due"}),
}


class DayTiles(ttk.Frame):
    """A row of cards: word, number, and a line of what stands beside it; a click or Enter opens the list.

    `go` takes a screen and what to show there.
    """

    def __init__(self, parent: tkinter.Misc, go: Callable[..., None]) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self._numbers: dict[str, ttk.Label] = {}
        self._notes: dict[str, ttk.Label] = {}
        for place, (key, tile) in enumerate(_TILES.items()):
            self.columnconfigure(place, weight=1)
            self._add(key, tile, place, partial(go, tile.screen, **tile.what))

    def _add(self, key: str, tile: _Tile, place: int, command: Callable[[], None]) -> None:
        frame = card(self, padding=GAP)
        frame.configure(takefocus=True)
        frame.grid(row=0, column=place, sticky="nsew", padx=(GAP if place else 0, 0))
        word = ttk.Label(frame, text=tile.word, style=Styles.MUTED)
        number = ttk.Label(frame, text="—", style=Styles.figure(tile.tone))
        note = ttk.Label(frame, style=Styles.MUTED, font=SMALL)
        for label in (word, number, note):
            label.pack(anchor="w")
        for widget in (frame, word, number, note):
            widget.bind("<Button-1>", lambda event: command())
            widget.configure(cursor="hand2")
        for sequence in ("<Return>", "<space>"):
            frame.bind(sequence, lambda event: command())
        frame.bind("<FocusIn>", lambda event: word.configure(style=Styles.BOLD))
        frame.bind("<FocusOut>", lambda event: word.configure(style=Styles.MUTED))
        self._numbers[key], self._notes[key] = number, note

    def show_testing(self, figures: DayFigures) -> None:
        """Show the figures of testing."""
        for key, count in (("due", figures.due), ("done", figures.done), ("missed", figures.missed)):
            self._show(key, f"{count:,}", zero=key == "missed" and not count)
        share = figures.coverage
        self._show("coverage", "—" if share is None else percent(share))
        self._notes["due"].configure(text=f"另有豁免 {figures.exempt:,}")
        self._notes["done"].configure(text=f"另有愿检 {figures.willing:,}")

    def show_services(self, figures: ServiceFigures) -> None:
        """Show 两点一线, supplies and visits."""
        found = (
            ("loop", figures.loop_alerts, f"共管 {figures.loop_active:,} 人"),
            ("supplies", figures.supplies_open, f"超时 {figures.supplies_late:,} 单"),
            ("visits", figures.visits_due, f"逾期 {figures.visits_overdue:,} 人"),
        )
        for key, count, note in found:
            self._show(key, f"{count:,}", zero=not count)
            self._notes[key].configure(text=note)

    def _show(self, key: str, text: str, *, zero: bool = False) -> None:
        self._numbers[key].configure(text=text, style=Styles.figure("quiet" if zero else _TILES[key].tone))
