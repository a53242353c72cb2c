"""Places and households: found or made by address, counted, listed."""

from __future__ import annotations

from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger

PLACES = "SELECT id, community, building, unit FROM place"
HOUSEHOLDS = """
SELECT h.id, p.community, p.building, p.unit, h.room FROM household h JOIN place p ON p.id = h.place
"""
PLACES_AND_GRIDS = "SELECT community, building, unit, grid FROM place"


class Doors:
    """Finds places and households by address, and makes those that are missing.

    It reads the whole street's doors once, so that importing 100,000 rows asks the ledger nothing
    more. Use it inside one change.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._places: dict[tuple[str, ...], int] = {tuple(parts): row for row, *parts in ledger.query(PLACES)}
        self._households: dict[Address, int] = {
            Address(*parts): row for row, *parts in ledger.query(HOUSEHOLDS)
        }

    def find(self, address: Address) -> int | None:
        """The household's number, or None."""
        return self._households.get(address)

    def place(self, address: Address, **values: Any) -> int:
        """The number of the place without its room; it and those above it are made if missing."""
        parts = (address.community, address.building, address.unit)
        for level in ((parts[0], "", ""), (parts[0], parts[1], ""), parts):
            if level not in self._places and any(level):
                row = dict(zip(("community", "building", "unit"), level, strict=True))
                extra = values if level == parts else {}
                self._places[level] = self._ledger.create("place", row | extra)
        if parts not in self._places:
            self._places[parts] = self._ledger.create("place", values)
        return self._places[parts]

    def household(self, address: Address, **values: Any) -> int:
        """The household's number; it is made with `values` if missing."""
        return self.households({address: values})[address]

    def households(self, wanted: dict[Address, dict[str, Any]]) -> dict[Address, int]:
        """The numbers of many households; the missing ones are made in one go."""
        missing = [address for address in wanted if address not in self._households]
        rows = [
            {**wanted[address], "place": self.place(address), "room": address.room} for address in missing
        ]
        if rows:
            numbers = self._ledger.create_many("household", rows, checked=True)
            self._households.update(zip(missing, numbers, strict=True))
        return {address: self._households[address] for address in wanted}


def known_places(ledger: Ledger) -> list[tuple[Address, str | None]]:
    """Every place with its own 网格, in natural order."""
    places = [(Address(*parts), grid) for *parts, grid in ledger.query(PLACES_AND_GRIDS)]
    return sorted(places, key=lambda place: place[0].sort_key)


def address_of(ledger: Ledger, household: int) -> Address:
    """The address of a household. Raises IndexError when there is none."""
    return Address(*ledger.query(f"{HOUSEHOLDS.strip()} WHERE h.id = ?", (household,))[0][1:])
