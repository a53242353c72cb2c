"""Search as you type: part of a name, pinyin, initials, tails of ID and phone, address (domain.md §5)."""

from __future__ import annotations

import json
import re

from gridworker.errors import ValueProblem
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.identity import half_width, mask_id

# The first line of an index text is the name, every further line one more thing to be found by.
# Best first: the name begins so, then anything else begins so, then it stands somewhere inside.
FOUND = """
SELECT resident FROM resident_index WHERE {condition}
ORDER BY CASE WHEN substr(text, 1, length(:w0)) = :w0 THEN 0
              WHEN instr(text, char(10) || :w0) > 0 THEN 1 ELSE 2 END, address_key, resident
LIMIT :limit
"""

PEOPLE = """
SELECT r.id, r.name, r.id_number, p.community, p.building, p.unit, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
WHERE r.id IN (SELECT value FROM json_each(?))
"""

HOUSEHOLDS = """
SELECT h.id, h.head, p.community, p.building, p.unit, h.room
FROM json_each(?) w JOIN household h ON h.id = w.value JOIN place p ON p.id = h.place ORDER BY w.key
"""
AT_DOORS = """
SELECT household FROM household_index WHERE {condition} ORDER BY address_key, household LIMIT :limit
"""
HOMES_OF = "SELECT r.household FROM json_each(?) w JOIN resident r ON r.id = w.value ORDER BY w.key"

_DOOR = re.compile(r"[0-9a-z一二三四五六七八九十]\s*[号楼栋幢单元#室]")


def words_of(text: str) -> list[str]:
    """The words that must all be found, as the index writes them; an address in any style is one word."""
    plain = half_width(text).strip().lower()
    if not plain:
        return []
    if _DOOR.search(plain):
        try:
            address = parse_address(plain)
        except ValueProblem:
            pass
        else:
            return [(address.canonical.lstrip("-") if address.room else address.display).lower()]
    return plain.split()


def condition(words: list[str], column: str = "text") -> tuple[str, dict[str, str]]:
    """An SQL condition on the index text with its parameters; true for everything without words."""
    parts = [f"instr({column}, :w{number}) > 0" for number in range(len(words))]
    return " AND ".join(parts) or "1", {f"w{number}": word for number, word in enumerate(words)}


def search(ledger: Ledger, text: str, limit: int = 50) -> list[int]:
    """Numbers of residents that match, the likeliest first; none for blank text."""
    words = words_of(text)
    if not words:
        return []
    sql, parameters = condition(words)
    found = ledger.query(FOUND.format(condition=sql), parameters | {"limit": limit})
    return [row for (row,) in found]


def suggestions(ledger: Ledger, text: str, limit: int) -> list[tuple[int, str]]:
    """The likeliest matches, each with a line that tells people of one name apart (ID masked)."""
    found = search(ledger, text, limit)
    shown = {
        row: f"{name}　{Address(*door).display}　{mask_id(number) if number else ''}".rstrip("　")
        for row, name, number, *door in ledger.query(PEOPLE, (f"[{','.join(map(str, found))}]",))
    }
    return [(row, shown[row]) for row in found]


def household_suggestions(ledger: Ledger, text: str, limit: int) -> list[tuple[int, str]]:
    """The likeliest households, by door or by anybody who lives there, each with its door and head."""
    words = words_of(text)
    if not words:
        return []
    sql, parameters = condition(words, "lower(address)")
    doors = [row for (row,) in ledger.query(AT_DOORS.format(condition=sql), parameters | {"limit": limit})]
    people = json.dumps(search(ledger, text, limit))
    found = list(dict.fromkeys((*doors, *(row for (row,) in ledger.query(HOMES_OF, (people,))))))[:limit]
    return [
        (row, f"{Address(*door).display}　{head or ''}".rstrip("　"))
        for row, head, *door in ledger.query(HOUSEHOLDS, (json.dumps(found),))
    ]
