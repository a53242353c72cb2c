"""Run a test inside a test, to show that the harness fails what must fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def inner_run(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run the source as a test module of its own in `folder`, under the project's conftest files."""
    module = folder / "test_inner.py"
    module.write_text(source, encoding="utf-8")
    plugins = ["-p", "tests.conftest", "-p", "tests.ui.conftest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", "pyproject.toml", *plugins, str(module)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
