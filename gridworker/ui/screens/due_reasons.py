"""Giving many people the reason why they were missed: a list under its button, one keystroke takes one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

from gridworker.ledger.policy import load_policy
from gridworker.ledger.testing import set_missed_reason
from gridworker.ui.desk import Desk
from gridworker.ui.popup import Popup
from gridworker.ui.theme import BODY, colours

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def give_reason(
    desk: Desk, anchor: tkinter.Misc, residents: Sequence[int], day: str, then: Callable[[], None]
) -> Popup:
    """Offer the ledger's reasons for these residents on the ISO day; `then` follows once one is given."""

    def give(reason: str) -> None:
        count = len(residents)
        desk.act(
            f"未检原因：{reason}（{count} 人）",
            lambda ledger: set_missed_reason(ledger, residents, day, reason),
            said=f"已为 {count:,} 人记下：{reason}。",
        )
        then()

    return choose_reason(anchor, load_policy(desk.ledger).reasons, give)


def choose_reason(anchor: tkinter.Misc, reasons: Sequence[str], on_choose: Callable[[str], None]) -> Popup:
    """Offer the reasons: 1 to 9, then letters, take one at once; so do Enter and a click. Esc takes none."""
    popup = Popup(anchor)
    palette = colours()
    listbox = tkinter.Listbox(
        popup.body, font=BODY, activestyle="none", borderwidth=0, highlightthickness=0,
        height=len(reasons), width=max(map(len, reasons), default=8) * 2 + 6, exportselection=False,
        background=palette.card, foreground=palette.ink, selectbackground=palette.select,
        selectforeground=palette.ink,
    )  # fmt: skip
    listbox.pack(fill="both", expand=True)
    for key, reason in zip(_KEYS, reasons, strict=False):
        listbox.insert("end", f" {key}  {reason}")

    def take(at: int) -> str:
        if 0 <= at < min(len(reasons), len(_KEYS)):
            popup.close()
            on_choose(reasons[at])
        return "break"

    def typed(event: tkinter.Event[Any]) -> str | None:
        return take(_KEYS.find(event.char)) if event.char and event.char in _KEYS else None

    listbox.bind("<Key>", typed)
    listbox.bind("<Return>", lambda event: take(listbox.index("active")))
    listbox.bind("<KP_Enter>", lambda event: take(listbox.index("active")))
    listbox.bind("<ButtonRelease-1>", lambda event: take(listbox.nearest(event.y)))
    listbox.selection_set(0)
    listbox.activate(0)
    popup.open(listbox, as_wide=False)
    return popup
