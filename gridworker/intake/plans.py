"""What every import has in common: read all rows, decide about each, then write one batch."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dict
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from gridworker.intake.kinds import KINDS, Target
from gridworker.intake.problems import Outcome, Problem
from gridworker.intake.records import STEP, Record, read_records
from gridworker.intake.sources import Source, Sources
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import latest_batch

NO_CONSTANTS: Dict[str, str] = MappingProxyType({})


@dataclass
class Plan:
    """What an import would do. Nothing is written before its `commit`.

    `records` are all rows in order, each with its `action` and problems. `version` is the state of the
    ledger that the plan rests on.
    """

    sources: Sources
    constants: Dict[str, str]
    version: int
    records: list[Record] = field(default_factory=list)

    @property
    def offered(self) -> tuple[Target, ...]:
        return self.sources.offered

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: of whole sheets, of whole columns, then in the order of the rows."""
        columns = (problem for source in self.sources.found for problem in source.unknown_columns())
        own = (problem for record in self.records for problem in record.problems)
        return (*self.sources.problems, *columns, *_once(own))

    @property
    def label(self) -> str:
        """How the batch is called in the history."""
        return f"导入{KINDS[self.sources.kind].title} {_file_names(self.sources.found)}"

    def outcome(self, batch: int | None = None, touched: dict[str, set[int]] | None = None) -> Outcome:
        """Count what happened, or would happen."""
        actions = Counter(record.action for record in self.records)
        counts = (actions["added"], actions["updated"], actions["unchanged"], actions["rejected"])
        return Outcome(batch, len(self.records), *counts, problems=self.problems, touched=touched or {})


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is wrong with a household's cell is told once, however many persons its row holds."""
    seen: set[Problem] = set()
    for problem in problems:
        if problem.column is None or problem not in seen:
            seen.add(problem)
            yield problem


P = TypeVar("P", bound=Plan)


def read_all(ledger: Ledger, sources: Sources, constants: Dict[str, str], progress: Progress) -> list[Record]:
    """Read the rows of all tables, in order."""
    offered = {target.key: target for target in sources.offered}
    records: list[Record] = []
    for source in sources.found:
        records += read_records(source, offered, ledger.register, constants, progress)
    return records


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector from looking through a hundred thousand new rows again and again."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def each(records: list[Record], progress: Progress, word: str) -> Iterable[Record]:
    """Go through the rows, showing how far."""
    for number, record in enumerate(records):
        if number % STEP == 0:
            progress.step(number, len(records), word)
        yield record


def written(ledger: Ledger, plan: P, plan_again: Callable[[P], P], write: Callable[[P], None]) -> Outcome:
    """Write a plan as one batch; if the ledger has changed since, plan anew inside the same transaction."""
    with undisturbed(), ledger.change(plan.label, kind="import") as change:
        if latest_batch(ledger, change.id) != plan.version:
            plan = plan_again(plan)
        write(plan)
    touched = {register: set(rows) for register, rows in change.touched.items()}
    return plan.outcome(change.id if change.records else None, touched)


def _file_names(sources: Iterable[Source]) -> str:
    names = list(dict.fromkeys(source.path.name for source in sources))
    return names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件"
