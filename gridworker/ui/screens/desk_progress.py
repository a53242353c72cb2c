"""How far the day is: everyone together, the pace, and building by building."""

from __future__ import annotations

import tkinter
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.figures import DayFigures
from gridworker.ledger.progress import Building
from gridworker.ui.charts import Bar, CoverageBars, percent
from gridworker.ui.theme import GAP, Styles

_WINDOW = timedelta(minutes=10)
_LEAST = timedelta(minutes=1)


class Pace:
    """How many are registered an hour, from the last ten minutes at this desk."""

    def __init__(self) -> None:
        self._moments: deque[datetime] = deque()

    def note(self, at: datetime) -> None:
        """One more was registered."""
        self._moments.append(at)

    def take_back(self) -> None:
        """The last one was undone."""
        if self._moments:
            self._moments.pop()

    def per_hour(self, now: datetime) -> int | None:
        """People an hour; None until there is a minute to judge by."""
        while self._moments and now - self._moments[0] > _WINDOW:
            self._moments.popleft()
        if not self._moments or now - self._moments[0] < _LEAST:
            return None
        return round(len(self._moments) * timedelta(hours=1) / (now - self._moments[0]))


class ProgressCard(ttk.Frame):
    """已检 of 应检, how long the rest takes at this pace, and a bar a building."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP))
        ttk.Label(self, text="当日进度", style=Styles.SECTION).pack(anchor="w")
        self.total = ttk.Label(self, style=Styles.FIGURE)
        self.total.pack(anchor="w")
        self.words = ttk.Label(self, style=Styles.MUTED, justify="left")
        self.words.pack(anchor="w", fill="x")
        self.words.bind("<Configure>", lambda event: self.words.configure(wraplength=event.width))
        self.bars = CoverageBars(self, empty="这一天没有应检人员。")
        self.bars.pack(fill="both", expand=True, pady=(GAP, 0))

    def show(self, figures: Sequence[tuple[Building, DayFigures]], per_hour: int | None) -> None:
        """Show the figures of the buildings and their sum."""
        whole = sum((each for _, each in figures), DayFigures(""))
        self.total.configure(text=f"{whole.done:,}/{whole.due:,}")
        self.words.configure(text="\n".join(_words(whole, per_hour)))
        self.bars.set_data([_bar(building, each) for building, each in figures])


def _words(whole: DayFigures, per_hour: int | None) -> list[str]:
    coverage = "—" if whole.coverage is None else percent(whole.coverage)
    lines = [f"已检/应检  覆盖率 {coverage}", f"未检 {whole.missed:,} 人，愿检 {whole.willing:,} 人"]
    if per_hour:
        minutes = round(whole.missed * 60 / per_hour)
        rest = f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分钟"
        lines.append(f"每小时 {per_hour:,} 人" + (f"，余下约 {rest}" if whole.missed else ""))
    else:
        lines.append("每小时 — 人（登记满一分钟后显示）")
    return lines


def _bar(building: Building, figures: DayFigures) -> Bar:
    share = figures.done / figures.due if figures.due else None
    words = f"{figures.done}/{figures.due}" if figures.due else "—"
    return Bar(Address(*building).display, share, words)
