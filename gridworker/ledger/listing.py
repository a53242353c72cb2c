"""Whole registers as plain rows for the command line and other tools (commands.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gridworker.errors import GridworkerError
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register
from gridworker.ledger.closed_loop import loop_workers
from gridworker.ledger.registers import REGISTERS

MEMBERS = "SELECT household, COUNT(*) FROM resident GROUP BY household"
ADDRESSES = "SELECT household, address FROM household_index"
ID_NUMBERS = "SELECT id, id_number FROM resident"
UIDS = "SELECT id, uid FROM {table}"
_DAY_RANGES = {
    "exemption": ("from_day", "to_day"), "round": ("from_day", "to_day"), "leave": ("from_day", "to_day"),
    "closed_loop": ("started", "ended"), "arrival": ("arrived_on", "until"),
}  # fmt: skip
_DAYS = {
    "sample": "sampled_on", "trip": "day", "duty": "day", "supply": "requested_at", "visit": "at",
    "venue": "at", "exit_pass": "left_at",
}  # fmt: skip


class NoSuchRegister(GridworkerError):
    def __init__(self, name: str) -> None:
        known = "、".join(
            f"{key.replace('_', '-')}（{register.heading}）" for key, register in public().items()
        )
        super().__init__(f"没有叫“{name}”的登记表。可选：{known}")


class NoSuchField(GridworkerError):
    def __init__(self, field: str, register: Register) -> None:
        super().__init__(f"{register.heading}没有“{field}”这一项。可选：{'、'.join(register.keys)}")


def public() -> dict[str, Register]:
    """The registers that people list, by key."""
    return {key: register for key, register in REGISTERS.items() if not register.internal}


def list_register(
    ledger: Ledger, name: str, where: Mapping[str, str] | None = None, on: str | None = None
) -> tuple[str, list[dict[str, Any]]]:
    """The register's name and its rows, links shown as uids and addresses.

    `where` compares with what the rows show, with each of several; `on` keeps what holds on that day, and
    gives the presence, status and alerts of that day. Raises NoSuchRegister, NoSuchField.
    """
    key = name.replace("-", "_")
    if key not in public():
        raise NoSuchRegister(name)
    register = ledger.register(key)
    for field in where or {}:
        if field not in (*register.keys, "uid", *_EXTRAS.get(key, ())):
            raise NoSuchField(field, register)
    stored = ledger.rows(key)
    if on:
        _as_of(ledger, register, stored, on)
        stored = [row for row in stored if _holds(key, row, on)]
    rows = _shown(ledger, register, stored, on or date.today().isoformat())
    return key.replace("_", "-"), [
        row for row in rows if all(_same(row[field], text) for field, text in (where or {}).items())
    ]


def _same(value: Any, text: str) -> bool:
    if isinstance(value, list):
        return text in value
    return (value is None and text in ("", "null")) or (value is not None and str(value) == text)


def _holds(register: str, row: Mapping[str, Any], on: str) -> bool:
    if register in _DAYS:
        return str(row[_DAYS[register]] or "")[:10] == on
    if register in _DAY_RANGES:
        first, last = (row[key] for key in _DAY_RANGES[register])
        return (first is None or first <= on) and (last is None or on <= last)
    return True


def _as_of(ledger: Ledger, register: Register, rows: list[dict[str, Any]], on: str) -> None:
    """Put the dated values of that day (presence, status) in place of today's."""
    for field in register:
        if not field.dated_by:
            continue
        past: dict[int, list[tuple[str, Any]]] = {}
        for entry in ledger.rows("past", {"register": register.key, "field": field.key}):
            past.setdefault(entry["row"], []).append((entry["since"] or "", entry["value"]))
        for row in rows:
            if row[field.dated_by] and row[field.dated_by] > on:
                earlier = [value for since, value in past.get(row["id"], []) if since <= on]
                row[field.key] = earlier[-1] if earlier else field.default


def _shown(ledger: Ledger, register: Register, stored: list[dict[str, Any]], on: str) -> list[dict[str, Any]]:
    uids = {field.key: dict(ledger.query(UIDS.format(table=field.link))) for field in register.links}
    extras = _Extras(ledger, register.key, on)
    rows = []
    for row in stored:
        links = {key: texts.get(row[key]) for key, texts in uids.items()}
        shown = {"uid": row["uid"], **{key: row[key] for key in register.keys}, **links}
        rows.append(shown | extras.of(row))
    return rows


_EXTRAS = {
    "resident": ("address",), "household": ("address", "members"), "place": ("address",),
    "sample": ("id_number",), "supply": ("address", "lines"), "visit": ("address",),
    "closed_loop": ("alerts",),
}  # fmt: skip


class _Extras:
    """What rows of a register show beside their own fields."""

    def __init__(self, ledger: Ledger, register: str, on: str) -> None:
        wanted = _EXTRAS.get(register, ())
        self._register = register
        self._addresses = dict(ledger.query(ADDRESSES)) if "address" in wanted else {}
        self._members = dict(ledger.query(MEMBERS)) if "members" in wanted else {}
        self._numbers = dict(ledger.query(ID_NUMBERS)) if "id_number" in wanted else {}
        workers = loop_workers(ledger, on) if "alerts" in wanted else ()
        self._workers = {worker.id: worker for worker in workers}
        self._lines: dict[int, list[dict[str, Any]]] = {}
        for line in ledger.rows("supply_line") if "lines" in wanted else ():
            shown = {key: line[key] for key in ("item", "category", "quantity", "unit", "price")}
            self._lines.setdefault(line["supply"], []).append(shown)

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if self._register == "household":
            return {"address": self._addresses.get(row["id"]), "members": self._members.get(row["id"], 0)}
        if self._register == "place":
            return {"address": f"{row['community']}-{row['building']}-{row['unit']}-"}
        if self._register == "sample":
            return {"id_number": self._numbers.get(row["resident"])}
        if self._register == "supply":
            return {"address": self._addresses.get(row["household"]), "lines": self._lines.get(row["id"], [])}
        if self._register == "closed_loop":
            worker = self._workers[row["id"]]
            whole = {key: worker.row[key] for key in ("id_number", "phone")}
            return whole | {"alerts": [alert.words for alert in worker.alerts]}
        return {"address": self._addresses.get(row["household"])} if "household" in row else {}
