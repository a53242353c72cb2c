"""What card readers and scanners type, and how tube numbers count up. Pure."""

from __future__ import annotations

import re
import unicodedata

from gridworker.ledger.characters import half_width, plain_dashes, upper_ascii, without_spaces
from gridworker.ledger.id_numbers import check_digit

# Longest first in each place: digits on both sides would make it part of another number.
_CARD = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
_INSIDE_CARD = re.compile(r"[\s\-:.]+(?=[0-9X])")
_COUNTER = re.compile(r"(?P<front>.*?)(?P<digits>[0-9]*)", re.DOTALL)


def scan_text(raw: str) -> str:
    """Give the resident card number inside what a reader typed, else the text as typed, tidied.

    Prefixes (ID:, SFZ), brackets, control characters, full width and a small x do not matter; a number
    counts only with a right check digit (GB 11643).
    """
    typed = half_width(_visible(raw)).strip()
    together = _INSIDE_CARD.sub("", upper_ascii(plain_dashes(typed)))
    for text in (upper_ascii(typed), together):
        for found in _CARD.finditer(text):
            if is_card(found[0]):
                return found[0]
    return typed


def is_card(text: str) -> bool:
    """Whether this is nothing but a resident card number with a right check digit."""
    return _CARD.fullmatch(text) is not None and check_digit(text[:17]) == text[17]


def tube_text(raw: str) -> str:
    """A tube number as it is stored: half width, capital letters, no spaces."""
    return upper_ascii(plain_dashes(without_spaces(half_width(_visible(raw)))))


def following(number: str) -> str:
    """The number after this one: G1128-0009 → G1128-0010; the width stays while it can."""
    front, digits = _split(number)
    if not digits:
        return f"{number}-2"
    return f"{front}{int(digits) + 1:0{len(digits)}d}"


def is_like(number: str, pattern: str) -> bool:
    """Whether a tube number belongs to the same roll as `pattern`: same front, same length, then digits.

    Of a pattern that is all digits the first half is the front; a card number never is a tube number.
    """
    front, digits = _split(pattern)
    front = front or digits[: len(digits) // 2]
    rest = number.removeprefix(front)
    same = len(number) == len(pattern) and number.startswith(front) and rest.isascii() and rest.isdigit()
    return same and not is_card(number)


def _split(number: str) -> tuple[str, str]:
    """The number before its last run of digits, and that run."""
    found = _COUNTER.fullmatch(number)
    return (found["front"], found["digits"]) if found else (number, "")


def _visible(raw: str) -> str:
    """Control characters that readers send around what they read, and broken ones, as spaces."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in raw)
