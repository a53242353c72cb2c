"""The panel beside the due list that exempts people from testing for some days."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ledger.fields import DAY, OPEN_CHOICE, Field
from gridworker.ledger.policy import load_policy
from gridworker.ledger.testing import set_exemption
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.theme import GAP, Styles

FIELDS = (
    Field("reason", "原因", OPEN_CHOICE, required=True),
    Field("from_day", "开始日期", DAY, required=True),
    Field("to_day", "结束日期", DAY, hint="留空为一直有效"),
)
_WIDTH = 340


class ExemptPanel(ttk.Frame):
    """Reason, first and last day for the given residents; `on_close` is called when it is done with."""

    def __init__(
        self, parent: tkinter.Misc, desk: Desk, residents: list[int], on_close: Callable[[], None]
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=2 * GAP, width=_WIDTH)
        self.pack_propagate(False)
        self._desk, self._residents, self._on_close = desk, residents, on_close
        ttk.Label(self, text=f"免检 {len(residents):,} 人", style=Styles.SECTION).pack(anchor="w")
        words = "免检期间不计入应检，单列为豁免。"
        ttk.Label(self, text=words, style=Styles.MUTED, wraplength=_WIDTH - 4 * GAP).pack(anchor="w")
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        ttk.Button(foot, text="免检 Ctrl+S", bootstyle="primary", command=self.save).pack(side="right")
        ttk.Button(foot, text="取消 Esc", command=on_close).pack(side="right", padx=GAP)
        reasons = load_policy(desk.ledger).reasons
        self._own = [field for field in desk.ledger.register("exemption") if field.own]
        self.form = Form(self, (*FIELDS, *self._own), choices=lambda field: reasons, on_save=self.save)
        self.form.load({"from_day": desk.day})
        self.form.pack(fill="both", expand=True)
        self._watch(self)

    def _watch(self, widget: tkinter.Misc) -> None:
        widget.bind("<Escape>", lambda event: self._close(), add="+")
        for child in widget.winfo_children():
            self._watch(child)

    def _close(self) -> str:
        self._on_close()
        return "break"

    def take_keyboard(self) -> None:
        self.form.focus_first()

    def save(self) -> None:
        """Exempt them when all is well; one undoable action."""
        values = self.form.check()
        if values is None:
            return
        if values["to_day"] and values["to_day"] < values["from_day"]:
            self.form.show_problems({"to_day": "结束日期早于开始日期，请核对"})
            return
        reason, count = str(values["reason"]), len(self._residents)
        own = {field.key: values[field.key] for field in self._own}
        self._on_close()
        self._desk.act(
            f"免检：{reason}（{count} 人）",
            lambda ledger: set_exemption(
                ledger, self._residents, reason, values["from_day"], values["to_day"], own
            ),
            said=f"已免检 {count:,} 人：{reason}。",
        )
