"""今日: the day's figures, coverage by building, the trend of two weeks, and what waits to be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.ledger.days import shift
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import DayFigures, coverage_by_day, day_figures, figures_by_building
from gridworker.ledger.todo import todo
from gridworker.ledger.todo_item import Todo
from gridworker.ui.charts import CoverageBars, Point, TrendLine, coverage_bar, percent
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.palette import Tone
from gridworker.ui.screens.screen import Screen
from gridworker.ui.theme import GAP, Styles, card, line_height

_TREND_DAYS = 14
_LINES_FOR_BOTH = 19
_PAINT_FIRST = 20  # ms


class Today(Screen):
    key = "today"
    title = "今日"
    icon = "house"
    shows = frozenset(
        {"resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
         "leave", "visit", "cadence", "trade", "managed_status", "setting", "past"}
    )  # fmt: skip

    def build(self) -> None:
        self._waiting = ""
        self._known = False  # whether the ledger has been read for this screen before
        self._figures = _Figures(self, self._open_figure, self.copy_brief)
        self._figures.pack(fill="x")
        middle = ttk.Frame(self, style=Styles.GROUND)
        middle.pack(fill="both", expand=True, pady=(2 * GAP, 0))
        middle.columnconfigure((0, 1), weight=1, uniform="half")
        middle.rowconfigure(0, weight=4)
        middle.rowconfigure(1, weight=2)
        bars = card(middle, "各楼栋覆盖率")
        bars.grid(row=0, column=0, rowspan=2, sticky="nsew", padx=(0, 2 * GAP))
        self._bars = CoverageBars(bars, on_open=self._open_building)
        self._bars.pack(fill="both", expand=True)
        self._todo_card = card(middle, "待办")
        self._todo_card.grid(row=0, column=1, sticky="nsew")
        self._build_todo()
        trend = card(middle, f"近{_TREND_DAYS}天覆盖率")
        trend.grid(row=1, column=1, sticky="nsew", pady=(2 * GAP, 0))
        self._trend = TrendLine(trend, height=96)
        self._trend.pack(fill="both", expand=True)
        middle.bind("<Configure>", lambda event: self._fit(trend, event.height))
        self.bind_all("<Control-Shift-C>", lambda event: self.copy_brief() if self._in_sight else None)

    def _fit(self, trend: ttk.Frame, height: int) -> None:
        """In a low window with large text the list of what waits needs the room of the trend."""
        low = height < _LINES_FOR_BOTH * line_height(self)
        self._todo_card.grid_configure(rowspan=2 if low else 1)
        if low:
            trend.grid_remove()
        else:
            trend.grid()

    def _build_todo(self) -> None:
        self._todos: list[Todo] = []
        column = GridColumn("text", "事项（回车前往）", 30, stretch=True, sortable=False)
        self._source = ListSource([column], tag=lambda row: str(row["tag"]))
        self._list = Grid(
            self._todo_card, self._source, hooks=GridHooks(open=self._open_todo), filter=False, marks=True,
            multiple=False, empty="没有待办，今天的事都办完了。",
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)

    # -- showing

    def load(self) -> None:
        """Show the figures at once and the rest a moment after; the first time the window comes first."""
        if self._known:
            self._figures.show(day_figures(self.desk.ledger, self.desk.day))
        if not self._waiting:
            self._waiting = self.after(_PAINT_FIRST, self._load_rest)

    def _load_rest(self) -> None:
        self._waiting, self._known = "", True
        ledger, day = self.desk.ledger, self.desk.day
        self._figures.show(day_figures(ledger, day))
        self._buildings = figures_by_building(ledger, day)
        self._bars.set_data(
            [
                coverage_bar(_building(*place), figures.done, figures.due, number)
                for number, (place, figures) in enumerate(self._buildings)
            ]
        )
        days = [shift(day, -back) for back in range(_TREND_DAYS - 1, -1, -1)]
        self._trend.set_data([_point(figures) for figures in coverage_by_day(ledger, days)])
        self._todos = todo(ledger, day)
        self._source.replace(
            {"id": number, "text": entry.text, "tag": entry.tone} for number, entry in enumerate(self._todos)
        )
        self._list.refresh()

    def destroy(self) -> None:
        if self._waiting:
            self.after_cancel(self._waiting)
        super().destroy()

    # -- going on

    def _open_figure(self, outcome: str) -> None:
        self.desk.shell.go("testing", outcome=outcome)

    def _open_building(self, number: int) -> None:
        community, building = self._buildings[number][0]
        self.desk.shell.go("testing", scope=Scope(community, building), outcome="missed")

    def _open_todo(self, number: int) -> None:
        entry = self._todos[number]
        self.desk.shell.go(entry.screen, **entry.what)

    def copy_brief(self) -> None:
        """Put the day's figures on the clipboard as text for a chat group."""
        from gridworker.export.message import message_text
        from gridworker.export.reports.frame import ReportRequest

        try:
            request = ReportRequest(self.desk.day, datetime.now())
            text = message_text(self.desk.ledger, "testing-daily", request)
        except GridworkerError as error:
            self.desk.shell.say(str(error), "bad")
            return
        self.clipboard_clear()
        self.clipboard_append(text)
        self.desk.shell.say("今日快报已复制，可以粘贴到微信群。")


def _building(community: str, building: str) -> str:
    return Scope(community, building).label


def _point(figures: DayFigures) -> Point:
    share = figures.coverage
    label = f"{int(figures.on[5:7])}/{int(figures.on[8:])}"
    return Point(label, share, "" if share is None else percent(share))


class _Figures(ttk.Frame):
    """The row of large numbers; each opens its list."""

    CARDS: tuple[tuple[str, str, Tone], ...] = (
        ("due", "应检", "plain"), ("done", "已检", "good"), ("missed", "未检", "bad"),
        ("exempt", "豁免", "quiet"), ("willing", "愿检", "quiet"),
    )  # fmt: skip

    def __init__(self, parent: Any, on_open: Callable[[str], None], on_copy: Callable[[], None]) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self._labels: dict[str, ttk.Label] = {}
        for key, heading, tone in self.CARDS:
            self._add(key, heading, tone, partial(on_open, key))
        self._add("coverage", "覆盖率", "info", partial(on_open, "due"))
        copy = ttk.Button(
            self, text="复制今日快报\nCtrl+Shift+C", style=Styles.GROUND_BUTTON, command=on_copy
        )
        copy.pack(side="left", fill="both", padx=(GAP, 0))

    def _add(self, key: str, heading: str, tone: Tone, command: Callable[[], None]) -> None:
        frame = card(self, padding=GAP + GAP // 2)
        frame.pack(side="left", fill="both", expand=True, padx=(0, GAP))
        caption = ttk.Label(frame, text=heading, style=Styles.MUTED)
        caption.pack(anchor="w")
        number = ttk.Label(frame, text="—", style=Styles.figure(tone))
        number.pack(anchor="w")
        for widget in (frame, caption, number):
            widget.bind("<Button-1>", lambda event: command())
            widget.configure(cursor="hand2")
        self._labels[key] = number

    def show(self, figures: DayFigures) -> None:
        for key, _, _ in self.CARDS:
            self._labels[key].configure(text=f"{getattr(figures, key):,}")
        coverage = figures.coverage
        self._labels["coverage"].configure(text="—" if coverage is None else percent(coverage))
