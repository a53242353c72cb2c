"""Small charts drawn as lines and bars on a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gridworker.export.page import BLUE, GREY, INK, Page
from gridworker.export.report import Chart
from gridworker.export.table import printable

COLOURS = (
    "0.184 0.427 0.71",
    "0.878 0.51 0.239",
    "0.306 0.604 0.318",
    "0.549 0.42 0.694",
    "0.788 0.635 0.153",
)
FAINT = "0.89 0.91 0.93"
SMALL = 7.0


@dataclass(frozen=True)
class _Frame:
    """The plotting area and the values at its bottom and top."""

    left: float
    bottom: float
    right: float
    top: float
    low: float
    high: float

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.bottom + (self.top - self.bottom) * min(1.0, max(0.0, share))


def draw_chart(page: Page, chart: Chart, left: float, top: float, width: float, height: float) -> None:
    """Draw the chart into the rectangle whose upper left corner is given."""
    page.text(left + width / 2, top - 12, printable(chart.title), 10, bold=True, colour=BLUE, align="center")
    low, high, step = _scale(chart)
    legend = len(chart.series) > 1
    frame = _Frame(left + 34, top - height + (30 if legend else 18), left + width - 8, top - 30, low, high)
    _grid(page, chart, frame, step)
    _categories(page, chart, frame)
    if legend:
        _legend(page, chart, left, top - height + 5, width)
    (_bars if chart.kind == "bar" else _lines)(page, chart, frame)


def _scale(chart: Chart) -> tuple[float, float, float]:
    """Lowest and highest value of the axis, and the step of its lines: 1, 2 or 5 times a power of 10."""
    low, high = chart.bounds
    if high is None:
        values = (value for series in chart.series for value in series.values if value is not None)
        high = max(max(values, default=0.0) * 1.08, 1.0)
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999)
    if not chart.percent:
        step = max(1.0, step)
    return low, low + step * math.ceil((high - low) / step - 1e-9), step


def _label(value: float, chart: Chart, places: int) -> str:
    return f"{value * 100:.{places}f}%" if chart.percent else f"{value:g}"


def _grid(page: Page, chart: Chart, frame: _Frame, step: float) -> None:
    for number in range(round((frame.high - frame.low) / step) + 1):
        value = frame.low + number * step
        y = frame.y(value)
        page.line([(frame.left, y), (frame.right, y)], FAINT if number else GREY)
        page.text(frame.left - 4, y - 2.5, _label(value, chart, 0), SMALL, colour=GREY, align="right")


def _middle(frame: _Frame, chart: Chart, index: int) -> float:
    return frame.left + (frame.right - frame.left) * (index + 0.5) / len(chart.categories)


def _categories(page: Page, chart: Chart, frame: _Frame) -> None:
    """Name the categories; where they would touch, every second, third… only."""
    if not chart.categories:
        return
    room = (frame.right - frame.left) / len(chart.categories)
    texts = [printable(text) for text in chart.categories]
    widest = max(page.letters.width(text) for text in texts) * SMALL
    every = max(1, math.ceil((widest * 0.8 + 2) / room))
    for index in range(0, len(texts), every):
        x = _middle(frame, chart, index)
        page.text(
            x, frame.bottom - 10, texts[index], SMALL, colour=INK, align="center", room=room * every - 2
        )


def _legend(page: Page, chart: Chart, left: float, y: float, width: float) -> None:
    names = [printable(series.name) for series in chart.series]
    widths = [page.letters.width(name) * 8 + 28 for name in names]
    x = left + (width - sum(widths)) / 2
    for index, (name, taken) in enumerate(zip(names, widths, strict=True)):
        page.bar(x, y, 9, 6, COLOURS[index % len(COLOURS)])
        page.text(x + 13, y - 0.5, name, 8)
        x += taken


def _values(page: Page, chart: Chart, frame: _Frame, room: float) -> None:
    """Write the values of a single series above its bars or points, where they have room."""
    if len(chart.series) > 1:
        return
    places = 1 if room > 24 else 0
    for index, value in enumerate(chart.series[0].values):
        if value is not None and room > 13:
            text = _label(value, chart, places)
            page.text(
                _middle(frame, chart, index), frame.y(value) + 4, text, SMALL, align="center", room=room - 1
            )


def _bars(page: Page, chart: Chart, frame: _Frame) -> None:
    if not chart.categories:
        return
    room = (frame.right - frame.left) / len(chart.categories)
    group = min(room * 0.68, 46.0 * len(chart.series))
    width = group / len(chart.series)
    for number, series in enumerate(chart.series):
        for index, value in enumerate(series.values):
            if value is not None:
                x = _middle(frame, chart, index) - group / 2 + number * width
                height = frame.y(value) - frame.bottom
                page.bar(x, frame.bottom, width * 0.94, height, COLOURS[number % len(COLOURS)])
    _values(page, chart, frame, room)


def _lines(page: Page, chart: Chart, frame: _Frame) -> None:
    for number, series in enumerate(chart.series):
        colour = COLOURS[number % len(COLOURS)]
        points: list[tuple[float, float]] = []
        for index, value in enumerate(series.values):
            if value is None:
                page.line(points, colour, 1.4)
                points = []
            else:
                points.append((_middle(frame, chart, index), frame.y(value)))
                x, y = points[-1]
                page.bar(x - 1.8, y - 1.8, 3.6, 3.6, colour)
        page.line(points, colour, 1.4)
    if chart.categories:
        _values(page, chart, frame, (frame.right - frame.left) / len(chart.categories))
