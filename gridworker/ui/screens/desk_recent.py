"""The last ones at the sampling desk, refused ones too, so that nobody is missed in a hurry."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from typing import Any, NamedTuple

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.tubes import TubeRow, tube_people
from gridworker.ui.theme import GAP, SMALL, Styles, colours, line_height, text_width

ROWS = 10
_STYLE = "DeskRecent.Treeview"
_COLUMNS = (
    ("mark", 1.5, False), ("at", 3.5, False), ("name", 6, False), ("address", 13, True), ("where", 13, True),
)  # fmt: skip


class Line(NamedTuple):
    """One line; `sample` is None for somebody who was refused."""

    sample: int | None
    at: str
    name: str
    address: str
    where: str


def registered_lines(ledger: Ledger, tubes_of_day: Sequence[TubeRow], site: str | None) -> list[Line]:
    """The last registered at a site, newest first, from the tubes of a day."""
    found: list[Line] = []
    for tube in reversed(tubes_of_day):
        if tube.site == site and len(found) < ROWS:
            found += [
                Line(person.sample, person.sampled_at[11:16], person.name, person.address,
                     where(tube.number, person.place))
                for person in reversed(tube_people(ledger, tube.number))
            ]  # fmt: skip
    return found[:ROWS]


def where(tube: str, place: int | None) -> str:
    """The tube and the place in it, in few words."""
    return f"{tube} 第 {place} 位" if place else tube


class Recent(ttk.Frame):
    """The last ten, the newest on top."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(GAP, GAP // 2))
        style: Any = ttk.Style()
        style.configure(_STYLE, rowheight=line_height(self, SMALL), font=SMALL, borderwidth=0)
        self.rows = ttk.Treeview(
            self, columns=[key for key, *_ in _COLUMNS], show="", selectmode="none", takefocus=False,
            height=3, style=_STYLE,
        )  # fmt: skip
        for key, width, stretch in _COLUMNS:
            self.rows.column(
                key, width=round(width * text_width(self, "国", SMALL)), stretch=stretch, minwidth=1
            )
        self.rows.pack(fill="both", expand=True)
        self.lines: list[Line] = []
        self.bind("<<ThemeChanged>>", lambda event: self._colour())
        self._colour()

    def _colour(self) -> None:
        self.rows.tag_configure("refused", foreground=colours().bad)

    def show(self, lines: list[Line]) -> None:
        """Show these instead."""
        self.lines = lines[:ROWS]
        self.rows.delete(*self.rows.get_children())
        for line in self.lines:
            self._insert("end", line)

    def add(self, line: Line) -> None:
        """Put one more on top."""
        self.lines = [line, *self.lines][:ROWS]
        self._insert(0, line)
        for item in self.rows.get_children()[ROWS:]:
            self.rows.delete(item)

    def take_back(self, sample: int) -> None:
        """Take away the line of a sample that was undone."""
        self.show([line for line in self.lines if line.sample != sample])

    def _insert(self, at: Any, line: Line) -> None:
        refused = line.sample is None
        values = ("×" if refused else "✓", *line[1:])
        self.rows.insert("", at, values=values, tags=("refused",) if refused else ())
