"""The format-neutral report: how values are shown, how files are named."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.export.report import Chart, Column, Report, Section, Series, file_name, shown
from gridworker.export.reports import REPORTS

TEXT, COUNT, RATE, MONEY = (Column("c", "列", kind) for kind in ("text", "integer", "percent", "decimal"))


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, TEXT, ""),
        ("140105199001010010", TEXT, "140105199001010010"),
        (812, COUNT, "812"),
        (0.97291, RATE, "97.3%"),
        (0.97291, Column("c", "列", "percent", places=2), "97.29%"),
        (12.5, MONEY, "12.50"),
        (3.0, COUNT, "3"),
        ("—", RATE, "—"),
        (True, TEXT, "是"),
        (False, Column("c", "列", "tick"), "☐"),
        (date(2022, 11, 8), Column("c", "列", "day"), "2022-11-08"),
        (datetime(2022, 11, 8, 7, 5), Column("c", "列", "moment"), "2022-11-08 07:05"),
    ],
)
def test_a_cell_is_shown_as_people_read_it(value: object, column: Column, text: str):
    assert shown(value, column) == text


def _named(unit: str, title: str = "核酸检测日报", scope: str = "3号楼") -> str:
    day = date(2022, 11, 28)
    report = Report("x", title, unit, "", (), scope, day, datetime(2022, 11, 28))
    return file_name(report, ".xlsx")


def test_a_file_is_named_by_unit_title_scope_and_day():
    assert _named("和平社区第3网格") == "和平社区第3网格_核酸检测日报_3号楼_2022-11-28.xlsx"


def test_what_no_file_name_may_hold_is_left_out():
    assert _named('a/b\\c:d*e?"<>|\n f', "日报", "") == "abcdef_日报_2022-11-28.xlsx"


def test_a_name_windows_reserves_is_changed():
    assert _named("con", "", "") == "报表con_2022-11-28.xlsx"


@given(st.text(), st.text(), st.text())
def test_any_names_give_a_file_name_that_every_system_takes(unit: str, title: str, scope: str):
    name = _named(unit, title, scope)
    assert len(name) <= 100 and len(name.encode("utf-8")) < 255 - 40
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name == name.strip(". ") and name.endswith("2022-11-28.xlsx")


def test_a_wide_table_lies_on_a_landscape_page():
    narrow = Section("窄", (Column("a", "甲", width=20),))
    wide = Section("宽", tuple(Column(str(n), "列", width=8) for n in range(9)))
    report = Report("x", "表", "单位", "", (narrow, wide), "", date(2022, 11, 28), datetime(2022, 11, 28))
    assert not report.wide(narrow)
    assert report.wide(wide)


def test_bars_begin_at_zero_and_lines_of_rates_below_their_lowest():
    rates = (Series("覆盖率", (0.912, None, 0.973)),)
    assert Chart("bar", "", ("a", "b", "c"), rates, percent=True).bounds == (0.0, 1.0)
    assert Chart("line", "", ("a", "b", "c"), rates, percent=True).bounds == (0.8, 1.0)


def test_rows_that_do_not_know_their_number_are_counted():
    class Stream:
        def __iter__(self):
            return iter(range(7))

    assert Section("流", (), Stream()).count() == 7


def test_every_report_says_what_it_holds() -> None:
    assert all(kind.about for kind in REPORTS.values())
