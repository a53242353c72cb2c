"""Workbooks of requests for supplies: rows to requests with lines, then one undoable batch (domain.md §3)."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import datetime

from gridworker.intake.chain_goods import Goods, bundle_goods
from gridworker.intake.finding import Finder
from gridworker.intake.plans import NO_CONSTANTS, Plan, each, read_all, undisturbed, written
from gridworker.intake.problems import ERROR, WARNING, Outcome
from gridworker.intake.records import STEP, Record
from gridworker.intake.requests import Request, Requests
from gridworker.intake.service_rows import settle_constants
from gridworker.intake.sources import Files, Sources, open_sources
from gridworker.intake.supply_rows import LineReader, Wanted
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.everyone import latest_batch
from gridworker.ledger.supplies import ENDINGS, advance, place_order

KIND = "supplies"
_CHANNEL = "其他"
_WHY_ENDED = "导入的表格写明"


@dataclass
class SupplyPlan(Plan):
    """What an import of supplies would do: its requests, new and changed."""

    requests: Requests = field(kw_only=True)


def plan_supplies(
    ledger: Ledger,
    files: Files,
    *,
    sheets: Collection[str] | None = None,
    constants: Dict[str, str] = NO_CONSTANTS,
    progress: Progress = SILENT,
) -> SupplyPlan:
    """Read files (paths, workbooks, or corrected sources) and plan their import.

    `constants` hold for rows that say nothing else: requested_at, merchant, community. Raises FileProblem,
    ValueProblem for a wrong constant, Cancelled.
    """
    sources = open_sources(ledger, files, KIND, sheets=sheets, progress=progress)
    with undisturbed():
        return _planned(ledger, sources, constants, progress)


def _planned(ledger: Ledger, sources: Sources, constants: Dict[str, str], progress: Progress) -> SupplyPlan:
    records = read_all(ledger, sources, constants, progress)
    reader = _Reader(ledger, settle_constants(ledger.register("supply"), constants))
    requests = Requests(ledger)
    for record in each(records, progress, "正在核对"):
        household = reader.household(record)
        if household is not None:
            lines = reader.lines(record)
            if lines:
                requests.take(record, reader.values(record, household), lines)
    requests.decide()
    return SupplyPlan(sources, constants, latest_batch(ledger), records, requests=requests)


def commit(ledger: Ledger, plan: SupplyPlan, progress: Progress = SILENT) -> Outcome:
    """Write a plan as one batch; if the ledger has changed meanwhile, it is planned anew first.

    Nothing is left behind when it fails or is cancelled. Raises LedgerBusy, DiskProblem, Cancelled.
    """
    return written(
        ledger,
        plan,
        lambda old: _planned(ledger, old.sources, old.constants, progress),
        lambda new: _write(ledger, new.requests.changing(), progress),
    )


def _write(ledger: Ledger, requests: list[Request], progress: Progress) -> None:
    now = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    for number, request in enumerate(requests):
        if number % (STEP // 10) == 0:
            progress.step(number, len(requests), "正在写入")
        if request.stored is None:
            row = place_order(ledger, request.values, [line.values for line in request.lines.values()])
        else:
            row = request.stored["id"]
            _change(ledger, row, request)
        if request.status:
            at = request.status_at or max(now, request.requested_at)
            note = request.values.get("note") or (_WHY_ENDED if request.status in ENDINGS else None)
            advance(ledger, [row], request.status, at, request.values.get("handler"), note)


def _change(ledger: Ledger, row: int, request: Request) -> None:
    if request.changes:
        ledger.update("supply", row, request.changes)
    for line, changes in request.changed_lines.items():
        ledger.update("supply_line", line, changes)
    if request.new_lines:
        ledger.create_many("supply_line", [{**line.values, "supply": row} for line in request.new_lines])


class _Reader:
    """Reads rows to what they ask for; a row without its own person goes on with the row above."""

    def __init__(self, ledger: Ledger, given: Row) -> None:
        self._finder = Finder(ledger)
        goods = Goods(bundle_goods(ledger.rows("bundle")), [])
        self._lines = LineReader(goods, ledger.register("supply_line"))
        self._given = given
        self._above: tuple[Record | None, int | None] = (None, None)

    def household(self, record: Record) -> int | None:
        """The household of a row; None when it has none, which has been said."""
        household = self._household_above(record)
        if household is None:
            found = self._finder.household(record)
            household = found.household if found else None
        self._above = record, household
        return household

    def _household_above(self, record: Record) -> int | None:
        """A row of items alone, right below another, is of the same household."""
        above, household = self._above
        if above is None or record.address or record.name or record.number or record.phones:
            return None
        return household if above.source is record.source and above.row == record.row - 1 else None

    def lines(self, record: Record) -> list[Wanted]:
        """The items of a row. A list of doors with nothing beside most of them asks for nothing there."""
        if self._lines.declines(record):
            record.action = "unchanged"
            return []
        lines = self._lines.read(record)
        if not lines:
            mapping = record.source.mapping
            if not record.problems and mapping.of("count") and not ("item" in mapping or "items" in mapping):
                record.action = "unchanged"
            else:
                record.report(None, "没有可用的物品，整行没有导入。请补上物品和数量", ERROR, "bad-value")
        return lines

    def values(self, record: Record, household: int) -> Row:
        """The values of a request as this row says them."""
        said = {**self._given, **record.of("supply"), "household": household}
        if record.name:
            said["requester"] = record.name
        if record.phones:
            said["phone"] = record.phones[0]
        if len(record.phones) > 1:
            record.report("phone", f"这里只记一个电话，{record.phones[1]} 没有导入", WARNING)
        if record.number:
            said["id_number"] = record.number
        return {"channel": _CHANNEL, **said}
