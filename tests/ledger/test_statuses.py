"""A place's status on any day is what was said last of that day, and reaches what lies inside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import NoSuchRow
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.places import Doors
from gridworker.ledger.statuses import PlaceStatus, StatusSpan, set_status, status_history, status_tree
from gridworker.ledger.testing import day_figures

FIRST, DAYS = "2022-11-01", 12
UNIT = Address("和平苑", "3", "2")
LEVELS = (Address("和平苑"), Address("和平苑", "3"), UNIT)
STAY = "静默管理"

Said = tuple[Address, str | None, str]
"""Which place was given which status since when."""

days = st.integers(0, DAYS - 1).map(lambda later: shift(FIRST, later))
sayings = st.lists(
    st.tuples(st.sampled_from(LEVELS), st.sampled_from([STAY, "常态", "自定义", None]), days), max_size=7
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statuses") / "空白.gwl"
    with Ledger.make(path) as ledger, ledger.change("登记"):
        household = Doors(ledger).household(Address("和平苑", "3", "2", "501"))
        resident = ledger.create("resident", {"household": household, "name": "张三"})
        for later in range(-1, DAYS):  # sampled every day: due again only where testing is daily
            at = f"{shift(FIRST, later)} 08:00:00"
            ledger.create("sample", {"resident": resident, "sampled_at": at})
    return path


def own_on(said: list[Said], place: Address, day: str) -> str | None:
    """What was said last of this place with a day not after this one."""
    fitting = [status for where, status, since in said if where == place and since <= day]
    return fitting[-1] if fitting else None


def effective_on(said: list[Said], day: str) -> tuple[str | None, Address | None]:
    for place in reversed(LEVELS):
        if status := own_on(said, place, day):
            return status, place
    return None, None


def at_unit(ledger: Ledger, day: str) -> PlaceStatus:
    return next(place for place in status_tree(ledger, day) if place.address == UNIT)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=sayings)
def test_every_day_has_what_was_said_last_of_it(blank: Path, said: list[Said]) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        for place, status, since in said:
            set_status(ledger, place, status, since)
        for later in range(-1, DAYS + 1):
            day = shift(FIRST, later)
            told = at_unit(ledger, day)
            assert told.own == own_on(said, UNIT, day)
            assert (told.effective, told.effective_from) == effective_on(said, day)
            assert day_figures(ledger, day).due == int(told.effective == STAY or later == -1)


@given(said=sayings.filter(bool))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_status_is_one_change_to_be_taken_back(blank: Path, said: list[Said]) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    every = [shift(FIRST, later) for later in range(-1, DAYS + 1)]
    with Ledger.open(path) as ledger:
        for place, status, since in said[:-1]:
            set_status(ledger, place, status, since)
        before = [status_tree(ledger, day) for day in every]
        batch = ledger.history(limit=1)[0]["batch"]
        set_status(ledger, *said[-1])
        if ledger.history(limit=1)[0]["batch"] != batch:
            ledger.undo()
        assert [status_tree(ledger, day) for day in every] == before


def test_history_tells_the_statuses_one_after_the_other(ledger: Ledger) -> None:
    place = set_status(ledger, Address("和平苑"), "静默管理", "2022-11-20")
    set_status(ledger, place, "常态", "2022-12-01")
    set_status(ledger, place, "高风险区", "2022-11-25")
    set_status(ledger, place, None, "2022-12-05")
    assert status_history(ledger, place) == [
        StatusSpan("静默管理", "2022-11-20", "2022-11-24"),
        StatusSpan("高风险区", "2022-11-25", "2022-12-04"),
        StatusSpan(None, "2022-12-05", None),
    ]


def test_a_status_brings_its_cadence_and_its_rule_for_going_out(ledger: Ledger, household: int) -> None:
    set_status(ledger, Address("和平苑"), "高风险区", "2022-11-20")
    told = at_unit(ledger, "2022-11-28")
    assert (told.cadence, told.going_out) == ("一天一检", "足不出户，上门服务")
    assert told.effective_since == "2022-11-20" and told.since is None
    before = at_unit(ledger, "2022-11-19")
    assert (before.effective, before.cadence, before.going_out) == (None, None, None)


def test_a_place_that_is_not_there_is_made_with_those_around_it(ledger: Ledger) -> None:
    set_status(ledger, Address("幸福里", "7"), "管控区", "2022-11-20")
    assert [place.address.display for place in status_tree(ledger, "2022-11-28")] == ["幸福里", "幸福里7号楼"]
    ledger.undo()
    assert status_tree(ledger, "2022-11-28") == []


def test_a_status_without_a_day_has_always_held(ledger: Ledger) -> None:
    place = ledger.create("place", {"community": "和平苑", "status": "低风险"})
    set_status(ledger, place, "静默管理", "2022-11-20")
    assert status_history(ledger, place) == [
        StatusSpan("低风险", None, "2022-11-19"),
        StatusSpan("静默管理", "2022-11-20", None),
    ]


def test_an_unknown_place_is_said_so(ledger: Ledger) -> None:
    with pytest.raises(NoSuchRow):
        set_status(ledger, 999, "常态", "2022-11-20")
    with pytest.raises(NoSuchRow):
        status_history(ledger, 999)


def test_a_plan_that_was_overtaken_does_not_come_back(ledger: Ledger) -> None:
    place = set_status(ledger, Address("和平苑"), "静默管理", "2022-11-20")
    for status, since in (("常态", "2022-12-01"), ("低风险", "2022-11-25"), ("高风险区", "2022-12-05")):
        ledger.update("place", place, {"status": status, "status_since": since})
    held = {day: status_tree(ledger, day)[0].own for day in ("2022-11-22", "2022-12-02", "2022-12-06")}
    assert held == {"2022-11-22": "静默管理", "2022-12-02": "低风险", "2022-12-06": "高风险区"}
    assert [span.status for span in status_history(ledger, place)] == ["静默管理", "低风险", "高风险区"]


def test_a_place_without_a_status_has_no_history(ledger: Ledger) -> None:
    with ledger.change("登记"):
        place = Doors(ledger).place(Address("和平苑", "3"))
    assert status_history(ledger, place) == []
