"""Tables found in files from outside, each with what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from gridworker.errors import FileProblem
from gridworker.intake.kinds import KINDS, Target
from gridworker.intake.likeness import why_other_kind
from gridworker.intake.mapping import Mapping, known, recognise, remembered, targets
from gridworker.intake.problems import WARNING, Problem
from gridworker.intake.table import Table, find_tables
from gridworker.intake.workbook import Cell, Sheet, Workbook, read_workbook
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import day_in, spoken_of
from gridworker.ledger.fields import is_blank

SAMPLES = 5
_LOOKED_AT = 200  # rows
_EARLIEST = "2019-12-01"  # older days are of birth, of issue and the like
_FULL_DAY = re.compile(r"20\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_NO_TABLE = "没有找到带“{needed}”一列的表格。请确认选对了文件和导入种类，并在表格上方保留表头。"

_NO_ROWS = "里面只有表头，下面没有一行内容。请确认选对了文件，填好内容后再试。"
_NOT_KNOWN = "这一栏“{}”没有认出，没有导入；需要时请在导入窗口里指定对应的字段。"
_AGAIN = "这一栏“{}”{}；需要时请在导入窗口里指定对应的字段。"


@dataclass(frozen=True)
class Source:
    """One table in a file. Correct its meaning with `with_mapping` before planning."""

    path: Path
    table: Table
    mapping: Mapping

    @property
    def names(self) -> tuple[str, ...]:
        """What stands over the table: its titles, its sheet's name, its file's."""
        return (*self.table.titles, self.table.sheet, self.path.stem)

    @cached_property
    def near(self) -> str:
        """An ISO day near those of the table, for days without a year: by title, else by its dates."""
        return spoken_of(self.names) or self._usual_day() or date.today().isoformat()

    @cached_property
    def day(self) -> str | None:
        """The ISO day that stands over the table, for rows that name none."""
        return day_in(self.names, self.near)

    def _usual_day(self) -> str | None:
        """The day in the middle of those that the cells tell in full, birth dates apart."""
        born = set(self.mapping.of("born"))
        columns = [index for index in range(len(self.table.headings)) if index not in born]
        cells = (row.cells[index] for row in self.table.rows[:_LOOKED_AT] for index in columns)
        found = sorted(day for cell in cells if (day := _recent_day(cell)))
        return found[len(found) // 2] if found else None

    def with_mapping(self, mapping: Mapping) -> Source:
        return replace(self, mapping=mapping)

    def problem(
        self, row: int, column: int | None, text: str, *, value: str = "", severity: str = "error",
        field: str | None = None, why: str | None = None,
    ) -> Problem:  # fmt: skip
        """A problem in a row (from 1) of this table."""
        return Problem(
            self.path.name, self.table.sheet, row, column, field, value, text,
            WARNING if severity == WARNING else "error", why,
        )  # fmt: skip

    def unknown_columns(self) -> Iterator[Problem]:
        """A warning for each column with values that are left out, at its heading.

        Nobody knows its heading, or another column fills the same already.
        """
        for column in self.mapping.columns:
            if not (column.unknown or column.repeated):
                continue
            if any(not is_blank(row.cells[column.index]) for row in self.table.rows):
                text = _NOT_KNOWN if column.unknown else _AGAIN
                yield self.problem(
                    self.table.header_rows[1] + 1, column.index, text.format(column.heading, column.note),
                    value=column.heading, severity=WARNING,
                    why="unknown-column" if column.unknown else "repeated-column",
                )  # fmt: skip


def _recent_day(cell: Cell) -> str | None:
    """The ISO day of a cell that is a date or reads as one in full, of these years."""
    if isinstance(cell, date):
        day = cell.isoformat()[:10]
    elif isinstance(cell, str) and _FULL_DAY.match(cell.strip()):
        day = f"{cell.strip()[:4]}-07-01"
    else:
        return None
    return day if day >= _EARLIEST else None


@dataclass(frozen=True)
class Sources:
    """What an import reads: tables that can be imported, and a problem for each sheet that has none."""

    kind: str
    found: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()
    offered: tuple[Target, ...] = ()


Files = Sequence[Path | Workbook | Source]


def open_sources(
    ledger: Ledger,
    files: Files,
    kind: str,
    *,
    sheets: Collection[str] | None = None,
    progress: Progress = SILENT,
) -> Sources:
    """Read files (or take what is read already) and find their tables. `sheets` limits by name.

    Raises FileProblem when a file cannot be read or holds no table of this kind.
    """
    opener = _Opener(ledger, kind, sheets)
    for file in files:
        if isinstance(file, Source):
            opener.found.append(file)
        else:
            opener.open(read_workbook(file, progress=progress) if isinstance(file, Path) else file)
    return Sources(kind, tuple(opener.found), tuple(opener.problems), opener.offered)


class _Opener:
    def __init__(self, ledger: Ledger, kind: str, sheets: Collection[str] | None) -> None:
        self._kind, self._wanted, self._sheets = kind, KINDS[kind], sheets
        self._remembered = remembered(ledger, kind)
        self.offered = tuple(targets(kind, ledger.register))
        self._known = known(kind, self.offered, self._remembered)
        self.found: list[Source] = []
        self.problems: list[Problem] = []
        self._other_kind = ""

    def open(self, workbook: Workbook) -> None:
        before = len(self.found)
        self._other_kind = ""
        chosen = [sheet for sheet in workbook.sheets if self._sheets is None or sheet.name in self._sheets]
        if not chosen:
            names = "、".join(sheet.name for sheet in workbook.sheets)
            raise FileProblem(workbook.path, f"里面没有指定的工作表。它的工作表有：{names}。")
        for sheet in chosen:
            self._find(workbook.path, sheet)
        found = self.found[before:]
        if not found:
            why = self._other_kind or _NO_TABLE.format(needed=self._wanted.needed)
            raise FileProblem(workbook.path, why)
        if not any(source.table.rows for source in found):
            raise FileProblem(workbook.path, _NO_ROWS)

    def _find(self, path: Path, sheet: Sheet) -> None:
        """Keep the tables that name people or doors; say which sheets were passed over, unless blank."""
        tables = [self._source(path, table) for table in find_tables(sheet, self._known)]
        people = [each for each in tables if any(key in each.mapping for key in self._wanted.anchors)]
        hidden = sheet.hidden and self._sheets is None
        others = [why for each in people if (why := why_other_kind(each.mapping, each.names))]
        if people and not hidden and not others:
            self.found += people
        elif others and not hidden:
            self._other_kind = others[0]
            self._pass_over(path, sheet, f"没有导入：{others[0]}")
        elif any(cell is not None for row in sheet.rows for cell in row):
            why = "是隐藏的工作表" if hidden else f"没有找到带“{self._wanted.needed}”一列的表格"
            self._pass_over(path, sheet, f"{why}，没有导入。如需导入，请取消隐藏或补上表头后再试。")

    def _pass_over(self, path: Path, sheet: Sheet, why: str) -> None:
        text = f"工作表“{sheet.name}”{why}"
        self.problems.append(
            Problem(path.name, sheet.name, 1, None, None, "", text, WARNING, "sheet-passed-over")
        )

    def _source(self, path: Path, table: Table) -> Source:
        samples = [_samples(table, column) for column in range(len(table.headings))]
        mapping = recognise(
            table.headings, table.parents, self._kind, self._remembered, samples=samples, offered=self.offered
        )
        return Source(path, table, mapping)


def _samples(table: Table, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[:200]:
        value = row.cells[column]
        if value is not None:
            found[str(value).strip()] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)
