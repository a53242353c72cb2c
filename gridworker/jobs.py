"""Long work off the window's thread: progress, cancel, result. Knows no Tk.

A job's work is a function that takes one `Progress` and returns its result. The window polls
`Job.messages()`; the command line passes a Progress that writes to the terminal.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gridworker.errors import Cancelled


class Progress:
    """How far a piece of work is. The base class is silent; work calls `step` often and cheaply."""

    def step(self, done: int, total: int, word: str) -> None:
        """Report `done` of `total` pieces (total 0: unknown) under the Chinese `word`.

        Raises Cancelled when the user asked to stop: the work must leave nothing behind.
        """


SILENT = Progress()


@dataclass(frozen=True)
class Step:
    """The job reached this point. `total` 0 means the end is not known."""

    done: int
    total: int
    word: str


@dataclass(frozen=True)
class Done:
    """The job ended well."""

    result: Any


@dataclass(frozen=True)
class Failed:
    """The job ended with this error; Cancelled when the user stopped it."""

    error: BaseException


Message = Step | Done | Failed


class Job(Progress):
    """One piece of work in a thread of its own; ends with exactly one Done or Failed message."""

    def __init__(self, title: str, work: Callable[[Progress], Any]) -> None:
        self.title = title
        self._work = work
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"job {title}", daemon=True)

    def start(self) -> Job:
        self._thread.start()
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it then fails with Cancelled."""
        self._stop.set()

    def step(self, done: int, total: int, word: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._messages.put(Step(done, total, word))

    def messages(self) -> list[Message]:
        """All messages since the last call, oldest first; never waits."""
        found: list[Message] = []
        while not self._messages.empty():
            found.append(self._messages.get())
        return found

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            message: Message = Done(self._work(self))
        except BaseException as error:
            message = Failed(error)
        self._messages.put(message)
