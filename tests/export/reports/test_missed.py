"""The call list: everyone missed once, door by door, each with a box to tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from gridworker.export.message import message_text
from gridworker.export.report import Row, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.missed import COLUMNS, build_missed
from gridworker.export.reports.testing_daily import build_testing_daily
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.testing import due_people, set_missed_reason

Ask = Callable[..., ReportRequest]
KEYS = [column.key for column in COLUMNS]


def _people(section: Section) -> list[dict[str, object]]:
    return [dict(zip(KEYS, row.cells, strict=True)) for row in section.rows if row.style == "body"]


def test_everyone_missed_is_called_once_in_the_order_of_the_doors(ledger: Ledger, ask: Ask):
    missed = due_people(ledger, "2022-11-28", outcome="missed")
    called = _people(build_missed(ledger, ask(whole_identity=True)).sections[0])
    assert [(row["name"], row["room"], row["phone"]) for row in called] == [
        (person.name, person.room, person.phone) for person in missed
    ]
    keys = [Address(p.community, p.building, p.unit, p.room).sort_key for p in missed]
    assert keys == sorted(keys)
    assert [row["number"] for row in called] == list(range(1, len(missed) + 1))
    assert {row["called"] for row in called} == {False}


def test_each_unit_is_named_once_above_its_people_with_their_number(ledger: Ledger, ask: Ask):
    units: dict[str, list[Row]] = {}
    for row in build_missed(ledger, ask()).sections[0].rows:
        if row.style == "band":
            assert row.cells[0] not in units
            members = units[str(row.cells[0])] = []
        else:
            members.append(row)
    counts = Counter(
        Address(p.community, p.building, p.unit).display
        for p in due_people(ledger, "2022-11-28", outcome="missed")
    )
    assert {name: len(rows) for name, rows in units.items()} == {
        f"{unit}　未检 {count} 人": count for unit, count in counts.items()
    }


def test_reasons_are_counted_most_first_and_the_untold_last(ledger: Ledger, ask: Ask):
    missed = due_people(ledger, "2022-11-28", outcome="missed")
    reasons = build_missed(ledger, ask()).sections[1]
    told = {str(row.cells[0]): row.cells[1] for row in reasons.rows}
    assert told == Counter(person.reason or "未说明" for person in missed)
    assert next(iter(told)) == "联系不上" and list(told)[-1] == "未说明"
    assert reasons.totals == ("合计", len(missed), 1.0)


def test_when_nobody_is_missed_the_list_says_so(ask: Ask, tmp_path):
    with Ledger.make(tmp_path / "空.gwl") as empty:
        (section,) = build_missed(empty, ask()).sections
    assert list(section.rows) == [] and "没有未检人员" in section.note


def test_a_number_noted_as_the_reason_is_masked_wherever_the_reason_stands(ledger: Ledger, ask: Ask):
    first = due_people(ledger, "2022-11-28", outcome="missed")[0]
    set_missed_reason(ledger, [first.resident], "2022-11-28", "换号13900005678")
    calls, reasons = build_missed(ledger, ask()).sections
    assert _people(calls)[0]["reason"] == "换号139****5678"
    assert "换号139****5678" in [row.cells[0] for row in reasons.rows]
    assert "换号139****5678 1 人" in build_testing_daily(ledger, ask()).sections[0].note
    assert "换号139****5678 1 人" in message_text(ledger, "testing-daily", ask(whole_identity=True))
    whole = build_missed(ledger, ask(whole_identity=True))
    assert _people(whole.sections[0])[0]["reason"] == "换号13900005678"
