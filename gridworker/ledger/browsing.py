"""People and households as long lists: their order, what narrows it, and the few rows in sight.

Keys come as plain lists of row numbers. The order of a whole ledger is read once for each sort and kept
until `forget`; scope, presence and typed words only pick from it, so a key typed into a filter sorts nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.fields import YES_NO, Field
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.search import condition, words_of

PRESENT = "在住"

# The worker's own fields lie together in one column; what was typed is looked for in their values.
OWN_VALUE = "json_extract(own, '$.{key}')"
OWN_FOUND = "SELECT id FROM {register} WHERE own IS NOT NULL AND {condition}"

BY_ADDRESS = "SELECT resident AS k FROM resident_index ORDER BY address_key {way}, resident"
BY_NAME = "SELECT resident AS k FROM resident_index ORDER BY name_key {way}, resident"
BY_COLUMN = "SELECT id AS k FROM resident ORDER BY {column} IS NULL, {column} {way}, id"
FOUND = "SELECT resident AS k FROM resident_index WHERE {condition}"
IN_SCOPE = """
SELECT r.id AS k FROM place p JOIN household h ON h.place = p.id JOIN resident r ON r.household = h.id
WHERE {condition}
"""
PEOPLE_PRESENT = "SELECT id AS k FROM resident WHERE presence = ?"
PEOPLE = """
SELECT r.id, p.community, p.building, p.unit, h.room, r.name, r.sex, r.born, r.id_number, r.phone,
       r.relation, r.residency, r.trade, r.care, r.presence, r.own
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
WHERE r.id IN (SELECT value FROM json_each(?))
"""

HOMES_BY_ADDRESS = "SELECT household AS k FROM household_index ORDER BY address_key {way}, household"
HOMES_BY_COLUMN = "SELECT id AS k FROM household ORDER BY {column} IS NULL, {column} {way}, id"
HOMES_BY_HEAD = """
SELECT h.id AS k FROM household h
LEFT JOIN resident r ON h.head IS NULL AND r.household = h.id AND r.relation = '户主'
GROUP BY h.id ORDER BY COALESCE(h.head, r.name) IS NULL, COALESCE(h.head, r.name) {way}, h.id
"""
HOMES_BY_MEMBERS = """
SELECT h.id AS k FROM household h
LEFT JOIN (SELECT household, COUNT(*) AS members FROM resident GROUP BY household) m ON m.household = h.id
ORDER BY COALESCE(m.members, 0) {way}, h.id
"""
HOMES_BY_STATUS = """
SELECT h.id AS k FROM household h JOIN place p ON p.id = h.place
LEFT JOIN place b ON b.community = p.community AND b.building = p.building AND b.unit = ''
LEFT JOIN place c ON c.community = p.community AND c.building = '' AND c.unit = ''
ORDER BY COALESCE(p.status, b.status, c.status) IS NULL, COALESCE(p.status, b.status, c.status) {way}, h.id
"""
HOMES_FOUND = """
SELECT DISTINCT r.household AS k FROM resident_index JOIN resident r ON r.id = resident WHERE {member}
UNION SELECT h.id FROM household h JOIN household_index i ON i.household = h.id WHERE {own}
"""
HOME_TEXT = "lower(i.address || char(10) || COALESCE(h.head, '') || char(10) || COALESCE(h.phone, ''))"
HOMES_IN_SCOPE = "SELECT h.id AS k FROM place p JOIN household h ON h.place = p.id WHERE {condition}"
HOMES_PRESENT = "SELECT DISTINCT household AS k FROM resident WHERE presence = ?"
HOMES = """
SELECT h.id, p.community, p.building, p.unit, h.room, h.housing, h.phone, h.tags, h.own,
       COALESCE(h.head, (SELECT r.name FROM resident r
                         WHERE r.household = h.id AND r.relation = '户主')) AS head,
       COALESCE(p.status, b.status, c.status) AS status,
       (SELECT COUNT(*) FROM resident r WHERE r.household = h.id) AS members
FROM household h JOIN place p ON p.id = h.place
LEFT JOIN place b ON b.community = p.community AND b.building = p.building AND b.unit = ''
LEFT JOIN place c ON c.community = p.community AND c.building = '' AND c.unit = ''
WHERE h.id IN (SELECT value FROM json_each(?))
"""


class Browser:
    """One list: its keys under a sort and typed words, and its rows. Narrow it with `narrow`.

    `presence` None lists everybody, else only those in that state.
    """

    orders: ClassVar[Mapping[str, str]]
    """For each column that can be sorted, the SQL of the whole order."""
    backwards: ClassVar[frozenset[str]] = frozenset()
    """Columns whose stored value falls when the shown one rises (birth date and age)."""
    register: ClassVar[str]
    in_scope: ClassVar[str]
    present: ClassVar[str]
    shown: ClassVar[str]

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.scope = WHOLE
        self.presence: str | None = None
        self.forget()

    def forget(self) -> None:
        """The ledger changed: read everything again when asked."""
        self._order: tuple[tuple[str, bool] | None, list[int]] = (None, [])
        self._inside: set[int] | None = None
        self._narrowed = False

    def warm(self) -> None:
        """Read the search texts from disk once, so that the first typed key need not wait for it."""
        self._matching(["\x00"])

    def narrow(self, scope: Scope, presence: str | None) -> None:
        """List only what lies in this scope and is in this state."""
        self.scope, self.presence = scope, presence
        self._narrowed = False

    def keys(self, column: str = "address", descending: bool = False, text: str = "") -> list[int]:
        """Row numbers in order; unknown values come last in either direction."""
        found = self._whole_order(column, descending)
        for wanted in (self._within(), self._found(text)):
            if wanted is not None:
                found = [key for key in found if key in wanted]
        return found

    def rows(self, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
        """What the list shows of these rows, by number; those that are gone are left out."""
        rows = self._ledger.dicts(self.shown, (_json(keys),))
        for row in rows:
            row |= json.loads(row.pop("own") or "{}")
            row["address"] = Address(row["community"], row["building"], row["unit"], row["room"]).display
        return {row["id"]: row for row in rows}

    def _whole_order(self, column: str, descending: bool) -> list[int]:
        wanted = (column, descending)
        if self._order[0] != wanted:
            way = "DESC" if descending != (column in self.backwards) else "ASC"
            self._order = (wanted, self._numbers(self._order_by(column).replace("{way}", way)))
        return self._order[1]

    def _order_by(self, column: str) -> str:
        """The order of a column; one of the worker's own fields is sorted by what was entered."""
        if column in self.orders:
            return self.orders[column]
        value = OWN_VALUE.format(key=self._ledger.register(self.register).field(column).key)
        return f"SELECT id AS k FROM {self.register} ORDER BY {value} IS NULL, {value} {{way}}, id"

    def _within(self) -> set[int] | None:
        if not self._narrowed:
            self._inside, self._narrowed = self._read_within(), True
        return self._inside

    def _read_within(self) -> set[int] | None:
        inside: set[int] | None = None
        if self.scope != WHOLE:
            where, parameters = self.scope.condition()
            inside = set(self._numbers(self.in_scope.format(condition=where), parameters))
        if self.presence:
            present = set(self._numbers(self.present, (self.presence,)))
            inside = present if inside is None else inside & present
        return inside

    def _found(self, text: str) -> set[int] | None:
        words = words_of(text)
        return self._matching(words) | self._matching_own(words) if words else None

    def _matching_own(self, words: list[str]) -> set[int]:
        """Those whose own fields hold the words."""
        own = [field for field in self._ledger.register(self.register) if field.own]
        if not own:
            return set()
        where, parameters = own_condition(own, words)
        found = self._ledger.query(OWN_FOUND.format(register=self.register, condition=where), parameters)
        return {row for (row,) in found}

    def _matching(self, words: list[str]) -> set[int]:
        raise AssertionError("a list knows how it is searched")

    def _numbers(self, sql: str, parameters: Any = ()) -> list[int]:
        """Packed by SQLite into one text: a third of the time of as many rows."""
        packed = self._ledger.query(f"SELECT json_group_array(k) FROM ({sql})", parameters)[0][0]
        return list(json.loads(packed))


class PeopleBrowser(Browser):
    """All residents."""

    orders: ClassVar[Mapping[str, str]] = {
        "address": BY_ADDRESS,
        "name": BY_NAME,
        "age": BY_COLUMN.replace("{column}", "born"),
        **{
            key: BY_COLUMN.replace("{column}", key)
            for key in ("sex", "id_number", "phone", "relation", "residency", "trade", "care", "presence")
        },
    }
    backwards = frozenset({"age"})
    register = "resident"
    in_scope, present, shown = IN_SCOPE, PEOPLE_PRESENT, PEOPLE

    def _matching(self, words: list[str]) -> set[int]:
        where, parameters = condition(words)
        return set(self._numbers(FOUND.format(condition=where), parameters))


class HouseholdBrowser(Browser):
    """All households. Typed words find them by address, head, phone, or by anyone who lives there."""

    orders: ClassVar[Mapping[str, str]] = {
        "address": HOMES_BY_ADDRESS,
        "head": HOMES_BY_HEAD,
        "members": HOMES_BY_MEMBERS,
        "status": HOMES_BY_STATUS,
        **{key: HOMES_BY_COLUMN.replace("{column}", key) for key in ("housing", "phone", "tags")},
    }
    register = "household"
    in_scope, present, shown = HOMES_IN_SCOPE, HOMES_PRESENT, HOMES

    def _matching(self, words: list[str]) -> set[int]:
        own, parameters = condition(words, HOME_TEXT)
        member, _ = condition(words)
        return set(self._numbers(HOMES_FOUND.format(own=own, member=member), parameters))


def own_condition(own: Sequence[Field], words: list[str]) -> tuple[str, dict[str, str]]:
    """An SQL condition, with its parameters, that the values of these own fields hold all the words."""
    return condition(words, f"lower({' || char(10) || '.join(map(_as_read, own))})")


def _as_read(field: Field) -> str:
    """The SQL of what a list shows of an own field."""
    value = OWN_VALUE.format(key=field.key)
    if field.kind is YES_NO:
        return f"CASE {value} WHEN 1 THEN '是' WHEN 0 THEN '否' ELSE '' END"
    return f"COALESCE({value}, '')"


def _json(keys: Sequence[int]) -> str:
    return f"[{','.join(map(str, keys))}]"
