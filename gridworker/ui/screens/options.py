"""设置: the units, the rules as lists to edit, own fields, how the window looks, and the ledger's history."""

from __future__ import annotations

from typing import Any

from gridworker.ui.desk import Touched
from gridworker.ui.pick_list import Pick, PickList
from gridworker.ui.screens.options_catalogue import BundlesPane, MerchantsPane
from gridworker.ui.screens.options_duty import DutyPeoplePane, DutyPostsPane, DutyShiftsPane
from gridworker.ui.screens.options_ledger import LedgerPane
from gridworker.ui.screens.options_look import LookPane
from gridworker.ui.screens.options_loop import LoopRulesPane
from gridworker.ui.screens.options_own import OwnFieldsPane
from gridworker.ui.screens.options_pane import Pane
from gridworker.ui.screens.options_rows import CadencesPane, ReasonsPane, StatusesPane, TradesPane
from gridworker.ui.screens.options_settings import MessagesPane, RulesPane, UnitsPane
from gridworker.ui.screens.options_supplies import SupplyRulesPane
from gridworker.ui.screens.options_visits import RhythmsPane, VisitRulesPane
from gridworker.ui.screens.screen import Screen
from gridworker.ui.theme import GAP, card

SECTIONS: dict[str, type[Pane]] = {
    "units": UnitsPane,
    "rules": RulesPane,
    "cadences": CadencesPane,
    "trades": TradesPane,
    "statuses": StatusesPane,
    "reasons": ReasonsPane,
    "rhythms": RhythmsPane,
    "visit_rules": VisitRulesPane,
    "loop": LoopRulesPane,
    "supply_rules": SupplyRulesPane,
    "bundles": BundlesPane,
    "merchants": MerchantsPane,
    "duty_people": DutyPeoplePane,
    "duty_shifts": DutyShiftsPane,
    "duty_posts": DutyPostsPane,
    "own_fields": OwnFieldsPane,
    "messages": MessagesPane,
    "look": LookPane,
    "ledger": LedgerPane,
}
"""The sections by key, in the order of the list; each is made when first shown."""


class Options(Screen):
    key = "options"
    title = "设置"
    icon = "gear"

    def build(self) -> None:
        self._panes: dict[str, Pane] = {}
        self._fresh: set[str] = set()
        left = card(self, padding=GAP)
        left.pack(side="left", fill="y", padx=(0, GAP))
        picks = [Pick(key, pane.title) for key, pane in SECTIONS.items()]
        self.list = PickList(left, picks, self._show, width=6)
        self.list.pack(fill="both", expand=True)
        self._place = card(self)
        self._place.pack(side="left", fill="both", expand=True)

    def enter(self) -> None:
        super().enter()
        self.list.focus_list()

    def load(self) -> None:
        self._show(self.list.chosen)

    def refresh(self, touched: Touched | None) -> None:
        """Every section knows what it shows; the history shows everything."""
        for key in list(self._fresh):
            if touched is None or key == "ledger" or not SECTIONS[key].shows.isdisjoint(touched):
                self._fresh.discard(key)
        if self._in_sight:
            self.load()
        else:
            self._stale = True

    def open(self, section: str = "", **what: Any) -> None:
        """Show this section."""
        if section in SECTIONS:
            self.list.choose(section)

    @property
    def pane(self) -> Pane:
        """The section in sight."""
        return self._panes[self.list.chosen]

    def _show(self, key: str) -> None:
        for other, pane in self._panes.items():
            if other != key:
                pane.pack_forget()
        if key not in self._panes:
            self._panes[key] = SECTIONS[key](self._place, self.desk)
        self._panes[key].pack(fill="both", expand=True)
        if key not in self._fresh:
            self._fresh.add(key)
            self._panes[key].load()
