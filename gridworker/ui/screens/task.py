"""One thing to enter: what a form shows, checks and keeps; and forms over any register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import OPEN_CHOICE, TEXT, Field
from gridworker.ui.form import Form

_CATALOGUES = {
    ("resident", "cadence"): "cadence", ("resident", "trade"): "trade", ("place", "status"): "managed_status",
    ("trade", "cadence"): "cadence", ("managed_status", "cadence"): "cadence",
    ("supply", "merchant"): "merchant", ("bundle", "merchant"): "merchant", ("duty", "shift"): "duty_shift",
    ("duty", "post"): "duty_post", ("duty", "person"): "duty_person",
}  # fmt: skip
"""Register and field whose choices the worker keeps under 设置, with the register that holds them."""


@dataclass(frozen=True)
class Task:
    """One thing to enter. `save` gets the parsed values and returns the row to show.

    `said` names what was done for the notice; `dated` is a field whose change asks since when.
    """

    heading: str
    register: Register
    values: Mapping[str, Any]
    label: str
    save: Callable[[Ledger, Row], Any]
    said: Callable[[Row], str]
    first: str
    dated: str = ""


def register_task(
    ledger: Ledger,
    key: str,
    row: Row | None,
    *,
    noun: str,
    values: Mapping[str, Any] | None = None,
    first: str = "",
    hidden: tuple[str, ...] = (),
    said: str = "",
) -> Task:
    """Enter a row of a register, or change one; `values` are what a new one begins with.

    `hidden` fields are not in the form and keep what they have. Whoever is chosen from the ledger gives
    name, number and phone where the register has such fields.
    """
    register = chosen(ledger, key)
    number = row["id"] if row else None
    fields = tuple(field for field in register if field.key not in hidden)
    begin = {field.key: field.default for field in fields} | dict(values or {})
    return Task(
        heading=f"编辑{noun}" if row else f"新增{noun}",
        register=replace(register, fields=fields, prepare=_filling(ledger, register)),
        values=row or begin,
        label=f"修改{noun}" if row else f"新增{noun}",
        save=lambda ledger, values: _keep(ledger, key, number, dict(begin if not row else {}) | values),
        said=lambda values: said or f"已{'保存' if row else '新增'}{noun}",
        first=first or next(field.key for field in fields),
    )


def _keep(ledger: Ledger, key: str, number: int | None, values: Row) -> int:
    if number is None:
        return ledger.create(key, values)
    ledger.update(key, number, values)
    return number


_PERSONAL = ("name", "id_type", "id_number", "phone")


def _filling(ledger: Ledger, register: Register) -> Callable[[Row], Row] | None:
    """Complete a row from the resident it names."""
    wanted = [key for key in _PERSONAL if key in register.keys]
    if "resident" not in register.keys or not wanted:
        return register.prepare

    def prepare(row: Row) -> Row:
        row = register.prepare(row) if register.prepare else row
        person = ledger.find("resident", row["resident"]) if row.get("resident") else None
        if person:
            row |= {key: person[key] for key in wanted if row.get(key) is None}
        return row

    return prepare


def follow_date(form: Form, key: str, day: str) -> None:
    """A value that was just changed holds from the working day until another day is typed."""
    since = f"{key}_since"
    changed = form.changed()
    if key in changed and since not in changed:
        form.editors[since].set(day)


def chosen(ledger: Ledger, key: str) -> Register:
    """The register with the worker's own fields, and choices from the catalogues under 设置."""
    register = ledger.register(key)
    return replace(register, fields=tuple(_offering(ledger, key, field) for field in register))


def _offering(ledger: Ledger, register: str, field: Field) -> Field:
    catalogue = _CATALOGUES.get((register, field.key))
    if catalogue is None:
        return field
    kind = OPEN_CHOICE if field.kind is TEXT else field.kind
    return replace(field, kind=kind, choices=tuple(row["name"] for row in ledger.rows(catalogue)))
