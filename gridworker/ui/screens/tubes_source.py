"""What the lists of tubes and of their people show: columns, rows, and the marks of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridworker.ledger.masks import mask_id, mask_phone
from gridworker.ledger.registers import RESULTS
from gridworker.ledger.tubes import TubePerson, TubeRow
from gridworker.ui.grid import GridColumn, ListSource

STATES = ("使用中", "已封管", *RESULTS)
TAGS = {
    "使用中": "info", "已封管": "quiet", "待出": "waiting", "阴性": "negative", "阳性": "positive",
    "可疑": "warn", "无效": "bad",
}  # fmt: skip
"""The status, with its mark, that each state of a tube is told by."""

TUBE_COLUMNS = (
    GridColumn("number", "管号", 7.5),
    GridColumn("people", "人数", 3.5, align="center"),
    GridColumn("state", "状态", 3.5),
    GridColumn("result", "结果", 2.5),
    GridColumn("reported_at", "报告时间", 5.5),
    GridColumn("opened_at", "启用", 3),
    GridColumn("site", "采样点", 8, stretch=True),
)
PEOPLE_COLUMNS = (
    GridColumn("place", "位", 2, align="center"),
    GridColumn("name", "姓名", 5),
    GridColumn("address", "地址", 11, stretch=True),
    GridColumn("id_number", "证件号码", 10),
    GridColumn("phone", "手机", 7),
    GridColumn("sampled_at", "采样", 6),
    GridColumn("result", "结果", 4),
)


class TubeNumbers:
    """A number for each tube, the same as long as the page lives, so that lists keep their place."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, tube: str) -> int:
        """The number of this tube."""
        return self._numbers.setdefault(tube, len(self._numbers) + 1)


def tube_source() -> ListSource:
    """An empty list of tubes."""
    return ListSource(TUBE_COLUMNS, tag=lambda row: TAGS.get(row["tag"], "quiet"))


def people_source() -> ListSource:
    """An empty list of the people of a tube."""
    return ListSource(PEOPLE_COLUMNS, key="sample", tag=lambda row: TAGS.get(row["result"] or "", "quiet"))


def tube_rows(found: Iterable[TubeRow], numbers: TubeNumbers, day: str) -> list[dict[str, Any]]:
    """Tubes as rows of the list, on an ISO day; `tube` keeps what they were made from."""
    return [
        {
            "id": numbers.of(tube.number), "tube": tube, "tag": tube.state, "number": tube.number,
            "people": f"{tube.count}/{tube.size}" if tube.size else str(tube.count), "site": tube.site,
            "opened_at": when(tube.opened_at, day), "state": "已出" if tube.result else tube.state,
            "result": tube.result, "reported_at": short(tube.reported_at),
        }
        for tube in found
    ]  # fmt: skip


def people_rows(found: Iterable[TubePerson], *, whole: bool) -> list[Mapping[str, Any]]:
    """The people of a tube as rows; numbers are masked unless `whole`."""
    return [
        {**person.own, **vars(person)}
        | {
            "phone": person.phone if whole or not person.phone else mask_phone(person.phone),
            "id_number": person.id_number if whole or not person.id_number else mask_id(person.id_number),
            "sampled_at": short(person.sampled_at),
        }
        for person in found
    ]


def when(moment: str | None, day: str) -> str:
    """The clock time of a moment of this ISO day, the day of any other."""
    if not moment:
        return ""
    return moment[11:16] if moment.startswith(day) else moment[5:10]


def short(moment: str | None) -> str:
    """A moment without year and seconds: 11-28 08:05."""
    return moment[5:16] if moment else ""
