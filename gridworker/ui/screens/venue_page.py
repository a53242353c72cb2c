"""场所巡查: inspections with their four elements, what is to be mended, venues not seen for long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from gridworker.errors import ValueProblem
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import brief, days_between
from gridworker.ledger.fields import OPEN_CHOICE
from gridworker.ledger.scope import Scope
from gridworker.ledger.venues import ELEMENTS, is_open, settle, venue_names, venues
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task, register_task
from gridworker.ui.screens.venue_quick import ELEMENT_KEYS, VenueQuick
from gridworker.ui.theme import GAP

_MARKS = {1: "✓", 0: "×"}


class VenuePage(RegisterPage):
    """The line for quick entry above the list."""

    table = "venue"
    noun = "巡查记录"
    empty = "没有这样的巡查记录。\n在上面打场所名，F6—F9 记四要素，Enter 登记；Ctrl+N 填完整的一份。"
    states: ClassVar = {"open": "待整改", "today": "今日已查", "unseen": "久未巡查", "all": "全部"}
    report = "venues"
    scoped = False

    def build(self) -> None:
        super().build()
        headings = {key: self.definition.field(key).heading for key in ELEMENTS}
        self.quick = VenueQuick(self, headings, lambda: venue_names(self.desk.ledger), self.save_quick)
        self.quick.pack(side="top", fill="x", pady=(0, GAP), before=self.body)

    # -- RegisterPage

    def entries(self, scope: Scope) -> Sequence[Entry]:
        """What is to be mended first, the oldest before; then the last inspections first."""
        day = self.desk.day
        standing = {venue.row: venue for venue in venues(self.desk.ledger, day)}
        unseen = {row for row, venue in standing.items() if venue.unseen}
        rows = self.desk.ledger.rows("venue", order="at")
        waiting = [row for row in rows if row["at"][:10] <= day and is_open(row, day)]
        numbers = {row["id"] for row in waiting}
        found = waiting + [row for row in reversed(rows) if row["id"] not in numbers]
        entries = []
        for row in found:
            here = {
                "open": row["id"] in numbers,
                "today": row["at"][:10] == day,
                "unseen": row["id"] in unseen,
            }
            states = {state for state, holds in here.items() if holds}
            entries.append({
                **row, "states": states,
                "tag": "warn" if here["open"] else "soon" if here["unseen"] else "good",
                "ago": days_between(row["at"][:10], day) if row["id"] in standing else None,
            })  # fmt: skip
        return entries

    def columns(self) -> Sequence[GridColumn]:
        register = self.definition
        return (
            column_of(register.field("venue"), 6, stretch=True),
            replace(column_of(register.field("at"), 5.5), show=partial(_brief, self.desk.day)),
            *(
                replace(column_of(register.field(key), 2.5, align="center"), show=_mark)
                for key in ELEMENTS
            ),
            column_of(register.field("aired"), 4),
            column_of(register.field("remedy"), 6, stretch=True),
            replace(
                column_of(register.field("remedied_on"), 3),
                heading="整改完成", show=partial(_brief, self.desk.day),
            ),
            GridColumn("ago", "距今", 3, align="right", show=_days_ago),
            *own_columns(register),
        )  # fmt: skip

    def task(self, row: dict[str, Any] | None) -> Task:
        begin = {"at": present(self.desk.day)}
        task = register_task(self.desk.ledger, "venue", row, noun=self.noun, values=begin)
        names = tuple(venue_names(self.desk.ledger))
        fields = tuple(
            replace(field, kind=OPEN_CHOICE, choices=names) if field.key == "venue" else field
            for field in task.register
        )
        return replace(task, register=replace(task.register, fields=fields))

    def actions(self) -> Sequence[Action]:
        return (
            ("整改完成 F3", "<F3>", self.settle),
            ("再查一次 Ctrl+R", "<Control-r>", self.again),
        )

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        turns = {f"<{key}>": partial(self.quick.turn, element) for element, key in ELEMENT_KEYS.items()}
        return {
            **super().shown_keys(),
            **turns,
            "<F11>": self.quick.venue.focus_set,
            "<F12>": self.quick.all_good,
        }

    def enter(self) -> None:
        self.quick.venue.focus_set()

    # -- actions

    def settle(self) -> None:
        """The selected inspections' remedies were done on the working day."""
        rows = [int(each["id"]) for each in self.require_selected("已经整改的巡查记录")]
        if not rows:
            return
        count = self.desk.act("整改完成", lambda ledger: settle(ledger, rows, self.desk.day))
        if count:
            self.desk.shell.say(f"已记 {count} 条整改完成。", "good", ("撤销", self.desk.shell.undo))
        elif count == 0:
            self.desk.shell.say("选中的记录没有待整改的问题。", "warn")

    def again(self) -> None:
        """Begin an inspection of the selected venue."""
        chosen = self.require_selected("要再查的场所")
        if chosen:
            self.quick.clear()
            self.quick.venue.insert(0, str(chosen[0]["venue"]))

    def save_quick(self) -> None:
        """Keep what stands in the line above; say what lacks."""
        values = self._quick_values()
        if values is None:
            return
        row = self.desk.act(
            "新增巡查记录", lambda ledger: ledger.create("venue", values), said=f"已登记{values['venue']}"
        )
        if row is not None:
            self.quick.clear()

    def _quick_values(self) -> Row | None:
        taken = self.quick.taken()
        try:
            values = {key: self.definition.field(key).parse(taken[key]) for key in ("venue", "remedy")}
        except ValueProblem as problem:
            self.desk.shell.say(f"场所：{problem}。没有登记。", "bad")
            self.quick.venue.focus_set()
            return None
        elements = {key: taken[key] for key in ELEMENTS}
        if all(value is None for value in elements.values()):
            self.desk.shell.say("四要素还没有记。按 F6—F9 逐项记，都好按 F12，再按 Enter。", "warn")
            return None
        return {**values, **elements, "at": present(self.desk.day)}


def _brief(day: str, value: str | None) -> str:
    return brief(value, day) if value else ""


def _mark(value: int | None) -> str:
    return "" if value is None else _MARKS[value]


def _days_ago(days: int | None) -> str:
    """Stands with the last inspection of a venue."""
    return "" if days is None else "今天" if days == 0 else f"{days} 天"
