"""What a masked file may hold: read back from Excel and PDF, cell by cell and page by page."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.export.reports.disclosure import Disclosure
from gridworker.export.send import send
from gridworker.ledger.book import Ledger
from gridworker.ledger.fields import NAME, TENTHS, YES_NO, Field
from gridworker.ledger.identity import mask_name

Ask = Callable[..., ReportRequest]
WITHOUT_PEOPLE = {"purchase", "duty", "venues"}  # merchants and goods, staff, shops: no residents


def _sheets(path: Path) -> dict[str, list[str]]:
    book = CalamineWorkbook.from_path(path)
    return {
        name: [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        for name in book.sheet_names
    }


def _pages(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_whole_is_in_a_masked_file(name: str, ledger: Ledger, ask: Ask, tmp_path: Path):
    book, document = send(ledger, name, ask(), ("xlsx", "pdf"), tmp_path)
    texts = "\n".join(cell for cells in _sheets(book.path).values() for cell in cells)
    names = {resident["name"] for resident in ledger.rows("resident")}
    for text in (texts, re.sub(r"\s", "", _pages(document.path))):
        assert "身份信息已脱敏" in text
        assert not [r["id_number"] for r in ledger.rows("resident") if r["id_number"] in text]
        assert not [r["phone"] for r in ledger.rows("resident") if r["phone"] in text]
        assert "13800001234" not in text and "140105194912310026" not in text
    cells = set(texts.split("\n"))
    assert not cells & names
    assert bool(cells & {mask_name(each) for each in names}) == (name not in WITHOUT_PEOPLE)


@pytest.mark.parametrize("name", REPORTS)
def test_a_whole_file_holds_whole_people_in_both_formats(name: str, ledger: Ledger, ask: Ask, tmp_path: Path):
    request = ask(whole_identity=True)
    report = REPORTS[name].build(ledger, request)
    sent = send(ledger, name, request, ("xlsx", "pdf"), tmp_path, for_whom="示例街道", why="核对")
    cells = {cell for cells in _sheets(sent[0].path).values() for cell in cells}
    page = re.sub(r"\s", "", _pages(sent[1].path))
    wanted = {
        str(cell)
        for section in report.sections
        for row in section.rows
        for column, cell in zip(section.columns, row.cells, strict=False)
        if column.key in ("name", "phone", "id_number") and cell and row.style == "body"
    }
    assert bool(wanted) == (name not in WITHOUT_PEOPLE) and wanted <= cells
    assert not [text for text in wanted if text not in page]
    assert "身份信息已脱敏" not in page


@pytest.mark.parametrize("name", REPORTS)
def test_no_cell_is_a_formula(name: str, ledger: Ledger, ask: Ask, tmp_path: Path):
    request = ask(whole_identity=True)
    (sent,) = send(ledger, name, request, ["xlsx"], tmp_path, for_whom="示例街道", why="核对")
    with zipfile.ZipFile(sent.path) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert sheets and not [n for n in sheets if b"<f>" in package.read(n) or b"<f " in package.read(n)]
    if name == "household-ledger":
        assert any(cell.startswith("=HYPERLINK") for cells in _sheets(sent.path).values() for cell in cells)


def test_file_names_carry_unit_title_scope_and_day_and_whole_ones_say_so(
    ledger: Ledger, ask: Ask, tmp_path: Path
):
    (masked,) = send(ledger, "missed", ask(), ["pdf"], tmp_path)
    request = ask(whole_identity=True)
    (whole,) = send(ledger, "missed", request, ["pdf"], tmp_path, for_whom="示例街道", why="核对")
    assert masked.path.name == "示例街道示例社区第三网格_未检人员清单_全部_2022-11-28.pdf"
    assert whole.path.name == "示例街道示例社区第三网格_未检人员清单_全部_2022-11-28_完整信息.pdf"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("女儿13800001234，同住", "女儿138****1234，同住"),
        ("138 0000 1234", "138****1234"),
        ("138-0000-1234", "138****1234"),
        ("１３８００００１２３４", "138****1234"),
        ("身份证14010519491231002X", "身份证1401**********002X"),
        ("140105194912310026", "1401**********0026"),
        ("2022-11-28 入住", "2022-11-28 入住"),
        ("20221128入住", "20221128入住"),
        ("3号楼2单元501，2人", "3号楼2单元501，2人"),
        ("6位密码123456", "6位密码123456"),
        ("", ""),
        (None, None),
    ],
)
def test_numbers_in_free_text_are_masked_days_and_doors_are_not(
    text: str | None, masked: str | None, ledger: Ledger
):
    assert Disclosure(ledger, whole=False).text(text) == masked
    assert Disclosure(ledger, whole=True).text(text) == text


def test_a_birth_date_would_complete_a_masked_id_number_so_its_year_is_all_that_shows(ledger: Ledger):
    assert Disclosure(ledger, whole=False).resident("born", "1949-12-31") == "1949-**-**"
    assert str(Disclosure(ledger, whole=True).resident("born", "1949-12-31")) == "1949-12-31"


def test_cells_have_the_type_of_their_field(ledger: Ledger):
    tell = Disclosure(ledger, whole=False)
    assert tell.cell(Field("t", "体温", TENTHS), 373) == 37.3
    assert tell.cell(Field("p", "承诺书", YES_NO), 0) == "否"
    assert tell.cell(Field("n", "姓名", NAME), "欧阳小明") == "欧阳*"
    assert tell.resident("moved_in", "2022-11-01").isoformat() == "2022-11-01"  # type: ignore[union-attr]
