"""Tracing a positive tube: whom it concerns, the steps for each, and closing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import NoSuchRow
from gridworker.ledger.book import Ledger
from gridworker.ledger.contacts import contacts
from gridworker.ledger.floors import floor_of
from gridworker.ledger.tracing import (
    STEPS,
    Step,
    TraceClosed,
    TraceUnsettled,
    close_trace,
    mark,
    open_missing_traces,
    open_trace,
    refresh_people,
    reopen_trace,
    trace_view,
    traces,
    untraced,
)
from tests.ledger.desks import DAY, a_tube, at, crowd, in_force, live_at, state, undo_down_to

TUBE = "G1128-0001"


@pytest.mark.parametrize(
    ("room", "floor"),
    [
        ("501", "5"), ("502", "5"), ("501A", "5"), ("501-2", "5"), ("501东户", "5"), ("1201", "12"),
        ("A501", "5"), ("-101", "-1"), ("-1002", "-10"), ("B102", "-1"), ("2层东户", "2"), ("12楼西", "12"),
        ("底商3", "底商"), ("车库12", "车库"), ("12", None), ("5", None), ("东户", None), ("门房", None),
        ("", None), ("A", None), ("B1", None),
    ],
)  # fmt: skip
def test_the_floor_of_a_door(room: str, floor: str | None) -> None:
    assert floor_of(room) == floor


def roles(ledger: Ledger, trace: int) -> dict[int, str]:
    return {person.resident: person.role for person in trace_view(ledger, trace).people}


def test_the_nearest_role_counts(ledger: Ledger) -> None:
    in_tube, at_home = crowd(ledger, 2, "和平苑3号楼2单元501")
    (next_door,) = crowd(ledger, 1, "和平苑3号楼2单元502")
    (next_door_in_tube,) = crowd(ledger, 1, "和平苑3号楼2单元503")
    for far in ("和平苑3号楼2单元401", "和平苑3号楼1单元501", "和平苑10号楼2单元501", "幸福里3号楼2单元501"):
        crowd(ledger, 1, far)
    a_tube(ledger, [in_tube, next_door_in_tube])
    assert roles(ledger, open_trace(ledger, TUBE, "阳性", at(700))) == {
        in_tube: "同管", next_door_in_tube: "同管", at_home: "同户", next_door: "同层",
    }  # fmt: skip


def test_only_those_at_home_are_added_but_the_tube_is_always_whole(ledger: Ledger) -> None:
    in_tube, stays, left, moved, comes = crowd(ledger, 5)
    a_tube(ledger, [in_tube])
    ledger.update("resident", in_tube, {"presence": "已转运", "presence_since": DAY})
    ledger.update("resident", left, {"presence": "暂离", "presence_since": DAY})
    ledger.update("resident", moved, {"moved_out": DAY})
    ledger.update("resident", comes, {"moved_in": "2022-11-29"})
    assert contacts(ledger, TUBE, DAY) == {in_tube: "同管", stays: "同户"}


def test_doors_without_a_floor_or_a_building_have_no_neighbours(ledger: Ledger) -> None:
    (courtyard,) = crowd(ledger, 1, "和平苑3号楼2单元12")
    crowd(ledger, 1, "和平苑3号楼2单元13")
    with ledger.change("没有楼栋的住处"):
        village = ledger.create("place", {"community": "东村"})
        doors = [ledger.create("household", {"place": village, "room": room}) for room in ("501", "502")]
        villager, _ = [ledger.create("resident", {"household": door, "name": "村民"}) for door in doors]
    a_tube(ledger, [courtyard, villager])
    assert contacts(ledger, TUBE, DAY) == {courtyard: "同管", villager: "同管"}


# -- the same found by going through everybody

FLOORS = {
    "101": 1, "102": 1, "102A": 1, "B101": -1, "-102": -1, "201": 2, "2层东户": 2, "1101": 11, "12": None,
    "东户": None,
}  # fmt: skip
homes = st.lists(
    st.tuples(st.sampled_from(["3", "10"]), st.sampled_from(["", "1", "2"]), st.sampled_from([*FLOORS])),
    min_size=1, max_size=9, unique=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tracing") / "模板.gwl"
    Ledger.make(path).close()
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(homes, st.data())
def test_everybody_looked_at_one_by_one(
    template: Path, tmp_path: Path, doors: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    path = tmp_path / "台账.gwl"
    shutil.copy(template, path)
    with Ledger.open(path) as ledger, ledger.change("写入"):
        where: dict[int, tuple[str, str, str]] = {}
        for door in doors:
            building, unit, room = door
            place = {"community": "和平苑", "building": building, "unit": unit}
            found = ledger.rows("place", place)
            row = found[0]["id"] if found else ledger.create("place", place)
            household = ledger.create("household", {"place": row, "room": room})
            for _ in range(2):
                where[ledger.create("resident", {"household": household, "name": "居民"})] = door
        tested = data.draw(st.sets(st.sampled_from(sorted(where)), max_size=3))
        for resident in tested:
            ledger.create("sample", {"resident": resident, "sampled_at": at(0), "tube": TUBE})
        expected = {}
        for resident, (building, unit, room) in where.items():
            near = [where[other] for other in tested]
            if resident in tested:
                expected[resident] = "同管"
            elif (building, unit, room) in near:
                expected[resident] = "同户"
            elif FLOORS[room] and any(
                (building, unit, FLOORS[room]) == (b, u, FLOORS[r]) for b, u, r in near
            ):
                expected[resident] = "同层"
        assert contacts(ledger, TUBE, DAY) == expected


# -- the record


def test_people_are_shown_with_doors_and_phones_the_nearest_first(ledger: Ledger) -> None:
    (tenth,) = live_at(ledger, "和平苑10号楼1单元102", {"name": "张三", "phone": "13800000001"})
    (second,) = live_at(ledger, "和平苑2号楼1单元102", {"name": "李四", "phone2": "13800000002"})
    (neighbour,) = live_at(ledger, "和平苑2号楼1单元101", {"name": "王五"})
    household = ledger.get("resident", second)["household"]
    ledger.update("household", household, {"phone": "03517040000"})
    a_tube(ledger, [tenth, second])
    people = trace_view(ledger, open_trace(ledger, TUBE, "阳性", at(700))).people
    assert [person.resident for person in people] == [second, tenth, neighbour]
    assert [(person.name, person.address, person.phone, person.phone2) for person in people] == [
        ("李四", "和平苑2号楼1单元102", "13800000002", "03517040000"),
        ("张三", "和平苑10号楼1单元102", "13800000001", None),
        ("王五", "和平苑2号楼1单元101", None, None),
    ]


def test_steps_are_marked_for_many_at_once_and_taken_back(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 3))
    trace = open_trace(ledger, TUBE, "阳性", at(700))
    rows = [person.row for person in trace_view(ledger, trace).people]
    changes = in_force(ledger)
    assert mark(ledger, rows, "通知", at(705)) == 3
    assert in_force(ledger) == changes + 1
    assert traces(ledger)[0].notified == 3
    assert {person.notified_at for person in trace_view(ledger, trace).people} == {at(705)}
    assert mark(ledger, rows[:1], "通知", None) == 1
    assert (traces(ledger)[0].notified, traces(ledger)[0].settled) == (2, 0)
    assert mark(ledger, rows[:1], "通知", None) == 0, "nothing to change"
    with pytest.raises(NoSuchRow):
        mark(ledger, [9999], "通知", at(706))


@pytest.mark.parametrize("step", [step for step in STEPS if step != "通知"])
def test_closing_needs_everybody_settled(ledger: Ledger, step: Step) -> None:
    a_tube(ledger, crowd(ledger, 3))
    trace = open_trace(ledger, TUBE, "阳性", at(700))
    rows = [person.row for person in trace_view(ledger, trace).people]
    mark(ledger, rows, "通知", at(701))
    mark(ledger, rows[:1], step, at(702))
    with pytest.raises(TraceUnsettled, match="还有 2 人没有处置") as refused:
        close_trace(ledger, trace, at(710))
    assert refused.value.unsettled == 2
    mark(ledger, rows, step, at(703))
    close_trace(ledger, trace, at(710))
    assert traces(ledger) == []
    assert [(row.closed_at, row.people, row.settled) for row in traces(ledger, open_only=False)] == [
        (at(710), 3, 3)
    ]


def test_a_closed_record_is_changed_only_after_reopening(ledger: Ledger) -> None:
    people = crowd(ledger, 2)
    a_tube(ledger, people[:1])
    trace = open_trace(ledger, TUBE, "阳性", at(700))
    rows = [person.row for person in trace_view(ledger, trace).people]
    mark(ledger, rows, "转运", at(701))
    close_trace(ledger, trace, at(702))
    before = state(ledger)
    for action in (
        lambda: mark(ledger, rows, "转运", None),
        lambda: refresh_people(ledger, trace, at(703)),
        lambda: close_trace(ledger, trace, at(703)),
    ):
        with pytest.raises(TraceClosed):
            action()
    assert state(ledger) == before
    reopen_trace(ledger, trace)
    assert trace_view(ledger, trace).closed_at is None
    assert mark(ledger, rows, "转运", None) == len(rows)


def test_newly_found_people_join_and_nearer_roles_win(ledger: Ledger) -> None:
    first, second, third = crowd(ledger, 3)
    a_tube(ledger, [first])
    trace = open_trace(ledger, TUBE, "阳性", at(700))
    assert roles(ledger, trace) == {first: "同管", second: "同户", third: "同户"}
    (neighbour,) = crowd(ledger, 1, "和平苑3号楼2单元502")
    ledger.create("sample", {"resident": second, "sampled_at": at(2), "tube": TUBE})
    ledger.update("resident", third, {"presence": "已转运"})
    assert refresh_people(ledger, trace, at(720)) == 2
    assert roles(ledger, trace) == {first: "同管", second: "同管", third: "同户", neighbour: "同层"}
    ledger.remove("sample", ledger.rows("sample", {"resident": second})[0]["id"])
    assert refresh_people(ledger, trace, at(721)) == 0, "a nearer role is never given up"


def test_positive_tubes_of_an_import_get_their_records(ledger: Ledger) -> None:
    people = crowd(ledger, 5)
    for resident, tube, result in zip(
        people, ("A", "A", "B", "C", None), ("可疑", "阳性", "可疑", "阴性", "阳性"), strict=True
    ):
        values = {"resident": resident, "sampled_at": at(resident), "tube": tube, "result": result}
        ledger.create("sample", values)
    assert untraced(ledger) == {"A": "阳性", "B": "可疑"}
    before, changes = state(ledger), in_force(ledger)
    opened = open_missing_traces(ledger, at(700))
    assert [(trace_view(ledger, trace).tube, trace_view(ledger, trace).result) for trace in opened] == [
        ("A", "阳性"), ("B", "可疑"),
    ]  # fmt: skip
    assert (untraced(ledger), in_force(ledger)) == ({}, changes + 1)
    assert open_missing_traces(ledger, at(701)) == []
    undo_down_to(ledger, changes)
    assert state(ledger) == before
