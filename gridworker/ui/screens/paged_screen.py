"""What every screen of several pages is: a row of pages, one in sight with the keyboard and its own keys."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import ttkbootstrap as ttk

from gridworker.ui.desk import Touched
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.screen import Screen
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles


class PagedScreen(Screen):
    """A row of pages; the page in sight has the keyboard and its own keys.

    `pages` holds title and class (module:name) of every page, in their order; each is imported when first
    shown, the first one at the start.
    """

    pages: ClassVar[Mapping[str, tuple[str, str]]]

    def build(self) -> None:
        head = ttk.Frame(self, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        titles = {key: title for key, (title, _) in self.pages.items()}
        self.parts = Segments(head, titles, self.first, self.show, style=Styles.GROUND)
        self.parts.pack(side="left")
        ttk.Label(head, text="Ctrl+PgDn 换页", style=Styles.GROUND_MUTED).pack(side="right")
        self._pages: dict[str, Page] = {}
        self._stale_pages: set[str] = set()
        self._shown = ""

    @property
    def first(self) -> str:
        """The page that is shown when nothing else is asked for."""
        return next(iter(self.pages))

    # -- Screen

    def load(self) -> None:
        self.refresh_pages(None)
        if not self._shown:
            self.show(self.first)

    def refresh(self, touched: Touched | None) -> None:
        """Only the page in sight loads; the others when they are shown again."""
        if touched is None or self.shows.intersection(touched):
            if self._in_sight:
                self.refresh_pages(touched)
            else:
                self._stale = True

    def refresh_pages(self, touched: Touched | None) -> None:
        """Tell the page in sight what changed and remember it for the others."""
        self._stale_pages = set(self._pages) - {self._shown}
        if self._shown:
            self.page.refresh(touched)

    def enter(self) -> None:
        super().enter()
        self._listen_for(self._keys())
        self._listen_for(self.page.shown_keys())
        self.page.enter()

    def leave(self) -> None:
        super().leave()
        self._forget(self._keys() | self.page.shown_keys())
        self.page.leave()

    def open(self, **what: Any) -> None:
        """Show a `page` (by its key, else the first one) and hand it the rest."""
        key = str(what.pop("page", self.first))
        self.show(key)
        self.page.open(**what)

    # -- pages

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self._shown]

    def show(self, key: str) -> None:
        """Bring a page into sight."""
        if key == self._shown:
            return
        if self._shown:
            self._forget(self.page.shown_keys())
            self.page.leave()
            self.page.pack_forget()
        new = key not in self._pages
        if new:
            module, name = self.pages[key][1].split(":")
            self._pages[key] = getattr(importlib.import_module(module), name)(self, self.desk)
        self._shown = key
        self.parts.show(key)
        self.page.pack(fill="both", expand=True)
        self.update_idletasks()
        if new or key in self._stale_pages:
            self._stale_pages.discard(key)
            self.page.load()
        if self._in_sight:
            self._listen_for(self.page.shown_keys())
            self.page.enter()

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-Next>": lambda: self._turn(1),
            "<Control-Prior>": lambda: self._turn(-1),
        }

    def _turn(self, step: int) -> None:
        keys = list(self.pages)
        self.show(keys[(keys.index(self._shown) + step) % len(keys)])

    def _listen_for(self, keys: dict[str, Callable[[], object]]) -> None:
        for sequence, action in keys.items():
            self.winfo_toplevel().bind(sequence, _then_stop(action))

    def _forget(self, keys: dict[str, Callable[[], object]]) -> None:
        for sequence in keys:
            self.winfo_toplevel().unbind(sequence)


def _then_stop(action: Callable[[], object]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
