"""A laboratory's file compared with the ledger: whose each row is, what is remembered, who is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridworker.errors import FileProblem
from gridworker.intake import residents
from gridworker.intake.compared import ComparedRow
from gridworker.intake.comparison import (
    Comparison,
    choose_person,
    compare_again,
    compare_files,
    dismiss_person,
    missing_people,
    take_back,
    write_results,
)
from gridworker.intake.results import plan_results
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.testing import due_ids, set_missed_reason
from gridworker.ledger.tracing import trace_view
from tests.intake.samples import (
    LAB_HEADINGS,
    Person,
    Town,
    flat_workbook,
    lab_row,
    lab_workbook,
    make_id,
    make_town,
    save,
)

DAY = "2022-11-28"
AT = datetime(2022, 11, 28, 7)
Compare = Callable[..., Comparison]


@pytest.fixture
def town(ledger: Ledger, tmp_path: Path) -> Town:
    made = make_town(8)
    path = flat_workbook(tmp_path / "all.xlsx", made)
    residents.commit(ledger, residents.plan_residents(ledger, [path]))
    return made


@pytest.fixture
def compare(ledger: Ledger, tmp_path: Path) -> Compare:
    def run(*rows: list[Any]) -> Comparison:
        return compare_files(ledger, [lab_workbook(tmp_path / "lab.xlsx", rows)], DAY)

    return run


@pytest.fixture
def namesakes(ledger: Ledger) -> list[int]:
    """Two people of one name behind two doors."""
    with ledger.change("同名"):
        doors = [Doors(ledger).household(Address("和平苑", "9", "1", room)) for room in ("101", "102")]
        return [
            ledger.create("resident", {"household": door, "name": "同名人", "phone": f"1370000000{at}"})
            for at, door in enumerate(doors)
        ]


def stranger(name: str = "外来客", sequence: int = 7) -> Person:
    born = date(1991, 5, 5)
    return Person(name, make_id(born, sequence, "110101"), born, f"1390000{sequence:04d}", 9, 9, 909)


def only(comparison: Comparison) -> ComparedRow:
    (row,) = comparison.rows
    return row


def bare(name: str = "同名人", tube: str = "G1", **more: Any) -> list[Any]:
    return lab_row(stranger(name), AT, tube, 证件号码=None, 性别=None, **{"电话号码": None, **more})


# -- whose, and how sure


@pytest.mark.parametrize(
    ("changes", "how", "sure"),
    [
        ({}, "证件号码", "确定"), ({"姓名": None}, "证件号码", "确定"), ({"姓名": "别字"}, "证件号码", "较可靠"),
        ({"证件号码": None}, "姓名+电话", "较可靠"),
    ],
)  # fmt: skip
def test_how_a_row_was_matched(
    compare: Compare, town: Town, changes: dict[str, Any], how: str, sure: str
) -> None:
    row = only(compare(lab_row(town.people[0], AT, "G1", **changes)))
    assert (row.how, row.sure, row.action) == (how, sure, "新增")
    assert row.person is not None and row.person.name == town.people[0].name


def test_by_name_and_door(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    door = f"{person.building}号楼{person.unit}单元{person.room}"
    path = save(tmp_path / "l.xlsx", {"一": [("姓名", "住址", "采样日期"), (person.name, door, AT.date())]})
    row = only(compare_files(ledger, [path], DAY))
    assert (row.how, row.sure) == ("姓名+门牌", "较可靠")


def test_a_damaged_number_is_repaired_by_a_second_fact_only(compare: Compare, town: Town) -> None:
    person = next(p for p in town.people if sum(q.name == p.name for q in town.people) == 1)
    damaged = int(person.number[:15] + "000")
    row = only(compare(lab_row(person, AT, "G1", 证件号码=damaged)))
    assert (row.how, row.sure, row.damaged) == ("姓名+电话", "较可靠", True)
    assert "损坏" in row.why and person.number not in row.why
    alone = compare(lab_row(person, AT, "G1", 证件号码=damaged, 电话号码=None))
    assert (only(alone).sure, only(alone).action) == ("待选择", "未导入")
    (candidate,) = alone.candidates(0)
    assert candidate.number == person.number and "证件号码" in candidate.agrees


def test_a_stranger_has_no_candidates(compare: Compare, town: Town) -> None:
    comparison = compare(lab_row(stranger(), AT, "G1"))
    row = only(comparison)
    assert (row.sure, row.how, row.person, row.action) == ("台账外", "", None, "未导入")
    assert comparison.candidates(0) == ()
    assert row.why == "台账里没有这个人。请加入台账，或忽略。"


def test_of_one_name_nobody_is_guessed_and_the_likelier_comes_first(
    compare: Compare, namesakes: list[int]
) -> None:
    comparison = compare(bare())
    assert (only(comparison).sure, only(comparison).namesakes) == ("待选择", 2)
    assert [each.resident for each in comparison.candidates(0)] == namesakes
    first = lab_row(stranger("同名人"), AT, "G1", 证件号码=None, 性别=None, 电话号码="13700000000")
    both = compare(first, bare(tube="G2"))
    assert both.rows[0].sure == "较可靠"
    assert [each.resident for each in both.candidates(1)] == namesakes[::-1]
    assert both.candidates(1)[1].differs == ("表中另有一行",)


def test_a_valid_number_of_somebody_else_is_offered_only_with_a_second_fact(
    compare: Compare, town: Town
) -> None:
    person, other = town.people[0], stranger()
    shares = compare(lab_row(person, AT, "G1", 证件号码=other.number))
    assert only(shares).sure == "待选择"
    (candidate,) = shares.candidates(0)
    assert "证件号码" in candidate.differs and "电话" in candidate.agrees
    apart = compare(lab_row(person, AT, "G1", 证件号码=other.number, 电话号码=other.phone))
    assert only(apart).sure == "台账外"


def test_a_namesake_without_a_number_may_be_meant_by_a_new_one(
    compare: Compare, namesakes: list[int]
) -> None:
    comparison = compare(lab_row(stranger("同名人"), AT, "G1"))
    assert only(comparison).sure == "待选择"
    assert only(comparison).why.startswith("证件号码不在台账里，但台账里有同名")


def test_repeats_name_the_row_they_repeat(compare: Compare, town: Town) -> None:
    row = lab_row(town.people[0], AT, "G1")
    comparison = compare(row, lab_row(town.people[1], AT, "G1"), row)
    assert [each.repeats for each in comparison.rows] == [None, None, 2]
    assert "与第 2 行是同一份样本" in comparison.rows[2].why
    assert comparison.counts == {"确定": 3, "all": 3, "repeated": 1, "missing": len(town.people) - 2}


def test_every_row_is_counted_once(compare: Compare, town: Town, namesakes: list[int]) -> None:
    rows = [lab_row(person, AT, "G1") for person in town.people]
    rows += [bare(), lab_row(stranger(), AT, "G2"), lab_row(town.people[0], AT, "G1", 证件号码=None)]
    counts = compare(*rows).counts
    kinds = ("确定", "较可靠", "待选择", "台账外", "已忽略")
    assert sum(counts.get(kind, 0) for kind in kinds) == counts["all"] == len(rows)


def test_a_file_without_rows_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        compare_files(ledger, [save(tmp_path / "l.xlsx", {"一": [LAB_HEADINGS]})], DAY)


def test_without_times_the_working_day_holds_and_says_so(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    path = save(
        tmp_path / "l.xlsx", {"一": [("姓名", "证件号码", "结果"), (person.name, person.number, "阴")]}
    )
    comparison = compare_files(ledger, [path], DAY)
    assert comparison.dated and comparison.day == DAY
    assert only(comparison).sampled_at[:10] == DAY


# -- decisions


def test_a_choice_is_remembered_for_the_next_file(
    ledger: Ledger, compare: Compare, namesakes: list[int]
) -> None:
    phone = "13500000009"
    comparison = compare(bare(电话号码=phone))
    choose_person(ledger, comparison, 0, namesakes[1])
    again = only(compare(bare(电话号码=phone, tube="G7", 采样时间=AT + timedelta(days=1))))
    assert (again.sure, again.how) == ("确定", "您的选择")
    assert again.person is not None and again.person.id == namesakes[1]


def test_a_bare_name_is_decided_for_its_sample_only(
    ledger: Ledger, compare: Compare, namesakes: list[int]
) -> None:
    comparison = compare(bare())
    choose_person(ledger, comparison, 0, namesakes[0])
    assert only(compare(bare())).how == "您的选择"
    assert only(compare(bare(tube="G2"))).sure == "待选择"


def test_the_import_itself_follows_the_choice(
    ledger: Ledger, compare: Compare, namesakes: list[int], tmp_path: Path
) -> None:
    choose_person(ledger, compare(bare()), 0, namesakes[0])
    plan = plan_results(ledger, [tmp_path / "lab.xlsx"])
    assert (plan.matched, plan.strangers) == (1, [])
    assert plan.samples.new[0]["resident"] == namesakes[0]


def test_the_ignored_are_counted_apart_and_not_asked_about_again(
    ledger: Ledger, compare: Compare, town: Town
) -> None:
    rows = [lab_row(stranger(), AT, "G1"), lab_row(town.people[0], AT, "G1")]
    comparison = compare(*rows)
    dismiss_person(ledger, comparison, [0])
    again = compare(lab_row(stranger(), AT + timedelta(days=1), "G9"))
    assert only(again).sure == "已忽略"
    assert again.plan.strangers == []
    assert again.candidates(0) == ()


def test_decisions_are_taken_back(ledger: Ledger, compare: Compare, namesakes: list[int]) -> None:
    comparison = compare(bare())
    choose_person(ledger, comparison, 0, namesakes[0])
    assert take_back(ledger, comparison, [0]) == 1
    assert only(compare_again(ledger, comparison, DAY)).sure == "待选择"
    ledger.undo()
    assert only(compare_again(ledger, comparison, DAY)).how == "您的选择"


def test_a_number_is_surer_than_a_choice(
    ledger: Ledger, compare: Compare, town: Town, namesakes: list[int]
) -> None:
    person = stranger("同名人")
    choose_person(ledger, compare(lab_row(person, AT, "G1")), 0, namesakes[0])
    ledger.update("resident", namesakes[1], {"id_number": person.number})
    row = only(compare(lab_row(person, AT, "G1")))
    assert row.person is not None and (row.person.id, row.how) == (namesakes[1], "证件号码")


# -- who is missing


def test_the_missing_are_the_due_without_row_and_sample(ledger: Ledger, compare: Compare, town: Town) -> None:
    everyone = due_ids(ledger, DAY)
    elsewhere = everyone[-1]
    ledger.create("sample", {"resident": elsewhere, "sampled_at": f"{DAY} 06:00:00"})
    set_missed_reason(ledger, everyone[-2:-1], DAY, "外出未归")
    comparison = compare(*(lab_row(person, AT, "G1") for person in town.people[:3]))
    there = {row.person.id for row in comparison.rows if row.person}
    assert set(comparison.missing) == set(everyone) - there - {elsewhere}
    people = missing_people(ledger, comparison.plan, DAY)
    assert [person.resident for person in people] == list(comparison.missing)
    assert [person.reason for person in people if person.reason] == ["外出未归"]


def test_a_sample_of_another_day_does_not_count(ledger: Ledger, compare: Compare, town: Town) -> None:
    rows = [lab_row(person, AT, "G1") for person in town.people[:2]]
    comparison = compare(*rows, lab_row(town.people[2], AT - timedelta(days=1), "G0"))
    assert comparison.day == DAY
    assert comparison.rows[2].person is not None and comparison.rows[2].person.id in comparison.missing


def test_after_writing_the_same_people_are_missing(ledger: Ledger, compare: Compare, town: Town) -> None:
    comparison = compare(*(lab_row(person, AT, "G1") for person in town.people[:3]))
    write_results(ledger, comparison.plan, f"{DAY} 20:00:00")
    again = compare_again(ledger, comparison, DAY)
    assert again.missing == comparison.missing
    assert [row.action for row in again.rows] == ["不变"] * 3
    assert again.to_write == 0


# -- writing


def test_a_positive_tube_is_traced_in_the_same_batch(ledger: Ledger, compare: Compare, town: Town) -> None:
    results = ["阳性" if at == 2 else "阴性" for at in range(10)]
    rows = [lab_row(person, AT, "G1", result) for person, result in zip(town.people, results, strict=False)]
    comparison = compare(*rows, lab_row(stranger(), AT, "G2", "可疑"))
    assert comparison.grave_tubes == {"G1": "阳性", "G2": "可疑"}
    written = write_results(ledger, comparison.plan, f"{DAY} 20:00:00")
    (trace,) = written.traces
    view = trace_view(ledger, trace)
    assert (view.tube, view.result, view.opened_at) == ("G1", "阳性", f"{DAY} 20:00:00")
    assert sum(person.role == "同管" for person in view.people) == 10
    assert set(written.change.touched) == {"sample", "trace", "trace_person"}
    ledger.undo()
    assert (ledger.count("sample"), ledger.count("trace")) == (0, 0)


def test_a_decision_made_meanwhile_is_followed(
    ledger: Ledger, compare: Compare, namesakes: list[int]
) -> None:
    comparison = compare(bare())
    choose_person(ledger, comparison, 0, namesakes[1])
    written = write_results(ledger, comparison.plan, f"{DAY} 20:00:00")
    assert written.outcome.added == 1
    assert ledger.rows("sample")[0]["resident"] == namesakes[1]
