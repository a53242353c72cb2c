"""What the list of compared rows shows: columns, marks, the rows of one kind; in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridworker.intake.compared import ComparedRow
from gridworker.intake.comparison import Comparison
from gridworker.ledger.masks import mask_id, mask_phone
from gridworker.ui.grid import GridColumn, GridRow, Sort
from gridworker.ui.tiles import Figure

ALL, REPEATED, MISSING = "all", "repeated", "missing"
CHOOSE, STRANGER, IGNORED = "待选择", "台账外", "已忽略"
FIGURES = (
    Figure(ALL, "行数"), Figure("确定", "确定", "good"), Figure("较可靠", "较可靠", "warn"),
    Figure(CHOOSE, "待选择", "bad"), Figure(STRANGER, "台账外", "bad"), Figure(IGNORED, "已忽略", "quiet"),
    Figure(REPEATED, "重复", "info"), Figure(MISSING, "未在表中", "bad"),
)  # fmt: skip
COLUMNS = (
    GridColumn("row", "行", 3, align="center"),
    GridColumn("name", "姓名", 4.5),
    GridColumn("sure", "比对", 4),
    GridColumn("person", "台账里的人", 10, stretch=True),
    GridColumn("how", "依据", 5),
    GridColumn("result", "结果", 3.5),
    GridColumn("action", "处理", 3.5),
    GridColumn("number", "证件号码", 9.5),
    GridColumn("phone", "电话", 6.5),
    GridColumn("tube", "采样管", 7),
)
_TAGS = {"确定": "good", "较可靠": "warn", CHOOSE: "due", STRANGER: "bad", IGNORED: "quiet"}


class CompareSource:
    """The rows of one figure; `whole` shows numbers and phones unmasked. The filter looks into them whole."""

    columns: Sequence[GridColumn] = COLUMNS

    def __init__(self) -> None:
        self.rows: Sequence[ComparedRow] = ()
        self.figure = ALL
        self.whole = False
        self._texts: list[str] | None = None

    def take(self, comparison: Comparison) -> None:
        """Show these rows; refresh the grid afterwards."""
        self.rows, self._texts = comparison.rows, None

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        found = [row.key for row in self.rows if self._is_shown(row)]
        if filter:
            texts, wanted = self._all_texts(), filter.casefold().split()
            found = [key for key in found if all(word in texts[key] for word in wanted)]
        return self._sorted(found, sort) if sort else found

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._shown(self.rows[key]) for key in keys if key < len(self.rows)}

    def _is_shown(self, row: ComparedRow) -> bool:
        if self.figure == REPEATED:
            return row.repeats is not None
        return self.figure in (ALL, row.sure)

    def _all_texts(self) -> list[str]:
        if self._texts is None:
            self._texts = [
                f"{row.name}\n{home(row)}\n{row.number}\n{row.phone}\n{row.tube}\n{row.result}\n{row.how}".casefold()
                for row in self.rows
            ]
        return self._texts

    def _sorted(self, keys: list[int], sort: Sort) -> list[int]:
        """Unknown values come last in either direction."""
        pairs = [(_order(self.rows[key], sort[0]), key) for key in keys]
        known = sorted((pair for pair in pairs if pair[0] is not None), reverse=sort[1])
        return [key for _, key in known] + [key for value, key in pairs if value is None]

    def _shown(self, row: ComparedRow) -> GridRow:
        cells = (
            str(row.row), row.name, row.sure, home(row), row.how, row.result, row.action,
            number_of(row, self.whole), masked(row.phone, mask_phone, self.whole), row.tube,
        )  # fmt: skip
        return GridRow(cells, "positive" if row.grave else _TAGS[row.sure])


def _order(row: ComparedRow, column: str) -> Any:
    """What a column is sorted by; None when the row says nothing there."""
    match column:
        case "row":
            return row.key
        case "sure":
            return list(_TAGS).index(row.sure)
        case "person":
            return home(row) or None
        case _:
            return getattr(row, column) or None


def home(row: ComparedRow) -> str:
    """Whom the row was matched with and where they live; for one still to be chosen, how many there are."""
    person = row.person
    if person is not None:
        door = person.address.display if person.address else ""
        return door if person.name == row.name else f"{person.name} {door}"
    return f"同名 {row.namesakes} 人" if row.sure == CHOOSE else ""


def number_of(row: ComparedRow, whole: bool) -> str:
    """The row's document number; of a damaged one what is left of it."""
    if row.damaged:
        return f"{row.number if whole else row.number[:4]}…已损坏"
    return masked(row.number, mask_id, whole)


def masked(text: str | None, mask: Callable[[str], str], whole: bool) -> str:
    """A number as it may be seen now."""
    return "" if not text else text if whole else mask(text)
