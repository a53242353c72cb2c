"""Small charts on a canvas: coverage by building, and a line over days; every mark has its number."""

from __future__ import annotations

import math
import tkinter
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.palette import Tone
from gridworker.ui.theme import BODY, BOLD, GAP, SMALL, colours, line_height, text_width

_GOOD, _FAIR = 0.98, 0.90  # coverage from which a bar counts as good, or as fair
_SHORTEST = 5 * GAP  # pixels of a bar beside its words


@dataclass(frozen=True)
class Bar:
    """One bar: `share` is 0–1, or None where there was nothing to do; `words` stand at its end."""

    label: str
    share: float | None
    words: str
    key: int | None = None


@dataclass(frozen=True)
class Point:
    """One day of a line; None leaves a gap. `words` is the number shown at the point."""

    label: str
    share: float | None
    words: str


def coverage_bar(label: str, done: int, due: int, key: int | None = None) -> Bar:
    """The bar of a building: 97.3% and 22人未检."""
    if not due:
        return Bar(label, None, "— 今日无应检", key)
    missed = due - done
    rest = f"  {missed}人未检" if missed else "  全部完成"
    return Bar(label, done / due, percent(done / due) + rest, key)


def percent(share: float) -> str:
    """One decimal, and never 100.0% before all is done."""
    return f"{min(share, 0.999) * 100:.1f}%" if share < 1 else "100%"


class _Chart(tkinter.Canvas, ABC):
    """Redraws when resized, dressed or given data."""

    def __init__(self, parent: tkinter.Misc, height: int) -> None:
        super().__init__(parent, height=height, width=240, highlightthickness=0, borderwidth=0)
        self._waiting = False
        self.bind("<Configure>", lambda event: self.redraw())
        self.bind("<<ThemeChanged>>", lambda event: self.redraw())

    def redraw(self) -> None:
        """Draw once, when the events at hand are through."""
        if not self._waiting:
            self._waiting = True
            self.after_idle(self._redraw_now)

    def _redraw_now(self) -> None:
        self._waiting = False
        if self.winfo_exists():
            self.delete("all")
            self.configure(background=colours().card)
            self.paint(self.winfo_width(), self.winfo_height())

    @abstractmethod
    def paint(self, width: int, height: int) -> None:
        """Draw everything onto the empty canvas of this size."""

    def say(
        self, x: float, y: float, text: str, *, anchor: Any = "w", font: str = SMALL, ink: str = ""
    ) -> int:
        """Write a text, muted unless told otherwise."""
        return self.create_text(x, y, text=text, anchor=anchor, font=font, fill=ink or colours().muted)

    def say_empty(self, width: int, height: int, text: str) -> None:
        self.say(width / 2, height / 2, text, anchor="center", font=BODY)


class CoverageBars(ttk.Frame):
    """Horizontal bars, one a building, scrolling when there are many; a click or Enter opens one."""

    def __init__(
        self,
        parent: tkinter.Misc,
        *,
        height: int = 240,
        empty: str = "今天还没有应检人员。",
        on_open: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.canvas = _Bars(self, height, empty, on_open)
        self._scrollbar = ttk.Scrollbar(self, orient="vertical", command=self.canvas.yview)
        self.canvas.configure(yscrollcommand=self._scrolled)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")

    def set_data(self, bars: Sequence[Bar]) -> None:
        """Show these bars, in this order."""
        self.canvas.bars = tuple(bars)
        self.canvas.redraw()

    def _scrolled(self, first: float | str, last: float | str) -> None:
        self._scrollbar.set(float(first), float(last))
        if float(first) <= 0 and float(last) >= 1:
            self._scrollbar.grid_remove()
        else:
            self._scrollbar.grid(row=0, column=1, sticky="ns")


class _Bars(_Chart):
    def __init__(
        self, parent: tkinter.Misc, height: int, empty: str, on_open: Callable[[int], None] | None
    ) -> None:
        super().__init__(parent, height)
        self.bars: Sequence[Bar] = ()
        self._empty = empty
        self._on_open = on_open
        self.bind("<MouseWheel>", lambda event: self._wheel(-1 if event.delta > 0 else 1))
        self.bind("<Button-4>", lambda event: self._wheel(-1))
        self.bind("<Button-5>", lambda event: self._wheel(1))
        self.bind("<ButtonRelease-1>", self._clicked)

    def paint(self, width: int, height: int) -> None:
        if not self.bars:
            self.say_empty(width, height, self._empty)
            self.configure(scrollregion=(0, 0, width, height))
            return
        words = max(text_width(self, bar.words, SMALL) for bar in self.bars) + GAP
        most = width - words - _SHORTEST - 3 * GAP
        shown = [replace(bar, label=self._ending(bar.label, most)) for bar in self.bars]
        labels = max(text_width(self, bar.label, BODY) for bar in shown) + 2 * GAP
        for place, bar in enumerate(shown):
            self._paint_bar(bar, place * self._step(), labels, max(width - labels - words - GAP, _SHORTEST))
        self.configure(scrollregion=(0, 0, width, max(len(self.bars) * self._step(), height)))

    def _ending(self, label: str, room: int) -> str:
        """The label, its beginning left out where it is too wide: the number of a building ends it."""
        rest = label
        while len(rest) > 1 and text_width(self, label if rest == label else f"…{rest}", BODY) > room:
            rest = rest[1:]
        return label if rest == label else f"…{rest}"

    def _step(self) -> int:
        return line_height(self) + GAP

    def _paint_bar(self, bar: Bar, top: int, left: int, room: int) -> None:
        palette = colours()
        middle, thick = top + self._step() / 2, GAP
        self.say(left - GAP, middle, bar.label, anchor="e", font=BODY, ink=palette.ink)
        self.create_rectangle(
            left, middle - thick, left + room, middle + thick, fill=palette.ground, outline=""
        )
        if bar.share is not None:
            end = left + round(room * min(max(bar.share, 0), 1))
            fill = palette.tone(_tone(bar.share))
            self.create_rectangle(left, middle - thick, end, middle + thick, fill=fill, outline="")
        self.say(left + room + GAP, middle, bar.words, ink=palette.ink)

    def _wheel(self, step: int) -> str:
        if len(self.bars) * self._step() > self.winfo_height():
            self.yview_scroll(step * 3, "units")
        return "break"

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        place = int(self.canvasy(event.y)) // self._step()
        if self._on_open and 0 <= place < len(self.bars):
            key = self.bars[place].key
            if key is not None:
                self._on_open(key)


def _tone(share: float) -> Tone:
    if share >= _GOOD:
        return "good"
    return "warn" if share >= _FAIR else "bad"


class TrendLine(_Chart):
    """A line over some days; the scale begins a little under the lowest point, and says where."""

    def __init__(self, parent: tkinter.Misc, *, height: int = 200, empty: str = "还没有检测记录。") -> None:
        super().__init__(parent, height)
        self._points: Sequence[Point] = ()
        self._empty = empty

    def set_data(self, points: Sequence[Point]) -> None:
        """Show these points, oldest first."""
        self._points = tuple(points)
        self.redraw()

    def paint(self, width: int, height: int) -> None:
        shares = [point.share for point in self._points if point.share is not None]
        if not shares:
            self.say_empty(width, height, self._empty)
            return
        low = max(min(shares) - 0.05, 0) // 0.1 * 0.1
        line = line_height(self, SMALL)
        left, right = text_width(self, "100%", SMALL) + 2 * GAP, width - 3 * GAP
        top, bottom = line + 2 * GAP, height - line - 2 * GAP
        self._paint_scale(low, left, right, top, bottom)
        self._paint_line(self._places(low, left, right, top, bottom), bottom)

    def _paint_scale(self, low: float, left: int, right: int, top: int, bottom: int) -> None:
        for part in (0.0, 0.5, 1.0):
            y = bottom - (bottom - top) * part
            self.create_line(left, y, right, y, fill=colours().line)
            self.say(left - GAP, y, f"{(low + (1 - low) * part) * 100:.0f}%", anchor="e")

    def _places(
        self, low: float, left: int, right: int, top: int, bottom: int
    ) -> list[tuple[float, float | None, Point]]:
        step = (right - left - 2 * GAP) / max(len(self._points) - 1, 1)
        span = max(1 - low, 0.01)
        return [
            (
                left + GAP + number * step,
                None if point.share is None else bottom - (bottom - top) * (point.share - low) / span,
                point,
            )
            for number, point in enumerate(self._points)
        ]

    def _paint_line(self, places: list[tuple[float, float | None, Point]], bottom: int) -> None:
        palette = colours()
        for (x1, y1, _), (x2, y2, _) in pairwise(places):
            if y1 is not None and y2 is not None:
                self.create_line(x1, y1, x2, y2, fill=palette.accent_text, width=2)
        room_from = math.inf
        for number in reversed(range(len(places))):
            x, y, point = places[number]
            half = max(text_width(self, point.label, SMALL), text_width(self, point.words, SMALL)) / 2
            if y is not None:
                self.create_oval(x - 3, y - 3, x + 3, y + 3, fill=palette.accent_text, outline=palette.card)
            if x + half + GAP < room_from:
                room_from = x - half
                self.say(x, bottom + GAP // 2, point.label, anchor="n")
                self._name_point(places, number, bottom)

    def _name_point(self, places: list[tuple[float, float | None, Point]], number: int, bottom: int) -> None:
        """Write the number clear of the line: under a low point with room, else over it."""
        x, y, point = places[number]
        if y is None:
            return
        beside = [each for _, each, _ in places[max(number - 1, 0) : number + 2] if each is not None]
        room = y + GAP // 2 + line_height(self, SMALL) <= bottom
        under = room and y == max(beside) and y != min(beside)
        last = number == len(places) - 1
        self.say(
            x, y + GAP // 2 if under else y - GAP // 2, point.words, anchor="n" if under else "s",
            font=BOLD if last else SMALL, ink=colours().accent_text if last else colours().ink,
        )  # fmt: skip


@dataclass(frozen=True)
class DayBar:
    """One upright bar: its height in the unit of the chart, and the number that stands on it."""

    label: str
    height: float
    words: str


class DayBars(_Chart):
    """Upright bars over some days, from zero up; of too many for the width the last ones are shown."""

    def __init__(self, parent: tkinter.Misc, *, height: int = 120, empty: str) -> None:
        super().__init__(parent, height)
        self.bars: Sequence[DayBar] = ()
        self._empty = empty

    def set_data(self, bars: Sequence[DayBar]) -> None:
        """Show these bars, the earliest first."""
        self.bars = tuple(bars)
        self.redraw()

    def paint(self, width: int, height: int) -> None:
        if not self.bars:
            self.say_empty(width, height, self._empty)
            return
        texts = [text for bar in self.bars for text in (bar.label, bar.words)]
        wide = max(text_width(self, text, SMALL) for text in texts) + GAP
        shown = self.bars[-max(width // wide, 1) :]
        step = min(width / len(shown), 2.5 * wide)
        line = line_height(self, SMALL)
        top, bottom = line + GAP // 2, height - line - GAP // 2
        self.create_line(0, bottom, step * len(shown), bottom, fill=colours().line)
        highest = max(bar.height for bar in shown) or 1
        for place, bar in enumerate(shown):
            end = bottom - (bottom - top) * bar.height / highest
            self._paint_bar(bar, (place + 0.5) * step, bottom, end)

    def _paint_bar(self, bar: DayBar, middle: float, bottom: float, end: float) -> None:
        palette = colours()
        self.create_rectangle(middle - GAP, end, middle + GAP, bottom, fill=palette.accent, outline="")
        self.say(middle, end, bar.words, anchor="s", ink=palette.ink)
        self.say(middle, bottom + GAP // 4, bar.label, anchor="n")
