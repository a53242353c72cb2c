"""两点一线, 休假: who is away from when to when; meanwhile nobody asks for tests and logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.loop_leave import Leave, end_leaves, leaves, save_leave
from gridworker.ledger.scope import Scope
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task

_TAGS = {"active": "exempt", "coming": "waiting", "past": "quiet"}


class LoopLeavePage(RegisterPage):
    """Leave by state; ending one today brings the person back to daily tests."""

    table = "leave"
    noun = "休假"
    empty = "这里没有休假。按 Ctrl+N 登记；也可以在“人员与异常”里选人后按 F7。"
    states: ClassVar = {"active": "休假中", "coming": "未开始", "past": "已结束", "all": "全部"}
    report = "closed-loop"

    def entries(self, scope: Scope) -> Sequence[Entry]:
        day = self.desk.day
        found = [_entry(leave, day) for leave in leaves(self.desk.ledger, scope)]
        return sorted(found, key=lambda entry: list(_TAGS).index(entry["state"]))

    def columns(self) -> Sequence[GridColumn]:
        fields = self.definition
        return [
            GridColumn("name", "姓名", 4),
            GridColumn("said", "状态", 4),
            column_of(fields.field("from_day")),
            GridColumn("to_day", "结束日期", 6, show=lambda day: day or "未销假"),
            GridColumn("length", "天数", 3, align="center"),
            GridColumn("employer", "单位", 8, stretch=True),
            GridColumn("post", "岗位", 5),
            column_of(fields.field("note"), 10, stretch=True),
            *own_columns(fields),
        ]

    def task(self, row: dict[str, Any] | None) -> Task:
        task = super().task(row)
        number = row["id"] if row else None
        values = task.values if row else {**task.values, "from_day": self.desk.day}

        def save(ledger: Ledger, values: Row) -> int:
            return save_leave(ledger, values, number)

        return replace(task, values=values, save=save)

    def actions(self) -> Sequence[Action]:
        return (("今起销假 F7", "<F7>", self.end),)

    def end(self) -> str:
        """Whoever is selected is back from the working day on; a leave still to come is taken away."""
        rows = [int(each["id"]) for each in self.require_selected("休假") if each["state"] != "past"]
        day = self.desk.day
        if rows:
            end = partial(end_leaves, rows=rows, last_day=shift(day, -1))
            self.desk.act("销假", end, said=f"{len(rows)} 人从 {day} 起销假，恢复一天一检。")
        elif self.selected():
            self.desk.shell.say("所选的休假已经结束。", "info")
        return "break"


def _entry(leave: Leave, day: str) -> Entry:
    row, state = leave.row, leave.state(day)
    return {
        **row,
        "state": state,
        "tag": _TAGS[state],
        "said": LoopLeavePage.states[state],
        "length": days_between(row["from_day"], row["to_day"]) + 1 if row["to_day"] else None,
        "name": leave.worker["name"],
        "employer": leave.worker["employer"],
        "post": leave.worker["post"],
    }
