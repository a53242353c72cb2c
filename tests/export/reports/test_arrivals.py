"""The register of arrivals as it goes to superiors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridworker.export.report import Row, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.arrivals import build_arrivals
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from tests.ledger.desks import card, live_at

ON = "2022-11-28"
Ask = Callable[..., ReportRequest]


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger.make(tmp_path / "台账.gwl") as made:
        own = {"register": "arrival", "key": "carriage", "heading": "车厢", "kind": "文字"}
        made.create("own_field", own)
        (resident,) = live_at(made, "和平苑3号楼2单元501", {"name": "来小晋", "id_number": card(1)})
        usual = {"arrived_on": "2022-11-26", "until": "2022-12-02", "tests": "三天三检"}
        here = {"name": "来小晋", "resident": resident, "id_number": card(1), "carriage": "7车13800001234"}
        made.create("arrival", usual | here)
        made.create("sample", {"resident": resident, "sampled_at": "2022-11-26 09:00:00"})
        made.create("arrival", usual | {"name": "外小来", "tested_on": "2022-11-26、2022-11-27、2022-11-28"})
        made.create("arrival", usual | {"name": "过小客", "until": "2022-11-27", "tests": None})
        made.create("arrival", usual | {"name": "未小到", "arrived_on": "2022-11-30"})
        made.create("arrival", usual | {"name": "乱小填", "tests": "问13800005678"})
        yield made


def told(section: Section) -> list[dict[str, Any]]:
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in section.rows if row.style == "body"]


def bands(section: Section) -> list[Any]:
    return [row.cells[0] for row in section.rows if row.style == "band"]


def test_everybody_stands_in_the_group_they_are_in(ledger: Ledger, ask: Ask) -> None:
    (section,) = build_arrivals(ledger, ask(whole_identity=True)).sections
    assert bands(section) == ["管理中　3 人", "还没到　1 人", "已解除　1 人"]
    assert [row["name"] for row in told(section)] == ["来小晋", "外小来", "乱小填", "未小到", "过小客"]
    assert [row["number"] for row in told(section)] == [1, 2, 3, 4, 5]
    assert [figure.text for figure in section.figures] == ["3", "1", "1", "0", "1"]


def test_days_and_tests_are_those_of_the_day(ledger: Ledger, ask: Ask) -> None:
    (section,) = build_arrivals(ledger, ask(whole_identity=True)).sections
    first, second, *_ = told(section)
    assert (first["day"], first["tests_done"]) == ("3/7", "✓×□ 1/3")
    assert (first["missed"], first["said"], first["door"]) == ("11-27", "漏检 1 次", "和平苑3号楼2单元501")
    assert (second["tests_done"], second["said"], second["door"]) == ("✓✓✓ 3/3", "今日已检", "（台账外）")
    assert first["until"] == date(2022, 12, 2)
    (earlier,) = build_arrivals(ledger, ask(on="2022-11-26", whole_identity=True)).sections
    then = next(row for row in told(earlier) if row["name"] == "来小晋")
    assert (then["day"], then["tests_done"], then["missed"]) == ("1/7", "✓□□ 1/3", "")


def test_masked_it_holds_nobody_whole(ledger: Ledger, ask: Ask) -> None:
    (section,) = build_arrivals(ledger, ask()).sections
    first, _, unread, *_ = told(section)
    assert first["name"] == "来*" and first["id_number"].startswith("1401***")
    assert first["door"] == "和平苑3号楼2单元" and first["carriage"] == "7车138****1234"
    everything = "".join(str(cell) for row in section.rows for cell in row.cells)
    assert "13800005678" not in everything and "138****5678" in unread["tests_done"]


def test_a_part_holds_those_who_live_there(ledger: Ledger, ask: Ask) -> None:
    (section,) = build_arrivals(ledger, ask(scope=Scope("和平苑", "3"), whole_identity=True)).sections
    assert [row["name"] for row in told(section)] == ["来小晋"]
    (nobody,) = build_arrivals(ledger, ask(scope=Scope("和平苑", "4"))).sections
    assert list(nobody.rows) == [] and nobody.note == "没有返晋来晋人员。"


def test_the_missed_are_marked(ledger: Ledger, ask: Ask) -> None:
    (section,) = build_arrivals(ledger, ask()).sections
    rows: list[Row] = [row for row in section.rows if row.style == "body"]
    assert [set(row.marks.values()) for row in rows] == [{"bad"}, set(), {"warn"}, set(), set()]
