"""One row of a laboratory's file beside the ledger: whose it is, how sure that is, and why. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from gridworker.intake.matching import Known, Match
from gridworker.intake.problems import shown
from gridworker.intake.records import Record
from gridworker.ledger.address import Address

Sure = Literal["确定", "较可靠", "待选择", "台账外", "已忽略"]
How = Literal["证件号码", "姓名+电话", "姓名+门牌", "您的选择", ""]
OFFERED = 9
"""So many namesakes are offered at once: one for each number key."""

GRAVE = ("阳性", "可疑")
_HOW: dict[str, How] = {
    "number": "证件号码", "phone": "姓名+电话", "door": "姓名+门牌", "choice": "您的选择", "": "",
}  # fmt: skip
_ACTIONS = {"added": "新增", "updated": "更新", "unchanged": "不变", "rejected": "未导入"}
_AGREED = {
    "number": "证件号码与台账一致。", "phone": "姓名和电话与台账一致。", "door": "姓名和住址与台账一致。",
    "choice": "按您记住的选择对应。",
}  # fmt: skip
_NOBODY = {
    "no-such-person": "台账里没有这个人。请加入台账，或忽略。",
    "same-name-several": "台账里有几个同名的人，分不清是哪一个。请选择，或忽略。",
    "name-only": "台账里有同名的人，但没有证件号码、电话或住址可以印证。请核对后选择，或忽略。",
    "id-differs": "台账里同名同电话（或同住址）的人证件号码不同，不当作同一人。请核对后选择，或忽略。",
    "dismissed": "您已选择忽略这个人，没有导入。",
}
_UNNUMBERED = "证件号码不在台账里，但台账里有同名、没有登记证件号码的人。请核对后选择，或忽略。"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A namesake in the ledger whom a row may mean: what of the row agrees with it, and what does not."""

    resident: int
    name: str
    number: str | None
    phones: tuple[str, ...]
    address: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of a file and whom it means.

    `key` counts all rows from 0, `row` is the spreadsheet's own number.
    `number` is as good as it could be read, else as it was written, and of a `damaged` one the digits that
    are certain; `person` is the resident matched.
    `namesakes` counts those it may mean; `repeats` is the earlier row that told the same sample.
    `why` is a sentence: how it was matched, or why it was not.
    """

    key: int
    file: str
    sheet: str
    row: int
    name: str
    number: str
    damaged: bool
    phone: str
    address: Address | None
    tube: str
    result: str
    sampled_at: str
    person: Known | None
    how: How
    sure: Sure
    action: str
    why: str
    namesakes: int = 0
    repeats: int | None = None

    @property
    def grave(self) -> bool:
        """Whether the result is 阳性 or 可疑."""
        return self.result in GRAVE


def compared_row(key: int, record: Record, match: Match, first: Record | None) -> ComparedRow:
    """Tell one row; `first` is the earlier row that told the same sample."""
    sample, person = record.of("sample"), match.known
    sure = _sure(record, match)
    return ComparedRow(
        key, record.source.path.name, record.source.table.sheet, record.row, record.name, _number(record),
        record.damaged,
        record.phones[0] if record.phones else "", record.address,
        str(sample.get("tube") or ""), str(sample.get("result") or ""), str(sample.get("sampled_at") or ""),
        person, _HOW[match.by], sure, _ACTIONS[record.action],
        _why(record, match, sure, first), len(match.namesakes), first.row if first else None,
    )  # fmt: skip


def _number(record: Record) -> str:
    if record.number or record.remains:
        return record.number or record.remains
    columns = record.source.mapping.of("id_number")
    return "".join(shown(record.cells[column]).strip() for column in columns)


def _sure(record: Record, match: Match) -> Sure:
    if match.dismissed:
        return "已忽略"
    if match.known is None:
        return "待选择" if match.namesakes else "台账外"
    certain = match.by == "choice" or (match.by == "number" and record.name in ("", match.known.name))
    return "确定" if certain else "较可靠"


def _why(record: Record, match: Match, sure: Sure, first: Record | None) -> str:
    said = list(_reasons(record, match, sure))
    if first is not None:
        said.append(f"与第 {first.row} 行是同一份样本，只记一次。")
    return "".join(dict.fromkeys(said))


def _reasons(record: Record, match: Match, sure: Sure) -> Iterator[str]:
    """How it was matched, then what the plan has to say of the row."""
    own_words = any(problem.field in ("id_number", "name") for problem in record.problems)
    if match.known is not None and (match.by == "choice" or not own_words):
        yield _AGREED[match.by]
    for problem in record.problems:
        if problem.column is not None or problem.why not in _NOBODY:
            yield problem.problem
        elif problem.why == "no-such-person" and sure == "待选择":
            yield _UNNUMBERED
        else:
            yield _NOBODY[problem.why]


def candidates(
    record: Record, namesakes: tuple[Known, ...], present: Collection[int]
) -> tuple[Candidate, ...]:
    """The namesakes whom a row most likely means, at most OFFERED; equals by their doors.

    `present` are the residents whom other rows of the file are known to mean: that speaks against them.
    """
    found = [_candidate(record, known, present) for known in namesakes]
    found.sort(key=lambda each: (len(each.differs) - len(each.agrees), each.address, each.resident))
    return tuple(found[:OFFERED])


def _candidate(record: Record, known: Known, present: Collection[int]) -> Candidate:
    agrees: list[str] = []
    differs = ["表中另有一行"] if known.id in present else []
    for word, verdict in _verdicts(record, known):
        if verdict is not None:
            (agrees if verdict else differs).append(word)
    door = known.address.display if known.address else ""
    facts = known.name, known.number, known.phones, door
    return Candidate(known.id or 0, *facts, tuple(agrees), tuple(differs))


def _verdicts(record: Record, known: Known) -> Iterator[tuple[str, bool | None]]:
    """What both sides know, and whether it is the same; None where one side says nothing."""
    number = None
    if known.number and record.number:
        number = known.number == record.number
    elif known.number and record.remains:
        number = known.number.startswith(record.remains)
    yield "证件号码", number
    yield "电话", bool(set(known.phones) & set(record.phones)) if known.phones and record.phones else None
    yield "门牌", known.address == record.address if known.address and record.address else None
    for key, word in (("sex", "性别"), ("born", "出生日期")):
        mine, theirs = record.of("resident").get(key), getattr(known, key)
        yield word, mine == theirs if mine and theirs else None
