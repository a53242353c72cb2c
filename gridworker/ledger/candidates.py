"""Who was meant by what was read or typed at the sampling desk."""

from __future__ import annotations

import json
from dataclasses import dataclass

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.characters import upper_ascii
from gridworker.ledger.scanning import is_card, scan_text
from gridworker.ledger.search import search

# A whole document number, name or phone is found by its index, a hundred times faster than by search.
WHOLE = """
SELECT id FROM resident WHERE id_number = :upper
UNION SELECT id FROM resident WHERE name = :text
UNION SELECT id FROM resident WHERE phone = :text LIMIT :limit
"""
PEOPLE = """
SELECT r.id, r.name, r.id_number, r.presence, p.community, p.building, p.unit, h.room,
       (SELECT MIN(s.sampled_at) FROM sample s WHERE s.resident = r.id AND s.sampled_on = :day)
FROM json_each(:residents) w
JOIN resident r ON r.id = w.value JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
ORDER BY w.key
"""


@dataclass(frozen=True)
class Candidate:
    """One line of the short list. `sampled_at`: the day's first sample; `id_tail`: the number's last four."""

    resident: int
    name: str
    address: str
    id_tail: str
    sampled_at: str | None
    presence: str


def candidates(ledger: Ledger, typed: str, day: str, limit: int = 9) -> list[Candidate]:
    """Residents that a scan, name, initials, phone tail or door may mean, the likeliest first.

    A whole document number, name or phone means just those who have it.
    """
    text = scan_text(typed)
    exact = {"text": text, "upper": upper_ascii(text), "limit": limit}
    found = [row for (row,) in ledger.query(WHOLE, exact)]
    if not found and not is_card(text):
        found = search(ledger, text, limit)
    wanted = {"residents": json.dumps(found), "day": day}
    return [
        Candidate(row, name, Address(*door).display, (number or "")[-4:], sampled_at, presence or "")
        for row, name, number, presence, *door, sampled_at in ledger.query(PEOPLE, wanted)
    ]
