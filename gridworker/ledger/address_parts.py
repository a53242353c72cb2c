"""The parts of an address, each as it stands in a cell of its own: 小区, 楼栋, 单元, 房号. Pure."""

from __future__ import annotations

import re

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import (
    CHINESE_NUMBER,
    HAN,
    NOTHING,
    arabic,
    cell_text,
    half_width,
    plain_dashes,
    upper_ascii,
    without_spaces,
)

_LONGEST_COMMUNITY, _LONGEST_NAME = 40, 12

# 3, 3A, 甲3, 3甲, A, A3, 三, 二十一
BUILDING_NUMBER = rf"[甲乙丙丁戊己]?[0-9]{{1,4}}[A-Z甲乙丙丁]?|(?<![A-Z])[A-Z][0-9]{{0,3}}|{CHINESE_NUMBER}"
BUILDING_LABEL = "号住?宅?楼|号[栋幢座]|#楼?|[栋幢座]"
UNIT_LABEL = "单元|[门梯]"
UNIT_NAME = rf"[0-9]{{1,3}}[A-Z]?|[A-Z][0-9]?|{CHINESE_NUMBER}|[东西南北中左右甲乙丙丁]"
_ROOM_LABEL = re.compile("(?<=[0-9A-Z〇零一二三四五六七八九十])(?:房间|号房|号室|[号室户房])$")

# 501, 0501, 501A, B101, -101, 501-2, then rooms by a word: 东户, 501东户, 车库12, 底商3, 门房
_ROOM_NUMBER = r"-?[A-Z]?[0-9]{1,5}[A-Z]?(?:-[0-9A-Z]{1,4})?"
_ROOM_WORD = "[东西南北中左右前后上下][户间]?"
_ROOM_NAME = rf"(?:[0-9]{{1,2}}[层楼])?[{HAN}]{{0,5}}[东西南北中左右上下户室房库铺店商厅]"
_ROOM = re.compile(rf"{_ROOM_NUMBER}(?:{_ROOM_WORD})?|{_ROOM_NAME}[0-9]{{0,4}}|[A-Z]")

_BUILDING_NUMBER = re.compile(BUILDING_NUMBER)
_NUMBERED = re.compile(rf"第?(?P<number>{BUILDING_NUMBER})(?:{BUILDING_LABEL}|[楼号])?")
_BUILDING_TEXT = re.compile(
    rf"(?P<community>(?:[0-9]*[{HAN}A-Z·][{HAN}0-9A-Z·]*?-?)??)第?(?P<number>{BUILDING_NUMBER})(?:{BUILDING_LABEL})"
    "(?:居民|住户|人员|信息|台账|名单|登记|花名册|表)*"
)
_UNIT = re.compile(rf"第?(?P<name>{UNIT_NAME})(?:{UNIT_LABEL})?")
_UNIT_AND_ROOM = re.compile(rf"(?P<unit>{UNIT_NAME})(?:(?:{UNIT_LABEL})-?|-)(?P<room>.+)")
_ROOM_OF_MORE = re.compile(r"(?P<unit>[0-9]{1,2}|[A-Z]|[一二三四五六七八九十])-(?P<room>-?[A-Z]?[0-9].*)")
_NAMED = re.compile(rf"(?=.*[{HAN}A-Z])[{HAN}0-9A-Z]+")
_DOOR = re.compile("单元|[0-9][室户]")
_WHOLE_FLOAT = re.compile(r"(?<=[0-9])\.0+$")
_SPACE_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[A-Za-z]?[0-9]|[A-Za-z][号栋幢座])")


class AddressProblem(ValueProblem):
    """A text that cannot be understood as an address or as this part of one."""


def plain(raw: object) -> str:
    """Read a cell with ASCII digits, letters and hyphens, without spaces; letters keep their case.

    A space that keeps two numbers apart (阳光100 3号楼) becomes a hyphen.
    """
    text = plain_dashes(half_width(cell_text(raw))).strip().lstrip("'’‘`")
    text = _WHOLE_FLOAT.sub("", text)
    return without_spaces(_SPACE_BETWEEN_NUMBERS.sub("-", text))


def number(text: str) -> str:
    """Write a number as it is stored: ASCII digits without leading zeros; words stay as they are."""
    digits = arabic(text)
    return digits or re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)


def parse_community(raw: object) -> str:
    """Read the name of a 小区 as it is; a hyphen in it becomes `·`, for hyphens part the written address."""
    text = without_spaces(plain_dashes(half_width(cell_text(raw)))).strip("-").replace("-", "·")
    if not text:
        raise AddressProblem("小区名称没有填写。请填写小区名称。")
    if len(text) > _LONGEST_COMMUNITY:
        raise AddressProblem("小区名称太长，请核对这一格。")
    if is_building_number(text) or not any(char.isalpha() for char in text):
        raise AddressProblem(f"“{text}”不像小区名称，更像楼号。请核对这一格。")
    if _BUILDING_TEXT.fullmatch(upper_ascii(text)):
        raise AddressProblem(f"“{_short(text)}”里带有楼号。请把小区和楼号分开填写。")
    return text


def parse_building(raw: object) -> str:
    """Read a building: 2#, 二号楼 and 和平苑2号楼 are 2; a building with a name (商业街) keeps it."""
    text = upper_ascii(plain(raw))
    if text in NOTHING:
        raise AddressProblem("楼栋没有填写。请填写楼号，如“3号楼”。")
    numbered = _NUMBERED.fullmatch(text) or _BUILDING_TEXT.fullmatch(text)
    if numbered:
        return number(numbered["number"])
    if not _NAMED.fullmatch(text) or len(text) > _LONGEST_NAME or _DOOR.search(text):
        raise AddressProblem(f"“{_short(text)}”不像楼栋。请只填楼号，如“3号楼”。")
    return text


def parse_unit(raw: object) -> str:
    """Read a unit: 2单元, 二单元, 2.0 are 2, 东单元 is 东; "" where the cell says that there is none."""
    text = upper_ascii(plain(raw))
    if text in NOTHING:
        return ""
    found = _UNIT.fullmatch(text)
    if not found:
        raise AddressProblem(f"“{_short(text)}”不像单元。请只填单元号，如“2单元”。")
    return number(found["name"])


def parse_room(raw: object) -> str:
    """Read a door number: 501室 and 501.0 are 501, 负101 is -101. A unit before it (2-501) is refused."""
    text = upper_ascii(plain(raw))
    if text in NOTHING:
        raise AddressProblem("房号没有填写。请填写房号，如“501”。")
    if _ROOM_OF_MORE.fullmatch(text):
        raise AddressProblem(f"“{_short(text)}”不只是房号。请把单元和房号分开填写。")
    room = number(_ROOM_LABEL.sub("", re.sub("^负(?=[A-Z0-9])", "-", text)))
    if not _ROOM.fullmatch(room):
        raise AddressProblem(f"“{_short(text)}”不像房号。请只填房号，如“501”。")
    return room


def split_room(raw: object) -> tuple[str, str]:
    """Read a door number that may carry its unit: 2-501 is (2, 501), 2单元501 too, 501 is ("", 501)."""
    text = upper_ascii(plain(raw))
    found = _ROOM_OF_MORE.fullmatch(text) or _UNIT_AND_ROOM.fullmatch(text)
    if found and not _is_room(text):
        return number(found["unit"]), parse_room(found["room"])
    return "", parse_room(text)


def looks_like_building(text: str) -> str | None:
    """Give the building that a sheet is named after (和平苑3号楼, 12栋, 3#), or None for other texts."""
    found = _BUILDING_TEXT.fullmatch(upper_ascii(plain(text)))
    return number(found["number"]) if found else None


def community_of_building_text(text: str) -> str:
    """Give 和平苑 of 和平苑3号楼, or "" where no 小区 is named."""
    found = _BUILDING_TEXT.fullmatch(upper_ascii(plain(text)))
    return plain(text)[: found.end("community")].strip("-") if found else ""


def is_building_number(text: str) -> bool:
    """Say whether this is a number of a building (3, 3A, 甲3, A, 三), not a name."""
    return _BUILDING_NUMBER.fullmatch(upper_ascii(text)) is not None


def _is_room(text: str) -> bool:
    return not _ROOM_OF_MORE.fullmatch(text) and _ROOM.fullmatch(_ROOM_LABEL.sub("", text)) is not None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"
