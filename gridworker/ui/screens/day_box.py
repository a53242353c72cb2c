"""A day or a moment to look at, which takes effect as soon as it is one."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.fields import Field
from gridworker.ui.form_editors import DayEditor

_PAUSE = 500  # ms without a key before what is typed is taken


class DayBox(ttk.Frame):
    """The form's editor of days outside a form. What is no day is marked, and the last good one holds.

    `on_change` hears that `value` is another one; Enter takes it at once and then calls `on_enter`.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        field: Field,
        on_change: Callable[[], None],
        *,
        on_enter: Callable[[], None] = lambda: None,
        width: int = 11,
    ) -> None:
        super().__init__(parent)
        self._field, self._on_change, self._on_enter = field, on_change, on_enter
        self._timer = ""
        self.value = ""
        self.editor = DayEditor(self, field, self._edited)
        self.editor.widget.pack(fill="x")
        self.entry = self.editor.entry
        self.entry.configure(width=width)
        self.entry.bind("<Return>", lambda event: self._entered())
        self.entry.bind("<KP_Enter>", lambda event: self._entered())
        self.entry.bind("<FocusOut>", lambda event: self.take(), add="+")

    def show(self, value: str) -> None:
        """Show this day or moment without telling anybody."""
        self.value = value
        self.editor.set(value)
        self.editor.mark(False)

    def take(self) -> None:
        """Take what stands there, if it is a day and another one than before."""
        self._stop()
        if not self.entry.winfo_exists():  # it loses the keyboard when it is destroyed
            return
        parsed = self._parsed()
        self.editor.mark(parsed is None)
        if parsed is not None and parsed != self.value:
            self.value = parsed
            self._on_change()

    def _entered(self) -> str:
        self.take()
        self._on_enter()
        return "break"

    def destroy(self) -> None:
        self._stop()
        super().destroy()

    def _edited(self) -> None:
        self._stop()
        self._timer = self.after(_PAUSE, self.take)

    def _stop(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = ""

    def _parsed(self) -> str | None:
        try:
            value = self._field.parse(self.editor.get())
        except ValueProblem:
            return None
        return None if value is None else str(value)
