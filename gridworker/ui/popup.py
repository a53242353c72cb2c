"""Small windows that open under a widget and close by themselves: a list of ticks, a list to choose from."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.theme import BODY, GAP, colours

_ROWS = 8


class Popup(tkinter.Toplevel):
    """A borderless window under `anchor`, or above it where there is no room below.

    With `grab` it takes the keyboard, and a click elsewhere or Esc closes it; without, the anchor keeps it.
    """

    def __init__(self, anchor: tkinter.Misc, *, grab: bool = True) -> None:
        super().__init__(anchor.winfo_toplevel(), background=colours().border, borderwidth=0)
        self.withdraw()
        self.overrideredirect(True)
        self.under = anchor
        self._grab = grab
        self._grabbed_before: tkinter.Misc | None = None
        self.body = ttk.Frame(self, padding=GAP // 2)
        self.body.pack(fill="both", expand=True, padx=1, pady=1)
        self.bind("<Escape>", lambda event: self.close())
        if grab:
            self.bind("<Button-1>", self._clicked)

    def open(self, focus: tkinter.Misc | None = None, *, as_wide: bool = True) -> None:
        """Show it, `as_wide` as its anchor at least; `focus` gets the keyboard."""
        self.update_idletasks()
        width, height = self.winfo_reqwidth(), self.winfo_reqheight()
        if as_wide:
            width = max(width, self.under.winfo_width())
        x = min(self.under.winfo_rootx(), self.winfo_screenwidth() - width)
        y = self.under.winfo_rooty() + self.under.winfo_height() + 1
        if y + height > self.winfo_screenheight():
            y = max(self.under.winfo_rooty() - height - 1, 0)
        self.geometry(f"{width}x{height}+{max(x, 0)}+{y}")
        self.deiconify()
        self.lift()
        if self._grab:
            self.wait_visibility()
            self._grabbed_before = self.grab_current()
            self.grab_set()
            (focus or self).focus_force()

    def close(self) -> str:
        """Go away and give the keyboard back."""
        if self.winfo_exists():
            self.destroy()
            if self._grabbed_before is not None:
                self._grabbed_before.grab_set()
            if self._grab and self.under.winfo_exists():
                self.under.focus_force()
        return "break"

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        x, y = event.x_root - self.winfo_rootx(), event.y_root - self.winfo_rooty()
        if not (0 <= x < self.winfo_width() and 0 <= y < self.winfo_height()):
            self.close()


def tick_list(
    anchor: tkinter.Misc,
    options: Sequence[str],
    chosen: Sequence[str],
    on_change: Callable[[list[str]], None],
) -> Popup:
    """Let several of the options be ticked; `on_change` hears every tick, in the order of the options."""
    popup = Popup(anchor)
    states = {option: tkinter.BooleanVar(popup, option in chosen) for option in options}

    def changed() -> None:
        on_change([option for option, state in states.items() if state.get()])

    columns = 2 if len(options) > _ROWS else 1
    boxes = []
    for place, (option, state) in enumerate(states.items()):
        box = ttk.Checkbutton(popup.body, text=option, variable=state, command=changed)
        box.grid(row=place // columns, column=place % columns, sticky="w", padx=GAP, pady=GAP // 2)
        boxes.append(box)
    popup.bind("<Down>", lambda event: popup.tk.call("tk::TabToWindow", popup.tk_focusNext()))
    popup.bind("<Up>", lambda event: popup.tk.call("tk::TabToWindow", popup.tk_focusPrev()))
    popup.bind("<Return>", lambda event: popup.close())
    popup.open(boxes[0] if boxes else None)
    return popup


class Suggestions:
    """Offers matches under an entry as one types in it; Down and Up move, Enter takes, Esc closes.

    `find` gets the typed text and gives (number, words) pairs; `on_pick` hears the chosen pair.
    """

    def __init__(
        self,
        entry: ttk.Entry,
        find: Callable[[str], Sequence[tuple[int, str]]],
        on_pick: Callable[[int, str], None],
    ) -> None:
        self.entry = entry
        self._find = find
        self._on_pick = on_pick
        self._found: Sequence[tuple[int, str]] = ()
        self._popup: Popup | None = None
        self._list: tkinter.Listbox | None = None
        self._asked = ""
        entry.bind("<Down>", lambda event: self._step(1))
        entry.bind("<Up>", lambda event: self._step(-1))
        entry.bind("<Return>", self._enter)
        entry.bind("<Escape>", self._escape)
        entry.bind("<KeyRelease>", self._typed, add="+")
        entry.bind("<FocusOut>", lambda event: self.close(), add="+")

    @property
    def is_open(self) -> bool:
        return self._popup is not None

    def offer(self) -> None:
        """Look for what is typed now, and show it."""
        text = self._asked = self.entry.get().strip()
        self._found = self._find(text) if text else ()
        if not self._found:
            self.close()
            return
        listbox = self._shown_list()
        listbox.delete(0, "end")
        listbox.insert("end", *(words for _, words in self._found))
        listbox.configure(height=min(len(self._found), _ROWS))
        self._mark(0)
        if self._popup:
            self._popup.open()

    def close(self) -> None:
        if self._popup:
            self._popup.close()
        self._popup = self._list = None

    def _typed(self, event: tkinter.Event[Any]) -> None:
        """Keys that changed nothing are not asked about again."""
        if self.entry.get().strip() != self._asked:
            self.offer()

    def _shown_list(self) -> tkinter.Listbox:
        if self._popup is None or self._list is None:
            palette = colours()
            self._popup = Popup(self.entry, grab=False)
            self._list = tkinter.Listbox(
                self._popup.body, font=BODY, activestyle="none", borderwidth=0, highlightthickness=0,
                exportselection=False, background=palette.card, foreground=palette.ink,
                selectbackground=palette.select, selectforeground=palette.ink,
            )  # fmt: skip
            self._list.pack(fill="both", expand=True)
            self._list.bind("<Button-1>", self._clicked)
        return self._list

    def _mark(self, at: int) -> None:
        if self._list is not None and self._found:
            at = min(max(at, 0), len(self._found) - 1)
            self._list.selection_clear(0, "end")
            self._list.selection_set(at)
            self._list.see(at)

    def _marked(self) -> int:
        chosen = self._list.curselection() if self._list is not None else ()
        return int(chosen[0]) if chosen else 0

    def _step(self, step: int) -> str:
        if self._list is None:
            self.offer()
        else:
            self._mark(self._marked() + step)
        return "break"

    def _enter(self, event: tkinter.Event[Any]) -> str | None:
        if self._list is None:
            return None
        self._pick(self._marked())
        return "break"

    def _escape(self, event: tkinter.Event[Any]) -> str | None:
        if self._list is None:
            return None
        self.close()
        return "break"

    def _clicked(self, event: tkinter.Event[Any]) -> str:
        if self._list is not None:
            self._pick(self._list.index(f"@{event.x},{event.y}"))
        return "break"

    def _pick(self, at: int) -> None:
        number, words = self._found[at]
        self.close()
        self._on_pick(number, words)
        self._asked = self.entry.get().strip()
