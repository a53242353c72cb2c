"""Everyone in the ledger at once, for matching many rows without asking again for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.residing import own_values

EVERYONE = """
SELECT r.id, r.uid, r.name, r.id_number, r.phone, r.phone2, r.sex, r.born, r.household,
       p.community, p.building, p.unit, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
ORDER BY r.id
"""
DOORS = """
SELECT h.id, p.community, p.building, p.unit, h.room FROM household h JOIN place p ON p.id = h.place
"""
LATEST = "SELECT COALESCE(MAX(id), 0) FROM batch WHERE id < ?"
SAMPLES = """
SELECT s.id, s.resident, s.sampled_at, s.tube, s.place_in_tube, s.site, s.result, s.reported_at, s.lab{own}
FROM json_each(?) w CROSS JOIN sample s ON s.resident = w.value AND s.sampled_on BETWEEN ? AND ?
ORDER BY s.id
"""
_NO_BATCH_YET = 2**62


@dataclass(slots=True)
class Person:
    """Who somebody in the ledger is. `household` is the household's number."""

    id: int
    uid: str
    name: str
    id_number: str | None
    phones: tuple[str, ...]
    sex: str | None
    born: str | None
    household: int
    address: Address


def everyone(ledger: Ledger) -> list[Person]:
    """All residents, oldest entry first."""
    addresses: dict[tuple[str, ...], Address] = {}
    people = []
    for row, uid, name, number, phone, phone2, sex, born, household, *parts in ledger.query(EVERYONE):
        where = tuple(parts)
        address = addresses.get(where) or addresses.setdefault(where, Address(*where))
        phones = tuple(number for number in (phone, phone2) if number)
        people.append(Person(row, uid, name, number, phones, sex, born, household, address))
    return people


def whole_rows(ledger: Ledger) -> dict[int, Row]:
    """All residents' whole rows by number."""
    return {row["id"]: row for row in ledger.rows("resident")}


def homes(ledger: Ledger) -> dict[Address, Row]:
    """All households' whole rows by address."""
    rows = {row["id"]: row for row in ledger.rows("household")}
    return {Address(*parts): rows[number] for number, *parts in ledger.query(DOORS)}


def entrances(ledger: Ledger) -> dict[Address, Row]:
    """All places' whole rows by address."""
    return {Address(row["community"], row["building"], row["unit"]): row for row in ledger.rows("place")}


def latest_batch(ledger: Ledger, before: int | None = None) -> int:
    """The last batch written (before one in the making): it tells whether the ledger changed since."""
    return int(ledger.query(LATEST, (before or _NO_BATCH_YET,))[0][0])


def samples_of(ledger: Ledger, residents: Iterable[int], first: str, last: str) -> list[dict[str, Any]]:
    """All samples of these residents on the days from `first` to `last` (ISO, both included)."""
    own = any(field.own for field in ledger.register("sample"))
    sql = SAMPLES.format(own=", s.own" if own else "")
    rows = ledger.dicts(sql, (json.dumps(list(residents)), first, last))
    return [row | own_values(row.pop("own")) for row in rows] if own else rows
