"""出入登记台账: who went out in a period, what for, who is back and who is late (domain.md §1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from gridworker.export.report import Cell, Column, Figure, Report, Row, Section, Tone
from gridworker.export.reports.disclosure import Disclosure, own_report_columns
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.period import framed_period, period_of
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.exits import Exit, exits

COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("name", "姓名", width=4.4),
    Column("phone", "手机号码", width=6.6, align="center"),
    Column("door", "住址", width=9),
    Column("purpose", "事由", width=5.5),
    Column("destination", "目的地", width=7),
    Column("left_at", "外出时间", "moment", 8),
    Column("expected_back", "预计返回", "moment", 8),
    Column("back_at", "返回时间", "moment", 8),
    Column("pass_number", "出入证号", width=5.4, align="center"),
    Column("pass_expires", "出入证有效期", "day", 6),
    Column("said", "状态", width=6.4, align="center"),
)
PURPOSE_COLUMNS = (
    Column("purpose", "事由", width=16),
    Column("count", "外出人次", "integer", 6),
    Column("share", "占比", "percent", 6),
)
_KEYS = [column.key for column in COLUMNS]
_SAID = _KEYS.index("said")
_END_OF_DAY = "23:59:59"
NOBODY = "这段时间没有人外出。"


def build_exits(ledger: Ledger, request: ReportRequest) -> Report:
    """Whoever was out at any time from `from_day` to `to_day` (both `on` where blank), as it then stood.

    A period that is not over is told as of the moment at which the report is made.
    """
    first, last = period_of(request)
    found = sorted(_of_period(ledger, request, first, last), key=lambda each: (each.row["left_at"], each.id))
    register = ledger.register("exit_pass")
    tell = Disclosure(ledger, request.whole_identity)
    section = Section(
        "出入登记",
        (*COLUMNS, *own_report_columns(register)),
        [_row(number, each, register, tell) for number, each in enumerate(found, start=1)],
        figures=_figures(found),
        note="" if found else NOBODY,
    )
    sections = (section, _purposes(found, tell)) if found else (section,)
    layout = {"landscape": True, "flow": True}
    return framed_period(ledger, request, (first, last), "exits", "出入登记台账", sections, **layout)


def _of_period(ledger: Ledger, request: ReportRequest, first: str, last: str) -> Iterator[Exit]:
    now = min(f"{last} {_END_OF_DAY}", str(request.made_at.replace(microsecond=0)))
    for each in exits(ledger, now, request.scope):
        left, back = each.row["left_at"], each.row["back_at"]
        if left and left <= now and (back is None or back[:10] >= first):
            yield each


def _figures(found: Sequence[Exit]) -> tuple[Figure, ...]:
    out, late = sum(each.out for each in found), sum(each.late for each in found)
    people = len({each.row["resident"] for each in found})
    return (
        Figure("外出人次", str(len(found))),
        Figure("外出人数", str(people)),
        Figure("已返回", str(len(found) - out)),
        Figure("外出未归", str(out)),
        Figure("逾期未归", str(late), "bad" if late else "good"),
    )


def _row(number: int, each: Exit, register: Register, tell: Disclosure) -> Row:
    told: dict[str, Cell] = {
        "number": number,
        "name": tell.resident("name", each.name),
        "phone": tell.resident("phone", each.phone),
        "door": each.door.display if tell.whole else each.door.masked,
        "back_at": datetime.fromisoformat(each.row["back_at"]) if each.back else None,
        "said": each.said,
    }
    cells = (told[key] if key in told else tell.cell(register.field(key), each.row[key]) for key in _KEYS)
    marks: dict[int, Tone] = {_SAID: "bad"} if each.late else {}
    return Row((*cells, *tell.own(register, each.row)), marks=marks)


def _purposes(found: Sequence[Exit], tell: Disclosure) -> Section:
    counts = Counter(tell.text(each.row["purpose"]) for each in found)
    rows = [
        Row((purpose, count, count / len(found)))
        for purpose, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    ]
    return Section("外出事由汇总", PURPOSE_COLUMNS, rows, totals=("合计", len(found), 1.0))
