"""混管追阳 in a real window over a ledger with a few tubes."""

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
from gridworker.ledger.sampling import SamplingDesk
from gridworker.settings import Settings
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.grid import Grid
from gridworker.ui.pump import Pump
from gridworker.ui.screens.tubes_page import TubesPage
from tests.ui.driving import press, settle

DAY = "2022-11-28"
TUBES = ("G1128-0001", "G1128-0002", "G1128-0003")
PEOPLE = 24  # on each of six floors of one entrance two doors of two people; the first nine were sampled


class Shell:
    """Stands in for the window: remembers what it was told and refreshes the page as it would."""

    def __init__(self) -> None:
        self.page: TubesPage | None = None
        self.said: list[str] = []
        self.went: list[tuple[str, dict[str, Any]]] = []

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        self.said.append(text)

    def go(self, screen: str, **what: Any) -> None:
        self.went.append((screen, what))

    def refresh(self, touched: Touched | None) -> None:
        assert self.page is not None
        self.page.refresh(touched)

    def undo(self) -> None:
        assert self.page is not None
        self.refresh(self.page.desk.ledger.undo().touched)

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


@contextmanager
def tubes_ledger(folder: Path) -> Iterator[Ledger]:
    """Nine people in tubes of three, one of every second door, and their neighbours."""
    with Ledger.make(folder / "台账.gwl", community="示例社区", tube_size="3") as ledger:
        with ledger.change("准备"):
            doors = Doors(ledger)
            people = [_person(ledger, doors, number) for number in range(PEOPLE)]
        desk = SamplingDesk(ledger, "东门", DAY)
        for order, number in enumerate(range(0, 18, 2)):
            desk.register(people[number], f"{DAY} 08:{order:02d}:00")
        yield ledger


def _person(ledger: Ledger, doors: Doors, number: int) -> int:
    door = doors.household(Address("和平苑", "1", "1", f"{number // 4 + 1}0{number // 2 % 2 + 1}"))
    return ledger.create(
        "resident", {"household": door, "name": f"居民{number:02d}", "phone": f"1380000{number:04d}"}
    )


def opened(root: ttk.App, ledger: Ledger, shell: Shell) -> TubesPage:
    """The page with the keyboard, its keys bound as its screen binds them."""
    page = TubesPage(root, Desk(ledger, Settings(), Pump(root), shell, DAY))
    shell.page = page
    page.pack(fill="both", expand=True)
    for sequence, action in page.shown_keys().items():
        root.bind(sequence, lambda event, action=action: (action(), "break")[1])
    root.update()
    page.load()
    page.enter()
    settle(root)
    return page


def choose(page: TubesPage, *numbers: str) -> tkinter.Misc:
    """Select these tubes; return what has the keyboard then."""
    rows = page.tubes.rows
    rows.focus_rows()
    rows.select([key for key in rows.view.order if page.tubes.source.row(key)["number"] in numbers])
    settle(page)
    return rows.view.tree


def results(page: TubesPage, *numbers: str, keys: tuple[str, ...], at: str = "20:00") -> None:
    """Select tubes and press keys, with this time in the box."""
    tree = choose(page, *numbers)
    page.tubes.results.at.entry.delete(0, "end")
    page.tubes.results.at.entry.insert(0, at)
    for key in keys:
        press(tree, key)


def column(grid: Grid, key: str) -> list[str]:
    """What one column of a list shows, whether in sight or not."""
    at = [each.key for each in grid.view.columns].index(key)
    rows = grid.source.fetch(grid.view.order)
    return [rows[row].cells[at] for row in grid.view.order]
