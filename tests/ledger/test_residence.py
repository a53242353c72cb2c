"""Entering, moving and removing people, households and places."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.errors import RowProblems, StillReferenced
from gridworker.ledger.book import Ledger
from gridworker.ledger.dossier import dossier
from gridworker.ledger.residence import (
    PlaceInUse,
    keep_household,
    keep_place,
    keep_resident,
    remove_all,
    remove_place,
    set_presence,
)

DAY = "2022-11-28"
DOOR = "和平苑-3-2-501"


def enter(ledger: Ledger, row: int | None = None, **values: Any) -> int:
    with ledger.change("登记"):
        return keep_resident(ledger, row, {"address": DOOR, "name": "张三"} | values, DAY)


def place_at(ledger: Ledger, *parts: str) -> dict[str, Any]:
    (row,) = ledger.rows("place", dict(zip(("community", "building", "unit"), parts, strict=True)))
    return row


def test_a_new_resident_brings_the_door_along_and_undo_takes_all_back(ledger: Ledger) -> None:
    resident = enter(ledger)
    home = dossier(ledger, ledger.get("resident", resident)["household"])
    assert home.address.canonical == DOOR
    ledger.undo()
    assert [ledger.count(register) for register in ("place", "household", "resident")] == [0, 0, 0]


def test_a_second_member_moves_into_the_same_household(ledger: Ledger, household: int) -> None:
    assert ledger.get("resident", enter(ledger))["household"] == household
    assert ledger.count("household") == 1


def test_another_address_moves_a_person(ledger: Ledger, household: int) -> None:
    resident = enter(ledger)
    enter(ledger, resident, address="和平苑-3-2-502")
    home = dossier(ledger, ledger.get("resident", resident)["household"])
    assert home.address.room == "502"
    assert dossier(ledger, household).members == []


def test_a_changed_presence_holds_from_the_working_day(ledger: Ledger) -> None:
    resident = enter(ledger)
    stored = ledger.get("resident", resident)
    enter(ledger, resident, presence="暂离", presence_since=stored["presence_since"])
    assert ledger.get("resident", resident)["presence_since"] == DAY
    (past,) = ledger.rows("past", {"row": resident})
    assert past["value"] == "在住"


def test_moving_out_and_back_keeps_its_days(ledger: Ledger) -> None:
    both = [enter(ledger), enter(ledger, name="李四", presence="已迁出")]
    with ledger.change("迁出"):
        assert set_presence(ledger, both, "已迁出", DAY) == 2  # the second gets its day
    assert [ledger.get("resident", row)["moved_out"] for row in both] == [DAY, DAY]
    with ledger.change("迁回"):
        set_presence(ledger, both, "在住", "2022-11-30")
    row = ledger.get("resident", both[0])
    assert (row["presence"], row["presence_since"], row["moved_out"]) == ("在住", "2022-11-30", None)


def test_a_household_moves_to_another_door(ledger: Ledger, household: int) -> None:
    values = {"community": "和平苑", "building": "3", "unit": "1", "room": "101", "head": "张三"}
    with ledger.change("修改住户"):
        keep_household(ledger, household, values)
    home = dossier(ledger, household)
    assert (home.address.canonical, home.household["head"]) == ("和平苑-3-1-101", "张三")


def test_a_door_that_is_taken_is_refused_at_the_room(ledger: Ledger, household: int) -> None:
    values = {"community": "和平苑", "building": "3", "unit": "2", "room": "501"}
    with pytest.raises(RowProblems) as refused, ledger.change("新增住户"):
        keep_household(ledger, None, values)
    assert list(refused.value.problems) == ["room"]


@pytest.mark.parametrize(
    ("parts", "places"),
    [
        ({"community": "迎春里"}, 1),
        ({"community": "迎春里", "building": "1"}, 2),
        ({"community": "迎春里", "building": "1", "unit": "2"}, 3),
        ({"building": "1"}, 1),
        ({"building": "1", "unit": "2"}, 2),
    ],
)
def test_a_new_place_comes_with_what_lies_around_it(
    ledger: Ledger, parts: dict[str, str], places: int
) -> None:
    with ledger.change("新增楼栋"):
        keep_place(ledger, None, {"floors": 6} | parts, DAY)
    assert ledger.count("place") == places
    assert [row["floors"] for row in ledger.rows("place")] == [None] * (places - 1) + [6]


def test_a_renamed_building_takes_its_units_along(ledger: Ledger, household: int) -> None:
    building = place_at(ledger, "和平苑", "3", "")
    with ledger.change("修改楼栋"):
        keep_place(ledger, building["id"], building | {"building": "5"}, DAY)
    assert dossier(ledger, household).address.canonical == "和平苑-5-2-501"


def test_a_changed_status_holds_from_the_working_day(ledger: Ledger, household: int) -> None:
    building = place_at(ledger, "和平苑", "3", "")
    with ledger.change("修改楼栋"):
        keep_place(ledger, building["id"], building | {"status": "静默管理"}, DAY)
    assert place_at(ledger, "和平苑", "3", "")["status_since"] == DAY
    assert dossier(ledger, household).status == ("静默管理", DAY)


def test_only_an_empty_place_is_removed(ledger: Ledger, household: int) -> None:
    unit, building = place_at(ledger, "和平苑", "3", "2"), place_at(ledger, "和平苑", "3", "")
    with pytest.raises(PlaceInUse, match="还有 1 个"):
        remove_place(ledger, building["id"])
    with pytest.raises(StillReferenced):
        remove_place(ledger, unit["id"])
    with ledger.change("删除"):
        remove_all(ledger, "household", [household])
        remove_place(ledger, unit["id"])
        remove_place(ledger, building["id"])
    assert ledger.count("place") == 1
