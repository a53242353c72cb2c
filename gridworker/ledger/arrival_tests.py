"""What tests somebody who came from elsewhere has to do, and how far they got. Pure.

三天三检 is a test on each of the first three days, 七天五检 on five distinct days of the first seven;
the day of arrival is the first. 一天一检 is every day to the end of the management.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import CHINESE_NUMBER, arabic, half_width, without_spaces
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.policy import Cadence

_NUMBER = rf"(\d+|{CHINESE_NUMBER})"
_NEED = re.compile(rf"{_NUMBER}[天日]内?{_NUMBER}[检次测]")
_LONGEST = 60  # days; more is a slip of the pen

DONE, MISSED, SPARED, OPEN = "✓", "×", "－", "□"
"""Marks of a day: tested, missed, not tested and not needed, not over yet."""


@dataclass(frozen=True)
class Need:
    """Tests on `times` distinct days within the first `days` days; 1 of 1 is every day to the end."""

    times: int
    days: int

    @property
    def daily(self) -> bool:
        return self.days == 1 and self.times == 1


def read_need(text: str, cadences: Mapping[str, Cadence]) -> Need:
    """Read 三天三检, 7天5检 or the name of one of the ledger's cadences.

    Raises ValueProblem for anything else and for more tests than days.
    """
    wanted = without_spaces(half_width(text))
    if known := cadences.get(wanted):
        return Need(max(known.times, 0), max(known.days, 1))
    found = _NEED.search(wanted)
    days, times = (_number(part) for part in found.groups()) if found else (0, 0)
    if not 0 < times <= days <= _LONGEST:
        raise ValueProblem(f"认不出检测要求“{text[:12]}”，请写成“三天三检”这样，或填检测频次的名称")
    return Need(times, days)


def _number(text: str) -> int:
    return int(text if text.isascii() else arabic(text) or 0)


@dataclass(frozen=True)
class Course:
    """One person's tests as of the ISO day `on`.

    `tested` are days with a test; `until` is None where no end is known.
    """

    need: Need
    arrived_on: str
    until: str | None
    on: str
    tested: Collection[str]

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days within which the tests are asked for, cut short where the management ends earlier."""
        whole = days_between(self.arrived_on, self.until or self.on) + 1
        open_ended = self.until is None and not self.need.daily
        length = whole if self.need.daily else self.need.days if open_ended else min(whole, self.need.days)
        return tuple(shift(self.arrived_on, later) for later in range(max(length, 0)))

    @property
    def times(self) -> int:
        """How many distinct days with a test are asked for."""
        return len(self.days) if self.need.daily else min(self.need.times, len(self.days))

    @cached_property
    def done(self) -> tuple[str, ...]:
        """Days with a test from the arrival to `on` or the end; those past `days` make up for missed."""
        last = min(self.on, self.until or self.on)
        return tuple(sorted({day for day in self.tested if self.arrived_on <= day <= last}))

    @property
    def owed(self) -> int:
        """How many tests are still to be done."""
        return max(0, self.times - len(self.done))

    @cached_property
    def missed(self) -> tuple[str, ...]:
        """Days before `on` on which a test was left out that could not be, and that nothing made up for."""
        idle = [day for day in self.days if day < self.on and day not in self.done]
        made_up = sum(day not in self.days for day in self.done)
        return tuple(idle[len(self.days) - self.times :][made_up:])

    @property
    def due(self) -> bool:
        """Whether a test is wanted on `on`: some are owed, and none was done that day."""
        inside = self.arrived_on <= self.on <= (self.until or self.on)
        return inside and self.owed > 0 and self.on not in self.done

    @property
    def marks(self) -> str:
        """One mark a day: ✓✓□."""
        return "".join(map(self._mark, self.days))

    def _mark(self, day: str) -> str:
        if day in self.done:
            return DONE
        if day in self.missed:
            return MISSED
        return SPARED if day < self.on or not self.owed else OPEN
