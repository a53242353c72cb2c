"""值班: a week's grid typed like a spreadsheet, filled by rotation; what is wrong in it; who is on now."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.duty import (
    WEEK,
    Week,
    clear_week,
    copy_week,
    fill,
    monday_of,
    on_duty,
    set_cell,
    week,
)
from gridworker.ledger.duty_conflicts import Cell, Conflict
from gridworker.ledger.duty_names import read_names
from gridworker.ledger.masks import mask_phone
from gridworker.ui.grid import GridHooks
from gridworker.ui.screens.duty_grid import WeekGrid
from gridworker.ui.screens.duty_lower import DutyLower
from gridworker.ui.screens.duty_source import LEGEND, DutySource
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.form_beside import FormBeside
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.task import register_task
from gridworker.ui.theme import GAP, SMALL, Styles

_NO_ROWS = "还没有班次和卡口。\n按 F11 打开设置，在“值班班次”“值班卡口”里添加。"


class DutyPage(FormBeside, Page):
    """The grid with its keys; below it what is wrong, and how many turns everybody has."""

    rows: WeekGrid

    def build(self) -> None:
        self.monday = monday_of(self.desk.day)
        self._day = self.desk.day
        self.whole = False
        self._build_foot()
        self.body = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        self.body.pack(side="left", fill="both", expand=True)
        self._build_head(self.body)
        self.below = DutyLower(self.body, self._go_to_conflict)
        self.below.pack(side="bottom", fill="x")
        legend = ttk.Label(self.body, text=LEGEND, style=Styles.MUTED)
        legend.pack(side="bottom", fill="x", pady=GAP // 2)
        legend.bind("<Configure>", lambda event: legend.configure(wraplength=event.width))
        self.source = DutySource()
        hooks = GridHooks(edit=self._edit, paste=self._paste)
        self.rows = WeekGrid(self.body, self.source, hooks, lambda: self.week.roster.people, _NO_ROWS)
        self.rows.pack(fill="both", expand=True)
        self.rows.bind("<Configure>", lambda event: self._share())
        self.rows.view.tree.bind("<Delete>", lambda event: self.empty_cell())

    def _build_head(self, parent: tkinter.Misc) -> None:
        head = ttk.Frame(parent)
        head.pack(fill="x", pady=(0, GAP // 2))
        steps = (("‹ 上一周 F7", -1), ("本周 F6", 0), ("下一周 F8 ›", 1))
        for words, step in steps:
            ttk.Button(head, text=words, command=partial(self.turn, step)).pack(
                side="left", padx=(0, GAP // 2)
            )
        self.title = ttk.Label(head, style=Styles.BOLD)
        self.title.pack(side="left", padx=GAP)
        self.now = ttk.Label(head, justify="left")
        self.now.pack(side="left", fill="x", expand=True)
        self.now.bind("<Configure>", lambda event: self.now.configure(wraplength=event.width))

    def _build_foot(self) -> None:
        foot = ttk.Frame(self, style=Styles.GROUND)
        foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        actions: list[tuple[str, Callable[[], object]]] = [
            ("自动排班 F9", self.fill), ("复制上周 F3", self.copy), ("清空 F12", self.clear),
            ("详情 Ctrl+E", self.edit_entry), ("名单班次 F11", self.go_to_lists),
        ]  # fmt: skip
        for words, command in actions:
            ttk.Button(foot, text=words, style=Styles.GROUND_BUTTON, command=command).pack(
                side="left", padx=(0, GAP)
            )
        ttk.Button(foot, text="值班表 Ctrl+P", style=Styles.GROUND_BUTTON, command=self.go_to_report).pack(
            side="right"
        )

    def _share(self) -> None:
        """Leave the lists below the height that the rows of the week do not need."""
        self.below.share(self.rows.winfo_height() + self.below.winfo_height() - self.rows.wanted_height())

    # -- Page

    def load(self) -> None:
        if self._day != self.desk.day:
            self._day = self.desk.day
            self.monday = monday_of(self._day)
        self.week: Week = week(self.desk.ledger, self.monday)
        self._keep_weekday()
        self.source.take(self.week, self.desk.day)
        self.rows.today = self.desk.day
        self.rows.set_source(self.source)
        self.rows.view.set_columns(self.source.columns)
        self.title.configure(text=_period(self.week.days))
        self.below.show(self.week)
        self._share()
        self._show_now()

    def _keep_weekday(self) -> None:
        """The cursor stays on its weekday when another week comes."""
        before = self.source.week.days if self.source.week else ()
        if self.rows.editor.column in before:
            self.rows.editor.column = self.week.days[before.index(self.rows.editor.column)]

    def enter(self) -> None:
        self._show_now()
        self.rows.focus_rows()
        if self.rows.current() is not None and not self.rows.selected():
            self._go_to_column(self.desk.day)

    def leave(self) -> None:
        self.show_phones(False)

    def open(self, **what: Any) -> None:
        """Show the week of a `day`, with the cursor in its column."""
        if "day" in what:
            day = str(what["day"])
            self.monday = monday_of(day)
            self.load()
            self._go_to_column(day)

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F3>": self.copy,
            "<F4>": lambda: self.show_phones(None),
            "<F6>": lambda: self.turn(0),
            "<F7>": lambda: self.turn(-1),
            "<F8>": lambda: self.turn(1),
            "<F9>": self.fill,
            "<F11>": self.go_to_lists,
            "<F12>": self.clear,
            "<Control-e>": self.edit_entry,
            "<Control-s>": self.save,
            "<Escape>": self.back,
            "<Control-p>": self.go_to_report,
        }

    # -- the week

    def turn(self, weeks: int) -> None:
        """Go so many weeks on; 0 goes to the week of the working day."""
        self.monday = shift(self.monday, WEEK * weeks) if weeks else monday_of(self.desk.day)
        self.load()

    def fill(self) -> None:
        """Fill the empty places of the days that are not over, by rotation."""
        if not self.week.roster.people:
            self.desk.shell.say(
                "值班人员名单还是空的。请按 F11，在“设置 → 值班人员”里添加，再自动排班。", "warn"
            )
            return
        given = self._act("自动排班", lambda ledger: fill(ledger, self.monday, self.desk.day))
        if given is not None:
            self._tell(f"已排 {given} 班" if given else "没有可以排的空岗")

    def copy(self) -> None:
        """Take over the week before into empty places of the days that are not over."""
        copied = self._act("复制上周值班", lambda ledger: copy_week(ledger, self.monday, self.desk.day))
        if copied is not None:
            self._tell(f"已从上周复制 {copied} 班" if copied else "上周没有可以复制到空岗的班")

    def clear(self) -> None:
        """Take everybody out of the week; that can be undone."""
        removed = self._act("清空值班", lambda ledger: clear_week(ledger, self.monday))
        if removed is not None:
            self._say(f"已清空这一周的 {removed} 班" if removed else "这一周本来就没有排班")

    def _act(self, label: str, action: Callable[[Ledger], int]) -> int | None:
        """The number that the action gives; None when it was refused."""
        found = self.desk.act(label, action)
        return None if found is None else int(found)

    def _tell(self, done: str) -> None:
        """What was done, which days were left alone, and what is still empty."""
        over = sum(day < self.desk.day for day in self.week.days)
        left = sum(c.kind == "short" and c.cells[0].day >= self.desk.day for c in self.week.conflicts)
        parts = [done]
        if over:
            parts.append("这一周已经过去，没有改动" if over == WEEK else f"已过去的 {over} 天没有改动")
        if left:
            parts.append(f"还有 {left} 处空岗，人手不够或没有排")
        self._say("；".join(parts), "warn" if left or over == WEEK else "good")

    def _say(self, text: str, tone: str = "good") -> None:
        self.desk.shell.say(
            f"{text}。", tone, ("撤销", self.desk.shell.undo) if text.startswith("已") else None
        )

    # -- cells

    def _edit(self, key: int, column: str, text: str) -> str | None:
        """Keep a typed cell; the sentence of what is wrong when it is no list of names."""
        cell = self.source.cell(key, column)
        if cell is None or text.strip() == self.source.names(key, column):
            return None
        try:
            names = read_names(text, self.week.roster.people)
        except ValueProblem as problem:
            self.desk.shell.say(str(problem), "bad")  # a long sentence has no room in the table
            return str(problem)
        self.desk.act("修改值班", lambda ledger: set_cell(ledger, cell, list(names), names))
        return None

    def empty_cell(self) -> str:
        """Take everybody out of the current cell."""
        cell = self._current()
        if cell is not None:
            self.desk.act("清空值班", lambda ledger: set_cell(ledger, cell, ()), said="已清空这一格")
        return "break"

    def _paste(self, block: list[list[str]], key: int | None, column: str) -> None:
        """Put a block at the current cell; what is no name or has no room is told, and nothing is lost."""
        if key is None:
            return
        put, problems = self.source.read_block(block, key, column)
        self.desk.act("粘贴值班", partial(_put, put), said=f"已粘贴 {len(put)} 格")
        if problems:
            more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
            self.desk.shell.say(f"已粘贴 {len(put)} 格，有的没有写入：{problems[0]}{more}", "warn")

    def _current(self) -> Cell | None:
        key, editor = self.rows.current(), self.rows.editor
        return self.source.cell(key, editor.column) if key is not None else None

    def _go_to_conflict(self, conflict: Conflict) -> None:
        cell = next(cell for cell in conflict.cells if cell.day in self.week.days)
        key = self.source.key_of(cell)
        if key is not None:
            self._go_to_column(cell.day, key)

    def _go_to_column(self, day: str, key: int = 1) -> None:
        """Put the cursor there."""
        if day in self.week.days and self.week.slots:
            self.rows.editor.column = day
            self.rows.select([key])
            self.rows.focus_rows()

    # -- the form of one person's turn

    def edit_entry(self) -> None:
        """Open the form of whoever is in the current cell; again for the next one there."""
        cell = self._current()
        there = [entry.id for entry in self.week.entries if entry.cell == cell]
        if not there:
            self.desk.shell.say("这一格还没有人。请先打上名字，再看详情。", "warn")
            return
        if self.editor is not None and self.editor.unsaved:
            self.editor.warn()
            return
        before = self.editor.task.values.get("id") if self.editor else None
        self.back()
        at = there.index(before) + 1 if before in there else 0
        self._begin(there[at % len(there)])

    def _begin(self, row: int) -> None:
        ledger = self.desk.ledger
        task = register_task(ledger, "duty", ledger.get("duty", row), noun="值班", first="phone")
        self.begin_form(
            self.body,
            lambda frame: EditorPane(
                frame, self.desk, task, on_saved=lambda row: self.close_form(), on_closed=self.close_form
            ),
        )

    # -- beside

    def show_phones(self, whole: bool | None) -> None:
        """Show the phones of those on duty whole or masked; None changes over."""
        self.whole = not self.whole if whole is None else whole
        self._show_now()

    def _show_now(self) -> None:
        """Who is on duty at this hour of the working day."""
        found = on_duty(self.desk.ledger, present(self.desk.day))
        told = [
            f"{entry.shift}{entry.post} {entry.person} {self._phone(entry.phone)}".strip() for entry in found
        ]
        hint = "　F4 看全号码" if any(entry.phone for entry in found) and not self.whole else ""
        words = "；".join(told) + hint if told else "没有人值班"
        self.now.configure(text=f"现在：{words}", font=SMALL)

    def _phone(self, phone: str | None) -> str:
        return "" if not phone else phone if self.whole else mask_phone(phone)

    def go_to_lists(self) -> None:
        """Go to the people, shifts and posts under 设置."""
        self.desk.shell.go("options", section="duty_people")

    def go_to_report(self) -> None:
        """Show the table for the wall on 上报."""
        self.desk.shell.go("reports", report="duty")


def _put(cells: dict[Cell, dict[str, str | None]], ledger: Ledger) -> None:
    for cell, names in cells.items():
        set_cell(ledger, cell, list(names), names)


def _period(days: tuple[str, ...]) -> str:
    first, last = days[0], days[-1]
    return f"{first[:4]}-{int(first[5:7])}-{int(first[8:])} 至 {int(last[5:7])}-{int(last[8:])}"
