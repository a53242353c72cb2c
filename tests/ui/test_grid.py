"""The table holds only what is in sight, and still selects, sorts, copies and edits the whole list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import ttkbootstrap as ttk

from gridworker.ui import theme
from gridworker.ui.grid import Grid, GridColumn, GridHooks, GridRow, ListSource, Sort, read_block
from tests.ui.driving import click, double_click, drag, press, pump, right_click, settle, type_text
from tests.ui.grids import COLUMNS, footer, make, rows, shown, spot

# --- the window over the rows ---


def test_only_the_rows_in_sight_are_held(root: ttk.App) -> None:
    grid = make(root, 100_000)
    assert len(grid.view.tree.get_children()) < 40
    assert footer(grid) == "共 100,000 行"


def test_fetch_is_asked_for_what_is_in_sight_only(root: ttk.App) -> None:
    asked: list[int] = []

    class Counting(ListSource):
        def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
            asked.append(len(keys))
            return super().fetch(keys)

    theme.dress(root)
    grid = Grid(root, Counting(COLUMNS, rows(50_000)))
    grid.pack(fill="both", expand=True)
    settle(root)
    press(grid.view.tree, "<End>")
    assert max(asked) < 40


def test_identity_numbers_keep_their_leading_zero(root: ttk.App) -> None:
    grid = make(root, 3)
    assert shown(grid, "number")[0] == "0" * 18


def test_every_key_of_a_list_moves_through_the_whole_list(root: ttk.App) -> None:
    grid = make(root)
    tree, view = grid.view.tree, grid.view
    grid.select([1])
    for sequence, expected in (
        ("<Down>", 2), ("<Next>", 2 + view.page), ("<Prior>", 2), ("<Up>", 1), ("<Up>", 1),
        ("<End>", 1000), ("<Down>", 1000), ("<Home>", 1),
    ):  # fmt: skip
        press(tree, sequence)
        assert grid.selected() == [expected], sequence
        assert view.top <= view.cursor < view.top + view.page


def test_the_last_row_can_be_seen_whole(root: ttk.App) -> None:
    grid = make(root)
    press(grid.view.tree, "<End>")
    box = grid.view.cell_box(999, "name")
    assert box and box[1] + box[3] <= grid.view.tree.winfo_height()
    assert shown(grid)[-1] == "3-2-1100"


def test_the_wheel_and_the_scrollbar_move_the_window(root: ttk.App) -> None:
    grid = make(root)
    grid.view.tree.event_generate("<Button-5>", x=50, y=100)
    settle(root)
    assert shown(grid)[0] == "3-2-104"
    grid.view.bar.tk.call(*grid.view.bar.tk.splitlist(grid.view.bar.cget("command")), "moveto", "0.5")
    settle(root)
    assert shown(grid)[0] == "3-2-601"
    first, last = grid.view.bar.get()
    assert first == pytest.approx(0.5) and last - first == pytest.approx(grid.view.page / 1000)


def test_growing_the_window_shows_more_rows(root: ttk.App) -> None:
    grid = make(root)
    before = len(shown(grid))
    root.geometry("1280x400")
    pump(root, lambda: len(shown(grid)) < before)
    press(grid.view.tree, "<End>")
    root.geometry("1280x680")
    pump(root, lambda: len(shown(grid)) >= before - 1)  # at the end none is half in sight
    assert shown(grid)[-1] == "3-2-1100"


def test_line_ends_in_a_cell_are_shown_on_one_line(root: ttk.App) -> None:
    theme.dress(root)
    grid = Grid(root, ListSource(COLUMNS, [{"id": 1, "name": "甲\n乙"}]))
    grid.pack(fill="both", expand=True)
    settle(root)
    assert shown(grid, "name") == ["甲 乙"]


def test_columns_fill_the_width_and_scroll_sideways_when_they_cannot(root: ttk.App) -> None:
    grid = make(root)
    settle(root)
    tree = grid.view.tree
    assert sum(int(tree.column(c.key, "width")) for c in COLUMNS) == pytest.approx(tree.winfo_width(), abs=6)
    assert not grid.view._across.winfo_ismapped()
    grid.pack_forget()
    frame = ttk.Frame(root, width=260, height=300)
    frame.pack_propagate(False)
    frame.pack()
    grid.pack(in_=frame, fill="both", expand=True)
    pump(root, lambda: grid.view._across.winfo_ismapped())
    tree.xview_moveto(1)
    assert tree.xview()[1] == pytest.approx(1)


# --- selecting ---


def test_clicks_select_shift_extends_and_control_adds(root: ttk.App) -> None:
    chosen: list[list[int]] = []
    grid = make(root, hooks=GridHooks(select=chosen.append))
    tree = grid.view.tree
    click(tree, *spot(grid, 2))
    click(tree, *spot(grid, 5), state=1)
    click(tree, *spot(grid, 8), state=4)
    click(tree, *spot(grid, 3), state=4)
    assert chosen == [[3], [3, 4, 5, 6], [3, 4, 5, 6, 9], [3, 5, 6, 9]]
    assert footer(grid) == "共 1,000 行 · 已选 4 行"
    assert len(tree.selection()) == 4


def test_shift_with_keys_stretches_from_where_it_began(root: ttk.App) -> None:
    grid = make(root)
    grid.select([10])
    press(grid.view.tree, "<Shift-Down>")
    press(grid.view.tree, "<Shift-Down>")
    assert grid.selected() == [10, 11, 12]
    press(grid.view.tree, "<Shift-Up>")
    press(grid.view.tree, "<Shift-Up>")
    press(grid.view.tree, "<Shift-Up>")
    assert grid.selected() == [9, 10]
    press(grid.view.tree, "<Shift-End>")
    assert len(grid.selected()) == 991


def test_control_a_selects_every_row_and_not_only_those_in_sight(root: ttk.App) -> None:
    grid = make(root, 100_000)
    press(grid.view.tree, "<Control-a>")
    assert footer(grid) == "共 100,000 行 · 已选 100,000 行"


def test_dragging_selects_a_run_of_rows(root: ttk.App) -> None:
    grid = make(root)
    drag(grid.view.tree, spot(grid, 1), spot(grid, 4))
    assert grid.selected() == [2, 3, 4, 5]


def test_a_list_for_one_choice_keeps_to_one(root: ttk.App) -> None:
    grid = make(root, multiple=False)
    grid.select([1])
    press(grid.view.tree, "<Control-a>")
    press(grid.view.tree, "<Shift-Down>")
    assert grid.selected() == [2]


# --- staying in place ---


def test_refresh_keeps_selection_and_place_though_rows_came_and_went(root: ttk.App) -> None:
    grid = make(root)
    source = grid.source
    assert isinstance(source, ListSource)
    grid.select([500, 501])
    settle(root)
    first = shown(grid)[0]
    source.replace([row for row in rows(1000) if row["id"] not in (1, 2, 501)])
    grid.refresh()
    settle(root)
    assert grid.selected() == [500]
    assert shown(grid)[0] == first


def test_refresh_after_the_list_became_short(root: ttk.App) -> None:
    grid = make(root)
    press(grid.view.tree, "<End>")
    assert isinstance(grid.source, ListSource)
    grid.source.replace(rows(2))
    grid.refresh()
    settle(root)
    assert shown(grid) == ["3-2-101", "3-2-102"]
    assert grid.selected() == []


# --- sorting and filtering ---


def test_a_click_on_the_heading_sorts_and_another_reverses(root: ttk.App) -> None:
    grid = make(root)
    x = grid.view.cell_box(0, "count")
    assert x
    for mark, first in (("▲", "0"), ("▼", "999"), ("▲", "0")):
        click(grid.view.tree, x[0] + 10, 12)
        assert shown(grid, "count")[0] == first
        assert str(grid.view.tree.heading("count", "text")) == f"逾期 {mark}"


def test_sorting_keeps_the_selected_row_in_sight(root: ttk.App) -> None:
    grid = make(root)
    grid.select([700])
    grid.sort_by("count")
    settle(root)
    assert grid.selected() == [700]
    assert grid.view.top <= grid.view.cursor < grid.view.top + grid.view.page


def test_typing_on_the_rows_goes_to_the_filter(root: ttk.App) -> None:
    grid = make(root)
    type_text(grid.view.tree, "3-2-110")
    pump(root, lambda: len(grid.view.order) < 1000)
    assert grid.filter_box.get() == "3-2-110"
    assert shown(grid) == ["3-2-110", "3-2-1100"]
    assert footer(grid) == "筛选出 2 行"
    press(grid.filter_box, "<Escape>")
    assert len(grid.view.order) == 1000


def test_the_filter_box_hands_over_to_the_rows(root: ttk.App) -> None:
    grid = make(root)
    type_text(grid.filter_box, "李四")
    press(grid.filter_box, "<Return>")
    assert root.focus_get() is grid.view.tree
    assert grid.selected() == [2]


def test_an_empty_list_says_what_to_do_first(root: ttk.App) -> None:
    grid = make(root, 0, empty="还没有居民。先导入工作簿。")
    assert grid._hint.winfo_ismapped() and grid._hint.cget("text") == "还没有居民。先导入工作簿。"
    grid.set_filter("赵")
    settle(root)
    assert "没有符合“赵”的行" in str(grid._hint.cget("text"))


def test_a_narrow_empty_list_says_it_on_more_lines(root: ttk.App) -> None:
    frame = ttk.Frame(root, width=260, height=300)
    frame.pack_propagate(False)
    frame.pack()
    grid = Grid(
        frame,
        ListSource(COLUMNS),
        empty="这一类还没有人。按 Ctrl+N 找一个人归入重点人群，或选中一个人按 F2 改他的类别。",
    )
    grid.pack(fill="both", expand=True)
    settle(root)
    assert grid._hint.winfo_reqwidth() <= grid.view.tree.winfo_width()


def test_an_empty_list_takes_every_key_calmly(root: ttk.App) -> None:
    grid = make(root, 0, hooks=GridHooks(open=lambda key: pytest.fail("nothing to open")))
    for sequence in ("<Down>", "<End>", "<Control-a>", "<Control-c>", "<Return>", "<Control-space>"):
        press(grid.view.tree, sequence)
    assert grid.selected() == []


def test_sort_filter_and_widths_are_remembered(root: ttk.App) -> None:
    grid = make(root)
    grid.sort_by("count", descending=True)
    grid.set_filter("李")
    border = grid.view.cell_box(0, "name")
    assert border
    drag(grid.view.tree, (border[0] + border[2], 12), (border[0] + border[2] + 60, 12))
    state = grid.saved_state()
    assert state["sort"] == ["count", True] and state["filter"] == "李" and set(state["widths"]) == {"name"}
    width = int(grid.view.tree.column("name", "width"))
    grid.destroy()
    other = make(root)
    other.restore(state)
    settle(root)
    assert other.saved_state() == state
    assert int(other.view.tree.column("name", "width")) == pytest.approx(width, abs=1)
    assert shown(other, "name")[0] == "李四"


def test_a_remembered_state_of_other_columns_is_left_out(root: ttk.App) -> None:
    grid = make(root)
    grid.restore({"sort": ["gone", True], "filter": "", "widths": {"gone": 9}})
    assert grid.saved_state() == {"sort": None, "filter": "", "widths": {}}


def test_another_source_with_other_columns_takes_the_place(root: ttk.App) -> None:
    grid = make(root)
    grid.sort_by("count")
    grid.set_source(ListSource([GridColumn("plate", "车牌号")], [{"id": 1, "plate": "晋A12345"}]))
    settle(root)
    assert shown(grid, "plate") == ["晋A12345"]
    assert grid.saved_state()["sort"] is None


# --- what is done with rows ---


def test_enter_and_double_click_open_the_row(root: ttk.App) -> None:
    opened: list[int] = []
    grid = make(root, hooks=GridHooks(open=opened.append))
    double_click(grid.view.tree, *spot(grid, 3))
    press(grid.view.tree, "<Down>")
    press(grid.view.tree, "<Return>")
    assert opened == [4, 5]


def test_the_menu_opens_for_the_row_under_the_pointer_and_by_key(root: ttk.App) -> None:
    asked: list[int] = []
    grid = make(root, hooks=GridHooks(menu=lambda key, x, y: asked.append(key)))
    right_click(grid.view.tree, *spot(grid, 6))
    assert asked == [7] and grid.selected() == [7]
    press(grid.view.tree, "<Down>")
    press(grid.view.tree, "<Shift-F10>")
    assert asked == [7, 8]


def test_a_right_click_inside_the_selection_keeps_it(root: ttk.App) -> None:
    grid = make(root, hooks=GridHooks(menu=lambda key, x, y: None))
    grid.select([2, 3, 4])
    right_click(grid.view.tree, *spot(grid, 2))
    assert grid.selected() == [2, 3, 4]


def test_copy_gives_whole_rows_in_order_as_excel_takes_them(root: ttk.App) -> None:
    theme.dress(root)
    note = '甲\t"乙"\n丙'
    source = ListSource(
        COLUMNS, [{"id": 1, "name": "张三", "note": note}, {"id": 2, "name": "𬭳", "number": "014"}]
    )
    grid = Grid(root, source)
    grid.pack(fill="both", expand=True)
    settle(root)
    grid.select([2, 1])
    press(grid.view.tree, "<Control-c>")
    text = root.clipboard_get()
    assert read_block(text) == [["", "张三", "", "", note], ["", "𬭳", "014", "", ""]]


def test_copy_of_a_hundred_thousand_rows(root: ttk.App) -> None:
    grid = make(root, 100_000)
    press(grid.view.tree, "<Control-a>")
    grid.copy()
    assert root.clipboard_get().count("\n") == 99_999


def test_marks_say_the_status_without_colour(root: ttk.App) -> None:
    grid = make(root, marks=True)
    assert shown(grid, "#mark")[:6] == ["□", "✓", "✓", "✓", "✓", "□"]


def test_a_text_that_is_cut_off_shows_whole_while_the_pointer_rests_on_it(root: ttk.App) -> None:
    theme.dress(root)
    long = "刚从外地返回，" * 30
    grid = Grid(root, ListSource(COLUMNS, [{"id": 1, "name": "张三", "note": long}]))
    grid.pack(fill="both", expand=True)
    settle(root)
    x, y = spot(grid, 0, "note")
    grid.view.tree.event_generate("<Motion>", x=x, y=y)
    pump(root, lambda: grid.tips.tip, timeout=3)
    assert grid.tips.tip and grid.tips.tip.winfo_children()[0].cget("text") == long
    x, y = spot(grid, 0, "name")
    grid.view.tree.event_generate("<Motion>", x=x, y=y)
    assert grid.tips.tip is None
    root.after(700, setattr, root, "rested", True)
    pump(root, lambda: hasattr(root, "rested"), timeout=3)
    assert grid.tips.tip is None, "a text that fits needs no tip"


# --- a source of another kind ---


def test_rows_that_are_gone_meanwhile_are_blank_and_harmless(root: ttk.App) -> None:
    class Vanishing:
        columns = COLUMNS

        def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
            return range(1, 10)

        def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
            return {}

    theme.dress(root)
    grid = Grid(root, Vanishing())
    grid.pack(fill="both", expand=True)
    settle(root)
    press(grid.view.tree, "<Control-a>")
    grid.copy()
    assert shown(grid) == [""] * 9


def test_a_theme_change_is_followed(root: ttk.App) -> None:
    grid = make(root)
    theme.dress(root, theme="dark", size="特大")
    settle(root)
    assert str(grid.view.tree.tag_configure("late", "foreground")) == theme.colours().bad
    box = grid.view.cell_box(0, "name")
    assert box and box[3] == grid.view._row_height()
    theme.dress(root)
