"""The register of the gate as it goes to superiors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gridworker.export.report import Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.exits import build_exits
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from tests.ledger.desks import live_at

ON = "2022-11-28"
Ask = Callable[..., ReportRequest]


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger.make(tmp_path / "台账.gwl") as made:
        made.create("own_field", {"register": "exit_pass", "key": "guard", "heading": "门岗", "kind": "文字"})
        first, second = live_at(
            made, "和平苑3号楼2单元501", {"name": "张小三", "phone": "13800001111"}, {"name": "李小四"}
        )

        def out(resident: int, left: str | None, back: str | None = None, **values: Any) -> None:
            moments = {"left_at": left and f"2022-11-{left}:00", "back_at": back and f"2022-11-{back}:00"}
            made.create("exit_pass", {"resident": resident, "purpose": "购物", **moments, **values})

        out(first, "26 08:00", "26 09:00")
        out(first, "27 22:00", "28 07:00", purpose="上班")
        out(first, "28 09:00", expected_back="2022-11-28 11:00:00", guard="东门13900002222")
        out(second, "28 10:00", "28 20:00", destination="找13800009999")
        out(second, None, pass_number="0017", pass_expires="2022-12-31")
        yield made


def told(section: Section) -> list[dict[str, Any]]:
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in section.rows]


def test_a_day_holds_whoever_was_out_on_it_as_of_the_hour(ledger: Ledger, ask: Ask) -> None:
    register, purposes = build_exits(ledger, ask(whole_identity=True)).sections
    rows = told(register)
    assert [(row["name"], row["said"]) for row in rows] == [
        ("张小三", "已返回"), ("张小三", "逾期 7小时"), ("李小四", "外出 8小时"),
    ]  # fmt: skip
    assert rows[0]["back_at"] == datetime(2022, 11, 28, 7)
    assert rows[2]["back_at"] is None, "at five past six nobody knew of the return at eight"
    assert [figure.text for figure in register.figures] == ["3", "2", "1", "2", "1"]
    assert [row.cells for row in purposes.rows] == [("购物", 2, 2 / 3), ("上班", 1, 1 / 3)]
    assert purposes.totals == ("合计", 3, 1.0)


def test_a_day_that_is_over_is_told_as_of_its_end(ledger: Ledger, ask: Ask) -> None:
    register = build_exits(ledger, ask(made_at=datetime(2022, 12, 3, 9), whole_identity=True)).sections[0]
    assert [row["said"] for row in told(register)] == ["已返回", "逾期 12小时", "已返回"]


def test_a_period_holds_its_days(ledger: Ledger, ask: Ask) -> None:
    report = build_exits(ledger, ask(from_day="2022-11-26", to_day="2022-11-27"))
    assert [row["said"] for row in told(report.sections[0])] == ["已返回", "外出 1小时"]
    assert "2022年11月26日至2022年11月27日" in report.date_line
    (nobody,) = build_exits(ledger, ask(from_day="2022-11-01", to_day="2022-11-02")).sections
    assert list(nobody.rows) == [] and nobody.note == "这段时间没有人外出。"


def test_masked_it_holds_nobody_whole(ledger: Ledger, ask: Ask) -> None:
    register = build_exits(ledger, ask(scope=Scope("和平苑", "3"))).sections[0]
    rows = told(register)
    assert (rows[0]["name"], rows[0]["phone"], rows[0]["door"]) == ("张*", "138****1111", "和平苑3号楼2单元")
    assert rows[1]["guard"] == "东门139****2222" and rows[2]["destination"] == "找138****9999"
    assert [set(row.marks.values()) for row in register.rows] == [set(), {"bad"}, set()]
    assert list(build_exits(ledger, ask(scope=Scope("和平苑", "4"))).sections[0].rows) == []
