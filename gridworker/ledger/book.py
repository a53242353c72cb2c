"""The ledger: open, read by register, change in transactions, undo and redo, close.

A Ledger belongs to the thread that opened it; a worker thread takes `another()`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from gridworker.errors import LedgerTooNew, NoSuchRow, NothingToUndo, UndoRefused
from gridworker.ledger import history, index
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.connection import Database, connect, translated
from gridworker.ledger.defaults import default_rows
from gridworker.ledger.history import Change
from gridworker.ledger.new_file import new_file
from gridworker.ledger.own_fields import own_fields, own_keys
from gridworker.ledger.registers import REGISTERS
from gridworker.ledger.rows import RowWriter
from gridworker.ledger.schema import migrations


class Ledger:
    """One ledger file, open. Use `Ledger.make` or `Ledger.open`."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self._db = db
        self._change: Change | None = None
        self._registers: dict[str, Register] = {}
        self._own_keys: dict[str, tuple[str, ...]] = {}

    # -- opening and closing

    @classmethod
    def make(cls, path: Path, **settings: str) -> Ledger:
        """Make an empty ledger with the default rules and open it.

        `settings` are unit names and the like (street, community, grid, worker). The file appears
        only when it is complete. Raises LedgerExists, DiskProblem.
        """
        with new_file(path) as unfinished:
            cls._build(unfinished, settings)
        return cls.open(path)

    @classmethod
    def _build(cls, path: Path, settings: Mapping[str, str]) -> None:
        ledger = cls(path, connect(path, create=True))
        try:
            path.chmod(0o600)
            migrations.apply(ledger._db)
            with ledger.change("新建台账", kind="new"):
                for register, rows in default_rows(settings).items():
                    ledger.create_many(register, rows)
        finally:
            ledger.close()

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Open an existing ledger, bringing its tables up to this version.

        Raises LedgerMissing, NotALedger, LedgerTooNew, LedgerBusy.
        """
        ledger = cls(path, connect(path))
        try:
            with translated(path):
                ledger._bring_up_to_date()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _bring_up_to_date(self) -> None:
        known = {migration.name for migration in migrations._migrations}
        if any(migration.name not in known for migration in migrations.applied(self._db)):
            raise LedgerTooNew(self.path)
        if migrations.pending(self._db):
            migrations.apply(self._db)

    def another(self) -> Ledger:
        """The same ledger on a connection of its own, for a worker thread to open and close itself."""
        return Ledger.open(self.path)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # -- reading

    def register(self, key: str) -> Register:
        """The register with the worker's own fields."""
        if key not in self._registers:
            self._registers[key] = REGISTERS[key].with_own(own_fields(self._db, key))
        return self._registers[key]

    def query(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT, at once: no read cursor stays open. For modules of this package."""
        with translated(self.path):
            return self._db.execute(sql, parameters).fetchall()

    def dicts(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a SELECT by column name. For modules of this package."""
        with translated(self.path):
            return list(self._db.query(sql, list(parameters)))

    def find(self, register: str, row: int) -> Row | None:
        """The row by its number, or None."""
        found = self.rows(register, {"id": row})
        return found[0] if found else None

    def get(self, register: str, row: int) -> Row:
        """The row by its number. Raises NoSuchRow."""
        found = self.find(register, row)
        if found is None:
            raise NoSuchRow(REGISTERS[register].heading)
        return found

    def by_uid(self, register: str, uid: str) -> Row | None:
        """The row by its uid, or None."""
        found = self.rows(register, {"uid": uid})
        return found[0] if found else None

    def rows(self, register: str, where: Mapping[str, Any] | None = None, order: str = "id") -> list[Row]:
        """All rows whose stored fields equal those of `where`, in the order of one field."""
        columns = {"id", "uid", *REGISTERS[register].keys}
        unknown = {order, *(where or {})} - columns
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        condition = " AND ".join(f"{key} IS ?" for key in where or {}) or "1"
        sql = f"SELECT * FROM {register} WHERE {condition} ORDER BY {order}, id"
        return [self._writer.unpacked(register, row) for row in self.dicts(sql, list((where or {}).values()))]

    def count(self, register: str) -> int:
        return int(self.query(f"SELECT COUNT(*) FROM {REGISTERS[register].key}")[0][0])

    def setting(self, key: str, default: str = "") -> str:
        """A setting of this ledger as text."""
        found = self.query("SELECT value FROM setting WHERE key = ?", (key,))
        return default if not found or found[0][0] is None else str(found[0][0])

    @property
    def ledger_id(self) -> str:
        """The same for every copy of this ledger, different for every other."""
        return self.setting("ledger_id")

    # -- changing

    @contextmanager
    def change(self, label: str, *, kind: str = "change", target: int | None = None) -> Iterator[Change]:
        """One user action: everything inside is kept together or not at all, as one undoable batch.

        Inside another change it joins that one. Nothing is written when nothing changed. When this
        returns, the change is on disk. Raises LedgerBusy, DiskProblem.
        """
        if self._change is not None:
            yield self._change
            return
        with translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
        try:
            with translated(self.path):
                at = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
                person = self.setting("worker") if kind != "new" else None
                change = self._change = history.start(self._db, kind, label, at, person, target)
                yield change
                if not change.records:
                    self._db.execute("ROLLBACK")
                    return
                history.finish(self._db, change)
                index.refresh(self._db, change.touched)
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.conn.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._change = None
            self.forget_fields()

    def create(self, register: str, values: Mapping[str, Any]) -> int:
        """Store a new row of parsed values; return its number. Raises RowProblems."""
        return self.create_many(register, [values])[0]

    def create_many(
        self, register: str, rows: Sequence[Mapping[str, Any]], *, checked: bool = False
    ) -> list[int]:
        """Store new rows; `checked` rows have passed Register.problems already. Raises RowProblems."""
        with self.change(f"新增{REGISTERS[register].heading}") as change:
            return self._writer.create_many(change, register, rows, checked)

    def update(self, register: str, row: int, values: Mapping[str, Any]) -> bool:
        """Change some values of a row; False if they were so already. Raises NoSuchRow, RowProblems."""
        with self.change(f"修改{REGISTERS[register].heading}") as change:
            return self._writer.update(change, register, self.get(register, row), values)

    def remove(self, register: str, row: int) -> None:
        """Remove a row and what belongs to it (a resident's samples). Raises NoSuchRow, StillReferenced."""
        with self.change(f"删除{REGISTERS[register].heading}") as change:
            self._writer.remove(change, register, self.get(register, row))

    def set_setting(self, key: str, value: str | None) -> None:
        """Set a setting of this ledger."""
        with self.change("修改设置"):
            found = self.rows("setting", {"key": key})
            if found:
                self.update("setting", found[0]["id"], {"value": value})
            else:
                self.create("setting", {"key": key, "value": value})

    @property
    def _writer(self) -> RowWriter:
        return RowWriter(self._db, self.register, self._keys_of_own, self.forget_fields)

    def _keys_of_own(self, register: str) -> tuple[str, ...]:
        if register not in self._own_keys:
            self._own_keys[register] = own_keys(self._db, register)
        return self._own_keys[register]

    def forget_fields(self) -> None:
        """Read the worker's own fields again; needed after another connection has changed them."""
        self._registers.clear()
        self._own_keys.clear()

    # -- undo and redo

    def undo(self, batch: int | None = None) -> Change:
        """Take back a batch (None: the last one in force). Raises NothingToUndo, UndoRefused."""
        number, label = history.batch_to_undo(self._db, batch)
        with self.change(f"撤销：{label}", kind="undo", target=number) as change:
            self._writer.invert(change, number, label)
            self._db.execute("UPDATE batch SET undone = 1 WHERE id = ?", (number,))
        return change

    def undo_size(self) -> int:
        """How many rows the next undo would touch; large ones belong into a job."""
        with suppress(NothingToUndo, UndoRefused):
            batch, _ = history.batch_to_undo(self._db, None)
            return self._size_of(batch)
        return 0

    def _size_of(self, batch: int) -> int:
        return int(self.query(history.SIZE_OF_BATCH, (batch,))[0][0])

    def redo_size(self) -> int:
        """How many rows the next redo would touch."""
        with suppress(NothingToUndo):
            batch, *_ = history.undo_to_redo(self._db)
            return self._size_of(batch)
        return 0

    def redo(self) -> Change:
        """Do again what was undone last, if nothing was changed since. Raises NothingToUndo."""
        undo, target, label = history.undo_to_redo(self._db)
        with self.change(f"重做：{label}", kind="redo", target=target) as change:
            self._writer.invert(change, undo, label)
            self._db.execute("UPDATE batch SET undone = 0 WHERE id = ?", (target,))
        return change

    def history(self, uid: str | None = None, limit: int = 200) -> list[Row]:
        """Changes of one thing, oldest first; without `uid` the latest batches, newest first."""
        return history.entries(self._db, uid, limit)
