"""入户走访台账: every visit of the period once, and who made how many in which way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gridworker.export.report import Row
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.visits import COLUMNS, build_visits
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from gridworker.ledger.visits import visit_records

Ask = Callable[..., ReportRequest]
ON = "2022-11-28"
KEYS = [column.key for column in COLUMNS]


def told(row: Row) -> dict[str, object]:
    return dict(zip(KEYS, row.cells, strict=False))


def test_every_visit_of_the_period_stands_once_the_earliest_first(ledger: Ledger, ask: Ask) -> None:
    report = build_visits(ledger, ask(from_day="2022-11-20", to_day=ON, whole_identity=True))
    listed, summary = report.sections
    visits = [row for row in ledger.rows("visit", order="at") if "2022-11-20" <= row["at"][:10] <= ON]
    assert [told(row)["at"] for row in listed.rows] == [datetime.fromisoformat(row["at"]) for row in visits]
    homes = len({row["household"] for row in visits})
    assert listed.totals is not None and listed.totals[:3] == ("合计", f"{len(visits)} 次", f"{homes} 户")
    assert summary.totals is not None and summary.totals[-2:] == (len(visits), homes)
    assert "2022年11月20日至2022年11月28日" in report.date_line


def test_without_a_period_it_is_the_day_alone(ledger: Ledger, ask: Ask) -> None:
    listed, _ = build_visits(ledger, ask(whole_identity=True)).sections
    first, second = map(told, listed.rows)
    assert (first["way"], first["visitor"]) == ("电话", "李网格")
    person = visit_records(ledger, first=ON, last=ON)[-1]
    assert (first["name"], first["head"]) == (person["name"], person["head"])
    assert second["name"] == "全户"
    assert first["next_on"] is not None and second["next_on"] is None


def test_people_doors_and_what_was_found_are_masked(ledger: Ledger, ask: Ask) -> None:
    first = told(build_visits(ledger, ask()).sections[0].rows[0])  # type: ignore[index]
    assert str(first["name"]).endswith("*") and str(first["head"]).endswith("*")
    assert str(first["door"]).endswith("单元")
    assert "138****1234" in str(first["found"]) and "1401**********0026" in str(first["found"])


def test_the_summary_counts_every_visit_once_by_visitor_and_way(ledger: Ledger, ask: Ask) -> None:
    ledger.create("visit", {"household": 5, "at": f"{ON} 11:00:00", "way": None, "visitor": None})
    summary = build_visits(ledger, ask(from_day="2022-11-01", to_day=ON)).sections[1]
    assert summary.totals is not None
    assert [row.cells[0] for row in summary.rows] == sorted(str(row.cells[0]) for row in summary.rows)
    assert "未填" in [row.cells[0] for row in summary.rows]
    ways = [column.key for column in summary.columns].index("times")
    for row in (*(row.cells for row in summary.rows), summary.totals):
        assert sum(row[1:ways]) == row[ways]  # type: ignore[arg-type]
    times = [row.cells[ways] for row in summary.rows]
    assert sum(times) == summary.totals[ways] == len(ledger.rows("visit"))  # type: ignore[arg-type]


def test_own_fields_of_visits_are_columns(ledger: Ledger, ask: Ask) -> None:
    ledger.create("own_field", {"register": "visit", "key": "mood", "heading": "情绪", "kind": "文字"})
    ledger.update("visit", ledger.rows("visit")[-1]["id"], {"mood": "好"})
    listed = build_visits(ledger, ask()).sections[0]
    assert listed.columns[-1].heading == "情绪"
    assert [row.cells[-1] for row in listed.rows] == [None, "好"]
    assert listed.totals is not None and len(listed.totals) == len(listed.columns)


def test_only_the_scope_is_reported_and_nothing_is_said_to_be_nothing(ledger: Ledger, ask: Ask) -> None:
    (listed,) = build_visits(ledger, ask(scope=Scope("和平苑", "3"))).sections
    assert list(listed.rows) == [] and "没有走访记录" in listed.note
