"""How soon the window is usable, beside a bare ttkbootstrap window with one label, in the same run.

Run: uv run python benchmarks/start.py [residents …]   (default 3000; ledgers are made in a temporary folder)
Needs a screen (Xvfb will do).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gridworker.ledger.demonstration import make_demonstration

BARE = """
import ttkbootstrap as ttk
app = ttk.App(title="bare"); ttk.Label(app, text="台账").pack(); app.update(); app.destroy()
"""
WINDOW = """
import sys; from pathlib import Path
from gridworker.ui.app import App
app = App(Path(sys.argv[1])); app.start(); app.root.update(); app.quit()
"""
ROUNDS = 7


def seconds(code: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
    return time.perf_counter() - started


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GRIDWORKER_HOME"] = folder
        for size in sizes:
            ledger = Path(folder) / f"{size}.gwl"
            make_demonstration(ledger, size, "2022-11-28", 1)
            pairs = [(seconds(BARE), seconds(WINDOW, str(ledger))) for _ in range(ROUNDS)]
            bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{size:>7} residents: bare {bare:.2f} s, window {ours:.2f} s, ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [3000])
