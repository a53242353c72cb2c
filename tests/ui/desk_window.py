"""The sampling desk in a real window over a small ledger, and a scanner that types into it."""

from __future__ import annotations

import time
import tkinter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.identity import check_digit
from gridworker.ledger.places import Doors
from gridworker.settings import Settings
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.pump import Pump
from gridworker.ui.screens.desk_page import DeskPage
from tests.ui.driving import pump, settle

DAY = "2022-11-28"
PEOPLE = 32
NAMES = ("张小三", "张小山", "王小五", "李小六")


def card(number: int) -> str:
    first = f"140105{1950 + number % 50}0101{number % 1000:03d}"
    return first + check_digit(first)


class Shell:
    """Stands in for the window: remembers what the other screens were told."""

    def __init__(self) -> None:
        self.told: list[Touched | None] = []
        self.page: DeskPage | None = None

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        raise AssertionError(f"the desk answers in its own place, not by a notice: {text}")

    def go(self, screen: str, **what: Any) -> None:
        raise AssertionError("the desk stays where it is")

    def refresh(self, touched: Touched | None) -> None:
        self.told.append(touched)
        if self.page is not None:
            self.page.refresh(touched)

    def undo(self) -> None:
        raise AssertionError("the desk has its own undo")

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


@contextmanager
def desk_ledger(folder: Path) -> Iterator[Ledger]:
    """A new ledger of PEOPLE made-up people, whose card numbers `card` gives."""
    with Ledger.make(folder / "台账.gwl", community="示例社区") as ledger:
        with ledger.change("准备"):
            doors = Doors(ledger)
            for number in range(PEOPLE):
                home = doors.household(Address("和平苑", str(number % 3 + 1), "1", f"{number + 101}"))
                name = NAMES[number] if number < len(NAMES) else f"居民{number:02d}"
                person = {"household": home, "name": name, "id_number": card(number)}
                ledger.create("resident", person | {"phone": f"1390{number:03d}{number * 37 % 1000:03d}8"})
        yield ledger


def opened(root: ttk.App, ledger: Ledger, shell: Shell, settings: Settings, day: str = DAY) -> DeskPage:
    page = DeskPage(root, Desk(ledger, settings, Pump(root), shell, day))
    shell.page = page
    page.pack(fill="both", expand=True)
    for sequence, action in page.shown_keys().items():
        root.bind(sequence, lambda event, action=action: (action(), "break")[1])
    root.update()
    page.load()
    page.enter()
    root.focus_force()
    page.box.take_keyboard()
    settle(root)
    return page


def scan(page: DeskPage, text: str) -> None:
    """Keys one after the other without a pause, as a scanner sends them, wherever the cursor is."""
    for char in text:
        keyboard(page).event_generate(
            "<KeyPress>", keysym={" ": "space", "-": "minus", ":": "colon"}.get(char, char)
        )
    key(page, "<Return>")


def key(page: DeskPage, sequence: str) -> None:
    keyboard(page).event_generate(sequence)
    settle(page)


def keyboard(page: DeskPage) -> tkinter.Misc:
    found = page.winfo_toplevel().focus_get()
    assert found is not None
    return found


def listed(page: DeskPage) -> list[str]:
    """The names of the short list, as long as it is in sight."""
    shown = page.box.list
    return [str(shown.set(item, "name")) for item in shown.get_children()] if shown.winfo_ismapped() else []


def wait_to_be_read(page: DeskPage) -> None:
    """Give a list or a refusal the time that a person needs to see it."""
    ready = time.monotonic() + 0.35
    pump(page, lambda: time.monotonic() >= ready)


def on_disk(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Name, tube and place of every sample, as another program that opens the file finds them."""
    with ledger.another() as other:
        return [
            (other.get("resident", row["resident"])["name"], row["tube"], row["place_in_tube"])
            for row in other.rows("sample")
        ]
