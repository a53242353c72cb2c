"""A page over a register whose rows may be in several states at once: out, and with a pass that ran out."""

from __future__ import annotations

from collections.abc import Sequence

from gridworker.ledger.scope import Scope
from gridworker.ui.screens.register_page import Entry, RegisterPage


class StatesPage(RegisterPage):
    """Rows carry `states`, all that they are in; each is counted and listed under every one of them."""

    def build(self) -> None:
        super().build()
        # Beside a form in large text there is not room for all: the states come before the filter.
        self.parts.pack_configure(before=self.rows.filter_box)

    def found(self, scope: Scope) -> Sequence[Entry]:
        """Every row of the scope on the working day with its `states`, in the order of urgency."""
        raise AssertionError("a page finds its rows")

    def entries(self, scope: Scope) -> Sequence[Entry]:
        chosen = self.parts.chosen
        return [{**each, "state": chosen if chosen in each["states"] else ""} for each in self.found(scope)]

    def _count(self, found: Sequence[Entry]) -> None:
        for key, words in self.states.items():
            count = sum(key == "all" or key in each["states"] for each in found)
            self.parts.say(key, f"{words} {count:,}")
