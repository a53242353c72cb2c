"""Tables of made-up rows for the tests of the table, and what can be seen of them."""

from __future__ import annotations

from typing import Any

import ttkbootstrap as ttk

from gridworker.ui import theme
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from tests.ui.driving import settle

COLUMNS = (
    GridColumn("address", "地址", 6),
    GridColumn("name", "姓名", 5),
    GridColumn("number", "证件号码", 11),
    GridColumn("count", "逾期", 4, align="right", editable=True),
    GridColumn("note", "备注", 10, stretch=True, editable=True),
)


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": n + 1, "address": f"3-2-{n + 101}", "name": ("张三", "李四", "王五")[n % 3],
            "number": f"0{n:017d}", "count": (n * 7) % 1000, "note": "",
            "tag": "missed" if n % 5 == 0 else "done",
        }
        for n in range(count)
    ]  # fmt: skip


def make(root: ttk.App, count: int = 1000, hooks: GridHooks | None = None, **options: Any) -> Grid:
    theme.dress(root)
    source = ListSource(COLUMNS, rows(count), tag=lambda row: row["tag"])
    grid = Grid(root, source, hooks=hooks, **options)
    grid.pack(fill="both", expand=True)
    settle(root)
    return grid


def shown(grid: Grid, column: str = "address") -> list[str]:
    tree = grid.view.tree
    return [str(tree.set(item, column)) for item in tree.get_children()]


def footer(grid: Grid) -> str:
    return str(grid._footer.cget("text"))


def spot(grid: Grid, line: int, column: str = "name") -> tuple[int, int]:
    """A point inside a cell of the n-th row in sight."""
    box = grid.view.cell_box(grid.view.top + line, column)
    assert box, "the cell is out of sight"
    return box[0] + 5, box[1] + box[3] // 2
