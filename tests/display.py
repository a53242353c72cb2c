"""A screen of the tests' own, so that they neither show on nor depend on the user's.

Only Linux has one (Xvfb); elsewhere the windows open on the real screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SCREEN = "1366x768x24"  # the office PC the window is designed for
DPI = "96"
NEEDED = sys.platform == "linux"


class DisplayMissing(Exception):
    """No screen can be had; the sentence says what to install."""

    def __init__(self, why: str) -> None:
        super().__init__(f"测试需要虚拟屏幕 Xvfb，{why}。请运行 sudo apt install xvfb 后再试。")


def require() -> None:
    """Raise DisplayMissing where the tests need Xvfb and it is not installed."""
    if NEEDED and shutil.which("Xvfb") is None:
        raise DisplayMissing("但没有找到它")


@contextmanager
def virtual_display() -> Iterator[None]:
    """Point DISPLAY at a new Xvfb on a number that is free, and end that very process afterwards."""
    if not NEEDED:
        yield
        return
    require()
    before = os.environ.get("DISPLAY")
    server, number = _start()
    os.environ["DISPLAY"] = f":{number}"
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)
        if before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = before


def _start() -> tuple[subprocess.Popen[bytes], str]:
    """Start the server; it writes its number to our pipe once it takes connections, nothing if it dies."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-dpi", DPI]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as answer:
        number = answer.readline().strip()
    if not number:
        raise DisplayMissing(f"但它没能启动（退出码 {server.wait()}）")
    return server, number
