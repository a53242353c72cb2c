"""Run every check of the project: `python -m tests [arguments for pytest]`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import display

ROOT = Path(__file__).resolve().parent.parent
STEPS = {
    "代码检查": ["ruff", "check"],
    "代码格式": ["ruff", "format", "--check"],
    "类型检查": ["mypy"],
    "类型检查（Windows）": ["mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"],
    "测试": ["pytest"],
}


def main(extra: list[str]) -> int:
    """Run the steps in order, each announced; return the exit status of the first that fails."""
    try:
        display.require()
    except display.DisplayMissing as error:
        print(error, file=sys.stderr)
        return 1
    for name, step in STEPS.items():
        command = [*step, *extra] if step[0] == "pytest" else step
        print(f"\n== {name}：{' '.join(command)}", flush=True)
        status = subprocess.run([sys.executable, "-m", *command], cwd=ROOT).returncode
        if status:
            print(f"\n== {name}没有通过", file=sys.stderr, flush=True)
            return status
    print("\n== 全部通过", flush=True)
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("PYTHONIOENCODING", "utf-8")
    sys.exit(main(sys.argv[1:]))
