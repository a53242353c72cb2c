"""结果比对: a laboratory's file against the ledger, who is missing from it, and the day's samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.intake.comparison import Comparison, Written
from gridworker.ledger.tracing import open_trace_of
from gridworker.settings import save_settings
from gridworker.ui.desk import Touched
from gridworker.ui.dialogs import choose_open_files, choose_save
from gridworker.ui.grid import Grid
from gridworker.ui.import_files import FOLDER, KINDS
from gridworker.ui.import_task import sentence
from gridworker.ui.screens.compare_rows import ALL, FIGURES, MISSING
from gridworker.ui.screens.compare_task import CompareTask
from gridworker.ui.screens.compare_view import CompareView
from gridworker.ui.screens.missing_list import MissingList
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.result_list import ResultList
from gridworker.ui.screens.results_head import ResultsHead
from gridworker.ui.theme import GAP, Styles
from gridworker.ui.tiles import Tiles

ROWS, SAMPLES = "rows", "samples"


class ResultsPage(Page):
    """The file and its actions on top, figures that filter, then one of three lists."""

    def build(self) -> None:
        self.task = CompareTask(self.desk, self._compared, self._busy)
        self._whole = False
        self._part = SAMPLES
        self.head = ResultsHead(self, self.desk, self)
        self.head.pack(fill="x", pady=(0, GAP))
        self.tiles = Tiles(self, FIGURES, self.choose)
        self.card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        self.card.pack(fill="both", expand=True)
        self.list = ResultList(self.card, self.desk)
        _let_through(self.list.rows)
        self.rows: CompareView | None = None
        self.missing: MissingList | None = None
        self._list.pack(fill="both", expand=True)

    # -- Page

    def load(self) -> None:
        self._load_part()
        self.task.again()

    def refresh(self, touched: Touched | None) -> None:
        """F5 and another working day read the files again: they may have been saved anew."""
        if touched is None and self.task.files:
            self._load_part()
            self.read(self.task.files)
        elif touched is not None and set(touched) == {"decision"}:
            self.task.again()
        else:
            self.load()

    def _load_part(self) -> None:
        """Read the list in sight again; the compared rows follow by themselves."""
        if self._part == SAMPLES:
            self.list.load()
        elif self._part == MISSING and self.missing is not None:
            self.missing.load()

    def open(self, **what: Any) -> None:
        """Open the import with `import_`, or compare these `files`."""
        if what.get("import_"):
            self._open_import()
        elif what.get("files"):
            self.read(what["files"])

    def enter(self) -> None:
        self._list.focus_rows()

    def leave(self) -> None:
        self._show_whole(False)
        if self.rows is not None:
            self.rows.close_panel()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-o>": self.ask_files,
            "<Control-Return>": self.write,
            "<Control-s>": self.save,
            "<Control-t>": self.go_to_tracing,
            "<Control-n>": lambda: self.rows.add() if self.rows and self._part == ROWS else None,
            "<Control-r>": lambda: (
                self.missing.give_reason() if self.missing and self._part == MISSING else None
            ),
            "<F2>": lambda: self.show_part(ROWS),
            "<F3>": lambda: self.show_part(MISSING),
            "<F4>": lambda: self._show_whole(not self._whole),
            "<F6>": self.show_samples,
            "<F8>": self.adjust,
        }

    # -- parts

    @property
    def _list(self) -> CompareView | MissingList | ResultList:
        if self._part == ROWS and self.rows is not None:
            return self.rows
        if self._part == MISSING and self.missing is not None:
            return self.missing
        return self.list

    def show_part(self, part: str) -> None:
        """Bring one of the three lists into sight; two of them need a file."""
        if part != SAMPLES and self.task.comparison is None:
            self.desk.shell.say("请先按 Ctrl+O 打开检测机构的结果文件。", "warn")
            return
        self._list.pack_forget()
        self._part = part
        self._list.pack(fill="both", expand=True)
        self._load_part()
        self._mark()
        self.update_idletasks()
        self._list.focus_rows()

    def show_samples(self) -> None:
        """Bring the samples of the working day into sight, or the rows again."""
        self.show_part(ROWS if self._part == SAMPLES and self.task.comparison else SAMPLES)

    def choose(self, figure: str) -> None:
        """List what is behind a figure."""
        if figure == MISSING:
            self.show_part(MISSING)
        elif self.rows is not None:
            self.rows.narrow(figure)
            self.show_part(ROWS)

    def _mark(self) -> None:
        figure = self.rows.source.figure if self.rows is not None else ALL
        self.tiles.mark({ROWS: figure, MISSING: MISSING}.get(self._part, ""))

    def _show_whole(self, whole: bool) -> None:
        self._whole = whole
        self.list.show_phones(whole)
        for part in (self.rows, self.missing):
            if part is not None:
                part.show_whole(whole)

    # -- comparing

    def ask_files(self) -> None:
        """Ask for the laboratory's files and compare them."""
        lists = self.desk.settings.lists
        folder = Path(lists[FOLDER]) if isinstance(lists.get(FOLDER), str) else None
        files = choose_open_files(self, "打开检测机构的结果文件", KINDS, folder=folder)
        if files:
            lists[FOLDER] = str(files[0].parent)
            save_settings(self.desk.settings)
            self.read(files)

    def read(self, files: Sequence[Path]) -> None:
        """Read these files beside the window and show how they compare."""
        if self.task.writing:
            self.desk.shell.say("正在写入结果，写完后再打开别的文件。", "warn")
        else:
            self.task.read(files)

    def _busy(self, busy: bool) -> None:
        self.head.show(self.task.comparison, busy)

    def _compared(self, comparison: Comparison) -> None:
        first = self.rows is None
        if self.rows is None or self.missing is None:
            self.rows, self.missing = self._build_lists()
        for figure in FIGURES:
            count = comparison.counts.get(figure.key, 0)
            self.tiles.show(figure.key, f"{count:,}", quiet=not count)
        self.rows.show(comparison)
        self.missing.show(comparison.missing, comparison.day)
        self.head.show(comparison, self.task.busy)
        if first:
            self.show_part(ROWS)

    def _build_lists(self) -> tuple[CompareView, MissingList]:
        """Make what only a file fills."""
        rows, missing = CompareView(self.card, self.desk), MissingList(self.card, self.desk)
        for text, command in (("当日采样 F6", self.show_samples), ("调整表头… F8", self.adjust)):
            ttk.Button(rows.rows.bar, text=text, command=command).pack(side="left", padx=(0, GAP))
        for grid in (rows.rows, missing.rows):
            _let_through(grid)
        self.tiles.pack(fill="x", pady=(0, GAP), before=self.card)
        return rows, missing

    def adjust(self) -> None:
        """Correct the meaning of headings in the import's own window."""
        if self.task.comparison is None:
            self.show_part(ROWS)
            return
        self._open_import(self.task.files)
        self.desk.shell.say("在“核对表头”里改好、看到预览后关上窗口，再按 F5 重新比对。", "info")

    def _open_import(self, files: Sequence[Path] | None = None) -> None:
        from gridworker.ui.importing import open_import

        open_import(self.desk, "results", files)

    # -- writing

    def write(self) -> None:
        """Write the results as one batch."""
        comparison = self.task.comparison
        if comparison is None:
            self.show_part(ROWS)
        elif not comparison.to_write:
            self.desk.shell.say("这份结果都已在台账里，没有要写入的。", "info")
        else:
            self.task.write(self._written)

    def _written(self, written: Written) -> None:
        self.desk.shell.refresh(written.change.touched)
        told = sentence(written.outcome)
        if written.traces:
            self.desk.shell.say(
                f"{told}有 {len(written.traces)} 管阳性或可疑，已立案追阳。", "warn",
                ("去追阳 Ctrl+T", self.go_to_tracing),
            )  # fmt: skip
        else:
            self.desk.shell.say(told, "good", ("撤销", self.desk.shell.undo))

    def go_to_tracing(self) -> None:
        """Show the tracing of the file's first positive tube, or say what it waits for."""
        tubes = self.task.comparison.grave_tubes if self.task.comparison else {}
        traces = [trace for tube in tubes if (trace := open_trace_of(self.desk.ledger, tube))]
        if tubes and not traces:
            named = "、".join(tubes)
            words = f"{named} 还没有立案追阳：写入结果时自动立案；台账外的人要先加入台账。"
            self.desk.shell.say(words, "warn")
        else:
            self.desk.shell.go("testing", page="tubes", **({"trace": traces[0]} if traces else {}))

    def save(self) -> None:
        """Ask where to, and save the comparison as a workbook, masked."""
        comparison = self.task.comparison
        if comparison is None:
            self.show_part(ROWS)
            return
        name = f"结果比对-{comparison.day}.xlsx"
        target = choose_save(self, "导出比对（已脱敏）", name, (("Excel 工作簿", "*.xlsx"),))
        if target is not None:
            self.task.save(target)


def _let_through(grid: Grid) -> None:
    """Leave Ctrl+Enter to the page: to Tk it would also be an Enter in the list."""
    for widget in (grid.view.tree, grid.filter_box):
        widget.bind("<Control-Return>", lambda event: None)
