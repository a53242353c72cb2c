"""粘贴接龙: a chat group's chain order to requests for supplies (domain.md §3).

`plan_chain` says line by line what would happen; `commit_chain` does it as one undoable batch. Doubtful lines
are written only when somebody confirmed or corrected them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gridworker.errors import FileProblem
from gridworker.intake.chain_book import CHANNEL, ChainBook
from gridworker.intake.chain_draft import Correction
from gridworker.intake.chain_items import Item
from gridworker.intake.chain_known import CANCELLED, chain_name, compare
from gridworker.intake.chain_linking import linked
from gridworker.intake.chain_plan import ChainLine, ChainPlan
from gridworker.intake.chain_sections import parts_of
from gridworker.intake.guard import Refused
from gridworker.intake.plans import NO_CONSTANTS
from gridworker.intake.problems import ERROR, WARNING, Outcome, Problem
from gridworker.intake.text import decode
from gridworker.jobs import SILENT, Progress
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import parse_moment
from gridworker.ledger.everyone import latest_batch
from gridworker.ledger.places import Doors
from gridworker.ledger.supplies import advance, change_order, place_order

PASTED = "粘贴的文字"
NO_CORRECTIONS: Mapping[int, Correction] = MappingProxyType({})
_LABEL = "登记接龙"
_STEP = 50
_LARGEST = 4_000_000  # bytes; a chat group's chain has a few hundred lines


def plan_chain(
    ledger: Ledger,
    text: str,
    *,
    at: str,
    chain: str = "",
    community: str = "",
    corrections: Mapping[int, Correction] = NO_CORRECTIONS,
    book: ChainBook | None = None,
) -> ChainPlan:
    """Say of every line of a text what was understood and what would happen; nothing is written.

    `at` is the moment of the requests. `chain` names the chain instead of its title, `community` the 小区
    of doors where neither line nor title does. `corrections` are what
    the user typed, by row. `book` saves reading the ledger again where it has not changed.
    """
    known = book or ChainBook(ledger)
    lines: list[ChainLine] = []
    names: list[str] = []
    gone: list[int] = []
    for part in parts_of(text, known):
        found = linked(part, known, corrections, community)
        name = chain_name(found, chain, known, at)
        gone += compare(found, name, known, lambda row: row in corrections)
        names += [name] if found.orders or found.changes else []
        lines += found.lines
    for line in lines:
        _set_aside(line, corrections.get(line.row))
    lines.sort(key=lambda line: line.row)
    return ChainPlan(lines, at, known, "、".join(names), gone, text, chain, community, corrections)


def _set_aside(line: ChainLine, given: Correction | None) -> None:
    if given and given.ignored:
        line.action, line.why = "ignored", "已设为忽略"


def commit_chain(
    ledger: Ledger, plan: ChainPlan, progress: Progress = SILENT, *, file: str = PASTED
) -> Outcome:
    """Write a plan as one batch; if the ledger has changed meanwhile, it is planned anew first.

    Raises LedgerBusy, DiskProblem, RowProblems, Cancelled; nothing is left behind then.
    """
    with ledger.change(f"{_LABEL} {plan.chain}".strip(), kind="import") as change:
        if latest_batch(ledger, change.id) != plan.version:
            plan = _again(ledger, plan)
        _Writer(ledger, plan).write(progress)
    touched = {register: set(rows) for register, rows in change.touched.items()}
    return outcome_of(plan, file, change.id if change.records else None, touched)


def _again(ledger: Ledger, plan: ChainPlan) -> ChainPlan:
    return plan_chain(
        ledger, plan.text, at=plan.at, chain=plan.given_chain, community=plan.community,
        corrections=plan.corrections,
    )  # fmt: skip


class _Writer:
    def __init__(self, ledger: Ledger, plan: ChainPlan) -> None:
        self._ledger, self._plan = ledger, plan
        self._doors: Doors | None = None

    def write(self, progress: Progress) -> None:
        wanted = [line for line in self._plan.lines if line.writes and line.target is None]
        for number, line in enumerate(wanted):
            if number % _STEP == 0:
                progress.step(number, len(wanted), "正在登记")
            if line.action == "added":
                self._add(line)
            elif line.order is not None and line.action == "changed":
                change_order(self._ledger, line.order, self._values(line), _goods(line.lines))
            elif line.order is not None:
                self._cancel(line, line.order)

    def _add(self, line: ChainLine) -> None:
        values = self._values(line) | {
            "channel": CHANNEL, "requested_at": self._plan.at, "chain": line.chain,
            "chain_line": line.number, "urgency": line.urgency, "merchant": _merchant(line.lines),
            "note": line.note,
        }  # fmt: skip
        place_order(self._ledger, values, _goods(line.lines))

    def _values(self, line: ChainLine) -> dict[str, Any]:
        return {
            "household": self._household(line), "requester": line.requester, "phone": line.phone,
            "id_number": line.id_number, "source": line.source,
        }  # fmt: skip

    def _household(self, line: ChainLine) -> int:
        """A door that the user confirmed is made where the ledger does not have it."""
        if line.household is not None:
            return line.household
        self._doors = self._doors or Doors(self._ledger)
        return self._doors.household(line.address or Address())

    def _cancel(self, line: ChainLine, order: int) -> None:
        requested = str(self._ledger.get("supply", order)["requested_at"])
        self._ledger.update("supply", order, {"source": line.source})
        note = f"接龙里写了：{line.sources[-1]}"
        advance(self._ledger, [order], CANCELLED, max(self._plan.at, requested), note=note)


def _goods(items: Sequence[Item]) -> list[dict[str, Any]]:
    keys = ("item", "category", "quantity", "unit", "price")
    return [{key: getattr(item, key) for key in keys} for item in items]


def _merchant(items: Sequence[Item]) -> str | None:
    merchants = {item.merchant for item in items}
    return merchants.pop() if len(merchants) == 1 else None


# -- as an import of files


def outcome_of(
    plan: ChainPlan, file: str, batch: int | None = None, touched: dict[str, set[int]] | None = None
) -> Outcome:
    """Count a plan as an import does: lines that order, change or cancel are its rows."""
    counts = plan.counts
    updated = counts.get("changed", 0) + counts.get("cancelled", 0)
    unchanged = counts.get("unchanged", 0) + counts.get("ignored", 0)
    return Outcome(
        batch, counts["all"], counts.get("added", 0), updated, unchanged, counts.get("rejected", 0),
        tuple(_problems(plan, file)), touched or {},
    )  # fmt: skip


def _problems(plan: ChainPlan, file: str) -> list[Problem]:
    found = []
    for line in plan.lines:
        if not line.counted:
            continue
        if line.action == "rejected":
            found.append(_problem(file, line, f"{line.why}。这一行没有登记", ERROR, line.sure))
        elif line.writes and line.doubt_text:
            found.append(_problem(file, line, line.doubt_text, WARNING, line.sure))
        elif line.action == "unchanged" and "没有改动" in line.why:
            found.append(_problem(file, line, line.why, WARNING, "not-open"))
    return found


def _problem(file: str, line: ChainLine, text: str, severity: Any, why: str) -> Problem:
    doubt = next((doubt for doubt in line.doubts if doubt.grave), None)
    keys = {"door": "household", "name": "requester", "phone": "phone", "items": "lines"}
    field_key = keys.get(doubt.field) if doubt else None
    return Problem(file, "", line.row, None, field_key, line.raw.strip(), text, severity, why)


@dataclass
class ChainFilesPlan:
    """The chains of some text files, each planned against the ledger as it is."""

    plans: list[tuple[str, ChainPlan]] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """Count what would happen."""
        return _together([outcome_of(plan, name) for name, plan in self.plans])


def plan_chain_files(
    ledger: Ledger,
    files: Sequence[Path],
    *,
    sheets: Collection[str] | None = None,
    constants: Mapping[str, str] = NO_CONSTANTS,
    progress: Progress = SILENT,
) -> ChainFilesPlan:
    """Read text files and plan them; a text has no `sheets`.

    `constants` may hold `chain`, `community` and `requested_at`. Raises FileProblem when a file cannot be
    read as text, ValueProblem for a moment that is none.
    """
    at = parse_moment(constants.get("requested_at") or datetime.now())
    book = ChainBook(ledger)
    found = ChainFilesPlan()
    for number, path in enumerate(files):
        progress.step(number, len(files), "正在识别")
        text = read_chain_file(path)
        plan = plan_chain(
            ledger, text, at=at, chain=constants.get("chain", ""), community=constants.get("community", ""),
            book=book,
        )  # fmt: skip
        found.plans.append((path.name, plan))
    return found


def read_chain_file(path: Path) -> str:
    """The text of a file, whatever its encoding. Raises FileProblem."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, "文件打不开。请检查路径和权限，再试一次。") from error
    if len(data) > _LARGEST:
        raise FileProblem(path, "文件太大，不像接龙文字。请只保存接龙的文字内容。")
    try:
        return decode(data)
    except Refused as refused:
        raise FileProblem(path, "不是文本文件，或编码已损坏。请把接龙内容另存为 .txt 后再试。") from refused


def commit(ledger: Ledger, plan: ChainFilesPlan, progress: Progress = SILENT) -> Outcome:
    """Write the chains of all files as one batch. Raises as `commit_chain`."""
    outcomes = []
    with ledger.change(f"{_LABEL} {'、'.join(name for name, _ in plan.plans)}", kind="import") as change:
        for number, (name, each) in enumerate(plan.plans):
            outcomes.append(
                commit_chain(ledger, _again(ledger, each) if number else each, progress, file=name)
            )
    return _together(outcomes, change.id if change.records else None)


def _together(outcomes: Sequence[Outcome], batch: int | None = None) -> Outcome:
    touched: dict[str, set[int]] = {}
    for each in outcomes:
        for register, rows in each.touched.items():
            touched.setdefault(register, set()).update(rows)
    return Outcome(
        batch,
        sum(each.rows for each in outcomes),
        sum(each.added for each in outcomes),
        sum(each.updated for each in outcomes),
        sum(each.unchanged for each in outcomes),
        sum(each.rejected for each in outcomes),
        tuple(problem for each in outcomes for problem in each.problems),
        touched,
    )
