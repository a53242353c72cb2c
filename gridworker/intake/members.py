"""A row that holds a whole household, its members in numbered columns: taken apart into persons. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gridworker.intake.carrying import Carried
from gridworker.intake.header import squeeze
from gridworker.intake.mapping import Mapping
from gridworker.intake.values import is_nothing
from gridworker.intake.workbook import Cell
from gridworker.ledger.fields import is_blank

_HEAD_OF_ALL = "户主"


class Members:
    """Shows each person of a row as if the table had a row for everyone.

    A person's cells stand in the columns in which the head's are (the first member's, where the head has
    none), as `mapping.of` tells them; `Carried.origin` tells where they really are. `personal` are the
    targets that speak of one person; all other columns are the household's.
    """

    def __init__(self, mapping: Mapping, personal: Collection[str]) -> None:
        self._people: dict[int, dict[str, int]] = {}
        for column in mapping.columns:
            if column.target in personal:
                self._people.setdefault(column.member, {}).setdefault(column.target or "", column.index)
        if not self._people.keys() - {0}:
            self._people = {}
        elif "name" not in self._people.get(0, {}):
            self._give_to_first_member(self._people.pop(0, {}))
        self._homes = {key: mapping.of(key)[0] for own in self._people.values() for key in own}

    def _give_to_first_member(self, columns: dict[str, int]) -> None:
        """Without a head's name, columns without a number are taken for the first person's."""
        first = self._people[min(self._people)]
        self._people[min(self._people)] = columns | first

    def apart(self, row: Carried) -> Iterator[Carried]:
        """Yield the persons of a row, head first; one without any cell is nobody."""
        if not self._people:
            yield row
            return
        there = {
            member: columns
            for member, columns in sorted(self._people.items())
            if not all(is_nothing(row.cells[column]) for column in columns.values())
        }
        head = self._head_among(row, there)
        if head:
            del there[0]
        for member in there or [min(self._people)]:
            yield self._person(row, member, _HEAD_OF_ALL if member == head else "")

    def _head_among(self, row: Carried, there: dict[int, dict[str, int]]) -> int:
        """The member who is the head: 0, or the one whose name is all that stands in the head's columns."""
        if 0 not in there:
            return 0
        others = [column for key, column in there[0].items() if key != "name"]
        if not all(is_nothing(row.cells[column]) for column in others):
            return 0
        name = squeeze(row.cells[there[0]["name"]])
        names = {member: squeeze(row.cells[own["name"]]) for member, own in there.items() if "name" in own}
        return next((member for member in names if member and names[member] == name), 0)

    def _person(self, row: Carried, member: int, relation: str) -> Carried:
        columns = self._people[member]
        cells: list[Cell] = list(row.cells)
        for key, home in self._homes.items():
            cells[home] = row.cells[columns[key]] if key in columns else None
        if relation and "relation" in self._homes and is_blank(cells[self._homes["relation"]]):
            cells[self._homes["relation"]] = relation
        origin = {home: columns.get(key) for key, home in self._homes.items()}
        return row._replace(cells=tuple(cells), origin=origin, relation=relation)
