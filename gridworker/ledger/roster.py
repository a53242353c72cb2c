"""Everyone in the ledger as one bit each, place by place.

A set of residents is one large whole number: `&`, `|`, `~` and `bit_count` then answer for 100,000
people in microseconds, without reading anybody's samples one by one. Bit 0 of the roster is the
leftmost; every place begins on a whole byte, so that it can be cut out of the number's bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import compress

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger

# CROSS JOIN keeps the order of the loops, which needs only the two covering indexes.
RESIDENTS_BY_PLACE = """
SELECT h.place, json_group_array(r.id) FROM household h CROSS JOIN resident r ON r.household = h.id
GROUP BY h.place
"""
PLACES = "SELECT id, community, building, unit FROM place"
ADDRESS_ORDER = """
SELECT json_group_array(resident) FROM (SELECT resident FROM resident_index ORDER BY address_key, resident)
"""

Where = tuple[str, str, str]
"""小区, 楼栋, 单元; "" for the levels below the one meant."""

_ZERO, _ONE = b"0", ord("1")
_FEW = 500
_TO_TRUTH = bytes.maketrans(b"01", b"\x00\x01")


@dataclass(frozen=True)
class Block:
    """The residents of one place: bytes `start` to `end` of every set."""

    place: int
    where: Where
    start: int
    end: int


class Roster:
    """The positions of all residents; `everyone` is the set of all of them."""

    def __init__(self, ledger: Ledger) -> None:
        self.places: dict[int, Where] = {row: tuple(where) for row, *where in ledger.query(PLACES)}
        self._ranks: dict[int, int] = {}
        groups = [
            (self.places[place], place, json.loads(ids)) for place, ids in ledger.query(RESIDENTS_BY_PLACE)
        ]
        groups.sort(key=lambda group: Address(*group[0]).sort_key)
        self.blocks: list[Block] = []
        self._residents: list[int] = []
        for where, place, ids in groups:
            start = len(self._residents) // 8
            self._residents += ids + [0] * (-len(ids) % 8)
            self.blocks.append(Block(place, where, start, len(self._residents) // 8))
        self.size = len(self._residents)
        self._positions = self._inverted()
        self.everyone = self.bits(list(filter(None, self._residents)))

    def _inverted(self) -> list[int]:
        """Position by resident number; unknown numbers share the unused one behind the last."""
        positions = [self.size] * (max(self._residents, default=0) + 1)
        for position, resident in enumerate(self._residents):
            positions[resident] = position
        positions[0] = self.size
        return positions

    def bits(self, residents: Collection[int]) -> int:
        """The set of these residents; numbers that are not on the roster are left out."""
        flags = bytearray(_ZERO) * (self.size + 1)
        positions = self._positions
        try:
            for resident in residents:
                flags[positions[resident]] = _ONE
        except IndexError:  # added by someone else since the roster was read
            return self.bits([resident for resident in residents if resident < len(positions)])
        return int(flags, 2) >> 1

    def residents(self, bits: int) -> list[int]:
        """The numbers of the residents in a set, place by place."""
        text = f"{bits:0{self.size}b}" if self.size else ""
        return list(compress(self._residents, text.encode().translate(_TO_TRUTH)))

    def members(self, bits: int, residents: Collection[int]) -> set[int]:
        """Those of these residents who are in the set."""
        if len(residents) > _FEW:
            return set(self.residents(bits & self.bits(residents)))
        packed = self.packed(bits) + b"\0"
        known = [(r, self._positions[r]) for r in residents if r < len(self._positions)]
        return {r for r, position in known if packed[position >> 3] >> (7 - (position & 7)) & 1}

    def packed(self, bits: int) -> bytes:
        """The set's bytes, to be cut at the places' borders."""
        return bits.to_bytes(self.size // 8, "big")

    def within(self, blocks: Iterable[Block]) -> int:
        """The set of everyone in these places."""
        filled = bytearray(self.size // 8)
        for block in blocks:
            filled[block.start : block.end] = b"\xff" * (block.end - block.start)
        return int.from_bytes(filled, "big") & self.everyone

    def in_address_order(self, ledger: Ledger, residents: Iterable[int]) -> list[int]:
        """The same residents sorted as people count doors."""
        if not self._ranks:
            order = json.loads(ledger.query(ADDRESS_ORDER)[0][0])
            self._ranks = {resident: rank for rank, resident in enumerate(order)}
        last = len(self._ranks)
        return sorted(residents, key=lambda resident: self._ranks.get(resident, last))


def enclosing(where: Where) -> tuple[Where, Where, Where]:
    """The place itself, its building, its 小区."""
    community, building, _ = where
    return where, (community, building, ""), (community, "", "")
