"""The one box of the sampling desk: what a scanner or a hand types, and a short list of who is meant."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.sampling import Candidate
from gridworker.ui.theme import FIGURE, GAP, Styles, line_height, text_width

_PAUSE = 90  # ms without a key before the list is looked for: a scanner is done long before
_SEEN = 0.3  # s; Enter takes nothing from a list that nobody can have read yet
_LIST_STYLE = "DeskBox.Treeview"
_COLUMNS = (("name", 7, False), ("address", 15, True), ("tail", 5, False), ("state", 9, False))  # width: 国


class ScanBox(ttk.Frame):
    """An entry in very large type with a list under it; what Enter means is said to the page.

    `find` gives who a text may mean. `on_take` hears the resident chosen from the list, `on_enter` a text
    for which no list stands, `on_edit` that the text is another now. The list lies over `cover`.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        *,
        find: Callable[[str], Sequence[Candidate]],
        on_take: Callable[[int], None],
        on_enter: Callable[[str], None],
        on_edit: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=GAP // 2)
        self._find, self._on_take, self._on_enter, self._on_edit = find, on_take, on_enter, on_edit
        self._text = tkinter.StringVar(self)
        self._timer = ""
        self._found: Sequence[Candidate] = ()
        self._found_for = ""
        self._shown_at = 0.0
        self.entry = ttk.Entry(self, textvariable=self._text, font=FIGURE)
        self.entry.pack(fill="x")
        self.list = self._make_list(parent)
        self._listen()

    def _make_list(self, parent: tkinter.Misc) -> ttk.Treeview:
        """The list is no child of the box, so that it can lie over what is below."""
        style: Any = ttk.Style()
        style.configure(_LIST_STYLE, rowheight=round(1.8 * line_height(self)))
        listed = ttk.Treeview(
            parent, columns=[key for key, *_ in _COLUMNS], show="", selectmode="browse", takefocus=False,
            style=_LIST_STYLE,
        )  # fmt: skip
        for key, width, stretch in _COLUMNS:
            listed.column(key, width=width * text_width(self, "国"), stretch=stretch)
        return listed

    def _listen(self) -> None:
        entry = self.entry
        self._text.trace_add("write", lambda *_: self._edited())
        entry.bind("<Return>", lambda event: self._enter())
        entry.bind("<KP_Enter>", lambda event: self._enter())
        entry.bind("<Down>", lambda event: self._step(1))
        entry.bind("<Up>", lambda event: self._step(-1))
        entry.bind("<Tab>", lambda event: "break")
        self.list.bind("<ButtonRelease-1>", self._clicked)

    # -- for the page

    @property
    def text(self) -> str:
        return self._text.get().strip()

    def clear(self) -> None:
        """Empty the box for the next one."""
        self._text.set("")

    def ready_to_replace(self) -> None:
        """Keep the text in sight, but let the next key or scan take its place."""
        self.close_list()
        self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def take_keyboard(self) -> None:
        self.entry.focus_set()

    def offer(self, found: Sequence[Candidate]) -> None:
        """Show who the text as it stands may mean; nothing shows for nobody."""
        self._forget_timer()
        self._found, self._found_for = found, self.text
        if not found:
            self.close_list()
            return
        listed = self.list
        listed.delete(*listed.get_children())
        for number, person in enumerate(found):
            listed.insert("", "end", str(number), values=_cells(person))
        listed.configure(height=len(found))
        self._mark(0)
        if not listed.winfo_ismapped():
            self._shown_at = time.monotonic()
            listed.place(in_=self, x=0, rely=1.0, relwidth=1.0, bordermode="outside")
            listed.lift()

    def close_list(self) -> None:
        """Take the list away."""
        self._forget_timer()
        self._found, self._found_for = (), ""
        self.list.place_forget()

    @property
    def listing(self) -> bool:
        """Whether a list stands for the text as it is."""
        return bool(self._found) and self._found_for == self.text

    # -- what happens

    def _edited(self) -> None:
        self._on_edit()
        self._forget_timer()
        if self.text:
            self._timer = self.after(_PAUSE, self._look)
        else:
            self.close_list()

    def _look(self) -> None:
        self._timer = ""
        self.offer(self._find(self.text))

    def _forget_timer(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""

    def _enter(self) -> str:
        if not self.text:
            return "break"
        if not self.listing:
            self._forget_timer()
            self._on_enter(self.text)
        elif len(self._found) == 1 or time.monotonic() - self._shown_at >= _SEEN:
            self._on_take(self._found[self._marked()].resident)
        return "break"

    def _step(self, step: int) -> str:
        if self.listing:
            self._mark(self._marked() + step)
        elif self.text:
            self._look()
        return "break"

    def _mark(self, at: int) -> None:
        self.list.selection_set(str(min(max(at, 0), len(self._found) - 1)))

    def _marked(self) -> int:
        chosen = self.list.selection()
        return int(chosen[0]) if chosen else 0

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        row = self.list.identify_row(event.y)
        if row and self.listing:
            self._on_take(self._found[int(row)].resident)

    def destroy(self) -> None:
        self._forget_timer()
        super().destroy()


def _cells(person: Candidate) -> tuple[str, str, str, str]:
    if person.sampled_at:
        state = f"✓ {person.sampled_at[11:16]} 已采"
    else:
        state = "" if person.presence in ("", "在住") else f"△ {person.presence}"
    return person.name, person.address, f"…{person.id_tail}" if person.id_tail else "", state
