"""Sets of residents counted building by building."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gridworker.ledger.roster import Block, Roster

Building = tuple[str, str]
"""小区, 楼栋."""


def count_by_building(roster: Roster, sets: Sequence[int]) -> Iterator[tuple[Building, tuple[int, ...]]]:
    """How many of each set live in each building, in natural order; a building's units stand together."""

    def building(block: Block) -> Building:
        return block.where[:2]

    packed = [roster.packed(residents) for residents in sets]
    for where, blocks in groupby(roster.blocks, building):
        first, *rest = blocks
        start, end = first.start, (rest or [first])[-1].end
        yield where, tuple(int.from_bytes(bits[start:end], "big").bit_count() for bits in packed)
