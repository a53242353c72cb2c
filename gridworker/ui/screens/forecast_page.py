"""明日预测: how many are due in which building on the coming days, and what another rule would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.forecast import Forecast, WhatIf, forecast
from gridworker.ledger.policy import load_policy
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import day_figures
from gridworker.settings import save_settings
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.forecast_form import PaceForm, SupposeForm
from gridworker.ui.screens.forecast_source import ForecastSource, Pace
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.reckoning import Reckoning
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

REMEMBERED = "forecast"  # in Settings.lists: the pace of sampling here
_FROM = {"tomorrow": "从明天起 F6", "today": "从今天起 F7"}
_EMPTY = "这几天没有应检的人。居民登记在“台账”里，频次在“设置 → 检测频次”里定。"

Both = tuple[Forecast, Forecast | None]


class ForecastPage(Page):
    """Supposed rules at the top, the coming seven days below; nothing is changed by supposing."""

    def build(self) -> None:
        self._reckoning = Reckoning(self, "推算应检人数", lambda: self._say("正在推算…"))
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self.suppose = SupposeForm(card, self.reckon)
        self.suppose.pack(fill="x", pady=(0, GAP))
        line = ttk.Frame(card)
        line.pack(fill="x", pady=(0, GAP))
        self.start = Segments(line, _FROM, "tomorrow", lambda key: self.reckon())
        self.start.pack(side="left")
        ttk.Button(line, text="不作假设 F8", command=self.clear).pack(side="left", padx=GAP)
        self.pace = PaceForm(line, self._remembered(), self._pace_changed)
        self.pace.pack(side="right")
        self.words = ttk.Label(card, style=Styles.MUTED, justify="left")
        self.words.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self.words.bind("<Configure>", lambda event: self.words.configure(wraplength=event.width))
        self._source = ForecastSource(self.pace.pace)
        self.rows = Grid(card, self._source, hooks=GridHooks(open=self._open), marks=True, empty=_EMPTY)
        self.rows.pack(fill="both", expand=True)
        self.effect = ttk.Label(self.rows.bar, style=Styles.BOLD)
        self.effect.pack(side="left")

    # -- Page

    def load(self) -> None:
        ledger = self.desk.ledger
        self.suppose.offer(ledger, load_policy(ledger), self.desk.day)
        self.reckon()

    def enter(self) -> None:
        self.suppose.base.focus_set()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F6>": lambda: self.start.choose("tomorrow"),
            "<F7>": lambda: self.start.choose("today"),
            "<F8>": self.clear,
        }

    # -- actions

    def reckon(self) -> None:
        """Forecast under today's rules and, where something is supposed, under those."""
        today = self.desk.day
        first = today if self.start.chosen == "today" else shift(today, 1)
        change = self.suppose.change

        def work(ledger: Ledger, progress: Progress) -> Both:
            progress.step(0, 0, "推算七天")
            now = forecast(ledger, first)
            progress.step(0, 0, "推算七天")
            return now, forecast(ledger, first, change=change) if change != WhatIf() else None

        self._reckoning.ask(work, self._show)

    def clear(self) -> None:
        """Suppose nothing any more."""
        self.suppose.clear()
        self.reckon()

    # -- inside

    def _show(self, both: Both) -> None:
        now, then = both
        self._source.take(now, then)
        self.rows.set_source(self._source)
        self.rows.view.set_columns(self._source.columns)
        self._show_effect(now, then)
        self.words.configure(text=self._assumption(now))

    def _show_effect(self, now: Forecast, then: Forecast | None) -> None:
        if then is None:
            self._say(f"按现行规则，{len(now.days)} 天合计应检 {sum(now.total):,} 人次")
            return
        before, after = sum(now.total), sum(then.total)
        mark = "▲ 多" if after > before else "▼ 少"
        change = f"{mark} {abs(after - before):,} 人次" if after != before else "没有变化"
        self._say(f"{len(now.days)} 天合计 {before:,} → {after:,} 人次，{change}")

    def _assumption(self, now: Forecast) -> str:
        """What the numbers rest on."""
        missed = day_figures(self.desk.ledger, self.desk.day).missed
        if self.start.chosen == "today":
            today = f"今天未检的 {missed:,} 人按今天采完算"
        else:
            today = f"今天未检的 {missed:,} 人按明天补采算"
        words = f"推算方法：{today}，以后每天应检的人都按当天采样算；已排好的轮次、免检、休假和迁出都算在内。"
        supposed = self.suppose.say(self.suppose.change)
        return words + (f"假设从 {now.days[0]} 起{supposed}；台账没有改动。" if supposed else "")

    def _say(self, words: str) -> None:
        self.effect.configure(text=words)

    def _remembered(self) -> Pace:
        kept: dict[str, Any] = self.desk.settings.lists.get(REMEMBERED) or {}
        size = load_policy(self.desk.ledger).tube_size
        return Pace(int(kept.get("per_hour", 60)), int(kept.get("hours", 6)), size)

    def _pace_changed(self) -> None:
        self._source.pace = pace = self.pace.pace
        self.desk.settings.lists[REMEMBERED] = {"per_hour": pace.per_hour, "hours": pace.hours}
        save_settings(self.desk.settings)
        self.rows.refresh()

    def _open(self, key: int) -> None:
        """Go to the people due today in this building."""
        where = self._source.building(key)
        if where is not None:
            self.desk.shell.go("testing", outcome="due", scope=Scope(*where))
