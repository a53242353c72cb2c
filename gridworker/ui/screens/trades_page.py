"""重点行业: who of the trades to be tested often came on which day of a period."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.fields import DAY, Field
from gridworker.ledger.scope import WHOLE
from gridworker.ledger.trade_days import TradeMatrix, trade_matrix
from gridworker.ui.charts import percent
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.day_box import DayBox
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.reckoning import Reckoning
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.screens.trades_source import LEGEND, TOTAL, TradesSource
from gridworker.ui.theme import GAP, Styles

_FROM, _TO = Field("from_day", "开始日期", DAY), Field("to_day", "结束日期", DAY)
_ALL = "全部行业"
_USUAL, _LONGEST = 7, 31  # days
_EMPTY = (
    "没有符合条件的人。重点行业和频次在“设置 → 重点行业”里定，\n"
    "居民的行业写在住户卡上；两点一线人员也列在这里。"
)  # fmt: skip


class TradesPage(Page):
    """The period and the filters over the matrix; Enter goes to the person."""

    def build(self) -> None:
        self._day = ""
        self._reckoning = Reckoning(self, "统计重点行业", lambda: self._say("正在统计…"))
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self._build_period(card)
        self._source = TradesSource(self.desk.ledger)
        self.rows = Grid(card, self._source, hooks=GridHooks(open=self._open), marks=True, empty=_EMPTY)
        self.rows.pack(fill="both", expand=True)
        self.rows.bind("<<GridState>>", lambda event: self._show_totals(), add="+")
        self._build_filters()

    def _build_period(self, parent: tkinter.Misc) -> None:
        line = ttk.Frame(parent)
        line.pack(fill="x", pady=(0, GAP))
        self.from_day = DayBox(line, _FROM, self._period_changed)
        self.to_day = DayBox(line, _TO, self._period_changed)
        self.from_day.pack(side="left")
        ttk.Label(line, text="至").pack(side="left", padx=GAP // 2)
        self.to_day.pack(side="left")
        for words, command in (("最近 7 天 F6", self.go_to_usual), ("一天一检台账 Ctrl+P", self.print)):
            ttk.Button(line, text=words, command=command).pack(side="left", padx=(GAP, 0))
        self.totals = ttk.Label(line, style=Styles.BOLD)
        self.totals.pack(side="right")
        foot = ttk.Frame(parent)
        foot.pack(side="bottom", fill="x")
        ttk.Label(foot, text=LEGEND, style=Styles.MUTED).pack(side="left")

    def _build_filters(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=14)
        self.group_box = ttk.Combobox(bar, state="readonly", width=10, height=20)
        self.group_box.set(_ALL)
        self.group_box.pack(side="left", padx=(0, GAP))
        self.group_box.bind("<<ComboboxSelected>>", lambda event: self._narrow())
        self.scope_box = ScopeBox(bar, self._narrow)
        self.scope_box.pack(side="left", padx=(0, GAP))
        self._missed = tkinter.BooleanVar(self, False)
        self.missed_box = ttk.Checkbutton(
            bar, text="只看有缺检 F7", variable=self._missed, command=self._narrow
        )
        self.missed_box.pack(side="left", padx=(0, GAP))
        ttk.Label(bar, text="F4 手机号", style=Styles.MUTED).pack(side="left")

    # -- Page

    def load(self) -> None:
        if self._day != self.desk.day:
            self._day = self.desk.day
            self._show_usual()
        self.scope_box.offer(self.desk.ledger)
        first, last = self.from_day.value, self.to_day.value

        def work(ledger: Ledger, progress: Progress) -> TradeMatrix:
            progress.step(0, 0, "逐天核对")
            return trade_matrix(ledger, first, last)

        self._reckoning.ask(work, self._show)

    def enter(self) -> None:
        self.rows.focus_rows()

    def leave(self) -> None:
        self.show_phones(False)

    def open(self, **what: Any) -> None:
        """List one `group` (a 重点行业), a `scope`, or only people with `missed` days."""
        self.group_box.set(str(what.get("group") or _ALL))
        self.scope_box.choose(what.get("scope") or WHOLE)
        self._missed.set(bool(what.get("missed")))
        self._narrow()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-p>": self.print,
            "<F4>": lambda: self.show_phones(None),
            "<F6>": self.go_to_usual,
            "<F7>": self.missed_box.invoke,
        }

    # -- actions

    def go_to_usual(self) -> None:
        """Look at the week that ends on the working day."""
        self._show_usual()
        self.load()

    def print(self) -> None:
        """Go to the report of this matrix."""
        scope = self.scope_box.scope
        self.desk.shell.go("reports", report="daily-trades", **({} if scope == WHOLE else {"scope": scope}))

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        self._source.whole = not self._source.whole if whole is None else whole
        self.rows.view.redraw()

    # -- inside

    def _show_usual(self) -> None:
        self.from_day.show(shift(self.desk.day, 1 - _USUAL))
        self.to_day.show(self.desk.day)

    def _period_changed(self) -> None:
        """A period the wrong way round, or too long for a table, is said and not counted."""
        length = days_between(self.from_day.value, self.to_day.value) + 1
        if length < 1:
            self.desk.shell.say("开始日期晚于结束日期，请改一下日期。", "warn")
        elif length > _LONGEST:
            self.desk.shell.say(f"一次最多看 {_LONGEST} 天，请缩短日期范围。", "warn")
        else:
            self.load()

    def _show(self, matrix: TradeMatrix) -> None:
        self._source.take(matrix)
        groups = self._source.groups
        self.group_box.configure(values=[_ALL, *groups])
        if self.group_box.get() not in groups:
            self.group_box.set(_ALL)
        self._take_filters()
        self.rows.set_source(self._source)
        self.rows.view.set_columns(self._source.columns)
        self._show_totals()

    def _narrow(self) -> None:
        self.group_box.selection_clear()
        self._take_filters()
        self.rows.refresh(keep_place=False)
        self._show_totals()

    def _take_filters(self) -> None:
        group = self.group_box.get()
        self._source.group = "" if group == _ALL else group
        self._source.scope = self.scope_box.scope
        self._source.only_missed = self._missed.get()

    def _show_totals(self) -> None:
        if not self._reckoning.running:
            _, due, done, missing = self._source.counts()
            share = percent(done / due) if due else "—"
            self._say(f"覆盖率 {share} · {missing:,} 人有缺检")

    def _say(self, words: str) -> None:
        self.totals.configure(text=words)

    def _open(self, resident: int) -> None:
        if resident != TOTAL:
            self.desk.shell.go("people", resident=resident)
