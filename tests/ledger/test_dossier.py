"""One door in full, and the counts of the tree."""

from __future__ import annotations

import pytest

from gridworker.errors import NoSuchRow
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dossier import (
    dossier,
    holder_of,
    household_at,
    last_samples,
    only_community,
    place_counts,
    story,
)
from gridworker.ledger.places import Doors

ID = "140105193708225777"  # made up, with a right check digit


def test_members_stand_with_the_head_first_then_by_age(ledger: Ledger, household: int) -> None:
    for name, relation, born in (
        ("孩子", "子", "2015-01-01"),
        ("母亲", "母", "1950-01-01"),
        ("户主", "户主", None),
    ):
        ledger.create("resident", {"household": household, "name": name, "relation": relation, "born": born})
    found = dossier(ledger, household)
    assert [member["name"] for member in found.members] == ["户主", "母亲", "孩子"]
    assert found.address == Address("和平苑", "3", "2", "501")


def test_a_unit_has_the_status_of_what_lies_around_it(ledger: Ledger, household: int) -> None:
    assert dossier(ledger, household).status is None
    (community,) = ledger.rows("place", {"community": "和平苑", "building": "", "unit": ""})
    ledger.update("place", community["id"], {"status": "静默管理", "status_since": "2022-11-20"})
    assert dossier(ledger, household).status == ("静默管理", "2022-11-20")
    (unit,) = ledger.rows("place", {"community": "和平苑", "building": "3", "unit": "2"})
    ledger.update("place", unit["id"], {"status": "高风险区", "status_since": "2022-11-25"})
    assert dossier(ledger, household).status == ("高风险区", "2022-11-25")


def test_a_household_that_is_gone_says_so(ledger: Ledger) -> None:
    with pytest.raises(NoSuchRow):
        dossier(ledger, 77)


def test_the_last_samples_come_newest_first(ledger: Ledger, household: int) -> None:
    resident = ledger.create("resident", {"household": household, "name": "张三"})
    for day in range(1, 9):
        ledger.create(
            "sample", {"resident": resident, "sampled_at": f"2022-11-0{day} 08:00:00", "tube": f"T{day}"}
        )
    assert [tube for _, tube, _ in last_samples(ledger, resident)] == ["T8", "T7", "T6", "T5", "T4"]


def test_a_story_tells_changes_in_words(ledger: Ledger, household: int) -> None:
    with ledger.change("登记"):
        other = Doors(ledger).household(Address("和平苑", "10", "1", "101"))
        resident = ledger.create("resident", {"household": household, "name": "张三"})
    uid = ledger.get("resident", resident)["uid"]
    ledger.update("resident", resident, {"phone": "13800001234"})
    ledger.update("resident", resident, {"household": other})
    ledger.undo()
    told = story(ledger, "resident", uid)
    assert [who for _, who, _ in told] == ["测试员"] * 4
    assert [what for _, _, what in told] == [
        "撤销：修改居民：住户 和平苑10号楼1单元101 → 和平苑3号楼2单元501",
        "住户 和平苑3号楼2单元501 → 和平苑10号楼1单元101",
        "手机号码 （空） → 13800001234",
        "登记（登记）",
    ]


def test_a_story_survives_the_removal_of_the_door_it_tells_of(ledger: Ledger, household: int) -> None:
    with ledger.change("登记"):
        other = Doors(ledger).household(Address("和平苑", "10", "1", "101"))
        resident = ledger.create("resident", {"household": other, "name": "张三"})
    ledger.update("resident", resident, {"household": household})
    ledger.remove("household", other)
    told = story(ledger, "resident", ledger.get("resident", resident)["uid"])
    assert told[0][2] == "住户 （已删除） → 和平苑3号楼2单元501"


def test_places_are_counted_in_natural_order(ledger: Ledger, household: int) -> None:
    with ledger.change("登记"):
        tenth = Doors(ledger).household(Address("和平苑", "10", "1", "101"))
    for home, presence in ((household, "在住"), (household, "已迁出"), (tenth, "暂离")):
        ledger.create("resident", {"household": home, "name": "某人", "presence": presence})
    counted = [(count.scope.label, count.households, count.residents) for count in place_counts(ledger)]
    assert counted == [
        ("和平苑", 0, 0), ("和平苑3号楼", 0, 0), ("和平苑3号楼2单元", 1, 2),
        ("和平苑10号楼", 0, 0), ("和平苑10号楼1单元", 1, 1),
    ]  # fmt: skip
    present = {
        count.scope.label: (count.households, count.residents) for count in place_counts(ledger, "在住")
    }
    assert present["和平苑3号楼2单元"] == (1, 1)
    assert present["和平苑10号楼1单元"] == (0, 0)


def test_a_door_is_found_or_made(ledger: Ledger, household: int) -> None:
    with ledger.change("登记"):
        assert household_at(ledger, Address("和平苑", "3", "2", "501")) == household
        made = household_at(ledger, Address("和平苑", "3", "2", "502"))
    assert ledger.get("household", made)["room"] == "502"
    assert ledger.count("place") == 3


def test_the_holder_of_a_number_is_named_with_the_door(ledger: Ledger, household: int) -> None:
    resident = ledger.create("resident", {"household": household, "name": "张三", "id_number": ID})
    assert holder_of(ledger, ID) == "张三（和平苑3号楼2单元501）"
    assert holder_of(ledger, ID, but=resident) is None


def test_only_a_single_community_goes_without_saying(ledger: Ledger, household: int) -> None:
    assert only_community(ledger) == "和平苑"
    with ledger.change("登记"):
        Doors(ledger).place(Address("迎春里"))
    assert only_community(ledger) == ""
