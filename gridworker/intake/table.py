"""From a messy sheet to its tables: titles, headings, records, every row left out and why. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

from gridworker.intake.bands import is_band
from gridworker.intake.header import Header, HeadingFinder, Known, squeeze
from gridworker.intake.workbook import Cell, Sheet

BLANK, SUBTOTAL, TOTAL, SIGNATURE, REPEATED, REMARK = "空行", "小计", "合计", "签字", "标题重复", "说明"

PERSON_HEADING = re.compile(r"姓名|名字|户主|证件|身份证|护照|电话|手机|联系方式")
# A row whose first cells have none of these is a record; most rows pass at this glance.
SUSPICIOUS = re.compile(r"[计：:签盖填制审复注说备示例*※]")
TOTAL_TEXT = re.compile(r".{0,12}?(小计|合计|总计|共计|累计)[：:]?[\d.,，、；;：:户人名个份元共男女栋单元]*")
# Nobody's name or number: counts such as 124户 or 男180人, and strokes through an unused cell.
COUNT_TEXT = re.compile(r"[\d.,，、；;：:/\\—\-户人名个份元共计其中男女栋幢号楼单元层室年月日％%]*")
SIGNATURE_TEXT = re.compile(
    r"(填表|填报|制表|制单|审核|审批|复核|负责|经办|主管|分管|网格|联系|报送|统计|采样|签字|签名|签收|社区|街道|单位)"
    r"[^：:\d]{0,10}[：:]|(填表人|填报人|制表人|审核人|审批人|制表|审核)$|[（(](盖章|签字|签章|公章)[）)]"
)
REMARK_TEXT = re.compile(
    r"(注|说明|备注|填[表报写]说明|填[表报写]要求|注意事项|温馨提示|提示|要求)\d*[：:]|[*※]|示例|例如|样例"
)
LEADING_CELLS = 3
NOTHING: frozenset[int] = frozenset()
T = TypeVar("T")


@dataclass(frozen=True)
class SkippedRow:
    """A row that is no record. `row` is the worksheet's row number, `why` one of the words above."""

    row: int
    why: str
    text: str


class BodyRow(NamedTuple):
    """A record. `row` is the worksheet's row number; `filled` are the columns a merge filled from above.

    A tuple, because a hundred thousand of them are made at once.
    """

    row: int
    cells: tuple[Cell, ...]
    filled: frozenset[int]


@dataclass(frozen=True)
class Table:
    """One table of a sheet; `headings`, `parents` and every row's cells go by worksheet column, A first.

    `headings` are the lowest texts without white space, "" where there is none; `parents` the texts that
    span them from above. `header_rows` is 0-based, both included. Cells left blank are not filled.
    """

    sheet: str
    titles: tuple[str, ...]
    header_rows: tuple[int, int]
    headings: tuple[str, ...]
    parents: tuple[str, ...]
    rows: list[BodyRow]
    skipped: list[SkippedRow]


def find_table(sheet: Sheet, known: Known) -> Table | None:
    """Find the sheet's largest table, or None when no row has enough known headings."""
    return max(find_tables(sheet, known), key=lambda table: len(table.rows), default=None)


def find_tables(sheet: Sheet, known: Known) -> list[Table]:
    """Find all tables of a sheet, from top to bottom and left to right."""
    finder = HeadingFinder(sheet, known)
    fillings = _fillings(sheet)
    tables: list[Table] = []
    header = finder.first()
    titles = _texts(sheet, range(header.first)) if header else ()
    while header:
        following = finder.after(header)
        end = following.first if following else len(sheet.rows)
        blocks = [_Body(sheet, header, end, fillings, block) for block in _side_by_side(header.headings)]
        tables += [block.table(titles) for block in blocks]
        titles = _closing_texts(tables[-1], end)
        header = following
    return tables


def _texts(sheet: Sheet, rows: range) -> tuple[str, ...]:
    lines = (_line(sheet.rows[row]) for row in rows)
    return tuple(line for line in lines if line)


def _line(row: tuple[Cell, ...]) -> str:
    return " ".join(str(value).strip() for value in row if value is not None)


def _closing_texts(table: Table, end: int) -> tuple[str, ...]:
    """Return what stands between a table and the next one's headings: the next one's titles."""
    row, texts = end, []
    for skipped in reversed(table.skipped):
        if skipped.row != row or skipped.why not in (BLANK, REMARK):
            break
        texts.append(skipped.text)
        row -= 1
    return tuple(text for text in reversed(texts) if text)


def _fillings(sheet: Sheet) -> dict[int, list[tuple[int, Cell]]]:
    """List, for each row, the cells that a vertical merge fills from above: column and value."""
    fillings: dict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for merge in sheet.merged:
        value = sheet.rows[merge.top][merge.left]
        if value is not None:
            for row in range(merge.top + 1, merge.bottom + 1):
                fillings[row].append((merge.left, value))
    return fillings


def _side_by_side(headings: tuple[str, ...]) -> list[range]:
    """Return the column ranges of tables that stand beside each other under the same headings."""
    used = [column for column, heading in enumerate(headings) if heading]
    texts = [headings[column] for column in used]
    for times in (4, 3, 2):
        size = len(texts) // times
        if size >= 2 and texts == texts[:size] * times:
            starts = [0, *(used[size * number] for number in range(1, times)), len(headings)]
            return [range(left, right) for left, right in pairwise(starts)]
    return [range(len(headings))]


class _Body:
    """Sorts the rows below one header into records and the rest."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        end: int,
        fillings: dict[int, list[tuple[int, Cell]]],
        block: range,
    ) -> None:
        self._sheet, self._header, self._end, self._fillings = sheet, header, end, fillings
        self._block = block
        self._whole = len(block) == len(header.headings)
        self._headings = self._only_block(header.headings, "")
        named = [column for column in block if header.headings[column]]
        self._left = named[0]
        self._people = [
            column
            for column in named
            if PERSON_HEADING.search(header.headings[column] + header.parents[column])
        ]
        self._heading_rows = [sheet.rows[row] for row in range(header.first, header.last + 1)]
        self._words = {value for row in self._heading_rows for value in row if type(value) is str}
        self._lines_above = {squeeze(line) for line in _texts(sheet, range(header.first))}
        self._bands = {merge.top for merge in sheet.merged if merge.right - merge.left >= 2}
        self._after_remark = False

    def table(self, titles: tuple[str, ...]) -> Table:
        rows: list[BodyRow] = []
        skipped: list[SkippedRow] = []
        for number, row in self._numbered_rows():
            why = self._why_skipped(number, row)
            self._after_remark = why == REMARK and not is_band(_line(row))
            if why:
                skipped.append(SkippedRow(number + 1, why, _line(row)))
            else:
                rows.append(self._record(number, row))
        parents = self._only_block(self._header.parents, "")
        ends = (self._header.first, self._header.last)
        return Table(self._sheet.name, titles, ends, self._headings, parents, rows, skipped)

    def _numbered_rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        first = self._header.last + 1
        for number, row in enumerate(self._sheet.rows[first : self._end], first):
            yield number, row if self._whole else self._only_block(row, None)

    def _only_block(self, values: tuple[T, ...], blank: T) -> tuple[T, ...]:
        """Blank out what belongs to a table beside this one."""
        left, right = self._block.start, self._block.stop
        return (blank,) * left + values[left:right] + (blank,) * (len(values) - right)

    def _record(self, number: int, row: tuple[Cell, ...]) -> BodyRow:
        fillings = self._fillings.get(number)
        if not fillings:
            return BodyRow(number + 1, row, NOTHING)
        cells = list(row)
        for column, value in fillings:
            if column in self._block:
                cells[column] = value
        filled = frozenset(column for column, _ in fillings if column in self._block)
        return BodyRow(number + 1, tuple(cells), filled)

    def _why_skipped(self, number: int, row: tuple[Cell, ...]) -> str:
        """Return why a row is no record, or "". Most rows pass after a glance at their first cells."""
        count = len(row) - row.count(None)
        if not count:
            return BLANK
        if count == 1 and self._names_place(number, row):
            return REMARK
        leading = [value for value in row[self._left : self._left + 6] if value is not None][:LEADING_CELLS]
        if self._repeats_heading(row, count):
            return REPEATED
        if (
            SUSPICIOUS.search("\n".join(map(str, leading)))
            or count <= 2
            or len(leading) < LEADING_CELLS
            or row[self._left] == 1
        ):
            return self._examine(number, [value for value in row if value is not None], row)
        return ""

    def _names_place(self, number: int, row: tuple[Cell, ...]) -> bool:
        """Whether the row's only text is a place and stands across the table or in its first columns."""
        column, text = next((column, value) for column, value in enumerate(row) if value is not None)
        leads = number in self._bands or column < self._left + LEADING_CELLS
        return leads and type(text) is str and is_band(text)

    def _repeats_heading(self, row: tuple[Cell, ...], count: int) -> bool:
        if self._words.isdisjoint(row):
            return count <= 2 and squeeze(_line(row)) in self._lines_above
        texts = [squeeze(value) for value in row]
        for heading in self._heading_rows:
            same = sum(text != "" and text == squeeze(own) for text, own in zip(texts, heading, strict=True))
            if same >= min(2, count) and same >= 0.8 * count:
                return True
        return False

    def _examine(self, number: int, values: list[Cell], row: tuple[Cell, ...]) -> str:
        texts = [squeeze(value) for value in values]
        if REMARK_TEXT.match(texts[0]) or self._is_numbering(values):
            return REMARK
        if SIGNATURE_TEXT.match(texts[0]) or (SIGNATURE_TEXT.search(texts[0]) and not self._has_person(row)):
            return SIGNATURE
        total = next(filter(None, map(TOTAL_TEXT.fullmatch, texts[:LEADING_CELLS])), None)
        if total and not self._has_person(row):
            return SUBTOTAL if total.group(1) == "小计" else TOTAL
        return REMARK if len(values) == 1 and self._is_band(number, row) else ""

    def _has_person(self, row: tuple[Cell, ...]) -> bool:
        """Whether somebody's name or number stands in the row; without such columns, any text but a count."""
        values = [row[column] for column in self._people] or list(row)
        return any(
            value is not None and not _is_count(value) and not TOTAL_TEXT.fullmatch(squeeze(value))
            for value in values
        )

    @staticmethod
    def _is_numbering(values: list[Cell]) -> bool:
        """Whether this is the line of column numbers below some official headings."""
        return len(values) >= 3 and values == list(range(1, len(values) + 1))

    def _is_band(self, number: int, row: tuple[Cell, ...]) -> bool:
        """Whether a row's only text stands across the table, before its first column, or goes on a remark."""
        column = next(column for column, value in enumerate(row) if value is not None)
        if type(row[column]) is not str:
            return False
        if number in self._bands or self._after_remark or column < self._left:
            return True
        closing = number + 1 == self._end < len(self._sheet.rows)
        return closing or (column == self._left and column not in self._people)


def _is_count(value: Cell) -> bool:
    if isinstance(value, str):
        text = squeeze(value)
        return COUNT_TEXT.fullmatch(text) is not None and not re.search(r"\d{7}", text)
    return isinstance(value, int | float) and abs(value) < 10**6
