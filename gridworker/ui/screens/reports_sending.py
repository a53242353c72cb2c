"""What one press of 生成 writes: tasks, carried out in a job, that can go on under another file name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gridworker.export.files import FileHeldOpen, free_name
from gridworker.export.message import MESSAGES
from gridworker.export.reports import ReportRequest
from gridworker.export.send import Format, Sent, send
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger


@dataclass(frozen=True)
class Order:
    """What was asked for, checked. Days and scope are in `request`."""

    request: ReportRequest
    formats: tuple[Format, ...]
    for_whom: str = ""
    why: str = ""


@dataclass(frozen=True)
class Task:
    """One report to write in these formats into `target`, a folder or the name of one file."""

    report: str
    formats: tuple[Format, ...]
    target: Path


@dataclass
class Outcome:
    """What was written; and where a file was held open by another program, what is left to do."""

    sent: list[Sent] = field(default_factory=list)
    held: FileHeldOpen | None = None
    left: tuple[Task, ...] = ()

    @property
    def warnings(self) -> list[str]:
        return list(dict.fromkeys(warning for one in self.sent for warning in one.warnings))


def tasks_for(reports: Sequence[str], formats: Sequence[Format], folder: Path) -> list[Task]:
    """A task a report; only those that have a chat text are written as text."""
    tasks = [
        Task(report, tuple(f for f in formats if f != "txt" or report in MESSAGES), folder)
        for report in reports
    ]
    return [task for task in tasks if task.formats]


def carry_out(ledger: Ledger, order: Order, tasks: Sequence[Task], progress: Progress) -> Outcome:
    """Write everything, or stop at the first file that another program holds open and say what is left.

    Raises what `send` raises otherwise; files written before that stay.
    """
    outcome = Outcome()
    for number, task in enumerate(tasks):
        progress.step(number, len(tasks), "正在生成")
        try:
            outcome.sent += send(
                ledger, task.report, order.request, task.formats, task.target,
                for_whom=order.for_whom, why=order.why, progress=progress,
            )  # fmt: skip
        except FileHeldOpen as held:
            outcome.held, outcome.left = held, (*_from(task, held.target), *tasks[number + 1 :])
            break
    return outcome


def _from(task: Task, held: Path) -> list[Task]:
    """The file that is held open, alone, and what would have been written after it."""
    at = [f".{format}" for format in task.formats].index(held.suffix)
    parts = task.formats[at : at + 1], task.formats[at + 1 :]
    return [replace(task, formats=formats) for formats in parts if formats]


def under_another_name(outcome: Outcome) -> list[Task]:
    """What is left, with a free file name in place of the one that is held open."""
    if outcome.held is None:
        return list(outcome.left)
    first, *rest = outcome.left
    return [replace(first, target=free_name(outcome.held.target)), *rest]
