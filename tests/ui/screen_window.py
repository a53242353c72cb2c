"""The program's window over a small demonstration ledger, for tests of screens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.window import THEME_MODES, Window
from tests.ui.driving import descendants, settle, text_of, texts

DAY = "2022-11-28"
RESIDENTS = 500
_PADDING = 4  # pixels beside the words of a label, which may be cut off


def small_ledger(folder: Path) -> Path:
    """A demonstration ledger, made once a folder."""
    path = folder / "demonstration.gwl"
    if not path.exists():
        make_demonstration(path, RESIDENTS, DAY, 1)
    return path


@contextmanager
def opened(root: ttk.App, source: Path, folder: Path, settings: Settings | None = None) -> Iterator[Window]:
    """The window over a copy of the ledger, closed afterwards."""
    settings = settings or Settings()
    path = folder / "台账.gwl"
    shutil.copy(source, path)
    theme.dress(root, size=settings.text_size, theme=THEME_MODES[settings.theme])
    window = Window(root, Ledger.open(path), settings)
    settle(root)
    try:
        yield window
    finally:
        window.close()
        theme.dress(root)


def said(root: ttk.App, part: str) -> bool:
    """Whether these words are in sight anywhere in the window."""
    return any(part in text for text in texts(root))


def clipped(root: ttk.App) -> list[str]:
    """Words in sight that do not fit their widget or the window."""
    settle(root)
    settle(root)  # lines are wrapped to the width found by the first
    edge = root.winfo_rootx() + root.winfo_width(), root.winfo_rooty() + root.winfo_height()
    return [
        text_of(widget)
        for widget in descendants(root)
        if text_of(widget)
        and (
            widget.winfo_reqwidth() > widget.winfo_width() + _PADDING
            or widget.winfo_reqheight() > widget.winfo_height() + _PADDING
            or widget.winfo_rootx() + widget.winfo_width() > edge[0]
            or widget.winfo_rooty() + widget.winfo_height() > edge[1]
        )
    ]
