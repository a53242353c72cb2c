"""今日 on a real window: the figures of `due`, what waits, and the way to each list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.ledger.service_figures import service_figures
from gridworker.ledger.testing import day_figures
from gridworker.settings import Settings
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.pump import Pump
from gridworker.ui.screens.today import Today
from tests.ui.driving import click, find, press, pump, settle, texts

DAY = "2022-11-28"


class Around:
    """Stands for the window around the screen and keeps what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.went: list[tuple[str, dict[str, Any]]] = []

    def say(
        self, text: str, tone: Any = "good", action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        self.said.append(text)

    def go(self, screen: str, **what: Any) -> None:
        self.went.append((screen, what))

    def refresh(self, touched: Touched | None) -> None: ...

    def undo(self) -> None: ...

    def apply_look(self) -> None: ...


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    make_demonstration(tmp_path / "演示.gwl", 300, DAY, 1)
    with Ledger.open(tmp_path / "演示.gwl") as opened:
        yield opened


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def today(root: ttk.App, ledger: Ledger, around: Around) -> Today:
    screen = Today(root, Desk(ledger, Settings(), Pump(root), around, DAY))
    screen.pack(fill="both", expand=True)
    screen.enter()
    pump(root, lambda: bool(screen._todos))
    return screen


def test_the_figures_are_those_of_the_due_list(today: Today, ledger: Ledger) -> None:
    figures = day_figures(ledger, DAY)
    shown = texts(today)
    for count in (figures.due, figures.done, figures.missed):
        assert f"{count:,}" in shown
    assert f"另有豁免 {figures.exempt:,}" in shown


def test_the_other_figures_are_those_of_their_screens(today: Today, ledger: Ledger, around: Around) -> None:
    found = service_figures(ledger, DAY, f"{DAY} 23:59:59")
    shown = texts(today)
    assert str(found.loop_alerts) in shown and f"共管 {found.loop_active} 人" in shown
    assert str(found.supplies_open) in shown
    assert str(found.visits_due) in shown and f"逾期 {found.visits_overdue} 人" in shown
    for word in ("两点一线异常", "物资未送达", "走访到期"):
        click(find(today, word, ttk.Label))
    assert [screen for screen, _ in around.went] == ["closed_loop", "supplies", "visits"]


def test_a_figure_opens_its_list(today: Today, around: Around) -> None:
    click(find(today, "未检", ttk.Label))
    assert around.went == [("testing", {"outcome": "missed"})]


def test_enter_goes_to_what_waits(root: ttk.App, today: Today, around: Around) -> None:
    today._list.focus_rows()
    settle(root)
    press(today._list.view.tree, "<Return>")
    screen, what = around.went[0]
    assert (screen, what) == (today._todos[0].screen, dict(today._todos[0].what))


def test_the_brief_is_put_on_the_clipboard(
    root: ttk.App, today: Today, ledger: Ledger, around: Around
) -> None:
    click(find(today, "复制今日快报 Ctrl+Shift+C", ttk.Button))
    text = root.clipboard_get()
    assert f"应检 {day_figures(ledger, DAY).due} 人" in text
    assert around.said == ["今日快报已复制，可以粘贴到微信群。"]


def test_it_follows_a_change(root: ttk.App, today: Today, ledger: Ledger) -> None:
    before = day_figures(ledger, DAY)
    missed = next(person for person in ledger.rows("resident") if person["presence"] == "在住")
    ledger.remove("resident", missed["id"])
    today.refresh({"resident": {missed["id"]}})
    settle(root)
    after = day_figures(ledger, DAY)
    assert after.due in (before.due, before.due - 1)
    assert f"{after.due:,}" in texts(today)


def test_a_new_ledger_asks_for_its_residents_first(root: ttk.App, around: Around, tmp_path: Path) -> None:
    with Ledger.make(tmp_path / "新.gwl") as ledger:
        screen = Today(root, Desk(ledger, Settings(), Pump(root), around, DAY))
        screen.pack(fill="both", expand=True)
        screen.enter()
        pump(root, lambda: bool(screen._todos))
        assert [entry.text for entry in screen._todos] == ["台账里还没有居民，请先导入花名册或逐户登记"]
        screen._open_todo(0)
        assert around.went == [("people", {})]
        screen.destroy()
