"""The board: one column a status, one card a request, drawn on a canvas; only cards in sight are drawn."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.palette import STATUS
from gridworker.ui.theme import BODY, BOLD, GAP, SMALL, colours, line_height, text_width


@dataclass(frozen=True)
class Card:
    """One request: `hours` in words, `urgency` with its mark, `tag` a key of palette.STATUS."""

    id: int
    door: str
    items: str
    hours: str
    urgency: str
    tag: str


@dataclass(frozen=True)
class Column:
    """One status with its cards, the most pressing first."""

    title: str
    cards: tuple[Card, ...]


@dataclass
class _Drag:
    """A card under the mouse button: where it was taken, and over which column it hangs."""

    card: Card
    x: int
    over: int
    moved: bool = False


class Board(ttk.Frame):
    """Arrows go from card to card; Shift with Left or Right moves the card, as dragging it does.

    `on_move` hears the request and the column it should go to, `on_open` the request under Enter or a
    double click.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        *,
        on_move: Callable[[int, int], None],
        on_open: Callable[[int], None],
        empty: str,
    ) -> None:
        super().__init__(parent)
        self._on_move, self._on_open, self._empty = on_move, on_open, empty
        self.columns: tuple[Column, ...] = ()
        self.at = (0, 0)  # column and card of the cursor
        self.top = 0  # first row of cards in sight
        self._drag: _Drag | None = None
        self.canvas = tkinter.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=True)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._scrolled)
        self._bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        self._listen()

    # -- for the page

    def show(self, columns: Sequence[Column]) -> None:
        """Show these columns; the cursor stays on its request, wherever that went."""
        before = self.current
        self.columns = tuple(columns)
        places = [(c, r) for c, column in enumerate(columns) for r in range(len(column.cards))]
        same = next((at for at in places if before and self._card(at) == before.id), None)
        column = min(self.at[0], max(len(columns) - 1, 0))
        near = [at for at in places if at[0] == column and at[1] <= self.at[1]]
        self.at = same or (near[-1] if near else next(iter(places), (0, 0)))
        self._see()

    @property
    def current(self) -> Card | None:
        """The card under the cursor."""
        column, row = self.at
        cards = self.columns[column].cards if column < len(self.columns) else ()
        return cards[row] if row < len(cards) else None

    def select(self, request: int) -> None:
        """Put the cursor on this request, if it is on the board."""
        for c, column in enumerate(self.columns):
            for r, card in enumerate(column.cards):
                if card.id == request:
                    self.at = (c, r)
                    self._see()

    def spot(self, request: int) -> tuple[int, int]:
        """A point of the canvas inside the card of this request, which must be in sight."""
        for c, column in enumerate(self.columns):
            for r, card in enumerate(column.cards):
                if card.id == request:
                    left, top = self._corner(c, r)
                    return left + self._width() // 2, top + self._height() // 2
        raise KeyError(request)

    def middle(self, column: int) -> int:
        """The middle of a column, across."""
        return self._corner(column, 0)[0] + self._width() // 2

    # -- building

    def _listen(self) -> None:
        canvas = self.canvas
        for key, step in {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}.items():
            canvas.bind(f"<{key}>", partial(self._key, *step))
        canvas.bind("<Prior>", lambda event: self._go(0, -self._page()))
        canvas.bind("<Next>", lambda event: self._go(0, self._page()))
        for page_key in ("<Control-Prior>", "<Control-Next>"):
            canvas.bind(page_key, lambda event: None)  # turns the page of the screen
        canvas.bind("<Shift-Left>", lambda event: self._shift(-1))
        canvas.bind("<Shift-Right>", lambda event: self._shift(1))
        canvas.bind("<Return>", lambda event: self._open())
        canvas.bind("<Double-1>", lambda event: self._open())
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<B1-Motion>", self._pull)
        canvas.bind("<ButtonRelease-1>", lambda event: self._let_go())
        canvas.bind("<MouseWheel>", lambda event: self._wheel(-1 if event.delta > 0 else 1))
        canvas.bind("<Button-4>", lambda event: self._wheel(-1))
        canvas.bind("<Button-5>", lambda event: self._wheel(1))
        for sequence in ("<Configure>", "<<ThemeChanged>>", "<FocusIn>", "<FocusOut>"):
            canvas.bind(sequence, lambda event: self.draw())

    # -- what happens

    def _go(self, right: int, down: int) -> str:
        """Into the next column that has cards, or up and down in this one."""
        column, row = self.at
        if right:
            others = range(column + right, len(self.columns) if right > 0 else -1, right)
            column = next((other for other in others if self.columns[other].cards), column)
        last = len(self.columns[column].cards) - 1 if self.columns else 0
        self.at = (column, min(max(row + down, 0), max(last, 0)))
        self._see()
        return "break"

    def _key(self, right: int, down: int, event: tkinter.Event[Any]) -> str:
        return self._go(right, down)

    def _shift(self, step: int) -> str:
        card, to = self.current, self.at[0] + step
        if card is not None and 0 <= to < len(self.columns):
            self._on_move(card.id, to)
        return "break"

    def _open(self) -> str:
        if self.current is not None:
            self._on_open(self.current.id)
        return "break"

    def _press(self, event: tkinter.Event[Any]) -> None:
        self.canvas.focus_set()
        at = self._under(event.x, event.y)
        if at is not None:
            self.at = at
            card = self.current
            self._drag = _Drag(card, event.x, at[0]) if card else None
        self.draw()

    def _pull(self, event: tkinter.Event[Any]) -> None:
        if self._drag is not None:
            self._drag.moved = self._drag.moved or abs(event.x - self._drag.x) > 2 * GAP
            column = event.x // max(self._width() + GAP, 1)
            self._drag.over = min(max(column, 0), len(self.columns) - 1)
            self.draw()

    def _let_go(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.moved and drag.over != self.at[0]:
            self._on_move(drag.card.id, drag.over)
        self.draw()

    def _scrolled(self, what: str, amount: str, unit: str = "") -> None:
        if what == "moveto":
            self._scroll_to(round(float(amount) * self._most()))
        else:
            self._scroll_to(self.top + int(amount) * (self._page() if unit == "pages" else 1))

    def _wheel(self, step: int) -> str:
        self._scroll_to(self.top + step)
        return "break"

    def _scroll_to(self, top: int) -> None:
        self.top = min(max(top, 0), max(self._most() - self._page(), 0))
        self.draw()

    def _see(self) -> None:
        row = self.at[1]
        self._scroll_to(min(max(self.top, row - self._page() + 1), row))

    def _card(self, at: tuple[int, int]) -> int:
        return self.columns[at[0]].cards[at[1]].id

    # -- measures

    def _under(self, x: int, y: int) -> tuple[int, int] | None:
        column = x // max(self._width() + GAP, 1)
        row = (y - self._head()) // (self._height() + GAP // 2) + self.top
        if y < self._head() or column >= len(self.columns) or row >= len(self.columns[column].cards):
            return None
        return column, row

    def _most(self) -> int:
        return max((len(column.cards) for column in self.columns), default=0)

    def _page(self) -> int:
        """Rows of cards that fit wholly."""
        room = self.canvas.winfo_height() - self._head()
        return max(room // (self._height() + GAP // 2), 1)

    def _head(self) -> int:
        return line_height(self, BOLD) + GAP

    def _height(self) -> int:
        return line_height(self, BOLD) + 2 * line_height(self, SMALL) + GAP

    def _width(self) -> int:
        count = max(len(self.columns), 1)
        return max((self.canvas.winfo_width() - GAP * (count - 1)) // count, 1)

    def _corner(self, column: int, row: int) -> tuple[int, int]:
        left = column * (self._width() + GAP)
        return left, self._head() + (row - self.top) * (self._height() + GAP // 2)

    # -- drawing

    def draw(self) -> None:
        """Draw what is in sight again."""
        canvas, palette = self.canvas, colours()
        canvas.configure(background=palette.card)
        canvas.delete("all")
        for at, column in enumerate(self.columns):
            self._draw_column(at, column)
        most, page = max(self._most(), 1), self._page()
        self._bar.set(self.top / most, min((self.top + page) / most, 1))
        if not self._most():
            middle = canvas.winfo_width() // 2, canvas.winfo_height() // 2
            canvas.create_text(*middle, text=self._empty, fill=palette.muted, font=SMALL, justify="center")

    def _draw_column(self, at: int, column: Column) -> None:
        canvas, palette = self.canvas, colours()
        left, width = self._corner(at, 0)[0], self._width()
        wanted = self._drag is not None and self._drag.moved and self._drag.over == at
        fill = palette.info_soft if wanted else palette.ground
        canvas.create_rectangle(left, 0, left + width, canvas.winfo_height(), fill=fill, outline="")
        words = _fitting(self, f"{column.title} {len(column.cards)}", width - GAP, BOLD)
        canvas.create_text(left + GAP // 2, GAP // 2, text=words, font=BOLD, fill=palette.ink, anchor="nw")
        for row in range(self.top, min(self.top + self._page() + 1, len(column.cards))):
            self._draw_card(at, row, column.cards[row])

    def _draw_card(self, at: int, row: int, card: Card) -> None:
        canvas, palette = self.canvas, colours()
        left, top = self._corner(at, row)
        right, bottom = left + self._width(), top + self._height()
        chosen = (at, row) == self.at
        focused = chosen and self.focus_displayof() is canvas
        canvas.create_rectangle(
            left + 2, top, right - 2, bottom, fill=palette.select if chosen else palette.card,
            outline=palette.accent_text if focused else palette.line, width=2 if focused else 1,
        )  # fmt: skip
        tone = STATUS[card.tag].tone
        x, room, y = left + GAP, right - left - 2 * GAP, top + GAP // 2
        lines = (
            (card.door, BOLD, palette.ink),
            (card.items, SMALL, palette.ink),
            (f"{STATUS[card.tag].mark} {card.hours}", SMALL, palette.tone(tone)),
        )
        if card.urgency:
            canvas.create_text(right - GAP, y, text=card.urgency, font=SMALL, fill=palette.warn, anchor="ne")
        taken = text_width(self, f"{card.urgency} ", SMALL) if card.urgency else 0
        for line, (words, font, ink) in enumerate(lines):
            shown = _fitting(self, words, room - (0 if line else taken), font)
            canvas.create_text(x, y, text=shown, font=font, fill=ink, anchor="nw")
            y += line_height(self, font)


def _fitting(widget: tkinter.Misc, words: str, room: int, font: str = BODY) -> str:
    """The words, cut with an ellipsis where they are too wide."""
    if text_width(widget, words, font) <= room:
        return words
    while words and text_width(widget, f"{words}…", font) > room:
        words = words[:-1]
    return f"{words}…"
