"""Hides document and phone numbers inside any text from outside, for lists on the screen."""

from __future__ import annotations

import re

from gridworker.ledger.masks import mask_id, mask_phone

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "x"}
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]|[0-9]{15}|1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4})"
    r"(?![0-9A-Za-z])"
)


def discreet(text: str) -> str:
    """The text with ID numbers and mobile phones masked, also full-width or spaced ones."""
    return _NUMBERS.sub(lambda found: _masked(found[0]), text.translate(_FULL_WIDTH))


def _masked(number: str) -> str:
    digits = re.sub("[ -]", "", number)
    return mask_phone(digits) if len(digits) == 11 else mask_id(digits)
