"""One line of a chain written out: its text with the doubtful places underlined, and what is in doubt."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator

import ttkbootstrap as ttk

from gridworker.intake.chain_plan import ChainLine
from gridworker.ui.palette import STATUS
from gridworker.ui.theme import BODY, BOLD, GAP, SMALL, colours

_NOTHING = (
    "选中一行，这里显示它的原文，有疑问的地方画线并说明：▲ 要核对，● 是推断的。\n"
    "门牌、姓名、电话、物品都可以改：选中一格按 F2 或直接输入。"
)
_LINES = 3


class LineDetail(ttk.Frame):
    """The raw text of the selected line and the sentences about it."""

    def __init__(self, parent: tkinter.Misc) -> None:
        super().__init__(parent)
        self.text = tkinter.Text(
            self, height=_LINES, width=20, wrap="char", font=BODY, relief="flat", borderwidth=0,
            padx=GAP // 2, pady=GAP // 2, highlightthickness=1, state="disabled", takefocus=False,
            cursor="arrow",
        )  # fmt: skip
        self.text.pack(fill="both", expand=True)
        self.text.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    def show(self, line: ChainLine | None) -> None:
        """Write out this line."""
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        if line is None:
            self.text.insert("end", _NOTHING, "muted")
        else:
            for piece, tags in pieces(line):
                self.text.insert("end", piece, tags)
            self._write_doubts(line)
        self.text.configure(state="disabled")

    def _write_doubts(self, line: ChainLine) -> None:
        self.text.insert("end", "\n")
        for doubt in line.doubts:
            tone = "warn" if doubt.grave else "info"
            self.text.insert("end", f"{STATUS[tone].mark} {doubt.text}。 ", tone)
        if line.why and line.why != line.doubt_text:
            self.text.insert("end", f"{line.why}。", "muted")
        if line.note:
            self.text.insert("end", f" 备注：{line.note}", "muted")

    def _dress(self) -> None:
        palette = colours()
        self.text.configure(
            background=palette.card, foreground=palette.ink, highlightbackground=palette.line,
            selectbackground=palette.select, selectforeground=palette.ink,
        )  # fmt: skip
        self.text.tag_configure("doubt", underline=True, font=BOLD, background=palette.warn_soft)
        self.text.tag_configure("muted", foreground=palette.muted, font=SMALL)
        for tone in ("warn", "info"):
            self.text.tag_configure(tone, foreground=palette.tone("warn" if tone == "warn" else "info"))


def pieces(line: ChainLine) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text in pieces, those in doubt with the tag `doubt`.

    The widget counts some characters as two; pieces need no counting.
    """
    text = line.text
    at = 0
    spans = sorted((doubt.start, doubt.end) for doubt in line.doubts if doubt.end > doubt.start)
    for start, end in spans:
        if start < at:
            continue
        yield text[at:start].replace("\n", " ↵ "), ()
        yield text[start:end].replace("\n", " ↵ "), ("doubt",)
        at = end
    yield text[at:].replace("\n", " ↵ "), ()
