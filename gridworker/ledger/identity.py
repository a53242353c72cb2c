"""Who a person is: document numbers, names, phones and their masks, in one import. Pure."""

from __future__ import annotations

from gridworker.ledger.characters import half_width
from gridworker.ledger.id_numbers import (
    DamagedId,
    IdFacts,
    IdNumber,
    IdProblem,
    check_digit,
    id_facts,
    parse_id_number,
)
from gridworker.ledger.masks import mask_id, mask_name, mask_phone
from gridworker.ledger.names import NameProblem, parse_name, surname
from gridworker.ledger.phones import PhoneProblem, parse_phones

__all__ = [
    "DamagedId",
    "IdFacts",
    "IdNumber",
    "IdProblem",
    "NameProblem",
    "PhoneProblem",
    "check_digit",
    "half_width",
    "id_facts",
    "mask_id",
    "mask_name",
    "mask_phone",
    "parse_id_number",
    "parse_name",
    "parse_phones",
    "surname",
]
