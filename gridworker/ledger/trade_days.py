"""重点行业一天一检: who of the trades to be tested often, and of two points one line, came on which day."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.due import DueBook
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.policy import Policy, strictest
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.standing import CLOSED_LOOP_ON

TRADES = "SELECT trade, json_group_array(id) FROM resident WHERE trade IS NOT NULL GROUP BY trade"
CLOSED_LOOP_BETWEEN = """
SELECT json_group_array(DISTINCT resident) FROM closed_loop
WHERE resident IS NOT NULL AND (started IS NULL OR started <= :last) AND (ended IS NULL OR :first <= ended)
"""
LEAVE_ON = """
SELECT json_group_array(w.resident) FROM closed_loop w JOIN leave l ON l.worker = w.id
WHERE w.resident IS NOT NULL AND (w.started IS NULL OR w.started <= :on)
  AND (w.ended IS NULL OR :on <= w.ended)
  AND l.from_day <= :on AND (l.to_day IS NULL OR :on <= l.to_day)
"""
WORKERS = """
SELECT r.id, r.name, r.id_number, r.phone, r.employer, p.community, p.building, p.unit, h.room
FROM json_each(:residents) w JOIN resident r ON r.id = w.value
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
"""

CLOSED_LOOP = "两点一线"
Mark = Literal["done", "missed", "exempt", "leave", "absent", ""]
"""✓, ×, 豁免, 休假, 不在住; empty: not due and not sampled."""


@dataclass(frozen=True)
class WorkerDays:
    """One person over the period. `group` is the 重点行业 named in their trade, else 两点一线."""

    resident: int
    name: str
    id_number: str | None
    phone: str | None
    employer: str | None
    community: str
    building: str
    unit: str
    room: str
    trade: str | None
    group: str
    marks: tuple[Mark, ...]
    due: int
    done: int

    @property
    def address(self) -> Address:
        return Address(self.community, self.building, self.unit, self.room)


@dataclass(frozen=True)
class TradeMatrix:
    """People by group in the order of the rules, within one in address order.

    `marks` stand in the order of `days`. `due` and `done` count 应检 and 已检 as the daily figures do
    (by person in their row, by day here): a willing test is ✓ but neither.
    """

    days: tuple[str, ...]
    rows: tuple[WorkerDays, ...]
    due: tuple[int, ...]
    done: tuple[int, ...]


def trade_matrix(ledger: Ledger, from_day: str, to_day: str, scope: Scope = WHOLE) -> TradeMatrix:
    """Everyone of a 重点行业 or active in two points one line between two ISO days, day by day.

    People tracked on none of the days are left out.
    """
    book = due_book(ledger)
    days = tuple(shift(from_day, later) for later in range(days_between(from_day, to_day) + 1))
    groups = _groups(ledger, book.policy, days)
    people = book.roster.bits(list(groups)) & residents_in(ledger, book.roster, scope)
    states = [book.day(ledger, day) for day in days]
    tracked = 0
    for state in states:
        tracked |= state.tracked
    people &= tracked
    rows = _Rows(ledger, book, days, book.roster.residents(people)).told(groups)
    return TradeMatrix(
        days,
        tuple(rows),
        tuple((people & state.required).bit_count() for state in states),
        tuple((people & state.done).bit_count() for state in states),
    )


def _groups(ledger: Ledger, policy: Policy, days: tuple[str, ...]) -> dict[int, tuple[str, str | None]]:
    """Group and trade by resident."""
    period = {"first": days[0], "last": days[-1]}
    found: dict[int, tuple[str, str | None]] = {}
    for resident in json.loads(ledger.query(CLOSED_LOOP_BETWEEN, period)[0][0]):
        found[resident] = (CLOSED_LOOP, None)
    for trade, residents in ledger.query(TRADES):
        group = group_of(policy, trade)
        for resident in json.loads(residents):
            if group or resident in found:
                found[resident] = (group or CLOSED_LOOP, trade)
    return found


def group_of(policy: Policy, trade: str | None) -> str | None:
    """The 重点行业 named in a trade, the one with the strictest cadence where there are several."""
    named = [name for name in policy.trades if name in (trade or "")]
    cadence = strictest(policy.trades[name] for name in named)
    return next((name for name in named if policy.trades[name] == cadence), None)


class _Rows:
    """What the matrix says of its people, gathered set by set."""

    def __init__(self, ledger: Ledger, book: DueBook, days: tuple[str, ...], people: Collection[int]) -> None:
        self._ledger, self._book, self._people = ledger, book, people
        self._marks: dict[int, list[Mark]] = {resident: [""] * len(days) for resident in people}
        self._due = dict.fromkeys(people, 0)
        self._done = dict.fromkeys(people, 0)
        for index, day in enumerate(days):
            self._tell(index, day)

    def _tell(self, index: int, day: str) -> None:
        """Mark one day, the weaker marks first."""
        state = self._book.day(self._ledger, day)
        marked: tuple[tuple[Mark, int], ...] = (
            ("leave", self._on_leave(day)),
            ("exempt", state.excused),
            ("missed", state.missed),
            ("absent", ~state.tracked & self._book.roster.everyone),
            ("done", state.sampled),
        )
        for mark, bits in marked:
            for resident in self._members(bits):
                self._marks[resident][index] = mark
        for counts, bits in ((self._due, state.required), (self._done, state.done)):
            for resident in self._members(bits):
                counts[resident] += 1

    def _on_leave(self, day: str) -> int:
        """On leave from every record that is active; whoever works by another is at work."""
        on = {"on": day}
        away, at_work = (json.loads(self._ledger.query(sql, on)[0][0]) for sql in (LEAVE_ON, CLOSED_LOOP_ON))
        return self._book.roster.bits(away) & ~self._book.roster.bits(at_work)

    def _members(self, bits: int) -> Iterable[int]:
        return self._book.roster.members(bits, self._people)

    def told(self, groups: dict[int, tuple[str, str | None]]) -> list[WorkerDays]:
        """The rows, group by group in the order of the rules, two points one line last."""
        order = {name: rank for rank, name in enumerate(self._book.policy.trades)}
        wanted = {"residents": json.dumps(list(self._people))}
        who = {row[0]: row for row in self._ledger.query(WORKERS, wanted)}
        by_door = self._book.roster.in_address_order(self._ledger, who)
        by_door.sort(key=lambda resident: order.get(groups[resident][0], len(order)))
        return [self._row(who[resident], *groups[resident]) for resident in by_door]

    def _row(self, who: tuple[Any, ...], group: str, trade: str | None) -> WorkerDays:
        counts = self._due[who[0]], self._done[who[0]]
        return WorkerDays(*(*who, trade, group, tuple(self._marks[who[0]]), *counts))
