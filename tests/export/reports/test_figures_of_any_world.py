"""The reports' figures are those of the rules, told a second time (twin.py), in random worlds."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from gridworker.export.report import Section
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.ledger.book import Ledger
from tests.ledger.twin import World, tell
from tests.ledger.worlds import days, worlds, write


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("figures") / "空白.gwl"
    Ledger.make(path).close()
    return path


def told(world: World, day: str) -> Counter[str]:
    """How many of each outcome the rules' second telling finds on a day."""
    people = (tell(world, number, day) for number in range(len(world.people)))
    return Counter(person.outcome for person in people if person is not None)


def sections(ledger: Ledger, name: str, request: ReportRequest) -> tuple[Section, ...]:
    return REPORTS[name].build(ledger, request).sections


def totals(section: Section) -> dict[str, object]:
    assert section.totals is not None
    return dict(zip((column.key for column in section.columns), section.totals, strict=True))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), day=days)
def test_the_daily_report_and_the_missed_say_what_the_rules_say(blank: Path, world: World, day: str) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        write(world, ledger)
        request = ReportRequest(day, datetime(2022, 12, 31, 18))
        count = told(world, day)
        daily = sections(ledger, "testing-daily", request)
        due = count["done"] + count["missed"]
        shown = totals(daily[0])
        assert (shown["due"], shown["done"], shown["missed"], shown["exempt"], shown["willing"]) == (
            due, count["done"], count["missed"], count["exempt"], count["willing"],
        )  # fmt: skip
        missed = [row for row in sections(ledger, "missed", request)[0].rows if row.style == "body"]
        assert len(missed) == len(list(daily[1].rows)) == count["missed"]
