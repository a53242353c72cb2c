"""The panels beside the requests: ending one with its reason, and what of one has arrived."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.supplies import ENDINGS, Order
from gridworker.ui.desk import Desk
from gridworker.ui.theme import GAP, SMALL, Styles

_REASONS = {
    "已取消": ("住户不需要了", "住户已自购", "重复登记"),
    "无货": ("商家缺货", "商家停业"),
    "超出配送范围": ("不在商家配送范围",),
    "已退款": ("缺货退款", "物品损坏退款"),
}


class EndPanel(ttk.Frame):
    """How some requests end, and why; `on_save` hears the ending and the reason."""

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        count: int,
        on_save: Callable[[str, str], None],
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._desk, self._on_save = desk, on_save
        ttk.Label(self, text=f"关闭 {count} 单", style=Styles.SECTION).pack(anchor="w")
        self.ending = tkinter.StringVar(self, ENDINGS[0])
        choices = ttk.Frame(self)
        choices.pack(fill="x")
        for place, ending in enumerate(ENDINGS):
            button = ttk.Radiobutton(
                choices, text=ending, value=ending, variable=self.ending, command=self._offer
            )
            button.grid(row=place // 2, column=place % 2, sticky="w", padx=(0, GAP), pady=GAP // 4)
        ttk.Label(self, text="原因（必填）", style=Styles.MUTED).pack(anchor="w")
        self.reason = ttk.Combobox(self)
        self.reason.pack(fill="x", pady=(0, GAP // 2))
        self.reason.bind("<Return>", lambda event: self.save())
        _foot(self, self.save, on_close)
        self._offer()

    def take_keyboard(self) -> None:
        self.reason.focus_set()

    def save(self) -> None:
        """Hand over; without a reason, ask for it."""
        reason = self.reason.get().strip()
        if not reason:
            self.reason.focus_set()
            self._desk.shell.say(f"请填写“{self.ending.get()}”的原因。", "warn")
            return
        self._on_save(self.ending.get(), reason)

    def _offer(self) -> None:
        self.reason.configure(values=_REASONS[self.ending.get()])


class ArrivalPanel(ttk.Frame):
    """How many of each line have arrived by now; `on_save` hears the numbers by line."""

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        found: Order,
        on_save: Callable[[Mapping[int, int]], None],
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._desk, self._found, self._on_save = desk, found, on_save
        ttk.Label(self, text="到货数量", style=Styles.SECTION).pack(anchor="w")
        ttk.Label(self, text="填已经到的数，到齐即到接收点", style=Styles.MUTED, font=SMALL).pack(anchor="w")
        self.entries: dict[int, ttk.Entry] = {}
        rows = ttk.Frame(self)
        rows.pack(fill="x", pady=GAP // 2)
        rows.columnconfigure(0, weight=1)
        for place, line in enumerate(found.lines):
            ttk.Label(rows, text=line.item).grid(row=place, column=0, sticky="w")
            entry = ttk.Entry(rows, width=4, justify="right")
            entry.insert(0, str(line.arrived or line.quantity))
            entry.grid(row=place, column=1, pady=1)
            entry.bind("<Return>", partial(self._next, place))
            ttk.Label(rows, text=f"／{line.quantity}{line.unit or ''}").grid(row=place, column=2, sticky="w")
            self.entries[line.id] = entry
        _foot(self, self.save, on_close)

    def take_keyboard(self) -> None:
        first = next(iter(self.entries.values()))
        first.focus_set()
        first.selection_range(0, "end")

    def save(self) -> None:
        """Hand over the numbers; what is none is said at its place."""
        arrived: dict[int, int] = {}
        for line in self._found.lines:
            text = self.entries[line.id].get().strip() or "0"
            if not text.isdecimal() or int(text) > line.quantity:
                self.entries[line.id].focus_set()
                self._desk.shell.say(f"{line.item}的到货数量应在 0 到 {line.quantity} 之间，请核对。", "warn")
                return
            arrived[line.id] = int(text)
        self._on_save(arrived)

    def _next(self, at: int, event: tkinter.Event[Any]) -> str:
        entries = list(self.entries.values())
        if at + 1 < len(entries):
            entries[at + 1].focus_set()
            entries[at + 1].selection_range(0, "end")
        else:
            self.save()
        return "break"


def _foot(panel: ttk.Frame, save: Callable[[], None], close: Callable[[], None]) -> None:
    foot = ttk.Frame(panel)
    foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
    ttk.Button(foot, text="保存 Ctrl+S", bootstyle="primary", command=save).pack(side="left")
    ttk.Button(foot, text="返回 Esc", command=close).pack(side="left", padx=GAP)
