"""Headings that number the members of a household in one row: 成员1姓名, 家庭成员姓名2, 成员一. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from gridworker.intake.headings import plain_heading
from gridworker.ledger.identity import half_width

_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_WHO = "(?:家庭|户内|同住|其他|共同|居住)*(?:成员|家属|家人|人员)"
_BEFORE = re.compile(
    rf"(?:{_WHO}[(]?(?P<number>{_NUMBER})[)]?|第(?P<place>{_NUMBER})[位个名]?(?:{_WHO}|人))(?P<what>.*)"
)
_AFTER = re.compile(rf"(?:{_WHO})?(?P<what>.*[^0-9一二三四五六七八九十(])[(]?(?P<number>{_NUMBER})[)]?")
_MARKS = re.compile(r"[\s*＊※★:：_、的-]+")
_NAME = "姓名"
_NAMES = ("", _NAME, "名字", "名称")


class Numbered(NamedTuple):
    """A heading's group, written before or after what it says of the member, and that."""

    group: tuple[str, str]
    what: str


def numbered(heading: str, parent: str = "") -> Numbered | None:
    """Read a heading (below the texts that span it, joined by slashes), or None when it has no number."""
    text = _MARKS.sub("", half_width(heading))
    for above in reversed(parent.split("/")):
        spanning = _BEFORE.fullmatch(_MARKS.sub("", half_width(above)))
        if spanning and not spanning["what"]:
            return Numbered(("before", _number(spanning)), plain_heading(text))
    found = _BEFORE.fullmatch(text)
    if found:
        return Numbered(("before", _number(found)), plain_heading(found["what"]) or _NAME)
    found = _AFTER.fullmatch(text)
    return Numbered(("after", found["number"]), plain_heading(found["what"])) if found else None


def _number(found: re.Match[str]) -> str:
    return found["number"] or found["place"]


def members(headings: Sequence[str], parents: Sequence[str]) -> dict[int, tuple[int, str]]:
    """The columns of numbered members: column to member (from 1, left to right) and what it says of him.

    A number counts only where a name has it: 电话1 and 电话2 beside 姓名 are one person's. Where it stands
    behind, only columns to the right of the name belong to it.
    """
    groups: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for column, (heading, parent) in enumerate(zip(headings, parents, strict=True)):
        found = numbered(heading, parent) if heading else None
        if found:
            groups[found.group][column] = found.what
    people = [own for own in map(_from_the_name, groups.items()) if own]
    people.sort(key=min)
    return {column: (place, what) for place, own in enumerate(people, 1) for column, what in own.items()}


def _from_the_name(group: tuple[tuple[str, str], dict[int, str]]) -> dict[int, str]:
    (where, _), columns = group
    name = next((column for column, what in columns.items() if what in _NAMES), None)
    if name is None:
        return {}
    return {column: what for column, what in columns.items() if where == "before" or column >= name}
