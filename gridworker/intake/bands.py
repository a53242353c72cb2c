"""Rows and titles that hold only a place (1单元, 和平苑3号楼): what they say of the rows below. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gridworker.ledger.address import (
    Address,
    community_of_building_text,
    looks_like_building,
    parse_building,
    parse_unit,
)
from gridworker.ledger.address_parts import UNIT_NAME, plain
from gridworker.ledger.identity import half_width

if TYPE_CHECKING:
    from gridworker.intake.table import Table

_ASIDE = re.compile(r"[(\[【][^)\]】]*[)\]】]|:$")
_ENTRANCE = re.compile(rf"(?P<front>.*?)-?第?(?P<unit>{UNIT_NAME})单元")
_BUILDING_WITHIN = re.compile(
    "(?<![0-9A-Z.-])(?P<name>[0-9]{1,3}[A-Z]?)(?:号住?宅?楼|号[栋幢座]|#楼?|[栋幢])"
)
_UNIT_WITHIN = re.compile("(?P<name>[0-9]{1,2})单元")
_SEVERAL_WITHIN = re.compile("[0-9#楼栋幢]\\s*[-~、,，/至到和及与]\\s*[0-9]{1,3}[A-Z]?(?:号|#|[栋幢])")
_LONGEST_NAME = 4
_PLACE_WORDS = re.compile("[0-9A-Za-z号]|单元")


def place_named(text: str) -> Address | None:
    """Read a text that is nothing but a building, a unit or both; None for any other."""
    written = _ASIDE.sub("", plain(text))
    entrance = _ENTRANCE.fullmatch(written)
    if entrance and not entrance["front"]:
        return Address(unit=parse_unit(entrance["unit"]))
    front = entrance["front"] if entrance else written
    building = looks_like_building(front)
    if not building:
        return None
    unit = parse_unit(entrance["unit"]) if entrance else ""
    return Address(community_of_building_text(front), parse_building(building), unit)


def place_within(text: str) -> Address | None:
    """The one building that a title names among other words (和平苑1号楼订菜统计表), and its one unit.

    None for a title that names several (1-3号楼, 1号楼、2号楼).
    """
    written = half_width(text)
    buildings = {found["name"] for found in _BUILDING_WITHIN.finditer(written)}
    if len(buildings) != 1 or _SEVERAL_WITHIN.search(written):
        return None
    units = {found["name"] for found in _UNIT_WITHIN.finditer(written)}
    unit = parse_unit(units.pop()) if len(units) == 1 else ""
    return Address("", parse_building(buildings.pop()), unit)


def is_band(text: str) -> bool:
    """Whether a text that stands alone in a row is a place: 一栋 is one, 李一栋 is somebody's name."""
    place = place_named(text)
    return place is not None and not (
        place.community and len(text) <= _LONGEST_NAME and not _PLACE_WORDS.search(text)
    )


def below(band: Address, above: Address) -> Address:
    """What holds below a band: a new building ends the unit before it."""
    if band.building:
        return Address(band.community or above.community, band.building, band.unit)
    return Address(above.community, above.building, band.unit)


def bands(table: Table) -> Iterator[tuple[int, Address]]:
    """Yield the worksheet row (from 1) and place of each band of a table, from top to bottom."""
    for skipped in table.skipped:
        place = place_named(skipped.text)
        if place and is_band(skipped.text):
            yield skipped.row, place
