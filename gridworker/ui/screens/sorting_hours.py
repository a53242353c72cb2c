"""Hours from request to door, as figures and a small chart of the days on which something was signed for."""

from __future__ import annotations

import tkinter

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.supplies import limits, orders
from gridworker.ledger.supply_figures import as_of
from gridworker.ledger.supply_hours import DoorTimes, door_times, door_times_by_day
from gridworker.ui.charts import DayBar, DayBars, percent
from gridworker.ui.theme import SMALL, Styles

_DAYS = 14


class HoursPanel(ttk.Frame):
    """The requests of the last two weeks; the bars are the median hours of each day of signing."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent)
        self.words = ttk.Label(self, style=Styles.MUTED, font=SMALL, justify="left")
        self.words.pack(fill="x")
        self.words.bind("<Configure>", lambda event: self.words.configure(wraplength=event.width))
        self.chart = DayBars(self, height=88, empty="签收以后，这里按天显示用时。")
        self.chart.pack(fill="x")

    def load(self, ledger: Ledger, day: str) -> None:
        """Show what was signed for until the ISO day."""
        hours = limits(ledger)
        found = as_of(orders(ledger, first=shift(day, 1 - _DAYS), last=day), day)
        self.words.configure(text=_told(door_times(hours, found)))
        self.chart.set_data(
            [
                DayBar(f"{int(on[5:7])}/{int(on[8:])}", times.median, f"{times.median:.0f}小时")
                for on, times in door_times_by_day(hours, found)
                if times.median is not None
            ]
        )


def _told(times: DoorTimes) -> str:
    if times.median is None or times.mean is None or times.share is None:
        return f"近 {_DAYS} 天登记的需求还没有签收的。"
    return (
        f"近 {_DAYS} 天签收 {times.count:,} 单，时限内 {percent(times.share)}\n"
        f"登记到签收：中位 {times.median:.1f}，平均 {times.mean:.1f} 小时"
    )
