"""Refused rows go back to the worker whole, as text, with what is wrong beside them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from gridworker.export.problems import as_text, write_problem_rows
from gridworker.intake.problems import ProblemSheet

HEADINGS = ("姓名", "证件号码", "备注")
ROWS = [["王小明", "140105199001010010", "=1+1"], ["李四", 1.4e17, "#N/A"], ["赵六"]]
MARKS = {(0, 1): "校验码不对", (1, 1): "证件号码已被表格损坏", (2, 9): "与第1行重复"}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return write_problem_rows(tmp_path / "更正.xlsx", [ProblemSheet("1号楼", HEADINGS, ROWS, MARKS)])


def test_every_row_reads_back_as_text_with_its_explanation(written: Path):
    assert CalamineWorkbook.from_path(written).get_sheet_by_name("1号楼").to_python() == [
        [*HEADINGS, "问题说明"],
        ["王小明", "140105199001010010", "=1+1", "证件号码：校验码不对"],
        ["李四", "1.4E+17", "#N/A", "证件号码：证件号码已被表格损坏"],
        ["赵六", "", "", "与第1行重复"],
    ]


def test_the_wrong_cell_is_coloured_and_commented(written: Path):
    sheet = openpyxl.load_workbook(written).active
    assert sheet["B2"].fill.fgColor.rgb.endswith("FBE0DD")
    assert sheet["B2"].comment.text == "校验码不对"
    assert sheet["A2"].fill.fill_type is None and sheet["A2"].comment is None


def test_what_is_corrected_stays_text(written: Path):
    sheet = openpyxl.load_workbook(written).active
    assert {cell.number_format for row in sheet["A2:D4"] for cell in row} == {"@"}
    assert not {cell.data_type for row in sheet.iter_rows() for cell in row} & {"f", "e"}


def test_beyond_the_commented_rows_all_rows_are_there_and_coloured(tmp_path: Path):
    rows = [[f"人{n}", "x", None] for n in range(3_000)]
    marks = {(n, 1): "不是证件号码" for n in range(3_000)}
    path = write_problem_rows(tmp_path / "x.xlsx", [ProblemSheet("表", HEADINGS, rows, marks)])
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[1:]] == [f"人{n}" for n in range(3_000)]
    assert {row[3] for row in read[1:]} == {"证件号码：不是证件号码"}
    sheet = openpyxl.load_workbook(path).active
    assert sheet["B2999"].fill.fgColor.rgb.endswith("FBE0DD")
    assert sheet.auto_filter.ref == "A1:D3001"


def test_no_problems_give_headings_only(tmp_path: Path):
    path = write_problem_rows(tmp_path / "x.xlsx", [ProblemSheet("表", HEADINGS, [], {})])
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == [[*HEADINGS, "问题说明"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (36.5, "36.5"),
        (True, "是"),
        (datetime(2022, 3, 4), "2022-03-04"),
        (datetime(2022, 3, 4, 8, 30), "2022-03-04 08:30:00"),
    ],
)
def test_a_raw_cell_becomes_the_text_that_reads_back(value: object, text: str):
    assert as_text(value) == text
