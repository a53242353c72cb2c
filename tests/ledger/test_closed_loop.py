"""Two points one line: the alerts told a second time, what leave and end dates suspend, and the log."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import RowProblems
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.closed_loop import LoopWorker, loop_todos, loop_workers, open_deviation
from gridworker.ledger.days import days_between
from gridworker.ledger.listing import list_register
from gridworker.ledger.loop_leave import LeaveOverlaps, end_leaves, leaves, save_leave
from gridworker.ledger.loop_log import NotAtWork, day_log, fill_usual, note_trip, settle_deviation
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import due_details
from gridworker.ledger.todo import todo
from tests.ledger.twin import Worker, World, covers, later, tell
from tests.ledger.worlds import DOORS, days, worlds, write

DAY = "2022-11-28"


# -- alerts, told a second time


@dataclass
class Trip:
    day: str
    temperature: int | None
    deviation: str | None
    settled: str | None
    tested: int | None


@dataclass
class Papers:
    """What a worker of the twin's world has beside begin, end and leave."""

    expires: str | None
    pledge: int | None
    trips: dict[str, Trip]


def some_papers(on: str) -> st.SearchStrategy[Papers]:
    trips = st.builds(
        Trip,
        st.integers(-2, 1).map(lambda offset: later(on, offset)),
        st.sampled_from([None, 365, 372, 373, 390]),
        st.sampled_from([None, "绕路"]),
        st.sampled_from([None, "已约谈"]),
        st.sampled_from([None, 0, 1]),
    )
    expires = st.none() | st.integers(-2, 5).map(lambda offset: later(on, offset))
    by_day = st.lists(trips, max_size=3).map(lambda some: {trip.day: trip for trip in some})
    return st.builds(Papers, expires, st.sampled_from([None, 0, 1]), by_day)


def expected_alerts(world: World, worker: Worker, papers: Papers, on: str) -> set[str]:
    """The rules of domain.md §4, one after the other."""
    if (worker.started and on < worker.started) or (worker.ended and worker.ended < on):
        return set()
    if any(covers(first, last, on) for first, last in worker.leaves):
        return set()
    today, found = papers.trips.get(on), set()
    if worker.person is None:
        tested = today is not None and today.tested == 1
    else:
        tested = (worker.person, on) in world.samples
    if not tested:
        found.add("今日未检测")
    if papers.expires is not None and papers.expires < on:
        found.add("通行证已过期")
    if papers.expires is not None and 0 <= days_between(on, papers.expires) <= 3:
        found.add("通行证3天内到期")
    if any(t.deviation and not t.settled and t.day <= on for t in papers.trips.values()):
        found.add("偏离未处置")
    if today is None:
        found.add("工作日无日志")
    if today is not None and today.temperature is not None and today.temperature >= 373:
        found.add("体温≥37.3℃")
    if papers.pledge != 1:
        found.add("承诺书未签")
    if worker.person is not None and any(_missed(world, other, on) for other in _home(world, worker.person)):
        found.add("同住人应检")
    return found


def _home(world: World, person: int) -> list[int]:
    """A world has one household a place."""
    where = world.people[person].where
    return [n for n, other in enumerate(world.people) if other.where == where and n != person]


def _missed(world: World, number: int, on: str) -> bool:
    told = tell(world, number, on)
    return told is not None and told.outcome == "missed"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loop") / "空白.gwl"
    Ledger.make(path).close()
    return path


@st.composite
def neighbours(draw: st.DrawFn, on: str) -> World:
    """A world whose people live at two doors, with workers and samples close to the day."""
    world = draw(worlds())
    around = st.integers(-2, 2).map(lambda offset: later(on, offset))
    who = st.integers(0, len(world.people) - 1)
    for person in world.people:
        person.where = draw(st.sampled_from(DOORS[:2]))
    spans = st.tuples(around, st.none() | around).map(
        lambda span: span if span[1] is None else tuple(sorted(span))
    )
    worker = st.builds(
        lambda person, span, rests: Worker(person, span[0], span[1], rests),
        st.none() | who,
        st.just((None, None)) | spans,
        st.just([]) | st.lists(spans, max_size=1),
    )
    world.workers = draw(st.lists(worker, min_size=1, max_size=3))
    world.samples = draw(st.lists(st.tuples(who, around), max_size=8))
    return world


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(on=days, data=st.data())
def test_alerts_are_what_the_rules_say(blank: Path, on: str, data: st.DataObject) -> None:
    world = data.draw(neighbours(on))
    papers = [data.draw(some_papers(on)) for _ in world.workers]
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        write(world, ledger)
        with ledger.change("证件"):
            for row, held in zip(ledger.rows("closed_loop"), papers, strict=True):
                ledger.update("closed_loop", row["id"], {"pass_expires": held.expires, "pledge": held.pledge})
                for trip in held.trips.values():
                    ledger.create("trip", {"worker": row["id"], **vars(trip)})
        found = {worker.id: worker for worker in loop_workers(ledger, on)}
        for row, worker, held in zip(ledger.rows("closed_loop"), world.workers, papers, strict=True):
            words = [alert.words for alert in found[row["id"]].alerts]
            assert len(words) == len(set(words))
            assert set(words) == expected_alerts(world, worker, held, on)
        counts = [entry.text.partition(" ")[0] for entry in loop_todos(ledger, on)]
        assert sum(map(int, counts)) == sum(len(worker.alerts) for worker in found.values())


# -- a small world of one household


def add_worker(ledger: Ledger, **values: Any) -> int:
    usual = {"name": "张小三", "started": "2022-11-20", "pledge": 1}
    return ledger.create("closed_loop", usual | values)


def add_resident(ledger: Ledger, household: int, **values: Any) -> int:
    usual = {"name": "张小三", "household": household, "phone": "13800000001", "moved_in": "2022-11-01"}
    return ledger.create("resident", usual | values)


def only(ledger: Ledger, on: str = DAY) -> LoopWorker:
    (worker,) = loop_workers(ledger, on)
    return worker


def cadence(ledger: Ledger, resident: int, on: str) -> str:
    return due_details(ledger, on, [resident])[resident].cadence


def test_leave_and_the_end_suspend_the_daily_test(ledger: Ledger, household: int) -> None:
    resident = add_resident(ledger, household)
    worker = add_worker(ledger, resident=resident, started="2022-11-21", ended="2022-11-30")
    save_leave(ledger, {"worker": worker, "from_day": "2022-11-24", "to_day": "2022-11-25"})
    daily = [
        day for day in range(20, 33) if cadence(ledger, resident, later("2022-11-01", day - 1)) == "一天一检"
    ]
    assert daily == [21, 22, 23, 26, 27, 28, 29, 30]
    said = [only(ledger, day).said for day in ("2022-11-20", "2022-11-24", "2022-11-26", "2022-12-01")]
    assert said == ["11-21开始", "休假至11-25", "在岗", "11-30结束"]
    assert [bool(only(ledger, later("2022-11-01", day - 1)).alerts) for day in (20, 21, 24, 25, 26, 30, 31)] == [
        False, True, False, False, True, True, False,
    ]  # fmt: skip


def test_the_worker_sets_how_early_a_pass_warns_and_what_fever_is(ledger: Ledger) -> None:
    worker = add_worker(ledger, pass_expires="2022-12-05")
    note_trip(ledger, worker, DAY, {"temperature": 371, "tested": 1})
    assert only(ledger).alerts == ()
    ledger.set_setting("pass_warning_days", "7")
    ledger.set_setting("fever", "37.0")
    assert [alert.text for alert in only(ledger).alerts] == [
        "体温≥37.0℃（37.1℃）",
        "通行证7天内到期（12-05）",
    ]


def test_a_pass_holds_on_its_last_day(ledger: Ledger) -> None:
    add_worker(ledger, pass_expires=DAY)
    words = {
        on: [a.text for a in only(ledger, on).alerts if "通行证" in a.text] for on in (DAY, "2022-11-29")
    }
    assert words == {DAY: ["通行证3天内到期（今天）"], "2022-11-29": ["通行证已过期（11-28）"]}


def test_days_of_other_years_are_told_with_their_year(ledger: Ledger) -> None:
    add_worker(ledger, name="过期", pass_expires="2021-11-27")
    add_worker(ledger, name="将来", started="2023-01-01")
    away = add_worker(ledger, name="休假")
    save_leave(ledger, {"worker": away, "from_day": DAY, "to_day": "2023-01-05"})
    found = {worker.row["name"]: worker for worker in loop_workers(ledger, DAY)}
    assert "通行证已过期（2021-11-27）" in [alert.text for alert in found["过期"].alerts]
    assert found["将来"].said == "2023-01-01开始" and found["休假"].said == "休假至2023-01-05"


def test_outsiders_belong_to_the_whole_ledger_only(ledger: Ledger, household: int) -> None:
    add_worker(ledger, name="李小四")
    inside = add_worker(ledger, resident=add_resident(ledger, household))
    assert [worker.id for worker in loop_workers(ledger, DAY, Scope("和平苑", "3"))] == [inside]
    assert loop_workers(ledger, DAY, Scope("和平苑", "4")) == []
    assert len(loop_workers(ledger, DAY)) == 2


def test_the_most_pressing_come_first_and_the_ended_last(ledger: Ledger) -> None:
    for name, values in {
        "结束": {"ended": "2022-11-25"}, "未签": {"pledge": 0}, "未检": {}, "发热": {}, "正常": {},
    }.items():  # fmt: skip
        worker = add_worker(ledger, name=name, **values)
        if name != "结束":
            proof = {"tested": int(name != "未检"), "temperature": 380 if name == "发热" else 365}
            note_trip(ledger, worker, DAY, proof)
    assert [worker.row["name"] for worker in loop_workers(ledger, DAY)] == [
        "发热",
        "未检",
        "未签",
        "正常",
        "结束",
    ]


def test_each_alert_of_the_day_leads_from_the_todo_list_to_its_people(ledger: Ledger) -> None:
    first = add_worker(ledger)
    note_trip(ledger, first, DAY, {"on_duty": 1})
    add_worker(ledger, name="李小四")
    found = {entry.text: entry for entry in todo(ledger, DAY) if entry.screen == "closed_loop"}
    assert {text: entry.tone for text, entry in found.items()} == {
        "2 名两点一线人员今日未检测": "bad", "1 名两点一线人员工作日无日志": "warn",
    }  # fmt: skip
    assert found["2 名两点一线人员今日未检测"].what == {"page": "people", "alert": "今日未检测"}
    assert found["1 名两点一线人员工作日无日志"].what == {"page": "people", "row": 2}


def test_the_list_for_other_tools_tells_the_alerts_of_the_day(ledger: Ledger, household: int) -> None:
    resident = add_resident(ledger, household, id_number="11010519491231002X")
    add_worker(ledger, resident=resident, employer="示例超市", post="收银员", pass_expires="2022-11-27")
    name, rows = list_register(ledger, "closed-loop", on=DAY)
    assert name == "closed-loop"
    assert json.loads(json.dumps(rows[0]["alerts"])) == ["今日未检测", "通行证已过期", "工作日无日志"]
    assert rows[0]["id_number"] == "11010519491231002X" and rows[0]["phone"] == "13800000001"
    assert (rows[0]["name"], rows[0]["employer"], rows[0]["post"]) == ("张小三", "示例超市", "收银员")
    assert list_register(ledger, "closed-loop", on="2022-11-20")[1][0]["alerts"] == [
        "今日未检测",
        "工作日无日志",
    ]
    assert len(list_register(ledger, "closed-loop", {"alerts": "通行证已过期"}, DAY)[1]) == 1
    assert list_register(ledger, "closed-loop", {"alerts": "承诺书未签"}, DAY)[1] == []


# -- leave


def test_a_leave_over_another_is_refused_and_named(ledger: Ledger) -> None:
    worker = add_worker(ledger)
    first = save_leave(ledger, {"worker": worker, "from_day": "2022-11-24", "to_day": None})
    with pytest.raises(LeaveOverlaps, match="张小三已登记休假：2022-11-24 起（未销假）"):
        save_leave(ledger, {"worker": worker, "from_day": DAY, "to_day": DAY})
    save_leave(ledger, {"worker": worker, "from_day": "2022-11-24", "to_day": "2022-11-25"}, first)
    second = save_leave(ledger, {"worker": worker, "from_day": DAY, "to_day": DAY})
    with pytest.raises(LeaveOverlaps):
        save_leave(ledger, {"worker": worker, "from_day": "2022-11-25", "to_day": DAY}, second)
    with pytest.raises(RowProblems):
        save_leave(ledger, {"worker": worker})


def test_ending_a_leave_brings_the_worker_back_the_next_day(ledger: Ledger) -> None:
    worker = add_worker(ledger)
    now = save_leave(ledger, {"worker": worker, "from_day": "2022-11-24", "to_day": None})
    assert only(ledger).on_leave
    end_leaves(ledger, [now], "2022-11-27")
    assert not only(ledger).on_leave and only(ledger, "2022-11-27").on_leave
    assert [leave.state(DAY) for leave in leaves(ledger)] == ["past"]
    begun_today = save_leave(ledger, {"worker": worker, "from_day": DAY, "to_day": None})
    end_leaves(ledger, [begun_today], "2022-11-27")
    assert [leave.row["from_day"] for leave in leaves(ledger)] == ["2022-11-24"]


# -- the log


def test_a_day_has_one_entry_which_is_gone_when_nothing_is_left_in_it(ledger: Ledger) -> None:
    worker = add_worker(ledger)
    note_trip(ledger, worker, DAY, {"temperature": 365})
    note_trip(ledger, worker, DAY, {"left_at": f"{DAY} 07:30:00"})
    (trip,) = ledger.rows("trip")
    assert (trip["on_duty"], trip["temperature"], trip["left_at"]) == (1, 365, f"{DAY} 07:30:00")
    note_trip(ledger, worker, DAY, {"temperature": None, "left_at": None})
    assert ledger.rows("trip")[0]["on_duty"] == 1
    note_trip(ledger, worker, DAY, {"on_duty": None})
    assert ledger.rows("trip") == []


def test_nothing_is_logged_on_leave_or_outside_the_time(ledger: Ledger) -> None:
    worker = add_worker(ledger, ended=DAY)
    save_leave(ledger, {"worker": worker, "from_day": "2022-11-24", "to_day": "2022-11-24"})
    for day, why in (("2022-11-24", "休假"), ("2022-11-29", "不在两点一线期内")):
        with pytest.raises(NotAtWork, match=why):
            note_trip(ledger, worker, day, {"on_duty": 1})
    assert ledger.rows("trip") == []


def test_as_usual_takes_the_latest_times_and_never_makes_up_a_temperature(ledger: Ledger) -> None:
    night, new, logged, away = (add_worker(ledger, name=name) for name in ("夜班", "新来", "已填", "休假"))
    before = "2022-11-25"
    times = {"left_at": f"{before} 20:00:00", "back_at": "2022-11-26 06:10:00", "temperature": 366}
    note_trip(ledger, night, before, times)
    note_trip(ledger, logged, DAY, {"on_duty": 0})
    save_leave(ledger, {"worker": away, "from_day": DAY, "to_day": None})
    assert fill_usual(ledger, DAY, {night, new, logged, away}) == 2
    found = {row["worker"]: row for row in ledger.rows("trip", {"day": DAY})}
    assert (found[night]["left_at"], found[night]["back_at"]) == (f"{DAY} 20:00:00", "2022-11-29 06:10:00")
    assert (found[new]["on_duty"], found[new]["left_at"], found[logged]["on_duty"]) == (1, None, 0)
    assert {row["temperature"] for row in found.values()} == {None}
    assert fill_usual(ledger, DAY, {night, new, logged, away}) == 0


def test_a_period_reads_person_by_day(ledger: Ledger, household: int) -> None:
    resident = add_resident(ledger, household)
    worker = add_worker(ledger, resident=resident, started="2022-11-23")
    for day in ("2022-11-23", "2022-11-24"):
        ledger.create("sample", {"resident": resident, "sampled_at": f"{day} 08:00:00"})
    note_trip(ledger, worker, "2022-11-24", {"on_duty": 1})
    note_trip(
        ledger, worker, "2022-11-25", {"on_duty": 1, "deviation": "绕路", "temperature": 373, "tested": 1}
    )
    note_trip(ledger, worker, "2022-11-26", {"on_duty": 0, "deviation": "绕路", "settled": "已约谈"})
    save_leave(ledger, {"worker": worker, "from_day": "2022-11-27", "to_day": None})
    (line,) = day_log(ledger, "2022-11-22", "2022-11-27").lines
    assert [day.signs for day in line.days] == ["", "缺", "✓", "✓▲热□", "×△□", "休"]
    assert line.address == Address("和平苑", "3", "2", "501")
    assert day_log(ledger, "2022-11-20", "2022-11-22").lines == ()


def test_a_settled_deviation_alerts_no_more(ledger: Ledger) -> None:
    worker = add_worker(ledger)
    for day in ("2022-11-26", "2022-11-25"):
        note_trip(ledger, worker, day, {"deviation": "绕路"})
    assert "偏离未处置（2次）" in [alert.text for alert in only(ledger).alerts]
    for expected in ("2022-11-25", "2022-11-26"):
        trip = open_deviation(ledger, worker, DAY)
        assert trip is not None and trip["day"] == expected
        settle_deviation(ledger, trip["id"], "已约谈")
    assert open_deviation(ledger, worker, DAY) is None
    assert "deviation" not in [alert.kind for alert in only(ledger).alerts]


def test_own_fields_come_with_the_log(ledger: Ledger, household: int) -> None:
    ledger.create("own_field", {"register": "trip", "key": "car", "heading": "车次", "kind": "文字"})
    worker = add_worker(ledger)
    note_trip(ledger, worker, DAY, {"car": "早班车"})
    trip = day_log(ledger, DAY, DAY).lines[0].days[0].trip
    assert trip is not None and trip["car"] == "早班车"


def test_a_door_that_moved_takes_its_worker_along(ledger: Ledger, household: int) -> None:
    resident = add_resident(ledger, household)
    add_worker(ledger, resident=resident)
    with ledger.change("搬家"):
        other = Doors(ledger).household(Address("和平苑", "4", "1", "101"))
    ledger.update("resident", resident, {"household": other})
    assert only(ledger).address == Address("和平苑", "4", "1", "101")
