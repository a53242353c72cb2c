"""The doors of a chain's lines: found in the text, then told apart by the places the ledger knows. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gridworker.ledger.address import Address, parse_building, parse_room, parse_unit
from gridworker.ledger.characters import CHINESE_NUMBER, HAN


class Home(NamedTuple):
    """A household of the ledger and where it is."""

    household: int
    address: Address


@dataclass(frozen=True)
class DoorText:
    """A door as it stands in a text: the parts written there, some perhaps apart from the others (`also`).

    `pair` is 2-501, whose 2 may be a unit.
    """

    start: int
    end: int
    address: Address
    pair: bool = False
    also: tuple[int, int] = (0, 0)


class Homes:
    """All households by the parts of their addresses."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self._by_room: dict[str, list[Home]] = defaultdict(list)
        self._glued: dict[str, list[Home]] = defaultdict(list)
        self._units: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._addresses: dict[int, Address] = {}
        for home in homes:
            where = home.address
            self._addresses[home.household] = where
            self._by_room[where.room].append(home)
            self._units[where.community, where.building].add(where.unit)
            self._glued[f"{where.building}{where.unit}{where.room}"].append(home)
        self.communities = sorted({community for community, _ in self._units if community}, key=len)
        self.buildings = {building for _, building in self._units if building}

    def address_of(self, household: int) -> Address | None:
        """Where a household is."""
        return self._addresses.get(household)

    def at(self, wanted: Address) -> list[Home]:
        """The homes that have every part which is given; without a room there are none."""
        return [home for home in self._by_room.get(wanted.room, ()) if wanted.room and _fits(home, wanted)]

    def glued(self, digits: str) -> list[Home]:
        """The homes whose numbers, one behind the other, make this figure (32501 for 3-2-501)."""
        return self._glued.get(digits, [])

    def completed(self, wanted: Address) -> Address:
        """Add the 小区 and the unit where the ledger leaves no choice."""
        if not wanted.community:
            having = {c for c, building in self._units if wanted.building in ("", building)}
            exact = {c for c in having if wanted.unit in self._units.get((c, wanted.building), ())}
            candidates = exact or having or set(self.communities)
            wanted = replace(wanted, community=candidates.pop()) if len(candidates) == 1 else wanted
        units = self.units(wanted)
        if not wanted.unit and len(units) == 1:
            wanted = replace(wanted, unit=next(iter(units)))
        return wanted

    def units(self, wanted: Address) -> set[str]:
        """The units of the buildings that this may be."""
        return {
            unit
            for (community, building), units in self._units.items()
            if building == wanted.building and (not wanted.community or community == wanted.community)
            for unit in units
        }

    def community_in(self, text: str) -> tuple[str, int, int]:
        """The 小区 a text names, in full or (before figures) without its last character, and where."""
        for name in reversed(self.communities):
            short = name.removesuffix("小区")
            stem = re.sub("(?:花园|家园|公寓|[苑园里庭府村院])$", "", short)
            forms = [re.escape(short) + "(?:小区)?"]
            if len(stem) > 1:
                forms.append(rf"(?<![{HAN}]){re.escape(stem)}(?:小区)?(?=\s*[0-9])")
            for form in forms:
                if found := re.search(form, text):
                    return name, found.start(), found.end()
        return "", 0, 0


def _fits(home: Home, wanted: Address) -> bool:
    where = home.address
    return (
        (not wanted.community or wanted.community == where.community)
        and (not wanted.building or wanted.building == where.building)
        and (not wanted.unit or wanted.unit == where.unit)
    )


_B = rf"[甲乙丙]?[0-9]{{1,3}}[A-Z甲乙丙丁]?|(?<![A-Z])[A-Z][0-9]{{0,2}}|{CHINESE_NUMBER}"
_B_PLAIN = "[甲乙丙]?[0-9]{1,3}[A-Z甲乙丙丁]?|(?<![A-Z])[A-Z][0-9]{0,2}"
_U = rf"[0-9]{{1,2}}|[A-Z]|[东西中南北甲乙丙]|{CHINESE_NUMBER}"
_NOT_A_ROOM = r"(?![0-9]|\s*(?:[份袋箱板斤盒桶瓶元块克年月日点]|:[0-9]|公斤|毫升|ML|KG|单元|号楼|[.][0-9]))"
_R = (
    rf"(?:负|-)?[A-Z]?[0-9]{{3,4}}[A-Z]?{_NOT_A_ROOM}|[0-9]{{1,2}}(?=[室户])"
    "|(?:[0-9]{1,2}[层楼]?)?[东西中]户"
)
_R_HAN = "[一二三四五六七八九〇零]{3,4}"
_TAIL = r"(?:\s*(?:号房|号室|[室户房]|号(?![0-9楼])))?"
_LABELLED = re.compile(
    rf"""(?:[0-9]{{1,5}}弄\s*)?第?(?P<b>{_B})\s*
    (?:(?P<sure>号住?宅?楼|号[栋幢座]|[栋幢座]|\#\s*楼)|号院?(?!套)|\#|楼)\s*[-,、/ ]*
    (?:
        (?:(?P<u>{_U})\s*(?:单元|[门梯#])\s*[-,/]*\s*|(?P<u2>{_U})\s*[-/.]\s*)?
        (?:[0-9]{{1,2}}[层楼]\s*-?(?=[0-9]{{3}}))?(?P<r>{_R}|{_R_HAN}){_TAIL}
      | (?P<u3>{_U})\s*单元(?!\s*[0-9])
    )""",
    re.VERBOSE,
)
_ONLY_BUILDING = re.compile(rf"第?(?P<b>{_B})\s*(?:号住?宅?楼|号[栋幢座]|[栋幢座])(?!\s*[0-9])")
_TRIPLE = re.compile(
    rf"""(?<![0-9.])(?P<b>{_B_PLAIN})\s*(?P<s>[-/.#,、\\]|\s)\s*(?P<u>[0-9]{{1,2}}|[A-Z]|[东西中])(?:单元|\#)?\s*
    (?:(?P=s)|[-/#.]|(?<=单元)|(?<=\#))\s*
    (?P<r>-?[A-Z]?[0-9]{{3,4}}[A-Z]?{_NOT_A_ROOM}|[0-9]{{0,2}}[东西中]户?){_TAIL}""",
    re.VERBOSE,
)
_PAIR = re.compile(
    rf"(?<![0-9.-])(?P<b>{_B_PLAIN})\s*[-/#]\s*(?P<r>[A-Z]?[0-9]{{3,4}}[A-Z]?{_NOT_A_ROOM}){_TAIL}"
)
_UNIT_ROOM = re.compile(rf"(?P<u>{_U})\s*单元\s*-?\s*(?P<r>{_R}){_TAIL}")
_UNIT_ONLY = re.compile(rf"(?P<u>{_U})\s*单元(?!\s*-?\s*[0-9]{{3}})")
_ROOM_ALONE = re.compile(
    rf"(?<![0-9A-Z.*X-])(?P<r>(?:负)?[A-Z]?[0-9]{{3,4}}[A-Z]?{_NOT_A_ROOM}|[0-9]{{2,4}}(?=室)){_TAIL}(?![*])"
)
_GLUED = re.compile(rf"(?<![0-9A-Z.*-])(?P<g>[0-9]{{5,7}}){_NOT_A_ROOM}(?![*])")
_ESTATE_BEFORE = re.compile(rf"(?P<name>[{HAN}0-9]{{1,8}}?(?:小区|花园|家园|公寓|[苑里庭府]))\s*$")


def doors_in(text: str, homes: Homes) -> list[DoorText]:
    """All doors of a readable text in order; rooms alone count only where nothing better stands."""
    found = _found(_LABELLED, text)
    text = _without(text, found)
    found += _found(_TRIPLE, text)
    text = _without(text, found)
    for pattern in (_UNIT_ROOM, _PAIR):
        more = _found(pattern, text)
        found, text = found + more, _without(text, more)
    found = found or _alone(text, homes) or _found(_ONLY_BUILDING, text)
    if len(found) == 1 and not found[0].address.room:
        found = [_with_room(found[0], text)]
    elif len(found) == 1 and not found[0].address.unit and (unit := _UNIT_ONLY.search(text)):
        address = replace(found[0].address, unit=parse_unit(unit["u"]))
        found = [replace(found[0], address=address, also=unit.span())]
    return sorted((_with_estate(door, text) for door in found), key=lambda door: door.start)


def _with_room(door: DoorText, text: str) -> DoorText:
    """502（3号楼2单元）: the room may stand apart from its entrance."""
    rooms = _found(_ROOM_ALONE, text)
    if len(rooms) != 1:
        return door
    room = rooms[0]
    return replace(door, address=replace(door.address, room=room.address.room), also=(room.start, room.end))


def _alone(text: str, homes: Homes) -> list[DoorText]:
    for match in _GLUED.finditer(text):
        options = homes.glued(match["g"])
        if len(options) == 1:
            where = options[0].address
            return [DoorText(match.start("g"), match.end("g"), Address("", *_parts_of(where)), pair=True)]
    return _found(_ROOM_ALONE, text)[:1]


def _parts_of(where: Address) -> tuple[str, str, str]:
    return where.building, where.unit, where.room


def _found(pattern: re.Pattern[str], text: str) -> list[DoorText]:
    return [
        DoorText(match.start(), match.end(), _address(match), pattern is _PAIR)
        for match in pattern.finditer(text)
    ]


def _address(match: re.Match[str]) -> Address:
    parts = match.groupdict()
    unit = parts.get("u") or parts.get("u2") or parts.get("u3") or ""
    building, room = parts.get("b") or "", parts.get("r") or ""
    return Address(
        "",
        parse_building(building) if building else "",
        parse_unit(unit) if unit else "",
        parse_room(room) if room else "",
    )


def _without(text: str, doors: Sequence[DoorText]) -> str:
    for door in doors:
        text = text[: door.start] + ";" * (door.end - door.start) + text[door.end :]
    return text


def _with_estate(door: DoorText, text: str) -> DoorText:
    """A 小区 that the ledger does not know still belongs to the door behind it."""
    found = _ESTATE_BEFORE.search(text, 0, door.start)
    if not found:
        return door
    return replace(door, start=found.start(), address=replace(door.address, community=found["name"]))


@dataclass(frozen=True)
class Settled:
    """Which household a door means. `options` are those it may be when it is not clear.

    `doubt` is the Chinese sentence of what is not sure, "" for nothing; `grave` that somebody must look.
    """

    home: Home | None
    address: Address | None
    doubt: str = ""
    grave: bool = False
    options: tuple[Home, ...] = ()


def settle(door: DoorText, default: Address, homes: Homes, hinted: set[int]) -> Settled:
    """Find the household: by the parts written, by what holds for the chain, by whose name stands there.

    `hinted` are the households of the people whom the line names.
    """
    wanted = door.address
    options: list[Home] = []
    for reading in _readings(door, default, homes):
        if options := homes.at(reading):
            wanted = reading
            break
    narrowed = [home for home in options if home.household in hinted] if len(options) > 1 else []
    narrowed = narrowed or options
    if len(narrowed) == 1:
        return _one(narrowed[0], options, wanted, homes)
    if narrowed:
        names = "、".join(home.address.display for home in narrowed[:4])
        return Settled(None, None, f"门牌可能是{names}，请写明是哪一户", True, tuple(narrowed))
    estates = {where.community for each in hinted if (where := homes.address_of(each))}
    if not default.community and len(estates) == 1:
        default = replace(default, community=estates.pop())
    return _unknown(wanted, default, homes)


def _readings(door: DoorText, default: Address, homes: Homes) -> Iterator[Address]:
    """What the written parts may mean, the likeliest first.

    2-501 is unit and door where the chain names the building, or where the ledger has only one.
    """
    wanted = door.address
    as_unit = replace(wanted, building=default.building, unit=wanted.building)
    if door.pair and not wanted.unit and default.building:
        yield _filled(as_unit, default)
    yield _filled(wanted, default)
    yield replace(wanted, community=wanted.community or default.community)
    yield wanted
    if door.pair and not wanted.unit and len(homes.buildings) == 1:
        yield as_unit


def _filled(wanted: Address, default: Address) -> Address:
    community = wanted.community or default.community
    return replace(wanted, community=community, building=wanted.building or default.building)


def _one(home: Home, options: Sequence[Home], wanted: Address, homes: Homes) -> Settled:
    """Sure where building and room are written and the unit is, or need not be."""
    where = home.address
    if len(options) > 1:
        doubt = f"有几户是这个门牌，按姓名或电话认作{where.display}"
    elif not wanted.building:
        doubt = f"没有写楼号，台账里只有{where.display}"
    elif not wanted.unit and len(homes.units(where)) > 1:
        doubt = f"没有写单元，台账里只有{where.display}"
    else:
        doubt = ""
    return Settled(home, where, doubt)


def _unknown(wanted: Address, default: Address, homes: Homes) -> Settled:
    """Nobody is entered there: perhaps the unit is not kept in the ledger, perhaps the door is wrong."""
    loose = replace(wanted, unit="")
    if wanted.unit and len(homes.units(loose)) == 1 and len(found := homes.at(loose)) == 1:
        where = found[0].address
        return Settled(found[0], where, f"台账里没有{wanted.unit}单元，认作{where.display}")
    where = homes.completed(_filled(wanted, default))
    if not where.room:
        return Settled(None, where, f"只写到{where.display}，没有房号", True)
    if not where.building:
        return Settled(None, None, f"只写了{where.room}，不知道是哪栋楼", True)
    if not where.community and homes.communities:
        return Settled(None, None, f"台账里没有{where.display}这一户，也没有写小区，请写全门牌", True)
    return Settled(None, where, f"台账里没有{where.display}这一户，请核对门牌；确认后会新建这一户", True)
