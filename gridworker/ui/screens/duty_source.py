"""What the week's grid of duty shows: a row a shift and post, a column a day, names with their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gridworker.errors import ValueProblem
from gridworker.ledger.duty import Slot, Week
from gridworker.ledger.duty_conflicts import Cell, Conflict, weekday
from gridworker.ledger.duty_names import read_names
from gridworker.ui.grid import GridColumn, GridRow, Sort
from gridworker.ui.palette import STATUS

EMPTY = "（空）"
_MARKS = {("clash", "bad"): STATUS["bad"].mark, ("clash", "warn"): STATUS["warn"].mark}
_UNKNOWN = STATUS["info"].mark
_MEANING = (
    (STATUS["bad"].mark, "同时在两处"), (STATUS["warn"].mark, "连班没有休息"), (_UNKNOWN, "不在名单里"),
)  # fmt: skip
LEGEND = (
    "　".join(f"{mark} {words}" for mark, words in _MEANING)
    + "　直接打名字或首字母；Tab 向右，Enter 向下，Delete 清空一格；可粘贴表格"
)


class DutySource:
    """The rows of a week; keys are places in `week.slots`, from 1 on."""

    def __init__(self) -> None:
        self.week: Week | None = None
        self.columns: Sequence[GridColumn] = _columns((), "")

    def take(self, week: Week, today: str) -> None:
        """Show this week; the column of `today` says so in its heading."""
        self.week = week
        self.columns = _columns(week.days, today)

    def slot(self, key: int) -> Slot:
        assert self.week is not None, "no row without a week"
        return self.week.slots[key - 1]

    def cell(self, key: int, column: str) -> Cell | None:
        """The place under a cell of the grid; None in the columns before the days."""
        slot = self.slot(key)
        in_week = self.week is not None and column in self.week.days
        return Cell(column, slot.shift, slot.post) if in_week else None

    def key_of(self, cell: Cell) -> int | None:
        """The row of this place."""
        slots = self.week.slots if self.week else ()
        found = [n for n, slot in enumerate(slots, 1) if (slot.shift, slot.post) == (cell.shift, cell.post)]
        return found[0] if found else None

    def names(self, key: int, column: str) -> str:
        """Who stands in a cell, without marks, as it is typed."""
        if self.week is None or column not in self.week.days:
            return ""
        return "、".join(entry.person for entry in self.week.at(column, self.slot(key)))

    def read_block(
        self, block: Sequence[Sequence[str]], key: int, column: str
    ) -> tuple[dict[Cell, dict[str, str | None]], list[str]]:
        """What a block pasted at this cell puts where, and the sentences about what does not fit."""
        assert self.week is not None
        days, people = self.week.days, self.week.roster.people
        first = days.index(column) if column in days else 0
        put: dict[Cell, dict[str, str | None]] = {}
        problems: list[str] = []
        for row, line in enumerate(block, key):
            for at, text in enumerate(line, first):
                cell = self.cell(row, days[at]) if row <= len(self.week.slots) and at < len(days) else None
                try:
                    if cell is not None:
                        put[cell] = read_names(text, people)
                    elif text.strip():
                        problems.append(f"“{text.strip()[:20]}”超出了表格")
                except ValueProblem as problem:
                    problems.append(str(problem))
        return put, problems

    # -- RowSource

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return range(1, len(self.week.slots) + 1) if self.week else ()

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._row(key) for key in keys}

    def _row(self, key: int) -> GridRow:
        assert self.week is not None
        slot = self.slot(key)
        wrong = [self.week.wrong_at(day, slot) for day in self.week.days]
        cells = [self._text(key, day, found) for day, found in zip(self.week.days, wrong, strict=True)]
        return GridRow((slot.shift, slot.post, *cells), _tag([each for found in wrong for each in found]))

    def _text(self, key: int, day: str, wrong: Sequence[Conflict]) -> str:
        names = self.names(key, day)
        short = [conflict for conflict in wrong if conflict.kind == "short"]
        if short and not names:
            return EMPTY
        clash = next((c for c in wrong if c.kind == "clash"), None)
        unknown = any(c.kind == "unknown" for c in wrong)
        mark = _MARKS[clash.kind, clash.tone] if clash else _UNKNOWN if unknown else ""
        return f"{mark} {names}".strip() + (_lacking(self.slot(key), names) if short else "")


def _lacking(slot: Slot, names: str) -> str:
    return f"（缺{slot.wanted - len(names.split('、'))}）"


def _tag(wrong: Sequence[Conflict]) -> str:
    """The status of a row is the gravest of its cells."""
    clashes = [conflict.tone for conflict in wrong if conflict.kind == "clash"]
    if clashes:
        return "bad" if "bad" in clashes else "warn"
    if any(conflict.kind == "short" for conflict in wrong):
        return "missed"
    return "info" if wrong else "good"


def _columns(days: Sequence[str], today: str) -> tuple[GridColumn, ...]:
    return (
        GridColumn("shift", "班次", 2.5, sortable=False),
        GridColumn("post", "卡口", 4.5, sortable=False),
        *(
            GridColumn(day, heading(day, today), 4.6, stretch=True, sortable=False, editable=True)
            for day in days
        ),
    )


def heading(day: str, today: str) -> str:
    """周二 11/29; today is named in the place of its weekday."""
    name = "▶今天" if day == today else weekday(day)[:2]
    return f"{name} {int(day[5:7])}/{int(day[8:])}"
