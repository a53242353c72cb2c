"""走访: whom to visit when, what was found, and 重点人群 with their rhythm (domain.md §1).

Everything can be asked for any past day and gives what was true of it under the facts now known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.care_kinds import in_care, kinds_of, rhythms, strictest
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.kept import HEADS
from gridworker.ledger.last_visits import LastVisits
from gridworker.ledger.residing import Dweller, dwellers, own_values
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.todo_item import Todo

HOMES = """
SELECT h.id, h.head, h.phone, p.community, p.building, p.unit, h.room
FROM household h JOIN place p ON p.id = h.place WHERE h.id IN (SELECT value FROM json_each(?)) AND {scope}
"""
MEMBERS = "r.household IN (SELECT value FROM json_each(?))"
ONE_OF = "r.id IN (SELECT value FROM json_each(?))"
WITH_MEMBERS = "SELECT DISTINCT household FROM resident WHERE household IN (SELECT value FROM json_each(?))"
RECORDS = """
SELECT v.*, r.name, h.head, p.community, p.building, p.unit, h.room
FROM visit v JOIN household h ON h.id = v.household JOIN place p ON p.id = h.place
LEFT JOIN resident r ON r.id = v.resident
WHERE v.at >= ? AND v.at < ? AND {scope} ORDER BY v.at DESC, v.id DESC LIMIT ?
"""
OF_HOME = """
SELECT v.id, v.at, v.way, v.visitor, v.found, v.next_on, r.name
FROM visit v LEFT JOIN resident r ON r.id = v.resident
WHERE v.household = ? ORDER BY v.at DESC, v.id DESC LIMIT ?
"""

LAST_DAY = "9998-12-31"

State = Literal["overdue", "due", "coming", "none"]
"""Past its day; due on the day; not yet; no rhythm and nothing agreed on."""


class CarePerson(NamedTuple):
    """One person of 重点人群, or whoever a next visit was agreed on with, as of a day.

    `resident` is None for a household that is visited as a whole; `name` is then its head. `rhythm` is
    days between visits. Whoever was never visited is due on the day itself.
    """

    resident: int | None
    household: int
    name: str
    age: int | None
    where: tuple[str, ...]
    phones: tuple[str, ...]
    kinds: tuple[str, ...]
    rhythm: int | None
    last_on: str | None
    due_on: str | None
    overdue_days: int
    state: State
    presence: str = ""
    own: str | None = None

    @property
    def address(self) -> Address:
        return Address(*self.where)

    @property
    def key(self) -> int:
        """Tells people and whole households apart in one list."""
        return self.resident if self.resident is not None else -self.household


_kept: WeakKeyDictionary[Ledger, tuple[tuple[Any, ...], list[CarePerson]]] = WeakKeyDictionary()


def care_people(ledger: Ledger, on: str, scope: Scope = WHOLE, kind: str = "") -> list[CarePerson]:
    """重点人群 who live here on the ISO day (在住, 暂离), all or those of one kind, in address order."""
    return _care(_Reckoning(ledger, on), scope, kind)


def due_visits(ledger: Ledger, on: str, scope: Scope = WHOLE, *, ahead: int = 0) -> list[CarePerson]:
    """Who is to be visited by the ISO day or `ahead` days later, the longest overdue first.

    Beside 重点人群 those with whom the last visit agreed on a day, people and whole households.
    """
    last = shift(on, ahead)
    return [person for person in _all_to_visit(ledger, on, scope) if str(person.due_on) <= last]


def visit_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Visits overdue and due on the ISO day, for 今日."""
    found = due_visits(ledger, on)
    unit = "人（户）" if any(person.resident is None for person in found) else "人"
    late = [person.overdue_days for person in found if person.state == "overdue"]
    today = [person for person in found if person.state == "due"]
    never = sum(person.last_on is None for person in today)
    entries = []
    if late:
        text = f"走访逾期 {len(late):,} {unit}，最长逾期 {max(late)} 天"
        entries.append(Todo("warn", text, "visits", {"page": "due", "state": "overdue"}))
    if today:
        text = f"今天应走访 {len(today):,} {unit}" + (f"，其中 {never:,} 人还没有走访过" if never else "")
        entries.append(Todo("info", text, "visits", {"page": "due", "state": "due"}))
    return entries


def next_visit(person: CarePerson, day: str) -> str | None:
    """When a person visited on the ISO day is to be visited again, by rhythm."""
    return shift(day, person.rhythm) if person.rhythm else None


def record_visits(ledger: Ledger, people: Sequence[CarePerson], values: Mapping[str, Any]) -> list[int]:
    """Enter the same visit for each; without `next_on` in the values each has that of their own rhythm.

    `values` are fields of the register other than household and resident. Raises RowProblems.
    """
    rows = [
        {"next_on": next_visit(person, values["at"][:10]), **values}
        | {"household": person.household, "resident": person.resident}
        for person in people
    ]
    with ledger.change(f"登记走访（{len(rows)} 人）"):
        return ledger.create_many("visit", rows)


def household_visits(ledger: Ledger, household: int, limit: int) -> list[Row]:
    """The latest visits of a household, newest first; `name` None is a visit to the whole household."""
    return ledger.dicts(OF_HOME, (household, limit))


def visit_records(
    ledger: Ledger, scope: Scope = WHOLE, first: str = "", last: str = LAST_DAY, *, limit: int = -1
) -> list[Row]:
    """Visits of these ISO days, newest first, with door, person and own fields; at most `limit`.

    `open` tells that the next visit agreed on has not been made yet, as far as the ledger knows now.
    """
    condition, places = scope.condition()
    rows = ledger.dicts(RECORDS.format(scope=condition), [first, shift(last, 1), *places, limit])
    latest = LastVisits(ledger, LAST_DAY)
    return [row | own_values(row["own"]) | {"open": _is_open(row, latest)} for row in rows]


def _is_open(row: Row, latest: LastVisits) -> bool:
    if not row["next_on"]:
        return False
    last = latest.of(row["resident"], row["household"]) if row["resident"] else latest.any[row["household"]]
    return last is not None and last.row == row["id"]


class _Reckoning:
    """When whom to visit, on one day."""

    def __init__(self, ledger: Ledger, on: str) -> None:
        self.ledger, self.on = ledger, on
        self._rhythms = rhythms(ledger)
        self.last = LastVisits(ledger, on)
        self._when = cache(self._reckoned)  # thousands of people have few days between them

    def person(self, each: Dweller) -> CarePerson:
        kinds = kinds_of(each)
        rhythm = strictest(kinds, self._rhythms)
        last = self.last.of(each.resident, each.household)
        return CarePerson(
            each.resident, each.household, each.name, each.age, each.where, each.phones, kinds, rhythm,
            *self._when(last and last.day, last and last.next_on, rhythm), each.presence, each.own,
        )  # fmt: skip

    def home(self, row: int, head: str | None, phone: str | None, *where: str) -> CarePerson:
        phones = (phone,) if phone else ()
        last = self.last.whole[row]
        when = self._when(last.day, last.next_on, None)
        return CarePerson(None, row, head or "", None, where, phones, (), None, *when)

    def _reckoned(
        self, last_on: str | None, agreed: str | None, rhythm: int | None
    ) -> tuple[str | None, str | None, int, State]:
        """Last visit, due day, overdue days and state."""
        if last_on is None:
            return (None, self.on, 0, "due") if rhythm else (None, None, 0, "none")
        by_rhythm = shift(last_on, rhythm) if rhythm else None
        due_on = min(filter(None, (by_rhythm, agreed)), default=None)
        if due_on is None:
            return last_on, None, 0, "none"
        overdue = max(0, days_between(due_on, self.on))
        state: State = "overdue" if overdue else "due" if due_on == self.on else "coming"
        return last_on, due_on, overdue, state


def _all_to_visit(ledger: Ledger, on: str, scope: Scope) -> list[CarePerson]:
    """Everyone with a day for the next visit, the earliest first; kept until the ledger changes.

    今日 asks twice and 走访 once more. Inside a running change it is read anew: that may never be kept.
    """
    last_change, last_batch, finished_batch = ledger.query(HEADS)[0]
    wanted = (last_change, on, scope)
    if ledger in _kept and _kept[ledger][0] == wanted and last_batch == (finished_batch or 0):
        return _kept[ledger][1]
    reckoning = _Reckoning(ledger, on)
    care = _care(reckoning, scope)
    everyone = [*care, *_follow_ups(reckoning, scope, care)]
    found = sorted((each for each in everyone if each.due_on), key=lambda person: str(person.due_on))
    if last_batch == (finished_batch or 0):
        _kept[ledger] = wanted, found
    return found


def _care(reckoning: _Reckoning, scope: Scope, kind: str = "") -> list[CarePerson]:
    found = map(reckoning.person, dwellers(reckoning.ledger, reckoning.on, scope, *in_care(reckoning.on)))
    return [person for person in found if (kind in person.kinds if kind else person.kinds)]


def _follow_ups(reckoning: _Reckoning, scope: Scope, care: Sequence[CarePerson]) -> Iterator[CarePerson]:
    """Others with whom a next visit was agreed on; 重点人群 stand for the household they live in."""
    ledger, last = reckoning.ledger, reckoning.last
    known = {person.resident for person in care}
    named = [row for row in last.open_people() if row not in known]
    for each in dwellers(ledger, reckoning.on, scope, ONE_OF, (json.dumps(named),)):
        if last.of(each.resident, each.household) == last.named[each.resident]:
            yield reckoning.person(each)
    homes = last.open_homes() - {person.household for person in care}
    homes -= _deserted(ledger, reckoning.on, homes)
    condition, places = scope.condition()
    for row in ledger.query(HOMES.format(scope=condition), [json.dumps([*homes]), *places]):
        yield reckoning.home(*row)


def _deserted(ledger: Ledger, on: str, homes: Iterable[int]) -> set[int]:
    """Households all of whose people have gone."""
    packed = json.dumps([*homes])
    with_members = {row for (row,) in ledger.query(WITH_MEMBERS, (packed,))}
    return with_members - {each.household for each in dwellers(ledger, on, WHOLE, MEMBERS, (packed,))}
