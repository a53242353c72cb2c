"""Samples of an import of results: what a row says of one, and which sample in the ledger it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any

from gridworker.errors import ValueProblem
from gridworker.intake.problems import ERROR, WARNING, shown
from gridworker.intake.records import Record
from gridworker.intake.workbook import Cell
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import parse_moment, shift
from gridworker.ledger.everyone import samples_of
from gridworker.ledger.fields import is_blank
from gridworker.ledger.identity import half_width

SOURCE = "检测机构导入"
PENDING, NEGATIVE, POSITIVE, DOUBTFUL, INVALID = "待出", "阴性", "阳性", "可疑", "无效"
_GRAVITY = (PENDING, INVALID, NEGATIVE, DOUBTFUL, POSITIVE)
_MIDNIGHT = "00:00:00"
_NO_RESULT = re.compile(
    r"[-—－/\\\s]*|待出|待检|待测|待报告|未出|未出结果|检测中|送检中|暂无|无|空|检验中|等待结果"
)
# Tried in this order: 未检出 holds 检出, 可疑阳性 holds 阳.
_WORDS = (
    (DOUBTFUL, re.compile("可疑|疑似|灰区|单靶|单基因|待复核")),
    (INVALID, re.compile("无效|不合格|失败|作废")),
    (NEGATIVE, re.compile(r"阴|未检出|未见|NEG|\(-\)", re.IGNORECASE)),
    (POSITIVE, re.compile(r"阳|检出|POS|\(\+\)|^\++$", re.IGNORECASE)),
)


def read_result(raw: Cell) -> str | None:
    """Read a laboratory's word for a result; a blank or a stroke is 待出, None is a word unknown."""
    text = "" if is_blank(raw) else half_width(str(raw)).strip()
    if _NO_RESULT.fullmatch(text):
        return PENDING
    if "阴" in text and "阳" in text:
        return None
    return next((result for result, words in _WORDS if words.search(text)), None)


def settle_sample(record: Record, constants: Dict[str, str]) -> None:
    """Complete what a row says of its sample: result, report time, the day that holds for the whole file."""
    values = record.of("sample")
    raw = record.raw.get("result")
    result = read_result(raw)
    if result is None:
        text = f"结果“{shown(raw)[:20]}”没有认出，已记为待出。请改为阴性、阳性、可疑或无效"
        record.report("result", text, ERROR, "bad-value")
    values["result"] = result or PENDING
    if "sampled_at" not in values and constants.get("sampled_at"):
        values["sampled_at"] = parse_moment(constants["sampled_at"])
    _settle_report_time(record, values)


def _settle_report_time(record: Record, values: dict[str, Any]) -> None:
    """The time of the report, else that of the test; a result still to come has none."""
    if values["result"] == PENDING:
        values.pop("reported_at", None)
        return
    tested = record.raw.get("tested_at")
    if "reported_at" not in values and not is_blank(tested):
        try:
            values["reported_at"] = parse_moment(tested)
        except ValueProblem as problem:
            record.report("tested_at", f"检测时间：{problem}，没有导入", ERROR, "bad-value")
    sampled, reported = values.get("sampled_at"), values.get("reported_at")
    if sampled and reported and reported < sampled:
        # A report of which only the day is known is not earlier than that day's samples.
        if reported != f"{sampled[:10]} {_MIDNIGHT}":
            key = "reported_at" if "reported_at" in record.source.mapping else "tested_at"
            record.report(key, "报告时间早于采样时间，没有导入，请核对", ERROR, "bad-value")
        del values["reported_at"]


@dataclass(slots=True)
class Sample:
    """One sample: the ledger's row (None: new) and the rows of the import that speak of it."""

    stored: dict[str, Any] | None
    values: dict[str, Any]
    records: list[Record] = field(default_factory=list)


class Samples:
    """The samples of the days and people that an import speaks of; filled row by row, then decided.

    `records` are those that tell a time of sampling and whose person is known.
    """

    def __init__(self, ledger: Ledger, records: list[Record]) -> None:
        self._of: dict[int, list[Sample]] = defaultdict(list)
        self.new: list[dict[str, Any]] = []
        self.changed: dict[int, dict[str, Any]] = {}
        self.repeats: list[tuple[Record, Record]] = []
        """Rows that speak of a sample which an earlier row of the import speaks of, with that row."""
        days = [str(record.of("sample")["sampled_at"])[:10] for record in records]
        residents = {record.known.id for record in records if record.known and record.known.id}
        if days:
            for row in samples_of(ledger, residents, shift(min(days), -1), shift(max(days), 1)):
                self._of[row["resident"]].append(Sample(row, dict(row)))
        for record in records:
            if record.known and record.known.id:
                self._take(record.known.id, record)
        self._decide()

    def _take(self, resident: int, record: Record) -> None:
        """Note a row under the sample that it speaks of."""
        values = record.of("sample")
        sample = self._find(resident, values)
        if sample is None:
            sample = Sample(None, {"resident": resident, "source": SOURCE, **values})
            self._of[resident].append(sample)
        else:
            _merge(sample, record, values)
        sample.records.append(record)

    def _find(self, resident: int, values: Dict[str, Any]) -> Sample | None:
        """By the tube, by the moment, else by the day where one of the two knows no more than that."""
        tube, at = values.get("tube"), values["sampled_at"]
        samples = self._of[resident]
        tests = (
            lambda other: tube and other.get("tube") == tube,
            lambda other: other["sampled_at"] == at and (not _only_day(at) or not _other_tube(other, tube)),
            lambda other: other["sampled_at"][:10] == at[:10] and _may_be_same(other, tube, at),
        )
        for test in tests:
            found = [sample for sample in samples if test(sample.values)]
            if found:
                return found[0]
        return None

    def _decide(self) -> None:
        """Say of every row what happens to it, and collect what is to be written."""
        for sample in self._with_records():
            first, *others = sample.records
            for record in others:
                record.action = "unchanged"
                self.repeats.append((record, first))
            if sample.stored is None:
                first.action = "added"
                self.new.append(sample.values)
                continue
            changes = {key: value for key, value in sample.values.items() if sample.stored.get(key) != value}
            first.action = "updated" if changes else "unchanged"
            if changes:
                self._warn_of_reversal(sample, first)
                self.changed[sample.stored["id"]] = changes

    def _with_records(self) -> Iterator[Sample]:
        for samples in self._of.values():
            yield from (sample for sample in samples if sample.records)

    @staticmethod
    def _warn_of_reversal(sample: Sample, record: Record) -> None:
        before, after = (sample.stored or {}).get("result"), sample.values["result"]
        if before not in (None, PENDING, after):
            record.report(
                "result", f"台账里原来的结果是{before}，已改为{after}，请核对", WARNING, "result-changed"
            )


def _merge(sample: Sample, record: Record, said: Dict[str, Any]) -> None:
    """Take what a row says of a sample known already; a pending result and a bare day say nothing."""
    values = sample.values
    again = bool(sample.records)
    for key, value in said.items():
        if key == "result":
            _merge_result(sample, record, value, again)
        elif key == "sampled_at":
            if _only_day(values[key]):
                values[key] = value
        elif key == "reported_at" and again and said["result"] != values["result"]:
            continue
        elif not again or values.get(key) is None:
            values[key] = value
    reported = values.get("reported_at")
    if reported and reported < values["sampled_at"]:
        values["reported_at"] = (sample.stored or {}).get("reported_at")


def _merge_result(sample: Sample, record: Record, result: str, again: bool) -> None:
    before = sample.values.get("result") or PENDING
    if result in (PENDING, before):
        return
    if again and before != PENDING:
        text = f"同一份样本前面的结果是{before}，这里是{result}，已按较严重的记录，请核对"
        record.report("result", text, WARNING, "duplicate")
        result = max(before, result, key=_GRAVITY.index)
    sample.values["result"] = result


def _only_day(at: str) -> bool:
    return at.endswith(_MIDNIGHT)


def _other_tube(other: Dict[str, Any], tube: str | None) -> bool:
    return bool(tube and other.get("tube") and other["tube"] != tube)


def _may_be_same(other: Dict[str, Any], tube: str | None, at: str) -> bool:
    """On one day: one of the two has no tube, and is pending or without a clock time."""
    if _only_day(at) and not tube:
        return True
    return not other.get("tube") and (other["result"] in (None, PENDING) or _only_day(other["sampled_at"]))
