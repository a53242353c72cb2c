"""采购汇总: what the requests of a period want from which merchant, and the order as text to send."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.export.purchase_text import purchase_text
from gridworker.export.reports.orders_shown import money_in_words
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.fields import DAY, Field
from gridworker.ledger.scope import WHOLE
from gridworker.ledger.supplies import STATUS_PATH, Order, advance, orders
from gridworker.ledger.supply_figures import UNDECIDED, Purchase, by_merchant, refunded, wanted
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.screens.day_box import DayBox
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.purchase_source import PurchaseSource
from gridworker.ui.screens.reckoning import Reckoning
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.theme import GAP, Styles

_FROM, _TO = Field("from_day", "开始日期", DAY), Field("to_day", "结束日期", DAY)
_NEW, _ORDERED = STATUS_PATH[:2]
_ALL = "全部商家"
_USUAL = 7  # days
_EMPTY = "这段时间没有要采购的物资。\n先在“需求”里登记，或改上面的日期。"


class PurchasePage(Page):
    """The period over the list; the total line says what the rows in sight come to."""

    def build(self) -> None:
        self._day = ""
        self._reckoning = Reckoning(self, "汇总采购", lambda: self.totals.configure(text="正在汇总…"))
        self._orders: list[Order] = []
        self._purchases: dict[str, Purchase] = {}
        card = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        card.pack(fill="both", expand=True)
        self._build_period(card)
        foot = ttk.Frame(card)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self.totals = ttk.Label(foot, style=Styles.BOLD)
        self.totals.pack(side="left")
        self.refunds = ttk.Label(foot, style=Styles.MUTED)
        self.refunds.pack(side="right")
        self._source = PurchaseSource()
        hooks = GridHooks(open=self._open)
        self.rows = Grid(card, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.rows.pack(fill="both", expand=True)
        self.rows.remember(self.desk.settings.lists, "purchase")
        self.rows.bind("<<GridState>>", lambda event: self._show_totals(), add="+")
        self._build_filters()

    def _build_period(self, parent: tkinter.Misc) -> None:
        line = ttk.Frame(parent)
        line.pack(fill="x", pady=(0, GAP))
        self.from_day = DayBox(line, _FROM, self._period_changed, width=10)
        self.to_day = DayBox(line, _TO, self._period_changed, width=10)
        self.from_day.pack(side="left")
        ttk.Label(line, text="至").pack(side="left", padx=GAP // 2)
        self.to_day.pack(side="left")
        for words, command in (("今天 F5", self.go_to_today), ("近 7 天 F6", self.go_to_usual)):
            ttk.Button(line, text=words, command=command).pack(side="left", padx=(GAP, 0))
        for words, command in (
            ("打印 Ctrl+P", self.print),
            ("已下单 F9", self.mark_ordered),
            ("复制采购单 F8", self.copy_text),
        ):
            ttk.Button(line, text=words, command=command).pack(side="right", padx=(GAP, 0))

    def _build_filters(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=12)
        self.merchant_box = ttk.Combobox(bar, state="readonly", width=12, height=16)
        self.merchant_box.set(_ALL)
        self.merchant_box.pack(side="left", padx=(0, GAP))
        self.merchant_box.bind("<<ComboboxSelected>>", lambda event: self._chose_merchant())
        self.scope_box = ScopeBox(bar, self.load)
        self.scope_box.pack(side="left", padx=(0, GAP))
        self._only_new = tkinter.BooleanVar(self, False)
        self.new_box = ttk.Checkbutton(
            bar, text="只看还没下单的 F7", variable=self._only_new, command=self.load
        )
        self.new_box.pack(side="left", padx=(0, GAP))
        ttk.Label(bar, text="Enter 看此商家，Esc 看全部", style=Styles.MUTED).pack(side="left")

    # -- Page

    def load(self) -> None:
        if self._day != self.desk.day:
            self._day = self.desk.day
            self._show_days(shift(self._day, 1 - _USUAL))
        self.scope_box.offer(self.desk.ledger)
        scope, first, last = self.scope_box.scope, self.from_day.value, self.to_day.value

        def work(ledger: Ledger, progress: Progress) -> list[Order]:
            progress.step(0, 0, "汇总各商家")
            return orders(ledger, scope, first=first, last=last)

        self._reckoning.ask(work, self._take)

    def _take(self, found: list[Order]) -> None:
        self._orders = [each for each in wanted(found) if each.status == _NEW or not self._only_new.get()]
        self._purchases = {each.merchant: each for each in by_merchant(self._orders)}
        self._offer_merchants()
        self._fill()
        given_back = by_merchant(refunded(found))
        money = sum(each.money for each in given_back)
        count = sum(each.orders for each in given_back)
        self.refunds.configure(
            text=f"另有 {count} 单已退款 {money_in_words(money)} 元，不计入" if count else ""
        )

    def enter(self) -> None:
        self.rows.focus_rows()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F5>": self.go_to_today,
            "<F6>": self.go_to_usual,
            "<F7>": self.new_box.invoke,
            "<F8>": self.copy_text,
            "<F9>": self.mark_ordered,
            "<Control-p>": self.print,
            "<Escape>": self.show_all,
        }

    def open(self, **what: Any) -> None:
        """Look at one `merchant`."""
        if "merchant" in what:
            self.merchant_box.set(str(what["merchant"]))
            self.load()

    # -- actions

    def go_to_today(self) -> None:
        """Look at the requests of the working day."""
        self._show_days(self.desk.day)
        self.load()

    def go_to_usual(self) -> None:
        """Look at the week that ends on the working day."""
        self._show_days(shift(self.desk.day, 1 - _USUAL))
        self.load()

    def show_all(self) -> None:
        """List every merchant again."""
        self.merchant_box.set(_ALL)
        self._chose_merchant()

    def copy_text(self) -> None:
        """Put the order for the merchant of the chosen row on the clipboard."""
        purchase = self._chosen()
        if purchase is not None:
            text = purchase_text(self.desk.ledger, purchase, self.from_day.value, self.to_day.value)
            self.clipboard_clear()
            self.clipboard_append(text)
            self.desk.shell.say(f"给“{purchase.merchant}”的采购单已复制，可以粘贴发给商家。")

    def mark_ordered(self) -> None:
        """Make the new requests of that merchant 已下单, in one action that can be undone."""
        purchase = self._chosen()
        if purchase is None:
            return
        rows = [
            each.id
            for each in self._orders
            if each.status == _NEW and (each.merchant or UNDECIDED) == purchase.merchant
        ]
        if not rows:
            self.desk.shell.say(f"“{purchase.merchant}”没有还没下单的需求。", "info")
            return
        at = present(self.desk.day)
        self.desk.act(
            f"物资已下单：{purchase.merchant}",
            lambda ledger: advance(ledger, rows, _ORDERED, at),
            said=f"“{purchase.merchant}”的 {len(rows)} 单已标为已下单。",
        )
        self.rows.focus_rows()

    def print(self) -> None:
        """Go to the report of this period."""
        scope = self.scope_box.scope
        period = {"from_day": self.from_day.value, "to_day": self.to_day.value}
        self.desk.shell.go(
            "reports", report="purchase", **period, **({} if scope == WHOLE else {"scope": scope})
        )

    # -- inside

    def _chosen(self) -> Purchase | None:
        """The purchase of the merchant chosen above, else of the first selected row."""
        selected = [str(self._source.row(key)["merchant"]) for key in self.rows.selected()[:1]]
        for name in (self.merchant_box.get(), *selected):
            if name in self._purchases:
                return self._purchases[name]
        self.desk.shell.say("请先选商家，或选中它的一行。", "warn")
        return None

    def _open(self, key: int) -> None:
        """Enter narrows the list to the merchant of the row."""
        self.merchant_box.set(str(self._source.row(key)["merchant"]))
        self._chose_merchant()

    def _show_days(self, first: str) -> None:
        self.from_day.show(first)
        self.to_day.show(self.desk.day)

    def _period_changed(self) -> None:
        if self.from_day.value > self.to_day.value:
            self.desk.shell.say("开始日期晚于结束日期，请改一下日期。", "warn")
        else:
            self.load()

    def _offer_merchants(self) -> None:
        self.merchant_box.configure(values=[_ALL, *self._purchases])
        if self.merchant_box.get() not in self._purchases:
            self.merchant_box.set(_ALL)

    def _chose_merchant(self) -> None:
        self.merchant_box.selection_clear()
        self._fill()
        self.rows.focus_rows()

    def _fill(self) -> None:
        chosen = self.merchant_box.get()
        shown = [each for name, each in self._purchases.items() if chosen in (_ALL, name)]
        self._source.take(shown)
        self.rows.refresh()
        self._show_totals()

    def _show_totals(self) -> None:
        rows = [self._source.row(key) for key in self.rows.view.order]
        money = sum(row["money"] or 0 for row in rows)
        without = sum(row["quantity"] for row in rows if row["money"] is None)
        told = f"合计 {sum(row['quantity'] for row in rows):,} 件　{money_in_words(money)} 元"
        self.totals.configure(text=told + (f"　▲ {without:,} 件没有单价" if without else ""))
