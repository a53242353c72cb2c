"""免检: who is exempt when and why; extending and ending it (domain.md §2.3). Granting it: reasons.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import EXEMPT
from gridworker.ledger.residing import own_values
from gridworker.ledger.scope import WHOLE, Scope

EXEMPTIONS = """
SELECT e.id, r.id, r.uid, r.name, r.id_number, r.phone, p.community, p.building, p.unit, h.room,
       e.reason, e.from_day, e.to_day, e.note, e.own
FROM exemption e JOIN resident r ON r.id = e.resident
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
LEFT JOIN resident_index i ON i.resident = r.id
WHERE e.kind = ? AND {scope} ORDER BY i.address_key, r.id, e.from_day, e.id
"""

State = Literal["active", "past", "coming"]


@dataclass(frozen=True)
class Exemption:
    """One exemption with its person and door. `to_day` None is until further notice.

    `own` holds the worker's own fields, those taken away too.
    """

    id: int
    resident: int
    uid: str
    name: str
    id_number: str | None
    phone: str | None
    community: str
    building: str
    unit: str
    room: str
    reason: str
    from_day: str
    to_day: str | None
    note: str | None
    own: Mapping[str, Any]

    @property
    def address(self) -> Address:
        return Address(self.community, self.building, self.unit, self.room)

    def state(self, on: str) -> State:
        """Whether it holds on an ISO day, is over by then or has not begun."""
        if self.from_day > on:
            return "coming"
        return "past" if self.to_day is not None and self.to_day < on else "active"


def exemptions(ledger: Ledger, on: str, scope: Scope = WHOLE, state: State | None = None) -> list[Exemption]:
    """The exemptions in this state on an ISO day (None: all), in address order."""
    condition, parameters = scope.condition()
    rows = ledger.query(EXEMPTIONS.format(scope=condition), [EXEMPT, *parameters])
    found = [Exemption(*[*row[:-1], own_values(row[-1])]) for row in rows]
    return [exemption for exemption in found if state in (None, exemption.state(on))]


def change_exemption(
    ledger: Ledger,
    rows: Sequence[int],
    to_day: str | None,
    *,
    reason: str | None = None,
    own: Mapping[str, Any] | None = None,
) -> None:
    """Let exemptions last until `to_day` inclusive (None: until further notice); give them another reason.

    `own` are values of the worker's own fields; those not named stay. One undoable change. Raises
    RowProblems when one begins after that day, NoSuchRow.
    """
    values = {**(own or {}), "to_day": to_day} | (
        {"reason": reason.strip() or None} if reason is not None else {}
    )
    with ledger.change(f"免检延至 {to_day or '另行通知'}（{len(rows)} 人）"):
        for row in rows:
            ledger.update("exemption", row, values)


def end_exemptions(ledger: Ledger, rows: Iterable[int], last_day: str) -> None:
    """End exemptions after an ISO day; one that had not begun by then is taken away. One undoable change.

    One that ends earlier anyway stays as it is. Raises NoSuchRow.
    """
    with ledger.change(f"免检止于 {last_day}"):
        for row in rows:
            old = ledger.get("exemption", row)
            if old["from_day"] > last_day:
                ledger.remove("exemption", row)
            elif old["to_day"] is None or old["to_day"] > last_day:
                ledger.update("exemption", row, {"to_day": last_day})
