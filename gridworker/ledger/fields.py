"""Fields of registers and their kinds: how a value is parsed, checked, shown and masked. Pure.

A `Field` is declared once in registers.py; forms, tables, search, import mapping, Excel and PDF
columns are derived from it. Unknown is always None; stored values are text or whole numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import gridworker.ledger.address as address
import gridworker.ledger.identity as identity
from gridworker.errors import ValueProblem
from gridworker.ledger.days import parse_day, parse_moment

Value = str | int | None
Cell = Literal["text", "integer", "decimal", "day", "moment"]
_LONGEST = 4000


@dataclass(frozen=True)
class Kind:
    """How values of one kind behave.

    `parse(raw, field)` gives the stored value or raises ValueProblem; it is never called with a
    blank. `show(value)` is what the screen says; `mask(value)` what a masked export says.
    `cell` is the type that a workbook or PDF cell takes; `sql` the column's type.
    """

    name: str
    parse: Callable[[Any, Field], Value]
    show: Callable[[Any], str] = str
    mask: Callable[[Any], str] | None = None
    cell: Cell = "text"
    sql: Literal["TEXT", "INTEGER"] = "TEXT"


@dataclass(frozen=True)
class Field:
    """One column of a register.

    `aliases` are other headings it answers to when importing. `width` is in Chinese characters,
    for print and screen. `link` names the register that a LINK points to. `dated_by` is the key of
    the day since which this value holds; earlier values are then kept with their days.
    `own` marks a field that the worker added (自定义字段).
    """

    key: str
    heading: str
    kind: Kind
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    width: float = 6
    required: bool = False
    default: Value = None
    link: str = ""
    dated_by: str = ""
    hint: str = ""
    own: bool = False

    def parse(self, raw: object) -> Value:
        """Turn what was typed or imported into the stored value; blank is None.

        Raises ValueProblem with a sentence that says what is wrong and what to write instead.
        """
        if is_blank(raw):
            if self.required:
                raise ValueProblem("必须填写")
            return None
        return self.kind.parse(raw, self)

    def show(self, value: Value) -> str:
        """Show a stored value in full; unknown is empty."""
        return "" if value is None else self.kind.show(value)

    def mask(self, value: Value) -> str:
        """Show a stored value with personal parts hidden (脱敏)."""
        if value is None:
            return ""
        return self.kind.mask(value) if self.kind.mask else self.kind.show(value)


def is_blank(raw: object) -> bool:
    """True for None and for text of white space only."""
    return raw is None or (isinstance(raw, str) and not raw.strip(" \t\r\n\u3000\u00a0\u200b\ufeff"))


def clean_text(raw: object) -> str:
    """Plain text of a cell: whole floats lose `.0`, control characters and lone surrogates are refused."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\u00a0\ufeff")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise ValueProblem("含有看不见的控制字符，请重新输入")
    if len(text) > _LONGEST:
        raise ValueProblem(f"太长（超过 {_LONGEST} 字），请缩短")
    return text


def _line(raw: Any, field: Field) -> Value:
    return re.sub(r"\s+", " ", clean_text(raw))


def _long(raw: Any, field: Field) -> Value:
    return clean_text(raw)


def _id_number(raw: Any, field: Field) -> Value:
    return identity.parse_id_number(raw).number


def _phone(raw: Any, field: Field) -> Value:
    phones = identity.parse_phones(raw)
    if len(phones) > 1:
        raise ValueProblem("这里只能填一个电话，另一个请填在“备用电话”")
    return phones[0] if phones else None


def _number(raw: Any) -> Decimal:
    text = identity.half_width(str(raw)).strip().replace(",", "").rstrip("元℃度份%")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueProblem(f"“{text[:20]}”不是数字") from None
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueProblem("数字太大，请核对")
    return number


def _scaled(factor: int) -> Callable[[Any, Field], Value]:
    def parse(raw: Any, field: Field) -> Value:
        number = _number(raw) * factor
        if number != number.to_integral_value():
            raise ValueProblem("小数位太多，请核对" if factor > 1 else "请填写整数")
        return int(number)

    return parse


def _choice(raw: Any, field: Field) -> Value:
    text = clean_text(raw)
    if text in field.choices:
        return text
    close = [c for c in field.choices if text and (text in c or c in text)]
    if len(close) == 1:
        return close[0]
    raise ValueProblem(f"“{text[:20]}”不在可选项内，可填：{'、'.join(field.choices)}")


def _choices(raw: Any, field: Field) -> Value:
    parts = [p for p in re.split(r"[、,，;；/\s]+", clean_text(raw)) if p]
    found = [str(_choice(part, field)) if field.choices else part for part in parts]
    return "、".join(dict.fromkeys(found)) or None


def _yes_no(raw: Any, field: Field) -> Value:
    text = str(raw).strip().lower()
    if text in ("是", "有", "1", "1.0", "true", "√", "✓", "y", "yes", "对"):
        return 1
    if text in ("否", "无", "0", "0.0", "false", "×", "✗", "n", "no", "没有"):
        return 0
    raise ValueProblem(f"“{text[:20]}”请填“是”或“否”")


def _days(raw: Any, field: Field) -> Value:
    parts = [part for part in re.split(r"[、,，;；\s]+", clean_text(raw)) if part]
    return "、".join(sorted({str(parse_day(part)) for part in parts})) or None


def _link(raw: Any, field: Field) -> Value:
    return int(raw)


TEXT = Kind("text", _line)
LONG_TEXT = Kind("long_text", _long)
NAME = Kind("name", lambda raw, field: identity.parse_name(raw), mask=identity.mask_name)
ID_NUMBER = Kind("id_number", _id_number, mask=identity.mask_id)
PHONE = Kind("phone", _phone, mask=identity.mask_phone)
DAY = Kind("day", lambda raw, field: parse_day(raw), cell="day")
DAYS = Kind("days", _days)
MOMENT = Kind("moment", lambda raw, field: parse_moment(raw), show=lambda v: str(v)[:16], cell="moment")
INTEGER = Kind("integer", _scaled(1), cell="integer", sql="INTEGER")
TENTHS = Kind("tenths", _scaled(10), show=lambda v: f"{v / 10:.1f}", cell="decimal", sql="INTEGER")
MONEY = Kind("money", _scaled(100), show=lambda v: f"{v / 100:.2f}", cell="decimal", sql="INTEGER")
CHOICE = Kind("choice", _choice)
OPEN_CHOICE = Kind("open_choice", _line)
CHOICES = Kind("choices", _choices)
YES_NO = Kind("yes_no", _yes_no, show=lambda v: "是" if v else "否", sql="INTEGER")
LINK = Kind("link", _link, sql="INTEGER")
COMMUNITY = Kind("community", lambda raw, field: address.parse_community(raw))
BUILDING = Kind("building", lambda raw, field: address.parse_building(raw))
UNIT = Kind("unit", lambda raw, field: address.parse_unit(raw))
ROOM = Kind("room", lambda raw, field: address.parse_room(raw), mask=lambda v: "*")

OWN_KINDS = {"文字": TEXT, "数字": INTEGER, "日期": DAY, "选项": CHOICE, "是否": YES_NO}
"""Kinds that a worker may choose for a field of their own."""
