"""What a list remembers: sort and widths for good, a filter for as long as the window is open."""

from __future__ import annotations

from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.grid import Grid
from tests.ui.grids import make


def sorted_by(grid: Grid) -> Any:
    return grid.saved_state()["sort"]


def test_sort_outlives_the_list_and_a_filter_does_not(root: ttk.App) -> None:
    lists: dict[str, Any] = {}
    grid = make(root)
    grid.remember(lists, "people")
    grid.view.wanted_sort = "name"
    grid.view.event_generate("<<GridSort>>")
    grid.set_filter("1")
    assert lists["people"]["sort"] == ["name", False]
    other = make(root)
    other.remember(lists, "people")
    assert sorted_by(other) == ["name", False]
    assert other.filter_text == ""


def test_lists_of_other_names_are_left_alone(root: ttk.App) -> None:
    lists: dict[str, Any] = {"people": {"sort": ["name", True], "filter": "", "widths": {}}}
    grid = make(root)
    grid.remember(lists, "tubes")
    assert sorted_by(grid) is None
