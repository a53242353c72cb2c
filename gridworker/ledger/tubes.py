"""Tubes as they are listed: from the desk and from laboratories' files, with what is known of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.residing import own_values
from gridworker.ledger.tube_results import (
    NEGATIVE,
    PENDING,
    NoSuchTubes,
    ReportedTooEarly,
    TubeOutcome,
    TubeResult,
    effective,
    results_of,
    set_tube_result,
    set_tube_results,
)

__all__ = [
    "NEGATIVE", "PENDING", "NoSuchTubes", "ReportedTooEarly", "TubeOutcome", "TubePerson", "TubeResult",
    "TubeRow", "effective", "results_of", "set_tube_result", "set_tube_results", "tube_people", "tubes",
]  # fmt: skip

TUBES_OF_DAY = """
SELECT tube FROM sample WHERE sampled_on = :day AND tube IS NOT NULL
UNION SELECT number FROM tube WHERE opened_at >= :day AND opened_at < :day || '~'
"""
ALL_TUBES = "SELECT tube FROM sample WHERE tube IS NOT NULL UNION SELECT number FROM tube"
# The gravest result of the samples stands for a tube whose result came only person by person.
TUBES = """
WITH wanted (number) AS ({wanted}), counted AS (
    SELECT w.number, COUNT(s.id) AS count, MIN(s.sampled_at) AS first_at, MIN(s.site) AS site,
           MAX(CASE s.result WHEN '阳性' THEN 4 WHEN '可疑' THEN 3 WHEN '阴性' THEN 2 WHEN '无效' THEN 1
               ELSE 0 END) AS gravity, MAX(s.reported_at) AS reported_at
    FROM wanted w LEFT JOIN sample s ON s.tube = w.number GROUP BY w.number
)
SELECT c.number, c.count, t.size, COALESCE(t.site, c.site), COALESCE(t.opened_at, c.first_at), t.closed_at,
       c.gravity, c.reported_at, t.id IS NOT NULL, COALESCE(t.sender, t.receiver) IS NOT NULL
FROM counted c LEFT JOIN tube t ON t.number = c.number
ORDER BY COALESCE(t.opened_at, c.first_at), c.number
"""
RESULTS = """
SELECT r.number, r.result, r.reported_at, r.lab, r.kind FROM tube_result r WHERE r.number IN ({wanted})
ORDER BY r.id
"""
PEOPLE = """
SELECT s.id, s.resident, s.place_in_tube, r.name, p.community, p.building, p.unit, h.room, r.id_number,
       r.phone, s.sampled_at, s.result, s.reported_at, s.own
FROM sample s JOIN resident r ON r.id = s.resident JOIN household h ON h.id = r.household
JOIN place p ON p.id = h.place
WHERE s.tube = ? ORDER BY s.place_in_tube IS NULL, s.place_in_tube, s.sampled_at, s.id
"""

_BY_GRAVITY = (None, "无效", NEGATIVE, "可疑", "阳性")
IN_USE, SEALED = "使用中", "已封管"


@dataclass(frozen=True)
class TubeRow:
    """One tube in the list.

    `size` and `closed_at` are None for tubes known only from samples. `state` is the result, else 使用中,
    已封管 (here still) or 待出 (handed over, or known only from samples).
    """

    number: str
    count: int
    size: int | None
    site: str | None
    opened_at: str | None
    closed_at: str | None
    result: str | None
    reported_at: str | None
    state: str


@dataclass(frozen=True)
class TubePerson:
    """One sample of a tube and whose it is; `own` holds the worker's own fields."""

    sample: int
    resident: int
    place: int | None
    name: str
    address: str
    id_number: str | None
    phone: str | None
    sampled_at: str
    result: str
    reported_at: str | None
    own: Mapping[str, Any]


def tubes(ledger: Ledger, day: str | None = None) -> list[TubeRow]:
    """The tubes of an ISO day, or all, in the order in which they were opened."""
    wanted = TUBES_OF_DAY if day else ALL_TUBES
    parameters = {"day": day} if day else {}
    results: dict[str, list[TubeResult]] = {}
    for row in ledger.query(RESULTS.format(wanted=wanted), parameters):
        results.setdefault(row[0], []).append(TubeResult(*row))
    return [
        _row(row, results.get(row[0], [])) for row in ledger.query(TUBES.format(wanted=wanted), parameters)
    ]


def tube_people(ledger: Ledger, number: str) -> list[TubePerson]:
    """Everyone in a tube, in the order of their places."""
    return [_person(*row) for row in ledger.query(PEOPLE, (number,))]


def _person(sample: int, resident: int, place: int | None, name: str, *rest: Any) -> TubePerson:
    *door, id_number, phone, sampled_at, result, reported_at, own = rest
    return TubePerson(
        sample, resident, place, name, Address(*door).display, id_number, phone, sampled_at, result,
        reported_at, own_values(own),
    )  # fmt: skip


def _row(columns: Sequence[Any], results: list[TubeResult]) -> TubeRow:
    *known, gravity, reported_at, ours, handed_over = columns
    number, count, size, site, opened_at, closed_at = known
    holds = effective(results)
    result, reported = (holds.result, holds.reported_at) if holds else (_BY_GRAVITY[gravity], reported_at)
    if result:
        state = result
    elif handed_over or not ours:
        state = PENDING
    else:
        state = SEALED if closed_at or count >= size else IN_USE
    return TubeRow(number, count, size, site, opened_at, closed_at, result, result and reported, state)
