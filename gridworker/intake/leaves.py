"""Leave periods that an import of 两点一线 names beside its people (休假开始, 休假结束)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gridworker.intake.entries import Entry
from gridworker.intake.problems import ERROR
from gridworker.intake.records import Record
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row

_FOREVER = "9999-12-31"


class Leaves:
    """All leave in the ledger, and what the rows of an import add to it or change."""

    def __init__(self, ledger: Ledger) -> None:
        self._register = ledger.register("leave")
        self._stored: dict[int, list[Row]] = defaultdict(list)
        for row in ledger.rows("leave"):
            self._stored[row["worker"]].append(row)
        self._of: dict[Entry, list[Row]] = {}
        self._changed: dict[int, Row] = {}
        self._new: list[tuple[Entry, Row]] = []

    def take(self, record: Record, entry: Entry) -> None:
        """Note the leave that a row names, if any; a row that changes nothing else then updates."""
        said = dict(record.of("leave"))
        if not said:
            return
        problem = self._register.problems({"worker": 0, "to_day": None, **said})
        if problem:
            key, text = next(iter(problem.items()))
            self._refuse(record, "leave_to", f"休假：{self._register.field(key).heading}{text}")
        elif self._keep(record, entry, said) and record.action == "unchanged":
            record.action = "updated"

    @staticmethod
    def _refuse(record: Record, key: str, text: str) -> None:
        record.report(key, f"{text}，这段休假没有登记", ERROR, "bad-value")

    def _keep(self, record: Record, entry: Entry, said: dict[str, Any]) -> bool:
        if entry not in self._of:
            self._of[entry] = [dict(row) for row in self._stored.get(entry.row, ())]
        leaves = self._of[entry]
        same = next((leave for leave in leaves if leave["from_day"] == said["from_day"]), None)
        if same is not None and said.get("to_day") in (None, same.get("to_day")):
            return False
        other = next((leave for leave in leaves if leave is not same and _overlap(leave, said)), None)
        if other is not None:
            until = f"至 {other['to_day']}" if other.get("to_day") else "起（未销假）"
            self._refuse(record, "leave_from", f"与已登记的休假（{other['from_day']} {until}）重叠")
            return False
        if same is None:
            leaves.append(said)
            self._new.append((entry, said))
        else:
            same["to_day"] = said["to_day"]
            if "id" in same:
                self._changed[same["id"]] = {"to_day": said["to_day"]}
        return True

    def write(self, ledger: Ledger) -> None:
        """Write them inside a change, after the people they belong to."""
        rows = [{**values, "worker": entry.row} for entry, values in self._new]
        if rows:
            ledger.create_many("leave", rows, checked=True)
        for row, changes in self._changed.items():
            ledger.update("leave", row, changes)


def _overlap(one: Row, other: Row) -> bool:
    first: bool = one["from_day"] <= (other.get("to_day") or _FOREVER)
    second: bool = other["from_day"] <= (one.get("to_day") or _FOREVER)
    return first and second
