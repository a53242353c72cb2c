"""检测结果比对表: every row of a laboratory's file with whom it means and why, then the due it leaves out.

The rows are handed over by whoever compared the file; here they are only written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, day_of
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.reasons import UNTOLD
from gridworker.ledger.testing import DuePerson

ROW_COLUMNS = (
    Column("row", "行号", "integer", 3.4, "center"),
    Column("name", "表中姓名", width=5),
    Column("number", "表中证件号码", width=10.5),
    Column("phone", "表中电话", width=7),
    Column("tube", "采样管编号", width=7.5),
    Column("sampled_at", "采样时间", width=9),
    Column("result", "结果", width=3.4, align="center"),
    Column("sure", "比对", width=4.4, align="center"),
    Column("how", "依据", width=5.6, align="center"),
    Column("person", "台账姓名", width=5),
    Column("home", "台账住址", width=9),
    Column("action", "处理", width=4, align="center"),
    Column("why", "说明", width=24),
)
MISSING_COLUMNS = (
    Column("number", "序号", "integer", 3, "center"),
    Column("home", "住址", width=11),
    Column("room", "房号", width=4, align="center"),
    Column("name", "姓名", width=5),
    Column("phone", "手机号码", width=7.5, align="center"),
    Column("cadence", "检测频次", width=5.4, align="center"),
    Column("last", "上次采样", "day", 6),
    Column("overdue", "逾期天数", "integer", 4.4, "center"),
    Column("reason", "未检原因", width=10),
)
_TONES: dict[str, Tone] = {"较可靠": "warn", "待选择": "bad", "台账外": "bad", "已忽略": "quiet"}
_FIGURES = ("确定", "较可靠", "待选择", "台账外", "已忽略")


class Resident(Protocol):
    """Whom a row was matched with."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> Address | None: ...


class ComparedLine(Protocol):
    """One compared row; `sure`, `how`, `action` and `why` are the words to be shown."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def damaged(self) -> bool: ...
    @property
    def phone(self) -> str: ...
    @property
    def tube(self) -> str: ...
    @property
    def sampled_at(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def sure(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def person(self) -> Resident | None: ...


def build_comparison(
    ledger: Ledger,
    request: ReportRequest,
    lines: Sequence[ComparedLine],
    counts: Mapping[str, int],
    missing: Sequence[DuePerson],
) -> Report:
    """Two sheets: the rows of the file, and those due on `request.on` who have none.

    `counts` are the numbers of rows by `sure`.
    """
    tell = Disclosure(ledger, request.whole_identity)
    figures = tuple(Figure(word, f"{counts.get(word, 0):,}") for word in _FIGURES)
    several = len({(line.file, line.sheet) for line in lines}) > 1
    rows = Section(
        "比对明细", ROW_COLUMNS, [_row(line, tell, several) for line in lines],
        figures=(*figures, Figure("应检未在表中", f"{len(missing):,}")),
    )  # fmt: skip
    people = Section(
        "应检未在表中", MISSING_COLUMNS,
        [_person(number, person, tell) for number, person in enumerate(missing, 1)],
        note="" if missing else "应检人员都在表中，或已另行采样。",
    )  # fmt: skip
    return framed(ledger, request, "comparison", "检测结果比对表", (rows, people), landscape=True)


def _row(line: ComparedLine, tell: Disclosure, several: bool) -> Row:
    person = line.person
    place = f"{line.file}·{line.sheet}·{line.row}" if several else line.row
    cells: tuple[Cell, ...] = (
        place, tell.resident("name", line.name or None), _number(line, tell),
        tell.resident("phone", line.phone or None), line.tube, line.sampled_at[:16], line.result, line.sure,
        line.how, tell.resident("name", person.name) if person else None,
        _home(person.address, tell) if person and person.address else None, line.action, tell.text(line.why),
    )  # fmt: skip
    tone = _TONES.get(line.sure)
    return Row(cells, marks={7: tone} if tone else {})


def _number(line: ComparedLine, tell: Disclosure) -> Cell:
    return "已被表格损坏" if line.damaged else tell.resident("id_number", line.number or None)


def _home(address: Address, tell: Disclosure) -> str:
    if tell.whole:
        return address.display
    return Address(address.community, address.building, address.unit).display


def _person(number: int, person: DuePerson, tell: Disclosure) -> Row:
    unit = Address(person.community, person.building, person.unit)
    return Row((
        number, unit.display, tell.room(person.room), tell.resident("name", person.name),
        tell.resident("phone", person.phone), person.cadence, day_of(person.last_sampled_on),
        person.overdue_days, tell.text(person.reason or UNTOLD),
    ))  # fmt: skip
