"""Workbooks of 两点一线, 返晋来晋 and 走访: what would happen to every row, then one undoable batch.

What is particular to each register stands in service_rows.py; here is what they share.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from functools import partial

from gridworker.intake.entries import Entries
from gridworker.intake.finding import Finder
from gridworker.intake.leaves import Leaves
from gridworker.intake.plans import NO_CONSTANTS, Plan, each, read_all, undisturbed, written
from gridworker.intake.problems import Outcome
from gridworker.intake.records import Record
from gridworker.intake.service_rows import ROWS, settle_constants
from gridworker.intake.sources import Files, Sources, open_sources
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.everyone import latest_batch


@dataclass
class ServicePlan(Plan):
    """What an import into one service register would do: its new and changed rows, and leave."""

    entries: Entries = field(kw_only=True)
    leaves: Leaves = field(kw_only=True)


def plan_services(
    kind: str,
    ledger: Ledger,
    files: Files,
    *,
    sheets: Collection[str] | None = None,
    constants: Dict[str, str] = NO_CONSTANTS,
    progress: Progress = SILENT,
) -> ServicePlan:
    """Read files (paths, workbooks, or corrected sources) and plan their import; `kind` is a key of ROWS.

    `constants` hold for rows that say nothing else: fields of the register, community, building. Raises
    FileProblem, ValueProblem for a wrong constant, Cancelled.
    """
    sources = open_sources(ledger, files, kind, sheets=sheets, progress=progress)
    with undisturbed():
        return _planned(ledger, sources, constants, progress)


plan_closed_loop = partial(plan_services, "closed-loop")
plan_arrivals = partial(plan_services, "arrivals")
plan_visits = partial(plan_services, "visits")


def _planned(ledger: Ledger, sources: Sources, constants: Dict[str, str], progress: Progress) -> ServicePlan:
    rows = ROWS[sources.kind]
    register = ledger.register(rows.register)
    records = read_all(ledger, sources, constants, progress)
    given = settle_constants(register, constants)
    entries = Entries(register, ledger.rows(rows.register), rows.keys, rows.closeness)
    plan = ServicePlan(
        sources, constants, latest_batch(ledger), records, entries=entries, leaves=Leaves(ledger)
    )
    finder = Finder(ledger)
    for record in each(records, progress, "正在核对"):
        values = rows.settle(record, finder, given)
        if values is not None:
            _take(plan, record, values)
    return plan


def _take(plan: ServicePlan, record: Record, values: Row) -> None:
    said = {key: value for key, value in values.items() if value is not None}
    entry = plan.entries.take(record, said)
    if entry is not None:
        plan.leaves.take(record, entry)


def commit(ledger: Ledger, plan: ServicePlan, progress: Progress = SILENT) -> Outcome:
    """Write a plan as one batch; if the ledger has changed meanwhile, it is planned anew first.

    Nothing is left behind when it fails or is cancelled. Raises LedgerBusy, DiskProblem, Cancelled.
    """
    return written(
        ledger,
        plan,
        lambda old: _planned(ledger, old.sources, old.constants, progress),
        lambda new: _write(ledger, new, progress),
    )


def _write(ledger: Ledger, plan: ServicePlan, progress: Progress) -> None:
    plan.entries.write(ledger, progress)
    plan.leaves.write(ledger)
