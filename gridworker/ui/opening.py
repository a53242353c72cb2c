"""Handing a folder or file to the system's own viewer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from gridworker.errors import GridworkerError

_WAIT = 5.0  # seconds; a viewer that has not given up by then is open
_NOTHING_FITS = 3  # how xdg-open says that no program was found


class NothingThere(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到“{path}”，可能还没有生成，或已被移走。")


class NoViewer(GridworkerError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"这台电脑没有能打开“{path.name}”的程序。请自行打开：{path}")


def open_outside(path: Path) -> None:
    """Show the folder or file in the system's viewer; may wait a few seconds, so call it in a job.

    Raises NothingThere, NoViewer.
    """
    if not path.exists():
        raise NothingThere(path)
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            raise NoViewer(path) from error
    else:
        _start("open" if sys.platform == "darwin" else "xdg-open", path)


def _start(opener: str, path: Path) -> None:
    program = shutil.which(opener)
    if program is None:
        raise NoViewer(path)
    process = subprocess.Popen(
        [program, str(path.resolve())], env=outer_environment(), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        answer = process.wait(_WAIT)
    except subprocess.TimeoutExpired:  # some systems' openers stay until the viewer is closed
        return
    if answer == _NOTHING_FITS:
        raise NoViewer(path)


def outer_environment() -> dict[str, str]:
    """The environment without what a frozen program changed for itself; others' libraries load again."""
    environment = dict(os.environ)
    before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        environment["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
    return environment
