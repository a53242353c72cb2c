"""Step 3 of an import: what would happen, every problem by row and cell, and what was understood."""

from __future__ import annotations

import tkinter
from typing import Any

import ttkbootstrap as ttk

from gridworker.intake.problems import Outcome
from gridworker.ui.grid import Grid, ListSource
from gridworker.ui.import_lists import (
    SKIPPED_COLUMNS,
    UNDERSTOOD,
    UNDERSTOOD_COLUMNS,
    skipped_rows,
    understood_rows,
)
from gridworker.ui.import_page import ImportPage
from gridworker.ui.import_problems import ProblemList, save_problem_rows
from gridworker.ui.import_strangers import StrangersPanel
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles
from gridworker.ui.tiles import Figure, Tiles

_FIGURES = (
    Figure("added", "新增", "good"), Figure("updated", "更新", "info"), Figure("unchanged", "不变", "quiet"),
    Figure("rejected", "未导入", "bad"), Figure("troubled", "有问题的行", "warn"),
)  # fmt: skip
_RESULT_FIGURES = (Figure("matched", "对上", "good"), Figure("unmatched", "对不上", "bad"))


def outcome_tiles(parent: tkinter.Misc, outcome: Outcome, plan: Any) -> Tiles:
    """The figures of an outcome; those of results tell also who was matched."""
    figures = (*_RESULT_FIGURES, *_FIGURES) if outcome.matched is not None else _FIGURES
    tiles = Tiles(parent, figures)
    for figure in figures:
        if figure.key == "troubled":
            count = sum(bool(record.problems) for record in plan.records)
        else:
            count = getattr(outcome, figure.key)
        tiles.show(figure.key, f"{count:,}", quiet=not count)
    return tiles


class PreviewPage(ImportPage):
    """Figures, then lists to look through; nothing has been written yet."""

    title = "预览"

    def build(self) -> None:
        self.outcome: Outcome = self.task.plan.outcome()
        changing = self.outcome.added + self.outcome.updated
        self.forward = f"导入 {changing:,} 行 Enter" if changing else "没有要写入的 Enter"
        outcome_tiles(self, self.outcome, self.task.plan).pack(fill="x")
        bar = ttk.Frame(self)
        bar.pack(fill="x", pady=GAP)
        self.lists = Segments(bar, self._choices(), self._first(), self._show_list)
        self.lists.pack(side="left")
        if self.outcome.problems:
            save = ttk.Button(bar, text="导出问题行…", command=lambda: save_problem_rows(self.window))
            save.pack(side="right")
        self._place = ttk.Frame(self)
        self._place.pack(fill="both", expand=True)
        self.grid_shown: Grid | None = None
        self._show_list(self._first())

    def _choices(self) -> dict[str, str]:
        choices = {"problems": f"问题 {len(self.outcome.problems):,}"}
        if self.outcome.matched is not None:
            choices["strangers"] = f"台账外的人 {len(self.task.strangers()):,}"
        choices["understood"] = "读懂的行"
        skipped = len(skipped_rows(self.task))
        if skipped:
            choices["skipped"] = f"跳过的行 {skipped:,}"
        return choices

    def _first(self) -> str:
        if self.task.strangers():
            return "strangers"
        return "problems" if self.outcome.problems else "understood"

    def _show_list(self, key: str) -> None:
        for child in self._place.winfo_children():
            child.destroy()
        {"problems": self._show_problems, "understood": self._show_understood,
         "skipped": self._show_skipped, "strangers": self._show_strangers}[key]()  # fmt: skip

    def _add_grid(self, source: ListSource, empty: str) -> Grid:
        grid = Grid(self._place, source, empty=empty)
        grid.pack(fill="both", expand=True)
        self._dress(grid)
        return grid

    def _dress(self, grid: Grid) -> None:
        """Enter goes on from a list too; Esc takes its filter away before it goes back."""
        for widget in (grid.filter_box, grid.view.tree):
            widget.bind("<Escape>", lambda event: _clear_filter(grid))
        grid.view.tree.bind("<Return>", lambda event: self.window.go_on())
        self.grid_shown = grid

    def _show_problems(self) -> None:
        problems = ProblemList(self._place, self.outcome)
        problems.pack(fill="both", expand=True)
        self._dress(problems.list)

    def _show_understood(self) -> None:
        grid = self._add_grid(
            ListSource(UNDERSTOOD_COLUMNS, understood_rows(self.task.plan)), "没有读懂的行。"
        )
        text = f"前 {UNDERSTOOD} 行，证件和电话已脱敏"
        ttk.Label(grid.bar, text=text, style=Styles.MUTED).pack(side="left")

    def _show_skipped(self) -> None:
        grid = self._add_grid(ListSource(SKIPPED_COLUMNS, skipped_rows(self.task)), "没有跳过的行。")
        text = "这些行不是记录，没有当作人读入。如有误判，请在原表里改好再导入。"
        ttk.Label(grid.bar, text=text, style=Styles.MUTED).pack(side="left")

    def _show_strangers(self) -> None:
        StrangersPanel(self._place, self).pack(fill="both", expand=True)

    def plan_again(self) -> None:
        """The ledger has got another person: see anew what would happen."""
        self.window.work("重新比对", self.task.make_plan, self._planned)

    def _planned(self, plan: Any) -> None:
        self.task.plan = plan
        self.window.show(2)

    def go_on(self) -> None:
        self.window.work("导入", self.task.write, self._written)

    def _written(self, outcome: Outcome) -> None:
        self.task.outcome = outcome
        if outcome.touched:
            self.window.desk.shell.refresh(outcome.touched)
        self.window.next_page()


def _clear_filter(grid: Grid) -> str | None:
    """Esc takes the filter away first; only without one it goes back."""
    if not grid.filter_text:
        return None
    grid.set_filter("")
    return "break"
