"""What the matrix of 重点行业 shows: one column a day, one row a person, the totals on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gridworker.ledger.book import Ledger
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.search import search
from gridworker.ledger.trade_days import Mark, TradeMatrix, WorkerDays
from gridworker.ui.grid import GridColumn, GridRow, Sort

_ALL = 1_000_000  # people found by the filter
TOTAL = 0
"""Key of the row of totals; residents begin at 1."""

MARKS: dict[Mark, str] = {"done": "✓", "missed": "×", "exempt": "△", "leave": "▒休", "absent": "—", "": ""}
LEGEND = "✓ 已检　× 缺检　△ 豁免　▒休 休假　— 不在住　空白 当天不应检"
_PERSON = (
    GridColumn("group", "行业", 5),
    GridColumn("address", "地址", 10.5, stretch=True),
    GridColumn("name", "姓名", 4),
    GridColumn("phone", "手机", 6, sortable=False),
)
_COUNTS = (
    GridColumn("due", "应检", 3, align="right", sortable=False),
    GridColumn("missed", "缺检", 3, align="right"),
)  # fmt: skip


class TradesSource:
    """The rows of a matrix, narrowed by what is set on it; `whole` shows phones unmasked.

    The totals are those of the rows shown, so that they follow every filter.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.columns: Sequence[GridColumn] = (*_PERSON, *_COUNTS)
        self.group = ""
        self.scope: Scope = WHOLE
        self.only_missed = False
        self.whole = False
        self.days: tuple[str, ...] = ()
        self._rows: dict[int, WorkerDays] = {}
        self._shown: list[int] = []
        self._total = GridRow(())
        self._base: tuple[object, list[int]] | None = None

    def take(self, matrix: TradeMatrix) -> None:
        """Show this matrix; the columns are those of its days."""
        self.days = matrix.days
        self._rows = {row.resident: row for row in matrix.rows}
        self._base = None
        width = max(2, 1.4 + 0.57 * len(str(len(matrix.rows) // 4)))
        days = [
            GridColumn(day, _heading(day, first=day == matrix.days[0]), width, align="center", sortable=False)
            for day in matrix.days
        ]
        self.columns = (*_PERSON, *days, *_COUNTS)

    @property
    def groups(self) -> list[str]:
        """The 重点行业 somebody is in, in the order of the rules."""
        return list(dict.fromkeys(row.group for row in self._rows.values()))

    def counts(self) -> tuple[int, int, int, int]:
        """Of the people listed: how many, their 应检 and 已检, and how many of them missed a day."""
        rows = [self._rows[key] for key in self._shown]
        due, done = sum(row.due for row in rows), sum(row.done for row in rows)
        return len(rows), due, done, sum(row.due > row.done for row in rows)

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        text = filter.casefold()
        found = self._narrowed()
        if text:
            known = set(search(self._ledger, text, _ALL))
            found = [key for key in found if key in known or text in _work(self._rows[key])]
        self._shown = self._sorted(found, sort) if sort else found
        self._total = self._told_total()
        return [TOTAL, *self._shown] if self._shown else []

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        rows = {key: self._row(self._rows[key]) for key in keys if key in self._rows}
        return {TOTAL: self._total, **rows} if TOTAL in keys else rows

    def _narrowed(self) -> list[int]:
        wanted = (self.group, self.scope, self.only_missed)
        if self._base is None or self._base[0] != wanted:
            self._base = wanted, [key for key, row in self._rows.items() if self._is_wanted(row)]
        return self._base[1]

    def _is_wanted(self, row: WorkerDays) -> bool:
        scope = self.scope
        return (
            self.group in ("", row.group)
            and scope.community in ("", row.community)
            and scope.building in ("", row.building)
            and (row.due > row.done or not self.only_missed)
        )

    def _sorted(self, found: list[int], sort: Sort) -> list[int]:
        """Rows stand by trade and door; a count is the only other order that tells something."""
        column, descending = sort
        rows = self._rows
        if column == "missed":
            return sorted(found, key=lambda key: rows[key].due - rows[key].done, reverse=descending)
        if column == "name":
            return sorted(found, key=lambda key: rows[key].name, reverse=descending)
        if column == "address":
            return sorted(found, key=lambda key: rows[key].address.sort_key, reverse=descending)
        return found[::-1] if descending else found

    def _row(self, row: WorkerDays) -> GridRow:
        phone = row.phone or ""
        cells = (
            row.group, row.address.display, row.name,
            phone if self.whole or not phone else mask_phone(phone),
            *(MARKS[mark] for mark in row.marks), str(row.due), str(row.due - row.done or ""),
        )  # fmt: skip
        return GridRow(cells, "warn" if row.due > row.done else "done" if row.due else "quiet")

    def _told_total(self) -> GridRow:
        """缺检 of each day."""
        people, due, done, _ = self.counts()
        marks = [self._rows[key].marks for key in self._shown]
        missed = [sum(each[at] == "missed" for each in marks) for at in range(len(self.days))]
        days = (f"×{count:,}" if count else "✓" for count in missed)
        cells = (
            "合计",
            "每天缺检人数",
            f"{people:,} 人",
            "",
            *days,
            f"{due:,}",
            f"{due - done:,}" if due > done else "",
        )
        return GridRow(cells, "info")


def _heading(day: str, *, first: bool) -> str:
    """28日; the month stands with the first day shown and with the first of a month."""
    number = int(day[8:])
    return f"{int(day[5:7])}/{number}" if first or number == 1 else f"{number}日"


def _work(row: WorkerDays) -> str:
    """What the filter finds beside the person."""
    return "\n".join(filter(None, (row.group, row.trade, row.employer))).casefold()
