"""Cells as people fill them to values of the ledger, each with what is wrong about it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gridworker.errors import ValueProblem
from gridworker.intake.choice_words import CHOICE_WORDS
from gridworker.intake.problems import ERROR, WARNING, Severity
from gridworker.intake.workbook import Cell
from gridworker.ledger.days import with_year
from gridworker.ledger.fields import CHOICE, CHOICES, DAY, MOMENT, Field, Value, is_blank
from gridworker.ledger.identity import half_width, parse_phones

NOTHING = frozenset({
    "", "无", "没有", "-", "--", "/", "\\", "—", "——", "不详", "未知", "暂无", "空", "未填", "不清楚",
    "N/A", "#N/A",
})  # fmt: skip
_LONGEST_NOTHING = 12  # with spaces around
_NO_END = frozenset({"长期", "长期有效", "永久", "至今"})
_NO_WORDS: Mapping[str, str] = {}
_AROUND_DAY = re.compile(r"^(?:截[止至]|有效期?至|至|到)[::]?\s*(?=\d)|\s*(?:止|之?前|起)$")
_ODD_SEPARATOR = re.compile(r"(?<=\d)\s*[、,。·]\s*(?=\d)")
_PART_OF_DAY = re.compile(r"(?<=[\d日号])\s*(?:上午|下午|中午|早上|晚上|晚|早)$")
_INCOMPLETE = re.compile(r"(1[89]|20)\d{2}(?:\s*[-./年]?\s*(?:0?[1-9]|1[0-2])\s*月?|年)?")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SEPARATED_DIGITS = re.compile(r"(?<=\d)[- ](?=\d)")
_PARTS = re.compile(r"[、,，;；/\s]+")
_ABSENT = {"是": "暂离", "否": "在住", "在": "在住", "不在": "暂离", "离开": "暂离", "暂离": "暂离"}
_MONTH_PARTS = 2


class Reading(NamedTuple):
    """A value, and what is wrong with the cell: a sentence without the heading, "" when nothing is."""

    value: Value
    flaw: str = ""
    severity: Severity = ERROR


def is_nothing(raw: Cell) -> bool:
    """Whether a cell is blank or only says that there is nothing to say."""
    if raw is None or not isinstance(raw, str):
        return raw is None
    if len(raw) > _LONGEST_NOTHING and not raw[0].isspace():
        return False
    return raw.strip() in NOTHING or is_blank(raw)


def read_field(field: Field, raw: Cell, near: str = "") -> Reading:
    """Read a cell for a field; what the field refuses is left blank and named.

    A date without its year is taken for the one nearest to the ISO day `near`, with a warning.
    """
    if is_nothing(raw):
        return Reading(None)
    if field.kind is DAY and raw in _NO_END:
        return Reading(None)
    if field.kind in (DAY, MOMENT) and is_incomplete(raw):
        return Reading(None, f"“{raw}”没有写到日，没有导入；请补全为 1985-06-03 这样", WARNING)
    if isinstance(raw, str):
        raw = CHOICE_WORDS.get(field.key, _NO_WORDS).get(raw.strip(), raw)
    try:
        return Reading(field.parse(raw))
    except ValueProblem as problem:
        if field.kind in (DAY, MOMENT):
            return _loosely_dated(field, raw, near, problem)
        if field.kind is CHOICES:
            return _recognised_choices(field, str(raw))
        return Reading(None, f"{problem}", WARNING if field.kind is CHOICE else ERROR)


def _loosely_dated(field: Field, raw: Cell, near: str, problem: ValueProblem) -> Reading:
    """Read 至2022年12月10日, 2022、11、20, a date without its year, a day with only 上午 behind it."""
    text = _AROUND_DAY.sub("", half_width(str(raw)).strip())
    text = _ODD_SEPARATOR.sub(".", text)
    part = _PART_OF_DAY.search(text)
    text = text[: part.start()] if part else text
    if near and (full := with_year(text, near)):
        return _in_nearest_year(field, str(raw), full)
    try:
        value = field.parse(text) if text != raw else None
    except ValueProblem:
        value = None
    if value is None:
        return Reading(None, str(problem))
    flaw = f"“{part[0].strip()}”没有写几点，只记了日期" if part and field.kind is MOMENT else ""
    return Reading(value, flaw, WARNING)


def _in_nearest_year(field: Field, written: str, full: str) -> Reading:
    try:
        value = field.parse(full)
    except ValueProblem as problem:
        return Reading(None, str(problem))
    return Reading(value, f"“{written.strip()[:20]}”没有写年份，已按 {full[:4]} 年记入，请核对", WARNING)


def _recognised_choices(field: Field, text: str) -> Reading:
    good, bad = [], []
    for part in filter(None, _PARTS.split(text)):
        try:
            good.append(str(field.parse(part)))
        except ValueProblem:
            bad.append(part)
    flaw = f"“{'、'.join(bad)[:30]}”不在可选项内，没有导入；可填：{'、'.join(field.choices)}"
    return Reading("、".join(dict.fromkeys(good)) or None, flaw, WARNING)


def is_incomplete(raw: Cell) -> bool:
    """Whether a date cell holds only a year, or year and month; 1985.6 may arrive as a number."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return False
    return _INCOMPLETE.fullmatch(half_width(str(raw)).strip().lstrip("'")) is not None


def agrees(raw: Cell, born: str) -> bool:
    """Whether an incomplete birth date (1985年6月) is the beginning of this ISO day."""
    text = half_width(str(raw)).strip()
    if text.isdigit() and len(text) == 6:
        text = f"{text[:4]}-{text[4:]}"
    digits = [int(part) for part in re.findall(r"\d+", text)]
    return digits[:_MONTH_PARTS] == [int(born[:4]), int(born[5:7])][: len(digits)]


def read_absent(raw: Cell) -> Reading:
    """Read 是否暂离: 是 is 暂离, 否 is 在住."""
    if is_nothing(raw):
        return Reading(None)
    presence = _ABSENT.get(str(raw).strip())
    return Reading(presence) if presence else Reading(None, f"“{str(raw)[:20]}”请填“是”或“否”", WARNING)


class Phones(NamedTuple):
    """The phones of one cell, and what is wrong with it."""

    numbers: tuple[str, ...]
    flaw: str = ""
    severity: Severity = ERROR


def read_phones(raw: Cell) -> Phones:
    """Read all phones of a cell; words around a mobile number (儿子) do not cost the number."""
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return Phones((raw,))  # nearly all are so, and a hundred thousand of them take their time
    if is_nothing(raw) or isinstance(raw, date):
        return Phones((), "" if is_nothing(raw) else "不是电话号码，没有导入")
    try:
        return Phones(parse_phones(raw))
    except ValueProblem as problem:
        text = _SEPARATED_DIGITS.sub("", half_width(str(raw)))
        found = tuple(dict.fromkeys(_MOBILE.findall(text)))
        if found:
            return Phones(found, f"只认出 {'、'.join(found)}，其余文字没有导入，请核对", WARNING)
        return Phones((), str(problem))
