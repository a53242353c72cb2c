"""What the grids of the log show: the fields of one day, or one cell a day over a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import MOMENT, Field
from gridworker.ledger.loop_entry import show_clock
from gridworker.ledger.loop_log import LoopDay, LoopLine, LoopLog
from gridworker.ui.grid import GridColumn

_WIDTHS = {"on_duty": 3, "left_at": 4, "back_at": 5.5, "temperature": 3.5, "deviation": 8, "settled": 8}
_HEADINGS = {"on_duty": "出勤", "left_at": "出发", "back_at": "返回"}
_STRETCHED = ("deviation", "settled")
TESTED = "tested"


def day_columns(register: Register) -> list[GridColumn]:
    """Who it is, then the cells to fill, own fields behind the test of the day."""
    own = [field for field in register if field.own]
    return [
        GridColumn("name", "姓名", 4),
        GridColumn("employer", "单位", 6),
        GridColumn("post", "岗位", 4),
        *(
            GridColumn(
                key, _HEADINGS.get(key, register.field(key).heading), width, editable=True, sortable=False,
                align="left" if key in _STRETCHED else "center", stretch=key in _STRETCHED,
            )
            for key, width in _WIDTHS.items()
        ),
        GridColumn(TESTED, "当日检测", 5, editable=True, sortable=False),
        *(GridColumn(f.key, f.heading, f.width, editable=True, sortable=False) for f in own),
    ]  # fmt: skip


def day_row(line: LoopLine, register: Register) -> dict[str, Any]:
    """One person's row of the day."""
    (day,) = line.days
    cells = {field.key: _cell(field, day) for field in register if field.key in _WIDTHS or field.own}
    if day.leave:
        cells["on_duty"] = "休假"
    return {**_who(line), "tag": _tag(day), **cells, TESTED: _tested(line, day)}


def period_columns(days: Sequence[str]) -> list[GridColumn]:
    """One column a day; the month stands with the first."""
    shown = [
        f"{int(day[5:7])}/{int(day[8:])}" if at == 0 else f"{int(day[8:])}" for at, day in enumerate(days)
    ]
    return [
        GridColumn("name", "姓名", 4),
        GridColumn("employer", "单位", 5, stretch=True),
        *(
            GridColumn(day, words, 2.2, align="center", sortable=False)
            for day, words in zip(days, shown, strict=True)
        ),
    ]


def period_rows(log: LoopLog) -> list[dict[str, Any]]:
    """One row a person; the mark tells whether anything of the period is amiss."""
    return [
        {**_who(line), "tag": _tag_of_all(line.days), **{day.day: day.signs for day in line.days}}
        for line in log.lines
    ]


def filled_in_words(log: LoopLog) -> str:
    """How far the log of one day is."""
    days = [line.days[0] for line in log.lines]
    logged = [day for day in days if day.logs]
    missing = sum(day.trip is None for day in logged)
    away = len([day for day in days if day.leave])
    if not days:
        return "没有在岗人员"
    parts = [f"在岗 {len(logged)}", f"未填 {missing}" if missing else "日志已填齐"]
    return " · ".join(parts + ([f"休假 {away}"] if away else []))


def _who(line: LoopLine) -> Mapping[str, Any]:
    return {key: line.row[key] for key in ("id", "name", "employer", "post")}


def _cell(field: Field, day: LoopDay) -> str:
    value = day.trip.get(field.key) if day.trip else None
    if field.kind is MOMENT:
        return show_clock(value, day.day)
    if field.key == "on_duty":
        return {None: "", 0: "×"}.get(value, "✓")
    return field.show(value)


def _tested(line: LoopLine, day: LoopDay) -> str:
    if not day.logs:
        return ""
    if line.row["resident"]:
        return f"✓ {day.sampled_at[11:16]}" if day.sampled_at else "□ 未检"
    return "✓ 有凭据" if day.tested else "□ 待凭据"


def _tag(day: LoopDay) -> str:
    if not day.logs:
        return "quiet"
    if day.fever or day.deviates:
        return "bad"
    if day.trip is None:
        return "due"
    return "good" if day.tested else "warn"


def _tag_of_all(days: Sequence[LoopDay]) -> str:
    tags = {_tag(day) for day in days}
    return next((tag for tag in ("bad", "warn", "due", "good") if tag in tags), "quiet")
