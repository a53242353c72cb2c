"""What is typed or pasted into the cells of a day's log, as a hand writes it. Pure."""

from __future__ import annotations

import re

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import half_width
from gridworker.ledger.days import brief, parse_moment, shift
from gridworker.ledger.fields import MOMENT, TENTHS, YES_NO, Field, Value, is_blank

_NEXT_DAY = re.compile(r"^(?:次日|第二天|\+)\s*")
_AT_WORK, _NOT_AT_WORK = ("✓", "出勤", "在岗", "上班", "照常"), ("×", "x", "未出勤", "缺勤", "休息", "未上班")
_COOLEST, _HOTTEST = 340, 430  # tenths of a degree; anything else is a slip of the pen


def parse_entry(field: Field, text: str, day: str) -> Value:
    """The stored value of one cell of the log of an ISO day; blank is None.

    Clock times alone (7:30, 7.30, 0730, 7点30分) are of that day, 次日6:00 is of the next.
    Raises ValueProblem.
    """
    if is_blank(text):
        return None
    text = half_width(text).strip()
    if field.kind is MOMENT:
        return _clock(text, day)
    if field.kind is YES_NO and text.casefold() in (*_AT_WORK, *_NOT_AT_WORK):
        return int(text in _AT_WORK)
    if field.key == "temperature":
        return _temperature(field, text)
    return field.parse(text)


def show_clock(moment: str | None, day: str) -> str:
    """07:30; 次日06:00 after midnight; any other day in full."""
    if not moment:
        return ""
    if moment[:10] == day:
        return moment[11:16]
    return f"次日{moment[11:16]}" if moment[:10] == shift(day, 1) else brief(moment, day)


def _clock(text: str, day: str) -> str:
    rest = _NEXT_DAY.sub("", text)
    on = day if rest == text else shift(day, 1)
    if rest.isdigit() and len(rest) <= 4:
        rest = f"{rest[:-2]}:{rest[-2:]}" if len(rest) > 2 else f"{rest}:00"
    elif re.fullmatch(r"\d{1,2}\.\d\d", rest):  # a number pad has no colon
        rest = rest.replace(".", ":")
    if re.match(r"\d{4}-", rest):
        return parse_moment(rest)
    return parse_moment(f"{on} {rest}")


def _temperature(field: Field, text: str) -> int:
    """36.5, 36.5℃ and 365 are the same."""
    bare = text.removesuffix("℃").removesuffix("度").strip()
    degrees = f"{bare[:2]}.{bare[2:]}" if re.fullmatch(r"[34]\d\d", bare) else bare
    tenths = int(field.parse(degrees) or 0)
    if not _COOLEST <= tenths <= _HOTTEST:
        raise ValueProblem(f"体温 {TENTHS.show(tenths)}℃ 不合常理，请核对")
    return tenths
