"""Rows as the XML of a worksheet, fast and in constant memory. Knows nothing of the rest of a workbook.

Each column remembers the XML of the values it has met; a row is one pattern filled in. Text is always
written as text, so nothing that someone typed can become a formula, an error value or a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter, getitem
from typing import Any

from gridworker.export.report import Cell, Column, Row, shown

LONGEST_TEXT = 32_767  # what one cell of Excel holds
REMEMBERED = 20_000  # values a column remembers before it starts afresh: memory stays flat
ROW_HEIGHT, LINE_HEIGHT = 18, 13  # points: a row of one line, and each further line
MOST_LINES = 30  # a row of Excel is at most 409 points high
_CUT = "……（内容过长，已截断）"
_EPOCH = datetime(1899, 12, 30)

_DROPPED: dict[int, str | None] = {code: None for code in range(32) if chr(code) not in "\t\n"}
_DROPPED |= {0xFFFE: None, 0xFFFF: None}
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

StyleOf = Callable[[Column, Row, int], int]  # column, row, index of the column: number of the cell style


def clean(text: str) -> str:
    """Drop what a cell cannot hold: control characters, halves of characters, text beyond its length."""
    text = _LONE_SURROGATE.sub("\ufffd", text.translate(_DROPPED))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT


def escaped(text: str) -> str:
    """Clean text in which nothing is taken for one of Excel's own escapes, such as _x000D_."""
    return _LOOKS_ESCAPED.sub("_x005F_", clean(text))


def text_xml(text: str) -> str:
    """What follows a cell's reference and style when it holds this text."""
    if text.isalnum() and len(text) <= LONGEST_TEXT:  # most texts: nothing to escape, drop or cut
        return f' t="inlineStr"><is><t>{text}</t></is></c>'
    body = escaped(text).translate(_MARKUP)
    if not body:
        return "/>"
    space = ' xml:space="preserve"' if body != body.strip() or "\n" in body or "  " in body else ""
    return f' t="inlineStr"><is><t{space}>{body}</t></is></c>'


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def value_xml(value: Cell, column: Column) -> str:
    """What follows a cell's reference and style: text, number, or the serial number of a day or moment."""
    if isinstance(value, str):
        return text_xml(value)
    if column.kind == "text" or value is None or isinstance(value, bool):
        return text_xml(shown(value, column))
    if isinstance(value, date):
        return _day_xml(value, column)
    if not math.isfinite(value) or abs(value) >= 1e15:  # Excel keeps fifteen digits
        return text_xml(shown(value, column))
    return f"><v>{value!r}</v></c>"


def _day_xml(value: date, column: Column) -> str:
    if (value.year, value.month) < (1900, 3):  # Excel's 1900 has a 29 February, so earlier days are text
        return text_xml(shown(value, column))
    if isinstance(value, datetime):
        return f"><v>{(value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86400!r}</v></c>"
    return f"><v>{value.toordinal() - _EPOCH.toordinal()}</v></c>"


class _Remembered(dict[Any, str]):
    """The XML of the values of one column. Also notes which texts need more than one line."""

    def __init__(self, column: Column, long_texts: set[str]) -> None:
        self._column = column
        self._long = long_texts

    def __missing__(self, value: Cell) -> str:
        if isinstance(value, int | float):  # not remembered: True, 1 and 1.0 are one key but not one cell
            return value_xml(value, self._column)
        xml = value_xml(value, self._column)
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = xml
        if isinstance(value, str) and takes_lines(value, self._column.width) > 1:
            self._long.add(value)
        return xml


def text_width(text: str) -> float:
    """The width of a text in Chinese characters, roughly."""
    return sum(1.0 if char > "\u2e7f" else 0.52 for char in text)


def takes_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` Chinese characters, roughly."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(text_width(line) / width - 0.01)) for line in text.split("\n"))


class Body:
    """The rows of one table as worksheet XML, begun at sheet row `first`; collects merges and page breaks.

    The cells of a merged range all keep their value, so that a filter finds every row of a household.
    """

    def __init__(self, columns: tuple[Column, ...], style_of: StyleOf, first: int) -> None:
        self.merges: list[str] = []
        self.breaks: list[int] = []
        self._first = self._next = first
        self._columns = columns
        self._style_of = style_of
        self._letters = [column_letters(index) for index in range(len(columns))]
        self._long: set[str] = set()
        self._tables = tuple(_Remembered(column, self._long) for column in columns)
        self._plain = self._pattern(Row(()))

    def lines(self, rows: Iterable[Row]) -> Iterator[str]:
        """Yield the XML of each row."""
        merged = [letter for letter, column in zip(self._letters, self._columns, strict=True) if column.merge]
        for block, group in groupby(rows, key=attrgetter("block")):
            if not (block and merged):
                yield from map(self._line, group)
                continue
            members, since = list(group), self._next
            yield from (self._line(row, len(members)) for row in members)
            if len(members) > 1:
                self.merges.extend(f"{letter}{since}:{letter}{self._next - 1}" for letter in merged)

    def _line(self, row: Row, members: int = 1) -> str:
        number, self._next = self._next, self._next + 1
        if row.style in ("band", "page"):
            return self._band(row, number)
        pattern = self._plain if row.style == "body" and not row.marks else self._pattern(row)
        cells = tuple(map(getitem, self._tables, row.cells))
        lines = 1 if self._long.isdisjoint(row.cells) else self._height(row, members)
        if len(self._long) > REMEMBERED:
            self._forget()
        return pattern.format(number, ROW_HEIGHT + LINE_HEIGHT * (lines - 1), *cells)

    def _pattern(self, row: Row) -> str:
        """The row's XML with holes: {0} its number, {1} its height, then one hole a cell."""
        cells = (
            f'<c r="{letter}{{0}}" s="{self._style_of(column, row, index)}"{{{index + 2}}}'
            for index, (letter, column) in enumerate(zip(self._letters, self._columns, strict=True))
        )
        return f'<row r="{{0}}" ht="{{1}}" customHeight="1">{"".join(cells)}</row>'

    def _height(self, row: Row, members: int) -> int:
        """How many lines the fullest cell takes; a merged cell shares its lines among the rows it spans."""
        lines = 1
        for value, column in zip(row.cells, self._columns, strict=True):
            if isinstance(value, str):
                needed = takes_lines(value, column.width)
                lines = max(lines, math.ceil(needed / members) if column.merge else needed)
        return min(lines, MOST_LINES)

    def _band(self, row: Row, number: int) -> str:
        text = text_xml(shown(row.cells[0], self._columns[0])) if row.cells else "/>"
        if len(self._letters) > 1:
            self.merges.append(f"A{number}:{self._letters[-1]}{number}")
        if row.style == "page" and number > self._first:
            self.breaks.append(number - 1)
        return self._pattern(row).format(number, ROW_HEIGHT, text, *["/>"] * (len(self._letters) - 1))

    def _forget(self) -> None:
        self._long.clear()
        for table in self._tables:
            table.clear()
