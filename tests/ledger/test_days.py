"""Days as hand-kept tables write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.errors import ValueProblem
from gridworker.ledger.days import (
    age_on,
    brief,
    day_in,
    days_between,
    parse_day,
    parse_moment,
    shift,
    show_day,
    spoken_of,
    with_year,
)

CHINESE = r"[一-鿿]"


@pytest.mark.parametrize(
    "raw",
    [
        "2022-11-28", "2022/11/28", "2022.11.28", "20221128", "2022年11月28日", "2022年11月28日（周一）", "２０２２－１１－２８", "2022-11-28 08:30",
        "'2022-11-28", 20221128, 20221128.0, 44893, 44893.0, "44893", date(2022, 11, 28), datetime(2022, 11, 28, 8, 30),
    ],
)  # fmt: skip
def test_one_day_in_many_styles(raw: object) -> None:
    assert parse_day(raw) == "2022-11-28"


@pytest.mark.parametrize("raw", ["1985.6.9", "1985年6月9日", "1985/06/09", "1985-6-9"])
def test_short_months_and_days(raw: str) -> None:
    assert parse_day(raw) == "1985-06-09"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "不详",
        "2022-02-30",
        "2022-2-3x",
        "2022-11-281",
        "2022-13-01",
        "1985年6月",
        "0",
        float("inf"),
        -5,
        3e9,
        "1401",
        "9999-01-01",
    ],
)
def test_what_is_no_day_is_refused_in_chinese(raw: object) -> None:
    with pytest.raises(ValueProblem, match=CHINESE):
        parse_day(raw)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2022-11-28 08:30", "2022-11-28 08:30:00"), ("2022/11/28 8:30:05", "2022-11-28 08:30:05"),
        ("2022年11月28日 8时30分", "2022-11-28 08:30:00"), ("2022-11-28T08:30:00", "2022-11-28 08:30:00"),
        ("2022-11-28 下午2:05", "2022-11-28 14:05:00"), ("2022-11-28", "2022-11-28 00:00:00"),
        (44893.5, "2022-11-28 12:00:00"), (datetime(2022, 11, 28, 8, 30), "2022-11-28 08:30:00"),
    ],
)  # fmt: skip
def test_moments(raw: object, moment: str) -> None:
    assert parse_moment(raw) == moment


@pytest.mark.parametrize("raw", ["2022-11-28 25:00", "2022-11-28 08:61", "2022-11-28 早上"])
def test_what_is_no_time_is_refused(raw: str) -> None:
    with pytest.raises(ValueProblem):
        parse_moment(raw)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_shifting_and_counting_agree(day: date, days: int) -> None:
    assert days_between(day.isoformat(), shift(day.isoformat(), days)) == days
    assert parse_day(show_day(day.isoformat())) == day.isoformat()


def test_age_counts_full_years() -> None:
    assert age_on("1990-11-28", "2022-11-27") == 31
    assert age_on("1990-11-28", "2022-11-28") == 32
    assert age_on(None, "2022-11-28") is None
    assert age_on("2023-01-01", "2022-11-28") is None


@pytest.mark.parametrize(
    ("raw", "near", "full"),
    [
        ("11月20日", "2022-11-28", "2022-11-20"),
        ("11月20日 9:30", "2022-11-28", "2022-11-20 9:30"),
        ("1月3日", "2022-12-30", "2023-01-03"),
        ("12-30", "2023-01-02", "2022-12-30"),
        ("11/20", "2022-07-01", "2022-11-20"),
        ("11.20", "2022-07-01", "2022-11-20"),
        ("2月29日", "2023-02-01", "2024-02-29"),
        ("13月5日", "2022-11-28", None),
        ("3-2-501", "2022-11-28", None),
        ("昨天", "2022-11-28", None),
        (11.2, "2022-11-28", None),
    ],
)
def test_a_day_without_a_year_is_the_nearest(raw: object, near: str, full: str | None) -> None:
    assert with_year(raw, near) == full


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["2022年11月走访台账"], "2022-11-15"),
        (["走访台账", "台账2021"], "2021-07-01"),
        (["20221128导出"], None),
        (["三号楼"], None),
    ],
)
def test_titles_tell_the_year(titles: list[str], day: str | None) -> None:
    assert spoken_of(titles) == day


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["和平苑2022年11月28日物资统计"], "2022-11-28"),
        (["物资", "11月27日需求"], "2022-11-27"),
        (["20221126导出"], "2022-11-26"),
        (["走访2022-11-25"], "2022-11-25"),
        (["2022年11月台账", "3号楼2单元"], None),
        (["2022年13月28日"], None),
    ],
)
def test_titles_tell_the_day(titles: list[str], day: str | None) -> None:
    assert day_in(titles, "2022-11-15") == day


def test_a_year_is_told_only_where_it_is_another() -> None:
    assert brief("2022-11-28", "2022-01-01") == "11-28"
    assert brief("2022-11-28 08:30:59", "2022-01-01 00:00:00") == "11-28 08:30"
    assert brief("2021-11-28 08:30:59", "2022-01-01") == "2021-11-28 08:30"
