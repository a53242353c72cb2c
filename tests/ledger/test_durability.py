"""What was acknowledged is kept, whatever happens to the program; a failed write leaves the ledger whole."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gridworker.errors import Cancelled, DiskProblem
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.checking import check_ledger
from gridworker.ledger.demonstration import make_demonstration
from tests.ledger.writer import BATCH


def test_killing_the_program_loses_nothing_acknowledged(ledger: Ledger, household: int) -> None:
    acknowledged: list[str] = []
    for attempt in range(8):
        acknowledged += write_until_killed(ledger.path, household, f"{attempt}-", 0.5 + attempt * 0.013)
        with Ledger.open(ledger.path) as reopened:
            kept = {row["note"] for row in reopened.rows("resident")}
            assert set(acknowledged) <= kept
            assert check_ledger(reopened) == []
    assert acknowledged, "the writer was killed before it wrote anything"


def test_a_killed_import_leaves_all_of_its_rows_or_none(ledger: Ledger, household: int) -> None:
    for attempt in range(6):
        write_until_killed(ledger.path, household, "batches", attempt * 0.8)
        with Ledger.open(ledger.path) as reopened:
            assert reopened.count("resident") % BATCH == 0
            assert check_ledger(reopened) == []


def write_until_killed(path: Path, household: int, prefix: str, seconds: float) -> list[str]:
    command = [sys.executable, "-m", "tests.ledger.writer", str(path), str(household), prefix]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds / 10)
    writer.kill()
    rest, _ = writer.communicate()
    lines = (first + rest).split("\n")
    return [line for line in lines[:-1] if line]  # a line without its end was not acknowledged


def test_a_full_disk_is_said_and_the_ledger_stays_whole(ledger: Ledger, household: int) -> None:
    ledger.create("resident", {"household": household, "name": "张三"})
    size = ledger.query("PRAGMA page_count")[0][0]
    ledger.query(f"PRAGMA max_page_count = {size}")
    rows = [{"household": household, "name": "李四", "note": "字" * 1000} for _ in range(200)]
    with pytest.raises(DiskProblem, match="磁盘已满"):
        ledger.create_many("resident", rows)
    ledger.query("PRAGMA max_page_count = 1000000000")
    assert [row["name"] for row in ledger.rows("resident")] == ["张三"]
    assert check_ledger(ledger) == []
    ledger.create_many("resident", rows)
    assert ledger.count("resident") == 201


def test_where_no_file_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "文件.txt").write_text("", "utf-8")
    with pytest.raises(DiskProblem, match=r"台账\.gwl"):
        Ledger.make(tmp_path / "文件.txt" / "台账.gwl")


def test_a_new_ledger_leaves_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "还没有的文件夹"
    Ledger.make(folder / "台账.gwl").close()
    assert os.listdir(folder) == ["台账.gwl"]


def test_a_ledger_that_is_not_finished_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        make_demonstration(tmp_path / "台账.gwl", 2000, "2022-11-28", 1, _Impatient())
    assert list(tmp_path.iterdir()) == []


class _Impatient(Progress):
    def step(self, done: int, total: int, word: str) -> None:
        raise Cancelled
