"""Who is due, held against the rules told a second time (twin.py) over random worlds in real ledgers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.testing import due_ids, due_people
from tests.ledger.agreement import agree
from tests.ledger.twin import World
from tests.ledger.worlds import days, worlds, write


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "空白.gwl"
    Ledger.make(path).close()
    return path


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), asked=st.lists(days, min_size=1, max_size=4))
def test_any_day_of_any_world(blank: Path, world: World, asked: list[str]) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        rows = write(world, ledger)
        for day in asked:
            agree(world, ledger, rows, day)


# -- the rules one by one, where random worlds seldom come


def due_on(ledger: Ledger, resident: int, *days: int) -> list[bool]:
    return [resident in due_ids(ledger, f"2022-11-{day:02}") for day in days]


def sample(ledger: Ledger, resident: int, day: int) -> None:
    ledger.create("sample", {"resident": resident, "sampled_at": f"2022-11-{day:02} 08:00:00"})


@pytest.fixture
def exempt(ledger: Ledger, household: int) -> int:
    """A resident whom only a round makes due."""
    return ledger.create("resident", {"household": household, "name": "张三", "cadence": "免检"})


@pytest.fixture
def monthly(ledger: Ledger, household: int) -> int:
    """A resident not due by cadence in late November unless another rule is stricter."""
    ledger.set_setting("base_cadence", "十四天一检")
    resident = ledger.create("resident", {"household": household, "name": "张三"})
    sample(ledger, resident, 19)
    return resident


def test_a_round_calls_until_sampled_once_inside_it(ledger: Ledger, exempt: int) -> None:
    ledger.create("round", {"name": "第1轮", "from_day": "2022-11-25", "to_day": "2022-11-28"})
    sample(ledger, exempt, 24)
    assert due_on(ledger, exempt, 24, 25, 26, 27, 28, 29) == [False, True, True, True, True, False]
    sample(ledger, exempt, 27)
    assert due_on(ledger, exempt, 24, 25, 26, 27, 28, 29) == [False, True, True, True, False, False]
    assert due_people(ledger, "2022-11-27")[0].outcome == "done"


def test_someone_due_only_by_a_round_is_so_since_it_began(ledger: Ledger, exempt: int) -> None:
    sample(ledger, exempt, 1)
    for number, first in enumerate((25, 23, 26)):
        days = {"from_day": f"2022-11-{first}", "to_day": "2022-11-28"}
        ledger.create("round", {"name": f"第{number}轮", **days})
    [person] = due_people(ledger, "2022-11-27")
    assert (person.due_on, person.overdue_days) == ("2022-11-23", 4)


@pytest.mark.parametrize(
    ("where", "called"),
    [
        (("和平苑", "", ""), True),
        (("和平苑", "3", ""), True),
        (("和平苑", "3", "2"), True),
        (("和平苑", "3", "1"), False),
        (("和平苑", "4", ""), False),
        (None, False),
    ],
)
def test_a_round_reaches_the_doors_below_its_places(
    ledger: Ledger, exempt: int, where: tuple[str, str, str] | None, called: bool
) -> None:
    days = {"from_day": "2022-11-25", "to_day": "2022-11-28"}
    number = ledger.create("round", {"name": "第1轮", **days, "whole": 0})
    if where:
        parts = dict(zip(("community", "building", "unit"), where, strict=True))
        found = ledger.rows("place", parts)
        place = found[0]["id"] if found else ledger.create("place", parts)
        ledger.create("round_place", {"round": number, "place": place})
    assert due_on(ledger, exempt, 26) == [called]


def test_two_points_one_line_is_daily_but_for_leave(ledger: Ledger, monthly: int) -> None:
    days = {"started": "2022-11-22", "ended": "2022-11-28"}
    worker = ledger.create("closed_loop", {"resident": monthly, "name": "张三", **days})
    ledger.create("leave", {"worker": worker, "from_day": "2022-11-24", "to_day": "2022-11-26"})
    assert due_on(ledger, monthly, 21, 22, 23, 24, 26, 27, 28, 29) == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip


def test_a_status_holds_from_its_day_and_reaches_the_doors_below(ledger: Ledger, monthly: int) -> None:
    building = ledger.rows("place", {"building": "3", "unit": ""})[0]["id"]
    ledger.update("place", building, {"status": "高风险区", "status_since": "2022-11-22"})
    ledger.update("place", building, {"status": "低风险", "status_since": "2022-11-25"})
    assert due_on(ledger, monthly, 21, 22, 24, 25, 28) == [False, True, True, False, False]


def test_a_units_own_status_stands_before_its_buildings(ledger: Ledger, monthly: int) -> None:
    for place in ledger.rows("place", {"building": "3"}):
        status = "常态" if place["unit"] else "高风险区"
        ledger.update("place", place["id"], {"status": status, "status_since": None})
    assert due_on(ledger, monthly, 22) == [False]


def test_late_entries_count_for_their_day(ledger: Ledger, monthly: int) -> None:
    ledger.update("resident", monthly, {"cadence": "三天一检"})
    assert due_on(ledger, monthly, 24, 25, 26) == [True, True, True]
    sample(ledger, monthly, 23)
    assert due_on(ledger, monthly, 24, 25, 26) == [False, False, True]


def test_two_samples_of_a_day_are_one_day(ledger: Ledger, monthly: int) -> None:
    ledger.update("resident", monthly, {"cadence": "七天两检"})
    sample(ledger, monthly, 24)
    sample(ledger, monthly, 24)
    [person] = due_people(ledger, "2022-11-27")
    assert (person.last_sampled_on, person.due_on, person.overdue_days) == ("2022-11-24", "2022-11-26", 1)
