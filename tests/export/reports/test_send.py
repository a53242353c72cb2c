"""Sending a report: files where they were wanted, each recorded with its hash, or a sentence and nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gridworker.errors import Cancelled, DiskProblem, LedgerBusy, NothingToUndo
from gridworker.export.message import NoMessage
from gridworker.export.reports import NoSuchReport, ReportRequest
from gridworker.export.send import NotRecorded, PurposeMissing, WrongFileName, send
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger

Ask = Callable[..., ReportRequest]


def test_each_file_is_recorded_with_its_hash_and_whether_it_is_masked(
    ledger: Ledger, ask: Ask, tmp_path: Path
):
    sent = send(ledger, "testing-daily", ask(), ("xlsx", "pdf", "txt"), tmp_path / "报表" / "今天")
    assert [one.path.suffix for one in sent] == [".xlsx", ".pdf", ".txt"]
    recorded = ledger.rows("export")
    assert [row["file"] for row in recorded] == [one.path.name for one in sent]
    for row, one in zip(recorded, sent, strict=True):
        assert row["sha256"] == one.sha256 == hashlib.sha256(one.path.read_bytes()).hexdigest()
        assert (row["report"], row["title"], row["on_day"], row["scope"]) == (
            "testing-daily",
            "核酸检测日报",
            "2022-11-28",
            "全部",
        )
        assert (row["masked"], row["for_whom"], row["person"]) == (1, None, "演示网格员")


def test_a_whole_export_needs_and_records_for_whom_and_why(ledger: Ledger, ask: Ask, tmp_path: Path):
    whole = ask(whole_identity=True)
    for purpose in ({}, {"for_whom": "示例街道"}, {"why": "核对"}, {"for_whom": " ", "why": "核对"}):
        with pytest.raises(PurposeMissing, match="报给谁"):
            send(ledger, "missed", whole, ["xlsx"], tmp_path, **purpose)
    assert not list(tmp_path.glob("*.xlsx")) and ledger.count("export") == 0
    send(ledger, "missed", whole, ["xlsx"], tmp_path, for_whom="示例街道", why="入户核对")
    (row,) = ledger.rows("export")
    assert (row["masked"], row["for_whom"], row["why"]) == (0, "示例街道", "入户核对")


def test_an_export_stands_in_the_history_but_is_not_what_undo_takes_back(
    ledger: Ledger, ask: Ask, tmp_path: Path
):
    ledger.update("resident", 5, {"note": "改过"})
    send(ledger, "missed", ask(), ["xlsx"], tmp_path)
    assert ledger.history()[0]["label"] == "上报 未检人员清单（xlsx）"
    ledger.undo()
    assert ledger.get("resident", 5)["note"] is None and ledger.count("export") == 1
    with pytest.raises(NothingToUndo):
        ledger.undo(next(batch["batch"] for batch in ledger.history() if batch["kind"] == "export"))


def test_a_file_name_is_taken_as_it_is(ledger: Ledger, ask: Ask, tmp_path: Path):
    (sent,) = send(ledger, "missed", ask(), ["pdf"], tmp_path / "给街道.PDF")
    assert sent.path == tmp_path / "给街道.PDF" and sent.path.read_bytes().startswith(b"%PDF")


def test_a_folder_may_look_like_a_file_name(ledger: Ledger, ask: Ask, tmp_path: Path):
    (tmp_path / "旧.xlsx").mkdir()
    for folder in ("旧.xlsx", "2022.11.28"):
        (sent,) = send(ledger, "missed", ask(), ["pdf"], tmp_path / folder)
        assert sent.path.parent == tmp_path / folder


@pytest.mark.parametrize(
    ("name", "formats"), [("a.xlsx", ("xlsx", "pdf")), ("a.xlsx", ("pdf",)), ("a.xls", ("xlsx",))]
)
def test_a_file_name_that_does_not_fit_the_formats_is_refused(
    name: str, formats: tuple, ledger: Ledger, ask: Ask, tmp_path: Path
):
    with pytest.raises(WrongFileName, match=name):
        send(ledger, "missed", ask(), formats, tmp_path / name)
    assert not (tmp_path / name).exists() and ledger.count("export") == 0


def test_chat_text_is_utf8_that_notepad_knows(ledger: Ledger, ask: Ask, tmp_path: Path):
    ledger.set_setting("message_testing_daily", "应检 {应检} 人\n完毕")
    (sent,) = send(ledger, "testing-daily", ask(), ["txt"], tmp_path)
    content = sent.path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith("人\r\n完毕".encode())


def test_only_reports_with_a_chat_text_are_written_as_text(ledger: Ledger, ask: Ask, tmp_path: Path):
    with pytest.raises(NoMessage, match="未检人员清单"):
        send(ledger, "missed", ask(), ("xlsx", "txt"), tmp_path)
    assert not list(tmp_path.glob("*.xlsx"))


def test_an_unknown_report_is_answered_with_those_there_are(ledger: Ledger, ask: Ask, tmp_path: Path):
    with pytest.raises(NoSuchReport, match="testing-daily（核酸检测日报）"):
        send(ledger, "weather", ask(), ["xlsx"], tmp_path)


class _Stop(Progress):
    def step(self, done: int, total: int, word: str) -> None:
        raise Cancelled


def test_a_cancelled_export_leaves_no_file_and_no_record(ledger: Ledger, ask: Ask, tmp_path: Path):
    folder = tmp_path / "报表"
    with pytest.raises(Cancelled):
        send(ledger, "household-ledger", ask(), ["xlsx"], folder, progress=_Stop())
    assert list(folder.iterdir()) == [] and ledger.count("export") == 0


def test_a_file_that_cannot_be_recorded_is_taken_back(
    ledger: Ledger, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def busy(*args: object, **options: object) -> None:
        raise LedgerBusy

    monkeypatch.setattr(ledger, "create", busy)
    with pytest.raises(NotRecorded, match=r"未检人员清单.*没有导出.*另一个程序"):
        send(ledger, "missed", ask(), ["xlsx"], tmp_path)
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_folder_that_cannot_be_made_is_a_sentence(ledger: Ledger, ask: Ask, tmp_path: Path):
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    with pytest.raises(DiskProblem, match="建立文件夹"):
        send(ledger, "missed", ask(), ["xlsx"], tmp_path / "文件" / "报表")
