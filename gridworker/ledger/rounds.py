"""检测轮次: entering a round with its scope, and how far it has come (domain.md §2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridworker.errors import RowProblems
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.buildings import Building, count_by_building
from gridworker.ledger.due import DueBook
from gridworker.ledger.figures import residents_in
from gridworker.ledger.kept import due_book
from gridworker.ledger.places import Doors
from gridworker.ledger.roster import enclosing
from gridworker.ledger.scope import WHOLE, Scope

PLACES_OF_ROUND = """
SELECT p.id, p.community, p.building, p.unit FROM round_place r JOIN place p ON p.id = r.place
WHERE r.round = ?
"""
LINKS_OF_ROUND = "SELECT id, place FROM round_place WHERE round = ?"


@dataclass(frozen=True)
class RoundCount:
    """People in a round's scope who are tracked: sampled inside it, not sampled but exempt, still to come."""

    people: int
    sampled: int
    exempt: int
    remaining: int


@dataclass(frozen=True)
class RoundProgress:
    """A round as it stood at the end of an ISO day; buildings in natural order, those with people only."""

    total: RoundCount
    buildings: tuple[tuple[Building, RoundCount], ...]


def keep_round(
    ledger: Ledger,
    row: int | None,
    name: str,
    from_day: str,
    to_day: str,
    places: Sequence[int | Address] | None = None,
    own: Mapping[str, Any] | None = None,
) -> int:
    """Enter a round (row None) or change one, with its scope; return its number.

    `places` None is everybody; a 小区 or a building holds all that lies in it. `own` are
    values of the worker's own fields; those not named stay. One undoable change.
    Raises RowProblems when nothing is in its scope or the days are in the wrong order, NoSuchRow.
    """
    if places is not None and not places:
        headings = ledger.register("round").headings
        raise RowProblems({"whole": "请选出这一轮要检的小区、楼栋或单元，或选“全部范围”"}, headings)
    values: dict[str, Any] = {"name": name, "from_day": from_day, "to_day": to_day}
    values |= {"whole": int(places is None), **(own or {})}
    with ledger.change(f"检测轮次：{name}"):
        if row is None:
            row = ledger.create("round", values)
        else:
            ledger.update("round", row, values)
        wanted = {place for place in places or () if isinstance(place, int)}
        if addresses := [place for place in places or () if isinstance(place, Address)]:
            wanted |= set(map(Doors(ledger).place, addresses))
        for link, place in ledger.query(LINKS_OF_ROUND, (row,)):
            if place in wanted:
                wanted.remove(place)
            else:
                ledger.remove("round_place", link)
        ledger.create_many("round_place", [{"round": row, "place": place} for place in sorted(wanted)])
    return row


def remove_round(ledger: Ledger, row: int) -> None:
    """Remove a round and its scope; samples stay. Raises NoSuchRow."""
    with ledger.change(f"删除检测轮次：{ledger.get('round', row)['name']}"):
        ledger.remove("round", row)


def round_places(ledger: Ledger, row: int) -> list[tuple[int, Address]]:
    """The places in a round's scope in natural order; none for a round of everybody."""
    places = [(place, Address(*where)) for place, *where in ledger.query(PLACES_OF_ROUND, (row,))]
    return sorted(places, key=lambda place: place[1].sort_key)


def round_progress(ledger: Ledger, row: int, on: str, scope: Scope = WHOLE) -> RoundProgress:
    """How far a round had come at the end of an ISO day, after its last day as on that. Raises NoSuchRow."""
    book = due_book(ledger)
    people, sampled, exempt = _sets(ledger, book, row, on)
    part = residents_in(ledger, book.roster, scope)
    counted = [part & bits for bits in (people, sampled, exempt, people & ~sampled & ~exempt)]
    buildings = count_by_building(book.roster, counted)
    return RoundProgress(
        RoundCount(*(bits.bit_count() for bits in counted)),
        tuple((where, RoundCount(*counts)) for where, counts in buildings if counts[0]),
    )


def round_remaining(ledger: Ledger, row: int, on: str, scope: Scope = WHOLE) -> list[int]:
    """Residents whom a round still wants at the end of an ISO day, in address order. Raises NoSuchRow."""
    book = due_book(ledger)
    people, sampled, exempt = _sets(ledger, book, row, on)
    chosen = people & ~sampled & ~exempt & residents_in(ledger, book.roster, scope)
    return book.roster.in_address_order(ledger, book.roster.residents(chosen))


def _sets(ledger: Ledger, book: DueBook, row: int, on: str) -> tuple[int, int, int]:
    """Everyone tracked in scope; of those the sampled; of the others the exempt."""
    found = ledger.get("round", row)
    day = min(on, found["to_day"])
    state, roster = book.day(ledger, day), book.roster
    people = state.tracked
    if not found["whole"]:
        inside = {roster.places.get(place) for _, place in ledger.query(LINKS_OF_ROUND, (row,))}
        people &= roster.within(b for b in roster.blocks if not inside.isdisjoint(enclosing(b.where)))
    sampled = 0
    if found["from_day"] <= day:
        sampled = book.sampled.at_least(ledger, 1, found["from_day"], day, people)
    return people, sampled, people & state.exempt & ~sampled
