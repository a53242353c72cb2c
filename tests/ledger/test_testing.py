"""Figures, lists, reasons and scopes of testing, on a small ledger that can be counted by hand."""

from __future__ import annotations

import pytest

from gridworker.errors import RowProblems
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.kept import due_book
from gridworker.ledger.places import Doors
from gridworker.ledger.registers import MISSED_REASON
from gridworker.ledger.testing import (
    WHOLE,
    DayFigures,
    NoSuchScope,
    Scope,
    coverage_by_day,
    day_figures,
    due_details,
    due_ids,
    due_people,
    figures_by_building,
    figures_by_cadence,
    hourly_progress,
    parse_scope,
    set_exemption,
    set_missed_reason,
    willing_people,
)

DAY, BEFORE = "2022-11-28", "2022-11-27"
DOORS = ("和平苑-10-1-101", "和平苑-2-1-1001", "和平苑-2-1-201", "幸福里-2-1-101", "幸福里-2-2-101")


@pytest.fixture
def people(ledger: Ledger) -> list[int]:
    """One resident a door: the first two on daily testing, the last sampled the day before and today."""
    with ledger.change("登记"):
        doors = Doors(ledger)
        homes = [doors.household(Address(*door.split("-"))) for door in DOORS]
        trades = ("药店", "环卫", None, None, None)
        rows = [
            ledger.create("resident", {"household": home, "name": "张三", "trade": trade})
            for home, trade in zip(homes, trades, strict=True)
        ]
        for resident, at in ((0, "07:59:59"), (0, "21:00:00"), (2, "08:00:00"), (4, "09:00:00")):
            ledger.create("sample", {"resident": rows[resident], "sampled_at": f"{DAY} {at}"})
        ledger.create("sample", {"resident": rows[4], "sampled_at": f"{BEFORE} 10:00:00"})
        grid = ledger.rows("place", {"community": "幸福里", "building": "2", "unit": ""})[0]
        ledger.update("place", grid["id"], {"grid": "第3网格"})
    return rows


def test_the_figures_of_a_day(ledger: Ledger, people: list[int]) -> None:
    figures = day_figures(ledger, DAY)
    assert figures == DayFigures(DAY, due=4, done=2, missed=2, exempt=0, willing=1)
    assert figures.coverage == 0.5


def test_coverage_is_a_share_to_four_places_or_nothing() -> None:
    assert DayFigures(DAY, due=812, done=790).coverage == 0.9729
    assert DayFigures(DAY).coverage is None


def test_an_empty_ledger_has_empty_figures(ledger: Ledger) -> None:
    assert day_figures(ledger, DAY) == DayFigures(DAY)
    assert (
        figures_by_building(ledger, DAY) == figures_by_cadence(ledger, DAY) == due_people(ledger, DAY) == []
    )


def test_buildings_come_in_natural_order(ledger: Ledger, people: list[int]) -> None:
    assert figures_by_building(ledger, DAY) == [
        (("和平苑", "2"), DayFigures(DAY, due=2, done=1, missed=1)),
        (("和平苑", "10"), DayFigures(DAY, due=1, done=1)),
        (("幸福里", "2"), DayFigures(DAY, due=1, missed=1, willing=1)),
    ]


def test_cadences_come_strictest_first(ledger: Ledger, people: list[int]) -> None:
    ledger.update("resident", people[3], {"cadence": "免检"})
    assert figures_by_cadence(ledger, DAY) == [
        ("一天一检", DayFigures(DAY, due=2, done=1, missed=1)),
        ("三天一检", DayFigures(DAY, due=1, done=1, willing=1)),
        ("免检", DayFigures(DAY)),
    ]


def test_several_days_at_once(ledger: Ledger, people: list[int]) -> None:
    days = [BEFORE, DAY]
    assert coverage_by_day(ledger, days) == [day_figures(ledger, day) for day in days]


def test_progress_counts_the_first_sample_of_those_who_were_due(ledger: Ledger, people: list[int]) -> None:
    assert hourly_progress(ledger, DAY) == [(7, 1), (8, 1)]


def test_lists_come_in_address_order(ledger: Ledger, people: list[int]) -> None:
    assert due_ids(ledger, DAY) == [people[2], people[1], people[0], people[3]]
    assert [person.resident for person in due_people(ledger, DAY, outcome="missed")] == [people[1], people[3]]
    assert [person.resident for person in willing_people(ledger, DAY)] == [people[4]]


def test_a_person_of_the_list_is_fully_told(ledger: Ledger, people: list[int]) -> None:
    ledger.create("sample", {"resident": people[1], "sampled_at": "2022-11-24 08:00:00"})
    [person] = due_people(ledger, DAY, Scope("和平苑"), "missed")
    assert (person.community, person.building, person.unit, person.room) == ("和平苑", "2", "1", "1001")
    assert (person.trade, person.cadence, person.last_sampled_on) == ("环卫", "一天一检", "2022-11-24")
    assert (person.due_on, person.overdue_days, person.outcome, person.reason) == (
        "2022-11-25",
        3,
        "missed",
        None,
    )


def test_those_not_yet_due_are_told_when(ledger: Ledger, people: list[int]) -> None:
    person = due_details(ledger, "2022-11-29", [people[4]])[people[4]]
    assert (person.outcome, person.due_on, person.overdue_days) == ("", "2022-12-01", 0)


def test_those_who_left_are_in_no_list(ledger: Ledger, people: list[int]) -> None:
    ledger.update("resident", people[0], {"presence": "已迁出", "presence_since": DAY})
    assert people[0] not in due_ids(ledger, DAY)
    assert due_details(ledger, DAY, people[:1]) == {}
    assert people[0] in due_ids(ledger, BEFORE)


def test_many_people_are_told_as_a_few_are(ledger: Ledger, household: int) -> None:
    rows = ledger.create_many("resident", [{"household": household, "name": "张三"}] * 600)
    ledger.create_many("sample", [{"resident": row, "sampled_at": f"{DAY} 08:00:00"} for row in rows[::2]])
    many = {person.resident: person for person in due_people(ledger, DAY)}
    assert sorted(many) == rows
    few = due_details(ledger, DAY, rows[:10])
    assert few == {row: many[row] for row in rows[:10]}


# -- reasons and exemptions


def reason_of(ledger: Ledger, resident: int, day: str = DAY) -> str | None:
    return due_details(ledger, day, [resident])[resident].reason


def test_a_reason_holds_for_its_day_and_is_replaced(ledger: Ledger, people: list[int]) -> None:
    missed = due_ids(ledger, DAY, outcome="missed")
    set_missed_reason(ledger, missed, DAY, "联系不上")
    set_missed_reason(ledger, missed[:1], DAY, "拒不配合")
    assert [reason_of(ledger, resident) for resident in missed] == ["拒不配合", "联系不上"]
    assert ledger.count("exemption") == 2
    assert reason_of(ledger, missed[0], "2022-11-29") is None
    assert day_figures(ledger, DAY).missed == 2


@pytest.mark.parametrize("nothing", ["未说明", "", " "])
def test_a_reason_is_cleared(ledger: Ledger, people: list[int], nothing: str) -> None:
    set_missed_reason(ledger, people, DAY, "联系不上")
    set_missed_reason(ledger, people, DAY, nothing)
    assert ledger.count("exemption") == 0


def test_a_reason_for_many_is_one_change(ledger: Ledger, people: list[int]) -> None:
    set_missed_reason(ledger, people, DAY, "联系不上")
    set_missed_reason(ledger, people, DAY, "外出未归")
    ledger.undo()
    assert reason_of(ledger, people[1]) == "联系不上"
    ledger.undo()
    assert ledger.count("exemption") == 0


@pytest.mark.parametrize("to_day", ["2022-11-30", None])
def test_a_reason_for_several_days_stays_for_the_others(
    ledger: Ledger, people: list[int], to_day: str | None
) -> None:
    given = {
        "kind": MISSED_REASON,
        "reason": "外出未归",
        "from_day": "2022-11-26",
        "to_day": to_day,
        "note": "电话告知",
    }
    ledger.create("exemption", {"resident": people[1], **given})
    set_missed_reason(ledger, [people[1]], DAY, "联系不上")
    told = [reason_of(ledger, people[1], f"2022-11-{day}") for day in (25, 26, 27, 28, 29, 30)]
    assert told == [None, "外出未归", "外出未归", "联系不上", "外出未归", "外出未归"]
    assert [row["note"] for row in ledger.rows("exemption", {"reason": "外出未归"})] == ["电话告知"] * 2


def test_the_exempt_are_counted_apart(ledger: Ledger, people: list[int]) -> None:
    set_exemption(ledger, people[:2], "孕产期", DAY, DAY)
    assert day_figures(ledger, DAY) == DayFigures(DAY, due=2, done=1, missed=1, exempt=2, willing=1)
    assert [person.reason for person in due_people(ledger, DAY, outcome="exempt")] == ["孕产期", "孕产期"]
    assert day_figures(ledger, "2022-11-29").exempt == 0


def test_an_exemption_without_an_end_goes_on(ledger: Ledger, people: list[int]) -> None:
    set_exemption(ledger, people[:1], "80岁及以上老人", DAY)
    assert day_figures(ledger, "2032-11-28").exempt == 1


@pytest.mark.parametrize(("reason", "to_day"), [("孕产期", BEFORE), (" ", None)])
def test_a_senseless_exemption_is_refused(
    ledger: Ledger, people: list[int], reason: str, to_day: str | None
) -> None:
    with pytest.raises(RowProblems):
        set_exemption(ledger, people[:1], reason, DAY, to_day)
    assert ledger.count("exemption") == 0


# -- scopes


@pytest.mark.parametrize(
    ("text", "scope", "label"),
    [
        ("", WHOLE, "全部"),
        ("全部", WHOLE, "全部"),
        ("和平苑", Scope("和平苑"), "和平苑"),
        ("和平苑小区", Scope("和平苑"), "和平苑"),
        ("2号楼", Scope("", "2"), "2号楼"),
        ("二号楼", Scope("", "2"), "2号楼"),
        ("２＃", Scope("", "2"), "2号楼"),
        ("和平苑2号楼", Scope("和平苑", "2"), "和平苑2号楼"),
        ("和平苑-2", Scope("和平苑", "2"), "和平苑2号楼"),
        ("2-1", Scope("", "2", "1"), "2号楼1单元"),
        ("幸福里2-2", Scope("幸福里", "2", "2"), "幸福里2号楼2单元"),
        (" 幸福里 2号楼 二单元", Scope("幸福里", "2", "2"), "幸福里2号楼2单元"),
        ("第三网格", Scope(grid="第3网格"), "第3网格"),
    ],
)
def test_a_scope_is_read_as_it_is_said(
    ledger: Ledger, people: list[int], text: str, scope: Scope, label: str
) -> None:
    assert parse_scope(ledger, text) == scope
    assert scope.label == label


@pytest.mark.parametrize(
    "text", ["11号楼", "平安里", "和平苑3号楼", "2-3", "第4网格", "幸福里10号楼", "%", "2' OR 1"]
)
def test_what_the_ledger_does_not_have_is_named(ledger: Ledger, people: list[int], text: str) -> None:
    with pytest.raises(NoSuchScope, match="台账里没有"):
        parse_scope(ledger, text)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (WHOLE, [0, 1, 2, 3, 4]),
        (Scope("和平苑"), [0, 1, 2]),
        (Scope("", "2"), [1, 2, 3, 4]),
        (Scope("幸福里", "2", "2"), [4]),
        (Scope(grid="第3网格"), [3, 4]),
        (Scope("和平苑", grid="第3网格"), []),
    ],
)
def test_a_scope_holds_its_doors(
    ledger: Ledger, people: list[int], scope: Scope, expected: list[int]
) -> None:
    ledger.set_setting("base_cadence", "一天一检")
    assert sorted(due_ids(ledger, DAY, scope)) == [people[number] for number in expected]
    assert day_figures(ledger, DAY, scope).due == len(expected)


def test_a_unit_may_lie_in_another_grid_than_its_building(ledger: Ledger, people: list[int]) -> None:
    [unit] = ledger.rows("place", {"community": "幸福里", "unit": "2"})
    ledger.update("place", unit["id"], {"grid": "第4网格"})
    assert parse_scope(ledger, "第4网格").places(ledger) == {unit["id"]}
    assert unit["id"] not in Scope(grid="第3网格").places(ledger)


# -- sets of residents


def test_sets_keep_exactly_who_is_in_them(ledger: Ledger, people: list[int]) -> None:
    roster = due_book(ledger).roster
    for chosen in ([], people[:1], people[1:4], people):
        bits = roster.bits(chosen)
        assert (bits.bit_count(), sorted(roster.residents(bits))) == (len(chosen), chosen)
        assert roster.members(bits, people) == set(chosen)
    assert roster.residents(roster.everyone) == roster.residents(roster.within(roster.blocks))


def test_residents_added_meanwhile_are_in_no_set(ledger: Ledger, people: list[int]) -> None:
    roster = due_book(ledger).roster
    assert roster.bits([0, people[0], 10**6]) == roster.bits(people[:1])
    assert roster.members(roster.everyone, [0, people[0], 10**6]) == {people[0]}


def test_figures_are_read_while_another_program_writes(ledger: Ledger, people: list[int]) -> None:
    with Ledger.open(ledger.path) as other, other.change("采样"):
        other.create("sample", {"resident": people[1], "sampled_at": f"{DAY} 08:00:00"})
        assert day_figures(ledger, DAY).done == 2
    assert day_figures(ledger, DAY).done == 3
