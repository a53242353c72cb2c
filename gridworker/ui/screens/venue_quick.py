"""A line to enter an inspection by keys: the venue, the four elements, a remedy, Enter."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.duty_names import candidates
from gridworker.ledger.venues import ELEMENTS
from gridworker.ui.popup import Suggestions
from gridworker.ui.theme import GAP, Styles

ELEMENT_KEYS = dict(zip(ELEMENTS, ("F6", "F7", "F8", "F9"), strict=True))
MARKS: Mapping[int | None, str] = {1: "✓", 0: "×", None: "—"}
_NEXT: Mapping[int | None, int | None] = {None: 1, 1: 0, 0: None}
_LOOKS: Mapping[int | None, str] = {1: "primary", 0: "danger", None: "neutral"}
_OFFERED = 8


class VenueQuick(ttk.Frame):
    """`headings` are those of the four elements; `names` gives venues to offer; `on_save` hears Enter."""

    def __init__(
        self,
        parent: tkinter.Misc,
        headings: Mapping[str, str],
        names: Callable[[], Sequence[str]],
        on_save: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(GAP + GAP // 2, GAP // 2))
        self._headings, self._names, self._on_save = headings, names, on_save
        self.values: dict[str, int | None] = dict.fromkeys(ELEMENTS)
        self._first, self._second = ttk.Frame(self), ttk.Frame(self)
        self.venue = self._entry(self._first, "场所 F11", 16)
        Suggestions(self.venue, self._find, self._picked)
        self.buttons = {element: self._button(element) for element in ELEMENTS}
        ttk.Button(self._first, text="都好 F12", command=self.all_good).pack(side="left", padx=(0, GAP))
        make: Any = ttk.Button  # the library's bootstyle option is untyped
        make(self._second, text="登记 Enter", bootstyle="primary", command=on_save).pack(side="right")
        self.remedy = self._entry(self._second, "整改", 16)
        self.remedy.pack(expand=True, fill="x")
        self._first.pack(side="left")
        self.bind("<Configure>", lambda event: self._lay_out(event.width))
        for entry in (self.venue, self.remedy):
            entry.bind("<Return>", lambda event: self._on_save(), add="+")
            entry.bind("<KP_Enter>", lambda event: self._on_save(), add="+")
        self._show()

    def _lay_out(self, width: int) -> None:
        """The remedy stands behind the rest, or below it where there is no room."""
        wanted = self._first.winfo_reqwidth() + self._second.winfo_reqwidth() + 4 * GAP
        if wanted <= width:
            self._first.pack(side="left", pady=0)
            self._second.pack(side="left", fill="x", expand=True)
        else:
            self._first.pack(side="top", anchor="w", pady=(0, GAP // 2))
            self._second.pack(side="top", fill="x", expand=True)

    @staticmethod
    def _entry(parent: tkinter.Misc, words: str, width: int) -> ttk.Entry:
        ttk.Label(parent, text=words).pack(side="left", padx=(0, GAP // 2))
        entry = ttk.Entry(parent, width=width)
        entry.pack(side="left", padx=(0, GAP))
        return entry

    def _button(self, element: str) -> ttk.Button:
        button = ttk.Button(self._first, command=partial(self.turn, element), takefocus=False)
        button.pack(side="left", padx=(0, GAP // 2))
        return button

    def turn(self, element: str) -> None:
        """Change one element over: yes, no, not looked at."""
        self.values[element] = _NEXT[self.values[element]]
        self._show()

    def all_good(self) -> None:
        """All four elements are there."""
        self.values = dict.fromkeys(ELEMENTS, 1)
        self._show()

    def taken(self) -> dict[str, Any]:
        """What was entered, unparsed."""
        return {"venue": self.venue.get(), **self.values, "remedy": self.remedy.get()}

    def clear(self) -> None:
        """Begin the next one."""
        self.values = dict.fromkeys(ELEMENTS)
        self.venue.delete(0, "end")
        self.remedy.delete(0, "end")
        self._show()
        self.venue.focus_set()

    def _find(self, text: str) -> list[tuple[int, str]]:
        found = candidates(text, self._names())[:_OFFERED]
        return [] if text in found else list(enumerate(found))

    def _picked(self, number: int, words: str) -> None:
        self.venue.delete(0, "end")
        self.venue.insert(0, words)

    def _show(self) -> None:
        for element, button in self.buttons.items():
            value = self.values[element]
            look: dict[str, Any] = {"bootstyle": _LOOKS[value]}
            words = f"{self._headings[element]} {MARKS[value]} {ELEMENT_KEYS[element]}"
            button.configure(text=words, **look)
