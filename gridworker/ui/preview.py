"""A picture of a PDF's pages, as large as fits: what the paper will look like before a file is written."""

from __future__ import annotations

import tkinter
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.dialogs import Dialog
from gridworker.ui.theme import GAP, Styles, colours

_LARGE = (1180, 520)


class Preview(ttk.Frame):
    """Shows one page and turns to the others; or a sentence where there is no page.

    The document is held in memory only. With `enlarge` a click opens the page in a large window.
    """

    def __init__(self, parent: tkinter.Misc, *, enlarge: bool = True) -> None:
        super().__init__(parent)
        self._pdf: bytes | None = None
        self._document: Any = None
        self._at = 0
        self._words = ""
        self._photo: Any = None
        self._timer = ""
        self._build(enlarge)
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
        """Show the page in a large window of its own."""
        if self._pdf is not None:
            _Enlarged(self, self._pdf, self._at).show()
        return "break"

    # -- building and drawing

    def _build(self, enlarge: bool) -> None:
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._back = ttk.Button(foot, text="‹", style=Styles.LINK, width=3, command=lambda: self.turn(-1))
        self._place = ttk.Label(foot, style=Styles.MUTED, anchor="center")
        self._next = ttk.Button(foot, text="›", style=Styles.LINK, width=3, command=lambda: self.turn(1))
        for widget in (self._back, self._place, self._next):
            widget.pack(side="left")
        self._enlarge = ttk.Button(foot, text="放大 F6", style=Styles.LINK, command=self.enlarge)
        self.canvas = tkinter.Canvas(self, highlightthickness=0, borderwidth=0, width=200, height=200)
        self.canvas.pack(fill="both", expand=True)
        if enlarge:
            self._enlarge.pack(side="right")
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
        scale = min((width - 2 * GAP) / wide, (height - 2 * GAP) / high)
        picture = page.render(scale=scale).to_pil()
        self._photo = ImageTk.PhotoImage(picture, master=self.canvas)
        left, top = (width - picture.width) // 2, (height - picture.height) // 2
        edge = (left - 1, top - 1, left + picture.width, top + picture.height)
        self.canvas.create_rectangle(*edge, outline=colours().border)
        self.canvas.create_image(left, top, image=self._photo, anchor="nw")

    def _tell(self) -> None:
        self._place.configure(text=f"第 {self._at + 1}/{self.pages} 页" if self.pages else "")
        self._back.state(["!disabled" if self._at > 0 else "disabled"])
        self._next.state(["!disabled" if self._at + 1 < self.pages else "disabled"])
        self._enlarge.state(["!disabled" if self.pages else "disabled"])

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


class _Enlarged(Dialog):
    def __init__(self, parent: tkinter.Misc, pdf: bytes, page: int) -> None:
        super().__init__(parent, "报表预览")
        self.preview = Preview(self.body, enlarge=False)
        self.preview.canvas.configure(width=_LARGE[0], height=_LARGE[1])
        self.preview.pack(fill="both", expand=True)
        self.preview.show(pdf, page)
        self.add_button("关闭 Esc", self.close)
        for keys, step in (("<Prior>", -1), ("<Left>", -1), ("<Next>", 1), ("<Right>", 1)):
            self.bind(keys, partial(self._turn, step))

    def _turn(self, step: int, event: tkinter.Event[Any]) -> str:
        return self.preview.turn(step)
