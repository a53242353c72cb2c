"""A part of the ledger to look at: a 小区, a building, a unit, a grid, or everything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gridworker.errors import GridworkerError
from gridworker.ledger.address import Address, AddressProblem, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.characters import CHINESE_NUMBER, arabic, half_width, without_spaces

# A place without a grid of its own is in that of its building, else in that of its 小区.
PLACES_OF_GRID = """
SELECT g.id FROM place g
LEFT JOIN place b ON b.community = g.community AND b.building = g.building AND b.unit = ''
LEFT JOIN place c ON c.community = g.community AND c.building = '' AND c.unit = ''
WHERE COALESCE(g.grid, b.grid, c.grid) = ?
"""
PLACES = "SELECT DISTINCT community, building, unit FROM place"
GRIDS = "SELECT DISTINCT grid FROM place WHERE grid IS NOT NULL"

_EVERYTHING = ("", "全部", "全部范围", "整个台账")
_NUMBER = re.compile(CHINESE_NUMBER)


class NoSuchScope(GridworkerError):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"台账里没有“{text[:30]}”这个范围。请填写台账里有的小区、楼栋、单元或网格，如“3号楼”“和平苑3号楼2单元”。"
        )


@dataclass(frozen=True)
class Scope:
    """Whatever lies in all the parts named; parts left empty do not narrow it."""

    community: str = ""
    building: str = ""
    unit: str = ""
    grid: str = ""

    @property
    def label(self) -> str:
        """和平苑3号楼2单元, 第三网格; 全部 for everything."""
        return (self.grid + Address(self.community, self.building, self.unit).display) or "全部"

    def condition(self, place: str = "p") -> tuple[str, list[str]]:
        """A SQL condition on a place's columns, and its parameters; `place` is the table's alias."""
        parts = {key: getattr(self, key) for key in ("community", "building", "unit") if getattr(self, key)}
        conditions = [f"{place}.{key} = ?" for key in parts]
        if self.grid:
            conditions.append(f"{place}.id IN ({PLACES_OF_GRID})")
        return " AND ".join(conditions) or "1", [*parts.values(), *filter(None, [self.grid])]

    def places(self, ledger: Ledger) -> set[int]:
        """The numbers of the places in it."""
        condition, parameters = self.condition()
        return {row for (row,) in ledger.query(f"SELECT p.id FROM place p WHERE {condition}", parameters)}


WHOLE = Scope()


def parse_scope(ledger: Ledger, text: str) -> Scope:
    """Read 3号楼, 3-2, 和平苑, 和平苑3号楼2单元, 第三网格 as the part of this ledger that it means.

    Blank and 全部 are everything. Raises NoSuchScope when nothing in the ledger matches.
    """
    wanted = without_spaces(half_width(text))
    if wanted in _EVERYTHING:
        return WHOLE
    places = [Scope(*parts) for parts in ledger.query(PLACES)]
    for scope in (_grid(ledger, wanted), _community(places, wanted), *_doors(places, wanted)):
        if scope and any(_lies_in(place, scope) for place in places):
            return scope
    raise NoSuchScope(text.strip())


def _grid(ledger: Ledger, wanted: str) -> Scope | None:
    for (grid,) in ledger.query(GRIDS):
        if _with_digits(grid) == _with_digits(wanted):
            return Scope(grid=grid)
    return None


def _community(places: Iterable[Scope], wanted: str) -> Scope | None:
    for place in places:
        if place.community and _bare(place.community) == _bare(wanted):
            return Scope(place.community)
    return None


def _doors(places: Iterable[Scope], wanted: str) -> Iterable[Scope]:
    """Readings as building and unit: with a 小区 of the ledger in front of it, then without."""
    known = {place.community for place in places}
    for community in sorted(known, key=len, reverse=True):
        for name in {community, _bare(community)}:
            if name and wanted.startswith(name):
                yield from _building_and_unit(community, wanted.removeprefix(name).strip("-"))
    yield from _building_and_unit("", wanted)


def _building_and_unit(community: str, doors: str) -> Iterable[Scope]:
    """A door is put behind the text, for with a door it is an address."""
    yield Scope(community, doors)
    try:
        address = parse_address(f"{doors}-1")
    except AddressProblem:
        return
    if address.building and not address.community:
        yield Scope(community, address.building, address.unit)


def _lies_in(place: Scope, scope: Scope) -> bool:
    return bool(scope.grid) or all(
        wanted in ("", has)
        for wanted, has in zip(
            (scope.community, scope.building, scope.unit),
            (place.community, place.building, place.unit),
            strict=True,
        )
    )


def _bare(community: str) -> str:
    return community.removesuffix("小区") or community


def _with_digits(grid: str) -> str:
    """第三网格 and 第3网格 are one."""
    return _NUMBER.sub(lambda found: arabic(found[0]) or found[0], without_spaces(half_width(grid)))
