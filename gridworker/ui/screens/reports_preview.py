"""The picture beside the form: made in a job a moment after the last change, thrown away on the next."""

from __future__ import annotations

import tempfile
import tkinter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import Cancelled
from gridworker.export.reports import ReportRequest, report_kind
from gridworker.jobs import Job, Progress
from gridworker.ledger.book import Ledger
from gridworker.ui.desk import Desk
from gridworker.ui.preview import Preview
from gridworker.ui.theme import GAP, SMALL, Styles

PAUSE = 300  # ms without a change before the picture is made
WAITING = "正在生成预览…"


@dataclass(frozen=True, eq=False)
class _Look:
    report: str
    request: ReportRequest


@dataclass(frozen=True)
class Drawn:
    """A finished document; `warnings` say what it could not show."""

    pdf: bytes
    warnings: tuple[str, ...]


def draw(ledger: Ledger, report: str, request: ReportRequest, progress: Progress) -> Drawn:
    """Make the PDF of a report without leaving a file behind: its folder is the user's alone, and goes."""
    from gridworker.export.document import write_document

    progress.step(0, 0, "正在汇总")
    made = report_kind(report).build(ledger, request)
    progress.step(0, 0, "正在排版")
    with tempfile.TemporaryDirectory(prefix="gridworker-") as folder:
        target = Path(folder) / "preview.pdf"
        warnings = write_document(made, target, progress)
        return Drawn(target.read_bytes(), tuple(warnings))


class LivePreview(ttk.Frame):
    """Shows what the report would look like; at most one document is in the making at any time."""

    def __init__(self, parent: tkinter.Misc, desk: Desk, over: tkinter.Misc) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: _Look | None = None
        self._making: _Look | None = None
        self._job: Job | None = None
        self._timer = ""
        self._warning = ttk.Label(self, style=Styles.toned("warn"), font=SMALL, justify="left")
        self.picture = Preview(self, over=over)
        self.picture.pack(fill="both", expand=True)
        self.bind("<Configure>", lambda event: self._warning.configure(wraplength=event.width - GAP))
        self.bind("<Destroy>", self._destroyed)

    def ask(self, report: str, request: ReportRequest | None, instead: str = "") -> None:
        """Show this report soon; without a request show the sentence `instead`."""
        self.stop()
        self._warn(())
        if request is None:
            self.picture.say(instead)
            return
        self._wanted = _Look(report, request)
        self.picture.say(WAITING)
        self._timer = self.after(PAUSE, self._begin)

    def stop(self) -> None:
        """Make nothing any more, until asked again."""
        self._wanted = None
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        self._timer = ""
        look = self._wanted
        if look is None or self._job is not None:
            return
        self._making = look
        self._job = self._desk.work(
            "预览", lambda ledger, progress: draw(ledger, look.report, look.request, progress),
            self._drawn, self._not_drawn,
        )  # fmt: skip

    def _drawn(self, drawn: Drawn) -> None:
        if self._ended():
            self.picture.show(drawn.pdf)
            self._warn(drawn.warnings)

    def _not_drawn(self, sentence: str, error: BaseException) -> None:
        if self._ended():
            cancelled = isinstance(error, Cancelled)
            self.picture.say("预览已取消，按 F5 重新生成。" if cancelled else sentence)

    def _ended(self) -> bool:
        """Whether what the job made is still wanted; begins anew when something else is."""
        self._job = None
        if not self.winfo_exists():
            return False
        wanted = self._wanted is not None and self._wanted is self._making
        if not wanted and not self._timer:
            self._begin()
        return wanted

    def _warn(self, warnings: tuple[str, ...]) -> None:
        if warnings:
            self._warning.configure(text="\n".join(f"▲ {warning}" for warning in warnings))
            self._warning.pack(side="bottom", fill="x", before=self.picture)
        else:
            self._warning.pack_forget()

    def _destroyed(self, event: tkinter.Event[Any]) -> None:
        if event.widget is self:
            self.stop()
