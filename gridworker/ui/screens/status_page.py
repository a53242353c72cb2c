"""管控状态: which status holds where since when, and giving places another one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Progress
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.forecast import WhatIf, forecast
from gridworker.ledger.scope import Scope
from gridworker.ledger.statuses import PlaceStatus, StatusSpan, set_status, status_history, status_tree
from gridworker.ledger.testing import day_figures
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.reckoning import Reckoning
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.status_side import NO_STATUS, StatusSide
from gridworker.ui.screens.status_source import LEVELS, StatusSource
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

_MANY = 200  # places; more are first shown without their units
_EMPTY = "台账里还没有小区和楼栋。请到“台账”按 Ctrl+B 新增，或导入居民台账。"
_WAIT = 60  # ms; walking through the list asks for the effect of the last place only


class StatusPage(Page):
    """Every place on the left, the chosen ones on the right."""

    def build(self) -> None:
        self._timer = ""
        wait = "正在推算今日应检的变化…"
        self._reckoning = Reckoning(self, "推算应检人数", lambda: self.side.say_effect(wait, "quiet"))
        self.side = StatusSide(self, self._reckon_soon, self.save)
        self.side.pack(side="right", fill="y", padx=(GAP, 0))
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(side="left", fill="both", expand=True)
        self._source = StatusSource()
        hooks = GridHooks(open=self._open, select=lambda keys: self._selected())
        self.rows = Grid(card, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.rows.pack(fill="both", expand=True)
        self._build_bar()
        self.side.since.show(self.desk.day)
        self._fresh = True

    def _build_bar(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=10)
        self.level = Segments(bar, LEVELS, "unit", lambda key: self._narrow())
        self.level.pack(side="left", padx=(0, GAP))
        self._only_own = tkinter.BooleanVar(self, False)
        self.own_box = ttk.Checkbutton(
            bar, text="只看设过的 F7", variable=self._only_own, command=self._narrow
        )
        self.own_box.pack(side="left", padx=(0, GAP))
        self.rows.view.tree.bind("<F2>", lambda event: self.begin())

    # -- Page

    def load(self) -> None:
        ledger, day = self.desk.ledger, self.desk.day
        own = own_columns(ledger.register("place"))
        stored = {row["id"]: row for row in ledger.rows("place")} if own else None
        self._source.take(status_tree(ledger, day), own, stored)
        self.rows.set_source(self._source)
        self.side.offer([row["name"] for row in ledger.rows("managed_status")])
        if self._fresh and len(self._source):
            self._fresh = False
            self.level.show("building" if len(self._source) > _MANY else "unit")
        self._narrow()

    def enter(self) -> None:
        if self.rows.current() is not None and not self.rows.selected():
            self.rows.view.move(self.rows.view.cursor)
        self.rows.focus_rows()

    def open(self, **what: Any) -> None:
        """Choose the place of a `scope`."""
        scope: Scope | None = what.get("scope")
        key = self._source.key_of(Address(scope.community, scope.building, scope.unit)) if scope else None
        if scope is not None and key is not None:
            self.level.show("unit" if scope.unit else self.level.chosen)
            self._only_own.set(False)
            self._narrow()
            self.rows.select([key])

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {"<F2>": self.begin, "<F7>": self.own_box.invoke, "<Control-s>": self.save,
                "<Escape>": self.rows.focus_rows}  # fmt: skip

    # -- actions

    def begin(self) -> str:
        """Go to the choice of a status for the chosen places."""
        if self.places:
            self.side.status.focus_set()
        else:
            self.desk.shell.say("请先选小区、楼栋或单元。", "warn")
        return "break"

    def save(self) -> None:
        """Give the chosen places the chosen status; one undoable action."""
        self.side.since.take()
        places, chosen, since = self.places, self.side.chosen, self.side.since.value
        if not places or chosen is None:
            self.desk.shell.say("请先选范围，再选要改成的状态。", "warn")
            return
        status = None if chosen == NO_STATUS else chosen
        where = places[0].address.display if len(places) == 1 else f"{len(places):,} 处"

        def change(ledger: Ledger) -> None:
            for place in places:
                set_status(ledger, place.place if place.place > 0 else place.address, status, since)

        said = f"{where}从 {since} 起{f'为{status}' if status else '不再单独管控'}。"
        self.desk.act(f"管控状态：{where} {status or '取消'}", change, said=said)
        self.rows.focus_rows()

    @property
    def places(self) -> list[PlaceStatus]:
        """The chosen places."""
        return [self._source.place(key) for key in self.rows.selected()]

    # -- inside

    def _open(self, key: int) -> None:
        self.begin()

    def _narrow(self) -> None:
        self._source.level, self._source.only_own = self.level.chosen, self._only_own.get()
        self.rows.refresh()
        self._selected()

    def _selected(self) -> None:
        places = self.places
        self.side.show(places, self._history(places[0].place) if len(places) == 1 else [])
        self._reckon_soon()

    def _history(self, place: int) -> list[StatusSpan]:
        """What was ever set there; nothing at a place that is only implied, or never was managed."""
        row = self.desk.ledger.find("place", place)
        if row is None or (row["status"] is None and row["status_since"] is None):
            return []
        return status_history(self.desk.ledger, place)

    def destroy(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        super().destroy()

    def _reckon_soon(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_WAIT, self.reckon)

    def reckon(self) -> None:
        """Say what the chosen status would do to today's 应检, before it is set."""
        self._timer = ""
        places, chosen, since, day = self.places, self.side.chosen, self.side.since.value, self.desk.day
        if not places or chosen is None:
            self.side.say_effect("选好状态后，这里会先算出今日应检的变化。", "quiet")
            return
        before = day_figures(self.desk.ledger, day).due
        if since > day:
            self.side.say_effect(f"{since} 才开始，今日应检不变：{before:,} 人。", "info")
            return
        status = None if chosen == NO_STATUS else chosen
        change = WhatIf(statuses=tuple((place.address, status) for place in places))

        def work(ledger: Ledger, progress: Progress) -> int:
            progress.step(0, 0, "推算今日应检")
            return forecast(ledger, day, 1, change=change).total[0]

        self._reckoning.ask(work, lambda after: self.side.say_effect(*_told(before, after)))


def _told(before: int, after: int) -> tuple[str, Any]:
    if after == before:
        return f"今日应检不变：{before:,} 人。", "info"
    mark, tone = ("▲ 多", "warn") if after > before else ("▼ 少", "good")
    return f"今日应检 {before:,} → {after:,}，{mark} {abs(after - before):,} 人", tone
