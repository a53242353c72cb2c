"""The due list of a day and the samples of a day as long lists: order, filters, and the few rows in sight.

Keys come as plain lists of row numbers. What the filters need is read when it is first asked for and kept
until `forget`, so that a key typed into a filter reads only the search index.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.browsing import OWN_VALUE, own_condition
from gridworker.ledger.kept import due_book
from gridworker.ledger.people import DuePerson, Outcome, due_details, due_ids
from gridworker.ledger.residing import own_values
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.search import condition, words_of

BY_NAME = (
    "SELECT json_group_array(resident) FROM (SELECT resident FROM resident_index ORDER BY name_key, resident)"
)
FOUND = "SELECT json_group_array(resident) FROM resident_index WHERE {condition}"
OF_TRADE = "SELECT json_group_array(id) FROM resident WHERE trade = ?"
TRADES = "SELECT DISTINCT trade FROM resident WHERE trade IS NOT NULL ORDER BY trade"
SAMPLES = """
SELECT json_group_array(s) FROM (
    SELECT s.id AS s FROM sample s JOIN resident_index i ON i.resident = s.resident
    WHERE s.sampled_on = :on AND (:result = '' OR s.result = :result) AND {condition}
    ORDER BY {order}
)
"""
SAMPLE_ROWS = """
SELECT s.id, s.resident, r.name, r.phone, p.community, p.building, p.unit, h.room,
       s.sampled_at, s.tube, s.result, s.reported_at, s.lab, s.own
FROM sample s JOIN resident r ON r.id = s.resident JOIN household h ON h.id = r.household
JOIN place p ON p.id = h.place WHERE s.id IN (SELECT value FROM json_each(?))
"""
RESULTS_ON = "SELECT result, COUNT(*) FROM sample WHERE sampled_on = ? GROUP BY result"
SAMPLE_ORDERS = {
    "address": "i.address_key {way}, s.id", "name": "i.name_key {way}, s.id",
    **{
        key: f"s.{key} IS NULL, s.{key} {{way}}, s.id"
        for key in ("sampled_at", "tube", "result", "reported_at", "lab")
    },
}  # fmt: skip
"""Columns by which the samples can be sorted."""

_BY_DETAIL: Mapping[str, Callable[[DuePerson], Any]] = {
    "last": lambda person: person.last_sampled_on,
    "due_on": lambda person: person.due_on,
    "overdue": lambda person: person.overdue_days,
    "reason": lambda person: person.reason,
}


class DueBrowser:
    """The people due on an ISO day, narrowed by what is set on it; None and "" narrow nothing.

    `outcome` None lists all that are due, 豁免 included.
    """

    def __init__(self, ledger: Ledger, on: str) -> None:
        self._ledger = ledger
        self.on = on
        self.outcome: Outcome | None = "missed"
        self.scope: Scope = WHOLE
        self.cadence = ""
        self.trade = ""
        self.overdue = False
        self.forget()

    def forget(self) -> None:
        """The ledger or the day changed: read everything again when asked."""
        self._base: tuple[object, list[int]] | None = None
        self._details: tuple[object, dict[int, DuePerson]] | None = None

    def keys(self, column: str = "address", descending: bool = False, text: str = "") -> list[int]:
        """Residents in order; unknown values come last in either direction."""
        found = self._narrowed(self._of_outcome())
        words = words_of(text)
        if words:
            where, parameters = condition(words)
            matching = set(self._numbers(FOUND.format(condition=where), parameters))
            found = [key for key in found if key in matching]
        return self._sorted(found, column, descending)

    def people(self, residents: Sequence[int]) -> dict[int, DuePerson]:
        """What the list shows of these; those not tracked on the day are left out."""
        return due_details(self._ledger, self.on, residents)

    def cadences(self) -> list[str]:
        """Names of the cadences somebody is on that day, the strictest first."""
        state = due_book(self._ledger).day(self._ledger, self.on)
        return [cadence.name for cadence, residents in state.cadences.items() if residents]

    def trades(self) -> list[str]:
        """The trades that residents have."""
        return [trade for (trade,) in self._ledger.query(TRADES)]

    def _of_outcome(self) -> list[int]:
        wanted = (self.on, self.scope, self.outcome)
        if self._base is None or self._base[0] != wanted:
            self._base = (wanted, due_ids(self._ledger, self.on, self.scope, self.outcome))
        return self._base[1]

    def _narrowed(self, found: list[int]) -> list[int]:
        if self.cadence:
            book = due_book(self._ledger)
            on_it = 0
            for cadence, residents in book.day(self._ledger, self.on).cadences.items():
                on_it |= residents if cadence.name == self.cadence else 0
            inside = set(book.roster.residents(on_it))
            found = [key for key in found if key in inside]
        if self.trade:
            inside = set(self._numbers(OF_TRADE, (self.trade,)))
            found = [key for key in found if key in inside]
        if self.overdue:
            people = self._all_people()
            found = [key for key in found if key in people and people[key].overdue_days]
        return found

    def _sorted(self, found: list[int], column: str, descending: bool) -> list[int]:
        if column == "address":
            return found[::-1] if descending else found
        if column == "name":
            inside = set(found)
            named = [key for key in self._numbers(BY_NAME) if key in inside]
            return named[::-1] if descending else named
        if column in ("cadence", "outcome"):
            ranks = self._ranks(column)
            return sorted(found, key=lambda key: ranks.get(key, len(ranks)), reverse=descending)
        value, people = _BY_DETAIL[column], self._all_people()
        known = [key for key in found if key in people and value(people[key]) is not None]
        known.sort(key=lambda key: value(people[key]), reverse=descending)
        inside = set(known)
        return known + [key for key in found if key not in inside]

    def _ranks(self, column: str) -> dict[int, int]:
        """The place of each resident's cadence (strictest first) or outcome (未检 first)."""
        book = due_book(self._ledger)
        state = book.day(self._ledger, self.on)
        outcomes = (state.missed, state.done, state.excused, state.willing)
        groups = state.cadences.values() if column == "cadence" else outcomes
        return {key: rank for rank, bits in enumerate(groups) for key in book.roster.residents(bits)}

    def _all_people(self) -> dict[int, DuePerson]:
        """Everyone of the outcome, with details; read once, for sorting and filtering by them."""
        base = self._of_outcome()
        wanted = self._base[0] if self._base else None
        if self._details is None or self._details[0] != wanted:
            self._details = (wanted, self.people(base))
        return self._details[1]

    def _numbers(self, sql: str, parameters: Any = ()) -> list[int]:
        return list(json.loads(self._ledger.query(sql, parameters)[0][0]))


class SampleBrowser:
    """The samples taken on an ISO day, or those of one result."""

    def __init__(self, ledger: Ledger, on: str) -> None:
        self._ledger = ledger
        self.on = on
        self.result = ""

    def keys(self, column: str = "address", descending: bool = False, text: str = "") -> list[int]:
        """Samples in order; words are looked for in what people are found by, and in the own fields."""
        words = words_of(text)
        where, parameters = condition(words, "i.text")
        own = [field for field in self._ledger.register("sample") if field.own] if words else []
        if own:
            where = f"({where} OR {own_condition(own, words)[0]})"
        order = self._order_by(column).format(way="DESC" if descending else "ASC")
        sql = SAMPLES.format(condition=where, order=order)
        found = self._ledger.query(sql, {**parameters, "on": self.on, "result": self.result})
        return list(json.loads(found[0][0]))

    def _order_by(self, column: str) -> str:
        """The order of a column; one of the worker's own fields is sorted by what was entered."""
        if column in SAMPLE_ORDERS:
            return SAMPLE_ORDERS[column]
        value = OWN_VALUE.format(key=self._ledger.register("sample").field(column).key)
        return f"{value} IS NULL, {value} {{way}}, s.id"

    def rows(self, samples: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What the list shows of these samples, by number."""
        rows = self._ledger.dicts(SAMPLE_ROWS, (json.dumps(list(samples)),))
        for row in rows:
            row |= own_values(row.pop("own"))
            row["address"] = Address(row["community"], row["building"], row["unit"], row["room"]).display
        return {row["id"]: row for row in rows}

    def results(self) -> dict[str, int]:
        """How many samples of the day have which result."""
        return {result or "": count for result, count in self._ledger.query(RESULTS_ON, (self.on,))}
