"""The commands `reports` and `report`, run as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gridworker.cli import run_command
from gridworker.export.reports import REPORTS
from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration

DAY = ("--on", "2022-11-28")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demonstration") / "演示.gwl"
    make_demonstration(path, 120, "2022-11-28", seed=3)
    return path


@pytest.fixture
def path(demonstration: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demonstration, tmp_path / "台账.gwl"))


def _run(path: Path, *arguments: object) -> int:
    return run_command(["--ledger", str(path), *map(str, arguments)])


def test_reports_lists_names_and_titles(path: Path, capsys: pytest.CaptureFixture[str]):
    assert _run(path, "reports") == 0
    out = capsys.readouterr().out
    assert all(kind.name in out and kind.title in out for kind in REPORTS.values())
    assert _run(path, "reports", "--json") == 0
    listed = json.loads(capsys.readouterr().out)["reports"]
    assert {"name": "missed", "title": "未检人员清单"} in listed


def test_without_a_format_both_are_written_and_named_one_a_line(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "上报"
    assert _run(path, "report", "testing-daily", "未检人员清单", *DAY, "--output", folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split("：", 1)[1] for line in lines) == sorted(map(str, folder.iterdir()))
    assert [line.split("：")[0] for line in lines] == ["核酸检测日报"] * 2 + ["未检人员清单"] * 2


def test_json_names_the_files_and_their_hashes(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "日报.xlsx"
    assert _run(path, "report", "testing-daily", *DAY, "--output", target, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["files"]
    with Ledger.open(path) as ledger:
        (recorded,) = ledger.rows("export")
    assert (told["report"], told["file"], told["masked"]) == ("testing-daily", str(target), True)
    assert told["sha256"] == recorded["sha256"]


def test_without_an_output_files_go_to_the_reports_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GRIDWORKER_HOME", str(tmp_path / "home"))
    assert _run(path, "report", "testing-daily", *DAY, "--format", "txt", "--scope", "和平苑1号楼") == 0
    (written,) = (tmp_path / "home" / "报表").iterdir()
    assert written.name.endswith("_核酸检测日报_和平苑1号楼_2022-11-28.txt")
    assert "第三网格和平苑1号楼应检" in written.read_text(encoding="utf-8-sig")


def test_the_whole_identity_is_written_only_with_a_purpose(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "清单.xlsx"
    whole = ("report", "missed", *DAY, "--output", target, "--whole-identity")
    assert _run(path, *whole, "--for", "示例街道") == 1
    assert "作何用途" in capsys.readouterr().err and not target.exists()
    assert _run(path, *whole, "--for", "示例街道", "--why", "入户核对") == 0
    with Ledger.open(path) as ledger:
        (row,) = ledger.rows("export")
    assert (row["masked"], row["for_whom"], row["why"]) == (0, "示例街道", "入户核对")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["weather"], "没有叫“weather”的报表"),
        ([], "缺少"),
        (["missed", "--format", "xls"], "没有“xls”这种格式"),
        (["missed", "--on", "2022-02-30"], "不是真实的日期"),
        (["missed", "--from", "2022-11-01", "--to", "2022-11-28"], "--on"),
        (["missed", "testing-daily", "--output", "a.xlsx"], "一个文件放不下"),
        (["missed", "--output", "a.xls"], "a.xls"),
    ],
)
def test_wrong_usage_is_status_2_and_one_chinese_sentence(
    arguments: list[str], said: str, path: Path, capsys: pytest.CaptureFixture[str]
):
    assert _run(path, "report", *arguments) == 2
    shown = capsys.readouterr()
    assert said in shown.err and shown.err.count("\n") == 1 and not shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missed", "--scope", "99号楼"], "没有“99号楼”这个范围"),
        (["missed", "--format", "txt"], "没有通报文字"),
        (["missed", "--output", "a.xlsx", "--format", "pdf"], "后缀"),
    ],
)
def test_what_the_ledger_refuses_is_status_1_and_writes_nothing(
    arguments: list[str], said: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert _run(path, "report", *arguments, *DAY) == 1
    assert said in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["台账.gwl"]
