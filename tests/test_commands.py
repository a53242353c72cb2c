"""A working day by command: what other tools rest on (exit status, JSON, sentences)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gridworker.cli import run_command
from gridworker.ledger.identity import check_digit
from tests.modules import ROOT

DAY = "2022-11-28"
HEADINGS = ("楼栋", "单元", "房号", "户主", "姓名", "与户主关系", "身份证号码", "联系电话", "从业情况")


class Desk:
    """Runs commands on one ledger and keeps what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.ledger = folder / "台账.gwl"
        self._capsys = capsys

    def run(self, *arguments: object, status: int = 0) -> str:
        self._capsys.readouterr()
        found = run_command(["--ledger", str(self.ledger), *map(str, arguments)])
        self.out, self.err = self._capsys.readouterr()
        assert found == status, self.err
        return self.out

    def json(self, *arguments: object, status: int = 0) -> dict[str, Any]:
        return dict(json.loads(self.run(*arguments, "--json", status=status)))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    made = Desk(tmp_path, capsys)
    made.run("new", "--street", "示例街道", "--community", "示例社区", "--grid", "第三网格")
    return made


def number(order: int, born: str = "19800101") -> str:
    """A made-up ID number with a right check digit."""
    first = f"140105{born}{order:03d}"
    return first + check_digit(first)


def write(path: Path, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)
    return path


def roster(desk: Desk) -> Path:
    rows = [
        ("3#", "2单元", 501, "张三", "张三", "户主", number(1), "13800000001", None),
        (None, None, None, None, "张四", "子", number(3), "13800000003", "药店"),
        ("3#", "2单元", 502, "李五", "李五", "户主", float(number(5)), "13800000005", None),
    ]
    return write(desk.folder / "花名册.xlsx", HEADINGS, rows)


def results(desk: Desk) -> Path:
    rows = [
        ("张三", number(1), "13800000001", f"{DAY} 08:00:00", "G1", "阴性"),
        ("张三", number(1), "13800000001", f"{DAY} 08:00:00", "G1", "阴性"),
        ("外人", number(9), "13900000009", f"{DAY} 08:01:00", "G1", "阴性"),
    ]
    headings = ("姓名", "证件号码", "电话号码", "采样时间", "样本条形码", "检测结果")
    return write(desk.folder / "结果.xlsx", headings, rows)


def test_a_day_from_the_roster_to_the_figures(desk: Desk) -> None:
    first = desk.json("import", "residents", roster(desk))
    assert {key: first[key] for key in ("rows", "added", "updated", "unchanged", "rejected")} == {
        "rows": 3, "added": 3, "updated": 0, "unchanged": 0, "rejected": 0,
    }  # fmt: skip
    problem = first["problems"][0]
    assert (problem["row"], problem["field"], problem["severity"]) == (4, "id_number", "error")
    assert desk.json("import", "residents", roster(desk))["batch"] is None

    people = desk.json("list", "resident")["rows"]
    assert [person["address"] for person in people] == ["-3-2-501", "-3-2-501", "-3-2-502"]
    assert [person["id_number"] for person in people] == [number(1), number(3), None]
    households = desk.json("list", "household")["rows"]
    assert [(row["address"], row["head"], row["members"]) for row in households] == [
        ("-3-2-501", "张三", 2), ("-3-2-502", "李五", 1),
    ]  # fmt: skip

    lab = desk.json("import", "results", results(desk))
    assert (lab["rows"], lab["added"], lab["unchanged"], lab["rejected"]) == (3, 1, 1, 1)
    assert (lab["matched"], lab["unmatched"]) == (2, 1)
    assert [entry["why"] for entry in lab["problems"] if entry["severity"] == "error"] == ["no-such-person"]

    due = desk.json("due", "--on", DAY)
    assert {key: due[key] for key in ("on", "due", "done", "missed", "exempt", "willing", "coverage")} == {
        "on": DAY, "due": 3, "done": 1, "missed": 2, "exempt": 0, "willing": 0, "coverage": 0.3333,
    }  # fmt: skip
    by_name = {person["name"]: person for person in due["people"]}
    assert by_name["张四"]["cadence"] == "一天一检"
    assert by_name["张三"]["outcome"] == "done"
    assert by_name["李五"]["address"] == "-3-2-502"

    desk.json("undo", "--batch", lab["batch"])
    assert desk.json("due", "--on", DAY)["done"] == 0


def test_a_positive_tube_of_the_laboratory_opens_its_tracing(desk: Desk) -> None:
    desk.json("import", "residents", roster(desk))
    headings = ("姓名", "证件号码", "采样时间", "样本条形码", "检测结果")
    rows = [("张三", number(1), f"{DAY} 08:00:00", "G7", "阳性")]
    lab = desk.json("import", "results", write(desk.folder / "阳性.xlsx", headings, rows))
    assert [(row["tube"], row["result"]) for row in desk.json("list", "trace")["rows"]] == [("G7", "阳性")]
    roles = sorted(row["role"] for row in desk.json("list", "trace-person")["rows"])
    assert roles == sorted(["同管", "同户", "同层"])
    desk.json("undo", "--batch", lab["batch"])
    assert desk.json("list", "trace")["rows"] == desk.json("list", "sample")["rows"] == []


def test_a_damaged_number_never_becomes_right_by_way_of_the_problem_rows(desk: Desk) -> None:
    whole = [number(order) for order in range(1, 130) if not number(order).endswith("X")][:99]
    rows = [
        ("3#", "2单元", 500 + order, None, "张三", "户主", float(id_number), None, None)
        for order, id_number in enumerate(whole)
    ]
    book = write(desk.folder / "损坏.xlsx", HEADINGS, rows)
    first = desk.json("import", "residents", book, "--errors", desk.folder / "问题.xlsx")
    assert len([p for p in first["problems"] if p["field"] == "id_number"]) == 99
    again = desk.json("import", "residents", desk.folder / "问题.xlsx")
    assert (again["rows"], again["unchanged"], again["batch"]) == (99, 99, None)
    assert all(person["id_number"] is None for person in desk.json("list", "resident")["rows"])


def test_corrected_problem_rows_complete_their_people(desk: Desk) -> None:
    desk.json("import", "residents", roster(desk), "--errors", desk.folder / "问题.xlsx")
    book = openpyxl.load_workbook(desk.folder / "问题.xlsx")
    heading = [cell.value for cell in book.active[1]]
    book.active.cell(2, heading.index("身份证号码") + 1).value = number(5)
    book.save(desk.folder / "改好.xlsx")
    again = desk.json("import", "residents", desk.folder / "改好.xlsx")
    assert (again["rows"], again["updated"], again["problems"]) == (1, 1, [])
    assert desk.json("list", "resident", "--where", "name=李五")["rows"][0]["id_number"] == number(5)


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    trial = desk.json("import", "residents", roster(desk), "--dry-run")
    assert (trial["batch"], trial["added"]) == (None, 3)
    assert desk.json("list", "resident")["rows"] == []


def test_a_sample_by_id_number_counts_for_its_day(desk: Desk) -> None:
    desk.json("import", "residents", roster(desk))
    desk.json("sample", number(1), f" {number(3).lower()} ", "--at", f"{DAY} 08:30", "--tube", "T1")
    rows = desk.json("list", "sample", "--on", DAY)["rows"]
    assert [(row["id_number"], row["sampled_at"], row["tube"]) for row in rows] == [
        (number(1), f"{DAY} 08:30:00", "T1"), (number(3), f"{DAY} 08:30:00", "T1"),
    ]  # fmt: skip
    assert desk.json("due", "--on", DAY)["done"] == 2


def test_a_tube_takes_no_more_than_its_size_and_nobody_twice(desk: Desk) -> None:
    rows = [("3#", "2单元", 500 + n, None, f"某{n}", "户主", number(n), None, None) for n in range(1, 13)]
    desk.json("import", "residents", write(desk.folder / "十二人.xlsx", HEADINGS, rows))
    ten = [number(n) for n in range(1, 11)]
    desk.run("sample", *ten, number(11), "--at", f"{DAY} 08:30", "--tube", "T1", status=1)
    assert "还能放 10 人" in desk.err
    desk.json("sample", *ten[:4], "--at", f"{DAY} 08:30", "--tube", "t1")
    desk.run("sample", ten[0], "--at", f"{DAY} 08:31", "--tube", "T1", status=1)
    assert "已在这一管" in desk.err and ten[0] not in desk.err
    desk.json("sample", *ten[4:], "--at", f"{DAY} 08:32", "--tube", "T1")
    desk.run("sample", number(11), "--at", f"{DAY} 08:33", "--tube", "T1", status=1)
    assert "已封管" in desk.err
    samples = desk.json("list", "sample")["rows"]
    assert [row["place_in_tube"] for row in samples] == list(range(1, 11))
    assert desk.json("list", "tube")["rows"][0]["closed_at"] == f"{DAY} 08:32:00"


def test_one_unknown_number_registers_nobody(desk: Desk) -> None:
    desk.json("import", "residents", roster(desk))
    desk.run("sample", number(1), number(77), status=1)
    assert number(77) not in desk.err and "台账里没有" in desk.err
    assert desk.json("list", "sample")["rows"] == []


def test_history_and_undo_name_what_they_do(desk: Desk) -> None:
    first = desk.json("import", "residents", roster(desk))
    desk.json("sample", number(1), "--at", f"{DAY} 08:30")
    desk.run("undo", "--batch", first["batch"], status=1)
    assert "采样记录" in desk.err
    uid = desk.json("list", "resident")["rows"][0]["uid"]
    assert [entry["action"] for entry in desk.json("history", "--uid", uid)["history"]] == ["create"]
    desk.json("undo")
    desk.json("undo", "--batch", first["batch"])
    assert desk.json("list", "resident")["rows"] == []
    desk.run("redo")
    assert len(desk.json("list", "resident")["rows"]) == 3


def test_check_says_whether_the_ledger_is_whole(desk: Desk) -> None:
    assert desk.json("check") == {"ok": True, "problems": []}
    content = bytearray(desk.ledger.read_bytes())
    content[len(content) // 2] ^= 1
    desk.ledger.write_bytes(content)
    desk.run("check", "--json", status=1)


def test_a_printed_list_is_masked(desk: Desk) -> None:
    desk.json("import", "residents", roster(desk))
    for command in (("list", "resident"), ("due", "--on", DAY)):
        printed = desk.run(*command)
        assert "张*" in printed and "1401**********" in printed
        assert "张三" not in printed and number(1) not in printed and "13800000001" not in printed


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("nosuch",), 2, "没有这个命令"),
        (("import", "cats", "a.xlsx"), 2, "种类只能是 residents、results"),
        (("import", "residents"), 2, "缺少"),
        (("due", "--on", "昨天"), 2, "不是能认出的日期"),
        (("due", "--scope", "99号楼"), 1, "99号楼"),
        (("list", "cats"), 1, "没有叫“cats”的登记表"),
        (("list", "resident", "--where", "猫"), 2, "字段=值"),
        (("import", "residents", "没有.xlsx"), 1, "没有.xlsx"),
        (("undo",), 1, "没有可以撤销的改动"),
        (("new",), 1, "已存在"),
        (("--nosuch",), 2, "没有选项"),
    ],
)
def test_wrong_use_ends_in_one_chinese_sentence(
    desk: Desk, arguments: tuple[str, ...], status: int, words: str
) -> None:
    desk.run(*arguments, status=status)
    assert desk.out == ""
    assert words in desk.err and "Traceback" not in desk.err
    assert len(desk.err.strip().splitlines()) == 1
    assert any("一" <= char <= "鿿" for char in desk.err)


def test_a_missing_ledger_is_not_made(desk: Desk) -> None:
    desk.ledger.unlink()
    desk.run("due", status=1)
    assert "找不到台账文件" in desk.err
    assert not desk.ledger.exists()


def test_help_is_chinese(desk: Desk) -> None:
    for command in (
        "",
        "new",
        "demo",
        "import",
        "due",
        "sample",
        "list",
        "report",
        "undo",
        "history",
        "check",
    ):
        text = desk.run(*filter(None, [command]), "--help")
        assert "用法：" in text
        assert not any(word in text for word in ("Usage", "Options", "Commands", "Show this"))


def test_main_is_the_same_program(desk: Desk) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "--ledger", str(desk.ledger), "check", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "problems": []})
    assert done.stderr == ""


def test_a_demonstration_by_command(desk: Desk) -> None:
    desk.ledger.unlink()
    desk.run("demo", "--residents", 60, "--date", DAY)
    due = desk.json("due", "--on", DAY)
    assert due["due"] == due["done"] + due["missed"] > 0
    assert len(due["people"]) == due["due"] + due["exempt"]
