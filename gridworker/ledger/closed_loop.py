"""两点一线: who lives under it on a day, and what is wrong with whom (domain.md §4)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import brief, days_between
from gridworker.ledger.defaults import SETTINGS
from gridworker.ledger.everyone import Person
from gridworker.ledger.fields import TENTHS, Field
from gridworker.ledger.kept import due_book
from gridworker.ledger.persons import living_in, persons
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.todo_item import Todo

LEAVES_ON = """
SELECT worker, to_day FROM leave WHERE from_day <= :on AND (to_day IS NULL OR :on <= to_day)
ORDER BY to_day IS NULL, to_day
"""
TRIPS_ON = "SELECT worker, temperature, tested FROM trip WHERE day = ?"
OPEN_DEVIATIONS = """
SELECT worker, COUNT(*) FROM trip
WHERE deviation IS NOT NULL AND settled IS NULL AND day <= ? GROUP BY worker
"""
MEMBERS = "SELECT household, id FROM resident WHERE household IN (SELECT value FROM json_each(?))"

LoopState = Literal["alert", "work", "leave", "coming", "ended"]
AlertKind = Literal[
    "fever", "untested", "pass_expired", "deviation", "no_log", "pass_expiring", "no_pledge", "household"
]
TONES: dict[AlertKind, Literal["bad", "warn"]] = {
    "fever": "bad", "untested": "bad", "pass_expired": "bad", "deviation": "bad",
    "no_log": "warn", "pass_expiring": "warn", "no_pledge": "warn", "household": "warn",
}  # fmt: skip
"""How pressing each alert is; the order is that in which a person's alerts are told."""

_ORDER: tuple[LoopState, ...] = ("alert", "work", "leave", "coming", "ended")
_FEVER = Field("fever", "体温", TENTHS)


@dataclass(frozen=True)
class LoopAlert:
    """One thing wrong with a person. `words` are the same for everybody, `detail` is this person's."""

    kind: AlertKind
    words: str
    detail: str = ""

    @property
    def text(self) -> str:
        """通行证已过期（11-25）."""
        return f"{self.words}（{self.detail}）" if self.detail else self.words

    @property
    def tone(self) -> Literal["bad", "warn"]:
        return TONES[self.kind]


@dataclass(frozen=True)
class LoopWorker:
    """One person as they stand on a day.

    `row` is the stored row, own fields among the others; number and phone are the resident's where blank.
    `address` is the resident's door, None for an outsider. `until` is the last day of the leave (None:
    not yet known). Only somebody at work has alerts. `on` is the day.
    """

    on: str
    row: Row
    address: Address | None
    state: LoopState
    until: str | None = None
    alerts: tuple[LoopAlert, ...] = ()

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def resident(self) -> int | None:
        number: int | None = self.row["resident"]
        return number

    @property
    def on_leave(self) -> bool:
        return self.state == "leave"

    @property
    def active(self) -> bool:
        """Whether the day lies between begin and end, on leave or not."""
        return self.state in ("alert", "work", "leave")

    @property
    def said(self) -> str:
        """The state in words: 在岗, 休假至12-01, 12-01开始, 11-20结束."""
        if self.state == "leave":
            return f"休假至{brief(self.until, self.on)}" if self.until else "休假未销"
        if self.state == "coming":
            return f"{brief(self.row['started'], self.on)}开始"
        return f"{brief(self.row['ended'], self.on)}结束" if self.state == "ended" else "在岗"


def loop_workers(ledger: Ledger, on: str, scope: Scope = WHOLE) -> list[LoopWorker]:
    """Everyone on the register as of an ISO day, those with the most pressing alerts first.

    Outsiders have no door in the ledger: they belong to the whole ledger only, to no part of it.
    """
    people = people_of(ledger, scope)
    day = _LoopDay(ledger, on, [person for _, person in people if person])
    found = [day.worker(row, person) for row, person in people]
    return sorted(found, key=_urgency)


def people_of(ledger: Ledger, scope: Scope = WHOLE) -> list[tuple[Row, Person | None]]:
    """Every row of the register in the scope with its resident, in the order of entry."""
    rows = ledger.rows("closed_loop")
    known = persons(ledger, {row["resident"] for row in rows if row["resident"]})
    inside = living_in(ledger, scope, known.keys())
    found: list[tuple[Row, Person | None]] = []
    for row in rows:
        person = known.get(row["resident"])
        if scope == WHOLE or (person and person.id in inside):
            found.append((_completed(row, person), person))
    return found


def active_on(row: Mapping[str, str | None], on: str) -> bool:
    """Whether the day lies between the row's begin and end."""
    return (row["started"] or on) <= on <= (row["ended"] or on)


def fever_from(ledger: Ledger) -> int:
    """The temperature from which somebody has a fever, in tenths of a degree."""
    return int(_FEVER.parse(_setting(ledger, "fever")) or 0)


def open_deviation(ledger: Ledger, worker: int, on: str) -> Row | None:
    """The log entry of the earliest deviation by that day which nobody has settled."""
    rows = ledger.rows("trip", {"worker": worker}, order="day")
    return next((row for row in rows if row["day"] <= on and row["deviation"] and not row["settled"]), None)


def workers_by_alert(workers: Iterable[LoopWorker]) -> dict[LoopAlert, list[int]]:
    """Whom each kind of alert concerns, by the alert without its detail, the most pressing first."""
    found: dict[LoopAlert, list[int]] = defaultdict(list)
    for worker in workers:
        for alert in worker.alerts:
            found[LoopAlert(alert.kind, alert.words)].append(worker.id)
    order = list(TONES)
    return {alert: found[alert] for alert in sorted(found, key=lambda alert: order.index(alert.kind))}


def loop_todos(ledger: Ledger, on: str) -> list[Todo]:
    """One entry for every kind of alert that somebody has on the day."""
    found = []
    for alert, workers in workers_by_alert(loop_workers(ledger, on)).items():
        where = {"row": workers[0]} if len(workers) == 1 else {"alert": alert.words}
        text = f"{len(workers)} 名两点一线人员{alert.words}"
        found.append(Todo(alert.tone, text, "closed_loop", {"page": "people", **where}))
    return found


class _LoopDay:
    """What is known of one day, read for everybody at once."""

    def __init__(self, ledger: Ledger, on: str, people: Iterable[Person]) -> None:
        self._on = on
        self._leaves = dict(ledger.query(LEAVES_ON, {"on": on}))
        self._trips = {worker: rest for worker, *rest in ledger.query(TRIPS_ON, (on,))}
        self._deviations = dict(ledger.query(OPEN_DEVIATIONS, (on,)))
        self._warning = int(_setting(ledger, "pass_warning_days"))
        self._fever = fever_from(ledger)
        members = self._members(ledger, people)
        book = due_book(ledger)
        residents = [resident for some in members.values() for resident in some]
        self._sampled = book.roster.members(book.sampled.on(ledger, on), residents)
        missed = book.roster.members(book.day(ledger, on).missed, residents)
        self._missed = {home: missed.intersection(some) for home, some in members.items()}

    @staticmethod
    def _members(ledger: Ledger, people: Iterable[Person]) -> dict[int, list[int]]:
        """The residents of these people's households."""
        found: dict[int, list[int]] = defaultdict(list)
        wanted = json.dumps(sorted({person.household for person in people}))
        for household, resident in ledger.query(MEMBERS, (wanted,)):
            found[household].append(resident)
        return found

    def worker(self, row: Row, person: Person | None) -> LoopWorker:
        found = partial(LoopWorker, self._on, row, person.address if person else None)
        if not active_on(row, self._on):
            return found("coming" if (row["started"] or "") > self._on else "ended")
        if row["id"] in self._leaves:
            return found("leave", self._leaves[row["id"]])
        alerts = {alert.kind: alert for alert in self._alerts(row, person)}
        told = tuple(alerts[kind] for kind in TONES if kind in alerts)
        return found("alert" if told else "work", None, told)

    def _alerts(self, row: Row, person: Person | None) -> Iterator[LoopAlert]:
        temperature, proof = self._trips.get(row["id"], (None, None))
        if not (person.id in self._sampled if person else proof):
            yield LoopAlert("untested", "今日未检测")
        if row["id"] not in self._trips:
            yield LoopAlert("no_log", "工作日无日志")
        if temperature is not None and temperature >= self._fever:
            limit = _FEVER.show(self._fever)
            yield LoopAlert("fever", f"体温≥{limit}℃", f"{_FEVER.show(temperature)}℃")
        if count := self._deviations.get(row["id"]):
            yield LoopAlert("deviation", "偏离未处置", f"{count}次" if count > 1 else "")
        if not row["pledge"]:
            yield LoopAlert("no_pledge", "承诺书未签")
        if row["pass_expires"]:
            yield from self._pass(row["pass_expires"])
        others = self._missed[person.household] - {person.id} if person else ()
        if others:
            yield LoopAlert("household", "同住人应检", f"{len(others)}人未检")

    def _pass(self, expires: str) -> Iterator[LoopAlert]:
        """A pass holds on its last day too."""
        left = days_between(self._on, expires)
        if left < 0:
            yield LoopAlert("pass_expired", "通行证已过期", brief(expires, self._on))
        elif left <= self._warning:
            day = brief(expires, self._on) if left else "今天"
            yield LoopAlert("pass_expiring", f"通行证{self._warning}天内到期", day)


def _completed(row: Row, person: Person | None) -> Row:
    """Number and phone stand in the ledger once; the register may leave them to the resident."""
    if person is None:
        return row
    known = {"id_number": person.id_number, "phone": next(iter(person.phones), None)}
    return row | {key: value for key, value in known.items() if row[key] is None}


def _urgency(worker: LoopWorker) -> tuple[int, int, int, int]:
    ranks = [list(TONES).index(alert.kind) for alert in worker.alerts]
    return _ORDER.index(worker.state), min(ranks, default=0), -len(ranks), worker.id


def _setting(ledger: Ledger, key: str) -> str:
    return ledger.setting(key) or SETTINGS[key]
