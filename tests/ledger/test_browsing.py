"""Long lists of people and households: order, scope, presence, typed words, the rows in sight."""

from __future__ import annotations

import pytest

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.browsing import PRESENT, Browser, HouseholdBrowser, PeopleBrowser
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import WHOLE, Scope

TENTH, THIRD, GARDEN = (
    Address("和平苑", "10", "1", "101"),
    Address("和平苑", "3", "2", "501"),
    Address("迎春里", "1", "1", "A201"),
)


@pytest.fixture
def people(ledger: Ledger) -> dict[str, int]:
    with ledger.change("登记"):
        doors = Doors(ledger)
        tenth = doors.household(TENTH, head="赵六", phone="0351-7040000", housing="租住")
        third = doors.household(THIRD, housing="自住")
        doors.household(GARDEN, tags="独居")
        rows = (
            {"household": tenth, "name": "赵六", "born": "1950-05-01", "trade": "物业保安"},
            {
                "household": third,
                "name": "张三",
                "relation": "户主",
                "born": "1990-01-01",
                "phone": "13800001234",
            },
            {"household": third, "name": "安静", "born": "2015-01-01", "presence": "暂离"},
            {"household": third, "name": "白云"},
        )
        return {row["name"]: ledger.create("resident", row) for row in rows}


def names(ledger: Ledger, keys: list[int]) -> list[str]:
    rows = PeopleBrowser(ledger).rows(keys)
    return [rows[key]["name"] for key in keys]


def doors(ledger: Ledger, keys: list[int]) -> list[str]:
    rows = HouseholdBrowser(ledger).rows(keys)
    return [rows[key]["address"] for key in keys]


def test_people_stand_in_the_natural_order_of_their_doors(ledger: Ledger, people: dict[str, int]) -> None:
    assert names(ledger, PeopleBrowser(ledger).keys()) == ["张三", "安静", "白云", "赵六"]
    assert names(ledger, PeopleBrowser(ledger).keys(descending=True)) == ["赵六", "张三", "安静", "白云"]


@pytest.mark.parametrize(
    ("column", "descending", "expected"),
    [
        ("name", False, ["安静", "白云", "张三", "赵六"]),
        ("age", False, ["安静", "张三", "赵六", "白云"]),
        ("age", True, ["赵六", "张三", "安静", "白云"]),
        ("trade", True, ["赵六", "张三", "安静", "白云"]),
    ],
)
def test_a_sort_leaves_the_unknown_for_last(
    ledger: Ledger, people: dict[str, int], column: str, descending: bool, expected: list[str]
) -> None:
    assert names(ledger, PeopleBrowser(ledger).keys(column, descending)) == expected


@pytest.mark.parametrize("browser", [PeopleBrowser, HouseholdBrowser])
def test_every_column_sorts_everything(
    ledger: Ledger, people: dict[str, int], browser: type[Browser]
) -> None:
    table = browser(ledger)
    everything = set(table.keys())
    for column in table.orders:
        for descending in (False, True):
            assert set(table.keys(column, descending)) == everything, column


def test_scope_and_presence_narrow_a_list(ledger: Ledger, people: dict[str, int]) -> None:
    table = PeopleBrowser(ledger)
    table.narrow(Scope("和平苑", "3"), None)
    assert names(ledger, table.keys()) == ["张三", "安静", "白云"]
    table.narrow(Scope("和平苑", "3"), PRESENT)
    assert names(ledger, table.keys("name")) == ["白云", "张三"]
    table.narrow(WHOLE, PRESENT)
    assert names(ledger, table.keys()) == ["张三", "白云", "赵六"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("张", ["张三"]),
        ("zs", ["张三"]),
        ("1234", ["张三"]),
        ("10号楼1单元101", ["赵六"]),
        ("3-2-501 白", ["白云"]),
    ],
)
def test_typed_words_narrow_people(
    ledger: Ledger, people: dict[str, int], typed: str, expected: list[str]
) -> None:
    assert names(ledger, PeopleBrowser(ledger).keys(text=typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zs", [THIRD]),  # a member
        ("赵六", [TENTH]),  # the head
        ("7040000", [TENTH]),  # the household's own telephone
        ("a201", [GARDEN]),  # a door where nobody lives
        ("迎春里", [GARDEN]),
        ("nobody", []),
    ],
)
def test_typed_words_find_households(
    ledger: Ledger, people: dict[str, int], typed: str, expected: list[Address]
) -> None:
    assert doors(ledger, HouseholdBrowser(ledger).keys(text=typed)) == [a.display for a in expected]


def test_households_show_head_members_and_the_status_around_them(
    ledger: Ledger, people: dict[str, int]
) -> None:
    (building,) = ledger.rows("place", {"community": "和平苑", "building": "3", "unit": ""})
    ledger.update("place", building["id"], {"status": "静默管理"})
    table = HouseholdBrowser(ledger)
    rows = table.rows(table.keys())
    shown = {row["address"]: (row["head"], row["members"], row["status"]) for row in rows.values()}
    assert shown == {
        THIRD.display: ("张三", 3, "静默管理"),
        TENTH.display: ("赵六", 1, None),
        GARDEN.display: (None, 0, None),
    }
    assert doors(ledger, table.keys("members", True))[0] == THIRD.display


def test_a_household_counts_as_present_with_one_who_is(ledger: Ledger, people: dict[str, int]) -> None:
    table = HouseholdBrowser(ledger)
    table.narrow(WHOLE, PRESENT)
    assert doors(ledger, table.keys()) == [THIRD.display, TENTH.display]


def test_what_was_read_is_kept_until_told_to_forget(ledger: Ledger, people: dict[str, int]) -> None:
    table = PeopleBrowser(ledger)
    before = table.keys()
    ledger.remove("resident", people["白云"])
    assert table.keys() == before
    assert set(table.rows(before)) == set(before) - {people["白云"]}
    table.forget()
    assert names(ledger, table.keys()) == ["张三", "安静", "赵六"]


def test_warming_up_changes_nothing(ledger: Ledger, people: dict[str, int]) -> None:
    table = PeopleBrowser(ledger)
    before = table.keys(text="3-2-501")
    table.warm()
    assert table.keys(text="3-2-501") == before == [people[name] for name in ("张三", "安静", "白云")]


def test_one_list_serves_many_sorts_and_filters(ledger: Ledger, people: dict[str, int]) -> None:
    table = PeopleBrowser(ledger)
    assert names(ledger, table.keys("name", text="3-2-501")) == ["安静", "白云", "张三"]
    assert names(ledger, table.keys("age", text="3-2-501")) == ["安静", "张三", "白云"]
    assert names(ledger, table.keys("age", text="")) == ["安静", "张三", "赵六", "白云"]


def test_own_fields_are_shown_sorted_and_found(ledger: Ledger, people: dict[str, int]) -> None:
    own = {"register": "resident", "key": "own_12", "heading": "党员编号", "kind": "文字"}
    ledger.create("own_field", own)
    for name, value in (("赵六", "B7"), ("白云", "A3")):
        ledger.update("resident", people[name], {"own_12": value})
    browser = PeopleBrowser(ledger)
    assert names(ledger, browser.keys("own_12")) == ["白云", "赵六", "张三", "安静"]
    assert browser.rows([people["赵六"]])[people["赵六"]]["own_12"] == "B7"
    assert names(ledger, browser.keys(text="b7")) == ["赵六"]
    assert browser.keys(text="own_12") == [], "the key of a field is nothing that people look for"


def test_an_own_yes_or_no_is_found_by_the_word_that_is_shown(ledger: Ledger, people: dict[str, int]) -> None:
    own = {"register": "resident", "key": "own_13", "heading": "养犬", "kind": "是否"}
    ledger.create("own_field", own)
    ledger.update("resident", people["赵六"], {"own_13": 1})
    ledger.update("resident", people["白云"], {"own_13": 0})
    browser = PeopleBrowser(ledger)
    assert names(ledger, browser.keys(text="是")) == ["赵六"]
    assert names(ledger, browser.keys(text="否")) == ["白云"]
