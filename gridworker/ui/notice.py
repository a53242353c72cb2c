"""A notice along the lower edge of the window that asks for nothing and goes away by itself."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ui.palette import STATUS
from gridworker.ui.theme import GAP, Styles, Tone

_ATTRIBUTE = "_gridworker_notice"
_SECONDS = {"bad": 12.0, "warn": 9.0}


class _Notice(ttk.Frame):
    def __init__(
        self, window: tkinter.Misc, text: str, tone: Tone, action: tuple[str, Callable[[], object]] | None
    ):
        super().__init__(window, style=Styles.CARD, padding=2)
        mark = STATUS[tone].mark if tone in STATUS else "●"
        line = min(window.winfo_width() * 2 // 3, 800)
        label = ttk.Label(self, text=f"{mark}  {text}", style=Styles.chip(tone), wraplength=line)
        label.configure(padding=(2 * GAP, GAP))
        label.pack(side="left", fill="both", expand=True)
        if action:
            self._action = action[1]
            ttk.Button(self, text=action[0], style=Styles.LINK, command=self._act).pack(side="left")
        ttk.Button(self, text="×", style=Styles.LINK, command=self.destroy, takefocus=False).pack(side="left")
        self._timer = self.after(round(_SECONDS.get(tone, 5.0) * 1000), self.destroy)

    def _act(self) -> None:
        self.destroy()
        self._action()

    def destroy(self) -> None:
        self.after_cancel(self._timer)
        super().destroy()


def notice(
    widget: tkinter.Misc,
    text: str,
    tone: Tone = "good",
    *,
    action: tuple[str, Callable[[], object]] | None = None,
) -> None:
    """Say what was done (已保存 3 人) without stopping the work; `action` adds one button, such as 撤销.

    A new notice takes the place of the last. It never takes the keyboard.
    """
    window = widget.winfo_toplevel()
    last = getattr(window, _ATTRIBUTE, None)
    if last is not None and last.winfo_exists():
        last.destroy()
    shown = _Notice(window, text, tone, action)
    setattr(window, _ATTRIBUTE, shown)
    shown.place(relx=0.5, rely=1.0, y=-6 * GAP, anchor="s")
    shown.lift()
