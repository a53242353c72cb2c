"""Draw a table row by row down the pages: repeated headings, merged blocks, bands, totals.

Each column remembers the operators of the values it has drawn, so a value is measured and broken once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, groupby, pairwise
from operator import attrgetter, getitem
from typing import Any

from gridworker.export.page import BAND, BLUE, HEAD, TONES, TOTAL, Letters, Paper
from gridworker.export.report import Cell, Column, Row, shown
from gridworker.export.wrapping import wrap

SIZE, SMALLEST = 9.0, 6.5  # of letters, points
PADDING = 3.2  # on each side of a cell's text
REMEMBERED = 20_000  # values a column remembers before it starts afresh
KEEP_TOGETHER = 0.35  # a block up to this share of a page is not split

_CONTROL = re.compile("[\x00-\x1f\x7f\u200b\ufeff\ud800-\udfff\ufffe\uffff]")

Fragment = tuple[str, str]  # operators of one line of text, before and after its baseline's height
Fragments = tuple[Fragment, ...]


def printable(text: str) -> str:
    """One line without what has no shape: line breaks, control characters, halves of characters."""
    return _CONTROL.sub("", text)


def printable_lines(text: str) -> str:
    """The same for a text that keeps its line breaks."""
    return "\n".join(map(printable, text.split("\n")))


class _Place:
    """Where a column lies: left edge and width in points."""

    def __init__(self, column: Column, left: float, width: float) -> None:
        self.column, self.left, self.width = column, left, width
        self.room = width - 2 * PADDING

    def anchor(self) -> float:
        """The x that texts of this column are aligned to."""
        share = {"left": PADDING, "center": self.width / 2, "right": self.width - PADDING}
        return self.left + share[self.column.side]


class _Remembered(dict[Any, Fragments]):
    """The lines of the values of one column, as operators that want only their height on the page."""

    def __init__(self, place: _Place, letters: Letters, size: float) -> None:
        self._place, self._letters, self._size = place, letters, size
        self._anchor = place.anchor()
        self._share = {"left": 0.0, "center": 0.5, "right": 1.0}[place.column.side]

    def __missing__(self, value: Cell) -> Fragments:
        if value is None or (isinstance(value, bool) and self._place.column.kind == "tick"):
            return ()
        fragments = self._fragments(printable_lines(shown(value, self._place.column)))
        if not isinstance(value, int | float):  # not remembered: True, 1 and 1.0 are one key but not one text
            if len(self) >= REMEMBERED:
                self.clear()
            self[value] = fragments
        return fragments

    def _fragments(self, text: str) -> Fragments:
        if "\n" not in text:
            width = self._letters.width(text) * self._size
            if width <= self._place.room:  # nearly all texts
                return (self._fragment(text, width),) if text else ()
        lines = wrap(text, self._place.room / self._size, self._letters.width)
        return tuple(self._fragment(line, self._letters.width(line) * self._size) for line in lines)

    def _fragment(self, line: str, width: float) -> Fragment:
        squeeze = min(1.0, self._place.room / width) if width else 1.0
        x = self._anchor - width * squeeze * self._share
        before, after = f"1 0 0 1 {x:.2f} ", f" Tm {self._letters.operators(line, self._size)}"
        return (before, after) if squeeze == 1 else (f"{squeeze * 100:.1f} Tz {before}", f"{after} 100 Tz")


class TableWriter:
    """Writes one table on `paper`, from where the paper stands."""

    def __init__(self, paper: Paper, columns: tuple[Column, ...]) -> None:
        self._paper, self._columns = paper, columns
        width = paper.right - paper.left
        natural = [column.width * SIZE + 2 * PADDING for column in columns]
        scale = width / sum(natural)
        self._size = max(SMALLEST, min(SIZE, SIZE * scale))
        self._leading = self._size * 1.32
        self._gap = self._size * 0.62  # above and below the lines of a row, together
        edges = list(accumulate((each * scale for each in natural), initial=paper.left))
        self._places = [
            _Place(column, x, right - x) for column, (x, right) in zip(columns, pairwise(edges), strict=True)
        ]
        self._edges = edges
        self._remembered = tuple(_Remembered(place, paper.letters, self._size) for place in self._places)
        self._merged = [index for index, column in enumerate(columns) if column.merge]
        self._ticks = [index for index, column in enumerate(columns) if column.kind == "tick"]
        self._headings = _Headings(self._places, paper.letters, self._size)
        self._since = self._reserve = 0.0

    @property
    def least(self) -> float:
        """The height of the headings with some rows; they stand on no page without."""
        return self._headings.height + 3 * self._height(1)

    def write(self, rows: Iterable[Row], totals: tuple[Cell, ...] | None, below: float = 0.0) -> None:
        """Draw headings, rows and totals; the paper stands below them afterwards.

        `below` is the height of what follows: it will not stand on a page of its own, without a row.
        """
        if totals is not None:
            below += self._height(1)
        pieces = _with_last(self._pieces(rows))
        first = next(pieces, None)
        alone = first is None or first[1]  # then what follows would leave the headings behind
        self._paper.need(self.least + (below if alone else 0.0))
        self._begin()
        for piece, last in chain([first] if first else (), pieces):
            self._reserve = below if last else 0.0
            if len(piece) == 1:
                self._row(piece[0])
            else:
                self._block(piece)
        self._reserve = 0.0
        if totals is not None:
            self._row(Row(totals, style="subtotal"))
        self._end()

    def _pieces(self, rows: Iterable[Row]) -> Iterator[list[Row]]:
        """What is kept together: the rows of a block with merged cells; else each row by itself."""
        if not self._merged:
            yield from ([row] for row in rows)
            return
        for block, group in groupby(rows, key=attrgetter("block")):
            members = list(group)
            yield from [members] if block else ([row] for row in members)

    def _begin(self) -> None:
        paper = self._paper
        self._headings.draw(paper)
        paper.y -= self._headings.height
        self._since = paper.y

    def _end(self) -> None:
        """Draw the upright rules of the rows since the headings or the last band."""
        if self._since > self._paper.y:
            for x in self._edges:
                self._paper.page.rule(x, self._since, x, self._paper.y)
        self._since = self._paper.y

    def _turn(self) -> None:
        self._end()
        self._paper.turn()
        self._begin()

    def _fit(self, height: float) -> None:
        if self._paper.room < height + self._reserve:
            self._turn()

    def _row(self, row: Row) -> None:
        if row.style in ("band", "page"):
            self._band(row)
            return
        lines = tuple(map(getitem, self._remembered, row.cells))
        height = self._height(max(map(len, lines), default=1))
        self._fit(height)
        self._place(row, lines, height)
        self._paper.page.rule(self._edges[0], self._paper.y, self._edges[-1], self._paper.y)

    def _height(self, lines: int) -> float:
        return max(1, lines) * self._leading + self._gap

    def _baseline(self, top: float, height: float, lines: int) -> float:
        """Where the first of some lines stands, when together they are centred in the height."""
        return top - (height - lines * self._leading) / 2 - self._size * 1.04

    def _place(self, row: Row, lines: tuple[Fragments, ...], height: float) -> None:
        """Draw one row's cells at the paper's place and move down."""
        paper, page = self._paper, self._paper.page
        top, paper.y = paper.y, paper.y - height
        if row.style == "subtotal":
            page.fill(self._edges[0], paper.y, self._edges[-1] - self._edges[0], height, TOTAL)
        for index, tone in row.marks.items():
            place = self._places[index]
            page.fill(place.left, paper.y, place.width, height, TONES[tone])
        for index in self._ticks:
            self._tick(row.cells[index], self._places[index], top, height)
        if row.style == "subtotal":
            self._bold(row, top, height)
            return
        first = f"{self._baseline(top, height, 1):.1f}"
        for cell in lines:
            if len(cell) == 1:
                page.texts.append(f"{cell[0][0]}{first}{cell[0][1]}")
            elif cell:
                self._lines(cell, top, height)

    def _lines(self, cell: Fragments, top: float, height: float) -> None:
        y = self._baseline(top, height, len(cell))
        for number, (before, after) in enumerate(cell):
            self._paper.page.texts.append(f"{before}{y - number * self._leading:.1f}{after}")

    def _tick(self, value: Cell, place: _Place, top: float, height: float) -> None:
        if isinstance(value, bool):
            middle = place.left + place.width / 2
            self._paper.page.tick_box(middle, top - height / 2, self._size * 0.95, value)

    def _bold(self, row: Row, top: float, height: float) -> None:
        y = self._baseline(top, height, 1)
        for value, place in zip(row.cells, self._places, strict=True):
            text = printable(shown(value, place.column))
            self._paper.page.text(
                place.anchor(), y, text, self._size,
                bold=True, colour=BLUE, align=place.column.side, room=place.room,
            )  # fmt: skip

    def _band(self, row: Row) -> None:
        height = self._height(1) + 2
        if row.style == "page" and self._paper.y < self._since:
            self._turn()
        self._fit(height + self._height(1))
        self._end()
        paper, width = self._paper, self._edges[-1] - self._edges[0]
        paper.page.fill(self._edges[0], paper.y - height, width, height, BAND)
        text = printable(shown(row.cells[0], self._columns[0]))
        y = self._baseline(paper.y, height, 1)
        paper.page.text(
            self._edges[0] + PADDING, y, text, self._size, bold=True, colour=BLUE, room=width - 2 * PADDING
        )
        for x in (self._edges[0], self._edges[-1]):
            paper.page.rule(x, paper.y, x, paper.y - height)
        paper.y = self._since = paper.y - height
        paper.page.rule(self._edges[0], paper.y, self._edges[-1], paper.y)

    def _block(self, rows: list[Row]) -> None:
        """Draw rows that share merged cells, on one page where that is reasonable."""
        lines = [tuple(map(getitem, self._remembered, row.cells)) for row in rows]
        heights = [
            self._height(max((len(c) for i, c in enumerate(each) if i not in self._merged), default=1))
            for each in lines
        ]
        wanted = self._height(max(len(lines[0][index]) for index in self._merged))
        extra = max(0.0, wanted - sum(heights)) / len(rows)
        heights = [height + extra for height in heights]
        if self._paper.room - self._reserve < sum(heights) <= self._paper.whole_room * KEEP_TOGETHER:
            self._turn()
        self._runs(rows, lines, heights)

    def _runs(self, rows: list[Row], lines: list[tuple[Fragments, ...]], heights: list[float]) -> None:
        """Draw the rows, page by page; the merged cells are repeated on each."""
        merged = [lines[0][index] for index in self._merged]
        blank: Fragments = ()
        at, self._reserve = 0, 0.0  # the block has taken its place; a very long one runs on
        while at < len(rows):
            self._fit(heights[at])
            top = self._paper.y
            while at < len(rows) and heights[at] <= self._paper.room + 0.01:
                if self._paper.y < top:
                    self._inner_rule()
                own = tuple(blank if i in self._merged else cell for i, cell in enumerate(lines[at]))
                self._place(rows[at], own, heights[at])
                at += 1
            for cell in merged:
                self._lines(cell, top, top - self._paper.y)
            self._paper.page.rule(self._edges[0], self._paper.y, self._edges[-1], self._paper.y)

    def _inner_rule(self) -> None:
        """The rule between two rows of a block: it spares the merged cells."""
        y = self._paper.y
        for place in self._places:
            if not place.column.merge:
                self._paper.page.rule(place.left, y, place.left + place.width, y)


def _with_last(pieces: Iterator[list[Row]]) -> Iterator[tuple[list[Row], bool]]:
    """Say of each piece whether it is the last."""
    held = next(pieces, None)
    for piece in pieces:
        if held:
            yield held, False
        held = piece
    if held:
        yield held, True


class _Headings:
    """The headings of a table, in two rows where columns have a group."""

    def __init__(self, places: list[_Place], letters: Letters, size: float) -> None:
        self._places, self._size, self._leading = places, size, size * 1.25
        self._lines = [
            wrap(printable(place.column.heading), place.room / size, lambda text: letters.width(text, True))
            for place in places
        ]
        self._group_height = size * 1.9 if any(place.column.group for place in places) else 0.0
        self.height = self._group_height + max(map(len, self._lines)) * self._leading + size * 0.8

    def draw(self, paper: Paper) -> None:
        """Draw the headings below the paper's place."""
        page, top = paper.page, paper.y
        left, right = self._places[0].left, self._places[-1].left + self._places[-1].width
        page.fill(left, top - self.height, right - left, self.height, HEAD)
        for y in (top, top - self.height):
            page.rule(left, y, right, y)
        page.rule(right, top, right, top - self.height)
        numbered = zip(self._places, self._lines, strict=True)
        for group, members in groupby(numbered, key=lambda pair: pair[0].column.group):
            cells = list(members)
            below = top - self._group_height if group else top
            if group:
                self._group(paper, printable(group), cells[0][0].left, cells[-1][0].left + cells[-1][0].width)
            for number, (place, lines) in enumerate(cells):
                page.rule(place.left, below if number else top, place.left, top - self.height)
                self._cell(paper, place, lines, below, top - self.height)

    def _group(self, paper: Paper, text: str, left: float, right: float) -> None:
        y = paper.y - self._group_height
        paper.page.rule(left, y, right, y)
        self._write(paper, (left + right) / 2, y + self._size * 0.6, text, right - left - PADDING)

    def _cell(self, paper: Paper, place: _Place, lines: list[str], top: float, bottom: float) -> None:
        first = (top + bottom) / 2 + (len(lines) - 1) * self._leading / 2 - self._size * 0.36
        for number, line in enumerate(lines):
            y = first - number * self._leading
            self._write(paper, place.left + place.width / 2, y, line, place.room)

    def _write(self, paper: Paper, x: float, y: float, text: str, room: float) -> None:
        paper.page.text(x, y, text, self._size, bold=True, colour=BLUE, align="center", room=room)
