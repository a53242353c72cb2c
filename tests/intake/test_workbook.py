"""Any file from outside ends in rows or in one clear sentence, and no child process is left behind."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from gridworker.errors import Cancelled, FileProblem
from gridworker.intake import reader
from gridworker.intake.workbook import Cell, Limits, Merge, Workbook, read_workbook
from gridworker.jobs import Progress
from tests.intake.packages import cell, ods, save, workbook_parts, worksheet, xlsx, zipped


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def rows_of(folder: Path, data: bytes, name: str = "名单.xlsx") -> list[tuple[Cell, ...]]:
    return read_workbook(save(folder, data, name)).sheets[0].rows


def written(folder: Path, *rows: list[object], merge: str = "") -> Workbook:
    """Write rows with openpyxl and read them back."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(folder / "名单.xlsx")
    return read_workbook(folder / "名单.xlsx")


def test_cells_keep_their_kinds(tmp_path: Path) -> None:
    row = ["张三", 501, 36.5, True, None, date(2022, 11, 28), datetime(2022, 11, 28, 8, 30), time(8, 30)]
    book = written(tmp_path, row)
    assert book.kind == "xlsx"
    assert book.sheets[0].rows == [tuple(row)]
    assert [type(value) for value in book.sheets[0].rows[0]] == [type(value) for value in row]


def test_a_moment_at_midnight_is_a_day(tmp_path: Path) -> None:
    (row,) = written(tmp_path, [datetime(2022, 11, 28), datetime(2022, 11, 28, 0, 0, 20)]).sheets[0].rows
    assert type(row[0]) is date
    assert row[1] == datetime(2022, 11, 28, 0, 0, 20)


def test_a_number_too_long_to_be_exact_stays_float(tmp_path: Path) -> None:
    numbers = '<c r="A1"><v>110101199003074514</v></c><c r="B1"><v>13800000000</v></c>'
    (row,) = rows_of(tmp_path, xlsx(f'<row r="1">{numbers}</row>'))
    assert [type(value) for value in row] == [float, int]


def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path, xlsx(f'<row r="3">{cell("C3", "姓名")}</row><row r="5">{cell("D5", "张三")}</row>')
    )
    blank = (None,) * 4
    assert rows == [blank, blank, (None, None, "姓名", None), blank, (None, None, None, "张三")]


def test_line_ends_become_newlines_and_empty_text_none(tmp_path: Path) -> None:
    row = cell("A1", "与户主_x000D_\n关系") + cell("B1", "") + cell("C1", "一&#13;二")
    assert rows_of(tmp_path, xlsx(f'<row r="1">{row}</row>')) == [("与户主\n关系", None, "一\n二")]


def test_merges_are_told_from_zero_with_both_ends(tmp_path: Path) -> None:
    book = written(tmp_path, ["501", "张三"], [None, "李四"], merge="A1:A2")
    assert book.sheets[0].merged == (Merge(0, 0, 1, 0),)


def test_a_merge_over_the_whole_sheet_is_cut_to_what_is_used(tmp_path: Path) -> None:
    bomb = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = xlsx(f'<row r="1">{cell("A1", "姓名")}{cell("B1", "电话")}</row>', after=bomb)
    assert read_workbook(save(tmp_path, data)).sheets[0].merged == (Merge(0, 0, 0, 1),)


def test_a_false_dimension_changes_nothing(tmp_path: Path) -> None:
    data = xlsx(f'<row r="1">{cell("A1", "姓名")}</row>', before='<dimension ref="A1:XFD1048576"/>')
    assert rows_of(tmp_path, data) == [("姓名",)]


def test_sheets_come_in_order_and_hidden_ones_say_so(tmp_path: Path) -> None:
    parts = workbook_parts(
        {name: worksheet(f'<row r="1">{cell("A1", name)}</row>') for name in ("1号楼", "旧")}
    )
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace('name="旧"', 'name="旧" state="hidden"')
    sheets = read_workbook(save(tmp_path, zipped(parts))).sheets
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in sheets] == [
        ("1号楼", False, [("1号楼",)]),
        ("旧", True, [("旧",)]),
    ]


def test_many_rows_arrive_whole_and_in_order(tmp_path: Path) -> None:
    rows = [[f"居民{n}", n, date(2000, 1, 1 + n % 28)] for n in range(5_000)]
    assert written(tmp_path, *rows).sheets[0].rows == [tuple(row) for row in rows]


def test_an_open_document(tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>张三</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="501"/>'
    book = read_workbook(
        save(tmp_path, ods(f"<table:table-row>{text}{number}</table:table-row>"), "名单.ods")
    )
    assert (book.kind, book.sheets[0].rows) == ("ods", [("张三", 501)])


def test_text_under_a_workbook_name(tmp_path: Path) -> None:
    book = read_workbook(save(tmp_path, "姓名,号码\n张三,0012\n".encode("gb18030"), "名单.xlsx"))
    assert (book.kind, book.sheets[0].name) == ("text", "名单")
    assert book.sheets[0].rows == [("姓名", "号码"), ("张三", "0012")]


PAGE = """<html><meta charset="gb2312"><style>td {{color: red}}</style><table>
<tr><th rowspan="2">房号</th><th colspan="2">家庭成员</th></tr>
<tr><th>姓名<th>身份证号码</tr>
<tr><td>501<td>张三 &amp;<br> 李四</td><td style="x">110101199003074514</td></tr>{}</table></html>"""


def test_a_page_under_a_workbook_name(tmp_path: Path) -> None:
    book = read_workbook(save(tmp_path, PAGE.format("").encode("gb18030"), "导出.xls"))
    assert book.kind == "html"
    assert book.sheets[0].rows == [
        ("房号", "家庭成员", None),
        (None, "姓名", "身份证号码"),
        ("501", "张三 &\n李四", "110101199003074514"),
    ]
    assert book.sheets[0].merged == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))


def test_a_page_with_absurd_spans_is_read_all_the_same(tmp_path: Path) -> None:
    bomb = '<tr><td rowspan="999999999" colspan="999999999">注</td></tr>'
    assert len(rows_of(tmp_path, PAGE.format(bomb).encode("gb18030"))) == 4


def test_spans_that_push_cells_out_of_the_page_are_refused(tmp_path: Path) -> None:
    row = '<tr><td colspan="400" rowspan="60000">x</td></tr>'
    with pytest.raises(FileProblem, match="上限"):
        read_workbook(save(tmp_path, f"<table>{row * 3000}</table>".encode()))


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="没有表格"):
        read_workbook(save(tmp_path, b"<html><body>x</body></html>", "导出.xls"))


XML_2003 = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="1号楼"><Table>
<Row ss:Index="2"><Cell ss:MergeDown="1"><Data ss:Type="String">张三</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">501</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2022-11-28T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_of_2003(tmp_path: Path) -> None:
    book = read_workbook(save(tmp_path, XML_2003.encode(), "名单.xls"))
    assert (book.kind, book.sheets[0].name) == ("spreadsheetml", "1号楼")
    assert book.sheets[0].rows == [(None,) * 3, ("张三", None, 501), (None, date(2022, 11, 28), None)]
    assert book.sheets[0].merged == (Merge(1, 0, 2, 0),)


def test_an_xml_spreadsheet_cut_short_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="损坏"):
        read_workbook(save(tmp_path, XML_2003[:-40].encode(), "名单.xls"))


def problem(path: Path, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(FileProblem) as caught:
        read_workbook(path, limits=limits)
    return str(caught.value)


def test_a_problem_names_the_file_and_says_what_to_do(tmp_path: Path) -> None:
    sentence = problem(save(tmp_path, b"%PDF-1.7", "名单.xlsx"))
    assert sentence == "无法读取“名单.xlsx”：这是 PDF 文件，不是表格。请向提供者索取 Excel 表格。"


def test_nothing_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert "找不到" in problem(tmp_path / "没有.xlsx")
    assert "文件夹" in problem(tmp_path)
    assert "空的" in problem(save(tmp_path, b""))


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    assert "超过 1 MB" in problem(save(tmp_path, b"x" * 2_000_000), Limits(file_bytes=1 << 20))


@pytest.mark.parametrize("size", [30, 500, 900])
def test_a_workbook_cut_short_is_damaged(tmp_path: Path, size: int) -> None:
    assert "损坏" in problem(save(tmp_path, xlsx(f'<row r="1">{cell("A1", "姓名")}</row>')[:size]))


def test_a_package_without_its_workbook_part_is_refused(tmp_path: Path) -> None:
    parts = workbook_parts({"居民": worksheet("")})
    del parts["xl/workbook.xml"]
    assert "没有工作表" in problem(save(tmp_path, zipped(parts)))


def test_a_parser_that_aborts_takes_only_the_child_with_it(tmp_path: Path) -> None:
    """The far cell comes first in its row, where the guard does not look."""
    row = '<row r="1"><c r="XFD1048576"><v>2</v></c><c r="A1"><v>1</v></c></row>'
    assert "没有成功" in problem(save(tmp_path, xlsx(row)))


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    assert "0 秒还没有读完" in problem(save(tmp_path, xlsx("")), Limits(seconds=0.001))


def test_a_child_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    data = ("姓名,住址\n" + "张三,和平苑\n" * 200_000).encode()
    assert "没有成功" in problem(save(tmp_path, data, "大.csv"), Limits(rows=300_000, memory=80 << 20))


PROGRAM = """
import sys
assert __name__ == "__main__", "the reader child ran the main program"
from pathlib import Path
from gridworker.intake.workbook import read_workbook
print(len(read_workbook(Path(sys.argv[1])).sheets[0].rows))
"""


def test_the_child_does_not_run_the_main_program_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    path = save(tmp_path, xlsx(f'<row r="1">{cell("A1", "姓名")}</row>'))
    result = subprocess.run(
        [sys.executable, program, path], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False
    )
    assert (result.stdout, result.stderr) == ("1\n", "")


class Impatient(Progress):
    def __init__(self, patience: int) -> None:
        self.left = patience
        self.words: list[str] = []

    def step(self, done: int, total: int, word: str) -> None:
        self.words.append(word)
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("patience", [0, 1, 3])
def test_cancelling_ends_the_child_at_once(tmp_path: Path, patience: int) -> None:
    data = xlsx("".join(f'<row r="{n}">{cell(f"A{n}", "张三")}</row>' for n in range(1, 9_000)))
    with pytest.raises(Cancelled):
        read_workbook(save(tmp_path, data), progress=Impatient(patience))


def test_progress_says_which_sheet_is_being_read(tmp_path: Path) -> None:
    progress = Impatient(10_000)
    read_workbook(save(tmp_path, xlsx(f'<row r="1">{cell("A1", "姓名")}</row>')), progress=progress)
    assert progress.words[0] == "正在打开文件"
    assert progress.words[-1] == "正在读取“居民”"


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, b"x")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything: let the system say no itself
        monkeypatch.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(PermissionError()))
    with pytest.raises(reader.Refused, match="占用"):
        reader.load(path, Limits())


@given(st.floats())
def test_numbers_are_never_changed_by_becoming_whole(value: float) -> None:
    found = reader.clean_number(value)
    if isinstance(found, int):
        assert found == value
        assert abs(found) < 10**15
    else:
        assert found == value or found == str(value)


VALUES = (
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.dates() | st.text("张三a号\n", min_size=1)
)


@given(st.integers(1, 6).flatmap(lambda width: st.lists(st.tuples(*[VALUES] * width), max_size=30)))
def test_packing_keeps_every_cell(rows: list[tuple[Cell, ...]]) -> None:
    messages = list(reader.pack(rows))
    assert sum(count for _, count, _, _ in messages) == len(rows)
    unpacked = [row for _, _, columns, _ in messages for row in zip(*columns, strict=True)]
    assert unpacked == [tuple(_packed(value) for value in row) for row in rows]


def _packed(value: Cell) -> Cell | bytes:
    return value.isoformat().encode() if isinstance(value, date) else value
