"""A row of choices of which one holds, like the tabs of a page; arrow keys move between them."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk


class Segments(ttk.Frame):
    """Choices by key with their words; `on_choose` hears the key when the user takes one."""

    def __init__(
        self,
        parent: tkinter.Misc,
        choices: Mapping[str, str],
        chosen: str,
        on_choose: Callable[[str], None],
        *,
        style: str = "TFrame",
    ) -> None:
        super().__init__(parent, style=style)
        self._on_choose = on_choose
        self._buttons = {key: self._button(key, words) for key, words in choices.items()}
        self.show(chosen)

    def _button(self, key: str, words: str) -> ttk.Button:
        button = ttk.Button(self, text=words, command=partial(self.choose, key))
        button.pack(side="left")
        button.bind("<Left>", lambda event: self._step(-1))
        button.bind("<Right>", lambda event: self._step(1))
        return button

    def choose(self, key: str) -> None:
        """Take this choice as a click would."""
        self.show(key)
        self._on_choose(key)

    def show(self, key: str) -> None:
        """Mark this choice without telling anybody."""
        self.chosen = key
        for each, button in self._buttons.items():
            look: dict[str, Any] = {"bootstyle": "primary" if each == key else "neutral"}
            button.configure(**look)

    def say(self, key: str, words: str) -> None:
        """Change the words of one choice."""
        self._buttons[key].configure(text=words)

    def _step(self, step: int) -> str:
        keys = list(self._buttons)
        key = keys[(keys.index(self.chosen) + step) % len(keys)]
        self._buttons[key].focus_set()
        self.choose(key)
        return "break"
