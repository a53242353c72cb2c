"""A small ledger in the real window, and how a person works on its 台账 screen."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.screens.people import People
from gridworker.ui.window import Window
from tests.ui.driving import click, press, pump, settle, texts, type_text

DAY = "2022-11-28"
ID = "140105193708225777"  # made up, with a right check digit
OTHER_ID = "140105198001010011"
FIRST, SECOND, THIRD = (
    Address("和平苑", "3", "2", "501"),
    Address("和平苑", "10", "1", "101"),
    Address("迎春里", "1", "1", "201"),
)


def small_ledger(folder: Path) -> Ledger:
    """Four made-up people behind three doors."""
    ledger = Ledger.make(folder / "台账.gwl", community="示例社区", worker="测试员", demonstration=DAY)
    with ledger.change("登记"):
        doors = Doors(ledger)
        homes = [doors.household(address) for address in (FIRST, SECOND, THIRD)]
        for row in (
            {
                "household": homes[0],
                "name": "张三",
                "relation": "户主",
                "id_number": ID,
                "phone": "13800001234",
            },
            {"household": homes[0], "name": "欧阳静", "relation": "配偶", "trade": "药店"},
            {"household": homes[1], "name": "赵六", "presence": "暂离"},
            {"household": homes[2], "name": "孙七"},
        ):
            ledger.create("resident", row)
    return ledger


@contextmanager
def people_window(root: ttk.App, ledger: Ledger) -> Iterator[Window]:
    """The program's window with 台账 in sight."""
    theme.dress(root)
    window = Window(root, ledger, Settings())
    window.go("people")
    settle(root)
    yield window
    window.close()


def table(screen: People) -> tkinter.Misc:
    return screen.tables.table.view.tree


def column(screen: People, name: str) -> list[str]:
    """What the rows in sight show in a column."""
    settle(screen)
    tree = screen.tables.table.view.tree
    return [str(tree.set(item, name)) for item in tree.get_children()]


def card(screen: People) -> str:
    pump(screen, lambda: not screen._timer)
    return screen.side.card.text.get("1.0", "end-1c")


def choose(screen: People, name: str) -> None:
    """Click the row of this person."""
    tree = screen.tables.table.view.tree
    at = column(screen, "name").index(name)
    x, y, _, height = tree.bbox(tree.get_children()[at], "name")
    click(tree, x + 5, y + height // 2)
    card(screen)


def field(screen: People, key: str) -> Any:
    assert screen.side.editor is not None
    return screen.side.editor.form.editors[key]


def fill(screen: People, key: str, text: str) -> None:
    """Type into a field of the form, in place of what stands there."""
    widget = field(screen, key).key_widget
    screen.side.editor.form.focus_field(key)  # type: ignore[union-attr]
    settle(screen)
    widget.delete(0, "end")
    type_text(widget, text)


def save(screen: People) -> None:
    press(screen.focus_displayof() or screen, "<Control-s>")
    settle(screen)


def notice_texts(window: Window) -> str:
    settle(window.root)
    return " ".join(texts(window.root))
