"""An address and how it is shown, sorted and searched. Pure.

Stored as 和平苑-3-2-501: a missing part is empty (和平苑-3--501), and there are always three hyphens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gridworker.ledger.address_parts import is_building_number

_BASEMENT = re.compile("[-B][0-9]")
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True)
class Address:
    """Where a door is; parts not known are empty. A basement door is -101."""

    community: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""

    @property
    def canonical(self) -> str:
        """和平苑-3-2-501, which parse_address reads back to the same address."""
        return "-".join((self.community, self.building, self.unit, self.room))

    @property
    def display(self) -> str:
        """和平苑3号楼2单元501."""
        building = _shown_building(self.building)
        unit = f"{self.unit}单元" if self.unit else ""
        return _joined(self.community, building + unit + re.sub("^-", "负", self.room))

    @property
    def masked(self) -> str:
        """The address to the unit, without the door."""
        return self.without_room().display

    @property
    def sort_key(self) -> str:
        """Sorts as people count (2号楼 before 10号楼) when compared as plain text, in SQLite too.

        Within a building: no unit, units by number, by name; basements, doors by number, by name.
        """
        return " ".join(
            (
                _padded(self.community),
                _ranked(self.building),
                _ranked(self.unit),
                _ranked(self.room, door=True),
            )
        )

    def without_room(self) -> Address:
        """Give the address of the entrance."""
        return replace(self, room="")


def search_forms(address: Address) -> str:
    """Give the text in which an address is searched: 3-2-501, as displayed, and as stored."""
    short = "-".join(part for part in (address.building, address.unit, address.room) if part)
    return f"{short} {address.display} {address.canonical}"


def _shown_building(building: str) -> str:
    if not is_building_number(building):
        return building
    return f"{building}座" if building.isalpha() else f"{building}号楼"


def _joined(community: str, doors: str) -> str:
    """Keep the number of 阳光100 apart from the number of a building."""
    together = community[-1:] + doors[:1]
    return f"{community} {doors}" if len(together) == 2 and together.isascii() else community + doors


def _padded(text: str) -> str:
    return _DIGITS.sub(lambda digits: digits[0].zfill(6), text)


def _ranked(part: str, *, door: bool = False) -> str:
    if not part:
        return "0"
    if door and _BASEMENT.match(part):
        return f"1{_padded(part)}"
    return f"{2 if part[0].isdigit() else 3}{_padded(part)}"
