"""Break a text into lines of a given width, as Chinese tables do."""

from __future__ import annotations

import re
from collections.abc import Callable

MOST_LINES = 3
SQUEEZE = 0.84  # letters may be this narrow before a line is broken

_TOKEN = re.compile(r"[A-Za-z0-9@._+*/:-]+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）》〉」』】”’％,.;:!?)]}%…·")

Measure = Callable[[str], float]


def wrap(text: str, room: float, measure: Measure, most: int = MOST_LINES) -> list[str]:
    """Split a text into at most `most` lines; what does not fit ends in an ellipsis.

    A line may come out a little wider than `room`, so that it need not be broken or ends with its comma:
    the writer narrows its letters.
    """
    text = text.replace("\r", "")
    if "\n" not in text and measure(text) * SQUEEZE <= room:
        return [text]
    lines = [line for part in text.split("\n") for line in _break(part, room, measure)]
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten(lines[most - 1], room, measure)]
    return lines


def _break(text: str, room: float, measure: Measure) -> list[str]:
    lines, line, used = [], "", 0.0
    for token in _tokens(text, room, measure):
        width = measure(token)
        if line and used + width > room and (token not in _NOT_FIRST or used > room):
            lines.append(line)
            line, used = "", 0.0
        line, used = line + token, used + width
    return [*lines, line]


def _tokens(text: str, room: float, measure: Measure) -> list[str]:
    """Words and numbers stay whole unless they are wider than a line."""
    found = _TOKEN.findall(text)
    return [part for token in found for part in (token if measure(token) > room else [token])]


def _shorten(line: str, room: float, measure: Measure) -> str:
    while line and measure(line + "…") > room:
        line = line[:-1]
    return line + "…"
