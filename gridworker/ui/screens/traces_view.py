"""追阳: the records, and of the chosen one everybody it concerns, with four steps ticked by key or click."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.tracing import (
    STEPS,
    Step,
    TraceView,
    close_trace,
    mark,
    refresh_people,
    reopen_trace,
    trace_view,
    traces,
)
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.moment_box import MomentBox, present
from gridworker.ui.screens.traces_source import person_rows, person_source, trace_rows, trace_source
from gridworker.ui.screens.tubes_source import short
from gridworker.ui.theme import GAP, SMALL, Styles, text_width

_LIST = 16  # width of the records in Chinese characters
_NAMED = 6  # people named when a record cannot be closed


class TracesView(ttk.Frame):
    """Records on the left, open ones first; people on the right, phones whole until F4 masks them."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self.desk = desk
        self.view: TraceView | None = None
        self._whole = True
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        width = _LIST * text_width(self, "国")
        left = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2), width=width)
        left.pack_propagate(False)
        left.grid(row=0, column=0, sticky="nsew")
        self.source = trace_source()
        self.rows = Grid(
            left, self.source, hooks=GridHooks(select=lambda keys: self._show_record()), marks=True,
            filter=False, multiple=False, empty="没有追阳记录。\n录入阳性或可疑结果时自动立案。",
        )  # fmt: skip
        self.rows.pack(fill="both", expand=True)
        right = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2))
        right.grid(row=0, column=1, sticky="nsew", padx=(GAP, 0))
        self._build_head(right)
        self._build_people(right)

    def _build_head(self, right: ttk.Frame) -> None:
        row = ttk.Frame(right)
        row.pack(fill="x")
        self.title_label = ttk.Label(row, style=Styles.SECTION)
        self.title_label.pack(side="left")
        self.buttons: dict[str, ttk.Button] = {}
        for text, command in (
            ("结案 Ctrl+E", self.close), ("重新立案", self.reopen), ("刷新人员 Ctrl+R", self.renew),
        ):  # fmt: skip
            self.buttons[text.split()[0]] = ttk.Button(row, text=text, command=command)
            self.buttons[text.split()[0]].pack(side="right", padx=(GAP // 2, 0))
        self.progress = ttk.Label(right, style=Styles.MUTED, font=SMALL)
        self.progress.pack(anchor="w")
        self.bar = ttk.Progressbar(right, maximum=1, bootstyle="success")
        self.bar.pack(fill="x", pady=(0, GAP // 2))

    def _build_people(self, right: ttk.Frame) -> None:
        self.people_source = person_source()
        self.people = Grid(
            right, self.people_source, hooks=GridHooks(open=self._open), marks=True,
            empty="请在左边选一条追阳记录。",
        )  # fmt: skip
        self.people.pack(fill="both", expand=True)
        self.people.filter_box.configure(width=10)
        self.at = MomentBox(self.people.bar, self.desk, "时间")
        self.at.pack(side="left")
        self._unsettled = tkinter.BooleanVar(self, False)
        self.only = ttk.Checkbutton(
            self.people.bar, text="仅未处置", variable=self._unsettled, command=self._show_people
        )
        self.only.pack(side="left", padx=GAP)
        tree = self.people.view.tree
        for number, step in enumerate(STEPS, 1):
            for sequence in (f"<Key-{number}>", f"<KP_{number}>"):
                tree.bind(sequence, _then_stop(partial(self.tick, step)))
        tree.bind("<ButtonRelease-1>", self._clicked, add="+")

    # -- showing

    def load(self) -> None:
        """Read the records again; the chosen one stays chosen, else the first is."""
        found = traces(self.desk.ledger, open_only=False)
        self.source.replace(trace_rows(found))
        self.rows.refresh()
        if found and not self.rows.selected():
            self.rows.view.select([found[0].id], tell=False)
        self._show_record()

    def _show_record(self) -> None:
        chosen = self.rows.selected()
        self.view = trace_view(self.desk.ledger, chosen[0]) if chosen else None
        self._show_head()
        self._show_people()

    def _show_head(self) -> None:
        view = self.view
        people = view.people if view else ()
        settled, told = sum(p.settled for p in people), sum(bool(p.notified_at) for p in people)
        if view is None:
            self.title_label.configure(text="追阳")
            self.progress.configure(text="")
        else:
            status = STATUS["positive" if view.result == "阳性" else "warn"]
            closed = f"　已结案 {short(view.closed_at)}" if view.closed_at else ""
            self.title_label.configure(text=f"{status.mark} {view.tube} {view.result}{closed}")
            words = (
                f"已处置 {settled}/{len(people)}　已通知 {told}/{len(people)}　立案 {short(view.opened_at)}"
            )
            self.progress.configure(text=f"{words}　按 1 至 4 登记所选人员的步骤")
        self.bar.configure(value=settled / len(people) if people else 0)
        is_open = view is not None and view.closed_at is None
        for word, allowed in (
            ("结案", is_open),
            ("刷新人员", is_open),
            ("重新立案", bool(view) and not is_open),
        ):
            self.buttons[word].state(["!disabled" if allowed else "disabled"])

    def _show_people(self) -> None:
        people = self.view.people if self.view else ()
        shown = [person for person in people if not (self._unsettled.get() and person.settled)]
        self.people_source.replace(person_rows(shown, self.desk.day, whole=self._whole))
        self.people.refresh()

    def show_whole(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        self._whole = not self._whole if whole is None else whole
        self._show_people()

    def focus_rows(self) -> None:
        """Give the people the keyboard, with the first selected when none is."""
        self.people.focus_rows()
        if not self.people.selected() and self.people.view.order:
            self.people.select([self.people.view.order[0]])

    def show_trace(self, trace: int) -> None:
        """Choose this record."""
        self.rows.select([trace])

    # -- steps

    def tick(self, step: Step, rows: list[int] | None = None) -> None:
        """Note a step for those selected who lack it; when none lacks it, take it away from all."""
        chosen = rows if rows is not None else self.people.selected()
        known = {person.row: person for person in self.view.people} if self.view else {}
        people = [known[row] for row in chosen if row in known]
        if not people:
            self.desk.shell.say("请先选择人员，再登记步骤。", "warn")
            return
        lacking = [person.row for person in people if getattr(person, STEPS[step]) is None]
        at = self.at.take() if lacking else None
        if lacking and at is None:
            return
        wanted = lacking or [person.row for person in people]
        word = step if lacking else f"取消{step}"
        self._act(f"追阳{word}（{len(wanted)} 人）", lambda ledger: mark(ledger, wanted, step, at))

    def _clicked(self, event: tkinter.Event[Any]) -> None:
        at, column = self.people.view.locate(event.x, event.y)
        row = self.people.view.key_at(at) if at is not None else None
        step = next((step for step, key in STEPS.items() if key == column), None)
        held = int(event.state) & 0x5  # Shift or Control: selecting, not ticking
        if row is not None and step is not None and not held and self.people.selected() == [row]:
            self.tick(step, [row])

    # -- the record

    def close(self) -> None:
        """Close the record, or show and name those who are not settled."""
        if self.view is None or self.view.closed_at:
            return
        lacking = [person for person in self.view.people if not person.settled]
        if lacking:
            self._unsettled.set(True)
            self._show_people()
            names = "、".join(person.name for person in lacking[:_NAMED])
            more = f"等 {len(lacking)} 人" if len(lacking) > _NAMED else f" {len(lacking)} 人"
            self.desk.shell.say(f"不能结案：{names}{more}没有转运、复核阴性或排除，已列在表中。", "bad")
            return
        trace = self.view.id
        at = max(present(self.desk.day), self.view.opened_at)  # an evening's record closed the next morning
        said = f"采样管 {self.view.tube} 的追阳已结案。"
        self._act(f"追阳结案 {self.view.tube}", lambda ledger: close_trace(ledger, trace, at), said)

    def reopen(self) -> None:
        """Open a closed record again."""
        if self.view is not None and self.view.closed_at:
            trace, said = self.view.id, f"采样管 {self.view.tube} 已重新立案。"
            self._act(f"重新立案 {self.view.tube}", lambda ledger: reopen_trace(ledger, trace), said)

    def renew(self) -> None:
        """List those who concern the record only now."""
        if self.view is None or self.view.closed_at:
            return
        trace, at, before = self.view.id, present(self.desk.day), len(self.view.people)
        tube = self.view.tube
        self._act(f"追阳补充人员 {tube}", lambda ledger: refresh_people(ledger, trace, at))
        added = len(self.view.people) - before if self.view else 0
        self.desk.shell.say(f"采样管 {tube} 的追阳新增 {added} 人。" if added else "没有新的相关人员。")

    def _act(self, label: str, action: Callable[[Any], Any], said: str = "") -> None:
        """Acting makes the shell refresh the page, and with it this view."""
        self.desk.act(label, action, said=said)

    def _open(self, row: int) -> None:
        self.desk.shell.go("people", resident=self.people_source.row(row)["resident"])


def _then_stop(action: Callable[[], None]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
