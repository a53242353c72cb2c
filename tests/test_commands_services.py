"""Importing the service registers by command: counts, problems by row and cell, correcting, taking back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_commands import Desk, desk, number, roster, write

__all__ = ["desk"]
DAY = "2022-11-28"
COUNTS = ("rows", "added", "updated", "unchanged", "rejected")
TABLES: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "closed-loop": (
        ("姓名", "身份证号码", "联系电话", "单位", "休假开始", "休假结束"),
        [
            ("张三", number(1), "13800000001", "某超市", "2022-11-20", "2022-11-25"),
            ("外人", number(9), "13900000009", "某超市", None, None),
            (None, None, "13900000007", "某超市", None, None),
        ],
    ),
    "supplies": (
        ("楼栋", "单元", "房号", "姓名", "登记时间", "蔬菜包", "牛奶(箱)"),
        [("3", "2", 501, "张三", DAY, 2, 1), ("3", "2", 502, "李五", DAY, 1, None), ("3", "9", 999, "某", DAY, 1, 1)],
    ),
    "arrivals": (
        ("姓名", "身份证号", "来自何地", "抵并日期"),
        [("张三", number(1), "北京", DAY), ("外人", number(9), "运城", DAY), (number(9), None, "运城", DAY)],
    ),
    "visits": (
        ("房号", "走访时间", "走访情况"),
        [("3-2-501", f"{DAY} 09:30", "平安"), ("3-2-502", DAY, "平安"), ("3-9-999", DAY, "平安")],
    ),
}  # fmt: skip
REGISTERS = {"closed-loop": "closed-loop", "supplies": "supply", "arrivals": "arrival", "visits": "visit"}


@pytest.fixture
def settled(desk: Desk) -> Desk:
    desk.json("import", "residents", roster(desk))
    return desk


def table(desk: Desk, kind: str) -> Path:
    headings, rows = TABLES[kind]
    return write(desk.folder / f"{kind}.xlsx", headings, rows)


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_imported_once_and_taken_back(settled: Desk, kind: str) -> None:
    path = table(settled, kind)
    trial = settled.json("import", kind, path, "--dry-run")
    first = settled.json("import", kind, path)
    assert [first[key] for key in COUNTS] == [3, 2, 0, 0, 1] == [trial[key] for key in COUNTS]
    assert trial["batch"] is None and first["problems"] == trial["problems"]
    errors = [each for each in first["problems"] if each["severity"] == "error"]
    assert errors and {each["row"] for each in errors} == {4}
    assert set(errors[-1]) >= {"file", "sheet", "row", "field", "value", "problem", "severity", "why"}
    assert len(settled.json("list", REGISTERS[kind])["rows"]) == 2
    second = settled.json("import", kind, path)
    assert [second[key] for key in COUNTS] == [3, 0, 0, 2, 1] and second["batch"] is None
    settled.json("undo", "--batch", first["batch"])
    assert settled.json("list", REGISTERS[kind])["rows"] == []


def test_a_request_has_its_lines(settled: Desk) -> None:
    settled.json("import", "supplies", table(settled, "supplies"))
    lines = [row["item"] + str(row["quantity"]) for row in settled.json("list", "supply-line")["rows"]]
    assert lines == ["蔬菜包2", "牛奶1", "蔬菜包1"]


def test_rows_with_problems_are_corrected_and_imported_again(settled: Desk) -> None:
    out = settled.folder / "问题.xlsx"
    settled.json("import", "visits", table(settled, "visits"), "--errors", out)
    book = openpyxl.load_workbook(out)
    (row,) = book.active.iter_rows(min_row=2)
    row[0].value, row[1].value = "3-2-501", "2022-11-29"
    book.save(out)
    again = settled.json("import", "visits", out)
    assert [again[key] for key in COUNTS] == [1, 1, 0, 0, 0]


def test_what_holds_for_all_rows_is_given_once(settled: Desk) -> None:
    path = write(settled.folder / "走访.xlsx", ("房号", "走访情况"), [("3-2-501", "平安")])
    settled.json("import", "visits", path, "--constant", f"at={DAY}")
    assert settled.json("list", "visit")["rows"][0]["at"] == f"{DAY} 00:00:00"
    settled.run("import", "visits", path, "--constant", "at=昨天", status=1)
    assert "走访时间" in settled.err and "Traceback" not in settled.err


def test_a_chain_is_imported_from_a_text(settled: Desk) -> None:
    path = settled.folder / "接龙.txt"
    path.write_text(
        "#接龙 蔬菜包\n1. 3-2-501 张三 蔬菜包2份 13800000001\n2. 9-9-999 某某 蔬菜包1份\n", "utf-8"
    )
    out = settled.folder / "问题.xlsx"
    found = settled.json("import", "chain", path, "--errors", out)
    assert (found["rows"], found["added"], found["rejected"]) == (2, 1, 1)
    assert "9-9-999" in [cell.value for cell in openpyxl.load_workbook(out).active["B"]][1]
    settled.json("undo", "--batch", found["batch"])
    assert settled.json("list", "supply")["rows"] == []


def test_every_kind_is_named_in_the_help(settled: Desk) -> None:
    shown = settled.run("import", "--help").replace("\n", "").replace(" ", "")
    kinds = (
        "residents花名册",
        "results检测结果",
        "closed-loop两点一线人员",
        "supplies物资需求",
        "chain微信接龙",
    )
    assert all(each in shown for each in (*kinds, "arrivals返晋来晋", "visits走访记录"))
