"""The upper line of the sampling desk: where one stands, which tube is open, and how full it is."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.sampling import TubeView
from gridworker.ui.theme import GAP, Styles, colours, line_height

COUNTING, SCANNED = "自动编号", "逐管扫码"
_MOST_CELLS = 20


@dataclass(frozen=True)
class TubeActions:
    """What the buttons and boxes of the line do."""

    opened: Callable[[], object]
    closed: Callable[[], object]
    undone: Callable[[], object]
    site: Callable[[str], object]
    counting: Callable[[bool], object]


class TubeBar(ttk.Frame):
    """Site and numbering, and under them the open tube with its places."""

    def __init__(self, parent: tkinter.Misc, actions: TubeActions) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP // 2))
        self._actions = actions
        self._build_choices()
        row = ttk.Frame(self)
        row.pack(fill="x", pady=(GAP // 2, 0))
        self._buttons(row)
        self.word = ttk.Label(row, text="采样管")
        self.word.pack(side="left", padx=(0, GAP))
        self.number = ttk.Label(row, style=Styles.SECTION)
        self.number.pack(side="left")
        self.cells = Cells(row)
        self.cells.pack(side="left", padx=GAP)
        self.count = ttk.Label(row, style=Styles.BOLD)
        self.count.pack(side="left")

    def _build_choices(self) -> None:
        row = ttk.Frame(self)
        row.pack(fill="x")
        undo = ttk.Button(row, text="撤销 F12", command=self._actions.undone, takefocus=False)
        undo.pack(side="right", padx=(GAP, 0))
        ttk.Label(row, text="采样点").pack(side="left", padx=(0, GAP))
        self.site = ttk.Combobox(row, width=11)
        self.site.pack(side="left", fill="x", expand=True)
        self.numbering = ttk.Combobox(row, values=(COUNTING, SCANNED), state="readonly", width=8)
        self.numbering.pack(side="left", padx=(GAP // 2, GAP))
        self.late = ttk.Label(row, style=Styles.chip("warn"))
        for sequence in ("<<ComboboxSelected>>", "<Return>", "<KP_Enter>"):
            self.site.bind(sequence, lambda event: self._site_chosen())
        self.site.bind("<FocusOut>", lambda event: self._site_left(), add="+")
        self.numbering.bind("<<ComboboxSelected>>", lambda event: self._numbering_chosen())

    def _buttons(self, row: ttk.Frame) -> None:
        for text, command in (("封管 F8", self._actions.closed), ("新管 F7", self._actions.opened)):
            ttk.Button(row, text=text, command=command, takefocus=False).pack(side="right", padx=(GAP, 0))

    # -- showing

    def show_choices(self, sites: list[str], site: str, counting: bool) -> None:
        """Offer these sites, with this one chosen, and this way of numbering."""
        self._site_shown = site
        self.site.configure(values=sites)
        self.site.set(site)
        self.numbering.set(COUNTING if counting else SCANNED)

    def show_tube(self, tube: TubeView | None, ahead: str, size: int) -> None:
        """Show the open tube; without one the number that comes next, if numbers count up."""
        if tube is not None:
            self.word.configure(text="采样管")
            self.number.configure(text=tube.number)
            self.count.configure(text=f"{tube.count}/{tube.size}")
        else:
            self.word.configure(text="下一管" if ahead else "采样管")
            self.number.configure(text=ahead or "请扫新管")
            self.count.configure(text="")
        self.cells.show(tube.count if tube else 0, tube.size if tube else size)

    def show_late(self, day: str) -> None:
        """Say that samples are entered for a day that is not today; empty takes it away."""
        if day:
            self.late.configure(text=f"▲ 补录 {day}")
            self.late.pack(side="right")
        else:
            self.late.pack_forget()

    # -- what happens

    def _site_chosen(self) -> str:
        self._site_left()
        return "break"

    def _site_left(self) -> None:
        self.site.selection_clear()
        site = self.site.get().strip()
        if site != self._site_shown:
            self._site_shown = site
            self._actions.site(site)

    def _numbering_chosen(self) -> None:
        self.numbering.selection_clear()
        self._actions.counting(self.numbering.get() == COUNTING)


class Cells(tkinter.Canvas):
    """The places of a tube as little boxes, those taken filled."""

    def __init__(self, parent: tkinter.Misc) -> None:
        self._side = round(line_height(parent) * 0.6)
        super().__init__(parent, height=self._side + 2, width=1, highlightthickness=0, borderwidth=0)
        self._shown = (0, 0)
        self.bind("<<ThemeChanged>>", lambda event: self.show(*self._shown))

    def show(self, count: int, size: int) -> None:
        """Fill so many of so many; a tube of very many is only counted in figures."""
        self._shown = count, size
        palette, side = colours(), self._side
        cells = size if size <= _MOST_CELLS else 0
        step = side + GAP // 2 if cells <= _MOST_CELLS // 2 else side * 3 // 4
        self.delete("all")
        self.configure(background=palette.card, width=max(cells * step, 1))
        look: Mapping[bool, dict[str, Any]] = {
            True: {"fill": palette.accent, "outline": palette.accent},
            False: {"fill": palette.card, "outline": palette.border},
        }
        for place in range(cells):
            left = place * step
            self.create_rectangle(left, 1, left + step - GAP // 2, side, **look[place < count])
