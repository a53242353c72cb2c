"""设置, 两点一线: the values by which alerts are given, checked while typed and in force at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.closed_loop import loop_workers
from gridworker.ui.window import Window
from tests.ui.driving import settle, texts
from tests.ui.options_driving import fill, show
from tests.ui.screen_window import DAY, opened, small_ledger


@pytest.fixture
def window(root: ttk.App, tmp_path: Path) -> Iterator[Window]:
    with opened(root, small_ledger(tmp_path), tmp_path) as window:
        window.go("options")
        settle(root)
        yield window


def test_values_are_kept_as_they_are_typed_and_rule_the_alerts(window: Window) -> None:
    pane = show(window, "loop")
    assert pane.form.raw() == {"pass_warning_days": "3", "fever": "37.3"}
    fill(pane.form, "pass_warning_days", "30")
    fill(pane.form, "fever", "37")
    pane.save()
    ledger = window.desk.ledger
    assert (ledger.setting("pass_warning_days"), ledger.setting("fever")) == ("30", "37.0")
    words = {alert.words for worker in loop_workers(ledger, DAY) for alert in worker.alerts}
    assert "通行证30天内到期" in words
    window.undo()
    assert pane.form.raw() == {"pass_warning_days": "3", "fever": "37.3"}


def test_values_that_make_no_sense_are_said_beside_their_field(window: Window) -> None:
    pane = show(window, "loop")
    fill(pane.form, "pass_warning_days", "99")
    fill(pane.form, "fever", "60")
    pane.save()
    said = texts(pane)
    assert "×\u00a0请填写 0 到 60" in said and "×\u00a0请填写 35.0 到 42.0" in said
    assert window.desk.ledger.setting("fever") == "37.3"
