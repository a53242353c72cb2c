"""设置: every rule is data, checked before it is kept, in force at once, and undone like anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tkinter import font as tkfont

import pytest
import ttkbootstrap as ttk

from gridworker.export.message import message_text
from gridworker.export.reports import ReportRequest
from gridworker.ledger.defaults import CADENCES, REASONS
from gridworker.ledger.policy import load_policy
from gridworker.ledger.testing import day_figures
from gridworker.settings import Settings, load_settings
from gridworker.ui.palette import PALETTES
from gridworker.ui.screens.options import SECTIONS
from gridworker.ui.screens.options_rows import RowsPane
from gridworker.ui.theme import colours
from gridworker.ui.window import Window
from tests.ui.driving import click, find, press, pump, settle, texts
from tests.ui.options_driving import fill, names, show
from tests.ui.screen_window import DAY, clipped, opened, said, small_ledger


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ledger(tmp_path_factory.mktemp("options"))


@pytest.fixture
def window(root: ttk.App, source: Path, tmp_path: Path) -> Iterator[Window]:
    with opened(root, source, tmp_path) as window:
        window.go("options")
        settle(root)
        yield window
        pump(root, lambda: window.desk.pump.job is None)


# --- 单位信息 ---


def test_unit_names_are_one_change_seen_at_once_and_undone(window: Window) -> None:
    pane = show(window, "units")
    before = window.root.title()
    fill(pane.form, "community", "新示例社区")
    fill(pane.form, "worker", "王小二")
    press(pane.form.editors["worker"].entry, "<Control-s>")
    assert window.desk.ledger.setting("community") == "新示例社区"
    assert "新示例社区" in window.root.title()
    window.undo()
    assert window.root.title() == before
    assert pane.form.editors["community"].get() == window.desk.ledger.setting("community")


def test_a_missing_community_is_said_beside_the_field(window: Window) -> None:
    pane = show(window, "units")
    pane.form.editors["community"].set(None)
    click(pane.save_button)
    assert "×\u00a0必须填写" in texts(pane)


def test_typed_names_can_be_given_up(window: Window) -> None:
    pane = show(window, "units")
    fill(pane.form, "grid", "9")
    click(find(pane, "还原"))
    assert pane.form.changed() == {}


# --- 检测规则 ---


def test_a_stricter_base_makes_more_people_due_at_once(window: Window) -> None:
    window.go("today")
    today = window.screen
    before = day_figures(window.desk.ledger, DAY).due
    window.go("options")
    pane = show(window, "rules")
    fill(pane.form, "base_cadence", "一天一检")
    click(pane.save_button)
    assert load_policy(window.desk.ledger).base.name == "一天一检"
    window.go("today")
    after = day_figures(window.desk.ledger, DAY).due
    assert after > before
    assert f"{after:,}" in texts(today)


def test_a_day_that_is_none_is_refused(window: Window) -> None:
    pane = show(window, "rules")
    fill(pane.form, "testing_since", "2022-13-40")
    click(pane.save_button)
    assert any(text.startswith("×") for text in texts(pane))
    assert window.desk.ledger.setting("testing_since") == ""


def test_rules_are_kept_as_the_policy_reads_them(window: Window) -> None:
    pane = show(window, "rules")
    for key, text in (("proof_hours", "24"), ("proof_by", "采样时间"), ("tube_size", "20")):
        fill(pane.form, key, text)
    fill(pane.form, "testing_since", "2022/11/01")
    click(pane.save_button)
    policy = load_policy(window.desk.ledger)
    assert (policy.proof_hours, policy.proof_by, policy.tube_size) == (24, "采样时间", 20)
    assert policy.testing_since == "2022-11-01"


def test_a_new_cadence_can_be_the_base(window: Window) -> None:
    show(window, "rules")
    with window.desk.ledger.change("新增") as change:
        window.desk.ledger.create("cadence", {"name": "四天一检", "times": 1, "days": 4})
    window.desk.changed(change)
    pane = show(window, "rules")
    assert "四天一检" in pane.form.editors["base_cadence"].choices
    assert "免检" not in pane.form.editors["base_cadence"].choices


# --- 通报文字 ---


def test_a_chat_text_is_reworded_and_shown_as_it_will_be(window: Window) -> None:
    pane = show(window, "messages")
    editor = pane.form.editors["message_testing_daily"]
    editor.set("今日应检{应检}人")
    editor.changed()
    due = day_figures(window.desk.ledger, DAY).due
    assert said(window.root, f"今日应检{due}人")
    click(pane.save_button)
    request = ReportRequest(DAY, datetime.now())
    assert message_text(window.desk.ledger, "testing-daily", request) == f"今日应检{due}人"


def test_a_name_that_means_nothing_is_refused(window: Window) -> None:
    pane = show(window, "messages")
    pane.form.editors["message_testing_daily"].set("今日{天气}")
    click(pane.save_button)
    assert any("不认识的“{天气}”" in text and text.startswith("×") for text in texts(pane.form))
    assert window.desk.ledger.setting("message_testing_daily") == ""


# --- 外观 ---


def test_text_size_and_theme_are_in_force_at_once_and_remembered(window: Window) -> None:
    window.go("reports")
    window.go("options")
    pane = show(window, "look")
    font = tkfont.nametofont("TkDefaultFont", root=window.root)
    before = abs(int(font.cget("size")))
    click(find(pane, "特大"))
    click(find(pane, "深色"))
    settle(window.root)
    assert abs(int(font.cget("size"))) > before
    assert colours() == PALETTES["dark"]
    assert (load_settings().text_size, load_settings().theme) == ("特大", "深色")
    assert clipped(window.root) == []
    window.go("reports")


# --- 台账 ---


def test_a_batch_is_taken_back_out_of_turn(window: Window) -> None:
    ledger = window.desk.ledger
    ledger.set_setting("street", "甲街道")
    with ledger.change("新增原因"):
        ledger.create("reason", {"name": "出差"})
    window.refresh(None)
    pane = show(window, "ledger")
    first = next(row["batch"] for row in ledger.history() if row["label"] == "修改设置")
    pane.list.select([first])
    settle(window.root)
    click(pane.undo_button)
    assert ledger.setting("street") != "甲街道"
    assert "出差" in names(window, "reason")
    assert said(window.root, "已撤销：修改设置")
    assert pane.list.view.order[0] == ledger.history()[0]["batch"]


def test_a_batch_that_others_rest_on_is_not_taken_back(window: Window) -> None:
    ledger = window.desk.ledger
    ledger.set_setting("street", "甲街道")
    ledger.set_setting("street", "乙街道")
    window.refresh(None)
    pane = show(window, "ledger")
    pane.list.select([ledger.history()[1]["batch"]])
    press(pane.list.view.tree, "<Delete>")
    assert said(window.root, "后来的改动以它为基础")
    assert ledger.setting("street") == "乙街道"


def test_making_the_ledger_is_not_to_be_taken_back(window: Window) -> None:
    pane = show(window, "ledger")
    pane.list.select([window.desk.ledger.history()[-1]["batch"]])
    settle(window.root)
    assert pane.undo_button.instate(["disabled"])
    assert press(pane.list.view.tree, "<Delete>") is None
    assert window.desk.ledger.count("cadence") == len(CADENCES)


def test_a_whole_ledger_is_said_to_be_whole(window: Window) -> None:
    pane = show(window, "ledger")
    click(pane.check_button)
    assert said(window.root, "正在检查…")
    pump(window.root, lambda: said(window.root, "台账完好"), 20)
    assert pane.check_button.instate(["!disabled"])


def test_what_is_wrong_is_said_and_counted(window: Window) -> None:
    ledger = window.desk.ledger
    with ledger.change("坏行"):
        bad = [{"name": f"坏{n}", "times": 9, "days": 1} for n in range(7)]
        ledger.create_many("cadence", bad, checked=True)
    pane = show(window, "ledger")
    click(pane.check_button)
    pump(window.root, lambda: said(window.root, "……共 7 处"), 20)


# --- everywhere ---


def test_a_section_in_the_background_catches_up_when_shown(window: Window) -> None:
    show(window, "reasons")
    show(window, "units")
    window.desk.act("新增", lambda ledger: ledger.create("reason", {"name": "出差"}))
    pane = show(window, "reasons")
    assert isinstance(pane, RowsPane)
    assert len(pane.list.view.order) == len(REASONS) + 1


def test_another_screen_opens_a_section(window: Window) -> None:
    window.go("options", section="own_fields")
    settle(window.root)
    assert said(window.root, "还没有自定义字段")


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
@pytest.mark.parametrize("theme_name", ["浅色", "深色"])
def test_nothing_is_clipped(root: ttk.App, source: Path, tmp_path: Path, size: str, theme_name: str) -> None:
    with opened(root, source, tmp_path, Settings(text_size=size, theme=theme_name)) as window:
        window.go("options")
        settle(root)
        found = {}
        for section in SECTIONS:
            show(window, section)
            found[section] = clipped(root)
        assert found == {section: [] for section in SECTIONS}
