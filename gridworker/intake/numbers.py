"""Document numbers of one column: good ones, damaged ones, and those that only look good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gridworker.errors import ValueProblem
from gridworker.intake.mapping import Mapping
from gridworker.intake.problems import WARNING, shown
from gridworker.intake.table import Table
from gridworker.intake.values import agrees, is_incomplete
from gridworker.intake.workbook import Cell
from gridworker.ledger.identity import DamagedId, half_width, id_facts, parse_id_number
from gridworker.ledger.registers import ID_CARD

if TYPE_CHECKING:
    from gridworker.intake.records import Record

_LOST = "000"
_KEPT_BY_SPREADSHEETS = 15
_EXPONENT = re.compile(r"(\d)\.?(\d*)E\+?(\d+)", re.IGNORECASE)


class Numbers:
    """Reads the numbers of a table.

    A spreadsheet that once held the column as numbers has turned every last digit into zeros, and one
    in eleven of those still passes the check digit. Where a column shows that this has happened to
    text, no number that ends in 000 is believed.
    """

    def __init__(self, table: Table, mapping: Mapping) -> None:
        columns = [column.index for column in mapping.columns if column.target == "id_number"]
        self._distrusted = any(
            _is_truncated_text(row.cells[column]) for column in columns for row in table.rows
        )

    def read_into(self, record: Record, raw: Cell) -> None:
        """Set the record's number, or note why there is none."""
        try:
            number, note = self._read(raw, record)
        except DamagedId as problem:
            record.damaged, record.remains = True, remains(raw)
            record.report("id_number", str(problem), why="damaged-id")
            return
        except ValueProblem as problem:
            record.report("id_number", f"{problem}这个号码没有导入", why="bad-value")
            return
        record.number = number
        if note:
            record.report("id_number", note, WARNING)

    def _read(self, raw: Cell, record: Record) -> tuple[str, str | None]:
        found = parse_id_number(raw, record.id_type)
        if record.id_type == ID_CARD and found.number.endswith(_LOST):
            sex = record.of("resident").get("sex")
            if self._distrusted or sex not in (None, id_facts(found.number).sex):
                raise DamagedId
        return found.number, found.note


def settle_facts(record: Record) -> None:
    """Take sex and birth date from a good number; where the row says otherwise, warn (domain.md §5)."""
    if not record.number or record.id_type != ID_CARD:
        return
    facts = id_facts(record.number)
    born = facts.born.isoformat()
    values = record.of("resident")
    if values.get("sex") not in (None, facts.sex):
        record.report(
            "sex", f"性别“{values['sex']}”与证件号码不符，已按证件号码记为{facts.sex}，请核对", WARNING
        )
    _settle_birth(record, values.get("born"), born)
    values["sex"], values["born"] = facts.sex, born


def _settle_birth(record: Record, written: object, born: str) -> None:
    unread = record.problems and [problem for problem in record.problems if problem.field == "born"]
    if written == born or (written is None and not unread):
        return
    record.problems = [problem for problem in record.problems if problem.field != "born"]
    raw = record.cells[record.source.mapping.of("born")[0]]
    if written is not None or not (is_incomplete(raw) and agrees(raw, born)):
        record.report(
            "born", f"出生日期“{shown(raw)}”与证件号码不符，已按证件号码记为 {born}，请核对", WARNING
        )


def _is_truncated_text(raw: Cell) -> bool:
    if type(raw) is not str or not raw.rstrip().endswith(_LOST):
        return False
    try:
        parse_id_number(raw)
    except DamagedId:
        return True
    except ValueProblem:
        pass
    return False


def remains(raw: Cell) -> str:
    """The leading digits that a damaged number still shows for certain, "" when none."""
    if isinstance(raw, float | int):
        # Not all digits of the nearest binary number: 140106201307065000 is 140106201307064992 there.
        return f"{raw:.{_KEPT_BY_SPREADSHEETS - 1}e}".partition("e")[0].replace(".", "").rstrip("0")
    text = half_width(str(raw)).strip().lstrip("'")
    written = _EXPONENT.fullmatch(text)
    if written:
        return (written[1] + written[2])[:-1]  # the last digit shown was rounded
    digits = re.match(r"\d+", text)
    return digits[0][:_KEPT_BY_SPREADSHEETS].rstrip("0") if digits else ""
