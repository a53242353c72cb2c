"""返晋来晋人员台账: who came from elsewhere, which day it is, which tests were done (domain.md §1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, own_report_columns
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.arrivals import Arrival, arrivals
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register

COLUMNS = (
    Column("number", "序号", "integer", 2.4, "center"),
    Column("name", "姓名", width=4.2),
    Column("id_number", "证件号码", width=10, align="center"),
    Column("phone", "手机号码", width=6.4, align="center"),
    Column("door", "住址", width=8),
    Column("from_place", "来自", width=5),
    Column("transport", "交通方式", width=4.4),
    Column("arrived_on", "到达日期", "day", 5.4),
    Column("management", "管理措施", width=6),
    Column("until", "截止日期", "day", 5.4),
    Column("day", "天数", width=2.8, align="center"),
    Column("tests", "检测要求", width=4.4, align="center"),
    Column("tests_done", "检测情况", width=7),
    Column("missed", "漏检日期", width=5),
    Column("said", "状态", width=4.4, align="center"),
    Column("note", "备注", width=5),
)
_KEYS = [column.key for column in COLUMNS]
_SAID = _KEYS.index("said")
NOTE = "检测情况：✓ 已检　× 漏检　－ 未检但不缺　□ 待检，后面是已检次数/要求次数。到达当天为第 1 天。"
NOBODY = "没有返晋来晋人员。"
_GROUPS = ("管理中", "还没到", "已解除")


def build_arrivals(ledger: Ledger, request: ReportRequest) -> Report:
    """Everybody in the register as of the day: those managed, those announced, those released.

    With a scope only those linked to a resident who lives in it.
    """
    people = arrivals(ledger, request.on, request.scope)
    register = ledger.register("arrival")
    tell = Disclosure(ledger, request.whole_identity)
    section = Section(
        "返晋来晋人员",
        (*COLUMNS, *own_report_columns(register)),
        list(_rows(people, register, tell)),
        figures=_figures(people),
        note=NOTE if people else NOBODY,
    )
    return framed(ledger, request, "arrivals", "返晋来晋人员台账", (section,), landscape=True)


def _figures(people: Sequence[Arrival]) -> tuple[Figure, ...]:
    here = [each for each in people if each.managed]
    due = sum(each.due for each in here)
    missed = sum(bool(each.missed) for each in here)
    return (
        Figure("管理中", str(len(here))),
        Figure("当日应检未检", str(due), "warn" if due else "good"),
        Figure("有漏检", str(missed), "bad" if missed else "good"),
        Figure("当日到期", str(sum(each.ends_today for each in here))),
        Figure("已解除", str(sum(each.ended for each in people))),
    )


def _group(each: Arrival) -> str:
    return _GROUPS[0] if each.managed else _GROUPS[1] if each.coming else _GROUPS[2]


def _rows(people: Sequence[Arrival], register: Register, tell: Disclosure) -> Iterator[Row]:
    number = 0
    for group in _GROUPS:
        members = [each for each in people if _group(each) == group]
        if members:
            yield Row((f"{group}　{len(members)} 人",), style="band")
        for each in members:
            number += 1
            yield Row(_cells(number, each, register, tell), marks=_marks(each))


def _marks(each: Arrival) -> dict[int, Tone]:
    if each.managed and each.missed:
        return {_SAID: "bad"}
    return {_SAID: "warn"} if each.due or each.problem or each.open_ended else {}


def _cells(number: int, each: Arrival, register: Register, tell: Disclosure) -> tuple[Cell, ...]:
    told: dict[str, Cell] = {
        "number": number,
        "door": _door(each, tell),
        "day": each.day_of_days,
        "tests_done": tell.text(each.tests_done),  # what nobody can read may hold anything
        "missed": "、".join(day[5:] for day in each.missed),
        "said": each.said,
    }
    cells = (told[key] if key in told else tell.cell(register.field(key), each.row[key]) for key in _KEYS)
    return (*cells, *tell.own(register, each.row))


def _door(each: Arrival, tell: Disclosure) -> str:
    if each.door is None:
        return "（台账外）"
    return each.door.display if tell.whole else each.door.masked
