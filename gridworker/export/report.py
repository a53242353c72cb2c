"""A report before it has a format: what the Excel and the PDF writer both read, so they never disagree.

Pure data. Masking is done by whoever builds the report; `masked` only tells the reader which it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

Cell = str | int | float | bool | date | datetime | None
Kind = Literal["text", "integer", "decimal", "percent", "day", "moment", "tick"]
Align = Literal["left", "center", "right"]
RowStyle = Literal["body", "subtotal", "band", "page"]
Tone = Literal["good", "warn", "bad", "quiet"]

NO_MARKS: Mapping[int, Tone] = MappingProxyType({})
WIDE = 60.0  # a table wider than this many Chinese characters is laid on a landscape page
_PADDING = 0.7  # on either side of a cell's text, together

_ALIGN: dict[str, Align] = {
    "text": "left",
    "integer": "right",
    "decimal": "right",
    "percent": "right",
    "day": "center",
    "moment": "center",
    "tick": "center",
}


@dataclass(frozen=True)
class Column:
    """One column. `width` is in Chinese characters, `group` the heading above when headings have two rows.

    With `merge`, the cells of neighbouring rows that share a `Row.block` become one cell, which shows
    the first row's value. `places` are decimals after the point: percent 1, decimal 2 unless given.
    """

    key: str
    heading: str
    kind: Kind = "text"
    width: float = 6.0
    align: Align | None = None
    group: str = ""
    merge: bool = False
    places: int | None = None

    @property
    def side(self) -> Align:
        return self.align or _ALIGN[self.kind]

    @property
    def decimals(self) -> int:
        if self.places is not None:
            return self.places
        return 1 if self.kind == "percent" else 2


class Row(NamedTuple):
    """One row; `cells` are in the order of the columns, percents as fractions (0.973).

    `block` names what the row belongs to (a household) for merged cells. A "band" shows only its first
    cell across the whole width; a "page" is a band that begins a new page when printed. `marks` colours
    single cells, by column index.
    """

    cells: tuple[Cell, ...]
    block: str = ""
    style: RowStyle = "body"
    marks: Mapping[int, Tone] = NO_MARKS


@dataclass(frozen=True)
class Series:
    """One line or set of bars; a None value leaves a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """`percent` values are fractions. Every series has one value a category."""

    kind: Literal["bar", "line"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False

    @property
    def bounds(self) -> tuple[float, float | None]:
        """Where the value axis begins and ends (None: as it comes). Bars begin at 0, lines may not."""
        values = [value for series in self.series for value in series.values if value is not None]
        if not self.percent or not values:
            return 0.0, None
        begin = 0.0 if self.kind == "bar" else max(0.0, math.floor(min(values) * 10 - 0.5) / 10)
        return begin, max(1.0, math.ceil(max(values) * 10) / 10)


@dataclass(frozen=True)
class Figure:
    """A number to be read first, shown large: label 覆盖率, text 97.3%."""

    label: str
    text: str
    tone: Tone | None = None


@dataclass(frozen=True)
class Section:
    """One table: a sheet in Excel, and in PDF begun on a new page unless `Report.flow`.

    `rows` may be iterated several times and need not fit in memory. `facts` are label-value pairs
    printed above the table (采集地点：东门). `columns` may be empty when figures or charts say it all.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row] = ()
    totals: tuple[Cell, ...] | None = None
    charts: tuple[Chart, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def count(self) -> int:
        """How many rows there are; goes through them once where they do not know it themselves."""
        return len(self.rows) if isinstance(self.rows, Sized) else sum(1 for _ in self.rows)


@dataclass(frozen=True)
class Report:
    """What is sent to superiors. `name` is the command name, `unit` 填报单位, `scope` the place covered."""

    name: str
    title: str
    unit: str
    date_line: str
    sections: tuple[Section, ...]
    scope: str
    on: date
    made_at: datetime
    masked: bool = True
    signatures: tuple[str, ...] = ("填表人", "审核人", "负责人")
    stamp: bool = True
    landscape: bool | None = None
    flow: bool = False

    def wide(self, section: Section) -> bool:
        """Whether this section is laid on a landscape page."""
        if self.landscape is not None:
            return self.landscape
        return sum(column.width + _PADDING for column in section.columns) > WIDE


def shown(value: Cell, column: Column) -> str:
    """Write one cell as people read it; text in a number's column stays as it is."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return ("☑" if value else "☐") if column.kind == "tick" else ("是" if value else "否")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if column.kind == "percent":
        return f"{value * 100:.{column.decimals}f}%"
    if column.kind == "decimal":
        return f"{value:.{column.decimals}f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff\s]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])($|[ .])")


def file_name(report: Report, suffix: str) -> str:
    """Name the file by unit, title, scope and day, safe on Windows too. `suffix` has its dot: ".xlsx"."""
    parts = (_UNSAFE.sub("", part).strip(".") for part in (report.unit, report.title, report.scope))
    stem = "_".join(part[:24].rstrip(".") for part in parts if part)
    if _RESERVED.match(stem):
        stem = f"报表{stem}"
    return f"{stem}_{report.on:%Y-%m-%d}{suffix}" if stem else f"{report.on:%Y-%m-%d}{suffix}"
