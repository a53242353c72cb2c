"""The pane in which something is entered; it stands where the card stood and asks nothing."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError, RowProblems
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.links import LedgerLinks
from gridworker.ui.screens.task import Task, follow_date
from gridworker.ui.theme import GAP, Styles

_UNSAVED = "有修改还没有保存。Ctrl+S 保存；再按一次 Esc 放弃。"


class EditorPane(ttk.Frame):
    """One task with its form. `on_saved` gets what the task returned; `on_closed` hears that it was left.

    Esc leaves; with unsaved changes the first Esc only says so.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        task: Task,
        *,
        on_saved: Callable[[Any], None],
        on_closed: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.task = task
        self._desk = desk
        self._on_saved, self._on_closed = on_saved, on_closed
        self._warned = False
        self._build()
        self.form.load(task.values)
        self.form.focus_field(task.first)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not in the ledger yet."""
        return bool(self.form.changed())

    def save(self) -> None:
        """Keep what was entered; what is wrong is shown beside its field, and nothing is kept."""
        values = self.form.check()
        if values is None:
            self._say(f"还没有保存。{self._first_problem()}")
            return
        try:
            with self._desk.ledger.change(self.task.label) as change:
                result = self.task.save(self._desk.ledger, values)
        except RowProblems as refused:
            self.form.show_problems(refused.problems)
            self._say(f"没有保存。{refused}")
        except GridworkerError as error:
            self._say(f"没有保存。{error}")
        else:
            self._desk.changed(change, self.task.said(values))
            self._on_saved(result)

    def leave(self) -> None:
        """Go back to the card; unsaved changes need a second time."""
        if self.unsaved and not self._warned:
            self.warn()
            return
        self._on_closed()

    def warn(self) -> None:
        """Say that something is not saved yet; the next Esc gives it up."""
        self._warned = True
        self._say(_UNSAVED, "warn")

    def _build(self) -> None:
        ttk.Label(self, text=self.task.heading, style=Styles.SECTION).pack(anchor="w", pady=(0, GAP // 2))
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        make: Any = ttk.Button  # the library's bootstyle option is untyped
        make(foot, text="保存 Ctrl+S", bootstyle="primary", command=self.save).pack(side="left")
        ttk.Button(foot, text="返回 Esc", command=self.leave).pack(side="left", padx=GAP)
        self._message = ttk.Label(self, justify="left")
        self._message.bind(
            "<Configure>", lambda event: self._message.configure(wraplength=self.winfo_width())
        )
        self.form = Form(
            self, tuple(self.task.register), register=self.task.register, on_change=self._changed,
            on_save=self.save, links=LedgerLinks(self._desk.ledger),
        )  # fmt: skip
        self.form.pack(fill="both", expand=True)

    def _changed(self) -> None:
        if self.task.dated:
            follow_date(self.form, self.task.dated, self._desk.day)
        self._warned = False
        self._message.pack_forget()

    def _first_problem(self) -> str:
        """The first of what is wrong; its place in the form may be out of sight."""
        problems = self.form.problems()
        first = next(key for key in self.form.editors if key in problems)
        more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
        return f"{self.task.register.field(first).heading}：{problems[first]}{more}"

    def _say(self, sentence: str, tone: Any = "bad") -> None:
        self._message.configure(text=sentence, style=Styles.toned(tone))
        self._message.pack(side="bottom", fill="x", pady=(GAP // 2, 0), before=self.form)
        self.update_idletasks()
        for key, editor in self.form.editors.items():
            if editor.key_widget is self.focus_displayof():
                self.form.focus_field(key)  # the sentence took room: keep the field in sight
