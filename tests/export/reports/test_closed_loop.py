"""The closed-loop report: register with alerts, person by day, entries; for a part, masked, with own fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gridworker.export.report import Report, Section
from gridworker.export.reports import ReportRequest
from gridworker.export.reports.closed_loop import OUTSIDERS, build_closed_loop
from gridworker.ledger.book import Ledger
from gridworker.ledger.closed_loop import loop_workers
from gridworker.ledger.loop_log import day_log, note_trip
from gridworker.ledger.persons import persons
from gridworker.ledger.scope import Scope

ON = "2022-11-28"
Ask = Callable[..., ReportRequest]


@pytest.fixture
def street(ledger: Ledger) -> Ledger:
    """The street with an outsider, own fields and two entries more."""
    with ledger.change("准备"):
        for register, key, heading in (("closed_loop", "dorm", "宿舍"), ("trip", "car", "车次")):
            ledger.create("own_field", {"register": register, "key": key, "heading": heading, "kind": "文字"})
    with ledger.change("准备"):
        usual = {
            "employer": "示例公司，电话13800001234",
            "home_point": "和平苑3-2-501",
            "started": "2022-11-01",
        }
        outsider = ledger.create(
            "closed_loop", {"name": "外来员工", "phone": "13800009999", "dorm": "A栋", **usual}
        )
        times = {"left_at": f"{ON} 20:00:00", "back_at": "2022-11-29 06:00:00"}
        note_trip(ledger, outsider, ON, times | {"temperature": 374, "deviation": "绕路", "car": "早班车"})
    return ledger


def table(section: Section) -> list[dict[str, Any]]:
    keys = [column.key for column in section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in section.rows]


def titled(report: Report, title: str) -> Section:
    return next(section for section in report.sections if section.title == title)


def test_the_register_tells_everyone_with_the_alerts_of_the_day(street: Ledger, ask: Ask) -> None:
    rows = table(titled(build_closed_loop(street, ask(whole_identity=True)), "人员与异常"))
    workers = loop_workers(street, ON)
    assert [(row["name"], row["state"], row["alerts"]) for row in rows] == [
        (worker.row["name"], worker.said, "、".join(alert.text for alert in worker.alerts))
        for worker in workers
    ]
    (outsider,) = (row for row in rows if row["name"] == "外来员工")
    assert outsider["dorm"] == "A栋" and outsider["home_point"] == "和平苑3-2-501"
    assert outsider["alerts"].startswith("体温≥37.3℃（37.4℃）、今日未检测、偏离未处置")
    assert outsider["span"] == "22-11-01起"


def test_alerts_are_those_of_the_day_asked_for(street: Ledger, ask: Ask) -> None:
    rows = table(titled(build_closed_loop(street, ask(on="2022-11-20")), "人员与异常"))
    assert [row["alerts"] for row in rows] == [
        "、".join(alert.text for alert in worker.alerts) for worker in loop_workers(street, "2022-11-20")
    ]


def test_each_day_of_the_period_is_a_column(street: Ledger, ask: Ask) -> None:
    report = build_closed_loop(street, ask(from_day="2022-11-26", to_day=ON, whole_identity=True))
    log = day_log(street, "2022-11-26", ON)
    section = titled(report, "逐日情况")
    rows = table(section)
    assert [[row[day] for day in log.days] for row in rows] == [
        [day.signs for day in line.days] for line in log.lines
    ]
    totals = dict(zip([column.key for column in section.columns], section.totals or (), strict=True))
    at_work = [sum(row[day].startswith("✓") for row in rows) for day in log.days]
    assert [totals[day] for day in log.days] == at_work and totals["duty"] == sum(at_work)
    assert totals["missing"] == sum(row[day].startswith("缺") for row in rows for day in log.days)
    assert totals["untested"] == sum("□" in row[day] for row in rows for day in log.days)


def test_days_to_come_are_not_told_as_missing(street: Ledger, ask: Ask) -> None:
    section = titled(build_closed_loop(street, ask(from_day=ON, to_day="2022-12-05")), "逐日情况")
    assert [column.key for column in section.columns if column.group] == [ON]


def test_more_than_a_month_goes_on_further_sheets(street: Ledger, ask: Ask) -> None:
    report = build_closed_loop(street, ask(from_day="2022-10-20", to_day=ON))
    titles = [section.title for section in report.sections if section.title.startswith("逐日")]
    assert titles == ["逐日情况10-20至11-19", "逐日情况11-20至11-28"]


def test_entries_are_told_in_full_with_own_fields(street: Ledger, ask: Ask) -> None:
    rows = table(titled(build_closed_loop(street, ask(whole_identity=True)), "日志明细"))
    (entry,) = (row for row in rows if row["name"] == "外来员工")
    assert (entry["left_at"], entry["back_at"], entry["temperature"]) == ("20:00", "次日06:00", 37.4)
    assert (entry["deviation"], entry["tested"], entry["car"]) == ("绕路", "未检", "早班车")


def test_masked_it_shows_no_number_and_no_door(street: Ledger, ask: Ask) -> None:
    rows = table(titled(build_closed_loop(street, ask()), "人员与异常"))
    (outsider,) = (row for row in rows if row["dorm"] == "A栋")
    assert outsider["name"] == "外*" and outsider["phone"] == "138****9999"
    assert outsider["home_point"] == "和平苑3号楼2单元"
    assert outsider["employer"] == "示例公司，电话138****1234"


def test_a_part_holds_those_who_live_in_it_and_says_so(street: Ledger, ask: Ask) -> None:
    workers = [worker for worker in loop_workers(street, ON) if worker.address]
    where = workers[0].address
    assert where is not None
    scope = Scope(where.community, where.building)
    section = titled(build_closed_loop(street, ask(scope=scope, whole_identity=True)), "人员与异常")
    inside = persons(street, [worker.resident for worker in workers if worker.resident])
    expected = sorted(
        person.name for person in inside.values() if person.address.without_room().building == where.building
        and person.address.community == where.community
    )  # fmt: skip
    assert sorted(row["name"] for row in table(section)) == expected and OUTSIDERS in section.note


def test_an_empty_ledger_says_that_there_is_nobody(ask: Ask, tmp_path: Any) -> None:
    with Ledger.make(tmp_path / "空.gwl") as empty:
        (section,) = build_closed_loop(empty, ask()).sections
    assert list(section.rows) == [] and "没有两点一线人员" in section.note
