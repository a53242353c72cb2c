"""Inspections of venues: signs for the elements, shares that a reader can recount, what is still open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gridworker.export.reports import ReportRequest
from gridworker.export.reports.venues import build_venues
from gridworker.ledger.book import Ledger

Ask = Callable[..., ReportRequest]
GOOD = dict.fromkeys(("temperature_taken", "code_scanned", "proof_checked", "masks_worn"), 1)


@pytest.fixture
def inspected(tmp_path: Path) -> Ledger:
    ledger = Ledger.make(tmp_path / "场所.gwl")

    def add(venue: str, day: str, **found: Any) -> None:
        ledger.create("venue", {"venue": venue, "at": f"{day} 09:00:00", **GOOD, **found})

    add("便民超市", "2022-11-20", masks_worn=0, remedied_on="2022-11-29")
    add("便民超市", "2022-11-27", code_scanned=None)
    add("和平药店", "2022-11-28", remedy="补登记本，电话13800001234", remedied_on="2022-11-28")
    add("理发店", "2022-11-29")
    return ledger


def test_signs_shares_and_figures_agree_with_the_rows(inspected: Ledger, ask: Ask) -> None:
    report = build_venues(inspected, ask(from_day="2022-11-20", to_day="2022-11-28"))
    listed, by_venue = report.sections
    *rows, counts = listed.rows
    assert [row.cells[3:7] for row in rows] == [("✓", "✓", "✓", "×"), ("✓", None, "✓", "✓"), ("✓",) * 4]
    assert rows[0].marks == {6: "bad"} and rows[1].marks == {}
    assert rows[2].cells[8] == "补登记本，电话138****1234"
    assert counts.cells[3:7] == (3, 2, 3, 2)
    assert listed.totals is not None
    assert listed.totals[2:7] == ("3 次", "100.0%", "100.0%", "100.0%", "66.7%")
    assert [(f.label, f.text) for f in listed.figures] == [
        ("巡查次数", "3"), ("场所数", "2"), ("发现问题", "2"), ("已整改", "1"), ("待整改", "1"),
    ]  # fmt: skip
    assert [row.cells[0:2] + row.cells[3:] for row in by_venue.rows] == [
        ("便民超市", 2, 1, 1), ("和平药店", 1, 1, 0),
    ]  # fmt: skip
    assert by_venue.totals is not None and by_venue.totals[3:] == (2, 1)


def test_what_was_mended_later_is_mended_in_a_later_report(inspected: Ledger, ask: Ask) -> None:
    report = build_venues(inspected, ask(from_day="2022-11-20", to_day="2022-11-29"))
    assert report.sections[0].figures[-1].text == "0"


def test_own_fields_are_columns(inspected: Ledger, ask: Ask) -> None:
    inspected.create("own_field", {"register": "venue", "key": "code", "heading": "场所码", "kind": "是否"})
    inspected.update("venue", 3, {"code": 1})
    listed = build_venues(inspected, ask()).sections[0]
    assert listed.columns[-1].heading == "场所码" and next(iter(listed.rows)).cells[-1] == "是"


def test_without_inspections_it_says_so(tmp_path: Path, ask: Ask) -> None:
    with Ledger.make(tmp_path / "空.gwl") as ledger:
        (section,) = build_venues(ledger, ask()).sections
    assert list(section.rows) == [] and "没有巡查记录" in section.note
