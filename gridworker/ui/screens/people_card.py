"""The right of 台账: the chosen household with its members, and what is known of one of them."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import NoSuchRow
from gridworker.ledger.browsing import PRESENT
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import age_on, brief
from gridworker.ledger.dossier import Dossier, dossier, last_samples, story
from gridworker.ui.card_text import CardText
from gridworker.ui.desk import Desk
from gridworker.ui.palette import STATUS, Tone
from gridworker.ui.screens.card_services import Entry, order_lines, visit_lines
from gridworker.ui.screens.moment_box import present
from gridworker.ui.theme import BOLD, GAP, SECTION, SMALL, colours, text_width

_ON_MEMBER_LINE = {"household", "name", "relation", "sex", "id_number", "phone", "presence"}
_HEADINGS = 7  # Chinese characters left of the values
_LATEST_CHANGES = 12
_RESULT_STATUS = {"阴性": "negative", "阳性": "positive", "可疑": "warn", "无效": "bad", "待出": "waiting"}
_NOTHING = "选中一行，这里显示这一户。"


class HouseholdCard(ttk.Frame):
    """One household written out; a click on a member, or Up and Down in the card, chooses another.

    ID and phone numbers are whole here. `on_member` hears the resident chosen in the card. Virtual event:
    `<<CardShown>>` after every writing.
    """

    def __init__(self, parent: tkinter.Misc, desk: Desk, on_member: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on_member = on_member
        self.household: int | None = None
        self.resident: int | None = None
        self._shown: Dossier | None = None
        self._build()
        self._dress()

    # -- for the screen

    def show(self, household: int | None, resident: int | None = None) -> None:
        """Write out this household with one of its members (None: the first)."""
        same = household == self.household
        self.household, self.resident = household, resident
        self._write(keep_place=same)

    @property
    def has_focus(self) -> bool:
        """Whether the card has the keyboard."""
        return self.focus_displayof() is self.text

    def reload(self) -> None:
        """The ledger changed: write it out again."""
        self._write(keep_place=True)

    @property
    def wanted_width(self) -> int:
        """How wide it must be to show an ID number and a mobile phone in one line, in pixels."""
        return text_width(self, "0" * 29 + "　", SMALL) + 4 * GAP

    @property
    def address(self) -> str:
        """The shown household's address as stored; empty when none is shown."""
        return self._shown.address.canonical if self._shown else ""

    # -- building

    def _build(self) -> None:
        self.text = CardText(self, padx=GAP, takefocus=True)
        self.text.pack(side="left", fill="both", expand=True)
        self.text.bind("<<ThemeChanged>>", lambda event: self._dress())
        self.text.bind("<Up>", lambda event: self._step(-1))
        self.text.bind("<Down>", lambda event: self._step(1))

    def _dress(self) -> None:
        palette, unit = colours(), text_width(self, "国")
        self.text.configure(
            background=palette.card, foreground=palette.ink, selectbackground=palette.select,
            selectforeground=palette.ink, inactiveselectbackground=palette.select,
        )  # fmt: skip
        values = unit * _HEADINGS
        self.text.tag_configure("title", font=SECTION, spacing3=GAP // 2)
        self.text.tag_configure("bold", font=BOLD)
        self.text.tag_configure("muted", font=SMALL, foreground=palette.muted)
        self.text.tag_configure("head", font=BOLD, spacing1=2 * GAP, spacing3=GAP // 2)
        self.text.tag_configure("fact", tabs=(values,), lmargin2=values, spacing1=1)
        self.text.tag_configure("member", lmargin1=GAP // 2, lmargin2=GAP // 2, spacing1=2, spacing3=2)
        self.text.tag_configure("chosen", background=palette.select)
        self.text.tag_configure("line", spacing1=2, lmargin2=GAP)
        for tone in ("good", "warn", "bad", "quiet", "info"):
            self.text.tag_configure(tone, foreground=palette.tone(tone))
        self.text.tag_raise("sel")

    # -- writing

    def _write(self, *, keep_place: bool) -> None:
        place = self.text.yview()[0]
        self._shown = self._read()
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        for tag in self.text.tag_names():
            if tag.startswith("m:"):
                self.text.tag_delete(tag)
        if self._shown is None:
            self._say("\n" + _NOTHING, "muted")
        else:
            self._write_home(self._shown)
            self._write_members(self._shown)
            self._write_services(self._shown.household["id"])
            self._write_person()
        self.text.configure(state="disabled")
        self.text.yview_moveto(place if keep_place else 0)
        self.event_generate("<<CardShown>>")

    def _read(self) -> Dossier | None:
        if self.household is None:
            return None
        try:
            found = dossier(self._desk.ledger, self.household)
        except NoSuchRow:
            self.household = self.resident = None
            return None
        numbers = [member["id"] for member in found.members]
        if self.resident not in numbers:
            self.resident = numbers[0] if numbers else None
        return found

    def _write_home(self, home: Dossier) -> None:
        row = home.household
        register = self._desk.ledger.register("household")
        self._say(home.address.display + "\n", "title")
        if home.status:
            status, since = home.status
            self._say(f"管控：{status}{f'（自 {since}）' if since else ''}\n", "warn")
        for field in register:
            if field.key not in ("place", "room") and row.get(field.key) is not None:
                self._fact(field.heading, field.show(row[field.key]))
        if home.place["grid"]:
            self._fact("网格", home.place["grid"])
        for field in self._desk.ledger.register("place"):
            if field.own and home.place.get(field.key) is not None:
                self._fact(field.heading, field.show(home.place[field.key]))

    def _write_members(self, home: Dossier) -> None:
        here = sum(member["presence"] == PRESENT for member in home.members)
        count = f"成员 {len(home.members)} 人" + ("" if here == len(home.members) else f"，在住 {here} 人")
        self._say(f"{count}\n", "head")
        if not home.members:
            self._say("还没有成员。按 Ctrl+N 新增。\n", "muted")
        for member in home.members:
            self._write_member(member)

    def _write_member(self, member: Row) -> None:
        tag = f"m:{member['id']}"
        chosen = ("chosen",) if member["id"] == self.resident else ()
        age = age_on(member["born"], self._desk.day)
        facts = (member["relation"], member["sex"], None if age is None else f"{age}岁")
        self._say(f"{member['name']}　", "bold", "member", tag, *chosen)
        self._say("　".join(filter(None, facts)), "member", tag, *chosen)
        if member["presence"] != PRESENT:
            self._say(f"　{STATUS['quiet'].mark} {member['presence']}", "quiet", "member", tag, *chosen)
        numbers = "　".join(filter(None, (member["id_number"], member["phone"])))
        self._say(f"\n{numbers or '没有证件号码和电话'}\n", "muted", "member", tag, *chosen)
        self.text.tag_bind(tag, "<Button-1>", partial(self._clicked, member["id"]))

    def _write_services(self, household: int) -> None:
        """Supplies and visits; a click on one goes to it."""
        ledger, now = self._desk.ledger, present(self._desk.day)
        for heading, entries in (
            ("物资需求　F8 登记", order_lines(ledger, household, now)),
            ("走访　F9 登记", visit_lines(ledger, household)),
        ):
            self._say(f"{heading}\n", "head")
            found = list(entries)
            if not found:
                self._say("没有记录。\n", "muted")
            for entry in found:
                self._write_entry(entry)

    def _write_entry(self, entry: Entry) -> None:
        tag = f"m:{entry.screen}{entry.what['row']}"
        self._say(f"{self._short(entry.at)}　{entry.text}　", "line", tag)
        self._say(f"{entry.state}\n", entry.tone, tag)
        self.text.tag_bind(tag, "<Button-1>", lambda event: self._desk.shell.go(entry.screen, **entry.what))

    def _write_person(self) -> None:
        """The chosen member: what the member line leaves out, the last samples, what changed."""
        person = (
            next((m for m in self._shown.members if m["id"] == self.resident), None) if self._shown else None
        )
        if person is None:
            return
        self._say(f"{person['name']}的资料\n", "head")
        for field in self._desk.ledger.register("resident"):
            value = person.get(field.key)
            if field.key not in _ON_MEMBER_LINE and value is not None:
                self._fact(field.heading, field.show(value))
        self._write_samples(person)
        self._write_story(person)

    def _write_samples(self, person: Row) -> None:
        samples = last_samples(self._desk.ledger, person["id"])
        self._say("最近采样\n", "head")
        if not samples:
            self._say("没有采样记录。\n", "muted")
        for at, tube, result in samples:
            status = STATUS[_RESULT_STATUS.get(result or "", "quiet")]
            tone: Tone = status.tone
            self._say(f"{self._short(at)}　", "line")
            self._say(f"{status.mark} {result or '—'}", tone)
            self._say(f"　{tube or '无管号'}\n", "muted")

    def _short(self, at: str) -> str:
        """A moment to the minute, without the year where it is the working day's."""
        return brief(at, self._desk.day)

    def _write_story(self, person: Row) -> None:
        entries = story(self._desk.ledger, "resident", person["uid"])
        self._say("改动记录\n", "head")
        for at, who, what in entries[:_LATEST_CHANGES]:
            self._say(f"{self._short(at)}　{who}\n", "muted", "line")
            self._say(f"{what}\n", "line")
        if len(entries) > _LATEST_CHANGES:
            self._say(f"更早还有 {len(entries) - _LATEST_CHANGES} 条。\n", "muted")

    def _fact(self, heading: str, value: str) -> None:
        self._say(heading, "muted", "fact")
        self._say(f"\t{value}\n", "fact")

    def _say(self, words: str, *tags: str) -> None:
        self.text.insert("end", words, tags)

    # -- choosing a member

    def _clicked(self, resident: int, event: tkinter.Event[Any]) -> None:
        self.text.focus_set()
        self._choose(resident)

    def _step(self, step: int) -> str:
        numbers = [member["id"] for member in self._members()]
        if self.resident in numbers:
            at = numbers.index(self.resident) + step
            if 0 <= at < len(numbers):
                self._choose(numbers[at])
        return "break"

    def _members(self) -> Iterable[Row]:
        return self._shown.members if self._shown else ()

    def _choose(self, resident: int) -> None:
        self.resident = resident
        self._write(keep_place=True)
        ranges = self.text.tag_ranges(f"m:{resident}")
        if ranges:
            self.text.see(ranges[0])
        self._on_member(resident)
