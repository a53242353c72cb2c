"""混管追阳: results tube by tube, and the tracing of those that are positive."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.tracing import open_missing_traces, traces, untraced
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.traces_view import TracesView
from gridworker.ui.screens.tubes_results import RESULTS
from gridworker.ui.screens.tubes_view import TubesView
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

TUBES, TRACES = "tubes", "traces"
_NAMED = 3


class TubesPage(Page):
    """Two views under one head; a bar stands there as long as a positive tube has no record."""

    def build(self) -> None:
        self._shown = TUBES
        head = ttk.Frame(self, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        self.parts = Segments(
            head, {TUBES: "采样管 F2", TRACES: "追阳 F3"}, TUBES, self.show_part, style=Styles.GROUND
        )
        self.parts.pack(side="left")
        look: dict[str, Any] = {"style": Styles.GROUND_BUTTON}
        for text, report in (("打印追阳台账", "positive-trace"), ("打印混采登记表", "tube-sheet")):
            ttk.Button(head, text=text, command=self._printer(report), **look).pack(
                side="right", padx=(GAP, 0)
            )
        self._build_alarm()
        self.tubes = TubesView(self, self.desk)
        self.traces = TracesView(self, self.desk)
        self.tubes.pack(fill="both", expand=True)

    def _build_alarm(self) -> None:
        self.alarm = ttk.Frame(self, style=Styles.CARD)
        self.alarm_words = ttk.Label(self.alarm, style=Styles.chip("bad"))
        self.alarm_words.pack(side="left", fill="both", expand=True)
        ttk.Button(self.alarm, text="立案 Ctrl+N", command=self.open_records, bootstyle="danger").pack(
            side="right"
        )

    def _printer(self, report: str) -> Callable[[], None]:
        return lambda: self.desk.shell.go("reports", report=report)

    # -- Page

    def load(self) -> None:
        self._show_alarm()
        count = len(traces(self.desk.ledger))
        self.parts.say(TRACES, f"追阳 {count} F3" if count else "追阳 F3")
        self._view.load()

    def open(self, **what: Any) -> None:
        """Show a `tube` by its number, or a `trace` by that of its record."""
        if "trace" in what:
            self.parts.choose(TRACES)
            self.traces.show_trace(int(what["trace"]))
        elif "tube" in what:
            self.parts.choose(TUBES)
            self.tubes.show_tube(str(what["tube"]))

    def enter(self) -> None:
        self._view.focus_rows()

    def leave(self) -> None:
        self.tubes.show_whole(False)
        self.tubes.results.take_back()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        keys: dict[str, Callable[[], object]] = {
            "<F2>": lambda: self.parts.choose(TUBES),
            "<F3>": lambda: self.parts.choose(TRACES),
            "<F4>": lambda: self._view.show_whole(None),
            "<Control-n>": self.open_records,
            "<Control-e>": lambda: self.traces.close() if self._shown == TRACES else None,
            "<Control-r>": lambda: self.traces.renew() if self._shown == TRACES else None,
            "<Control-s>": lambda: self.tubes.header.save() if self._shown == TUBES else None,
            "<Escape>": lambda: self.tubes.escape() if self._shown == TUBES else None,
        }
        for number, result in enumerate(RESULTS, 1):
            keys[f"<Control-Key-{number}>"] = partial(self._enter_result, result)
        return keys

    # -- parts

    @property
    def _view(self) -> TubesView | TracesView:
        return self.tubes if self._shown == TUBES else self.traces

    def show_part(self, key: str) -> None:
        """Bring one of the two views into sight."""
        if key != self._shown:
            self._view.pack_forget()
            self._shown = key
            self._view.pack(fill="both", expand=True)
            self.update_idletasks()
            self._view.load()
        self._view.focus_rows()

    def _enter_result(self, result: str) -> None:
        if self._shown == TUBES:
            self.tubes.enter_result(result)

    # -- positive tubes without a record

    def _show_alarm(self) -> None:
        missing = untraced(self.desk.ledger)
        if not missing:
            self.alarm.pack_forget()
            return
        named = "、".join(f"{tube}（{result}）" for tube, result in list(missing.items())[:_NAMED])
        more = f" 等 {len(missing)} 管" if len(missing) > _NAMED else ""
        self.alarm_words.configure(text=f"{STATUS['positive'].mark} 还没有立案追阳：{named}{more}")
        self.alarm.pack(fill="x", pady=(0, GAP), before=self._view)

    def open_records(self) -> None:
        """Open the records of all positive tubes that have none, and show them."""
        missing = untraced(self.desk.ledger)
        if not missing:
            self.desk.shell.say("阳性和可疑的采样管都已立案。", "info")
            return
        at = present(self.desk.day)
        done = self.desk.act(
            f"追阳立案（{len(missing)} 管）",
            lambda ledger: open_missing_traces(ledger, at),
            said=f"已立案追阳 {len(missing)} 起。",
        )
        if done:
            self.parts.choose(TRACES)
            self.traces.show_trace(done[0])
