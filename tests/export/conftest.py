"""Reports to write: small ones made by hand, with made-up people whose names are hard to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from gridworker.export.report import Chart, Column, Report, Row, Section, Series

DAY = date(2022, 11, 28)
NAMES = ("王小明", "吴𬭳", "赵𠅤", "李㑇", "王䶮", "张喆", "阿卜杜拉·买买提", "Ann O'Neil", "孙𮯠")


def _report(*sections: Section, **changes: Any) -> Report:
    made = {
        "name": "testing-daily",
        "title": "核酸检测日报",
        "unit": "平阳路街道和平社区第3网格",
        "date_line": "统计日期：2022年11月28日",
        "sections": sections,
        "scope": "全部",
        "on": DAY,
        "made_at": datetime(2022, 11, 28, 18, 5),
    }
    return Report(**{**made, **changes})


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return _report


@pytest.fixture
def daily() -> Report:
    """Twenty buildings with headings in two rows, totals, a note and a chart; then a list of the missed."""
    columns = (
        Column("building", "楼栋", width=8),
        Column("due", "应检", "integer", 4, group="检测情况"),
        Column("done", "已检", "integer", 4, group="检测情况"),
        Column("rate", "覆盖率", "percent", 5, group="检测情况"),
    )
    rows = [Row((f"{n}号楼", 100, 100 - n % 7, 1 - n % 7 / 100)) for n in range(1, 21)]
    chart = Chart(
        "bar", "各楼栋覆盖率", tuple(str(r.cells[0]) for r in rows), (Series("覆盖率", _rates(rows)),), True
    )
    buildings = Section(
        "各楼栋", columns, rows, ("合计", 2000, 1943, 0.9715), (chart,), note="注：豁免不计入应检。"
    )
    return _report(buildings, _missed())


def _rates(rows: list[Row]) -> tuple[float, ...]:
    return tuple(float(row.cells[3]) for row in rows)  # type: ignore[arg-type]


def _missed() -> Section:
    columns = (
        Column("name", "姓名", width=7),
        Column("id_number", "证件号码", width=10),
        Column("phone", "手机号码", width=7),
        Column("last", "末次采样", "day", 6),
        Column("at", "登记时间", "moment", 8),
        Column("money", "金额", "decimal", 5),
        Column("called", "已电话", "tick", 4),
    )
    rows = [
        Row(
            (
                name,
                f"14010519900101{n:03}X",
                "013800000000",
                DAY,
                datetime(2022, 11, 28, 8, 30),
                12.5,
                n % 2 == 0,
            )
        )
        for n, name in enumerate(NAMES)
    ]
    return Section("未检人员", columns, rows)


@pytest.fixture
def households() -> Report:
    """Forty households of one to five people; address and head are merged over the members."""
    columns = (
        Column("address", "住址", width=10, merge=True),
        Column("head", "户主", width=5, merge=True),
        Column("name", "姓名", width=6),
        Column("relation", "与户主关系", width=5),
    )
    rows = [
        Row((f"和平苑1号楼1单元{house}01", f"户主{house}", f"成员{house}-{member}", "本人"), block=str(house))
        for house in range(40)
        for member in range(1 + house % 5)
    ]
    return _report(Section("1号楼", columns, rows), title="居民信息台账", name="household-ledger")
