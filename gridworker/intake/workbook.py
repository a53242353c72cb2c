"""Any spreadsheet or table from outside to plain rows, whatever its name says it is.

The file is read by a child process (reader.py) with bounded memory and time: whatever a damaged or
hostile file does to the parser ends in one FileProblem, never in the window.
"""

from __future__ import annotations

import marshal
import multiprocessing
import sys
import threading
import time as clock
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from gridworker.errors import FileProblem
from gridworker.intake import reader
from gridworker.intake.guard import Limits
from gridworker.jobs import SILENT, Progress

__all__ = ["Cell", "Limits", "Merge", "Sheet", "Workbook", "read_workbook"]

Cell = str | int | float | bool | date | datetime | time | None
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Merge:
    """A merged area; 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One worksheet: `rows[0]` is worksheet row 1, cell 0 of a row is column A, all rows are equally long.

    Only the top left cell of a merged area holds its value.
    """

    name: str
    rows: list[tuple[Cell, ...]]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A file's worksheets in order. `kind`: xlsx, xlsb, xls, ods, text, html or spreadsheetml."""

    path: Path
    kind: str
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path, *, limits: Limits = Limits(), progress: Progress = SILENT) -> Workbook:  # noqa: B008
    """Read all worksheets of a file of any supported kind.

    Integral numbers below 10**15 are int; larger ones stay float, since their digits may be lost.
    A moment at midnight is a date. Raises FileProblem; Cancelled when `progress` says so.
    """
    assembly = _Assembly(path, progress)
    with closing(_messages(path, limits, assembly)) as messages:
        for message in messages:
            assembly.take(message)
    return assembly.workbook()


def _messages(path: Path, limits: Limits, assembly: _Assembly) -> Generator[tuple[Any, ...], None, None]:
    """Yield the child's messages; the child is gone when this ends, however it ends."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=reader.serve, args=(sender, str(path), limits), daemon=True)
    with _light_start():
        child.start()
    sender.close()
    try:
        yield from _watch(child, receiver, path, limits, assembly)
    finally:
        child.kill()
        child.join()
        child.close()
        receiver.close()


_STARTING = threading.Lock()


@contextmanager
def _light_start() -> Iterator[None]:
    """Hide the main module while a child starts: it would import the whole program there once more."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class Receiver(Protocol):
    """The end of a pipe that is read from; its class has another name on every system."""

    def poll(self, timeout: float, /) -> bool: ...
    def recv_bytes(self) -> bytes: ...


def _watch(
    child: BaseProcess, receiver: Receiver, path: Path, limits: Limits, assembly: _Assembly
) -> Iterator[tuple[Any, ...]]:
    deadline = clock.monotonic() + limits.seconds
    while True:
        assembly.show()
        if clock.monotonic() > deadline:
            raise FileProblem(path, f"用了 {limits.seconds:.0f} 秒还没有读完，已停止。{reader.TOO_MUCH}")
        if not receiver.poll(POLL_SECONDS):
            if _resident_bytes(child) > limits.memory:
                raise FileProblem(path, reader.TOO_MUCH)
            continue
        message = _receive(receiver, path)
        if message[0] == "end":
            return
        yield message


def _receive(receiver: Receiver, path: Path) -> tuple[Any, ...]:
    try:
        message: tuple[Any, ...] = marshal.loads(receiver.recv_bytes())
    except (EOFError, OSError) as error:  # the child has died
        raise FileProblem(path, reader.TOO_MUCH) from error
    if message[0] == "problem":
        raise FileProblem(path, message[1])
    return message


def _resident_bytes(child: BaseProcess) -> int:
    """Where the system has no memory limit for a process (Windows), the parent watches it."""
    import psutil

    try:
        return int(psutil.Process(child.pid).memory_info().rss)
    except psutil.Error:
        return 0


class _Assembly:
    """Puts the child's messages together and shows how far it is."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress
        self._kind = ""
        self._sheets: list[Sheet] = []
        self._name, self._hidden, self._height, self._left = "", False, 0, 0
        self._rows: list[tuple[Cell, ...]] = []
        self._moments: dict[bytes, date | time] = {}

    def show(self) -> None:
        word = f"正在读取“{self._name}”" if self._name else "正在打开文件"
        self._progress.step(len(self._rows), self._height, word)

    def take(self, message: tuple[Any, ...]) -> None:
        match message:
            case ("kind", kind):
                self._kind = kind
            case ("sheet", name, hidden, height, left):
                self._name, self._hidden, self._height, self._left = name, hidden, height, left
                self._rows = []
            case ("rows", count, columns, moments):
                self._take_rows(count, columns, moments)
            case ("merges", spans):
                merged = tuple(Merge(*span) for span in spans)
                self._sheets.append(Sheet(self._name, self._rows, merged, self._hidden))

    def _take_rows(self, count: int, columns: list[list[Any]], moments: list[int]) -> None:
        for number in moments:
            columns[number] = [
                self._moment(value) if type(value) is bytes else value for value in columns[number]
            ]
        blank: list[list[Any]] = [[None] * count] * self._left
        self._rows.extend(zip(*blank, *columns, strict=True))

    def _moment(self, value: bytes) -> date | time:
        """Dates repeat down a column: each is parsed once and shared."""
        found = self._moments.get(value)
        if found is None:
            found = self._moments[value] = _parse_moment(value.decode())
        return found

    def workbook(self) -> Workbook:
        return Workbook(self._path, self._kind, tuple(self._sheets))


def _parse_moment(text: str) -> date | time:
    if "T" in text:
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if "-" in text else time.fromisoformat(text)
