"""Rows in memory: sorting with unknowns last, and a filter that narrows and widens again."""

from __future__ import annotations

from gridworker.ui.grid import GridColumn, ListSource
from tests.ui.grids import COLUMNS, rows


def test_unknown_values_come_last_both_ways() -> None:
    source = ListSource(COLUMNS, [{"id": 1, "count": None}, {"id": 2, "count": 5}, {"id": 3, "count": 7}])
    assert list(source.keys(("count", False), "")) == [2, 3, 1]
    assert list(source.keys(("count", True), "")) == [3, 2, 1]


def test_a_shorter_filter_finds_again_what_a_longer_one_left_out() -> None:
    source = ListSource(COLUMNS, rows(300))
    assert len(source.keys(None, "3-2-110")) == 1
    assert len(source.keys(None, "3-2-11")) == 10
    assert len(source.keys(None, "李")) == 100
    assert len(source.keys(None, "")) == 300


def test_filter_ignores_case_and_looks_at_what_is_shown() -> None:
    shout = GridColumn("name", "姓名", show=lambda value: f"<{value}>")
    source = ListSource([shout], [{"id": 1, "name": "Li Ming"}])
    assert list(source.keys(None, "<li")) == [1]
