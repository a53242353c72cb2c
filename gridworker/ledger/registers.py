"""The catalogue: every register and its fields, each declared once (domain.md §1).

The order of fields is the order of forms, tables and exports. Adding a field is one line in its
register and one migration in schema.py; a test holds the two against each other.
"""

from __future__ import annotations

from gridworker.ledger.catalogue import Register
from gridworker.ledger.people_registers import (
    CARE_KINDS,
    HOUSEHOLD,
    HOUSINGS,
    ID_CARD,
    ID_TYPES,
    PLACE,
    PRESENCES,
    RESIDENCIES,
    RESIDENT,
    TRADES,
)  # fmt: skip
from gridworker.ledger.rule_registers import (
    CADENCE,
    EXPORT,
    HEADING,
    MANAGED_STATUS,
    OWN_FIELD,
    PAST,
    REASON,
    SETTING,
    TRADE,
)  # fmt: skip
from gridworker.ledger.service_registers import (
    ARRIVAL,
    BUNDLE,
    CARE_RHYTHM,
    DUTY,
    DUTY_PERSON,
    DUTY_POST,
    DUTY_SHIFT,
    EXIT_PASS,
    MERCHANT,
    SUPPLY,
    SUPPLY_CATEGORIES,
    SUPPLY_LINE,
    SUPPLY_STATUSES,
    SUPPLY_STEP,
    VENUE,
    VISIT,
)  # fmt: skip
from gridworker.ledger.testing_registers import (
    CLOSED_LOOP,
    DECISION,
    EXEMPT,
    EXEMPTION,
    FIRST_TEST,
    LEAVE,
    MISSED_REASON,
    RESULTS,
    RETEST,
    ROUND,
    ROUND_PLACE,
    SAMPLE,
    TRACE,
    TRACE_PERSON,
    TRACE_ROLES,
    TRIP,
    TUBE,
    TUBE_RESULT,
)  # fmt: skip

__all__ = [
    "ARRIVAL", "BUNDLE", "CADENCE", "CARE_KINDS", "CARE_RHYTHM", "CLOSED_LOOP", "DECISION", "DUTY",
    "DUTY_PERSON", "DUTY_POST", "DUTY_SHIFT", "EXEMPT",
    "EXEMPTION", "EXIT_PASS", "EXPORT", "FIRST_TEST", "HEADING", "HOUSEHOLD", "HOUSINGS", "ID_CARD",
    "ID_TYPES", "LEAVE", "MANAGED_STATUS", "MERCHANT", "MISSED_REASON", "OWN_FIELD", "PAST", "PLACE", "PRESENCES",
    "REASON", "REGISTERS", "RESIDENCIES", "RESIDENT", "RESULTS", "RETEST", "ROUND", "ROUND_PLACE",
    "SAMPLE", "SETTING", "SUPPLY", "SUPPLY_CATEGORIES", "SUPPLY_LINE", "SUPPLY_STATUSES", "SUPPLY_STEP",
    "TRACE", "TRACE_PERSON", "TRACE_ROLES", "TRADE", "TRADES", "TRIP", "TUBE", "TUBE_RESULT", "VENUE",
    "VISIT",
]  # fmt: skip

REGISTERS: dict[str, Register] = {
    register.key: register
    for register in (
        PLACE, HOUSEHOLD, RESIDENT, SAMPLE, EXEMPTION, ROUND, ROUND_PLACE, TUBE, TUBE_RESULT,
        TRACE, TRACE_PERSON, DECISION, CLOSED_LOOP, LEAVE, TRIP,
        SUPPLY, SUPPLY_LINE, SUPPLY_STEP, BUNDLE, MERCHANT, VISIT, CARE_RHYTHM, EXIT_PASS, ARRIVAL,
        DUTY, DUTY_PERSON, DUTY_SHIFT, DUTY_POST, VENUE,
        CADENCE, TRADE, MANAGED_STATUS, REASON, SETTING, PAST, OWN_FIELD, HEADING, EXPORT,
    )
}  # fmt: skip
"""Every register by its key, parents before children."""
