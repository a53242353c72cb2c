"""A page over one register: a list with its states, a form beside it, and the usual keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import Field
from gridworker.ledger.registers import RESIDENT
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.form_beside import FormBeside
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.screens.task import Task, register_task
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

PERSONAL = ("id_number", "phone", "phone2")
Entry = Mapping[str, Any]
"""A row of the list: `id`, `tag` (a key of palette.STATUS), its columns, and which states it is in: `state`
(one key of the page's states) or `states` (several, such as out and with a pass that ran out)."""

Action = tuple[str, str, Callable[[], object]]
"""Words of a button (its key among them), the Tk sequence of that key, what it does."""


class RegisterPage(FormBeside, Page):
    """Lists the rows of a register in states, with a form for new and changed ones beside the list.

    Subclasses name the register (`table`) and how its rows read: `entries` gives what is listed, `columns`
    how it is shown, `task` what the form enters, `actions` what else can be done. Ctrl+N adds, F2 or Enter
    changes, Delete removes, F4 shows numbers whole, Ctrl+I imports, Ctrl+P goes to the report.
    """

    table: ClassVar[str]
    noun: ClassVar[str]
    empty: ClassVar[str]
    states: ClassVar[Mapping[str, str]] = {"all": "全部"}
    report: ClassVar[str] = ""
    import_kind: ClassVar[str] = ""
    scoped: ClassVar[bool] = True

    # -- what a subclass says

    def entries(self, scope: Scope) -> Sequence[Entry]:
        """Every row of the scope on the working day, in the order of urgency."""
        raise AssertionError("a page lists its rows")

    def columns(self) -> Sequence[GridColumn]:
        """The columns of the list; `own_columns` belong at their end."""
        raise AssertionError("a page has columns")

    def task(self, row: dict[str, Any] | None) -> Task:
        """What the form enters for this stored row, or for a new one."""
        return register_task(self.desk.ledger, self.table, row, noun=self.noun)

    def actions(self) -> Sequence[Action]:
        """What else can be done with the selected rows."""
        return ()

    def open_row(self, key: int) -> None:
        """Enter or a double click: change the row, unless a page has something better."""
        self.edit()

    def selected_changed(self, keys: list[int]) -> None:
        """Other rows were selected."""

    # -- building

    def build(self) -> None:
        self.whole = False
        self._entries: dict[int, Entry] = {}
        self._headings: tuple[str, ...] = ()
        self.foot = ttk.Frame(self, style=Styles.GROUND)
        self.foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        self.body = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        self.body.pack(side="left", fill="both", expand=True)
        self._source = ListSource((), tag=lambda row: str(row.get("tag", "")))
        hooks = GridHooks(open=self.open_row, select=self.selected_changed)
        self._source.columns = tuple(self.columns())
        self.rows = Grid(self.body, self._source, hooks=hooks, marks=True, empty=self.empty)
        self.rows.pack(fill="both", expand=True)
        self.rows.remember(self.desk.settings.lists, f"list-{self.table}")
        self._build_bar()
        self._build_foot()
        self.rows.view.tree.bind("<Delete>", lambda event: self.remove())

    def _build_bar(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=12)
        self.parts = Segments(bar, dict(self.states), next(iter(self.states)), lambda key: self.load())
        if len(self.states) > 1:  # beside a form in large text the states come before the filter
            self.parts.pack(side="left", padx=(0, GAP), before=self.rows.filter_box)
        self.scope_box = ScopeBox(bar, self.load)
        if self.scoped:
            self.scope_box.pack(side="left")

    def _build_foot(self) -> None:
        look: dict[str, Any] = {"style": Styles.GROUND_BUTTON}
        usual: list[tuple[str, Callable[[], object]]] = [
            ("新增 Ctrl+N", self.begin_new),
            ("修改 F2", self.edit),
            ("删除 Del", self.remove),
        ]
        more = [(words, command) for words, _, command in self.actions()]
        for words, command in usual + more:
            ttk.Button(self.foot, text=words, command=command, **look).pack(side="left", padx=(0, GAP))
        if self.report:
            ttk.Button(self.foot, text="报表 Ctrl+P", command=self.go_to_report, **look).pack(side="right")
        if self.import_kind:
            ttk.Button(self.foot, text="导入 Ctrl+I", command=self.begin_import, **look).pack(
                side="right", padx=GAP
            )

    # -- Page

    def load(self) -> None:
        if self.scoped:
            self.scope_box.offer(self.desk.ledger)
        found = list(self.entries(self.scope_box.scope if self.scoped else WHOLE))
        self._count(found)
        chosen = self.parts.chosen
        shown = [each for each in found if _is_in(each, chosen)]
        self._entries = {int(each["id"]): each for each in shown}
        self._take_columns()
        self._source.replace(map(self._masked, shown))
        self.rows.refresh()

    def _count(self, found: Sequence[Entry]) -> None:
        for key, words in self.states.items():
            self.parts.say(key, f"{words} {sum(_is_in(each, key) for each in found):,}")

    def _take_columns(self) -> None:
        """A field that the worker added meanwhile becomes a column."""
        columns = tuple(self.columns())
        headings = tuple(column.heading for column in columns)
        if headings != self._headings:
            self._headings = headings
            self._source.columns = columns
            self.rows.set_source(self._source)

    def _masked(self, entry: Entry) -> Entry:
        if self.whole:
            return entry
        held = [key for key in PERSONAL if entry.get(key) is not None]
        return {**entry, **{key: RESIDENT.field(key).mask(entry[key]) for key in held}}

    def enter(self) -> None:
        self.rows.focus_rows()

    def leave(self) -> None:
        self.show_whole(False)

    def open(self, **what: Any) -> None:
        """Show a `state`, a `row`, or begin a `new` one with values of its fields."""
        if "state" in what:
            self.parts.show(str(what["state"]))
            self.load()
        if "row" in what:
            self._show_row(int(what["row"]))
        if "new" in what:
            self.begin_new(**dict(what["new"] or {}))

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        keys: dict[str, Callable[[], object]] = {
            "<Control-n>": self.begin_new,
            "<F2>": self.edit,
            "<F4>": lambda: self.show_whole(None),
            "<Control-s>": self.save,
            "<Escape>": self.back,
        }
        if self.report:
            keys["<Control-p>"] = self.go_to_report
        if self.import_kind:
            keys["<Control-i>"] = self.begin_import
        return keys | {sequence: command for _, sequence, command in self.actions() if sequence}

    # -- rows

    @property
    def definition(self) -> Register:
        """The register with the worker's own fields."""
        return self.desk.ledger.register(self.table)

    def selected(self) -> list[Entry]:
        """The selected rows in the order of the list."""
        return [self._entries[key] for key in self.rows.selected() if key in self._entries]

    def require_selected(self, what: str = "行") -> list[Entry]:
        """The selected rows; when there are none, says so."""
        chosen = self.selected()
        if not chosen:
            self.desk.shell.say(f"请先选择{what}。", "warn")
        return chosen

    def _show_row(self, row: int) -> None:
        if row not in self._entries and "all" in self.states:
            self.parts.show("all")
            self.load()
        if row in self._entries:
            self.rows.set_filter("")
            self.rows.select([row])
            self.rows.focus_rows()

    def show_whole(self, whole: bool | None) -> None:
        """Show document numbers and phones whole or masked; None changes over."""
        wanted = not self.whole if whole is None else whole
        if wanted != self.whole:
            self.whole = wanted
            self._source.replace(map(self._masked, self._entries.values()))
            self.rows.refresh()

    # -- changing

    def begin_new(self, **values: Any) -> None:
        """Open the form for a new row that begins with these values."""
        task = self.task(None)
        self.begin(task if not values else _with(task, values))

    def edit(self) -> str:
        """Open the form for the first selected row."""
        chosen = self.require_selected("要修改的行")
        if chosen:
            self.begin(self.task(self.desk.ledger.get(self.table, int(chosen[0]["id"]))))
        return "break"

    def remove(self) -> str:
        """Remove the selected rows; that can be undone."""
        rows = [int(each["id"]) for each in self.require_selected("要删除的行")]
        if rows:
            said = f"已删除 {len(rows)} 条{self.noun}"
            self.desk.act(f"删除{self.noun}", lambda ledger: _remove(ledger, self.table, rows), said=said)
            self.rows.focus_rows()
        return "break"

    def begin(self, task: Task) -> None:
        """Put a form beside the list, unless another has unsaved changes."""
        saved = partial(self._saved, task)
        if self.begin_form(
            self.body,
            lambda frame: EditorPane(frame, self.desk, task, on_saved=saved, on_closed=self.close_form),
        ):
            self.scope_box.pack_forget()  # beside a form there is room for the states only

    def form_closed(self) -> None:
        if self.scoped:
            self.scope_box.pack(side="left")

    def _saved(self, task: Task, result: Any) -> None:
        self.close_form()
        if isinstance(result, int) and not isinstance(result, bool):
            self._show_row(result)

    # -- going on

    def begin_import(self) -> None:
        """Open the import window for this register."""
        from gridworker.ui.importing import open_import

        open_import(self.desk, self.import_kind)

    def go_to_report(self) -> None:
        """Show the report of this register on 上报."""
        scope = self.scope_box.scope if self.scoped else WHOLE
        self.desk.shell.go("reports", report=self.report, **({} if scope == WHOLE else {"scope": scope}))


def _is_in(entry: Entry, state: str) -> bool:
    held = entry["states"] if "states" in entry else (entry.get("state"),)
    return state == "all" or state in held


def own_columns(register: Register) -> list[GridColumn]:
    """The worker's own fields as columns of a list."""
    return [column_of(field) for field in register if field.own]


def column_of(field: Field, width: float | None = None, **look: Any) -> GridColumn:
    """A register's field as a column of a list."""
    show = (lambda value: str(value or "")) if field.key in PERSONAL else field.show  # masked by the page
    return GridColumn(field.key, field.heading, width or field.width, show=show, **look)


def _with(task: Task, values: Mapping[str, Any]) -> Task:
    return replace(task, values={**task.values, **values})


def _remove(ledger: Ledger, register: str, rows: Sequence[int]) -> None:
    for row in rows:
        ledger.remove(register, row)
