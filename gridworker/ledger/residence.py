"""Who lives where: entering and moving people and households, their presence, places. One action each.

Call each inside one `Ledger.change`; addresses come as `Address.canonical`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridworker.errors import GridworkerError
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dossier import household_at
from gridworker.ledger.places import Doors

GONE = "已迁出"


class PlaceInUse(GridworkerError):
    def __init__(self, address: Address, below: int) -> None:
        super().__init__(f"“{address.display}”下面还有 {below} 个楼栋或单元，不能删除。请先删除它们。")


def keep_resident(ledger: Ledger, row: int | None, values: Mapping[str, Any], day: str) -> int:
    """Enter a resident (row None) or change one; return the number.

    `values` holds an `address` beside the register's fields; the door is made if missing. A presence
    that changes without its day holds from `day`. Raises RowProblems, NoSuchRow.
    """
    wanted = {key: value for key, value in values.items() if key != "address"}
    wanted["household"] = household_at(ledger, parse_address(values["address"]))
    if row is None:
        return ledger.create("resident", wanted)
    ledger.update("resident", row, _dated(ledger.get("resident", row), wanted, "presence", day))
    return row


def keep_household(ledger: Ledger, row: int | None, values: Mapping[str, Any]) -> int:
    """Enter a household (row None) or change one and its door; return the number. Raises RowProblems."""
    place = {key: values.get(key) or "" for key in ("community", "building", "unit")}
    wanted = {key: value for key, value in values.items() if key not in place}
    wanted["room"] = wanted.get("room") or ""
    wanted["place"] = Doors(ledger).place(Address(**place))
    if row is None:
        return ledger.create("household", wanted)
    ledger.update("household", row, wanted)
    return row


def keep_place(ledger: Ledger, row: int | None, values: Mapping[str, Any], day: str) -> int:
    """Enter a place (row None) or change one; return the number. Raises RowProblems.

    What lies in a renamed place goes with it. A status that changes without its day holds from `day`.
    """
    names = ("community", "building", "unit")
    wanted = dict(values) | {key: values.get(key) or "" for key in names}
    if row is None:
        around = Address(wanted["community"], wanted["building"] if wanted["unit"] else "")
        if wanted["building"] and (around.community or around.building):
            Doors(ledger).place(around)
        return ledger.create("place", wanted)
    old = ledger.get("place", row)
    for inner in _below(ledger, old):
        moved = {key: wanted[key] if old[key] else inner[key] for key in names}
        ledger.update("place", inner["id"], moved)
    ledger.update("place", row, _dated(old, wanted, "status", day))
    return row


def set_presence(ledger: Ledger, rows: Sequence[int], presence: str, since: str) -> int:
    """Give residents a state that holds from `since`; return how many changed.

    Moving out keeps its day as 迁出日期 too, coming back takes that away.
    """
    changed = 0
    for row in rows:
        values: dict[str, str | None] = {"presence": presence, "presence_since": since}
        old = ledger.get("resident", row)
        if presence == GONE:
            values["moved_out"] = old["moved_out"] or since
        elif old["presence"] == GONE:
            values["moved_out"] = None
        changed += ledger.update("resident", row, values)
    return changed


def remove_all(ledger: Ledger, register: str, rows: Sequence[int]) -> None:
    """Remove rows with what belongs to them. Raises NoSuchRow."""
    for row in rows:
        ledger.remove(register, row)


def remove_place(ledger: Ledger, row: int) -> None:
    """Remove an empty place. Raises PlaceInUse, StillReferenced, NoSuchRow."""
    old = ledger.get("place", row)
    below = _below(ledger, old)
    if below:
        raise PlaceInUse(Address(old["community"], old["building"], old["unit"]), len(below))
    ledger.remove("place", row)


def _dated(old: Mapping[str, Any], wanted: dict[str, Any], key: str, day: str) -> dict[str, Any]:
    """A changed value whose day was left as it was holds from `day`."""
    since = f"{key}_since"
    if wanted.get(key) != old[key] and wanted.get(since) == old[since]:
        return wanted | {since: day}
    return wanted


def _below(ledger: Ledger, place: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The places inside this one."""
    if place["unit"]:
        return []
    level = {key: place[key] for key in ("community", "building") if place[key]}
    return [row for row in ledger.rows("place", level) if row["id"] != place["id"]] if level else []
