"""Household cells written once above several members, without merged cells: carried down. Pure.

Only hand-kept tables do that. Where neighbours repeat their address, a blank one is simply missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gridworker.intake.mapping import Mapping
from gridworker.intake.table import BodyRow, Table
from gridworker.intake.workbook import Cell
from gridworker.ledger.fields import is_blank

_UPPER = ("building", "unit")
_DOOR = ("room", "door", "address")
_HOUSEHOLD = ("head", "housing", "household.phone", "tags", "household.note", "grid", "floors", "community")


class Carried(NamedTuple):
    """A body row with the household's cells filled in; `across`: columns filled over a gap."""

    row: int
    cells: tuple[Cell, ...]
    across: tuple[int, ...] = ()


def carried(table: Table, mapping: Mapping) -> Iterator[Carried]:
    """Yield the rows of a table with household cells carried down where they are meant to be."""
    carrier = _Carrier(table, mapping)
    if not carrier.needed:
        yield from (Carried(row.row, row.cells) for row in table.rows)
        return
    above: Carried | None = None
    for row in table.rows:
        above = carrier.fill(row, above)
        yield above


class _Carrier:
    def __init__(self, table: Table, mapping: Mapping) -> None:
        self._upper = [column for key in _UPPER for column in mapping.of(key)]
        self._door = [column for key in _DOOR for column in mapping.of(key)]
        self._household = [column for key in _HOUSEHOLD for column in mapping.of(key)]
        self._name = mapping.of("name")
        self._relation = mapping.of("relation")
        self.needed = bool(self._door) and self._written_once(table)

    def _written_once(self, table: Table) -> bool:
        """Whether blank doors (or buildings) outnumber those that repeat the door above."""
        blanks = repeats = 0
        before: tuple[Cell, ...] = ()
        for row in table.rows:
            door = tuple(row.cells[column] for column in self._door)
            if all(map(is_blank, door)) or any(is_blank(row.cells[column]) for column in self._upper[:1]):
                blanks += 1
            elif door == before and row.filled.isdisjoint(self._door):
                repeats += 1
            before = door
        return blanks > repeats

    def fill(self, row: BodyRow, above: Carried | None) -> Carried:
        here = Carried(row.row, row.cells)
        if above is None:
            return here
        adjoining = row.row == above.row + 1
        if self._blank(row.cells, self._door):
            member = adjoining and self._is_member(row.cells, above.cells)
            return self._with(here, above, [*self._upper, *self._door, *self._household]) if member else here
        columns = self._missing_upper(row.cells)
        filled = self._with(here, above, columns)
        return filled if adjoining else Carried(filled.row, filled.cells, tuple(columns))

    def _is_member(self, cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> bool:
        """A name, not a head's, without an address of its own or with the building of the row above."""
        named = not self._blank(cells, self._name)
        begins = any(str(cells[column]).strip() in ("户主", "本人") for column in self._relation)
        same = all(is_blank(cells[column]) or cells[column] == above[column] for column in self._upper)
        return named and same and not begins

    def _missing_upper(self, cells: tuple[Cell, ...]) -> list[int]:
        """Building, or building and unit, left blank before a door; a unit alone may not exist."""
        if not self._upper or not is_blank(cells[self._upper[0]]):
            return []
        return [column for column in self._upper if is_blank(cells[column])]

    @staticmethod
    def _blank(cells: tuple[Cell, ...], columns: list[int]) -> bool:
        return all(is_blank(cells[column]) for column in columns)

    @staticmethod
    def _with(here: Carried, above: Carried, columns: list[int]) -> Carried:
        cells = list(here.cells)
        for column in columns:
            if is_blank(cells[column]):
                cells[column] = above.cells[column]
        return Carried(here.row, tuple(cells))
