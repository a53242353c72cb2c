"""Charts: the numbers stand beside the marks, inside the canvas, at every width."""

from __future__ import annotations

import tkinter

import pytest
import ttkbootstrap as ttk

from gridworker.ui import theme
from gridworker.ui.charts import CoverageBars, Point, TrendLine, coverage_bar, percent
from tests.ui.driving import click, settle


def words(canvas: tkinter.Canvas) -> list[str]:
    return [canvas.itemcget(i, "text") for i in canvas.find_all() if canvas.type(i) == "text"]


@pytest.fixture(autouse=True)
def _dressed(root: ttk.App) -> None:
    theme.dress(root)


def test_a_bar_says_its_rate_and_who_is_missing() -> None:
    assert coverage_bar("3号楼", 214, 220).words == "97.3%  6人未检"
    assert coverage_bar("3号楼", 220, 220).words == "100%  全部完成"
    assert coverage_bar("3号楼", 0, 0).share is None


def test_a_rate_is_not_rounded_up_to_all_done() -> None:
    assert percent(9999 / 10000) == "99.9%"
    assert percent(1.0) == "100%"
    assert percent(0.0) == "0.0%"


@pytest.mark.parametrize("width", [300, 640])
def test_bars_and_their_words_fit_the_width(root: ttk.App, width: int) -> None:
    frame = ttk.Frame(root, width=width, height=300)
    frame.pack_propagate(False)
    frame.pack()
    bars = CoverageBars(frame)
    bars.pack(fill="both", expand=True)
    bars.set_data([coverage_bar(f"迎泽{n}号楼", 90 + n, 100) for n in range(1, 10)])
    settle(root)
    assert "96.0%  4人未检" in words(bars.canvas)
    left, _, right, _ = bars.canvas.bbox("all")
    assert left >= 0 and right <= bars.canvas.winfo_width()


def test_a_long_name_keeps_its_end_and_leaves_room_for_bar_and_words(root: ttk.App) -> None:
    frame = ttk.Frame(root, width=400, height=300)
    frame.pack_propagate(False)
    frame.pack()
    bars = CoverageBars(frame)
    bars.pack(fill="both", expand=True)
    bars.set_data([coverage_bar("和平苑东区北片一期二组团家属院12号楼", 0, 1), coverage_bar("3号楼", 1, 1)])
    settle(root)
    long, *rest = words(bars.canvas)
    assert long.startswith("…") and long.endswith("家属院12号楼")
    assert rest == ["0.0%  1人未检", "3号楼", "100%  全部完成"]
    left, _, right, _ = bars.canvas.bbox("all")
    assert left >= 0 and right <= bars.canvas.winfo_width()


def test_a_click_on_a_bar_opens_its_building_also_after_scrolling(root: ttk.App) -> None:
    opened: list[int] = []
    bars = CoverageBars(root, height=120, on_open=opened.append)
    bars.pack(fill="x")
    bars.set_data([coverage_bar(f"{n}号楼", n, 100, key=n) for n in range(50)])
    settle(root)
    click(bars.canvas, 200, 5)
    bars.canvas.yview_moveto(1)
    settle(root)
    click(bars.canvas, 200, bars.canvas.winfo_height() - 5)
    assert opened == [0, 49]


def test_an_empty_chart_says_so(root: ttk.App) -> None:
    bars, line = CoverageBars(root), TrendLine(root)
    bars.pack()
    line.pack()
    settle(root)
    assert words(bars.canvas) == ["今天还没有应检人员。"]
    assert words(line) == ["还没有检测记录。"]


def test_the_last_day_is_always_labelled_and_a_gap_stays_a_gap(root: ttk.App) -> None:
    line = TrendLine(root)
    line.pack(fill="x")
    shares = [0.9, None, 0.95, 0.97, 0.99]
    line.set_data([Point(f"11-{n}", share, f"{n}号") for n, share in enumerate(shares, 24)])
    settle(root)
    assert "28号" in words(line)
    dots = [i for i in line.find_all() if line.type(i) == "oval"]
    assert len(dots) == 4


def test_a_chart_follows_the_theme(root: ttk.App) -> None:
    line = TrendLine(root)
    line.pack()
    settle(root)
    theme.dress(root, theme="dark")
    settle(root)
    assert line.cget("background") == theme.colours().card == "#1c2833"
    theme.dress(root)
