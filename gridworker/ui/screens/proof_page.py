"""48小时证明: who holds a valid proof at a moment, whose runs out soon, whose has run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.fields import MOMENT, Field
from gridworker.ledger.policy import BY_REPORT, BY_SAMPLING, load_policy
from gridworker.ledger.proof import Proofs
from gridworker.ledger.scope import WHOLE
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.day_box import DayBox
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.proof_source import SORTED_MOST, ProofSource
from gridworker.ui.screens.reckoning import is_large
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles
from gridworker.ui.tiles import Figure, Tiles

FIGURES = (
    Figure("valid", "有效", "good"), Figure("expiring", "其中将过期", "warn"),
    Figure("expired", "已过期", "bad"), Figure("none", "没有阴性记录", "bad"),
    Figure("people", "在住", "info"),
)  # fmt: skip
HOURS = (24, 48, 72)
SOON = ("2", "4", "6", "12", "24")
_AT = Field("at", "时刻", MOMENT)
_KEYS = tuple(figure.key for figure in FIGURES)
_EMPTY = "没有符合条件的人。点上面的数字看别的名单；还没有结果时，按 Ctrl+I 导入检测结果。"


class ProofPage(Page):
    """A moment and what counts at the top; a click on a figure lists its people."""

    def build(self) -> None:
        self._day = self.desk.day
        self._hours: int | None = None  # None: as the settings say
        self._by: str | None = None
        self._figure = "expired"
        self._build_question()
        self.tiles = Tiles(self, FIGURES, self.choose)
        self.tiles.pack(fill="x", pady=(0, GAP))
        self._build_list()
        self.at.show(self._now())

    def _build_question(self) -> None:
        policy = load_policy(self.desk.ledger)
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="x", pady=(0, GAP))
        ttk.Label(card, text="时刻").pack(side="left", padx=(0, GAP))
        self.at = DayBox(card, _AT, self.load, width=19)
        self.at.pack(side="left")
        self._now_button = ttk.Button(card, text="现在 F6", command=self.go_to_now)
        self._now_button.pack(side="left", padx=(GAP // 2, 2 * GAP))
        hours = sorted({*HOURS, policy.proof_hours})
        self.hours = Segments(
            card, {str(n): f"{n}小时" for n in hours}, str(policy.proof_hours), self._take_hours
        )
        self.hours.pack(side="left", padx=(0, 2 * GAP))
        words = {BY_REPORT: "按报告时间", BY_SAMPLING: "按采样时间"}
        self.by = Segments(card, words, policy.proof_by, self._take_by)
        self.by.pack(side="left")

    def _build_list(self) -> None:
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self._source = ProofSource(self.desk.ledger)
        self.rows = Grid(card, self._source, hooks=GridHooks(open=self._open), marks=True, empty=_EMPTY)
        self.rows.pack(fill="both", expand=True)
        self.rows.bind("<<GridState>>", lambda event: self._warn_of_length(), add="+")
        bar = self.rows.bar
        self.scope_box = ScopeBox(bar, self._narrow)
        self.scope_box.pack(side="left", padx=(0, 2 * GAP))
        ttk.Label(bar, text="将过期：").pack(side="left")
        self.soon = ttk.Combobox(bar, values=SOON, width=4, state="readonly")
        self.soon.set("12")
        self.soon.pack(side="left", padx=(0, GAP // 2))
        self.soon.bind("<<ComboboxSelected>>", lambda event: self._take_soon())
        ttk.Label(bar, text="小时内").pack(side="left")
        report = ttk.Button(bar, text="48小时证明台账 Ctrl+P", command=self.print)
        report.pack(side="left", padx=2 * GAP)
        ttk.Label(bar, text="F4 手机号", style=Styles.MUTED).pack(side="left")

    # -- Page

    def load(self) -> None:
        if self._day != self.desk.day:
            self._day = self.desk.day
            self.at.show(self._now())
        if is_large(self.desk.ledger):
            self._say_waiting()
        policy = load_policy(self.desk.ledger)
        hours, by = self._hours or policy.proof_hours, self._by or policy.proof_by
        self.hours.show(str(hours))
        self.by.show(by)
        proofs = Proofs(
            self.desk.ledger, self.at.value, hours=hours, by=by, within_hours=float(self.soon.get())
        )
        self._proofs = proofs
        self._source.take(proofs)
        self.scope_box.offer(self.desk.ledger)
        self._narrow(keep_place=True)

    def enter(self) -> None:
        self.rows.focus_rows()

    def leave(self) -> None:
        self.show_phones(False)

    def open(self, **what: Any) -> None:
        """List one of the FIGURES (`state`) in a `scope`, perhaps `at` another moment."""
        if what.get("at"):
            self.at.show(str(what["at"]))
            self.load()
        self.scope_box.choose(what.get("scope") or WHOLE)
        self.choose(str(what.get("state") or self._figure))

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-p>": self.print,
            "<F4>": lambda: self.show_phones(None),
            "<F6>": self.go_to_now,
        }

    # -- actions

    def choose(self, figure: str) -> None:
        """List the people behind this figure."""
        self._figure = figure if figure in _KEYS else "expired"
        self._narrow()

    def go_to_now(self) -> None:
        """Look at this hour of the working day."""
        self.at.show(self._now())
        self.load()

    def print(self) -> None:
        """Go to the report of these proofs."""
        scope = self.scope_box.scope
        self.desk.shell.go("reports", report="proof-48h", **({} if scope == WHOLE else {"scope": scope}))

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        self._source.whole = not self._source.whole if whole is None else whole
        self.rows.view.redraw()

    # -- inside

    def _now(self) -> str:
        return f"{self.desk.day} {datetime.now():%H:%M:%S}"

    def _take_hours(self, hours: str) -> None:
        self._hours = int(hours)
        self.load()

    def _take_by(self, by: str) -> None:
        self._by = by
        self.load()

    def _take_soon(self) -> None:
        self.soon.selection_clear()
        self._figure = "expiring"
        self.load()

    def _say_waiting(self) -> None:
        for figure in FIGURES:
            self.tiles.show(figure.key, "…", quiet=True)
        self.update_idletasks()

    def _narrow(self, *, keep_place: bool = False) -> None:
        """List those of the chosen figure in the chosen scope."""
        source, scope = self._source, self.scope_box.scope
        counts = self._proofs.counts(scope)
        for figure in FIGURES:
            count = getattr(counts, figure.key)
            self.tiles.show(figure.key, f"{count:,}", quiet=not count)
        self.tiles.mark(self._figure)
        state: Any = None if self._figure == "people" else self._figure
        source.state, source.scope = state, scope
        self.rows.refresh(keep_place=keep_place)

    def _warn_of_length(self) -> None:
        if self._source.unsorted:
            words = f"名单超过 {SORTED_MOST:,} 人，仍按地址排列。请先选楼栋或上面的数字，缩小后再排序。"
            self.desk.shell.say(words, "warn")

    def _open(self, resident: int) -> None:
        self.desk.shell.go("people", resident=resident)
