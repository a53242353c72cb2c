"""需求: every request as a list by state, its card with the steps, and the form for new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

import ttkbootstrap as ttk

from gridworker.ledger.days import shift
from gridworker.ledger.scope import Scope
from gridworker.ledger.supplies import (
    ENDINGS,
    STATUS_PATH,
    Order,
    count_by_status,
    limits,
    order,
    orders,
    repeat,
)  # fmt: skip
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.screens.supply_form import OrderPane
from gridworker.ui.screens.supply_side import OrderSide
from gridworker.ui.screens.supply_source import order_columns, order_entries
from gridworker.ui.screens.supply_when import WhenWho
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles, text_width

_STATUSES = {"signed": STATUS_PATH[-1:], "closed": ENDINGS, "all": ()}
_CARD = 19  # width of the card in Chinese characters


class SupplyPage(RegisterPage):
    """The list reads what waits, and what is over only when it is asked for."""

    table = "supply"
    noun = "物资需求"
    empty = "没有这样的物资需求。\n按 Ctrl+N 登记，或到“粘贴接龙”一次登记一群。"
    states: ClassVar = {
        "open": "未送达", "late": "超时", "signed": "已签收", "closed": "已关闭", "all": "全部",
    }  # fmt: skip
    report = "supplies"
    import_kind = "supplies"
    form_width = 38

    def build(self) -> None:
        super().build()
        self._listed = ""
        width = round(text_width(self, "国") * _CARD)
        self._right = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP), width=width)
        self._right.pack_propagate(False)
        self.side = OrderSide(self._right, self.desk, self.when, self.rows.focus_rows)
        self.side.pack(fill="both", expand=True)
        self._show_side(True)

    def _build_bar(self) -> None:
        """States and scope stand above list and card: beside the filter there is no room for them."""
        head = self._head = ttk.Frame(self, style=Styles.GROUND)
        first = next(iter(self.states))
        self.parts = Segments(head, dict(self.states), first, lambda key: self.load(), style=Styles.GROUND)
        self.parts.pack(side="left", padx=(0, GAP))
        self.scope_box = ScopeBox(head, self.load)
        self.scope_box.pack(side="left")
        ttk.Label(head, text="F4 显示号码", style=Styles.GROUND_MUTED).pack(side="right")
        self.when = WhenWho(self.rows.bar, self.desk)

    # -- what is listed

    def entries(self, scope: Scope) -> Sequence[Entry]:
        """The requests of the chosen state, the most pressing first."""
        ledger, chosen = self.desk.ledger, self.parts.chosen
        if chosen in _STATUSES:
            self.configure(cursor="watch")  # years of requests take their time
            self.update_idletasks()
            found = orders(ledger, scope, statuses=_STATUSES[chosen])
        else:
            found = orders(ledger, scope, open_only=True)
        entries = order_entries(found, limits(ledger), present(self.desk.day))
        self.configure(cursor="")
        return entries

    def columns(self) -> Sequence[GridColumn]:
        return order_columns(self.definition)

    def load(self) -> None:
        """Read the chosen state; what waits is read always, for the count of what is late."""
        ledger, chosen = self.desk.ledger, self.parts.chosen
        self.scope_box.offer(ledger)
        found = list(self.entries(self.scope_box.scope))
        self._name_states(found)
        shown = [each for each in found if chosen != "late" or each["late"]]
        self._entries = {int(each["id"]): each for each in shown}
        self._take_columns()
        self._source.replace(map(self._masked, shown))
        left = bool(self.rows.selected()) and self._listed == chosen
        self.rows.refresh()
        self._listed = chosen
        if shown and not self.rows.selected() and not left:  # F8 twice must not move somebody else's
            self.rows.view.select([shown[0]["id"]], tell=False)
        self.side.show(self.rows.selected(), whole=self.whole)

    def _name_states(self, found: Sequence[Entry]) -> None:
        scope = self.scope_box.scope
        counts = count_by_status(self.desk.ledger, scope)
        waiting = found
        if self.parts.chosen in ("signed", "closed"):
            on = orders(self.desk.ledger, scope, open_only=True)
            waiting = order_entries(on, limits(self.desk.ledger), present(self.desk.day))
        numbers = {
            "open": sum(counts.get(status, 0) for status in STATUS_PATH[:-1]),
            "late": sum(each["late"] for each in waiting),
            "signed": counts.get(STATUS_PATH[-1], 0),
            "closed": sum(counts.get(status, 0) for status in ENDINGS),
            "all": sum(counts.values()),
        }
        for key, words in self.states.items():
            self.parts.say(key, f"{words} {numbers[key]:,}")

    # -- the card

    def selected_changed(self, keys: list[int]) -> None:
        self.side.show(keys)

    def show_whole(self, whole: bool | None) -> None:
        super().show_whole(whole)
        self.side.show(self.rows.selected(), whole=self.whole)

    def _show_side(self, shown: bool) -> None:
        """States, card and the boxes for steps give way to the form."""
        if shown:
            self._head.pack(side="top", fill="x", pady=(0, GAP), before=self.foot)
            self._right.pack(side="right", fill="y", padx=(GAP, 0), before=self.body)
            self.when.pack(side="left")
        else:
            for widget in (self._head, self._right, self.when):
                widget.pack_forget()

    # -- Page

    def open(self, **what: Any) -> None:
        """Show a `state`, a `row` (`end` to close it), a `household`'s requests, or begin a `new` one."""
        super().open(**what)
        if "household" in what:
            self._show_household(int(what["household"]))
        if what.get("end"):
            self.side.begin_end()

    def _show_household(self, household: int) -> None:
        found = orders(self.desk.ledger, household=household)
        self.parts.show("all")
        self.load()
        if found:
            self.rows.set_filter(found[0].address.display)
            self.rows.select([each.id for each in reversed(found) if each.id in self._entries])
            self.rows.focus_rows()
        else:
            self.begin_new(household=household)

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        steps: dict[str, Callable[[], object]] = {
            "<F3>": self.focus_lines, "<F6>": partial(self._in_list, self.side.begin_end),
            "<F7>": partial(self._in_list, self.side.back), "<F8>": partial(self._in_list, self.side.next),
            "<F9>": partial(self._in_list, self.side.begin_arrival),
        }  # fmt: skip
        return super().shown_keys() | steps

    def actions(self) -> Sequence[Action]:
        return (
            ("重复 Ctrl+R", "<Control-r>", lambda: self._in_list(self.repeat_chosen)),
            ("昨日需求 Ctrl+E", "<Control-e>", lambda: self._in_list(self.repeat_yesterday)),
            ("拆单 F12", "<F12>", lambda: self._in_list(self.side.split)),
        )

    def _in_list(self, action: Callable[[], None]) -> None:
        """What is done to the selected rows waits while the form is open: the keys are typed there."""
        if self.editor is None:
            action()
        else:
            self.desk.shell.say("请先保存或离开表单，再做这一步。", "warn")

    def save(self) -> None:
        """Keep what stands in the panel or the form."""
        if self.editor is None and self.side.panel is not None:
            self.side.panel.save()
        else:
            super().save()

    def back(self) -> None:
        """Leave the panel or the form, or clear the filter."""
        if self.editor is None and self.side.panel is not None:
            self.side.leave_panel()
        else:
            super().back()

    # -- entering

    def begin_new(self, **values: Any) -> None:
        """Open the form for a new request."""
        self._begin_order(None, values)

    def edit(self) -> str:
        """Open the form for the first selected request."""
        chosen = self.require_selected("要修改的需求")
        if chosen:
            self._begin_order(order(self.desk.ledger, int(chosen[0]["id"])), {})
        return "break"

    def _begin_order(self, found: Order | None, values: dict[str, Any]) -> None:
        if self.begin_form(
            self.body,
            lambda frame: OrderPane(
                frame, self.desk, found, values, on_saved=self._order_saved, on_closed=self.close_form
            ),
        ):
            self._show_side(False)

    def _order_saved(self, row: Any) -> None:
        self.close_form()
        self._show_row(int(row))

    def form_closed(self) -> None:
        self._show_side(True)

    def focus_lines(self) -> None:
        """Go to the things wanted, in the form."""
        if isinstance(self.editor, OrderPane):
            self.editor.focus_lines()

    # -- the same again

    def repeat_chosen(self) -> None:
        """Enter the selected requests again, as of now."""
        rows = [int(each["id"]) for each in self.require_selected("要重复的需求")]
        if rows:
            self._repeat(rows, f"已重复 {len(rows)} 单物资需求")

    def repeat_yesterday(self) -> None:
        """Enter yesterday's requests again, except where a household has asked today already."""
        ledger, scope, day = self.desk.ledger, self.scope_box.scope, self.desk.day
        before = orders(ledger, scope, first=shift(day, -1), last=shift(day, -1))
        again = {(each.household, each.items) for each in orders(ledger, scope, first=day, last=day)}
        rows = [
            each.id for each in before
            if each.status not in ENDINGS and (each.household, each.items) not in again
        ]  # fmt: skip
        if rows:
            self._repeat(rows, f"已把昨日的 {len(rows)} 单需求再登记一次")
        else:
            self.desk.shell.say("昨日没有可以重复的需求，或今日都已登记过。", "warn")

    def _repeat(self, rows: list[int], said: str) -> None:
        at = present(self.desk.day)
        new = self.desk.act("重复物资需求", partial(repeat, rows=rows, at=at), said=said)
        if new:
            self._show_new(new)

    def _show_new(self, rows: list[int]) -> None:
        if self.parts.chosen not in ("open", "all"):
            self.parts.show("open")
            self.load()
        self.rows.select([row for row in rows if row in self._entries])
