"""The lines of a pasted chain as rows of a table: what was understood in each part, and how sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gridworker.intake.chain_draft import Correction
from gridworker.intake.chain_plan import ChainLine
from gridworker.ledger.address import Address
from gridworker.ledger.address_parts import is_building_number
from gridworker.ui.grid import Grid, GridColumn
from gridworker.ui.palette import STATUS

_ACTIONS = {
    "added": "新登记", "changed": "改登记", "cancelled": "取消登记", "unchanged": "已登记",
    "ignored": "不登记",
}  # fmt: skip
_KINDS = {"header": "说明", "more": "同上一条", "blank": ""}
_EDITABLE = {"door": "门牌", "name": "姓名", "phone": "电话", "items": "物品"}
_WIDTHS = {"door": 8.4, "name": 4.4, "phone": 7.0, "items": 9.0}


class LinesGrid(Grid):
    """A grid whose editor opens with what was understood, without the mark that tells of a doubt."""

    plain: Callable[[int, str], str]

    def _text_of(self, key: int, column: str) -> str:
        return self.plain(key, column)


def columns() -> list[GridColumn]:
    """The columns of the table; the parts that can be typed over carry a mark where they are in doubt."""
    parts = [
        GridColumn(key, heading, _WIDTHS[key], editable=True, sortable=False)
        for key, heading in _EDITABLE.items()
    ]
    return [
        GridColumn("number", "编号", 2.4, "right", order=lambda shown: int(shown or 0)),
        *parts,
        GridColumn("result", "结果", 4.2),
        GridColumn("raw", "原文", 10, stretch=True, sortable=False),
    ]


def row_of(line: ChainLine) -> dict[str, Any]:
    """One line as a row of the table."""
    shown = {key: _marked(line, key) for key in _EDITABLE}
    return {
        "id": line.row, "number": "" if line.number is None else str(line.number), "raw": line.raw.strip(),
        "result": result_words(line), "tag": tag_of(line), **shown,
    }  # fmt: skip


def part(line: ChainLine, key: str) -> str:
    """What was understood of one part, as it is typed over."""
    texts = {
        "door": _door(line.address) if line.address else "",
        "name": line.requester or "",
        "phone": line.phone or "",
        "items": line.items,
    }
    return texts.get(key, "")


def _door(where: Address) -> str:
    """和平苑3-2-501, which is read back to the same door; one with a name for a building is written out."""
    if not is_building_number(where.building) or not where.room[:1].isdigit():
        return where.display
    return where.community + "-".join(part for part in (where.building, where.unit, where.room) if part)


def corrected(before: Correction, key: str, text: str) -> Correction:
    """The same correction with one part typed over."""
    values: Mapping[str, Any] = {**vars(before), key: text.strip(), "ignored": False}
    return Correction(**values)


def tag_of(line: ChainLine) -> str:
    """The status that marks the row."""
    if not line.counted or line.action in ("ignored", "unchanged"):
        return "quiet"
    if line.action == "rejected":
        return "bad" if line.sure == "unread" else "warn"
    return "info" if line.sure == "likely" else "good"


def result_words(line: ChainLine) -> str:
    """What happens to the line, in a word."""
    if line.kind in _KINDS:
        return _KINDS[line.kind]
    if line.action == "rejected":
        return "没看懂" if line.sure == "unread" else "待核对"
    if line.kind == "correction" and line.action == "changed":
        return "已更正"
    if line.kind == "cancel" and line.action in ("ignored", "changed"):
        return "已更正" if line.action == "changed" else "取消"
    return _ACTIONS[line.action]


def _marked(line: ChainLine, key: str) -> str:
    if not line.counted:
        return ""
    doubts = [doubt for doubt in line.doubts if doubt.field == key]
    if not doubts or line.confirmed or line.action in ("unchanged", "ignored"):
        return part(line, key)
    mark = STATUS["warn" if any(doubt.grave for doubt in doubts) else "info"].mark
    return f"{mark} {part(line, key)}"
