"""Tables derived from the registers so that lists sort and searches answer at once.

They hold nothing of their own: `refresh` follows every change inside its transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridworker.ledger.address import Address, search_forms
from gridworker.ledger.connection import Database
from gridworker.ledger.pinyin import pinyin_of

# Rows to be indexed again: those changed themselves or through the place or household they belong to.
HOUSEHOLDS_OF_PLACES = "SELECT id FROM household WHERE place IN (SELECT value FROM json_each(?))"
RESIDENTS_OF_HOUSEHOLDS = "SELECT id FROM resident WHERE household IN (SELECT value FROM json_each(?))"
HOUSEHOLDS = """
SELECT h.id, p.community, p.building, p.unit, h.room FROM household h JOIN place p ON p.id = h.place
WHERE h.id IN (SELECT value FROM json_each(?))
"""
RESIDENTS = """
SELECT r.id, r.name, r.id_number, r.phone, r.phone2, p.community, p.building, p.unit, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
WHERE r.id IN (SELECT value FROM json_each(?))
"""


def refresh(db: Database, touched: Mapping[str, set[int]]) -> None:
    """Bring the derived rows of everything touched up to date, inside the running transaction."""
    households = set(touched.get("household", ()))
    if places := touched.get("place"):
        households |= {row for (row,) in db.execute(HOUSEHOLDS_OF_PLACES, (_json(places),)).fetchall()}
    residents = set(touched.get("resident", ()))
    if households:
        residents |= {row for (row,) in db.execute(RESIDENTS_OF_HOUSEHOLDS, (_json(households),)).fetchall()}
        _index_households(db, households)
    if residents:
        _index_residents(db, residents)


def _json(rows: set[int]) -> str:
    return f"[{','.join(map(str, rows))}]"


def _index_households(db: Database, rows: set[int]) -> None:
    db.execute(
        "DELETE FROM household_index WHERE household IN (SELECT value FROM json_each(?))", (_json(rows),)
    )
    values = []
    for row, *parts in db.execute(HOUSEHOLDS, (_json(rows),)).fetchall():
        address = Address(*parts)
        values.append((row, address.sort_key, address.canonical))
    db.conn.executemany(
        "INSERT INTO household_index (household, address_key, address) VALUES (?, ?, ?)", values
    )


def _index_residents(db: Database, rows: set[int]) -> None:
    db.execute(
        "DELETE FROM resident_index WHERE resident IN (SELECT value FROM json_each(?))", (_json(rows),)
    )
    addresses: dict[tuple[str, ...], tuple[str, str]] = {}
    values = []
    for row, name, number, phone, phone2, *parts in db.execute(RESIDENTS, (_json(rows),)).fetchall():
        where = tuple(parts)
        if where not in addresses:
            address = Address(*where)
            addresses[where] = (address.sort_key, search_forms(address).lower())
        key, forms = addresses[where]
        sound = pinyin_of(name)
        text = "\n".join(
            (name.lower(), sound.full, sound.initials, number or "", phone or "", phone2 or "", forms)
        )
        values.append((row, key, f"{sound.full} {name}", text))
    db.conn.executemany(
        "INSERT INTO resident_index (resident, address_key, name_key, text) VALUES (?, ?, ?, ?)", values
    )
