"""The matrix of the trades says of each person and day what the rules say, told a second time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.testing import Scope, set_exemption
from gridworker.ledger.trade_days import CLOSED_LOOP, trade_matrix
from tests.ledger.twin import World, at_work, covers, tell, tracked, usable
from tests.ledger.worlds import days, worlds, write

DAY = "2022-11-28"
DAYS = 5


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trades") / "空白.gwl"
    Ledger.make(path).close()
    return path


def mark(world: World, number: int, day: str) -> str:
    told = tell(world, number, day)
    if told is None:
        return "absent"
    if told.sampled:
        return "done"
    if told.due:
        return "exempt" if told.exempt else "missed"
    active = [
        worker
        for worker in world.workers
        if worker.person == number and (worker.started or "") <= day and day <= (worker.ended or "9999")
    ]
    away = any(covers(*leave, day) for worker in active for leave in worker.leaves)
    return "leave" if away and not any(at_work(worker, day) for worker in active) else ""


def belongs(world: World, number: int, period: list[str]) -> bool:
    person = world.people[number]
    if not any(tracked(person, day) for day in period):
        return False
    by_trade = any(
        word in (person.trade or "") and usable(world, name) for word, name in world.trades.items()
    )
    by_loop = any(
        worker.person == number
        and (worker.started or "") <= period[-1]
        and period[0] <= (worker.ended or "9999")
        for worker in world.workers
    )
    return by_trade or by_loop


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), first=days)
def test_each_person_and_day_is_what_the_rules_say(blank: Path, world: World, first: str) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    period = [shift(first, later) for later in range(DAYS)]
    with Ledger.open(path) as ledger:
        rows = write(world, ledger)
        matrix = trade_matrix(ledger, period[0], period[-1])
        chosen = [number for number in range(len(rows)) if belongs(world, number, period)]
        expected = {rows[number]: tuple(mark(world, number, day) for day in period) for number in chosen}
        assert {row.resident: row.marks for row in matrix.rows} == expected
        told = [[t for number in chosen if (t := tell(world, number, day))] for day in period]
        outcomes = [[t.outcome for t in some] for some in told]
        assert list(matrix.done) == [some.count("done") for some in outcomes]
        assert list(matrix.due) == [some.count("done") + some.count("missed") for some in outcomes]
        assert sum(row.due for row in matrix.rows) == sum(matrix.due)
        assert sum(row.done for row in matrix.rows) == sum(matrix.done)


def worker(ledger: Ledger, household: int, trade: str | None, *, loop: bool = False) -> int:
    resident = ledger.create("resident", {"household": household, "name": "张三", "trade": trade})
    if loop:
        ledger.create("closed_loop", {"resident": resident, "name": "张三", "started": "2022-11-01"})
    return resident


def test_people_stand_by_trade_in_the_order_of_the_rules(ledger: Ledger, household: int) -> None:
    loop = worker(ledger, household, "个体户", loop=True)
    market = worker(ledger, household, "某农贸市场摊主")
    shop = worker(ledger, household, "示例药店店员", loop=True)
    worker(ledger, household, "退休")
    matrix = trade_matrix(ledger, DAY, DAY)
    assert [(row.resident, row.group, row.trade) for row in matrix.rows] == [
        (shop, "药店", "示例药店店员"), (market, "农贸市场", "某农贸市场摊主"), (loop, CLOSED_LOOP, "个体户"),
    ]  # fmt: skip
    assert trade_matrix(ledger, DAY, DAY, Scope("幸福里")).rows == ()


def test_leave_and_exemption_are_told_apart_from_missing(ledger: Ledger, household: int) -> None:
    resting = worker(ledger, household, None, loop=True)
    exempt = worker(ledger, household, "药店")
    ledger.create("sample", {"resident": resting, "sampled_at": "2022-11-27 08:00:00"})
    record = ledger.rows("closed_loop", {"resident": resting})[0]["id"]
    ledger.create("leave", {"worker": record, "from_day": DAY, "to_day": DAY})
    set_exemption(ledger, [exempt], "孕产期", DAY, DAY)
    marks = {row.resident: row.marks for row in trade_matrix(ledger, "2022-11-26", "2022-11-29").rows}
    assert marks == {
        resting: ("missed", "done", "leave", "missed"),
        exempt: ("missed", "missed", "exempt", "missed"),
    }


def test_whoever_works_by_another_record_is_not_on_leave(ledger: Ledger, household: int) -> None:
    resident = worker(ledger, household, None, loop=True)
    ledger.update("resident", resident, {"cadence": "免检"})  # so that no day is due
    resting = ledger.rows("closed_loop", {"resident": resident})[0]["id"]
    ledger.create("leave", {"worker": resting, "from_day": DAY, "to_day": "2022-11-30"})
    second = {"resident": resident, "name": "张三", "started": "2022-11-29", "ended": "2022-11-29"}
    ledger.create("closed_loop", second)
    (row,) = trade_matrix(ledger, "2022-11-27", "2022-12-01").rows
    assert row.marks == ("", "leave", "", "leave", "")
