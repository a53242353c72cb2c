"""Output files that are either whole or not there.

    write_safely(target, lambda stream: stream.write(data))

Content goes to a private file beside the target, reaches the disk, and only then takes its name. Whatever
stops the writing - an error, a full disk, a cancelled job - leaves the earlier target as it was.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from gridworker.errors import DiskProblem, GridworkerError, disk_reason

PREFIX, SUFFIX = ".gridworker-", ".part"
ABANDONED = 24 * 3600  # seconds after which no writer can still be at work on a part


class FileHeldOpen(GridworkerError):
    """The target is open in another program (Excel, a viewer), which Windows does not let us replace."""

    def __init__(self, target: Path) -> None:
        self.target = target
        super().__init__(
            f"“{target.name}”正被其他程序（如 Excel 或 WPS）打开，没有覆盖。请关闭它后重试，或换一个文件名。"
        )


def write_safely(target: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Let `write` fill a new binary file and give it the name `target`, or leave everything as it was.

    The stream can seek and be read back. Raises FileHeldOpen, DiskProblem, and whatever `write` raises.
    """
    _sweep(target.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=target.parent)
    except OSError as error:
        raise _disk_problem(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _take_name(part, target)
    except OSError as error:
        raise _disk_problem(target, error) from error
    finally:
        with contextlib.suppress(OSError):  # gone after success; a lost disk cannot be tidied
            part.unlink(missing_ok=True)
    return target


def free_name(target: Path) -> Path:
    """The same name with a number, that no file has yet: what to offer when the target is held open."""
    number = 2
    while (other := target.with_name(f"{target.stem}({number}){target.suffix}")).exists():
        number += 1
    return other


def _sweep(folder: Path) -> None:
    """Remove parts that a power cut or a killed program left behind: they hold people's data."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{PREFIX}*{SUFFIX}"):
            if time.time() - part.stat().st_mtime > ABANDONED:
                part.unlink(missing_ok=True)


def _take_name(part: Path, target: Path) -> None:
    if target.is_dir():
        raise DiskProblem(target, "这是一个文件夹，请换一个文件名")
    try:
        os.replace(part, target)
    except PermissionError as error:
        raise FileHeldOpen(target) from error
    if os.name == "posix":  # on Windows a folder cannot be opened, and the rename is journalled
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _disk_problem(target: Path, error: OSError) -> DiskProblem:

    return DiskProblem(target, disk_reason(error))
