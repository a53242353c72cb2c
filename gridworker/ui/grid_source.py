"""Where a grid's rows come from: any source that knows its keys in order and can show some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal, NamedTuple, Protocol

Sort = tuple[str, bool]
"""Column key, and whether descending."""


@dataclass(frozen=True)
class GridColumn:
    """One column; `width` is in Chinese characters.

    `show` turns a row's value into the text of the cell. `order` gives what the value is sorted by in
    memory, if not itself. Only `editable` columns open an editor.
    """

    key: str
    heading: str
    width: float = 6
    align: Literal["left", "right", "center"] = "left"
    stretch: bool = False
    sortable: bool = True
    editable: bool = False
    show: Callable[[Any], str] = lambda value: "" if value is None else str(value)
    order: Callable[[Any], Any] | None = None


class GridRow(NamedTuple):
    """The texts of a row, in the order of the columns; `tag` names its status in `palette.STATUS`."""

    cells: tuple[str, ...]
    tag: str = ""


class RowSource(Protocol):
    """What a grid needs. `keys` is asked again at every change of sort or filter and after `refresh`."""

    @property
    def columns(self) -> Sequence[GridColumn]: ...

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        """The keys of all rows that match the typed filter, in order."""
        ...

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        """The shown texts of these rows; a key that is gone may be left out."""
        ...


class ListSource:
    """Rows held in memory, each a mapping; filter text is looked for in every shown cell.

    `tag` names the status of a row. Rows keep the order given until a column is sorted.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        rows: Iterable[Mapping[str, Any]] = (),
        *,
        key: str = "id",
        tag: Callable[[Mapping[str, Any]], str] = lambda row: "",
    ) -> None:
        self.columns: Sequence[GridColumn] = tuple(columns)
        self._key = key
        self._tag = tag
        self.replace(rows)

    def replace(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Hold these rows instead; refresh the grid afterwards."""
        self._rows = {int(row[self._key]): row for row in rows}
        self._texts: dict[int, str] | None = None
        self._last: tuple[str, list[int]] = ("", [])

    def row(self, key: int) -> Mapping[str, Any]:
        """The row of this key. Raises KeyError."""
        return self._rows[key]

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        found = self._filtered(filter.casefold().strip())
        return self._sorted(found, sort) if sort else found

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        return {key: self._shown(self._rows[key]) for key in keys if key in self._rows}

    def _shown(self, row: Mapping[str, Any]) -> GridRow:
        return GridRow(tuple(column.show(row.get(column.key)) for column in self.columns), self._tag(row))

    def _filtered(self, text: str) -> list[int]:
        """A longer filter looks only through what the shorter one found."""
        if not text:
            return list(self._rows)
        texts = self._all_texts()
        before, found = self._last
        if before and text.startswith(before):
            found = [key for key in found if text in texts[key]]
        else:
            found = [key for key, shown in texts.items() if text in shown]
        self._last = (text, found)
        return found

    def _all_texts(self) -> dict[int, str]:
        """What the filter looks through, made when it is first used."""
        if self._texts is None:
            self._texts = {k: "\n".join(self._shown(row).cells).casefold() for k, row in self._rows.items()}
        return self._texts

    def _sorted(self, keys: list[int], sort: Sort) -> list[int]:
        """Unknown values come last, whichever the direction."""
        name, descending = sort
        order = next(column.order for column in self.columns if column.key == name)
        pairs = [(self._rows[key].get(name), key) for key in keys]
        known = [
            pair if order is None else (order(pair[0]), pair[1]) for pair in pairs if pair[0] is not None
        ]
        known.sort(key=itemgetter(0), reverse=descending)
        return [key for _, key in known] + [key for value, key in pairs if value is None]
