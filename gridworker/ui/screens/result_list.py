"""检测结果: the samples of the working day with their results; a laboratory's file fills them in."""

from __future__ import annotations

import tkinter

import ttkbootstrap as ttk

from gridworker.ledger.due_browsing import SampleBrowser
from gridworker.ledger.registers import RESULTS
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.due_sources import ResultSource
from gridworker.ui.segments import Segments

_ALL = "全部"
_MARKS = {
    "待出": STATUS["waiting"].mark, "阴性": STATUS["negative"].mark, "阳性": STATUS["positive"].mark,
    "可疑": STATUS["warn"].mark, "无效": STATUS["bad"].mark,
}  # fmt: skip


class ResultList(ttk.Frame):
    """The list, narrowed by result."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self._browser = SampleBrowser(desk.ledger, desk.day)
        self._source = ResultSource(self._browser)
        self.rows = Grid(
            self, self._source, hooks=GridHooks(open=self._open), marks=True,
            empty="这一天还没有采样记录。按 Ctrl+I 导入检测机构的结果表。",
        )  # fmt: skip
        self.rows.pack(fill="both", expand=True)
        self.results = Segments(self.rows.bar, dict.fromkeys((_ALL, *RESULTS), ""), _ALL, self._choose)
        self.results.pack(side="left")

    def load(self) -> None:
        """Read again for the working day."""
        self._browser.on = self.desk.day
        counts = self._browser.results()
        self.results.say(_ALL, f"{_ALL} {sum(counts.values()):,}")
        for result in RESULTS:
            self.results.say(result, f"{_MARKS[result]} {result} {counts.get(result, 0):,}")
        self.rows.refresh()

    def _choose(self, result: str) -> None:
        self._browser.result = "" if result == _ALL else result
        self.rows.refresh(keep_place=False)

    def focus_rows(self) -> None:
        self.rows.focus_rows()

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        whole = not self._source.whole if whole is None else whole
        if whole != self._source.whole:
            self._source.whole = whole
            self.rows.refresh()

    def _open(self, sample: int) -> None:
        found = self._browser.rows([sample])
        if sample in found:
            self.desk.shell.go("people", resident=found[sample]["resident"])
