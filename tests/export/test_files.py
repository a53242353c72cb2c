"""An output file is whole or not there, and the earlier one survives whatever stops the writing."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from gridworker.errors import Cancelled, DiskProblem
from gridworker.export import files
from gridworker.export.files import FileHeldOpen, free_name, write_safely


def _write_then(error: BaseException):
    def write(stream: BinaryIO) -> None:
        stream.write(b"half of it")
        raise error

    return write


def test_the_content_arrives_and_nothing_else_is_left(tmp_path: Path):
    target = tmp_path / "日报.xlsx"
    assert write_safely(target, lambda stream: stream.write(b"all")) == target
    assert target.read_bytes() == b"all"
    assert list(tmp_path.iterdir()) == [target]


def test_an_earlier_file_is_replaced(tmp_path: Path):
    target = tmp_path / "日报.xlsx"
    target.write_bytes(b"yesterday")
    write_safely(target, lambda stream: stream.write(b"today"))
    assert target.read_bytes() == b"today"


def test_while_writing_only_the_owner_can_read_it_and_its_name_tells_nothing(tmp_path: Path):
    seen: list[Path] = []

    def look(stream: BinaryIO) -> None:
        seen.extend(tmp_path.iterdir())
        if os.name == "posix":
            assert stat.S_IMODE(os.fstat(stream.fileno()).st_mode) == 0o600

    write_safely(tmp_path / "张三.xlsx", look)
    assert len(seen) == 1
    assert seen[0].name.startswith(".gridworker-")
    assert "张三" not in seen[0].name


@pytest.mark.parametrize("error", [Cancelled(), ValueError("a defect"), KeyboardInterrupt()])
def test_whatever_stops_it_leaves_the_earlier_file(tmp_path: Path, error: BaseException):
    target = tmp_path / "日报.xlsx"
    target.write_bytes(b"yesterday")
    with pytest.raises(type(error)):
        write_safely(target, _write_then(error))
    assert target.read_bytes() == b"yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_program_left_behind_is_removed_a_day_later(tmp_path: Path):
    old, new = tmp_path / ".gridworker-old.part", tmp_path / ".gridworker-new.part"
    for part in (old, new):
        part.write_bytes(b"people")
    os.utime(old, (1_669_000_000, 1_669_000_000))
    write_safely(tmp_path / "日报.xlsx", lambda stream: stream.write(b"all"))
    assert not old.exists()
    assert new.exists()


def test_a_full_disk_is_a_sentence_and_leaves_the_earlier_file(tmp_path: Path):
    target = tmp_path / "日报.xlsx"
    target.write_bytes(b"yesterday")
    with pytest.raises(DiskProblem, match="磁盘空间不足"):
        write_safely(target, _write_then(OSError(errno.ENOSPC, "No space left on device")))
    assert target.read_bytes() == b"yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(DiskProblem, match="文件夹不存在"):
        write_safely(tmp_path / "没有" / "日报.xlsx", lambda stream: None)


def test_a_folder_in_the_place_of_the_file_is_a_sentence(tmp_path: Path):
    (tmp_path / "日报.xlsx").mkdir()
    with pytest.raises(DiskProblem, match="文件夹"):
        write_safely(tmp_path / "日报.xlsx", lambda stream: None)
    assert [path.name for path in tmp_path.iterdir()] == ["日报.xlsx"]


def test_a_target_held_open_is_said_so_and_another_name_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "日报.xlsx"
    target.write_bytes(b"yesterday")

    def refuse(source: object, destination: object) -> None:  # what Windows does while Excel holds the file
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(FileHeldOpen, match="换一个文件名"):
        write_safely(target, lambda stream: stream.write(b"today"))
    assert target.read_bytes() == b"yesterday"
    assert list(tmp_path.iterdir()) == [target]
    assert free_name(target).name == "日报(2).xlsx"
