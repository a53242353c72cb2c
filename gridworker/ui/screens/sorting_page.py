"""分拣配送: what is on its way by entrance and door; a whole entrance is marked 已到单元门, a door 已签收."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import Limits, Order, advance, limits, orders, overdue_hours
from gridworker.ledger.supply_figures import Load, UnitLoad, by_unit, loads
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.reckoning import Reckoning
from gridworker.ui.screens.sorting_hours import Hours, HoursPanel, hours_until
from gridworker.ui.screens.sorting_source import AT_ENTRANCE, SIGNED, DoorSource, Late, UnitSource
from gridworker.ui.theme import GAP, Styles, text_width

Found = tuple[list[UnitLoad], Limits, Hours]

_LEFT = 20.7  # Chinese characters
_NAMED = 8  # items; more are only counted
_EMPTY = "没有等着配送的物资。\n先在“需求”里登记。"


class SortingPage(Page):
    """Entrances on the left; the requests of the selected ones, and what they come to, on the right."""

    def build(self) -> None:
        self._late: Late = lambda order: None
        self._signing = False  # when the lists are read again, go on to the next door
        self._reckoning = Reckoning(self, "汇总待配送物资", lambda: self.what.configure(text="正在汇总…"))
        left = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        left.pack_propagate(False)
        left.configure(width=round(text_width(self, "国") * _LEFT))
        left.pack(side="left", fill="y", padx=(0, GAP))
        self.hours = HoursPanel(left)
        self.hours.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._units = UnitSource()
        hooks = GridHooks(open=lambda key: self._go_right(), select=lambda keys: self._selected())
        self.units = Grid(left, self._units, hooks=hooks, marks=True, empty=_EMPTY)
        self.units.filter_box.configure(width=12)
        self.units.pack(fill="both", expand=True)
        ttk.Label(self.units.bar, text="单元", style=Styles.SECTION).pack(side="left")
        self._build_doors()

    def _build_doors(self) -> None:
        right = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        right.pack(side="left", fill="both", expand=True)
        foot = ttk.Frame(right)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        for words, command in (("整单元已到门 F7", self.mark_at_entrance), ("已签收 F8", self.mark_signed)):
            ttk.Button(foot, text=words, command=command).pack(side="left", padx=(0, GAP))
        ttk.Button(foot, text="打印签收单 Ctrl+P", command=self.print).pack(side="right")
        self.what = ttk.Label(right, style=Styles.BOLD, justify="left")
        self.what.pack(fill="x", pady=(0, GAP // 2))
        self.what.bind("<Configure>", lambda event: self.what.configure(wraplength=event.width))
        self._doors = DoorSource()
        hooks = GridHooks(open=self._open_order)
        self.doors = Grid(right, self._doors, hooks=hooks, marks=True, empty="请在左边选单元。")
        self.doors.filter_box.configure(width=12)
        self.doors.pack(fill="both", expand=True)
        hint = "Enter 看需求，F4 电话，Esc 回到单元"
        ttk.Label(self.doors.bar, text=hint, style=Styles.MUTED).pack(side="left")

    # -- Page

    def load(self) -> None:
        day = self.desk.day

        def work(ledger: Ledger, progress: Progress) -> Found:
            progress.step(0, 0, "汇总各单元")
            units = by_unit(orders(ledger, open_only=True, last=day))
            return units, limits(ledger), hours_until(ledger, day)

        self._reckoning.ask(work, self._show)

    def _show(self, found: Found) -> None:
        units, allowed, hours = found
        now = present(self.desk.day)
        self._late = lambda order: overdue_hours(allowed, order, now)
        self._units.take(units, self._late)
        self.units.refresh()
        if not self.units.selected() and self.units.view.order:
            self.units.view.select([self.units.current() or self.units.view.order[0]], tell=False)
        self._selected()
        self.hours.show(hours)
        if self._signing:
            self._signing = False
            self._go_on()

    def enter(self) -> None:
        self.units.focus_rows()

    def leave(self) -> None:
        self.show_phones(False)

    def open(self, **what: Any) -> None:
        """Select the entrance of a `scope`."""
        scope: Scope | None = what.get("scope")
        keys = [key for key in self.units.view.order if scope == _scope(self._units.unit(key))]
        if keys:
            self.units.select(keys[:1])

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F4>": lambda: self.show_phones(None),
            "<F7>": self.mark_at_entrance,
            "<F8>": self.mark_signed,
            "<Control-p>": self.print,
            "<Escape>": self.units.focus_rows,
        }

    # -- actions

    def mark_at_entrance(self) -> None:
        """Everything of the selected entrances that is not there yet is 已到单元门."""
        waiting = [order for order in self._orders() if order.status != AT_ENTRANCE]
        if not waiting:
            self.desk.shell.say("没有还没到单元门的物资。", "info")
            return
        self._advance(waiting, AT_ENTRANCE)

    def mark_signed(self) -> None:
        """The selected requests are 已签收."""
        chosen = set(self.doors.selected())
        if not chosen:
            self.desk.shell.say("请先在右边选中已签收的住户，可以选多户。", "warn")
            return
        self._signing = True
        self._advance([order for order in self._orders() if order.id in chosen], SIGNED)

    def _advance(self, moving: Sequence[Order], status: str) -> None:
        rows, at = [order.id for order in moving], present(self.desk.day)
        self.desk.act(
            f"物资{status}（{len(rows)} 单）",
            lambda ledger: advance(ledger, rows, status, at),
            said=f"{len(rows)} 单{status}。",
        )

    def _go_on(self) -> None:
        """Select the request that took the place of the signed one; with none left the next entrance."""
        current = self.doors.current()
        if current is None:
            self.units.focus_rows()
        elif not self.doors.selected():
            self.doors.select([current])

    def print(self) -> None:
        """Go to the delivery sheets, of the selected entrance when it is one."""
        units = self._chosen()
        scope = {"scope": _scope(units[0])} if len(units) == 1 else {}
        self.desk.shell.go("reports", report="delivery", **scope)

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        self._doors.whole = not self._doors.whole if whole is None else whole
        self._selected()

    # -- inside

    def _chosen(self) -> list[UnitLoad]:
        return [self._units.unit(key) for key in self.units.selected()]

    def _orders(self) -> list[Order]:
        return [order for unit in self._chosen() for order in unit.orders]

    def _selected(self) -> None:
        """Show the selected entrances on the right."""
        units = self._chosen()
        self._doors.take(units, self._late)
        if self._doors.columns[0].width != self.doors.view.columns[0].width:
            self.doors.view.set_columns(self._doors.columns)
        self.doors.refresh()
        where = units[0].address.display if len(units) == 1 else f"{len(units)} 个单元"
        self.what.configure(text=f"{where}：{_in_words(loads(self._orders()))}" if units else "")

    def _go_right(self) -> None:
        self.doors.focus_rows()
        if not self.doors.selected() and self.doors.view.order:
            self.doors.select([self.doors.view.order[0]])

    def _open_order(self, key: int) -> None:
        self.desk.shell.go("supplies", page="orders", row=key)


def _scope(unit: UnitLoad) -> Scope:
    return Scope(unit.address.community, unit.address.building, unit.address.unit)


def _in_words(some: Sequence[Load]) -> str:
    """蔬菜包 3份、牛奶 1箱, the most first."""
    most = sorted(some, key=lambda load: -load.quantity)
    more = f" 等 {len(most)} 种" if len(most) > _NAMED else ""
    return "、".join(f"{load.item} {load.quantity}{load.unit}" for load in most[:_NAMED]) + more
