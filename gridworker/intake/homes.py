"""Households and places that an import names: which are new, what changes, and writing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import entrances, homes
from gridworker.ledger.fields import Value
from gridworker.ledger.places import Doors

Values = Dict[str, Value]
NOTHING: Values = {}
_ESTATE = "小区"


@dataclass(slots=True)
class Thing:
    """One household or place: the ledger's row (None: new), what the import says first, what changes.

    `within` is the place of a household of which the import says something.
    """

    stored: dict[str, Any] | None
    given: dict[str, Value] = field(default_factory=dict)
    changes: dict[str, Value] = field(default_factory=dict)
    within: Thing | None = None

    def take(self, values: Values) -> bool:
        """Note what a row says; the first row that says something wins. True if this changes the ledger."""
        changed = False
        for key, value in values.items():
            if key in self.given:
                continue
            self.given[key] = value
            if self.stored is not None and self.stored.get(key) != value:
                self.changes[key] = value
                changed = True
        return changed


class Homes:
    """All doors of the ledger, and those that the rows of an import name."""

    def __init__(self, ledger: Ledger) -> None:
        self._stored = homes(ledger)
        self._stored_places = entrances(ledger)
        self._households: dict[Address, Thing] = {}
        self._places: dict[Address, Thing] = {}
        self._communities: dict[Address, set[str]] = defaultdict(set)
        for address in (*self._stored, *self._stored_places):
            self._communities[_nameless(address)].add(address.community)
        self._named = {name for names in self._communities.values() for name in names if name}
        self._complete: dict[Address, Address] = {}

    def complete(self, address: Address) -> Address:
        """Name the 小区 of an address without one, when just one in the ledger has this door or entrance.

        和平苑小区 is 和平苑 where only that is in the ledger, and the other way round.
        """
        if address.community in self._named:
            return address
        if address not in self._complete:
            self._complete[address] = self._with_community(address)
        return self._complete[address]

    def _with_community(self, address: Address) -> Address:
        if address.community:
            name = address.community
            other = name.removesuffix(_ESTATE) if name.endswith(_ESTATE) else name + _ESTATE
            known_as = other if other in self._named else name
            return Address(known_as, address.building, address.unit, address.room)
        for known in (address, address.without_room()):
            named = self._communities.get(known, set())
            if len(named) == 1:
                return Address(next(iter(named)), address.building, address.unit, address.room)
        return address

    def stored(self, address: Address) -> dict[str, Any] | None:
        """The ledger's household at this door, or None."""
        return self._stored.get(address)

    def take(
        self, address: Address, household: Values = NOTHING, place: Values = NOTHING
    ) -> tuple[bool, bool]:
        """Note what a row says of its door; tell whether the door is new and whether it changes."""
        home = self._households.get(address)
        new = False
        if home is None:
            home = self._households[address] = Thing(self._stored.get(address))
            new = home.stored is None
        changed = home.take(household)
        if place:
            home.within = home.within or self._entrance(address.without_room())
            changed = home.within.take(place) or changed
        return new, changed

    def _entrance(self, address: Address) -> Thing:
        if address not in self._places:
            self._places[address] = Thing(self._stored_places.get(address))
        return self._places[address]

    def write(self, ledger: Ledger) -> dict[Address, int]:
        """Write places and households inside a change; return every named household's number."""
        doors = Doors(ledger)
        for entrance, thing in self._places.items():
            if thing.stored is None:
                doors.place(entrance, **thing.given)
            elif thing.changes:
                ledger.update("place", thing.stored["id"], thing.changes)
        for home in self._households.values():
            if home.stored is not None and home.changes:
                ledger.update("household", home.stored["id"], home.changes)
        return doors.households({address: home.given for address, home in self._households.items()})


def _nameless(address: Address) -> Address:
    return Address("", address.building, address.unit, address.room)
