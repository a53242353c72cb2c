"""The rows that an import refused or doubted, as a workbook to be corrected and imported again.

Every cell is text: an ID number keeps its digits, a leading "=" stays a leading "=". What is wrong is
coloured, said in a comment and once more in a last column, which an import passes over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from gridworker.export.cells import Body, column_letters, text_width
from gridworker.export.files import write_safely
from gridworker.export.package import Table, fill_package, sheet_names
from gridworker.export.report import Column, Row, Tone
from gridworker.export.workbook import BodyStyles, annotate, new_book, put_text, style_heading
from gridworker.jobs import SILENT, Progress

EXPLANATION = "问题说明"
COMMENTED_ROWS = 1_000  # further rows are explained in the last column only: comments make Excel slow


class ProblemSheet(Protocol):
    """Rows as they were read. `marks` says what is wrong, by index of row and column, both from 0.

    A column index beyond the headings marks the row as a whole. Rows may be shorter than the headings.
    """

    @property
    def name(self) -> str: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> Sequence[Sequence[object]]: ...
    @property
    def marks(self) -> Mapping[tuple[int, int], str]: ...


_LOST_DIGITS = 1e15


def write_problem_rows(target: Path, sheets: Sequence[ProblemSheet], progress: Progress = SILENT) -> Path:
    """Write the sheets as .xlsx. Raises FileHeldOpen, DiskProblem, Cancelled; nothing is left behind then."""
    return write_safely(target, partial(_write, sheets, progress))


def _write(sheets: Sequence[ProblemSheet], progress: Progress, out: BinaryIO) -> None:
    book = new_book("需更正的行")
    tables: dict[str, Table] = {}
    names = sheet_names([sheet.name for sheet in sheets])
    for number, (problems, name) in enumerate(zip(sheets, names, strict=True), start=1):
        tables[f"xl/worksheets/sheet{number}.xml"] = _lay_out(book.create_sheet(name), problems)
    skeleton = BytesIO()
    book.save(skeleton)
    fill_package(skeleton.getvalue(), tables, out, progress)


def _lay_out(sheet: Any, problems: ProblemSheet) -> Table:
    """Make headings and the commented rows; the other rows are streamed below them."""
    columns = _columns(problems)
    rows = _Rows(problems)
    styles = BodyStyles(sheet, columns)
    for index, column in enumerate(columns):
        cell = sheet.cell(1, index + 1)
        put_text(cell, column.heading)
        style_heading(cell)
        sheet.column_dimensions[column_letters(index)].width = column.width * 2 + 2.8
    for number, row in enumerate(islice(rows, COMMENTED_ROWS)):
        _commented_row(sheet, styles, row, rows.sentences(number), number + 2)
    first = min(len(rows), COMMENTED_ROWS) + 2
    last = column_letters(len(columns) - 1)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:{last}{len(rows) + 1}"
    rest = rows.after(COMMENTED_ROWS)
    return Table(Body(columns, styles, first), rest, first, len(rest))


def _commented_row(sheet: Any, styles: BodyStyles, row: Row, sentences: dict[int, str], at: int) -> None:
    for index, value in enumerate(row.cells):
        cell = sheet.cell(at, index + 1)
        if value:
            put_text(cell, str(value))
        styles.apply(cell, row, index)
        if index in sentences and index < len(row.cells) - 1:
            annotate(cell, sentences[index])


def _columns(problems: ProblemSheet) -> tuple[Column, ...]:
    """Text columns wide enough for their headings and first values."""
    columns = [
        Column(str(index), heading, width=_width([heading, *_values(problems, index)]))
        for index, heading in enumerate(problems.headings)
    ]
    return (*columns, Column(EXPLANATION, EXPLANATION, width=30))


def _values(problems: ProblemSheet, index: int) -> list[str]:
    return [as_text(row[index]) for row in problems.rows[:50] if index < len(row)]


def _width(texts: list[str]) -> float:
    return min(20.0, max(4.0, *(text_width(text) for text in texts)))


def as_text(value: object) -> str:
    """A raw cell as the text that reads back as the same value; a damaged number stays visibly damaged."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        # A number too long for a spreadsheet has lost its last digits: written out it would pass for whole.
        return f"{value:.12G}" if abs(value) >= _LOST_DIGITS else f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M:%S}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


class _Rows:
    """The rows from `start` on as they are written: all text, padded, marked, explained in the last cell."""

    def __init__(self, problems: ProblemSheet, start: int = 0) -> None:
        self._problems, self._start = problems, start
        self._sentences: dict[int, dict[int, str]] = {}
        for (row, column), sentence in problems.marks.items():
            self._sentences.setdefault(row, {})[column] = sentence

    def __len__(self) -> int:
        return max(0, len(self._problems.rows) - self._start)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(self._start, len(self._problems.rows)))

    def after(self, count: int) -> _Rows:
        return _Rows(self._problems, self._start + count)

    def sentences(self, row: int) -> dict[int, str]:
        """What is wrong in a row, by column."""
        return self._sentences.get(row, {})

    def _row(self, number: int) -> Row:
        headings = self._problems.headings
        raw = [as_text(value) for value in self._problems.rows[number][: len(headings)]]
        padded = (*raw, *[""] * (len(headings) - len(raw)))
        wrong = self.sentences(number)
        said = (
            f"{headings[column]}：{sentence}" if 0 <= column < len(headings) else sentence
            for column, sentence in sorted(wrong.items())
        )
        marks: dict[int, Tone] = {column: "bad" for column in wrong if 0 <= column < len(headings)}
        return Row((*padded, "；".join(said)), marks=marks)
