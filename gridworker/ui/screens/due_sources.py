"""What the lists of the 检测 screen show: columns, and rows from the browsers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.due_browsing import DueBrowser, SampleBrowser
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.people import DuePerson
from gridworker.ui.grid import GridColumn, GridRow, Sort
from gridworker.ui.palette import STATUS

DUE_COLUMNS = (
    GridColumn("outcome", "状态", 4),
    GridColumn("address", "地址", 12, stretch=True),
    GridColumn("name", "姓名", 5),
    GridColumn("phone", "手机", 8, sortable=False),
    GridColumn("cadence", "检测频次", 6),
    GridColumn("last", "上次采样", 7),
    GridColumn("due_on", "应检日", 7),
    GridColumn("overdue", "逾期", 4, align="center"),
    GridColumn("reason", "未检原因", 11),
)
RESULT_COLUMNS = (
    GridColumn("result", "结果", 4),
    GridColumn("address", "地址", 12, stretch=True),
    GridColumn("name", "姓名", 5),
    GridColumn("phone", "手机", 8, sortable=False),
    GridColumn("sampled_at", "采样时间", 9),
    GridColumn("tube", "采样管编号", 9),
    GridColumn("reported_at", "报告时间", 9),
    GridColumn("lab", "检测机构", 8),
)
_TAGS = {"阴性": "negative", "阳性": "positive", "可疑": "warn", "待出": "waiting", "无效": "bad"}


class DueSource:
    """The due list as a grid's rows; `whole` shows phones unmasked."""

    columns: Sequence[GridColumn] = DUE_COLUMNS

    def __init__(self, browser: DueBrowser) -> None:
        self.browser = browser
        self.whole = False

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return self.browser.keys(*(sort or ("address", False)), filter)

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._row(person) for key, person in self.browser.people(keys).items()}

    def _row(self, person: DuePerson) -> GridRow:
        address = Address(person.community, person.building, person.unit, person.room)
        status = STATUS.get(person.outcome)
        cells = (
            status.word if status else "", address.display, person.name, _phone(person.phone, self.whole),
            person.cadence, person.last_sampled_on or "从未", person.due_on or "",
            f"{person.overdue_days} 天" if person.overdue_days else "", self._reason(person),
        )  # fmt: skip
        late = person.outcome == "missed" and person.overdue_days > 0
        return GridRow(cells, "late" if late else person.outcome)

    @staticmethod
    def _reason(person: DuePerson) -> str:
        return person.reason or ("未说明" if person.outcome == "missed" else "")


class ResultSource:
    """The day's samples as a grid's rows; `whole` shows phones unmasked."""

    def __init__(self, browser: SampleBrowser) -> None:
        self.browser = browser
        self.whole = False
        self.columns: Sequence[GridColumn] = RESULT_COLUMNS

    def take(self, own: Sequence[GridColumn]) -> None:
        """Show the worker's own fields behind the others."""
        self.columns = (*RESULT_COLUMNS, *own)

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return self.browser.keys(*(sort or ("address", False)), filter)

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._row(row) for key, row in self.browser.rows(keys).items()}

    def _row(self, row: Mapping[str, Any]) -> GridRow:
        cells = (
            row["result"] or "", row["address"], row["name"], _phone(row["phone"], self.whole),
            (row["sampled_at"] or "")[:16], row["tube"] or "",
            (row["reported_at"] or "")[:16], row["lab"] or "",
            *(column.show(row.get(column.key)) for column in self.columns[len(RESULT_COLUMNS):]),
        )  # fmt: skip
        return GridRow(cells, _TAGS.get(row["result"] or "", "quiet"))


def _phone(phone: str | None, whole: bool) -> str:
    return "" if not phone else phone if whole else mask_phone(phone)
