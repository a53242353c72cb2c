"""A small town and short words for tests that import service registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gridworker.intake.importers import IMPORTERS
from gridworker.intake.problems import Outcome, Problem
from gridworker.ledger.address import parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from tests.intake.samples import make_id, save

ZHANG, LI, WANG, OUTSIDER = (make_id(date(1980 + place, 3, 4), 101 + place) for place in range(4))
PEOPLE = (
    ("张三", ZHANG, "13800000001", "和平苑-3-2-501"),
    ("李四", LI, "13800000002", "和平苑-3-2-502"),
    ("王五", WANG, "13800000003", "和平苑-5-1-101"),
)


def settle_town(ledger: Ledger) -> None:
    """Three residents of three doors."""
    with ledger.change("准备"):
        doors = Doors(ledger)
        for name, number, phone, address in PEOPLE:
            household = doors.household(parse_address(address), head=name)
            ledger.create(
                "resident", {"name": name, "id_number": number, "phone": phone, "household": household}
            )


def book(path: Path, *rows: Sequence[Any], merged: Sequence[str] = (), sheet: str = "名单") -> Path:
    return save(path, {sheet: list(rows)}, merged)


def run(ledger: Ledger, kind: str, path: Path, **options: Any) -> Outcome:
    importer = IMPORTERS[kind]
    return importer.commit(ledger, importer.plan(ledger, [path], **options))


def again(ledger: Ledger, kind: str, path: Path, **options: Any) -> None:
    """Import the same file once more: nothing may change."""
    outcome = run(ledger, kind, path, **options)
    assert (outcome.added, outcome.updated, outcome.batch) == (0, 0, None)
    assert outcome.rows == outcome.unchanged + outcome.rejected


def said(outcome: Outcome) -> list[tuple[int, str | None, str | None, str]]:
    """The problems as row, field, why and severity."""
    return [(each.row, each.field, each.why, each.severity) for each in outcome.problems]


def problem(outcome: Outcome, why: str) -> Problem:
    (found,) = [each for each in outcome.problems if each.why == why]
    return found


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what is blank, its number and uid."""
    return {key: value for key, value in row.items() if value is not None and key not in ("id", "uid")}
