"""今日: the day's figures, coverage by building, the trend of two weeks, and what waits to be done."""

from __future__ import annotations

from datetime import datetime

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.ledger.days import shift
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import DayFigures, coverage_by_day, day_figures, figures_by_building
from gridworker.ledger.todo_item import Todo
from gridworker.ui.charts import CoverageBars, Point, TrendLine, coverage_bar, percent
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.screen import Screen
from gridworker.ui.screens.today_tiles import DayTiles
from gridworker.ui.theme import GAP, Styles, card, line_height

_TREND_DAYS = 14
_LINES_FOR_BOTH, _LINES_OF_TREND = 19, 9
_PAINT_FIRST = 20  # ms


class Today(Screen):
    key = "today"
    title = "今日"
    icon = "house"
    shows = frozenset(
        {"resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
         "leave", "trip", "supply", "supply_line", "supply_step", "visit", "care_rhythm", "arrival",
         "exit_pass", "duty", "duty_person", "duty_post", "duty_shift", "venue", "cadence", "trade",
         "managed_status", "setting", "past"}
    )  # fmt: skip

    def build(self) -> None:
        self._waiting = ""
        self._known = False  # whether the ledger has been read for this screen before
        self._figures = DayTiles(self, self.desk.shell.go)
        self._figures.pack(fill="x")
        middle = ttk.Frame(self, style=Styles.GROUND)
        middle.pack(fill="both", expand=True, pady=(2 * GAP, 0))
        middle.columnconfigure((0, 1), weight=1, uniform="half")
        middle.rowconfigure(0, weight=1)
        self._middle = middle
        bars = card(middle, "各楼栋覆盖率")
        bars.grid(row=0, column=0, sticky="nsew", padx=(0, 2 * GAP))
        self._bars = CoverageBars(bars, on_open=self._open_building)
        self._bars.pack(fill="both", expand=True)
        self._todo_card = card(middle)
        self._todo_card.grid(row=0, column=1, rowspan=2, sticky="nsew")
        self._build_todo()
        trend = card(middle, f"近{_TREND_DAYS}天覆盖率")
        trend.grid(row=1, column=0, sticky="nsew", padx=(0, 2 * GAP), pady=(2 * GAP, 0))
        self._trend = TrendLine(trend, height=96)
        self._trend.pack(fill="both", expand=True)
        middle.bind("<Configure>", lambda event: self._fit(trend, event.height))
        self.bind_all("<Control-Shift-C>", lambda event: self.copy_brief() if self._in_sight else None)

    def _fit(self, trend: ttk.Frame, height: int) -> None:
        """In a low window with large text the buildings need the room of the trend."""
        low = height < _LINES_FOR_BOTH * line_height(self)
        self._middle.rowconfigure(1, minsize=0 if low else _LINES_OF_TREND * line_height(self))
        if low:
            trend.grid_remove()
        else:
            trend.grid()

    def _build_todo(self) -> None:
        self._todos: list[Todo] = []
        head = ttk.Frame(self._todo_card)
        head.pack(fill="x", pady=(0, GAP))
        ttk.Label(head, text="待办", style=Styles.SECTION).pack(side="left")
        copy = ttk.Button(head, text="复制今日快报 Ctrl+Shift+C", command=self.copy_brief)
        copy.pack(side="right")
        column = GridColumn("text", "事项（回车前往）", 18, stretch=True, sortable=False)
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
            self._figures.show_testing(day_figures(self.desk.ledger, self.desk.day))
        if not self._waiting:
            self._waiting = self.after(_PAINT_FIRST, self._load_rest)

    def _load_rest(self) -> None:
        from gridworker.ledger.service_figures import service_figures  # the window comes first
        from gridworker.ledger.todo import todo

        self._waiting, self._known = "", True
        ledger, day = self.desk.ledger, self.desk.day
        self._figures.show_testing(day_figures(ledger, day))
        self._buildings = figures_by_building(ledger, day)
        self._bars.set_data(
            [
                coverage_bar(_building(*place), figures.done, figures.due, number)
                for number, (place, figures) in enumerate(self._buildings)
            ]
        )
        days = [shift(day, -back) for back in range(_TREND_DAYS - 1, -1, -1)]
        self._trend.set_data([_point(figures) for figures in coverage_by_day(ledger, days)])
        self._figures.show_services(service_figures(ledger, day, present(day)))
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
