"""Tables inside markup: HTML pages saved as .xls, and Excel's XML spreadsheets of 2003."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

from gridworker.intake.guard import DAMAGED, Limits, Refused, check_extent
from gridworker.intake.text import decode

MOST_ROWS_SPANNED = 65_534
Span = tuple[int, int, int, int]
Value = str | float | bool | datetime | None


@dataclass
class Grid:
    """A sheet in the making: cells by 0-based (row, column), merged areas as spans."""

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[Span] = field(default_factory=list)
    hidden: bool = False

    def rows(self, limits: Limits) -> list[list[Value]]:
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        check_extent(self.name, height, width, limits)
        rows: list[list[Value]] = [[None] * width for _ in range(height)]
        for (row, column), value in self.cells.items():
            rows[row][column] = value
        return rows


def read_html(data: bytes, limits: Limits) -> list[Grid]:
    """Read every <table> of a page as a sheet of text, with its rowspans and colspans as merges."""
    pages = _Pages(limits)
    pages.feed(_decode_page(data))
    pages.close()
    found = [grid for grid in pages.grids if any(value is not None for value in grid.cells.values())]
    if not found:
        raise Refused("这是网页文件，里面没有表格。请重新导出，或向提供者索取 Excel 表格。")
    return found


def _decode_page(data: bytes) -> str:
    charset = re.search(rb"charset\s*=\s*[\"']?\s*(gb\w+)", data[:4096], re.IGNORECASE)
    if charset and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass  # pages often name a charset they are not in
    return decode(data)


class _Open:
    """A table whose end tag has not come yet."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.row = -1
        self.column = 0
        self.spans: dict[int, int] = {}  # column: last row that a cell above reaches down to
        self.text: list[str] | None = None
        self.at = (0, 0)

    def start_row(self) -> None:
        self.end_cell()
        self.row += 1
        self.column = 0

    def start_cell(self, down: int, across: int) -> None:
        self.end_cell()
        if self.row < 0:
            self.start_row()
        while self.spans.get(self.column, -1) >= self.row:
            self.column += 1
        self.at, self.text = (self.row, self.column), []
        bottom, right = self.row + down - 1, self.column + across - 1
        self.spans.update(dict.fromkeys(range(self.column, right + 1), bottom))
        if down > 1 or across > 1:
            self.grid.merges.append((self.row, self.column, bottom, right))
        self.column = right + 1

    def end_cell(self) -> None:
        if self.text is not None:
            lines = "".join(self.text).split("\v")
            value = "\n".join(" ".join(line.split()) for line in lines).strip()
            self.grid.cells[self.at] = value or None
            self.text = None


class _Pages(HTMLParser):
    """Collects tables; a table inside a cell becomes a sheet of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.grids: list[Grid] = []
        self.stack: list[_Open] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.grids.append(Grid(f"表格{len(self.grids) + 1}"))
            self.stack.append(_Open(self.grids[-1]))
        elif tag in ("script", "style"):
            self.silent += 1
        elif self.stack:
            self._inside(tag, dict(attrs))

    def _inside(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self.stack[-1]
        if tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            across = _span(attributes.get("colspan"), self.limits.columns)
            table.start_cell(_span(attributes.get("rowspan"), MOST_ROWS_SPANNED), across)
            check_extent(table.grid.name, table.at[0] + 1, table.at[1] + 1, self.limits)
        elif tag in ("br", "p", "div") and table.text:
            table.text.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr") and self.stack:
            self.stack[-1].end_cell()
        elif tag == "table" and self.stack:
            self.stack.pop().end_cell()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1].text is not None and not self.silent:
            self.stack[-1].text.append(data)

    def close(self) -> None:
        super().close()
        while self.stack:
            self.stack.pop().end_cell()


def _span(text: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,7})", text or "")
    return min(max(int(digits.group(1)), 1), most) if digits else 1


SHEET_XML = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_spreadsheetml(data: bytes, limits: Limits) -> list[Grid]:
    """Read an XML spreadsheet of Excel 2003; numbers and dates keep their kind."""
    if re.search(rb"<!DOCTYPE|<!ENTITY", data[: 1 << 20].replace(b"\x00", b"")):
        raise Refused("文件内部含有实体声明，正常的表格不会有，已拒绝读取。请向提供者核实来源。")
    grids: list[Grid] = []
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
            if element.tag == f"{SHEET_XML}Worksheet" and event == "start":
                grids.append(Grid(element.get(f"{SHEET_XML}Name") or f"工作表{len(grids) + 1}"))
                row = -1
            elif element.tag == f"{SHEET_XML}Row" and event == "end" and grids:
                row = _number(element.get(f"{SHEET_XML}Index"), row + 2) - 1
                _take_row(grids[-1], row, element)
                element.clear()
    except ElementTree.ParseError as error:
        raise Refused(DAMAGED) from error
    return grids


def _take_row(grid: Grid, row: int, element: ElementTree.Element) -> None:
    column = -1
    for cell in element.iter(f"{SHEET_XML}Cell"):
        column = _number(cell.get(f"{SHEET_XML}Index"), column + 2) - 1
        value = next(_values(cell), None)
        if value is not None:
            grid.cells[row, column] = value
        across = _number(cell.get(f"{SHEET_XML}MergeAcross"), 0)
        down = _number(cell.get(f"{SHEET_XML}MergeDown"), 0)
        if across or down:
            grid.merges.append((row, column, row + down, column + across))
        column += across


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _values(cell: ElementTree.Element) -> Iterator[Value]:
    for data in cell.iter(f"{SHEET_XML}Data"):
        text = "".join(data.itertext())
        if text:
            yield _typed(text, data.get(f"{SHEET_XML}Type"))


def _typed(text: str, kind: str | None) -> Value:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text
