"""One more row about somebody who is known already: fill in, update, never erase."""

from __future__ import annotations

from typing import Any

from gridworker.intake.matching import Known
from gridworker.intake.problems import ERROR, WARNING
from gridworker.intake.records import Record
from gridworker.ledger.address import Address
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.identity import id_facts, mask_id
from gridworker.ledger.registers import ID_CARD

_BY = {"phone": "姓名和电话", "door": "姓名和住址", "number": "证件号码"}
_SHOWN_DIFFERENCES = 4


class Merger:
    """Merges rows into people. `rows` are the ledger's residents by number."""

    def __init__(self, register: Register, rows: dict[int, Row]) -> None:
        self._register = register
        self._rows = rows

    def merge(self, known: Known, record: Record, by: str) -> bool:
        """Take what a row says of a person; True if that changes anything.

        The first row of an import updates what the ledger has; a later one about the same person only
        fills in what is still blank, so that importing the same file again changes nothing.
        """
        if known.id is not None and not known.values:
            known.values = dict(self._rows[known.id])
        said = self._said(known, record)
        first = known.seen is None
        if first:
            known.seen = record
            changed = self._update(known, record, said)
        else:
            changed = self._fill(known, record, said)
        self._offer(known, record, by)
        return changed

    def _said(self, known: Known, record: Record) -> dict[str, Any]:
        """What the row says that may be taken: facts that the known number contradicts may not."""
        said: dict[str, Any] = dict(record.of("resident"))
        if set(record.phones) <= set(known.phones):
            said.pop("phone", None)
            said.pop("phone2", None)
        if record.number:
            said["id_number"] = record.number
        elif known.number and known.values.get("id_type") in (None, ID_CARD):
            facts = id_facts(known.number)
            for key, fact in (("sex", facts.sex), ("born", facts.born.isoformat())):
                if said.pop(key, fact) != fact:
                    record.report(
                        key, f"与台账里这个人的证件号码不符，仍按证件号码记为 {fact}，请核对", WARNING
                    )
        return said

    def _update(self, known: Known, record: Record, said: dict[str, Any]) -> bool:
        changes = {key: value for key, value in said.items() if known.values.get(key) != value}
        if record.name != known.name:
            changes["name"] = record.name
            record.report("name", "证件号码与台账里另一个姓名的人相同，已按证件号码改名，请核对", WARNING)
        moved = self._move(known, record)
        self._apply(known, record, changes)
        return moved or bool(known.changes)

    def _fill(self, known: Known, record: Record, said: dict[str, Any]) -> bool:
        changes = {key: value for key, value in said.items() if known.values.get(key) is None}
        differing = [key for key, value in said.items() if known.values.get(key) not in (None, value)]
        if record.address and known.address and not _within(record.address, known.address):
            differing.append("household")
        before = known.seen.row if known.seen else 0
        text = f"与第 {before} 行是同一个人，已合并"
        if differing:
            shown = "、".join(self._register.field(key).heading for key in differing[:_SHOWN_DIFFERENCES])
            text = f"{text}；{shown}不一致，以前一行为准，请核对"
        record.report("name", text, WARNING, "duplicate")
        kept = dict(known.changes)
        self._apply(known, record, changes)
        return known.changes != kept if known.id is not None else bool(changes)

    def _move(self, known: Known, record: Record) -> bool:
        if not record.address or (known.address and _within(record.address, known.address)):
            return False
        known.address, known.moved = record.address, True
        return True

    def _apply(self, known: Known, record: Record, changes: dict[str, Any]) -> None:
        known.values.update(changes)
        if known.id is not None:
            known.changes.update(changes)
        if changes:
            self.check(known, record, changes)
        known.name = known.values.get("name") or known.name
        known.number = known.values.get("id_number")
        known.sex, known.born = known.values.get("sex"), known.values.get("born")
        known.phones = tuple(filter(None, (known.values.get("phone"), known.values.get("phone2"))))

    def check(self, known: Known, record: Record, changes: dict[str, Any] | None = None) -> None:
        """Leave out what would keep the whole row from being stored, and say so."""
        values = known.values
        if changes is None and not ("moved_in" in values and "moved_out" in values):
            return  # a new person's values are consistent but for the order of these
        row = self._register.complete({"household": 1, **values})
        for key, text in self._register.problems(row).items():
            if key in values:
                heading = self._register.field(key).heading
                record.report(key, f"{heading}：{text}；这一格没有导入", ERROR, "bad-value")
                stored = self._rows.get(known.id or 0, {}).get(key)
                values[key] = stored
                known.changes.pop(key, None)

    def _offer(self, known: Known, record: Record, by: str) -> None:
        """Beside a damaged or wrong number, name the good one that the ledger has (masked)."""
        if record.number or not known.number:
            return
        for position, problem in enumerate(record.problems):
            if problem.field == "id_number" and problem.severity == ERROR:
                offer = f"按{_BY[by]}，台账里这个人的证件号码是 {mask_id(known.number)}"
                record.replace_problem(position, f"{problem.problem}{offer}，已对应到他，号码保持不变。")


def _within(said: Address, known: Address) -> bool:
    """Whether an address says nothing that another does not say too."""
    parts = ("community", "building", "unit", "room")
    return all(getattr(said, part) in ("", getattr(known, part)) for part in parts)
