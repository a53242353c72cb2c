"""A frame that scrolls up and down when it is taller than its place."""

from __future__ import annotations

import tkinter
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.theme import colours


class Scroller(ttk.Frame):
    """Put widgets into `inside`, then call `watch` so that the wheel scrolls over all of them.

    The wheel never changes a value in a field it happens to pass.
    """

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent)
        self._canvas = tkinter.Canvas(self, highlightthickness=0, borderwidth=0, background=colours().card)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._canvas.yview)
        self.inside = ttk.Frame(self._canvas)
        self._item = self._canvas.create_window(0, 0, window=self.inside, anchor="nw")
        self._canvas.configure(yscrollcommand=self._bar.set)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self._tag = f"Scroller{id(self)}"
        self.inside.bind("<Configure>", lambda event: self._measure())
        self._canvas.bind("<Configure>", lambda event: self._measure())
        self._canvas.bind("<<ThemeChanged>>", lambda event: self._canvas.configure(background=colours().card))
        self.bind_class(self._tag, "<MouseWheel>", lambda event: self._wheel(-1 if event.delta > 0 else 1))
        self.bind_class(self._tag, "<Button-4>", lambda event: self._wheel(-1))
        self.bind_class(self._tag, "<Button-5>", lambda event: self._wheel(1))

    def watch(self, widget: tkinter.Misc | None = None) -> None:
        """Let the wheel scroll over this widget and all inside it; once after building is enough."""
        widget = widget or self.inside
        if self._tag not in widget.bindtags():
            widget.bindtags((self._tag, *widget.bindtags()))
        for child in widget.winfo_children():
            self.watch(child)

    def see(self, widget: tkinter.Misc) -> None:
        """Scroll as little as needed to have the widget in sight."""
        whole = max(self.inside.winfo_reqheight(), 1)
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom = top + widget.winfo_height()
        shown = self._canvas.winfo_height()
        first = self._canvas.canvasy(0)
        if top < first:
            self._canvas.yview_moveto(max(top - 8, 0) / whole)
        elif bottom > first + shown:
            self._canvas.yview_moveto((bottom + 8 - shown) / whole)

    def _fits(self) -> bool:
        return self.inside.winfo_reqheight() <= self._canvas.winfo_height()

    def _measure(self) -> None:
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        self._canvas.itemconfigure(self._item, width=width)
        needed = self.inside.winfo_reqheight()
        self._canvas.configure(scrollregion=(0, 0, width, max(needed, height)))
        if not self._canvas.winfo_ismapped():
            self._canvas.configure(height=min(needed, 400), width=self.inside.winfo_reqwidth())
        if self._fits():
            self._bar.grid_remove()
        else:
            self._bar.grid(row=0, column=1, sticky="ns")

    def _wheel(self, step: int) -> Any:
        if not self._fits():
            self._canvas.yview_scroll(step * 3, "units")
        return "break"
