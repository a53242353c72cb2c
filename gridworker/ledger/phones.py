"""Phone numbers as they stand in one cell: none, one or several; mobiles and landlines. Pure."""

from __future__ import annotations

import re

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import NOTHING, cell_text, half_width, plain_dashes, without_zero_width

# A landline's area code is three digits with eight to follow (010, 02x), or four with seven or eight.
_PHONE = re.compile(
    r"""
    (?:(?:\+|00)?86[- ]?)?
    (?:
        (?P<mobile> 1[3-9][0-9](?:[- ]?[0-9]{4}){2} | 1[3-9][0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{4} )
      | (?: \(?(?P<area> 010|02[0-9]|0[3-9][0-9]{2} )\)?[- ]?)?
        (?P<local> [2-9][0-9]{6,7} )
        (?: \ *(?:-|转|EXT\.?)\ *(?P<extension> [0-9]{1,6} ))?
      | (?P<service> [48]00[- ]?[0-9]{3}[- ]?[0-9]{4} )
    )
    (?![0-9])
    """,
    re.VERBOSE,
)
_ABROAD = re.compile(r"\+(?!86)[1-9][0-9]{6,14}(?![0-9])")
_BETWEEN = re.compile(r"[\s、,;/|\\或]+")
_PIECE = re.compile(r"[^\s、,;/|\\或]+")
_LINE_BREAKS = re.compile(r"[\r\n\t\v\f]+")
_SEVERAL_SPACES = re.compile(r"\s+")


class PhoneProblem(ValueProblem):
    """One piece of a cell is not a phone number; only that piece is named."""

    def __init__(self, piece: str) -> None:
        shown = piece if len(piece) <= 20 else f"{piece[:20]}…"
        super().__init__(
            f"“{shown}”不是有效的电话号码。手机应为11位，座机请写成“区号-号码”，几个号码之间用顿号分开。"
        )


def parse_phones(raw: object) -> tuple[str, ...]:
    """Read all phones of one cell, in order and without repeats.

    Mobiles come out as 11 digits, landlines as 0351-7040000 or 0351-7040000-12 with an extension,
    or as they are without an area code. Raises PhoneProblem for the first piece that is no phone.
    """
    text = _tidy(cell_text(raw))
    if text in NOTHING:
        return ()
    phones: list[str] = []
    at = 0
    while at < len(text):
        gap = _BETWEEN.match(text, at)
        if gap:
            at = gap.end()
            continue
        phone, at = _phone_at(text, at)
        phones.append(phone)
    return tuple(dict.fromkeys(phones))


def _tidy(text: str) -> str:
    """Leave single spaces and ASCII hyphens; a line break separates phones, a space may sit inside one."""
    text = plain_dashes(half_width(without_zero_width(text))).upper().strip().lstrip("'’‘`")
    return _SEVERAL_SPACES.sub(" ", _LINE_BREAKS.sub(";", text))


def _phone_at(text: str, at: int) -> tuple[str, int]:
    found = _PHONE.match(text, at) or _ABROAD.match(text, at)
    if found is None or not _ends_well(text, found.end()):
        piece = _PIECE.match(text, at)
        raise PhoneProblem(piece[0] if piece else text[at:])
    return _written(found), found.end()


def _ends_well(text: str, end: int) -> bool:
    return end == len(text) or _BETWEEN.match(text, end) is not None


def _written(found: re.Match[str]) -> str:
    parts = found.groupdict()
    whole = parts.get("mobile") or parts.get("service")
    if whole:
        return re.sub("[- ]", "", whole)
    if not parts:
        return found[0]
    return "-".join(part for part in (parts["area"], parts["local"], parts["extension"]) if part)
