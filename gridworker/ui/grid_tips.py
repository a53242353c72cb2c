"""Shows the whole text of a cell that is cut off, while the pointer rests on it."""

from __future__ import annotations

import tkinter
from typing import Any

from gridworker.ui.grid_view import GridView
from gridworker.ui.theme import BODY, GAP, colours, text_width

_REST = 450  # ms
_PADDING = 8  # of a Treeview cell, both sides
_LINE = 40  # Chinese characters


class CellTips:
    """Watches the pointer over a grid; the tip goes when the pointer leaves the cell or a key is pressed."""

    def __init__(self, view: GridView) -> None:
        self._view = view
        self._timer = ""
        self._over: tuple[int | None, str] = (None, "")
        self.tip: tkinter.Toplevel | None = None
        view.tree.bind("<Motion>", self._moved, add="+")
        for sequence in ("<Leave>", "<Button>", "<Key>", "<Destroy>"):
            view.tree.bind(sequence, lambda event: self.hide(), add="+")
        view.bind("<<GridMoved>>", lambda event: self.hide(), add="+")

    def _moved(self, event: tkinter.Event[Any]) -> None:
        over = self._view.locate(event.x, event.y)
        if over != self._over:
            self.hide()
            self._over = over
            self._timer = self._view.after(_REST, self._show)

    def hide(self) -> None:
        """Take the tip away, and one that was about to come."""
        if self._timer:
            self._view.after_cancel(self._timer)
        if self.tip is not None:
            self.tip.destroy()
        self._timer, self.tip, self._over = "", None, (None, "")

    def _show(self) -> None:
        self._timer = ""
        at, column = self._over
        box = self._view.cell_box(at, column) if at is not None else None
        text = self._view.text_at(at, column) if at is not None else ""
        if box is None or text_width(self._view, text) <= box[2] - _PADDING:
            return
        palette, tree = colours(), self._view.tree
        self.tip = tip = tkinter.Toplevel(tree, background=palette.border)
        tip.overrideredirect(True)
        tkinter.Label(
            tip, text=text, font=BODY, background=palette.card, foreground=palette.ink, justify="left",
            wraplength=text_width(tree, "国") * _LINE, padx=GAP, pady=GAP // 2,
        ).pack(padx=1, pady=1)  # fmt: skip
        tip.update_idletasks()
        x = min(tree.winfo_rootx() + box[0], tip.winfo_screenwidth() - tip.winfo_reqwidth())
        y = tree.winfo_rooty() + box[1] + box[3] + 1
        if y + tip.winfo_reqheight() > tip.winfo_screenheight():
            y = tree.winfo_rooty() + box[1] - tip.winfo_reqheight() - 1
        tip.geometry(f"+{max(x, 0)}+{y}")
