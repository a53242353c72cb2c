"""老年人疫苗接种: how many of 60 and over have how many doses; the reasons of the others are typed here."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.residing import own_values
from gridworker.ledger.vaccination import (
    MONTHS_SETTING,
    OLDEST,
    UNTOLD,
    Elder,
    Standing,
    booster_months,
    tally,
    vaccination,
)
from gridworker.ui.desk import Desk
from gridworker.ui.grid import GridColumn
from gridworker.ui.popup import Popup
from gridworker.ui.screens.care_part import CarePart, Group
from gridworker.ui.screens.due_reasons import choose_reason
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.theme import GAP, Styles

REASONS = ("基础疾病", "过敏史", "近期患病", "行动不便", "本人不愿接种", "家属不同意", "暂时外出", "其他")
"""Offered beside those that the ledger knows already."""
WORDS: dict[Standing, str] = {
    "none": "未接种", "unknown": "剂次未登记", "boost": "应加强", "undated": "末次日期未登记",
    "waiting": "未到加强时间", "complete": "已完成",
}  # fmt: skip
_TAGS: dict[Standing, str] = {"none": "missed", "unknown": "warn", "boost": "due", "undated": "warn"}
_MONTHS = ("3", "6", "9", "12")
_TYPED = ("doses", "dosed_on", "no_dose_reason")

Test = Callable[[Elder], bool]


class CareDoses(CarePart):
    """Doses, standings and reasons with their numbers; the people of one, with cells to type in."""

    key = "doses"
    group_columns = (
        GridColumn("words", "项目", 7.2, stretch=True, sortable=False),
        GridColumn("people", "60岁+", 2.8, align="right", sortable=False),
        GridColumn("oldest", "80岁+", 2.8, align="right", sortable=False),
    )
    left_width = 18
    empty = "没有这样的老年人。\n满60岁的人按出生日期自动列入；还没有居民时，请先在“台账”里登记或导入。"

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        on_part: Callable[[str], None],
        on_scope: Callable[[], None],
    ) -> None:
        self.edit = self._edit
        self._elders: list[Elder] = []
        self._tests: dict[int, Test] = {}
        self._numbers: dict[str, int] = {}  # a group keeps its number wherever it stands
        self._kept: set[int] = set()  # just typed into: they stay in sight until another group is chosen
        super().__init__(parent, desk, on_part, on_scope)
        self._reason_button = self.add_button("未接种原因 Ctrl+R", self.give_reason)
        self.add_button("住户卡 Ctrl+O", self.show_home)
        ttk.Label(self.foot, text="剂次、日期、原因直接输入", style=Styles.MUTED).pack(side="left")
        self._build_months()

    def _build_months(self) -> None:
        bar = self.rows.bar
        ttk.Label(bar, text="末次接种满", style=Styles.MUTED).pack(side="left")
        self.months_box = ttk.Combobox(bar, state="readonly", width=3, values=_MONTHS)
        self.months_box.pack(side="left", padx=GAP // 2)
        self.months_box.bind("<<ComboboxSelected>>", lambda event: self._set_months())
        ttk.Label(bar, text="个月应加强", style=Styles.MUTED).pack(side="left")

    # -- showing

    def columns(self) -> Iterable[GridColumn]:
        register = self.desk.ledger.register("resident")
        doses, dosed_on, reason = (register.field(key) for key in _TYPED)
        return (
            GridColumn("standing", "状态", 6.2, sortable=False),
            GridColumn("address", "地址", 10, stretch=True, sortable=False),
            GridColumn("name", "姓名", 4.5),
            GridColumn("age", "年龄", 2.8, align="center"),
            GridColumn("phone", "电话", 7.5, sortable=False),
            GridColumn("doses", "剂次", 2.8, align="center", editable=True, show=doses.show),
            GridColumn("dosed_on", "末次接种", 6, editable=True, show=dosed_on.show),
            GridColumn("no_dose_reason", "未接种原因", 8, editable=True, stretch=True, show=reason.show),
            *own_columns(register),
        )

    def load(self) -> None:
        self._elders = vaccination(self.desk.ledger, self.desk.day, self.scope_box.scope)
        self.months_box.set(str(booster_months(self.desk.ledger)))
        groups = dict(self._groups())
        if self.chosen in self._tests:  # its last person may just have been given another reason
            words = next(words for words, number in self._numbers.items() if number == self.chosen)
            groups.setdefault(words, self._tests[self.chosen])
        for words in groups:
            self._numbers.setdefault(words, len(self._numbers) + 1)
        self._tests = {self._numbers[words]: test for words, test in groups.items()}
        self.show_groups([self._counted(words, test) for words, test in groups.items()])
        self._show()

    def choose_group(self) -> None:
        self._kept.clear()
        self._show()

    def choose(self, standing: Standing) -> None:
        """List the people of this standing."""
        self.pick_group(self._numbers[WORDS[standing]])

    def _groups(self) -> Iterator[tuple[str, Test]]:
        """All, by standing, by doses, by reason."""
        yield "全部", lambda elder: True
        for standing, words in WORDS.items():
            yield words, partial(_stands, standing)
        counts = tally(self._elders)
        for doses in sorted(number for number in counts.doses if number):
            yield f"接种{doses}剂", partial(_has_doses, doses)
        for reason, _ in counts.reasons.most_common():
            yield f"原因：{reason}", partial(_has_reason, reason)

    def _counted(self, words: str, test: Test) -> Group:
        some = [elder for elder in self._elders if test(elder)]
        oldest = sum(elder.age >= OLDEST for elder in some)
        return {"id": self._numbers[words], "words": words, "people": len(some), "oldest": oldest}

    def _show(self) -> None:
        test = self._tests[self.chosen]
        self.show_people(_row(each) for each in self._elders if test(each) or each.resident in self._kept)

    def part_keys(self) -> dict[str, Callable[[], object]]:
        return {"<Control-r>": self.give_reason, "<Control-o>": self.show_home}

    # -- acting

    def give_reason(self) -> Popup | None:
        """Offer the reasons for the selected people."""
        chosen = self.require_selected()
        if not chosen:
            return None
        known = tally(self._elders).reasons
        reasons = list(dict.fromkeys([*REASONS, *(reason for reason in known if reason != UNTOLD)]))

        def give(reason: str) -> None:
            self._keep(chosen, {"no_dose_reason": reason}, f"{len(chosen)} 人未接种原因：{reason}")
            self.rows.focus_rows()

        return choose_reason(self._reason_button, reasons, give)

    def _edit(self, resident: int, column: str, text: str) -> str | None:
        """Keep one typed cell; the sentence of what is wrong when it cannot be."""
        field = self.desk.ledger.register("resident").field(column)
        try:
            value = field.parse(text)
        except ValueProblem as problem:
            return str(problem)
        if column == "doses" and isinstance(value, int) and not 0 <= value <= 9:
            return "剂次请填 0 到 9"
        if column == "dosed_on" and value is not None and str(value) > self.desk.day:
            return "末次接种日期晚于今天，请核对"
        self._keep([resident], {column: value}, f"已修改{field.heading}")
        return None

    def _keep(self, residents: Sequence[int], values: Mapping[str, Any], said: str) -> None:
        self._kept.update(residents)

        def change(ledger: Ledger) -> None:
            for resident in residents:
                ledger.update("resident", resident, values)

        self.desk.act("登记疫苗接种", change, said=said)

    def _set_months(self) -> None:
        self.months_box.selection_clear()
        months = self.months_box.get()
        self.desk.act(
            "修改加强针间隔",
            lambda ledger: ledger.set_setting(MONTHS_SETTING, months),
            said=f"末次接种满 {months} 个月应加强",
        )


def _stands(standing: Standing, elder: Elder) -> bool:
    return elder.standing == standing


def _has_doses(doses: int, elder: Elder) -> bool:
    return elder.doses == doses


def _has_reason(reason: str, elder: Elder) -> bool:
    return elder.without and (elder.reason or UNTOLD) == reason


def _row(elder: Elder) -> Mapping[str, Any]:
    return own_values(elder.own) | {
        "id": elder.resident, "tag": _TAGS.get(elder.standing, "good"), "standing": WORDS[elder.standing],
        "address": elder.address.display, "name": elder.name, "age": elder.age, "phones": elder.phones,
        "doses": elder.doses, "dosed_on": elder.dosed_on, "no_dose_reason": elder.reason,
    }  # fmt: skip
