"""What the lists of tracing show: records, and the people of one with the steps taken for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridworker.ledger.masks import mask_phone
from gridworker.ledger.tracing import STEPS, TracePerson, TraceRow
from gridworker.ui.grid import GridColumn, ListSource
from gridworker.ui.screens.tubes_source import when

TRACE_COLUMNS = (
    GridColumn("tube", "管号", 6, stretch=True),
    GridColumn("done", "处置", 3, align="center"),
)
PERSON_COLUMNS = (
    GridColumn("role", "关系", 3),
    GridColumn("name", "姓名", 4),
    GridColumn("phone", "电话", 6.5),
    *(
        GridColumn(key, f"{number} {step}", len(step) + 1.2)
        for number, (step, key) in enumerate(STEPS.items(), 1)
    ),
    GridColumn("address", "地址", 10, stretch=True),
    GridColumn("phone2", "另一电话", 6.5),
)


def trace_source() -> ListSource:
    """An empty list of tracing records."""
    return ListSource(TRACE_COLUMNS, tag=lambda row: row["tag"])


def person_source() -> ListSource:
    """An empty list of the people of a record."""
    return ListSource(PERSON_COLUMNS, key="row", tag=lambda row: row["tag"])


def trace_rows(found: Iterable[TraceRow]) -> list[Mapping[str, Any]]:
    """Records as rows; an open one has the mark of its result."""
    return [
        vars(trace)
        | {
            "done": f"{trace.settled}/{trace.people}",
            "tag": "good" if trace.closed_at else "positive" if trace.result == "阳性" else "warn",
        }
        for trace in found
    ]  # fmt: skip


def person_rows(people: Iterable[TracePerson], day: str, *, whole: bool) -> list[Mapping[str, Any]]:
    """People as rows, phones masked unless `whole`; a step shows its time on this ISO day, else its day."""
    return [
        vars(person)
        | {key: when(getattr(person, key), day) for key in STEPS.values()}
        | {
            "phone": _phone(person.phone, whole), "phone2": _phone(person.phone2, whole),
            "name": person.name + _away(person.presence),
            "tag": "good" if person.settled else "waiting" if person.notified_at else "missed",
        }
        for person in people
    ]  # fmt: skip


def _away(presence: str | None) -> str:
    return "" if presence in (None, "在住") else f"（{presence}）"


def _phone(phone: str | None, whole: bool) -> str:
    return "" if not phone else phone if whole else mask_phone(phone)
