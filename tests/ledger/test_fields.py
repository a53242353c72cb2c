"""Fields: what is typed becomes what is stored, or a sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.errors import ValueProblem
from gridworker.ledger.fields import MOMENT, Value
from gridworker.ledger.registers import ARRIVAL, HOUSEHOLD, PLACE, REGISTERS, RESIDENT, SUPPLY_LINE, TRIP

CHINESE = r"[一-鿿]"


@pytest.mark.parametrize(
    ("register", "key", "typed", "stored", "shown"),
    [
        (TRIP, "temperature", "36.8℃", 368, "36.8"),
        (TRIP, "temperature", 37, 370, "37.0"),
        (SUPPLY_LINE, "price", "12.50元", 1250, "12.50"),
        (SUPPLY_LINE, "quantity", "３", 3, "3"),
        (SUPPLY_LINE, "quantity", 2.0, 2, "2"),
        (TRIP, "on_duty", "是", 1, "是"),
        (TRIP, "on_duty", "×", 0, "否"),
        (RESIDENT, "residency", "常住人口", "常住", "常住"),
        (RESIDENT, "care", "孕产妇，残疾人", "孕产妇、残疾人", "孕产妇、残疾人"),
        (RESIDENT, "phone", "138 0000 0000", "13800000000", "13800000000"),
        (RESIDENT, "note", "　两行\r\n备注 ", "两行\n备注", "两行\n备注"),
        (ARRIVAL, "arrived_on", "2022.11.8", "2022-11-08", "2022-11-08"),
        (PLACE, "building", "2#", "2", "2"),
        (HOUSEHOLD, "room", 501.0, "501", "501"),
    ],
)
def test_reading_and_showing(register: object, key: str, typed: object, stored: Value, shown: str) -> None:
    field = REGISTERS[register.key].field(key)
    assert field.parse(typed) == stored
    assert field.show(stored) == shown


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("name", ""), ("name", "\ud842"), ("residency", "外星"), ("doses", "三"), ("doses", "1.5"), ("born", "昨天"),
        ("phone", "13800000000、13900000000"), ("note", "a\x07b"), ("employer", "字" * 5000), ("doses", "9" * 40),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_in_chinese(key: str, typed: object) -> None:
    with pytest.raises(ValueProblem, match=CHINESE):
        RESIDENT.field(key).parse(typed)


def test_masks_follow_the_kind() -> None:
    mask = {key: RESIDENT.field(key).mask for key in ("name", "id_number", "phone", "trade")}
    assert mask["name"]("欧阳静") == "欧阳*"
    assert mask["id_number"]("140105193708225777") == "1401**********5777"
    assert mask["phone"]("13800000000") == "138****0000"
    assert mask["trade"]("药店") == "药店"
    assert mask["name"](None) == ""


def test_every_row_is_read_with_all_its_problems() -> None:
    raw = {"name": "张三", "born": "昨天", "phone": "abc", "id_type": "护照", "id_number": "E1234567"}
    values, problems = RESIDENT.read(raw)
    assert values == {"name": "张三", "id_type": "护照", "id_number": "E1234567"}
    assert set(problems) == {"born", "phone"}


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=False), st.none()))
def test_any_input_ends_in_a_value_or_a_sentence(raw: object) -> None:
    for register in REGISTERS.values():
        for field in register:
            if field.link:
                continue
            with suppress(ValueProblem):
                value = field.parse(raw)
                if field.kind is MOMENT and value:  # seconds are kept but not shown
                    value = f"{str(value)[:16]}:00"
                assert value in (None, "") or field.parse(field.show(value)) == value, (field.key, value)
                assert isinstance(field.show(value), str) and isinstance(field.mask(value), str)


def test_no_two_fields_of_a_register_answer_to_one_heading() -> None:
    for register in REGISTERS.values():
        headings = [heading for field in register for heading in (field.heading, *field.aliases)]
        assert len(headings) == len(set(headings)), register.key
