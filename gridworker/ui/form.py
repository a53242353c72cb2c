"""The one form of the window, built from the fields of a register."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import Field
from gridworker.ui.form_editors import EDITORS, ChoiceEditor, Editor, LinkEditor, Links, Raw, TicksEditor
from gridworker.ui.scroller import Scroller
from gridworker.ui.theme import GAP, SMALL, Styles

__all__ = ["Form", "Links"]

_PAUSE = 600  # ms without a key before what is typed is judged
_WIDE = ("long_text",)


class Form(ttk.Frame):
    """Fields with their labels; says what is wrong beside the field while it is filled in.

    `choices` gives the choices of a field that has none of its own (reasons, cadences). With `register`
    whole-row rules are checked too, and what follows from other fields (sex and birth date from an ID
    number) is filled in. `links` is needed for fields of kind LINK. Enter goes on, Ctrl+S saves.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        fields: Sequence[Field],
        *,
        columns: int = 1,
        register: Register | None = None,
        choices: Callable[[Field], Sequence[str]] | None = None,
        links: Links | None = None,
        on_change: Callable[[], None] = lambda: None,
        on_save: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._fields = {field.key: field for field in fields}
        self._rules = register
        self._choices = choices
        self._links = links
        self._on_change, self._on_save = on_change, on_save
        self._touched: set[str] = set()
        self._timer = ""
        self.editors: dict[str, Editor] = {}
        self._notes: dict[str, ttk.Label] = {}
        self._scroller = Scroller(self)
        self._scroller.pack(fill="both", expand=True)
        self._build(columns)
        self.load({})

    # --- for screens ------------------------------------------------------------------------------------

    def load(self, values: Mapping[str, Any]) -> None:
        """Show a stored row; fields it does not have stay blank, or take their default in an empty row."""
        for key, field in self._fields.items():
            self.editors[key].set(values.get(key, None if values else field.default))
        self._touched.clear()
        self._loaded = self.raw()
        self._show_problems({})

    def raw(self) -> dict[str, Raw]:
        """What stands in the fields now, unparsed, by key."""
        return {key: editor.get() for key, editor in self.editors.items()}

    def changed(self) -> dict[str, Raw]:
        """The raw values that differ from what was loaded."""
        return {key: value for key, value in self.raw().items() if value != self._loaded[key]}

    def problems(self) -> dict[str, str]:
        """What is wrong now, by key; fields and, with a register, the whole row."""
        return self._read()[1]

    def check(self) -> Row | None:
        """The parsed values when all is well; else show every problem, go to the first, and give None."""
        values, problems = self._read()
        self._touched.update(self._fields)
        self._show_problems(problems)
        first = next((key for key in self._fields if key in problems), None)
        if first is not None:
            self.focus_field(first)
            return None
        return values

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what the ledger refused (`RowProblems.problems`) beside its fields."""
        self._touched.update(problems)
        self._show_problems(dict(problems))
        known = next((key for key in self._fields if key in problems), None)
        if known is not None:
            self.focus_field(known)

    def focus_field(self, key: str) -> None:
        """Give this field the keyboard and bring it into sight."""
        widget = self.editors[key].key_widget
        widget.focus_set()
        self._scroller.see(widget)

    def focus_first(self) -> None:
        self.focus_field(next(iter(self.editors)))

    # --- building ---------------------------------------------------------------------------------------

    def _build(self, columns: int) -> None:
        inside = self._scroller.inside
        for column in range(columns):
            inside.columnconfigure(2 * column + 1, weight=1, uniform="fields", minsize=12 * GAP)
        place = 0
        for field in self._fields.values():
            wide = field.kind.name in _WIDE and columns > 1
            if wide and place % columns:
                place += columns - place % columns
            self._add(field, place // columns, place % columns, columns if wide else 1)
            place += columns if wide else 1
        self._scroller.watch()

    def _add(self, field: Field, row: int, column: int, span: int) -> None:
        inside = self._scroller.inside
        self._label(inside, field).grid(
            row=2 * row, column=2 * column, sticky="ne", padx=(2 * GAP if column else 0, GAP), pady=(GAP, 0)
        )
        editor = self._editor(inside, field)
        editor.widget.grid(
            row=2 * row, column=2 * column + 1, columnspan=2 * span - 1, sticky="ew", pady=(GAP // 2, 0)
        )
        note = ttk.Label(inside, style=Styles.MUTED, justify="left")
        editor.widget.bind("<Configure>", lambda event: note.configure(wraplength=event.width), add="+")
        note.grid(row=2 * row + 1, column=2 * column + 1, columnspan=2 * span - 1, sticky="nw")
        self.editors[field.key] = editor
        self._notes[field.key] = note
        self._listen(field.key, editor.key_widget)

    @staticmethod
    def _label(parent: tkinter.Misc, field: Field) -> ttk.Frame:
        frame = ttk.Frame(parent)
        ttk.Label(frame, text=field.heading).pack(side="right")
        if field.required:
            ttk.Label(frame, text="* ", style=Styles.toned("bad")).pack(side="right")
        return frame

    def _editor(self, parent: tkinter.Misc, field: Field) -> Editor:
        editor = EDITORS.get(field.kind.name, Editor)(parent, field, lambda: self._edited(field.key))
        if isinstance(editor, ChoiceEditor | TicksEditor):
            editor.offer(field.choices or (self._choices(field) if self._choices else ()))
        if isinstance(editor, LinkEditor) and self._links is not None:
            editor.links = self._links
        return editor

    def _listen(self, key: str, widget: tkinter.Misc) -> None:
        if not isinstance(widget, tkinter.Text):
            widget.bind("<Return>", lambda event: self._next(key), add="+")
            widget.bind("<KP_Enter>", lambda event: self._next(key), add="+")
        widget.bind("<FocusIn>", lambda event: self._scroller.see(widget), add="+")
        widget.bind("<FocusOut>", lambda event: self._left(key), add="+")
        for sequence in ("<Control-s>", "<Control-Return>"):
            widget.bind(sequence, lambda event: self._save())

    # --- what happens -----------------------------------------------------------------------------------

    def _edited(self, key: str) -> None:
        self._touched.add(key)
        self._derive()
        self._on_change()
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_PAUSE, self._judge)

    def _left(self, key: str) -> None:
        if self.winfo_exists() and self.editors[key].get() != self._loaded[key]:
            self._touched.add(key)
            self._judge()

    def _judge(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""
        self._show_problems(self.problems())

    def _next(self, key: str) -> str:
        keys = list(self.editors)
        at = keys.index(key) + 1
        if at < len(keys):
            self.focus_field(keys[at])
        else:
            self._save()
        return "break"

    def _save(self) -> str:
        self._on_save()
        return "break"

    def _derive(self) -> None:
        """Fill blank fields with what follows from the others, never over what somebody typed."""
        if self._rules is None or self._rules.prepare is None:
            return
        values, _ = self._parse()
        row = self._rules.prepare({field.key: None for field in self._rules} | values)
        for key, editor in self.editors.items():
            blank = editor.get() is None and editor.key_widget is not self.focus_get()
            if blank and row.get(key) is not None:
                editor.set(row[key])

    def _parse(self) -> tuple[Row, dict[str, str]]:
        raw = self.raw()
        raw |= dict.fromkeys(self._unlinked())
        if self._rules is not None:
            return self._rules.read(raw)
        values: Row = {}
        problems: dict[str, str] = {}
        for key, field in self._fields.items():
            try:
                values[key] = field.parse(raw[key])
            except ValueProblem as problem:
                problems[key] = str(problem)
        return values, problems

    def _read(self) -> tuple[Row, dict[str, str]]:
        values, problems = self._parse()
        problems |= dict.fromkeys(self._unlinked(), "请从列出的结果里选一个")
        if self._rules is not None and self._rules.check is not None:
            whole = {field.key: None for field in self._rules} | values
            problems = {**self._rules.check(whole), **problems}
        return values, {key: text for key, text in problems.items() if key in self._fields}

    def _unlinked(self) -> list[str]:
        """Fields where words were typed but no row was chosen."""
        return [k for k, e in self.editors.items() if isinstance(e, LinkEditor) and isinstance(e.get(), str)]

    def _show_problems(self, problems: dict[str, str]) -> None:
        for key, field in self._fields.items():
            problem = problems.get(key, "") if key in self._touched else ""
            self.editors[key].mark(bool(problem))
            note = self._notes[key]
            if problem or field.hint:
                style = Styles.toned("bad") if problem else Styles.MUTED
                note.configure(text=f"×\u00a0{problem}" if problem else field.hint, style=style, font=SMALL)
                note.grid()
            else:
                note.grid_remove()
