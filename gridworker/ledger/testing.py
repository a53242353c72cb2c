"""Everything about testing in one import: figures of a day, who is due, reasons and exemptions."""

from __future__ import annotations

from gridworker.ledger.figures import (
    DayFigures,
    coverage_by_day,
    day_figures,
    figures_by_building,
    figures_by_cadence,
    hourly_progress,
)
from gridworker.ledger.people import DuePerson, Outcome, due_details, due_ids, due_people, willing_people
from gridworker.ledger.reasons import set_exemption, set_missed_reason
from gridworker.ledger.scope import WHOLE, NoSuchScope, Scope, parse_scope

__all__ = [
    "WHOLE",
    "DayFigures",
    "DuePerson",
    "NoSuchScope",
    "Outcome",
    "Scope",
    "coverage_by_day",
    "day_figures",
    "due_details",
    "due_ids",
    "due_people",
    "figures_by_building",
    "figures_by_cadence",
    "hourly_progress",
    "parse_scope",
    "set_exemption",
    "set_missed_reason",
    "willing_people",
]
