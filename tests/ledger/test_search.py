"""People are found by any part of a name, pinyin, initials, tails and address."""

from __future__ import annotations

import pytest

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.search import search, suggestions

ID = "140105193708225777"  # made up, with a right check digit


@pytest.fixture
def people(ledger: Ledger) -> dict[str, int]:
    with ledger.change("登记"):
        doors = Doors(ledger)
        first = doors.household(Address("和平苑", "3", "2", "501"))
        second = doors.household(Address("迎春里", "10", "1", "1203"))
        rows = (
            {"household": first, "name": "张三", "id_number": ID, "phone": "13800001234"},
            {"household": first, "name": "欧阳静"},
            {"household": second, "name": "单国强", "phone2": "0351-7040000"},
            {"household": second, "name": "\U00020164\U0002b5cf"},
            {"household": second, "name": "John Smith"},
        )
        return {row["name"]: ledger.create("resident", row) for row in rows}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"), ("三", "张三"), ("zhangsan", "张三"), ("ZS", "张三"), ("5777", "张三"), ("1234", "张三"),
        ("欧阳", "欧阳静"), ("oyj", "欧阳静"), ("shanguoqiang", "单国强"), ("sgq", "单国强"), ("7040000", "单国强"),
        ("\U00020164", "\U00020164\U0002b5cf"), ("smith", "John Smith"), ("３－２－５０１ 张", "张三"),
    ],
)  # fmt: skip
def test_a_person_is_found_by(ledger: Ledger, people: dict[str, int], typed: str, name: str) -> None:
    assert search(ledger, typed) == [people[name]]


@pytest.mark.parametrize(
    "typed", ["3-2-501", "3号楼2单元501", "和平苑3号楼2单元501", "和平苑-3-2-501", "3#2-501"]
)
def test_a_door_is_found_however_it_is_written(ledger: Ledger, people: dict[str, int], typed: str) -> None:
    assert set(search(ledger, typed)) == {people["张三"], people["欧阳静"]}


@pytest.mark.parametrize("typed", ["10号楼", "10#", "十号楼", "迎春里10栋", "10号楼1单元"])
def test_a_building_is_found_however_it_is_written(
    ledger: Ledger, people: dict[str, int], typed: str
) -> None:
    assert people["单国强"] in search(ledger, typed)
    assert people["张三"] not in search(ledger, typed)


def test_all_words_must_be_found(ledger: Ledger, people: dict[str, int]) -> None:
    assert search(ledger, "迎春里 国") == [people["单国强"]]
    assert search(ledger, "迎春里 张") == []


def test_blank_finds_nobody_and_odd_marks_do_no_harm(ledger: Ledger, people: dict[str, int]) -> None:
    assert search(ledger, "  ") == []
    for odd in ("%", "_", "'", '"', "*", "号楼", "楼1", "\\"):
        search(ledger, odd)


def test_search_follows_every_change(ledger: Ledger, people: dict[str, int]) -> None:
    ledger.update("resident", people["张三"], {"name": "李四"})
    assert search(ledger, "zs") == []
    assert search(ledger, "ls") == [people["张三"]]
    ledger.undo()
    assert search(ledger, "zs") == [people["张三"]]
    place = ledger.rows("place", {"community": "和平苑", "unit": "2"})[0]
    ledger.update("place", place["id"], {"building": "8"})
    assert set(search(ledger, "8-2-501")) == {people["张三"], people["欧阳静"]}
    ledger.remove("resident", people["张三"])
    assert search(ledger, "张三") == []


def test_suggestions_tell_apart_without_showing_the_number(ledger: Ledger, people: dict[str, int]) -> None:
    ((row, line),) = suggestions(ledger, "张", 5)
    assert row == people["张三"]
    assert line == "张三　和平苑3号楼2单元501　1401**********5777"
