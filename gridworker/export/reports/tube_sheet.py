"""混采登记表: the tubes of a day with the people in them, and free lines to write on (domain.md §2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gridworker.export.report import Cell, Column, Report, Row, Section
from gridworker.export.reports.disclosure import Disclosure, own_report_columns
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.days import show_day
from gridworker.ledger.everyone import Person
from gridworker.ledger.persons import living_in, persons
from gridworker.ledger.policy import load_policy
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.tube_in_hand import tube_row
from gridworker.ledger.tubes import TubePerson, TubeRow, tube_people, tubes

LINES_A_PAGE = 34  # what stands below the title on an A4 page
COLUMNS = (
    Column("tube", "采样管编号", width=7.6, align="center", merge=True),
    Column("place", "管内序号", "integer", 2.6, "center"),
    Column("name", "姓名", width=5),
    Column("id_number", "证件号码", width=10.6, align="center"),
    Column("phone", "手机号码", width=6.8, align="center"),
    Column("door", "住址", width=9.4),
    Column("at", "采样时间", width=3.6, align="center"),
    Column("note", "备注", width=4.6),
)

Team = tuple[str, str, str, str]
"""采集地点, 采样人, 送样人, 接收人."""


@dataclass(frozen=True)
class _Tube:
    """A tube to be printed; a blank one has no number."""

    number: str
    size: int
    team: Team
    people: tuple[TubePerson, ...] = ()


@dataclass(frozen=True)
class _People:
    """Who the people in the tubes are, and how a line says it; own fields of their samples come last."""

    known: dict[int, Person]
    samples: Register
    tell: Disclosure

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*COLUMNS, *own_report_columns(self.samples))

    def cells(self, person: TubePerson | None) -> tuple[Cell, ...]:
        """What stands behind tube and place; nothing where the place is free."""
        if person is None:
            return (None,) * (len(self.columns) - 2)
        tell, address = self.tell, self.known[person.resident].address
        return (
            tell.resident("name", person.name),
            tell.resident("id_number", person.id_number),
            tell.resident("phone", person.phone),
            address.display if tell.whole else address.masked,
            person.sampled_at[11:16],
            None,
            *tell.own(self.samples, person.own),
        )


def build_tube_sheet(ledger: Ledger, request: ReportRequest) -> Report:
    """The tubes of the day in the order in which they were opened, site by site; a blank form without any.

    A tube in which somebody of the scope is stands here whole.
    """
    size = load_policy(ledger).tube_size
    found = _of_scope(ledger, request.scope, [_tube(ledger, row, size) for row in tubes(ledger, request.on)])
    blank = [_Tube("", size, ("", "", "", ""))] * _tubes_a_page(size)
    found.sort(key=lambda tube: tube.team)
    batches = [(team, list(some)) for team, some in groupby(found or blank, key=lambda tube: tube.team)]
    tell = Disclosure(ledger, request.whole_identity)
    sections = tuple(_section(ledger, request, team, some, tell) for team, some in batches)
    return framed(
        ledger, request, "tube-sheet", "混采登记表", sections, landscape=False, signatures=(), stamp=False
    )


def _tube(ledger: Ledger, row: TubeRow, size: int) -> _Tube:
    known = tube_row(ledger, row.number) or {}
    people = tuple(tube_people(ledger, row.number))
    sampler, sender, receiver = (known.get(key) or "" for key in ("sampler", "sender", "receiver"))
    team = (row.site or "", sampler, sender, receiver)
    return _Tube(row.number, max(row.size or size, len(people)), team, people)


def _of_scope(ledger: Ledger, scope: Scope, found: Sequence[_Tube]) -> list[_Tube]:
    if scope == WHOLE:
        return list(found)
    inside = living_in(ledger, scope, {person.resident for tube in found for person in tube.people})
    return [tube for tube in found if any(person.resident in inside for person in tube.people)]


def _section(
    ledger: Ledger, request: ReportRequest, team: Team, some: Sequence[_Tube], tell: Disclosure
) -> Section:
    site, sampler, sender, receiver = team
    known = persons(ledger, {person.resident for tube in some for person in tube.people})
    who = _People(known, ledger.register("sample"), tell)
    people = sum(len(tube.people) for tube in some)
    facts = (
        ("采集地点", site),
        ("采集日期", show_day(request.on)),
        ("采样人", sampler),
        ("送样人", sender),
        ("接收人", receiver),
    )
    numbered = [tube for tube in some if tube.number]
    note = f"共 {len(numbered)} 管 {people} 人。" if numbered else "当日没有采样管，本表可打印后手工填写。"
    return Section(site or "混采登记表", who.columns, list(_rows(some, who)), facts=facts, note=note)


def _rows(some: Sequence[_Tube], who: _People) -> Iterator[Row]:
    """The tubes page by page, each page headed by the numbers on it; further ones by the team too."""
    for number, page in enumerate(_pages(some)):
        if page[0].number:
            yield Row((_heading(page) + (_team(page[0].team) if number else ""),), style="page")
        for order, tube in enumerate(page):
            yield from _lines(tube, tube.number or f"blank{order}", who)


def _heading(page: Sequence[_Tube]) -> str:
    first, last = page[0].number, page[-1].number
    people = sum(len(tube.people) for tube in page)
    return f"{first if first == last else f'{first} 至 {last}'}　{len(page)} 管 {people} 人"


def _team(team: Team) -> str:
    labels = ("采集地点", "采样人", "送样人", "接收人")
    return "".join(f"　{label}：{name or '　　　　'}" for label, name in zip(labels, team, strict=True))


def _pages(some: Sequence[_Tube]) -> Iterator[list[_Tube]]:
    page: list[_Tube] = []
    for tube in some:
        if page and sum(each.size for each in page) + tube.size > LINES_A_PAGE:
            yield page
            page = []
        page.append(tube)
    yield page


def _tubes_a_page(size: int) -> int:
    return max(1, LINES_A_PAGE // size)


def _lines(tube: _Tube, block: str, who: _People) -> Iterator[Row]:
    """One line a place; places that nobody has are free, and whoever has none comes where there is room."""
    by_place = {person.place: person for person in reversed(tube.people) if person.place}
    chosen = set(map(id, by_place.values()))
    rest = iter([person for person in tube.people if id(person) not in chosen])
    last = max(tube.size, *by_place) if by_place else tube.size
    for place in range(1, last + 1):
        person = by_place.get(place) or next(rest, None)
        yield Row((tube.number, place, *who.cells(person)), block)
