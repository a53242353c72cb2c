"""Beside the list of requests: the card of the chosen one, and what moves it on."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping

import ttkbootstrap as ttk

from gridworker.ledger.supplies import (
    Order,
    advance,
    after_that,
    arrive,
    before_that,
    limits,
    orders,
    split,
    step_on,
)  # fmt: skip
from gridworker.ui.desk import Desk
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.supply_card import OrderCard
from gridworker.ui.screens.supply_panels import ArrivalPanel, EndPanel
from gridworker.ui.screens.supply_when import WhenWho
from gridworker.ui.theme import GAP


class OrderSide(ttk.Frame):
    """The chosen requests and their next steps; `on_closed` hears that a panel was left."""

    def __init__(
        self, parent: tkinter.Misc, desk: Desk, when: WhenWho, on_closed: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.desk, self.when, self._on_closed = desk, when, on_closed
        self.found: list[Order] = []
        self.panel: EndPanel | ArrivalPanel | None = None
        self._whole = False
        self._build_steps()
        self.card = OrderCard(self, desk)
        self.card.pack(fill="both", expand=True)
        self.show([])

    def _build_steps(self) -> None:
        rows = self._moves = ttk.Frame(self)
        rows.pack(side="bottom", fill="x", pady=(GAP, 0))
        self.buttons: dict[str, ttk.Button] = {}
        for place, (key, command) in enumerate(
            {
                "F8": self.next, "F7": self.back, "F9": self.begin_arrival, "F6": self.begin_end,
            }.items()
        ):  # fmt: skip
            button = ttk.Button(rows, command=command, bootstyle="primary" if key == "F8" else "neutral")
            button.grid(row=place // 2, column=place % 2, sticky="ew", padx=(0, GAP // 2), pady=GAP // 4)
            rows.columnconfigure(place % 2, weight=1, uniform="steps")
            self.buttons[key] = button

    # -- showing

    def show(self, rows: list[int], *, whole: bool | None = None) -> None:
        """Show these requests; an open panel for others is put away."""
        self._whole = self._whole if whole is None else whole
        found = orders(self.desk.ledger, rows=rows) if rows else []
        if [each.id for each in found] != [each.id for each in self.found]:
            self.close_panel()
        self.found = found
        now = present(self.desk.day)
        self.card.show(found, limits(self.desk.ledger), now, whole=self._whole)
        self._name_buttons()

    def _name_buttons(self) -> None:
        one = self.found[0] if len(self.found) == 1 else None
        is_open = any(each.is_open for each in self.found)
        words = {
            "F8": (after_that(one) if one else None) or "下一步",
            "F7": "退一步", "F9": "到货", "F6": "关闭",
        }  # fmt: skip
        allowed = {
            "F8": is_open, "F7": any(before_that(each) for each in self.found),
            "F9": one is not None and is_open and bool(one.lines), "F6": is_open,
        }  # fmt: skip
        for key, button in self.buttons.items():
            button.configure(text=f"{words[key]} {key}")
            button.state(["!disabled" if allowed[key] else "disabled"])

    # -- steps

    def next(self) -> None:
        """Move every chosen request to its own next status."""
        self._step(back=False)

    def back(self) -> None:
        """Move every chosen request one step back; that is recorded too."""
        self._step(back=True)

    def _step(self, *, back: bool) -> None:
        rows = [each.id for each in self.found if (before_that if back else after_that)(each)]
        if not rows:
            words = "请先选择要退回一步的需求。" if back else "请先选择还没有送达的需求。"
            self.desk.shell.say(words, "warn")
            return
        when = self.when.take()
        if when is None:
            return
        label = f"{'退回一步' if back else '下一步'}（{len(rows)} 单物资）"
        said = f"{len(rows)} 单物资需求已{'退回一步' if back else '进到下一步'}"
        self.desk.act(label, lambda ledger: step_on(ledger, rows, *when, back=back), said=said)

    def split(self) -> None:
        """Let what has arrived go on by itself."""
        if len(self.found) != 1:
            self.desk.shell.say("请先选择一单分批到货的需求，再拆单。", "warn")
            return
        row, when = self.found[0].id, self.when.take()
        if when is not None:
            said = "已拆单，没到的物品另立一单"
            self.desk.act("拆单", lambda ledger: split(ledger, row, *when), said=said)

    # -- panels

    def begin_end(self) -> None:
        """Ask how and why the chosen requests end."""
        count = sum(each.is_open for each in self.found)
        if not count:
            self.desk.shell.say("请先选择还没有送达的需求，再关闭。", "warn")
            return
        self._open(EndPanel(self, self.desk, count, self._end, self.leave_panel))

    def begin_arrival(self) -> None:
        """Ask what of the one chosen request has arrived."""
        if len(self.found) != 1 or not self.found[0].is_open:
            self.desk.shell.say("请先选择一单还没有送达的需求，再登记到货。", "warn")
            return
        self._open(ArrivalPanel(self, self.desk, self.found[0], self._arrive, self.leave_panel))

    def _open(self, panel: EndPanel | ArrivalPanel) -> None:
        self.close_panel()
        self.panel = panel
        panel.pack(side="bottom", fill="x", pady=(GAP, 0), before=self.card)
        self._moves.pack_forget()
        self.update_idletasks()
        panel.take_keyboard()

    def close_panel(self) -> None:
        """Put the panel away."""
        if self.panel is not None:
            self.panel.destroy()
            self.panel = None
            self._moves.pack(side="bottom", fill="x", pady=(GAP, 0), before=self.card)

    def leave_panel(self) -> None:
        """Put the panel away and go on in the list."""
        self.close_panel()
        self._on_closed()

    def _end(self, ending: str, reason: str) -> None:
        rows = [each.id for each in self.found if each.is_open]
        when = self.when.take()
        if when is None:
            return
        said = f"已关闭 {len(rows)} 单物资需求：{ending}"
        done = self.desk.act(
            f"关闭物资需求（{ending}）",
            lambda ledger: advance(ledger, rows, ending, *when, reason),
            said=said,
        )
        if done is not None:
            self.leave_panel()

    def _arrive(self, arrived: Mapping[int, int]) -> None:
        row, when = self.found[0].id, self.when.take()
        if when is None:
            return
        done = self.desk.act(
            "登记到货", lambda ledger: arrive(ledger, row, arrived, *when), said="已登记到货数量"
        )
        if done is not None:
            self.leave_panel()
