"""One page of a PDF as operators: fills first, then rules, then all text in one text object.

Units are points, the origin is the page's lower left corner. Knows no PDF library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from gridworker.export.report import Align, Tone

INK, BLUE, GREY, RULE = "0.13 0.13 0.13", "0.12 0.23 0.37", "0.45 0.45 0.45", "0.65 0.70 0.76"
HEAD, TOTAL, BAND = "0.86 0.90 0.945", "0.93 0.953 0.976", "0.953 0.965 0.98"
TONES: dict[Tone, str] = {
    "good": "0.886 0.941 0.85",
    "warn": "1 0.949 0.80",
    "bad": "0.984 0.878 0.867",
    "quiet": "0.949 0.949 0.949",
}
TONE_INK: dict[Tone, str] = {
    "good": "0.18 0.42 0.12",
    "warn": "0.48 0.32 0",
    "bad": "0.65 0.11 0.11",
    "quiet": GREY,
}


class Letters(Protocol):
    """What a page needs to write: `fonts.Lettering`."""

    def width(self, text: str, bold: bool = False) -> float: ...

    def operators(self, text: str, size: float, bold: bool = False) -> str: ...


class Page:
    """Collects what is drawn on a page, in any order."""

    def __init__(self, letters: Letters, width: float, height: float) -> None:
        self.letters, self.width, self.height = letters, width, height
        self.texts: list[str] = []  # ready operators, in the ink colour
        self._fills: list[str] = []
        self._rules: list[str] = []
        self._shapes: list[str] = []

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._fills.append(f"{colour} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A thin line of a table's grid."""
        self._rules.append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l")

    def line(self, points: list[tuple[float, float]], colour: str, thickness: float = 0.5) -> None:
        """An open line through all points."""
        path = " l ".join(f"{x:.2f} {y:.2f}" for x, y in points).replace(" l ", " m ", 1)
        if len(points) > 1:
            self._shapes.append(f"{colour} RG {thickness:g} w {path} l S")

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle above the rules."""
        self._shapes.append(f"{colour} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def tick_box(self, x: float, y: float, size: float, ticked: bool) -> None:
        """A box to tick, centred on x and y."""
        half = size / 2
        self._shapes.append(f"{INK} RG 0.6 w {x - half:.2f} {y - half:.2f} {size:.2f} {size:.2f} re S")
        if ticked:
            mark = [(x - half * 0.6, y), (x - half * 0.15, y - half * 0.5), (x + half * 0.7, y + half * 0.6)]
            self.line(mark, INK, 1.1)

    def text(
        self, x: float, y: float, text: str, size: float, *,
        bold: bool = False, colour: str = INK, align: Align = "left", room: float | None = None,
    ) -> None:  # fmt: skip
        """Write one line with its baseline at y; narrower letters where it would be wider than `room`."""
        width = self.letters.width(text, bold) * size
        squeeze = min(1.0, room / width) if room and width else 1.0
        x -= width * squeeze * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        shown = f"1 0 0 1 {x:.2f} {y:.2f} Tm {self.letters.operators(text, size, bold)}"
        if squeeze < 1:
            shown = f"{squeeze * 100:.0f} Tz {shown} 100 Tz"
        self.texts.append(shown if colour == INK else f"{colour} rg {shown} {INK} rg")

    def operators(self) -> str:
        """All that was drawn."""
        drawn = ("q", *self._fills, f"{RULE} RG 0.5 w", *self._rules, "S", *self._shapes, "Q")
        return "\n".join((*drawn, f"BT {INK} rg", *self.texts, "ET"))


class Paper:
    """A pile of pages written from top to bottom; `emit` takes each finished one."""

    SIDE, TOP, BOTTOM = 34.0, 40.0, 44.0
    SHORT, LONG = 595.28, 841.89  # A4

    def __init__(self, letters: Letters, emit: Callable[[Page], None]) -> None:
        self.letters, self._emit = letters, emit
        self._width, self._height = self.SHORT, self.LONG
        self._page: Page | None = None
        self.y = 0.0

    @property
    def page(self) -> Page:
        if self._page is None:
            self._page = Page(self.letters, self._width, self._height)
        return self._page

    @property
    def left(self) -> float:
        return self.SIDE

    @property
    def right(self) -> float:
        return self._width - self.SIDE

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - self.BOTTOM

    @property
    def whole_room(self) -> float:
        """Points on an empty page."""
        return self._height - self.TOP - self.BOTTOM

    def begin(self, landscape: bool) -> None:
        """Start a page of this orientation, unless an empty one lies there already."""
        self.finish()
        self._width, self._height = (self.LONG, self.SHORT) if landscape else (self.SHORT, self.LONG)
        self.y = self._height - self.TOP

    def turn(self) -> None:
        """Go on at the top of a new page of the same orientation."""
        self.finish()
        self.y = self._height - self.TOP

    def need(self, height: float) -> None:
        """Turn the page unless this much fits; what fits nowhere is left to run over."""
        if self.room < height <= self.whole_room:
            self.turn()

    def finish(self) -> None:
        """Hand over the page that was being written, if any."""
        if self._page is not None:
            self._emit(self._page)
            self._page = None
