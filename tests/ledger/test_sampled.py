"""Distinct sampled days counted both ways, by whole days and by person, against plain counting."""

from __future__ import annotations

import random

import pytest

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.roster import Roster
from gridworker.ledger.sampled import SampledDays

FIRST = "2022-11-01"
DAYS = [shift(FIRST, later) for later in range(12)]


@pytest.mark.parametrize("whole_days", [True, False], ids=["whole days", "by person"])
def test_distinct_days_are_counted(ledger: Ledger, household: int, whole_days: bool) -> None:
    chance = random.Random(1)
    rows = ledger.create_many("resident", [{"household": household, "name": "张三"}] * 30)
    taken = [(chance.choice(rows), chance.choice(DAYS)) for _ in range(150)]
    ledger.create_many("sample", [{"resident": row, "sampled_at": f"{day} 08:00:00"} for row, day in taken])
    roster = Roster(ledger)
    sampled = SampledDays(roster)
    if whole_days:
        for day in DAYS:
            sampled.on(ledger, day)
    among = roster.everyone if whole_days else roster.bits(rows[:3])
    for times in range(1, 5):
        for first, last in (
            (DAYS[0], DAYS[-1]),
            (DAYS[2], DAYS[8]),
            (DAYS[5], DAYS[5]),
            ("2021-12-31", DAYS[3]),
        ):
            days = {row: {day for who, day in taken if who == row and first <= day <= last} for row in rows}
            expected = roster.bits([row for row in rows if len(days[row]) >= times]) & among
            assert sampled.at_least(ledger, times, first, last, among) == expected


def test_no_days_are_no_samples(ledger: Ledger, household: int) -> None:
    ledger.create("resident", {"household": household, "name": "张三"})
    roster = Roster(ledger)
    sampled = SampledDays(roster)
    assert sampled.at_least(ledger, 1, FIRST, shift(FIRST, -1), roster.everyone) == 0
    assert sampled.at_least(ledger, 1, "1900-01-01", FIRST, roster.everyone) == 0
