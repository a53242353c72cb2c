"""走访, 出入登记: a box that registers who goes out and comes back; who is out, late, has no pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import brief
from gridworker.ledger.exits import Exit, come_back, count_exits, exits, recent_purposes, refuse_if_out
from gridworker.ledger.fields import MOMENT, OPEN_CHOICE
from gridworker.ledger.scope import Scope
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.exit_gate import ExitGate
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task, register_task
from gridworker.ui.theme import GAP

_LISTED = ("pass_number", "pass_expires")


class ExitPage(RegisterPage):
    """The gate on top, the register below it."""

    table = "exit_pass"
    noun = "出入登记"
    empty = "这里没有人。\n在上面的框里刷证或输入姓名、门牌，按 Enter 登记外出；再登记一次就是返回。"
    states: ClassVar = {
        "out": "外出未归", "late": "逾期未归", "back": "已返回", "pass": "证件到期", "all": "全部",
    }  # fmt: skip
    report = "exits"

    def build(self) -> None:
        self.gate = ExitGate(self, self.desk)
        self.gate.pack(side="top", fill="x", pady=(0, GAP))
        super().build()

    def entries(self, scope: Scope) -> Sequence[Entry]:
        """Whoever is back is read only where they are listed: the gate must not wait for a long register."""
        waiting = self.parts.chosen not in ("back", "all")
        now = present(self.desk.day)
        return [_entry(each) for each in exits(self.desk.ledger, now, scope, waiting=waiting)]

    def _count(self, found: Sequence[Entry]) -> None:
        super()._count(found)
        everybody, back = count_exits(self.desk.ledger, present(self.desk.day), self.scope_box.scope)
        for key, count in (("back", back), ("all", everybody)):
            self.parts.say(key, f"{self.states[key]} {count:,}")

    def columns(self) -> Sequence[GridColumn]:
        fields = self.definition
        return [
            GridColumn("name", "姓名", 4),
            GridColumn("said", "状态", 7),
            GridColumn("door", "住址", 10, stretch=True),
            column_of(fields.field("purpose"), 5),
            *(self._moment(key) for key in ("left_at", "expected_back", "back_at")),
            GridColumn("phone", "手机号码", 6.5),
            GridColumn("pass_said", "证件", 6),
            column_of(fields.field("destination"), 6),
            *(column_of(fields.field(key)) for key in _LISTED),
            *own_columns(fields),
        ]

    def _moment(self, key: str) -> GridColumn:
        show = partial(_brief, self.desk.day)
        return replace(column_of(self.definition.field(key), 6), show=show)

    def actions(self) -> Sequence[Action]:
        return (
            ("登记返回 F8", "<F8>", self.bring_back),
            ("回登记框 F6", "<F6>", self.gate.take_keyboard),
            ("撤销上次登记 F12", "<F12>", self.gate.take_back),
        )

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return super().shown_keys() | {"<F7>": self.gate.choose_purpose}

    def load(self) -> None:
        super().load()
        self.gate.offer()

    def enter(self) -> None:
        self.gate.take_keyboard()

    def leave(self) -> None:
        super().leave()
        self.gate.put_away()

    def back(self) -> None:
        """Empty the box, else what a list does."""
        if not self.gate.put_away():
            super().back()

    def task(self, row: dict[str, Any] | None) -> Task:
        ledger = self.desk.ledger
        begin = {"left_at": present(self.desk.day)}
        task = register_task(ledger, self.table, row, noun=self.noun, values=begin)
        purposes = recent_purposes(ledger)
        fields = (
            replace(field, kind=OPEN_CHOICE, choices=purposes) if field.key == "purpose" else field
            for field in task.register
        )
        save = partial(_save, task, row["id"] if row else None)
        return replace(task, register=replace(task.register, fields=tuple(fields)), save=save)

    def bring_back(self) -> str:
        """The selected people are back now."""
        rows = [int(each["id"]) for each in self.require_selected("外出的人")]
        back = partial(come_back, rows=rows, at=present(self.desk.day))
        if rows and self.desk.act("登记返回", back, said="已登记返回。") == 0:
            self.desk.shell.say("所选的人都没有外出，没有登记。", "info")
        return "break"


def _entry(each: Exit) -> Entry:
    return {
        **each.row,
        "states": _states(each),
        "tag": _tag(each),
        "name": each.name,
        "phone": each.phone,
        "said": each.said,
        "door": each.door.display,
        "pass_said": each.pass_said,
    }


def _states(each: Exit) -> frozenset[str]:
    told = {"out": each.out, "late": each.late, "back": each.back, "pass": each.pass_state != ""}
    return frozenset(key for key, holds in told.items() if holds)


def _tag(each: Exit) -> str:
    """The mark that stands before the row."""
    if each.out:
        return "late" if each.late else "soon"
    return "good" if each.back else "quiet"


def _brief(day: str, moment: str | None) -> str:
    return brief(MOMENT.show(moment), day) if moment else ""


def _save(task: Task, number: int | None, ledger: Ledger, values: Row) -> Any:
    """Nobody goes out twice by the form either."""
    if values["left_at"] and not values["back_at"]:
        refuse_if_out(ledger, values["resident"], but=number)
    return task.save(ledger, values)
