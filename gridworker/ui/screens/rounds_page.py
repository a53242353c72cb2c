"""轮次豁免: rounds in which everybody of a scope is called once, and who is exempt from testing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ui.screens.exemptions_part import ExemptionsPart
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.rounds_part import RoundsPart
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

PARTS = {"rounds": "检测轮次 F8", "exempt": "豁免 F9"}


class RoundsPage(Page):
    """Two parts; only the one in sight is filled."""

    def build(self) -> None:
        head = ttk.Frame(self, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        self.parts = Segments(head, PARTS, "rounds", self.show, style=Styles.GROUND)
        self.parts.pack(side="left")
        words = "未检原因在“应检名单”里按 Ctrl+R 登记，按天保存"
        ttk.Label(head, text=words, style=Styles.GROUND_MUTED).pack(side="right")
        self.rounds = RoundsPart(self, self.desk)
        self.exemptions = ExemptionsPart(self, self.desk)
        self._part: RoundsPart | ExemptionsPart = self.rounds
        self.rounds.pack(fill="both", expand=True)

    # -- Page

    def load(self) -> None:
        self._part.load()

    def enter(self) -> None:
        self._part.focus_rows()

    def leave(self) -> None:
        self._part.show_phones(False)

    def open(self, **what: Any) -> None:
        """Show a `part` (rounds, exempt), the exemptions of a `scope`."""
        part = str(what.get("part") or ("exempt" if what.get("scope") else "rounds"))
        self.show(part if part in PARTS else "rounds")
        if self._part is self.exemptions:
            self.exemptions.narrow(what.get("scope"))

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F2>": lambda: self._part.edit(),
            "<F4>": lambda: self._part.show_phones(None),
            "<F6>": lambda: self._choose_scope("whole"),
            "<F7>": lambda: self._choose_scope("chosen"),
            "<F8>": lambda: self.show("rounds"),
            "<F9>": lambda: self.show("exempt"),
            "<Control-n>": lambda: self._part.begin_new(),
            "<Control-r>": self.rounds.view.give_reason,
            "<Control-s>": lambda: self._part.save(),
            "<Escape>": lambda: self._part.back(),
        }

    # -- parts

    def show(self, part: str) -> None:
        """Bring a part into sight and read it."""
        self.parts.show(part)
        wanted: RoundsPart | ExemptionsPart = self.rounds if part == "rounds" else self.exemptions
        if wanted is not self._part:
            self._part.show_phones(False)
            self._part.pack_forget()
            self._part = wanted
            wanted.pack(fill="both", expand=True)
            self.update_idletasks()
            wanted.load()
        wanted.focus_rows()

    def _choose_scope(self, key: str) -> None:
        """The form's choice between everybody and ticked places."""
        if self._part is self.rounds and self.rounds.form is not None:
            self.rounds.form.choose_scope(key)
