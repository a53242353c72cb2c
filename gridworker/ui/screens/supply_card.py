"""The card of one request: what, for whom, until when, and every step with its time and person."""

from __future__ import annotations

import tkinter

import ttkbootstrap as ttk

from gridworker.ledger.supplies import Limits, Line, Order, due_at, hours_to_door, overdue_hours
from gridworker.ui.card_text import CardText
from gridworker.ui.desk import Desk
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.supply_source import (
    URGENCY,
    hours_words,
    order_tag,
    short,
    total_words,
    urgency_words,
    yuan,
)  # fmt: skip
from gridworker.ui.theme import BOLD, GAP, SECTION, SMALL, colours, text_width

_HEADINGS = 5  # Chinese characters left of the values
_FACTS = (
    "requester",
    "phone",
    "id_number",
    "channel",
    "merchant",
    "order_number",
    "handler",
    "note",
    "source",
)
_PERSONAL = ("phone", "id_number")
_NOTHING = "选中一单，这里显示物品、进度和每一步的时间。"


class OrderCard(ttk.Frame):
    """One request written out; numbers are masked until `whole`."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.text = CardText(self, padx=0, takefocus=False)
        self.text.pack(side="left", fill="both", expand=True)
        self.text.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    def show(self, found: list[Order], limits: Limits, now: str, *, whole: bool) -> None:
        """Write out the request, or how many there are and what they come to."""
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        if not found:
            self._say(_NOTHING, "muted")
        elif len(found) > 1:
            self._write_many(found)
        else:
            self._write(found[0], limits, now, whole=whole)
        self.text.configure(state="disabled")

    def _dress(self) -> None:
        palette, values = colours(), text_width(self, "国") * _HEADINGS
        self.text.configure(
            background=palette.card, foreground=palette.ink, selectbackground=palette.select,
            selectforeground=palette.ink,
        )  # fmt: skip
        self.text.tag_configure("title", font=SECTION, spacing3=GAP // 2)
        self.text.tag_configure("bold", font=BOLD)
        self.text.tag_configure("muted", font=SMALL, foreground=palette.muted)
        self.text.tag_configure("head", font=BOLD, spacing1=GAP, spacing3=GAP // 2)
        self.text.tag_configure("fact", tabs=(values,), lmargin2=values, spacing1=1)
        self.text.tag_configure("line", lmargin2=GAP, spacing1=2)
        for tone in ("good", "warn", "bad", "quiet", "info"):
            self.text.tag_configure(tone, foreground=palette.tone(tone))
        self.text.tag_raise("sel")

    # -- writing

    def _write_many(self, found: list[Order]) -> None:
        self._say(f"已选 {len(found)} 单\n", "title")
        known = [each.total for each in found if each.total is not None]
        self._say(f"合计 {yuan(sum(known)) if known else '—'} 元\n")
        for status in dict.fromkeys(each.status for each in found):
            count = sum(each.status == status for each in found)
            self._say(f"{status}\t{count} 单\n", "fact")

    def _write(self, found: Order, limits: Limits, now: str, *, whole: bool) -> None:
        self._say(f"{found.address.display}\n", "title")
        self._write_state(found, limits, now)
        self._say(f"物品　合计 {total_words(_total(found))} 元\n", "head")
        for line in found.lines:
            self._write_line(line, found)
        self._say("流转\n", "head")
        for step in found.steps:
            self._say(f"{short(step.at)}　{step.status}", "line")
            self._say(f"　{step.person or ''}\n", "muted")
            if step.note:
                self._say(f"　{step.note}\n", "muted", "line")
        self._write_facts(found, limits, whole=whole)

    def _write_state(self, found: Order, limits: Limits, now: str) -> None:
        over = overdue_hours(limits, found, now)
        status = STATUS[order_tag(found, late=over is not None)]
        late = f"　超时 {hours_words(over)}" if over is not None else ""
        self._say(f"{status.mark} {found.status}{late}", status.tone)
        if found.urgency in URGENCY:
            self._say(f"　{urgency_words(found.urgency)}", "warn", "bold")
        if (hours := hours_to_door(found)) is not None:
            self._say(f"　用时 {hours:.1f} 小时", "muted")
        self._say("\n")

    def _write_line(self, line: Line, found: Order) -> None:
        price = f"　{yuan(line.price)} 元" if line.price is not None else "　没有单价"
        self._say(f"{line.item}×{line.quantity}{line.unit or ''}", "line", "bold")
        self._say(price, "muted")
        if line.arrived and found.is_open:
            tone = "good" if line.arrived == line.quantity else "warn"
            self._say(f"　已到 {line.arrived}/{line.quantity}", tone)
        self._say("\n")

    def _write_facts(self, found: Order, limits: Limits, *, whole: bool) -> None:
        self._say("登记\n", "head")
        register = self._desk.ledger.register("supply")
        self._fact("登记时间", found.requested_at[:16])
        promised = "（承诺）" if found.promised_at else ""
        self._fact("应送达", due_at(limits, found)[:16] + promised)
        for key in _FACTS:
            field, value = register.field(key), getattr(found, key)
            if value is not None:
                hidden = key in _PERSONAL and not whole
                self._fact(field.heading, field.mask(value) if hidden else field.show(value))
        for field in register:
            if field.own and found.own.get(field.key) is not None:
                self._fact(field.heading, field.show(found.own[field.key]))
        if found.chain:
            self._fact("接龙", f"{found.chain} 第 {found.chain_line} 行")

    def _fact(self, heading: str, value: str) -> None:
        self._say(heading, "muted", "fact")
        self._say(f"\t{value}\n", "fact")

    def _say(self, words: str, *tags: str) -> None:
        self.text.insert("end", words, tags)


def _total(found: Order) -> tuple[int, int] | None:
    return None if found.total is None else (found.total, found.unpriced)
