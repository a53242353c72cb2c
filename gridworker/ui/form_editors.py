"""The editors that forms are made of, one for each kind of field."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.days import parse_day
from gridworker.ledger.fields import Field, Value
from gridworker.ui.day_picker import pick_day
from gridworker.ui.popup import Suggestions, tick_list
from gridworker.ui.theme import BODY, GAP, colours

Raw = str | int | None
_LINES = 3


class Links(Protocol):
    """How a form shows and finds rows that a field points to."""

    def label(self, field: Field, row: int) -> str:
        """The words for this row, such as an address or a name with an address."""
        ...

    def find(self, field: Field, text: str) -> Sequence[tuple[int, str]]:
        """Rows that match what is typed, best first, a screenful at most."""
        ...


class Editor:
    """Shows one field's value and gives it back raw; `key_widget` is what takes the keyboard.

    `changed` is called on every change by the user.
    """

    key_widget: tkinter.Misc

    def __init__(self, parent: tkinter.Misc, field: Field, changed: Callable[[], None]) -> None:
        self.field = field
        self.changed = changed
        self.widget = self._make(parent)

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        entry = ttk.Entry(parent)
        self.key_widget = entry
        entry.bind("<KeyRelease>", lambda event: self.changed())
        self.entry: ttk.Entry = entry
        return entry

    def get(self) -> Raw:
        text = self.entry.get()
        return text if text.strip() else None

    def set(self, value: Value) -> None:
        """Show a stored value; does not count as a change by the user."""
        self._write(self.field.show(value))

    def mark(self, wrong: bool) -> None:
        """Give the field's edge the colour of an error, or take it away."""
        if isinstance(self.key_widget, ttk.Entry | ttk.Combobox):
            self.key_widget.state(["invalid" if wrong else "!invalid"])

    def _write(self, text: str) -> None:
        self.entry.delete(0, "end")
        self.entry.insert(0, text)


class LongEditor(Editor):
    """Several lines; Enter begins a new one, Tab goes on."""

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        text = tkinter.Text(
            parent, height=_LINES, width=20, font=BODY, wrap="char", undo=True, relief="flat", borderwidth=0,
            padx=GAP // 2, pady=GAP // 2, highlightthickness=1,
        )  # fmt: skip
        text.bind("<Tab>", lambda event: self._leave(text.tk_focusNext()))
        text.bind("<Shift-Tab>", lambda event: self._leave(text.tk_focusPrev()))
        text.bind("<KeyRelease>", lambda event: self.changed())
        text.bind("<<ThemeChanged>>", lambda event: self.mark(False))
        self.key_widget = self._text = text
        self.mark(False)
        return text

    def get(self) -> Raw:
        text = self._text.get("1.0", "end-1c")
        return text if text.strip() else None

    def _write(self, text: str) -> None:
        self._text.delete("1.0", "end")
        self._text.insert("1.0", text)

    def mark(self, wrong: bool) -> None:
        palette = colours()
        self._text.configure(
            background=palette.card, foreground=palette.ink, insertbackground=palette.ink,
            selectbackground=palette.select, selectforeground=palette.ink,
            highlightcolor=palette.bad if wrong else palette.accent_text,
            highlightbackground=palette.bad if wrong else palette.border,
        )  # fmt: skip

    @staticmethod
    def _leave(to: tkinter.Misc | None) -> str:
        if to is not None:
            to.focus_set()
        return "break"


class ChoiceEditor(Editor):
    """A list to choose from; free text too where the kind allows it. Delete empties it."""

    free = False
    choices: Sequence[str] = ()

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        box = ttk.Combobox(parent, state="normal" if self.free else "readonly")
        box.bind("<<ComboboxSelected>>", lambda event: self._picked())
        box.bind("<KeyRelease>", lambda event: self.changed())
        if not self.free:
            box.bind("<Delete>", lambda event: self._clear())
            box.bind("<BackSpace>", lambda event: self._clear())
            box.bind("<Key>", self._first_letter)
        self.key_widget = self._box = box
        return box

    def offer(self, choices: Sequence[str]) -> None:
        """Offer these choices, and an empty line where the field may be blank."""
        self.choices = tuple(choices)
        blank = [] if self.field.required or self.free else [""]
        self._box.configure(values=[*blank, *choices], height=min(len(choices) + 1, 12))

    def get(self) -> Raw:
        text = self._box.get()
        return text if text.strip() else None

    def _write(self, text: str) -> None:
        self._box.set(text)

    def _picked(self) -> None:
        self._box.selection_clear()
        self.changed()

    def _clear(self) -> str:
        self._box.set("")
        self.changed()
        return "break"

    def _first_letter(self, event: tkinter.Event[Any]) -> str | None:
        """A digit takes the choice of that place: 1 the first."""
        if event.char.isdigit() and 1 <= int(event.char) <= len(self.choices):
            self._box.set(self.choices[int(event.char) - 1])
            self.changed()
            return "break"
        return None


class OpenChoiceEditor(ChoiceEditor):
    free = True


class YesNoEditor(Editor):
    """是, 否, or not known."""

    _WORDS = (("是", "1"), ("否", "0"), ("未填", ""))

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        frame = ttk.Frame(parent)
        self._state = tkinter.StringVar(frame, "")
        for word, value in self._WORDS:
            button = ttk.Radiobutton(
                frame, text=word, value=value, variable=self._state, command=lambda: self.changed()
            )
            button.pack(side="left", padx=(0, 2 * GAP), pady=GAP // 2)
            if value == "1":
                self.key_widget = button
        return frame

    def get(self) -> Raw:
        return {"1": "是", "0": "否"}.get(self._state.get())

    def set(self, value: Value) -> None:
        self._state.set("" if value is None else str(int(value)))


class DayEditor(Editor):
    """A day in any style people write; the button or Alt+Down opens a calendar. Blank stays blank."""

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        frame = ttk.Frame(parent)
        frame.columnconfigure(0, weight=1)
        super()._make(frame)
        self._stored: Value = None
        self.entry.grid(row=0, column=0, sticky="ew")
        self.entry.bind("<Alt-Down>", lambda event: self._open())
        self.entry.bind("<F4>", lambda event: self._open())
        button = ttk.Button(frame, icon="calendar3", takefocus=False, command=self._open)
        button.grid(row=0, column=1, sticky="ns")
        return frame

    def get(self) -> Raw:
        """What is typed; a stored moment that was left alone keeps its seconds, which are not shown."""
        text = super().get()
        return self._stored if text == self.field.show(self._stored) else text

    def set(self, value: Value) -> None:
        self._stored = value
        super().set(value)

    def _day(self) -> str | None:
        try:
            return parse_day(self.entry.get())
        except ValueProblem:
            return None

    def _open(self) -> str:
        pick_day(self.entry, self._day(), self._picked)
        return "break"

    def _picked(self, day: str) -> None:
        """A moment keeps its clock time."""
        rest = self.entry.get()[10:] if self.field.kind.cell == "moment" and self._day() else ""
        self._write(day + rest)
        self.entry.focus_set()
        self.changed()


class TicksEditor(Editor):
    """Several choices as words between 、; the button or Alt+Down opens the list to tick."""

    choices: Sequence[str] = ()

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        frame = ttk.Frame(parent)
        frame.columnconfigure(0, weight=1)
        super()._make(frame)
        self.entry.grid(row=0, column=0, sticky="ew")
        self.entry.bind("<Alt-Down>", lambda event: self._open())
        self.entry.bind("<F4>", lambda event: self._open())
        ttk.Button(frame, icon="list-check", takefocus=False, command=self._open).grid(
            row=0, column=1, sticky="ns"
        )
        return frame

    def offer(self, choices: Sequence[str]) -> None:
        """Offer these to tick."""
        self.choices = tuple(choices)

    def _open(self) -> str:
        if self.choices:
            tick_list(self.entry, self.choices, self.entry.get().split("、"), self._ticked)
        return "break"

    def _ticked(self, chosen: list[str]) -> None:
        """What was typed and is no choice stays in front."""
        own = [word for word in self.entry.get().split("、") if word.strip() and word not in self.choices]
        self._write("、".join(own + chosen))
        self.changed()


class SecretEditor(Editor):
    """A personal number: a stored one shows masked until 显示 or F4; a new one is typed plainly."""

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        frame = ttk.Frame(parent)
        frame.columnconfigure(0, weight=1)
        super()._make(frame)
        self._whole: Value = None
        self._hidden = False
        self.entry.grid(row=0, column=0, sticky="ew")
        self.entry.bind("<F4>", lambda event: self._toggle())
        self._button = ttk.Button(frame, icon="eye", takefocus=False, command=self._toggle)
        self._button.grid(row=0, column=1, sticky="ns")
        return frame

    def get(self) -> Raw:
        return str(self._whole) if self._hidden else super().get()

    def set(self, value: Value) -> None:
        self._whole = value
        self._show(hidden=value is not None)

    def _show(self, *, hidden: bool) -> None:
        self._hidden = hidden
        self.entry.configure(state="normal")
        self._write(self.field.mask(self._whole) if hidden else self.field.show(self._whole))
        self.entry.configure(state="readonly" if hidden else "normal")
        self._button.configure(icon="eye" if hidden else "eye-slash")

    def _toggle(self) -> str:
        """Hiding takes over what was typed meanwhile; a blank is not hidden."""
        if not self._hidden:
            self._whole = super().get()
            if self._whole is None:
                return "break"
        self._show(hidden=not self._hidden)
        self.entry.focus_set()
        return "break"


class LinkEditor(Editor):
    """Another row, found by typing any part of it."""

    links: Links

    def _make(self, parent: tkinter.Misc) -> tkinter.Widget:
        widget = super()._make(parent)
        self._row: int | None = None
        self._words = ""
        self._suggestions = Suggestions(
            self.entry, lambda text: self.links.find(self.field, text), self._picked
        )
        return widget

    def get(self) -> Raw:
        """The row's number; the typed text itself when it names no chosen row."""
        text = self.entry.get().strip()
        return self._row if text == self._words else (text or None)

    def set(self, value: Value) -> None:
        self._row = None if value is None else int(value)
        self._words = "" if self._row is None else self.links.label(self.field, self._row)
        self._write(self._words)

    def _picked(self, row: int, words: str) -> None:
        self._row, self._words = row, words
        self._write(words)
        self.entry.icursor("end")
        self.changed()


EDITORS: dict[str, type[Editor]] = {
    "long_text": LongEditor,
    "choice": ChoiceEditor,
    "open_choice": OpenChoiceEditor,
    "choices": TicksEditor,
    "yes_no": YesNoEditor,
    "day": DayEditor,
    "moment": DayEditor,
    "id_number": SecretEditor,
    "link": LinkEditor,
}
"""Editor by kind; every other kind is a line of text."""
