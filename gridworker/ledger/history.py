"""Who changed what and when; taking back one change or a whole batch, and doing it again.

Every user action is one batch of changes. Undo writes a new batch that is the inverse of the old
one, redo the inverse of the undo: nothing is ever deleted from the history (留痕).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridworker.errors import NothingToUndo, UndoRefused
from gridworker.ledger.catalogue import Row
from gridworker.ledger.connection import Database

# Making a ledger and recording an export are part of the history, but nothing to be taken back.
LAST_IN_FORCE = """
SELECT id FROM batch
WHERE kind NOT IN ('new', 'export', 'undo', 'redo') AND undone = 0 ORDER BY id DESC LIMIT 1
"""
LAST_UNDONE = """
SELECT u.id, u.target FROM batch u JOIN batch b ON b.id = u.target
WHERE u.kind = 'undo' AND b.undone = 1
  AND u.id > COALESCE((SELECT MAX(id) FROM batch WHERE kind NOT IN ('export', 'undo', 'redo')), 0)
  AND u.id = (SELECT MAX(id) FROM batch WHERE kind = 'undo' AND target = b.id)
ORDER BY u.id DESC LIMIT 1
"""
CHANGES_OF_BATCH = """
SELECT register, row, uid, action, before, after FROM change WHERE batch = ? ORDER BY id DESC
"""
LATER_ON_SAME_ROWS = """
SELECT DISTINCT b.id, b.label, b.at FROM change mine
JOIN change later ON later.register = mine.register AND later.row = mine.row AND later.batch > mine.batch
JOIN batch b ON b.id = later.batch AND b.undone = 0 AND b.kind NOT IN ('undo', 'redo')
WHERE mine.batch = ? ORDER BY b.id LIMIT 5
"""
SIZE_OF_BATCH = "SELECT COUNT(*) FROM change WHERE batch = ?"
HISTORY = """
SELECT b.id AS batch, b.kind, b.label, b.at, b.person, b.undone,
       c.register, c.uid, c.action, c.before, c.after
FROM change c JOIN batch b ON b.id = c.batch WHERE c.uid = ? ORDER BY c.id
"""
BATCHES = """
SELECT b.id AS batch, b.kind, b.label, b.at, b.person, b.undone, b.target,
       (SELECT COUNT(*) FROM change c WHERE c.batch = b.id) AS changes
FROM batch b ORDER BY b.id DESC LIMIT ?
"""


@dataclass
class Change:
    """One batch in the making. `touched` tells, by register, which rows changed: screens refresh by it."""

    id: int
    label: str
    kind: str
    records: list[tuple[int, str, int, str, str, str | None, str | None]] = field(default_factory=list)
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def record(
        self,
        register: str,
        row: int,
        uid: str,
        action: str,
        before: Row | None = None,
        after: Row | None = None,
    ) -> None:
        self.records.append((self.id, register, row, uid, action, _packed(before), _packed(after)))
        self.touched[register].add(row)


def _packed(values: Row | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def start(
    db: Database, kind: str, label: str, at: str, person: str | None, target: int | None = None
) -> Change:
    """Write the head of a new batch inside the running transaction."""
    cursor = db.execute(
        "INSERT INTO batch (kind, label, at, person, target) VALUES (?, ?, ?, ?, ?)",
        (kind, label, at, person, target),
    )
    return Change(cursor.lastrowid or 0, label, kind)


def finish(db: Database, change: Change) -> None:
    """Write what the batch changed."""
    db.conn.executemany(
        "INSERT INTO change (batch, register, row, uid, action, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        change.records,
    )


def batch_to_undo(db: Database, batch: int | None) -> tuple[int, str]:
    """Return number and label of the batch that undo would take back.

    Raises NothingToUndo, or UndoRefused naming the later changes that rest on it.
    """
    if batch is None:
        found = db.execute(LAST_IN_FORCE).fetchone()
        if found is None:
            raise NothingToUndo
        batch = int(found[0])
    head = db.execute("SELECT kind, label, undone FROM batch WHERE id = ?", (batch,)).fetchone()
    if head is None or head[2] or head[0] in ("new", "export", "undo", "redo"):
        raise NothingToUndo
    later = db.execute(LATER_ON_SAME_ROWS, (batch,)).fetchall()
    if later:
        raise UndoRefused(head[1], [f"第{number}批“{label}”（{at[:16]}）" for number, label, at in later])
    return batch, head[1]


def undo_to_redo(db: Database) -> tuple[int, int, str]:
    """Return the undo batch whose inverse redoes, its target and the target's label. Raises NothingToUndo."""
    found = db.execute(LAST_UNDONE).fetchone()
    if found is None:
        raise NothingToUndo("重做")
    label = db.execute("SELECT label FROM batch WHERE id = ?", (found[1],)).fetchone()[0]
    return int(found[0]), int(found[1]), label


def changes_of(db: Database, batch: int) -> Iterable[tuple[str, int, str, str, Row | None, Row | None]]:
    """The changes of a batch, last first, values unpacked."""
    for register, row, uid, action, before, after in db.execute(CHANGES_OF_BATCH, (batch,)).fetchall():
        yield register, row, uid, action, _unpacked(before), _unpacked(after)


def _unpacked(text: str | None) -> Row | None:
    return None if text is None else dict(json.loads(text))


def entries(db: Database, uid: str | None, limit: int) -> list[dict[str, Any]]:
    """History rows for one thing (all of them), or the latest batches without a uid."""
    if uid is None:
        return list(db.query(BATCHES, [limit]))
    rows = list(db.query(HISTORY, [uid]))
    for row in rows:
        row["before"], row["after"] = _unpacked(row["before"]), _unpacked(row["after"])
    return rows
