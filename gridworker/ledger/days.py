"""Days and moments as hand-kept tables write them. Pure.

A day is ISO text `2022-11-28`, a moment `2022-11-28 08:30:00`, both in the computer's local time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from gridworker.errors import ValueProblem
from gridworker.ledger.identity import half_width

_EXCEL_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1850, 1, 1), date(2199, 12, 31)
_SEPARATED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*(?:月|[-./](?=\d{1,2}(?:[日号\s]|$)))\s*(\d{1,2})\s*[日号]?")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:\s*[-./年]\s*(1[0-2]|0?[1-9])(?!\d))?(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(20\d{2})(?:\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})|(\d{2})(\d{2}))(?!\d)"
    r"|(?<![\d年])\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
)
_WEEKDAY = re.compile(r"^\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?")
_CLOCK = re.compile(
    r"T?\s*(?:(上午|下午|晚上)\s*)?(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?:[:]?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?"
)


def parse_day(raw: object) -> str:
    """Read one day from a date, a moment, Excel's day number or text in any common Chinese style.

    Raises ValueProblem when it is no real day between 1850 and 2199.
    """
    day, rest = _day_and_rest(raw)
    _clock(rest)  # what follows the day must be a time, not a slip of the pen
    return day.isoformat()


def parse_moment(raw: object) -> str:
    """Read a moment; a day without a clock time is its midnight. Raises ValueProblem."""
    if isinstance(raw, datetime):
        return _checked(raw.date()).isoformat() + raw.strftime(" %H:%M:%S")
    day, rest = _day_and_rest(raw)
    return f"{day.isoformat()} {_clock(rest)}"


def with_year(raw: object, near: str) -> str | None:
    """Complete a date written without its year (11月20日, 11-20 9:30) to the one nearest to an ISO day.

    None when it is not such a text; what follows the day stays behind it.
    """
    text = half_width(str(raw)).strip().lstrip("'")
    match = _WITHOUT_YEAR.match(text)
    if match is None or not isinstance(raw, str):
        return None
    found = []
    for year in (int(near[:4]) + step for step in (-1, 0, 1)):
        try:
            found.append(date(year, int(match[1]), int(match[2])))
        except ValueError:
            continue
    wanted = date.fromisoformat(near)
    nearest = min(found, key=lambda day: abs((day - wanted).days), default=None)
    return None if nearest is None else f"{nearest.isoformat()} {text[match.end() :].strip()}".strip()


def spoken_of(texts: Iterable[str]) -> str | None:
    """An ISO day in the middle of the year, or month of a year, that titles name (2022年11月走访台账)."""
    for text in texts:
        for year, month in _YEAR_AND_MONTH.findall(half_width(text)):
            return f"{year}-{int(month):02d}-15" if month else f"{year}-07-01"
    return None


def day_in(texts: Iterable[str], near: str) -> str | None:
    """The first ISO day that titles name (2022年11月28日物资统计); one without its year is near `near`."""
    for text in texts:
        for match in _NAMED.finditer(half_width(text)):
            if match[1] is None:
                return with_year(match[0], near)
            year, *month_and_day = (int(part) for part in match.groups() if part)
            try:
                return date(year, *month_and_day).isoformat()
            except ValueError:
                continue
    return None


def show_day(day: str | None) -> str:
    """Show an ISO day as `2022年11月28日`."""
    if not day:
        return ""
    year, month, number = day[:10].split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def shift(day: str, days: int) -> str:
    """The ISO day so many days later (earlier if negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def days_between(earlier: str, later: str) -> int:
    """Days from one ISO day to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def brief(when: str, near: str) -> str:
    """An ISO day, or a moment to its minute, without the year where that is the year of `near`."""
    return when[5:16] if when[:4] == near[:4] else when[:16]


def age_on(born: str | None, day: str) -> int | None:
    """Full years of age on the ISO day; None without a birth date or before it."""
    if not born or born > day:
        return None
    return int(day[:4]) - int(born[:4]) - (day[5:] < born[5:])


def _day_and_rest(raw: object) -> tuple[date, str]:
    if isinstance(raw, datetime):
        return _checked(raw.date()), ""
    if isinstance(raw, date):
        return _checked(raw), ""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_number(raw)
    text = half_width(str(raw)).strip().lstrip("'")
    if text.isdigit() and len(text) == 5:
        return _from_number(int(text))
    match = _SEPARATED.match(text) or _COMPACT.match(text)
    if match is None:
        raise ValueProblem(f"“{text[:20]}”不是能认出的日期，请写成 2022-11-28 这样")
    try:
        return _checked(date(*map(int, match.groups()))), _WEEKDAY.sub("", text[match.end() :]).strip()
    except ValueError:
        raise ValueProblem(f"“{text[:20]}”不是真实的日期，请核对年月日") from None


def _from_number(raw: int | float) -> tuple[date, str]:
    if not math.isfinite(raw):
        raise ValueProblem("数字太大，不是日期")
    digits = str(int(raw))
    if len(digits) == 8 and raw == int(raw):
        return _day_and_rest(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    if not 1 <= raw < 110_000:
        raise ValueProblem(f"数字“{digits[:12]}”不是日期，请写成 2022-11-28 这样")
    seconds = round((raw - int(raw)) * 86_400)
    clock = f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return _checked(_EXCEL_EPOCH + timedelta(days=int(raw))), clock


def _checked(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise ValueProblem(f"日期 {day.isoformat()} 不合常理，请核对年份")
    return day


def _clock(text: str) -> str:
    if not text:
        return "00:00:00"
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueProblem(f"“{text[:20]}”不是能认出的时间，请写成 08:30 这样")
    half, hour, minute, second = match.groups()
    hours = int(hour) + (12 if half in ("下午", "晚上") and int(hour) < 12 else 0)
    if hours > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        raise ValueProblem(f"“{text[:20]}”不是真实的时间，请核对")
    return f"{hours:02d}:{int(minute or 0):02d}:{int(second or 0):02d}"
