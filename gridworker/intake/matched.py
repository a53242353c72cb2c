"""How sure it is whom a row means: why nobody, and what speaks against the one who was found. Pure."""

from __future__ import annotations

from gridworker.intake.matching import Known, Match, Roll, shares
from gridworker.intake.problems import ERROR, WARNING
from gridworker.intake.records import Record
from gridworker.ledger.identity import mask_id

_BY = {"phone": "姓名和电话", "door": "姓名和住址", "choice": "您的选择"}


def why_nobody(roll: Roll, record: Record, match: Match) -> str:
    """The word for why a row means nobody in the ledger, as in the problems of an import."""
    if not record.name and not record.number:
        return "bad-value"
    namesakes = roll.namesakes(record.name)
    if match.several:
        return "same-name-several"
    if record.number:
        return "id-differs" if any(shares(known, record) for known in namesakes) else "no-such-person"
    if not namesakes:
        return "no-such-person"
    return "same-name-several" if len(namesakes) > 1 else "name-only"


def say_how(record: Record, known: Known, by: str) -> None:
    """What made this match less than certain, as warnings in place of the damaged number's error."""
    if by == "number":
        if record.name and record.name != known.name:
            text = "证件号码相同但姓名与台账不同，已按证件号码对应，请核对姓名"
            record.report("name", text, WARNING, "name-differs")
        return
    wrong = [
        problem for problem in record.problems if problem.field == "id_number" and problem.severity == ERROR
    ]
    if not wrong:
        return
    record.problems = [problem for problem in record.problems if problem not in wrong]
    why = "damaged-id-repaired" if record.damaged else "id-differs"
    good = f"，台账里的证件号码是 {mask_id(known.number)}" if known.number else ""
    state = "已被表格损坏" if record.damaged else "不正确"
    record.report("id_number", f"证件号码{state}，已按{_BY[by]}对应到台账里的人{good}", WARNING, why)
