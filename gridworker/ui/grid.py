"""The one table of the window: filter box, windowed rows, footer; sorts, copies, pastes, edits."""

from __future__ import annotations

import csv
import io
import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.grid_cells import CellEditor, Edit
from gridworker.ui.grid_source import GridColumn, GridRow, ListSource, RowSource, Sort
from gridworker.ui.grid_tips import CellTips
from gridworker.ui.grid_view import GridView
from gridworker.ui.theme import GAP, SMALL, Styles, line_height

__all__ = ["Grid", "GridColumn", "GridHooks", "GridRow", "ListSource", "RowSource", "Sort"]

_COPY_CHUNK = 2000
_FILTER_WAIT = 15  # ms; keys that arrive together are answered once


@dataclass(frozen=True)
class GridHooks:
    """What a screen wants to hear of.

    `open` gets the key of the row under Enter or a double click; `select` the selected keys in order;
    `menu` a row's key and the place on the screen; `edit` see `grid_cells.Edit`; `paste` the block and the
    cell it was pasted at.
    """

    open: Callable[[int], None] | None = None
    select: Callable[[list[int]], None] | None = None
    menu: Callable[[int, int, int], None] | None = None
    edit: Edit | None = None
    paste: Callable[[list[list[str]], int | None, str], None] | None = None


class Grid(ttk.Frame):
    """A table over a RowSource. Buttons of the screen belong into `grid.bar`, left of the filter box.

    `empty` says what to do first while there are no rows. With `marks` each row begins with the mark of
    its status. Nothing is modal, and nothing holds more than the rows in sight.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        source: RowSource,
        *,
        hooks: GridHooks | None = None,
        filter: bool = True,
        marks: bool = False,
        multiple: bool = True,
        empty: str = "这里还没有内容。",
    ) -> None:
        super().__init__(parent)
        self.source = source
        self._hooks = hooks or GridHooks()
        self._empty = empty
        self._sort: Sort | None = None
        self._timer = ""
        self._build(filter, marks, multiple)
        self._listen()
        self.view.set_columns(source.columns)
        self.editor = CellEditor(self.view, self._text_of, self._hooks.edit) if self._hooks.edit else None
        self.tips = CellTips(self.view)  # after the editor, which claims the keys
        self.refresh(keep_place=False)

    # --- for screens ------------------------------------------------------------------------------------

    def refresh(self, *, keep_place: bool = True) -> None:
        """Read the rows again; selection stays, and so does the place unless told otherwise."""
        keys = self.source.keys(self._sort, self.filter_text)
        self.view.set_order(keys, keep_place=keep_place)
        self._show_footer()
        self._show_empty()

    def set_source(self, source: RowSource) -> None:
        """Show other rows, perhaps with other columns; sort and filter are kept where they fit."""
        same = [(c.key, c.heading) for c in source.columns] == [(c.key, c.heading) for c in self.view.columns]
        self.source = source
        if self._sort and self._sort[0] not in [c.key for c in source.columns]:
            self._sort = None
        if not same:
            self.view.set_columns(source.columns)
        self.view.show_sort(self._sort)
        self.refresh(keep_place=same)

    @property
    def filter_text(self) -> str:
        return self._filter.get().strip()

    def set_filter(self, text: str) -> None:
        self._filter.set(text)
        self._filter_now()

    def sort_by(self, column: str, descending: bool = False) -> None:
        self._sort = (column, descending)
        self.view.show_sort(self._sort)
        self.refresh(keep_place=False)

    def selected(self) -> list[int]:
        """The selected keys in the order of the rows."""
        chosen = self.view.selected
        return [key for key in self.view.order if key in chosen] if chosen else []

    def current(self) -> int | None:
        """The key of the row the cursor is on."""
        return self.view.key_at(self.view.cursor)

    def select(self, keys: Sequence[int]) -> None:
        """Select these rows and bring the first into sight."""
        self.view.select(keys)

    def focus_rows(self) -> None:
        """Give the rows the keyboard."""
        self.view.tree.focus_set()

    def copy(self) -> None:
        """Put the selected rows on the clipboard as Excel takes them."""
        keys = self.selected()
        lines: list[str] = []
        for start in range(0, len(keys), _COPY_CHUNK):
            part = keys[start : start + _COPY_CHUNK]
            rows = self.source.fetch(part)
            lines += ["\t".join(map(_quoted, rows[key].cells)) for key in part if key in rows]
        if lines:
            self.clipboard_clear()
            self.clipboard_append("\n".join(lines))
            self.event_generate("<<GridCopied>>")

    def saved_state(self) -> dict[str, Any]:
        """Sort, filter and column widths, fit for JSON."""
        return {"sort": list(self._sort) if self._sort else None, "filter": self.filter_text,
                "widths": dict(self.view.widths)}  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `saved_state` gave; what no longer fits is left out."""
        known = {column.key for column in self.view.columns}
        sort = state.get("sort")
        self._sort = (str(sort[0]), bool(sort[1])) if sort and sort[0] in known else None
        self.view.widths = {k: float(v) for k, v in (state.get("widths") or {}).items() if k in known}
        self._filter.set(str(state.get("filter") or ""))
        self.view.show_sort(self._sort)
        self.view.lay_out()
        self.refresh(keep_place=False)

    def remember(self, lists: dict[str, Any], name: str) -> None:
        """Take up sort and widths kept in `lists` under this name, and keep them there from now on.

        A filter lives no longer than the window: it would hide rows the next day.
        """
        state = lists.get(name)
        if isinstance(state, dict):
            self.restore(state | {"filter": ""})

        def keep(event: object) -> None:
            lists[name] = self.saved_state() | {"filter": ""}

        self.bind("<<GridState>>", keep, add="+")
        self.view.bind("<<GridWidths>>", keep, add="+")

    # --- building ---------------------------------------------------------------------------------------

    def _build(self, filter: bool, marks: bool, multiple: bool) -> None:
        self.bar = ttk.Frame(self)
        self._filter = tkinter.StringVar(self)
        self.filter_box = ttk.Entry(self.bar, textvariable=self._filter, width=18)
        self.view = GridView(self, lambda keys: self.source.fetch(keys), marks=marks, multiple=multiple)
        self._footer = ttk.Label(self, style=Styles.MUTED, padding=(2, GAP // 2, 2, 0))
        self._hint = ttk.Label(self.view.tree, style=Styles.MUTED, justify="center", font=SMALL)
        self.view.tree.bind("<Configure>", lambda event: self._place_hint(), add="+")
        self.bar.pack(fill="x", pady=(0, GAP))
        if filter:
            self.filter_box.pack(side="right")
            ttk.Label(self.bar, text="筛选", style=Styles.MUTED).pack(side="right", padx=(GAP, GAP // 2))
        self._footer.pack(side="bottom", fill="x")
        self.view.pack(fill="both", expand=True)

    def _listen(self) -> None:
        tree, view = self.view.tree, self.view
        self._filter.trace_add("write", lambda *_: self._filter_soon())
        self.filter_box.bind("<Down>", lambda event: self._enter_rows())
        self.filter_box.bind("<Return>", lambda event: self._enter_rows())
        self.filter_box.bind("<Escape>", lambda event: self.set_filter(""))
        tree.bind("<Key>", self._type_to_filter)
        tree.bind("<Escape>", lambda event: self.set_filter("") if self.filter_text else None)
        tree.bind("<Control-f>", lambda event: self._focus_filter())
        tree.bind("<Control-c>", lambda event: self.copy())
        tree.bind("<Control-v>", lambda event: self._paste())
        tree.bind("<Return>", lambda event: self._open())
        tree.bind("<KP_Enter>", lambda event: self._open())
        tree.bind("<Double-1>", self._double)
        tree.bind("<Button-3>", self._right)
        for sequence in ("<Menu>", "<Shift-F10>", "<App>"):
            self._bind_if_known(sequence)
        view.bind("<<GridSort>>", lambda event: self._clicked_heading())
        view.bind("<<GridSelect>>", lambda event: self._selection_changed())

    def _bind_if_known(self, sequence: str) -> None:
        """The menu key has a different name on each system."""
        try:
            self.view.tree.bind(sequence, lambda event: self._menu_at_cursor())
        except tkinter.TclError:
            return

    # --- what happens -----------------------------------------------------------------------------------

    def _clicked_heading(self) -> None:
        column = self.view.wanted_sort
        again = self._sort is not None and self._sort[0] == column
        self.configure(cursor="watch")  # sorting a street by what must be reckoned takes its time
        self.update_idletasks()
        self.sort_by(column, descending=again and not self._sort[1] if self._sort else False)
        self.configure(cursor="")
        self.event_generate("<<GridState>>")

    def _filter_soon(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_FILTER_WAIT, self._filter_now)

    def _filter_now(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""
        self.refresh(keep_place=False)
        self.event_generate("<<GridState>>")

    def _type_to_filter(self, event: tkinter.Event[Any]) -> str | None:
        typed = event.char and event.char.isprintable() and event.char != " " and not int(event.state) & 0x4
        if not typed or not self.filter_box.winfo_ismapped():
            return None
        self._focus_filter()
        self.filter_box.insert("end", event.char)
        return "break"

    def _focus_filter(self) -> str:
        self.filter_box.focus_set()
        self.filter_box.icursor("end")
        return "break"

    def _enter_rows(self) -> str:
        if self._timer:
            self._filter_now()
        if self.view.order:
            self.focus_rows()
            self.view.select([self.view.order[min(self.view.cursor, len(self.view.order) - 1)]])
        return "break"

    def _open(self) -> str:
        key = self.current()
        if key is not None and self._hooks.open:
            self._hooks.open(key)
        elif self.editor:
            self.editor.open()
        return "break"

    def _double(self, event: tkinter.Event[Any]) -> str | None:
        if self.view.tree.identify_region(event.x, event.y) != "cell":
            return None
        _, name = self.view.locate(event.x, event.y)
        editable = any(column.key == name and column.editable for column in self.view.columns)
        if self.editor and editable:
            return self.editor.open()
        return self._open()

    def _right(self, event: tkinter.Event[Any]) -> str:
        at, _ = self.view.locate(event.x, event.y)
        key = self.view.key_at(at) if at is not None else None
        if key is not None:
            if key not in self.view.selected:
                self.view.select([key])
            self.focus_rows()
            self._menu(key, event.x_root, event.y_root)
        return "break"

    def _menu_at_cursor(self) -> str:
        key = self.current()
        box = self.view.cell_box(self.view.cursor, self.view.columns[0].key)
        if key is not None and box:
            tree = self.view.tree
            self._menu(key, tree.winfo_rootx() + box[0] + GAP, tree.winfo_rooty() + box[1] + box[3])
        return "break"

    def _menu(self, key: int, x: int, y: int) -> None:
        if self._hooks.menu:
            self._hooks.menu(key, x, y)

    def _paste(self) -> str:
        if self._hooks.paste:
            try:
                text = self.clipboard_get()
            except tkinter.TclError:  # nothing on the clipboard, or no text
                return "break"
            column = self.editor.column if self.editor else self.view.columns[0].key
            self._hooks.paste(read_block(text), self.current(), column)
        return "break"

    def _selection_changed(self) -> None:
        self._show_footer()
        if self._hooks.select:
            self._hooks.select(self.selected())

    def _text_of(self, key: int, column: str) -> str:
        row = self.source.fetch([key]).get(key)
        names = [c.key for c in self.view.columns]
        return row.cells[names.index(column)] if row else ""

    def _show_footer(self) -> None:
        count, chosen = len(self.view.order), len(self.view.selected)
        words = f"筛选出 {count:,} 行" if self.filter_text else f"共 {count:,} 行"
        self._footer.configure(text=words + (f" · 已选 {chosen:,} 行" if chosen else ""))

    def _show_empty(self) -> None:
        if self.view.order:
            self._hint.place_forget()
            return
        text = f"没有符合“{self.filter_text}”的行。按 Esc 清除筛选。" if self.filter_text else self._empty
        self._hint.configure(text=text)
        self._place_hint()

    def _place_hint(self) -> None:
        """In the middle of the rows; a low table has no room there, only below its heading."""
        if not self.view.order:
            tree, least = self.view.tree, 5 * line_height(self) // 2
            self._hint.configure(wraplength=max(tree.winfo_width() - 2 * GAP, 0))
            self._hint.place(relx=0.5, y=max(tree.winfo_height() * 9 // 20, least), anchor="center")


def _quoted(cell: str) -> str:
    """Excel wants quotes around cells with tabs, line ends or quotes in them."""
    if any(sign in cell for sign in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def read_block(text: str) -> list[list[str]]:
    """Cells of a block copied from Excel, quotes and line ends inside cells respected."""
    return list(csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"))
