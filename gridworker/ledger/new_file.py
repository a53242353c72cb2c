"""Making a ledger file: whole under its name, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridworker.errors import DiskProblem, LedgerExists, disk_reason


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to build under; at the end the file takes the name `path`.

    Nothing is left of what failed or was cancelled. Raises LedgerExists, also when the file appeared
    meanwhile, and DiskProblem.
    """
    if path.exists():
        raise LedgerExists(path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        if path.exists():
            raise LedgerExists(path)
        os.replace(unfinished, path)
    except OSError as error:
        raise DiskProblem(path, disk_reason(error)) from error
    finally:
        _discard(unfinished)


def _discard(unfinished: Path) -> None:
    for leftover in (unfinished, Path(f"{unfinished}-journal")):
        if leftover.exists():
            leftover.unlink()
