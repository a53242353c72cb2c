"""Recording one visit for one or many people, beside the list of those to be visited."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.visits import CarePerson, household_visits, next_visit, record_visits
from gridworker.ui.desk import Desk
from gridworker.ui.discreet import discreet
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.task import Task
from gridworker.ui.theme import GAP, SMALL, Styles, text_width

QUICK = ("一切正常", "需要送药", "需要就医", "缺少物资", "情绪低落", "无人应答")
"""Words for what was found, by the number of their key."""
_WIDTH = 23  # Chinese characters
_FIRST = ("found", "way", "next_on", "at", "visitor")
_ACROSS = 3  # quick words side by side
_MUCH = 60  # characters of the last visit


class VisitPanel(ttk.Frame):
    """Quick words over the form of a visit. `on_done` hears that it was kept or left."""

    def __init__(
        self, parent: tkinter.Misc, desk: Desk, people: Sequence[CarePerson], on_done: Callable[[], None]
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP))
        line = round(text_width(self, "国") * _WIDTH)
        self.configure(width=line + 4 * GAP)
        self.pack_propagate(False)
        self._desk, self.people = desk, tuple(people)
        if last := self._last_visit():
            words = ttk.Label(
                self, text=last, style=Styles.MUTED, wraplength=line, justify="left", font=SMALL
            )
            words.pack(side="bottom", anchor="w", pady=(GAP // 2, 0))
        task = _task(desk, self.people)
        self.editor = EditorPane(self, desk, task, on_saved=lambda result: on_done(), on_closed=on_done)
        self._build_quick(self)
        self.editor.pack(fill="both", expand=True)

    def _build_quick(self, parent: tkinter.Misc) -> None:
        words = ttk.Frame(parent)
        words.pack(fill="x", side="bottom")
        ttk.Label(words, text="常用语 Ctrl+数字", style=Styles.MUTED).grid(
            row=0, column=0, columnspan=2, sticky="w"
        )
        for number, word in enumerate(QUICK):
            button = ttk.Button(
                words, text=f"{number + 1} {word}", takefocus=False, command=partial(self.say, number)
            )
            button.grid(
                row=1 + number // _ACROSS, column=number % _ACROSS, sticky="ew", padx=(0, GAP // 2), pady=1
            )
        for column in range(_ACROSS):
            words.columnconfigure(column, weight=1, uniform="words")

    def say(self, number: int) -> None:
        """Put a quick word into 走访详情, behind what stands there."""
        field = self.editor.form.editors["found"]
        before = str(field.get() or "").rstrip("。；")
        if QUICK[number] not in before:
            field.set("；".join(filter(None, (before, QUICK[number]))))
            field.changed()

    def _last_visit(self) -> str:
        """When the household was visited last, and what was found, where one is visited."""
        if len(self.people) > 1:
            return ""
        for visit in household_visits(self._desk.ledger, self.people[0].household, 1):
            found = discreet(visit["found"] or "")
            shown = found if len(found) <= _MUCH else f"{found[:_MUCH]}…"
            who = visit["name"] or "全户"
            return f"这一户上次 {visit['at'][:10]} {visit['way'] or ''}（{who}）：{shown or '没有写详情'}"
        return "还没有走访过这一户。"


def _task(desk: Desk, people: Sequence[CarePerson]) -> Task:
    who = named(people)
    register = desk.ledger.register("visit")
    rest = [field for field in register if field.key not in ("household", "resident", *_FIRST)]
    proposed = {next_visit(person, desk.day) for person in people}
    proposal = proposed.pop() if len(proposed) == 1 else None
    hint = "按走访频次推算，可以改" if proposal else "留空则各按自己的走访频次"
    fields = [register.field(key) for key in _FIRST] + rest
    fields = [replace(field, hint=hint) if field.key == "next_on" else field for field in fields]
    return Task(
        heading=f"登记走访：{who}",
        register=replace(register, fields=tuple(fields)),
        values={
            "way": register.field("way").default, "at": present(desk.day), "next_on": proposal,
            "visitor": desk.ledger.setting("worker") or None,
        },
        label=f"登记走访（{who}）",
        save=partial(_record, people, proposal),
        said=lambda values: f"已登记走访：{who}",
        first="found",
    )  # fmt: skip


def _record(people: Sequence[CarePerson], proposal: str | None, ledger: Ledger, values: Row) -> Any:
    """A proposal left alone follows the rhythm from the day of the visit, whichever that is."""
    if values["next_on"] == proposal:
        values = {key: value for key, value in values.items() if key != "next_on"}
    return record_visits(ledger, people, values)


def named(people: Sequence[CarePerson]) -> str:
    """One by name, several by their number."""
    return people[0].name or "全户" if len(people) == 1 else f"{len(people)} 人"
