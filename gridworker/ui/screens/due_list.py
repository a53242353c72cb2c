"""应检名单: the people due on the working day; reasons and exemptions for many at once."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.due_browsing import DueBrowser
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.testing import figures_by_building
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.due_exempt import ExemptPanel
from gridworker.ui.screens.due_reasons import give_reason
from gridworker.ui.screens.due_sources import DueSource
from gridworker.ui.theme import GAP

OUTCOMES = ("due", "done", "missed", "exempt", "willing")
EVERYTHING = {"building": "全部楼栋", "cadence": "全部频次", "trade": "全部行业"}


class DueList(ttk.Frame):
    """The list with its filters. Its buttons go into `actions`; `on_outcome` hears whose list it is.

    `outcome` is one of OUTCOMES; due lists everyone who is due, 豁免 included.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        actions: tkinter.Misc,
        on_outcome: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.outcome = "missed"
        self._on_outcome = on_outcome
        self._browser = DueBrowser(desk.ledger, desk.day)
        self._source = DueSource(self._browser)
        self._scopes: dict[str, Scope] = {}
        self._panel: ExemptPanel | None = None
        self._build_actions(actions)
        hooks = GridHooks(open=self._open, menu=self._show_menu, select=self._selected)
        self.rows = Grid(self, self._source, hooks=hooks, marks=True, empty="没有符合条件的人。")
        self.rows.pack(fill="both", expand=True)
        self._build_filters()
        self._menu = tkinter.Menu(self, tearoff=False)
        for text, command in (
            ("未检原因… Ctrl+R", self.give_reason), ("免检… Ctrl+E", self.exempt),
            ("打开住户卡 Enter", self._open_current), ("显示完整手机号 F4", lambda: self.show_phones(None)),
        ):  # fmt: skip
            self._menu.add_command(label=text, command=command)

    def _build_actions(self, parent: tkinter.Misc) -> None:
        self._reason_button = ttk.Button(parent, text="未检原因… Ctrl+R", command=self.give_reason)
        self._reason_button.pack(side="left", padx=(0, GAP))
        self._exempt_button = ttk.Button(parent, text="免检… Ctrl+E", command=self.exempt)
        self._exempt_button.pack(side="left")

    def _build_filters(self) -> None:
        self.rows.filter_box.configure(width=14)
        self.boxes: dict[str, ttk.Combobox] = {}
        for key, everything in EVERYTHING.items():
            box = ttk.Combobox(self.rows.bar, state="readonly", width=9, height=16)
            box.set(everything)
            box.pack(side="left", padx=(0, GAP // 2))
            box.bind("<<ComboboxSelected>>", lambda event: self._filtered())
            self.boxes[key] = box
        self._overdue = tkinter.BooleanVar(self, False)
        self.overdue_box = ttk.Checkbutton(
            self.rows.bar, text="仅逾期", variable=self._overdue, command=self._filtered
        )
        self.overdue_box.pack(side="left")

    # -- showing

    def load(self) -> None:
        """Read again for the working day; the place in the list is kept."""
        self._browser.on = self.desk.day
        self._browser.forget()
        self._offer()
        self._take_filters()
        self.rows.refresh()
        self._selected(self.rows.selected())

    def _offer(self) -> None:
        """Offer what there is to filter by; a choice that is gone falls back to everything."""
        buildings = figures_by_building(self.desk.ledger, self.desk.day)
        scopes = [Scope(community, building) for (community, building), _ in buildings]
        self._scopes = {scope.label: scope for scope in scopes}
        offered: dict[str, Sequence[str]] = {
            "building": list(self._scopes), "cadence": self._browser.cadences(),
            "trade": self._browser.trades(),
        }  # fmt: skip
        for key, box in self.boxes.items():
            box.configure(values=[EVERYTHING[key], *offered[key]])
            if box.get() not in offered[key]:
                box.set(EVERYTHING[key])

    def _take_filters(self) -> None:
        chosen = {key: "" if box.get() == EVERYTHING[key] else box.get() for key, box in self.boxes.items()}
        outcome: Any = None if self.outcome == "due" else self.outcome
        self._browser.outcome = outcome
        self._on_outcome(self.outcome)
        self._browser.scope = self._scopes.get(chosen["building"], WHOLE)
        self._browser.cadence, self._browser.trade = chosen["cadence"], chosen["trade"]
        self._browser.overdue = self._overdue.get()

    def _filtered(self) -> None:
        for box in self.boxes.values():
            box.selection_clear()
        self._take_filters()
        self.rows.refresh(keep_place=False)

    def narrow(
        self, outcome: str, *, scope: Scope | None = None, overdue: bool = False, keep: bool = False
    ) -> None:
        """List these only; all other filters are taken away unless they shall be kept."""
        self.outcome = outcome if outcome in OUTCOMES else "missed"
        if not keep:
            for key, box in self.boxes.items():
                box.set(EVERYTHING[key])
            if scope is not None and scope.label in self._scopes:
                self.boxes["building"].set(scope.label)
            self._overdue.set(overdue)
        self._filtered()

    @property
    def scope(self) -> Scope | None:
        """The building that the list is narrowed to."""
        return self._scopes.get(self.boxes["building"].get())

    def focus_rows(self) -> None:
        self.rows.focus_rows()

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        whole = not self._source.whole if whole is None else whole
        if whole != self._source.whole:
            self._source.whole = whole
            self.rows.refresh()

    def _selected(self, keys: list[int]) -> None:
        for button in (self._reason_button, self._exempt_button):
            button.state(["!disabled" if keys else "disabled"])

    # -- acting

    def _open(self, resident: int) -> None:
        self.desk.shell.go("people", resident=resident)

    def _open_current(self) -> None:
        resident = self.rows.current()
        if resident is not None:
            self._open(resident)

    def _show_menu(self, resident: int, x: int, y: int) -> None:
        self._menu.tk_popup(x, y)

    def give_reason(self) -> None:
        """Offer the reasons for the selected people."""
        chosen = self.rows.selected()
        people = self._browser.people(chosen)
        missed = [key for key in chosen if key in people and people[key].outcome == "missed"]
        if not missed:
            self.desk.shell.say("请先选择未检的人，再写原因。", "warn")
            return
        give_reason(self.desk, self._reason_button, missed, self.desk.day, self.rows.focus_rows)

    def exempt(self) -> None:
        """Open the panel that exempts the selected people."""
        chosen = self.rows.selected()
        if not chosen:
            self.desk.shell.say("请先选择要免检的人。", "warn")
            return
        self.close_panel()
        self._panel = ExemptPanel(self, self.desk, chosen, self.close_panel)
        self._panel.pack(side="right", fill="y", padx=(2 * GAP, 0), before=self.rows)
        self._panel.take_keyboard()

    def close_panel(self) -> None:
        """Put the panel away and go on in the list."""
        if self._panel is not None:
            self._panel.destroy()
            self._panel = None
            self.rows.focus_rows()
