"""Rows of a table from outside to records: a person, a door, values by register, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from gridworker.errors import ValueProblem
from gridworker.intake.bands import below
from gridworker.intake.carrying import NO_PLACE, Carried, carried
from gridworker.intake.doors import DoorReader, default_address
from gridworker.intake.kinds import Target
from gridworker.intake.matching import Known
from gridworker.intake.members import Members
from gridworker.intake.numbers import Numbers
from gridworker.intake.problems import ERROR, WARNING, Problem, shown
from gridworker.intake.sources import Source
from gridworker.intake.values import Reading, is_nothing, read_absent, read_field, read_phones
from gridworker.intake.workbook import Cell
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.address import Address
from gridworker.ledger.fields import Field, Value
from gridworker.ledger.identity import parse_name
from gridworker.ledger.registers import ID_CARD

Action = Literal["added", "updated", "unchanged", "rejected"]
RegisterOf = Callable[[str], Any]
STEP = 1000
_OWN_READERS = frozenset({
    "name", "id_number", "id_type", "phone", "phone2", "household.phone", "address", "door", "community",
    "building", "unit", "room", "absent", "tested_at", "result", "quantity",
})  # fmt: skip
_PHONES = ("phone", "phone2", "household.phone")
EMPTY_HOMES = frozenset(
    {"空户", "空房", "空置", "空", "无人", "无人居住", "无人住", "未入住", "闲置", "空置房"}
)


@dataclass(slots=True)
class Record:
    """One row read. `cells` have the household's cells filled in; `values` go by register and hold no None.

    `number` is a good document number, `remains` the digits that a damaged one still shows.
    `origin` tells in which columns of the worksheet some of the cells really are, where a row holds several
    persons.
    `action` is what happens to the row, `known` whom it means.
    `above` is what sheet, titles and bands say of its door.
    `raw` are the cells of special targets that only one kind of import understands.
    """

    source: Source
    row: int
    cells: tuple[Cell, ...]
    name: str = ""
    number: str | None = None
    id_type: str = ID_CARD
    remains: str = ""
    damaged: bool = False
    phones: tuple[str, ...] = ()
    address: Address | None = None
    above: Address = NO_PLACE
    origin: Dict[int, int | None] | None = None
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    raw: dict[str, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    action: Action = "rejected"
    known: Known | None = None

    def of(self, register: str) -> dict[str, Value]:
        """The values for one register, to be read or filled."""
        found = self.values.get(register)
        if found is None:
            found = self.values[register] = {}
        return found

    def report(self, key: str | None, text: str, severity: str = ERROR, why: str | None = None) -> None:
        """Note a problem in the cell of a target, or in the whole row (None).

        Where a row holds several persons, the name stands for the whole of one.
        """
        where = key or ("name" if self.origin else None)
        column = next(iter(self.source.mapping.of(where)), None) if where else None
        value = "" if column is None else shown(self.cells[column])
        place = self.origin.get(column, column) if self.origin and column is not None else column
        self.problems.append(
            self.source.problem(
                self.row, place, _sentence(text), value=value, severity=severity, field=key, why=why
            )
        )

    def replace_problem(self, position: int, text: str) -> None:
        """Say more in a problem noted before."""
        self.problems[position] = replace(self.problems[position], problem=text)


def _sentence(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def read_records(
    source: Source,
    offered: Dict[str, Target],
    register_of: RegisterOf,
    constants: Dict[str, str],
    progress: Progress = SILENT,
) -> list[Record]:
    """Read all rows of a table. Raises ValueProblem when a constant is no address part."""
    reader = _RowReader(source, offered, register_of, constants)
    total = len(source.table.rows)
    records: list[Record] = []
    members = Members(source.mapping, {key for key, target in offered.items() if target.personal})
    for number, row in enumerate(carried(source.table, source.mapping)):
        if number % STEP == 0:
            progress.step(number, total, f"正在读取“{source.table.sheet}”的各行")
        records += map(reader.read, members.apart(row))
    return records


class _ColumnReader:
    """Reads one column into one field; equal cells are read once."""

    def __init__(self, index: int, target: Target, field: Field, near: str = "") -> None:
        self.index = index
        self.near = near
        self.key = target.key
        self.heading = target.heading
        self.register, self.field, self.field_key = target.register, field, field.key
        self.seen: dict[object, Reading] = {}

    def read(self, raw: Cell) -> Reading:
        """Read a cell; 1 and True are told apart."""
        key = raw if type(raw) is str else (type(raw), raw)
        reading = self.seen.get(key)
        if reading is None:
            reading = self.seen[key] = read_field(self.field, raw, self.near)
        return reading


class _RowReader:
    def __init__(
        self, source: Source, offered: Dict[str, Target], register_of: RegisterOf, constants: Dict[str, str]
    ) -> None:
        mapping = source.mapping
        names = (source.table.sheet, *source.table.titles, source.path.stem)
        self._default = self._above = default_address(names, constants)
        self._source = source
        self._place = NO_PLACE
        self._doors = DoorReader(mapping, self._default)
        self._first = {
            column.target: mapping.of(column.target)[0] for column in mapping.columns if column.target
        }
        self._plain = list(_plain_columns(source, offered, register_of))
        self._id_type = _ColumnReader(0, offered["id_type"], register_of("resident").field("id_type"))
        self._phones = [(key, self._first[key]) for key in _PHONES if key in self._first]
        self._special = [(key, self._first[key]) for key in ("tested_at", "result") if key in self._first]
        self._names: dict[Cell, str] = {}
        self._absent = lru_cache(1000)(read_absent)
        self._numbers = Numbers(source.table, mapping)

    def read(self, row: Carried) -> Record:
        record = Record(self._source, row.row, row.cells, origin=row.origin)
        self._read_plain(record)
        self._read_name(record)
        self._read_number(record)
        self._read_phones(record)
        self._read_door(record, row)
        if "absent" in self._first:
            self._read_absent(record)
        for key, column in self._special:
            record.raw[key] = row.cells[column]
        if row.relation:
            record.of("resident").setdefault("relation", row.relation)
        return record

    def _cell(self, record: Record, key: str) -> Cell:
        column = self._first.get(key)
        return None if column is None else record.cells[column]

    def _read_plain(self, record: Record) -> None:
        cells = record.cells
        for column in self._plain:
            raw = cells[column.index]
            if raw is None:
                continue
            value, flaw, severity = column.seen.get(raw) or column.read(raw)
            if value is not None:
                values = record.values.get(column.register)
                if values is None:
                    values = record.values[column.register] = {}
                values[column.field_key] = value
            if flaw:
                record.report(column.key, f"{column.heading}：{flaw}", severity)

    def _read_name(self, record: Record) -> None:
        raw = self._cell(record, "name")
        name = self._names.get(raw)
        if name is None:
            if is_nothing(raw):
                return
            try:
                name = self._names[raw] = parse_name(raw)
            except ValueProblem as problem:
                record.report("name", str(problem))
                return
        if name in EMPTY_HOMES:
            record.of("household").setdefault("housing", "空置")
        else:
            record.name = name

    def _read_number(self, record: Record) -> None:
        raw = self._cell(record, "id_type")
        if raw is not None:
            self._read_id_type(record, self._id_type.read(raw))
        raw = self._cell(record, "id_number")
        if raw is not None and not is_nothing(raw):
            self._numbers.read_into(record, raw)

    @staticmethod
    def _read_id_type(record: Record, kind: Reading) -> None:
        if kind.value is not None:
            record.id_type = str(kind.value)
            record.of("resident")["id_type"] = kind.value
        if kind.flaw:
            record.report("id_type", f"证件类型：{kind.flaw}，已按居民身份证核对号码", WARNING)

    def _read_phones(self, record: Record) -> None:
        for key, column in self._phones:
            raw = record.cells[column]
            if raw is None:
                continue
            numbers, flaw, severity = read_phones(raw)
            if flaw:
                record.report(key, f"电话：{flaw}", severity)
            if key == "household.phone":
                record.of("household").update(zip(("phone",), numbers, strict=False))
            elif record.phones:
                record.phones = tuple(dict.fromkeys((*record.phones, *numbers)))
            else:
                record.phones = numbers
        if record.phones:
            self._keep_phones(record)

    @staticmethod
    def _keep_phones(record: Record) -> None:
        values = record.of("resident")
        values["phone"], *others = record.phones
        if others:
            values["phone2"] = others[0]
        if len(others) > 1:
            record.report("phone", f"电话超过两个，{'、'.join(others[1:])} 没有导入", WARNING)

    def _read_door(self, record: Record, row: Carried) -> None:
        if row.place is not self._place:
            self._place, self._above = row.place, below(row.place, self._default)
            self._doors = DoorReader(self._source.mapping, self._above)
        record.above = self._above
        door = self._doors.read(row.cells)
        record.address = door.address
        for flaw in door.flaws:
            key = flaw.target if flaw.target in self._first else None
            record.report(key, flaw.text, flaw.severity)
        if row.across and door.address:
            record.report("building", f"没有写楼栋，已按上面一行作为{door.address.display}，请核对", WARNING)

    def _read_absent(self, record: Record) -> None:
        reading = self._absent(self._cell(record, "absent"))
        if reading.flaw:
            record.report("absent", f"是否暂离：{reading.flaw}", reading.severity)
        if reading.value is not None:
            record.of("resident").setdefault("presence", reading.value)


def _plain_columns(
    source: Source, offered: Dict[str, Target], register_of: RegisterOf
) -> Iterator[_ColumnReader]:
    for column in source.mapping.columns:
        key = column.target
        if key is None or key in _OWN_READERS or column.index not in source.mapping.of(key):
            continue
        target = offered[key]
        if target.register:
            field = register_of(target.register).field(target.field)
            yield _ColumnReader(column.index, target, field, "" if field.key == "born" else source.near)
