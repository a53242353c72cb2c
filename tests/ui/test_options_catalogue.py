"""套餐 and 商家 under 设置: what a request can name, typed in place, with fields of the worker's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.settings import Settings
from gridworker.ui.window import Window
from tests.ui.driving import click, find, press, pump, settle, texts, type_text
from tests.ui.options_driving import edit, fill, names, show
from tests.ui.screen_window import clipped, opened, small_ledger


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ledger(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture
def window(root: ttk.App, source: Path, tmp_path: Path) -> Iterator[Window]:
    with opened(root, source, tmp_path) as window:
        window.go("options")
        settle(root)
        yield window
        pump(root, lambda: window.desk.pump.job is None)


def last(window: Window, register: str) -> dict[str, Any]:
    return window.desk.ledger.rows(register)[-1]


def test_a_bundle_is_typed_from_field_to_field_by_enter(window: Window) -> None:
    pane = show(window, "bundles")
    press(pane.list.view.tree, "<Insert>")
    for text in ("老人套餐", None, "软面包、牛奶", "新开的店", "45.50", None):
        target = window.root.focus_lastfor()
        if text is not None:
            type_text(target, text)
        press(target, "<Return>")
    found = last(window, "bundle")
    assert {key: found[key] for key in ("name", "category", "contents", "merchant", "price", "unit")} == {
        "name": "老人套餐", "category": "蔬菜包", "contents": "软面包、牛奶", "merchant": "新开的店",
        "price": 4550, "unit": "份",
    }  # fmt: skip
    window.undo()
    assert "老人套餐" not in names(window, "bundle")


def test_a_new_merchant_is_offered_to_bundles_at_once(window: Window) -> None:
    pane = show(window, "merchants")
    fill(pane.form, "name", "新开的店")
    fill(pane.form, "phone", "0351-7000001")
    click(find(pane, "添加 Enter"))
    assert last(window, "merchant")["phone"] == "0351-7000001"
    assert "新开的店" in show(window, "bundles").form.editors["merchant"].choices


def test_a_price_is_changed_in_place_and_one_that_is_none_refused(window: Window) -> None:
    pane = show(window, "bundles")
    assert edit(pane, 0, "price", "1.005") == "× 小数位太多，请核对"
    press(window.root.focus_lastfor(), "<Escape>")
    assert edit(pane, 0, "price", "61.5") == ""
    assert window.desk.ledger.rows("bundle")[0]["price"] == 6150


def test_a_second_merchant_of_the_same_name_is_refused(window: Window) -> None:
    pane = show(window, "merchants")
    first = names(window, "merchant")[0]
    fill(pane.form, "name", first)
    click(find(pane, "添加 Enter"))
    assert f"×\u00a0已经有“{first}”了" in texts(pane)


def test_a_field_of_the_workers_own_is_a_column_and_an_entry_at_once(window: Window) -> None:
    pane = show(window, "bundles")
    own = {"register": "bundle", "key": "weight", "heading": "重量", "kind": "文字"}
    window.desk.act("新增自定义字段", lambda ledger: ledger.create("own_field", own))
    settle(window.root)
    assert [column.heading for column in pane.list.view.columns][-1] == "重量"
    fill(pane.form, "name", "重包")
    fill(pane.form, "weight", "5kg")
    click(find(pane, "添加 Enter"))
    assert last(window, "bundle")["weight"] == "5kg"


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_are_cut(root: ttk.App, source: Path, tmp_path: Path, size: str) -> None:
    with opened(root, source, tmp_path, Settings(text_size=size)) as window:
        root.geometry("1280x680+0+0")
        window.go("options")
        for section in ("bundles", "merchants"):
            window.go("options", section=section)
            assert clipped(root) == []
