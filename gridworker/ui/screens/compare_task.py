"""The work of comparing, off the window's thread: read files, compare again, write, save the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from gridworker.errors import Cancelled
from gridworker.intake.comparison import (
    Comparison,
    Written,
    compare_again,
    compare_files,
    missing_people,
    write_results,
)
from gridworker.jobs import Job, Progress
from gridworker.ledger.book import Ledger
from gridworker.ui.desk import Desk
from gridworker.ui.screens.moment_box import present


class CompareTask:
    """One comparison in hand. Only the latest question is answered: `on_compared` hears the comparison.

    `on_busy` hears when work begins and ends.
    """

    def __init__(
        self, desk: Desk, on_compared: Callable[[Comparison], None], on_busy: Callable[[bool], None]
    ) -> None:
        self._desk, self._on_compared, self._on_busy = desk, on_compared, on_busy
        self._job: Job | None = None
        self.files: tuple[Path, ...] = ()
        self.comparison: Comparison | None = None
        self.writing = False

    @property
    def busy(self) -> bool:
        return self._job is not None

    def read(self, files: Sequence[Path]) -> None:
        """Read these files and compare them."""
        day = self._desk.day

        def done(comparison: Comparison) -> None:
            self.files = tuple(files)
            self._take(comparison)

        self._run(
            "读取并比对结果", lambda ledger, progress: compare_files(ledger, files, day, progress), done
        )

    def again(self) -> None:
        """The ledger changed: compare the rows read before."""
        old, day = self.comparison, self._desk.day
        if old is not None and not self.writing:
            self._run(
                "重新比对", lambda ledger, progress: compare_again(ledger, old, day, progress), self._take
            )

    def write(self, on_written: Callable[[Written], None]) -> None:
        """Write the results and open the tracing of positive tubes, as one batch."""
        comparison, at = self.comparison, present(self._desk.day)
        if comparison is None or self.writing:
            return

        def ended() -> None:
            self.writing = False

        def done(written: Written) -> None:
            ended()
            on_written(written)

        self._run(
            "写入结果",
            lambda ledger, progress: write_results(ledger, comparison.plan, at, progress),
            done,
            ended,
        )
        self.writing = True

    def save(self, target: Path) -> None:
        """Write the comparison as a workbook."""
        comparison = self.comparison
        if comparison is not None:
            self._desk.work(
                "导出比对", lambda ledger, progress: _save(ledger, comparison, target, progress),
                lambda path: self._desk.shell.say(f"比对结果已存为“{path}”。", "good"),
            )  # fmt: skip

    def _take(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._on_compared(comparison)

    def _run(
        self,
        title: str,
        work: Callable[[Ledger, Progress], Any],
        on_done: Callable[[Any], None],
        on_ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin this work in place of what still runs."""
        if self._job is not None:
            self._job.cancel()

        def done(result: Any) -> None:
            if self._end(job):
                on_done(result)

        def failed(sentence: str, error: BaseException) -> None:
            if self._end(job):
                on_ended()
                self._desk.shell.say(sentence, "info" if isinstance(error, Cancelled) else "bad")

        job = self._job = self._desk.work(title, work, done, failed)
        self._on_busy(True)

    def _end(self, job: Job) -> bool:
        """Whether this job was the latest."""
        if job is not self._job:
            return False
        self._job = None
        self._on_busy(False)
        return True


def _save(ledger: Ledger, comparison: Comparison, target: Path, progress: Progress) -> Path:
    from gridworker.export.reports.comparison import build_comparison
    from gridworker.export.reports.frame import ReportRequest
    from gridworker.export.workbook import write_workbook

    request = ReportRequest(comparison.day, datetime.now())
    missing = missing_people(ledger, comparison.plan, comparison.day)
    report = build_comparison(ledger, request, comparison.rows, comparison.counts, missing)
    return write_workbook(report, target, progress)
