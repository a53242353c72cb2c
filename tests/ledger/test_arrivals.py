"""Who came from elsewhere: which day it is, which tests are due or missed, how they are noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.errors import RowProblems, ValueProblem
from gridworker.ledger.address import Address
from gridworker.ledger.arrival_tests import Course, Need, read_need
from gridworker.ledger.arrivals import (
    Arrival,
    ArrivalProblem,
    add_to_ledger,
    arrival_todos,
    arrivals,
    link_known,
    record_test,
    release,
)
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.policy import Cadence
from gridworker.ledger.scope import Scope
from tests.ledger.desks import card, live_at

DAY = "2022-11-28"
CADENCES = {c.name: c for c in (Cadence("一天一检", 1, 1), Cadence("入晋加强", 5, 7), Cadence("免检", 0, 1))}
Come = Callable[..., int]


@pytest.fixture
def come(ledger: Ledger) -> Come:
    """Register somebody who came two days ago for a week, with what matters changed."""

    def enter(**values: Any) -> int:
        usual = {"name": "来小晋", "arrived_on": "2022-11-26", "until": "2022-12-02", "tests": "三天三检"}
        return ledger.create("arrival", {**usual, **values})

    return enter


def the_one(ledger: Ledger, on: str = DAY) -> Arrival:
    (found,) = arrivals(ledger, on)
    return found


# -- what is asked for


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("三天三检", Need(3, 3)), ("七天五检", Need(5, 7)), ("7天5检", Need(5, 7)), ("７天内 ５次", Need(5, 7)),
        ("落地三天两检", Need(2, 3)), ("十四日七检", Need(7, 14)), ("入晋加强", Need(5, 7)), ("免检", Need(0, 1)),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_read_as_people_write_it(text: str, need: Need) -> None:
    assert read_need(text, CADENCES) == need


@pytest.mark.parametrize("text", ["三天五检", "零天零检", "每天都检", "0天0检", "900天3检", "三检"])
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="三天三检"):
        read_need(text, CADENCES)


# -- against the rule told slowly


def told(need: Need, arrived: int, until: int | None, on: int, tested: set[int]) -> tuple[Any, ...]:
    """The days asked for, how many, owed, missed and due, day by day. Days are plain numbers."""
    last = on if until is None else until
    if need.daily:
        window = list(range(arrived, last + 1))
        times = len(window)
    else:
        window = [day for day in range(arrived, arrived + need.days) if until is None or day <= until]
        times = min(need.times, len(window))
    good = {day for day in tested if arrived <= day <= min(on, last)}
    spare = len(window) - times
    missed = []
    for day in window:
        if day < on and day not in good:
            if spare:
                spare -= 1
            else:
                missed.append(day)
    for _ in good - set(window):
        missed = missed[1:]
    owed = max(0, times - len(good))
    due = arrived <= on <= last and on not in good and owed > 0
    return window, times, owed, missed, due


@given(
    need=st.integers(1, 9).flatmap(lambda days: st.builds(Need, st.integers(0, days), st.just(days))),
    arrived=st.integers(0, 6),
    stay=st.none() | st.integers(0, 14),
    on=st.integers(0, 22),
    tested=st.sets(st.integers(0, 22)),
)
def test_tests_follow_the_rule_told_slowly(
    need: Need, arrived: int, stay: int | None, on: int, tested: set[int]
) -> None:
    def day(number: int) -> str:
        return shift("2022-11-20", number)

    until = None if stay is None else arrived + stay
    course = Course(need, day(arrived), None if until is None else day(until), day(on), set(map(day, tested)))
    window, times, owed, missed, due = told(need, arrived, until, on, tested)
    assert list(course.days) == list(map(day, window))
    assert (course.times, course.owed, course.due) == (times, owed, due)
    assert list(course.missed) == list(map(day, missed))
    assert len(course.marks) == len(window)
    assert course.marks.count("✓") == len(set(course.done) & set(course.days))
    assert course.marks.count("×") == len(missed)
    if owed and on < arrived + len(window):
        assert course.marks.count("□") >= due, "a day on which a test is due stands open"


def test_three_days_with_three_tests(ledger: Ledger, come: Come) -> None:
    come(tested_on="2022-11-26")
    found = the_one(ledger)
    assert (found.day, found.days, found.due) == (3, 7, True)
    assert found.course is not None and found.course.marks == "✓×□"
    assert found.missed == ("2022-11-27",)


def test_seven_days_with_five_tests_leave_two_days_free(ledger: Ledger, come: Come) -> None:
    come(tests="七天五检", tested_on="2022-11-26")
    assert the_one(ledger).missed == () and the_one(ledger).due
    assert the_one(ledger, "2022-11-30").missed == ("2022-11-29",)


def test_a_later_test_makes_up_for_a_missed_one(ledger: Ledger, come: Come) -> None:
    come(tested_on="2022-11-26、2022-11-28")
    owing = the_one(ledger, "2022-11-29")
    assert owing.due and owing.missed == ("2022-11-27",)
    come_row = owing.id
    record_test(ledger, come_row, "2022-11-29 09:00:00")
    assert the_one(ledger, "2022-11-30").missed == () and not the_one(ledger, "2022-11-30").due


def test_daily_testing_goes_on_to_the_end(ledger: Ledger, come: Come) -> None:
    come(tests="一天一检", tested_on="2022-11-26、2022-11-27")
    found = the_one(ledger)
    assert found.course is not None and found.course.marks == "✓✓□□□□□" and found.due
    assert the_one(ledger, "2022-12-03").ended and not the_one(ledger, "2022-12-03").due


# -- days


def test_states_follow_the_days(ledger: Ledger, come: Come) -> None:
    come()
    states = {
        day: (the_one(ledger, day).coming, the_one(ledger, day).managed, the_one(ledger, day).ends_today,
              the_one(ledger, day).ended)
        for day in ("2022-11-25", "2022-11-26", "2022-12-02", "2022-12-03")
    }  # fmt: skip
    assert states == {
        "2022-11-25": (True, False, False, False),
        "2022-11-26": (False, True, False, False),
        "2022-12-02": (False, True, True, False),
        "2022-12-03": (False, False, False, True),
    }


def test_nothing_is_reckoned_from_what_is_not_known(ledger: Ledger, come: Come) -> None:
    row = come(arrived_on=None, until=None)
    found = the_one(ledger)
    assert (found.day, found.days, found.due, found.open_ended) == (None, None, False, True)
    assert "到达日期" in found.problem
    ledger.update("arrival", row, {"tests": "看情况"})
    assert "三天三检" in the_one(ledger).problem


# -- samples and the ledger


def test_tests_of_a_resident_are_read_from_the_samples(ledger: Ledger, come: Come) -> None:
    (resident,) = live_at(ledger, "和平苑3号楼2单元501", {"name": "来小晋"})
    come(resident=resident, tested_on="2022-11-26")
    for moment in ("2022-11-25 08:00:00", "2022-11-27 08:00:00", "2022-11-27 17:00:00"):
        ledger.create("sample", {"resident": resident, "sampled_at": moment})
    found = the_one(ledger)
    assert found.course is not None and found.course.marks == "✓✓□"
    assert found.door == Address("和平苑", "3", "2", "501")
    ledger.create("sample", {"resident": resident, "sampled_at": f"{DAY} 08:00:00"})
    assert not the_one(ledger).due
    assert the_one(ledger, "2022-11-27").course.owed == 1, "later samples do not count for an earlier day"  # type: ignore[union-attr]


def test_without_a_requirement_a_resident_follows_the_ledger(ledger: Ledger, come: Come) -> None:
    (resident,) = live_at(ledger, "和平苑3号楼2单元501", {"name": "来小晋"})
    come(resident=resident, tests=None)
    assert the_one(ledger).due
    ledger.create("sample", {"resident": resident, "sampled_at": f"{DAY} 08:00:00"})
    assert not the_one(ledger).due
    come(tests=None, name="外小来")
    assert not any(each.due for each in arrivals(ledger, DAY)), "nobody asks an outsider for anything"


def test_a_part_of_the_ledger_holds_those_who_live_in_it(ledger: Ledger, come: Come) -> None:
    (resident,) = live_at(ledger, "和平苑3号楼2单元501", {"name": "来小晋"})
    come(resident=resident)
    come(name="外小来")
    assert len(arrivals(ledger, DAY)) == 2
    assert [each.row["name"] for each in arrivals(ledger, DAY, Scope("和平苑", "3"))] == ["来小晋"]
    assert arrivals(ledger, DAY, Scope("和平苑", "4")) == []


def test_the_most_urgent_come_first(ledger: Ledger, come: Come) -> None:
    for name, values in {
        "已解": {"until": "2022-11-27"}, "未到": {"arrived_on": "2022-11-30"}, "都检": {"tests": None},
        "该检": {"tests": "七天五检"}, "漏检": {}, "今日": {"tests": None, "until": DAY},
    }.items():  # fmt: skip
        come(name=name, **values)
    names = [each.row["name"] for each in arrivals(ledger, DAY)]
    assert names == ["漏检", "该检", "今日", "都检", "未到", "已解"]


# -- noting and ending


def test_a_test_of_an_outsider_is_noted_in_the_row_once(ledger: Ledger, come: Come) -> None:
    row = come(tested_on="2022-11-27")
    assert record_test(ledger, row, f"{DAY} 10:00:00")
    assert not record_test(ledger, row, f"{DAY} 11:00:00")
    assert record_test(ledger, row, "2022-11-26 11:00:00")
    assert ledger.get("arrival", row)["tested_on"] == "2022-11-26、2022-11-27、2022-11-28"
    assert ledger.rows("sample") == []


def test_a_test_of_a_resident_is_a_sample(ledger: Ledger, come: Come) -> None:
    (resident,) = live_at(ledger, "和平苑3号楼2单元501", {"name": "来小晋"})
    row = come(resident=resident)
    assert record_test(ledger, row, f"{DAY} 10:00:00")
    assert not record_test(ledger, row, f"{DAY} 11:00:00")
    assert [each["sampled_at"] for each in ledger.rows("sample")] == [f"{DAY} 10:00:00"]
    assert ledger.get("arrival", row)["tested_on"] is None


def test_no_test_before_the_arrival(ledger: Ledger, come: Come) -> None:
    row = come()
    with pytest.raises(ArrivalProblem, match="早于到达日期"):
        record_test(ledger, row, "2022-11-25 10:00:00")
    assert ledger.get("arrival", row)["tested_on"] is None


def test_management_ends_with_the_day(ledger: Ledger, come: Come) -> None:
    rows = [come(), come(until=DAY)]
    assert release(ledger, rows, DAY) == 1
    assert all(each.ends_today for each in arrivals(ledger, DAY))
    assert all(each.ended for each in arrivals(ledger, "2022-11-29"))
    with pytest.raises(RowProblems, match="早于到达日期"):
        release(ledger, [come(arrived_on="2022-11-30")], DAY)


def test_people_of_the_ledger_are_found_by_their_number(ledger: Ledger, come: Come) -> None:
    known, _ = live_at(
        ledger,
        "和平苑3号楼2单元501",
        {"name": "来小晋", "id_number": card(1)},
        {"name": "别小人", "id_number": card(2)},
    )
    rows = [come(id_number=card(1)), come(id_number=card(2)), come(id_number=card(3)), come()]
    assert link_known(ledger, rows[1:]) == 0, "another name: somebody should look"
    assert link_known(ledger) == 1
    assert [ledger.get("arrival", row)["resident"] for row in rows] == [known, None, None, None]


def test_somebody_unknown_is_added_with_a_door(ledger: Ledger, come: Come) -> None:
    row = come(id_number=card(5), phone="13800001111")
    resident = add_to_ledger(ledger, row, Address("和平苑", "9", "1", "101"))
    person = ledger.get("resident", resident)
    assert (person["name"], person["id_number"], person["moved_in"]) == ("来小晋", card(5), "2022-11-26")
    assert the_one(ledger).door == Address("和平苑", "9", "1", "101")
    with pytest.raises(ArrivalProblem, match="已经是"):
        add_to_ledger(ledger, row, Address("和平苑", "9", "1", "102"))
    ledger.undo()
    assert ledger.get("arrival", row)["resident"] is None and ledger.rows("resident") == []


# -- 今日


def test_what_waits_stands_on_today_and_leads_to_its_list(ledger: Ledger, come: Come) -> None:
    assert arrival_todos(ledger, DAY) == []
    come(), come(tests="七天五检"), come(tests=None, until=None), come(tests=None, until=DAY)
    come(until="2022-11-27")
    found = arrival_todos(ledger, DAY)
    assert [(todo.tone, todo.text) for todo in found] == [
        ("bad", "1 位返晋来晋人员漏检，请尽快补检"),
        ("warn", "1 位返晋来晋人员今日应检"),
        ("warn", "1 位返晋来晋人员没有截止日期"),
        ("info", "1 位返晋来晋人员今日到期解除"),
    ]
    assert {todo.screen for todo in found} == {"visits"}
    assert [todo.what["state"] for todo in found] == ["due", "due", "managed", "ending"]
