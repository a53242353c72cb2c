"""One door in full: the place, the household, its members, and what happened to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.fields import Field
from gridworker.ledger.places import Doors, address_of
from gridworker.ledger.scope import Scope

COUNTS = """
SELECT p.id, COUNT(DISTINCT h.id), COUNT(r.id) FROM place p JOIN household h ON h.place = p.id
LEFT JOIN resident r ON r.household = h.id GROUP BY p.id
"""
COUNTS_PRESENT = """
SELECT h.place, COUNT(DISTINCT h.id), COUNT(*) FROM resident r JOIN household h ON h.id = r.household
WHERE r.presence = ? GROUP BY h.place
"""
PLACES = "SELECT id, community, building, unit, status FROM place"
COMMUNITIES = "SELECT DISTINCT community FROM place WHERE community <> ''"
AT_DOOR = """
SELECT h.id FROM household h JOIN place p ON p.id = h.place
WHERE p.community = ? AND p.building = ? AND p.unit = ? AND h.room = ?
"""
HOLDER = """
SELECT r.name, p.community, p.building, p.unit, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
WHERE r.id_number = ? AND r.id IS NOT ?
"""
LAST_SAMPLES = """
SELECT sampled_at, tube, result FROM sample WHERE resident = ?
ORDER BY sampled_on DESC, sampled_at DESC LIMIT ?
"""
_ACTIONS = {"create": "登记", "remove": "删除"}


@dataclass(frozen=True)
class Dossier:
    """One household. `status` is the place's managed status and its day, or that of what lies around it."""

    household: Row
    place: Row
    address: Address
    status: tuple[str, str | None] | None
    members: list[Row]


@dataclass(frozen=True)
class PlaceCount:
    """One place with the households and residents directly in it. `status` is its own."""

    id: int
    scope: Scope
    status: str | None
    households: int
    residents: int


def dossier(ledger: Ledger, household: int) -> Dossier:
    """Everything on the card of a household, its head first. Raises NoSuchRow."""
    row = ledger.get("household", household)
    place = ledger.get("place", row["place"])
    members = ledger.rows("resident", {"household": household})
    members.sort(key=lambda member: (member["relation"] != "户主", member["born"] or "9999", member["id"]))
    address = Address(place["community"], place["building"], place["unit"], row["room"])
    return Dossier(row, place, address, _status(ledger, place), members)


def _status(ledger: Ledger, place: Row) -> tuple[str, str | None] | None:
    """A place without a status has that of its building, else of its 小区."""
    where = place["community"], place["building"], place["unit"]
    for level in (where, (*where[:2], ""), (where[0], "", "")):
        found = ledger.rows("place", dict(zip(("community", "building", "unit"), level, strict=True)))
        if found and found[0]["status"]:
            return found[0]["status"], found[0]["status_since"]
    return None


def last_samples(ledger: Ledger, resident: int, limit: int = 5) -> list[tuple[str, str | None, str | None]]:
    """Moment, tube and result of the latest samples, newest first."""
    return [(at, tube, result) for at, tube, result in ledger.query(LAST_SAMPLES, (resident, limit))]


def story(ledger: Ledger, register: str, uid: str) -> list[tuple[str, str, str]]:
    """When, who and what of every change to a row, newest first, in Chinese and in full."""
    return [
        (entry["at"][:16], entry["person"] or "", _told(ledger, register, entry))
        for entry in reversed(ledger.history(uid))
    ]


def _told(ledger: Ledger, register: str, entry: dict[str, Any]) -> str:
    label = entry["label"]
    if entry["action"] in _ACTIONS:
        return f"{_ACTIONS[entry['action']]}（{label}）"
    before, after = entry["before"] or {}, entry["after"] or {}
    changes = "；".join(
        f"{field.heading} {_said(ledger, field, before)} → {_said(ledger, field, after)}"
        for field in ledger.register(register)
        if field.key in after
    )
    return f"{label}：{changes}" if entry["kind"] in ("undo", "redo") else changes


def _said(ledger: Ledger, field: Field, values: Row) -> str:
    value = values.get(field.key)
    if value is None:
        return "（空）"
    if field.link == "household":
        return address_of(ledger, value).display if ledger.find("household", value) else "（已删除）"
    return field.show(value)


def place_counts(ledger: Ledger, presence: str | None = None) -> list[PlaceCount]:
    """Every place in natural order with its counts; with `presence` only of residents in that state."""
    counted = ledger.query(COUNTS_PRESENT, (presence,)) if presence else ledger.query(COUNTS)
    counts = {row: (homes, people) for row, homes, people in counted}
    places = [(Address(*parts), row, status) for row, *parts, status in ledger.query(PLACES)]
    places.sort(key=lambda each: each[0].sort_key)
    return [
        PlaceCount(row, Scope(at.community, at.building, at.unit), status, *counts.get(row, (0, 0)))
        for at, row, status in places
    ]


def only_community(ledger: Ledger) -> str:
    """The 小区 of a ledger that has just one; empty where an address must say which."""
    found = ledger.query(COMMUNITIES)
    return str(found[0][0]) if len(found) == 1 else ""


def household_at(ledger: Ledger, address: Address) -> int:
    """The number of the household at this door; it and its place are made if missing."""
    parts = (address.community, address.building, address.unit, address.room)
    found = ledger.query(AT_DOOR, parts)
    return int(found[0][0]) if found else Doors(ledger).household(address)


def holder_of(ledger: Ledger, id_number: str, but: int | None = None) -> str | None:
    """Name and door of whoever has this document number, other than resident `but`."""
    for name, *door in ledger.query(HOLDER, (id_number, but)):
        return f"{name}（{Address(*door).display}）"
    return None
