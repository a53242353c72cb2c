"""The controls of the forecast: the rules to suppose, and the pace of the sampling."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.forecast import WhatIf
from gridworker.ledger.policy import Policy
from gridworker.ledger.statuses import status_tree
from gridworker.ui.screens.forecast_source import Pace
from gridworker.ui.theme import GAP, Styles

_SAME = "不变"
_NOWHERE, _NO_TRADE = "选地点", "选行业"
_NO_STATUS = "取消管控"
_EVERY_TRADE = "所有重点行业"
_PACE = (("per_hour", "每人每小时采", "人"), ("hours", "每天", "小时"), ("tube_size", "每管", "人"))


class SupposeForm(ttk.Frame):
    """Three rules that can be supposed together; `on_change` hears every choice.

    A supposed status is that of one place; a supposed cadence that of one 重点行业, or of all.
    """

    def __init__(self, parent: tkinter.Misc, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._places: dict[str, Address] = {}
        self._trades: tuple[str, ...] = ()
        self.base = self._box("若基础频次改为", 8)
        self.where = self._box("，", 10)
        self.status = self._box("改为", 8)
        self.trade = self._box("，", 9)
        self.cadence = self._box("改为", 8)
        ttk.Label(self, text="Tab 换项", style=Styles.MUTED).pack(side="left", padx=GAP)
        self.clear()

    def _box(self, words: str, width: int) -> ttk.Combobox:
        ttk.Label(self, text=words).pack(side="left", padx=(0, GAP // 2))
        box = ttk.Combobox(self, state="readonly", width=width, height=18)
        box.pack(side="left", padx=(0, GAP // 2))
        box.bind("<<ComboboxSelected>>", lambda event: self._chosen(box))
        return box

    def offer(self, ledger: Ledger, policy: Policy, on: str) -> None:
        """Offer the rules and places of the ledger; a choice that is gone is taken back."""
        usable = [name for name, cadence in policy.cadences.items() if not cadence.never]
        statuses = [row["name"] for row in ledger.rows("managed_status")]
        around = (place.address for place in status_tree(ledger, on) if not place.address.unit)
        self._places = {address.display: address for address in around if address.display}
        self._trades = tuple(policy.trades)
        for box, first, values in (
            (self.base, _SAME, usable), (self.where, _NOWHERE, [*self._places]),
            (self.status, _SAME, [*statuses, _NO_STATUS]),
            (self.trade, _NO_TRADE, [_EVERY_TRADE, *self._trades] if self._trades else []),
            (self.cadence, _SAME, usable),
        ):  # fmt: skip
            box.configure(values=[first, *values])
            if box.get() not in (first, *values):
                box.set(first)

    def clear(self) -> None:
        """Suppose nothing; nobody is told."""
        for box in (self.base, self.status, self.cadence):
            box.set(_SAME)
        self.where.set(_NOWHERE)
        self.trade.set(_NO_TRADE)

    @property
    def change(self) -> WhatIf:
        """What is supposed; half a choice supposes nothing."""
        base, status, cadence = (
            None if box.get() == _SAME else box.get() for box in (self.base, self.status, self.cadence)
        )
        place, trade = self._places.get(self.where.get()), self.trade.get()
        trades = self._trades if trade == _EVERY_TRADE else (trade,) if trade != _NO_TRADE else ()
        given = None if status == _NO_STATUS else status
        return WhatIf(
            base_cadence=base,
            statuses=((place, given),) if place is not None and status else (),
            trade_cadences=tuple((name, cadence) for name in trades) if cadence else (),
        )

    def say(self, change: WhatIf) -> str:
        """The supposed rules in words."""
        told = [f"基础频次改为{change.base_cadence}"] if change.base_cadence else []
        told += [
            f"{place.display}{f'改为{given}' if given else _NO_STATUS}" for place, given in change.statuses
        ]
        if change.trade_cadences:
            told.append(f"{self.trade.get()}改为{self.cadence.get()}")
        return "、".join(told)

    def _chosen(self, box: ttk.Combobox) -> None:
        box.selection_clear()
        self._on_change()


class PaceForm(ttk.Frame):
    """Whole numbers above zero; what is not one is marked and the last good pace holds."""

    def __init__(self, parent: tkinter.Misc, pace: Pace, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self.pace = pace
        self._on_change = on_change
        self.entries: Mapping[str, ttk.Entry] = {
            key: self._entry(key, before, after) for key, before, after in _PACE
        }

    def show(self, pace: Pace) -> None:
        """Show this pace without telling anybody."""
        self.pace = pace
        for key, entry in self.entries.items():
            entry.delete(0, "end")
            entry.insert(0, str(getattr(pace, key)))

    def _entry(self, key: str, before: str, after: str) -> ttk.Entry:
        ttk.Label(self, text=before, style=Styles.MUTED).pack(side="left", padx=(GAP, GAP // 2))
        entry = ttk.Entry(self, width=4, justify="center")
        entry.insert(0, str(getattr(self.pace, key)))
        entry.pack(side="left")
        ttk.Label(self, text=after, style=Styles.MUTED).pack(side="left", padx=(GAP // 2, 0))
        entry.bind("<KeyRelease>", lambda event: self._typed())
        return entry

    def _typed(self) -> None:
        numbers: dict[str, int] = {}
        for key, entry in self.entries.items():
            text = entry.get().strip()
            good = text.isdecimal() and 0 < int(text) < 10_000
            entry.state(["!invalid" if good else "invalid"])
            if good:
                numbers[key] = int(text)
        if len(numbers) == len(self.entries) and Pace(**numbers) != self.pace:
            self.pace = Pace(**numbers)
            self._on_change()
