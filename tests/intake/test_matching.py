"""Who a row means, damaged numbers, and one batch or nothing."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from gridworker.errors import Cancelled
from gridworker.intake.mapping import remember
from gridworker.intake.residents import ResidentPlan, commit, plan_residents
from gridworker.intake.sources import open_sources
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from tests.intake.importing import BORN, GOOD, OTHER, counts, doors, only, people, row, run, workbook
from tests.intake.samples import flat_workbook, make_id, make_town, merged_workbook

# -- damaged numbers


def test_a_damaged_number_is_never_stored_and_the_good_one_is_offered(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row()))
    outcome = run(ledger, workbook(tmp_path, row(number=int(GOOD[:15] + "000"), 备注="更新")))
    assert counts(outcome) == (0, 1, 0, 0)
    assert [person["id_number"] for person in people(ledger)] == [GOOD]
    assert "损坏" in only(outcome).problem and f"{GOOD[:4]}**********{GOOD[-4:]}" in only(outcome).problem
    assert GOOD not in only(outcome).problem


def test_the_digits_left_over_must_agree(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row()))
    outcome = run(ledger, workbook(tmp_path, row(number=int(OTHER[:15] + "000"))))
    assert counts(outcome) == (1, 0, 0, 0)
    assert [person["id_number"] for person in people(ledger)] == [GOOD, None]


def test_zeros_in_a_truncated_column_are_not_believed(ledger: Ledger, tmp_path: Path) -> None:
    """One in eleven truncated numbers passes the check digit; its neighbours give it away."""
    numbers = [make_id(date.fromordinal(BORN.toordinal() + day), 100) for day in range(100)]
    passing = next(number for number in numbers if number.endswith("000"))
    failing = next(number[:15] + "000" for number in numbers if not number.endswith("000"))
    path = tmp_path / "a.csv"
    lines = ["姓名,住址,身份证号", f"张三,3-2-501,{passing}", f"李四,3-2-502,{failing}"]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert {problem.why for problem in run(ledger, path).problems} == {"damaged-id"}
    assert [person["id_number"] for person in people(ledger)] == [None, None]


# -- matching


def test_importing_again_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    path = merged_workbook(tmp_path / "m.xlsx", make_town(), frozenset({5}))
    first = run(ledger, path)
    again = run(ledger, path)
    assert (again.batch, again.touched) == (None, {})
    assert counts(again) == (0, 0, first.rows, 0)


def test_a_blank_never_erases_and_a_change_is_taken(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row(备注="原来", 与户主关系="户主")))
    outcome = run(ledger, workbook(tmp_path, row(phone="13900000000", 备注=None)))
    person = people(ledger)[0]
    assert counts(outcome) == (0, 1, 0, 0)
    assert (person["note"], person["phone"], person["relation"]) == ("原来", "13900000000", "户主")


def test_a_number_is_filled_in_by_name_and_phone_or_name_and_door(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row(number=None), row("李四", None, None, 房号=502)))
    outcome = run(ledger, workbook(tmp_path, row(房号=601), row("李四", OTHER, "13900000009", 房号=502)))
    assert counts(outcome) == (0, 2, 0, 0)
    assert [person["id_number"] for person in people(ledger)] == [GOOD, OTHER]
    assert doors(ledger)["张三"] == "和平苑-3-2-601"


def test_another_valid_number_is_another_person(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row()))
    assert counts(run(ledger, workbook(tmp_path, row(number=OTHER)))) == (1, 0, 0, 0)
    assert ledger.count("household") == 1


def test_the_same_person_twice_is_one_person(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path, row(number=None), row(备注="补充"), row(phone="13900000000"))
    outcome = run(ledger, path)
    assert counts(outcome) == (1, 1, 1, 0)
    assert len(people(ledger)) == 1 and people(ledger)[0]["id_number"] == GOOD
    assert people(ledger)[0]["phone"] == "13800000000"
    assert [problem.why for problem in outcome.problems] == ["duplicate"] * 2
    assert counts(run(ledger, path)) == (0, 0, 3, 0)


def test_one_number_under_two_names_is_not_one_person(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path, row(), row("李四", GOOD, "13900000000", 出生日期="1999-09-09"))
    outcome = run(ledger, path)
    assert counts(outcome) == (2, 0, 0, 0)
    assert [person["id_number"] for person in people(ledger)] == [GOOD, None]
    assert people(ledger)[1]["born"] == "1999-09-09"
    assert (only(outcome).why, only(outcome).severity) == ("same-number", "error")
    assert counts(run(ledger, path)) == (0, 0, 2, 0)


def test_a_door_without_estate_is_the_only_one_the_ledger_has(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row()))
    outcome = run(ledger, workbook(tmp_path, row("李四", OTHER, "13900000000", 小区=None)))
    assert counts(outcome) == (1, 0, 0, 0)
    assert doors(ledger)["李四"] == "和平苑-3-2-501"


def test_facts_that_the_ledgers_number_contradicts_are_not_taken(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row()))
    outcome = run(ledger, workbook(tmp_path, row(number=None, 出生日期="1986-01-01", 备注="新")))
    assert (people(ledger)[0]["born"], people(ledger)[0]["note"]) == ("1985-06-03", "新")
    assert (only(outcome).field, only(outcome).severity) == ("born", "warning")


def test_days_in_the_wrong_order_cost_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "住址", "迁入日期", "迁出日期")
    path = workbook(tmp_path, ("张三", "3-2-501", "2022-01-01", "2021-01-01"), headings=headings)
    assert only(run(ledger, path)).field == "moved_out"
    assert (people(ledger)[0]["moved_in"], people(ledger)[0]["moved_out"]) == ("2022-01-01", None)


# -- one batch, or nothing


def test_the_batch_is_undone_whole(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, flat_workbook(tmp_path / "f.xlsx", make_town(5)))
    assert outcome.batch is not None
    ledger.undo(outcome.batch)
    assert (ledger.count("resident"), ledger.count("household"), ledger.count("place")) == (0, 0, 0)


class StopAt(Progress):
    """Cancels at the first step with this word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.words: set[str] = set()

    def step(self, done: int, total: int, word: str) -> None:
        self.words.add(word)
        if self.word and self.word in word:
            raise Cancelled


@pytest.mark.parametrize("word", ["读取", "核对", "写入"])
def test_cancelling_leaves_nothing(word: str, ledger: Ledger, tmp_path: Path) -> None:
    path = flat_workbook(tmp_path / "f.xlsx", make_town(5))
    stop = StopAt(word)
    with pytest.raises(Cancelled):
        commit(ledger, plan_residents(ledger, [path], progress=stop), stop)
    assert ledger.count("resident") == ledger.count("household") == 0
    assert counts(run(ledger, path))[0] > 0


def test_a_ledger_changed_meanwhile_is_looked_at_again(ledger: Ledger, tmp_path: Path) -> None:
    plan: ResidentPlan = plan_residents(ledger, [workbook(tmp_path, row())])
    assert counts(plan.outcome()) == (1, 0, 0, 0)
    run(ledger, workbook(tmp_path, row()))
    assert counts(commit(ledger, plan)) == (0, 0, 1, 0)
    assert ledger.count("resident") == 1


def test_a_dry_run_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    plan = plan_residents(ledger, [workbook(tmp_path, row())])
    assert (plan.outcome().batch, plan.outcome().added) == (None, 1)
    assert ledger.count("resident") == 0


def test_a_corrected_mapping_is_used_and_remembered(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path, ("张三", "3-2-501", "小胖"), headings=("姓名", "住址", "绰号"))
    (source,) = open_sources(ledger, [path], "residents").found
    chosen = source.mapping.with_choice(2, "note")
    commit(ledger, plan_residents(ledger, [source.with_mapping(chosen)]))
    assert people(ledger)[0]["note"] == "小胖"
    remember(ledger, chosen)
    assert open_sources(ledger, [path], "residents").found[0].mapping.of("note") == [2]


def test_everyone_planned_could_be_stored_singly(ledger: Ledger, tmp_path: Path) -> None:
    """Rows are stored without another check, so the plan must have made sure of them."""
    path = merged_workbook(tmp_path / "m.xlsx", make_town(40, seed=7), frozenset({1, 2}))
    plan = plan_residents(ledger, [path])
    register = ledger.register("resident")
    for known in plan.new:
        assert register.problems(register.complete({"household": 1, **known.values})) == {}


def test_a_moment_in_a_day_column_is_its_day(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row(number=None, 出生日期=datetime(1985, 6, 3, 12, 0))))
    assert people(ledger)[0]["born"] == "1985-06-03"


def test_two_thousand_numbers_through_a_spreadsheet(ledger: Ledger, tmp_path: Path) -> None:
    """As text none is altered; as numbers every one is refused, whatever its check digit says."""
    made = [make_id(date.fromordinal(BORN.toordinal() + n), n % 1000) for n in range(1000)]
    rows = [
        (f"张{chr(0x4E00 + n)}", f"{n % 20 + 1}-1-{n // 20 + 101}", number) for n, number in enumerate(made)
    ]
    rows += [(f"李{name[1]}", door, int(number[:17] + "0")) for name, door, number in rows]
    outcome = run(ledger, workbook(tmp_path, *rows, headings=("姓名", "住址", "身份证号")))
    assert counts(outcome) == (2000, 0, 0, 0)
    numbers = [person["id_number"] for person in people(ledger)]
    assert numbers == made + [None] * 1000
    refused = [problem for problem in outcome.problems if problem.severity == "error"]
    assert [problem.why for problem in refused] == ["damaged-id"] * 1000
