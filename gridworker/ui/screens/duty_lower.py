"""Below the grid of duty: what is wrong in the week, and how many turns everybody has."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ledger.duty import Week
from gridworker.ledger.duty_conflicts import Conflict
from gridworker.ui.grid import GridColumn, GridHooks, ListSource
from gridworker.ui.screens.duty_grid import PlainGrid
from gridworker.ui.theme import GAP, line_height

_LEAST, _MOST = 3.7, 14  # its height in lines of text
_NOBODY = "值班人员名单还是空的，\n按 F11 添加。"
_WRONG = (GridColumn("text", "", 20, stretch=True, sortable=False),)
_LOADS = (
    GridColumn("name", "", 6, stretch=True, sortable=False),
    GridColumn("turns", "", 2.5, align="right", sortable=False, show=lambda turns: f"{turns} 班"),
)


class DutyLower(ttk.Frame):
    """Two lists side by side; `on_open` hears which conflict the user wants to go to."""

    def __init__(self, parent: tkinter.Misc, on_open: Callable[[Conflict], None]) -> None:
        super().__init__(parent)
        self._conflicts: tuple[Conflict, ...] = ()
        self._wrong = ListSource(_WRONG, tag=lambda row: row["tag"])
        self._loads = ListSource(_LOADS)
        hooks = GridHooks(open=lambda number: on_open(self._conflicts[number]))
        self.wrong = PlainGrid(
            self, self._wrong, hooks=hooks, filter=False, marks=True, empty="这一周没有空岗，也没有冲突。"
        )
        self.loads = PlainGrid(self, self._loads, filter=False, empty=_NOBODY)
        for grid in (self.wrong, self.loads):
            grid.view.tree.configure(show="")  # what they say needs no heading; a low window has no room
        self.pack_propagate(False)
        self.loads.pack(side="right", fill="y", padx=(GAP, 0))
        self.wrong.pack(side="left", fill="both", expand=True)
        self.share(0)

    def show(self, week: Week) -> None:
        """Show what this week says."""
        self._conflicts = week.conflicts
        self._wrong.replace(
            {"id": number, "text": conflict.text, "tag": _tag(conflict)}
            for number, conflict in enumerate(week.conflicts)
        )
        self._loads.replace(
            {"id": number, "name": name, "turns": turns}
            for number, (name, turns) in enumerate(week.loads.items())
        )
        self.wrong.refresh()
        self.loads.refresh()

    def share(self, spare: int) -> None:
        """Take the height that the grid above can spare, in pixels, within what is of use."""
        least, most = (round(line_height(self) * lines) for lines in (_LEAST, _MOST))
        self.configure(height=min(max(spare, least), most))


def _tag(conflict: Conflict) -> str:
    return "missed" if conflict.kind == "short" else conflict.tone
