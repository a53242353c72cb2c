"""A month to choose a day from, in Chinese, drawn on a canvas; works by mouse and by keys alike."""

from __future__ import annotations

import calendar
import tkinter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.popup import Popup
from gridworker.ui.theme import BODY, BOLD, GAP, SECTION, SMALL, Styles, colours, line_height, text_width

_WEEKDAYS = "一二三四五六日"
_WEEKS = 6
_KEYS = {"Left": -1, "Right": 1, "Up": -7, "Down": 7}


def pick_day(anchor: tkinter.Misc, day: str | None, on_pick: Callable[[str], None]) -> Popup:
    """Open a calendar under `anchor` on the ISO day (None: today); `on_pick` hears the chosen ISO day.

    Arrows move by day and week, PgUp and PgDn by month, with Ctrl by year; Home is today; Enter takes it.
    """
    popup = Popup(anchor)
    month = _Month(popup, date.fromisoformat(day) if day else date.today(), on_pick)
    popup.open(month.canvas, as_wide=False)
    return popup


class _Month:
    def __init__(self, popup: Popup, day: date, on_pick: Callable[[str], None]) -> None:
        self._popup, self._day, self._on_pick = popup, day, on_pick
        self._side = max(line_height(popup) + GAP, text_width(popup, "国国") + GAP)
        head = ttk.Frame(popup.body)
        head.pack(fill="x")
        self._title = ttk.Label(head, style=Styles.SECTION, anchor="center")
        for text, months, side in (
            ("«", -12, "left"),
            ("‹", -1, "left"),
            ("»", 12, "right"),
            ("›", 1, "right"),
        ):
            self._arrow(head, text, months).pack(side=side)
        self._title.pack(side="left", fill="x", expand=True)
        self.canvas = tkinter.Canvas(
            popup.body, width=7 * self._side, height=7 * self._side, highlightthickness=0,
            background=colours().card, takefocus=True,
        )  # fmt: skip
        self.canvas.pack()
        ttk.Button(popup.body, text="今天 (Home)", style=Styles.LINK, takefocus=False,
                   command=lambda: self._take(date.today())).pack()  # fmt: skip
        self._listen()
        self._draw()

    def _arrow(self, parent: tkinter.Misc, text: str, months: int) -> ttk.Button:
        return ttk.Button(
            parent, text=text, style=Styles.LINK, takefocus=False, width=2, command=lambda: self._turn(months)
        )

    def _listen(self) -> None:
        canvas = self.canvas
        for name, days in _KEYS.items():
            canvas.bind(f"<{name}>", partial(self._go, days))
        canvas.bind("<Prior>", lambda event: self._turn(-1))
        canvas.bind("<Next>", lambda event: self._turn(1))
        canvas.bind("<Control-Prior>", lambda event: self._turn(-12))
        canvas.bind("<Control-Next>", lambda event: self._turn(12))
        canvas.bind("<Home>", lambda event: self._show(date.today()))
        canvas.bind("<Return>", lambda event: self._take(self._day))
        canvas.bind("<space>", lambda event: self._take(self._day))
        canvas.bind("<ButtonRelease-1>", self._clicked)

    def _go(self, days: int, event: tkinter.Event[Any]) -> None:
        self._show(self._day + timedelta(days=days))

    def _turn(self, months: int) -> None:
        count = self._day.year * 12 + self._day.month - 1 + months
        year, month = divmod(count, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self._show(date(year, month + 1, min(self._day.day, last)))

    def _show(self, day: date) -> None:
        self._day = day
        self._draw()

    def _take(self, day: date) -> str:
        self._popup.close()
        self._on_pick(day.isoformat())
        return "break"

    def _first(self) -> date:
        """The Monday that the first row begins with."""
        first = self._day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        row, column = event.y // self._side - 1, event.x // self._side
        if 0 <= row < _WEEKS and 0 <= column < 7:
            self._take(self._first() + timedelta(days=row * 7 + column))

    def _draw(self) -> None:
        self.canvas.delete("all")
        self._title.configure(text=f"{self._day.year}年{self._day.month}月", font=SECTION)
        for column, name in enumerate(_WEEKDAYS):
            self._text(-1, column, name, colours().muted, SMALL)
        for number in range(_WEEKS * 7):
            self._draw_day(number, self._first() + timedelta(days=number))

    def _draw_day(self, number: int, day: date) -> None:
        palette = colours()
        row, column = divmod(number, 7)
        x, y = column * self._side, (row + 1) * self._side
        box = (x + 1, y + 1, x + self._side - 2, y + self._side - 2)
        chosen = day == self._day
        if chosen:
            self.canvas.create_rectangle(*box, fill=palette.accent, outline="")
        elif day == date.today():
            self.canvas.create_rectangle(*box, outline=palette.accent_text)
        ink = palette.ink if day.month == self._day.month else palette.border
        self._text(row, column, str(day.day), palette.on_accent if chosen else ink, BOLD if chosen else BODY)

    def _text(self, row: int, column: int, text: str, ink: str, name: str) -> None:
        half = self._side // 2
        self.canvas.create_text(
            column * self._side + half, (row + 1) * self._side + half, text=text, fill=ink, font=name
        )
