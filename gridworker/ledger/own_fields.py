"""Fields that the worker added to a register (自定义字段)."""

from __future__ import annotations

from gridworker.ledger.connection import Database
from gridworker.ledger.fields import OWN_KINDS, Field

OWN_FIELDS = (
    "SELECT key, heading, kind, choices FROM own_field WHERE register = ? AND removed IS NOT 1 ORDER BY id"
)


OWN_KEYS = "SELECT key FROM own_field WHERE register = ? ORDER BY id"


def own_keys(db: Database, register: str) -> tuple[str, ...]:
    """The keys of all fields the worker ever added to a register, those taken away too."""
    return tuple(key for (key,) in db.execute(OWN_KEYS, (register,)).fetchall())


def own_fields(db: Database, register: str) -> tuple[Field, ...]:
    """The worker's own fields of a register, in the order in which they were added; not those taken away.

    What was entered in a field that was taken away stays in the rows (`own`), for when it comes back.
    """
    return tuple(
        Field(key, heading, OWN_KINDS[kind], tuple(filter(None, (choices or "").split("、"))), own=True)
        for key, heading, kind, choices in db.execute(OWN_FIELDS, (register,)).fetchall()
    )
