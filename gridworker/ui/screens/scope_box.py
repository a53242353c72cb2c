"""The box that narrows a list to one 小区 or one building."""

from __future__ import annotations

import tkinter
from collections.abc import Callable

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.buildings import count_by_building
from gridworker.ledger.kept import due_book
from gridworker.ledger.scope import WHOLE, Scope

EVERYWHERE = "全部楼栋"


class ScopeBox(ttk.Combobox):
    """Offers every building with residents, and every 小区 where there are several.

    `on_choose` hears that the user took another one; `scope` is the one taken.
    """

    def __init__(self, parent: tkinter.Misc, on_choose: Callable[[], None], *, width: int = 10) -> None:
        super().__init__(parent, state="readonly", width=width, height=16)
        self._scopes: dict[str, Scope] = {EVERYWHERE: WHOLE}
        self._on_choose = on_choose
        self.set(EVERYWHERE)
        self.bind("<<ComboboxSelected>>", lambda event: self._chosen())

    @property
    def scope(self) -> Scope:
        return self._scopes[self.get()]

    def offer(self, ledger: Ledger) -> None:
        """Offer what there is now; a choice that is gone falls back to everything."""
        buildings = [Scope(*where) for where, _ in count_by_building(due_book(ledger).roster, [])]
        communities = list(dict.fromkeys(Scope(each.community) for each in buildings))
        offered = [WHOLE, *(communities if len(communities) > 1 else []), *buildings]
        self._scopes = {EVERYWHERE if each == WHOLE else each.label: each for each in offered}
        self.configure(values=list(self._scopes))
        if self.get() not in self._scopes:
            self.set(EVERYWHERE)

    def choose(self, scope: Scope) -> None:
        """Take this scope without telling anybody, if it is offered; else everything."""
        self.set(next((words for words, each in self._scopes.items() if each == scope), EVERYWHERE))

    def _chosen(self) -> None:
        self.selection_clear()
        self._on_choose()
