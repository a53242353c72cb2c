"""A picture of a PDF's pages, as large as fits: what the paper will look like before a file is written."""

from __future__ import annotations

import tkinter
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.theme import GAP, Styles, colours

_WIDEST = 1100  # pixels of an enlarged page; more is no easier to read


class Preview(ttk.Frame):
    """Shows one page and turns to the others; or a sentence where there is no page.

    The document is held in memory only. A click enlarges the page until it covers `over` (None: it cannot
    be enlarged).
    """

    def __init__(self, parent: tkinter.Misc, *, over: tkinter.Misc | None = None) -> None:
        super().__init__(parent)
        self._over = over
        self._pdf: bytes | None = None
        self._document: Any = None
        self._at = 0
        self._words = ""
        self._photo: Any = None
        self._timer = ""
        self._build()
        self._tell()

    def show(self, pdf: bytes, page: int = 0) -> None:
        """Show a page of this document, counted from 0."""
        import pypdfium2

        self._forget()
        self._pdf = pdf
        self._document = pypdfium2.PdfDocument(pdf)
        self._at = min(page, self.pages - 1)
        self._redraw()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the page."""
        self._forget()
        self._words = sentence
        self._redraw()

    @property
    def pages(self) -> int:
        """How many pages there are; 0 while a sentence is shown."""
        return 0 if self._document is None else len(self._document)

    @property
    def page(self) -> int:
        return self._at

    def turn(self, step: int) -> str:
        """Go so many pages on, or back; stops at the first and the last."""
        if self.pages:
            self._at = min(max(self._at + step, 0), self.pages - 1)
            self._redraw()
        return "break"

    def enlarge(self) -> str:
        """Show the page as wide as `over`; F6, Esc or a click makes it small again."""
        if self._pdf is not None and self._over is not None:
            _Large(self._over, self).show(self._pdf, self._at)
        return "break"

    # -- building and drawing

    def _build(self) -> None:
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._back = ttk.Button(foot, text="‹", style=Styles.LINK, width=3, command=lambda: self.turn(-1))
        self._place = ttk.Label(foot, style=Styles.MUTED, anchor="center")
        self._next = ttk.Button(foot, text="›", style=Styles.LINK, width=3, command=lambda: self.turn(1))
        for widget in (self._back, self._place, self._next):
            widget.pack(side="left")
        self._size = ttk.Button(foot, text="放大 F6", style=Styles.LINK, command=self.enlarge)
        self.canvas = tkinter.Canvas(self, highlightthickness=0, borderwidth=0, width=200, height=200)
        self.canvas.pack(fill="both", expand=True)
        if self._over is not None:
            self._size.pack(side="right")
            self.canvas.bind("<ButtonRelease-1>", lambda event: self.enlarge())
        self.canvas.bind("<Configure>", lambda event: self._redraw())
        self.canvas.bind("<<ThemeChanged>>", lambda event: self._redraw())
        self.bind("<Destroy>", self._destroyed)

    def _redraw(self) -> None:
        """Draw once for all that changes now; a window that is being resized changes often."""
        self._tell()
        if not self._timer:
            self._timer = self.after_idle(self._draw)

    def _draw(self) -> None:
        self._timer = ""
        canvas, palette = self.canvas, colours()
        canvas.delete("all")
        canvas.configure(background=palette.ground, cursor="hand2" if self.pages else "")
        width, height = canvas.winfo_width(), canvas.winfo_height()
        if not self.pages:
            canvas.create_text(
                width // 2, height // 2, text=self._words, fill=palette.muted, font="TkDefaultFont",
                width=max(width - 4 * GAP, 1), justify="center",
            )  # fmt: skip
        elif min(width, height) > 4 * GAP:
            self._draw_page(width, height)

    def _draw_page(self, width: int, height: int) -> None:
        from PIL import ImageTk

        page = self._document[self._at]
        wide, high = page.get_size()
        picture = page.render(scale=self._scale(width - 2 * GAP, height - 2 * GAP, wide, high)).to_pil()
        self._photo = ImageTk.PhotoImage(picture, master=self.canvas)
        left, top = (width - picture.width) // 2, max((height - picture.height) // 2, GAP)
        edge = (left - 1, top - 1, left + picture.width, top + picture.height)
        self.canvas.create_rectangle(*edge, outline=colours().border)
        self.canvas.create_image(left, top, image=self._photo, anchor="nw")
        self.canvas.configure(scrollregion=(0, 0, width, max(edge[3] + GAP, height)))

    @staticmethod
    def _scale(width: int, height: int, wide: float, high: float) -> float:
        """Pixels a point, so that the page fits into the place."""
        return min(width / wide, height / high)

    def _tell(self) -> None:
        self._place.configure(text=f"第 {self._at + 1}/{self.pages} 页" if self.pages else "")
        self._back.state(["!disabled" if self._at > 0 else "disabled"])
        self._next.state(["!disabled" if self._at + 1 < self.pages else "disabled"])
        self._size.state(["!disabled" if self.pages else "disabled"])

    def _forget(self) -> None:
        if self._document is not None:
            self._document.close()
        self._pdf = self._document = self._photo = None
        self._at, self._words = 0, ""

    def _destroyed(self, event: tkinter.Event[Any]) -> None:
        if event.widget is self:
            self._forget()
            if self._timer:
                self.after_cancel(self._timer)


class _Large(Preview):
    """As wide as there is room, scrolled up and down; gives the keyboard back to where it was."""

    def __init__(self, over: tkinter.Misc, small: Preview) -> None:
        super().__init__(over)
        self._back_to = small.focus_lastfor() or small.canvas
        self._size.configure(text="缩小 Esc", command=self.close)
        self._size.pack(side="right")
        canvas = self.canvas
        canvas.configure(takefocus=True, yscrollincrement=GAP)
        for keys, step in (("<Prior>", -1), ("<Left>", -1), ("<Next>", 1), ("<Right>", 1)):
            canvas.bind(keys, partial(self._turned, step))
        for keys, lines in (("<Up>", -6), ("<Down>", 6), ("<Button-4>", -6), ("<Button-5>", 6)):
            canvas.bind(keys, partial(self._scroll, lines))
        canvas.bind("<MouseWheel>", lambda event: self._scroll(-6 if event.delta > 0 else 6, event))
        for keys in ("<Escape>", "<F6>", "<ButtonRelease-1>"):
            canvas.bind(keys, lambda event: self.close())
        self.place(relwidth=1, relheight=1)
        self.lift()
        canvas.focus_set()

    def close(self) -> str:
        """Go away."""
        self.destroy()
        if self._back_to.winfo_exists():
            self._back_to.focus_set()
        return "break"

    def _turned(self, step: int, event: tkinter.Event[Any]) -> str:
        self.canvas.yview_moveto(0)
        return self.turn(step)

    def _scroll(self, lines: int, event: tkinter.Event[Any]) -> str:
        self.canvas.yview_scroll(lines, "units")
        return "break"

    @staticmethod
    def _scale(width: int, height: int, wide: float, high: float) -> float:
        return min(width, _WIDEST) / wide
