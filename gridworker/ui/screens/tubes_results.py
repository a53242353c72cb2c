"""The panel that enters results of the selected tubes; 阳性 and 可疑 ask once more, in place."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.registers import FIRST_TEST, RETEST
from gridworker.ledger.tubes import TubeOutcome, TubeResult, TubeRow, results_of, set_tube_results
from gridworker.ui.desk import Desk
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.moment_box import MomentBox
from gridworker.ui.screens.tubes_source import TAGS, short
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, SMALL, Styles

RESULTS = ("阴性", "阳性", "可疑", "无效")
"""In the order of their keys, Ctrl+1 to Ctrl+4."""

_GRAVE = ("阳性", "可疑")


class ResultPanel(ttk.Frame):
    """Which test, when, and one button a result; what was set before stands under it."""

    def __init__(self, parent: tkinter.Misc, desk: Desk, on_done: Callable[[], None]) -> None:
        super().__init__(parent, style=Styles.CARD, padding=GAP)
        self.desk, self._on_done = desk, on_done
        self._tubes: Sequence[TubeRow] = ()
        self._asked = ""
        self.chosen = ttk.Label(self, style=Styles.SECTION)
        self.chosen.pack(anchor="w")
        row = ttk.Frame(self)
        row.pack(fill="x", pady=GAP // 2)
        self.kind = Segments(row, {FIRST_TEST: FIRST_TEST, RETEST: RETEST}, FIRST_TEST, lambda kind: None)
        self.kind.pack(side="left")
        ttk.Label(row, text="机构").pack(side="left", padx=(GAP, GAP // 2))
        self.lab = ttk.Entry(row, width=8)
        self.lab.pack(side="left", fill="x", expand=True)
        self.at = MomentBox(self, desk, "报告时间")
        self.at.pack(fill="x")
        self._build_buttons()
        self.question = ttk.Label(self, style=Styles.chip("bad"), justify="left")
        self.past = ttk.Label(self, style=Styles.MUTED, font=SMALL, justify="left")
        self.past.pack(fill="x", side="bottom")
        self.bind("<Configure>", lambda event: self._wrap(event.width - 4 * GAP))
        self.choose(())

    def _build_buttons(self) -> None:
        rows = ttk.Frame(self)
        rows.pack(fill="x", pady=(GAP // 2, 0))
        self.buttons: dict[str, ttk.Button] = {}
        for place, result in enumerate(RESULTS):
            text = f"{STATUS[TAGS[result]].mark} {result} Ctrl+{place + 1}"
            button = ttk.Button(rows, text=text, command=partial(self.enter, result))
            button.grid(row=place // 2, column=place % 2, sticky="ew", padx=1, pady=1)
            self.buttons[result] = button
        rows.columnconfigure((0, 1), weight=1, uniform="results")

    def _wrap(self, width: int) -> None:
        for label in (self.question, self.past, self.chosen):
            label.configure(wraplength=width)

    # -- for the page

    def choose(self, tubes: Sequence[TubeRow]) -> None:
        """Results now go to these tubes."""
        self.take_back()
        self._tubes = tubes
        people = sum(tube.count for tube in tubes)
        name = tubes[0].number if len(tubes) == 1 else f"{len(tubes)} 管"
        self.chosen.configure(text=f"录入 {name}（{people}人）" if tubes else "录入结果：请先选管")
        for button in self.buttons.values():
            button.state(["!disabled" if tubes else "disabled"])
        self.past.configure(text=self._history(tubes[0].number) if len(tubes) == 1 else "")

    def _history(self, number: str) -> str:
        return "\n".join(
            f"{result.kind} {result.result}　{short(result.reported_at)}　{result.lab or ''}"
            for result in results_of(self.desk.ledger, number)
        )

    def enter(self, result: str) -> None:
        """Set this result; a grave one is asked about first and set by the same key again."""
        if not self._tubes:
            self.desk.shell.say("请先选择采样管，再录入结果。", "warn")
        elif result in _GRAVE and self._asked != result:
            self._ask(result)
        else:
            self.take_back()
            self._set(result)

    def take_back(self) -> None:
        """Forget a question that was not answered."""
        self._asked = ""
        self.question.pack_forget()

    # -- inside

    def _ask(self, result: str) -> None:
        self._asked = result
        people = sum(tube.count for tube in self._tubes)
        named = "、".join(tube.number for tube in self._tubes[:3])
        more = f" 等 {len(self._tubes)} 管" if len(self._tubes) > 3 else ""
        key = f"Ctrl+{RESULTS.index(result) + 1}"
        words = f"★ 将 {named}{more}（{people}人）记为{result}，并立案追阳？再按 {key} 确认，Esc 取消。"
        self.question.configure(text=words)
        self.question.pack(fill="x", pady=(GAP // 2, 0))

    def _set(self, result: str) -> None:
        at = self.at.take()
        if at is None:
            return
        lab = self.lab.get().strip() or None
        wanted = [TubeResult(tube.number, result, at, lab, self.kind.chosen) for tube in self._tubes]
        people = sum(tube.count for tube in self._tubes)
        done: Any = self.desk.act(
            f"混管结果：{result}（{len(wanted)} 管）",
            lambda ledger: set_tube_results(ledger, wanted),
            said=f"已登记 {len(wanted)} 管 {people:,} 人：{self.kind.chosen}{result}。",
        )
        if done:
            self.kind.show(FIRST_TEST)
            self._say_overridden(result, done)
            self._on_done()

    def _say_overridden(self, entered: str, outcomes: Sequence[TubeOutcome]) -> None:
        """What was entered need not be what holds: a retest goes before a first test."""
        kept = [outcome for outcome in outcomes if outcome.result != entered]
        if kept:
            named = "、".join(f"{outcome.number} 仍为{outcome.result}" for outcome in kept[:3])
            words = f"已登记，但已有复检或更晚的结果，{named}。两个结果都已保留。"
            self.desk.shell.say(words, "warn", ("撤销", self.desk.shell.undo))
