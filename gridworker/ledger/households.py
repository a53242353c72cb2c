"""Households with the people in them, building by building, as they were on a day."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.dated import Dated, past_values
from gridworker.ledger.registers import PRESENCES
from gridworker.ledger.scope import WHOLE, Scope

BUILDINGS = """
SELECT DISTINCT p.community, p.building FROM place p JOIN household h ON h.place = p.id WHERE {scope}
"""
HOUSEHOLDS = """
SELECT h.*, p.community, p.building, p.unit
FROM place p JOIN household h ON h.place = p.id JOIN household_index i ON i.household = h.id
WHERE p.community = ? AND p.building = ? AND {scope} ORDER BY i.address_key, h.id
"""
RESIDENTS = """
SELECT r.* FROM place p JOIN household h ON h.place = p.id JOIN resident r ON r.household = h.id
WHERE p.community = ? AND p.building = ? AND {scope}
ORDER BY COALESCE(r.relation, '') NOT IN ('户主', '本人'), r.id
"""

AT_HOME, AWAY, MOVED_OUT, TRANSFERRED, DEAD = PRESENCES
GONE = (MOVED_OUT, DEAD)

Building = tuple[str, str]
"""小区, 楼栋."""


@dataclass(frozen=True)
class Home:
    """One door: the household's row and its members' rows, the head first, own fields among the others."""

    address: Address
    household: Row
    members: tuple[Row, ...]


class Households:
    """The households of a part of the ledger; `presence` of their members is that of the ISO day `on`.

    Whoever moved in after that day is not a member yet.
    """

    def __init__(self, ledger: Ledger, on: str, scope: Scope = WHOLE) -> None:
        self._ledger, self._on = ledger, on
        self._condition, self._parameters = scope.condition()
        self._past = past_values(ledger, "resident", "presence")

    def buildings(self) -> list[Building]:
        """The buildings with households, as people count them."""
        found = self._ledger.query(BUILDINGS.format(scope=self._condition), self._parameters)
        return sorted(((c, b) for c, b in found), key=lambda parts: Address(*parts).sort_key)

    def of(self, building: Building) -> list[Home]:
        """The households of a building in the order of their doors, empty ones too."""
        members = defaultdict(list)
        for row in self._rows(RESIDENTS, building):
            if not row["moved_in"] or row["moved_in"] <= self._on:
                members[row["household"]].append(row | {"presence": self._presence(row)})
        return [
            Home(_address(row), row, tuple(members.get(row["id"], ())))
            for row in self._rows(HOUSEHOLDS, building)
        ]

    def _presence(self, row: Row) -> str:
        """在住 when nothing else is known, as for testing; a move-out day that has come tells more."""
        dated = Dated(row["presence"], row["presence_since"], self._past.get(row["id"], ()))
        presence = dated.on(self._on) or AT_HOME
        left = row["moved_out"] is not None and row["moved_out"] <= self._on
        return MOVED_OUT if left and presence == AT_HOME else presence

    def _rows(self, sql: str, building: Building) -> list[dict[str, Any]]:
        rows = self._ledger.dicts(sql.format(scope=self._condition), [*building, *self._parameters])
        return [row | json.loads(row["own"] or "{}") for row in rows]


def _address(row: Row) -> Address:
    return Address(row["community"], row["building"], row["unit"], row["room"])
