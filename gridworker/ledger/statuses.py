"""管控状态 of 小区, buildings and units: what holds on a day, since when, and setting it (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dated import Dated, past_values
from gridworker.ledger.days import shift
from gridworker.ledger.places import Doors
from gridworker.ledger.roster import Where, enclosing

PLACES = "SELECT id, community, building, unit, status, status_since FROM place"
RULES = "SELECT name, cadence, going_out FROM managed_status"
PAST = "SELECT id, since FROM past WHERE register = 'place' AND field = 'status' AND row = ? ORDER BY id"

Segment = tuple[str | None, str | None]
"""(since, status): a status and the first day on which it holds, None for always."""


@dataclass(frozen=True)
class PlaceStatus:
    """One place on one day. `own` is its own status and `since` that one's first day.

    `effective` is the status that holds there, which is that of the place `effective_from` (itself,
    its building or its 小区). `cadence` and `going_out` are what that status says, None where nothing.
    """

    place: int
    address: Address
    own: str | None
    since: str | None
    effective: str | None
    effective_since: str | None
    effective_from: Address | None
    cadence: str | None
    going_out: str | None


@dataclass(frozen=True)
class StatusSpan:
    """A status from `since` (None: always) to `until` inclusive (None: until further notice)."""

    status: str | None
    since: str | None
    until: str | None


def status_tree(ledger: Ledger, on: str) -> list[PlaceStatus]:
    """Every place in natural order, with what holds there on an ISO day, past or to come."""
    past = past_values(ledger, "place", "status")
    places: dict[Where, tuple[int, Segment]] = {}
    for row, community, building, unit, status, since in ledger.query(PLACES):
        dated = Dated(status, since, past.get(row, ()))
        places[community, building, unit] = row, segment_on(segments(dated), on)
    rules = {name: (cadence, out) for name, cadence, out in ledger.query(RULES)}
    found = [_told(places, rules, where) for where in places]
    return sorted(found, key=lambda place: place.address.sort_key)


def _told(
    places: Mapping[Where, tuple[int, Segment]],
    rules: Mapping[str, tuple[str | None, str | None]],
    where: Where,
) -> PlaceStatus:
    row, (since, own) = places[where]
    source = next((level for level in enclosing(where) if level in places and places[level][1][1]), None)
    effective_since, effective = places[source][1] if source else (None, None)
    return PlaceStatus(
        row,
        Address(*where),
        own,
        since if own else None,
        effective,
        effective_since,
        Address(*source) if source else None,
        *rules.get(effective or "", (None, None)),
    )


def status_history(ledger: Ledger, place: int) -> list[StatusSpan]:
    """The statuses of a place one after the other, the earliest first; planned ones too. Raises NoSuchRow."""
    row = ledger.get("place", place)
    past = past_values(ledger, "place", "status").get(place, ())
    found = segments(Dated(row["status"], row["status_since"], past))
    if not found:
        return []
    lasts = [shift(since, -1) for since, _ in found[1:] if since] + [None]
    return [StatusSpan(status, since, last) for (since, status), last in zip(found, lasts, strict=True)]


def set_status(ledger: Ledger, place: int | Address, status: str | None, since: str) -> int:
    """Give a place a status from an ISO day on, until it is given another; return the place's number.

    None or blank takes its own status away, so that it has that of the place around it. Days before
    `since` stay as they were; what was set or planned for later days gives way. A place that the ledger
    does not hold yet is made. One undoable change. Raises NoSuchRow, RowProblems.
    """
    status = (status or "").strip() or None
    with ledger.change(f"管控状态：{status or '无'}（{since} 起）"):
        row = Doors(ledger).place(place) if isinstance(place, Address) else place
        old = ledger.get("place", row)
        past = past_values(ledger, "place", "status").get(row, ())
        known = segments(Dated(old["status"], old["status_since"], past))
        kept = [(begun, held) for begun, held in known if (begun or "") < since]
        if (kept[-1][1] if kept else None) != status:
            kept.append((since, status))
        begun, held = kept[-1] if kept else (None, None)
        ledger.update("place", row, {"status": held, "status_since": begun})
        for entry, day in ledger.query(PAST, (row,)):
            if (day or "") >= (begun or ""):
                ledger.remove("past", entry)
    return row


def segments(dated: Dated) -> list[Segment]:
    """What a dated value says, as statuses that follow each other, the earliest first.

    The value recorded last holds from its day on, whatever was recorded for later days before.
    """
    found: list[Segment] = []
    for since, value in (*dated.past, (dated.since, dated.value)):
        found = [(begun, held) for begun, held in found if (begun or "") < (since or "")]
        found.append((since, value))
    return [(since, value) for since, value in found if since or value]


def segment_on(known: list[Segment], day: str) -> Segment:
    """The one of these that holds on an ISO day; (None, None) before the first."""
    return next(((s, v) for s, v in reversed(known) if s is None or s <= day), (None, None))
