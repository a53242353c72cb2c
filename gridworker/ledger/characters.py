"""Characters as people type them: full-width forms, odd spaces and dashes, Chinese numerals. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

# Every ideograph a name may hold, as the inside of a regex class: radicals, 々〇, all extensions, the
# compatibility block, and the private area where old registration systems kept rare characters.
HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\U00020000-\U0003ffff"

# What people write into a cell to say that there is nothing to write.
NOTHING = frozenset({"", "无", "没有", "-", "--", "/", "\\"})

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－─", "-"))
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_SPACES = re.compile(rf"[\s{_INVISIBLE}]+")
_ZERO_WIDTH = re.compile(rf"[{_INVISIBLE}]+")
_EXACT = 10**15  # beyond this a spreadsheet no longer keeps every digit
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_CHINESE_NUMBER = re.compile(CHINESE_NUMBER)
_CHINESE_DIGITS = re.compile("[〇零一二三四五六七八九]{3,}")


def half_width(text: str) -> str:
    """Turn full-width ASCII forms and the ideographic space to ASCII; every other character survives."""
    return text if text.isascii() else text.translate(_HALF)


def plain_dashes(text: str) -> str:
    """Turn every kind of dash into the ASCII hyphen."""
    return text if text.isascii() else text.translate(_DASHES)


def upper_ascii(text: str) -> str:
    """Turn a–z to A–Z and nothing else, so that every character keeps its place."""
    return text.translate(_UPPER)


def without_spaces(text: str) -> str:
    """Remove all spaces, line breaks and zero-width characters."""
    return _SPACES.sub("", text)


def without_zero_width(text: str) -> str:
    """Remove the characters nobody can see; spaces stay."""
    return text if text.isascii() else _ZERO_WIDTH.sub("", text)


def cell_text(raw: object) -> str:
    """Read a cell as text: nothing is "", and whole numbers lose the `.0` that sheet readers give them."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, float | Decimal) and -_EXACT < raw < _EXACT and raw == int(raw):
        return str(int(raw))
    return str(raw)


def arabic(text: str) -> str | None:
    """Read a Chinese numeral up to 99 (二十一), or three and more digits one by one (五〇一); else None."""
    if _CHINESE_DIGITS.fullmatch(text):
        return "".join(str(_DIGITS[char]) for char in text)
    if not _CHINESE_NUMBER.fullmatch(text):
        return None
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return str(_DIGITS[text])
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
