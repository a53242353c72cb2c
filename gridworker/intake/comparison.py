"""A laboratory's file compared with the ledger: whose each row is, how sure that is, and who is missing.

Nothing here writes but `write_results`. Rules: domain.md §2.3 (who was missed) and §5 (identity).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gridworker.errors import FileProblem
from gridworker.intake.compared import GRAVE, Candidate, ComparedRow, candidates, compared_row
from gridworker.intake.plans import undisturbed
from gridworker.intake.problems import Outcome, Problem
from gridworker.intake.results import KIND, ResultPlan, commit, plan_results, whose
from gridworker.intake.sources import Files, Sources, open_sources
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.decisions import decide, dismiss, revoke
from gridworker.ledger.history import Change
from gridworker.ledger.testing import DuePerson, due_details, due_ids


@dataclass(frozen=True)
class Comparison:
    """All rows of a plan, in order, and the residents due on `day` whom it leaves out.

    `dated` says that no table told the time of sampling, so that `day` was taken for all rows.
    """

    plan: ResultPlan
    rows: tuple[ComparedRow, ...]
    day: str
    missing: tuple[int, ...]
    dated: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Rows by `Sure`, with `all`, `repeated` and `missing` people."""
        counts: Counter[str] = Counter(row.sure for row in self.rows)
        counts["repeated"] = sum(row.repeats is not None for row in self.rows)
        return {**counts, "all": len(self.rows), "missing": len(self.missing)}

    def candidates(self, key: int) -> tuple[Candidate, ...]:
        """Whom a row may mean, the likeliest first."""
        present = {row.person.id for row in self.rows if row.person and row.person.id}
        return candidates(self.plan.records[key], self.plan.matches[key].namesakes, present)

    @property
    def to_write(self) -> int:
        """How many samples are new or change."""
        return len(self.plan.samples.new) + len(self.plan.samples.changed)

    @property
    def grave_tubes(self) -> dict[str, str]:
        """The 阳性 and 可疑 tubes of the file, strangers' too, with the gravest result of each."""
        found: dict[str, str] = {}
        for row in self.rows:
            if row.grave and row.tube:
                found[row.tube] = min(row.result, found.get(row.tube, row.result), key=GRAVE.index)
        return found

    @property
    def passed_over(self) -> tuple[Problem, ...]:
        """Worksheets that hold no table."""
        return self.plan.sources.problems


def compare_files(ledger: Ledger, files: Files, on: str, progress: Progress = SILENT) -> Comparison:
    """Read a laboratory's files and compare them; `on` holds where no table tells the time of sampling.

    Raises FileProblem, Cancelled.
    """
    sources = open_sources(ledger, files, KIND, progress=progress)
    if not any(source.table.rows for source in sources.found):
        raise FileProblem(sources.found[0].path, "里面没有一行结果。请确认选对了文件。")
    return _compare_sources(ledger, sources, on, progress)


def compare_again(ledger: Ledger, comparison: Comparison, on: str, progress: Progress = SILENT) -> Comparison:
    """Compare the same rows anew after the ledger has changed. Raises Cancelled."""
    return _compare_sources(ledger, comparison.plan.sources, on, progress)


def _compare_sources(ledger: Ledger, sources: Sources, on: str, progress: Progress) -> Comparison:
    times = ("sampled_at", "tested_at")
    dated = not any(time in source.mapping for source in sources.found for time in times)
    constants = {"sampled_at": on} if dated else {}
    plan = plan_results(ledger, sources.found, constants=constants, progress=progress)
    plan.sources = sources  # with the problems of worksheets that hold no table
    return compare(ledger, plan, on, dated=dated, progress=progress)


def compare(
    ledger: Ledger, plan: ResultPlan, on: str, *, dated: bool = False, progress: Progress = SILENT
) -> Comparison:
    """Tell a plan row by row. The missing are those of the day most rows speak of, else of `on`."""
    firsts = {id(repeat): first for repeat, first in plan.samples.repeats}
    progress.step(0, 0, "正在找出应检而未在表中的人")
    with undisturbed():
        rows = tuple(
            compared_row(key, record, match, firsts.get(id(record)))
            for key, (record, match) in enumerate(zip(plan.records, plan.matches, strict=True))
        )
    day = _usual_day(plan) or on
    return Comparison(plan, rows, day, tuple(missing_ids(ledger, plan, day)), dated)


def missing_ids(ledger: Ledger, plan: ResultPlan, on: str) -> list[int]:
    """应检 residents of a day with no sample in ledger or file, in the order of their doors."""
    there = {
        record.known.id
        for record in plan.records
        if record.known and str(record.of("sample").get("sampled_at") or on)[:10] == on
    }
    return [resident for resident in due_ids(ledger, on, outcome="missed") if resident not in there]


def missing_people(ledger: Ledger, plan: ResultPlan, on: str) -> list[DuePerson]:
    """The people of `missing_ids`, with their reasons and last samples."""
    wanted = missing_ids(ledger, plan, on)
    details = due_details(ledger, on, wanted)
    return [details[resident] for resident in wanted if resident in details]


# -- the user's decisions


def choose_person(ledger: Ledger, comparison: Comparison, key: int, resident: int) -> None:
    """Remember that this row, and every later one that says the same, is this resident's."""
    decide(ledger, KIND, whose(ledger.ledger_id, comparison.plan.records[key]), resident)


def dismiss_person(ledger: Ledger, comparison: Comparison, keys: Iterable[int]) -> None:
    """Remember that these rows are nobody's who belongs into this ledger."""
    for who in dict.fromkeys(whose(ledger.ledger_id, comparison.plan.records[key]) for key in keys):
        dismiss(ledger, KIND, who)


def take_back(ledger: Ledger, comparison: Comparison, keys: Iterable[int]) -> int:
    """Forget what was decided about these rows; return how many decisions there were."""
    found = dict.fromkeys(whose(ledger.ledger_id, comparison.plan.records[key]) for key in keys)
    return sum(revoke(ledger, KIND, who) for who in found)


# -- writing


@dataclass(frozen=True)
class Written:
    """What was written: the import's outcome, the tracing records opened with it, the whole change."""

    outcome: Outcome
    traces: tuple[int, ...]
    change: Change


def write_results(ledger: Ledger, plan: ResultPlan, at: str, progress: Progress = SILENT) -> Written:
    """Write the plan, with the tracing of its positive tubes opened at the moment `at`, as one batch.

    Raises LedgerBusy, DiskProblem, Cancelled; nothing is left behind then.
    """
    with ledger.change(plan.label, kind="import") as change:
        outcome = commit(ledger, plan, progress, at=at)
    return Written(outcome, tuple(sorted(change.touched["trace"])), change)


def _usual_day(plan: ResultPlan) -> str | None:
    days = Counter(str(at)[:10] for record in plan.records if (at := record.of("sample").get("sampled_at")))
    return days.most_common(1)[0][0] if days else None
