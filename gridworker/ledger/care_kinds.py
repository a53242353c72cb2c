"""重点人群: which kinds a resident belongs to, and how often each kind is visited (domain.md §1).

Kinds by age follow from the birth date and the doses. What was typed for them counts only while the birth
date is unknown, so that a child leaves 婴幼儿 on the third birthday and nobody has to remember it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import CARE_KINDS
from gridworker.ledger.residing import Dweller

OLDEST, UNVACCINATED, INFANT = "80岁以上", "60岁以上未接种", "婴幼儿"
BY_AGE = (OLDEST, UNVACCINATED, INFANT)
"""Kinds that are computed."""
TICKED = tuple(kind for kind in CARE_KINDS if kind not in BY_AGE)
"""Kinds that a worker gives."""

IN_CARE = """
r.care IS NOT NULL OR r.born <= ? OR (r.born <= ? AND COALESCE(r.doses, 0) = 0) OR r.born > ?
"""
RHYTHMS = "SELECT name, days FROM care_rhythm"

_ORDER = {kind: place for place, kind in enumerate(CARE_KINDS)}


def born_by(on: str, years: int) -> str:
    """The last birth date (ISO) of those who are `years` old on the ISO day."""
    return f"{int(on[:4]) - years:04d}{on[4:]}"


def in_care(on: str) -> tuple[str, tuple[str, ...]]:
    """A SQL condition on `r` that leaves out nobody with a kind, and its parameters."""
    return IN_CARE, (born_by(on, 80), born_by(on, 60), born_by(on, 3))


def kinds_of(person: Dweller) -> tuple[str, ...]:
    """The kinds of this person on the day they were read for, in the order of the catalogue."""
    computed = None if person.age is None else _by_age(person.age, person.doses)
    return _united(person.care, computed)


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """Each of these kinds once, in the order of the catalogue."""
    return sorted(set(kinds), key=_rank)


def rhythms(ledger: Ledger) -> dict[str, int]:
    """Days between visits, by kind."""
    return dict(ledger.query(RHYTHMS))


def strictest(kinds: Iterable[str], days: dict[str, int]) -> int | None:
    """The shortest rhythm of these kinds; None when none of them has one."""
    return min((days[kind] for kind in kinds if kind in days), default=None)


def set_kinds(ledger: Ledger, resident: int, kinds: Iterable[str], *, add: bool = False) -> bool:
    """Give a resident these ticked kinds (`add`: beside others they have); False if so already.

    Typed kinds by age stay as they are. Raises NoSuchRow.
    """
    before = str(ledger.get("resident", resident)["care"] or "").split("、")
    kept = {kind for kind in before if kind and (add or kind in BY_AGE)}
    care = "、".join(kinds_in_order(kept.union(kinds))) or None
    return ledger.update("resident", resident, {"care": care})


def _by_age(age: int, doses: int | None) -> tuple[str, ...]:
    found = (OLDEST,) if age >= 80 else (INFANT,) if age < 3 else ()
    return (*found, UNVACCINATED) if age >= 60 and not doses else found


@lru_cache(maxsize=4096)  # a street has few combinations, and thousands of people
def _united(care: str, computed: tuple[str, ...] | None) -> tuple[str, ...]:
    typed = {kind for kind in care.split("、") if kind}
    if computed is not None:
        typed = typed.difference(BY_AGE).union(computed)
    return tuple(kinds_in_order(typed))


def _rank(kind: str) -> int:
    return _ORDER.get(kind, len(_ORDER))
