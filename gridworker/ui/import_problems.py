"""What an import refused or doubted: the list of it, and saving the rows to be corrected."""

from __future__ import annotations

import tkinter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from gridworker.intake.problems import ERROR, Outcome
from gridworker.jobs import Progress
from gridworker.ui.dialogs import choose_save
from gridworker.ui.grid import Grid, GridHooks, ListSource
from gridworker.ui.import_files import FOLDER
from gridworker.ui.import_lists import PROBLEM_COLUMNS, problem_rows
from gridworker.ui.segments import Segments
from gridworker.ui.theme import Styles

if TYPE_CHECKING:
    from gridworker.ui.importing import ImportWindow

_WRAP = 1160
_WORKBOOK = (("Excel 工作簿", "*.xlsx"),)


class ProblemList(ttk.Frame):
    """Every problem of an outcome; the whole sentence of the one under the cursor stands below."""

    def __init__(self, parent: tkinter.Misc, outcome: Outcome) -> None:
        super().__init__(parent)
        self._rows = problem_rows(outcome)
        self._source = ListSource(PROBLEM_COLUMNS, self._rows, tag=_tag)
        self._sentence = ttk.Label(self, wraplength=_WRAP, style=Styles.MUTED)
        self._sentence.pack(side="bottom", anchor="w")
        self.list = Grid(
            self, self._source, hooks=GridHooks(select=self._selected), marks=True,
            empty="没有问题，可以放心导入。",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        Segments(self.list.bar, self._severities(), "all", self._choose).pack(side="left")
        if self._rows:
            self.list.select([0])
            self._selected([0])

    def _severities(self) -> dict[str, str]:
        errors = sum(row["severity"] == ERROR for row in self._rows)
        warnings = len(self._rows) - errors
        return {"all": "全部", "error": f"× 错误 {errors:,}", "warning": f"▲ 提醒 {warnings:,}"}

    def _choose(self, severity: str) -> None:
        self._source.replace(row for row in self._rows if severity in ("all", row["severity"]))
        self.list.refresh(keep_place=False)

    def _selected(self, keys: list[int]) -> None:
        row = self._source.row(keys[0]) if keys else {}
        self._sentence.configure(text=row.get("problem", ""))


def _tag(row: Any) -> str:
    return "bad" if row["severity"] == ERROR else "warn"


def save_problem_rows(window: ImportWindow) -> None:
    """Ask where to, and write the workbook beside the window."""
    task = window.task
    name = f"问题行-{task.sources[0].path.stem}.xlsx"
    folder = window.desk.settings.lists.get(FOLDER)
    target = choose_save(
        window, "导出问题行", name, _WORKBOOK, folder=Path(folder) if isinstance(folder, str) else None
    )
    if target is not None:
        window.work(
            "导出问题行",
            lambda ledger, progress: write_problems(task.plan, target, progress),
            lambda path: window.say(f"问题行已存为“{path}”，照批注改好后可以直接再导入。", "good"),
        )


def write_problems(plan: Any, target: Path, progress: Progress) -> Path:
    """Write the rows with problems of a plan. Raises FileHeldOpen, DiskProblem, Cancelled."""
    from gridworker.export.problems import write_problem_rows
    from gridworker.intake.problems import problem_sheets

    return write_problem_rows(target, problem_sheets(plan), progress)
