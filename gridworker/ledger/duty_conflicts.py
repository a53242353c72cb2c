"""What is wrong in a roster: clashing turns, places short of people, people nobody knows. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, NamedTuple

from gridworker.ledger.duty_rotation import Clash, Timetable, Turn

_ORDER = ("bad", "warn", "info")


class Cell(NamedTuple):
    """A place of the grid; a shift or post that is not told is ""."""

    day: str
    shift: str
    post: str


@dataclass(frozen=True)
class Conflict:
    """One thing wrong, as a sentence, and the places that it concerns."""

    kind: Literal["clash", "short", "unknown"]
    tone: Literal["bad", "warn", "info"]
    text: str
    cells: tuple[Cell, ...]

    def concerns(self, days: Collection[str]) -> bool:
        return any(cell.day in days for cell in self.cells)


def find_conflicts(
    turns: Sequence[Turn], wanted: Mapping[Cell, int], people: Collection[str], timetable: Timetable
) -> list[Conflict]:
    """Everything wrong, the gravest first, clashes before empty places, and then by day.

    `wanted` says how many people each place needs. With an empty list of `people` nobody is unknown.
    """
    found = [
        *_clashes(turns, timetable),
        *_short(turns, wanted),
        *(_unknown(turns, people) if people else ()),
    ]
    return sorted(found, key=lambda c: (_ORDER.index(c.tone), c.kind == "short", c.cells[0].day))


def weekday(day: str) -> str:
    """周一 11-28."""
    return f"周{'一二三四五六日'[date.fromisoformat(day).weekday()]} {day[5:]}"


def _clashes(turns: Sequence[Turn], timetable: Timetable) -> Iterator[Conflict]:
    by_person: dict[str, list[Turn]] = defaultdict(list)
    for turn in sorted(turns, key=lambda turn: timetable.order(turn.day, turn.shift)):
        by_person[turn.person].append(turn)
    for person, own in by_person.items():
        for one, other in combinations(own, 2):
            clash = timetable.clash(one, other)
            if clash:
                cells = Cell(*one[:3]), Cell(*other[:3])
                text = f"{weekday(one.day)}：{person}{_in_words(one, other, clash)}"
                yield Conflict("clash", "bad" if clash == "overlap" else "warn", text, cells)


def _short(turns: Sequence[Turn], wanted: Mapping[Cell, int]) -> Iterator[Conflict]:
    have = Counter(Cell(*turn[:3]) for turn in set(turns))
    for cell, count in wanted.items():
        missing = count - have[cell]
        if missing > 0:
            words = "还没有人" if not have[cell] else f"缺 {missing} 人"
            yield Conflict("short", "warn", f"{weekday(cell.day)}：{cell.shift}{cell.post}{words}", (cell,))


def _unknown(turns: Sequence[Turn], people: Collection[str]) -> Iterator[Conflict]:
    by_person: dict[str, list[Cell]] = defaultdict(list)
    for turn in turns:
        if turn.person not in people:
            by_person[turn.person].append(Cell(*turn[:3]))
    for person, cells in by_person.items():
        text = f"“{person}”不在值班人员名单里，共 {len(cells)} 班；自动排班不会排到，名单在“设置 → 值班人员”"
        yield Conflict("unknown", "info", text, tuple(cells))


def _in_words(one: Turn, other: Turn, clash: Clash) -> str:
    if one == other:
        return f"在{_at(one)}登记了两次"
    if clash == "overlap":
        return f"同一时间在{_at(one)}和{_at(other, one)}"
    return f"{_at(one)}接着{_at(other, one)}，中间没有休息"


def _at(turn: Turn, after: Turn | None = None) -> str:
    """Shift and post; the day too where it is another than that of `after`."""
    day = f"{weekday(turn.day)[:2]}" if after is not None and after.day != turn.day else ""
    return f"{day}{turn.shift}{turn.post}" or "同一处"
