"""两点一线: the log, one entry a person a day, and how a period of it reads (domain.md §4)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from gridworker.errors import GridworkerError
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.closed_loop import active_on, fever_from, people_of
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.everyone import Person, samples_of
from gridworker.ledger.loop_leave import leave_of
from gridworker.ledger.scope import WHOLE, Scope

TRIPS = "SELECT * FROM trip WHERE day BETWEEN ? AND ?"
LEAVES = """
SELECT worker, from_day, to_day FROM leave
WHERE from_day <= :last AND (to_day IS NULL OR :first <= to_day)
"""
LATEST_TRIPS = """
SELECT worker, MAX(day), left_at, back_at FROM trip WHERE day < ? AND on_duty = 1 GROUP BY worker
"""
LOG_LEGEND = "✓ 出勤　× 未出勤　缺 无日志　休 休假　□ 未检测　热 体温高　▲ 偏离未处置　△ 偏离已处置"


class NotAtWork(GridworkerError):
    def __init__(self, name: str, day: str, why: str) -> None:
        super().__init__(f"{name} {day} {why}，不填日志。")


@dataclass(frozen=True)
class LoopDay:
    """One person's day. `sampled_at` is the first sample; `tested` counts an outsider's proof as well."""

    day: str
    active: bool
    leave: bool
    trip: Row | None
    sampled_at: str | None
    tested: bool
    fever: bool

    @property
    def logs(self) -> bool:
        """Whether a log is expected."""
        return self.active and not self.leave

    @property
    def deviates(self) -> bool:
        """Whether a deviation waits to be settled."""
        return bool(self.trip and self.trip["deviation"] and not self.trip["settled"])

    @property
    def signs(self) -> str:
        """The day in a few signs, see LOG_LEGEND; only what is not as usual takes more than one."""
        if not self.logs:
            return "休" if self.leave else ""
        if self.trip is None:
            return "缺" + ("" if self.tested else "□")
        settled = "△" if self.trip["deviation"] else ""
        return "".join(
            (
                "×" if self.trip["on_duty"] == 0 else "✓",
                "▲" if self.deviates else settled,
                "热" if self.fever else "",
                "" if self.tested else "□",
            )
        )


@dataclass(frozen=True)
class LoopLine:
    """One person's days; `row` and `address` as in LoopWorker."""

    row: Row
    address: Address | None
    days: tuple[LoopDay, ...]


@dataclass(frozen=True)
class LoopLog:
    """Whoever was under it on any of the days, in the order of entry."""

    days: tuple[str, ...]
    lines: tuple[LoopLine, ...]


def day_log(ledger: Ledger, first: str, last: str, scope: Scope = WHOLE) -> LoopLog:
    """The log from one ISO day to another, person by day.

    The same people belong to a scope as in loop_workers.
    """
    days = tuple(shift(first, later) for later in range(days_between(first, last) + 1))
    people = people_of(ledger, scope)
    book = _Period(ledger, days, [person for _, person in people if person])
    lines = [book.line(row, person) for row, person in people]
    return LoopLog(days, tuple(line for line in lines if any(day.active for day in line.days)))


def note_trip(ledger: Ledger, worker: int, day: str, values: Mapping[str, Any]) -> None:
    """Put parsed values into the one entry of that person and day; an entry left without any is removed.

    Raises NotAtWork outside begin and end and on leave, RowProblems, NoSuchRow.
    """
    person = ledger.get("closed_loop", worker)
    if not active_on(person, day):
        raise NotAtWork(person["name"], day, "不在两点一线期内")
    if leave_of(ledger, worker, day) is not None:
        raise NotAtWork(person["name"], day, "休假")
    found = ledger.rows("trip", {"worker": worker, "day": day})
    if not found:
        if any(value is not None for value in values.values()):
            ledger.create("trip", {"worker": worker, "day": day, **values})
    elif _says_nothing({**found[0], **values}):
        ledger.remove("trip", found[0]["id"])
    else:
        ledger.update("trip", found[0]["id"], values)


def fill_usual(ledger: Ledger, day: str, workers: Collection[int]) -> int:
    """Enter 出勤 for those of these people who have no entry yet; return how many.

    Times are the clock times of their latest day at work; a temperature is never made up.
    """
    latest = {worker: rest for worker, *rest in ledger.query(LATEST_TRIPS, (day,))}
    lines = [line for line in day_log(ledger, day, day).lines if line.row["id"] in workers]
    wanted = [line.row["id"] for line in lines if line.days[0].logs and line.days[0].trip is None]
    for worker in wanted:
        before, *times = latest.get(worker, (day, None, None))
        left, back = (_moved(moment, before, day) for moment in times)
        note_trip(ledger, worker, day, {"on_duty": 1, "left_at": left, "back_at": back})
    return len(wanted)


def settle_deviation(ledger: Ledger, trip: int, settled: str) -> bool:
    """Say how a deviation was settled; False if that was said already. Raises NoSuchRow."""
    return ledger.update("trip", trip, {"settled": settled})


def _moved(moment: str | None, before: str, day: str) -> str | None:
    """The same clock time on another day; a return after midnight stays one."""
    return moment and shift(day, days_between(before, moment[:10])) + moment[10:]


def _says_nothing(trip: Mapping[str, Any]) -> bool:
    return all(value is None for key, value in trip.items() if key not in ("id", "uid", "worker", "day"))


class _Period:
    """Leaves, entries and samples of a period, read for everybody at once."""

    def __init__(self, ledger: Ledger, days: tuple[str, ...], people: Collection[Person]) -> None:
        self._days = days
        first, last = days[0], days[-1]
        self._fever = fever_from(ledger)
        self._leaves: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
        for worker, *span in ledger.query(LEAVES, {"first": first, "last": last}):
            self._leaves[worker].append((span[0], span[1]))
        self._trips = {
            (row["worker"], row["day"]): row | json.loads(row["own"] or "{}")
            for row in ledger.dicts(TRIPS, (first, last))
        }
        self._samples: dict[tuple[int, str], str] = {}
        for sample in samples_of(ledger, [person.id for person in people], first, last):
            key = sample["resident"], sample["sampled_at"][:10]
            self._samples[key] = min(sample["sampled_at"], self._samples.get(key, "9"))

    def line(self, row: Row, person: Person | None) -> LoopLine:
        days = tuple(self._day(row, person, day) for day in self._days)
        return LoopLine(row, person.address if person else None, days)

    def _day(self, row: Row, person: Person | None, day: str) -> LoopDay:
        trip = self._trips.get((row["id"], day))
        sampled = self._samples.get((person.id, day)) if person else None
        proof = person is None and trip is not None and bool(trip["tested"])
        active = active_on(row, day)
        return LoopDay(
            day, active,
            leave=active and any(f <= day <= (to or day) for f, to in self._leaves.get(row["id"], ())),
            trip=trip, sampled_at=sampled, tested=sampled is not None or proof,
            fever=trip is not None and (trip["temperature"] or 0) >= self._fever,
        )  # fmt: skip
