"""What the forecast's table shows: totals, hands and tubes, then the buildings; one column a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridworker.ledger.address import Address
from gridworker.ledger.buildings import Building
from gridworker.ledger.forecast import Forecast, needs
from gridworker.ui.grid import GridColumn, GridRow, Sort

_TOTAL, _HANDS, _TUBES, _FIRST_BUILDING = 1, 2, 3, 10
_TOPS = (_TOTAL, _HANDS, _TUBES)
_LEAST = 4.0  # Chinese characters
_SHARES = {**dict.fromkeys("0123456789", 0.57), ",": 0.3}  # of the width of a Chinese character


@dataclass(frozen=True)
class Pace:
    """How fast one hand samples, how long a day is, and how many share a tube."""

    per_hour: int = 60
    hours: int = 6
    tube_size: int = 10


class ForecastSource:
    """The forecast under today's rules and, where one is supposed, what becomes of it: 300→420▲.

    `pace` gives hands and tubes. The rows on top stay whatever is filtered.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.columns: Sequence[GridColumn] = (GridColumn("building", "楼栋", 7, stretch=True),)
        self._now: Forecast | None = None
        self._then: Forecast | None = None
        self._buildings: list[Building] = []

    def take(self, now: Forecast, then: Forecast | None) -> None:
        """Show these: under the rules in force, and under supposed ones if there are any."""
        self._now, self._then = now, then
        known = dict.fromkeys(where for where, _ in now.buildings)
        if then is not None and {where for where, _ in then.buildings} - set(known):
            known |= dict.fromkeys(where for where, _ in then.buildings)
            known = dict.fromkeys(sorted(known, key=lambda where: Address(*where).sort_key))
        self._buildings = list(known)
        width = max(_LEAST, _width(self._counts(_TOTAL)))
        days = [GridColumn(day, _heading(day), width, align="center", sortable=False) for day in now.days]
        self.columns = (GridColumn("building", "楼栋", 7, stretch=True, sortable=False), *days)

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        if self._now is None or not self._buildings:
            return []
        text = filter.casefold()
        names = (Address(*where) for where in self._buildings)
        shown = [text in each.display.casefold() or text in each.canonical for each in names]
        return [*_TOPS, *(at + _FIRST_BUILDING for at, wanted in enumerate(shown) if wanted)]

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._row(key) for key in keys} if self._now else {}

    def building(self, key: int) -> Building | None:
        """The building of a row; None for the rows on top."""
        at = key - _FIRST_BUILDING
        return self._buildings[at] if 0 <= at < len(self._buildings) else None

    def _row(self, key: int) -> GridRow:
        counts = self._counts(key)
        more = sum(after - before for before, after in counts if after is not None)
        tag = "warn" if more > 0 else "info" if more < 0 or key in _TOPS else ""
        return GridRow((self._name(key), *(_told(*each) for each in counts)), tag)

    def _name(self, key: int) -> str:
        if key in _TOPS:
            return {_TOTAL: "合计应检", _HANDS: "需要人手", _TUBES: "需要采样管"}[key]
        return Address(*self._buildings[key - _FIRST_BUILDING]).display

    def _counts(self, key: int) -> list[tuple[int, int | None]]:
        """Of each day: the number now, and the supposed one where there is one."""
        assert self._now is not None, "nothing has been forecast yet"
        before = self._of(self._now, key)
        if self._then is None:
            return [(count, None) for count in before]
        return list(zip(before, self._of(self._then, key), strict=True))

    def _of(self, forecast: Forecast, key: int) -> Sequence[int]:
        where = self.building(key)
        if where is not None:
            return dict(forecast.buildings).get(where, (0,) * len(forecast.days))
        return [self._needed(key, due) for due in forecast.total]

    def _needed(self, key: int, due: int) -> int:
        pace = self.pace
        need = needs(due, per_hour_per_hand=pace.per_hour, hours=pace.hours, tube_size=pace.tube_size)
        return {_TOTAL: due, _HANDS: need.hands, _TUBES: need.tubes}[key]


def _told(before: int, after: int | None) -> str:
    if after is None or after == before:
        return f"{before:,}"
    return f"{before:,}→{after:,}{'▲' if after > before else '▼'}"


def _heading(day: str) -> str:
    weekday = "一二三四五六日"[date.fromisoformat(day).weekday()]
    return f"{int(day[5:7])}/{int(day[8:])} 周{weekday}"


def _width(counts: list[tuple[int, int | None]]) -> float:
    """Room for the longest total, in Chinese characters."""
    return max(sum(_SHARES.get(sign, 1.0) for sign in _told(*each)) for each in counts)
