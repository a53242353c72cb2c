"""走访记录: every visit, and those whose next one is still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.scope import Scope
from gridworker.ledger.visits import visit_records
from gridworker.ui.discreet import discreet
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task, register_task

MOST = 20_000  # rows kept in memory; who wants earlier ones takes the report of a period
_WIDTHS = {"at": 8.5, "way": 3, "found": 14, "visitor": 5, "next_on": 6}
_TAGS = {"late": "late", "open": "soon"}


class VisitPage(RegisterPage):
    """The latest visits first; households and people are found by typing any part of them."""

    table = "visit"
    noun = "走访记录"
    empty = "还没有走访记录。按 Ctrl+N 新增，Ctrl+I 导入以前的表格，\n或者到“到期走访”里登记。"
    states: ClassVar = {"all": "全部", "open": "待回访", "late": "回访逾期"}
    report = "visits"
    import_kind = "visits"

    def entries(self, scope: Scope) -> Sequence[Entry]:
        return [self._entry(row) for row in visit_records(self.desk.ledger, scope, limit=MOST)]

    def columns(self) -> Sequence[GridColumn]:
        fields = {field.key: field for field in self.definition}
        at, way, found, visitor, next_on = (
            column_of(fields[key], width, stretch=key == "found") for key, width in _WIDTHS.items()
        )
        address = GridColumn("address", "地址", 11, stretch=True, sortable=False)
        return [at, address, GridColumn("who", "走访对象", 5), way, found, visitor, next_on,
                *own_columns(self.definition)]  # fmt: skip

    def task(self, row: dict[str, Any] | None) -> Task:
        ledger = self.desk.ledger
        begin = {"at": present(self.desk.day), "visitor": ledger.setting("worker") or None}
        task = register_task(ledger, self.table, row, noun=self.noun, values=begin)
        rules = replace(
            task.register,
            fields=tuple(
                replace(field, required=False) if field.key == "household" else field
                for field in task.register
            ),  # the person fills it in, which a form does only where a blank is allowed
            prepare=lambda values: _with_household(ledger, values),
            check=lambda values: _problems(ledger, values),
        )
        return replace(task, register=rules)

    def actions(self) -> Sequence[Action]:
        return (("住户卡 Ctrl+O", "<Control-o>", self.show_home),)

    def show_home(self) -> None:
        """Go to the card of the household that was visited."""
        for entry in self.require_selected("走访记录")[:1]:
            if entry["resident"]:
                self.desk.shell.go("people", resident=entry["resident"])
            else:
                self.desk.shell.go("people", household=entry["household"])

    def load(self) -> None:
        super().load()
        if len(self._entries) == MOST:
            self.desk.shell.say(f"这里只列最近的 {MOST:,} 条，更早的请看报表。", "info")

    def _masked(self, entry: Entry) -> Entry:
        """People note phones in what they found."""
        return entry if self.whole else {**entry, "found": discreet(str(entry["found"] or ""))}

    def _entry(self, row: Row) -> Entry:
        state = "" if not row["open"] else "late" if row["next_on"] < self.desk.day else "open"
        address = Address(row["community"], row["building"], row["unit"], row["room"])
        who = row["name"] or "全户"
        return {**row, "state": state, "tag": _TAGS.get(state, ""), "address": address.display, "who": who}


def _with_household(ledger: Ledger, values: Row) -> Row:
    """Who is visited tells which household."""
    person = ledger.find("resident", values["resident"]) if values.get("resident") else None
    return values | {"household": values.get("household") or (person and person["household"])}


def _problems(ledger: Ledger, values: Mapping[str, Any]) -> dict[str, str]:
    if not values.get("household"):
        return {"household": "必须填写"}
    person = ledger.find("resident", values["resident"]) if values.get("resident") else None
    if person and person["household"] != values["household"]:
        return {"resident": f"{person['name']}不住在所选的这一户，请核对"}
    if values.get("next_on") and values.get("at") and values["next_on"] <= values["at"][:10]:
        return {"next_on": "下次走访应在这次之后，请核对"}
    return {}
