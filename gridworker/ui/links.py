"""How forms show and find the rows that a field points to: people by name and door, households by door."""

from __future__ import annotations

from collections.abc import Sequence

from gridworker.ledger.book import Ledger
from gridworker.ledger.fields import Field
from gridworker.ledger.places import address_of
from gridworker.ledger.search import household_suggestions, suggestions

_MOST = 8


class LedgerLinks:
    """Links to residents, households, or anything with a name. Implements form_editors.Links."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def label(self, field: Field, row: int) -> str:
        """The words for this row; a row that is gone says so."""
        found = self._ledger.find(field.link, row)
        if found is None:
            return "（已删除）"
        if field.link == "household":
            return address_of(self._ledger, row).display
        if field.link == "resident":
            return f"{found['name']}　{address_of(self._ledger, found['household']).display}"
        return str(found[self._ledger.register(field.link).label] or "")

    def find(self, field: Field, text: str) -> Sequence[tuple[int, str]]:
        """Rows that match what is typed, best first."""
        if field.link == "household":
            return household_suggestions(self._ledger, text, _MOST)
        if field.link == "resident":
            return suggestions(self._ledger, text, _MOST)
        label = self._ledger.register(field.link).label
        rows = [(row["id"], str(row[label] or "")) for row in self._ledger.rows(field.link)]
        return [(row, words) for row, words in rows if text.strip() in words][:_MOST]
