"""Masks (脱敏): what may be seen of a name, a document number or a phone. They never fail. Pure."""

from __future__ import annotations

import re

from gridworker.ledger.names import is_han, surname

_MOBILE = re.compile(r"1[0-9]{10}")
_LANDLINE = re.compile(r"(?P<area>0[0-9]{2,3}-)?(?P<local>[0-9]{7,8})(?:-[0-9]+)?")


def mask_name(name: str) -> str:
    """Keep the surname: 张*, 欧阳*, 阿卜杜拉*, J*. A name that is nothing but a surname is hidden whole."""
    if not name:
        return ""
    shown = surname(name)
    return "*" if len(name) == len(shown) and is_han(name[0]) else f"{shown}*"


def mask_id(number: str) -> str:
    """Keep the first and last four of 18 characters, two and two of others, only the last of short ones."""
    if len(number) == 18:
        return f"{number[:4]}{'*' * 10}{number[-4:]}"
    if len(number) >= 8:
        return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"
    return "*" * (len(number) - 1) + number[-1:]


def mask_phone(phone: str) -> str:
    """Keep 138****0000 of a mobile, area code and last two of a landline; an extension is left out."""
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    landline = _LANDLINE.fullmatch(phone)
    area, local = (landline["area"] or "", landline["local"]) if landline else ("", phone)
    hidden = max(len(local) - 2, min(len(local), 3))
    return f"{area}{'*' * hidden}{local[hidden:]}"
