"""The first start: names, three ways to begin, and nothing left behind when it is called off."""

from __future__ import annotations

import tkinter
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ui import theme, wizard
from gridworker.ui.wizard import Wizard
from tests.ui.driving import click, find, press, pump, settle, texts, type_text

Told = list[tuple[Ledger, str, dict[str, Any]]]


@pytest.fixture
def told(root: ttk.App) -> Any:
    """What the wizard handed over; ledgers are closed afterwards."""
    theme.dress(root)
    told: Told = []
    yield told
    for ledger, _, _ in told:
        ledger.close()


def begin(root: ttk.App, told: Told, path: Path) -> Wizard:
    shown = Wizard(root, path, lambda *what: told.append(what))
    shown.pack(fill="both", expand=True)
    settle(root)
    return shown


def keyboard(root: ttk.App) -> tkinter.Misc:
    settle(root)
    return root.focus_lastfor()


def name_units(root: ttk.App, *names: str) -> None:
    """Type the names, Enter after each: the last one goes on to the next step."""
    for name in names:
        type_text(keyboard(root), name)
        press(keyboard(root), "<Return>")


def test_names_and_enter_alone_make_an_empty_ledger(root: ttk.App, told: Told, tmp_path: Path) -> None:
    begin(root, told, tmp_path / "新.gwl")
    name_units(root, "示例街道", "示例社区", "第三网格", "王小二")
    press(keyboard(root), "<Key-2>")
    ledger, screen, what = told[0]
    assert (screen, what) == ("people", {})
    assert ledger.path == tmp_path / "新.gwl"
    names = [ledger.setting(key) for key in ("street", "community", "grid", "worker")]
    assert names == ["示例街道", "示例社区", "第三网格", "王小二"]
    assert not root.winfo_children()


def test_without_a_community_it_says_so_and_stays(root: ttk.App, told: Told, tmp_path: Path) -> None:
    begin(root, told, tmp_path / "新.gwl")
    name_units(root, "", "", "", "")
    assert any("必须填写" in text for text in texts(root))
    assert "第 1 步，共 2 步　单位名称" in texts(root)


def test_esc_goes_back_and_the_names_are_still_there(root: ttk.App, told: Told, tmp_path: Path) -> None:
    shown = begin(root, told, tmp_path / "新.gwl")
    name_units(root, "", "示例社区", "", "")
    press(keyboard(root), "<Escape>")
    assert "第 1 步，共 2 步　单位名称" in texts(root)
    assert shown.units == {"community": "示例社区"}
    find(root, "下一步 Enter").invoke()  # type: ignore[attr-defined]
    settle(root)
    assert "第 2 步，共 2 步　从哪里开始" in texts(root)


def test_importing_opens_the_people_with_the_import(root: ttk.App, told: Told, tmp_path: Path) -> None:
    begin(root, told, tmp_path / "新.gwl")
    name_units(root, "", "示例社区", "", "")
    press(keyboard(root), "<Return>")  # the first way has the keyboard
    assert [(screen, what) for _, screen, what in told] == [("people", {"import_": True})]


def test_a_click_on_the_words_of_a_card_takes_it(root: ttk.App, told: Told, tmp_path: Path) -> None:
    begin(root, told, tmp_path / "新.gwl")
    name_units(root, "", "示例社区", "", "")
    click(find(root, "先建一本空台账，再一户一户登记，或以后再导入。"))
    assert (tmp_path / "新.gwl").is_file()


def test_where_the_ledger_goes_can_be_changed(
    root: ttk.App, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wizard, "choose_save", lambda *_, **__: tmp_path / "别处.gwl")
    begin(root, told, tmp_path / "新.gwl")
    name_units(root, "", "示例社区", "", "")
    click(find(root, "更改…"))
    settle(root)
    assert str(tmp_path / "别处.gwl") in texts(root)
    press(keyboard(root), "<Key-2>")
    assert told[0][0].path == tmp_path / "别处.gwl"


def test_a_place_that_cannot_be_written_is_told_in_the_page(
    root: ttk.App, told: Told, tmp_path: Path
) -> None:
    (tmp_path / "文件").write_text("不是文件夹", "utf-8")
    begin(root, told, tmp_path / "文件" / "新.gwl")
    name_units(root, "", "示例社区", "", "")
    press(keyboard(root), "<Key-2>")
    settle(root)
    assert told == []
    assert any("无法写入" in text for text in texts(root))


def test_an_existing_ledger_is_opened_and_a_file_that_is_none_is_told(
    root: ttk.App, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.make(tmp_path / "旧.gwl", community="示例社区").close()
    (tmp_path / "照片.gwl").write_bytes(b"not a ledger" * 500)
    answers = [tmp_path / "照片.gwl", tmp_path / "旧.gwl"]
    monkeypatch.setattr(wizard, "choose_open_files", lambda *_, **__: [answers.pop(0)])
    begin(root, told, tmp_path / "新.gwl")
    click(find(root, "打开已有台账…"))
    settle(root)
    assert any("不是网格员台账" in text for text in texts(root))
    click(find(root, "打开已有台账…"))
    assert [(ledger.path.name, screen) for ledger, screen, _ in told] == [("旧.gwl", "today")]


def test_the_demonstration_is_made_beside_and_opened(
    root: ttk.App, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wizard, "DEMONSTRATION_RESIDENTS", 60)
    begin(root, told, tmp_path / "新.gwl")
    click(find(root, "先看演示台账（人员均为虚构）"))
    pump(root, lambda: told)
    ledger, screen, _ = told[0]
    assert (ledger.path.name, screen) == ("演示台账.gwl", "today")
    assert ledger.setting("demonstration") == "2022-11-28"
    assert not (tmp_path / "新.gwl").exists()


def test_a_demonstration_called_off_leaves_no_ledger(root: ttk.App, told: Told, tmp_path: Path) -> None:
    begin(root, told, tmp_path / "新.gwl")
    click(find(root, "先看演示台账（人员均为虚构）"))
    press(keyboard(root), "<Escape>")
    pump(root, lambda: "第 2 步，共 2 步　从哪里开始" in texts(root))
    assert told == []
    assert list(tmp_path.iterdir()) == []
