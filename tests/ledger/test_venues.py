"""Venue inspections: what is open, what was not seen for long, settling."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.ledger.book import Ledger
from gridworker.ledger.venues import is_open, lacking, settle, venue_names, venue_todos, venues

DAY = "2022-11-28"


def inspect(ledger: Ledger, venue: str, at: str, **found: Any) -> int:
    good = dict.fromkeys(("temperature_taken", "code_scanned", "proof_checked", "masks_worn"), 1)
    return ledger.create("venue", {"venue": venue, "at": f"{at} 09:00:00", **good, **found})


@pytest.mark.parametrize(
    ("found", "waits"),
    [
        ({}, False), ({"masks_worn": 0}, True), ({"remedy": "张贴场所码"}, True), ({"masks_worn": None}, False),
        ({"masks_worn": 0, "remedied_on": DAY}, False), ({"masks_worn": 0, "remedied_on": "2022-11-29"}, True),
    ],
)  # fmt: skip
def test_open_is_what_was_found_wrong_and_not_mended_by_that_day(
    ledger: Ledger, found: dict[str, Any], waits: bool
) -> None:
    row = ledger.get("venue", inspect(ledger, "便民超市", DAY, **found))
    assert is_open(row, DAY) is waits


def test_venues_stand_with_their_last_inspection_longest_ago_first(ledger: Ledger) -> None:
    inspect(ledger, "便民超市", "2022-11-10", proof_checked=0)
    last = inspect(ledger, "便民超市", "2022-11-21")
    inspect(ledger, "和平药店", "2022-11-20")
    inspect(ledger, "理发店", "2022-12-01")
    found = venues(ledger, DAY)
    assert [(v.name, v.days, v.inspections, v.open, v.unseen) for v in found] == [
        ("和平药店", 8, 1, 0, True), ("便民超市", 7, 2, 1, False),
    ]  # fmt: skip
    assert found[1].row == last
    ledger.set_setting("venue_days", "3")
    assert [venue.unseen for venue in venues(ledger, DAY)] == [True, True]
    assert venue_names(ledger) == ["理发店", "便民超市", "和平药店"]


def test_settling_closes_only_what_is_open_and_is_undone_in_one(ledger: Ledger) -> None:
    rows = [inspect(ledger, "便民超市", DAY, masks_worn=0), inspect(ledger, "和平药店", DAY)]
    assert lacking(ledger.get("venue", rows[0])) == ["masks_worn"]
    assert settle(ledger, rows, DAY) == 1
    assert [row["remedied_on"] for row in ledger.rows("venue")] == [DAY, None]
    ledger.undo()
    assert [row["remedied_on"] for row in ledger.rows("venue")] == [None, None]


def test_what_was_found_today_is_not_said_to_be_days_old(ledger: Ledger) -> None:
    inspect(ledger, "便民超市", DAY, masks_worn=0)
    [todo] = venue_todos(ledger, DAY)
    assert todo.text == "1 次场所巡查发现的问题待整改，都是今天发现的"


def test_today_hears_of_remedies_and_of_venues_not_seen(ledger: Ledger) -> None:
    assert venue_todos(ledger, DAY) == []
    inspect(ledger, "便民超市", "2022-11-18", masks_worn=0)
    inspect(ledger, "和平药店", DAY, remedy="补登记本")
    assert [(todo.tone, todo.text, todo.what["state"]) for todo in venue_todos(ledger, DAY)] == [
        ("warn", "2 次场所巡查发现的问题待整改，最早的已过 10 天", "open"),
        ("info", "1 处场所超过 7 天没有巡查，最久的是便民超市", "unseen"),
    ]
