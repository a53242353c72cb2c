"""场所巡查: what was found where, what still has to be mended, and which venues nobody has seen for long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import days_between
from gridworker.ledger.todo_item import Todo

ELEMENTS = ("temperature_taken", "code_scanned", "proof_checked", "masks_worn")
"""The four elements (四要素): 测温, 扫码, 查证, 戴口罩."""

NAMES = "SELECT venue FROM venue GROUP BY venue ORDER BY MAX(at) DESC, venue"
_OFTEN = 7  # days


@dataclass(frozen=True)
class Venue:
    """A venue as it stands on a day: its last inspection, how many days ago that was, what is open.

    `row` is the last inspection's number; `unseen` says that it is longer ago than it should be.
    """

    name: str
    row: int
    last_at: str
    days: int
    inspections: int
    open: int
    unseen: bool


def is_open(row: Mapping[str, Any], on: str) -> bool:
    """Whether an inspection still asks for something on the ISO day.

    It does from an element that is missing, or a remedy that is named, until that is done.
    """
    asks = bool(row["remedy"]) or bool(lacking(row))
    return asks and (row["remedied_on"] is None or row["remedied_on"] > on)


def lacking(row: Mapping[str, Any]) -> list[str]:
    """The elements that were found missing, by key."""
    return [element for element in ELEMENTS if row[element] == 0]


def most_days(ledger: Ledger) -> int:
    """After how many days without an inspection a venue is asked for (setting venue_days)."""
    typed = ledger.setting("venue_days")
    return int(typed) if typed.isdecimal() and int(typed) > 0 else _OFTEN


def venue_names(ledger: Ledger) -> list[str]:
    """Every venue that was ever inspected, the last one first."""
    return [name for (name,) in ledger.query(NAMES)]


def venues(ledger: Ledger, on: str) -> list[Venue]:
    """The venues inspected up to the ISO day, those not seen for longest first."""
    known = [row for row in ledger.rows("venue", order="at") if row["at"][:10] <= on]
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in known:
        by_name.setdefault(row["venue"], []).append(row)
    limit = most_days(ledger)
    found = [_venue(name, rows, on, limit) for name, rows in by_name.items()]
    return sorted(found, key=lambda venue: (venue.last_at, venue.name))


def _venue(name: str, rows: list[dict[str, Any]], on: str, limit: int) -> Venue:
    last = rows[-1]
    days = days_between(last["at"][:10], on)
    waiting = sum(is_open(row, on) for row in rows)
    return Venue(name, last["id"], last["at"], days, len(rows), waiting, days > limit)


def settle(ledger: Ledger, rows: Iterable[int], day: str) -> int:
    """Note that what these inspections ask for was done on the ISO day; return how many it concerned."""
    with ledger.change("整改完成"):
        open_rows = [row for row in rows if is_open(ledger.get("venue", row), day)]
        for row in open_rows:
            ledger.update("venue", row, {"remedied_on": day})
    return len(open_rows)


def venue_todos(ledger: Ledger, on: str) -> list[Todo]:
    """What venues still have to mend, and which were not inspected for long, on the ISO day."""
    waiting = [row for row in ledger.rows("venue", order="at") if row["at"][:10] <= on and is_open(row, on)]
    unseen = [venue for venue in venues(ledger, on) if venue.unseen]
    found = []
    if waiting:
        oldest = days_between(waiting[0]["at"][:10], on)
        since = f"最早的已过 {oldest} 天" if oldest else "都是今天发现的"
        text = f"{len(waiting)} 次场所巡查发现的问题待整改，{since}"
        found.append(Todo("warn", text, "visits", {"page": "venues", "state": "open"}))
    if unseen:
        text = f"{len(unseen)} 处场所超过 {most_days(ledger)} 天没有巡查，最久的是{unseen[0].name}"
        found.append(Todo("info", text, "visits", {"page": "venues", "state": "unseen"}))
    return found
