"""Text files (.csv, .txt, pasted tables) to rows: encoding, delimiter, quoting. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from gridworker.intake.guard import SAVE_AGAIN, Limits, Refused, check_extent

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
DELIMITERS = (",", "\t", ";", "|")
SAMPLE_LINES = 100
# A quote that is never closed would swallow the rest of the file into one cell.
LINES_IN_A_CELL = 30
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
PROTECTED = re.compile(r'="(.*)"', re.DOTALL)


def decode(data: bytes) -> str:
    """Decode by byte order mark, else strict UTF-8, else GB18030; Refused when none fits."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # GBK text fails as UTF-8 within a few characters: a late failure is damaged UTF-8.
        good = data[: error.start].decode("utf-8")
        text = _strict(data, "utf-8" if sum(letter > "\x7f" for letter in good) >= 20 else "gb18030")
    if CONTROL.search(text):
        raise Refused("不是能识别的表格文件。请选择 .xlsx、.xls、.ods 或 .csv 文件。")
    return text.rstrip("\x1a")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"第 {line} 行附近有无法识别的文字（编码混杂或已损坏）。" + SAVE_AGAIN) from error


def sniff_delimiter(text: str) -> str:
    """Choose the delimiter that cuts most of the first lines into the same number of cells."""
    lines = [line for line in text[:200_000].splitlines()[:SAMPLE_LINES] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = Counter(_outside_quotes(line).count(delimiter) for line in lines)
        counts.pop(0, None)
        return max(((times, cuts) for cuts, times in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=evenness)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def read_text(data: bytes, limits: Limits) -> list[tuple[str | None, ...]]:
    """Turn the bytes of a text file into rows of equal length; cells stay text, blanks are None."""
    text = decode(data)
    delimiter = sniff_delimiter(text)
    rows = _parse(text, delimiter)
    if rows is None:
        rows = [line.split(delimiter) for line in text.splitlines()]
    check_extent("文本", len(rows), max(map(len, rows), default=0), limits)
    return rectangle([[_cell(value) for value in row] for row in rows])


def _parse(text: str, delimiter: str) -> list[list[str]] | None:
    """Cut into cells; None when a quotation mark was evidently not meant as one."""
    csv.field_size_limit(1 << 27)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None
    long_cells = (value for row in rows for value in row if len(value) > 2 * LINES_IN_A_CELL)
    return None if any(value.count("\n") > LINES_IN_A_CELL for value in long_cells) else rows


def _cell(value: str) -> str | None:
    """Undo what exporters add to keep a number as text: ="0012" and a trailing tab."""
    value = value.strip("\t\x00")
    if value.startswith('="'):
        found = PROTECTED.fullmatch(value)
        value = found.group(1) if found else value
    return value.replace("\r\n", "\n").replace("\r", "\n") or None


def rectangle(rows: Iterable[list[str | None]]) -> list[tuple[str | None, ...]]:
    """Pad every row with None to the length of the longest."""
    kept = list(rows)
    width = max(map(len, kept), default=0)
    return [tuple(row) if len(row) == width else (*row, *[None] * (width - len(row))) for row in kept]
