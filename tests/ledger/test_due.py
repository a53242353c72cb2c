"""Who is due, held against the rules told a second time (twin.py) over random worlds in real ledgers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
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
