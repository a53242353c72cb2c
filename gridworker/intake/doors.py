"""The cells that say where a row lives, to one address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from gridworker.errors import ValueProblem
from gridworker.intake.bands import place_named, place_within
from gridworker.intake.mapping import Mapping
from gridworker.intake.problems import ERROR, WARNING, Severity
from gridworker.intake.values import is_nothing
from gridworker.intake.workbook import Cell
from gridworker.ledger.address import (
    Address,
    community_of_building_text,
    parse_address,
    parse_building,
    parse_community,
    parse_room,
    parse_unit,
    split_room,
)
from gridworker.ledger.identity import half_width

_DOOR_OF_ENTRANCE = re.compile("(.+[0-9]单元)([0-9]{3,4})室?")
_OFFICE = re.compile("社区|街道|网格")  # what keeps the list, not where people live
PARTS = ("community", "building", "unit", "room", "door", "address")
_PART_OF = {"building": "building", "unit": "unit", "room": "room", "door": "room", "address": "room"}


class Flaw(NamedTuple):
    """What is wrong with the cell of one target."""

    target: str
    text: str
    severity: Severity = ERROR


@dataclass(frozen=True)
class Door:
    """The address that some cells give (None: none), and what is wrong with them."""

    address: Address | None
    flaws: tuple[Flaw, ...] = ()


class DoorReader:
    """Reads addresses of one table; equal cells are read once.

    `default` is what holds where the cells are silent: the sheet's name, the worker's constants.
    """

    def __init__(self, mapping: Mapping, default: Address) -> None:
        self._columns = [(key, column) for key in PARTS for column in mapping.of(key)]
        self._default = default
        self._parts = Parts()
        self._read: dict[tuple[Cell, ...], Door] = {}

    def read(self, cells: tuple[Cell, ...]) -> Door:
        wanted = tuple([cells[column] for _, column in self._columns])
        door = self._read.get(wanted)
        if door is None:
            door = self._read[wanted] = self._door(wanted)
        return door

    def _door(self, wanted: tuple[Cell, ...]) -> Door:
        texts: dict[str, Cell] = {}
        for (key, _), raw in zip(self._columns, wanted, strict=True):
            if not is_nothing(raw):
                texts[key] = f"{texts[key]}{raw}" if key in texts else raw
        if not texts.keys() - {"community"}:
            return Door(None)
        found = _Finding(texts, self._default, self._parts)
        return Door(found.address(), tuple(found.flaws))


class Parts:
    """Remembers the few communities, buildings and entrances of a table."""

    def __init__(self) -> None:
        self.community = lru_cache(1000)(parse_community)
        self.building = lru_cache(1000)(parse_building)
        self.community_of_building = lru_cache(1000)(community_of_building_text)
        self._entrance = lru_cache(1000)(parse_address)

    def whole(self, raw: Cell, default: Address) -> Address:
        """Read an address; the entrance of …2单元501室 is read once for all its doors."""
        door = _DOOR_OF_ENTRANCE.fullmatch(raw) if isinstance(raw, str) else None
        if door is None:
            return parse_address(raw, default=default)
        entrance = self._entrance(door[1], default=default)
        return Address(entrance.community, entrance.building, entrance.unit, parse_room(door[2]))


class _Finding:
    """One reading: the parts that have a column first, then what a longer text says of the others."""

    def __init__(self, texts: Dict[str, Cell], default: Address, parts: Parts) -> None:
        self._texts = texts
        self._parts = parts
        # Which unit is meant is known only together with its building.
        self._default = Address(default.community, default.building)
        self._unit_of_default = default.unit
        self.flaws: list[Flaw] = []

    def address(self) -> Address | None:
        found = Address(community=self._community(), building="", unit=self._unit(), room="")
        found = self._with_building(found)
        found = self._with_room(found)
        if "address" in self._texts:
            found = self._with_whole(found)
        whole = _filled(found, self._default)
        if whole.building == self._default.building:
            whole = _filled(whole, Address(unit=self._unit_of_default))
        if self._unusable(found, whole):
            return None
        return whole

    def _unusable(self, found: Address, whole: Address) -> bool:
        """Whether the row itself names no door, or a part is unreadable whose loss would mix up doors."""
        if not (found.building or found.unit or found.room):
            return True
        if not (whole.community or whole.building):
            self.flaws.append(Flaw(list(self._texts)[-1], "看不出是哪个小区、哪栋楼。请补上楼栋"))
            return True
        broken = {_PART_OF.get(flaw.target) for flaw in self.flaws if flaw.severity == ERROR}
        return any(part and not getattr(whole, part) for part in broken)

    def _community(self) -> str:
        try:
            return self._parts.community(self._texts["community"]) if "community" in self._texts else ""
        except ValueProblem as problem:
            return self._flaw("community", problem)

    def _unit(self) -> str:
        try:
            return parse_unit(self._texts["unit"]) if "unit" in self._texts else ""
        except ValueProblem as problem:
            return self._flaw("unit", problem)

    def _with_building(self, found: Address) -> Address:
        raw = self._texts.get("building")
        if raw is None:
            return found
        try:
            building = self._parts.building(raw)
        except ValueProblem as problem:
            try:
                return _filled(found, parse_address(raw))
            except ValueProblem:
                self._flaw("building", problem)
                return found
        community = found.community or (
            self._parts.community_of_building(raw) if isinstance(raw, str) else ""
        )
        return Address(community, building, found.unit, found.room)

    def _with_room(self, found: Address) -> Address:
        """A door number may carry its unit (2-501), or its building too (3-2-501)."""
        for key in ("door", "room"):
            raw = self._texts.get(key)
            if raw is None:
                continue
            try:
                found = self._door_number(raw, found)
            except ValueProblem as problem:
                self._flaw(key, problem)
        return found

    def _door_number(self, raw: Cell, found: Address) -> Address:
        known = _filled(found, self._default)
        hyphens = half_width(str(raw)).strip().lstrip("-").count("-")
        if hyphens > 1 or (hyphens and not known.building):
            return _filled(parse_address(raw, default=known), found)
        try:
            unit, room = split_room(raw)
        except ValueProblem:
            return _filled(parse_address(raw, default=known), found)
        return Address(found.community, found.building, found.unit or unit, room)

    def _with_whole(self, found: Address) -> Address:
        """One cell with everything; where columns say something else, the columns are believed."""
        try:
            whole = self._parts.whole(self._texts["address"], _filled(found, self._default))
        except ValueProblem as problem:
            severity = WARNING if found.room else ERROR
            self.flaws.append(Flaw("address", str(problem), severity))
            return found
        return _filled(found, whole)

    def _flaw(self, key: str, problem: ValueProblem) -> str:
        self.flaws.append(Flaw(key, str(problem)))
        return ""


def _filled(first: Address, second: Address) -> Address:
    """What the first does not say comes from the second."""
    return Address(
        first.community or second.community,
        first.building or second.building,
        first.unit or second.unit,
        first.room or second.room,
    )


def default_address(names: Iterable[str], constants: Dict[str, str]) -> Address:
    """What the first name of a building or unit (和平苑3号楼, 3号楼2单元) and the worker's constants say.

    It holds for all rows of a table. `names` are those of the sheet, of its titles, of the file; one that
    is nothing but a place goes before one among other words. Raises ValueProblem when a constant is no
    address part.
    """
    names = tuple(names)
    places = [place for place in map(place_named, names) if place]
    if not any(place.building for place in places):
        places += [place for place in map(place_within, names) if place]
    named = next((place for place in places if place.building), Address())
    units = (place.unit for place in places if place.unit and place.building in ("", named.building))
    community = constants.get("community", "").strip()
    building = constants.get("building", "").strip()
    estate = "" if _OFFICE.search(named.community) else named.community
    return Address(
        parse_community(community) if community else estate,
        parse_building(building) if building else named.building,
        next(units, ""),
    )
