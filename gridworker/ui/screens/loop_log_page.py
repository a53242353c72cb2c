"""两点一线, 每日日志: a day's entries typed like a spreadsheet, or a period person by day."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError, RowProblems, ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.days import shift
from gridworker.ledger.fields import DAY, Field
from gridworker.ledger.loop_entry import parse_entry
from gridworker.ledger.loop_log import LOG_LEGEND, LoopLine, NotAtWork, day_log, fill_usual, note_trip
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.grid_cells import CellEditor
from gridworker.ui.screens.day_box import DayBox
from gridworker.ui.screens.loop_log_rows import (
    TESTED,
    day_columns,
    day_row,
    filled_in_words,
    period_columns,
    period_rows,
)
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, SMALL, Styles

_DAY = Field("day", "日期", DAY)
_VIEWS = {"1": "当日", "7": "近 7 天", "14": "近 14 天"}
_EMPTY = "这一天没有在岗的两点一线人员。\n请先在“人员与异常”里按 Ctrl+N 登记，或按 Ctrl+I 导入。"
_HINT = "直接输入，Tab 向右，Enter 向下；可从 Excel 整块粘贴。时间 7:30 或 0730，过夜写 次日6:00"


class LoopLogPage(Page):
    """The day's grid, and the same people over the days before it."""

    def build(self) -> None:
        self.day = self._working_day = ""
        self._lines: dict[int, LoopLine] = {}
        self._headings: dict[Grid, list[str]] = {}
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self._build_line(card)
        self._build_foot(card)
        self._source, self._period = ListSource((), tag=_tag), ListSource((), tag=_tag)
        self._source.columns = day_columns(self.definition)
        self._period.columns = period_columns(())
        hooks = GridHooks(edit=self.edit, paste=self.paste)
        self.rows = Grid(card, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.period = Grid(card, self._period, hooks=GridHooks(open=self._open), marks=True, empty=_EMPTY)
        self.rows.view.tree.bind("<Delete>", lambda event: self.clear())
        ttk.Label(self.rows.bar, text=_HINT, style=Styles.MUTED).pack(side="left")
        ttk.Label(self.period.bar, text="Enter 看人员", style=Styles.MUTED).pack(side="left")
        self.rows.pack(fill="both", expand=True)

    def _build_line(self, parent: tkinter.Misc) -> None:
        line = ttk.Frame(parent)
        line.pack(fill="x", pady=(0, GAP))
        ttk.Button(line, text="◀ F8", command=lambda: self.go(-1)).pack(side="left")
        self.day_box = DayBox(line, _DAY, self._day_typed)
        self.day_box.pack(side="left", padx=GAP // 2)
        ttk.Button(line, text="F9 ▶", command=lambda: self.go(1)).pack(side="left")
        self.views = Segments(line, _VIEWS, "1", lambda key: self._narrowed())
        self.views.pack(side="left", padx=(2 * GAP, GAP))
        self.scope_box = ScopeBox(line, self._narrowed)
        self.scope_box.pack(side="left")
        self.totals = ttk.Label(line, style=Styles.BOLD)
        self.totals.pack(side="right")

    def _build_foot(self, parent: tkinter.Misc) -> None:
        foot = ttk.Frame(parent)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        ttk.Button(foot, text="换看法 F7", command=self.turn).pack(side="left", padx=(0, GAP))
        self._of_day = ttk.Frame(foot)
        for words, command in (("全部照常 F6", self.fill), ("清除 Del", self.clear)):
            ttk.Button(self._of_day, text=words, command=command).pack(side="left", padx=(0, GAP))
        self._of_period = ttk.Label(foot, text=LOG_LEGEND, style=Styles.MUTED, font=SMALL)
        ttk.Button(foot, text="报表 Ctrl+P", command=self.print).pack(side="right")

    # -- Page

    @property
    def _cells(self) -> CellEditor:
        assert self.rows.editor is not None, "the grid of the day is made for typing"
        return self.rows.editor

    @property
    def definition(self) -> Register:
        """The register of the log, with the worker's own fields."""
        return self.desk.ledger.register("trip")

    def load(self) -> None:
        if self._working_day != self.desk.day:
            self._working_day = self.day = self.desk.day
            self._cells.close()  # what was begun there belongs to the day before
        self.day_box.show(self.day)
        self.scope_box.offer(self.desk.ledger)
        if self.views.chosen == "1":
            self._load_day()
        else:
            self._load_period(int(self.views.chosen))
        self._show_grid()

    def _load_day(self) -> None:
        log = day_log(self.desk.ledger, self.day, self.day, self.scope_box.scope)
        register = self.definition
        self._lines = {line.row["id"]: line for line in log.lines}
        self._source.replace([day_row(line, register) for line in log.lines])
        self._take(self.rows, self._source, day_columns(register))
        self.totals.configure(text=filled_in_words(log))

    def _load_period(self, days: int) -> None:
        log = day_log(self.desk.ledger, shift(self.day, 1 - days), self.day, self.scope_box.scope)
        self._period.replace(period_rows(log))
        self._take(self.period, self._period, period_columns(log.days))
        missing = sum(day.logs and day.trip is None for line in log.lines for day in line.days)
        self.totals.configure(text=f"{len(log.lines)} 人 · 缺日志 {missing} 人次")

    def _take(self, grid: Grid, source: ListSource, columns: Sequence[GridColumn]) -> None:
        """Another day or a field added meanwhile changes the columns; else the place is kept."""
        headings = [column.key + column.heading for column in columns]
        if headings != self._headings.get(grid):
            self._headings[grid] = headings
            source.columns = tuple(columns)
            grid.set_source(source)
            grid.view.set_columns(columns)
        grid.refresh()

    def _show_grid(self) -> None:
        of_day = self.views.chosen == "1"
        shown, hidden = (self.rows, self.period) if of_day else (self.period, self.rows)
        if hidden.winfo_manager():
            hidden.pack_forget()
            shown.pack(fill="both", expand=True)
        foot, other = (self._of_day, self._of_period) if of_day else (self._of_period, self._of_day)
        other.pack_forget()
        foot.pack(side="left")

    def enter(self) -> None:
        grid = self.rows if self.views.chosen == "1" else self.period
        if grid.view.order and not grid.selected():
            grid.view.move(grid.view.cursor)
        grid.focus_rows()

    def open(self, **what: Any) -> None:
        """Show the log of a `day`."""
        self.views.show("1")
        self.day = str(what.get("day") or self.day)
        self.load()
        self.enter()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F6>": self.fill,
            "<F7>": self.turn,
            "<F8>": lambda: self.go(-1),
            "<F9>": lambda: self.go(1),
            "<Control-p>": self.print,
        }

    # -- which day, which view

    def go(self, step: int) -> None:
        """Look at the day before or behind; the working day is the last."""
        self._show_day(shift(self.day, step))

    def turn(self) -> None:
        """Show the day, then a week, then two."""
        keys = list(_VIEWS)
        self.views.choose(keys[(keys.index(self.views.chosen) + 1) % len(keys)])
        self.enter()

    def print(self) -> None:
        """Go to the report of the register and its log, for the building looked at."""
        self.desk.shell.go("reports", report="closed-loop", scope=self.scope_box.scope)

    def _day_typed(self) -> None:
        self._show_day(self.day_box.value)

    def _narrowed(self) -> None:
        self._cells.commit()
        self.load()

    def _show_day(self, day: str) -> None:
        if not self._cells.commit():  # a cell that is being typed belongs to the day in sight
            self.day_box.show(self.day)
            return
        if day > self.desk.day:
            self.desk.shell.say("工作日期以后的日志还不能填；要填请先改窗口右上角的工作日期。", "warn")
            day = self.desk.day
        self.day = day
        self.load()

    def _open(self, worker: int) -> None:
        self.desk.shell.go("closed_loop", page="people", row=worker)

    # -- changing

    def edit(self, key: int, column: str, text: str) -> str | None:
        """Keep one typed cell; the sentence of what is wrong when it cannot be."""
        if text.strip() == str(self._source.row(key).get(column) or ""):
            return None
        problem = self._keep([(key, column, text)], "填写两点一线日志")
        if problem:
            self.desk.shell.say(problem, "bad")  # a long sentence has no room in the table
        return problem

    def paste(self, block: list[list[str]], key: int | None, column: str) -> None:
        """Fill the cells from the current one on with a block; all of it or nothing. Blank cells stay."""
        cells, problem = self._under(block, key, column)
        refused = problem or self._keep(cells, "粘贴两点一线日志")
        if refused:
            self.desk.shell.say(f"没有粘贴。{refused}", "bad")
        else:
            people = len({worker for worker, *_ in cells})
            self.desk.shell.say(
                f"已粘贴 {people} 人、{len(cells)} 格。", "good", ("撤销", self.desk.shell.undo)
            )

    def _under(
        self, block: list[list[str]], key: int | None, column: str
    ) -> tuple[list[tuple[int, str, str]], str]:
        """The cells that a block covers with what stands in them, or what is wrong with its place."""
        below = list(self.rows.view.order)[self.rows.view.index_of(key) or 0 :]
        columns = list(self.rows.view.columns)
        names = [each.key for each in columns]
        right = columns[names.index(column) :] if column in names else []
        if not right or not right[0].editable:
            return [], "请先把光标移到“出勤”或它右边的格子，再粘贴。"
        if len(block) > len(below):
            return [], f"有 {len(block)} 行，从这里往下只有 {len(below)} 人。"
        if max(map(len, block), default=0) > len(right):
            return [], f"有 {max(map(len, block))} 列，从这里往右只有 {len(right)} 列。"
        cells = [
            (worker, each.key, text)
            for worker, texts in zip(below, block, strict=False)
            for each, text in zip(right, texts, strict=False)
            if text.strip()
        ]
        return cells, "" if cells else "剪贴板里没有内容。"

    def _keep(self, cells: Iterable[tuple[int, str, str]], label: str) -> str | None:
        """Write cells as one undoable change; the sentence of the first that cannot be."""
        worker, column = 0, ""
        try:
            with self.desk.ledger.change(label) as change:
                for worker, column, text in cells:
                    self._note(worker, column, text)
        except NotAtWork as error:  # who it is stands in the sentence
            return str(error)
        except GridworkerError as error:
            return f"{self._named(worker, column)}{_said(error)}"
        self.desk.changed(change)
        return None

    def _note(self, worker: int, column: str, text: str) -> None:
        if column == TESTED and self._lines[worker].row["resident"]:
            raise ValueProblem("当日检测按采样记录算，请到“检测”登记采样")
        value = parse_entry(self.definition.field(column), text, self.day)
        note_trip(self.desk.ledger, worker, self.day, {column: value})

    def _named(self, worker: int, column: str) -> str:
        heading = next(each.heading for each in self.rows.view.columns if each.key == column)
        return f"{self._lines[worker].row['name']}的{heading}："

    def fill(self) -> None:
        """Enter 照常 for everyone listed who has no entry yet."""
        self._cells.commit()
        wanted = [key for key in self.rows.view.order if self._waits(self._lines[key])]
        if self.views.chosen != "1" or not wanted:
            words = "请先回到“当日”。" if self.views.chosen != "1" else "列出的人都有日志了。"
            self.desk.shell.say(words, "info")
            return
        day, said = self.day, f"{len(wanted)} 人按平时的时间记为出勤；体温请按实测填写。"
        self.desk.act("两点一线日志全部照常", lambda ledger: fill_usual(ledger, day, wanted), said=said)
        self.enter()

    @staticmethod
    def _waits(line: LoopLine) -> bool:
        return line.days[0].logs and line.days[0].trip is None

    def clear(self) -> str:
        """Take away the selected people's entries of the day."""
        lines = [self._lines[key] for key in self.rows.selected()]
        trips = [line.days[0].trip["id"] for line in lines if line.days[0].trip]

        def change(ledger: Ledger) -> None:
            for trip in trips:
                ledger.remove("trip", trip)

        if trips and self.views.chosen == "1":
            said = f"已清除 {len(trips)} 人 {self.day} 的日志。"
            self.desk.act("清除两点一线日志", change, said=said)
            self.rows.focus_rows()
        else:
            self.desk.shell.say("请先选择当日有日志的人。", "warn")
        return "break"


def _tag(row: Mapping[str, Any]) -> str:
    return str(row["tag"])


def _said(error: GridworkerError) -> str:
    if isinstance(error, RowProblems) and "back_at" in error.problems:
        return "返回早于出发。第二天才返回的，请写成“次日6:00”。"
    return str(error)
