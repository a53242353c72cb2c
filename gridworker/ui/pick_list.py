"""A list to choose one thing from: a title and a line of words each, perhaps with a box to tick."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import ttkbootstrap as ttk

from gridworker.ui.theme import BODY, BOLD, GAP, SMALL, colours, line_height, text_width


class Pick(NamedTuple):
    """One entry: its key, its title, and what it is."""

    key: str
    title: str
    words: str = ""


class PickList(ttk.Frame):
    """Shows the entries one below the other, drawn on a canvas; one of them is chosen.

    `on_choose` hears the chosen key. With `on_tick` every entry has a box; it hears the ticked keys in
    order. Up and Down choose, Space ticks. `width` is in Chinese characters.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        picks: Sequence[Pick],
        on_choose: Callable[[str], None],
        *,
        on_tick: Callable[[list[str]], None] | None = None,
        width: float = 8,
    ) -> None:
        super().__init__(parent)
        self._picks = tuple(picks)
        self._on_choose, self._on_tick = on_choose, on_tick
        self._width = width
        self._chosen = 0
        self._focused = False
        self._ticked: set[str] = set()
        self._tops: list[int] = []
        self._build()

    @property
    def chosen(self) -> str:
        return self._picks[self._chosen].key

    @property
    def ticked(self) -> list[str]:
        return [pick.key for pick in self._picks if pick.key in self._ticked]

    def choose(self, key: str) -> None:
        """Choose this entry as a click would."""
        self._go([pick.key for pick in self._picks].index(key))

    def tick(self, keys: Iterable[str]) -> None:
        """Tick these and no others; nobody is told."""
        self._ticked = set(keys)
        self.draw()

    def focus_list(self) -> None:
        """Give the list the keyboard."""
        self.canvas.focus_set()

    def spot(self, key: str) -> tuple[int, int]:
        """A point of the canvas inside this entry, right of its box; brings it into sight."""
        at = [pick.key for pick in self._picks].index(key)
        self._see(at)
        middle = (self._tops[at] + self._tops[at + 1]) // 2
        return self.canvas.winfo_width() // 2, middle - round(self.canvas.canvasy(0))

    # -- building

    def _build(self) -> None:
        self.canvas = tkinter.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=True, height=100)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self.canvas.yview)
        self.canvas.configure(yscrollcommand=self._bar.set)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        canvas = self.canvas
        canvas.bind("<Button-1>", self._clicked)
        canvas.bind("<Up>", lambda event: self._go(self._chosen - 1))
        canvas.bind("<Down>", lambda event: self._go(self._chosen + 1))
        canvas.bind("<Home>", lambda event: self._go(0))
        canvas.bind("<End>", lambda event: self._go(len(self._picks) - 1))
        canvas.bind("<space>", lambda event: self._toggle(self._chosen))
        canvas.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        canvas.bind("<Button-4>", lambda event: self._scroll(-1))
        canvas.bind("<Button-5>", lambda event: self._scroll(1))
        canvas.bind("<Configure>", lambda event: self._fit())
        canvas.bind("<<ThemeChanged>>", lambda event: self.draw())
        canvas.bind("<FocusIn>", lambda event: self._focus(True))
        canvas.bind("<FocusOut>", lambda event: self._focus(False))

    # -- what happens

    def _fit(self) -> None:
        self.draw()
        self._see(self._chosen)

    def _focus(self, focused: bool) -> None:
        self._focused = focused
        self.draw()

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        self.canvas.focus_set()
        y = self.canvas.canvasy(event.y)
        at = next((n for n in range(len(self._picks)) if self._tops[n] <= y < self._tops[n + 1]), None)
        if at is None:
            return
        if self._on_tick and event.x < self._left():
            self._toggle(at)
        else:
            self._go(at)

    def _go(self, at: int) -> str:
        at = min(max(at, 0), len(self._picks) - 1)
        if at != self._chosen:
            self._chosen = at
            self.draw()
            self._see(at)
            self._on_choose(self.chosen)
        return "break"

    def _toggle(self, at: int) -> str:
        if self._on_tick:
            self._ticked ^= {self._picks[at].key}
            self.draw()
            self._on_tick(self.ticked)
        return "break"

    def _scroll(self, step: int) -> str:
        if self._bar.winfo_ismapped():
            self.canvas.yview_scroll(step * 3, "units")
        return "break"

    def _see(self, at: int) -> None:
        top, bottom, whole = self._tops[at], self._tops[at + 1], max(self._tops[-1], 1)
        first, shown = self.canvas.canvasy(0), self.canvas.winfo_height()
        if shown <= bottom - top:  # not laid out yet
            return
        if top < first:
            self.canvas.yview_moveto(top / whole)
        elif bottom > first + shown:
            self.canvas.yview_moveto((bottom - shown) / whole)

    # -- drawing

    def _box(self) -> int:
        return round(line_height(self, BODY) * 0.7)

    def _left(self) -> int:
        """Where the words begin."""
        return 2 * GAP + (self._box() + GAP if self._on_tick else 0)

    def draw(self) -> None:
        """Draw everything again."""
        canvas, palette = self.canvas, colours()
        wanted = round(text_width(self, "国") * self._width) + self._left() + GAP
        if int(canvas.cget("width")) != wanted:
            canvas.configure(width=wanted)
        canvas.configure(background=palette.card)
        canvas.delete("all")
        self._tops = [0]
        for at, pick in enumerate(self._picks):
            self._tops.append(self._draw_pick(at, pick, self._tops[-1]))
        height = max(self._tops[-1], canvas.winfo_height())
        canvas.configure(scrollregion=(0, 0, canvas.winfo_width(), height))
        if self._tops[-1] > canvas.winfo_height() > 1:
            self._bar.grid(row=0, column=1, sticky="ns")
        else:
            self._bar.grid_remove()

    def _draw_pick(self, at: int, pick: Pick, top: int) -> int:
        """Draw one entry; return where the next begins."""
        canvas, palette = self.canvas, colours()
        left, width = self._left(), canvas.winfo_width()
        room = max(width - left - GAP, 1)
        y = top + GAP * 3 // 4
        for text, font, ink in ((pick.title, BOLD, palette.ink), (pick.words, SMALL, palette.muted)):
            if text:
                item = canvas.create_text(left, y, text=text, font=font, fill=ink, width=room, anchor="nw")
                y = canvas.bbox(item)[3]
        bottom = y + GAP * 3 // 4
        if at == self._chosen:
            back = canvas.create_rectangle(
                0, top, width - 1, bottom - 1, fill=palette.info_soft,
                outline=palette.accent_text if self._focused else palette.info_soft,
            )  # fmt: skip
            canvas.tag_lower(back)
            canvas.create_rectangle(0, top, 3, bottom - 1, fill=palette.accent_text, outline="")
        if self._on_tick:
            self._draw_box(top + GAP * 3 // 4, pick.key in self._ticked)
        return bottom

    def _draw_box(self, top: int, ticked: bool) -> None:
        palette, side = colours(), self._box()
        x, y = 2 * GAP - GAP // 2, top + (line_height(self, BOLD) - side) // 2
        fill, edge = (palette.accent, palette.accent) if ticked else (palette.card, palette.border)
        self.canvas.create_rectangle(x, y, x + side, y + side, fill=fill, outline=edge)
        if ticked:
            points = [(0.2, 0.5), (0.42, 0.74), (0.82, 0.26)]
            line = [place for px, py in points for place in (x + px * side, y + py * side)]
            self.canvas.create_line(*line, fill=palette.on_accent, width=2)
