"""One round: how far it has come in every building, and whom it still wants."""

from __future__ import annotations

import tkinter
from collections.abc import Mapping, Sequence

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import show_day
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.people import due_details
from gridworker.ledger.rounds import RoundCount, round_progress, round_remaining
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.search import search
from gridworker.ui.charts import Bar, CoverageBars, percent
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridColumn, GridHooks, GridRow, Sort
from gridworker.ui.screens.due_reasons import give_reason
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

_COLUMNS = (
    GridColumn("address", "地址", 11, stretch=True, sortable=False),
    GridColumn("name", "姓名", 4, sortable=False),
    GridColumn("phone", "手机", 6, sortable=False),
    GridColumn("reason", "未检原因", 5, stretch=True, sortable=False),
)
_EVERYBODY_CAME = "这一轮要采的人都采过了，或已豁免。"


class RemainingSource:
    """Those whom a round still wants, in address order; `whole` shows phones unmasked."""

    columns: Sequence[GridColumn] = _COLUMNS

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.residents: list[int] = []
        self.whole = False

    def keys(self, sort: Sort | None, filter: str) -> Sequence[int]:
        if not filter:
            return self.residents
        matching = set(search(self._desk.ledger, filter, 1_000_000))
        return [resident for resident in self.residents if resident in matching]

    def fetch(self, keys: Sequence[int]) -> Mapping[int, GridRow]:
        people = due_details(self._desk.ledger, self._desk.day, keys)
        rows = {}
        for key, person in people.items():
            address = Address(person.community, person.building, person.unit, person.room)
            phone = person.phone or ""
            shown = phone if self.whole or not phone else mask_phone(phone)
            rows[key] = GridRow((address.display, person.name, shown, person.reason or ""), "missed")
        return rows


class RoundView(ttk.Frame):
    """Figures in words, then bars by building or the list of the remaining people."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self._row: Row | None = None
        self._scopes: list[Scope] = []
        self._scope = WHOLE
        self.title = ttk.Label(self, style=Styles.SECTION)
        self.title.pack(fill="x")
        self.words = ttk.Label(self, justify="left")
        self.words.pack(fill="x", pady=(GAP // 2, GAP))
        self.bind("<Configure>", lambda event: self.words.configure(wraplength=max(event.width - GAP, 1)))
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(0, GAP))
        self.parts = Segments(line, {"bars": "各楼进度", "list": "还差的人"}, "bars", self.choose)
        self.parts.pack(side="left")
        ttk.Label(line, text="F4 手机号　Esc 返回", style=Styles.MUTED).pack(side="right")
        self.bars = CoverageBars(
            self, height=120, empty="这一轮的范围里没有在住的人。", on_open=self._open_building
        )
        self.source = RemainingSource(desk)
        self._build_list()
        self.bars.pack(fill="both", expand=True)

    def _build_list(self) -> None:
        self.list = ttk.Frame(self)
        hooks = GridHooks(open=lambda key: self.desk.shell.go("people", resident=key))
        self.rows = Grid(self.list, self.source, hooks=hooks, marks=True, empty=_EVERYBODY_CAME)
        self.rows.filter_box.configure(width=8)
        self.rows.pack(fill="both", expand=True)
        self._reason = ttk.Button(self.rows.bar, text="未检原因… Ctrl+R", command=self.give_reason)
        self._reason.pack(side="left", padx=(0, GAP))
        self.where = ttk.Label(self.rows.bar, style=Styles.BOLD)
        self.where.pack(side="left")

    # -- for the page

    def show(self, row: Row | None) -> None:
        """Show this round as it stands at the end of the working day."""
        if row is None or self._row is None or row["id"] != self._row["id"]:
            self._scope = WHOLE
        self._row = row
        if row is not None:
            self.title.configure(
                text=f"{row['name']}　{show_day(row['from_day'])} — {show_day(row['to_day'])}"
            )
            self._show_progress(row)
        self.choose(self.parts.chosen)

    def choose(self, part: str) -> None:
        """Show the bars or the list."""
        self.parts.show(part)
        shown, hidden = (self.list, self.bars) if part == "list" else (self.bars, self.list)
        hidden.pack_forget()
        shown.pack(fill="both", expand=True)
        if part == "list":
            self._load_list()

    def open_list(self, scope: Scope = WHOLE) -> None:
        """List the remaining people of a scope and give the list the keyboard."""
        self._scope = scope
        self.choose("list")
        self.rows.focus_rows()
        if self.rows.view.order:
            self.rows.view.move(0)

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        self.source.whole = not self.source.whole if whole is None else whole
        self.rows.view.redraw()

    def give_reason(self) -> None:
        """Offer the reasons for the selected people."""
        chosen = self.rows.selected() if self.parts.chosen == "list" else []
        if not chosen:
            self.desk.shell.say("请先在“还差的人”里选择要写原因的人。", "warn")
            return
        give_reason(self.desk, self._reason, chosen, self.desk.day, self.rows.focus_rows)

    # -- inside

    def _show_progress(self, row: Row) -> None:
        progress = round_progress(self.desk.ledger, row["id"], self.desk.day)
        self.words.configure(text=in_words(progress.total))
        self.parts.say("list", f"还差的人 {progress.total.remaining:,}")
        self._scopes = [Scope(*where) for where, _ in progress.buildings]
        self.bars.set_data(
            [_bar(self._scopes[at].label, count, at) for at, (_, count) in enumerate(progress.buildings)]
        )

    def _open_building(self, at: int) -> None:
        self.open_list(self._scopes[at])

    def _load_list(self) -> None:
        if self._row is None:
            self.source.residents = []
        else:
            self.source.residents = round_remaining(
                self.desk.ledger, self._row["id"], self.desk.day, self._scope
            )
        self.where.configure(text="" if self._scope == WHOLE else self._scope.label)
        self.rows.refresh()


def in_words(count: RoundCount) -> str:
    """应采 2,833 · 已采 1,900（67.1%）· 还差 921 · 豁免 12."""
    wanted = count.people - count.exempt
    share = percent(count.sampled / wanted) if wanted else "—"
    return (
        f"应采 {wanted:,} · 已采 {count.sampled:,}（{share}）· "
        f"还差 {count.remaining:,} · 豁免 {count.exempt:,}"
    )


def _bar(label: str, count: RoundCount, key: int) -> Bar:
    wanted = count.people - count.exempt
    if not wanted:
        return Bar(label, None, "全部豁免", key)
    rest = f"  差 {count.remaining:,} 人" if count.remaining else "  全部采完"
    return Bar(label, count.sampled / wanted, percent(count.sampled / wanted) + rest, key)
