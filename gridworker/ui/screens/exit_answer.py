"""The answer at the gate: a name in large letters with its door beside it, and what was registered below."""

from __future__ import annotations

import tkinter
from tkinter import font as tkfont

import ttkbootstrap as ttk

from gridworker.ui.palette import STATUS
from gridworker.ui.screens.desk_answer import Said
from gridworker.ui.theme import FIGURE, GAP, SECTION, TITLE, Styles, colours

_STRIPE = GAP + GAP // 2


class GateAnswer(ttk.Frame):
    """Shows one answer as high as the box beside it; its edge has the colour, its mark says the same."""

    def __init__(self, parent: tkinter.Misc, said: Said) -> None:
        super().__init__(parent, style=Styles.CARD)
        self.pack_propagate(False)  # long words must not push the list about
        self._stripe = tkinter.Frame(self, width=_STRIPE, borderwidth=0)
        self._stripe.pack(side="left", fill="y", padx=1, pady=1)
        inside = ttk.Frame(self, padding=(2 * GAP, GAP // 2))
        inside.pack(side="left", fill="both", expand=True)
        line = ttk.Frame(inside)
        line.pack(fill="x")
        self.who = ttk.Label(line)
        self.who.pack(side="left")
        self.door = ttk.Label(line, style=Styles.SECTION)
        self.door.pack(side="left", padx=(2 * GAP, 0), anchor="s", pady=(0, GAP // 2))
        self.more = ttk.Label(line, style=Styles.MUTED)
        self.more.pack(side="right", anchor="n")
        self.words = ttk.Label(inside, style=Styles.BOLD, justify="left")
        self.words.pack(fill="x")
        inside.bind("<Configure>", lambda event: self._fit(event.width - 4 * GAP))
        self.bind("<<ThemeChanged>>", lambda event: self.show(self.said))
        self.show(said)

    def show(self, said: Said) -> None:
        """Answer so."""
        self.said = said
        ink = colours().tone(said.tone)
        self._stripe.configure(background=ink)
        mark = STATUS[said.tone].mark if said.tone in STATUS and said.tone != "quiet" else ""
        self.who.configure(text=f"{mark} {said.who}".strip(), foreground=ink)
        for label, text in ((self.door, said.door), (self.words, said.words), (self.more, said.keys)):
            label.configure(text=text)
        self._fit(self.winfo_width() - 6 * GAP - _STRIPE)

    def _fit(self, width: int) -> None:
        """Lines wrap; a long name is written smaller rather than pushing its door out."""
        self.words.configure(wraplength=max(width, 1))
        room = width - self.door.winfo_reqwidth() - self.more.winfo_reqwidth() - 3 * GAP
        fonts = [tkfont.nametofont(name, root=self) for name in (FIGURE, TITLE, SECTION)]
        text = str(self.who.cget("text"))
        font = next((font for font in fonts if font.measure(text) <= room), fonts[-1])
        self.who.configure(font=font if width > 1 else fonts[0])
