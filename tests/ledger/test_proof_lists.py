"""Proofs at any moment, held against looking at every sample of every person."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.proof import ProofCounts, Proofs, proof_people, proof_state
from gridworker.ledger.registers import RESULTS
from gridworker.ledger.scope import Scope

AT = datetime(2022, 11, 28, 10)
DOORS = [Address("和平苑", building, "1", "101") for building in ("10", "2", "2", "3")]
BY = st.sampled_from(["报告时间", "采样时间"])

# Hours before AT, many of them on the borders of 24, 48 and 72 hours and of what expires soon.
ages = st.sampled_from([-1, 0, 12, 24, 36, 48, 60, 72]) | st.integers(-30, 400)
seconds = st.sampled_from([0, 0, -1, 1])
waits = st.none() | st.integers(0, 14 * 24)
samples = st.lists(
    st.tuples(
        st.integers(0, len(DOORS) - 1), ages, seconds, waits, st.sampled_from([*RESULTS, "阴性", "阴性"])
    ),
    max_size=14,
)

Kept = tuple[int, str, str | None, str]
"""Whose sample, its moment, the moment of its report, its result."""


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proof") / "空白.gwl"
    with Ledger.make(path) as ledger, ledger.change("登记"):
        for door in DOORS:
            household = Doors(ledger).household(door)
            ledger.create("resident", {"household": household, "name": "张三"})
    return path


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def kept(drawn: list[tuple[int, int, int, int | None, str]]) -> list[Kept]:
    found = []
    for who, age, second, wait, result in drawn:
        told = AT - timedelta(hours=age, seconds=second)
        sampled = told if wait is None else told - timedelta(hours=wait)
        found.append((who + 1, text(sampled), None if wait is None else text(told), result))
    return found


def last_negative(rows: list[Kept], who: int, by: str) -> str | None:
    moments = [
        moment
        for resident, sampled, reported, result in rows
        if resident == who and result == "阴性" and (moment := sampled if by == "采样时间" else reported)
    ]
    return max((moment for moment in moments if moment <= text(AT)), default=None)


def state_of(last: str | None, hours: int, soon: float) -> str:
    if last is None:
        return "none"
    until = datetime.fromisoformat(last) + timedelta(hours=hours)
    if until < AT:
        return "expired"
    return "expiring" if until <= AT + timedelta(hours=soon) else "valid"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=samples, by=BY, hours=st.sampled_from([24, 48, 72]), soon=st.sampled_from([0, 12, 24]))
def test_proofs_are_those_of_looking_at_every_sample(
    blank: Path, drawn: list[tuple[int, int, int, int | None, str]], by: str, hours: int, soon: float
) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    rows = kept(drawn)
    with Ledger.open(path) as ledger:
        keys = ("resident", "sampled_at", "reported_at", "result")
        ledger.create_many("sample", [dict(zip(keys, row, strict=True)) for row in rows])
        proofs = Proofs(ledger, text(AT), hours=hours, by=by, within_hours=soon)
        people = proofs.people(proofs.residents())
        assert [person.resident for person in people] == [2, 3, 4, 1]
        lasts = {who: last_negative(rows, who, by) for who in range(1, len(DOORS) + 1)}
        assert {person.resident: person.last for person in people} == lasts
        told = {who: state_of(last, hours, soon) for who, last in lasts.items()}
        assert {person.resident: person.state for person in people} == told
        count = Counter(told.values())
        valid = count["valid"] + count["expiring"]
        assert proofs.counts() == ProofCounts(4, valid, count["expiring"], count["expired"], count["none"])
        assert {where: counts.people for where, counts in proofs.by_building()} == {
            ("和平苑", "2"): 2, ("和平苑", "3"): 1, ("和平苑", "10"): 1,
        }  # fmt: skip


def negative(ledger: Ledger, household: int, sampled: str, reported: str | None) -> int:
    resident = ledger.create("resident", {"household": household, "name": "张三"})
    times = {"sampled_at": sampled, "reported_at": reported}
    ledger.create("sample", {"resident": resident, "result": "阴性", **times})
    return resident


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2022-11-26 21:59:59", "none"),
        ("2022-11-26 22:00:00", "valid"),
        ("2022-11-28 09:59:59", "valid"),
        ("2022-11-28 10:00:00", "expiring"),
        ("2022-11-28 22:00:00", "expiring"),
        ("2022-11-28 22:00:01", "expired"),
    ],
)
def test_both_borders_of_the_48_hours_count(ledger: Ledger, household: int, at: str, state: str) -> None:
    resident = negative(ledger, household, "2022-11-26 08:00:00", "2022-11-26 22:00:00")
    (person,) = proof_people(ledger, at)
    assert (person.resident, person.state) == (resident, state)
    assert person.valid_until == (None if state == "none" else "2022-11-28 22:00:00")


def test_the_settings_say_how_long_and_by_which_time(ledger: Ledger, household: int) -> None:
    negative(ledger, household, "2022-11-26 08:00:00", "2022-11-26 22:00:00")
    at = "2022-11-28 09:00:00"
    assert proof_state(ledger, at).valid == 1
    ledger.set_setting("proof_by", "采样时间")
    assert proof_state(ledger, at).valid == 0
    ledger.set_setting("proof_hours", "72")
    assert proof_state(ledger, at).valid == 1
    assert proof_state(ledger, at, hours=24, by="报告时间").valid == 0


def test_only_those_tracked_in_the_scope_are_asked(ledger: Ledger, household: int) -> None:
    resident = negative(ledger, household, "2022-11-28 08:00:00", "2022-11-28 09:00:00")
    at = "2022-11-28 10:00:00"
    assert proof_state(ledger, at, scope=Scope("和平苑", "3")).people == 1
    assert proof_state(ledger, at, scope=Scope("和平苑", "4")).people == 0
    ledger.update("resident", resident, {"presence": "暂离", "presence_since": "2022-11-28"})
    assert proof_state(ledger, at) == ProofCounts(0, 0, 0, 0, 0)
    assert proof_people(ledger, at) == []
    assert Proofs(ledger, at).people([resident]) == []


def test_lists_hold_those_in_a_state_in_the_order_of_their_doors(ledger: Ledger) -> None:
    with ledger.change("登记"):
        homes = [Doors(ledger).household(door) for door in DOORS]
    fresh = [negative(ledger, home, "2022-11-28 08:00:00", "2022-11-28 09:00:00") for home in homes]
    old = negative(ledger, homes[0], "2022-11-20 08:00:00", "2022-11-20 09:00:00")
    at = "2022-11-28 10:00:00"
    assert [person.resident for person in proof_people(ledger, at, "valid")] == [*fresh[1:], fresh[0]]
    assert [person.resident for person in proof_people(ledger, at, "expired")] == [old]
    assert proof_people(ledger, at, "expiring") == proof_people(ledger, at, "none") == []
    soon = proof_people(ledger, at, "expiring", within_hours=47, scope=Scope("和平苑", "3"))
    assert [person.resident for person in soon] == [fresh[3]]
