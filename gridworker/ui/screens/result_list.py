"""检测结果: the samples of the working day with their results; a laboratory's file fills them in."""

from __future__ import annotations

import tkinter
from dataclasses import replace

import ttkbootstrap as ttk

from gridworker.ledger.due_browsing import SampleBrowser
from gridworker.ledger.registers import RESULTS
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.due_sources import ResultSource
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.form_beside import FormBeside
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.task import Task
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP

_ALL = "全部"
_MARKS = {
    "待出": STATUS["waiting"].mark, "阴性": STATUS["negative"].mark, "阳性": STATUS["positive"].mark,
    "可疑": STATUS["warn"].mark, "无效": STATUS["bad"].mark,
}  # fmt: skip


class ResultList(FormBeside, ttk.Frame):
    """The list, narrowed by result; the worker's own fields of a sample are filled in beside it."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self._browser = SampleBrowser(desk.ledger, desk.day)
        self._source = ResultSource(self._browser)
        self.rows = Grid(
            self, self._source, hooks=GridHooks(open=self._open), marks=True,
            empty="这一天还没有采样记录。按 Ctrl+I 导入检测机构的结果表。",
        )  # fmt: skip
        self.rows.pack(side="left", fill="both", expand=True)
        self.results = Segments(self.rows.bar, dict.fromkeys((_ALL, *RESULTS), ""), _ALL, self._choose)
        self._fill_in = ttk.Button(self.rows.bar, text="填写 Ctrl+E", command=self.begin)
        self.rows.view.tree.bind("<Control-e>", lambda event: self.begin())

    def load(self) -> None:
        """Read again for the working day."""
        self._browser.on = self.desk.day
        counts = self._browser.results()
        self.results.say(_ALL, f"{_ALL} {sum(counts.values()):,}")
        for result in RESULTS:
            self.results.say(result, f"{_MARKS[result]} {result} {counts.get(result, 0):,}")
        self._take_own_fields()

    def _take_own_fields(self) -> None:
        """A field that the worker added or took away changes the columns; without any there is no form."""
        own = own_columns(self.desk.ledger.register("sample"))
        self._source.take(own)
        if own:
            self.rows.filter_box.configure(width=8)  # the button needs the room
        self.rows.set_source(self._source)
        self._lay_out_bar()

    def _lay_out_bar(self) -> None:
        """The results, which give way to the form, and the button where there is something to fill in."""
        for widget in (self.results, self._fill_in):
            widget.pack_forget()
        if self.editor is None:
            self.results.pack(side="left")
        if any(field.own for field in self.desk.ledger.register("sample")):
            self._fill_in.pack(side="left", padx=GAP)

    def begin(self) -> str:
        """Open the form of the worker's own fields for the chosen sample."""
        key = self.rows.current()
        found = self._browser.rows([key]) if key is not None else {}
        register = self.desk.ledger.register("sample")
        own = tuple(field for field in register if field.own)
        if not own or key not in found:
            self.desk.shell.say("请先选中一条采样；要填的栏目在“设置 · 自定义字段”里添加。", "warn")
            return "break"
        sample = found[key]
        task = Task(
            heading=f"{sample['name']}　{sample['sampled_at'][5:16]}",
            register=replace(register, fields=own, check=None, prepare=None),
            values={field.key: sample.get(field.key) for field in own}, label="修改采样记录",
            save=lambda ledger, values: ledger.update("sample", sample["id"], values),
            said=lambda values: f"已保存{sample['name']}的采样记录", first=own[0].key,
        )  # fmt: skip
        if self.begin_form(self.rows, lambda frame: self._pane(frame, task)):
            self._lay_out_bar()
        return "break"

    def form_closed(self) -> None:
        """Offer the results again."""
        self._lay_out_bar()

    def _pane(self, frame: ttk.Frame, task: Task) -> EditorPane:
        pane = EditorPane(
            frame, self.desk, task, on_saved=lambda kept: self.close_form(), on_closed=self.close_form
        )
        for editor in pane.form.editors.values():
            editor.key_widget.bind("<Escape>", lambda event: pane.leave(), add="+")
        return pane

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
