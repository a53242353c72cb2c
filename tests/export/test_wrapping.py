"""Breaking text into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gridworker.export.wrapping import SQUEEZE, wrap


def _measure(text: str) -> float:
    return float(sum(1 if char > "\u2e7f" else 0.5 for char in text))


def test_a_text_that_fits_stays_one_line():
    assert wrap("王小明", 4, _measure) == ["王小明"]


def test_a_little_too_long_is_left_for_narrower_letters():
    assert wrap("140105199001010010", 8, _measure) == ["140105199001010010"]


def test_numbers_are_not_broken():
    assert wrap("电话13800000000请联系", 6, _measure) == ["电话", "13800000000", "请联系"]


def test_a_line_does_not_begin_with_a_full_stop():
    assert wrap("一二三四五。六七八", 5, _measure) == ["一二三四五。", "六七八"]


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert wrap("一二三四五六七八九十", 3, _measure, most=2) == ["一二三", "四五…"]


def test_typed_line_breaks_are_kept():
    assert wrap("一\n\n二", 5, _measure) == ["一", "", "二"]


@given(st.text(alphabet="一二三，。ab1 \n", max_size=60), st.integers(2, 12))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: int):
    lines = wrap(text, room, _measure, most=1000)
    assert "".join(lines) == text.replace("\n", "")
    assert all(_measure(line) <= max(room / SQUEEZE, room + 1) + 1e-9 for line in lines)
