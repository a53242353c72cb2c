"""The line along the bottom: saved or not, the job that runs with its cancel, undo and redo."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from datetime import datetime

import ttkbootstrap as ttk

from gridworker.jobs import Job, Step
from gridworker.ui.theme import GAP, Styles


class StatusBar(ttk.Frame):
    """Shows what the program is doing; never asks for anything."""

    def __init__(
        self,
        parent: tkinter.Misc,
        *,
        undo: Callable[[], None],
        redo: Callable[[], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.GROUND, padding=(2 * GAP, 2))
        self._state = ttk.Label(self, text="已保存", style=Styles.GROUND_MUTED)
        self._state.pack(side="left")
        for text, command in (("重做 Ctrl+Y", redo), ("撤销 Ctrl+Z", undo)):
            button = ttk.Button(self, text=text, style=Styles.GROUND_LINK, command=command, takefocus=False)
            button.pack(side="right")
        self._job = ttk.Frame(self, style=Styles.GROUND)
        self._word = ttk.Label(self._job, style=Styles.GROUND_TEXT)
        self._word.pack(side="left", padx=(0, GAP))
        self._bar = ttk.Progressbar(self._job, length=180, maximum=1000)
        self._bar.pack(side="left")
        ttk.Button(
            self._job, text="取消 Esc", style=Styles.GROUND_LINK, command=cancel, takefocus=False
        ).pack(side="left", padx=GAP)

    def saved(self) -> None:
        """Say when the last change reached the disk."""
        self._state.configure(text=f"已保存 {datetime.now():%H:%M}")

    def show_job(self, job: Job | None) -> None:
        """Show that this job runs, or that none does."""
        if job is None:
            self._job.pack_forget()
            return
        self._word.configure(text=f"{job.title}…")
        self._bar.configure(value=0)
        self._job.pack(side="left", padx=4 * GAP)

    def show_step(self, job: Job, step: Step) -> None:
        """Show how far the job is."""
        far = f"{step.done:,}/{step.total:,}" if step.total else f"{step.done:,}" if step.done else ""
        self._word.configure(text=f"{job.title} · {step.word} {far}".rstrip())
        self._bar.configure(value=1000 * step.done / step.total if step.total else 500)
