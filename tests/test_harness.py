"""The guards of the test run: no logged error, no network, nobody else's data or screen."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import display
from tests.inner import ROOT, inner_run


def test_a_logged_error_fails_the_test(tmp_path: Path) -> None:
    result = inner_run(
        tmp_path,
        "import logging\ndef test_log():\n    logging.getLogger('gridworker.ledger.book').error('lost it')\n",
    )
    assert result.returncode == 1
    assert "lost it" in result.stdout


def test_a_logged_warning_does_not(tmp_path: Path) -> None:
    result = inner_run(
        tmp_path, "import logging\ndef test_log():\n    logging.getLogger('gridworker').warning('slow')\n"
    )
    assert result.returncode == 0, result.stdout


def test_an_expected_error_can_be_taken(logged_errors: list[logging.LogRecord]) -> None:
    logging.getLogger("gridworker.jobs").error("expected")
    assert logged_errors.pop().getMessage() == "expected"


def test_a_swallowed_connection_fails_the_test(tmp_path: Path) -> None:
    result = inner_run(
        tmp_path,
        "import contextlib, socket\n"
        "def test_connect():\n"
        "    with contextlib.suppress(OSError), socket.socket() as outward:\n"
        "        outward.connect(('192.0.2.1', 80))\n",
    )
    assert result.returncode == 1
    assert "tried to use the network" in result.stdout


def test_looking_up_a_name_is_refused(reached_out: list[str]) -> None:
    with pytest.raises(PermissionError):
        socket.getaddrinfo("host.invalid", 80)
    assert reached_out.pop() == "socket.getaddrinfo host.invalid"


def test_this_computer_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_programs_home_is_not_the_users(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert os.environ["GRIDWORKER_HOME"] == str(home)
    assert home.is_relative_to(tmp_path_factory.getbasetemp())


def test_a_missing_screen_is_told_in_a_sentence(tmp_path: Path) -> None:
    if not display.NEEDED:
        return
    result = subprocess.run(
        [sys.executable, "-m", "tests"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    assert result.returncode == 1
    assert "apt install xvfb" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_screen_is_ended_and_the_old_one_comes_back() -> None:
    before = os.environ.get("DISPLAY")
    with display.virtual_display():
        during = os.environ.get("DISPLAY")
    assert os.environ.get("DISPLAY") == before
    if display.NEEDED:
        assert during not in {before, None}
        opening = [sys.executable, "-c", "import tkinter; tkinter.Tk()"]
        result = subprocess.run(
            opening, env={**os.environ, "DISPLAY": str(during)}, capture_output=True, encoding="utf-8"
        )
        assert "display" in result.stderr
