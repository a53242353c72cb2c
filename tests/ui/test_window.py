"""The whole window: screens, working day, search, undo, another ledger, a ledger that will not open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.settings import Settings, load_settings, save_settings
from gridworker.ui.app import App
from gridworker.ui.screens.paged_screen import PagedScreen
from gridworker.ui.screens.people import People
from gridworker.ui.screens.today import Today
from gridworker.ui.window import SCREENS
from gridworker.ui.wizard import Wizard
from tests.ui.driving import descendants, press, pump, settle, texts, type_text

DAY = "2022-11-28"


@pytest.fixture
def demonstration(tmp_path: Path) -> Path:
    path = tmp_path / "演示.gwl"
    make_demonstration(path, 240, DAY, 1)
    return path


@pytest.fixture
def app(own_window: None, demonstration: Path) -> Iterator[App]:
    save_settings(Settings(geometry="1280x680+0+0"))
    started = App(demonstration)
    started.start()
    settle(started.root)
    yield started
    if started.root.winfo_exists():
        started.quit()


def test_it_starts_on_the_demonstrations_day(app: App) -> None:
    assert app.window is not None
    assert isinstance(app.window.screen, Today)
    assert app.window.desk.day == DAY
    assert "示例社区 · 第三网格（演示，人员均为虚构）" in texts(app.root)
    assert load_settings().ledger == str(app.window.desk.ledger.path)


@pytest.mark.parametrize(("number", "key"), list(enumerate(SCREENS, 1)))
def test_every_screen_has_its_key(app: App, number: int, key: str) -> None:
    assert app.window is not None
    press(app.root, f"<Alt-Key-{number}>")
    settle(app.root)
    assert app.window.screen.key == key


@pytest.mark.parametrize("key", ["testing", "closed_loop", "supplies", "visits"])
def test_pages_are_turned_by_keys_also_from_inside_a_list(app: App, key: str) -> None:
    assert app.window is not None
    app.window.go(key)
    screen = app.window.screen
    assert isinstance(screen, PagedScreen)
    seen = []
    for _ in screen.pages:
        settle(app.root)
        seen.append(screen._shown)
        press(app.root.focus_displayof() or app.root, "<Control-Next>")
    settle(app.root)
    assert seen == list(screen.pages)
    assert screen._shown == screen.first


def test_search_leads_to_the_person(app: App) -> None:
    assert app.window is not None
    person = app.window.desk.ledger.rows("resident")[17]
    press(app.root, "<Control-k>")
    type_text(app.window.finder.entry, person["id_number"])
    press(app.window.finder.entry, "<Return>")
    settle(app.root)
    assert isinstance(app.window.screen, People)
    assert app.window.screen._card.resident == person["id"]


def test_another_working_day_shows_that_days_figures(app: App) -> None:
    assert app.window is not None
    app.window.set_day("2022-11-20")
    pump(app.root, lambda: any("2022年11月20日" in text for text in texts(app.root)))


def test_undo_and_redo_by_key(app: App) -> None:
    assert app.window is not None
    ledger = app.window.desk.ledger
    person = ledger.rows("resident")[0]
    app.window.desk.act("改名", lambda book: book.update("resident", person["id"], {"name": "改名"}))
    app.window._buttons["today"].focus_set()
    press(app.root, "<Control-z>")
    assert ledger.get("resident", person["id"])["name"] == person["name"]
    press(app.root, "<Control-y>")
    assert ledger.get("resident", person["id"])["name"] == "改名"


def test_a_large_change_is_taken_back_in_a_job(app: App) -> None:
    assert app.window is not None
    ledger = app.window.desk.ledger
    household = ledger.rows("household")[0]["id"]
    before = ledger.count("resident")
    ledger.create_many("resident", [{"household": household, "name": "某人"}] * 2500, checked=True)
    app.window.undo()
    assert app.window.desk.pump.job is not None
    pump(app.root, lambda: app.window is not None and app.window.desk.pump.job is None, timeout=30)
    assert ledger.count("resident") == before


def test_another_ledger_takes_the_place_of_this_one(app: App, tmp_path: Path) -> None:
    Ledger.make(tmp_path / "另一个.gwl", community="另一社区").close()
    assert app.window is not None
    app.window.open_ledger(tmp_path / "另一个.gwl")
    settle(app.root)
    assert "另一社区" in texts(app.root)
    assert app.window.desk.ledger.path.name == "另一个.gwl"


def test_a_new_ledger_begins_with_the_wizard(app: App) -> None:
    assert app.window is not None
    app.window.begin_ledger()
    settle(app.root)
    assert app.window is None
    assert [child for child in descendants(app.root) if isinstance(child, Wizard)]


def test_without_a_ledger_the_wizard_comes(own_window: None, tmp_path: Path) -> None:
    app = App(tmp_path / "还没有.gwl")
    app.start()
    settle(app.root)
    assert [child for child in descendants(app.root) if isinstance(child, Wizard)]
    assert not (tmp_path / "还没有.gwl").exists()
    app.quit()


@pytest.mark.parametrize("size", ["1366x768", "1280x680"])
@pytest.mark.parametrize("key", SCREENS)
def test_no_word_of_a_screen_is_cut(app: App, size: str, key: str) -> None:
    assert app.window is not None
    app.root.geometry(f"{size}+0+0")
    app.window.go(key)
    settle(app.root)
    right, bottom = app.root.winfo_width(), app.root.winfo_height()
    for widget in descendants(app.window.screen):
        if isinstance(widget, ttk.Button) and widget.winfo_viewable():
            inside_x = widget.winfo_rootx() - app.root.winfo_rootx() + widget.winfo_width() <= right
            inside_y = widget.winfo_rooty() - app.root.winfo_rooty() + widget.winfo_height() <= bottom
            assert inside_x and inside_y, widget.cget("text")
            assert widget.winfo_width() >= widget.winfo_reqwidth() - 2, widget.cget("text")
