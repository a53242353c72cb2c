"""豁免: who is exempt from testing, why and how long; granting, extending and ending it."""

from __future__ import annotations

import tkinter
from collections.abc import Mapping, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.days import shift
from gridworker.ledger.exemptions import Exemption, State, change_exemption, end_exemptions, exemptions
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.scope import WHOLE
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.screens.exemption_panels import ExtendPanel, FindPanel
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

STATES: dict[State, str] = {"active": "有效", "coming": "未开始", "past": "已结束"}
_TAGS = {"active": "exempt", "coming": "waiting", "past": "quiet"}
_COLUMNS = (
    GridColumn("state", "状态", 4, sortable=False),
    GridColumn("address", "地址", 11, stretch=True, sortable=False),
    GridColumn("name", "姓名", 4),
    GridColumn("phone", "手机", 6, sortable=False),
    GridColumn("reason", "原因", 8, stretch=True),
    GridColumn("from_day", "从", 5.5),
    GridColumn("to_day", "到", 5.5, show=lambda day: day or "另行通知"),
)
_EMPTY = (
    "这里没有豁免的人。按 Ctrl+N 找一个人免检；\n"
    "一次免检很多人，请到“应检名单”选好后按 Ctrl+E。"
)  # fmt: skip

Panel = ExtendPanel | FindPanel


class ExemptionsPart(ttk.Frame):
    """The list by state and building; a panel beside it grants or changes."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP))
        self.desk = desk
        self.panel: Panel | None = None
        self.whole = False
        self._known: dict[int, Exemption] = {}
        self._foot = ttk.Frame(self)
        self._foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._source = ListSource(_COLUMNS, tag=lambda row: row["tag"])
        hooks = GridHooks(open=self._open)
        self.rows = Grid(self, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.rows.pack(side="left", fill="both", expand=True)
        self._build_bar()

    def _build_bar(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=12)
        self.states = Segments(bar, dict.fromkeys(map(str, STATES), ""), "active", lambda key: self.load())
        self.states.pack(side="left", padx=(0, GAP))
        self.scope_box = ScopeBox(bar, self.load)
        self.scope_box.pack(side="left")
        actions = (
            ("免检一人 Ctrl+N", self.begin_new),
            ("延长或修改 F2", self.edit),
            ("今起恢复检测 Del", self.end),
        )
        for words, command in actions:
            ttk.Button(self._foot, text=words, command=command).pack(side="left", padx=(0, GAP))
        words = "Enter 住户卡　F4 手机号"
        ttk.Label(self._foot, text=words, style=Styles.MUTED).pack(side="left")
        tree = self.rows.view.tree
        tree.bind("<F2>", lambda event: self.edit())
        tree.bind("<Delete>", lambda event: self.end())

    # -- for the page

    def load(self) -> None:
        """Read again for the working day."""
        ledger, day = self.desk.ledger, self.desk.day
        self.scope_box.offer(ledger)
        found = exemptions(ledger, day, self.scope_box.scope)
        held = [each.state(day) for each in found]
        for key, words in STATES.items():
            self.states.say(key, f"{words} {held.count(key):,}")
        chosen = self.states.chosen
        self._known = {each.id: each for each, state in zip(found, held, strict=True) if state == chosen}
        self._show()

    def _show(self) -> None:
        """Put the known ones into the list; a field of the worker's may have come or gone meanwhile."""
        self._source.columns = (*_COLUMNS, *own_columns(self.desk.ledger.register("exemption")))
        self._source.replace([self._row(each) for each in self._known.values()])
        self.rows.set_source(self._source)

    def focus_rows(self) -> None:
        self.rows.focus_rows()

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        whole = not self.whole if whole is None else whole
        if whole != self.whole:
            self.whole = whole
            self._show()

    def back(self) -> None:
        """Put the panel away."""
        self.close_panel()
        self.focus_rows()

    # -- actions

    def begin_new(self) -> None:
        """Find a person to exempt."""
        self._open_panel(FindPanel(self, self.desk, self.close_panel))

    def edit(self) -> str:
        """Give the selected exemptions another end or reason."""
        chosen = [self._known[key] for key in self.rows.selected()]
        if chosen:
            self._open_panel(ExtendPanel(self, self.desk, chosen, self._change, self.close_panel))
        else:
            self._ask_to_choose()
        return "break"

    def end(self) -> str:
        """Let the selected ones be tested again from the working day on."""
        chosen = self.rows.selected()
        if not chosen:
            self._ask_to_choose()
            return "break"
        last, count = shift(self.desk.day, -1), len(chosen)
        self.desk.act(
            f"恢复检测（{count} 人）",
            lambda ledger: end_exemptions(ledger, chosen, last),
            said=f"{count:,} 人从 {self.desk.day} 起恢复检测。",
        )
        self.focus_rows()
        return "break"

    def save(self) -> None:
        """Keep what stands in the panel."""
        if self.panel is not None:
            self.panel.save()

    def close_panel(self) -> None:
        """Put the panel away and go on in the list."""
        if self.panel is not None:
            self.panel.destroy()
            self.panel = None
            self.focus_rows()

    # -- inside

    def _ask_to_choose(self) -> None:
        self.desk.shell.say("请先在名单里选择豁免的人。", "warn")

    def _open_panel(self, panel: Panel) -> None:
        if self.panel is not None:
            self.panel.destroy()
        self.panel = panel
        panel.pack(side="right", fill="y", padx=(2 * GAP, 0), before=self.rows)
        panel.take_keyboard()

    def _change(
        self, rows: Sequence[int], to_day: str | None, reason: str | None, own: Mapping[str, Any]
    ) -> None:
        self.close_panel()
        until = to_day or "另行通知"
        self.desk.act(
            f"免检改到 {until}（{len(rows)} 人）",
            lambda ledger: change_exemption(ledger, rows, to_day, reason=reason, own=own),
            said=f"{len(rows):,} 人的免检改到 {until}。",
        )

    def _row(self, each: Exemption) -> dict[str, Any]:
        state = each.state(self.desk.day)
        phone = each.phone or ""
        return {
            **each.own, "id": each.id, "state": STATES[state], "tag": _TAGS[state],
            "address": each.address.display, "name": each.name,
            "phone": phone if self.whole or not phone else mask_phone(phone),
            "reason": each.reason, "from_day": each.from_day, "to_day": each.to_day,
        }  # fmt: skip

    def _open(self, key: int) -> None:
        self.desk.shell.go("people", resident=self._known[key].resident)

    def narrow(self, scope: Any = None) -> None:
        """List the exemptions that hold, in this scope."""
        self.states.show("active")
        self.scope_box.choose(scope or WHOLE)
        self.load()
