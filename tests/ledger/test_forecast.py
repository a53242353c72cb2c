"""What is foreseen is what comes when the change is really written and everyone due is really sampled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.forecast import Forecast, Needs, WhatIf, forecast, needs
from gridworker.ledger.statuses import set_status
from gridworker.ledger.testing import WHOLE, Scope, day_figures, due_ids, figures_by_building
from tests.ledger.twin import World
from tests.ledger.worlds import PLACES, days, names, worlds, write

COMING = 5
trades, statuses = st.sampled_from(["药店", "餐饮", "退休"]), st.sampled_from(["静默管理", "高风险区", None])
changes = st.builds(
    WhatIf,
    base_cadence=st.none() | names,
    statuses=st.lists(
        st.tuples(st.sampled_from(PLACES).map(lambda where: Address(*where)), statuses), max_size=2
    ).map(tuple),
    status_cadences=st.lists(
        st.tuples(st.sampled_from(["静默管理", "高风险区"]), st.none() | names), max_size=1
    ).map(tuple),
    trade_cadences=st.lists(st.tuples(trades, names), max_size=1).map(tuple),
)
scopes = st.sampled_from([WHOLE, Scope("和平苑"), Scope("幸福里", "10"), Scope("和平苑", "3", "2")])


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forecast") / "空白.gwl"
    Ledger.make(path).close()
    return path


def really_change(ledger: Ledger, change: WhatIf, since: str) -> None:
    if change.base_cadence is not None:
        ledger.set_setting("base_cadence", change.base_cadence)
    for place, status in change.statuses:
        set_status(ledger, place, status, since)
    for status, cadence in change.status_cadences:
        row = ledger.rows("managed_status", {"name": status})[0]["id"]
        ledger.update("managed_status", row, {"cadence": cadence})
    for trade, cadence in change.trade_cadences:
        found = ledger.rows("trade", {"name": trade})
        if found:
            ledger.update("trade", found[0]["id"], {"cadence": cadence})
        else:
            ledger.create("trade", {"name": trade, "cadence": cadence})


def really_come(ledger: Ledger, day: str, scope: Scope) -> tuple[int, dict[tuple[str, str], int]]:
    """The figures of a day, after which everyone 应检 in the whole ledger is sampled on it."""
    due = day_figures(ledger, day, scope).due
    buildings = {where: figures.due for where, figures in figures_by_building(ledger, day, scope)}
    exempt = set(due_ids(ledger, day, outcome="exempt"))
    rows = [
        {"resident": resident, "sampled_at": f"{day} 09:00:00"}
        for resident in due_ids(ledger, day)
        if resident not in exempt
    ]
    ledger.create_many("sample", rows)
    return due, buildings


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), from_day=days, change=st.none() | changes, scope=scopes)
def test_the_forecast_comes_true(
    blank: Path, world: World, from_day: str, change: WhatIf | None, scope: Scope
) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        write(world, ledger)
        batches = ledger.history(limit=1)
        foreseen = forecast(ledger, from_day, COMING, change=change, scope=scope)
        assert ledger.history(limit=1) == batches
        with ledger.change("真的改了"):
            really_change(ledger, change or WhatIf(), from_day)
        for number, day in enumerate(foreseen.days):
            due, buildings = really_come(ledger, day, scope)
            assert foreseen.total[number] == due
            told = {where: counts[number] for where, counts in foreseen.buildings if counts[number]}
            assert told == {where: count for where, count in buildings.items() if count}


def test_days_follow_from_the_first(ledger: Ledger, household: int) -> None:
    resident = ledger.create("resident", {"household": household, "name": "张三"})
    ledger.create("sample", {"resident": resident, "sampled_at": "2022-11-27 08:00:00"})
    days = tuple(shift("2022-11-28", later) for later in range(7))
    told = Forecast(days, ((("和平苑", "3"), (0, 0, 1, 0, 0, 1, 0)),), (0, 0, 1, 0, 0, 1, 0))
    assert forecast(ledger, "2022-11-28") == told
    daily = forecast(ledger, "2022-11-28", 3, change=WhatIf(base_cadence="一天一检"))
    assert daily.total == (1, 1, 1)
    stay = WhatIf(statuses=((Address("和平苑"), "静默管理"),))
    assert forecast(ledger, "2022-11-28", 3, change=stay).total == (1, 1, 1)
    assert forecast(ledger, "2022-11-28", 3, scope=Scope("幸福里"), change=stay).total == (0, 0, 0)
    assert forecast(ledger, "2022-11-28") == told


def test_hands_and_tubes_are_rounded_up() -> None:
    assert needs(812, per_hour_per_hand=60, hours=4, tube_size=10) == Needs(hands=4, tubes=82)
    assert needs(0, per_hour_per_hand=60, hours=4, tube_size=10) == Needs(0, 0)
    assert needs(240, per_hour_per_hand=60, hours=4, tube_size=20) == Needs(1, 12)
