"""Rounds: their scope is kept with them, and their progress is that counted person by person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import RowProblems
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.rounds import (
    RoundCount,
    keep_round,
    remove_round,
    round_places,
    round_progress,
    round_remaining,
)
from gridworker.ledger.testing import set_exemption
from tests.ledger.twin import World, covers, tracked
from tests.ledger.worlds import PLACES, closed_spans, days, worlds, write

DAY = "2022-11-28"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "空白.gwl"
    Ledger.make(path).close()
    return path


def counted(world: World, span: tuple[str, str], places: list[Address] | None, on: str) -> list[str]:
    """How it stands with each person in the round's scope."""
    first, last = span
    day = min(on, last)
    found = []
    for number, person in enumerate(world.people):
        around = [Address(*person.where[:depth]) for depth in (1, 2, 3)]
        if not tracked(person, day) or (places is not None and not any(place in around for place in places)):
            continue
        came = any(who == number and first <= sampled <= day for who, sampled in world.samples)
        exempt = any(who == number and covers(begin, end, day) for who, begin, end in world.exemptions)
        found.append("sampled" if came else "exempt" if exempt else "remaining")
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    world=worlds(),
    span=closed_spans,
    places=st.none()
    | st.lists(st.sampled_from(PLACES).map(lambda where: Address(*where)), min_size=1, max_size=3),
    on=days,
)
def test_progress_is_that_counted_one_by_one(
    blank: Path, world: World, span: tuple[str, str], places: list[Address] | None, on: str
) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        write(world, ledger)
        row = keep_round(ledger, None, "第9轮", *span, places)
        progress = round_progress(ledger, row, on)
        told = counted(world, span, places, on)
        kinds = [told.count(kind) for kind in ("sampled", "exempt", "remaining")]
        assert progress.total == RoundCount(len(told), *kinds)
        assert len(round_remaining(ledger, row, on)) == progress.total.remaining
        for key in ("people", "sampled", "exempt", "remaining"):
            parts = sum(getattr(count, key) for _, count in progress.buildings)
            assert parts == getattr(progress.total, key)


def test_a_round_is_entered_and_changed_with_its_scope_in_one_go(ledger: Ledger, household: int) -> None:
    row = keep_round(ledger, None, "第1轮", DAY, DAY, [Address("和平苑", "3"), Address("幸福里")])
    assert [place.display for _, place in round_places(ledger, row)] == ["和平苑3号楼", "幸福里"]
    keep_round(ledger, row, "第1轮", DAY, "2022-11-30", [Address("和平苑")])
    assert [place.display for _, place in round_places(ledger, row)] == ["和平苑"]
    ledger.undo()
    assert [place.display for _, place in round_places(ledger, row)] == ["和平苑3号楼", "幸福里"]
    assert ledger.get("round", row)["to_day"] == DAY
    keep_round(ledger, row, "第1轮", DAY, DAY)
    assert ledger.get("round", row)["whole"] == 1 and round_places(ledger, row) == []


def test_a_round_goes_with_its_scope_and_comes_back_with_it(ledger: Ledger, household: int) -> None:
    row = keep_round(ledger, None, "第1轮", DAY, DAY, [Address("和平苑")])
    remove_round(ledger, row)
    assert ledger.count("round") == ledger.count("round_place") == 0
    ledger.undo()
    assert [place.display for _, place in round_places(ledger, row)] == ["和平苑"]


def test_whoever_came_though_exempt_is_counted_as_sampled(ledger: Ledger, household: int) -> None:
    residents = ledger.create_many("resident", [{"household": household, "name": "张三"}] * 3)
    set_exemption(ledger, residents[:2], "孕产期", DAY)
    ledger.create("sample", {"resident": residents[0], "sampled_at": f"{DAY} 08:00:00"})
    row = keep_round(ledger, None, "第1轮", DAY, "2022-11-30", [Address("和平苑", "3")])
    assert round_progress(ledger, row, DAY).total == RoundCount(3, sampled=1, exempt=1, remaining=1)
    assert round_remaining(ledger, row, DAY) == residents[2:]
    assert round_progress(ledger, row, "2022-11-27").total == RoundCount(3, 0, 0, 3)


def test_a_round_of_nobody_is_refused(ledger: Ledger) -> None:
    with pytest.raises(RowProblems, match="请选出这一轮"):
        keep_round(ledger, None, "第1轮", DAY, DAY, [])
    with pytest.raises(RowProblems):
        keep_round(ledger, None, "第1轮", DAY, "2022-11-01", [Address("和平苑")])
    assert ledger.count("round") == ledger.count("place") == 0
