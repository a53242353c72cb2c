"""The form of a round: its name, its days, and whom it calls."""

from __future__ import annotations

import re
import tkinter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.fields import DAY, TEXT, Field
from gridworker.ui.form import Form
from gridworker.ui.screens.place_ticks import PlaceTicks
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, SMALL, Styles

FIELDS = (
    Field("name", "轮次", TEXT, required=True),
    Field("from_day", "开始日期", DAY, required=True),
    Field("to_day", "结束日期", DAY, required=True),
)
SCOPES = {"whole": "全部范围 F6", "chosen": "选定范围 F7"}
_TITLE, _FORM, _SCOPE, _WORDS, _PROBLEM, _TICKS, _FOOT = range(7)
_FEWEST = 2  # places in sight where there is little room
_NAME = re.compile(r"第(\d+)轮")


@dataclass(frozen=True)
class RoundWanted:
    """A round as the form says it; `places` None is everybody, `own` the worker's own fields by key."""

    name: str
    from_day: str
    to_day: str
    places: Sequence[Address] | None
    own: Mapping[str, Any] = field(default_factory=dict)


def next_name(names: Iterable[str]) -> str:
    """第N轮, one more than the highest there is."""
    numbers = [int(found[1]) for name in names if (found := _NAME.search(name))]
    return f"第{max(numbers, default=0) + 1}轮"


class RoundForm(ttk.Frame):
    """`on_save` hears what is wanted when all is well, `on_close` that the form is given up."""

    def __init__(
        self,
        parent: tkinter.Misc,
        title: str,
        own: Sequence[Field],
        *,
        on_save: Callable[[RoundWanted], None],
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._on_save = on_save
        self.columnconfigure(0, weight=1)
        # What room there is goes to the places; where it is short the fields scroll, own ones may be many.
        self.rowconfigure(_FORM, weight=1)
        self.rowconfigure(_TICKS, weight=1000)
        ttk.Label(self, text=title, style=Styles.SECTION).grid(row=_TITLE, sticky="w")
        foot = ttk.Frame(self)
        foot.grid(row=_FOOT, sticky="ew", pady=(GAP, 0))
        ttk.Button(foot, text="保存 Ctrl+S", bootstyle="primary", command=self.save).pack(side="right")
        ttk.Button(foot, text="取消 Esc", command=on_close).pack(side="right", padx=GAP)
        self._own = own
        self.form = Form(self, (*FIELDS, *own), on_save=self.save)
        self.form.grid(row=_FORM, sticky="nsew")
        self.scope = Segments(self, SCOPES, "whole", self._take_scope)
        self.scope.grid(row=_SCOPE, sticky="w", pady=GAP)
        self.problem = ttk.Label(self, style=Styles.toned("bad"), font=SMALL)
        self.ticks = PlaceTicks(self, self._ticked)
        self.ticks.tree.configure(height=_FEWEST)
        self._words = ttk.Label(self, style=Styles.MUTED)

    def load(self, wanted: RoundWanted, offered: Iterable[Address]) -> None:
        """Show this round over these places to choose from, given in natural order."""
        days = {"from_day": wanted.from_day, "to_day": wanted.to_day}
        self.form.load({**wanted.own, "name": wanted.name, **days})
        self.ticks.offer(offered, wanted.places or ())
        self.choose_scope("whole" if wanted.places is None else "chosen")
        self.form.focus_first()

    def choose_scope(self, key: str) -> None:
        """Take everybody, or the ticked places."""
        self.scope.show(key)
        self._take_scope(key)

    def save(self) -> None:
        """Hand over what is wanted, or show what is wrong."""
        values = self.form.check()
        if values is None:
            return
        if values["to_day"] < values["from_day"]:
            self.form.show_problems({"to_day": "结束日期早于开始日期，请核对"})
            return
        places = None if self.scope.chosen == "whole" else self.ticks.places
        if places == []:
            self._say_problem("× 请勾选这一轮要检的小区、楼栋或单元，或改选“全部范围”。")
            self.ticks.focus_list()
            return
        own = {each.key: values[each.key] for each in self._own}
        self._on_save(RoundWanted(values["name"], values["from_day"], values["to_day"], places, own))

    def _take_scope(self, key: str) -> None:
        for widget in (self.problem, self.ticks):
            widget.grid_remove()
        self._words.grid(row=_WORDS, sticky="w")
        self.update_idletasks()  # or the places do not know yet what they need
        whole = key == "whole"
        self.rowconfigure(_TICKS, minsize=0 if whole else self.ticks.winfo_reqheight())
        if whole:
            self._words.configure(text="台账里所有在住的人，这一轮里都要采一次。")
            return
        self._words.configure(text="空格或点击勾选，← → 收起展开；勾小区即含其中所有楼栋。")
        self.ticks.grid(row=_TICKS, sticky="nsew")
        self.ticks.focus_list()

    def _ticked(self) -> None:
        self.problem.grid_remove()

    def _say_problem(self, words: str) -> None:
        self.problem.configure(text=words)
        self.problem.grid(row=_PROBLEM, sticky="w")
