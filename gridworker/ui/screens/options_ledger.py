"""台账: where the file is, whether it is whole, and what was changed when, each batch to be taken back."""

from __future__ import annotations

from functools import partial

import ttkbootstrap as ttk

from gridworker.errors import Cancelled, GridworkerError
from gridworker.jobs import Job
from gridworker.ledger.checking import check_ledger
from gridworker.ui.dialogs import LEDGER_FILES, choose_open_files
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.opening import open_outside
from gridworker.ui.palette import STATUS, Tone
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.theme import GAP, SMALL, Styles

_TOLD = 5  # problems shown; the rest are counted
_FIXED = ("new", "export", "undo", "redo")  # kinds of batches that are not taken back
_COLUMNS = (
    GridColumn("at", "时间", 9, show=lambda value: str(value)[:16]),
    GridColumn("label", "改动", 20, stretch=True),
    GridColumn("changes", "处数", 5, align="right"),
    GridColumn("person", "网格员", 6),
    GridColumn("undone", "状态", 5, show=lambda value: "已撤销" if value else ""),
)


class LedgerPane(Pane):
    title = "台账"
    words = "每一次改动都留着：谁、何时、改了什么。任何一批都可以撤销，只要后来的改动不以它为基础。"

    def build(self) -> None:
        self._job: Job | None = None
        line = ttk.Frame(self)
        line.pack(fill="x")
        ttk.Label(line, text="文件", style=Styles.MUTED).pack(side="left")
        self._path = ttk.Label(line, font=SMALL, text=str(self.desk.ledger.path), width=1)
        for text, command in (
            ("新建台账…", self.desk.shell.begin_ledger), ("打开其他台账…", self._open_other),
            ("打开所在文件夹", self._open_folder), ("检查台账", self.check),
        ):  # fmt: skip
            button = ttk.Button(line, text=text, command=command)
            button.pack(side="right", padx=(GAP, 0))
        self.check_button = button
        self._path.pack(side="left", fill="x", expand=True, padx=GAP)
        self._told = ttk.Label(self, justify="left")
        self._told.bind("<Configure>", lambda event: self._told.configure(wraplength=event.width - GAP))
        self._source = ListSource(_COLUMNS)
        self.list = Grid(
            self, self._source, hooks=GridHooks(select=self._selected), multiple=False,
            empty="还没有改动。",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True, pady=(GAP, 0))
        self.undo_button = ttk.Button(self.list.bar, text="撤销该批 Delete", command=self.undo)
        self.undo_button.pack(side="left")
        self.list.view.tree.bind("<Delete>", lambda event: self.undo())

    def load(self) -> None:
        self._source.replace(row | {"id": row["batch"]} for row in self.desk.ledger.history())
        self.list.refresh()
        self._selected(self.list.selected())

    def _open_other(self) -> None:
        files = choose_open_files(self, "打开其他台账", LEDGER_FILES, folder=self.desk.ledger.path.parent)
        if files:
            self.desk.shell.open_ledger(files[0])

    def _selected(self, keys: list[int]) -> None:
        able = any(self._can_undo(key) for key in keys)
        self.undo_button.state(["!disabled" if able else "disabled"])

    def _can_undo(self, key: int) -> bool:
        row = self._source.row(key)
        return row["kind"] not in _FIXED and not row["undone"]

    def undo(self) -> str:
        """Take back the selected batch, or say what rests on it."""
        for key in filter(self._can_undo, self.list.selected()):
            try:
                change = self.desk.ledger.undo(key)
            except GridworkerError as error:
                self.desk.shell.say(str(error), "warn")
                return "break"
            self.desk.shell.refresh(change.touched)
            self.desk.shell.say(f"已{change.label}。按 Ctrl+Y 重做。")
        return "break"

    # -- the file

    def check(self) -> None:
        """Look through the whole ledger in a job and say what was found."""
        if self._job is not None:
            return
        self.check_button.state(["disabled"])
        self._tell("正在检查…", "info")
        self._job = self.desk.work("检查台账", check_ledger, self._checked, self._not_checked)

    def _checked(self, problems: list[str]) -> None:
        self._job = None
        if not problems:
            self._end("台账完好：文件、各表之间的关系和每一行内容都没有发现问题。", "good")
            return
        more = f"\n……共 {len(problems)} 处。" if len(problems) > _TOLD else ""
        self._end("发现问题：\n" + "\n".join(problems[:_TOLD]) + more, "bad")

    def _not_checked(self, sentence: str, error: BaseException) -> None:
        self._job = None
        cancelled = isinstance(error, Cancelled)
        self._end("检查已取消。" if cancelled else sentence, "warn" if cancelled else "bad")

    def _end(self, sentence: str, tone: Tone) -> None:
        if self.winfo_exists():
            self.check_button.state(["!disabled"])
            self._tell(sentence, tone)

    def _tell(self, sentence: str, tone: Tone) -> None:
        self._told.configure(text=f"{STATUS[tone].mark}\u00a0{sentence}", style=Styles.toned(tone))
        self._told.pack(fill="x", pady=(GAP, 0), before=self.list)

    def _open_folder(self) -> None:
        folder = self.desk.ledger.path.parent
        self.desk.pump.run(
            Job("打开文件夹", lambda progress: open_outside(folder)), on_failed=partial(self._say_failed)
        )

    def _say_failed(self, sentence: str, error: BaseException) -> None:
        self.desk.shell.say(sentence, "warn")
