"""What the list of managed places shows: every 小区, building and unit with its own and the held status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gridworker.ledger.address import Address
from gridworker.ledger.statuses import PlaceStatus
from gridworker.ui.grid import GridColumn, GridRow, Sort

COLUMNS = (
    GridColumn("place", "范围", 11, stretch=True, sortable=False),
    GridColumn("effective", "现在的状态", 9, sortable=False),
    GridColumn("own", "本处设的", 5, sortable=False),
    GridColumn("since", "起始日期", 5.5, sortable=False),
    GridColumn("cadence", "检测频次", 4.5, sortable=False),
    GridColumn("out", "外出规定", 8, stretch=True, sortable=False),
)
LEVELS = {"community": "小区", "building": "楼栋", "unit": "单元"}
"""How deep the list goes."""

_INDENT = "　"


class StatusSource:
    """Places in natural order, down to `level`; `only_own` leaves out those without a status of their own."""

    def __init__(self) -> None:
        self.columns: Sequence[GridColumn] = COLUMNS
        self._stored: Mapping[int, Mapping[str, Any]] = {}
        self.level = "unit"
        self.only_own = False
        self._places: dict[int, PlaceStatus] = {}

    def take(
        self,
        places: Iterable[PlaceStatus],
        own: Sequence[GridColumn] = (),
        stored: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> None:
        """Show these; levels that are only implied by deeper ones are put in without a row of the ledger.

        `own` are columns of the worker's own fields, filled from the places' `stored` rows by number.
        """
        self.columns, self._stored = (*COLUMNS, *own), stored or {}
        self._places = {place.place: place for place in with_implied(list(places))}

    def place(self, key: int) -> PlaceStatus:
        """The place of a row; its `place` is negative when the ledger has no row for it yet."""
        return self._places[key]

    def key_of(self, address: Address) -> int | None:
        """The row of this place."""
        return next((key for key, place in self._places.items() if place.address == address), None)

    def __len__(self) -> int:
        return len(self._places)

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        text = filter.casefold()
        return [
            key
            for key, place in self._places.items()
            if self._is_wanted(place) and (not text or text in "\n".join(self._row(place).cells).casefold())
        ]

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._row(self._places[key]) for key in keys if key in self._places}

    def _is_wanted(self, place: PlaceStatus) -> bool:
        deepest = list(LEVELS).index(self.level)
        return _depth(place.address) <= deepest and (place.own is not None or not self.only_own)

    def _row(self, place: PlaceStatus) -> GridRow:
        cells = (
            _INDENT * _depth(place.address) + (place.address.display or "全部"), held(place), place.own or "",
            (place.effective_since or ("一直" if place.effective else "")), place.cadence or "",
            place.going_out or "", *self._own(place),
        )  # fmt: skip
        return GridRow(cells, tag_of(place))

    def _own(self, place: PlaceStatus) -> Iterator[str]:
        row = self._stored.get(place.place, {})
        return (column.show(row.get(column.key)) for column in self.columns[len(COLUMNS) :])


def held(place: PlaceStatus) -> str:
    """静默管理, 静默管理（随小区）; 未设 where nothing holds."""
    if place.effective is None:
        return "未设"
    if place.effective_from in (None, place.address):
        return place.effective
    around = place.effective_from
    return f"{place.effective}（随{'楼栋' if around and around.building else '小区'}）"


def tag_of(place: PlaceStatus) -> str:
    """A status that asks for tests of its own is marked."""
    if place.effective is None:
        return ""
    return "warn" if place.cadence else "info"


def with_implied(places: list[PlaceStatus]) -> list[PlaceStatus]:
    """The places with the 小区 and buildings that only deeper places name, in natural order."""
    known = {place.address: place for place in places}
    for place in places:
        for around in _around(place.address):
            if around not in known:
                known[around] = _implied(around, -len(known) - 1, known)
    if len(known) == len(places):
        return places
    return sorted(known.values(), key=lambda place: place.address.sort_key)


def _implied(address: Address, key: int, known: Mapping[Address, PlaceStatus]) -> PlaceStatus:
    """A place without a row has what holds around it."""
    nothing = PlaceStatus(key, address, None, None, None, None, None, None, None)
    around = next((known[each] for each in reversed(_around(address)) if each in known), None)
    if around is None:
        return nothing
    return replace(around, place=key, address=address, own=None, since=None)


def _around(address: Address) -> list[Address]:
    """The 小区 and the building around this place, from the outside, where they have a name."""
    found = [Address(address.community)] if address.community and address.building else []
    if address.building and address.unit:
        found.append(Address(address.community, address.building))
    return found


def _depth(address: Address) -> int:
    return 2 if address.unit else 1 if address.building else 0
