"""The rules of visits told a second time, person by person and without SQL, and random worlds to tell them of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from tests.ledger.twin import Known
from tests.ledger.worlds import histories

RHYTHMS = {"独居老人": 3, "孕产妇": 5, "80岁以上": 4, "60岁以上未接种": 6, "婴幼儿": 5, "残疾人": 4}
FIRST = date(2022, 11, 1)


@dataclass
class Person:
    home: int
    born: date | None
    care: list[str]
    doses: int | None
    dosed_on: date | None
    reason: str | None
    presence: Known
    moved_in: date | None
    moved_out: date | None


@dataclass
class Visit:
    home: int
    person: int | None
    at: date
    next_on: date | None


@dataclass
class World:
    people: list[Person]
    visits: list[Visit]
    homes: int
    rows: list[int] = field(default_factory=list)
    doors: list[int] = field(default_factory=list)


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def present(person: Person, day: date) -> bool:
    value = "在住"
    for since, told in person.presence:  # what was told later holds where both do
        if since is None or since <= day.isoformat():
            value = told
    if value == "在住" and person.moved_out is not None and person.moved_out <= day:
        value = "已迁出"
    return value in ("在住", "暂离") and (person.moved_in is None or person.moved_in <= day)


def kinds(person: Person, day: date) -> set[str]:
    found = set(person.care)
    if person.born is not None and person.born <= day:
        years = age(person.born, day)
        for kind, holds in (
            ("80岁以上", years >= 80),
            ("婴幼儿", years < 3),
            ("60岁以上未接种", years >= 60 and person.doses in (None, 0)),
        ):
            found.discard(kind)
            if holds:
                found.add(kind)
    return found


def last_visit(world: World, number: int, day: date) -> Visit | None:
    home = world.people[number].home
    reached = [
        visit
        for visit in world.visits
        if visit.at <= day and (visit.person == number or (visit.person is None and visit.home == home))
    ]
    return sorted(reached, key=lambda visit: visit.at)[-1] if reached else None  # of one day the last entered


def due_on(world: World, number: int, day: date) -> date | None:
    rhythm = min(
        (RHYTHMS[kind] for kind in kinds(world.people[number], day) if kind in RHYTHMS), default=None
    )
    last = last_visit(world, number, day)
    if last is None:
        return day if rhythm else None
    days = [last.at + timedelta(rhythm)] if rhythm else []
    return min(days + ([last.next_on] if last.next_on else []), default=None)


def homes_due(world: World, day: date) -> dict[int, date]:
    """Households visited as a whole last, with a next day, with somebody or nobody ever in them, and no care."""
    found = {}
    for home in range(world.homes):
        members = [number for number, person in enumerate(world.people) if person.home == home]
        at_home = [number for number in members if present(world.people[number], day)]
        visits = sorted(
            (v for v in world.visits if v.home == home and v.at <= day), key=lambda visit: visit.at
        )
        stands_for = any(kinds(world.people[number], day) for number in at_home)
        agreed = visits[-1].next_on if visits and visits[-1].person is None else None
        if agreed and not stands_for and (at_home or not members):
            found[home] = agreed
    return found


def follow_up(world: World, number: int, day: date) -> bool:
    """Whether a next visit was agreed on with this person by name, who is in no care."""
    last = last_visit(world, number, day)
    in_care = bool(kinds(world.people[number], day))
    return not in_care and last is not None and last.person == number and last.next_on is not None


# -- worlds

days = st.integers(0, 20).map(lambda offset: FIRST + timedelta(offset))
_ages = st.sampled_from([0, 2, 3, 30, 59, 60, 79, 80, 91])
births = st.builds(lambda day, years: date(day.year - years, day.month, day.day), days, _ages)


@st.composite
def people(draw: st.DrawFn, homes: int) -> Person:
    care = st.lists(st.sampled_from([*RHYTHMS, "精神障碍"]), max_size=2, unique=True)
    return Person(
        draw(st.integers(0, homes - 1)), draw(st.none() | births), draw(care), draw(st.none() | st.integers(0, 4)),
        draw(st.none() | st.sampled_from([date(2022, 5, 10), date(2022, 5, 20), date(2022, 10, 1)])),
        draw(st.sampled_from([None, None, "慢性病", "过敏"])),
        draw(histories(["在住", "暂离", "已转运", "已迁出"])),
        draw(st.none() | days), draw(st.none() | days),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    homes = draw(st.integers(1, 3))
    some = draw(st.lists(people(homes), min_size=1, max_size=5))
    for person in some:
        if person.moved_in and person.moved_out and person.moved_out < person.moved_in:
            person.moved_out = None
    visits = []
    for _ in range(draw(st.integers(0, 6))):
        who = draw(st.none() | st.integers(0, len(some) - 1))
        home = some[who].home if who is not None else draw(st.integers(0, homes - 1))
        visits.append(Visit(home, who, draw(days), draw(st.none() | days)))
    return World(some, visits, homes)


def write(world: World, ledger: Ledger) -> None:
    """Enter the world; its people and doors then know their row numbers."""
    with ledger.change("写入"):
        for row in ledger.rows("care_rhythm"):
            ledger.remove("care_rhythm", row["id"])
        for name, days_ in RHYTHMS.items():
            ledger.create("care_rhythm", {"name": name, "days": days_})
        doors = Doors(ledger)
        world.doors = [
            doors.household(Address("和平苑", str(3 + home), "1", "101")) for home in range(world.homes)
        ]
        world.rows = [_write_person(ledger, world, person) for person in world.people]
        for visit in world.visits:
            who = None if visit.person is None else world.rows[visit.person]
            ledger.create(
                "visit",
                {"household": world.doors[visit.home], "resident": who, "at": f"{visit.at} 09:00:00",
                 "next_on": _iso(visit.next_on)},
            )  # fmt: skip


def _write_person(ledger: Ledger, world: World, person: Person) -> int:
    first, *others = person.presence or [(None, "在住")]
    row = ledger.create(
        "resident",
        {"household": world.doors[person.home], "name": "张三", "born": _iso(person.born),
         "care": "、".join(person.care) or None, "doses": person.doses, "dosed_on": _iso(person.dosed_on),
         "no_dose_reason": person.reason, "presence": first[1], "presence_since": first[0],
         "moved_in": _iso(person.moved_in), "moved_out": _iso(person.moved_out)},
    )  # fmt: skip
    for since, value in others:
        ledger.update("resident", row, {"presence": value, "presence_since": since})
    return row


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
