"""未检人员清单: whom to call, unit by unit, and why they were not sampled (domain.md §2.3, §2.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from gridworker.export.report import Cell, Column, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, day_of
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.reasons import UNTOLD
from gridworker.ledger.testing import DuePerson, due_people

COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("called", "已联系", "tick", 3.2),
    Column("room", "房号", width=3.6, align="center"),
    Column("name", "姓名", width=4.6),
    Column("phone", "手机号码", width=6.6, align="center"),
    Column("cadence", "检测频次", width=4.6, align="center"),
    Column("last_sampled_on", "上次采样", "day", 5.6),
    Column("overdue_days", "逾期天数", "integer", 4, "center"),
    Column("reason", "未检原因", width=8),
    Column("answer", "联系结果", width=7.5),
)
REASON_COLUMNS = (
    Column("reason", "未检原因", width=16),
    Column("people", "人数", "integer", 6),
    Column("share", "占比", "percent", 6),
)


def build_missed(ledger: Ledger, request: ReportRequest) -> Report:
    """The missed of a day in the order of their doors, then how many for which reason."""
    people = due_people(ledger, request.on, request.scope, "missed")
    tell = Disclosure(ledger, request.whole_identity)
    calls = Section(
        "未检人员",
        COLUMNS,
        list(_calls(people, tell)),
        totals=("合计", None, None, f"{len(people)} 人", *[None] * (len(COLUMNS) - 4)),
        note="" if people else "应检人员已全部采样，没有未检人员。",
    )
    sections = (calls, _reasons(people, tell)) if people else (calls,)
    return framed(ledger, request, "missed", "未检人员清单", sections, landscape=False, flow=True)


def count_reasons(people: Sequence[DuePerson], tell: Disclosure) -> list[tuple[str, int]]:
    """How many were missed for which reason, most first; 未说明 last."""
    counts = Counter(tell.text(person.reason) or UNTOLD for person in people)
    return sorted(counts.items(), key=lambda item: (item[0] == UNTOLD, -item[1], item[0]))


def _calls(people: Sequence[DuePerson], tell: Disclosure) -> Iterator[Row]:
    number = 0
    for unit, neighbours in groupby(people, key=_unit_of):
        members = list(neighbours)
        yield Row((f"{unit.display}　未检 {len(members)} 人",), style="band")
        for person in members:
            number += 1
            yield Row(_cells(number, person, tell))


def _unit_of(person: DuePerson) -> Address:
    return Address(person.community, person.building, person.unit)


def _cells(number: int, person: DuePerson, tell: Disclosure) -> tuple[Cell, ...]:
    return (
        number,
        False,
        tell.room(person.room),
        tell.resident("name", person.name),
        tell.resident("phone", person.phone),
        person.cadence,
        day_of(person.last_sampled_on),
        person.overdue_days,
        tell.text(person.reason or UNTOLD),
        None,
    )


def _reasons(people: Sequence[DuePerson], tell: Disclosure) -> Section:
    total = len(people)
    rows = [Row((reason, count, count / total)) for reason, count in count_reasons(people, tell)]
    return Section("未检原因汇总", REASON_COLUMNS, rows, totals=("合计", total, 1.0))
