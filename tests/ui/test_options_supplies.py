"""设置, 物资时限: hours to the door are data, in force at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.supplies import limits, supply_todos
from gridworker.ui.window import Window
from tests.ui.driving import press, settle, texts
from tests.ui.options_driving import fill, show
from tests.ui.pages import TODAY
from tests.ui.screen_window import clipped, opened
from tests.ui.supply_world import supply_ledger


def late(window: Window) -> str:
    return next((todo.text for todo in supply_todos(window.desk.ledger, TODAY) if todo.tone == "bad"), "")


@pytest.mark.parametrize("wrong", ["0", "721", "半天", ""])
def test_hours_are_checked_kept_and_undone(root: ttk.App, tmp_path: Path, wrong: str) -> None:
    with opened(root, supply_ledger(tmp_path / "前.gwl"), tmp_path) as window:
        window.go("options")
        settle(root)
        pane = show(window, "supply_rules")
        assert clipped(root) == []
        assert late(window).startswith("1 单")
        fill(pane.form, "hours_medicine", "720")
        fill(pane.form, "hours_infant", wrong)
        press(pane.form.editors["hours_infant"].entry, "<Control-s>")
        assert limits(window.desk.ledger).medicine == 24
        assert any(text.startswith("×") for text in texts(pane.form))
        fill(pane.form, "hours_infant", "12")
        press(pane.form.editors["hours_infant"].entry, "<Control-s>")
        assert (limits(window.desk.ledger).medicine, limits(window.desk.ledger).infant) == (720, 12)
        assert late(window) == ""
        window.undo()
        assert late(window).startswith("1 单")
