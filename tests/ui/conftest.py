"""One real window for all tests of the window, and Tk callback errors that cannot pass unnoticed.

Tk swallows what a callback raises; here it fails the test in which it happened.
"""

from __future__ import annotations

import contextlib
import tkinter
from collections.abc import Iterator
from types import TracebackType

import pytest
import ttkbootstrap as ttk

PIXELS_PER_POINT = 96 / 72  # pinned: sizes must not depend on the screen the tests run on


class SharedWindow:
    """The one root that tests share; ttkbootstrap allows a single live one in a process."""

    def __init__(self) -> None:
        self._root: ttk.App | None = None

    def get(self) -> ttk.App:
        if self._root is None:
            self._root = ttk.App(title="tests", scaling=PIXELS_PER_POINT)
        return self._root

    def close(self) -> None:
        if self._root is not None:
            self._root.destroy()
        self._root = None


@pytest.fixture(scope="session")
def shared_window() -> Iterator[SharedWindow]:
    window = SharedWindow()
    yield window
    window.close()


@pytest.fixture(autouse=True)
def callback_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Raise what a Tk callback raised during the test; one that provokes it pops it from here."""
    errors: list[BaseException] = []

    def collect(
        _root: tkinter.Tk,
        _kind: type[BaseException],
        error: BaseException,
        _traceback: TracebackType | None,
    ) -> None:
        errors.append(error)

    monkeypatch.setattr(tkinter.Tk, "report_callback_exception", collect)
    yield errors
    if errors:
        raise errors[0]


@pytest.fixture
def root(shared_window: SharedWindow, callback_errors: list[BaseException]) -> Iterator[ttk.App]:
    """The shared window, on screen and empty; whatever the test put there is gone after it."""
    window = shared_window.get()
    window.geometry("1280x680+0+0")
    window.deiconify()
    window.update()
    waiting = _scheduled(window)
    yield window
    for child in window.winfo_children():
        child.destroy()
    window.update()
    for script in _scheduled(window) - waiting:
        window.after_cancel(script)
    vars(window).pop("report_callback_exception", None)  # the program may have put its own on the window


@pytest.fixture
def own_window(shared_window: SharedWindow, callback_errors: list[BaseException]) -> Iterator[None]:
    """Make room for a test that starts the program's own window; closes it if the test did not."""
    shared_window.close()
    yield
    left = getattr(tkinter, "_default_root", None)
    if left is not None:
        with contextlib.suppress(tkinter.TclError):  # it was on its way out
            left.destroy()


def _scheduled(window: tkinter.Misc) -> set[str]:
    return set(window.tk.splitlist(window.tk.call("after", "info")))
