"""Which other kind of import a table evidently is: a laboratory's list is no list of visits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from gridworker.intake.headings import plain_heading
from gridworker.intake.kinds import KINDS
from gridworker.intake.mapping import Mapping as Columns
from gridworker.intake.mapping import recognise

# Where sheet, title or file say what the table is, they are believed.
_SPOKEN_OF: Mapping[str, re.Pattern[str]] = {
    "closed-loop": re.compile("两点一线|闭环|保供"),
    "supplies": re.compile("物资|需求|采购|订购|团购|配送|发放|蔬菜|接龙"),
    "arrivals": re.compile("[返来][晋并]|返回|外来|报备"),
    "visits": re.compile("访|入户|慰问"),
}
_ANYTHING = "备注"
_CORRECTED = "问题说明"  # what rows with problems are saved with, to be imported again
_FEW = 2
_SHOWN = 3


def why_other_kind(columns: Columns, names: Iterable[str]) -> str:
    """Say what a table rather is than its kind, "" when nothing speaks against that.

    It is another's when that kind knows all its columns that this one does, and more of those that mean
    nothing here. `names` are those of its titles, sheet and file.
    """
    kind = columns.kind
    spoken = _SPOKEN_OF.get(kind)
    if spoken is None or any(map(spoken.search, names)):
        return ""
    if any(column.heading == _CORRECTED for column in columns.columns):
        return ""
    needed = 1 if _has_no_mark(columns) else _FEW
    extra, other = max((_known_besides(columns, each), each) for each in KINDS if each != kind)
    if len(extra) < needed:
        return ""
    shown = "".join(f"“{heading}”" for heading in extra[:_SHOWN])
    return (
        f"看起来是{KINDS[other].title}的表格（有{shown}等栏），不像{KINDS[kind].title}。请改选导入种类；"
        f"如果确实是{KINDS[kind].title}，请在表格标题或工作表名里写明后再试。"
    )


def _has_no_mark(columns: Columns) -> bool:
    """Whether no column is one of this kind's own, besides persons, doors and 备注."""
    kind = KINDS[columns.kind]
    common = {*kind.person.values(), "name", "id_type", "id_number", "phone", "head"}
    common |= {"address", "door", "room", "unit", "building", "community"}
    return all(
        column.target is None or column.target in common or plain_heading(column.heading) == _ANYTHING
        for column in columns.columns
    )


def _known_besides(columns: Columns, kind: str) -> Sequence[str]:
    """Headings that mean nothing here and something to another kind, if that also knows all the others."""
    own = columns.columns
    headings, parents = [column.heading for column in own], [column.parent for column in own]
    theirs = recognise(headings, parents, kind, samples=[column.samples for column in own]).columns
    pairs = list(zip(own, theirs, strict=True))
    if any(mine.target and not their.target for mine, their in pairs):
        return ()
    return tuple(mine.heading for mine, their in pairs if mine.unknown and their.target)
