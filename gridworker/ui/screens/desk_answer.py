"""The answer of the sampling desk in letters that can be read from the queue."""

from __future__ import annotations

import tkinter
from dataclasses import dataclass
from tkinter import font as tkfont

import ttkbootstrap as ttk

from gridworker.ledger.sampling import Registered
from gridworker.ui.palette import STATUS, Tone
from gridworker.ui.theme import FIGURE, GAP, SECTION, SMALL, TITLE, Styles, colours

_LARGER = 1.4  # times the figures of other screens
_STRIPE = GAP + GAP // 2


@dataclass(frozen=True)
class Said:
    """An answer: `who` in huge type behind its mark, `door` and `words` under it, `keys` to go on with."""

    tone: Tone
    who: str
    door: str = ""
    words: str = ""
    keys: str = ""


WELCOME = Said(
    "quiet", "请刷证或输入", words="刷身份证、扫码，或输入姓名、拼音首字母、手机尾号、门牌，按 Enter 登记。"
)


def registered(done: Registered, following: str) -> Said:
    """Somebody is in the tube and on disk; `following` is said when that filled it."""
    words = f"{done.tube} 管  第 {done.place} 位（{done.place}/{done.size}）"
    full = f"本管已满，已自动封管。{following}" if done.closed else ""
    return Said("good", done.name, done.address, words, full)


class Answer(ttk.Frame):
    """Shows one answer; its edge has the colour, its mark says the same."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent, style=Styles.CARD)
        self._stripe = tkinter.Frame(self, width=_STRIPE, borderwidth=0)
        self._stripe.pack(side="left", fill="y", padx=1, pady=1)
        inside = ttk.Frame(self, padding=(2 * GAP, 0))
        inside.pack(side="left", fill="both", expand=True)
        huge = tkfont.nametofont(FIGURE, root=self).copy()
        huge.configure(size=round(int(huge.cget("size")) * _LARGER))
        self._fonts = [huge, *(tkfont.nametofont(name, root=self) for name in (FIGURE, TITLE, SECTION))]
        self.who = ttk.Label(inside, font=huge)
        self.door = ttk.Label(inside, style=Styles.TITLE)
        self.words = ttk.Label(inside, style=Styles.SECTION, justify="left")
        self.next_keys = ttk.Label(inside, style=Styles.MUTED, font=SMALL, justify="left")
        for label in (self.who, self.door, self.words, self.next_keys):
            label.pack(anchor="w", fill="x")
        inside.bind("<Configure>", lambda event: self._fit(event.width - 4 * GAP))
        self.bind("<<ThemeChanged>>", lambda event: self.show(self._said))
        self.show(WELCOME)

    def show(self, said: Said) -> None:
        """Answer so."""
        self._said = said
        ink = colours().tone(said.tone)
        self._stripe.configure(background=ink)
        self.who.configure(text=self._headline(said), foreground=ink)
        self._fit_name(self.winfo_width() - 6 * GAP - _STRIPE)
        for label, text in ((self.door, said.door), (self.words, said.words), (self.next_keys, said.keys)):
            label.configure(text=text)

    @property
    def said(self) -> Said:
        """What stands there."""
        return self._said

    @staticmethod
    def _headline(said: Said) -> str:
        mark = STATUS[said.tone].mark if said.tone in ("good", "bad", "warn", "info") else ""
        return f"{mark} {said.who}".strip()

    def _fit(self, width: int) -> None:
        self.words.configure(wraplength=width)
        self.next_keys.configure(wraplength=width)
        self._fit_name(width)

    def _fit_name(self, width: int) -> None:
        """A long name is written smaller rather than cut off."""
        text = self._headline(self._said)
        font = next((font for font in self._fonts if font.measure(text) <= width), self._fonts[-1])
        self.who.configure(font=font if width > 1 else self._fonts[0])
