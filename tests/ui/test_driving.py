"""The harness itself: its events are what a person's would be, and nothing goes wrong in silence."""

from __future__ import annotations

import sys
import time
import tkinter
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from tests.inner import inner_run
from tests.ui.driving import (
    click,
    double_click,
    drag,
    find,
    press,
    pump,
    right_click,
    settle,
    texts,
    type_text,
)


def test_an_error_in_a_button_command_fails_the_test(tmp_path: Path) -> None:
    result = inner_run(
        tmp_path,
        "import ttkbootstrap as ttk\n"
        "from tests.ui.driving import click\n"
        "def test_button(root):\n"
        "    button = ttk.Button(root, text='x', command=lambda: 1 / 0)\n"
        "    button.pack()\n"
        "    click(button)\n",
    )
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stdout


def test_an_error_in_an_after_callback_fails_the_test(tmp_path: Path) -> None:
    result = inner_run(
        tmp_path,
        "from tests.ui.driving import settle\n"
        "def test_after(root):\n"
        "    root.after_idle(lambda: [][0])\n"
        "    settle(root)\n",
    )
    assert result.returncode == 1
    assert "IndexError" in result.stdout


def test_a_test_without_errors_passes(tmp_path: Path) -> None:
    result = inner_run(tmp_path, "def test_nothing(root):\n    root.update()\n")
    assert result.returncode == 0, result.stdout


def test_an_expected_callback_error_can_be_taken(root: ttk.App, callback_errors: list[BaseException]) -> None:
    root.after_idle(lambda: 1 / 0)
    settle(root)
    assert isinstance(callback_errors.pop(), ZeroDivisionError)


def test_the_screen_is_the_office_pc(root: ttk.App) -> None:
    if sys.platform == "linux":
        assert (root.winfo_screenwidth(), root.winfo_screenheight()) == (1366, 768)
    assert root.tk.call("tk", "scaling") == pytest.approx(96 / 72, abs=0.01)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_starts_with_an_empty_window_and_nothing_waiting(root: ttk.App, turn: int) -> None:
    assert root.winfo_children() == []
    if turn == 1:
        ttk.Label(root, text="留下的").pack()
        root.after(30, lambda: 1 / 0)
    else:
        time.sleep(0.05)
        settle(root)


def test_a_click_invokes_a_button_once(root: ttk.App) -> None:
    clicked: list[int] = []
    button = ttk.Button(root, text="保存", command=lambda: clicked.append(1))
    button.pack()
    click(button)
    assert clicked == [1]


def test_two_clicks_are_not_a_double_click(root: ttk.App) -> None:
    seen: list[str] = []
    label = ttk.Label(root, text="户")
    label.bind("<Button-1>", lambda _: seen.append("click"))
    label.bind("<Double-1>", lambda _: seen.append("double"))
    label.pack()
    click(label)
    click(label)
    assert seen == ["click", "click"]
    double_click(label)
    assert seen == ["click", "click", "click", "double"]


def test_the_right_button_and_the_shift_key_arrive(root: ttk.App) -> None:
    seen: list[str] = []
    label = ttk.Label(root, text="户")
    label.bind("<Button-3>", lambda _: seen.append("menu"))
    label.bind("<Shift-Button-1>", lambda _: seen.append("shift"))
    label.pack()
    right_click(label)
    click(label, state=1)
    assert seen == ["menu", "shift"]


def test_a_covered_or_hidden_widget_cannot_be_clicked(root: ttk.App) -> None:
    button = ttk.Button(root, text="下面")
    with pytest.raises(AssertionError, match="not in sight"):
        click(button)
    button.place(x=0, y=0)
    ttk.Label(root, text="盖住").place(x=0, y=0, width=300, height=300)
    with pytest.raises(AssertionError, match="would meet"):
        click(button)


def test_a_click_that_closes_the_window_is_no_error(root: ttk.App) -> None:
    box = ttk.Toplevel(title="小窗")
    button = ttk.Button(box, text="关闭", command=box.destroy)
    button.pack()
    click(button)
    assert not box.winfo_exists()


@pytest.mark.parametrize("text", ["zS 3-2-501", "~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./", "张三·𬭳", "1401"])
@pytest.mark.parametrize("kind", [ttk.Entry, tkinter.Entry, ttk.Combobox])
def test_typed_text_arrives(root: ttk.App, kind: type[ttk.Entry], text: str) -> None:
    entry = kind(root)
    entry.pack()
    type_text(entry, text)
    assert entry.get() == text


def test_tab_sends_the_rest_to_the_next_field(root: ttk.App) -> None:
    first, second = ttk.Entry(root), ttk.Entry(root)
    first.pack()
    second.pack()
    type_text(first, "ab\t张c")
    assert (first.get(), second.get()) == ("ab", "张c")


def test_a_key_reaches_a_binding_of_the_window(root: ttk.App) -> None:
    pressed: list[str] = []
    entry = ttk.Entry(root)
    entry.pack()
    identifier = root.bind("<Control-k>", lambda _: pressed.append("search"))
    press(entry, "<Control-k>")
    root.unbind("<Control-k>", identifier)
    assert pressed == ["search"]


def test_a_drag_moves_a_sash(root: ttk.App) -> None:
    panes = ttk.Panedwindow(root, orient="horizontal", width=600, height=100)
    panes.pack()
    for _ in range(2):
        panes.add(ttk.Frame(panes, width=300, height=100))
    settle(root)
    before = panes.sashpos(0)
    drag(panes, (before + 1, 50), (before + 101, 50))
    assert panes.sashpos(0) == before + 100


def test_waiting_runs_the_event_loop_and_gives_up(root: ttk.App) -> None:
    done: list[int] = []
    root.after(20, lambda: done.append(1))
    pump(root, lambda: done)
    with pytest.raises(AssertionError, match="still waiting"):
        pump(root, lambda: False, timeout=0.05)


def test_words_in_sight_can_be_found(root: ttk.App) -> None:
    ttk.Label(root, text="应检").pack()
    hidden = ttk.Label(root, text="看不见")
    settle(root)
    assert texts(root) == ["应检"]
    assert find(root, "应检").winfo_viewable()
    with pytest.raises(AssertionError, match="0 widgets"):
        find(root, hidden.cget("text"))


def test_a_test_may_start_a_window_of_its_own(own_window: None) -> None:
    window = ttk.App(title="另一个")
    window.update()
    assert window.winfo_viewable()


def test_the_shared_window_comes_back_afterwards(root: ttk.App) -> None:
    ttk.Label(root, text="又来").pack()
    settle(root)
    assert texts(root) == ["又来"]
