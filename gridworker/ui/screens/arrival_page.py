"""走访, 返晋来晋: who came from elsewhere, which day it is, which tests are done and which are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from gridworker.errors import ValueProblem
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.arrival_tests import read_need
from gridworker.ledger.arrivals import (
    Arrival,
    add_to_ledger,
    arrivals,
    link_known,
    record_test,
    release,
)
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.dossier import only_community
from gridworker.ledger.fields import OPEN_CHOICE, TEXT, Field
from gridworker.ledger.places import known_places
from gridworker.ledger.policy import load_policy
from gridworker.ledger.scope import Scope
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task, register_task

USUAL_NEEDS = ("三天三检", "三天两检", "五天三检", "七天五检", "一天一检")
ADDRESS = Field("address", "住址", TEXT, required=True, hint="如 和平苑3号楼2单元501，或 3-2-501")
_LISTED = {
    "from_place": None,
    "management": 9,
    "phone": None,
    "id_number": None,
    "transport": None,
    "note": None,
}
"""Columns behind the door, with their width where it is not that of the field."""


class ArrivalPage(RegisterPage):
    """The register by state; a key notes today's test, another ends the management."""

    table = "arrival"
    noun = "返晋来晋人员"
    empty = "这里没有返晋来晋人员。\n新增按 Ctrl+N，导入名单按 Ctrl+I；已解除的人在“全部”里。"
    states: ClassVar = {
        "due": "今日应检", "managed": "管理中", "ending": "今日到期", "ended": "已解除", "all": "全部",
    }  # fmt: skip
    report = "arrivals"
    import_kind = "arrivals"

    def entries(self, scope: Scope) -> Sequence[Entry]:
        return [_entry(each) for each in arrivals(self.desk.ledger, self.desk.day, scope)]

    def columns(self) -> Sequence[GridColumn]:
        fields = self.definition
        return [
            column_of(fields.field("name"), 4),
            GridColumn("said", "状态", 6),
            GridColumn("day", "天数", 3.5, sortable=False),
            GridColumn("tests_done", "检测", 8, sortable=False),
            column_of(fields.field("until"), 5.5),
            column_of(fields.field("arrived_on"), 5.5),
            GridColumn("door", "住址", 10, stretch=True),
            *(column_of(fields.field(key), width) for key, width in _LISTED.items()),
            *own_columns(fields),
        ]

    def actions(self) -> Sequence[Action]:
        return (
            ("登记检测 F7", "<F7>", self.note_test),
            ("解除 F8", "<F8>", self.end),
            ("关联或加入台账 F6", "<F6>", self.take_in),
        )

    def task(self, row: dict[str, Any] | None) -> Task:
        ledger, day = self.desk.ledger, self.desk.day
        begin = {"arrived_on": day}
        task = register_task(ledger, self.table, row, noun=self.noun, values=begin)
        register = _with_needs(ledger, task.register)
        return replace(task, register=register, save=partial(_save_and_link, task))

    # -- actions

    def note_test(self) -> str:
        """The selected people were tested today."""
        rows = [int(each["id"]) for each in self.require_selected("人员")]
        at = present(self.desk.day)

        def change(ledger: Ledger) -> int:
            return sum(record_test(ledger, row, at) for row in rows)

        if rows:
            said = f"已登记 {len(rows)} 人 {self.desk.day} 的检测。"
            if self.desk.act("登记返晋来晋检测", change, said=said) == 0:
                self.desk.shell.say("所选的人这一天都已登记过检测。", "info")
        return "break"

    def end(self) -> str:
        """Today is the last day of the selected people; who still owes tests is said."""
        chosen = self.require_selected("人员")
        rows = [int(each["id"]) for each in chosen if "ended" not in each["states"]]
        if rows:
            owing = sum(bool(each["owed"]) for each in chosen)
            more = f"其中 {owing} 人检测还没做完，请核对。" if owing else ""
            said = f"{len(rows)} 人管理到今天为止，明天起解除。{more}"
            end = partial(release, rows=rows, on=self.desk.day)
            if self.desk.act("解除返晋来晋管理", end, said=said) == 0:
                self.desk.shell.say(f"今天本来就是最后一天，明天起自动解除。{more}", "info")
        elif chosen:
            self.desk.shell.say("所选的人都已解除。", "info")
        return "break"

    def take_in(self) -> str:
        """Link the selected people to residents of their number; for the first unknown one ask the door."""
        chosen = [each for each in self.require_selected("人员") if not each["resident"]]
        if not chosen:
            if self.selected():
                self.desk.shell.say("所选的人都已关联到台账居民。", "info")
            return "break"
        rows = [int(each["id"]) for each in chosen]
        linked = self.desk.act(
            "关联台账居民", partial(link_known, rows=rows), said="按证件号码找到台账里的居民，已关联。"
        )
        if linked == 0:
            self.begin(_newcomer_task(self.desk.ledger, chosen[0]))
        return "break"


def _entry(each: Arrival) -> Entry:
    return {
        **each.row,
        "states": _states(each),
        "tag": _tag(each),
        "said": each.said,
        "day": each.day_of_days,
        "tests_done": each.tests_done,
        "owed": each.course.owed if each.course else 0,
        "door": each.door.display if each.door else "（台账外）",
    }


def _states(each: Arrival) -> frozenset[str]:
    told = {"due": each.due, "managed": each.managed, "ending": each.ends_today, "ended": each.ended}
    return frozenset(key for key, holds in told.items() if holds)


def _tag(each: Arrival) -> str:
    """The mark that stands before the row."""
    if each.ended or each.coming:
        return "quiet"
    if each.due:
        return "late" if each.missed else "due"
    if each.ends_today:
        return "soon"
    if each.problem or each.open_ended:
        return "warn"
    return "done" if each.course is not None and each.on in each.course.done else "info"


# -- forms


def _with_needs(ledger: Ledger, register: Register) -> Register:
    """Offer the usual requirements and say at once when one cannot be read."""
    cadences = load_policy(ledger).cadences
    needs: dict[str, Any] = {"kind": OPEN_CHOICE, "choices": tuple(dict.fromkeys((*USUAL_NEEDS, *cadences)))}

    def check(row: Mapping[str, Any]) -> dict[str, str]:
        found = register.check(row) if register.check else {}
        try:
            if row.get("tests"):
                read_need(row["tests"], cadences)
        except ValueProblem as problem:
            found = {"tests": str(problem), **found}
        return found

    fields = tuple(replace(field, **needs) if field.key == "tests" else field for field in register)
    return replace(register, fields=fields, check=check)


def _save_and_link(task: Task, ledger: Ledger, values: Row) -> Any:
    """Whoever bears the number and name of a resident is that resident."""
    row = task.save(ledger, values)
    link_known(ledger, [row])
    return row


def _newcomer_task(ledger: Ledger, person: Entry) -> Task:
    """Where somebody lives who came and is not in the ledger yet."""
    row = int(person["id"])

    def save(ledger: Ledger, values: Row) -> None:
        address = parse_address(str(values["address"]), default=Address(only_community(ledger)))
        if not address.community and any(place.community for place, _ in known_places(ledger)):
            raise ValueProblem("台账里不止一个小区，请写明小区。")
        add_to_ledger(ledger, row, address)

    return Task(
        heading=f"把{person['name']}加入台账",
        register=Register("newcomer", "住址", (ADDRESS,), "address"),
        values={"address": None},
        label="返晋来晋人员加入台账",
        save=save,
        said=lambda values: f"已把{person['name']}加入台账并关联。",
        first="address",
    )
