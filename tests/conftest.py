"""What every test has: a screen and a home of its own, no network, and no error that goes unnoticed."""

from __future__ import annotations

import ipaddress
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import display

hypothesis.settings.register_profile("gridworker", deadline=None)  # a busy machine is not a defect
hypothesis.settings.load_profile("gridworker")

SESSION = ExitStack()
REACHED_OUT: list[str] = []


def pytest_configure() -> None:
    """Give child processes the same screen and language as the tests, whatever the user's are."""
    os.environ.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", LANGUAGE="")
    try:
        SESSION.enter_context(display.virtual_display())
    except display.DisplayMissing as error:
        raise pytest.UsageError(str(error)) from None


def pytest_unconfigure() -> None:
    SESSION.close()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that stands in for the user's own data; the program must write nowhere else."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRIDWORKER_HOME", str(folder))
        yield folder


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[list[logging.LogRecord]]:
    """Fail the test during which the program logged an error; one that provokes it pops it from here."""
    collector = _Collector()
    logger = logging.getLogger("gridworker")
    logger.addHandler(collector)
    yield collector.records
    logger.removeHandler(collector)
    if collector.records:
        told = "\n".join(logging.Formatter().format(record) for record in collector.records)
        pytest.fail(f"the program logged an error:\n{told}", pytrace=False)


def _watch_network(event: str, args: tuple[Any, ...]) -> None:
    """Refuse to leave this computer. An audit hook sees every socket, whoever opened it."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        host = args[1][0]
    else:  # not a socket, or one of this computer's own (its address is a file)
        return
    if not _is_local(host):
        REACHED_OUT.append(f"{event} {host}")
        raise PermissionError(f"the program must not use the network: {host}")


def _is_local(host: Any) -> bool:
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(_watch_network)


@pytest.fixture(autouse=True)
def reached_out() -> Iterator[list[str]]:
    """Fail the test that tried to leave this computer, even if the program swallowed the refusal."""
    REACHED_OUT.clear()
    yield REACHED_OUT
    if REACHED_OUT:
        pytest.fail("the program tried to use the network: " + "; ".join(REACHED_OUT), pytrace=False)
