"""Large figures side by side, each a number over its word; those that lead somewhere can be clicked."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import dataclass

import ttkbootstrap as ttk

from gridworker.ui.theme import GAP, SMALL, Styles, Tone


@dataclass(frozen=True)
class Figure:
    """One figure: its key, the word under it and the tone it takes when it is not zero."""

    key: str
    word: str
    tone: Tone = "plain"


class Tiles(ttk.Frame):
    """A row of figures; `on_open` hears the key of one that is clicked, or on which Enter is pressed."""

    def __init__(
        self, parent: tkinter.Misc, figures: tuple[Figure, ...], on_open: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = ""
        self._figures = {figure.key: figure for figure in figures}
        self._numbers: dict[str, ttk.Label] = {}
        self._words: dict[str, ttk.Label] = {}
        for place, figure in enumerate(figures):
            self.columnconfigure(place, weight=1, uniform="tiles")
            self._add(figure, place, on_open)

    def _add(self, figure: Figure, place: int, on_open: Callable[[str], None] | None) -> None:
        tile = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2), takefocus=on_open is not None)
        tile.grid(row=0, column=place, sticky="nsew", padx=(0 if place == 0 else GAP // 2, 0))
        number = ttk.Label(tile, text="…", style=Styles.FIGURE, anchor="center")
        number.pack(fill="x")
        word = ttk.Label(tile, text=figure.word, style=Styles.MUTED, font=SMALL, padding=(GAP, 1))
        word.pack()
        self._numbers[figure.key], self._words[figure.key] = number, word
        if on_open is not None:
            for widget in (tile, number, word):
                widget.configure(cursor="hand2")
                widget.bind("<ButtonRelease-1>", lambda event: on_open(figure.key))
            tile.bind("<Return>", lambda event: on_open(figure.key))
            tile.bind("<space>", lambda event: on_open(figure.key))
            tile.bind("<FocusIn>", lambda event: self._dress(figure.key, focused=True))
            tile.bind("<FocusOut>", lambda event: self._dress(figure.key))

    def show(self, key: str, text: str, *, quiet: bool = False) -> None:
        """Show this number; a `quiet` one (zero) is not coloured."""
        tone: Tone = "quiet" if quiet else self._figures[key].tone
        self._numbers[key].configure(text=text, style=Styles.figure(tone))

    def mark(self, chosen: str) -> None:
        """Mark the figure whose list stands below."""
        self._chosen = chosen
        for key in self._figures:
            self._dress(key)

    def _dress(self, key: str, *, focused: bool = False) -> None:
        word = self._figures[key].word
        chosen = key == self._chosen
        style = Styles.chip("info") if chosen else Styles.BOLD if focused else Styles.MUTED
        text = f"▼ {word}" if chosen else word
        self._words[key].configure(text=text, style=style, font=SMALL, padding=(GAP, 1))

    def text(self, key: str) -> str:
        """The number shown."""
        return str(self._numbers[key].cget("text"))
