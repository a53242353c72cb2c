"""Rows of supplies to requests: which rows are one request, and which request the ledger has already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gridworker.intake.entries import only_day
from gridworker.intake.problems import ERROR, NO_TIME, WARNING
from gridworker.intake.records import Record
from gridworker.intake.supply_rows import Wanted
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.order_entry import NAMED_MEDICINE
from gridworker.ledger.supplies import ENDINGS, STATUS_PATH

_DERIVED = frozenset({"channel", "requested_at", "household", "status"})


@dataclass
class Request:
    """One request as the rows of an import say it; of one in the ledger (`stored`) what is new in it.

    `status` is where it is to be moved, at the moment `status_at` (None: now).
    """

    values: Row
    lines: dict[str, Wanted] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    status: str | None = None
    status_at: str | None = None
    stored: Row | None = None
    changes: Row = field(default_factory=dict)
    new_lines: list[Wanted] = field(default_factory=list)
    changed_lines: dict[int, Row] = field(default_factory=dict)

    @property
    def requested_at(self) -> str:
        return str(self.values["requested_at"])

    def take(self, record: Record, lines: list[Wanted]) -> None:
        """Add a row's items; one that is named again is not ordered twice."""
        self.records.append(record)
        repeated = [line for line in lines if line.item in self.lines]
        for line in lines:
            self.lines.setdefault(line.item, line)
        record.action = "unchanged" if len(repeated) == len(lines) else "added"
        if repeated:
            names = "、".join(line.item for line in repeated)
            text = f"与第 {self.records[0].row} 行是同一次需求，{names}已有，没有重复登记，请核对数量"
            record.report("name" if record.name else None, text, WARNING, "duplicate")

    def reject(self, text: str, why: str) -> None:
        """Keep the request out, and say so at its first row."""
        self.records[0].report(None, text, ERROR, why)
        for record in self.records:
            record.action = "rejected"


class Requests:
    """The requests that an import speaks of, and those of the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._stored: dict[int, list[Row]] = defaultdict(list)
        for row in ledger.rows("supply"):
            self._stored[row["household"]].append(row)
        self._lines: dict[int, dict[str, Row]] = defaultdict(dict)
        for line in ledger.rows("supply_line"):
            self._lines[line["supply"]].setdefault(line["item"], line)
        self._by_key: dict[tuple[Any, ...], Request] = {}
        self._above: Request | None = None
        self._claimed: set[int] = set()
        self._today = f"{date.today()} 00:00:00"
        self._undated: set[int] = set()

    def take(self, record: Record, values: Row, lines: list[Wanted]) -> None:
        """Add a row to its request: same door, person, time; one without a person goes on the row above."""
        status = values.pop("status", None)
        request = self._goes_on(record, values)
        if request is None:
            self._date(record, values)
            who = values.get("requester") or values.get("phone")
            key = (values["household"], who, values["requested_at"], values.get("order_number"))
            request = self._by_key.setdefault(key, Request(values))
        request.values = {**values, **request.values}
        request.status = request.status or status
        at = record.of("supply_step").get("at")
        request.status_at = request.status_at or (str(at) if at else None)
        request.take(record, lines)
        self._above = request

    def _goes_on(self, record: Record, values: Row) -> Request | None:
        above = self._above
        if above is None or record.name or record.number or record.phones:
            return None
        last = above.records[-1]
        same_table = last.source is record.source and last.row == record.row - 1
        same_time = values.get("requested_at") in (None, above.requested_at)
        same_door = above.values["household"] == values["household"]
        return above if same_table and same_time and same_door else None

    def _date(self, record: Record, values: Row) -> None:
        """A row without a time is of the day over its table, else of today.

        That is said once a table that has no such column, else at the cell.
        """
        if values.get("requested_at"):
            return
        day = record.source.day
        values["requested_at"] = f"{day} 00:00:00" if day else self._today
        said = f"标题里的 {day} " if day else "今天"
        if "requested_at" in record.source.mapping:
            record.report("requested_at", f"没有可用的登记时间，已按{said}登记", WARNING, NO_TIME)
        elif id(record.source.table) not in self._undated:
            self._undated.add(id(record.source.table))
            record.report(None, f"表里没有登记时间一栏，各行都按{said}登记", WARNING, NO_TIME)

    def changing(self) -> list[Request]:
        """The requests that are to be written."""
        return [
            each
            for each in self._by_key.values()
            if any(record.action in ("added", "updated") for record in each.records)
        ]

    def decide(self) -> None:
        """Say of every row what happens to it."""
        for request in self._by_key.values():
            self._require_buyer(request)
            if request.records[0].action == "rejected":
                continue
            request.stored = self._find(request)
            self._settle_status(request)
            if request.stored is not None:
                self._claimed.add(request.stored["id"])
                self._compare(request, request.stored)

    @staticmethod
    def _require_buyer(request: Request) -> None:
        """一退两抗药品 needs the buyer's name and ID number, if need be as the ledger knows them."""
        if all(line.values.get("category") != NAMED_MEDICINE for line in request.lines.values()):
            return
        known = next((record.known for record in request.records if record.known), None)
        if known:
            request.values.setdefault("requester", known.name)
            if known.number:
                request.values.setdefault("id_number", known.number)
        if not (request.values.get("requester") and request.values.get("id_number")):
            text = "购买一退两抗药品要登记购买人的姓名和证件号码，这一单没有导入。请补上姓名和证件号码"
            request.reject(text, "no-buyer")

    def _find(self, request: Request) -> Row | None:
        """The ledger's request of the same door, person, day and items; not one that is another's already."""
        near = [(self._closeness(row, request), row) for row in self._stored[request.values["household"]]]
        best = max(near, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] else None

    def _closeness(self, row: Row, request: Request) -> int:
        said = request.values
        different = any(
            said.get(key) and row.get(key) and said[key] != row[key] for key in ("requester", "order_number")
        )
        if row["id"] in self._claimed or different or row["requested_at"][:10] != said["requested_at"][:10]:
            return 0
        same_moment = row["requested_at"] == said["requested_at"]
        if not same_moment and not (only_day(row["requested_at"]) or only_day(said["requested_at"])):
            return 0
        items, wanted = self._lines[row["id"]].keys(), request.lines.keys()
        same_person = row.get("requester") == said.get("requester")
        return 1 + same_moment + 2 * same_person + 4 * (items == wanted) if items & wanted else 0

    def _compare(self, request: Request, stored: Row) -> None:
        """Collect what is new in a request that the ledger has, row by row."""
        said = {key: value for key, value in request.values.items() if key not in _DERIVED}
        if any("channel" in record.of("supply") for record in request.records):
            said["channel"] = request.values["channel"]
        request.changes = {key: value for key, value in said.items() if stored.get(key) != value}
        lines = self._lines[stored["id"]]
        for item, line in request.lines.items():
            if item not in lines:
                request.new_lines.append(line)
                continue
            changes = {key: value for key, value in line.said.items() if lines[item].get(key) != value}
            if changes:
                request.changed_lines[lines[item]["id"]] = changes
        new = request.changes or request.new_lines or request.changed_lines or request.status
        for position, record in enumerate(request.records):
            record.action = "updated" if new and not position else "unchanged"

    @staticmethod
    def _settle_status(request: Request) -> None:
        """Move only forward: a table kept aside does not take back what the ledger knows to be done."""
        before = request.stored["status"] if request.stored else STATUS_PATH[0]
        wanted = request.status
        first = request.records[0]
        if request.status_at and request.status_at < request.requested_at:
            first.report("step_at", "早于登记时间，没有采用，请核对", ERROR, "bad-value")
            request.status_at = None
        if wanted and not _is_forward(before, wanted):
            request.status = None
            if wanted != before:
                text = f"台账里这一单已是“{before}”，没有改为“{wanted}”"
                first.report("status", text, WARNING, "status-kept")


def _is_forward(before: str, wanted: str) -> bool:
    """Whether a step leads on; an end is one for what is still open only."""
    if before not in STATUS_PATH[:-1]:
        return False
    return wanted in ENDINGS or STATUS_PATH.index(wanted) > STATUS_PATH.index(before)
