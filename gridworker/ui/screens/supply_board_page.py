"""看板: what waits as cards in one column a status; moving a card is a step with its time and person."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.supplies import (
    STATUS_PATH,
    Limits,
    Order,
    advance,
    limits,
    orders,
    overdue_hours,
)  # fmt: skip
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.screens.supply_board import Board, Card, Column
from gridworker.ui.screens.supply_source import hours_words, order_tag, pressing, urgency_words
from gridworker.ui.screens.supply_when import WhenWho
from gridworker.ui.theme import GAP, Styles

_SIGNED = STATUS_PATH[-1]
_EMPTY = "没有要送的物资。\n到“需求”页按 Ctrl+N 登记，或到“粘贴接龙”一次登记一群。"


class SupplyBoardPage(Page):
    """Everything that waits, and what was signed for on the working day."""

    def build(self) -> None:
        frame = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        frame.pack(fill="both", expand=True)
        bar = ttk.Frame(frame)
        bar.pack(fill="x", pady=(0, GAP))
        self.scope_box = ScopeBox(bar, self.load)
        self.scope_box.pack(side="left", padx=(0, GAP))
        self._only_late = tkinter.BooleanVar(self, False)
        self.late_box = ttk.Checkbutton(bar, variable=self._only_late, command=self.load)
        self.late_box.pack(side="left", padx=(0, GAP))
        self.chip = ttk.Label(bar)
        self.chip.pack(side="left")
        self.when = WhenWho(bar, self.desk)
        self.when.pack(side="right")
        self.board = Board(frame, on_move=self._move, on_open=self._open_order, empty=_EMPTY)
        self.board.pack(fill="both", expand=True)
        words = "方向键选卡片　Shift+→ 或拖动到下一步　Shift+← 退一步　Enter 看这一单　F6 关闭并写原因"
        ttk.Label(self, text=words, style=Styles.GROUND_MUTED).pack(anchor="w", pady=(GAP // 2, 0))

    # -- Page

    def load(self) -> None:
        ledger, day = self.desk.ledger, self.desk.day
        self.scope_box.offer(ledger)
        scope, now, hours = self.scope_box.scope, present(day), limits(ledger)
        found = orders(ledger, scope, open_only=True)
        late = [each for each in found if overdue_hours(hours, each, now) is not None]
        self._say_late(late, hours, now)
        if self._only_late.get():
            found = late
        else:
            found += orders(ledger, scope, signed_on=day)
        self.board.show(_columns(found, hours, now))

    def _say_late(self, late: list[Order], hours: Limits, now: str) -> None:
        self.late_box.configure(text=f"只看超时 {len(late)} 单 F9")
        worst = max((overdue_hours(hours, each, now) or 0 for each in late), default=0)
        words = f"■ 最长超时 {hours_words(worst)}" if late else "✓ 没有超时"
        self.chip.configure(text=words, style=Styles.chip("bad" if late else "good"))

    def enter(self) -> None:
        self.board.canvas.focus_set()

    def open(self, **what: Any) -> None:
        """Put the cursor on a `row`."""
        if "row" in what:
            self.board.select(int(what["row"]))

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F6>": self._end,
            "<F7>": lambda: self._step(-1),
            "<F8>": lambda: self._step(1),
            "<F9>": self.late_box.invoke,
        }

    # -- moving

    def _step(self, step: int) -> None:
        card, to = self.board.current, self.board.at[0] + step
        if card is not None and 0 <= to < len(STATUS_PATH):
            self._move(card.id, to)

    def _move(self, row: int, column: int) -> None:
        when, status = self.when.take(), STATUS_PATH[column]
        if when is not None:
            self.desk.act(
                f"物资需求：{status}",
                lambda ledger: advance(ledger, [row], status, *when),
                said=f"已记为“{status}”",
            )

    def _open_order(self, row: int) -> None:
        self.desk.shell.go("supplies", page="orders", row=row)

    def _end(self) -> None:
        if self.board.current is not None:
            self.desk.shell.go("supplies", page="orders", row=self.board.current.id, end=True)


def _columns(found: list[Order], hours: Limits, now: str) -> list[Column]:
    cards: dict[str, list[tuple[Any, Card]]] = {status: [] for status in STATUS_PATH}
    several = len({each.address.community for each in found}) > 1
    for each in found:
        over = overdue_hours(hours, each, now)
        card = Card(
            each.id, _door(each.address, several), each.items, _hours(each, over, now),
            urgency_words(each.urgency) if each.urgent and each.is_open else "",
            order_tag(each, late=over is not None),
        )  # fmt: skip
        cards[each.status].append((pressing(each, hours, over), card))
    return [
        Column(status, tuple(card for _, card in sorted(group, key=lambda pair: pair[0])))
        for status, group in cards.items()
    ]


def _door(address: Address, several: bool) -> str:
    """3-2-501; with the 小区 in front where there are several."""
    door = "-".join(part for part in (address.building, address.unit, address.room) if part)
    return f"{address.community} {door}" if several else door


def _hours(found: Order, over: float | None, now: str) -> str:
    if over is not None:
        return f"超时 {hours_words(over)}"
    if found.status == _SIGNED:
        return "已送达"
    waited = (datetime.fromisoformat(now) - datetime.fromisoformat(found.requested_at)).total_seconds() / 3600
    return f"已等 {hours_words(max(waited, 0))}"
