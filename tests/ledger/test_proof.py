"""The 48-hour proof: exact to the second, by report or by sampling, only 阴性, only who is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.proof import ProofCounts, Proofs, State, proof_people, proof_state
from gridworker.ledger.scope import Scope

AT = "2022-11-28 12:00:00"


def moved(moment: str, **by: float) -> str:
    return str(datetime.fromisoformat(moment) + timedelta(**by))


def sampled(ledger: Ledger, resident: int, at: str, reported: str | None, result: str = "阴性") -> None:
    values = {"resident": resident, "sampled_at": at, "reported_at": reported, "result": result}
    ledger.create("sample", values)


@pytest.fixture
def resident(ledger: Ledger, household: int) -> int:
    return ledger.create("resident", {"household": household, "name": "张三"})


def in_state(ledger: Ledger, state: State, at: str = AT, **rules: Any) -> list[int]:
    return [person.resident for person in proof_people(ledger, at, state, **rules)]


def holders(ledger: Ledger, at: str = AT, **rules: Any) -> list[int]:
    return in_state(ledger, "valid", at, **rules)


@pytest.mark.parametrize(
    ("reported", "valid"),
    [
        ("2022-11-26 12:00:00", True),
        ("2022-11-26 11:59:59", False),
        ("2022-11-28 12:00:00", True),
        ("2022-11-28 12:00:01", False),
        (None, False),
    ],
)
def test_a_report_counts_for_48_hours_to_the_second(
    ledger: Ledger, resident: int, reported: str | None, valid: bool
) -> None:
    sampled(ledger, resident, "2022-11-20 08:00:00", reported)
    assert (holders(ledger) == [resident]) == valid


def test_by_setting_the_sampling_counts(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-26 12:00:00", None)
    assert holders(ledger) == []
    ledger.set_setting("proof_by", "采样时间")
    assert holders(ledger) == [resident]
    assert holders(ledger, "2022-11-28 12:00:01") == []


@pytest.mark.parametrize(("hours", "valid"), [("24", False), ("72", True)])
def test_by_setting_the_hours_change(ledger: Ledger, resident: int, hours: str, valid: bool) -> None:
    sampled(ledger, resident, "2022-11-25 20:00:00", "2022-11-26 02:00:00")
    ledger.set_setting("proof_hours", hours)
    assert (holders(ledger) == [resident]) == valid


@pytest.mark.parametrize("result", ["待出", "阳性", "可疑", "无效", None])
def test_only_a_negative_proves(ledger: Ledger, resident: int, result: str | None) -> None:
    ledger.create("sample", {"resident": resident, "sampled_at": AT, "reported_at": AT, "result": result})
    assert holders(ledger) == []


def test_only_those_living_here_are_listed(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-28 08:00:00", AT)
    ledger.update("resident", resident, {"presence": "暂离", "presence_since": "2022-11-28"})
    assert proof_people(ledger, AT) == []


def test_a_scope_narrows_the_list(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-28 08:00:00", AT)
    assert holders(ledger, scope=Scope("和平苑", "3")) == [resident]
    assert holders(ledger, scope=Scope("和平苑", "4")) == []


def test_who_will_soon_have_none(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-26 08:00:00", "2022-11-26 20:00:00")
    assert in_state(ledger, "expiring", within_hours=7) == []
    [person] = proof_people(ledger, AT, "expiring", within_hours=9)
    assert (person.last, person.valid_until) == ("2022-11-26 20:00:00", "2022-11-28 20:00:00")


def test_what_expired_is_told(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-20 08:00:00", "2022-11-20 20:00:00")
    sampled(ledger, resident, "2022-11-28 08:00:00", "2022-11-28 20:00:00")
    [person] = proof_people(ledger, AT, "expired")
    assert (person.last, person.valid_until) == ("2022-11-20 20:00:00", "2022-11-22 20:00:00")


def test_everyone_is_in_one_state(ledger: Ledger, household: int, resident: int) -> None:
    others = ledger.create_many("resident", [{"household": household, "name": "李四"}] * 3)
    for number, at in ((resident, "2022-11-28 08:00:00"), (others[0], "2022-11-26 12:30:00")):
        sampled(ledger, number, at, at)
    sampled(ledger, others[1], "2022-11-20 08:00:00", "2022-11-20 09:00:00")
    counts = ProofCounts(people=4, valid=2, expiring=1, expired=1, none=1)
    assert proof_state(ledger, AT) == counts
    assert Proofs(ledger, AT).by_building() == [(("和平苑", "3"), counts)]
    states = {person.resident: person.state for person in proof_people(ledger, AT)}
    assert states == {resident: "valid", others[0]: "expiring", others[1]: "expired", others[2]: "none"}


moments = st.integers(-100, 100).map(lambda hours: moved(AT, hours=hours))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(moments, st.integers(0, 60)), max_size=6), st.sampled_from([24, 48, 72]), st.booleans()
)
def test_proofs_are_those_of_the_rule(
    ledger: Ledger, resident: int, taken: list[tuple[str, int]], hours: int, by_sampling: bool
) -> None:
    with ledger.change("采样"):
        for at, delay in taken:
            sampled(ledger, resident, at, moved(at, hours=delay))
    counted = [at if by_sampling else moved(at, hours=delay) for at, delay in taken]
    rule = any(moved(AT, hours=-hours) <= moment <= AT for moment in counted)
    by = "采样时间" if by_sampling else "报告时间"
    assert (holders(ledger, hours=hours, by=by) == [resident]) == rule
    latest = max((moment for moment in counted if moment <= AT), default=None)
    [person] = proof_people(ledger, AT, hours=hours, by=by)
    assert person.last == latest
    if taken:
        ledger.undo()


def test_a_report_counts_however_long_it_took(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-09-01 08:00:00", "2022-11-27 09:00:00")
    sampled(ledger, resident, "2022-11-20 08:00:00", "2022-11-21 08:00:00")
    (person,) = proof_people(ledger, AT, "valid")
    assert person.last == "2022-11-27 09:00:00"
