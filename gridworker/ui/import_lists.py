"""What the lists of an import's preview show: problems, understood rows, rows that are no records."""

from __future__ import annotations

from typing import Any

from gridworker.export.cells import column_letters
from gridworker.intake.problems import ERROR, Outcome
from gridworker.intake.table import BLANK
from gridworker.ledger.masks import mask_id, mask_phone
from gridworker.ledger.registers import REGISTERS
from gridworker.ui.discreet import discreet
from gridworker.ui.grid import GridColumn
from gridworker.ui.import_task import ImportTask

UNDERSTOOD = 200
"""How many understood rows are shown."""

_ACTIONS = {"added": "新增", "updated": "更新", "unchanged": "不变"}

PROBLEM_COLUMNS = (
    GridColumn("word", "程度", 4),
    GridColumn("file", "文件", 7),
    GridColumn("sheet", "表", 6),
    GridColumn("row", "行", 4, align="center"),
    GridColumn("cell", "列", 4),
    GridColumn("value", "原值", 10),
    GridColumn("problem", "问题", 20, stretch=True),
)
UNDERSTOOD_COLUMNS = (
    GridColumn("sheet", "表", 7),
    GridColumn("row", "行", 4, align="center"),
    GridColumn("action", "结果", 4),
    GridColumn("name", "姓名", 6),
    GridColumn("id_number", "证件号码", 12),
    GridColumn("phone", "手机号码", 8),
    GridColumn("address", "住址", 14),
    GridColumn("more", "其他内容", 12, stretch=True),
)
SKIPPED_COLUMNS = (
    GridColumn("file", "文件", 10),
    GridColumn("sheet", "表", 8),
    GridColumn("row", "行", 4, align="center"),
    GridColumn("why", "原因", 6),
    GridColumn("text", "内容", 24, stretch=True),
)


def problem_rows(outcome: Outcome) -> list[dict[str, Any]]:
    """All problems as rows of a list; numbers of people are masked."""
    return [
        {
            "id": number,
            "severity": problem.severity,
            "word": "错误" if problem.severity == ERROR else "提醒",
            "file": problem.file,
            "sheet": problem.sheet,
            "row": problem.row,
            "cell": "整行" if problem.column is None else column_letters(problem.column),
            "value": discreet(problem.value),
            "problem": discreet(problem.problem),
        }
        for number, problem in enumerate(outcome.problems)
    ]


def understood_rows(plan: Any) -> list[dict[str, Any]]:
    """The first rows that were taken, as they were understood."""
    rows: list[dict[str, Any]] = []
    for record in plan.records:
        if record.action in _ACTIONS:
            rows.append({"id": len(rows), **_understood(record)})
        if len(rows) == UNDERSTOOD:
            break
    return rows


def _understood(record: Any) -> dict[str, Any]:
    address = record.address or (record.known.address if record.known else None)
    values = [
        _shown(register, key, value)
        for register, values in record.values.items()
        for key, value in values.items()
        if key not in ("phone", "phone2", "id_number", "id_type", "name")
    ]
    return {
        "sheet": record.source.table.sheet,
        "row": record.row,
        "action": _ACTIONS[record.action],
        "name": record.name or ("（空户）" if record.source.mapping.kind == "residents" else ""),
        "id_number": mask_id(record.number) if record.number else "",
        "phone": mask_phone(record.phones[0]) if record.phones else "",
        "address": address.display if address else "",
        "more": discreet("　".join(values)),
    }


def _shown(register: str, key: str, value: Any) -> str:
    """A value as its field shows it; the worker's own fields hold text as it is."""
    field = next((field for field in REGISTERS[register] if field.key == key), None)
    return field.show(value) if field else str(value)


def skipped_rows(task: ImportTask) -> list[dict[str, Any]]:
    """Rows of the tables that are no records, and why."""
    found = (
        (source, skipped)
        for source in task.sources
        for skipped in source.table.skipped
        if skipped.why != BLANK
    )
    return [
        {"id": number, "file": source.path.name, "sheet": source.table.sheet, "row": skipped.row,
         "why": skipped.why, "text": discreet(skipped.text)}
        for number, (source, skipped) in enumerate(found)
    ]  # fmt: skip
