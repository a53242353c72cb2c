"""One tube at the sampling desk: its number, what is in it, whether it may be used, closing it."""

from __future__ import annotations

from dataclasses import dataclass

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.policy import load_policy
from gridworker.ledger.scanning import following

USED = """
SELECT EXISTS (SELECT 1 FROM tube WHERE number = :number)
    OR EXISTS (SELECT 1 FROM sample WHERE tube = :number)
    OR EXISTS (SELECT 1 FROM tube_result WHERE number = :number)
"""
PLACES_TAKEN = "SELECT place_in_tube FROM sample WHERE tube = ?"

CLOSE = "封管"


class TubeRefused(GridworkerError):
    """A tube cannot be used, or there is none; the sentence says what to do."""


@dataclass(frozen=True)
class TubeView:
    """The tube in hand."""

    number: str
    count: int
    size: int


def tube_row(ledger: Ledger, number: str) -> Row | None:
    """The tube's row; None for one that is only scanned, or known only from samples."""
    return next(iter(ledger.rows("tube", {"number": number})), None)


def places_taken(ledger: Ledger, number: str) -> list[int | None]:
    """The place of each sample in the tube; None where an import did not say it."""
    return [place for (place,) in ledger.query(PLACES_TAKEN, (number,))]


def open_view(ledger: Ledger, number: str) -> TubeView | None:
    """What is in a tube that still takes samples (nothing, if it was only scanned); None for any other."""
    tube = tube_row(ledger, number) or {"size": load_policy(ledger).tube_size, "closed_at": None}
    view = TubeView(number, len(places_taken(ledger, number)), tube["size"])
    return None if tube["closed_at"] or view.count >= view.size else view


def is_used(ledger: Ledger, number: str) -> bool:
    """Whether a tube of this number is known from the desk, from samples or from results."""
    return bool(ledger.query(USED, {"number": number})[0][0])


def next_number(ledger: Ledger, last: str) -> str:
    """The next number after `last` (G1128-0001 → G1128-0002) that no tube bears yet."""
    number = following(last)
    while is_used(ledger, number):
        number = following(number)
    return number


def refuse_used(ledger: Ledger, number: str, site: str | None) -> None:
    """Raise TubeRefused unless the tube is new, or open at this site with places left."""
    if not is_used(ledger, number):
        return
    tube = tube_row(ledger, number)
    count = len(places_taken(ledger, number))
    if tube is None:
        raise TubeRefused(f"采样管 {number} 已经用过，台账里有它的记录。请换一支新管。")
    if tube["closed_at"] or count >= tube["size"]:
        raise TubeRefused(f"采样管 {number} 已封管，里面有 {count} 人。请换一支新管。")
    if tube["site"] != site:
        raise TubeRefused(f"采样管 {number} 正在“{tube['site'] or '别的采样点'}”使用。请换一支新管。")


def opened(ledger: Ledger, number: str, site: str | None, at: str) -> Row:
    """Write a new tube of the size now set, inside a running change."""
    size = load_policy(ledger).tube_size
    row = ledger.create("tube", {"number": number, "size": size, "site": site, "opened_at": at})
    return ledger.get("tube", row)


def close(ledger: Ledger, tube: TubeView | None, at: str) -> TubeView:
    """Close a tube before it is full, as one change. Raises TubeRefused when there is none or it is empty."""
    if tube is None:
        raise TubeRefused("现在没有打开的采样管，不用封管。")
    row = tube_row(ledger, tube.number)
    if row is None:
        raise TubeRefused(f"采样管 {tube.number} 里还没有人，不用封管。要换管请直接扫新管。")
    with ledger.change(f"{CLOSE} {tube.number}"):
        ledger.update("tube", row["id"], {"closed_at": at})
    return tube
