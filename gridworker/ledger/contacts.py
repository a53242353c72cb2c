"""Whom a positive tube concerns: its people, those they live with, those on their floor (domain.md §2.5)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gridworker.ledger.book import Ledger
from gridworker.ledger.floors import floor_of
from gridworker.ledger.registers import PRESENCES, TRACE_ROLES

IN_TUBE = """
SELECT DISTINCT s.resident, r.household FROM sample s JOIN resident r ON r.id = s.resident
WHERE s.tube = ? ORDER BY s.place_in_tube, s.id
"""
# A place without a building is a whole 小区: its doors share no floor.
DOORS_OF_SAME_PLACES = """
SELECT h.id, h.place, h.room FROM household h JOIN place p ON p.id = h.place AND p.building <> ''
WHERE h.place IN (SELECT place FROM household WHERE id IN (SELECT value FROM json_each(?)))
"""
AT_HOME = """
SELECT r.id, r.household FROM resident r WHERE r.household IN (SELECT value FROM json_each(:households))
  AND COALESCE(r.presence, :at_home) = :at_home
  AND (r.moved_in IS NULL OR r.moved_in <= :day) AND (r.moved_out IS NULL OR r.moved_out > :day)
ORDER BY r.household, r.id
"""

TUBE, HOUSEHOLD, FLOOR = TRACE_ROLES
"""Roles, the nearest first."""


def contacts(ledger: Ledger, tube: str, day: str) -> dict[int, str]:
    """Residents to be traced by their nearest role.

    Everyone in the tube, wherever they now are; of the others those 在住 on the ISO day.
    """
    members = dict(ledger.query(IN_TUBE, (tube,)))
    homes = set(members.values())
    found = dict.fromkeys(members, TUBE)
    wanted = {"households": _json(homes | _same_floor(ledger, homes)), "at_home": PRESENCES[0], "day": day}
    for resident, household in ledger.query(AT_HOME, wanted):
        found.setdefault(resident, HOUSEHOLD if household in homes else FLOOR)
    return found


def _same_floor(ledger: Ledger, homes: set[int]) -> set[int]:
    """Households on the same floor of the same unit as one of these."""
    doors = {row: (place, floor_of(room)) for row, place, room in _doors(ledger, homes)}
    floors = {doors[home] for home in homes if home in doors and doors[home][1] is not None}
    return {household for household, floor in doors.items() if floor in floors}


def _doors(ledger: Ledger, homes: set[int]) -> list[tuple[int, int, str]]:
    return [(row, place, room) for row, place, room in ledger.query(DOORS_OF_SAME_PLACES, (_json(homes),))]


def _json(rows: Iterable[int]) -> str:
    return json.dumps(sorted(rows))
