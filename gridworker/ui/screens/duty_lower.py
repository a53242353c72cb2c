"""Below the grid of duty: what is wrong in the week, and how many turns everybody has."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ledger.duty import Week
from gridworker.ledger.duty_conflicts import Conflict
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.theme import GAP, line_height

_LINES = 7.5  # its height in lines of text
_NOBODY = "值班人员名单还是空的，\n按 F11 添加。"
_WRONG = (GridColumn("text", "需要处理（Enter 到那一格）", 20, stretch=True, sortable=False),)
_LOADS = (
    GridColumn("name", "姓名", 4, stretch=True),
    GridColumn("turns", "本周班数", 4, align="right"),
)


class DutyLower(ttk.Frame):
    """Two lists side by side; `on_open` hears which conflict the user wants to go to."""

    def __init__(self, parent: tkinter.Misc, on_open: Callable[[Conflict], None]) -> None:
        super().__init__(parent)
        self._conflicts: tuple[Conflict, ...] = ()
        self._wrong = ListSource(_WRONG, tag=lambda row: row["tag"])
        self._loads = ListSource(_LOADS)
        hooks = GridHooks(open=lambda number: on_open(self._conflicts[number]))
        self.wrong = Grid(
            self, self._wrong, hooks=hooks, filter=False, marks=True, empty="这一周没有空岗，也没有冲突。"
        )
        self.loads = Grid(self, self._loads, filter=False, empty=_NOBODY)
        for grid in (self.wrong, self.loads):
            grid.bar.pack_forget()
        self.pack_propagate(False)
        self.loads.pack(side="right", fill="y", padx=(GAP, 0))
        self.wrong.pack(side="left", fill="both", expand=True)
        self.bind("<<ThemeChanged>>", lambda event: self._lay_out())
        self._lay_out()

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

    def _lay_out(self) -> None:
        self.configure(height=round(line_height(self) * _LINES))


def _tag(conflict: Conflict) -> str:
    return "missed" if conflict.kind == "short" else conflict.tone
