"""返晋来晋: which day of how many, which tests are due, who may leave the list (domain.md §1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gridworker.errors import GridworkerError, ValueProblem
from gridworker.ledger.address import Address
from gridworker.ledger.arrival_tests import Course, Need, read_need
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import days_between
from gridworker.ledger.dossier import household_at
from gridworker.ledger.policy import load_policy
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.testing import due_ids
from gridworker.ledger.todo_item import Todo

DOORS = """
SELECT a.id, h.id, p.community, p.building, p.unit, h.room FROM arrival a
LEFT JOIN resident r ON r.id = a.resident LEFT JOIN household h ON h.id = r.household
LEFT JOIN place p ON p.id = h.place WHERE {scope} AND {which}
"""
NOT_ENDED = "(a.until IS NULL OR a.until >= ?)"
SAMPLED = """
SELECT DISTINCT a.id, s.sampled_on FROM arrival a
JOIN sample s ON s.resident = a.resident
  AND s.sampled_on BETWEEN a.arrived_on AND MIN(COALESCE(a.until, :on), :on)
"""
KNOWN = """
SELECT a.id, r.id FROM arrival a JOIN resident r ON r.id_number = a.id_number AND r.name = a.name
WHERE a.resident IS NULL
"""
SAMPLED_THAT_DAY = "SELECT 1 FROM sample WHERE resident = ? AND sampled_on = ?"
SOURCE = "返晋来晋登记"
_MOST_MARKS = 10

Tone = Literal["bad", "warn", "info"]


class ArrivalProblem(GridworkerError):
    """Something that cannot be noted for somebody who came; the sentence says why."""


@dataclass(frozen=True)
class Arrival:
    """Somebody who came, as of the ISO day `on`.

    `door` is that of the linked resident. `course` is None where no tests are asked for, cannot be read
    (`problem` says so), or follow the ledger's own cadence (`due_by_ledger`: and one is due).
    """

    row: Row
    on: str
    door: Address | None = None
    course: Course | None = None
    due_by_ledger: bool = False
    problem: str = ""

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def day(self) -> int | None:
        """Which day it is; the day of arrival is 1, before it 0 or less. None without a day of arrival."""
        arrived = self.row["arrived_on"]
        return days_between(arrived, self.on) + 1 if arrived else None

    @property
    def days(self) -> int | None:
        """How many days there are; None when either end is unknown."""
        arrived, until = self.row["arrived_on"], self.row["until"]
        return days_between(arrived, until) + 1 if arrived and until else None

    @property
    def coming(self) -> bool:
        """Announced, but not here yet."""
        return self.day is not None and self.day < 1

    @property
    def ended(self) -> bool:
        """The last day is over."""
        return bool(self.row["until"]) and self.on > self.row["until"]

    @property
    def managed(self) -> bool:
        return not self.coming and not self.ended

    @property
    def ends_today(self) -> bool:
        return self.managed and self.row["until"] == self.on

    @property
    def open_ended(self) -> bool:
        return self.managed and not self.row["until"]

    @property
    def due(self) -> bool:
        """Whether a test is wanted today."""
        return self.managed and (self.course.due if self.course else self.due_by_ledger)

    @property
    def missed(self) -> tuple[str, ...]:
        """Days on which a test was missed and not made up for."""
        return self.course.missed if self.course else ()

    @property
    def said(self) -> str:
        """The state in words, the most pressing that holds."""
        tested = self.course is not None and self.on in self.course.done
        words = (
            (self.ended, "已解除"),
            (self.coming, "还没到"),
            (self.due and self.missed, f"漏检 {len(self.missed)} 次"),
            (self.due, "今日应检"),
            (self.ends_today, "今日到期"),
            (self.problem, "资料不全"),
            (self.open_ended, "没有截止日"),
            (tested, "今日已检"),
        )
        return next((text for holds, text in words if holds), "管理中")

    @property
    def day_of_days(self) -> str:
        """3/7; 3/? without an end; empty before and after."""
        return f"{self.day}/{self.days or '?'}" if self.day is not None and self.managed else ""

    @property
    def tests_done(self) -> str:
        """✓×□ 1/3: a mark a day while there are not too many, and how many of how many."""
        if self.problem:
            return self.problem.partition("，")[0]
        if self.course is None:
            return "按台账频次" if self.row["resident"] else "未填要求"
        marks = self.course.marks if len(self.course.days) <= _MOST_MARKS else ""
        return f"{marks} {len(self.course.done)}/{self.course.times}".strip()

    @property
    def urgency(self) -> tuple[Any, ...]:
        """Sorts the missed first, then the due, those that end first, those to come, and the past."""
        past = self.ended or self.coming
        return (past, self.ended, not (self.due and self.missed), not self.due, self.row["until"] or "9999")


def arrivals(ledger: Ledger, on: str, scope: Scope = WHOLE, *, past: bool = True) -> list[Arrival]:
    """Everybody in the register as of the ISO day, the most urgent first; without `past` not the released.

    With a scope only those linked to a resident who lives in it.
    """
    condition, parameters = scope.condition()
    sql = DOORS.format(scope=condition, which="1" if past else NOT_ENDED)
    doors = {row: door for row, *door in ledger.query(sql, [*parameters, *(() if past else (on,))])}
    rows = [row for row in ledger.rows("arrival") if row["id"] in doors]
    if not rows:
        return []
    reader = _Reader(ledger, on, rows)
    return sorted((reader.read(row, *doors[row["id"]]) for row in rows), key=lambda each: each.urgency)


class _Reader:
    """What the rows need beside themselves, read once."""

    def __init__(self, ledger: Ledger, on: str, rows: Sequence[Row]) -> None:
        self._on = on
        self._cadences = load_policy(ledger).cadences
        self._sampled: dict[int, set[str]] = defaultdict(set)
        for row, day in ledger.query(SAMPLED, {"on": on}):
            self._sampled[row].add(day)
        by_cadence = any(row["resident"] and not row["tests"] for row in rows)
        self._due = set(due_ids(ledger, on, outcome="missed")) if by_cadence else set()

    def read(self, row: Row, household: int | None, *door: str) -> Arrival:
        where = Address(*door) if household else None
        if not row["tests"]:
            return Arrival(row, self._on, where, due_by_ledger=row["resident"] in self._due)
        try:
            need = read_need(row["tests"], self._cadences)
        except ValueProblem as problem:
            return Arrival(row, self._on, where, problem=str(problem))
        if not row["arrived_on"]:
            return Arrival(row, self._on, where, problem="没有到达日期，算不出哪天该检")
        return Arrival(row, self._on, where, self._course(row, need))

    def _course(self, row: Row, need: Need) -> Course:
        """Samples and noted days together: somebody may have been linked after the first tests."""
        noted = (row["tested_on"] or "").split("、")
        tested = self._sampled[row["id"]].union(filter(None, noted))
        return Course(need, row["arrived_on"], row["until"], self._on, tested)


def arrival_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Missed and due tests, those whose last day it is, and those without an end."""
    here = [each for each in arrivals(ledger, on, past=False) if each.managed]
    missed = [each for each in here if each.due and each.missed]
    due = [each for each in here if each.due and not each.missed]
    ending = [each for each in here if each.ends_today]
    endless = [each for each in here if each.open_ended]
    wanted: tuple[tuple[Tone, list[Arrival], str, str], ...] = (
        ("bad", missed, "漏检，请尽快补检", "due"),
        ("warn", due, "今日应检", "due"),
        ("warn", endless, "没有截止日期", "managed"),
        ("info", ending, "今日到期解除", "ending"),
    )
    return [
        Todo(tone, f"{len(found)} 位返晋来晋人员{words}", "visits", {"page": "arrivals", "state": state})
        for tone, found, words, state in wanted
        if found
    ]


def record_test(ledger: Ledger, row: int, at: str) -> bool:
    """Note a test at an ISO moment: a sample of a linked resident, else one more day in the row.

    False when that day has one already. Raises ArrivalProblem before the arrival, NoSuchRow.
    """
    found, day = ledger.get("arrival", row), at[:10]
    if found["arrived_on"] and day < found["arrived_on"]:
        raise ArrivalProblem(f"{day} 早于到达日期 {found['arrived_on']}，没有登记。请核对到达日期。")
    if found["resident"]:
        if ledger.query(SAMPLED_THAT_DAY, (found["resident"], day)):
            return False
        ledger.create("sample", {"resident": found["resident"], "sampled_at": at, "source": SOURCE})
        return True
    noted = {*filter(None, (found["tested_on"] or "").split("、")), day}
    return ledger.update("arrival", row, {"tested_on": "、".join(sorted(noted))})


def release(ledger: Ledger, rows: Collection[int], on: str) -> int:
    """Make the ISO day the last one for these; return for how many that was a change. Raises RowProblems."""
    with ledger.change("解除返晋来晋管理"):
        return sum(ledger.update("arrival", row, {"until": on}) for row in rows)


def link_known(ledger: Ledger, rows: Collection[int] | None = None) -> int:
    """Link those (None: all) whose name and ID number a resident of the ledger bears; return how many."""
    found = {row: resident for row, resident in ledger.query(KNOWN) if rows is None or row in rows}
    with ledger.change("关联台账居民"):
        return sum(ledger.update("arrival", row, {"resident": resident}) for row, resident in found.items())


def add_to_ledger(ledger: Ledger, row: int, address: Address) -> int:
    """Enter somebody who came as a resident at this door, living there since the arrival; return the number.

    Raises ArrivalProblem when linked already, RowProblems when somebody else bears the ID number.
    """
    found = ledger.get("arrival", row)
    if found["resident"]:
        raise ArrivalProblem(f"{found['name']}已经是台账里的居民，不用再加。")
    person = {key: found[key] for key in ("name", "id_type", "id_number", "phone")}
    with ledger.change("返晋来晋人员加入台账"):
        household = household_at(ledger, address)
        resident = ledger.create(
            "resident", {**person, "household": household, "moved_in": found["arrived_on"]}
        )
        ledger.update("arrival", row, {"resident": resident})
    return resident
