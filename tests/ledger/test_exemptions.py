"""Exemptions: who and when, in what state on a day; extended, given another reason, ended."""

from __future__ import annotations

import pytest

from gridworker.errors import RowProblems
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.exemptions import change_exemption, end_exemptions, exemptions
from gridworker.ledger.places import Doors
from gridworker.ledger.testing import Scope, day_figures, set_exemption, set_missed_reason

DAY = "2022-11-28"


@pytest.fixture
def people(ledger: Ledger) -> list[int]:
    """Three people, entered against the order of their doors."""
    with ledger.change("登记"):
        doors = [Address("和平苑", building, "1", "101") for building in ("10", "3", "2")]
        homes = [Doors(ledger).household(door) for door in doors]
        return [ledger.create("resident", {"household": home, "name": "张三"}) for home in homes]


def test_each_stands_with_person_door_and_state(ledger: Ledger, people: list[int]) -> None:
    set_exemption(ledger, [people[0]], "孕产期", "2022-11-20", "2022-11-27")
    set_exemption(ledger, [people[1]], "行动不便", "2022-11-20")
    set_exemption(ledger, [people[2]], "疾病不宜采样", "2022-11-29", "2022-11-30")
    set_missed_reason(ledger, people, DAY, "联系不上")
    told = [(each.address.building, each.reason, each.state(DAY)) for each in exemptions(ledger, DAY)]
    assert told == [("2", "疾病不宜采样", "coming"), ("3", "行动不便", "active"), ("10", "孕产期", "past")]
    assert [each.resident for each in exemptions(ledger, DAY, state="active")] == [people[1]]
    assert [each.resident for each in exemptions(ledger, DAY, Scope("和平苑", "10"))] == [people[0]]
    assert [each.resident for each in exemptions(ledger, "2022-11-27", state="active")] == [
        people[1],
        people[0],
    ]


def test_extending_and_ending_move_the_last_day(ledger: Ledger, people: list[int]) -> None:
    set_exemption(ledger, people, "孕产期", "2022-11-20", "2022-11-27")
    assert day_figures(ledger, DAY).exempt == 0
    rows = [each.id for each in exemptions(ledger, DAY)]
    change_exemption(ledger, rows, None, reason="行动不便")
    assert day_figures(ledger, "2023-11-28").exempt == 3
    assert {each.reason for each in exemptions(ledger, DAY)} == {"行动不便"}
    end_exemptions(ledger, rows, DAY)
    assert (day_figures(ledger, DAY).exempt, day_figures(ledger, "2022-11-29").exempt) == (3, 0)
    ledger.undo()
    assert day_figures(ledger, "2022-11-29").exempt == 3


def test_ending_takes_away_what_had_not_begun_and_leaves_what_was_over(
    ledger: Ledger, people: list[int]
) -> None:
    set_exemption(ledger, people[:1], "孕产期", "2022-11-20", "2022-11-22")
    set_exemption(ledger, people[1:2], "孕产期", "2022-12-20")
    end_exemptions(ledger, [each.id for each in exemptions(ledger, DAY)], DAY)
    assert [(each.resident, each.to_day) for each in exemptions(ledger, DAY)] == [(people[0], "2022-11-22")]


def test_an_exemption_cannot_end_before_it_begins(ledger: Ledger, people: list[int]) -> None:
    set_exemption(ledger, people, "孕产期", "2022-11-20")
    with pytest.raises(RowProblems):
        change_exemption(ledger, [each.id for each in exemptions(ledger, DAY)], "2022-11-01")
    assert {each.to_day for each in exemptions(ledger, DAY)} == {None}
