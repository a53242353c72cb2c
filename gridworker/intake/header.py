"""Where the heading rows of a messy sheet are, and what each column is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from gridworker.intake.workbook import Cell, Merge, Sheet

Known = Callable[[str], bool]
SEARCHED_ROWS = 200
MOST_HEADER_ROWS = 4
# A longer run of digits is somebody's number, not a heading.
LONG_NUMBER = re.compile(r"\d{8}")


def squeeze(value: Cell) -> str:
    """Return a cell's text without any white space."""
    return "" if value is None else "".join(str(value).split())


@dataclass(frozen=True)
class Header:
    """Heading rows `first` to `last`, 0-based; for each worksheet column its heading and what spans it."""

    first: int
    last: int
    headings: tuple[str, ...]
    parents: tuple[str, ...]


@dataclass
class HeadingFinder:
    """Looks for heading rows in one sheet; `known` says whether a text is some field's heading."""

    sheet: Sheet
    known: Known
    _answers: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.sheet.rows[: SEARCHED_ROWS * 2]
        used = {number for row in rows for number, value in enumerate(row) if value is not None}
        self.needed = 1 if len(used) <= 2 else 2

    def first(self) -> Header | None:
        """Find the topmost heading rows, or None when the sheet has none."""
        last = min(SEARCHED_ROWS, len(self.sheet.rows))
        found = next((row for row in range(last) if self._is_heading(row)), None)
        return None if found is None else self._build(self._best_near(found), 0)

    def after(self, header: Header) -> Header | None:
        """Find the next table's heading rows: others than these, below a blank, title or closing row."""
        rows = self.sheet.rows
        own = {name for name in header.headings if name}
        for above, row in pairwise(range(header.last + 1, len(rows))):
            if len(rows[above]) - rows[above].count(None) <= 2 and self._is_heading(row, share=0.5):
                found = self._build(self._best_near(row), above + 1)
                if {name for name in found.headings if name} != own:
                    return found
        return None

    def _score(self, row: int) -> int:
        return sum(self._is_known(squeeze(value)) for value in self.sheet.rows[row] if type(value) is str)

    def _is_known(self, text: str) -> bool:
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = 0 < len(text) <= 40 and self.known(text)
        return answer

    def _is_heading(self, row: int, share: float = 0.15) -> bool:
        texts = [squeeze(value) for value in self.sheet.rows[row] if value is not None]
        if any(LONG_NUMBER.search(text) for text in texts):
            return False
        score = self._score(row)
        return score >= self.needed and score >= share * len(texts)

    def _best_near(self, row: int) -> int:
        """A line of labels and values may stand just above the headings, which then know more."""
        last = min(row + MOST_HEADER_ROWS, len(self.sheet.rows))
        return max((near for near in range(row, last) if self._is_heading(near)), key=self._score)

    def _build(self, row: int, top: int) -> Header:
        first = last = row
        while first > top and last - first + 1 < MOST_HEADER_ROWS and self._belongs_above(first - 1):
            first -= 1
        while last + 1 < len(self.sheet.rows) and last - first + 1 < MOST_HEADER_ROWS:
            if not self._belongs_below(last + 1, first):
                break
            last += 1
        return Header(first, last, *self._names(first, last))

    def _merges(self, row: int) -> Iterator[Merge]:
        """Merged areas with text that begin in this row."""
        for merge in self.sheet.merged:
            if merge.top == row and self.sheet.rows[row][merge.left] is not None:
                yield merge

    def _belongs_above(self, row: int) -> bool:
        """Whether this row holds what several headings of the row below have in common."""
        cells, below = self.sheet.rows[row], self.sheet.rows[row + 1]
        texts = [squeeze(value) for value in cells if value is not None]
        if any("：" in text or ":" in text or LONG_NUMBER.search(text) for text in texts):
            return False
        if any(merge.bottom > row for merge in self._merges(row)):
            return True
        if len(texts) < 2:
            return False
        wide = sum(merge.right > merge.left for merge in self._merges(row))
        over_blanks = sum(
            upper is not None and lower is None for upper, lower in zip(cells, below, strict=True)
        )
        return wide >= 2 or (over_blanks > 0 and self._score(row) > 0)

    def _belongs_below(self, row: int, first: int) -> bool:
        """Whether this row divides headings of the rows above it."""
        if any(
            merge.top + 1 <= row <= merge.bottom for top in range(first, row) for merge in self._merges(top)
        ):
            return True
        above, cells = self.sheet.rows[row - 1], self.sheet.rows[row]
        under_blanks = sum(
            upper is None and lower is not None for upper, lower in zip(above, cells, strict=True)
        )
        return under_blanks > 0 and self._is_heading(row, share=0.6) and self._score(row) >= 2

    def _names(self, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Name each column by its own lowest text, and by the texts above that span it, joined by slashes."""
        levels = [self._spread(row, last) for row in range(first, last + 1)]
        headings, parents = [], []
        for column in range(len(self.sheet.rows[first])):
            own = [row for row in range(first, last + 1) if squeeze(self.sheet.rows[row][column])]
            heading = squeeze(self.sheet.rows[own[-1]][column]) if own else ""
            above = [level[column] for level in levels[: own[-1] - first if own else 0]]
            headings.append(heading)
            parents.append("/".join(dict.fromkeys(text for text in above if text not in ("", heading))))
        return tuple(headings), tuple(parents)

    def _spread(self, row: int, last: int) -> list[str]:
        """Return a heading row's texts, wide ones repeated over the columns they span."""
        texts = [squeeze(value) for value in self.sheet.rows[row]]
        if row == last:
            return texts
        below = self.sheet.rows[row + 1]
        merges = {merge.left: merge for merge in self._merges(row)}
        spread = list(texts)
        for column, text in enumerate(texts):
            right = merges[column].right if column in merges else column
            if text and column not in merges:
                while right + 1 < len(texts) and not texts[right + 1] and below[right + 1] is not None:
                    right += 1
            if text:
                spread[column : right + 1] = [text] * (right - column + 1)
        return spread
