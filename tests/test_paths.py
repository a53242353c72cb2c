"""Where things live."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from gridworker import paths


def test_one_variable_moves_everything_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GRIDWORKER_HOME", str(tmp_path))
    places = (
        paths.data_folder(), paths.default_ledger(), paths.backups_folder(), paths.exports_folder(),
        paths.logs_folder(), paths.settings_file(),
    )  # fmt: skip
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert len(set(places)) == len(places)
    assert list(tmp_path.iterdir()) == []


def test_without_it_they_are_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("GRIDWORKER_HOME")
    assert paths.data_folder().is_absolute()
    assert paths.data_folder().name == "gridworker"
    assert paths.default_ledger().parent == paths.data_folder()


def test_a_folder_is_made_only_when_asked_and_for_its_owner(tmp_path: Path):
    folder = paths.ensure(tmp_path / "一" / "二")
    assert folder.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.ensure(folder) == folder


def test_assets_are_found_in_a_checkout_and_in_a_frozen_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert paths.asset("fonts/NotoSansSC-Regular.ttf").stat().st_size > 1_000_000
    bundled = tmp_path / "assets" / "fonts" / "x.ttf"
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.asset("fonts/x.ttf") == bundled
    with pytest.raises(FileNotFoundError):
        paths.asset("fonts/none.ttf")
