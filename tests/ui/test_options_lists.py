"""The lists under 设置: edited in place, never left in a state that makes no sense, undone like anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.defaults import CADENCES, REASONS
from gridworker.ledger.policy import load_policy
from gridworker.ledger.testing import day_figures
from gridworker.ui.window import Window
from tests.ui.driving import click, find, meanwhile, press, pump, settle, texts, type_text
from tests.ui.options_driving import edit, fill, names, show
from tests.ui.screen_window import DAY, opened, said, small_ledger


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ledger(tmp_path_factory.mktemp("lists"))


@pytest.fixture
def window(root: ttk.App, source: Path, tmp_path: Path) -> Iterator[Window]:
    with opened(root, source, tmp_path) as window:
        window.go("options")
        settle(root)
        yield window
        pump(root, lambda: window.desk.pump.job is None)


# --- the lists ---


def test_a_cadence_is_typed_in_added_and_undone(window: Window) -> None:
    pane = show(window, "cadences")
    press(pane.list.view.tree, "<Insert>")
    for text in ("四天两检", "2", "4"):
        target = window.root.focus_lastfor()
        type_text(target, text)
        press(target, "<Return>")
    assert names(window, "cadence")[-1] == "四天两检"
    assert load_policy(window.desk.ledger).cadences["四天两检"].times == 2
    window.undo()
    assert len(pane.list.view.order) == len(CADENCES)


def test_a_cadence_that_makes_no_sense_is_refused(window: Window) -> None:
    pane = show(window, "cadences")
    for key, text in (("name", "9"), ("times", "5"), ("days", "4")):
        fill(pane.form, key, text)
    click(find(pane, "添加 Enter"))
    assert "×\u00a0次数须在 0 到周期天数之间" in texts(pane)
    assert len(window.desk.ledger.rows("cadence")) == len(CADENCES)


def test_a_second_of_the_same_name_is_refused(window: Window) -> None:
    pane = show(window, "reasons")
    fill(pane.form, "name", "联系不上")
    click(find(pane, "添加 Enter"))
    assert "×\u00a0已经有“联系不上”了" in texts(pane)
    assert names(window, "reason") == list(REASONS)


def test_a_cell_is_changed_in_place(window: Window) -> None:
    pane = show(window, "reasons")
    assert edit(pane, 0, "name", "3 sui") == ""
    assert names(window, "reason")[0] == "3 sui"
    window.undo()
    assert names(window, "reason")[0] == REASONS[0]


def test_a_rule_takes_only_a_cadence_that_is_known(window: Window) -> None:
    pane = show(window, "trades")
    assert "不在可选项内" in edit(pane, 0, "cadence", "x")
    press(window.root.focus_lastfor(), "<Escape>")
    assert window.desk.ledger.rows("trade")[0]["cadence"] == "一天一检"


def test_a_cadence_in_use_keeps_its_name_and_says_who_uses_it(window: Window) -> None:
    pane = show(window, "cadences")
    assert "不能改名" in edit(pane, 0, "name", "x")
    assert said(window.root, "重点行业医疗机构、药店、养老机构等 18 个")
    press(window.root.focus_lastfor(), "<Escape>")
    assert names(window, "cadence")[0] == "一天一检"


def test_its_days_may_change_and_count_at_once(window: Window) -> None:
    pane = show(window, "cadences")
    before = day_figures(window.desk.ledger, DAY).due
    base = names(window, "cadence").index("三天一检")
    assert edit(pane, base, "days", "14") == ""
    assert day_figures(window.desk.ledger, DAY).due < before


def test_a_cadence_in_use_is_not_removed(window: Window) -> None:
    resident = window.desk.ledger.rows("resident")[0]["id"]
    window.desk.ledger.update("resident", resident, {"cadence": "五天一检"})
    pane = show(window, "cadences")
    five = [
        row["id"] for row in window.desk.ledger.rows("cadence") if row["name"] in ("五天一检", "七天一检")
    ]
    pane.list.select(five)
    press(pane.list.view.tree, "<Delete>")
    assert said(window.root, "“五天一检”正在使用，不能删除：1 位居民单独设定")
    assert len(names(window, "cadence")) == len(CADENCES)


def test_unused_rows_are_removed_together_and_come_back(window: Window) -> None:
    pane = show(window, "reasons")
    pane.list.select([row["id"] for row in window.desk.ledger.rows("reason")[:2]])
    press(pane.list.view.tree, "<Delete>")
    assert names(window, "reason") == list(REASONS[2:])
    window.undo()
    assert names(window, "reason") == list(REASONS)


def test_defaults_come_back_and_own_rows_stay(window: Window) -> None:
    ledger = window.desk.ledger
    ledger.remove("trade", ledger.rows("trade")[0]["id"])
    ledger.update("trade", ledger.rows("trade")[0]["id"], {"cadence": "三天一检"})
    ledger.create("trade", {"name": "供暖", "cadence": "两天一检"})
    pane = show(window, "trades")
    click(find(pane, "恢复默认"))
    rows = {row["name"]: row["cadence"] for row in ledger.rows("trade")}
    assert rows.pop("供暖") == "两天一检"
    assert len(rows) == 18
    assert set(rows.values()) == {"一天一检"}


def test_a_status_that_places_have_is_not_removed(window: Window) -> None:
    ledger = window.desk.ledger
    ledger.update("place", ledger.rows("place")[0]["id"], {"status": "封控区"})
    pane = show(window, "statuses")
    pane.list.select([row["id"] for row in ledger.rows("managed_status") if row["name"] == "封控区"])
    press(pane.list.view.tree, "<Delete>")
    assert said(window.root, "1 处小区、楼栋或单元")
    assert "封控区" in names(window, "managed_status")


def test_cadences_offered_for_a_trade_follow_the_list(window: Window) -> None:
    pane = show(window, "trades")
    window.desk.act(
        "新增", lambda ledger: ledger.create("cadence", {"name": "四天一检", "times": 1, "days": 4})
    )
    assert "四天一检" in pane.form.editors["cadence"].choices


# --- 自定义字段 ---


def add_field(pane: Any, heading: str, kind: str = "文字", choices: str = "") -> None:
    fill(pane.form, "heading", heading)
    fill(pane.form, "kind", kind)
    fill(pane.form, "choices", choices)
    click(find(pane, "添加 Enter"))


def test_a_field_of_ones_own_appears_in_the_register_and_is_undone(window: Window) -> None:
    pane = show(window, "own_fields")
    add_field(pane, "党员", "是否")
    field = window.desk.ledger.register("resident").fields[-1]
    assert (field.heading, field.kind.name, field.own) == ("党员", "yes_no", True)
    assert len(pane.list.view.order) == 1
    window.undo()
    assert not window.desk.ledger.register("resident").fields[-1].own


def test_a_heading_that_exists_and_choices_that_are_none_are_refused(window: Window) -> None:
    pane = show(window, "own_fields")
    add_field(pane, "姓名")
    assert "×\u00a0居民已经有“姓名”这一栏" in texts(pane)
    add_field(pane, "血型", "选项", "A")
    assert "×\u00a0请写至少两个可选项，用顿号分开" in texts(pane)
    assert window.desk.ledger.rows("own_field") == []


def test_a_field_taken_away_keeps_its_contents_until_they_are_erased(window: Window) -> None:
    ledger = window.desk.ledger
    pane = show(window, "own_fields")
    add_field(pane, "血型", "选项", "A、B、O、AB")
    key = ledger.rows("own_field")[0]["key"]
    resident = ledger.rows("resident")[0]["id"]
    ledger.update("resident", resident, {key: "AB"})
    assert edit(pane, 0, "heading", "ABO") == ""
    assert ledger.register("resident").field(key).heading == "ABO"
    pane.list.select([ledger.rows("own_field")[0]["id"]])
    press(pane.list.view.tree, "<Delete>")
    assert said(window.root, "已停用“ABO”，填过的内容仍保留。")
    assert key not in ledger.register("resident").keys
    press(pane.list.view.tree, "<Control-r>")
    assert ledger.get("resident", resident)[key] == "AB"
    meanwhile(window.root, lambda dialog: click(find(dialog, "删除")))
    click(find(pane, "连内容删除…"))
    pump(window.root, lambda: key not in ledger.get("resident", resident))
    assert ledger.rows("own_field") == []
