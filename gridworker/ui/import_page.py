"""What every page of the import window is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

from gridworker.ui.import_task import ImportTask

if TYPE_CHECKING:
    from gridworker.ui.importing import ImportWindow


class ImportPage(ttk.Frame):
    """One step. It is made anew whenever it is shown; what must last is kept in `task`."""

    title: ClassVar[str]
    forward: str = "下一步 Enter"
    can_go_back = True

    def __init__(self, window: ImportWindow) -> None:
        super().__init__(window.body)
        self.window = window
        self.build()

    @property
    def task(self) -> ImportTask:
        return self.window.task

    def build(self) -> None:
        """Make the widgets."""
        raise AssertionError("a page builds itself")

    def ready(self) -> bool:
        """Whether going on makes sense."""
        return True

    def go_on(self) -> None:
        """Take the next step."""
        self.window.next_page()

    def take_keyboard(self) -> None:
        """Put the keyboard where the user goes on most likely."""
        self.window.forward_button.focus_set()
