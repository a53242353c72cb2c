"""重点人群 by kind: who belongs to which, ticked by key; kinds by age count by themselves."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gridworker.ledger.book import Ledger
from gridworker.ledger.care_kinds import TICKED, set_kinds
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import LINK, Field
from gridworker.ledger.registers import CARE_KINDS
from gridworker.ledger.residing import own_values
from gridworker.ledger.visits import CarePerson, care_people
from gridworker.ui.desk import Desk
from gridworker.ui.grid import GridColumn
from gridworker.ui.popup import Popup, tick_list
from gridworker.ui.screens.care_part import CarePart
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.form_beside import FormBeside
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.task import Task

ALL = "全部重点人群"
_TAGS = {"overdue": "late", "due": "due"}


class CareKinds(FormBeside, CarePart):
    """The kinds with their numbers, and the people of one."""

    key = "people"
    group_columns = (
        GridColumn("kind", "类别", 6.6, stretch=True, sortable=False),
        GridColumn("people", "人数", 2.8, align="right", sortable=False),
        GridColumn("late", "逾期", 2.6, align="right", sortable=False, show=lambda n: str(n or "")),
    )
    left_width = 16
    empty = "这一类还没有人。按 Ctrl+N 找一个人归入重点人群，\n或选中一个人按 F2 改他的类别。"

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        on_part: Callable[[str], None],
        on_scope: Callable[[], None],
    ) -> None:
        self._people: list[CarePerson] = []
        super().__init__(parent, desk, on_part, on_scope)
        self._tick_button = self.add_button("归类 F2", self.tick)
        self.add_button("新增 Ctrl+N", self.begin_new)
        self.add_button("住户卡 Enter", self.show_home)

    # -- showing

    def columns(self) -> Iterable[GridColumn]:
        return (
            GridColumn("address", "地址", 10, stretch=True, sortable=False),
            GridColumn("name", "姓名", 4.5),
            GridColumn("age", "年龄", 2.8, align="center"),
            GridColumn("phone", "电话", 7.5, sortable=False),
            GridColumn("kinds", "重点人群", 9, stretch=True),
            GridColumn("rhythm", "频次", 3.2, align="center", show=lambda n: f"{n} 天" if n else ""),
            GridColumn("last_on", "上次走访", 6, show=lambda day: day or "从未"),
            GridColumn("due_on", "应走访日", 6),
            *own_columns(self.desk.ledger.register("resident")),
        )

    def load(self) -> None:
        self._people = care_people(self.desk.ledger, self.desk.day, self.scope_box.scope)
        named = {kind for person in self._people for kind in person.kinds}
        kinds = ["", *CARE_KINDS, *sorted(named.difference(CARE_KINDS))]
        self.show_groups([self._counted(number, kind) for number, kind in enumerate(kinds, start=1)])
        self.choose_group()

    def choose_group(self) -> None:
        self.show_people(map(_row, self._of(str(self.group()["key"]))))

    def choose(self, kind: str) -> None:
        """List the people of this kind."""
        self.pick_group(1 + CARE_KINDS.index(kind) + 1 if kind in CARE_KINDS else 1)

    def _counted(self, number: int, kind: str) -> Mapping[str, Any]:
        people = self._of(kind)
        late = sum(person.state == "overdue" for person in people)
        return {"id": number, "key": kind, "kind": kind or ALL, "people": len(people), "late": late}

    def _of(self, kind: str) -> Sequence[CarePerson]:
        return [person for person in self._people if kind in person.kinds] if kind else self._people

    def part_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<F2>": self.tick, "<Control-n>": self.begin_new, "<Control-s>": self.save, "<Escape>": self.back,
        }  # fmt: skip

    # -- acting

    def tick(self) -> Popup | None:
        """Let the kinds of the current person be ticked; every tick is kept at once."""
        current = self.rows.current()
        person = next((each for each in self._people if each.resident == current), None)
        if person is None or person.resident is None:
            self.desk.shell.say("请先选择人。", "warn")
            return None
        return tick_list(
            self._tick_button, TICKED, person.kinds, partial(self._keep, person.resident, person.name)
        )

    def _keep(self, resident: int, name: str, kinds: list[str]) -> None:
        words = "、".join(kinds) or "不归入"
        self.desk.act(
            f"重点人群：{words}（{name}）",
            lambda ledger: set_kinds(ledger, resident, kinds),
            said=f"{name}：{words}。",
        )

    def begin_new(self) -> None:
        """Find somebody who is not listed yet."""
        task = _task(self.desk.ledger, str(self.group()["key"]))
        self.begin_form(
            self.rows,
            lambda frame: EditorPane(frame, self.desk, task, on_saved=self._saved, on_closed=self.close_form),
        )

    def _saved(self, resident: int) -> None:
        self.close_form()
        if resident in self.rows.view.order:
            self.rows.select([resident])


def _task(ledger: Ledger, kind: str) -> Task:
    care = ledger.register("resident").field("care")
    fields = (
        Field("resident", "居民", LINK, link="resident", required=True, hint="输入姓名、拼音或房号"),
        replace(care, choices=TICKED, required=True, hint="按年龄和剂次的类别自动归入"),
    )
    return Task(
        heading="归入重点人群",
        register=Register("care", "重点人群", fields, label="resident"),
        values={"care": kind if kind in TICKED else None},
        label="归入重点人群",
        save=_add,
        said=lambda values: f"已归入：{values['care']}",
        first="resident",
    )


def _add(ledger: Ledger, values: Row) -> int:
    set_kinds(ledger, values["resident"], str(values["care"]).split("、"), add=True)
    return int(values["resident"])


def _row(person: CarePerson) -> Mapping[str, Any]:
    return own_values(person.own) | {
        "id": person.resident, "tag": _TAGS.get(person.state, ""), "address": person.address.display,
        "name": person.name if person.presence == "在住" else f"{person.name}（{person.presence}）",
        "age": person.age, "phones": person.phones, "kinds": "、".join(person.kinds),
        "rhythm": person.rhythm, "last_on": person.last_on, "due_on": person.due_on,
    }  # fmt: skip
