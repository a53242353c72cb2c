"""Dialogs answer plainly whatever their buttons say, and close by Esc; notices do not stop the work."""

from __future__ import annotations

import tkinter
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ui import dialogs, theme
from gridworker.ui.day_picker import pick_day
from gridworker.ui.dialogs import Dialog
from tests.ui.driving import click, find, focus, meanwhile, press, settle, texts


@pytest.fixture(autouse=True)
def _dressed(root: ttk.App) -> None:
    theme.dress(root)


@pytest.mark.parametrize(("button", "answer"), [("永久清除", True), ("取消", False)])
def test_ask_is_true_only_for_yes(root: ttk.App, button: str, answer: bool) -> None:
    meanwhile(root, lambda dialog: click(find(dialog, button)))
    assert dialogs.ask(root, "清除", "不能撤销，确定吗？", yes="永久清除", danger=True) is answer


def test_escape_and_closing_the_window_are_no(root: ttk.App) -> None:
    meanwhile(root, lambda dialog: press(dialog, "<Escape>"))
    assert dialogs.ask(root, "清除", "确定吗？") is False
    meanwhile(root, lambda dialog: dialog.tk.eval(dialog.protocol("WM_DELETE_WINDOW")))
    assert dialogs.ask(root, "清除", "确定吗？") is False


def test_enter_takes_the_main_button_but_never_a_dangerous_one(root: ttk.App) -> None:
    meanwhile(root, lambda dialog: press(root.focus_get(), "<Return>"))  # type: ignore[arg-type]
    assert dialogs.ask(root, "保存", "要保存吗？") is True
    meanwhile(root, lambda dialog: press(root.focus_get(), "<Return>"))  # type: ignore[arg-type]
    assert dialogs.ask(root, "清除", "要清除吗？", danger=True) is False


def test_choose_gives_the_chosen_words_or_none(root: ttk.App) -> None:
    options = ("合并", "覆盖", "跳过")
    meanwhile(root, lambda dialog: click(find(dialog, "覆盖")))
    assert dialogs.choose(root, "导入", "已有同名居民。", options) == "覆盖"
    meanwhile(root, lambda dialog: press(dialog, "<Escape>"))
    assert dialogs.choose(root, "导入", "已有同名居民。", options) is None


def test_an_error_is_shown_whole_inside_the_screen(root: ttk.App) -> None:
    sentence = "无法写入“报表.xlsx”：磁盘已满。原有文件没有改动，请处理后再试。" * 12
    seen: list[list[str]] = []
    boxes: list[tuple[int, int]] = []

    def look(dialog: tkinter.Toplevel) -> None:
        seen.append(texts(dialog))
        boxes.append(
            (dialog.winfo_rootx() + dialog.winfo_width(), dialog.winfo_rooty() + dialog.winfo_height())
        )
        click(find(dialog, "知道了"))

    meanwhile(root, look)
    dialogs.show_error(root, sentence)
    assert sentence in seen[0]
    assert boxes[0] <= (1366, 768)


def test_the_keyboard_returns_to_the_window(root: ttk.App) -> None:
    entry = ttk.Entry(root)
    entry.pack()
    focus(entry)
    meanwhile(root, lambda dialog: press(dialog, "<Escape>"))
    dialogs.tell(root, "好了")
    settle(root)
    assert root.focus_get() is entry


def test_a_dialog_of_ones_own_returns_its_result(root: ttk.App) -> None:
    dialog = Dialog(root, "选择日期")
    dialog.add_button("确定", lambda: dialog.answer("2022-11-28"), kind="main")
    meanwhile(root, lambda shown: click(find(shown, "确定")))
    assert dialog.show() == "2022-11-28"


def test_a_calendar_or_a_question_inside_a_dialog_gives_the_grab_back(root: ttk.App) -> None:
    dialog = Dialog(root, "登记")
    entry = ttk.Entry(dialog.body)
    entry.pack()
    grabs: list[bool] = []

    def look(shown: tkinter.Toplevel) -> None:
        popup = pick_day(entry, None, lambda day: None)
        popup.close()
        grabs.append(shown.grab_current() is shown)
        shown.after(50, lambda: press(root.focus_get(), "<Escape>"))  # type: ignore[arg-type]
        dialogs.tell(shown, "好了")
        grabs.append(shown.grab_current() is shown)
        shown.destroy()

    meanwhile(root, look)
    dialog.show()
    assert grabs == [True, True]


def test_a_dialog_over_a_hidden_window_can_be_seen(root: ttk.App) -> None:
    root.withdraw()
    meanwhile(root, lambda dialog: click(find(dialog, "知道了")))
    dialogs.tell(root, "台账打不开")
    root.deiconify()


def test_the_file_dialog_is_chinese_and_gives_a_path(root: ttk.App, tmp_path: Path) -> None:
    seen: list[str] = []

    def look(dialog: tkinter.Toplevel) -> None:
        seen.extend(texts(dialog))
        click(find(dialog, "确定"))

    meanwhile(root, look)
    kinds = [("Excel 工作簿", "*.xlsx")]
    assert (
        dialogs.choose_save(root, "保存报表", "日报.xlsx", kinds, folder=tmp_path) == tmp_path / "日报.xlsx"
    )
    words = [text for text in seen if text and not text.startswith(str(tmp_path))]
    assert [text for text in words if text.isascii()] == []


def test_a_cancelled_file_dialog_gives_nothing(root: ttk.App, tmp_path: Path) -> None:
    for ask, nothing in (
        (lambda: dialogs.choose_open_files(root, "导入", [("表格", "*.xlsx")], folder=tmp_path), []),
        (lambda: dialogs.choose_folder(root, "文件夹", folder=tmp_path), None),
        (lambda: dialogs.choose_save(root, "保存", "甲.xlsx", [("表格", "*.xlsx")], folder=tmp_path), None),
    ):
        meanwhile(root, lambda dialog: press(dialog, "<Escape>"))
        assert ask() == nothing


def test_a_notice_leaves_the_keyboard_alone_and_can_be_undone(root: ttk.App) -> None:
    undone: list[bool] = []
    entry = ttk.Entry(root)
    entry.pack()
    entry.focus_force()
    settle(root)
    dialogs.notice(root, "已保存 3 人", action=("撤销", lambda: undone.append(True)))
    settle(root)
    assert root.focus_get() is entry
    click(find(root, "撤销"))
    assert undone == [True] and "✓  已保存 3 人" not in texts(root)


def test_a_new_notice_takes_the_place_of_the_last(root: ttk.App) -> None:
    dialogs.notice(root, "甲")
    dialogs.notice(root, "乙", "bad")
    settle(root)
    assert [text for text in texts(root) if "甲" in text or "乙" in text] == ["×  乙"]
