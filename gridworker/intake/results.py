"""Results from a laboratory's export: whose each row is, which sample it speaks of, what it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from datetime import datetime

from gridworker.intake.matched import say_how, why_nobody
from gridworker.intake.matching import Known, Match, Roll, said_of_person
from gridworker.intake.plans import NO_CONSTANTS, Plan, each, read_all, undisturbed, written
from gridworker.intake.problems import ERROR, WARNING, Outcome
from gridworker.intake.records import STEP, Record
from gridworker.intake.samples import Samples, settle_sample
from gridworker.intake.sources import Files, Sources, open_sources
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.decisions import Decision, decisions, fingerprint
from gridworker.ledger.everyone import Person, everyone, latest_batch
from gridworker.ledger.tracing import open_missing_traces

KIND = "results"
_AT_ONCE = 5000
_NOT_FOUND = {
    "no-such-person": "台账里没有这个人，这一行没有导入。可在结果比对中把他加入台账后再导入",
    "same-name-several": "台账里有几个同名的人，分不清是哪一个，这一行没有导入。请补上证件号码或电话",
    "name-only": "台账里有同名的人，但没有证件号码、电话或住址可以印证，这一行没有导入。请补上其中一项",
    "id-differs": "台账里同名同电话（或同住址）的人证件号码不同，不当作同一人，没有导入。请核对证件号码",
    "bad-value": "没有姓名也没有证件号码，不知道是谁的结果，这一行没有导入",
}
_DISMISSED = "您已选择忽略这个人，这一行没有导入。如需导入，请在结果比对中撤回忽略"


@dataclass(frozen=True)
class StrangerRow:
    """Somebody in the laboratory's file whom the ledger does not know; `why` as in the problems."""

    file: str
    sheet: str
    row: int
    name: str
    id_number: str | None
    id_type: str
    phone: str | None
    address: str
    why: str


@dataclass
class ResultPlan(Plan):
    """What an import of results would do: samples new and changed, and the people not in the ledger.

    `matches` says of each of the `records`, in their order, how its person was found. `strangers` are those
    the user has not dismissed.
    """

    samples: Samples = field(kw_only=True)
    strangers: list[StrangerRow] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    matched: int = 0

    def outcome(self, batch: int | None = None, touched: dict[str, set[int]] | None = None) -> Outcome:
        found = super().outcome(batch, touched)
        return replace(found, matched=self.matched, unmatched=found.rows - self.matched)


def plan_results(
    ledger: Ledger,
    files: Files,
    *,
    sheets: Collection[str] | None = None,
    constants: Dict[str, str] = NO_CONSTANTS,
    progress: Progress = SILENT,
) -> ResultPlan:
    """Read a laboratory's files (paths, workbooks, or corrected sources) and plan their import.

    `constants` hold for rows that say nothing else: sampled_at, community. Raises FileProblem,
    ValueProblem for a wrong constant, Cancelled.
    """
    sources = open_sources(ledger, files, KIND, sheets=sheets, progress=progress)
    with undisturbed():
        return _planned(ledger, sources, constants, progress)


def _planned(ledger: Ledger, sources: Sources, constants: Dict[str, str], progress: Progress) -> ResultPlan:
    records = read_all(ledger, sources, constants, progress)
    for record in records:
        settle_sample(record, constants)
    version, matcher = latest_batch(ledger), _Matcher(ledger, records)
    for record in each(records, progress, "正在比对"):
        matcher.place(record)
    return ResultPlan(
        sources, constants, version, records,
        samples=Samples(ledger, matcher.dated), matches=matcher.matches, strangers=matcher.strangers,
        matched=matcher.matched,
    )  # fmt: skip


def commit(
    ledger: Ledger, plan: ResultPlan, progress: Progress = SILENT, *, at: str | None = None
) -> Outcome:
    """Write a plan as one batch; if the ledger has changed meanwhile, it is planned anew first.

    Every 阳性 or 可疑 tube opens its tracing record in the same batch (domain.md §2.5), at the moment
    `at` (None: now). Nothing is left behind when it fails or is cancelled. Raises LedgerBusy,
    DiskProblem, Cancelled.
    """
    return written(
        ledger,
        plan,
        lambda old: _planned(ledger, old.sources, old.constants, progress),
        lambda new: _write(ledger, new, progress, at or datetime.now().strftime("%Y-%m-%d %H:%M:%S")),
    )


def _write(ledger: Ledger, plan: ResultPlan, progress: Progress, at: str) -> None:
    new, changed = plan.samples.new, plan.samples.changed
    total = len(new) + len(changed)
    for first in range(0, len(new), _AT_ONCE):
        progress.step(first, total, "正在写入")
        ledger.create_many("sample", new[first : first + _AT_ONCE], checked=True)
    for number, (row, changes) in enumerate(changed.items(), len(new)):
        if number % STEP == 0:
            progress.step(number, total, "正在写入")
        ledger.update("sample", row, changes)
    if total:
        open_missing_traces(ledger, at)


def whose(ledger_id: str, record: Record) -> str:
    """The fingerprint under which the user's decision about a row is kept."""
    return fingerprint(ledger_id, *said_of_person(record))


class _Matcher:
    """Finds whose each row is; `dated` are the rows whose sample can be kept."""

    def __init__(self, ledger: Ledger, records: list[Record]) -> None:
        self._ledger_id = ledger.ledger_id
        self._decisions = decisions(ledger, KIND)
        self._people = {person.id: Known.of(person) for person in self._concerned(ledger, records)}
        self._roll = Roll(self._people.values())
        self.matches: list[Match] = []
        self.strangers: list[StrangerRow] = []
        self.dated: list[Record] = []
        self.matched = 0

    def _concerned(self, ledger: Ledger, records: list[Record]) -> Iterator[Person]:
        """Those whom a row can mean at all: by name, by number, or by a decision."""
        names = {record.name for record in records}
        numbers = {record.number for record in records if record.number}
        decided = {decision.resident for decision in self._decisions.values()}
        for person in everyone(ledger):
            if person.name in names or person.id_number in numbers or person.id in decided:
                yield person

    def place(self, record: Record) -> None:
        """Find the person and the sample of one row, or keep it as a stranger's."""
        match = self._find(record)
        self.matches.append(match)
        known = match.known
        if known is None or known.id is None:
            self._keep_stranger(record, match)
            return
        self.matched += 1
        record.known = known
        say_how(record, known, match.by)
        if record.of("sample").get("sampled_at"):
            self.dated.append(record)
        else:
            key = "sampled_at" if "sampled_at" in record.source.mapping else None
            record.report(key, "没有可用的采样时间，这一行没有导入。请补上采样时间", ERROR, "bad-value")

    def _find(self, record: Record) -> Match:
        """A number is certain; else the user's own decision goes before what is only likely."""
        match = self._roll.find(record) if record.name or record.number else Match()
        if match.by == "number":
            return match
        decision = self._decided(record)
        if decision and decision.resident:
            return Match(self._people[decision.resident], "choice")
        if decision or match.known is None:
            return replace(match, known=None, by="", namesakes=self._roll.possible(record),
                           dismissed=decision is not None)  # fmt: skip
        return match

    def _decided(self, record: Record) -> Decision | None:
        return self._decisions.get(whose(self._ledger_id, record)) if self._decisions else None

    def _keep_stranger(self, record: Record, match: Match) -> None:
        if match.dismissed:
            record.report(None, _DISMISSED, WARNING, "dismissed")
            return
        why = why_nobody(self._roll, record, match)
        record.report(None, _NOT_FOUND[why], ERROR, why)
        source, address = record.source, record.address
        self.strangers.append(
            StrangerRow(
                source.path.name, source.table.sheet, record.row, record.name, record.number, record.id_type,
                record.phones[0] if record.phones else None, address.display if address else "", why,
            )
        )  # fmt: skip
