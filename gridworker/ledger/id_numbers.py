"""Document numbers: the resident identity card after GB 11643, and plain checks for the others. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import mul

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import cell_text, half_width, plain_dashes, without_spaces

RESIDENT_CARD = "居民身份证"
OTHER_DOCUMENT = "其他"

_PROVINCES = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
        (91, 91),
    )
    for code in range(first, last + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLDEST_YEAR = 1850
# Old 15-digit cards gave these sequence numbers to people who were a hundred already: born before 1900.
_CENTENARIANS = frozenset({"996", "997", "998", "999"})

_WHOLE_CARD = re.compile(r"[0-9]{17}[0-9X]")
_OLD_CARD = re.compile(r"[0-9]{15}")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]*E\+?|E\+)[0-9]{1,3}|[0-9]{16,}\.0*")
_WHOLE_FLOAT = re.compile(r"([0-9]{1,15})\.0+")
_LEADING_QUOTES = "'’‘`´"
_UPGRADED = "15位旧号已升为18位"
_ENDS_IN_ZEROS = "号码以000结尾，请核对是否被表格截断过"


class IdProblem(ValueProblem):
    """A document number that cannot be right."""


class DamagedId(IdProblem):
    """A number whose last digits a spreadsheet has lost; no repair can bring them back."""

    def __init__(self) -> None:
        super().__init__(
            "证件号码已被表格损坏（末尾几位丢失），没有采用。请按证件原件重新填写，并先把表格里这一列设为文本格式。"
        )


@dataclass(frozen=True)
class IdNumber:
    """A number fit to store, and what the worker should know about it."""

    number: str
    note: str | None


@dataclass(frozen=True)
class IdFacts:
    """What a resident card number says of its holder: `sex` is 男/女, `region` six digits."""

    born: date
    sex: str
    region: str


def parse_id_number(raw: object, id_type: str = RESIDENT_CARD) -> IdNumber:
    """Read a document number from a form or cell, repairing only what cannot change its meaning.

    Numbers of 16 and more digits that arrive as numbers are never trusted: a spreadsheet keeps 15.
    Raises DamagedId for those and for their remains in text, IdProblem for anything else. GB 11643-1999.
    """
    if _has_lost_digits(raw):
        raise DamagedId
    text = _repaired(cell_text(raw))
    if not text:
        raise IdProblem("证件号码没有填写。请按证件填写。")
    if _EXPONENT.fullmatch(text):
        raise DamagedId
    return _resident_card(text) if id_type == RESIDENT_CARD else _other_document(text, id_type)


def check_digit(first17: str) -> str:
    """Compute the 18th character (0–9 or X) from the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(map(mul, _WEIGHTS, map(int, first17)))
    return _CHECK_DIGITS[total % 11]


def id_facts(number: str) -> IdFacts:
    """Derive birth date, sex and region from a resident card number that parse_id_number has accepted."""
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return IdFacts(born, "男" if int(number[16]) % 2 else "女", number[:6])


def _has_lost_digits(raw: object) -> bool:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return False
    return not math.isnan(raw) and (raw >= 10**15 or raw <= -(10**15))


def _repaired(text: str) -> str:
    if _WHOLE_CARD.fullmatch(text):
        return text
    text = without_spaces(half_width(text)).lstrip(_LEADING_QUOTES).upper().replace("×", "X")
    whole = _WHOLE_FLOAT.fullmatch(text)
    return whole[1] if whole else text


def _resident_card(text: str) -> IdNumber:
    if _OLD_CARD.fullmatch(text):
        return IdNumber(_upgraded(text), _UPGRADED)
    _check_shape(text)
    zeros = text.endswith("000")
    if check_digit(text[:17]) != text[17]:
        raise (
            DamagedId if zeros else IdProblem("身份证号码的校验码对不上，至少有一位写错了。请对照证件核对。")
        )
    _check_region_and_birth(text)
    return IdNumber(text, _ENDS_IN_ZEROS if zeros else None)


def _upgraded(old: str) -> str:
    century = "18" if old[12:] in _CENTENARIANS else "19"
    first17 = old[:6] + century + old[6:]
    _check_region_and_birth(first17)
    return first17 + check_digit(first17)


def _check_shape(text: str) -> None:
    if len(text) != 18:
        raise IdProblem(f"身份证号码应为18位，这里是{len(text)}位。请对照证件补全。")
    if not _WHOLE_CARD.fullmatch(text):
        raise IdProblem("身份证号码前17位只能是数字，最后一位是数字或X。请对照证件改正。")


def _check_region_and_birth(number: str) -> None:
    if number[:2] not in _PROVINCES:
        raise IdProblem("身份证号码开头的地区代码不存在。请对照证件核对。")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdProblem("身份证号码里的出生日期不是真实的日期。请对照证件核对。") from None
    if born.year < _OLDEST_YEAR or born > date.today():
        raise IdProblem("身份证号码里的出生日期过早或还没有到。请对照证件核对。")


def _other_document(text: str, id_type: str) -> IdNumber:
    """Normalise passports and permits; only 其他 may hold Chinese characters (军字第…号)."""
    number = "".join(char for char in plain_dashes(text) if char not in "-()")
    readable = number.isalnum() and (id_type == OTHER_DOCUMENT or number.isascii())
    if not readable or not any(char in "0123456789" for char in number):
        raise IdProblem("证件号码只能由字母和数字组成。请对照证件改正。")
    if not 5 <= len(number) <= 20:
        raise IdProblem(f"证件号码的长度不对，这里是{len(number)}位。请对照证件核对。")
    return IdNumber(number, None)
