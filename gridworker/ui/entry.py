"""One-line entries that edit rare ideographs (𬭳, 𠅤) whole.

Tk 8.6 counts a character beyond U+FFFF as two. Its entries delete half of one, which leaves broken text and
stray memory, and let the cursor stand inside. The class bindings are mended here, once an interpreter.
"""

from __future__ import annotations

import tkinter

CLASSES = ("Entry", "TEntry", "TCombobox", "TSpinbox")
_BACKWARD = ("<<PrevChar>>", "<<SelectPrevChar>>", "<<PrevWord>>", "<<SelectPrevWord>>")
_FORWARD = ("<<NextChar>>", "<<SelectNextChar>>", "<<NextWord>>", "<<SelectNextWord>>")
_POINTER = ("<Button-1>", "<B1-Motion>", "<Shift-Button-1>", "<ButtonRelease-1>")
_MARK = "gw_entries_mended"


def mend_entries(window: tkinter.Misc) -> None:
    """Make the edit keys and the pointer treat every character as one, in all entries of the interpreter."""
    if window.tk.eval(f"info exists ::{_MARK}") == "1":
        return
    window.tk.eval(f"set ::{_MARK} 1")
    mender = _Mender(window)
    for name in CLASSES:
        mender.delete_whole(name, "<BackSpace>", mender.backspace)
        mender.delete_whole(name, "<Delete>", mender.delete)
        for sequence in _BACKWARD + _POINTER:
            mender.follow(name, sequence, mender.snap_back)
        for sequence in _FORWARD:
            mender.follow(name, sequence, mender.snap_on)


class _Mender:
    """Handlers take a widget's path, not the widget: inner entries of other widgets have no Python object."""

    def __init__(self, window: tkinter.Misc) -> None:
        self._window = window
        self._call = window.tk.call

    def delete_whole(self, name: str, sequence: str, handler: object) -> None:
        """Let the handler try first; what it leaves (False) the old binding does."""
        old = self._window.tk.call("bind", name, sequence)
        command = self._window.register(handler)  # type: ignore[arg-type]
        self._call("bind", name, sequence, f"if {{![{command} %W]}} {{{old}\n}}")

    def follow(self, name: str, sequence: str, handler: object) -> None:
        """Run the handler after what is bound already."""
        old = self._window.tk.call("bind", name, sequence)
        command = self._window.register(handler)  # type: ignore[arg-type]
        self._call("bind", name, sequence, f"{old}\n{command} %W")

    def backspace(self, path: str) -> bool:
        at = self._plain_cursor(path)
        return at is not None and self._inside(path, at - 1) and self._remove(path, at - 2)

    def delete(self, path: str) -> bool:
        at = self._plain_cursor(path)
        return at is not None and self._inside(path, at + 1) and self._remove(path, at)

    def snap_back(self, path: str) -> None:
        self._snap(path, -1)

    def snap_on(self, path: str) -> None:
        self._snap(path, 1)

    def _snap(self, path: str, step: int) -> None:
        """Move the cursor and both ends of the selection out of the middle of a character."""
        at = self._index(path, "insert")
        if self._inside(path, at):
            self._call(path, "icursor", at + step)
        if self._call(path, "selection", "present"):
            first, last = self._index(path, "sel.first"), self._index(path, "sel.last")
            whole = first - self._inside(path, first), last + self._inside(path, last)
            if whole != (first, last):
                self._call(path, "selection", "range", *whole)

    def _plain_cursor(self, path: str) -> int | None:
        """Where the cursor stands in an entry that takes keys; None with a selection."""
        if self._call(path, "selection", "present") or str(self._call(path, "cget", "-state")) != "normal":
            return None
        return self._index(path, "insert")

    def _remove(self, path: str, at: int) -> bool:
        self._call(path, "delete", at, at + 2)
        return True

    def _index(self, path: str, name: str) -> int:
        return int(self._call(path, "index", name))

    def _inside(self, path: str, at: int) -> bool:
        """Whether this index, counted as Tk counts, splits a character."""
        count = 0
        for character in str(self._call(path, "get")):
            if count >= at:
                break
            count += 2 if ord(character) > 0xFFFF else 1
        return count > at
