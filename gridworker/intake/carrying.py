"""Household cells written once above several members, without merged cells: carried down. Pure.

Only hand-kept tables do that. Where neighbours repeat their address, a blank one is simply missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from typing import NamedTuple

from gridworker.intake.bands import bands, below
from gridworker.intake.kinds import KINDS
from gridworker.intake.mapping import Mapping
from gridworker.intake.table import BodyRow, Table
from gridworker.intake.workbook import Cell
from gridworker.ledger.address import Address
from gridworker.ledger.fields import is_blank

_UPPER = ("building", "unit")
_DOOR = ("room", "door", "address")
_PERSON = ("name", "id_number", "phone")
_DITTO = frozenset({"同上", "〃", "″", "同上行"})
_HOUSEHOLD = ("head", "housing", "household.phone", "tags", "household.note", "grid", "floors", "community")
NO_PLACE = Address()


class Carried(NamedTuple):
    """A body row with the household's cells filled in; `across`: columns filled over a gap.

    `place` is what the bands above the row say; rows below the same band share the object. Of one person
    in a row of several, `origin` tells in which columns some of the cells really are (None: nowhere), and
    `relation` what the row's layout says of him.
    """

    row: int
    cells: tuple[Cell, ...]
    across: tuple[int, ...] = ()
    place: Address = NO_PLACE
    origin: Dict[int, int | None] | None = None
    relation: str = ""


def carried(table: Table, mapping: Mapping) -> Iterator[Carried]:
    """Yield the rows of a table with household cells carried down where they are meant to be."""
    carrier = _Carrier(table, mapping)
    coming = list(bands(table))[::-1]
    place = NO_PLACE
    above: Carried | None = None
    for row in table.rows:
        while coming and coming[-1][0] < row.row:
            band = coming.pop()[1]
            place, above = below(band, place), carrier.below(band, above)
        above = carrier.fill(row, above, place)
        yield above


class _Carrier:
    def __init__(self, table: Table, mapping: Mapping) -> None:
        self._upper = [column for key in _UPPER for column in mapping.of(key)]
        self._buildings = len(mapping.of("building"))
        self._door = [column for key in _DOOR for column in mapping.of(key)]
        self._household = [column for key in _HOUSEHOLD for column in mapping.of(key)]
        self._name = mapping.of("name")
        self._relation = mapping.of("relation")
        kind = KINDS[mapping.kind]
        self._unnamed = kind.unnamed
        self._person = [column for key in _PERSON for column in mapping.of(key) if kind.carries_person]
        self._needed = kind.shared_doors and bool(self._door) and self._written_once(table)

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

    def below(self, band: Address, above: Carried | None) -> Carried | None:
        """What may still be carried over a band: another building ends everything, another unit the unit."""
        if above is None or band.building:
            return None
        cells = list(above.cells)
        for column in self._upper[self._buildings :]:
            cells[column] = None
        return above._replace(cells=tuple(cells))

    def fill(self, row: BodyRow, above: Carried | None, place: Address) -> Carried:
        if above is not None and not _DITTO.isdisjoint(row.cells):
            row = row._replace(cells=_ditto(row.cells, above.cells))
        here = Carried(row.row, row.cells, (), place)
        if above is None or not self._needed:
            return here
        adjoining = row.row == above.row + 1
        if self._blank(row.cells, self._door):
            member = adjoining and self._is_member(row.cells, above.cells)
            columns = [*self._upper, *self._door, *self._household, *self._person]
            return self._with(here, above, columns) if member else here
        columns = self._missing_upper(row.cells)
        filled = self._with(here, above, columns)
        return filled if adjoining else filled._replace(across=tuple(columns))

    def _is_member(self, cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> bool:
        """A member's name, not a head's, without an address or with the building of the row above."""
        if self._unnamed:  # another visit or request of the same door: of the same person, if of any
            named = all(is_blank(cells[column]) or cells[column] == above[column] for column in self._name)
        else:
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
        return here._replace(cells=tuple(cells))


def _ditto(cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Say again what the row above says where a cell says only that: 同上."""
    return tuple(up if cell in _DITTO else cell for cell, up in zip(cells, above, strict=True))
