"""The middle of 台账: people or households as a table, with the choices that narrow it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import ttkbootstrap as ttk

from gridworker.ledger.browsing import PRESENT, Browser, HouseholdBrowser, PeopleBrowser
from gridworker.ledger.catalogue import Register
from gridworker.ledger.days import age_on
from gridworker.ledger.fields import Field
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridColumn, GridHooks, GridRow, Sort
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles, text_width

View = Literal["resident", "household"]

_PERSON_FIELDS = (
    "name", "sex", "age", "id_number", "phone", "relation", "residency", "trade", "care", "presence",
)  # fmt: skip
_WIDTHS = {
    "name": 4.5,
    "sex": 2,
    "id_number": 10,
    "phone": 6.5,
    "trade": 5,
    "care": 8,
    "presence": 4,
    "relation": 5,
}
_IDLE = 400  # ms after the first sight of the table
_NUMBERS = ("id_number", "phone")
_ADDRESS = GridColumn("address", "地址", 10.5)


class PeopleSource:
    """Residents; ID and phone numbers masked unless `whole`."""

    def __init__(self, browser: PeopleBrowser, day: Callable[[], str], register: Register) -> None:
        self.browser = browser
        self.whole = False
        self._day = day
        self.take(register)

    def take(self, register: Register) -> None:
        """Show the columns of this register, the worker's own fields last."""
        own = [field for field in register if field.own]
        self._fields = {key: register.field(key) for key in _PERSON_FIELDS if key != "age"}
        self._fields |= {field.key: field for field in own}
        age = GridColumn("age", "年龄", 2, align="center")
        self.columns: Sequence[GridColumn] = (
            _ADDRESS,
            *(age if key == "age" else _column(register.field(key)) for key in _PERSON_FIELDS),
            *map(_column, own),
        )

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return self.browser.keys(*(sort or ("address", False)), filter)

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._shown(row) for key, row in self.browser.rows(keys).items()}

    def _shown(self, row: Mapping[str, Any]) -> GridRow:
        texts = {key: _text(field, row.get(key), self.whole) for key, field in self._fields.items()}
        age = age_on(row["born"], self._day())
        texts |= {"address": row["address"], "age": "" if age is None else str(age)}
        tag = "" if row["presence"] == PRESENT else "quiet"
        return GridRow(tuple(texts[column.key] for column in self.columns), tag)


class HouseholdSource:
    """Households; phone numbers masked unless `whole`."""

    def __init__(self, browser: HouseholdBrowser, register: Register) -> None:
        self.browser = browser
        self.whole = False
        self.take(register)

    def take(self, register: Register) -> None:
        """Show the columns of this register, the worker's own fields last."""
        own = [field for field in register if field.own]
        self._fields = {key: register.field(key) for key in ("head", "housing", "phone", "tags")}
        head, housing, phone, tags = (_column(field) for field in self._fields.values())
        self._fields |= {field.key: field for field in own}
        members = GridColumn("members", "人数", 2, align="center")
        status = GridColumn("status", "管控", 5)
        self.columns: Sequence[GridColumn] = (
            _ADDRESS, head, members, housing, phone, tags, status, *map(_column, own)
        )  # fmt: skip

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        return self.browser.keys(*(sort or ("address", False)), filter)

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._shown(row) for key, row in self.browser.rows(keys).items()}

    def _shown(self, row: Mapping[str, Any]) -> GridRow:
        texts = {key: _text(field, row.get(key), self.whole) for key, field in self._fields.items()}
        texts |= {"address": row["address"], "members": str(row["members"]), "status": row["status"] or ""}
        return GridRow(tuple(texts[column.key] for column in self.columns))


def _column(field: Field) -> GridColumn:
    return GridColumn(field.key, field.heading, _WIDTHS.get(field.key, field.width))


def _text(field: Field, value: Any, whole: bool) -> str:
    return field.mask(value) if field.key in _NUMBERS and not whole else field.show(value)


class _Toggle:
    """A button that stays pressed; a tick tells it beside the colour."""

    def __init__(self, words: str, command: Callable[[], None]) -> None:
        self.on = False
        self._words, self._command = words, command
        self._button: ttk.Button | None = None

    def show_in(self, bar: ttk.Frame) -> None:
        """Put the button into a bar, wide enough for its tick."""
        digits = text_width(bar, f"✓ {self._words}") // text_width(bar, "0") + 1
        self._button = ttk.Button(bar, command=self._command, takefocus=False, width=digits)
        self._button.pack(side="left", padx=(0, GAP))
        self.set(self.on)

    def set(self, on: bool) -> None:
        self.on = on
        if self._button is not None:
            look: dict[str, Any] = {"bootstyle": "primary" if on else "neutral"}
            self._button.configure(text=f"✓ {self._words}" if on else self._words, **look)


class PeopleTables(ttk.Frame):
    """Two tables over one scope and one typed filter; one of them is in sight.

    `on_select` hears the view and the selected keys; `on_open` Enter or a double click; `on_menu` a key and
    the place on the screen.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        *,
        on_select: Callable[[], None],
        on_open: Callable[[], None],
        on_menu: Callable[[int, int], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        self._desk = desk
        self._on_select = on_select
        ledger = desk.ledger
        self.people = PeopleSource(PeopleBrowser(ledger), lambda: desk.day, ledger.register("resident"))
        self.homes = HouseholdSource(HouseholdBrowser(ledger), ledger.register("household"))
        self._hooks = GridHooks(
            open=lambda key: on_open(),
            select=lambda keys: self._on_select(),
            menu=lambda key, x, y: on_menu(x, y),
        )
        self._only_present = _Toggle("仅在住 F7", self.toggle_present)
        self._whole_numbers = _Toggle("显示号码 F4", self.toggle_numbers)
        self._grids: dict[View, Grid] = {}
        self._headings: list[ttk.Label] = []
        self._heading = WHOLE.label
        self.view: View = "resident"
        self.table.pack(fill="both", expand=True)
        self._warming = self.after(_IDLE, self.people.browser.warm)

    def destroy(self) -> None:
        self.after_cancel(self._warming)
        super().destroy()

    # -- for the screen

    @property
    def table(self) -> Grid:
        """The table in sight; the one of households is made when it is first wanted."""
        if self.view not in self._grids:
            self._grids[self.view] = self._make(self.view)
        return self._grids[self.view]

    @property
    def scope(self) -> Scope:
        return self.people.browser.scope

    @property
    def presence(self) -> str | None:
        """The only state listed, or None for everybody."""
        return PRESENT if self._only_present.on else None

    def reload(self) -> None:
        """The ledger changed: read again, keeping the place."""
        for browser in self._browsers():
            browser.forget()
        self._take_own_fields()
        self.table.refresh()
        view = self.table.view
        if not view.selected and view.order:  # what was chosen is gone: choose what stands in its place
            self.table.select([view.order[min(view.cursor, len(view.order) - 1)]])

    def set_scope(self, scope: Scope) -> None:
        """List what lies in this scope."""
        for browser in self._browsers():
            browser.narrow(scope, self.presence)
        self.table.refresh(keep_place=False)
        self.choose_first()

    def current(self) -> int | None:
        """The chosen row that the cursor is on, else the first chosen."""
        chosen, current = self.table.selected(), self.table.current()
        return current if current in chosen else next(iter(chosen), None)

    def show_heading(self, words: str) -> None:
        """Say over the table what it lists."""
        self._heading = words
        for label in self._headings:
            label.configure(text=words)

    def choose_first(self) -> None:
        """Where no chosen row is left in sight of the filter, choose the first."""
        if not self.table.selected():
            self.table.select(self.table.view.order[:1])

    def show_everybody(self) -> None:
        """Take away what could hide a row: the filter and the choice 仅在住; the scope stays."""
        self._only_present.set(False)
        for browser in self._browsers():
            browser.narrow(self.scope, None)
        if self.table.filter_text:
            self.table.set_filter("")

    def show_view(self, view: View) -> None:
        """Bring people or households into sight, under the same typed filter."""
        if view == self.view:
            return
        text, had_focus = self.table.filter_text, self.focus_get() is self.table.view.tree
        self.table.pack_forget()
        self.view = view
        self._switch.show(view)
        self.table.set_filter(text)
        self.table.pack(fill="both", expand=True)
        if had_focus:
            self.table.focus_rows()
        self.choose_first()
        self._on_select()

    def show_numbers(self, whole: bool) -> None:
        """Show ID and phone numbers whole, or masked again."""
        self._whole_numbers.set(whole)
        self.people.whole = self.homes.whole = whole
        for grid in self._grids.values():
            grid.view.redraw()

    def toggle_numbers(self) -> None:
        self.show_numbers(not self.people.whole)

    def toggle_view(self) -> None:
        self.show_view("household" if self.view == "resident" else "resident")

    def toggle_present(self) -> None:
        self._only_present.set(not self._only_present.on)
        self._narrowed()

    # -- inside

    def _take_own_fields(self) -> None:
        """A field that the worker added or took away meanwhile changes the columns."""
        for view, source in (("resident", self.people), ("household", self.homes)):
            before = source.columns
            source.take(self._desk.ledger.register(view))
            if source.columns != before and view in self._grids:
                self._grids[view].set_source(source)

    def put_choices(self, bar: ttk.Frame) -> None:
        """Put the switch between people and households and the two ticks into the screen's bar."""
        words = {"resident": "人", "household": "户"}
        self._switch = Segments(bar, words, self.view, lambda key: self._picked_view(), style=Styles.GROUND)
        self._switch.pack(side="left")
        ttk.Label(bar, text="F6", style=Styles.GROUND_MUTED).pack(side="left", padx=(GAP // 2, 2 * GAP))
        for toggle in (self._only_present, self._whole_numbers):
            toggle.show_in(bar)

    def _make(self, view: View) -> Grid:
        source = self.people if view == "resident" else self.homes
        grid = Grid(self, source, hooks=self._hooks, marks=view == "resident")
        heading = ttk.Label(grid.bar, text=self._heading, style=Styles.BOLD)
        heading.pack(side="left")
        grid.filter_box.configure(width=12)
        self._headings.append(heading)
        self._remember(view, grid)
        grid.view.tree.bind("<Delete>", lambda event: self.event_generate("<<RemoveChosen>>"))
        return grid

    def _browsers(self) -> tuple[Browser, Browser]:
        return self.people.browser, self.homes.browser

    def _picked_view(self) -> None:
        view: View = "household" if self._switch.chosen == "household" else "resident"
        self.show_view(view)
        self.table.focus_rows()

    def _narrowed(self) -> None:
        self.set_scope(self.scope or WHOLE)
        self.event_generate("<<PresenceChosen>>")

    def _remember(self, view: View, grid: Grid) -> None:
        """Sort and widths outlive the program; a filter only the screen."""
        grid.remember(self._desk.settings.lists, f"people-{view}")
        grid.bind("<<GridState>>", lambda event: self._narrowed_by_filter(view), add="+")

    def _narrowed_by_filter(self, view: View) -> None:
        if view == self.view:
            self.choose_first()
