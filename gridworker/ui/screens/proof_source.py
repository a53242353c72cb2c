"""What the list of 48-hour proofs shows: columns, and rows from the proofs of one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.proof import ProofPerson, Proofs, State
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.search import search
from gridworker.ui.grid import GridColumn, GridRow, Sort

COLUMNS = (
    GridColumn("state", "状态", 4, sortable=False),
    GridColumn("address", "地址", 12, stretch=True),
    GridColumn("name", "姓名", 5),
    GridColumn("phone", "手机", 8, sortable=False),
    GridColumn("trade", "行业", 5),
    GridColumn("last", "最近阴性", 6),
    GridColumn("valid_until", "有效至", 6),
    GridColumn("left", "还剩", 6, sortable=False),
)
WORDS: dict[State, str] = {"valid": "有效", "expiring": "将过期", "expired": "已过期", "none": "没有阴性"}
TAGS: dict[State, str] = {"valid": "good", "expiring": "soon", "expired": "missed", "none": "quiet"}
SORTED_MOST = 10_000
"""Longer lists stay in the order of the doors: reading everybody's last report would take seconds."""


class ProofSource:
    """The people in one state, narrowed by scope; `whole` shows phones unmasked."""

    columns: Sequence[GridColumn] = COLUMNS

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._proofs: Proofs | None = None
        self.state: State | None = "expired"
        self.scope: Scope = WHOLE
        self.whole = False
        self.unsorted = False
        self._base: tuple[object, list[int]] | None = None

    def take(self, proofs: Proofs) -> None:
        """Show the proofs of this moment."""
        self._proofs, self._base = proofs, None

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        """`unsorted` tells afterwards that the list was too long to be sorted."""
        if self._proofs is None:
            return []
        found = self._listed(self._proofs)
        if filter:
            matching = set(search(self._ledger, filter, self._proofs.roster.size))
            found = [key for key in found if key in matching]
        self.unsorted = bool(sort) and sort != ("address", False) and len(found) > SORTED_MOST
        return found if sort is None or self.unsorted else self._sorted(self._proofs, found, sort)

    def person(self, key: int) -> ProofPerson | None:
        """Who this is; None when they are no longer tracked."""
        found = self._proofs.people([key]) if self._proofs else []
        return found[0] if found else None

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        people = self._proofs.people(keys) if self._proofs else []
        return {person.resident: self._row(person) for person in people}

    def _listed(self, proofs: Proofs) -> list[int]:
        wanted = (self.state, self.scope)
        if self._base is None or self._base[0] != wanted:
            self._base = wanted, proofs.residents(self.state, self.scope)
        return self._base[1]

    @staticmethod
    def _sorted(proofs: Proofs, found: list[int], sort: Sort) -> list[int]:
        """Unknown values come last in either direction."""
        column, descending = sort
        if column == "address":
            return found[::-1] if descending else found
        values: list[tuple[Any, int]] = [(getattr(p, column), p.resident) for p in proofs.people(found)]
        known = sorted(
            (pair for pair in values if pair[0]), key=lambda pair: str(pair[0]), reverse=descending
        )
        return [key for _, key in known] + [key for value, key in values if not value]

    def _row(self, person: ProofPerson) -> GridRow:
        phone = person.phone or ""
        cells = (
            WORDS[person.state], person.address.display, person.name,
            phone if self.whole or not phone else mask_phone(phone), person.trade or "",
            _clock(person.last) or "从未", _clock(person.valid_until), self._left(person),
        )  # fmt: skip
        return GridRow(cells, TAGS[person.state])

    def _left(self, person: ProofPerson) -> str:
        if person.valid_until is None or self._proofs is None:
            return ""
        at, until = (datetime.fromisoformat(text) for text in (self._proofs.at, person.valid_until))
        hours = int(abs((until - at).total_seconds()) // 3600)
        told = f"{hours} 小时" if hours < 72 else f"{hours // 24} 天"
        return f"还有 {told}" if until >= at else f"过了 {told}"


def _clock(moment: str | None) -> str:
    """11-28 22:10: nobody looks for the year of a proof."""
    return (moment or "")[5:16]
