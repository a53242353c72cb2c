"""What one press of 生成 writes, and how it goes on when a file is held open."""

from __future__ import annotations

from pathlib import Path

from gridworker.export import files
from gridworker.ui.screens.reports_sending import Outcome, Task, tasks_for, under_another_name


def test_what_is_left_goes_on_under_another_name(tmp_path: Path) -> None:
    tasks = tasks_for(["missed", "testing-daily"], ("txt",), tmp_path)
    assert tasks == [Task("testing-daily", ("txt",), tmp_path)]
    held = files.FileHeldOpen(tmp_path / "日报.xlsx")
    left = (Task("missed", ("xlsx",), tmp_path), Task("missed", ("pdf",), tmp_path))
    renamed = under_another_name(Outcome(held=held, left=left))
    assert [task.target.name for task in renamed] == ["日报(2).xlsx", tmp_path.name]
