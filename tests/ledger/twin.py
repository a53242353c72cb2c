"""The testing rules a second time, resident by resident and day by day, over plain lists.

Written from the rules' text alone (domain.md §2.1–2.3), as slowly and plainly as they are stated
there, to hold the program's answers against.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

Where = tuple[str, str, str]
Known = list[tuple[str | None, str | None]]
"""(since, value) in the order in which they were recorded; the last is what the ledger says now."""


@dataclass
class Person:
    where: Where
    presence: Known
    moved_in: str | None = None
    moved_out: str | None = None
    trade: str | None = None
    cadence: str | None = None


@dataclass
class Worker:
    person: int | None
    started: str | None
    ended: str | None
    leaves: list[tuple[str, str | None]]


@dataclass
class Round:
    from_day: str
    to_day: str
    whole: bool
    places: list[Where]


@dataclass
class World:
    """Everything that the rules look at. People are numbered from 0."""

    cadences: dict[str, tuple[int, int]]
    trades: dict[str, str]
    statuses: dict[str, str | None]
    base: str
    testing_since: str | None
    places: dict[Where, Known]
    people: list[Person]
    samples: list[tuple[int, str]] = field(default_factory=list)
    exemptions: list[tuple[int, str, str | None]] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What the rules say of one tracked resident on one day."""

    cadence: str
    due: bool
    sampled: bool
    exempt: bool
    due_on: str | None
    overdue: int

    @property
    def outcome(self) -> str:
        if not self.due:
            return "willing" if self.sampled else ""
        if self.exempt:
            return "exempt"
        return "done" if self.sampled else "missed"


def tell(world: World, number: int, day: str) -> Told | None:
    """The rules' answer for one resident on a day; None when not tracked on it."""
    if not tracked(world.people[number], day):
        return None
    name, times, days = cadence_of(world, number, day)
    before = sorted({on for who, on in world.samples if who == number and on < day}, reverse=True)
    by_cadence = times > 0 and len([on for on in before if on >= later(day, 1 - days)]) < times
    calls = [call for call in open_rounds(world, number, day) if not any(on >= call for on in before)]
    due_on = due_day(world, number, day, times, days, before)
    if calls and not by_cadence:
        due_on = max(min(calls), first_tracked_day(world, number, day))
    return Told(
        cadence=name,
        due=by_cadence or bool(calls),
        sampled=(number, day) in world.samples,
        exempt=any(who == number and covers(first, last, day) for who, first, last in world.exemptions),
        due_on=due_on,
        overdue=0 if due_on is None else max(0, (date.fromisoformat(day) - date.fromisoformat(due_on)).days),
    )


def tracked(person: Person, day: str) -> bool:
    if (known_on(person.presence, day) or "在住") != "在住":
        return False
    if person.moved_in is not None and person.moved_in > day:
        return False
    return person.moved_out is None or day < person.moved_out


def cadence_of(world: World, number: int, day: str) -> tuple[str, int, int]:
    person = world.people[number]
    if person.cadence in world.cadences:
        return (person.cadence, *world.cadences[person.cadence])
    named = [cadence for word, cadence in world.trades.items() if word in (person.trade or "")]
    named += ["一天一检" for worker in world.workers if worker.person == number and at_work(worker, day)]
    named.append(world.statuses.get(status_of(world, person.where, day) or "") or "")
    named.append(world.base if usable(world, world.base) else "三天一检")
    cadences = [(name, *world.cadences[name]) for name in named if usable(world, name)]
    return min(cadences, key=lambda cadence: (-Fraction(cadence[1], cadence[2]), cadence[2], cadence[0]))


def usable(world: World, name: str) -> bool:
    """免检 counts only when set on the resident, and a name that no cadence bears is none."""
    return name in world.cadences and world.cadences[name][0] > 0


def status_of(world: World, where: Where, day: str) -> str | None:
    """Of the unit, else of its building, else of its 小区."""
    community, building, _ = where
    for place in (where, (community, building, ""), (community, "", "")):
        if status := known_on(world.places.get(place, []), day):
            return status
    return None


def known_on(known: Known, day: str) -> str | None:
    """What was recorded last of all that held by then: it takes the place of earlier plans."""
    for since, value in reversed(known):
        if since is None or since <= day:
            return value
    return None


def at_work(worker: Worker, day: str) -> bool:
    if worker.started is not None and worker.started > day:
        return False
    if worker.ended is not None and worker.ended < day:
        return False
    return not any(covers(first, last, day) for first, last in worker.leaves)


def open_rounds(world: World, number: int, day: str) -> list[str]:
    """First days of the rounds that cover the day and the resident's door."""
    community, building, unit = world.people[number].where
    around = [(community, building, unit), (community, building, ""), (community, "", "")]
    return [
        call.from_day
        for call in world.rounds
        if covers(call.from_day, call.to_day, day)
        and (call.whole or any(place in around for place in call.places))
    ]


def first_tracked_day(world: World, number: int, day: str) -> str:
    earliest = min((on for _, on in world.samples), default=day)
    return max(world.people[number].moved_in or "", world.testing_since or earliest)


def due_day(world: World, number: int, day: str, times: int, days: int, before: list[str]) -> str | None:
    if times == 0:
        return None
    first = first_tracked_day(world, number, day)
    return max(first, later(before[times - 1], days)) if len(before) >= times else first


def covers(first: str, last: str | None, day: str) -> bool:
    return first <= day and (last is None or day <= last)


def later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
