"""走访 and 重点人群, held against the rules told a second time, and one by one where chance seldom comes."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.care_kinds import set_kinds
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.vaccination import tally, vaccination
from gridworker.ledger.visits import (
    care_people,
    due_visits,
    household_visits,
    record_visits,
    visit_records,
    visit_todos,
)
from tests.ledger import visits_twin as twin

DAY = "2022-11-28"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("visits") / "空白.gwl"
    Ledger.make(path).close()
    return path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=twin.worlds(), asked=st.lists(twin.days, min_size=1, max_size=3))
def test_any_day_of_any_world(blank: Path, world: twin.World, asked: list[date]) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger:
        twin.write(world, ledger)
        for day in asked:
            agree_on_care(world, ledger, day)
            agree_on_due(world, ledger, day)
            agree_on_doses(world, ledger, day)


def agree_on_care(world: twin.World, ledger: Ledger, day: date) -> None:
    expected = {}
    for number, person in enumerate(world.people):
        if twin.present(person, day) and (kinds := twin.kinds(person, day)):
            last, due = twin.last_visit(world, number, day), twin.due_on(world, number, day)
            late = max(0, (day - due).days) if due else 0
            expected[world.rows[number]] = (kinds, last and str(last.at), due and str(due), late)
    found = care_people(ledger, day.isoformat())
    assert {p.resident: (set(p.kinds), p.last_on, p.due_on, p.overdue_days) for p in found} == expected
    for kind in twin.RHYTHMS:
        of_kind = care_people(ledger, day.isoformat(), kind=kind)
        assert [p.resident for p in of_kind] == [p.resident for p in found if kind in p.kinds]


def agree_on_due(world: twin.World, ledger: Ledger, day: date) -> None:
    expected: dict[int, str] = {
        -world.doors[home]: str(due) for home, due in twin.homes_due(world, day).items()
    }
    for number, person in enumerate(world.people):
        wanted = twin.kinds(person, day) or twin.follow_up(world, number, day)
        if twin.present(person, day) and wanted and (due := twin.due_on(world, number, day)):
            expected[world.rows[number]] = str(due)
    for ahead in (0, 3):
        last = str(date.fromordinal(day.toordinal() + ahead))
        found = due_visits(ledger, day.isoformat(), ahead=ahead)
        assert {p.key: p.due_on for p in found} == {key: due for key, due in expected.items() if due <= last}
        assert [p.overdue_days for p in found] == sorted((p.overdue_days for p in found), reverse=True)


def agree_on_doses(world: twin.World, ledger: Ledger, day: date) -> None:
    old = {
        world.rows[number]: person
        for number, person in enumerate(world.people)
        if person.born and twin.age(person.born, day) >= 60 and twin.present(person, day)
    }
    elders = vaccination(ledger, day.isoformat())
    assert {elder.resident for elder in elders} == set(old)
    for least, below in ((60, 1000), (60, 80), (80, 1000)):
        some = [p for p in old.values() if p.born and least <= twin.age(p.born, day) < below]
        counted = tally(elders, least, below)
        assert counted.people == len(some)
        assert counted.doses == Counter(person.doses for person in some)
        assert sum(counted.standings.values()) == counted.people
        without = [person for person in some if not person.doses]
        assert counted.reasons == Counter(person.reason or "未说明" for person in without)
        assert counted.dosed == counted.people - len(without)
    half_a_year_ago = date(2022, day.month - 6, day.day)
    boost = {r for r, p in old.items() if p.doses in (1, 2) and p.dosed_on and p.dosed_on <= half_a_year_ago}
    assert {elder.resident for elder in elders if elder.standing == "boost"} == boost


# -- one by one


def door(ledger: Ledger, room: str = "501") -> int:
    return Doors(ledger).household(Address("和平苑", "3", "2", room))


def person(ledger: Ledger, home: int, **values: Any) -> int:
    return ledger.create("resident", {"household": home, "name": "张小三", **values})


def visit(ledger: Ledger, home: int, day: str, **values: Any) -> int:
    return ledger.create("visit", {"household": home, "at": f"{day} 10:00:00", **values})


def due(ledger: Ledger, day: str = DAY) -> list[tuple[str | None, int, str]]:
    return [(p.due_on, p.overdue_days, p.state) for p in due_visits(ledger, day)]


def test_the_strictest_rhythm_of_several_kinds_holds_and_follows_the_settings(
    ledger: Ledger, household: int
) -> None:
    person(ledger, household, care="残疾人、血液透析")
    visit(ledger, household, "2022-11-25")
    assert due(ledger) == [(DAY, 0, "due")]
    row = ledger.rows("care_rhythm", {"name": "血液透析"})[0]["id"]
    ledger.update("care_rhythm", row, {"days": 2})
    assert due(ledger) == [("2022-11-27", 1, "overdue")]
    ledger.remove("care_rhythm", row)
    assert due(ledger, "2022-12-09") == [("2022-12-09", 0, "due")]  # 残疾人: 14 days


def test_an_age_is_never_typed_a_child_leaves_on_the_third_birthday(ledger: Ledger, household: int) -> None:
    person(ledger, household, born="2019-11-29", care="婴幼儿")
    assert [p.kinds for p in care_people(ledger, DAY)] == [("婴幼儿",)]
    assert care_people(ledger, "2022-11-29") == []


def test_typed_age_counts_while_the_birth_date_is_unknown(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="80岁以上")
    assert [p.kinds for p in care_people(ledger, DAY)] == [("80岁以上",)]


def test_who_is_vaccinated_is_no_longer_unvaccinated(ledger: Ledger, household: int) -> None:
    row = person(ledger, household, born="1950-01-01")
    assert [p.kinds for p in care_people(ledger, DAY, kind="60岁以上未接种")] == [("60岁以上未接种",)]
    ledger.update("resident", row, {"doses": 1})
    assert care_people(ledger, DAY) == []


def test_an_earlier_agreed_day_wins_and_a_later_visit_replaces_it(ledger: Ledger, household: int) -> None:
    row = person(ledger, household, care="独居老人")
    visit(ledger, household, "2022-11-24", resident=row, next_on="2022-11-26")
    assert due(ledger) == [("2022-11-26", 2, "overdue")]
    visit(ledger, household, "2022-11-27")
    assert due(ledger) == []
    assert due(ledger, "2022-11-26") == [("2022-11-26", 0, "due")]  # what was true of that day


def test_an_agreed_day_behind_the_rhythm_does_not_put_it_off(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="独居老人")
    visit(ledger, household, "2022-11-21", next_on="2022-12-20")
    assert due(ledger) == [(DAY, 0, "due")]


def test_of_two_visits_at_one_time_the_one_entered_last_counts(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="独居老人")
    visit(ledger, household, "2022-11-26", next_on=DAY)
    visit(ledger, household, "2022-11-26")
    assert due(ledger) == []


def test_a_visit_to_somebody_else_of_the_household_does_not_count(ledger: Ledger, household: int) -> None:
    other = person(ledger, household)
    person(ledger, household, care="独居老人")
    visit(ledger, household, "2022-11-27", resident=other)
    assert due(ledger) == [(DAY, 0, "due")]


def test_a_household_without_care_is_due_when_that_was_agreed_on(ledger: Ledger, household: int) -> None:
    row = person(ledger, household)
    ledger.update("household", household, {"head": "张大三", "phone": "0351-7000000"})
    visit(ledger, household, "2022-11-20", next_on=DAY)
    (found,) = due_visits(ledger, DAY)
    assert (found.resident, found.name, found.phones) == (None, "张大三", ("0351-7000000",))
    assert due_visits(ledger, "2022-11-27") == []
    assert len(due_visits(ledger, "2022-11-27", ahead=1)) == 1
    ledger.update("resident", row, {"presence": "已迁出", "presence_since": "2022-11-27"})
    assert due_visits(ledger, DAY) == []


def test_only_the_scope_is_listed(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="独居老人")
    far = Doors(ledger).household(Address("和平苑", "10", "1", "101"))
    row = person(ledger, far, care="独居老人")
    empty = Doors(ledger).household(Address("和平苑", "10", "1", "102"))
    visit(ledger, empty, "2022-11-20", next_on="2022-11-27")
    assert [p.key for p in due_visits(ledger, DAY, Scope("和平苑", "10"))] == [-empty, row]
    assert [p.resident for p in care_people(ledger, DAY, Scope("和平苑", "10"))] == [row]
    assert vaccination(ledger, DAY, Scope("和平苑", "10")) == []


def test_the_household_phone_stands_in_for_a_missing_one(ledger: Ledger, household: int) -> None:
    ledger.update("household", household, {"phone": "0351-7000000"})
    person(ledger, household, care="独居老人")
    row = person(ledger, household, care="独居老人", phone="13800000001", phone2="13800000002")
    found = {p.resident: p.phones for p in care_people(ledger, DAY)}
    assert found.pop(row) == ("13800000001", "13800000002")
    assert list(found.values()) == [("0351-7000000",)]


def test_many_are_recorded_at_once_each_with_their_own_rhythm(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="血液透析")
    person(ledger, household, care="残疾人")
    people = due_visits(ledger, DAY)
    record_visits(ledger, people, {"at": f"{DAY} 10:00:00", "found": "一切正常"})
    assert sorted(row["next_on"] for row in ledger.rows("visit")) == ["2022-12-01", "2022-12-12"]
    assert due_visits(ledger, DAY) == []
    ledger.undo()
    assert ledger.rows("visit") == [] and len(due_visits(ledger, DAY)) == 2


def test_an_agreed_day_is_kept_for_all_of_them_even_when_it_is_none(ledger: Ledger, household: int) -> None:
    person(ledger, household, care="血液透析")
    record_visits(ledger, due_visits(ledger, DAY), {"at": f"{DAY} 10:00:00", "next_on": None})
    assert [row["next_on"] for row in ledger.rows("visit")] == [None]


def test_ticking_kinds_keeps_what_was_typed_of_age(ledger: Ledger, household: int) -> None:
    row = person(ledger, household, care="残疾人、80岁以上")
    set_kinds(ledger, row, ["独居老人"])
    assert ledger.get("resident", row)["care"] == "独居老人、80岁以上"
    set_kinds(ledger, row, ["低保特困"], add=True)
    assert ledger.get("resident", row)["care"] == "独居老人、80岁以上、低保特困"
    assert set_kinds(ledger, person(ledger, household), []) is False


def test_the_list_of_what_is_to_be_done_counts_apart_and_leads_to_the_page(
    ledger: Ledger, household: int
) -> None:
    assert visit_todos(ledger, DAY) == []
    person(ledger, household, care="独居老人")
    far = door(ledger, "502")
    person(ledger, far, care="血液透析")
    visit(ledger, far, "2022-11-20")
    late, today = visit_todos(ledger, DAY)
    assert (late.tone, late.text) == ("warn", "走访逾期 1 人，最长逾期 5 天")
    assert (late.screen, late.what) == ("visits", {"page": "due", "state": "overdue"})
    assert (today.tone, today.text) == ("info", "今天应走访 1 人，其中 1 人还没有走访过")
    assert today.what == {"page": "due", "state": "due"}


def give_up(ledger: Ledger, household: int) -> None:
    """A change that is not finished, seen from inside."""
    with ledger.change("中途放弃"):
        visit(ledger, household, DAY)
        assert due_visits(ledger, DAY) == []
        raise ZeroDivisionError


def test_what_is_kept_of_the_day_follows_every_change_and_undo(ledger: Ledger, household: int) -> None:
    row = person(ledger, household, care="独居老人")
    assert len(due_visits(ledger, DAY)) == 1
    with pytest.raises(ZeroDivisionError):
        give_up(ledger, household)
    assert len(due_visits(ledger, DAY)) == 1
    visit(ledger, household, DAY)
    assert due_visits(ledger, DAY) == []
    ledger.undo()
    assert len(due_visits(ledger, DAY)) == 1
    ledger.remove("resident", row)
    assert due_visits(ledger, DAY) == []


def test_households_are_told_apart_from_people(ledger: Ledger, household: int) -> None:
    visit(ledger, household, "2022-11-20", next_on=DAY)
    assert [todo.text for todo in visit_todos(ledger, DAY)] == ["今天应走访 1 人（户）"]


def test_records_know_whether_the_next_visit_is_still_to_come(ledger: Ledger, household: int) -> None:
    row = person(ledger, household)
    ledger.create("own_field", {"register": "visit", "key": "mood", "heading": "情绪", "kind": "文字"})
    visit(ledger, household, "2022-11-20", next_on="2022-11-25", mood="好")
    visit(ledger, household, "2022-11-21", resident=row, next_on="2022-11-26")
    visit(ledger, household, "2022-11-19")
    found = visit_records(ledger)
    assert [(r["at"][:10], r["name"], r["open"], r.get("mood")) for r in found] == [
        ("2022-11-21", "张小三", True, None),
        ("2022-11-20", None, False, "好"),
        ("2022-11-19", None, False, None),
    ]
    assert [r["at"][:10] for r in visit_records(ledger, first="2022-11-20", last="2022-11-20")] == [
        "2022-11-20"
    ]
    assert len(visit_records(ledger, limit=2)) == 2
    assert [r["at"][:10] for r in household_visits(ledger, household, 2)] == ["2022-11-21", "2022-11-20"]


@pytest.mark.parametrize(
    ("dosed_on", "months", "standing"),
    [
        ("2022-05-28", "", "boost"),
        ("2022-05-29", "", "waiting"),
        ("2022-08-28", "3", "boost"),
        ("2022-05-28", "半年", "boost"),
        (None, "", "undated"),
    ],
)
def test_the_next_dose_is_due_after_full_months(
    ledger: Ledger, household: int, dosed_on: str | None, months: str, standing: str
) -> None:
    ledger.set_setting("booster_months", months)
    person(ledger, household, born="1950-01-01", doses=2, dosed_on=dosed_on)
    assert [elder.standing for elder in vaccination(ledger, DAY)] == [standing]


def test_months_end_where_there_is_no_such_day(ledger: Ledger, household: int) -> None:
    person(ledger, household, born="1950-01-01", doses=1, dosed_on="2022-02-28")
    assert [elder.standing for elder in vaccination(ledger, "2022-08-31")] == ["boost"]
    assert [elder.standing for elder in vaccination(ledger, "2022-08-27")] == ["waiting"]


def test_coverage_of_nobody_is_unknown(ledger: Ledger, household: int) -> None:
    assert tally([]).coverage is None
    person(ledger, household, born="1950-01-01", doses=1)
    person(ledger, household, born="1950-01-01")
    assert tally(vaccination(ledger, DAY)).coverage == 0.5
