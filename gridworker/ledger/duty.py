"""值班值守: the week's grid, what is wrong in it, and filling it (domain.md §1).

A place of the grid is a shift and a post on a day; the register keeps one row for each person there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift as days_later
from gridworker.ledger.duty_conflicts import Cell, Conflict, find_conflicts, weekday
from gridworker.ledger.duty_rotation import DutyPost, DutyShift, Timetable, Turn, fill_week, next_in_turn
from gridworker.ledger.todo_item import Todo

ENTRIES = "SELECT id, day, shift, post, person, phone FROM duty WHERE day BETWEEN ? AND ? ORDER BY day, id"
IN_USE = "SELECT EXISTS (SELECT 1 FROM duty WHERE day >= ?)"
WEEK = 7
_LOOK_BACK = 28  # days in which the last rotation is looked for


class Entry(NamedTuple):
    """One stored row; a shift or post that is not told is ""."""

    id: int
    day: str
    shift: str
    post: str
    person: str
    phone: str | None

    @property
    def turn(self) -> Turn:
        return Turn(self.day, self.shift, self.post, self.person)

    @property
    def cell(self) -> Cell:
        return Cell(self.day, self.shift, self.post)


@dataclass(frozen=True)
class Roster:
    """What is kept under 设置: people with their phones, shifts, posts."""

    phones: Mapping[str, str | None]
    shifts: tuple[DutyShift, ...]
    posts: tuple[DutyPost, ...]

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(self.phones)

    @property
    def timetable(self) -> Timetable:
        return Timetable(self.shifts)


@dataclass(frozen=True)
class Slot:
    """A row of the grid. `wanted` people are needed there each day; 0 where the lists no longer have it."""

    shift: str
    post: str
    wanted: int


@dataclass(frozen=True)
class Week:
    """The grid of seven days from a Monday on, with what is wrong in it, the gravest first."""

    days: tuple[str, ...]
    slots: tuple[Slot, ...]
    entries: tuple[Entry, ...]
    roster: Roster
    conflicts: tuple[Conflict, ...]

    def at(self, day: str, slot: Slot) -> list[Entry]:
        """Who is on duty there."""
        return [e for e in self.entries if e.cell == (day, slot.shift, slot.post)]

    def wrong_at(self, day: str, slot: Slot) -> list[Conflict]:
        """What is wrong there, the gravest first."""
        return [conflict for conflict in self.conflicts if (day, slot.shift, slot.post) in conflict.cells]

    @property
    def loads(self) -> dict[str, int]:
        """How many turns everybody has, people of the list first and in its order."""
        loads = dict.fromkeys(self.roster.people, 0)
        for entry in self.entries:
            loads[entry.person] = loads.get(entry.person, 0) + 1
        return loads


def monday_of(day: str) -> str:
    """The Monday of the week of an ISO day."""
    return days_later(day, -date.fromisoformat(day).weekday())


def days_of_week(monday: str) -> tuple[str, ...]:
    return tuple(days_later(monday, number) for number in range(WEEK))


def roster(ledger: Ledger) -> Roster:
    """People, shifts and posts as they are kept under 设置."""
    return Roster(
        {row["name"]: row["phone"] for row in ledger.rows("duty_person")},
        tuple(DutyShift(row["name"], row["hours"] or "") for row in ledger.rows("duty_shift")),
        tuple(DutyPost(row["name"], row["people"] or 1) for row in ledger.rows("duty_post")),
    )


def entries(ledger: Ledger, first: str, last: str) -> list[Entry]:
    """The stored rows of a period of ISO days, in the order in which they were entered day by day."""
    return [
        Entry(row, day, shift or "", post or "", person, phone)
        for row, day, shift, post, person, phone in ledger.query(ENTRIES, (first, last))
    ]


def week(ledger: Ledger, monday: str) -> Week:
    """The week that begins on this Monday. The days next to it count where turns meet at its edges."""
    lists, days = roster(ledger), days_of_week(monday)
    around = entries(ledger, days_later(monday, -1), days_later(monday, WEEK))
    inside = tuple(entry for entry in around if days[0] <= entry.day <= days[-1])
    slots = _slots(lists, inside)
    turns = [entry.turn for entry in around]
    wanted = {Cell(day, slot.shift, slot.post): slot.wanted for day in days for slot in slots if slot.wanted}
    conflicts = find_conflicts(turns, wanted, lists.people, lists.timetable)
    return Week(days, slots, inside, lists, tuple(c for c in conflicts if c.concerns(days)))


def on_duty(ledger: Ledger, moment: str) -> list[Entry]:
    """Who is on duty at a moment; where a shift's hours are not told, whoever is on that day.

    An entry without a phone has that of the list.
    """
    day, lists = moment[:10], roster(ledger)
    now = date.fromisoformat(day).toordinal() * 24 * 60 + int(moment[11:13]) * 60 + int(moment[14:16])
    found = []
    for entry in entries(ledger, days_later(day, -1), day):
        span = lists.timetable.span(entry.day, entry.shift)
        if span[0] <= now < span[1] if span else entry.day == day:
            found.append(entry._replace(phone=entry.phone or lists.phones.get(entry.person)))
    return found


def set_cell(
    ledger: Ledger,
    cell: Cell,
    names: Sequence[str],
    phones: Mapping[str, str | None] | None = None,
) -> None:
    """Have exactly these people at a place; rows of those who stay are kept as they are.

    A phone comes from `phones` (as pasted), else from the list.
    """
    known, told = roster(ledger).phones, phones or {}
    with ledger.change("修改值班"):
        there: set[str] = set()
        for entry in (each for each in entries(ledger, cell.day, cell.day) if each.cell == cell):
            if entry.person not in names or entry.person in there:
                ledger.remove("duty", entry.id)
            elif told.get(entry.person):
                ledger.update("duty", entry.id, {"phone": told[entry.person]})
            there.add(entry.person)
        _create(ledger, [
            Turn(*cell, name) for name in dict.fromkeys(names) if name not in there
        ], {**known, **{name: phone for name, phone in told.items() if phone}})  # fmt: skip


def fill(ledger: Ledger, monday: str, since: str = "") -> int:
    """Fill the week's empty places by rotation; return how many turns were given.

    Days before `since` are left as they are: what is over is not made up.
    """
    lists, days = roster(ledger), days_of_week(monday)
    around = [e.turn for e in entries(ledger, days_later(monday, -_LOOK_BACK), days_later(monday, WEEK))]
    taken = [turn for turn in around if days[0] <= turn.day <= days[-1]]
    before = [turn for turn in around if turn.day < monday]
    near = [turn for turn in around if turn.day in (days_later(monday, -1), days_later(monday, WEEK))]
    start = next_in_turn(lists.people, before, lists.timetable)
    open_days = [day for day in days if day >= since]
    turns = fill_week(lists.people, lists.shifts, lists.posts, open_days, taken, start, near)
    _create(ledger, turns, lists.phones)
    return len(turns)


def copy_week(ledger: Ledger, monday: str, since: str = "") -> int:
    """Take over the week before into empty places from the day `since` on; return how many turns."""
    there = {entry.cell for entry in entries(ledger, monday, days_later(monday, WEEK - 1))}
    before = entries(ledger, days_later(monday, -WEEK), days_later(monday, -1))
    moved = [entry._replace(day=days_later(entry.day, WEEK)) for entry in before]
    turns = [entry.turn for entry in moved if entry.cell not in there and entry.day >= since]
    _create(ledger, turns, {entry.person: entry.phone for entry in before} | dict(roster(ledger).phones))
    return len(turns)


def clear_week(ledger: Ledger, monday: str) -> int:
    """Take everybody out of the week; return how many turns there were."""
    found = entries(ledger, monday, days_later(monday, WEEK - 1))
    with ledger.change("清空值班"):
        for entry in found:
            ledger.remove("duty", entry.id)
    return len(found)


def duty_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Empty places and clashes of the ISO day and the next, where a duty roster is kept at all."""
    if not ledger.query(IN_USE, (days_later(on, -WEEK),))[0][0]:
        return []
    tomorrow = days_later(on, 1)
    weeks = [week(ledger, monday) for monday in dict.fromkeys((monday_of(on), monday_of(tomorrow)))]
    wrong = [conflict for each in weeks for conflict in each.conflicts]
    return [
        *_told("short", wrong, on, "bad", "今天", "值班有空岗"),
        *_told("short", wrong, tomorrow, "warn", "明天", "值班有空岗"),
        *_told("clash", wrong, on, "bad", "今天", "值班有冲突"),
        *_told("clash", wrong, tomorrow, "warn", "明天", "值班有冲突"),
    ]  # fmt: skip


def _told(kind: str, wrong: Sequence[Conflict], day: str, tone: str, when: str, what: str) -> list[Todo]:
    """One entry for all of a kind on a day, with the first of them in words."""
    found = list(dict.fromkeys(c for c in wrong if c.kind == kind and c.concerns((day,))))
    if not found:
        return []
    more = f"，共 {len(found)} 处" if len(found) > 1 else ""
    where = {"page": "duty", "day": day}
    words = found[0].text.removeprefix(f"{weekday(day)}：")
    return [Todo("bad" if tone == "bad" else "warn", f"{when}{what}：{words}{more}", "visits", where)]


def _slots(lists: Roster, inside: Sequence[Entry]) -> tuple[Slot, ...]:
    """Every shift at every post, then what was entered though the lists no longer have it."""
    if not lists.shifts and not lists.posts:
        listed: dict[tuple[str, str], int] = {}
    else:
        shifts, posts = lists.shifts or (DutyShift(""),), lists.posts or (DutyPost(""),)
        listed = {(shift.name, post.name): post.people for shift in shifts for post in posts}
    for entry in inside:
        listed.setdefault((entry.shift, entry.post), 0)
    return tuple(Slot(shift, post, wanted) for (shift, post), wanted in listed.items())


def _create(ledger: Ledger, turns: Sequence[Turn], phones: Mapping[str, str | None]) -> None:
    if turns:
        ledger.create_many("duty", [
            {
                "day": turn.day, "shift": turn.shift or None, "post": turn.post or None,
                "person": turn.person, "phone": phones.get(turn.person),
            }
            for turn in turns
        ])  # fmt: skip
