"""How people are written in a report: masked (脱敏), or whole where that was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from gridworker.export.report import Cell, Column
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.characters import half_width
from gridworker.ledger.fields import Field, Value
from gridworker.ledger.identity import mask_id, mask_phone

HIDDEN_ROOM = "*"
_LONG_NUMBER = re.compile(r"[0-9０-９](?:[-－ 　]?[0-9０-９]){6,}[XxＸｘ]?")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:-[0-9]{1,2}-[0-9]{1,2}|[01][0-9][0-3][0-9])")


class Disclosure:
    """Writes cells of the registers' fields, `whole` or masked."""

    def __init__(self, ledger: Ledger, whole: bool) -> None:
        self.whole = whole
        self._resident = {field.key: field for field in ledger.register("resident")}

    def resident(self, key: str, value: Value) -> Cell:
        """One value of a resident's field."""
        return self.cell(self._resident[key], value)

    def cell(self, field: Field, value: Value) -> Cell:
        """One value as a report shows it, with the type of its column."""
        if value is None:
            return None
        if self.whole:
            return _typed(field, value)
        if field.kind.mask:
            return field.kind.mask(value)
        if field.key == "born":  # with it, a masked ID number could be completed again
            return f"{str(value)[:4]}-**-**"
        typed = _typed(field, value)
        return self.text(typed) if isinstance(typed, str) else typed

    def own(self, register: Register, row: Mapping[str, Value]) -> tuple[Cell, ...]:
        """The worker's own fields of a row, in the order of `own_report_columns`."""
        return tuple(self.cell(field, row.get(field.key)) for field in register if field.own)

    def text(self, text: str | None) -> str | None:
        """Free text; people note phones and ID numbers in it, and those are masked like the others."""
        return text if self.whole or not text else _LONG_NUMBER.sub(_masked_number, text)

    def room(self, room: str) -> str:
        """A door; masked addresses end with the unit."""
        return room if self.whole or not room else HIDDEN_ROOM


WHO = (
    Column("community", "小区", width=5),
    Column("building", "楼栋", width=3, align="center"),
    Column("unit", "单元", width=3, align="center"),
    Column("room", "房号", width=4, align="center"),
    Column("name", "姓名", width=4.6),
    Column("id_number", "证件号码", width=10.4, align="center"),
    Column("phone", "手机号码", width=6.6, align="center"),
)
"""Door, name, number and phone, as lists of people show them."""


def column_of(field: Field, width: float | None = None, *, merge: bool = False) -> Column:
    """The column of a report that shows a register's field."""
    return Column(field.key, field.heading, field.kind.cell, width or field.width, merge=merge)


def own_report_columns(register: Register) -> tuple[Column, ...]:
    """The columns of the worker's own fields (自定义字段) of a register."""
    return tuple(column_of(field) for field in register if field.own)


def day_of(day: str | None) -> date | None:
    """An ISO day as a report's cell."""
    return date.fromisoformat(day) if day else None


def _typed(field: Field, value: Value) -> Cell:
    match field.kind.cell:
        case "day":
            return date.fromisoformat(str(value))
        case "moment":
            return datetime.fromisoformat(str(value))
        case "integer":
            return value
        case "decimal":
            return float(field.show(value))
        case _:
            return field.show(value)


def _masked_number(found: re.Match[str]) -> str:
    text = half_width(found[0])
    if _DAY.fullmatch(text):
        return found[0]
    number = re.sub("[- ]", "", text)
    return mask_id(number) if len(number) in (15, 18) else mask_phone(number)
