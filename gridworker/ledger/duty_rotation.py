"""Fair rotation of people over shifts and posts, and which turns do not go together. Pure."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

DAY = 24 * 60  # minutes
REST = 60  # minutes between two turns of one person, below which they are one long turn
_CLOCK = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})?")

Clash = Literal["", "overlap", "adjoining"]


@dataclass(frozen=True)
class DutyShift:
    """A shift by name; `hours` as typed: 08:00-20:00, 20:00-08:00, 20时至次日8时."""

    name: str
    hours: str = ""


@dataclass(frozen=True)
class DutyPost:
    """A post by name, and how many people each shift needs there."""

    name: str
    people: int = 1


class Turn(NamedTuple):
    """One person on one post for one shift; the day is ISO text."""

    day: str
    shift: str
    post: str
    person: str


def read_hours(hours: str) -> tuple[int, int] | None:
    """Begin and end in minutes from midnight; an end that is not later is on the next day. None: not told."""
    clocks = [(int(hour), int(minute or 0)) for hour, minute in _CLOCK.findall(hours)]
    if len(clocks) != 2 or any(hour > 24 or minute > 59 for hour, minute in clocks):
        return None
    begin, end = (60 * hour + minute for hour, minute in clocks)
    return (begin, end) if end > begin else (begin, end + DAY)


class Timetable:
    """When shifts are, and so which two turns of one person clash."""

    def __init__(self, shifts: Iterable[DutyShift]) -> None:
        self._hours: dict[str, tuple[int, int] | None] = {}
        self._place: dict[str, int] = {}
        for place, shift in enumerate(shifts):
            self._hours[shift.name] = read_hours(shift.hours)
            self._place[shift.name] = place

    def span(self, day: str, shift: str) -> tuple[int, int] | None:
        """Begin and end of a shift of a day, in minutes on one long scale; None where hours are not told."""
        hours = self._hours.get(shift)
        midnight = date.fromisoformat(day).toordinal() * DAY
        return (midnight + hours[0], midnight + hours[1]) if hours else None

    def order(self, day: str, shift: str) -> tuple[str, int, int]:
        """Sorts shifts as they come: by day, by their begin, by their place in the list."""
        hours = self._hours.get(shift)
        return day, hours[0] if hours else DAY, self._place.get(shift, len(self._place))

    def clash(self, one: Turn, other: Turn) -> Clash:
        """How two turns of one person do not go together.

        Turns of shifts without hours only clash within the same shift of a day.
        """
        if (one.day, one.shift) == (other.day, other.shift):
            return "overlap"
        first, second = self.span(one.day, one.shift), self.span(other.day, other.shift)
        if first is None or second is None:
            return ""
        (_, ended), (begun, _) = sorted((first, second))
        return "overlap" if begun < ended else "adjoining" if begun < ended + REST else ""


def fill_week(
    people: Sequence[str],
    shifts: Sequence[DutyShift],
    posts: Sequence[DutyPost],
    days: Sequence[str],
    taken: Iterable[Turn],
    start: str = "",
    near: Iterable[Turn] = (),
) -> list[Turn]:
    """Give the empty places of these days to people by fair rotation; return the new turns.

    `taken` turns stay and count as load; `near` ones of the days around only forbid what clashes with
    them. `start` is whose turn is first. Nobody is given a turn that clashes with another of theirs: a
    place for which nobody is left stays empty. Twice in a day only when nobody else is free. Loads are
    then evened out as far as turns can be handed on.
    """
    taken = list(taken)
    timetable = Timetable(shifts)
    rotation = _Rotation(_beginning_with(start, people), timetable, taken, near)
    filled = Counter((turn.day, turn.shift, turn.post) for turn in set(taken))
    places = sorted(((d, s.name) for d in days for s in shifts), key=lambda place: timetable.order(*place))
    for day, shift in places:
        for post in posts:
            for _ in range(post.people - filled[day, shift, post.name]):
                rotation.give(day, shift, post.name)
    rotation.even_out()
    return rotation.given


def next_in_turn(people: Sequence[str], before: Sequence[Turn], timetable: Timetable) -> str:
    """Who follows the last person of the list that was on duty; the first of the list if nobody was."""
    turns = sorted(before, key=lambda turn: timetable.order(turn.day, turn.shift))
    last = next((turn.person for turn in reversed(turns) if turn.person in people), None)
    if last is None:
        return people[0] if people else ""
    return people[(people.index(last) + 1) % len(people)]


def _beginning_with(start: str, people: Sequence[str]) -> list[str]:
    people = list(dict.fromkeys(people))
    at = people.index(start) if start in people else 0
    return people[at:] + people[:at]


class _Rotation:
    """Who has which turns so far, and whose turn is next."""

    def __init__(
        self, people: list[str], timetable: Timetable, taken: Sequence[Turn], near: Iterable[Turn]
    ) -> None:
        self._queue = people
        self._timetable = timetable
        self._turns: dict[str, list[Turn]] = {person: [] for person in people}
        self._near: dict[str, list[Turn]] = {person: [] for person in people}
        self._new: dict[Turn, None] = {}
        for turns, into in ((taken, self._turns), (near, self._near)):
            for turn in turns:
                if turn.person in into:
                    into[turn.person].append(turn)

    @property
    def given(self) -> list[Turn]:
        """The new turns as they come."""
        return sorted(self._new, key=lambda turn: self._timetable.order(turn.day, turn.shift))

    def give(self, day: str, shift: str, post: str) -> None:
        """Give a place to whoever is free, not on duty that day, least burdened, and waits longest."""
        free = [p for p in self._queue if self._is_free(p, Turn(day, shift, post, p))]
        if free:
            person = min(free, key=lambda p: (self._is_on(p, day), len(self._turns[p])))
            self._add(Turn(day, shift, post, person))
            self._queue.remove(person)
            self._queue.append(person)

    def even_out(self) -> None:
        """Hand turns on, over others where needed, until nobody can be spared against one with two less."""
        while chain := self._relief():
            for turn, person in chain:
                self._turns[turn.person].remove(turn)
                del self._new[turn]
                self._add(turn._replace(person=person))

    def _relief(self) -> list[tuple[Turn, str]]:
        """Turns with their new people, which spare one with many and burden one with few; none if even."""
        loads = {person: len(turns) for person, turns in self._turns.items()}
        for heavy in sorted(loads, key=lambda person: -loads[person]):
            if loads[heavy] - min(loads.values()) < 2:
                return []
            came: dict[str, tuple[Turn, str] | None] = {heavy: None}
            waiting = deque([heavy])
            while waiting:
                giver = waiting.popleft()
                for turn, taker in self._could_pass(giver):
                    if taker not in came:
                        came[taker] = turn, giver
                        if loads[taker] <= loads[heavy] - 2:
                            return _chain(came, taker)
                        waiting.append(taker)
        return []

    def _could_pass(self, giver: str) -> Iterator[tuple[Turn, str]]:
        """New turns of this person with those who could take them; nobody is on duty twice more often."""
        for turn in self._turns[giver]:
            if turn in self._new:
                twice = sum(each.day == turn.day for each in self._turns[giver]) > 1
                for taker in self._queue:
                    if (
                        taker != giver
                        and self._is_free(taker, turn)
                        and (twice or not self._is_on(taker, turn.day))
                    ):
                        yield turn, taker

    def _is_free(self, person: str, turn: Turn) -> bool:
        turns = (*self._turns[person], *self._near[person])
        return not any(self._timetable.clash(turn, other) for other in turns)

    def _is_on(self, person: str, day: str) -> bool:
        return any(turn.day == day for turn in self._turns[person])

    def _add(self, turn: Turn) -> None:
        self._turns[turn.person].append(turn)
        self._new[turn] = None


def _chain(came: Mapping[str, tuple[Turn, str] | None], last: str) -> list[tuple[Turn, str]]:
    """The way back from the last taker: each turn with who takes it."""
    chain = []
    taker = last
    while (step := came[taker]) is not None:
        turn, giver = step
        chain.append((turn, taker))
        taker = giver
    return chain
