"""What the editable lists of 设置 allow: which values fit, who uses a row, what the defaults are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gridworker.errors import GridworkerError, ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.defaults import default_rows
from gridworker.ledger.fields import CHOICE, Field

_NAMED = 3  # users named before 等


class StillUsed(GridworkerError):
    def __init__(self, name: str, users: list[str], what: str) -> None:
        super().__init__(f"“{name}”正在使用，不能{what}：{'；'.join(users)}。请先让它们改用别的。")


def usable_cadences(ledger: Ledger) -> list[str]:
    """Names of the cadences that a rule may set; 免检 is set on people only."""
    return [row["name"] for row in ledger.rows("cadence") if row["times"]]


def fields_of(ledger: Ledger, register: str) -> list[Field]:
    """The register's fields; cadences are chosen from those the ledger knows."""
    names = tuple(usable_cadences(ledger))
    return [
        replace(field, kind=CHOICE, choices=names) if field.key == "cadence" else field
        for field in ledger.register(register)
    ]


def parsed_cell(ledger: Ledger, register: str, row: Row, key: str, text: str) -> Mapping[str, Any] | str:
    """What a cell typed by the user means, as values to keep; or the sentence of what is wrong."""
    field = next(field for field in fields_of(ledger, register) if field.key == key)
    try:
        value = field.parse(text)
    except ValueProblem as problem:
        return str(problem)
    changed = row | {key: value}
    problems = row_problems(ledger, register, changed)
    label = ledger.register(register).label
    users = users_of(ledger, register, row[label]) if key == label and value != row[label] else []
    if users:
        return str(StillUsed(row[label], users, "改名"))
    return problems.get(key) or next(iter(problems.values()), "") or {key: value}


def row_problems(ledger: Ledger, register: str, row: Mapping[str, Any]) -> dict[str, str]:
    """What keeps this row from being stored, by field key; `id` tells it from the others."""
    definition = ledger.register(register)
    name = row.get(definition.label)
    problems = definition.problems(row)
    taken = any(
        other[definition.label] == name and other["id"] != row.get("id") for other in ledger.rows(register)
    )
    return {**({definition.label: f"已经有“{name}”了"} if taken else {}), **problems}


def users_of(ledger: Ledger, register: str, name: str) -> list[str]:
    """Who uses the row of this name, each in a few words."""
    if register == "cadence":
        return _users_of_cadence(ledger, name)
    if register == "managed_status":
        return _counted(ledger.rows("place", {"status": name}), "处小区、楼栋或单元")
    return []


def _users_of_cadence(ledger: Ledger, name: str) -> list[str]:
    users = ["基础频次"] if ledger.setting("base_cadence") == name else []
    for register in ("trade", "managed_status"):
        names = [row["name"] for row in ledger.rows(register, {"cadence": name})]
        if names:
            more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
            users.append(f"{ledger.register(register).heading}{'、'.join(names[:_NAMED])}{more}")
    return users + _counted(ledger.rows("resident", {"cadence": name}), "位居民单独设定")


def _counted(rows: list[Row], unit: str) -> list[str]:
    return [f"{len(rows)} {unit}"] if rows else []


def remove_rows(ledger: Ledger, register: str, rows: list[Row]) -> None:
    """Remove these rows. Raises StillUsed, and then removes none."""
    label = ledger.register(register).label
    for row in rows:
        users = users_of(ledger, register, row[label])
        if users:
            raise StillUsed(row[label], users, "删除")
    for row in rows:
        ledger.remove(register, row["id"])


def restore_defaults(ledger: Ledger, register: str) -> int:
    """Bring back missing default rows and the values of the others; return how many rows stay besides."""
    definition: Register = ledger.register(register)
    have = {row[definition.label]: row for row in ledger.rows(register)}
    wanted = default_rows({})[register]
    for row in wanted:
        known = have.pop(row[definition.label], None)
        if known is None:
            ledger.create(register, row)
        else:
            ledger.update(register, known["id"], row)
    return len(have)
