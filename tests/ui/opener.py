"""A program in place of the system's opener, found first on the path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int) -> Path:
    """Install an opener that notes what it is asked for, and its libraries, and gives this answer."""
    programs = tmp_path / "programs"
    programs.mkdir()
    noted = tmp_path / "opened.txt"
    program = programs / "xdg-open"
    program.write_text(
        f'#!/bin/sh\nprintf "%s" "$1" > "{noted}"\nprintf "%s" "$LD_LIBRARY_PATH" > "{noted}.libraries"\nexit {answer}\n',
        "utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return noted
