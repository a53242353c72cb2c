"""Reading addresses as people write them: 小区 + 楼栋 + 单元 + 房号. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gridworker.ledger.address_parts import (
    BUILDING_LABEL,
    BUILDING_NUMBER,
    UNIT_LABEL,
    UNIT_NAME,
    AddressProblem,
    community_of_building_text,
    is_building_number,
    looks_like_building,
    parse_building,
    parse_community,
    parse_room,
    parse_unit,
    plain,
    split_room,
)
from gridworker.ledger.address_value import Address, search_forms
from gridworker.ledger.characters import HAN, NOTHING, upper_ascii
from gridworker.ledger.estates import estate_in

__all__ = [
    "Address",
    "AddressProblem",
    "community_of_building_text",
    "looks_like_building",
    "parse_address",
    "parse_building",
    "parse_community",
    "parse_room",
    "parse_unit",
    "search_forms",
    "split_room",
]

_LONGEST = 100  # characters of an address
_SEPARATORS = str.maketrans(dict.fromkeys("/,、_", "-"))
_BUILDING = re.compile(rf"第?(?P<building>{BUILDING_NUMBER})(?:{BUILDING_LABEL})")
_BUILDING_BEFORE_DOOR = re.compile(
    rf"第?(?P<building>{BUILDING_NUMBER})[号楼]-?(?=(?:{UNIT_NAME})(?:{UNIT_LABEL})|[A-Z]?[0-9]{{3}})"
)
_UNIT = re.compile(rf"第?(?P<unit>{UNIT_NAME})(?:单元|[门梯](?=-?[0-9]))")
_UNIT_FIRST = re.compile(rf"(?P<unit>{UNIT_NAME})(?:{UNIT_LABEL})-?(?P<room>.*)")
_FLOOR = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[层楼]-?(?=[A-Z]?[0-9]{3})")
_GLUED = re.compile(
    r"(?P<community>.*[^0-9A-Za-z甲乙丙丁戊己第])第?(?P<building>[甲乙丙丁戊己]?[0-9]{1,4}[A-Za-z]?)"
)
_NAMED_BUILDING = re.compile(
    "(?P<community>.*?)(?P<building>商业街|底商|商铺|门面房?|平房|[综合办公宿舍教学科研商住东西南北主配裙附]{1,2}楼)"
)
_DOOR_AT_END = re.compile(
    rf"(?P<front>|.*(?!负)[{HAN}])(?P<room>(?:负|[A-Za-z])?[0-9]{{1,5}}[A-Za-z]?(?:号房|号室|[室户号房])?)"
)
_PART_OF_AN_ESTATE = re.compile("[0-9]|[区期院苑园里村]$")


NOWHERE = Address()


def parse_address(text: object, *, default: Address = NOWHERE) -> Address:
    """Read an address as written by hand: 和平苑3号楼2单元501, 3-2-501, 3#2-501室, 三号楼二单元501, 3栋501.

    What the text does not say comes from `default`; where that has a building, 2-501 is unit and door.
    After 号楼 and 单元 a hyphen only separates; a basement is 负101, or a second hyphen (3-2--101).
    Raises AddressProblem when neither a building nor a door can be understood.
    """
    written = plain(text).translate(_SEPARATORS)
    if written in NOTHING:
        raise AddressProblem("地址没有填写。请填写楼号、单元和房号，如“3-2-501”。")
    if len(written) > _LONGEST:
        raise _not_understood(written)
    return _read(written, default)


@lru_cache(maxsize=512)  # the members of a household follow each other, with the same address
def _read(written: str, default: Address) -> Address:
    if default.building and _FLOOR.match(written):
        written = _FLOOR.sub("", written, count=1)
    found = _canonical(written) or _labelled(written, default) or _plain_doors(written, default)
    address = Address(*(new or old for new, old in zip(_parts(found), _parts(default), strict=True)))
    if not (found.building or found.room or found.unit) or not (address.community or address.building):
        raise _not_understood(written)
    return address


def _parts(address: Address) -> tuple[str, str, str, str]:
    return address.community, address.building, address.unit, address.room


def _canonical(text: str) -> Address | None:
    """Read the stored form; None for any other, such as 3-2-501-1 and 和平苑3号楼-2-501-1."""
    head, *doors = text.split("-", 3)
    if len(doors) < 3 or is_building_number(head) or looks_like_building(head):
        return None
    try:
        return _address(parse_community(head) if head else "", *doors)
    except AddressProblem:
        return None


def _address(community: str, building: str, unit: str, room: str) -> Address:
    return Address(
        community,
        parse_building(building) if building else "",
        parse_unit(unit) if unit else "",
        parse_room(room) if room else "",
    )


def _labelled(text: str, default: Address) -> Address | None:
    """Read an address by its words 号楼 and 单元: the first one after which everything makes sense."""
    problem: AddressProblem | None = None
    for community, building, rest in _at_labels(text, default):
        try:
            unit, room = _unit_and_room(rest)
            return Address(_community(community, default), building and parse_building(building), unit, room)
        except AddressProblem as caught:
            problem = problem or caught
    if problem:
        raise problem
    return None


def _at_labels(text: str, default: Address) -> Iterator[tuple[str, str, str]]:
    """Find where words divide 小区, building and door; 单元 counts only where no building is named."""
    upper = upper_ascii(text)
    buildings = [*_BUILDING.finditer(upper), *_BUILDING_BEFORE_DOOR.finditer(upper)]
    for found in buildings:
        yield text[: found.start()], found["building"], upper[found.end() :]
    for found in () if buildings else _UNIT.finditer(upper):
        community, building = _front(text[: found.start()], default)
        yield community, building, upper[found.start() :].removeprefix("第")


def _unit_and_room(rest: str) -> tuple[str, str]:
    rest = _FLOOR.sub("", rest.replace("#", "-").strip("-"), count=1)
    labelled = _UNIT_FIRST.fullmatch(rest)
    if not labelled:
        return split_room(rest) if rest else ("", "")
    room = _FLOOR.sub("", labelled["room"], count=1)
    return parse_unit(labelled["unit"]), parse_room(room) if room else ""


def _plain_doors(text: str, default: Address) -> Address:
    """Read an address without words: 和平苑3-2-501, 3-2-501, 2-501, 和平苑501, 501, -101."""
    head, hyphen, rest = text.partition("-")
    if not head:
        return _address("", "", "", text)
    if not hyphen:
        return _door_at_end(text, default)
    community, building = _front(head, default)
    doors = f"{building}-{rest}" if building else rest
    community = _community(community, default)
    pieces = doors.split("-", 2)
    if len(pieces) == 3:
        return _address(community, *pieces)
    if len(pieces) == 1:
        return _address(community, "", "", doors)
    if default.building and not community and is_building_number(building):
        unit, room = split_room(doors)
        return Address("", "", unit, room)
    return _address(community, pieces[0], "", pieces[1])


def _door_at_end(text: str, default: Address) -> Address:
    found = _DOOR_AT_END.fullmatch(text)
    if not found:
        if default.building:
            return _address("", "", "", text)
        raise _not_understood(text)
    community, building = _front(found["front"], default)
    return _address(_community(community, default), building, "", found["room"])


def _front(text: str, default: Address) -> tuple[str, str]:
    """Split what stands before unit or door into the text of the 小区 and a building, each possibly empty."""
    text = text.strip("-")
    if not text or text == default.community:
        return text, ""
    if is_building_number(text):
        return "", text
    if default.community and text.startswith(default.community):
        rest = text.removeprefix(default.community).removeprefix("小区").strip("-")
        if is_building_number(rest) or (rest and not _PART_OF_AN_ESTATE.search(rest)):
            return default.community, rest
    found = _GLUED.fullmatch(text) or _NAMED_BUILDING.fullmatch(text)
    if found:
        return found["community"], found["building"]
    return ("", text) if text == default.building else (text, "")


def _community(text: str, default: Address) -> str:
    """Name the 小区; one that is known (with or without the word 小区) is recognised first."""
    text = text.strip("-")
    known = default.community
    if not text or (known and text.removesuffix("小区").endswith(known.removesuffix("小区"))):
        return known if text else ""
    return parse_community(estate_in(text))


def _not_understood(text: str) -> AddressProblem:
    shown = text if len(text) <= 30 else f"{text[:30]}…"
    return AddressProblem(f"看不懂地址“{shown}”。请写成“3号楼2单元501”或“3-2-501”。")
