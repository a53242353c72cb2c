"""Results of tubes: set once, they reach everyone in the tube; a retest overrides, and both remain.

Rule: a 复检 overrides every 初检; among equals the later report wins (domain.md §2.5). 待出 says that
nothing is reported yet, so it overrides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.registers import FIRST_TEST, RETEST
from gridworker.ledger.tracing import DOUBTFUL, POSITIVE, open_trace, open_trace_of
from gridworker.ledger.tube_in_hand import tube_row

PENDING, NEGATIVE = "待出", "阴性"
_NAMED = 5


class NoSuchTubes(GridworkerError):
    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = tuple(numbers)
        named = "、".join(numbers[:_NAMED]) + (f"等 {len(numbers)} 管" if len(numbers) > _NAMED else "")
        super().__init__(f"台账里没有采样管 {named}，结果没有登记。请核对管号，或先登记采样。")


class ReportedTooEarly(GridworkerError):
    def __init__(self, number: str, sampled_at: str) -> None:
        super().__init__(
            f"采样管 {number} 的报告时间早于采样时间（{sampled_at[:16]}），结果没有登记。请核对报告时间。"
        )


@dataclass(frozen=True)
class TubeResult:
    """What a laboratory said of a tube; `kind` is 初检 or 复检."""

    number: str
    result: str
    reported_at: str
    lab: str | None = None
    kind: str = FIRST_TEST


@dataclass(frozen=True)
class TubeOutcome:
    """What holds for a tube after a result was set, for how many people, and the tracing record it opened."""

    number: str
    result: str
    people: int
    trace: int | None


def effective(results: Iterable[TubeResult]) -> TubeResult | None:
    """The result that holds, of results in the order of their entry; None while none is reported."""
    reported = [result for result in results if result.result != PENDING]
    numbered = enumerate(reported)
    return max(numbered, key=_weight, default=(0, None))[1]


def _weight(numbered: tuple[int, TubeResult]) -> tuple[bool, str, int]:
    entry, result = numbered
    return result.kind == RETEST, result.reported_at, entry


def results_of(ledger: Ledger, number: str) -> list[TubeResult]:
    """Every result of a tube in the order of entry."""
    return [_result(row) for row in ledger.rows("tube_result", {"number": number})]


def set_tube_result(
    ledger: Ledger,
    number: str,
    result: str,
    reported_at: str,
    lab: str | None = None,
    kind: str = FIRST_TEST,
) -> TubeOutcome:
    """Set the result of one tube as one change; see set_tube_results."""
    return set_tube_results(ledger, [TubeResult(number, result, reported_at, lab, kind)])[0]


def set_tube_results(ledger: Ledger, results: Sequence[TubeResult]) -> list[TubeOutcome]:
    """Set results of tubes as one change: kept, given to everyone in the tube, traced where 阳性 or 可疑.

    A tube still open is closed by its result. Nothing is written unless all can be.
    Raises NoSuchTubes, ReportedTooEarly, RowProblems.
    """
    samples = {result.number: ledger.rows("sample", {"tube": result.number}) for result in results}
    unknown = [number for number, rows in samples.items() if not rows]
    if unknown:
        raise NoSuchTubes(unknown)
    label = f"混管结果 {results[0].number}" if len(results) == 1 else f"混管结果（{len(results)} 管）"
    with ledger.change(label):
        return [_set(ledger, result, samples[result.number]) for result in results]


def _set(ledger: Ledger, new: TubeResult, samples: list[Row]) -> TubeOutcome:
    latest = max(sample["sampled_at"] for sample in samples)
    if new.reported_at < latest:
        raise ReportedTooEarly(new.number, latest)
    ledger.create("tube_result", vars(new))
    tube = tube_row(ledger, new.number)
    if tube and not tube["closed_at"]:
        ledger.update("tube", tube["id"], {"closed_at": new.reported_at})
    holds = effective(results_of(ledger, new.number))
    values = _of_sample(holds)
    for sample in samples:
        ledger.update("sample", sample["id"], values)
    trace = _trace(ledger, holds) if holds else None
    return TubeOutcome(new.number, values["result"], len(samples), trace)


def _of_sample(holds: TubeResult | None) -> dict[str, Any]:
    if holds is None:
        return {"result": PENDING, "reported_at": None}
    lab = {"lab": holds.lab} if holds.lab else {}
    return {"result": holds.result, "reported_at": holds.reported_at, **lab}


def _trace(ledger: Ledger, holds: TubeResult) -> int | None:
    """Let the tracing record follow what holds now; return the number of one newly opened."""
    trace = open_trace_of(ledger, holds.number)
    if holds.result in (POSITIVE, DOUBTFUL):
        if trace is None:
            return open_trace(ledger, holds.number, holds.result, holds.reported_at)
        ledger.update("trace", trace, {"result": holds.result})
        _withdraw_clearance(ledger, trace, holds.number)
    elif trace is not None and holds.result == NEGATIVE and holds.kind == RETEST:
        for person in ledger.rows("trace_person", {"trace": trace, "cleared_at": None}):
            ledger.update("trace_person", person["id"], {"cleared_at": holds.reported_at})
    return None


def _withdraw_clearance(ledger: Ledger, trace: int, number: str) -> None:
    """Nobody stays cleared by a negative retest that a later one has overridden."""
    overridden = {
        result.reported_at
        for result in results_of(ledger, number)
        if result.kind == RETEST and result.result == NEGATIVE
    }
    for person in ledger.rows("trace_person", {"trace": trace}):
        if person["cleared_at"] in overridden:
            ledger.update("trace_person", person["id"], {"cleared_at": None})


def _result(row: Row) -> TubeResult:
    return TubeResult(row["number"], row["result"], row["reported_at"], row["lab"], row["kind"])
