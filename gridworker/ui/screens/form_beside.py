"""The form beside a list: at most one, put away when it is saved or left; unsaved changes stay."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import ClassVar

import ttkbootstrap as ttk

from gridworker.ui.grid import Grid
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.theme import GAP, Styles, text_width


class FormBeside:
    """For pages with a list `rows`: Ctrl+S is `save`, Esc is `back`. `form_width` is in characters."""

    rows: Grid
    editor: EditorPane | None = None
    form_width: ClassVar[float] = 22

    def begin_form(self, body: tkinter.Widget, make: Callable[[ttk.Frame], EditorPane]) -> bool:
        """Put the form that `make` builds right of this packed widget; False while another is unsaved."""
        if self.editor is not None and self.editor.unsaved:
            self.editor.warn()
            return False
        self.close_form()
        width = round(text_width(body, "国") * self.form_width)
        frame = ttk.Frame(body.master, style=Styles.CARD, padding=(2 * GAP, GAP), width=width)
        frame.pack_propagate(False)
        frame.pack(side="right", fill="y", padx=(GAP, 0), before=body)
        self.editor = make(frame)
        self.editor.pack(fill="both", expand=True)
        return True

    def save(self) -> None:
        """Keep what stands in the form."""
        if self.editor is not None:
            self.editor.save()

    def back(self) -> None:
        """Leave the form, or clear the filter."""
        if self.editor is not None:
            self.editor.leave()
        elif self.rows.filter_text:
            self.rows.set_filter("")

    def close_form(self) -> None:
        """Put the form away and go on in the list."""
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.master.destroy()
            self.form_closed()
            self.rows.focus_rows()

    def form_closed(self) -> None:
        """The form has gone: show again what gave way to it."""
