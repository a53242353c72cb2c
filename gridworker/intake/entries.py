"""Rows of one register that an import adds or changes: which the ledger has already, what is new in them.

The first row of an import about a thing updates it; later ones only fill in what is still blank, so that
importing the same file again changes nothing. Nothing is ever erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gridworker.intake.problems import ERROR, WARNING
from gridworker.intake.records import STEP, Record
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row

Keys = Callable[[Row], Iterable[Hashable]]
_SHOWN_DIFFERENCES = 4
_AT_ONCE = 5000
_MIDNIGHT = " 00:00:00"


@dataclass(slots=True, eq=False)
class Entry:
    """One row as it will be: the ledger's (`stored`) or a new one, and the rows that speak of it.

    `row` is its number; a new one has it when it has been written.
    """

    stored: Row | None
    values: Row
    changes: Row = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    row: int = 0


Closeness = Callable[[Entry, Row], int]


class Entries:
    """The rows of a register by what makes them the same thing.

    `keys` name what a row may be found by, the surest first; `closeness` of an entry and the values of a row
    that shares a key is 0 when they are different things, and greater the better they agree.
    """

    def __init__(self, register: Register, rows: Iterable[Row], keys: Keys, closeness: Closeness) -> None:
        self._register, self._keys, self._closeness = register, keys, closeness
        self._index: dict[Hashable, list[Entry]] = defaultdict(list)
        self.new: list[Entry] = []
        self.changed: dict[int, Entry] = {}
        for row in rows:
            self._enter(Entry(row, dict(row), row=row["id"]))

    def _enter(self, entry: Entry) -> None:
        for key in self._keys(entry.values):
            if entry not in self._index[key]:
                self._index[key].append(entry)

    def _find(self, values: Row) -> Entry | None:
        for key in self._keys(values):
            near = [(self._closeness(entry, values), entry) for entry in self._index.get(key, ())]
            best = max(near, key=lambda each: each[0], default=(0, None))
            if best[0]:
                return best[1]
        return None

    def write(self, ledger: Ledger, progress: Progress) -> None:
        """Write what is new and what changes, inside a change; every new entry gets its number."""
        total, register = len(self.new) + len(self.changed), self._register.key
        for first in range(0, len(self.new), _AT_ONCE):
            progress.step(first, total, "正在写入")
            entries = self.new[first : first + _AT_ONCE]
            rows = ledger.create_many(register, [entry.values for entry in entries], checked=True)
            for entry, row in zip(entries, rows, strict=True):
                entry.row = row
        for number, (row, entry) in enumerate(self.changed.items(), len(self.new)):
            if number % STEP == 0:
                progress.step(number, total, "正在写入")
            ledger.update(register, row, entry.changes)

    def take(self, record: Record, values: Row) -> Entry | None:
        """Note what a row says, and set its action; None when it lacks what the register must have."""
        entry = self._find(values)
        if entry is None:
            return self._add(record, values)
        changes = _said_anew(entry, values) if entry.records else _differing(entry.values, values)
        if entry.records:
            self._say_repeated(record, entry, values)
        for key in self._wrong(record, {**entry.values, **changes}, changes):
            del changes[key]
        entry.records.append(record)
        entry.values.update(changes)
        record.action = "updated" if changes else "unchanged"
        if changes:
            self._enter(entry)
            if entry.stored is not None:
                entry.changes.update(changes)
                self.changed[entry.row] = entry
        return entry

    def _add(self, record: Record, values: Row) -> Entry | None:
        for key in self._wrong(record, values, values):
            values.pop(key, None)
        missing = [each for each in self._register if each.required and values.get(each.key) is None]
        if missing:
            names = "、".join(each.heading for each in missing)
            record.report(None, f"没有可用的{names}，整行没有导入。请补上{names}", ERROR, "bad-value")
            record.action = "rejected"
            return None
        entry = Entry(None, values, records=[record])
        self.new.append(entry)
        self._enter(entry)
        record.action = "added"
        return entry

    def _wrong(self, record: Record, row: Row, said: Mapping[str, Any]) -> list[str]:
        """Name the values that would keep the whole row from being stored: they are left out."""
        problems = self._register.problems(self._register.complete(row))
        wrong = [key for key in problems if said.get(key) is not None]
        for key in wrong:
            heading = self._register.field(key).heading
            where = key if key in record.source.mapping else None
            record.report(where, f"{heading}：{problems[key]}；这一格没有导入", ERROR, "bad-value")
        return wrong

    def _say_repeated(self, record: Record, entry: Entry, values: Row) -> None:
        text = f"与第 {entry.records[0].row} 行说的是同一件事，已合并"
        differing = [key for key, value in values.items() if entry.values.get(key) not in (None, value)]
        if differing:
            shown = "、".join(self._register.field(key).heading for key in differing[:_SHOWN_DIFFERENCES])
            text = f"{text}；{shown}不一致，以前一行为准，请核对"
        record.report("name" if record.name else None, text, WARNING, "duplicate")


def _differing(old: Row, said: Row) -> Row:
    """What a row says otherwise; a bare day says nothing against a moment of that day."""
    return {
        key: value
        for key, value in said.items()
        if old.get(key) != value and not _is_day_of(value, old.get(key))
    }


def only_day(moment: str | None) -> bool:
    """Whether a moment is a day without a clock time."""
    return moment is not None and moment.endswith(_MIDNIGHT)


def _is_day_of(value: Any, moment: Any) -> bool:
    return isinstance(value, str) and only_day(value) and str(moment)[:10] == value[:10]


def _said_anew(entry: Entry, said: Row) -> Row:
    return {key: value for key, value in said.items() if entry.values.get(key) is None}
