"""Folders and files open in the system's own viewer, or it is said why not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gridworker.ui.opening import NothingThere, NoViewer, open_outside
from tests.ui.opener import opener


def test_a_folder_is_handed_to_the_opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = opener(tmp_path, monkeypatch, 0)
    folder = tmp_path / "$(touch x) 报表"
    folder.mkdir()
    open_outside(folder)
    assert noted.read_text("utf-8") == str(folder)


def test_without_a_viewer_the_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opener(tmp_path, monkeypatch, 3)
    with pytest.raises(NoViewer, match="没有能打开"):
        open_outside(tmp_path)


def test_without_an_opener_the_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoViewer, match="请自行打开"):
        open_outside(tmp_path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="可能还没有生成"):
        open_outside(tmp_path / "x")


@pytest.mark.parametrize(("before", "seen"), [("/old", "/old"), (None, "")])
def test_a_frozen_program_gives_the_libraries_back(
    before: str | None, seen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = opener(tmp_path, monkeypatch, 0)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    open_outside(tmp_path)
    assert Path(f"{noted}.libraries").read_text("utf-8") == seen
