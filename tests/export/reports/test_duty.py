"""The duty table: a column a day, a row for everybody needed, empty places said, weeks of a period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from gridworker.export.reports import ReportRequest
from gridworker.export.reports.duty import build_duty
from gridworker.export.send import send
from gridworker.ledger.book import Ledger
from gridworker.ledger.duty import set_cell
from gridworker.ledger.duty_conflicts import Cell

Ask = Callable[..., ReportRequest]
MONDAY, TUESDAY = "2022-11-28", "2022-11-29"


@pytest.fixture
def duties(tmp_path: Path) -> Ledger:
    """Two are needed at the gate by day; on Monday three came, on Tuesday one."""
    ledger = Ledger.make(tmp_path / "值班.gwl", community="示例社区")
    ledger.create_many("duty_person", [{"name": "张小三", "phone": "13800000001"}, {"name": "李小四"}])
    ledger.update("duty_post", 1, {"name": "东门", "people": 2})
    set_cell(ledger, Cell(MONDAY, "白班", "东门"), ["张小三", "李小四", "王小五"])
    set_cell(ledger, Cell(TUESDAY, "白班", "东门"), ["李小四"])
    return ledger


def test_a_week_has_a_row_for_everybody_needed_and_empty_places_are_said(duties: Ledger, ask: Ask) -> None:
    report = build_duty(duties, ask(whole_identity=True))
    (section,) = report.sections
    assert [column.heading for column in section.columns][:4] == [
        "班次",
        "卡口",
        "周一 11月28日",
        "周二 11月29日",
    ]
    assert len(section.columns) == 9 and report.landscape
    rows = list(section.rows)
    assert [row.cells[:4] for row in rows] == [
        ("白班", "东门", "张小三\n13800000001", "李小四"), ("白班", "东门", "李小四", "（空）"),
        ("白班", "东门", "王小五", None), ("夜班", "东门", "（空）", "（空）"), ("夜班", "东门", "（空）", "（空）"),
    ]  # fmt: skip
    assert [row.block for row in rows] == ["白班\n东门"] * 3 + ["夜班\n东门"] * 2
    assert report.date_line == "值班时段：2022年11月28日至2022年12月4日"


def test_phones_are_masked_unless_asked_for_and_names_never(duties: Ledger, ask: Ask) -> None:
    (section,) = build_duty(duties, ask()).sections
    assert next(iter(section.rows)).cells[2] == "张小三\n138****0001"


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        ("", "", ["11月28日至12月4日"]),
        ("2022-11-22", MONDAY, ["11月28日至12月4日"]),
        ("2022-11-21", MONDAY, ["11月21日至11月27日", "11月28日至12月4日"]),
        (MONDAY, "2022-12-12", ["11月28日至12月4日", "12月5日至12月11日", "12月12日至12月18日"]),
    ],
)
def test_seven_days_are_one_week_and_more_are_all_their_weeks(
    duties: Ledger, ask: Ask, first: str, last: str, weeks: list[str]
) -> None:
    report = build_duty(duties, ask(from_day=first, to_day=last))
    assert [section.title for section in report.sections] == weeks


def test_own_fields_stand_in_a_list_of_all_turns(duties: Ledger, ask: Ask) -> None:
    duties.create("own_field", {"register": "duty", "key": "vest", "heading": "马甲号", "kind": "文字"})
    duties.update("duty", 1, {"vest": "A7"})
    details = build_duty(duties, ask()).sections[-1]
    assert details.title == "值班明细" and details.columns[-1].heading == "马甲号"
    assert [row.cells[-1] for row in details.rows] == ["A7", None, None, None]


def test_without_shifts_and_turns_it_says_so(tmp_path: Path, ask: Ask) -> None:
    with Ledger.make(tmp_path / "空.gwl") as ledger:
        for register in ("duty_shift", "duty_post"):
            for row in ledger.rows(register):
                ledger.remove(register, row["id"])
        (section,) = build_duty(ledger, ask()).sections
        assert list(section.rows) == [] and "还没有班次和卡口" in section.note


def test_both_formats_hold_every_name(duties: Ledger, ask: Ask, tmp_path: Path) -> None:
    request = ask(whole_identity=True)
    book, document = send(duties, "duty", request, ("xlsx", "pdf"), tmp_path, for_whom="社区", why="上墙")
    sheets = CalamineWorkbook.from_path(book.path)
    cells = {str(cell) for row in sheets.get_sheet_by_index(0).to_python() for cell in row}
    assert {"张小三\n13800000001", "王小五", "（空）"} <= cells
    page = "".join(PdfReader(document.path).pages[0].extract_text().split())
    assert "张小三13800000001" in page and "周一11月28日" in page and "（空）" in page
