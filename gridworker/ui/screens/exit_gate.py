"""The box at the gate: whom a card or a few letters mean, what for, back when; Enter registers at once."""

from __future__ import annotations

import re
import tkinter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError, ValueProblem
from gridworker.ledger.candidates import Candidate, candidates
from gridworker.ledger.days import brief, parse_moment
from gridworker.ledger.exits import (
    NotLetThrough,
    Passage,
    in_words,
    minutes_between,
    out_since,
    pass_gate,
    recent_purposes,
)
from gridworker.ui.desk import Desk
from gridworker.ui.discreet import discreet
from gridworker.ui.screens.desk_answer import Said
from gridworker.ui.screens.desk_box import ScanBox
from gridworker.ui.screens.exit_answer import GateAnswer
from gridworker.ui.screens.moment_box import present
from gridworker.ui.theme import GAP, Styles

WELCOME = Said("quiet", "请刷证或输入", words="姓名、首字母、门牌或证件，按 Enter 登记外出或返回。")
END_OF_DAY, UNKNOWN = "当天", "不填"
SPANS = (END_OF_DAY, "1小时", "2小时", "4小时", UNKNOWN)
_SPAN = re.compile(r"(\d{1,2})\s*(?:个)?小时")
_CLOCK = re.compile(r"\d{1,2}\s*[:：时点]")
_LAST_MINUTE = "23:59:00"


def expected_back(text: str, at: str) -> str | None:
    """Read 2小时, 18:30, 当天 or a whole moment as when somebody is back who leaves at `at`.

    None for 不填 and blank. Raises ValueProblem for what cannot be read and what lies before `at`.
    """
    text = text.strip()
    if text in ("", UNKNOWN):
        return None
    if text == END_OF_DAY:
        return f"{at[:10]} {_LAST_MINUTE}"
    if span := _SPAN.fullmatch(text):
        return str(datetime.fromisoformat(at) + timedelta(hours=int(span[1])))
    moment = parse_moment(f"{at[:10]} {text}" if _CLOCK.match(text) else text)
    if moment < at:
        raise ValueProblem(f"预计返回 {brief(moment, at)} 早于外出时间")
    return moment


class ExitGate(ttk.Frame):
    """Box, purpose and return on the left, the answer on the right.

    The short list lies over `page`, which must be what the gate stands in.
    """

    def __init__(self, page: tkinter.Misc, desk: Desk) -> None:
        super().__init__(page, style=Styles.GROUND)
        self._desk = desk
        self._last: int | None = None
        for column in (0, 1):
            self.columnconfigure(column, weight=1, uniform="gate")
        self.box = ScanBox(
            page, find=self._find, on_take=self._pass, on_enter=self._entered, on_edit=lambda: None
        )
        self.box.grid(in_=self, row=0, column=0, sticky="ew")
        self._build_terms().grid(row=1, column=0, sticky="nsew", pady=(GAP // 2, 0))
        self.answer = GateAnswer(self, WELCOME)
        self.answer.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(GAP, 0))
        self.box.entry.bind("<Escape>", lambda event: self._escape())
        self.box.entry.bind("<Control-z>", lambda event: self._undo())

    def _build_terms(self) -> ttk.Frame:
        """What for, and back when; both hold for everybody until they are changed."""
        terms = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2))
        look: dict[str, Any] = {"values": SPANS, "width": 8, "height": 14}
        ttk.Label(terms, text="事由 F7").pack(side="left", padx=(0, GAP // 2))
        self.purpose = ttk.Combobox(terms, width=10, height=14)
        self.purpose.pack(side="left", fill="x", expand=True)
        ttk.Label(terms, text="预计返回").pack(side="left", padx=(GAP, GAP // 2))
        self.expected = ttk.Combobox(terms, **look)
        self.expected.set(END_OF_DAY)
        self.expected.pack(side="left")
        for box in (self.purpose, self.expected):
            box.bind("<Return>", lambda event: self._back_to_box())
            box.bind("<KP_Enter>", lambda event: self._back_to_box())
            box.bind("<Escape>", lambda event: self._back_to_box())
            box.bind("<<ComboboxSelected>>", lambda event: self._back_to_box())
        return terms

    # -- for the page

    def offer(self) -> None:
        """Offer the purposes of late; the first one stands there until another is chosen."""
        known = recent_purposes(self._desk.ledger)
        self.purpose.configure(values=known)
        if not self.purpose.get().strip():
            self.purpose.set(known[0])

    def take_keyboard(self) -> None:
        self.box.take_keyboard()

    def choose_purpose(self) -> None:
        """Go to the purpose."""
        self.purpose.focus_set()
        self.purpose.selection_range(0, "end")

    def put_away(self) -> bool:
        """Empty the box and close its list; False when there was nothing to put away."""
        busy = bool(self.box.text)
        self.box.clear()
        self.box.close_list()
        if busy and self.answer.said.tone == "bad":
            self.answer.show(WELCOME)
        return busy

    def take_back(self) -> None:
        """Take back what was registered here last, if nothing rests on it."""
        if self._last is None:
            self._fail("没有撤销", "这里还没有可以撤销的登记。")
            return
        try:
            change = self._desk.ledger.undo(self._last)
        except GridworkerError as error:
            self._fail("没有撤销", str(error))
            return
        self._last = None
        self.answer.show(Said("warn", "已撤销", words="上一次登记已撤销，可以重新登记。"))
        self._desk.changed(change)

    # -- what happens

    def _find(self, text: str) -> Sequence[Candidate]:
        found = candidates(self._desk.ledger, text, self._desk.day)
        out = out_since(self._desk.ledger, [person.resident for person in found])
        return [_told(person, out.get(person.resident)) for person in found]

    def _entered(self, text: str) -> None:
        found = self._find(text)
        if len(found) == 1:
            self._pass(found[0].resident)
        elif found:
            self.box.offer(found)
        else:
            self._fail("没有找到", "台账里没有这个人，没有登记。请先在“台账”里新增。", discreet(text))

    def _pass(self, resident: int) -> None:
        """Register whichever applies, and say it in words."""
        at, purpose = present(self._desk.day), self.purpose.get().strip()
        try:
            back = expected_back(self.expected.get(), at)
            with self._desk.ledger.change("出入登记") as change:
                done = pass_gate(self._desk.ledger, resident, at, purpose or None, back)
        except NotLetThrough as refused:
            self._fail(refused.name or "没有登记", str(refused), refused.address)
        except ValueProblem as problem:
            self._fail("没有登记", f"{problem}。请改好预计返回再登记。")
        except GridworkerError as error:
            self._fail("没有登记", str(error))
        else:
            self._last = change.id
            self.box.clear()
            self.box.close_list()
            self.answer.show(registered(done, at, back))
            self._desk.changed(change)

    def _fail(self, headline: str, words: str, door: str = "") -> None:
        self.answer.show(Said("bad", headline, door, words, "Esc 清除"))
        self.box.ready_to_replace()

    def _back_to_box(self) -> str:
        self.purpose.selection_clear()
        self.take_keyboard()
        return "break"

    def _escape(self) -> str | None:
        return "break" if self.put_away() else None

    def _undo(self) -> str:
        self.take_back()
        return "break"


def registered(done: Passage, at: str, back: str | None) -> Said:
    """The answer to somebody who went out or came back."""
    warning = ""
    if done.pass_days is not None and done.pass_days < 0:
        warning = "　出入证已过期，请核对。"
    if done.coming_back:
        words = f"返回　外出（{done.purpose}）{in_words(minutes_between(done.since, at))}{warning}"
        return Said("warn" if warning else "good", done.name, done.address, words)
    until = f"，预计 {back[11:16] if back[:10] == at[:10] else brief(back, at)} 前返回" if back else ""
    return Said(
        "warn" if warning else "info", done.name, done.address, f"外出　{done.purpose}{until}", warning
    )


def _told(person: Candidate, since: str | None) -> Candidate:
    """The line of the short list tells who is out instead of who was sampled."""
    words = f"外出中 {since[11:16]}" if since else person.presence
    return replace(person, sampled_at=None, presence=words)
