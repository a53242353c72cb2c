"""Carries what jobs report to the window, on the window's own thread."""

from __future__ import annotations

import gc
import tkinter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gridworker.errors import GridworkerError
from gridworker.jobs import Done, Failed, Job, Message, Step
from gridworker.logs import apology, logger

_LAST_BREATH = 0.2  # seconds a job's thread has to end after it has told how it came out
_INTERVAL = 40  # ms between two looks at the queues

OnStep = Callable[[Step], None]
OnDone = Callable[[Any], None]
OnFailed = Callable[[str, BaseException], None]
"""Gets the whole Chinese sentence, and the error for those who treat Cancelled differently."""


@dataclass(frozen=True)
class _Running:
    job: Job
    on_step: OnStep
    on_done: OnDone
    on_failed: OnFailed


class _Collector:
    """Keeps the garbage collector asleep while jobs run, in whichever pump.

    It works in the thread that happens to wake it, and a widget's icon that it throws away there would
    call Tk from a worker.
    """

    def __init__(self) -> None:
        self._jobs = 0

    def begin(self) -> None:
        gc.disable()
        self._jobs += 1

    def end(self, jobs: int = 1) -> None:
        self._jobs -= jobs
        if not self._jobs:
            gc.enable()


_collector = _Collector()


class Pump:
    """Starts jobs and polls them with `after`; ends silently with its widget.

    `on_change` hears which job runs (None: none), for a status bar; `on_any_step` every step.
    Threads never touch Tk: they only fill the job's own queue.
    """

    def __init__(
        self,
        widget: tkinter.Misc,
        *,
        on_change: Callable[[Job | None], None] = lambda job: None,
        on_any_step: Callable[[Job, Step], None] = lambda job, step: None,
    ) -> None:
        self._widget = widget
        self._on_change = on_change
        self._on_any_step = on_any_step
        self._running: list[_Running] = []
        self._timer = ""
        mark = tkinter.Frame(widget)  # ends with the widget; a window tells of every widget inside it too
        mark.bind("<Destroy>", lambda event: self._destroyed())

    def run(
        self,
        job: Job,
        *,
        on_done: OnDone = lambda result: None,
        on_failed: OnFailed = lambda sentence, error: None,
        on_step: OnStep = lambda step: None,
    ) -> Job:
        """Start the job; exactly one of `on_done` and `on_failed` is called when it ends."""
        self._running.append(_Running(job, on_step, on_done, on_failed))
        _collector.begin()
        job.start()
        self._on_change(job)
        self._schedule()
        return job

    @property
    def job(self) -> Job | None:
        """The job that runs, the youngest of several."""
        return self._running[-1].job if self._running else None

    def cancel(self) -> None:
        """Ask every running job to stop."""
        for running in self._running:
            running.job.cancel()

    def _schedule(self) -> None:
        if not self._timer:
            self._timer = self._widget.after(_INTERVAL, self._look)

    def _look(self) -> None:
        self._timer = ""
        try:
            for running in list(self._running):
                self._deliver(running)
        finally:
            if self._running:
                self._schedule()

    def _deliver(self, running: _Running) -> None:
        """Steps that came together are told once, the last of them."""
        messages = running.job.messages()
        steps = [message for message in messages if isinstance(message, Step)]
        if steps:
            self._on_any_step(running.job, steps[-1])
            running.on_step(steps[-1])
        for message in messages:
            if not isinstance(message, Step):
                self._end(running, message)

    def _end(self, running: _Running, message: Message) -> None:
        self._running.remove(running)
        running.job.join(_LAST_BREATH)
        _collector.end()
        self._on_change(self.job)
        if isinstance(message, Done):
            running.on_done(message.result)
        elif isinstance(message, Failed):
            running.on_failed(explain(message.error, running.job.title), message.error)

    def _destroyed(self) -> None:
        self.cancel()
        for running in self._running:
            running.job.join(_LAST_BREATH)
        _collector.end(len(self._running))
        self._running.clear()
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""


def explain(error: BaseException, doing: str) -> str:
    """The sentence for the user; what is no GridworkerError is logged and apologised for."""
    if isinstance(error, GridworkerError):
        return str(error)
    logger.error("a defect while %s", doing, exc_info=error)
    return apology()
