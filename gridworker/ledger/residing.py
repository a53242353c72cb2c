"""People who live here on a day (在住, 暂离), with what care needs to know of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dated import Dated, past_values
from gridworker.ledger.days import age_on
from gridworker.ledger.registers import PRESENCES
from gridworker.ledger.scope import Scope

PEOPLE = """
SELECT r.presence, r.presence_since, r.moved_out,
       r.id, r.household, r.name, r.born, r.phone, r.phone2, h.phone, r.care, r.doses, r.dosed_on,
       r.no_dose_reason, r.own, p.community, p.building, p.unit, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
LEFT JOIN resident_index i ON i.resident = r.id
WHERE (r.moved_in IS NULL OR r.moved_in <= ?) AND ({who}) AND {scope}
ORDER BY i.address_key, r.id
"""
AT_HOME, AWAY = PRESENCES[:2]


class Dweller(NamedTuple):
    """One resident as of a day; `phones` are the person's own, else the household's, `own` is packed."""

    resident: int
    household: int
    name: str
    born: str | None
    age: int | None
    phones: tuple[str, ...]
    care: str
    doses: int | None
    dosed_on: str | None
    no_dose_reason: str | None
    own: str | None
    where: tuple[str, ...]
    presence: str

    @property
    def address(self) -> Address:
        return Address(*self.where)


def dwellers(
    ledger: Ledger, on: str, scope: Scope, who: str = "1", parameters: Sequence[Any] = ()
) -> Iterator[Dweller]:
    """Those who live here on the ISO day and meet a SQL condition on `r`, in address order."""
    past = past_values(ledger, "resident", "presence")
    condition, places = scope.condition()
    sql = PEOPLE.format(who=who, scope=condition)
    for presence, since, left, row, *facts in ledger.query(sql, [on, *parameters, *places]):
        now = presence
        if row in past or (since is not None and since > on):
            now = Dated(presence, since, past.get(row, ())).on(on)
        if now in (AT_HOME, None) and (left is None or left > on):
            yield _dweller(on, AT_HOME, row, *facts)
        elif now == AWAY:
            yield _dweller(on, AWAY, row, *facts)


def own_values(own: str | None) -> dict[str, Any]:
    """Values of the worker's own fields by key, unpacked."""
    return dict(json.loads(own)) if own else {}


def _dweller(
    on: str, presence: str, row: int, household: int, name: str, born: str | None, *rest: Any
) -> Dweller:
    phone, phone2, of_home, care, doses, dosed_on, reason, own, *where = rest
    phones = tuple(filter(None, (phone, phone2) if phone or phone2 else (of_home,)))
    return Dweller(
        row, household, name, born, age_on(born, on), phones, care or "", doses, dosed_on, reason, own,
        tuple(where), presence,
    )  # fmt: skip
