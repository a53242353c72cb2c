"""The right of 台账: the household's card and what can be done with it, or a form in its place."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.desk import Desk
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.people_card import HouseholdCard
from gridworker.ui.screens.task import Task
from gridworker.ui.theme import GAP, Styles, text_width

Buttons = Sequence[tuple[str, Callable[[], None]]]


class SidePane(ttk.Frame):
    """Card or form. A form with unsaved changes stays until it is saved or given up.

    `on_member` hears the resident chosen in the card, `on_saved` the task and what it returned, `on_left`
    that the card is back, and whether the form had the keyboard.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        buttons: Buttons,
        *,
        on_member: Callable[[int], None],
        on_saved: Callable[[Task, Any], None],
        on_left: Callable[[bool], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=GAP + GAP // 2)
        self._desk = desk
        self._on_saved, self._on_left = on_saved, on_left
        self.editor: EditorPane | None = None
        self._front = ttk.Frame(self)
        self._front.pack(fill="both", expand=True)
        self._build_foot(buttons)
        self.card = HouseholdCard(self._front, desk, on_member)
        self.card.pack(fill="both", expand=True)
        self.card.bind("<<CardShown>>", lambda event: self._card_shown())
        self.pack_propagate(False)

    @property
    def unsaved(self) -> bool:
        """Whether a form holds something that is not in the ledger yet."""
        return self.editor is not None and self.editor.unsaved

    @property
    def wanted_width(self) -> int:
        """How wide it must be for its card, its buttons, and an ID number beside its label, in pixels."""
        self.update_idletasks()
        form = text_width(self, "末次接种日期" + "0" * 18) + 9 * GAP
        return max(self.card.wanted_width, self._foot.winfo_reqwidth(), form) + 3 * GAP

    def free(self) -> bool:
        """Put the card back; False when unsaved changes forbid it, and the form says so."""
        if self.editor is not None and self.editor.unsaved:
            self.editor.warn()
            return False
        self.close()
        return True

    def begin(self, task: Task) -> None:
        """Put a form for this task where the card stands, unless another has unsaved changes."""
        if not self.free():
            return
        self._front.pack_forget()
        self.editor = EditorPane(
            self, self._desk, task, on_saved=lambda result: self._saved(task, result), on_closed=self.close
        )
        self.editor.pack(fill="both", expand=True)

    def close(self) -> None:
        """Put the card back, whatever the form holds."""
        editor, self.editor = self.editor, None
        if editor is not None:
            had_keyboard = str(self.focus_displayof()).startswith(str(editor))
            editor.destroy()
            self._front.pack(fill="both", expand=True)
            self._on_left(had_keyboard)

    def leave(self) -> None:
        """Esc: give the form up; with unsaved changes it takes a second time."""
        if self.editor is not None:
            self.editor.leave()

    def save(self) -> None:
        if self.editor is not None:
            self.editor.save()

    def _saved(self, task: Task, result: Any) -> None:
        self.close()
        self._on_saved(task, result)

    def _card_shown(self) -> None:
        """Without a household there is nothing to be done with it."""
        state = "disabled" if self.card.household is None else "!disabled"
        for button in self._buttons:
            button.state([state])

    def _build_foot(self, buttons: Buttons) -> None:
        """What can be done with the card, two in a row."""
        self._foot = foot = ttk.Frame(self._front)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._buttons: list[ttk.Button] = []
        foot.columnconfigure((0, 1), weight=1)
        for at, (text, command) in enumerate(buttons):
            button = ttk.Button(foot, text=text, command=command, takefocus=False)
            inner = (GAP // 2, 0) if at % 2 else (0, 0)
            self._buttons.append(button)
            button.grid(row=at // 2, column=at % 2, sticky="ew", padx=inner, pady=(GAP // 2, 0))
