"""Short words for tests that import a few rows of residents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gridworker.intake.problems import Outcome, Problem
from gridworker.intake.residents import commit, plan_residents
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import address_of
from tests.intake.samples import make_id, save

BORN = date(1985, 6, 3)
GOOD = make_id(BORN, 123)
OTHER = make_id(date(1990, 1, 2), 246)
HEADINGS = (
    "小区",
    "楼栋",
    "单元",
    "房号",
    "姓名",
    "身份证号",
    "联系电话",
    "性别",
    "出生日期",
    "与户主关系",
    "备注",
)


def row(name: str = "张三", number: Any = GOOD, phone: Any = "13800000000", **changes: Any) -> list[Any]:
    values = {
        "小区": "和平苑", "楼栋": "3号楼", "单元": "2单元", "房号": 501, "姓名": name, "身份证号": number, "联系电话": phone,
    } | changes  # fmt: skip
    return [values.get(heading) for heading in HEADINGS]


def workbook(
    tmp_path: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, sheet: str = "名单"
) -> Path:
    return save(tmp_path / "a.xlsx", {sheet: [headings, *rows]})


def run(ledger: Ledger, path: Path, **options: Any) -> Outcome:
    return commit(ledger, plan_residents(ledger, [path], **options))


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.added + outcome.updated + outcome.unchanged + outcome.rejected
    return outcome.added, outcome.updated, outcome.unchanged, outcome.rejected


def people(ledger: Ledger) -> list[dict[str, Any]]:
    return ledger.rows("resident")


def doors(ledger: Ledger) -> dict[str, str]:
    """The address of everyone by name."""
    return {person["name"]: address_of(ledger, person["household"]).canonical for person in people(ledger)}


def only(outcome: Outcome) -> Problem:
    (problem,) = outcome.problems
    return problem
