"""Taking a field of the worker's own away, bringing it back, and erasing what was entered in it.

A field that was taken away is nowhere to be seen, but what was entered in it stays in the rows until
the worker says otherwise.
"""

from __future__ import annotations

from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row

FILLED = "SELECT id FROM {register} WHERE json_extract(own, '$.{key}') IS NOT NULL ORDER BY id"
_STEP = 500


def filled(ledger: Ledger, row: Row) -> list[int]:
    """The rows in which something has been entered in this field (a row of own_field)."""
    register = ledger.register(row["register"]).key
    return [number for (number,) in ledger.query(FILLED.format(register=register, key=row["key"]))]


def take_away(ledger: Ledger, row: Row) -> None:
    """Take the field out of forms, tables and reports; one in which nothing was entered is gone for good."""
    if filled(ledger, row):
        ledger.update("own_field", row["id"], {"removed": 1})
    else:
        ledger.remove("own_field", row["id"])


def bring_back(ledger: Ledger, row: Row) -> None:
    """Use the field again, with everything that had been entered in it."""
    ledger.update("own_field", row["id"], {"removed": None})


def erase(ledger: Ledger, row: Row, progress: Progress = SILENT) -> int:
    """Remove the field and what was entered in it, as one batch; return from how many rows."""
    rows = filled(ledger, row)
    with ledger.change(f"删除自定义字段“{row['heading']}”及其内容"):
        ledger.update("own_field", row["id"], {"removed": None})
        for done, number in enumerate(rows):
            if done % _STEP == 0:
                progress.step(done, len(rows), "正在清除内容")
            ledger.update(row["register"], number, {row["key"]: None})
        ledger.remove("own_field", row["id"])
    return len(rows)
