"""两点一线, 人员与异常: everyone on the register, those with something wrong first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.closed_loop import LoopWorker, loop_workers, open_deviation
from gridworker.ledger.days import shift
from gridworker.ledger.loop_leave import end_leaves, leave_of, save_leave
from gridworker.ledger.loop_log import settle_deviation
from gridworker.ledger.scope import Scope
from gridworker.ui.grid import GridColumn
from gridworker.ui.screens.register_page import Action, Entry, RegisterPage, column_of, own_columns
from gridworker.ui.screens.task import Task, register_task

_LISTED = ("employer", "post", "pass_expires", "phone", "id_number", "work_point", "plate", "contact")


class LoopPeoplePage(RegisterPage):
    """The register with alerts in full; each alert has a key that settles it."""

    table = "closed_loop"
    noun = "两点一线人员"
    empty = "这里没有人员。\n新增按 Ctrl+N，导入名单按 Ctrl+I；已登记的人在“全部”里。"
    states: ClassVar = {
        "alert": "异常", "work": "正常", "leave": "休假", "ended": "结束", "all": "全部",
    }  # fmt: skip
    report = "closed-loop"
    import_kind = "closed-loop"

    def entries(self, scope: Scope) -> Sequence[Entry]:
        return [_entry(worker) for worker in loop_workers(self.desk.ledger, self.desk.day, scope)]

    def columns(self) -> Sequence[GridColumn]:
        fields = self.definition
        return [
            column_of(fields.field("name"), 4.6),
            GridColumn("alerts", "异常或状态", 25, stretch=True),
            *(column_of(fields.field(key)) for key in _LISTED),
            GridColumn("door", "住址", 9),
            *own_columns(fields),
        ]

    def actions(self) -> Sequence[Action]:
        return (
            ("承诺书 F6", "<F6>", self.sign),
            ("休假 F7", "<F7>", self.leave_or_return),
            ("偏离 F8", "<F8>", self.settle),
            ("户卡 F9", "<F9>", self.go_to_card),
        )

    def open(self, **what: Any) -> None:
        """Show a `row`, a `state`, or everyone with one `alert` (its words)."""
        alert = what.pop("alert", "")
        super().open(**({"state": "alert"} if alert else {}), **what)
        if alert:
            self.rows.set_filter(str(alert))

    # -- actions

    def sign(self) -> str:
        """The selected people have signed their pledge."""
        rows = [int(each["id"]) for each in self.require_selected("人员") if not each["pledge"]]

        def change(ledger: Ledger) -> None:
            for row in rows:
                ledger.update("closed_loop", row, {"pledge": 1})

        if rows:
            self.desk.act(f"签承诺书（{len(rows)} 人）", change, said=f"{len(rows)} 人的承诺书已签。")
        elif self.selected():
            self.desk.shell.say("所选的人都已签过承诺书。", "info")
        return "break"

    def leave_or_return(self) -> str:
        """Whoever is on leave is back from today on; for another one a leave is entered."""
        chosen = self.require_selected("人员")
        if not chosen:
            return "break"
        away = [int(each["id"]) for each in chosen if each["state"] == "leave"]
        if away:
            self._bring_back(away)
        else:
            self.begin(_leave_task(self.desk.ledger, chosen[0], self.desk.day))
        return "break"

    def _bring_back(self, workers: Sequence[int]) -> None:
        ledger, day = self.desk.ledger, self.desk.day
        found = [leave for worker in workers if (leave := leave_of(ledger, worker, day))]
        end = partial(end_leaves, rows=found, last_day=shift(day, -1))
        self.desk.act("销假", end, said=f"{len(found)} 人从 {day} 起销假，恢复一天一检。")

    def settle(self) -> str:
        """Enter how the earliest open deviation of the selected person was settled."""
        chosen = self.require_selected("人员")
        if chosen:
            worker = int(chosen[0]["id"])
            trip = open_deviation(self.desk.ledger, worker, self.desk.day)
            if trip:
                self.begin(_settling(self.desk.ledger, trip, str(chosen[0]["name"])))
            else:
                self.desk.shell.say(f"{chosen[0]['name']}没有未处置的偏离。", "info")
        return "break"

    def go_to_card(self) -> str:
        """Go to the household card of the selected person."""
        for each in self.require_selected("人员")[:1]:
            if each["resident"]:
                self.desk.shell.go("people", resident=each["resident"])
            else:
                self.desk.shell.say(f"{each['name']}不住在本台账里，没有住户卡。", "info")
        return "break"


def _entry(worker: LoopWorker) -> Entry:
    tone = worker.alerts[0].tone if worker.alerts else "good" if worker.state == "work" else "quiet"
    return {
        **worker.row,
        "state": worker.state,
        "tag": tone,
        "alerts": "、".join(alert.text for alert in worker.alerts) or worker.said,
        "door": worker.address.display if worker.address else "",
    }


def _leave_task(ledger: Ledger, person: Entry, day: str) -> Task:
    """A leave of this person; who it is stands in the heading."""
    worker = int(person["id"])
    task = register_task(
        ledger, "leave", None, noun="休假", values={"from_day": day}, first="to_day", hidden=("worker",)
    )  # fmt: skip

    def save(ledger: Ledger, values: Row) -> None:
        save_leave(ledger, values | {"worker": worker})

    return replace(task, heading=f"{person['name']}休假", save=save)


def _settling(ledger: Ledger, trip: Row, name: str) -> Task:
    """What was done about one deviation."""
    register = ledger.register("trip")
    shown = (
        replace(register.field("deviation"), required=True),
        replace(register.field("settled"), required=True),
    )

    def save(ledger: Ledger, values: Row) -> None:
        ledger.update("trip", trip["id"], {"deviation": values["deviation"]})
        settle_deviation(ledger, trip["id"], values["settled"])

    return Task(
        heading=f"{name} {trip['day'][5:]} 偏离",
        register=replace(register, fields=shown, check=None),
        values=trip,
        label="登记偏离处置",
        save=save,
        said=lambda values: f"{name} {trip['day'][5:]} 的偏离已处置",
        first="settled",
    )
