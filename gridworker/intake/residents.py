"""Residents from workbooks: what would happen to every row, then doing it as one undoable batch."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any

from gridworker.intake.homes import Homes
from gridworker.intake.matching import Known, Roll
from gridworker.intake.merging import Merger
from gridworker.intake.numbers import settle_facts
from gridworker.intake.plans import NO_CONSTANTS, Plan, each, read_all, undisturbed, written
from gridworker.intake.problems import ERROR, Outcome
from gridworker.intake.records import STEP, Record
from gridworker.intake.sources import Files, Sources, open_sources
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import everyone, latest_batch, whole_rows

KIND = "residents"
_HOMES_WITHOUT_PEOPLE = ("空置", "商铺")
_HEADS = ("户主", "本人")
_AT_ONCE = 5000


@dataclass
class ResidentPlan(Plan):
    """What an import of residents would do: `new` and `changed` people, and the doors they name."""

    homes: Homes = field(kw_only=True)
    new: list[Known] = field(default_factory=list)
    changed: dict[int, Known] = field(default_factory=dict)


def plan_residents(
    ledger: Ledger,
    files: Files,
    *,
    sheets: Collection[str] | None = None,
    constants: Dict[str, str] = NO_CONSTANTS,
    progress: Progress = SILENT,
) -> ResidentPlan:
    """Read files (paths, workbooks, or sources whose mapping was corrected) and plan their import.

    `constants` hold for all rows that say nothing else: {"community": "和平苑"}. Raises FileProblem,
    ValueProblem for a constant that is no address part, Cancelled.
    """
    sources = open_sources(ledger, files, KIND, sheets=sheets, progress=progress)
    with undisturbed():
        return _planned(ledger, sources, constants, progress)


def _planned(ledger: Ledger, sources: Sources, constants: Dict[str, str], progress: Progress) -> ResidentPlan:
    records = read_all(ledger, sources, constants, progress)
    plan = ResidentPlan(sources, constants, latest_batch(ledger), records, homes=Homes(ledger))
    planner = _Planner(ledger, plan)
    for record in each(records, progress, "正在核对"):
        planner.place(record)
    return plan


def commit(ledger: Ledger, plan: ResidentPlan, progress: Progress = SILENT) -> Outcome:
    """Write a plan as one batch; if the ledger has changed meanwhile, it is planned anew first.

    Nothing is left behind when it fails or is cancelled. Raises LedgerBusy, DiskProblem, Cancelled.
    """
    return written(
        ledger,
        plan,
        lambda old: _planned(ledger, old.sources, old.constants, progress),
        lambda new: _write(ledger, new, progress),
    )


def _write(ledger: Ledger, plan: ResidentPlan, progress: Progress) -> None:
    total = len(plan.new) + len(plan.changed)
    progress.step(0, total, "正在写入")
    households = plan.homes.write(ledger)
    for first in range(0, len(plan.new), _AT_ONCE):
        progress.step(first, total, "正在写入")
        rows = [
            known.values | {"household": households[known.address]}
            for known in plan.new[first : first + _AT_ONCE]
            if known.address
        ]
        ledger.create_many("resident", rows, checked=True)
    for number, known in enumerate(plan.changed.values(), len(plan.new)):
        if number % STEP == 0:
            progress.step(number, total, "正在写入")
        moved = {"household": households[known.address]} if known.moved and known.address else {}
        ledger.update("resident", known.id or 0, known.changes | moved)


class _Planner:
    """Decides row by row; what an earlier row has said is known to the later ones."""

    def __init__(self, ledger: Ledger, plan: ResidentPlan) -> None:
        self._plan = plan
        self._homes = plan.homes
        self._roll = Roll(Known.of(person) for person in everyone(ledger))
        self._merger = Merger(ledger.register("resident"), whole_rows(ledger))

    def place(self, record: Record) -> None:
        """Decide what happens to one row."""
        if record.address:
            record.address = self._homes.complete(record.address)
        if not record.name:
            self._without_name(record)
            return
        self._refuse_copied_number(record)
        settle_facts(record)
        match = self._roll.find(record)
        if match.known:
            self._matched(record, match.known, match.by)
        elif not record.address:
            self._reject(
                record, "没有可用的住址，台账里也没有找到这个人，整行没有导入。请补上楼栋、单元和房号"
            )
        else:
            self._add(record)

    def _reject(self, record: Record, text: str) -> None:
        record.action = "rejected"
        record.report(None, text, ERROR, "rejected")

    def _without_name(self, record: Record) -> None:
        """A home in which nobody lives is worth keeping; any other row without a name is not."""
        household = record.of("household")
        if record.address and household.get("housing") in _HOMES_WITHOUT_PEOPLE and not record.number:
            new, changed = self._homes.take(record.address, household, record.of("place"))
            record.action = "added" if new else "updated" if changed else "unchanged"
        else:
            self._reject(record, "没有可用的姓名，整行没有导入。请补上姓名")

    def _refuse_copied_number(self, record: Record) -> None:
        holder = self._roll.holder(record.number) if record.number else None
        if holder and holder.seen and holder.name != record.name:
            record.number = None
            text = f"证件号码与第 {holder.seen.row} 行的另一个人相同，这里没有采用。请对照证件核对这两行"
            record.report("id_number", text, ERROR, "same-number")

    def _matched(self, record: Record, known: Known, by: str) -> None:
        changed = self._merger.merge(known, record, by)
        if known.address and self._say_of_home(record, known):
            changed = True
        record.known, record.action = known, "updated" if changed else "unchanged"
        if known.id is not None and (known.changes or known.moved):
            self._plan.changed[known.id] = known
        if changed:
            self._roll.enter(known)

    def _add(self, record: Record) -> None:
        values: dict[str, Any] = {**record.of("resident"), "name": record.name}
        if record.number:
            values["id_number"] = record.number
        known = Known(record.name, record.number, record.phones, record.address)
        known.sex, known.born, known.values, known.seen = (
            values.get("sex"),
            values.get("born"),
            values,
            record,
        )
        self._merger.check(known, record)
        self._plan.new.append(known)
        self._say_of_home(record, known)
        record.known, record.action = known, "added"
        self._roll.enter(known)

    def _say_of_home(self, record: Record, known: Known) -> bool:
        """Tell the household what this row says of it; True if something in the ledger changes."""
        household = record.of("household")
        listed = record.source.mapping.lists_heads
        if "head" not in household and (listed or record.of("resident").get("relation") in _HEADS):
            household["head"] = record.name
        if known.address is None or (record.address and record.address != known.address):
            return False
        return self._homes.take(known.address, household, record.of("place"))[1]
