"""What readers type, and tube numbers that count up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.scanning import following, is_like, scan_text, tube_text
from tests.ledger.desks import card

CARD = card(123)
LETTERS = st.text("ABCSFZxyzID身份证：:＝=[]()【】<>\x02\x03\r\n\t\u200b ", max_size=8)


@pytest.mark.parametrize(
    "typed",
    [
        CARD, f"ID:{CARD}", f"SFZ{CARD}", f"\x02{CARD}\x03\r", f"[{CARD}]", f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        f"身份证号：{CARD}，姓名：张三", "".join(chr(ord(char) + 0xFEE0) for char in CARD),
    ],
)  # fmt: skip
def test_the_card_number_is_found_in_what_a_reader_types(typed: str) -> None:
    assert scan_text(typed) == CARD


@given(st.integers(0, 999), LETTERS, LETTERS)
def test_whatever_stands_around_a_card_number_does_not_matter(number: int, before: str, after: str) -> None:
    wanted = card(number)
    behind = after if not after[:1] or after[0] not in "xX" else f" {after}"
    assert scan_text(before + wanted.lower() + behind) == wanted


@pytest.mark.parametrize("typed", ["张三", "zs", "3-2-501", "1234", "13800001111", "", "买买提·吐尔逊"])
def test_anything_else_stays_as_it_was_typed(typed: str) -> None:
    assert scan_text(f" {typed}\r") == typed


def test_a_number_with_a_wrong_digit_is_no_card_number() -> None:
    wrong = CARD[:-1] + ("0" if CARD[-1] != "0" else "1")
    assert scan_text(f"ID:{wrong}") == f"ID:{wrong}"
    assert scan_text(f"{CARD}7") == f"{CARD}7"


@given(st.text())
def test_no_text_is_too_odd_to_read(typed: str) -> None:
    assert scan_text(scan_text(typed)) == scan_text(typed)
    assert tube_text(tube_text(typed)) == tube_text(typed)


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ("G1128-0001", "G1128-0002"), ("G1128-0099", "G1128-0100"), ("G-9999", "G-10000"),
        ("00099", "00100"), ("东门管", "东门管-2"), ("A1B", "A1B-2"),
    ],
)  # fmt: skip
def test_numbers_count_up_in_their_width(last: str, wanted: str) -> None:
    assert following(last) == wanted


def test_a_tube_number_is_known_by_its_roll() -> None:
    assert is_like("G1128-0417", "G1128-0001")
    assert is_like("22112800000417", "22112800000001")
    for other in ("G1128-417", "G1129-0001", "G1128-04A7", "13800001111", "3-2-501", "张三", ""):
        assert not is_like(other, "G1128-0001")
    assert not is_like(CARD, CARD[:9] + "000000000"), "a card number never is a tube"
    assert tube_text("\x02g1128－０４１７\r") == "G1128-0417"
