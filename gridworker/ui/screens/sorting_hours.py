"""Hours from request to door, as figures and a small chart of the days on which something was signed for."""

from __future__ import annotations

import tkinter
from dataclasses import dataclass

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.supplies import limits, orders
from gridworker.ledger.supply_figures import as_of
from gridworker.ledger.supply_hours import SIGNED, DoorTimes, door_times, door_times_by_day
from gridworker.ui.charts import DayBar, DayBars, percent
from gridworker.ui.theme import SMALL, Styles

_DAYS = 14


@dataclass(frozen=True)
class Hours:
    """The hours of two weeks, together and by the day of signing."""

    whole: DoorTimes
    days: list[tuple[str, DoorTimes]]


def hours_until(ledger: Ledger, day: str) -> Hours:
    """The hours of what was asked for in the two weeks that end on the ISO day, and signed for by then."""
    limit = limits(ledger)
    signed = orders(ledger, first=shift(day, 1 - _DAYS), last=day, statuses=(SIGNED,))
    found = as_of(signed, day)
    return Hours(door_times(limit, found), door_times_by_day(limit, found))


class HoursPanel(ttk.Frame):
    """Two lines of figures over the bars, which are the median hours of each day."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent)
        self.words = ttk.Label(self, style=Styles.MUTED, font=SMALL, justify="left")
        self.words.pack(fill="x")
        self.words.bind("<Configure>", lambda event: self.words.configure(wraplength=event.width))
        self.chart = DayBars(self, height=88, empty="签收以后，这里按天显示用时。")
        self.chart.pack(fill="x")

    def show(self, hours: Hours) -> None:
        """Show these hours."""
        self.words.configure(text=_told(hours.whole))
        self.chart.set_data(
            [
                DayBar(f"{int(day[5:7])}/{int(day[8:])}", times.median, f"{times.median:.0f}小时")
                for day, times in hours.days
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
