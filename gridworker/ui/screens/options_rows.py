"""Sections of 设置 that are lists to edit in place: 频次, 重点行业, 管控状态, 未检原因."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

import ttkbootstrap as ttk

from gridworker.ledger.catalogue import Row
from gridworker.ledger.defaults import default_rows
from gridworker.ledger.fields import Field
from gridworker.ui.form import Form
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.screens.options_rules import (
    fields_of,
    parsed_cell,
    remove_rows,
    restore_defaults,
    row_problems,
)
from gridworker.ui.theme import GAP, Styles

_WIDE = 2.0  # times a field's printed width


class RowsPane(Pane):
    """A grid over one register and a line of fields to add a row; every step can be undone."""

    table: ClassVar[str]

    def build(self) -> None:
        self._fields: list[Field] = []
        self._form: Form | None = None
        self._line = ttk.Frame(self)
        self._line.pack(side="bottom", fill="x", pady=(GAP, 0))
        button = ttk.Button(self._line, text="添加 Enter", command=self.add)
        button.pack(side="right", anchor="n", padx=(GAP, 0), pady=(GAP // 2, 0))
        self._source = ListSource(self._columns())
        self.list = Grid(
            self, self._source, hooks=GridHooks(edit=self.edit), empty="还没有内容，请在下面新增。"
        )
        self.list.pack(fill="both", expand=True)
        bar = self.list.bar
        buttons: list[tuple[str, Callable[[], object]]] = [("删除 Delete", self.remove)]
        if self.table in default_rows({}):
            buttons.append(("恢复默认", self.restore))
        for text, command in buttons:
            ttk.Button(bar, text=text, command=command).pack(side="left", padx=(0, GAP))
        ttk.Label(bar, text="双击或 F2 修改，Insert 新增", style=Styles.MUTED).pack(side="left")
        self.list.view.tree.bind("<Delete>", lambda event: self.remove())
        self.list.view.tree.bind("<Insert>", lambda event: self._begin())

    def _columns(self) -> list[GridColumn]:
        fields = list(self.desk.ledger.register(self.table))
        return [
            GridColumn(
                field.key, field.heading, field.width * _WIDE, editable=True, show=field.show,
                stretch=field is fields[-1],
            )
            for field in fields
        ]  # fmt: skip

    @property
    def heading(self) -> str:
        return self.desk.ledger.register(self.table).heading

    @property
    def form(self) -> Form:
        """The line of fields to add a row with."""
        assert self._form is not None, "the section has not been shown yet"
        return self._form

    # -- showing

    def load(self) -> None:
        self._source.replace(self.desk.ledger.rows(self.table))
        self._source.columns = self._columns()
        self.list.set_source(self._source)
        fields = fields_of(self.desk.ledger, self.table)
        if fields != self._fields:
            self._fields = fields
            self._make_form()

    def _make_form(self) -> None:
        if self._form is not None:
            self._form.destroy()
        ledger, table = self.desk.ledger, self.table
        rules = replace(
            ledger.register(table), fields=tuple(self._fields), check=partial(row_problems, ledger, table)
        )
        columns = len(self._fields)
        self._form = Form(self._line, self._fields, columns=columns, register=rules, on_save=self.add)
        self._form.pack(side="left", fill="x", expand=True)

    # -- changing

    def add(self) -> None:
        """Add the row that stands in the line of fields."""
        values = self.form.check()
        if values is None:
            return
        label = f"新增{self.heading}"
        row = self.desk.act(label, lambda ledger: ledger.create(self.table, values), said=f"已{label}")
        if row is not None:
            self.form.load({})
            self.form.focus_first()
            self.list.select([row])

    def edit(self, key: int, column: str, text: str) -> str | None:
        """Keep one typed cell; the sentence of what is wrong when it cannot be."""
        meant = parsed_cell(self.desk.ledger, self.table, self._row(key), column, text)
        if isinstance(meant, str):
            self.desk.shell.say(meant, "bad")  # a long sentence has no room in the table
            return meant
        label = f"修改{self.heading}"
        self.desk.act(label, lambda ledger: ledger.update(self.table, key, meant), said=f"已{label}")
        return None

    def remove(self) -> str:
        """Remove the selected rows."""
        rows = [self._row(key) for key in self.list.selected()]
        if rows:
            said = f"已删除 {len(rows)} 行"
            label = f"删除{self.heading}"
            self.desk.act(label, lambda ledger: remove_rows(ledger, self.table, rows), said=said)
        else:
            self.desk.shell.say("请先选中要删除的行。", "warn")
        return "break"

    def restore(self) -> None:
        """Bring the default rows back; rows the worker added stay."""
        label = f"恢复默认的{self.heading}"
        said = f"已{label}，自己新增的保留"
        self.desk.act(label, lambda ledger: restore_defaults(ledger, self.table), said=said)

    def _row(self, key: int) -> Row:
        return dict(self._source.row(key))

    def _begin(self) -> str:
        self.form.focus_first()
        return "break"


class CadencesPane(RowsPane):
    title = "检测频次"
    words = "几天内应检几次：三天两检是 3 天 2 次；次数为 0 是免检。改了天数或次数，用它的人立即按新的算。"
    table = "cadence"
    shows = frozenset({"cadence"})


class TradesPane(RowsPane):
    title = "重点行业"
    words = "居民的行业里只要含有这里的词，就按这里的频次检测：“餐饮”也管“餐饮服务员”。"
    table = "trade"
    shows = frozenset({"trade", "cadence"})


class StatusesPane(RowsPane):
    title = "管控状态"
    words = "小区、楼栋、单元可以设为这些状态；有频次的状态会让住在那里的人改按它检测（取最严的）。"
    table = "managed_status"
    shows = frozenset({"managed_status", "cadence"})


class ReasonsPane(RowsPane):
    title = "未检原因"
    words = "登记未检原因和免检时可选的原因，报表里按它们汇总。改名不影响以前登记的内容。"
    table = "reason"
    shows = frozenset({"reason"})
