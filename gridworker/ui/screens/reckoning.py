"""What a page reads that takes long in a large ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gridworker.errors import Cancelled
from gridworker.jobs import SILENT, Job, Progress
from gridworker.ledger.book import Ledger
from gridworker.ui.screens.page import Page

T = TypeVar("T")

AT_ONCE = 40_000  # residents; up to here the answers of this screen take less than 0.3 s


def is_large(ledger: Ledger) -> bool:
    """Whether reading everybody's state is worth saying that it takes a moment."""
    return ledger.count("resident") > AT_ONCE


class Reckoning:
    """Answers at once in a small ledger and by a job in a large one; only the latest question counts.

    `on_wait` is called before a job begins. `title` is what the status bar says meanwhile. Nobody is
    told anything once the page is gone.
    """

    def __init__(self, page: Page, title: str, on_wait: Callable[[], None]) -> None:
        self._page, self._title, self._on_wait = page, title, on_wait
        self._desk = page.desk
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        return self._job is not None

    def ask(self, work: Callable[[Ledger, Progress], T], on_answer: Callable[[T], None]) -> None:
        """Hand the result of `work` to `on_answer`; an answer still awaited is no longer wanted."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not is_large(self._desk.ledger):
            on_answer(work(self._desk.ledger, SILENT))
            return
        self._on_wait()
        job = self._job = self._desk.work(
            self._title, work, lambda result: self._done(job, on_answer, result), self._failed
        )

    def _done(self, job: Job, on_answer: Callable[[T], None], result: T) -> None:
        if job is self._job and self._page.winfo_exists():
            self._job = None
            on_answer(result)

    def _failed(self, sentence: str, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self._job = None
            self._desk.shell.say(sentence, "bad")
