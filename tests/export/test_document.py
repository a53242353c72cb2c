"""PDF files are read back page by page: every name must come out as it went in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from gridworker.errors import Cancelled
from gridworker.export.document import write_document
from gridworker.export.report import Chart, Column, Figure, Report, Row, Section, Series
from gridworker.jobs import Progress

MakeReport = Callable[..., Report]


def _pages(path: Path) -> list[str]:
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(path).pages]


def _write(report: Report, folder: Path) -> list[str]:
    assert write_document(report, folder / "x.pdf") == []
    return _pages(folder / "x.pdf")


def test_every_name_can_be_copied_out_rare_ones_too(daily: Report, tmp_path: Path):
    first, second = _write(daily, tmp_path)
    for row in daily.sections[1].rows:
        assert re.sub(r"\s", "", str(row.cells[0])) in second
        assert str(row.cells[1]) in second
    for row in daily.sections[0].rows:
        assert str(row.cells[0]) in first


def test_a_page_carries_title_unit_day_headings_totals_note_and_signatures(daily: Report, tmp_path: Path):
    first = _write(daily, tmp_path)[0]
    for words in (
        "核酸检测日报（各楼栋）", "填报单位：平阳路街道和平社区第3网格", "统计日期：2022年11月28日", "检测情况", "覆盖率",
        "合计", "97.2%", "注：豁免不计入应检。", "各楼栋覆盖率", "填表人：", "审核人：", "（盖章）", "身份信息已脱敏",
        "制表时间：2022-11-2818:05",
    ):  # fmt: skip
        assert words in first


def test_pages_are_numbered_and_repeat_the_headings(households: Report, tmp_path: Path):
    pages = _write(households, tmp_path)
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页" in page and f"共{len(pages)}页" in page
        assert "与户主关系" in page


def test_no_row_is_lost_between_pages(households: Report, tmp_path: Path):
    text = "".join(_write(households, tmp_path))
    found = re.findall(r"成员(\d+-\d+)本人", text)
    assert sorted(found) == sorted(
        f"{house}-{member}" for house in range(40) for member in range(1 + house % 5)
    )


def test_a_household_that_fits_is_not_split(households: Report, tmp_path: Path):
    pages = _write(households, tmp_path)
    for house in range(40):
        assert sum(f"户主{house}" in re.findall(r"户主\d+", page) for page in pages) == 1


def test_a_block_longer_than_a_page_goes_on_with_its_merged_cell_repeated(
    make_report: MakeReport, tmp_path: Path
):
    columns = (Column("dormitory", "宿舍", width=8, merge=True), Column("name", "姓名"))
    rows = [Row(("集体宿舍甲", f"工人{n}号"), block="甲") for n in range(150)]
    pages = _write(make_report(Section("表", columns, rows)), tmp_path)
    assert len(pages) >= 3
    assert all("集体宿舍甲" in page for page in pages if "工人" in page)
    assert re.findall(r"工人(\d+)号", "".join(pages)) == [str(n) for n in range(150)]


def test_a_character_no_font_has_is_named_and_marked(make_report: MakeReport, tmp_path: Path):
    section = Section("表", (Column("name", "姓名"),), [Row(("王\U000323b0",)), Row(("李四",))])
    warnings = write_document(make_report(section), tmp_path / "x.pdf")
    assert len(warnings) == 1 and "U+323B0" in warnings[0]
    assert "王〓" in _pages(tmp_path / "x.pdf")[0]


def test_control_characters_and_lone_surrogates_are_not_printed(make_report: MakeReport, tmp_path: Path):
    section = Section("表", (Column("name", "姓名"),), [Row(("王\x00\x07小\ud800明",))])
    assert "王小明" in _write(make_report(section), tmp_path)[0]


def test_typed_line_breaks_are_kept_in_cells_and_dropped_elsewhere(make_report: MakeReport, tmp_path: Path):
    section = Section("表", (Column("n", "备\n注"),), [Row(("甲\n乙",)), Row(("小\n计",), style="subtotal")])
    page = _write(make_report(section, title="日\n报"), tmp_path)[0]
    assert "日报（表）" in page and "甲乙" in page and "小计" in page


def test_long_text_is_broken_into_three_lines_and_an_ellipsis(make_report: MakeReport, tmp_path: Path):
    columns = (Column("note", "备注", width=10), Column("rest", "其余", width=40))
    section = Section("表", columns, [Row(("需每日电话联系并协助取药" * 8, "短"))])
    page = _write(make_report(section), tmp_path)[0]
    assert "需每日电话联系并协助取药" in page and "…" in page


def test_a_band_named_page_begins_one(make_report: MakeReport, tmp_path: Path):
    rows = [Row(("第一批",), style="page"), Row(("甲",)), Row(("第二批",), style="page"), Row(("乙",))]
    pages = _write(make_report(Section("混采", (Column("name", "姓名"),), rows)), tmp_path)
    assert len(pages) == 2
    assert "第一批甲" in pages[0] and "第二批乙" in pages[1]


def test_the_brief_with_figures_charts_and_a_list_is_one_page(make_report: MakeReport, tmp_path: Path):
    line = Chart(
        "line",
        "近7日覆盖率",
        tuple("一二三四五六日"),
        (Series("覆盖率", (0.9, None, 0.95, 1, 1, 1, 1)),),
        True,
    )
    bars = Chart("bar", "重点人群", ("独居老人",), (Series("人数", (23,)), Series("已走访", (20,))))
    overview = Section("概况", (), figures=(Figure("覆盖率", "97.3%", "good"),), charts=(line, bars))
    tasks = Section("待办事项", (Column("what", "事项", width=20),), [Row(("3号楼5人需上门",))])
    pages = _write(make_report(overview, tasks, flow=True, title="综合日报"), tmp_path)
    assert len(pages) == 1
    for words in ("97.3%", "近7日覆盖率", "已走访", "待办事项", "3号楼5人需上门"):
        assert words in pages[0]


@pytest.mark.parametrize("rows", [[], [Row(("末行",))]])
def test_the_title_of_a_section_and_its_headings_stay_with_what_follows(
    make_report: MakeReport, tmp_path: Path, rows: list[Row]
):
    columns = (Column("what", "事由", width=20),)
    for before in range(28, 46, 2):  # from room enough for everything to none
        first = Section("第一节", columns, [Row((f"第{number}项",)) for number in range(before)])
        second = Section("第二节", columns, rows, totals=("合计",), figures=(Figure("人次", "5"),), note="注")
        pages = _write(make_report(first, second, flow=True), tmp_path)
        [page] = [page for page in pages if "第二节" in page]
        assert "合计" in page and "填表人" in page and ("末行" in page) == bool(rows)


@pytest.mark.parametrize("values", [(), (None,), (0,), (0.0, 0.0), (1e9, 3)])
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_a_chart_of_odd_figures_is_still_a_page(
    make_report: MakeReport, tmp_path: Path, kind: Any, values: Any
):
    chart = Chart(kind, "图", tuple(str(n) for n in range(len(values))), (Series("数", values),))
    assert len(_write(make_report(Section("图", (), charts=(chart,))), tmp_path)) == 1


def test_a_report_without_rows_or_columns_is_a_page(make_report: MakeReport, tmp_path: Path):
    assert "姓名" in _write(make_report(Section("空", (Column("name", "姓名"),))), tmp_path)[0]
    assert "填表人" in _write(make_report(Section("空", ())), tmp_path)[0]


def test_every_page_is_a4_and_wide_tables_lie(make_report: MakeReport, tmp_path: Path):
    narrow = Section("窄", (Column("name", "姓名"),), [Row(("甲",))])
    wide = Section("宽", tuple(Column(str(n), "列", width=8) for n in range(13)), [Row(("乙",) * 13)])
    write_document(make_report(narrow, wide), tmp_path / "x.pdf")
    sizes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in PdfReader(tmp_path / "x.pdf").pages]
    assert sizes == [(595, 842), (842, 595)]


def test_every_font_is_embedded_and_the_file_names_nobody(daily: Report, tmp_path: Path):
    _write(daily, tmp_path)
    reader = PdfReader(tmp_path / "x.pdf")
    fonts = _fonts(reader.pages[0]["/Resources"]["/Font"])
    assert {str(font["/BaseFont"]).split("+")[1] for font in fonts} >= {"NotoSansSC-Regular", "HanaMinB"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert not reader.metadata.author


def _fonts(resources: Any) -> list[Any]:
    resources = resources.get_object() if isinstance(resources, IndirectObject) else resources
    return [font.get_object() for font in resources.values()]


def test_more_characters_than_one_subset_holds_all_come_out(make_report: MakeReport, tmp_path: Path):
    texts = ["".join(map(chr, range(start, start + 20))) for start in range(0x4E00, 0x4E00 + 1000, 20)]
    texts += ["".join(map(chr, range(start, start + 20))) for start in range(0x20000, 0x20000 + 600, 20)]
    section = Section("表", (Column("text", "文字", width=40),), [Row((text,)) for text in texts])
    found = "".join(_write(make_report(section), tmp_path))
    assert [text for text in texts if text not in found] == []


def test_a_cancelled_document_leaves_nothing(make_report: MakeReport, tmp_path: Path):
    class Stop(Progress):
        def step(self, done: int, total: int, word: str) -> None:
            assert (done, total) == (200, 1000)
            raise Cancelled

    section = Section("表", (Column("name", "姓名"),), [Row(("甲",))] * 1000)
    with pytest.raises(Cancelled):
        write_document(make_report(section), tmp_path / "x.pdf", Stop())
    assert list(tmp_path.iterdir()) == []
