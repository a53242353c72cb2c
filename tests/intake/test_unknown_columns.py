"""A column that nobody understands is told of once; one that is of no use is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gridworker.intake.problems import Outcome, Problem
from gridworker.intake.residents import plan_residents
from gridworker.intake.results import plan_results
from gridworker.ledger.book import Ledger
from tests.intake.importing import GOOD, counts, only, run
from tests.intake.samples import save

HEADINGS = ("序号", "楼栋", "单元", "房号", "姓名", "国籍", "钥匙在谁那里", "空着的一栏")
ROWS = [(1, 3, 2, 501, "张甲", "中国", "物业", None), (2, 3, 2, 502, "张乙", "中国", "邻居", " ")]


def unknown(outcome: Outcome) -> list[Problem]:
    return [problem for problem in outcome.problems if problem.why == "unknown-column"]


def test_one_warning_for_a_column_that_holds_values(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"名单": [("居民花名册",), HEADINGS, *ROWS]})
    outcome = run(ledger, path)
    assert counts(outcome) == (2, 0, 0, 0)
    problem = only(outcome)
    assert problem.as_json() == {
        "file": "a.xlsx", "sheet": "名单", "row": 2, "field": None, "value": "钥匙在谁那里", "severity": "warning",
        "problem": "这一栏“钥匙在谁那里”没有认出，没有导入；需要时请在导入窗口里指定对应的字段。",
        "why": "unknown-column",
    }  # fmt: skip
    assert problem.column == 6
    again = run(ledger, path)
    assert counts(again) == (0, 0, 2, 0) and again.problems == outcome.problems and again.batch is None


def test_a_table_says_it_for_itself(ledger: Ledger, tmp_path: Path) -> None:
    outcome = run(ledger, save(tmp_path / "a.xlsx", {"1号楼": [HEADINGS, *ROWS], "2号楼": [HEADINGS, *ROWS]}))
    assert [(problem.sheet, problem.row) for problem in unknown(outcome)] == [("1号楼", 1), ("2号楼", 1)]


def test_nothing_is_said_once_the_user_has_decided(ledger: Ledger, tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"名单": [HEADINGS, *ROWS]})
    (source,) = plan_residents(ledger, [path]).sources.found
    for choice in ("note", None):
        decided = source.with_mapping(source.mapping.with_choice(6, choice))
        assert plan_residents(ledger, [decided]).problems == ()
    assert len(plan_residents(ledger, [source]).problems) == 1


def test_what_a_laboratory_writes_of_itself_is_passed_over(ledger: Ledger, tmp_path: Path) -> None:
    run(
        ledger,
        save(tmp_path / "r.xlsx", {"3号楼": [("单元", "房号", "姓名", "身份证号"), (2, 501, "张甲", GOOD)]}),
    )
    cells: dict[str, Any] = {
        "姓名": "张甲", "证件号码": GOOD, "采样时间": "2022-11-28 08:00", "检测结果": "阴性", "性别": "男", "年龄": 37,
        "采样机构": "某医院", "人群分类": "重点", "样本类型": "咽拭子", "检测方法": "核酸", "工作单位": "某厂", "备注": "无",
    }  # fmt: skip
    path = save(tmp_path / "lab.xlsx", {"结果": [tuple(cells), tuple(cells.values())]})
    assert plan_results(ledger, [path]).problems == ()
    cells["稀奇"] = "某某"
    path = save(tmp_path / "lab.xlsx", {"结果": [tuple(cells), tuple(cells.values())]})
    plan = plan_results(ledger, [path])
    assert [problem.why for problem in plan.problems] == ["unknown-column"]
    assert json.dumps(plan.outcome().as_json(), ensure_ascii=False).count("稀奇") == 2


def test_residents_keep_their_sex_and_notes(ledger: Ledger, tmp_path: Path) -> None:
    rows = [("单元", "房号", "姓名", "性别", "备注"), (2, 501, "张甲", "男", "独居")]
    outcome = run(ledger, save(tmp_path / "r.xlsx", {"3号楼": rows}))
    assert outcome.problems == ()
    assert [(person["sex"], person["note"]) for person in ledger.rows("resident")] == [("男", "独居")]
