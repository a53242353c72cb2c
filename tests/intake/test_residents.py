"""Residents from workbooks of many shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from gridworker.errors import Cancelled, FileProblem
from gridworker.intake.doors import Parts
from gridworker.intake.mapping import remember
from gridworker.intake.problems import Outcome, Problem
from gridworker.intake.residents import ResidentPlan, commit, plan_residents
from gridworker.intake.sources import open_sources
from gridworker.jobs import Progress
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import address_of
from tests.intake.samples import (
    FLAT_HEADINGS,
    flat_row,
    flat_workbook,
    make_id,
    make_town,
    merged_workbook,
    save,
)

BORN = date(1985, 6, 3)
GOOD = make_id(BORN, 123)
OTHER = make_id(date(1990, 1, 2), 246)
HEADINGS = (
    "小区",
    "楼栋",
    "单元",
    "房号",
    "姓名",
    "身份证号",
    "联系电话",
    "性别",
    "出生日期",
    "与户主关系",
    "备注",
)


def row(name: str = "张三", number: Any = GOOD, phone: Any = "13800000000", **changes: Any) -> list[Any]:
    values = {
        "小区": "和平苑", "楼栋": "3号楼", "单元": "2单元", "房号": 501, "姓名": name, "身份证号": number, "联系电话": phone,
    } | changes  # fmt: skip
    return [values.get(heading) for heading in HEADINGS]


def workbook(
    tmp_path: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, sheet: str = "名单"
) -> Path:
    return save(tmp_path / "a.xlsx", {sheet: [headings, *rows]})


def run(ledger: Ledger, path: Path, **options: Any) -> Outcome:
    return commit(ledger, plan_residents(ledger, [path], **options))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.added + outcome.updated + outcome.unchanged + outcome.rejected
    return outcome.added, outcome.updated, outcome.unchanged, outcome.rejected


def people(ledger: Ledger) -> list[dict[str, Any]]:
    return ledger.rows("resident")


def doors(ledger: Ledger) -> dict[str, str]:
    """The address of everyone by name."""
    return {person["name"]: address_of(ledger, person["household"]).canonical for person in people(ledger)}


def only(outcome: Outcome) -> Problem:
    (problem,) = outcome.problems
    return problem


# -- shapes


def test_a_hand_kept_ledger_with_merged_cells(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town()
    damaged = frozenset({3, 20, 41})
    outcome = run(ledger, merged_workbook(tmp_path / "m.xlsx", town, damaged))
    good = {person.number for number, person in enumerate(town.people) if number not in damaged}
    assert counts(outcome) == (len(town.people), 0, 0, 0)
    assert ledger.count("household") == len(town.households)
    assert {person["id_number"] for person in people(ledger)} - {None} == good
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    assert [problem.why for problem in errors] == ["damaged-id"] * len(damaged)
    assert all(problem.field == "id_number" and "损坏" in problem.problem for problem in errors)
    assert {person["born"] for person in people(ledger)} == {f"{person.born}" for person in town.people}
    assert sorted(person["phone"] for person in people(ledger)) == sorted(p.phone for p in town.people)
    heads = {household["head"] for household in ledger.rows("household")}
    assert heads == {person.head for person in town.people}


def test_a_flat_list_with_the_address_in_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town()
    outcome = run(ledger, flat_workbook(tmp_path / "f.xlsx", town))
    assert counts(outcome) == (len(town.people), 0, 0, 0)
    assert outcome.problems == ()
    assert ledger.count("household") == len(town.households)
    assert {person["id_number"] for person in people(ledger)} == {person.number for person in town.people}
    first = people(ledger)[0]
    assert first["residency"] == "常住" and first["presence"] == "在住"
    assert {place["grid"] for place in ledger.rows("place") if place["unit"]} == {"第三网格"}


def test_a_sheet_a_building_with_doors_such_as_2_501(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("门牌", "姓名", "身份证号", "联系电话")
    sheets = {
        "1号楼": [headings, ("2-501", "张三", GOOD, "13800000000")],
        "和平苑12号楼": [headings, ("1-0302", "李四", OTHER, "13800000001")],
        "汇总": [("楼栋", "户数"), ("1号楼", 1)],
    }
    outcome = run(ledger, save(tmp_path / "楼.xlsx", sheets))
    assert counts(outcome) == (2, 0, 0, 0)
    assert doors(ledger) == {"张三": "-1-2-501", "李四": "和平苑-12-1-302"}
    assert only(outcome).sheet == "汇总"


def test_a_title_names_the_building(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("某街道某社区3号楼居民信息台账",), ("姓名", "单元", "房号"), ("张三", 2, 501)]
    run(ledger, save(tmp_path / "a.xlsx", {"Sheet1": rows}, ["A1:C1"]))
    assert doors(ledger) == {"张三": "-3-2-501"}


def test_a_constant_names_the_estate(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"3号楼": [("姓名", "单元", "房号"), ("张三", 2, 501)]})
    run(ledger, path, constants={"community": "和平苑"})
    assert doors(ledger) == {"张三": "和平苑-3-2-501"}


def test_one_address_cell_of_many_kinds(ledger: Ledger, tmp_path: Path) -> None:
    written = ("和平苑3号楼2单元501", "3-2-502", "３号楼２单元５０３室", "3#2-504")
    rows = [(f"张{place}", address) for place, address in zip("甲乙丙丁", written, strict=True)]
    run(ledger, workbook(tmp_path, *rows, headings=("姓名", "家庭住址")), constants={"community": "和平苑"})
    assert list(doors(ledger).values()) == [f"和平苑-3-2-50{number}" for number in (1, 2, 3, 4)]


def test_text_in_a_chinese_encoding(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    lines = ["姓名,证件号码,楼栋,单元,房号,手机号", f"张三,{GOOD},3号楼,2单元,501,13800000000"]
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    assert counts(run(ledger, path)) == (1, 0, 0, 0)
    assert people(ledger)[0]["id_number"] == GOOD


def test_household_cells_written_once_without_merging(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("楼栋", "单元", "房号", "户主", "姓名", "关系")
    rows = [
        ("3号楼", "2单元", 501, "张三", "张三", "户主"), (None, None, None, None, "李四", "配偶"),
        (None, None, 502, "王五", "王五", "户主"), (None, None, None, None, "王小", "子"),
        ("4号楼", "1单元", 101, "赵六", "赵六", "户主"), (None, None, None, None, "钱七", "配偶"),
    ]  # fmt: skip
    assert counts(run(ledger, workbook(tmp_path, *rows, headings=headings))) == (6, 0, 0, 0)
    assert list(doors(ledger).values()) == [
        "-3-2-501",
        "-3-2-501",
        "-3-2-502",
        "-3-2-502",
        "-4-1-101",
        "-4-1-101",
    ]
    assert [household["head"] for household in ledger.rows("household")] == ["张三", "王五", "赵六"]


def test_nothing_is_carried_over_a_gap(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("房号", "姓名", "关系", "联系电话")
    rows = [
        (501, "张三", "户主", "13800000000"), (None, "李四", "配偶", None), ("小计", "2人", None, None),
        (None, "王五", "子", None), (None, "赵六", "子", None),
    ]  # fmt: skip
    outcome = run(ledger, workbook(tmp_path, *rows, headings=headings, sheet="3号楼"))
    assert counts(outcome) == (2, 0, 0, 2)
    assert [problem.value for problem in outcome.problems] == ["", ""]


def test_in_a_flat_list_a_missing_address_is_missing(ledger: Ledger, tmp_path: Path) -> None:
    town = make_town(6)
    rows = [flat_row(person) for person in town.people]
    rows[2] = flat_row(town.people[2], 房屋地址=None, 楼栋地址=None)
    outcome = run(ledger, workbook(tmp_path, *rows, headings=FLAT_HEADINGS))
    assert counts(outcome) == (len(rows) - 1, 0, 0, 1)
    assert "住址" in only(outcome).problem


def test_two_tables_in_one_sheet(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("3号楼居民",), ("房号", "姓名", "联系电话"), ("2-501", "张三", "13800000000"), (None, None, None),
        ("外来人员",), ("姓名", "住址", "证件号码"), ("李四", "3-2-502", OTHER),
    ]  # fmt: skip
    path = save(tmp_path / "a.xlsx", {"3号楼": rows})
    assert counts(run(ledger, path)) == (2, 0, 0, 0)
    assert set(doors(ledger)) == {"张三", "李四"}


def test_a_list_of_heads_makes_households(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("户主姓名", "户主身份证号", "户主电话", "房号")
    run(ledger, workbook(tmp_path, ("张三", GOOD, "13800000000", "2-501"), headings=headings, sheet="3号楼"))
    assert people(ledger)[0]["id_number"] == GOOD
    assert ledger.rows("household")[0]["head"] == "张三"


def test_an_empty_home_is_kept_without_people(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path, row(), row("空户", None, None, 房号=502))
    assert counts(run(ledger, path)) == (2, 0, 0, 0)
    assert [home["housing"] for home in ledger.rows("household")] == [None, "空置"]
    assert counts(run(ledger, path)) == (0, 0, 2, 0)


def test_a_file_without_people_says_so(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="姓名"):
        plan_residents(ledger, [save(tmp_path / "a.xlsx", {"一": [("货物", "数量"), ("米", 1)]})])


def test_only_the_sheets_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"3号楼": [HEADINGS, row()], "4号楼": [HEADINGS, row("李四", OTHER)]})
    run(ledger, path, sheets=["4号楼"])
    assert [person["name"] for person in people(ledger)] == ["李四"]
    with pytest.raises(FileProblem, match="3号楼、4号楼"):
        plan_residents(ledger, [path], sheets=["5号楼"])


# -- cells


def test_two_phones_in_one_cell(ledger: Ledger, tmp_path: Path) -> None:
    run(ledger, workbook(tmp_path, row(phone="138-0000-0000、0351-7040000")))
    assert (people(ledger)[0]["phone"], people(ledger)[0]["phone2"]) == ("13800000000", "0351-7040000")


def test_words_around_a_phone_do_not_cost_it(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(phone="13800000000（儿子）")))
    assert people(ledger)[0]["phone"] == "13800000000"
    assert only(outcome).severity == "warning"


def test_what_the_number_says_wins(ledger: Ledger, tmp_path: Path) -> None:
    sex = "女" if int(GOOD[16]) % 2 else "男"
    outcome = run(ledger, workbook(tmp_path, row(性别=sex, 出生日期="1985-06-04")))
    assert people(ledger)[0]["sex"] != sex
    assert people(ledger)[0]["born"] == "1985-06-03"
    assert [(p.field, p.severity) for p in outcome.problems] == [("sex", "warning"), ("born", "warning")]


@pytest.mark.parametrize("written", ["1985年6月", "1985.6", "198506", 1985.6, 1985, "1985"])
def test_an_incomplete_birth_date_is_completed_by_the_number(
    written: Any, ledger: Ledger, tmp_path: Path
) -> None:
    assert run(ledger, workbook(tmp_path, row(出生日期=written))).problems == ()
    assert people(ledger)[0]["born"] == "1985-06-03"


@pytest.mark.parametrize("written", ["1985年6月", 1985.6, "198506"])
def test_an_incomplete_birth_date_alone_is_not_a_day(written: Any, ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(number=None, 出生日期=written)))
    assert people(ledger)[0]["born"] is None
    assert (only(outcome).field, only(outcome).severity) == ("born", "warning")


def test_a_refused_cell_does_not_cost_the_row(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, workbook(tmp_path, row(number="140106198506031234", phone="12", 出生日期="春天")))
    assert counts(outcome) == (1, 0, 0, 0)
    assert {(p.field, p.severity) for p in outcome.problems} == {
        ("id_number", "error"), ("phone", "error"), ("born", "error"),
    }  # fmt: skip
    assert people(ledger)[0]["id_number"] is None


def test_unknown_choices_are_left_blank_with_a_warning(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "住址", "人员类型", "重点人群", "是否暂离")
    path = workbook(tmp_path, ("张三", "3-2-501", "火星人", "独居老人、火星人", "是"), headings=headings)
    outcome = run(ledger, path)
    person = people(ledger)[0]
    assert (person["residency"], person["care"], person["presence"]) == (None, "独居老人", "暂离")
    assert [(p.field, p.severity) for p in outcome.problems] == [
        ("residency", "warning"),
        ("care", "warning"),
    ]


def test_a_passport_is_read_as_one(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("姓名", "住址", "证件类型", "证件号码")
    run(ledger, workbook(tmp_path, ("JOHN SMITH", "3-2-501", "护照", "e1234-5678"), headings=headings))
    assert (people(ledger)[0]["id_type"], people(ledger)[0]["id_number"]) == ("护照", "E12345678")


def test_rows_that_cannot_be_kept_are_named(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(
        tmp_path, row(), row(name=None), row("李四", OTHER, 小区=None, 楼栋=None, 单元=None, 房号=None)
    )
    outcome = run(ledger, path)
    assert counts(outcome) == (1, 0, 0, 2)
    assert [(p.row, p.column, p.severity) for p in outcome.problems] == [
        (3, None, "error"),
        (4, None, "error"),
    ]
    assert set(outcome.problems[0].as_json()) == {
        "file", "sheet", "row", "field", "value", "problem", "severity", "why",
    }  # fmt: skip


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


@pytest.mark.parametrize(
    "written", ["和平苑3号楼2单元501室", "和平苑3号楼2单元0501", "3号楼二单元501", "和平苑 3号楼 2单元 501"]
)
def test_a_door_behind_its_entrance_reads_as_the_whole(written: str) -> None:
    """The entrance is read once for all its doors; the answer must be the one of the whole text."""
    default = Address("和平苑")
    assert Parts().whole(written, default) == parse_address(written, default=default)
