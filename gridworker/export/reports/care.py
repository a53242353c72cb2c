"""重点人群台账: who of which kind is to be visited when, and 老年人疫苗接种 (domain.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gridworker.export.report import NO_MARKS, Cell, Column, Figure, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, day_of, own_report_columns
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.care_kinds import kinds_in_order, rhythms
from gridworker.ledger.catalogue import Register
from gridworker.ledger.residing import own_values
from gridworker.ledger.vaccination import OLDEST, Elder, Standing, Tally, booster_months, tally, vaccination
from gridworker.ledger.visits import CarePerson, care_people

PEOPLE_COLUMNS = (
    Column("number", "序号", "integer", 2.6, "center"),
    Column("door", "住址", width=9.6),
    Column("name", "姓名", width=4.6),
    Column("age", "年龄", "integer", 2.6, "center"),
    Column("phone", "手机号码", width=6.6, align="center"),
    Column("others", "其他类别", width=8),
    Column("presence", "在住状态", width=3.8, align="center"),
    Column("last_on", "上次走访", "day", 5.6),
    Column("due_on", "应走访日", "day", 5.6),
    Column("overdue_days", "逾期天数", "integer", 3.8, "center"),
)
DOSE_COLUMNS = (
    Column("ages", "年龄段", width=7),
    Column("people", "人数", "integer", 4),
    Column("none", "未接种", "integer", 4),
    Column("unknown", "剂次未登记", "integer", 5),
    Column("one", "1剂", "integer", 4),
    Column("two", "2剂", "integer", 4),
    Column("complete", "3剂及以上", "integer", 5),
    Column("coverage", "接种率", "percent", 5),
    Column("boost", "应加强", "integer", 4, group="其中1至2剂"),
    Column("waiting", "未到时间", "integer", 4.4, group="其中1至2剂"),
    Column("undated", "末次日期未登记", "integer", 6.6, group="其中1至2剂"),
)
REASON_COLUMNS = (
    Column("reason", "未接种原因", width=16),
    Column("younger", "60至79岁", "integer", 6),
    Column("oldest", "80岁及以上", "integer", 6),
    Column("people", "合计", "integer", 6),
)
ELDER_COLUMNS = (
    *PEOPLE_COLUMNS[:5],
    Column("doses", "疫苗剂次", "integer", 3.8, "center"),
    Column("dosed_on", "末次接种", "day", 5.6),
    Column("reason", "未接种原因", width=10),
)
LISTED: dict[Standing, str] = {
    "none": "未接种", "unknown": "剂次未登记", "boost": "应加强", "undated": "末次接种日期未登记",
}  # fmt: skip
"""Those to be spoken to, as the list names them."""

_OVERDUE = len(PEOPLE_COLUMNS) - 1


def build_care(ledger: Ledger, request: ReportRequest) -> Report:
    """重点人群 by kind, then the elderly by doses, why not vaccinated, and whom to speak to."""
    people = care_people(ledger, request.on, request.scope)
    elders = vaccination(ledger, request.on, request.scope)
    tell = Disclosure(ledger, request.whole_identity)
    months, register = booster_months(ledger), ledger.register("resident")
    sections = (
        _roster(people, rhythms(ledger), tell, register),
        _doses(elders, months),
        _reasons(elders, tell),
        _listed(elders, tell, register),
    )
    return framed(ledger, request, "care", "重点人群台账", sections, landscape=True, flow=True)


# -- 重点人群


def _roster(
    people: Sequence[CarePerson], days: dict[str, int], tell: Disclosure, register: Register
) -> Section:
    rows: list[Row] = []
    for kind in kinds_in_order(kind for person in people for kind in person.kinds):
        members = [person for person in people if kind in person.kinds]
        rows.append(Row((_heading(kind, members, days.get(kind)),), style="band"))
        rows += [
            _person(number, person, kind, tell, register) for number, person in enumerate(members, start=1)
        ]
    own = own_report_columns(register)
    total = f"{len(people)} 人"
    return Section(
        "重点人群",
        (*PEOPLE_COLUMNS, *own),
        rows,
        totals=("合计", total, *[None] * (len(PEOPLE_COLUMNS) + len(own) - 2)),
        figures=_figures(people),
        note="属于几类的人在每一类里各列一次，合计按人计算。" if people else "没有重点人群。",
    )


def _heading(kind: str, members: Sequence[CarePerson], days: int | None) -> str:
    rhythm = f"每 {days} 天走访一次" if days else "没有走访频次"
    late = sum(person.state == "overdue" for person in members)
    return f"{kind}　{len(members)} 人　{rhythm}" + (f"　逾期 {late} 人" if late else "")


def _person(number: int, person: CarePerson, kind: str, tell: Disclosure, register: Register) -> Row:
    cells = (
        *_who(number, person, tell),
        "、".join(other for other in person.kinds if other != kind) or None,
        person.presence,
        day_of(person.last_on) or "从未",
        day_of(person.due_on),
        person.overdue_days or None,
        *tell.own(register, own_values(person.own)),
    )
    return Row(cells, marks={_OVERDUE: "bad"} if person.overdue_days else NO_MARKS)


def _who(number: int, person: CarePerson | Elder, tell: Disclosure) -> tuple[Cell, ...]:
    address: Address = person.address
    return (
        number,
        address.display if tell.whole else address.masked,
        tell.resident("name", person.name),
        person.age,
        tell.resident("phone", person.phones[0] if person.phones else None),
    )


def _figures(people: Sequence[CarePerson]) -> tuple[Figure, ...]:
    late = sum(person.state == "overdue" for person in people)
    never = sum(person.last_on is None for person in people)
    return (
        Figure("重点人群", str(len(people))),
        Figure("今天应走访", str(sum(person.state == "due" for person in people))),
        Figure("走访逾期", str(late), "bad" if late else "good"),
        Figure("从未走访", str(never), "warn" if never else "good"),
    )


# -- 老年人疫苗接种


def _doses(elders: Sequence[Elder], months: int) -> Section:
    younger, oldest, everyone = _by_age(elders)
    return Section(
        "老年人疫苗接种",
        DOSE_COLUMNS,
        [Row(("60至79岁", *_counts(younger))), Row(("80岁及以上", *_counts(oldest)))],
        totals=("合计", *_counts(everyone)),
        note=f"接种率按至少1剂计算；应加强：已接种1至2剂，末次接种已满 {months} 个月。",
    )


def _by_age(elders: Sequence[Elder]) -> tuple[Tally, Tally, Tally]:
    return tally(elders, below=OLDEST), tally(elders, OLDEST), tally(elders)


def _counts(count: Tally) -> tuple[Cell, ...]:
    standings = count.standings
    return (
        count.people,
        standings["none"],
        standings["unknown"],
        count.doses[1],
        count.doses[2],
        standings["complete"],
        "—" if count.coverage is None else count.coverage,
        standings["boost"],
        standings["waiting"],
        standings["undated"],
    )


def _reasons(elders: Sequence[Elder], tell: Disclosure) -> Section:
    counts = [count.reasons for count in _by_age(elders)]
    rows = [
        Row((tell.text(reason), *(count[reason] for count in counts)))
        for reason in sorted(counts[-1], key=lambda reason: (-counts[-1][reason], reason))
    ]
    totals: tuple[Cell, ...] = ("合计", *(count.total() for count in counts))
    return Section("未接种原因", REASON_COLUMNS, rows, totals=totals, note="含剂次未登记的人。")


def _listed(elders: Sequence[Elder], tell: Disclosure, register: Register) -> Section:
    rows = list(_elders(elders, tell, register))
    own = own_report_columns(register)
    listed = sum(row.style == "body" for row in rows)
    return Section(
        "未接种和应加强人员",
        (*ELDER_COLUMNS, *own),
        rows,
        totals=("合计", f"{listed} 人", *[None] * (len(ELDER_COLUMNS) + len(own) - 2)),
        note="" if rows else "没有需要动员接种的老年人。",
    )


def _elders(elders: Iterable[Elder], tell: Disclosure, register: Register) -> Iterator[Row]:
    for standing, words in LISTED.items():
        members = [elder for elder in elders if elder.standing == standing]
        if members:
            yield Row((f"{words}　{len(members)} 人",), style="band")
        for number, elder in enumerate(members, start=1):
            dosed_on, reason = day_of(elder.dosed_on), tell.text(elder.reason)
            own = tell.own(register, own_values(elder.own))
            yield Row((*_who(number, elder, tell), elder.doses, dosed_on, reason, *own))
