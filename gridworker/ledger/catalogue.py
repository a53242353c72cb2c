"""What a register is, and reading a whole row of one. Pure; the registers stand in registers.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from gridworker.errors import RowProblems, ValueProblem
from gridworker.ledger.fields import Field, Value
from gridworker.ledger.identity import parse_id_number

Row = dict[str, Any]
"""One row by field key, with `id` (this ledger's own number) and `uid` (the same in every ledger)."""

Check = Callable[[Mapping[str, Any]], dict[str, str]]


@dataclass(frozen=True)
class Register:
    """One table of the ledger.

    `unit` is the Chinese measure and noun used in sentences (条采样记录, 位居民). `check` looks at a
    whole row and maps field keys to Chinese sentences. `prepare` completes a row from its own values
    (sex and birth date from the ID number). `internal` registers have no screen of their own.
    """

    key: str
    heading: str
    fields: tuple[Field, ...]
    label: str
    check: Check | None = None
    prepare: Callable[[Row], Row] | None = None
    internal: bool = False
    unique: tuple[tuple[str, ...], ...] = ()

    def field(self, key: str) -> Field:
        """Return the field of this key. Raises KeyError."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(field.key for field in self.fields)

    @property
    def headings(self) -> dict[str, str]:
        return {field.key: field.heading for field in self.fields}

    @property
    def links(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.link)

    def with_own(self, own: tuple[Field, ...]) -> Register:
        """The same register with the worker's own fields behind the built-in ones."""
        return replace(self, fields=self.fields + own)

    def read(self, raw: Mapping[str, object]) -> tuple[Row, dict[str, str]]:
        """Parse raw values by field key; return the good values and the problems by key."""
        values: Row = {}
        problems: dict[str, str] = {}
        for field in self.fields:
            if field.key in raw:
                try:
                    values[field.key] = self._parse(field, raw)
                except ValueProblem as problem:
                    problems[field.key] = str(problem)
        return values, problems

    def _parse(self, field: Field, raw: Mapping[str, object]) -> Value:
        """An ID number is read by the kind of document that the same row names."""
        id_type = raw.get("id_type")
        value = raw[field.key]
        if field.key == "id_number" and id_type and value not in (None, ""):
            return parse_id_number(value, str(id_type)).number
        return field.parse(value)

    @cached_property
    def _defaults(self) -> Row:
        return {field.key: field.default for field in self.fields}

    def complete(self, values: Mapping[str, Any]) -> Row:
        """Defaults for what is absent, then what follows from the row's own values."""
        row = dict(self._defaults)
        row.update((key, value) for key, value in values.items() if key in row)
        return self.prepare(row) if self.prepare else row

    def problems(self, row: Mapping[str, Any]) -> dict[str, str]:
        """What keeps this whole, parsed row from being stored, by field key."""
        found = {f.key: "必须填写" for f in self.fields if f.required and row.get(f.key) is None}
        if self.check:
            found = {**self.check(row), **found}
        return found

    def require(self, row: Mapping[str, Any]) -> None:
        """Raise RowProblems when the row may not be stored."""
        if found := self.problems(row):
            raise RowProblems(found, self.headings)


def in_order(earlier: str, later: str, text: str) -> Check:
    """A check that one day or moment is not before another; `text` says so at the later one."""

    def check(row: Mapping[str, Any]) -> dict[str, str]:
        first, second = row.get(earlier), row.get(later)
        return {later: text} if first and second and second < first else {}

    return check
