"""应检未在表中: who was due and has no row in the laboratory's file, and why; reasons for many at once."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence

import ttkbootstrap as ttk

from gridworker.ledger.due_browsing import DueBrowser
from gridworker.ledger.testing import DuePerson
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks, GridRow, Sort
from gridworker.ui.screens.due_reasons import give_reason
from gridworker.ui.screens.due_sources import DUE_COLUMNS, DueSource
from gridworker.ui.theme import GAP, Styles

_ORDER = ("address", "name", "phone", "reason", "last", "cadence", "overdue", "due_on")
_PLACES = [[column.key for column in DUE_COLUMNS].index(key) for key in _ORDER]


class MissingSource(DueSource):
    """Of the missed of a day those whom a file leaves out, with why among the first columns."""

    columns = tuple(DUE_COLUMNS[place] for place in _PLACES)

    def __init__(self, browser: DueBrowser) -> None:
        super().__init__(browser)
        self.missing: frozenset[int] = frozenset()

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return [key for key in super().keys(sort, filter) if key in self.missing]

    def _row(self, person: DuePerson) -> GridRow:
        cells, tag = super()._row(person)
        return GridRow(tuple(cells[place] for place in _PLACES), tag)


class MissingList(ttk.Frame):
    """The list with its one action."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self._browser = DueBrowser(desk.ledger, desk.day)
        self._source = MissingSource(self._browser)
        hooks = GridHooks(open=self._open, select=self._selected)
        self.rows = Grid(
            self, self._source, hooks=hooks, marks=True, empty="应检的人都在表中，或已另行采样。"
        )
        self.rows.pack(fill="both", expand=True)
        self._button = ttk.Button(self.rows.bar, text="未检原因… Ctrl+R", command=self.give_reason)
        self._button.pack(side="left", padx=(0, 2 * GAP))
        self._words = ttk.Label(self.rows.bar, style=Styles.MUTED)
        self._words.pack(side="left")
        self._selected([])

    def show(self, missing: Sequence[int], day: str) -> None:
        """List these residents, who were due on that day."""
        self._browser.on = day
        self._source.missing = frozenset(missing)
        self._words.configure(text=f"{day} 应检，表中没有，台账里也没有采样　F2 明细　F4 手机号")
        self.load()

    def load(self) -> None:
        self._browser.forget()
        self.rows.refresh()

    def focus_rows(self) -> None:
        self.rows.focus_rows()

    def show_whole(self, whole: bool) -> None:
        """Show phones whole or masked."""
        self._source.whole = whole
        self.rows.view.redraw()

    def give_reason(self) -> None:
        """Offer the reasons for the selected people."""
        chosen = self.rows.selected()
        if not chosen:
            self.desk.shell.say("请先选择人，再写未检原因。", "warn")
            return
        give_reason(self.desk, self._button, chosen, self._browser.on, self.rows.focus_rows)

    def _selected(self, keys: list[int]) -> None:
        self._button.state(["!disabled" if keys else "disabled"])

    def _open(self, resident: int) -> None:
        self.desk.shell.go("people", resident=resident)
