"""Addresses are read as people write them, and shown and sorted as people expect."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.address import (
    Address,
    AddressProblem,
    community_of_building_text,
    looks_like_building,
    parse_address,
    parse_building,
    parse_community,
    parse_room,
    parse_unit,
    search_forms,
    split_room,
)

HERE = Address("和平苑", "5")

COMMUNITIES = st.sampled_from(
    [
        "",
        "和平苑",
        "桃园小区",
        "阳光100",
        "建设路35号院",
        "东社村",
        "三座桥小区",
        "2号院",
        "SOHO",
        "万科City",
        "花园社区",
    ]
)
NUMBERS = st.integers(1, 99).map(str)
BUILDINGS = st.one_of(NUMBERS, st.sampled_from(["3A", "甲3", "A", "A3"]))
UNITS = st.one_of(st.just(""), st.integers(1, 12).map(str), st.sampled_from(["东", "A"]))
ROOMS = st.one_of(
    st.just(""),
    st.integers(1, 3510).map(str),
    st.sampled_from(["-101", "B101", "501A", "501-A", "501-2", "东户", "501东户", "车库12", "底商3", "门房"]),
)
DOORS = st.builds(Address, COMMUNITIES, BUILDINGS, UNITS, ROOMS)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("3号楼2单元501", "-3-2-501"),
        ("3-2-501", "-3-2-501"),
        ("3#2-501室", "-3-2-501"),
        ("3#2#501", "-3-2-501"),
        ("三号楼二单元501", "-3-2-501"),
        ("三号楼二单元五〇一", "-3-2-501"),
        ("二十一号楼十单元1203", "-21-10-1203"),
        ("3栋501", "-3--501"),
        ("3-501", "-3--501"),
        ("3幢2门501户", "-3-2-501"),
        ("3座", "-3--"),
        ("甲3号楼", "-甲3--"),
        ("A座1203", "-A--1203"),
        ("３号楼２单元５０１", "-3-2-501"),
        ("３－２－５０１", "-3-2-501"),
        ("3–2—501", "-3-2-501"),
        ("3/2/501", "-3-2-501"),
        ("1号楼 2单元 501", "-1-2-501"),
        ("3号楼 2 501", "-3-2-501"),
        ("3号楼-2单元-501", "-3-2-501"),
        ("03号楼02单元0501", "-3-2-501"),
        ("3号楼2单元5层501", "-3-2-501"),
        ("3楼2单元501", "-3-2-501"),
        ("3号2单元501", "-3-2-501"),
        ("3-2--101", "-3-2--101"),
        ("3号楼2单元负101", "-3-2--101"),
        ("和平苑1号楼1单元403室", "和平苑-1-1-403"),
        ("和平苑小区3-2-501", "和平苑小区-3-2-501"),
        ("和平苑 3-2-501", "和平苑-3-2-501"),
        ("和平苑-3-501", "和平苑-3--501"),
        ("和平苑商业街101", "和平苑-商业街--101"),
        ("阳光100 3号楼2单元501", "阳光100-3-2-501"),
        ("东社村12号", "东社村---12"),
        ("山西省太原市迎泽区桃园街道和平苑3号楼2单元501", "和平苑-3-2-501"),
        ("太原市万柏林区和平小区12号楼3单元1802室", "和平小区-12-3-1802"),
        ("迎泽区并州北路和平苑3-2-501", "和平苑-3-2-501"),
        ("建设路35号和平苑3号楼501", "和平苑-3--501"),
        ("建设路35号院3号楼501", "建设路35号院-3--501"),
        ("桃园社区和平苑3号楼", "和平苑-3--"),
        ("花园社区3号楼501", "花园社区-3--501"),
        ("三座桥小区3号楼2单元501", "三座桥小区-3-2-501"),
    ],
)
def test_reads_what_people_write(text: str, canonical: str) -> None:
    assert parse_address(text).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2-501", "和平苑-5-2-501"),
        ("501", "和平苑-5--501"),
        (501.0, "和平苑-5--501"),
        ("二单元501", "和平苑-5-2-501"),
        ("5楼501", "和平苑-5--501"),
        ("东户", "和平苑-5--东户"),
        ("-101", "和平苑-5---101"),
        ("501-A", "和平苑-5--501-A"),
        ("3-2-501", "和平苑-3-2-501"),
        ("3号楼501", "和平苑-3--501"),
        ("和平苑小区3-2-501", "和平苑-3-2-501"),
        ("太原和平苑3-2-501", "和平苑-3-2-501"),
        ("和平苑2-501", "和平苑-2--501"),
        ("和平苑锅炉房101", "和平苑-锅炉房--101"),
        ("桃园小区2号楼501", "桃园小区-2--501"),
    ],
)
def test_takes_what_the_text_does_not_say_from_the_default(text: object, canonical: str) -> None:
    assert parse_address(text, default=HERE).canonical == canonical


@pytest.mark.parametrize(
    "text",
    [None, "", "  ", "无", "和平苑", "501", "张三", "桃园小区东门", "3号楼2单元张三", "3-2-张三",
     "---", "2单元501", "0栋0栋", "1-2号楼3单元501", "1、2号楼3单元501", "Sheet1", True, float("nan")],
)  # fmt: skip
def test_refuses_what_is_no_address(text: object) -> None:
    with pytest.raises(AddressProblem):
        parse_address(text)


def test_refuses_a_text_of_any_length_at_once() -> None:
    with pytest.raises(AddressProblem):
        parse_address("3号楼" * 100_000)


@given(DOORS)
def test_the_stored_form_reads_back(address: Address) -> None:
    assert parse_address(address.canonical) == address


@given(DOORS)
def test_the_shown_form_reads_back(address: Address) -> None:
    assert parse_address(address.display) == address


@given(
    DOORS, st.sampled_from(["商业街", "锅炉房", "门卫室"]), st.sampled_from(["101", "-101", "B101", "501A"])
)
def test_a_named_building_reads_back_in_its_community(address: Address, name: str, room: str) -> None:
    named = Address("和平苑", name, address.unit, room)
    assert parse_address(named.canonical) == named
    assert parse_address(named.display, default=Address("和平苑")) == named


@given(
    st.text(max_size=20) | st.text("和平苑三十3A-号楼单元栋#室户负第 甲0", max_size=12),
    st.sampled_from([Address(), HERE]),
)
def test_any_text_is_read_or_refused(text: str, default: Address) -> None:
    try:
        address = parse_address(text, default=default)
    except AddressProblem:
        return
    assert address.community or address.building
    assert parse_address(address.canonical) == address


def test_shows_the_parts_that_are_known() -> None:
    assert Address("和平苑", "3", "2", "501").display == "和平苑3号楼2单元501"
    assert Address("和平苑", "3", "", "501").display == "和平苑3号楼501"
    assert Address("和平苑", "商业街", "", "101").display == "和平苑商业街101"
    assert Address("", "A", "2", "-101").display == "A座2单元负101"
    assert Address("阳光100", "3").display == "阳光100 3号楼"
    assert Address().display == ""


@given(DOORS)
def test_the_mask_is_the_address_to_the_unit(address: Address) -> None:
    assert address.masked == Address(address.community, address.building, address.unit).display


@given(st.tuples(NUMBERS, NUMBERS, st.integers(1, 4000)), st.tuples(NUMBERS, NUMBERS, st.integers(1, 4000)))
def test_sorts_as_people_count(a: tuple[str, str, int], b: tuple[str, str, int]) -> None:
    left, right = (Address("和平苑", *map(str, parts)).sort_key for parts in (a, b))
    assert (left < right) == (tuple(map(int, a)) < tuple(map(int, b)))


def test_sorts_the_same_in_sqlite() -> None:
    ordered = [
        Address("和平", "10", "1", "101"),
        Address("和平苑", "2"),
        Address("和平苑", "2", "", "101"),
        Address("和平苑", "2", "1", "-101"),
        Address("和平苑", "2", "1", "B102"),
        Address("和平苑", "2", "1", "101"),
        Address("和平苑", "2", "1", "1001"),
        Address("和平苑", "2", "1", "东户"),
        Address("和平苑", "2", "10", "101"),
        Address("和平苑", "2", "东", "101"),
        Address("和平苑", "2A", "1", "101"),
        Address("和平苑", "10", "1", "101"),
        Address("和平苑", "甲3", "1", "101"),
    ]
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE door (canonical TEXT, sort_key TEXT) STRICT")
    db.executemany("INSERT INTO door VALUES (?, ?)", [(a.canonical, a.sort_key) for a in reversed(ordered)])
    found = [row[0] for row in db.execute("SELECT canonical FROM door ORDER BY sort_key")]
    db.close()
    assert found == [address.canonical for address in ordered]


@pytest.mark.parametrize(
    ("raw", "building"),
    [("2#", "2"), ("2号楼", "2"), ("二号楼", "2"), ("2栋", "2"), ("2楼", "2"), ("2", "2"), (2.0, "2"),
     (2, "2"), ("02号楼", "2"), ("第2栋", "2"), ("和平苑2号楼", "2"), ("3a号楼", "3A"), ("甲3", "甲3"),
     ("Ａ座", "A"),
     ("十二号楼", "12"), ("商业街", "商业街"), ("综合楼", "综合楼")],
)  # fmt: skip
def test_reads_a_building(raw: object, building: str) -> None:
    assert parse_building(raw) == building


@pytest.mark.parametrize("raw", [None, "", "无", "3-2-501", "3号楼2单元", "501室", "1、2号楼", "12345"])
def test_refuses_what_is_no_building(raw: object) -> None:
    with pytest.raises(AddressProblem):
        parse_building(raw)


@pytest.mark.parametrize(
    ("raw", "unit"),
    [("2单元", "2"), ("二单元", "2"), ("2门", "2"), (2.0, "2"), ("东单元", "东"), ("A", "A"), ("02", "2"),
     (None, ""), ("无", ""), ("/", "")],
)  # fmt: skip
def test_reads_a_unit(raw: object, unit: str) -> None:
    assert parse_unit(raw) == unit


@pytest.mark.parametrize(
    ("raw", "room"),
    [(501.0, "501"), (501, "501"), ("501室", "501"), ("501户", "501"), ("0501", "501"), ("501号房", "501"),
     ("b101", "B101"), (-101.0, "-101"), ("负101", "-101"), ("地下101", "地下101"), ("501-A", "501-A"),
     ("东户", "东户"), ("门房", "门房"), ("1层底商", "1层底商")],
)  # fmt: skip
def test_reads_a_room(raw: object, room: str) -> None:
    assert parse_room(raw) == room
    assert parse_room(room) == room


@pytest.mark.parametrize("raw", [None, "", "2-501", "3-2-501", "2单元501", "张三", "501张三", "501.5"])
def test_refuses_what_is_more_or_less_than_a_room(raw: object) -> None:
    with pytest.raises(AddressProblem):
        parse_room(raw)


def test_splits_a_door_number_that_carries_its_unit() -> None:
    assert split_room("2-501") == ("2", "501")
    assert split_room("2单元501室") == ("2", "501")
    assert split_room("2--101") == ("2", "-101")
    assert split_room(501.0) == ("", "501")
    assert split_room("501-2") == ("", "501-2")
    with pytest.raises(AddressProblem):
        split_room("3-2-501")


def test_a_community_keeps_its_name() -> None:
    assert parse_community(" 和平苑　小区 ") == "和平苑小区"
    assert parse_community("万科City") == "万科City"
    assert parse_community("恒大-绿洲") == "恒大·绿洲"
    for raw in (None, "", "3", "三", "甲3", "12345", "3号楼", "和平苑3号楼"):
        with pytest.raises(AddressProblem):
            parse_community(raw)


def test_tells_sheets_that_are_buildings() -> None:
    named = ["1号楼", "和平苑3号楼", "3#", "12栋", "三十号楼", "3号楼居民信息", "阳光100 3号楼"]
    assert [looks_like_building(name) for name in named] == ["1", "3", "3", "12", "30", "3", "3"]
    others = ["Sheet1", "居民信息", "9号楼小计", "1-2号楼合计", "3", "", "和平苑"]
    assert [looks_like_building(name) for name in others] == [None] * len(others)


def test_tells_the_community_of_a_building() -> None:
    assert community_of_building_text("和平苑3号楼") == "和平苑"
    assert community_of_building_text("阳光100 3号楼") == "阳光100"
    assert community_of_building_text("3号楼") == ""
    assert community_of_building_text("居民信息") == ""


def test_is_searched_in_every_form() -> None:
    assert search_forms(Address("和平苑", "3", "2", "501")) == "3-2-501 和平苑3号楼2单元501 和平苑-3-2-501"
    assert search_forms(Address("和平苑", "3", "", "501")).startswith("3-501 ")
