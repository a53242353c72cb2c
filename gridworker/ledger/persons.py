"""Who a few residents are, and which of them live in a part of the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import Person
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.scope import WHOLE, Scope

PERSONS = """
SELECT r.id, r.uid, r.name, r.id_number, r.phone, r.phone2, r.sex, r.born, r.household,
       p.community, p.building, p.unit, h.room
FROM json_each(?) w JOIN resident r ON r.id = w.value
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
"""


def persons(ledger: Ledger, residents: Collection[int]) -> dict[int, Person]:
    """These residents by their numbers; those that are gone are left out."""
    found = {}
    for row, uid, name, number, phone, phone2, sex, born, household, *where in ledger.query(
        PERSONS, (json.dumps(list(residents)),)
    ):
        phones = tuple(filter(None, (phone, phone2)))
        found[row] = Person(row, uid, name, number, phones, sex, born, household, Address(*where))
    return found


def living_in(ledger: Ledger, scope: Scope, residents: Collection[int]) -> set[int]:
    """Those of these residents whose door lies in the scope."""
    if scope == WHOLE:
        return set(residents)
    roster = due_book(ledger).roster
    return roster.members(residents_in(ledger, roster, scope), residents)
