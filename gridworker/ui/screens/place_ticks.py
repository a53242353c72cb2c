"""小区, buildings and units to tick; a ticked place holds all that lies in it."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address

_NONE, _ALL, _SOME = "□", "■", "▣"
_FEW = 3  # 小区; so many are shown opened


class PlaceTicks(ttk.Frame):
    """A tree of places: a click or Space ticks, Left and Right close and open. `on_change` hears of ticks."""

    def __init__(self, parent: tkinter.Misc, on_change: Callable[[], None] = lambda: None) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._inside: dict[Address, list[Address]] = {}
        self._items: dict[Address, str] = {}
        self._marks: dict[Address, str] = {}
        self._ticked: set[Address] = set()
        self.tree = ttk.Treeview(self, show="tree", selectmode="browse", height=3)
        bar = ttk.Scrollbar(self, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tree.pack(fill="both", expand=True)
        self.tree.bind("<space>", lambda event: self._toggle_at(self.tree.focus()))
        self.tree.bind("<ButtonRelease-1>", self._clicked)

    def offer(self, places: Iterable[Address], ticked: Iterable[Address] = ()) -> None:
        """Offer these, given in natural order with every 小区 and building above the deeper ones."""
        known = [place for place in places if any((place.community, place.building, place.unit))]
        self._inside = {place: [] for place in known}
        self._items, self._marks = {}, {}
        self.tree.delete(*self.tree.get_children())
        tops = [place for place in known if _around(place) not in self._inside]
        for place in known:
            around = _around(place)
            if around in self._inside:
                self._inside[around].append(place)
            opened = len(tops) < _FEW and place in tops
            self._items[place] = self.tree.insert(self._items.get(around, ""), "end", open=opened)
        self._ticked = self._inside.keys() & set(ticked)
        self._draw()

    @property
    def places(self) -> list[Address]:
        """The ticked places in natural order; none lies in another."""
        return [place for place in self._items if place in self._ticked]

    def focus_list(self) -> None:
        """Give the tree the keyboard."""
        items = self.tree.get_children()
        if items and not self.tree.focus():
            self.tree.focus(items[0])
            self.tree.selection_set(items[0])
        self.tree.focus_set()

    # -- inside

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        if "indicator" not in str(self.tree.identify_element(event.x, event.y)):
            self._toggle_at(self.tree.identify_row(event.y))

    def _toggle_at(self, item: str) -> str:
        place = next((place for place, each in self._items.items() if each == item), None)
        if place is not None:
            self.toggle(place)
            self._on_change()
        return "break"

    def toggle(self, place: Address) -> None:
        """Tick a place, or take it out; its neighbours in a ticked 小区 or building stay in."""
        if not self._is_in(place):
            self._ticked = {each for each in self._ticked if place not in _levels_around(each)} | {place}
            self._draw()
            return
        for around in reversed(_levels_around(place)):
            if around in self._ticked:
                self._ticked.remove(around)
                self._ticked.update(self._inside[around])
        self._ticked.discard(place)
        self._draw()

    def _is_in(self, place: Address) -> bool:
        return place in self._ticked or not self._ticked.isdisjoint(_levels_around(place))

    def _draw(self) -> None:
        """Write the lines anew whose mark changed."""
        partly = {around for place in self._ticked for around in _levels_around(place)}
        for place, item in self._items.items():
            mark = _ALL if self._is_in(place) else _SOME if place in partly else _NONE
            if self._marks.get(place) != mark:
                self._marks[place] = mark
                self.tree.item(item, text=f" {mark}  {place.display}")


def _around(place: Address) -> Address:
    """The next larger place; that of a 小区 has no name."""
    if place.unit:
        return Address(place.community, place.building)
    return Address(place.community) if place.building else Address()


def _levels_around(place: Address) -> list[Address]:
    """Its building and its 小区, the nearest first."""
    inner = [Address(place.community, place.building)] if place.unit and place.building else []
    return inner + ([Address(place.community)] if place.community and (place.building or place.unit) else [])
