"""Whose cadence: the resident's own, else the strictest of those the rules name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.policy import (
    DAILY,
    Cadence,
    Policy,
    PolicyProblem,
    load_policy,
    strictest,
    trade_cadence,
    whose_cadence,
)

cadences = st.builds(
    lambda name, days, times: Cadence(name, min(times, days), days),
    st.sampled_from(["甲", "乙", "丙"]), st.integers(1, 20), st.integers(1, 5),
)  # fmt: skip


@pytest.fixture
def policy(ledger: Ledger) -> Policy:
    return load_policy(ledger)


def test_the_defaults_are_those_of_the_rules(policy: Policy) -> None:
    assert policy.base == Cadence("三天一检", 1, 3)
    assert policy.cadences["七天两检"] == Cadence("七天两检", 2, 7)
    assert policy.statuses["高风险区"] == policy.statuses["静默管理"] == policy.trades["环卫"] == DAILY
    assert "常态" not in policy.statuses
    assert (policy.proof_hours, policy.proof_by, policy.tube_size) == (48, "报告时间", 10)
    assert policy.testing_since is None
    assert policy.reasons[-1] == "未说明"


@given(st.lists(cadences, min_size=1))
def test_the_strictest_has_the_largest_share_then_the_fewest_days(some: list[Cadence]) -> None:
    found = strictest(some)
    assert found is not None
    for other in some:
        share, least = Fraction(other.times, other.days), Fraction(found.times, found.days)
        assert share < least or (share == least and other.days >= found.days)


def test_of_none_none_is_strictest() -> None:
    assert strictest([]) is None
    assert strictest([None, DAILY, None]) == DAILY


@pytest.mark.parametrize("trade", ["药店", "和平路某某药店收银", "外卖骑手，快递外卖"])
def test_a_trade_is_recognised_inside_a_longer_word(policy: Policy, trade: str) -> None:
    assert trade_cadence(policy, trade) == DAILY


@pytest.mark.parametrize("trade", [None, "", "退休", "药", "店"])
def test_other_trades_follow_the_base(policy: Policy, trade: str | None) -> None:
    assert trade_cadence(policy, trade) is None
    assert whose_cadence(policy, trade=trade) == policy.base


def test_of_several_trades_the_strictest_counts(ledger: Ledger) -> None:
    [row] = ledger.rows("trade", {"name": "餐饮"})
    ledger.update("trade", row["id"], {"cadence": "五天一检"})
    policy = load_policy(ledger)
    assert whose_cadence(policy, trade="餐饮") == policy.base  # three days are stricter than five
    assert trade_cadence(policy, "餐饮、药店") == DAILY


@pytest.mark.parametrize(
    "facts", [{"trade": "药店"}, {"closed_loop": True}, {"status": "高风险区"}, {"status": "静默管理"}]
)
def test_each_rule_asks_for_daily_tests(policy: Policy, facts: dict[str, object]) -> None:
    assert whose_cadence(policy, **facts) == DAILY  # type: ignore[arg-type]
    assert whose_cadence(policy, own="七天一检", **facts).name == "七天一检"  # type: ignore[arg-type]
    assert whose_cadence(policy, own="免检", **facts).never  # type: ignore[arg-type]
    assert whose_cadence(policy, own="写错的", **facts) == DAILY  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [None, "常态", "低风险", "没听过"])
def test_a_status_without_a_cadence_changes_nothing(policy: Policy, status: str | None) -> None:
    assert whose_cadence(policy, status=status) == policy.base


@pytest.mark.parametrize("base", ["免检", "没有的频次", None])
def test_an_unusable_base_never_stops_testing(ledger: Ledger, base: str | None) -> None:
    ledger.set_setting("base_cadence", base)
    assert whose_cadence(load_policy(ledger)) == Cadence("三天一检", 1, 3)


def test_never_counts_only_on_the_resident(ledger: Ledger) -> None:
    [row] = ledger.rows("trade", {"name": "药店"})
    ledger.update("trade", row["id"], {"cadence": "免检"})
    assert whose_cadence(load_policy(ledger), trade="药店").name == "三天一检"


@pytest.mark.parametrize(
    ("key", "value", "heading"),
    [
        ("testing_since", "上周", "检测起始日"),
        ("proof_hours", "两天", "核酸证明有效小时"),
        ("proof_hours", "0", "核酸证明有效小时"),
        ("tube_size", "-1", "每管人数"),
    ],
)
def test_a_senseless_setting_is_named(ledger: Ledger, key: str, value: str, heading: str) -> None:
    ledger.set_setting(key, value)
    with pytest.raises(PolicyProblem, match=heading):
        load_policy(ledger)
