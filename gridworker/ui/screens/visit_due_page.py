"""到期走访: who is to be visited on the working day, the longest overdue first; each recorded in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.care_kinds import kinds_in_order
from gridworker.ledger.masks import mask_phone
from gridworker.ledger.scope import WHOLE
from gridworker.ledger.visits import CarePerson, due_visits
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.screens.visit_panel import QUICK, VisitPanel
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles

STATES = {"now": "应走访", "overdue": "逾期", "due": "今天", "coming": "7 天内"}
AHEAD = 7  # days
ALL_KINDS = "全部类别"
AGREED = "约定回访"
"""What stands in the place of a kind for those who belong to none."""

_TAGS = {"overdue": "late", "due": "due", "coming": "waiting"}
_COLUMNS = (
    GridColumn("when", "状态", 5, sortable=False),
    GridColumn("address", "地址", 11, stretch=True, sortable=False),
    GridColumn("name", "姓名", 4.5),
    GridColumn("age", "年龄", 2.8, align="center"),
    GridColumn("phone", "电话", 7.5, sortable=False),
    GridColumn("kinds", "重点人群", 9, stretch=True),
    GridColumn("last_on", "上次走访", 6, show=lambda day: day or "从未"),
    GridColumn("due_on", "应走访日", 6),
)
_EMPTY = (
    "没有要走访的人。重点人群在“重点人群”页里归类，\n"
    "几天走访一次在“设置 → 走访频次”里定。"
)  # fmt: skip


class VisitDuePage(Page):
    """The list by urgency with its filters; Enter opens the form of a visit beside it."""

    def build(self) -> None:
        self.whole = False
        self.panel: VisitPanel | None = None
        self._people: dict[int, CarePerson] = {}
        self._build_foot()
        self._card = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        self._card.pack(side="left", fill="both", expand=True)
        self._source = ListSource(_COLUMNS, tag=lambda row: row["tag"])
        hooks = GridHooks(open=self._open_row)
        self.rows = Grid(self._card, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.rows.remember(self.desk.settings.lists, "visits-due")
        self.rows.pack(fill="both", expand=True)
        self._build_bar()

    def _build_bar(self) -> None:
        bar = self.rows.bar
        self.rows.filter_box.configure(width=9)
        self.parts = Segments(bar, STATES, "now", lambda key: self._choose())
        self.parts.pack(side="left", padx=(0, GAP))
        self.kind_box = ttk.Combobox(bar, state="readonly", width=10, height=16)
        self.kind_box.set(ALL_KINDS)
        self.kind_box.bind("<<ComboboxSelected>>", lambda event: self._choose())
        self.scope_box = ScopeBox(bar, self._choose, width=9)
        self._show_filters()

    def _show_filters(self) -> None:
        """Beside an open form there is no room for them."""
        for box in (self.kind_box, self.scope_box):
            if self.panel is None:
                box.pack(side="left", padx=(0, GAP // 2))
            else:
                box.pack_forget()

    def _build_foot(self) -> None:
        foot = ttk.Frame(self, style=Styles.GROUND)
        foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        buttons: tuple[tuple[str, Callable[[], object]], ...] = (
            ("登记走访 Enter", self.record), ("住户卡 Ctrl+O", self.show_home),
            ("完整电话 F4", lambda: self.show_phones(None)),
        )  # fmt: skip
        for words, command in buttons:
            ttk.Button(foot, text=words, command=command, style=Styles.GROUND_BUTTON).pack(
                side="left", padx=(0, GAP)
            )
        ttk.Label(foot, text="Shift+↓ 或 Ctrl+A 选多人，一起登记", style=Styles.GROUND_MUTED).pack(
            side="left"
        )
        ttk.Button(foot, text="报表 Ctrl+P", command=self.go_to_report, style=Styles.GROUND_BUTTON).pack(
            side="right"
        )

    # -- Page

    def load(self) -> None:
        ledger, day = self.desk.ledger, self.desk.day
        self.scope_box.offer(ledger)
        found = due_visits(ledger, day, self.scope_box.scope, ahead=AHEAD)
        kinds = kinds_in_order(kind for person in found for kind in _kinds(person))
        self.kind_box.configure(values=[ALL_KINDS, *kinds])
        if self.kind_box.get() not in kinds:
            self.kind_box.set(ALL_KINDS)
        chosen = self.kind_box.get()
        found = [person for person in found if chosen == ALL_KINDS or chosen in _kinds(person)]
        for key, words in STATES.items():
            self.parts.say(key, f"{words} {sum(_in_state(person, key) for person in found):,}")
        self._people = {person.key: person for person in found if _in_state(person, self.parts.chosen)}
        self._show()

    def enter(self) -> None:
        self._take_keyboard()

    def leave(self) -> None:
        self.show_phones(False)

    def open(self, **what: Any) -> None:
        """List those in a `state` (now, overdue, due, coming) of a `kind` in a `scope`."""
        state = str(what.get("state") or "now")
        self.parts.show(state if state in STATES else "now")
        self.kind_box.set(str(what.get("kind") or ALL_KINDS))
        self.scope_box.choose(what.get("scope") or WHOLE)
        self.rows.set_filter("")
        self.load()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        words = {f"<Control-Key-{number + 1}>": partial(self.say, number) for number in range(len(QUICK))}
        return words | {
            "<F4>": lambda: self.show_phones(None),
            "<Control-o>": self.show_home,
            "<Control-p>": self.go_to_report,
            "<Control-s>": self.save,
            "<Escape>": self.back,
        }

    # -- actions

    def record(self) -> None:
        """Open the form for the selected people, unless another has unsaved changes."""
        chosen = [self._people[key] for key in self.rows.selected()]
        if not chosen:
            self.desk.shell.say("请先选择走访的人。", "warn")
        elif self.panel is not None and self.panel.editor.unsaved:
            self.panel.editor.warn()
        else:
            self._close_panel()
            self.panel = VisitPanel(self, self.desk, chosen, self._done)
            self.panel.pack(side="right", fill="y", padx=(GAP, 0), before=self._card)
            self._show_filters()

    def say(self, number: int) -> None:
        """Put a quick word into the form."""
        if self.panel is not None:
            self.panel.say(number)

    def save(self) -> None:
        """Keep what stands in the form."""
        if self.panel is not None:
            self.panel.editor.save()

    def back(self) -> None:
        """Leave the form, or clear the filter."""
        if self.panel is not None:
            self.panel.editor.leave()
        elif self.rows.filter_text:
            self.rows.set_filter("")

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        wanted = not self.whole if whole is None else whole
        if wanted != self.whole:
            self.whole = wanted
            self._show()

    def show_home(self) -> None:
        """Go to the card of the current row."""
        person = self._people.get(self.rows.current() or 0)
        if person is not None and person.resident is not None:
            self.desk.shell.go("people", resident=person.resident)
        elif person is not None:
            self.desk.shell.go("people", household=person.household)

    def go_to_report(self) -> None:
        """Go to the register of 重点人群, for the building that is looked at."""
        scope = self.scope_box.scope
        self.desk.shell.go("reports", report="care", **({} if scope == WHOLE else {"scope": scope}))

    # -- inside

    def _choose(self) -> None:
        self.kind_box.selection_clear()
        self.load()
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Somebody is selected, so that every key has somebody to act on."""
        if self.rows.current() is not None and not self.rows.selected():
            self.rows.view.move(self.rows.view.cursor)
        self.rows.focus_rows()

    def _open_row(self, key: int) -> None:
        if key not in self.rows.selected():
            self.rows.select([key])
        self.record()

    def _done(self) -> None:
        """Recorded or left: go on with whoever is next."""
        self._close_panel()
        self.rows.view.move(min(self.rows.view.cursor, len(self.rows.view.order) - 1))
        self.rows.focus_rows()

    def _close_panel(self) -> None:
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.destroy()
            self._show_filters()

    def _show(self) -> None:
        self._source.replace(map(self._row, self._people.values()))
        self.rows.refresh()

    def _row(self, person: CarePerson) -> Mapping[str, Any]:
        phones = person.phones if self.whole else map(mask_phone, person.phones)
        late = f"逾期 {person.overdue_days} 天"
        name = person.name if person.resident is not None else f"{person.name}（全户）"
        return {
            "id": person.key, "tag": _TAGS.get(person.state, ""), "address": person.address.display,
            "name": name, "age": person.age, "phone": " ".join(phones), "kinds": "、".join(_kinds(person)),
            "last_on": person.last_on, "due_on": person.due_on,
            "when": late if person.overdue_days else "今天" if person.state == "due" else "将到期",
        }  # fmt: skip


def _kinds(person: CarePerson) -> tuple[str, ...]:
    return person.kinds or (AGREED,)


def _in_state(person: CarePerson, key: str) -> bool:
    return person.state in ("overdue", "due") if key == "now" else person.state == key
