"""自定义字段: fields that the worker adds to a register; they then appear in forms, tables and reports."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import CHOICE, OWN_KINDS, TEXT, Field
from gridworker.ledger.registers import OWN_FIELD, REGISTERS
from gridworker.ui.form import Form
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.theme import GAP, Styles

_OF_PEOPLE = ("resident", "household", "place", "closed_loop", "supply", "visit", "exit_pass", "arrival",
              "duty", "venue")  # fmt: skip
TABLES = {REGISTERS[key].heading: key for key in _OF_PEOPLE}
"""The registers that take fields, by heading."""

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
    GridColumn("choices", "可选项", 20, editable=True, stretch=True),
)


class FieldInUse(GridworkerError):
    def __init__(self, heading: str, table: str, count: int) -> None:
        super().__init__(
            f"“{heading}”已有 {count} 条{table}填了内容，不能删除，否则内容会丢失。请先清空它们，或只改名称。"
        )


class OwnFieldsPane(Pane):
    title = "自定义字段"
    words = "上级要的表里有、台账里没有的栏目，可以自己加；加好后在表单、表格、导入和导出里都会出现。"
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
        ttk.Button(self.list.bar, text="删除 Delete", command=self.remove).pack(side="left")
        hint = ttk.Label(self.list.bar, text="双击或 F2 修改，Insert 新增", style=Styles.MUTED)
        hint.pack(side="left", padx=GAP)
        self.list.view.tree.bind("<Delete>", lambda event: self.remove())
        self.list.view.tree.bind("<Insert>", lambda event: self.form.focus_first())

    def load(self) -> None:
        self._source.replace(self.desk.ledger.rows("own_field"))
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
        """Remove the selected field, if nothing has been entered in it."""
        for key in self.list.selected():
            row: Row = dict(self._source.row(key))
            said = f"已删除“{row['heading']}”"
            self.desk.act("删除自定义字段", partial(remove_own_field, row=row), said=said)
        return "break"


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


def remove_own_field(ledger: Ledger, row: Row) -> None:
    """Remove a field. Raises FieldInUse when something has been entered in it."""
    count = sum(other[row["key"]] is not None for other in ledger.rows(row["register"]))
    if count:
        raise FieldInUse(row["heading"], REGISTERS[row["register"]].heading, count)
    ledger.remove("own_field", row["id"])
