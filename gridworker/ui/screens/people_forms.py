"""What can be entered on 台账: a resident, a household, a place, a presence, each as a task for the pane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gridworker.ledger import residence
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.dossier import holder_of, only_community
from gridworker.ledger.fields import Field, Kind
from gridworker.ledger.places import address_of
from gridworker.ledger.scope import Scope
from gridworker.ui.desk import Desk
from gridworker.ui.screens.task import Task, chosen


def resident_task(desk: Desk, row: Row | None, door: str, scope: Scope) -> Task:
    """Enter a resident at this door (as stored, may be empty), or change one."""
    ledger = desk.ledger
    address = address_of(ledger, row["household"]) if row else (parse_address(door) if door else None)
    around = address or Address(scope.community or only_community(ledger), scope.building, scope.unit)
    register = _with_door(chosen(ledger, "resident"), around, address)
    number = row["id"] if row else None
    register = replace(register, check=partial(_check, ledger, register, number))
    defaults = {field.key: field.default for field in register if field.default is not None}
    values = {**(row or defaults), "address": address.canonical if address else None}
    return Task(
        heading=f"编辑 {row['name']}" if row else "新增居民",
        register=register, values=values, label=f"修改居民 {row['name']}" if row else "新增居民",
        save=lambda ledger, values: residence.keep_resident(ledger, number, values, desk.day),
        said=lambda values: f"{'已保存' if row else '已新增'} {values['name']}",
        first="name" if address else "address", dated="presence",
    )  # fmt: skip


def household_task(desk: Desk, row: Row | None, scope: Scope) -> Task:
    """Enter a household in this scope, or change one, its door included."""
    ledger = desk.ledger
    place = ledger.register("place")
    doors = tuple(place.field(key) for key in ("community", "building", "unit"))
    register = chosen(ledger, "household")
    fields = tuple(field for field in register if field.key != "place")
    if row:
        where = ledger.get("place", row["place"])
        values = {**row, **{field.key: where[field.key] for field in doors}}
    else:
        values = {"community": scope.community or only_community(ledger)}
        values |= {"building": scope.building, "unit": scope.unit}
    number = row["id"] if row else None
    return Task(
        heading="编辑住户" if row else "新增住户", register=replace(register, fields=doors + fields),
        values=_blanked(values), label="修改住户" if row else "新增住户",
        save=lambda ledger, values: residence.keep_household(ledger, number, values),
        said=lambda values: "已保存住户" if row else "已新增住户",
        first="head" if row else "room",
    )  # fmt: skip


def place_task(desk: Desk, row: Row | None, scope: Scope) -> Task:
    """Enter a building or unit in this scope, or change a place."""
    number = row["id"] if row else None
    values = row or {
        "community": scope.community or only_community(desk.ledger), "building": scope.building,
        "unit": scope.unit,
    }  # fmt: skip
    return Task(
        heading="编辑楼栋单元" if row else "新增楼栋或单元", register=chosen(desk.ledger, "place"),
        values=_blanked(values), label="修改楼栋单元" if row else "新增楼栋单元",
        save=lambda ledger, values: residence.keep_place(ledger, number, values, desk.day),
        said=lambda values: "已保存楼栋单元" if row else "已新增楼栋单元",
        first="floors" if row else ("unit" if scope.building else "building"), dated="status",
    )  # fmt: skip


def presence_task(desk: Desk, rows: Sequence[Row]) -> Task:
    """Give one or more residents a state and the day since when."""
    register = desk.ledger.register("resident")
    state = replace(register.field("presence"), required=True)
    since = replace(register.field("presence_since"), required=True)
    who = rows[0]["name"] if len(rows) == 1 else f"{rows[0]['name']}等 {len(rows)} 人"
    numbers = [row["id"] for row in rows]
    rules = replace(register, fields=(state, since), check=None, prepare=None)
    return Task(
        heading=f"{who}的在住状态", register=rules,
        values={"presence": rows[0]["presence"], "presence_since": desk.day}, label=f"{who}的在住状态",
        save=lambda ledger, values: residence.set_presence(
            ledger, numbers, values["presence"], values["presence_since"]
        ),
        said=lambda values: f"{who}：{values['presence']}，自 {values['presence_since']}",
        first="presence",
    )  # fmt: skip


def _with_door(register: Register, around: Address, address: Address | None) -> Register:
    """An address in place of the link to the household; what it does not say is as `around`."""
    known = {address.display: address.canonical} if address else {}

    def read(raw: Any, field: Field) -> str:
        text = str(raw).strip()
        return known.get(text) or parse_address(text, default=around).canonical

    kind = Kind("text", read, show=lambda stored: parse_address(stored).display)
    hint = (
        f"如 3-2-501；没写的部分按 {around.without_room().display}"
        if around.community
        else "如 和平苑3-2-501"
    )
    door = Field("address", "地址", kind, required=True, hint=hint)
    return replace(register, fields=(door, *(field for field in register if field.key != "household")))


def _check(ledger: Ledger, register: Register, number: int | None, row: Mapping[str, Any]) -> dict[str, str]:
    """The register's own rules, and nobody else may have the document number."""
    found = register.check(row) if register.check else {}
    taken = holder_of(ledger, row["id_number"], number) if row.get("id_number") else None
    if taken and "id_number" not in found:
        found = found | {"id_number": f"台账里已有人用这个号码：{taken}"}
    return found


def _blanked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of a door that are not known are stored as empty text and shown as a blank."""
    return {key: None if value == "" else value for key, value in values.items()}
