"""台账: places on the left, people or households in the middle, the chosen household's card on the right."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger import residence
from gridworker.ledger.catalogue import Row
from gridworker.ledger.places import address_of
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ui.screens.people_card import HouseholdCard
from gridworker.ui.screens.people_forms import (
    household_task,
    place_task,
    presence_task,
    resident_task,
)
from gridworker.ui.screens.people_side import Buttons, SidePane
from gridworker.ui.screens.people_tables import PeopleTables, View
from gridworker.ui.screens.people_tree import PlaceTree
from gridworker.ui.screens.screen import Screen
from gridworker.ui.screens.task import Task
from gridworker.ui.theme import GAP, Styles, colours, text_width

_SETTLE = 25  # ms after the last move in the table before the card is read


class People(Screen):
    """The ledger of people. Every action has a key, written on its button."""

    key, title, icon = "people", "台账", "people"
    shows = frozenset({
        "place", "household", "resident", "sample", "own_field", "supply", "supply_line", "supply_step",
        "visit",
    })  # fmt: skip

    def build(self) -> None:
        self._timer = self._laying = ""
        self._loaded = self._loading = False
        self._bar = ttk.Frame(self, style=Styles.GROUND)
        self._bar.pack(fill="x")
        self._panes = tkinter.PanedWindow(
            self, orient="horizontal", borderwidth=0, sashwidth=GAP, sashrelief="flat", opaqueresize=False
        )
        self._panes.pack(fill="both", expand=True, pady=(GAP, 0))
        self.tree = PlaceTree(
            self._panes, on_scope=self._scope_chosen, on_add=self.add_place, on_edit=self.edit_place,
            on_remove=self.remove_place,
        )  # fmt: skip
        self._middle = ttk.Frame(self._panes, style=Styles.GROUND)
        self.tables = PeopleTables(
            self._middle, self.desk, on_select=self._selected, on_open=self.edit, on_menu=self._popup
        )
        self.tables.pack(fill="both", expand=True)
        self.side = SidePane(
            self._panes, self.desk, self._card_actions(), on_member=self._member_chosen,
            on_saved=self._saved, on_left=self._left,
        )  # fmt: skip
        self._build_bar()
        self._empty = self._build_empty()
        self._menu = tkinter.Menu(self, tearoff=False)
        for text, command in (("新增成员 Ctrl+N", self.add_resident), *self._card_actions()):
            self._menu.add_command(label=text, command=command)
        self._lay_out()
        self._listen()

    # -- Screen

    def load(self) -> None:
        self._loading = True
        if self._loaded:
            self.tables.reload()
        self._loaded = True  # the tables have just read everything when they were made
        self._count()
        self._show_empty()
        if self.side.editor is None:
            self.side.card.reload()
            self.tables.choose_first()
        self._loading = False

    def enter(self) -> None:
        super().enter()
        window = self.winfo_toplevel()
        for sequence, action in self._keys().items():
            window.bind(sequence, lambda event, action=action: self._do(action))  # type: ignore[misc]
        if self.side.editor is None:
            self.tables.table.focus_rows()

    def leave(self) -> None:
        super().leave()
        for sequence in self._keys():
            self.winfo_toplevel().unbind(sequence)
        self.tables.show_numbers(False)
        if self.side.unsaved:
            self.desk.shell.say("台账里有修改还没有保存，回到台账可以继续。", "warn")

    def open(self, **what: Any) -> None:
        """Go to `resident` or `household` (row numbers), to a `scope`, or to the import (`import_`)."""
        if what.get("scope"):
            self.tree.choose(what["scope"])
        if what.get("resident"):
            self.go_to("resident", what["resident"])
        elif what.get("household"):
            self.go_to("household", what["household"])
        if what.get("import_"):
            self.import_residents()

    # -- actions

    def _note(self, screen: str, page: str) -> None:
        """Enter something new of the chosen household on its own screen."""
        household = self.side.card.household
        if household is not None:
            self.desk.shell.go(screen, page=page, new={"household": household})

    def edit(self) -> None:
        """Edit what is chosen: a person among people or on the card, a household, a place in the tree."""
        if self.focus_displayof() is self.tree.tree:
            self.edit_place()
        elif self._card.resident is None or (self.tables.view == "household" and not self._card.has_focus):
            self.edit_household()
        else:
            row = self.desk.ledger.get("resident", self._card.resident)
            self._begin(resident_task(self.desk, row, "", self.tables.scope))

    def add_resident(self) -> None:
        """Enter a new member of the chosen household; without one the address is asked for."""
        self._begin(resident_task(self.desk, None, self._card.address, self.tables.scope))

    def add_household(self) -> None:
        self._begin(household_task(self.desk, None, self.tables.scope))

    def edit_household(self) -> None:
        household = self._card.household
        if household is not None:
            row = self.desk.ledger.get("household", household)
            self._begin(household_task(self.desk, row, self.tables.scope))

    def add_place(self) -> None:
        scope = self.tree.scope
        self._begin(place_task(self.desk, None, Scope(scope.community, scope.building)))

    def edit_place(self) -> None:
        """A level that is only implied by what lies in it becomes a place of its own."""
        number = self.tree.place_row
        row = self.desk.ledger.find("place", number) if number is not None else None
        if self.tree.scope != WHOLE:
            self._begin(place_task(self.desk, row, self.tree.scope))

    def set_presence(self) -> None:
        """Ask for the state and its day, for everybody selected or for the member on the card."""
        resident = self._card.resident
        rows = self.tables.table.selected() if self.tables.view == "resident" else []
        if len(rows) < 2:
            rows = [] if resident is None else [resident]
        known = [found for row in rows if (found := self.desk.ledger.find("resident", row))]
        if known:
            self._begin(presence_task(self.desk, known))

    def remove(self) -> None:
        """Remove what is selected; asks nothing, can be undone."""
        view, rows = self.tables.view, self.tables.table.selected()
        if rows and self.side.free():
            label = f"删除{self._named(view, rows)}"
            self.desk.act(label, lambda ledger: residence.remove_all(ledger, view, rows), said=f"已{label}")

    def remove_place(self) -> None:
        place = self.tree.place_row
        if place is not None and self.tree.scope != WHOLE:
            label = f"删除{self.tree.scope.label}"
            self.desk.act(label, lambda ledger: residence.remove_place(ledger, place), said=f"已{label}")

    def import_residents(self) -> None:
        from gridworker.ui.importing import open_import

        open_import(self.desk, "residents")

    def go_to(self, view: View, row: int) -> None:
        """Choose a row wherever it is: its unit, no filter that hides it, its card."""
        found = self.desk.ledger.find(view, row)
        if found is None or not self.side.free():
            return
        self.tables.show_view(view)
        at = address_of(self.desk.ledger, row if view == "household" else found["household"])
        self.tree.choose(Scope(at.community, at.building, at.unit))
        if self.tables.table.view.index_of(row) is None:
            self.tables.show_everybody()
            self._count()
        self.tables.table.select([row])
        self.tables.table.focus_rows()
        self._show_card()

    # -- building

    def _card_actions(self) -> Buttons:
        return (
            ("编辑 F2", self.edit),
            ("编辑住户 Ctrl+H", self.edit_household),
            ("删除 Del", self.remove),
            ("在住状态 Ctrl+E", self.set_presence),
        )

    def _keys(self) -> dict[str, Callable[[], None]]:
        return {
            "<F2>": self.edit, "<F4>": self.tables.toggle_numbers, "<F6>": self.tables.toggle_view,
            "<F7>": self.tables.toggle_present, "<F8>": lambda: self._note("supplies", "orders"),
            "<F9>": lambda: self._note("visits", "records"), "<Control-n>": self.add_resident,
            "<Control-j>": self.add_household, "<Control-h>": self.edit_household,
            "<Control-e>": self.set_presence, "<Control-b>": self.add_place,
            "<Control-i>": self.import_residents, "<Escape>": self._escape, "<Control-s>": self.side.save,
        }  # fmt: skip

    def _build_bar(self) -> None:
        ttk.Label(self._bar, text=self.title, style=Styles.GROUND_TITLE).pack(side="left", padx=(0, 2 * GAP))
        self.tables.put_choices(self._bar)
        for text, command in (
            ("导入… Ctrl+I", self.import_residents),
            ("新增住户 Ctrl+J", self.add_household),
            ("新增居民 Ctrl+N", self.add_resident),
        ):
            ttk.Button(
                self._bar, text=text, style=Styles.GROUND_BUTTON, command=command, takefocus=False
            ).pack(side="right", padx=(GAP, 0))

    def _build_empty(self) -> ttk.Frame:
        frame = ttk.Frame(self._middle, style=Styles.CARD)
        inside = ttk.Frame(frame)
        inside.place(relx=0.5, rely=0.4, anchor="center")
        ttk.Label(inside, text="台账里还没有居民", style=Styles.TITLE).pack(pady=(0, GAP))
        words = "先导入已有的花名册（Excel 或 CSV），\n或者从第一位居民开始登记。"
        ttk.Label(inside, text=words, justify="center").pack()
        make: Any = ttk.Button  # the library's bootstyle option is untyped
        first = make(inside, text="导入花名册 Ctrl+I", bootstyle="primary", command=self.import_residents)
        first.pack(pady=(3 * GAP, GAP))
        ttk.Button(inside, text="新增居民 Ctrl+N", command=self.add_resident).pack()
        return frame

    def _lay_out(self) -> None:
        """Widths follow the size of the text; the sashes between the panes can be dragged."""
        self._laying = ""
        self._panes.configure(background=colours().ground)
        self._tree_width = self.tree.wanted_width
        least = 8 * text_width(self, "国")
        for pane, width, stretch in (
            (self.tree, self._tree_width, "never"),
            (self._middle, 3 * least, "always"),
            (self.side, self.side.wanted_width, "never"),
        ):
            self._panes.add(pane, width=width, stretch=stretch, minsize=least)

    def _listen(self) -> None:
        self.tree.bind("<<TreeDone>>", lambda event: self.tables.table.focus_rows())
        self.tables.bind("<<PresenceChosen>>", lambda event: self._count())
        self._panes.bind("<<ThemeChanged>>", lambda event: self._dressed())
        self.tables.bind("<<RemoveChosen>>", lambda event: self.remove())
        self.side.card.text.bind("<Return>", lambda event: self.edit())

    # -- what happens

    def destroy(self) -> None:
        for waiting in filter(None, (self._timer, self._laying)):
            self.after_cancel(waiting)
        super().destroy()

    def _dressed(self) -> None:
        """Measure again when everything inside has its new size."""
        if self._laying:
            self.after_cancel(self._laying)
        self._laying = self.after_idle(self._lay_out)

    def _do(self, action: Callable[[], None]) -> None:
        """Keys pressed in the search box at the top are not meant for the screen."""
        focus = str(self.focus_displayof() or ".") if self.winfo_exists() else ""
        if focus == "." or focus.startswith(str(self)):
            action()

    def _begin(self, task: Task) -> None:
        """Open a form; the card that may still be due must not close it again."""
        self._catch_up()
        self.side.begin(task)

    @property
    def _card(self) -> HouseholdCard:
        """The card of what is chosen now."""
        self._catch_up()
        return self.side.card

    def _catch_up(self) -> None:
        """The cursor may have moved a moment ago: read the card at once."""
        if self._timer:
            self._show_card()

    def _scope_chosen(self, scope: Scope) -> None:
        self.tables.set_scope(scope)
        self.tables.show_heading(self.tree.words)

    def _left(self, had_keyboard: bool) -> None:
        """The form is gone: show what is chosen now."""
        self._show_card()
        if had_keyboard:
            self.tables.table.focus_rows()

    def _selected(self) -> None:
        """Read the card when the cursor rests: an arrow key held down must not wait for it."""
        if self._loading and self.side.editor is not None:
            return  # the ledger changed under an open form: nobody wanted to leave it
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_SETTLE, self._show_card)

    def _show_card(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""
        if not self.side.free():
            return
        row = self.tables.current()
        if row is None or self.tables.view == "household":
            self.side.card.show(row, self.side.card.resident)
            return
        found = self.desk.ledger.find("resident", row)
        self.side.card.show(found["household"] if found else None, row)

    def _member_chosen(self, resident: int) -> None:
        if self.tables.view == "resident" and self.tables.table.view.index_of(resident) is not None:
            self.tables.table.select([resident])

    def _saved(self, task: Task, result: Any) -> None:
        """Go to what was entered."""
        if task.register.key == "place":
            row = self.desk.ledger.get("place", result)
            self.tree.choose(Scope(row["community"], row["building"], row["unit"]))
        elif task.register.key == "household":
            self._show_entered("household", result)
        elif "address" in task.register.keys and self.tables.view == "household":
            self._show_entered("household", self.desk.ledger.get("resident", result)["household"])
            self.side.card.show(self.side.card.household, result)
        elif "address" in task.register.keys:
            self._show_entered("resident", result)

    def _show_entered(self, view: View, row: int) -> None:
        """Choose the row where it stands in the list as it is, else go where it is."""
        if self.tables.view == view and self.tables.table.view.index_of(row) is not None:
            self.tables.table.select([row])
            self._show_card()
        else:
            self.go_to(view, row)

    def _escape(self) -> None:
        if self.focus_displayof() is not self.tables.table.filter_box:
            self.side.leave()

    def _popup(self, x: int, y: int) -> None:
        self._menu.tk_popup(x, y)

    def _count(self) -> None:
        self.tree.reload(self.desk.ledger, self.tables.presence)
        if self.tree.wanted_width > self._tree_width:
            self._lay_out()
        self.tables.show_heading(self.tree.words)

    def _show_empty(self) -> None:
        empty = not self.tree.households
        shown, hidden = (self._empty, self.tables) if empty else (self.tables, self._empty)
        hidden.pack_forget()
        shown.pack(fill="both", expand=True)

    def _named(self, view: View, rows: list[int]) -> str:
        if len(rows) > 1:
            return f" {len(rows)} 位居民" if view == "resident" else f" {len(rows)} 户及其成员"
        found: Row = self.desk.ledger.get(view, rows[0])
        if view == "resident":
            return f"“{found['name']}”"
        return f"“{address_of(self.desk.ledger, rows[0]).display}”及其成员"
