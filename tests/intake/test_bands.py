"""Rows that hold only a place say where the people below them live."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridworker.export.problems import write_problem_rows
from gridworker.intake.bands import is_band, place_named
from gridworker.intake.problems import problem_sheets
from gridworker.intake.residents import plan_residents
from gridworker.intake.table import REMARK
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from tests.intake.importing import counts, doors, only, run
from tests.intake.samples import save

HEADINGS = ("房号", "姓名", "联系电话")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1单元", Address(unit="1")),
        ("二单元：", Address(unit="2")),
        ("3号楼", Address(building="3")),
        (" 3号楼 2单元（12户）", Address(building="3", unit="2")),
        ("和平苑3号楼", Address("和平苑", "3")),
        ("和平苑3号楼东单元", Address("和平苑", "3", "东")),
        ("注：3号楼2单元已拆迁", None),
        ("3号楼2单元已拆迁", None),
        ("3号楼2单元501", None),
        ("单元", None),
        ("张三", None),
    ],
)
def test_what_names_only_a_place(text: str, place: Address | None) -> None:
    assert place_named(text) == place
    assert is_band(text) is (place is not None)


def test_a_name_that_ends_like_a_building_is_no_band() -> None:
    assert not is_band("李一栋")
    assert is_band("一栋") and is_band("和平苑一栋") and is_band("幸福3栋")


def test_units_between_the_people(ledger: Ledger, tmp_path: Path) -> None:
    rows = [HEADINGS, ("1单元",), (101, "张甲", ""), (102, "张乙", ""), ("二单元",), (101, "张丙", "")]
    path = save(tmp_path / "a.xlsx", {"7号楼": rows}, ["A2:C2"])
    outcome = run(ledger, path)
    assert counts(outcome) == (3, 0, 0, 0) and outcome.problems == ()
    assert doors(ledger) == {"张甲": "-7-1-101", "张乙": "-7-1-102", "张丙": "-7-2-101"}
    (source,) = plan_residents(ledger, [path]).sources.found
    assert [(each.row, each.why, each.text) for each in source.table.skipped] == [
        (2, REMARK, "1单元"), (5, REMARK, "二单元"),
    ]  # fmt: skip


def test_a_building_between_the_people_ends_the_unit(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ("和平苑3号楼2单元",),
        (101, "张甲"),
        ("4号楼",),
        (101, "张乙"),
        ("1单元",),
        (101, "张丙"),
    ]
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"名单": rows}))
    assert outcome.problems == ()
    assert doors(ledger) == {"张甲": "和平苑-3-2-101", "张乙": "和平苑-4--101", "张丙": "和平苑-4-1-101"}


def test_a_band_in_the_column_of_names_and_one_above_the_headings(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("5号楼1单元",), ("姓名", "房号"), ("张甲", 101), ("2单元",), ("张乙", 101)]
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"名单": rows}))
    assert counts(outcome) == (2, 0, 0, 0) and outcome.problems == ()
    assert doors(ledger) == {"张甲": "-5-1-101", "张乙": "-5-2-101"}


def test_what_a_row_says_itself_goes_before_the_band(ledger: Ledger, tmp_path: Path) -> None:
    headings = ("楼栋", "单元", "房号", "姓名")
    rows = [
        headings, ("3号楼2单元",), (None, None, 101, "张甲"), (None, 1, 102, "张乙"), ("4号楼", None, 103, "张丙"),
        ("5号楼",), (None, None, 104, "张丁"), (None, None, 105, "张戊"),
    ]  # fmt: skip
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"名单": rows}))
    assert outcome.problems == ()
    assert doors(ledger) == {
        "张甲": "-3-2-101", "张乙": "-3-1-102", "张丙": "-4--103", "张丁": "-5--104", "张戊": "-5--105",
    }  # fmt: skip


def test_members_without_a_door_stay_with_the_row_above(ledger: Ledger, tmp_path: Path) -> None:
    rows = [HEADINGS, ("1单元",), (101, "张甲"), (None, "张乙"), ("2单元",), (101, "李甲"), (None, "李乙")]
    run(ledger, save(tmp_path / "a.xlsx", {"7号楼": rows}))
    assert doors(ledger) == {"张甲": "-7-1-101", "张乙": "-7-1-101", "李甲": "-7-2-101", "李乙": "-7-2-101"}


def test_a_note_about_a_place_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    rows = [HEADINGS, ("1单元",), (101, "张甲"), ("注：3号楼2单元已拆迁",), (102, "张乙")]
    path = save(tmp_path / "a.xlsx", {"7号楼": rows}, ["A4:C4"])
    run(ledger, path)
    assert doors(ledger) == {"张甲": "-7-1-101", "张乙": "-7-1-102"}
    (source,) = plan_residents(ledger, [path]).sources.found
    assert [each.why for each in source.table.skipped] == [REMARK, REMARK]


def test_rows_to_be_corrected_keep_what_the_band_said(ledger: Ledger, tmp_path: Path) -> None:
    rows = [HEADINGS, ("3号楼1单元",), (101, "张甲", "13"), ("2单元",), (101, "张乙", "14")]
    plan = plan_residents(ledger, [save(tmp_path / "a.xlsx", {"名单": rows})])
    (sheet,) = problem_sheets(plan)
    assert sheet.headings[-2:] == ("楼栋", "单元")
    run(ledger, write_problem_rows(tmp_path / "again.xlsx", [sheet]))
    assert doors(ledger) == {"张甲": "-3-1-101", "张乙": "-3-2-101"}


def test_a_blank_cell_to_be_corrected_is_filled_from_the_band(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("单元", "房号", "姓名", "联系电话"), ("3号楼1单元",), (None, 101, "张甲", "13")]
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"名单": rows}))
    assert only(outcome).column == 3
    (sheet,) = problem_sheets(plan_residents(ledger, [tmp_path / "a.xlsx"]))
    assert sheet.rows == [("1", 101, "张甲", "13", "3")]
