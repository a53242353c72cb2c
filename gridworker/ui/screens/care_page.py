"""重点人群: the people of every kind, and the vaccination of the elderly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.scope import WHOLE
from gridworker.ui.screens.care_doses_part import CareDoses
from gridworker.ui.screens.care_kinds_part import CareKinds
from gridworker.ui.screens.care_part import CarePart
from gridworker.ui.screens.page import Page
from gridworker.ui.theme import GAP, Styles


class CarePage(Page):
    """Two parts over one scope; the part in sight has the keyboard and its own keys."""

    def build(self) -> None:
        card = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        card.pack(fill="both", expand=True)
        self.kinds = CareKinds(card, self.desk, self.show, self.load)
        self.doses = CareDoses(card, self.desk, self.show, self.load)
        self.part: CarePart = self.kinds
        for part in (self.kinds, self.doses):
            part.add_button("报表 Ctrl+P", self.go_to_report, "right")
            ttk.Label(part.foot, text="F6 换一页　F4 完整电话", style=Styles.MUTED).pack(side="right")
        self.kinds.pack(fill="both", expand=True)

    # -- Page

    def load(self) -> None:
        self.part.scope_box.offer(self.desk.ledger)
        self.part.load()

    def enter(self) -> None:
        self.part.take_keyboard()

    def leave(self) -> None:
        self.kinds.show_phones(False)
        self.doses.show_phones(False)

    def open(self, **what: Any) -> None:
        """Show a `part` (people, doses) in a `scope`, with the people of a `kind` or a `standing`."""
        self.part.scope_box.choose(what.get("scope") or WHOLE)
        self.show(str(what.get("part") or ("doses" if what.get("standing") else "people")))
        if what.get("kind"):
            self.kinds.choose(str(what["kind"]))
        if what.get("standing"):
            self.doses.choose(what["standing"])

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        keys: dict[str, Callable[[], object]] = {
            "<F4>": lambda: self.part.show_phones(None),
            "<F6>": self.turn,
            "<Control-p>": self.go_to_report,
        }
        every = {**self.kinds.part_keys(), **self.doses.part_keys()}
        return keys | {sequence: lambda at=sequence: self._to_part(at) for sequence in every}

    # -- actions

    def show(self, part: str) -> None:
        """Bring a part into sight; the scope goes with it."""
        scope = self.part.scope_box.scope
        self.part.pack_forget()
        self.part = self.doses if part == "doses" else self.kinds
        self.part.parts.show(self.part.key)
        self.part.pack(fill="both", expand=True)
        self.part.scope_box.offer(self.desk.ledger)
        self.part.scope_box.choose(scope)
        self.load()
        self.part.take_keyboard()

    def turn(self) -> None:
        """Go to the other part."""
        self.show("doses" if self.part is self.kinds else "people")

    def go_to_report(self) -> None:
        """Go to the report of both parts."""
        scope = self.part.scope_box.scope
        self.desk.shell.go("reports", report="care", **({} if scope == WHOLE else {"scope": scope}))

    def _to_part(self, sequence: str) -> None:
        """A key does what it means in the part in sight."""
        if action := self.part.part_keys().get(sequence):
            action()
