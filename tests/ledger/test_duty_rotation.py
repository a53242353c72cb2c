"""The rotation against plain readings of its promises, in small worlds of every kind."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridworker.ledger.days import shift as days_later
from gridworker.ledger.duty_rotation import (
    DutyPost,
    DutyShift,
    Timetable,
    Turn,
    fill_week,
    next_in_turn,
    read_hours,
)

MONDAY = "2022-11-28"
DAYS = [days_later(MONDAY, number) for number in range(7)]
TWO = (DutyShift("白班", "08:00-20:00"), DutyShift("夜班", "20:00-08:00"))
THREE = (DutyShift("早班", "8:00—16:00"), DutyShift("中班", "16:00—24:00"), DutyShift("夜班", "0:00—8:00"))
ONE = (DutyShift("全天", "08:00-次日08:00"),)
HALVES = (DutyShift("上午", "8时至12时"), DutyShift("下午", "14:30～18:00"))
PEOPLE = [f"人{number}" for number in range(9)]

shift_sets = st.sampled_from([ONE, TWO, THREE, HALVES, (DutyShift("不定时"),)])
post_sets = st.lists(st.integers(1, 2), min_size=1, max_size=2).map(
    lambda counts: tuple(DutyPost(f"岗{number}", count) for number, count in enumerate(counts))
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[str], tuple[DutyShift, ...], tuple[DutyPost, ...], list[Turn]]:
    """People, shifts, posts, and turns somebody typed, which may be as wrong as they like."""
    shifts, posts = draw(shift_sets), draw(post_sets)
    people = PEOPLE[: draw(st.integers(0, 7))]
    places = st.builds(
        Turn,
        st.sampled_from(DAYS),
        st.sampled_from([shift.name for shift in shifts]),
        st.sampled_from([post.name for post in posts]),
        st.sampled_from([*people, "外人"]),
    )
    return people, shifts, posts, draw(st.lists(places, max_size=6, unique=True))


def clashing(shifts: tuple[DutyShift, ...], one: Turn, other: Turn) -> bool:
    """The same, minute by clock: less than an hour lies between the two, or they are the same shift."""
    if (one.day, one.shift) == (other.day, other.shift):
        return True
    spans = []
    for turn in (one, other):
        hours = read_hours(next(shift.hours for shift in shifts if shift.name == turn.shift))
        if hours is None:
            return False
        midnight = datetime.fromisoformat(turn.day)
        spans.append([midnight + timedelta(minutes=minutes) for minutes in hours])
    (_, ended), (begun, _) = sorted(spans)
    return begun < ended + timedelta(hours=1)


def loads_of(people: list[str], turns: list[Turn]) -> Counter[str]:
    counts = Counter(dict.fromkeys(people, 0))
    counts.update(turn.person for turn in turns if turn.person in people)
    return counts


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_no_new_turn_clashes_and_no_place_is_filled_twice(world) -> None:
    people, shifts, posts, taken = world
    new = fill_week(people, shifts, posts, DAYS, taken, "")
    for turn in new:
        others = [each for each in (*taken, *new) if each.person == turn.person and each is not turn]
        assert not [other for other in others if clashing(shifts, turn, other)]
    filled = Counter(turn[:3] for turn in (*taken, *new))
    for day in DAYS:
        for shift in shifts:
            for post in posts:
                typed = sum(turn[:3] == (day, shift.name, post.name) for turn in taken)
                assert filled[day, shift.name, post.name] <= max(post.people, typed)
    assert {turn.person for turn in new} <= set(people)


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_a_place_stays_empty_only_when_everybody_clashes_there(world) -> None:
    people, shifts, posts, taken = world
    new = fill_week(people, shifts, posts, DAYS, taken, "")
    turns = [*taken, *new]
    filled = Counter(turn[:3] for turn in turns)
    for day in DAYS:
        for shift in shifts:
            for post in posts:
                if filled[day, shift.name, post.name] < post.people:
                    for person in people:
                        wanted = Turn(day, shift.name, post.name, person)
                        assert any(clashing(shifts, wanted, t) for t in turns if t.person == person)


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_nobody_can_hand_a_turn_to_someone_with_two_less(world) -> None:
    people, shifts, posts, taken = world
    new = fill_week(people, shifts, posts, DAYS, taken, "")
    turns = [*taken, *new]
    loads = loads_of(people, turns)
    for turn in new:
        for person in people:
            if loads[person] <= loads[turn.person] - 2:
                own = [each for each in turns if each.person == person]
                on_that_day = any(each.day == turn.day for each in own)
                blocked = any(clashing(shifts, turn, each) for each in own)
                assert blocked or on_that_day


@settings(max_examples=80, deadline=None)
@given(shift_sets, post_sets, st.integers(0, 3), st.integers(0, 20))
def test_with_people_enough_loads_are_even_and_nobody_comes_twice_a_day(shifts, posts, more, first) -> None:
    places = len(shifts) * sum(post.people for post in posts)  # of a day
    people = [f"人{number}" for number in range(2 * places + more)]
    new = fill_week(people, shifts, posts, DAYS, [], people[first % len(people)])
    assert len(new) == 7 * places
    loads = loads_of(people, new)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert max(Counter((turn.day, turn.person) for turn in new).values()) == 1


def cheapest(people: list[str], places: list[tuple[str, str, str]], shifts) -> int | None:
    """The least spread of loads of any filling without a clash, by trying them all; None: there is none."""
    best: int | None = None

    def go(at: int, turns: list[Turn]) -> None:
        nonlocal best
        if at == len(places):
            loads = loads_of(people, turns)
            spread = max(loads.values()) - min(loads.values())
            best = spread if best is None else min(best, spread)
            return
        for person in people:
            turn = Turn(*places[at], person)
            if not any(clashing(shifts, turn, each) for each in turns if each.person == person):
                go(at + 1, [*turns, turn])

    go(0, [])
    return best


@pytest.mark.parametrize("shifts", [ONE, TWO, THREE, HALVES])
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("needed", [1, 2])
def test_where_any_filling_without_a_clash_exists_one_is_found(shifts, count: int, needed: int) -> None:
    people, posts = PEOPLE[:count], (DutyPost("岗", needed),)
    days = DAYS[: 6 // len(shifts) // needed]
    places = [(day, shift.name, "岗") for day in days for shift in shifts for _ in range(needed)]
    new = fill_week(people, shifts, posts, days, [], "")
    least = cheapest(people, places, shifts)
    loads = loads_of(people, new)
    if least is not None:
        assert len(new) == len(places)
        assert max(loads.values()) - min(loads.values()) <= max(least, 1)
    else:
        assert len(new) < len(places)


def test_the_week_goes_on_where_the_last_one_ended() -> None:
    people, posts = PEOPLE[:4], (DutyPost("岗"),)
    first = fill_week(people, TWO, posts, DAYS, [], people[0])
    begin = next_in_turn(people, first, Timetable(TWO))
    following = [days_later(day, 7) for day in DAYS]
    near = [turn for turn in first if turn.day == DAYS[-1]]
    second = fill_week(people, TWO, posts, following, [], begin, near)
    order = [turn.person for turn in (*first, *second)]
    assert order == [people[number % 4] for number in range(28)]
    assert not any(clashing(TWO, a, b) for a, b in pairwise([*first, *second]) if a.person == b.person)


def test_sundays_night_keeps_its_people_from_mondays_day() -> None:
    near = [Turn(days_later(MONDAY, -1), "夜班", "岗", "人0")]
    new = fill_week(PEOPLE[:3], TWO, (DutyPost("岗"),), DAYS, [], "人0", near)
    assert new[0].person == "人1"


@pytest.mark.parametrize(
    ("hours", "read"),
    [
        ("08:00-20:00", (480, 1200)), ("20:00-08:00", (1200, 1920)), ("20时至次日8时", (1200, 1920)),
        ("8：30～12：00", (510, 720)), ("16:00-24:00", (960, 1440)), ("08:00-08:00", (480, 1920)),
        ("", None), ("全天", None), ("8-20", None), ("08:00-25:00", None), ("08:00-12:00 14:00-18:00", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(hours: str, read: tuple[int, int] | None) -> None:
    assert read_hours(hours) == read


def test_every_kind_of_clash() -> None:
    timetable = Timetable(TWO)
    turns = {
        "overlap": (Turn(MONDAY, "白班", "东门", "甲"), Turn(MONDAY, "白班", "西门", "甲")),
        "adjoining": (Turn(MONDAY, "夜班", "东门", "甲"), Turn(DAYS[1], "白班", "东门", "甲")),
        "": (Turn(MONDAY, "白班", "东门", "甲"), Turn(DAYS[1], "白班", "东门", "甲")),
    }
    for wanted, (one, other) in turns.items():
        assert timetable.clash(one, other) == timetable.clash(other, one) == wanted
    assert [
        a
        for a, b in combinations(DAYS, 2)
        if timetable.clash(Turn(a, "早", "门", "甲"), Turn(b, "早", "门", "甲"))
    ] == []
