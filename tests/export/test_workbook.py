"""Excel files are read back cell by cell, by two readers that know nothing of the writer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridworker.errors import Cancelled
from gridworker.export.cells import column_letters
from gridworker.export.package import sheet_names
from gridworker.export.report import Column, Report, Row, Section
from gridworker.export.workbook import write_workbook
from gridworker.jobs import Progress

MakeReport = Callable[..., Report]
HEAD_ROWS = 4  # title, unit and date, two rows of headings
HOSTILE = (
    "=1+1",
    "+86",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "_x000D_",
    "<b>&amp;</b>",
    "行一\n行二",
    " 前后 ",
    "007",
    "𬭳",
    "'=1",
)


def _rows(path: Path, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def _find(rows: list[list[Any]], first: str) -> int:
    return next(number for number, row in enumerate(rows) if row and row[0] == first)


@pytest.fixture
def daily_file(daily: Report, tmp_path: Path) -> Path:
    return write_workbook(daily, tmp_path / "日报.xlsx")


def test_every_cell_of_every_row_reads_back(daily: Report, daily_file: Path):
    rows = _rows(daily_file)
    assert rows[0][0] == "核酸检测日报（各楼栋）"
    expected = [list(row.cells) for row in daily.sections[0].rows]
    assert rows[HEAD_ROWS : HEAD_ROWS + 20] == expected
    assert rows[HEAD_ROWS + 20] == ["合计", 2000, 1943, 0.9715]
    assert rows[HEAD_ROWS + 21][0] == "注：豁免不计入应检。"


def test_ids_and_phones_are_text_days_are_days_and_moments_moments(daily: Report, daily_file: Path):
    rows = _rows(daily_file, 1)
    at = _find(rows, "姓名") + 1
    for row, found in zip(daily.sections[1].rows, rows[at:], strict=False):
        assert found[:6] == list(row.cells[:6])
        assert isinstance(found[1], str) and isinstance(found[2], str)
        assert type(found[3]) is date and type(found[4]) is datetime
        assert found[6] == ("☑" if row.cells[6] else "☐")


def test_openpyxl_agrees_on_kinds_and_formats(daily_file: Path):
    book = openpyxl.load_workbook(daily_file)
    cells = book["各楼栋"][HEAD_ROWS + 1]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "n"]
    assert cells[3].number_format == "0.0%"
    missed = book["未检人员"]
    first = next(row for row in missed.iter_rows() if row[0].value == "王小明")
    assert [cell.number_format for cell in first][1:6] == ["@", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.00"]


def test_it_prints_on_a4_with_repeated_headings_and_page_numbers(daily_file: Path):
    sheet = openpyxl.load_workbook(daily_file)["各楼栋"]
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.page_setup.orientation == "portrait"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:D24"
    assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text


def test_headings_in_two_rows_are_merged(daily_file: Path):
    sheet = openpyxl.load_workbook(daily_file)["各楼栋"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:D1", "A3:A4", "B3:D3"} <= merged
    assert sheet["B3"].value == "检测情况"


def test_the_chart_is_native_and_its_figures_are_on_a_hidden_sheet(daily: Report, daily_file: Path):
    book = openpyxl.load_workbook(daily_file)
    assert book["图表数据"].sheet_state == "hidden"
    figures = list(book["图表数据"].iter_rows(min_row=3, values_only=True))
    assert figures == [(row.cells[0], row.cells[3]) for row in daily.sections[0].rows]
    with zipfile.ZipFile(daily_file) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert "图表数据" in chart and "$B$3:$B$22" in chart


def test_signatures_stamp_and_the_kind_of_identity_end_the_sheet(daily_file: Path):
    words = "".join(str(row[0]) for row in _rows(daily_file))
    for word in ("填表人：", "审核人：", "负责人：", "（盖章）", "身份信息已脱敏"):
        assert word in words


def test_nothing_typed_becomes_a_formula_an_error_or_a_number(make_report: MakeReport, tmp_path: Path):
    section = Section("表", (Column("text", "文字", width=20),), [Row((text,)) for text in HOSTILE])
    path = write_workbook(make_report(section, unit="=1+1", scope="#N/A"), tmp_path / "x.xlsx")
    rows = _rows(path)
    at = _find(rows, "文字") + 1
    assert [row[0] for row in rows[at : at + len(HOSTILE)]] == list(HOSTILE)
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_text_in_a_column_of_numbers_stays_text(make_report: MakeReport, tmp_path: Path):
    columns = (Column("rate", "覆盖率", "percent"), Column("n", "人数", "integer"))
    section = Section("表", columns, [Row(("—", None)), Row((0.5, 3)), Row((float("nan"), 10**17))])
    rows = _rows(write_workbook(make_report(section), tmp_path / "x.xlsx"))
    at = _find(rows, "覆盖率") + 1
    assert rows[at : at + 3] == [["—", ""], [0.5, 3], ["nan%", "100000000000000000"]]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_any_text_reads_back_except_what_a_cell_cannot_hold(texts: list[str]):
    from gridworker.export.workbook import _write
    from gridworker.jobs import SILENT

    section = Section("表", (Column("text", "文字"),), [Row((text,)) for text in texts])
    report = Report("x", "表", "单位", "", (section,), "", date(2022, 11, 28), datetime(2022, 11, 28))
    out = io.BytesIO()
    _write(report, SILENT, out)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    at = _find(rows, "文字") + 1
    expected = [re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text) for text in texts]
    assert [row[0] for row in rows[at : at + len(texts)]] == expected


def test_control_characters_lone_surrogates_and_endless_text_do_not_break_the_file(
    make_report: MakeReport, tmp_path: Path
):
    cells = [Row((text,)) for text in ("张\x00\x0b三", "李\ud83d四", "长" * 40_000)]
    path = write_workbook(make_report(Section("表", (Column("t", "文字"),), cells)), tmp_path / "x.xlsx")
    rows = _rows(path)
    at = _find(rows, "文字") + 1
    assert rows[at][0] == "张三"
    assert rows[at + 1][0] == "李\ufffd四"
    assert len(rows[at + 2][0]) == 32_767 and rows[at + 2][0].endswith("（内容过长，已截断）")


def test_a_household_is_merged_over_its_members_and_a_filter_still_finds_each(
    households: Report, tmp_path: Path
):
    path = write_workbook(households, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(path).active
    merged = {str(area) for area in sheet.merged_cells.ranges if area.min_row > 3}
    row, expected = 4, set()
    for house in range(40):
        members = 1 + house % 5
        if members > 1:
            expected |= {f"{column}{row}:{column}{row + members - 1}" for column in "AB"}
        row += members
    assert {area for area in merged if area[0] in "AB" and area.split(":")[1][0] in "AB"} >= expected
    values = _rows(path)[3 : 3 + 120]
    assert [value[1] for value in values] == [
        f"户主{house}" for house in range(40) for _ in range(1 + house % 5)
    ]


def test_bands_span_the_table_and_pages_break_before_theirs(make_report: MakeReport, tmp_path: Path):
    rows = [Row(("第一批",), style="page"), Row(("甲", 1)), Row(("第二批",), style="page"), Row(("乙", 2))]
    section = Section("表", (Column("name", "姓名"), Column("n", "人数", "integer")), rows)
    sheet = openpyxl.load_workbook(write_workbook(make_report(section), tmp_path / "x.xlsx")).active
    assert {"A4:B4", "A6:B6"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert [brk.id for brk in sheet.row_breaks.brk] == [5]


def test_marked_cells_are_coloured(make_report: MakeReport, tmp_path: Path):
    rows = [Row(("甲", 9), marks={1: "bad"}), Row(("乙", 0))]
    section = Section("表", (Column("name", "姓名"), Column("n", "逾期天数", "integer")), rows)
    sheet = openpyxl.load_workbook(write_workbook(make_report(section), tmp_path / "x.xlsx")).active
    assert sheet["B4"].fill.fgColor.rgb.endswith("FBE0DD")
    assert sheet["B5"].fill.fill_type is None


def test_the_properties_name_nobody(daily_file: Path):
    properties = openpyxl.load_workbook(daily_file).properties
    assert (properties.creator, properties.lastModifiedBy) == ("gridworker", None)


def test_a_section_without_rows_is_a_sheet_without_rows(make_report: MakeReport, tmp_path: Path):
    path = write_workbook(make_report(Section("空", (Column("a", "姓名"),))), tmp_path / "x.xlsx")
    rows = _rows(path)
    assert rows[2] == ["姓名"]
    assert rows[3][0].startswith("填表人")


def test_rows_are_asked_for_as_they_are_written(make_report: MakeReport, tmp_path: Path):
    """100,000 rows never lie in memory together: no more than one batch is ahead of the file."""
    alive: set[int] = set()

    class Watched(str):
        __slots__ = ("number",)

        def __del__(self) -> None:
            alive.discard(self.number)

    class Stream:
        most = 0

        def __len__(self) -> int:
            return 5_000

        def __iter__(self):
            for number in range(5_000):
                text = Watched("王")
                text.number = number
                alive.add(number)
                self.most = max(self.most, len(alive))
                yield Row((text,))

    stream = Stream()
    write_workbook(make_report(Section("表", (Column("a", "姓名"),), stream)), tmp_path / "x.xlsx")
    assert stream.most < 20


def test_a_cancelled_export_leaves_nothing(households: Report, tmp_path: Path):
    class Stop(Progress):
        def step(self, done: int, total: int, word: str) -> None:
            assert total == 120
            raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(households, tmp_path / "x.xlsx", Stop())
    assert list(tmp_path.iterdir()) == []


def test_sheet_names_are_what_excel_accepts():
    assert sheet_names(["1号楼", "1号楼", "a/b:c", "", "x" * 40]) == [
        "1号楼",
        "1号楼(2)",
        "a-b-c",
        "报表",
        "x" * 28,
    ]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_excel_does(index: int, letters: str):
    assert column_letters(index) == letters
