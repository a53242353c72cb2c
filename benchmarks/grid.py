"""How fast the table is over 100,000 rows, beside a bare Treeview of 1,000 rows in the same run.

    uv run python benchmarks/grid.py

Needs a screen. Every figure is the median of several turns, drawing included.
"""

from __future__ import annotations

import statistics
import time
import tkinter
import tracemalloc
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui import theme
from gridworker.ui.grid import Grid, GridColumn, ListSource

ROWS, BARE_ROWS, COLUMNS, TURNS = 100_000, 1_000, 12, 15
SIZE = (1280, 680)


def columns() -> list[GridColumn]:
    return [GridColumn(f"c{n}", f"第{n}列", 6) for n in range(COLUMNS)]


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"id": row + 1} | {f"c{n}": f"{row % 97}-{n}-{row:06d}" for n in range(COLUMNS)}
        for row in range(count)
    ]


def drawn(window: tkinter.Misc) -> None:
    """Wait until the display server has drawn everything; asking it for the pointer waits for that."""
    window.update()
    window.winfo_pointerx()


def median_ms(window: tkinter.Misc, action: Callable[[int], object]) -> float:
    """Milliseconds of the action until it is drawn."""
    times = []
    for turn in range(TURNS):
        drawn(window)
        begin = time.perf_counter()
        action(turn)
        drawn(window)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def bare_tree(parent: tkinter.Misc) -> ttk.Treeview:
    names = [column.key for column in columns()]
    tree = ttk.Treeview(parent, columns=names, show="headings")
    for name in names:
        tree.column(name, width=SIZE[0] // COLUMNS)
    for row in rows(BARE_ROWS):
        tree.insert("", "end", values=[row[name] for name in names])
    return tree


def open_grid(window: tkinter.Misc, source: ListSource) -> tuple[Grid, float, float]:
    """The grid, the milliseconds to its first paint, and the megabytes it holds then."""
    begin = time.perf_counter()
    first = Grid(window, source)
    first.pack(fill="both", expand=True)
    drawn(window)
    opened = (time.perf_counter() - begin) * 1000
    first.destroy()
    tracemalloc.start()
    grid = Grid(window, source)
    grid.pack(fill="both", expand=True)
    drawn(window)
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return grid, opened, held


def compare_scroll(window: tkinter.Misc, grid: Grid) -> tuple[float, float]:
    """A page of the grid and a page of a bare Treeview, both of the whole window's size."""
    tree = bare_tree(window)
    tree.place(x=0, y=0, relwidth=1, relheight=1)
    bare = median_ms(window, lambda turn: tree.yview_scroll(-1 if turn % 2 else 1, "pages"))
    tree.destroy()
    middle, page = ROWS // 2, grid.view.page
    return median_ms(window, lambda turn: grid.view.scroll_to(middle + (turn % 2) * page)), bare


def main() -> None:
    window = theme.start_window("benchmark")
    window.geometry(f"{SIZE[0]}x{SIZE[1]}+0+0")
    window.deiconify()
    source = ListSource(columns(), rows(ROWS))
    grid, opened, held = open_grid(window, source)
    pairs = [compare_scroll(window, grid) for _ in range(3)]
    scroll, bare = (statistics.median(found) for found in zip(*pairs, strict=True))
    sort = median_ms(window, lambda turn: grid.sort_by("c0", descending=bool(turn % 2)))
    words = ("", "9", "96", "96-1", "96-11", "96-11-0")
    source.keys(None, "x")  # the texts that a filter looks through are made once, at the first key
    key = median_ms(window, lambda turn: grid.set_filter(words[turn % len(words)]))
    print(f"{ROWS:,} rows × {COLUMNS} columns")
    print(f"bare scroll {bare:7.1f} ms, a page of a Treeview of {BARE_ROWS:,} rows")
    print(f"page scroll {scroll:7.1f} ms, {scroll / bare:.2f} × the bare Treeview")
    print(f"open        {opened:7.1f} ms, {held:.1f} MB held by the table itself")
    print(f"sort        {sort:7.1f} ms")
    print(f"filter, key {key:7.1f} ms")
    window.destroy()


if __name__ == "__main__":
    main()
