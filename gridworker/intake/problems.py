"""What an import has to say about single cells and rows, and the rows to be corrected as a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from gridworker.intake.kinds import ITEM_COUNT, Target
from gridworker.intake.mapping import Column, Mapping, recognise
from gridworker.intake.workbook import Cell
from gridworker.ledger.fields import is_blank

if TYPE_CHECKING:
    from gridworker.intake.records import Record
    from gridworker.intake.sources import Source

Severity = Literal["error", "warning"]
ERROR: Severity = "error"
WARNING: Severity = "warning"
_EXACT = 1e15
NO_TIME = "no-time"
# The column of the day in kinds whose rows may take it from their table's title.
_TIMES: Dict[str, tuple[str, str]] = {"supplies": ("requested_at", "登记时间"), "visits": ("at", "走访时间")}


@dataclass(frozen=True)
class Problem:
    """Something the user should look at.

    An error means that this cell's value, or the whole row (`column` None), was not taken; a warning
    that it was taken, but may be wrong. `row` counts from 1 as spreadsheets do, `column` from 0.
    `why` is a fixed word for programs.
    """

    file: str
    sheet: str
    row: int
    column: int | None
    field: str | None
    value: str
    problem: str
    severity: Severity = ERROR
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The problem as the commands print it."""
        keys = ("file", "sheet", "row", "field", "value", "problem", "severity")
        found = {key: getattr(self, key) for key in keys}
        return found if self.why is None else found | {"why": self.why}


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do. rows = added + updated + unchanged + rejected.

    `batch` can be undone; it is None when nothing was written. `touched` are row numbers by register.
    `matched` and `unmatched` count rows of results, by whether their person is in the ledger.
    """

    batch: int | None
    rows: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    problems: tuple[Problem, ...] = ()
    touched: dict[str, set[int]] = field(default_factory=dict)
    matched: int | None = None
    unmatched: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as the commands print it."""
        keys = ["batch", "rows", "added", "updated", "unchanged", "rejected"]
        keys += ["matched", "unmatched"] if self.matched is not None else []
        return {key: getattr(self, key) for key in keys} | {"problems": [p.as_json() for p in self.problems]}


def shown(raw: Cell) -> str:
    """A cell's value as a person would read it in the spreadsheet."""
    if raw is None:
        return ""
    if isinstance(raw, float):
        return f"{raw:.15G}" if abs(raw) >= _EXACT else f"{raw:.15g}"
    return raw.isoformat(" ") if isinstance(raw, datetime) else str(raw)


@dataclass(frozen=True)
class ProblemSheet:
    """Rows with problems as a table that can be corrected and imported again by itself.

    `marks` maps (row, column), both from 0 within `rows`, to what is wrong there; a column beyond the
    headings stands for the whole row.
    """

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    marks: dict[tuple[int, int], str]


class HasRecords(Protocol):
    """A plan: `records` are all rows read, in order; `offered` the targets its columns could have."""

    @property
    def records(self) -> Sequence[Record]: ...

    @property
    def offered(self) -> Sequence[Target]: ...


def problem_sheets(plan: HasRecords) -> list[ProblemSheet]:
    """The rows of a plan that have problems, a sheet for each table they come from."""
    by_source: dict[int, list[Record]] = {}
    for record in plan.records:
        if record.problems:
            by_source.setdefault(id(record.source), []).append(record)
    names: set[str] = set()
    return [_sheet(records, names, plan.offered) for records in by_source.values()]


def problem_lines(outcome: Outcome) -> list[ProblemSheet]:
    """What an import of plain text has to say, a sheet for each file: the line and what is wrong in it."""
    by_file: dict[str, list[Problem]] = {}
    for problem in outcome.problems:
        by_file.setdefault(problem.file, []).append(problem)
    names: set[str] = set()
    return [
        ProblemSheet(
            _free_name(file, names),
            ("行", "原文"),
            [(problem.row, problem.value) for problem in problems],
            {(row, 1): problem.problem for row, problem in enumerate(problems)},
        )
        for file, problems in by_file.items()
    ]


def _sheet(records: list[Record], names: set[str], offered: Sequence[Target]) -> ProblemSheet:
    source = records[0].source
    kept = [column.index for column in source.mapping.columns if _is_kept(column, source.mapping)]
    derived = _derived(records)
    own_headings = _headings(source, offered)
    headings = (*(own_headings[column] for column in kept), *(heading for heading, _ in derived))
    rows: list[tuple[Cell, ...]] = []
    marks: dict[tuple[int, int], str] = {}
    for position, record in enumerate(records):
        cells = _placed(record)
        rows.append(
            (*(_unmistakable(cells[column]) for column in kept), *(tell(record) for _, tell in derived))
        )
        homes = {place: home for home, place in (record.origin or {}).items()}
        for problem in record.problems:
            home = homes.get(problem.column, problem.column)
            column = kept.index(home) if home in kept else len(headings)
            before = marks.get((position, column))
            marks[position, column] = f"{before}；{problem.problem}" if before else problem.problem
    return ProblemSheet(_free_name(source.table.sheet, names), headings, rows, marks)


def _is_kept(column: Column, mapping: Mapping) -> bool:
    """Of numbered members only the columns are kept in which everybody's cells are shown."""
    return not column.member or (column.target is not None and column.index in mapping.of(column.target))


def _headings(source: Source, offered: Sequence[Target]) -> list[str]:
    """One line of headings by which the columns are recognised again without those above them."""
    headings = [column.heading for column in source.mapping.columns]
    again = recognise(headings, [""] * len(headings), source.mapping.kind, offered=offered)
    names = {target.key: target.heading for target in offered}
    for column, guessed in zip(source.mapping.columns, again.columns, strict=True):
        if column.target == ITEM_COUNT:
            headings[column.index] = column.item or column.heading
        elif column.target and (guessed.target != column.target or source.mapping.numbers_members):
            headings[column.index] = names[column.target]
    return headings


def _derived(records: list[Record]) -> list[tuple[str, Callable[[Record], Cell]]]:
    """What no column holds: the building named by the sheet or a band, who is the head."""
    mapping = records[0].source.mapping
    derived: list[tuple[str, Callable[[Record], Cell]]] = [
        (heading, _part(part))
        for heading, part in (("小区", "community"), ("楼栋", "building"))
        if part not in mapping and any(getattr(record.address, part, "") for record in records)
    ]
    if "unit" not in mapping and any(record.above.unit for record in records):
        derived.append(("单元", _part("unit")))
    time = _TIMES.get(mapping.kind)
    if time and time[0] not in mapping and any(map(_is_dated_by_title, records)):
        derived.append((time[1], _day_of_table))
    if mapping.numbers_members and "relation" not in mapping:
        derived.append(("与户主关系", lambda record: record.of("resident").get("relation")))
    return derived


def _part(part: str) -> Callable[[Record], Cell]:
    return lambda record: getattr(record.address, part, "") or None


def _placed(record: Record) -> list[Cell]:
    """A row's cells, with what only its sheet or a band above it says of its door."""
    cells = list(record.cells)
    for part in ("building", "unit") if record.address else ():
        for column in record.source.mapping.of(part)[:1]:
            if is_blank(cells[column]):
                cells[column] = getattr(record.address, part) or None
    time = _TIMES.get(record.source.mapping.kind)
    for column in record.source.mapping.of(time[0])[:1] if time and _is_dated_by_title(record) else ():
        if is_blank(cells[column]):
            cells[column] = _day_of_table(record)
    return cells


def _is_dated_by_title(record: Record) -> bool:
    return any(problem.why == NO_TIME for problem in record.problems)


def _day_of_table(record: Record) -> str:
    """The day that rows without one were taken for: the same when they are imported again by themselves."""
    return record.source.day or date.today().isoformat()


def _unmistakable(cell: Cell) -> Cell:
    """A number too long for a spreadsheet keeps the look of damage: its zeros could pass for digits."""
    return shown(cell) if isinstance(cell, float) and abs(cell) >= _EXACT else cell


def _free_name(sheet: str, names: set[str]) -> str:
    name, number = sheet, 1
    while name in names:
        number += 1
        name = f"{sheet}({number})"
    names.add(name)
    return name
