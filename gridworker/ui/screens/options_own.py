"""自定义字段: fields that the worker adds to a register; they then appear in forms, tables and reports."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import CHOICE, OWN_KINDS, TEXT, Field
from gridworker.ledger.history import Change
from gridworker.ledger.own_field_upkeep import bring_back, erase, filled, take_away
from gridworker.ledger.registers import OWN_FIELD, REGISTERS
from gridworker.ui.dialogs import ask
from gridworker.ui.form import Form
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.theme import GAP

_TAKE_FIELDS = (
    "resident", "household", "place", "closed_loop", "leave", "trip", "supply", "visit", "exit_pass",
    "arrival", "duty", "venue", "bundle", "merchant", "sample", "exemption", "round",
)  # fmt: skip
TABLES = {REGISTERS[key].heading: key for key in _TAKE_FIELDS}
"""The registers that people fill in, which take fields of their own, by heading."""

_FIELDS = (
    Field("table", "登记表", CHOICE, tuple(TABLES), required=True, default=next(iter(TABLES))),
    Field("heading", "名称", TEXT, required=True),
    Field("kind", "类型", CHOICE, tuple(OWN_KINDS), required=True, default="文字"),
    Field("choices", "可选项", TEXT, hint="类型为“选项”时填写，用顿号分开"),
)
_COLUMNS = (
    GridColumn("register", "登记表", 8, show=lambda key: REGISTERS[key].heading),
    GridColumn("heading", "名称", 10, editable=True),
    GridColumn("kind", "类型", 5),
    GridColumn("choices", "可选项", 16, editable=True, stretch=True),
    GridColumn("filled", "已填", 4, align="right", show=lambda count: f"{count:,} 条"),
    GridColumn("removed", "状态", 8, show=lambda removed: "已停用，内容保留" if removed else "使用中"),
)


class OwnFieldsPane(Pane):
    title = "自定义字段"
    words = (
        "上级要的表里有、台账里没有的栏目，可以自己加；加好后在表单、表格、导入和导出里都会出现。"
        "F2 修改，Insert 新增。"
    )
    shows = frozenset({"own_field"})

    def build(self) -> None:
        line = ttk.Frame(self)
        line.pack(side="bottom", fill="x", pady=(GAP, 0))
        button = ttk.Button(line, text="添加 Enter", command=self.add)
        button.pack(side="right", anchor="n", padx=(GAP, 0), pady=(GAP // 2, 0))
        rules = Register("own_field", self.title, _FIELDS, label="heading", check=self._check)
        self.form = Form(line, _FIELDS, columns=2, register=rules, on_save=self.add)
        self.form.pack(side="left", fill="x", expand=True)
        self._source = ListSource(_COLUMNS)
        self.list = Grid(
            self, self._source, hooks=GridHooks(edit=self.edit), multiple=False,
            empty="还没有自定义字段，请在下面新增。",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        for text, command in (
            ("停用 Delete", self.remove), ("恢复使用 Ctrl+R", self.restore), ("连内容删除…", self.erase),
        ):  # fmt: skip
            ttk.Button(self.list.bar, text=text, command=command).pack(side="left", padx=(0, GAP))
        self.list.view.tree.bind("<Delete>", lambda event: self.remove())
        self.list.view.tree.bind("<Control-r>", lambda event: self.restore())
        self.list.view.tree.bind("<Insert>", lambda event: self.form.focus_first())

    def load(self) -> None:
        ledger = self.desk.ledger
        self._source.replace(row | {"filled": len(filled(ledger, row))} for row in ledger.rows("own_field"))
        self.list.refresh()

    def add(self) -> None:
        """Add the field that stands in the form."""
        values = self.form.check()
        if values is None:
            return
        row = _stored(values) | {"key": f"own_{secrets.token_hex(4)}"}
        said = f"{values['table']}已新增“{row['heading']}”"
        if self.desk.act("新增自定义字段", lambda ledger: ledger.create("own_field", row), said=said):
            self.form.load({})
            self.form.focus_first()

    def _check(self, values: Mapping[str, Any]) -> dict[str, str]:
        known = values["table"] in TABLES
        return own_field_problems(self.desk.ledger, _stored(values)) if known else {}

    def edit(self, key: int, column: str, text: str) -> str | None:
        """Keep a typed heading or choices; the sentence of what is wrong when it cannot be."""
        row: Row = dict(self._source.row(key))
        try:
            value = OWN_FIELD.field(column).parse(text)
        except GridworkerError as problem:
            return str(problem)
        problems = own_field_problems(self.desk.ledger, row | {column: value})
        if problems:
            return next(iter(problems.values()))
        label = "修改自定义字段"
        self.desk.act(
            label, lambda ledger: ledger.update("own_field", key, {column: value}), said=f"已{label}"
        )
        return None

    def remove(self) -> str:
        """Take the selected field away; what was entered in it stays in the ledger."""
        for row in self._chosen(removed=False):
            kept = "，填过的内容仍保留" if row["filled"] else ""
            said = f"已停用“{row['heading']}”{kept}。"
            self.desk.act("停用自定义字段", partial(take_away, row=row), said=said)
        return "break"

    def restore(self) -> str:
        """Use a field again that was taken away."""
        for row in self._chosen(removed=True):
            taken = own_field_problems(self.desk.ledger, row).get("heading")
            if taken:
                self.desk.shell.say(f"{taken}，请先改名，再恢复使用。", "warn")
                continue
            said = f"已恢复使用“{row['heading']}”。"
            self.desk.act("恢复自定义字段", partial(bring_back, row=row), said=said)
        return "break"

    def erase(self) -> None:
        """Remove the selected field with everything entered in it, after asking."""
        for key in self.list.selected():
            row: Row = dict(self._source.row(key))
            sentence = f"“{row['heading']}”和其中填过的 {row['filled']:,} 条内容都将删除。"
            if not row["filled"] or ask(self, "连内容删除", sentence, yes="删除", danger=True):
                self.desk.work("删除自定义字段", partial(_erased, row=row), self._erased)

    def _erased(self, change: Change) -> None:
        self.desk.changed(change, "已删除自定义字段和其中的内容。")

    def _chosen(self, *, removed: bool) -> list[Row]:
        rows = [dict(self._source.row(key)) for key in self.list.selected()]
        return [row for row in rows if bool(row["removed"]) == removed]


def _erased(ledger: Ledger, progress: Progress, row: Row) -> Change:
    with ledger.change("删除自定义字段及其内容") as change:
        erase(ledger, row, progress)
    return change


def _stored(values: Mapping[str, Any]) -> Row:
    """What the form says, as a row of the register."""
    choices = OWN_FIELD.field("choices").parse(values["choices"])
    kept = {key: values[key] for key in ("heading", "kind")}
    return {"register": TABLES[values["table"]], "choices": choices, **kept}


def own_field_problems(ledger: Ledger, row: Row) -> dict[str, str]:
    """What keeps this field from being stored, by key."""
    problems: dict[str, str] = {}
    others = [field.heading for field in ledger.register(row["register"]) if field.key != row.get("key")]
    if row["heading"] in others:
        problems["heading"] = f"{REGISTERS[row['register']].heading}已经有“{row['heading']}”这一栏"
    choices: Any = row["choices"] or ""
    if row["kind"] == "选项" and len(choices.split("、")) < 2:
        problems["choices"] = "请写至少两个可选项，用顿号分开"
    return problems
