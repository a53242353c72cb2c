"""Writing rows of any register inside a running change, each step recorded so that it can be inverted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import sqlcipher3

from gridworker.errors import RowProblems, StillReferenced, UndoRefused
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.connection import Database
from gridworker.ledger.history import Change, changes_of
from gridworker.ledger.inversion import inverse_of
from gridworker.ledger.registers import REGISTERS

_DUPLICATE = {
    "resident.id_number": {"id_number": "台账里已有人用这个证件号码，请先搜索核对"},
    "household.place": {"room": "这个单元里已有这个房号"},
    "place.community": {"building": "台账里已有这个楼栋单元"},
}


class RowWriter:
    """Creates, updates, removes and inverts rows through one connection."""

    def __init__(
        self,
        db: Database,
        register: Callable[[str], Register],
        own_keys: Callable[[str], tuple[str, ...]],
        fields_changed: Callable[[], None],
    ) -> None:
        self._db = db
        self._register = register
        self._own_keys = own_keys
        self._fields_changed = fields_changed

    def unpacked(self, register: str, stored: Row) -> Row:
        """A stored row with the worker's own fields beside the others, those taken away too."""
        own = json.loads(stored.pop("own", None) or "{}")
        return stored | {key: own.get(key) for key in self._own_keys(register)}

    def create_many(
        self, change: Change, register: str, rows: Sequence[Mapping[str, Any]], checked: bool
    ) -> list[int]:
        definition = self._register(register)
        stored = []
        series = secrets.token_hex(9)  # uids in a row keep their index from being torn apart by a long import
        for number, given in enumerate(rows, self._next_number(register)):
            row = definition.complete(given)
            if not checked:
                definition.require(row)
            row["id"], row["uid"] = number, given.get("uid") or f"{series}{number:06x}"
            stored.append(row)
        self._insert(register, stored)
        for row in stored:
            change.record(register, row["id"], row["uid"], "create")
        return [row["id"] for row in stored]

    def update(self, change: Change, register: str, old: Row, values: Mapping[str, Any]) -> bool:
        definition = self._register(register)
        wanted = old | {key: values[key] for key in definition.keys if key in values}
        self._date_changes(change, definition, old, wanted, values)
        if definition.prepare:
            wanted = definition.prepare(wanted)
        after = {key: wanted[key] for key in definition.keys if wanted[key] != old[key]}
        if not after:
            return False
        definition.require(wanted)
        before = {key: old[key] for key in after}
        self._set(register, old["id"], wanted, after)
        change.record(register, old["id"], old["uid"], "update", before, after)
        return True

    def _date_changes(
        self, change: Change, definition: Register, old: Row, wanted: Row, values: Mapping[str, Any]
    ) -> None:
        """Keep the earlier value of a dated field with its day; a change without a day holds from today."""
        for field in definition:
            since = field.dated_by
            if not since or wanted[field.key] == old[field.key]:
                continue
            if since not in values:
                wanted[since] = date.today().isoformat()
            if wanted[since] != old[since]:
                past = {"register": definition.key, "row": old["id"], "field": field.key}
                past |= {"value": old[field.key], "since": old[since]}
                self.create_many(change, "past", [past], checked=True)

    def remove(self, change: Change, register: str, old: Row) -> None:
        """Remove what must point to this row first; unlink what may."""
        for child in REGISTERS.values():
            for link in child.links:
                if link.link != register:
                    continue
                for row in self._db.query(f"SELECT * FROM {child.key} WHERE {link.key} = ?", [old["id"]]):
                    child_row = self.unpacked(child.key, dict(row))
                    if register == "place":
                        count = self._count(child.key, link.key, old["id"])
                        raise StillReferenced(REGISTERS[register].heading, child.heading, count)
                    if link.required:
                        self.remove(change, child.key, child_row)
                    else:
                        self.update(change, child.key, child_row, {link.key: None})
        self._delete(register, [old["id"]])
        change.record(register, old["id"], old["uid"], "remove", before=old)

    def invert(self, change: Change, batch: int, label: str) -> None:
        """Lead every row that a batch touched back to its state before. Raises UndoRefused."""
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        inverse = inverse_of(changes_of(self._db, batch))
        for register, rows in inverse.remove.items():
            for row in self._many(register, rows):
                change.record(register, row["id"], row["uid"], "remove", before=row)
            self._delete(register, rows)
        for register, restored in inverse.restore.items():
            self._insert(register, list(restored.values()))
            for number, row in restored.items():
                change.record(register, number, row["uid"], "create")
        for register, values in inverse.reset.items():
            self._reset(change, register, values)
        self._refuse_orphans(label, inverse.remove)

    def _reset(self, change: Change, register: str, values: Mapping[int, Row]) -> None:
        for row in self._many(register, values):
            earlier = values[row["id"]]
            self._set(register, row["id"], row | earlier, earlier)
            current = {key: row.get(key) for key in earlier}
            change.record(register, row["id"], row["uid"], "update", current, earlier)

    def _refuse_orphans(self, label: str, removed: Mapping[str, Iterable[int]]) -> None:
        """Rows that still point to what the inversion removed were added later and rest on it."""
        later = []
        for child in REGISTERS.values():
            for link in child.links:
                gone = json.dumps(sorted(removed.get(link.link, ())))
                sql = f"SELECT COUNT(*) FROM {child.key} WHERE {link.key} IN (SELECT value FROM json_each(?))"
                if count := self._db.execute(sql, (gone,)).fetchone()[0]:
                    later.append(f"后来登记的 {count} 条{child.heading}")
        if later:
            raise UndoRefused(label, later)

    # -- single statements

    def _next_number(self, register: str) -> int:
        """Above every number ever given, so that undo can bring rows back under their own."""
        sql = f"""SELECT MAX(COALESCE((SELECT MAX(id) FROM {register}), 0),
                  COALESCE((SELECT MAX(row) FROM change WHERE register = ?), 0)) + 1"""
        return int(self._db.execute(sql, (register,)).fetchone()[0])

    def _many(self, register: str, rows: Iterable[int]) -> list[Row]:
        sql = f"SELECT * FROM {register} WHERE id IN (SELECT value FROM json_each(?))"
        return [self.unpacked(register, dict(row)) for row in self._db.query(sql, [json.dumps(list(rows))])]

    def _count(self, register: str, column: str, value: int) -> int:
        return int(
            self._db.execute(f"SELECT COUNT(*) FROM {register} WHERE {column} = ?", (value,)).fetchone()[0]
        )

    def _packed(self, register: str, row: Row) -> Row:
        return dict(zip(_columns(register), self._values(register)(row), strict=True))

    def _values(self, register: str) -> Callable[[Row], tuple[Any, ...]]:
        """A function from a whole row to what its table stores, in the order of _columns."""
        stored = itemgetter("id", "uid", *REGISTERS[register].keys)
        own = self._own_keys(register)  # a field taken away keeps what was entered in it

        def values(row: Row) -> tuple[Any, ...]:
            filled = {key: row[key] for key in own if row.get(key) is not None}
            return (*stored(row), json.dumps(filled, ensure_ascii=False) if filled else None)

        return values

    def _insert(self, register: str, rows: Sequence[Row]) -> None:
        columns = _columns(register)
        sql = f"INSERT INTO {register} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        values = list(map(self._values(register), rows))
        with _duplicates(register):
            self._db.conn.executemany(sql, values)
        self._written(register)

    def _set(self, register: str, number: int, row: Row, changed: Row) -> None:
        packed = self._packed(register, row)
        columns = [key for key in changed if key in REGISTERS[register].keys]
        if len(columns) < len(changed):
            columns.append("own")
        sql = f"UPDATE {register} SET {', '.join(f'{key} = ?' for key in columns)} WHERE id = ?"
        with _duplicates(register):
            self._db.execute(sql, (*(packed[key] for key in columns), number))
        self._written(register)

    def _delete(self, register: str, rows: Iterable[int]) -> None:
        sql = f"DELETE FROM {register} WHERE id IN (SELECT value FROM json_each(?))"
        self._db.execute(sql, (json.dumps(list(rows)),))
        self._written(register)

    def _written(self, register: str) -> None:
        """What follows in the same change must know a field that came or went."""
        if register == "own_field":
            self._fields_changed()


def _columns(register: str) -> tuple[str, ...]:
    return ("id", "uid", *REGISTERS[register].keys, "own")


class _duplicates:  # noqa: N801  (reads as a phrase: with _duplicates(register))
    """Turn a violated UNIQUE rule into a sentence."""

    def __init__(self, register: str) -> None:
        self._register = register

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlcipher3.IntegrityError) and "UNIQUE" in str(error):
            column = str(error).split(": ", 1)[-1].split(",")[0].strip()
            problems = _DUPLICATE.get(column, {"": f"台账里已有相同的{REGISTERS[self._register].heading}"})
            raise RowProblems(problems, REGISTERS[self._register].headings) from error
