"""Sections of 设置 for 物资: the 套餐 that a request can name, and the 商家 that sell them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gridworker.ledger.fields import OPEN_CHOICE, TEXT, Field
from gridworker.ui.form import Form
from gridworker.ui.grid_source import GridColumn
from gridworker.ui.screens.options_rows import RowsPane
from gridworker.ui.screens.options_rules import fields_of, row_problems

_ACROSS = 3  # fields side by side
_WIDTHS = {
    "name": 8.0,
    "category": 5.0,
    "contents": 9.0,
    "merchant": 7.0,
    "price": 5.0,
    "unit": 3.0,
    "note": 9.0,
}  # Chinese characters


class CataloguePane(RowsPane):
    """A list of more fields than fit into one line; fields that the worker adds become columns at once."""

    def offered(self) -> list[Field]:
        """The fields to fill in; long texts take one line here."""
        fields = fields_of(self.desk.ledger, self.table)
        return [replace(field, kind=TEXT) if field.kind.name == "long_text" else field for field in fields]

    def load(self) -> None:
        self._source.replace(self.desk.ledger.rows(self.table))
        fields = self.offered()
        if fields != self._fields:
            self._fields = fields
            self._make_form()
            self._source.columns = self._columns()
            self.list.set_source(self._source)
        self.list.refresh()

    def _make_form(self) -> None:
        if self._form is not None:
            self._form.destroy()
        ledger, table = self.desk.ledger, self.table
        rules = replace(
            ledger.register(table), fields=tuple(self._fields), check=partial(row_problems, ledger, table)
        )
        self._form = Form(self._line, self._fields, columns=_ACROSS, register=rules, on_save=self.add)
        self._form.pack(side="left", fill="x", expand=True)

    def _columns(self) -> list[GridColumn]:
        return [
            GridColumn(
                field.key, field.heading, _WIDTHS.get(field.key, field.width), editable=True, show=field.show,
                align="right" if field.kind.name == "money" else "left",
                stretch=field.key in ("contents", "note"),
            )
            for field in self.desk.ledger.register(self.table)
        ]  # fmt: skip


class BundlesPane(CataloguePane):
    title = "套餐"
    words = "登记物资需求时可选的套餐，类别、商家和单价随之填好。改价只影响以后的登记，已有的需求不变。"
    table = "bundle"
    shows = frozenset({"bundle", "merchant", "own_field"})

    def offered(self) -> list[Field]:
        """The merchant is one of the catalogue, or any other name."""
        names = tuple(row["name"] for row in self.desk.ledger.rows("merchant"))
        return [
            replace(field, kind=OPEN_CHOICE, choices=names) if field.key == "merchant" else field
            for field in super().offered()
        ]


class MerchantsPane(CataloguePane):
    title = "商家"
    words = "供货的商家和联系电话。需求、套餐和采购汇总里的商家从这里选；改名不影响以前登记的内容。"
    table = "merchant"
    shows = frozenset({"merchant", "own_field"})
