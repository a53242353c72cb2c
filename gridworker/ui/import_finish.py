"""Step 4 of an import: what it did, and the ways on."""

from __future__ import annotations

from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.history import Change
from gridworker.ui.import_page import ImportPage
from gridworker.ui.import_preview import outcome_tiles
from gridworker.ui.import_problems import ProblemList, save_problem_rows
from gridworker.ui.import_task import sentence
from gridworker.ui.theme import GAP, Styles


class FinishPage(ImportPage):
    """The outcome; taking it back; the rows to correct."""

    title = "完成"
    forward = "完成 Enter"
    can_go_back = False

    def build(self) -> None:
        outcome = self.task.outcome
        assert outcome is not None, "the last page is shown after writing"
        words = sentence(outcome)
        self._said = ttk.Label(self, text=words, style=Styles.SECTION, wraplength=1120)
        self._said.pack(anchor="w", pady=(GAP, 2 * GAP))
        self._tiles = outcome_tiles(self, outcome, self.task.plan)
        self._tiles.pack(fill="x")
        row = ttk.Frame(self)
        row.pack(fill="x", pady=2 * GAP)
        if outcome.batch is not None:
            self._undo = ttk.Button(row, text="撤销本次导入", command=self.undo)
            self._undo.pack(side="left", padx=(0, GAP))
        if outcome.problems:
            save = ttk.Button(row, text="导出问题行…", command=lambda: save_problem_rows(self.window))
            save.pack(side="left")
        ttk.Label(row, text=self._advice(), style=Styles.MUTED).pack(side="left", padx=2 * GAP)
        if outcome.problems:
            ProblemList(self, outcome).pack(fill="both", expand=True)

    def _advice(self) -> str:
        outcome = self.task.outcome
        if outcome is None or not outcome.problems:
            return "没有发现问题。"
        return "有问题的行可以导出成一个工作簿，照批注改好后，直接再导入那个文件。"

    def undo(self) -> None:
        """Take the whole import back."""
        outcome = self.task.outcome
        if outcome is not None:
            take_back = partial(_undo, outcome.batch)
            self.window.work("正在撤销导入", take_back, self._undone, stoppable=False)

    def _undone(self, change: Any) -> None:
        self.window.desk.shell.refresh(change.touched)
        self._undo.destroy()
        self._tiles.pack_forget()
        self._said.configure(text="这次导入已撤销，台账回到导入之前。")
        self.take_keyboard()

    def go_on(self) -> None:
        self.window.close()


def _undo(batch: int | None, ledger: Ledger, progress: Progress) -> Change:
    return ledger.undo(batch)
