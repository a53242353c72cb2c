"""A laboratory's export against the ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridworker.intake import residents
from gridworker.intake.problems import Outcome
from gridworker.intake.results import ResultPlan, commit, plan_results
from gridworker.intake.samples import read_result
from gridworker.ledger.book import Ledger
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

AT = datetime(2022, 11, 28, 7, 0)
TUBE = "G000001"


@pytest.fixture
def town(ledger: Ledger, tmp_path: Path) -> Town:
    """Made-up people, all in the ledger."""
    made = make_town(8)
    path = flat_workbook(tmp_path / "all.xlsx", made)
    residents.commit(ledger, residents.plan_residents(ledger, [path]))
    return made


def stranger(name: str = "外来客", sequence: int = 7) -> Person:
    born = date(1991, 5, 5)
    return Person(name, make_id(born, sequence, "110101"), born, f"1390000{sequence:04d}", 9, 9, 909)


def run(ledger: Ledger, path: Path, **options: Any) -> Outcome:
    return commit(ledger, plan_results(ledger, [path], **options))


def lab(ledger: Ledger, tmp_path: Path, *rows: list[Any]) -> Outcome:
    return run(ledger, lab_workbook(tmp_path / "lab.xlsx", rows))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.added + outcome.updated + outcome.unchanged + outcome.rejected
    assert outcome.matched is not None and outcome.unmatched is not None
    assert outcome.rows == outcome.matched + outcome.unmatched
    return outcome.added, outcome.updated, outcome.unchanged, outcome.rejected


def reasons(outcome: Outcome) -> list[tuple[str | None, str]]:
    return [(problem.why, problem.severity) for problem in outcome.problems]


def samples(ledger: Ledger) -> list[dict[str, Any]]:
    numbers = {person["id"]: person["id_number"] for person in ledger.rows("resident")}
    return [sample | {"number": numbers[sample["resident"]]} for sample in ledger.rows("sample")]


def test_a_whole_export(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    """Repeats count once, strangers are named, and importing again changes nothing."""
    rows = [
        lab_row(person, AT + timedelta(seconds=20 * n), f"G{n // 10}") for n, person in enumerate(town.people)
    ]
    rows[3] = lab_row(town.people[3], AT + timedelta(minutes=1), "G0", "阳性")
    rows += [rows[0], rows[5], lab_row(stranger(), AT, "G9"), lab_row(stranger("过路人", 8), AT, "G9")]
    path = lab_workbook(tmp_path / "lab.xlsx", rows)
    outcome = run(ledger, path)
    people = len(town.people)
    assert counts(outcome) == (people, 0, 2, 2)
    assert (outcome.matched, outcome.unmatched) == (people + 2, 2)
    assert {sample["number"] for sample in samples(ledger)} == {person.number for person in town.people}
    assert [s["number"] for s in samples(ledger) if s["result"] == "阳性"] == [town.people[3].number]
    assert reasons(outcome) == [("no-such-person", "error")] * 2
    again = run(ledger, path)
    assert again.batch is None
    assert counts(again) == (0, 0, people + 2, 2)


def test_what_is_stored_of_a_sample(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, "未检出"))
    sample = samples(ledger)[0]
    assert (sample["sampled_at"], sample["sampled_on"]) == ("2022-11-28 07:00:00", "2022-11-28")
    assert (sample["result"], sample["reported_at"]) == ("阴性", "2022-11-28 14:00:00")
    assert (sample["tube"], sample["lab"], sample["site"], sample["source"]) == (
        TUBE, "某检测机构", "东门", "检测机构导入",
    )  # fmt: skip


def test_the_report_time_is_the_filing_else_the_test(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, 检测结果填报时间=None))
    assert samples(ledger)[0]["reported_at"] == "2022-11-28 13:00:00"


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("阴", "阴性"), ("阴性(-)", "阴性"), ("阴性（-）", "阴性"), ("未检出", "阴性"), ("核酸阴性", "阴性"), ("(-)", "阴性"),
        ("阳", "阳性"), ("+", "阳性"), ("阳性（+）", "阳性"), ("检出", "阳性"), ("弱阳性", "阳性"),
        ("-", "待出"), (None, "待出"), ("  ", "待出"), ("待出", "待出"), ("检测中", "待出"), ("/", "待出"),
        ("可疑", "可疑"), ("疑似阳性", "可疑"), ("无效", "无效"), ("样本不合格", "无效"),
        ("阴性/阳性", None), ("春天", None),
    ],
)  # fmt: skip
def test_a_laboratorys_words(word: str | None, result: str | None) -> None:
    assert read_result(word) == result


def test_an_unknown_word_is_pending_and_named(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, "春天"))
    assert samples(ledger)[0]["result"] == "待出"
    assert (outcome.problems[0].field, outcome.problems[0].value) == ("result", "春天")


def test_a_pending_result_is_updated_and_never_comes_back(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    lab(ledger, tmp_path, lab_row(person, AT, TUBE, "-"))
    assert samples(ledger)[0]["reported_at"] is None
    assert counts(lab(ledger, tmp_path, lab_row(person, AT, TUBE, "阴性"))) == (0, 1, 0, 0)
    assert counts(lab(ledger, tmp_path, lab_row(person, AT, TUBE, "待出"))) == (0, 0, 1, 0)
    assert samples(ledger)[0]["result"] == "阴性"


def test_a_result_that_turns_is_taken_with_a_warning(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, "阳性"))
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, "阴性"))
    assert reasons(outcome) == [("result-changed", "warning")]
    assert samples(ledger)[0]["result"] == "阴性"


def test_repeats_that_disagree_are_the_graver_and_named(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    rows = [lab_row(town.people[0], AT, TUBE, result) for result in ("阳性", "阴性", "待出")]
    outcome = lab(ledger, tmp_path, *rows)
    assert counts(outcome) == (1, 0, 2, 0)
    assert reasons(outcome) == [("duplicate", "warning")]
    assert samples(ledger)[0]["result"] == "阳性"
    assert counts(lab(ledger, tmp_path, *rows)) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    "registered",
    [
        {"sampled_at": "2022-11-28 08:30:00", "tube": TUBE}, {"sampled_at": "2022-11-28 07:00:00"},
        {"sampled_at": "2022-11-28 06:55:00"}, {"sampled_at": "2022-11-28 00:00:00"},
    ],
    ids=["same tube", "same moment", "same day, pending, no tube", "only the day"],
)  # fmt: skip
def test_a_sample_registered_at_the_gate_is_updated(
    registered: dict[str, str], ledger: Ledger, town: Town, tmp_path: Path
) -> None:
    ledger.create("sample", {"resident": ledger.rows("resident")[0]["id"], **registered})
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE))
    assert counts(outcome) == (0, 1, 0, 0)
    (sample,) = samples(ledger)
    assert (sample["result"], sample["tube"]) == ("阴性", TUBE)
    assert sample["sampled_at"][:10] == "2022-11-28"
    assert counts(lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE))) == (0, 0, 1, 0)


def test_two_tubes_on_one_day_are_two_samples(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    outcome = lab(ledger, tmp_path, lab_row(person, AT, TUBE), lab_row(person, AT + timedelta(hours=9), "G2"))
    assert counts(outcome) == (2, 0, 0, 0)


def test_a_number_in_other_dress_is_the_same(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    written = f" {person.number.lower()} ".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert counts(lab(ledger, tmp_path, lab_row(person, AT, TUBE, 证件号码=written))) == (1, 0, 0, 0)


def test_a_damaged_number_is_repaired_by_a_second_fact(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    damaged = int(person.number[:15] + "000")
    outcome = lab(ledger, tmp_path, lab_row(person, AT, TUBE, 证件号码=damaged))
    assert reasons(outcome) == [("damaged-id-repaired", "warning")]
    assert samples(ledger)[0]["number"] == person.number
    assert person.number not in outcome.problems[0].problem


def test_a_damaged_number_without_a_second_fact_is_nobodys(
    ledger: Ledger, town: Town, tmp_path: Path
) -> None:
    unique = next(p for p in town.people if sum(q.name == p.name for q in town.people) == 1)
    damaged = int(unique.number[:15] + "000")
    outcome = lab(ledger, tmp_path, lab_row(unique, AT, TUBE, 证件号码=damaged, 电话号码=None))
    assert counts(outcome) == (0, 0, 0, 1)
    assert ("name-only", "error") in reasons(outcome)


def test_no_number_but_name_and_phone(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    assert counts(lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, 证件号码=None))) == (1, 0, 0, 0)


def test_no_number_but_name_and_door(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = town.people[0]
    headings = ("姓名", "住址", "采样日期", "结果")
    door = f"{person.building}号楼{person.unit}单元{person.room}"
    path = save(tmp_path / "l.xlsx", {"一": [headings, (person.name, door, AT.date(), "阴")]})
    assert counts(run(ledger, path)) == (1, 0, 0, 0)


def test_several_of_one_name_are_not_guessed(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    household = ledger.rows("household")[0]["id"]
    for _ in range(2):
        ledger.create("resident", {"household": household, "name": "同名人"})
    outcome = lab(ledger, tmp_path, lab_row(stranger("同名人"), AT, TUBE, 证件号码=None))
    assert reasons(outcome) == [("same-name-several", "error")]


def test_the_number_decides_though_the_name_differs(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, 姓名="别字"))
    assert counts(outcome) == (1, 0, 0, 0)
    assert reasons(outcome) == [("name-differs", "warning")]


def test_another_valid_number_is_somebody_else(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, 证件号码=stranger().number))
    assert counts(outcome) == (0, 0, 0, 1)
    assert reasons(outcome) == [("id-differs", "error")]


def test_strangers_are_kept_to_be_offered(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    person = stranger()
    plan: ResultPlan = plan_results(ledger, [lab_workbook(tmp_path / "l.xlsx", [lab_row(person, AT, TUBE)])])
    (found,) = plan.strangers
    assert (found.name, found.id_number, found.phone, found.why) == (
        person.name, person.number, person.phone, "no-such-person",
    )  # fmt: skip
    assert found.row == 2


def test_a_row_without_a_date_is_named_unless_the_day_is_given(
    ledger: Ledger, town: Town, tmp_path: Path
) -> None:
    path = lab_workbook(tmp_path / "l.xlsx", [lab_row(town.people[0], AT, TUBE, 采样时间=None)])
    outcome = run(ledger, path)
    assert counts(outcome) == (0, 0, 0, 1)
    assert (outcome.matched, outcome.problems[0].field) == (1, "sampled_at")
    assert counts(run(ledger, path, constants={"sampled_at": "2022-11-28"})) == (1, 0, 0, 0)


def test_other_names_for_the_columns_and_no_results_yet(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    headings = ("受检者姓名", "身份证号", "采样日期", "条码号")
    rows = [(person.name, person.number, "2022/11/28", "T1") for person in town.people[:3]]
    assert counts(run(ledger, save(tmp_path / "l.xlsx", {"一": [headings, *rows]}))) == (3, 0, 0, 0)
    assert {sample["result"] for sample in samples(ledger)} == {"待出"}


def test_a_report_before_the_sample_is_not_taken(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    outcome = lab(ledger, tmp_path, lab_row(town.people[0], AT, TUBE, 检测结果填报时间="2022-11-27 10:00:00"))
    assert samples(ledger)[0]["reported_at"] is None
    assert (outcome.problems[0].field, outcome.problems[0].severity) == ("reported_at", "error")


def test_importing_results_is_one_batch(ledger: Ledger, town: Town, tmp_path: Path) -> None:
    outcome = lab(ledger, tmp_path, *(lab_row(person, AT, TUBE) for person in town.people))
    assert outcome.touched.keys() == {"sample"}
    assert outcome.batch is not None
    ledger.undo(outcome.batch)
    assert ledger.count("sample") == 0


def test_own_fields_of_a_sample_are_kept_and_the_same_file_again_changes_nothing(
    ledger: Ledger, town: Town, tmp_path: Path
) -> None:
    ledger.create("own_field", {"register": "sample", "key": "own_1", "heading": "采样车", "kind": "文字"})
    rows = [[*lab_row(person, AT, TUBE), "晋A1"] for person in town.people[:3]]
    path = save(tmp_path / "lab.xlsx", {"结果": [[*LAB_HEADINGS, "采样车"], *rows]})
    assert counts(run(ledger, path)) == (3, 0, 0, 0)
    assert [sample["own_1"] for sample in samples(ledger)] == ["晋A1"] * 3
    assert counts(run(ledger, path)) == (0, 0, 3, 0)
    rows[0][-1] = "晋A2"
    changed = save(tmp_path / "lab2.xlsx", {"结果": [[*LAB_HEADINGS, "采样车"], *rows]})
    assert counts(run(ledger, changed)) == (0, 1, 2, 0)
    assert [sample["own_1"] for sample in samples(ledger)] == ["晋A2", "晋A1", "晋A1"]
