"""The panels beside the exemptions: finding somebody to exempt, and changing what was granted."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.exemptions import Exemption
from gridworker.ledger.fields import DAY, OPEN_CHOICE, Field
from gridworker.ledger.policy import load_policy
from gridworker.ledger.search import suggestions
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.popup import Suggestions
from gridworker.ui.screens.due_exempt import ExemptPanel
from gridworker.ui.theme import GAP, Styles, text_width

_MOST = 8  # suggestions
_WIDTH = 20  # Chinese characters
_FIELDS = (
    Field("to_day", "结束日期", DAY, hint="留空为一直有效"),
    Field("reason", "原因", OPEN_CHOICE, hint="各人原因不同时留空，原来的不变"),
)
_HOW = "输入姓名、拼音首字母、房号或证件号码后四位，↓ 选人，Enter 确定。"

Change = Callable[[Sequence[int], str | None, str | None, Mapping[str, Any]], None]


class FindPanel(ttk.Frame):
    """A box to find one person; the panel that exempts them takes its place."""

    def __init__(self, parent: tkinter.Misc, desk: Desk, on_close: Callable[[], None]) -> None:
        super().__init__(parent)
        self._desk, self._on_close = desk, on_close
        self.inner: ExemptPanel | None = None
        line = text_width(self, "国") * _WIDTH
        self._title = ttk.Label(self, text="找要免检的人", style=Styles.SECTION)
        self._title.pack(anchor="w")
        self.entry = ttk.Entry(self, width=30)
        self.entry.pack(fill="x", pady=GAP // 2)
        self.words = ttk.Label(self, text=_HOW, style=Styles.MUTED, wraplength=line, justify="left")
        self.words.pack(fill="x")
        self.suggestions = Suggestions(self.entry, self._find, self._picked)
        self._cancel = ttk.Button(self, text="取消 Esc", command=on_close)
        self._cancel.pack(anchor="e", pady=GAP)

    def take_keyboard(self) -> None:
        self.entry.focus_set()

    def save(self) -> None:
        """Exempt the chosen person; without one there is nothing to save."""
        if self.inner is not None:
            self.inner.save()
        else:
            self.entry.focus_set()

    def _find(self, text: str) -> list[tuple[int, str]]:
        return suggestions(self._desk.ledger, text, _MOST)

    def _picked(self, resident: int, words: str) -> None:
        self.words.configure(text=words)
        for widget in (self._title, self.entry, self._cancel):
            widget.pack_forget()
        self.inner = ExemptPanel(self, self._desk, [resident], self._on_close)
        self.inner.pack(fill="both", expand=True, pady=(GAP // 2, 0))
        self.inner.take_keyboard()


class ExtendPanel(ttk.Frame):
    """Another end, perhaps another reason, for some exemptions; `on_save` hears what is to change.

    It is called with the rows, the day, the reason, and the worker's own fields that were filled in anew.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        chosen: Sequence[Exemption],
        on_save: Change,
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=2 * GAP)
        self._chosen, self._on_save = chosen, on_save
        line = text_width(self, "国") * _WIDTH
        title = chosen[0].name if len(chosen) == 1 else f"{len(chosen):,} 人"
        ttk.Label(self, text=f"{title}的免检", style=Styles.SECTION, wraplength=line).pack(anchor="w")
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        ttk.Button(foot, text="保存 Ctrl+S", bootstyle="primary", command=self.save).pack(side="right")
        ttk.Button(foot, text="取消 Esc", command=on_close).pack(side="right", padx=GAP)
        reasons = load_policy(desk.ledger).reasons
        own = [field for field in desk.ledger.register("exemption") if field.own]
        self._own = [field.key for field in own]
        self.form = Form(self, (*_FIELDS, *own), choices=lambda field: reasons, on_save=self.save)
        self.form.load(self._common())
        self.form.pack(fill="both", expand=True)

    def take_keyboard(self) -> None:
        self.form.focus_first()

    def _common(self) -> dict[str, Any]:
        """What all of them have; the end only of a single one."""
        first, *others = self._chosen
        alike = {key: first.own.get(key) for key in self._own} | {"reason": first.reason}
        for other in others:
            said = {**other.own, "reason": other.reason}
            alike = {key: value for key, value in alike.items() if value == said.get(key)}
        return alike | {"to_day": None if others else first.to_day}

    def save(self) -> None:
        """Hand over the new end; it may not lie before a beginning."""
        values = self.form.check()
        if values is None:
            return
        to_day, first = values["to_day"], max(each.from_day for each in self._chosen)
        if to_day and to_day < first:
            self.form.show_problems({"to_day": f"早于开始日期 {first}，请核对"})
            return
        filled = {key: values[key] for key in self._own if key in self.form.changed()}
        self._on_save([each.id for each in self._chosen], to_day, values["reason"], filled)
