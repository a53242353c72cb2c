"""比对明细: every row of the laboratory's file with whom it means; choosing, adding, ignoring."""

from __future__ import annotations

import tkinter
from collections.abc import Collection
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.intake.compared import OFFERED, Candidate, ComparedRow
from gridworker.intake.comparison import Comparison, choose_person, dismiss_person, take_back
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.compare_add import AddPanel
from gridworker.ui.screens.compare_rows import CHOOSE, IGNORED, STRANGER, CompareSource
from gridworker.ui.screens.compare_side import CompareSide
from gridworker.ui.theme import GAP

_OPEN = (CHOOSE, STRANGER)
_BY_CHOICE = "您的选择"
_ADD, _IGNORE, _TAKE_BACK = "加入台账… Ctrl+N", "忽略 Del", "撤回选择 0"


class CompareView(ttk.Frame):
    """The list, its three actions, and the panel that sets file and ledger side by side.

    Number keys take a candidate and go on to the next row that waits for a choice.
    """

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self.comparison: Comparison | None = None
        self.source = CompareSource()
        self._panel: AddPanel | None = None
        actions = {_ADD: self.add, _IGNORE: self.ignore, _TAKE_BACK: self.take_back}
        self.side = CompareSide(self, self.choose, actions)
        self.side.pack(side="right", fill="y", padx=(GAP, 0))
        hooks = GridHooks(open=self._open, select=lambda keys: self._selected(), menu=self._show_menu)
        self.rows = Grid(self, self.source, hooks=hooks, marks=True, empty="没有这样的行。")
        self.rows.pack(side="left", fill="both", expand=True)
        self._menu = tkinter.Menu(self, tearoff=False)
        for word, command in (*actions.items(), ("打开住户卡 Enter", self._open_current)):
            self._menu.add_command(label=word, command=command)
        self._listen()
        self._selected()

    def _listen(self) -> None:
        tree = self.rows.view.tree
        tree.bind("<Delete>", lambda event: self.ignore())
        for number in range(OFFERED + 1):
            for sequence in (f"<Key-{number}>", f"<KP_{number}>"):
                tree.bind(sequence, partial(self._digit, number))

    # -- showing

    def show(self, comparison: Comparison) -> None:
        """Show these rows; the place and the selection are kept."""
        self.comparison = comparison
        self.source.take(comparison)
        self.rows.refresh()
        self._selected()

    def narrow(self, figure: str) -> None:
        """List the rows behind a figure."""
        self.source.figure = figure
        self.rows.refresh(keep_place=False)
        self._selected()

    def focus_rows(self) -> None:
        self.rows.focus_rows()
        if self.rows.view.order and not self.rows.selected():
            self.rows.select([self.rows.view.order[0]])

    def show_whole(self, whole: bool) -> None:
        """Show numbers and phones whole or masked."""
        self.source.whole = whole
        self.rows.view.redraw()
        self._selected()

    @property
    def current(self) -> ComparedRow | None:
        """The row of the panel: the selected one, the first of several."""
        chosen = self.rows.selected()
        return self.source.rows[chosen[0]] if chosen else None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Whom the row of the panel may mean."""
        row = self.current
        return self.comparison.candidates(row.key) if self.comparison and row and not row.person else ()

    def _selected(self) -> None:
        row = self.current
        self.side.show(row, self.candidates if row and row.sure != IGNORED else (), self.source.whole)
        allowed = {_ADD: row and row.sure in _OPEN, _IGNORE: self._among(_OPEN), _TAKE_BACK: self._decided()}
        self.side.allow([word for word, allow in allowed.items() if allow])

    def _among(self, sures: Collection[str]) -> list[int]:
        return [key for key in self.rows.selected() if self.source.rows[key].sure in sures]

    def _decided(self) -> list[int]:
        rows = (self.source.rows[key] for key in self.rows.selected())
        return [row.key for row in rows if row.sure == IGNORED or row.how == _BY_CHOICE]

    # -- acting

    def _digit(self, number: int, event: tkinter.Event[Any]) -> str:
        """0 takes a decision back, the others choose; where there is nothing to choose they filter."""
        candidates = self.candidates
        if number == 0 and self._decided():
            self.take_back()
        elif 0 < number <= len(candidates):
            self.choose(candidates[number - 1].resident)
        elif not candidates:
            self.rows.filter_box.focus_set()
            self.rows.filter_box.insert("end", str(number))
        return "break"

    def choose(self, resident: int) -> None:
        """The row of the panel is this resident's."""
        row, comparison = self.current, self.comparison
        if row is not None and comparison is not None:
            following = self._next_open(row.key, [CHOOSE])
            self.desk.act(
                f"结果比对：选定 {row.name}",
                lambda ledger: choose_person(ledger, comparison, row.key, resident),
                said=f"已记住：第 {row.row} 行的{row.name}是选定的这一位，下次导入自动对应。",
            )
            self._go_on(following)

    def ignore(self) -> None:
        """The selected rows are nobody's who belongs here; they are not asked about again."""
        keys, comparison = self._among(_OPEN), self.comparison
        if keys and comparison is not None:
            following = self._next_open(keys[-1], _OPEN)
            self.desk.act(
                f"结果比对：忽略 {len(keys)} 行",
                lambda ledger: dismiss_person(ledger, comparison, keys),
                said=f"已忽略 {len(keys):,} 行，以后的结果表里也不再询问。",
            )
            self._go_on(following)

    def take_back(self) -> None:
        """Forget what was decided about the selected rows."""
        keys, comparison = self._decided(), self.comparison
        if keys and comparison is not None:
            self.desk.act(
                f"结果比对：撤回选择（{len(keys)} 行）",
                lambda ledger: take_back(ledger, comparison, keys),
                said=f"已撤回 {len(keys):,} 行的选择。",
            )
            self.rows.focus_rows()

    def add(self) -> None:
        """Open the form that takes the person of the row into the ledger."""
        row, comparison = self.current, self.comparison
        if row is None or comparison is None or row.sure not in _OPEN:
            self.desk.shell.say("请先选一行台账外或待选择的人，再加入台账。", "warn")
            return
        self.close_panel()
        self.side.pack_forget()
        record = comparison.plan.records[row.key]
        self._panel = AddPanel(self, self.desk, row, record.id_type, record.number, self.close_panel)
        self._panel.pack(side="right", fill="y", padx=(GAP, 0), before=self.rows)
        self._panel.take_keyboard()

    def close_panel(self) -> None:
        """Put the form away and go on in the list."""
        if self._panel is not None:
            self._panel.destroy()
            self._panel = None
            self.side.pack(side="right", fill="y", padx=(GAP, 0), before=self.rows)
            self.rows.focus_rows()

    def _next_open(self, key: int, sures: Collection[str]) -> int | None:
        """The next row below this one that still waits; asked before the list changes."""
        order = list(self.rows.view.order)
        below = order[order.index(key) + 1 :] if key in order else []
        return next((each for each in below if self.source.rows[each].sure in sures), None)

    def _go_on(self, key: int | None) -> None:
        if key is not None and key in self.rows.view.order:
            self.rows.select([key])
        self.rows.focus_rows()

    def _show_menu(self, key: int, x: int, y: int) -> None:
        self._menu.tk_popup(x, y)

    def _open_current(self) -> None:
        key = self.rows.current()
        if key is not None:
            self._open(key)

    def _open(self, key: int) -> None:
        row = self.source.rows[key]
        if row.person is not None:
            self.desk.shell.go("people", resident=row.person.id)
        elif row.sure == STRANGER:
            self.add()
