"""Step 1 of an import: files, and which of their worksheets."""

from __future__ import annotations

import tkinter
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from gridworker.intake import kinds
from gridworker.intake.table import BLANK
from gridworker.settings import save_settings
from gridworker.ui.dialogs import choose_open_files
from gridworker.ui.import_page import ImportPage
from gridworker.ui.import_task import FileRead, SheetFound
from gridworker.ui.scroller import Scroller
from gridworker.ui.theme import GAP, Styles

KINDS = (("表格文件", "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt"),)
FOLDER = "import folder"
"""The name under which the last folder is remembered among the settings' lists."""


class FilesPage(ImportPage):
    """Choose files with Ctrl+O; tick their worksheets."""

    title = "选择文件"

    def build(self) -> None:
        head = ttk.Frame(self)
        head.pack(fill="x")
        text = "再加文件… Ctrl+O" if self.task.files else "选择文件… Ctrl+O"
        self.choose_button = ttk.Button(head, text=text, command=self.choose, icon="folder2-open")
        self.choose_button.pack(side="left")
        ttk.Label(head, text=self.task.words.advice, style=Styles.MUTED, wraplength=860).pack(
            side="left", padx=2 * GAP
        )
        self.window.bind("<Control-o>", lambda event: self._choose_by_key())
        self._count = ttk.Label(self, style=Styles.BOLD)
        self._count.pack(side="bottom", anchor="w", pady=(GAP, 0))
        if self.task.files:
            self._build_list()
        else:
            hint = "还没有选择文件。可以一次选几个：.xlsx、.xls、.csv 等都能读。"
            ttk.Label(self, text=hint, style=Styles.MUTED).pack(expand=True)
        self._show_count()

    def _build_list(self) -> None:
        scroller = Scroller(self)
        scroller.pack(fill="both", expand=True, pady=(2 * GAP, 0))
        inside = scroller.inside
        inside.columnconfigure(3, weight=1)
        self._row = 0
        for file in self.task.files:
            self._add_file(inside, file)
        scroller.watch()

    def _add_file(self, inside: ttk.Frame, file: FileRead) -> None:
        line = ttk.Frame(inside)
        line.grid(row=self._row, column=0, columnspan=4, sticky="ew", pady=(GAP, 0))
        ttk.Label(line, text=file.path.name, style=Styles.SECTION).pack(side="left")
        remove = partial(self._remove, file)
        ttk.Button(line, text="移去", style=Styles.LINK, command=remove).pack(side="left", padx=GAP)
        if len(file.sheets) > 1:
            for text, chosen in (("全选", True), ("全不选", False)):
                every = partial(self._tick_all, file, chosen)
                ttk.Button(line, text=text, style=Styles.LINK, command=every).pack(side="left")
        self._row += 1
        if file.problem:
            label = ttk.Label(inside, text=f"×  {file.problem}", style=Styles.chip("bad"), wraplength=1080)
            label.grid(row=self._row, column=0, columnspan=4, sticky="w", pady=(0, GAP))
            self._row += 1
        for sheet in file.sheets:
            self._add_sheet(inside, sheet)

    def _add_sheet(self, inside: ttk.Frame, sheet: SheetFound) -> None:
        state = tkinter.BooleanVar(inside, sheet.chosen)
        box = ttk.Checkbutton(
            inside, text=sheet.name, variable=state, command=lambda: self._ticked(sheet, state.get())
        )
        box.grid(row=self._row, column=0, sticky="w", padx=(2 * GAP, 3 * GAP), pady=2)
        if not sheet.sources:
            box.state(["disabled"])
        for column, (text, style) in enumerate(_described(sheet, kinds.KINDS[self.task.kind].needed), 1):
            ttk.Label(inside, text=text, style=style).grid(
                row=self._row, column=column, sticky="w", padx=(0, 3 * GAP)
            )
        self._row += 1

    def _ticked(self, sheet: SheetFound, chosen: bool) -> None:
        sheet.chosen = chosen
        self._show_count()
        self.window.renew()

    def _tick_all(self, file: FileRead, chosen: bool) -> None:
        for sheet in file.sheets:
            sheet.chosen = chosen and bool(sheet.sources)
        self.window.show(0)

    def _remove(self, file: FileRead) -> None:
        self.task.files.remove(file)
        self.window.show(0)

    def _show_count(self) -> None:
        tables = len(self.task.chosen_sources())
        text = f"已选 {tables} 张表，共 {self.task.chosen_rows:,} 行。" if self.task.files else ""
        self._count.configure(text=text)

    def _choose_by_key(self) -> str:
        if self.winfo_exists():
            self.choose()
        return "break"

    def choose(self) -> None:
        """Ask for files, beginning where the last ones lay, and read them."""
        lists = self.window.desk.settings.lists
        folder = Path(lists[FOLDER]) if isinstance(lists.get(FOLDER), str) else None
        files = choose_open_files(self.window, "选择要导入的表格", KINDS, folder=folder)
        if files:
            lists[FOLDER] = str(files[0].parent)
            save_settings(self.window.desk.settings)
            self.window.read(files)

    def ready(self) -> bool:
        return bool(self.task.chosen_sources())

    def go_on(self) -> None:
        self.task.take_chosen()
        self.window.next_page()

    def take_keyboard(self) -> None:
        (self.window.forward_button if self.ready() else self.choose_button).focus_set()


def _described(sheet: SheetFound, needed: str) -> list[tuple[str, str]]:
    """What stands beside a worksheet's name, each with its style; a table has a column `needed`."""
    if not sheet.sources:
        return [("—", Styles.MUTED), (f"没有找到带{needed}的记录，不导入", Styles.MUTED)]
    left_out = sum(skipped.why != BLANK for source in sheet.sources for skipped in source.table.skipped)
    notes = ["隐藏的工作表"] if sheet.hidden else []
    notes += [f"{len(sheet.sources)} 张表"] if len(sheet.sources) > 1 else []
    notes += [f"另有 {left_out} 行小计、签字、说明等不是记录"] if left_out else []
    return [(f"{sheet.rows:,} 行", "TLabel"), ("；".join(notes), Styles.MUTED)]
