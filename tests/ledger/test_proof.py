"""The 48-hour proof: exact to the second, by report or by sampling, only 阴性, only who is there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.proof import Proof, expiring, last_proofs, proofs, without_proof
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


def holders(ledger: Ledger, at: str = AT, **rules: object) -> list[int]:
    return [proof.resident for proof in proofs(ledger, at, **rules)]  # type: ignore[arg-type]


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
    assert (without_proof(ledger, AT) == [resident]) != valid


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
    assert holders(ledger) == without_proof(ledger, AT) == []


def test_a_scope_narrows_the_list(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-28 08:00:00", AT)
    assert holders(ledger, scope=Scope("和平苑", "3")) == [resident]
    assert holders(ledger, scope=Scope("和平苑", "4")) == []


def test_who_will_soon_have_none(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-26 08:00:00", "2022-11-26 20:00:00")
    assert expiring(ledger, AT, 8) == []
    assert expiring(ledger, AT, 9) == [Proof(resident, "2022-11-26 20:00:00", "2022-11-28 20:00:00")]


def test_what_expired_is_told(ledger: Ledger, resident: int) -> None:
    sampled(ledger, resident, "2022-11-20 08:00:00", "2022-11-20 20:00:00")
    sampled(ledger, resident, "2022-11-28 08:00:00", "2022-11-28 20:00:00")
    expected = Proof(resident, "2022-11-20 20:00:00", "2022-11-22 20:00:00")
    assert last_proofs(ledger, AT, without_proof(ledger, AT)) == {resident: expected}


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
    told = last_proofs(ledger, AT, [resident], hours=hours, by=by).get(resident)
    assert (told and told.since) == latest
    if taken:
        ledger.undo()
