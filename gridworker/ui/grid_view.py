"""The windowed table: a Treeview that holds only the rows in sight, over any number of keys.

Its items are reused on every scroll. Selection, cursor and scroll place belong to the whole list and are
kept here by key; the Treeview only shows them. `Grid` in grid.py is what screens use.
"""

from __future__ import annotations

import math
import tkinter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.grid_source import GridColumn, GridRow, Sort
from gridworker.ui.palette import STATUS
from gridworker.ui.theme import GAP, HEAD, colours, line_height, text_width

MARK = "#mark"
_WHEEL_ROWS = 3
_STRIPE = "#stripe"


class GridView(ttk.Frame):
    """Rows in sight, two scrollbars, and the selection.

    Virtual events: `<<GridSelect>>` when the selection changed, `<<GridSort>>` with `wanted_sort` set,
    `<<GridMoved>>` after every scroll or redraw, `<<GridWidths>>` when the user changed a width.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        fetch: Callable[[Sequence[int]], Mapping[int, GridRow]],
        *,
        marks: bool = False,
        multiple: bool = True,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._marks = marks
        self._multiple = multiple
        self.columns: tuple[GridColumn, ...] = ()
        self.order: Sequence[int] = ()
        self.selected: set[int] = set()
        self.widths: dict[str, float] = {}
        self.wanted_sort = ""
        self.top = self.cursor = self._anchor = 0
        self._pressed = ""
        self._waiting = False
        self._build()
        self._listen()

    # --- what the grid tells the view -------------------------------------------------------------

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Show these columns; rows follow with `set_order`."""
        self.columns = tuple(columns)
        names = ([MARK] if self._marks else []) + [column.key for column in columns]
        self.tree.configure(columns=names)
        if self._marks:
            self.tree.column(MARK, anchor="center", stretch=False, minwidth=10)
        for column in columns:
            anchor: Any = {"left": "w", "right": "e", "center": "center"}[column.align]
            self.tree.column(column.key, anchor=anchor, stretch=False, minwidth=3 * GAP)
            self.tree.heading(column.key, text=column.heading, anchor=anchor)
            if column.sortable:
                self.tree.heading(column.key, command=partial(self._ask_sort, column.key))
        self.lay_out()

    def set_order(self, keys: Sequence[int], *, keep_place: bool) -> None:
        """Show this list; rows that are still in it stay selected, and in place where wanted."""
        place = self.key_at(self.top) if keep_place else None
        cursor = self.key_at(self.cursor)
        self.order = keys
        if self.selected:
            self.selected &= set(keys)
        found = self.index_of(cursor)
        self.cursor = self._anchor = min(self.cursor, max(len(keys) - 1, 0)) if found is None else found
        if keep_place:
            at = self.index_of(place)
            self.top = self.top if at is None else at
        else:
            self.top = 0 if found is None or cursor not in self.selected else found - self.page // 2
        self.redraw()

    def show_sort(self, sort: Sort | None) -> None:
        """Mark the sorted column's heading."""
        for column in self.columns:
            mark = (" ▼" if sort[1] else " ▲") if sort and sort[0] == column.key else ""
            self.tree.heading(column.key, text=column.heading + mark)

    def select(self, keys: Sequence[int], *, tell: bool = True) -> None:
        """Select exactly these rows and bring the first into sight."""
        self.selected = set(keys)
        at = self.index_of(keys[0]) if keys else None
        if at is not None:
            self.cursor = self._anchor = at
            self.see(at)
        self._selection_changed(tell)

    def select_all(self) -> None:
        if self._multiple:
            self.selected = set(self.order)
            self._selection_changed()

    def see(self, at: int) -> None:
        """Scroll as little as needed to have this row wholly in sight."""
        if at < self.top:
            self.scroll_to(at)
        elif at >= self.top + self.page:
            self.scroll_to(at - self.page + 1)

    def scroll_to(self, top: int) -> None:
        self.top = top
        self.redraw()

    def redraw(self) -> None:
        """Draw once, when the events at hand are through."""
        if not self._waiting:
            self._waiting = True
            self.after_idle(self._draw)

    def key_at(self, at: int) -> int | None:
        return self.order[at] if 0 <= at < len(self.order) else None

    def index_of(self, key: int | None) -> int | None:
        if key is None:
            return None
        try:
            return self.order.index(key)
        except ValueError:
            return None

    @property
    def page(self) -> int:
        """How many rows fit wholly."""
        return max(self._body_height() // self._row_height(), 1)

    def cell_box(self, at: int, column: str) -> tuple[int, int, int, int] | None:
        """x, y, width, height of a cell inside the tree; None when it is out of sight."""
        slot = at - self.top
        if not 0 <= slot < len(self._slots):
            return None
        return self.tree.bbox(self._slots[slot], column) or None

    def text_at(self, at: int, column: str) -> str:
        """The text of a cell in sight, as shown; empty for any other."""
        slot = at - self.top
        return (
            str(self.tree.set(self._slots[slot], column)) if 0 <= slot < len(self._slots) and column else ""
        )

    def locate(self, x: int, y: int) -> tuple[int | None, str]:
        """Row index and column key under a point of the tree."""
        slot = self.tree.identify_row(y)
        name = self.tree.identify_column(x)
        column = str(self.tree.column(name, "id")) if name else ""
        return (self.top + self._slots.index(slot) if slot in self._slots else None), column

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tree = ttk.Treeview(self, show="headings", selectmode="none", height=1)
        self._slots: list[str] = []
        self.bar = ttk.Scrollbar(self, orient="vertical", command=self._scroll)
        self._across = ttk.Scrollbar(self, orient="horizontal", command=self.tree.xview)
        self.tree.configure(xscrollcommand=self._show_across, yscrollcommand=self._stay_at_top)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.tree.grid(row=0, column=0, sticky="nsew")
        self.bar.grid(row=0, column=1, sticky="ns")
        self._colour_tags()

    def _listen(self) -> None:
        tree = self.tree
        tree.bind("<Configure>", lambda event: self._resized())
        tree.bind("<<ThemeChanged>>", lambda event: self._dressed())
        self._bind_move("Up", lambda: self.cursor - 1)
        self._bind_move("Down", lambda: self.cursor + bool(self.selected))
        self._bind_move("Prior", lambda: self.cursor - self.page)
        self._bind_move("Next", lambda: self.cursor + self.page)
        for page_key in ("<Control-Prior>", "<Control-Next>"):
            tree.bind(page_key, lambda event: None)  # turns the page of the screen, not that of the list
        self._bind_move("Home", lambda: 0)
        self._bind_move("End", lambda: len(self.order) - 1)
        tree.bind("<Control-a>", lambda event: self._then_break(self.select_all))
        tree.bind("<Control-space>", lambda event: self._then_break(self._toggle_cursor))
        tree.bind("<Button-1>", self._press)
        tree.bind("<B1-Motion>", self._drag)
        tree.bind("<ButtonRelease-1>", self._release)
        tree.bind("<MouseWheel>", lambda event: self._wheel(-1 if event.delta > 0 else 1, event.state))
        tree.bind("<Button-4>", lambda event: self._wheel(-1, event.state))
        tree.bind("<Button-5>", lambda event: self._wheel(1, event.state))

    def _bind_move(self, name: str, target: Callable[[], int]) -> None:
        for prefix, extend in (("", False), ("Shift-", True), ("Control-", False), ("Control-Shift-", True)):
            self.tree.bind(f"<{prefix}{name}>", partial(self._moved, target, extend))

    def _moved(self, target: Callable[[], int], extend: bool, event: tkinter.Event[Any]) -> str:
        return self.move(target(), extend=extend)

    # --- selection ---------------------------------------------------------------------------------

    def move(self, at: int, *, extend: bool = False) -> str:
        """Put the cursor on this row, or the nearest there is, and select it."""
        if self.order:
            self.cursor = min(max(at, 0), len(self.order) - 1)
            self._choose(extend=extend)
            self.see(self.cursor)
        return "break"

    def _choose(self, *, extend: bool, toggle: bool = False) -> None:
        """Make the cursor's row the selection, or stretch the selection from the anchor to it."""
        key = self.order[self.cursor]
        if extend and self._multiple:
            first, last = sorted((self._anchor, self.cursor))
            self.selected = set(self.order[first : last + 1])
        elif toggle and self._multiple:
            self.selected ^= {key}
            self._anchor = self.cursor
        else:
            self.selected = {key}
            self._anchor = self.cursor
        self._selection_changed()

    def _toggle_cursor(self) -> None:
        if self.order:
            self._choose(extend=False, toggle=True)

    def _selection_changed(self, tell: bool = True) -> None:
        self.redraw()
        if tell:
            self.event_generate("<<GridSelect>>")

    def _press(self, event: tkinter.Event[Any]) -> str | None:
        self._pressed = self.tree.identify_region(event.x, event.y)
        if self._pressed in ("heading", "separator"):
            return None  # the Treeview sorts and resizes by itself
        self.tree.focus_set()
        at, _ = self.locate(event.x, event.y)
        if at is not None and at < len(self.order):
            self.cursor = at
            state = int(event.state)
            self._choose(extend=bool(state & 0x1), toggle=bool(state & 0x4))
        return "break"

    def _drag(self, event: tkinter.Event[Any]) -> str | None:
        if self._pressed in ("heading", "separator"):
            return None
        at = self.top + (event.y - self._head_height()) // self._row_height()
        return self.move(at, extend=True)

    def _release(self, event: tkinter.Event[Any]) -> None:
        if self._pressed == "separator":
            unit = self._unit()
            for column in self.columns:
                width = int(self.tree.column(column.key, "width"))
                if abs(width - self._given.get(column.key, width)) > 1:
                    self.widths[column.key] = round((width - 2 * GAP) / unit, 2)
            self.lay_out()
            self.event_generate("<<GridWidths>>")

    def _ask_sort(self, key: str) -> None:
        self.wanted_sort = key
        self.event_generate("<<GridSort>>")

    @staticmethod
    def _then_break(action: Callable[[], object]) -> str:
        action()
        return "break"

    # --- scrolling and drawing -----------------------------------------------------------------------

    def _wheel(self, step: int, state: int | str) -> str:
        if int(state) & 0x1:
            self.tree.xview_scroll(step * 3, "units")
        else:
            self.scroll_to(self.top + step * _WHEEL_ROWS)
        return "break"

    def _scroll(self, what: str, amount: str, unit: str = "") -> None:
        if what == "moveto":
            self.scroll_to(round(float(amount) * len(self.order)))
        else:
            self.scroll_to(self.top + int(amount) * (self.page if unit == "pages" else 1))

    def _draw(self) -> None:
        self._waiting = False
        if not self.winfo_exists():
            return
        self.top = min(max(self.top, 0), max(len(self.order) - self.page, 0))
        shown = math.ceil(self._body_height() / self._row_height())
        keys = self.order[self.top : self.top + shown]
        self._provide_slots(len(keys))
        rows = self._fetch(keys)
        for offset, key in enumerate(keys):
            self._draw_row(offset, rows.get(key))
        chosen = [self._slots[n] for n, key in enumerate(keys) if key in self.selected]
        self.tree.selection_set(chosen)
        total = max(len(self.order), 1)
        self.bar.set(self.top / total, min((self.top + self.page) / total, 1.0))
        self.event_generate("<<GridMoved>>")

    def _draw_row(self, offset: int, row: GridRow | None) -> None:
        cells, tag = row if row else ((), "")
        if any("\n" in cell for cell in cells):
            cells = tuple(cell.replace("\n", " ") for cell in cells)
        if self._marks:
            cells = (STATUS[tag].mark if tag in STATUS else "", *cells)
        tags = (tag, _STRIPE) if (self.top + offset) % 2 else (tag,)
        self.tk.call(self.tree, "item", self._slots[offset], "-values", cells, "-tags", tags)

    def _provide_slots(self, count: int) -> None:
        while len(self._slots) < count:
            self._slots.append(self.tree.insert("", "end"))
        if len(self._slots) > count:
            self.tree.delete(*self._slots[count:])
            del self._slots[count:]

    def _stay_at_top(self, first: str, last: str) -> None:
        """The last row may be half in sight; the Treeview must not scroll to show it."""
        if float(first) > 0:
            self.tree.yview_moveto(0)

    def _show_across(self, first: str, last: str) -> None:
        if float(first) <= 0 and float(last) >= 1:
            self._across.grid_remove()
        else:
            self._across.grid(row=1, column=0, sticky="ew")
        self._across.set(float(first), float(last))

    # --- measures --------------------------------------------------------------------------------------

    def _unit(self) -> int:
        return text_width(self, "国")

    def _row_height(self) -> int:
        return int(self.tk.call("ttk::style", "lookup", "Treeview", "-rowheight") or 20)

    def _head_height(self) -> int:
        box = self.tree.bbox(self._slots[0]) if self._slots else ""
        return int(box[1]) if box else line_height(self, HEAD) + GAP + 4

    def _body_height(self) -> int:
        return max(self.tree.winfo_height() - self._head_height() - 1, 1)

    def _natural(self, column: GridColumn) -> int:
        if column.key in self.widths:
            return round(self.widths[column.key] * self._unit()) + 2 * GAP
        heading = text_width(self, column.heading + (" ▲" if column.sortable else ""), HEAD)
        return max(round(column.width * self._unit()), heading) + 2 * GAP

    def lay_out(self) -> None:
        """Give columns their widths; what is left over goes to the columns that stretch."""
        given = {column.key: self._natural(column) for column in self.columns}
        mark = self._unit() + 2 * GAP if self._marks else 0
        spare = self.tree.winfo_width() - 4 - mark - sum(given.values())
        takers = [c.key for c in self.columns if c.stretch] or [c.key for c in self.columns[-1:]]
        if spare > 0 and takers:
            share, rest = divmod(spare, len(takers))
            for key in takers:
                given[key] += share
            given[takers[-1]] += rest
        if self._marks:
            self.tree.column(MARK, width=mark)
        for key, width in given.items():
            self.tree.column(key, width=width)
        self._given = given

    def _resized(self) -> None:
        self.lay_out()
        self.redraw()

    def _dressed(self) -> None:
        self._colour_tags()
        self._resized()

    def _colour_tags(self) -> None:
        palette = colours()
        for name, status in STATUS.items():
            calm = status.tone in ("good", "info", "plain")  # only what needs a look is coloured
            self.tree.tag_configure(name, foreground=palette.ink if calm else palette.tone(status.tone))
        self.tree.tag_configure(_STRIPE, background=palette.stripe)
        self.tree.configure(style="Treeview")
