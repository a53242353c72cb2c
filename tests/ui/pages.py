"""A page of the 检测 screen in a plain frame, over a small ledger of made-up people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.grid import Grid
from gridworker.ui.pump import Pump
from gridworker.ui.screens.page import Page
from tests.ui.driving import settle

TODAY = "2022-11-28"
PEOPLE = (  # name, 小区, building, unit, room, phone, trade, days sampled
    ("张小三", "和平苑", "1", "1", "101", "13800000001", None, ("2022-11-25",)),
    ("李小四", "和平苑", "1", "1", "102", "13800000002", None, ("2022-11-26", TODAY)),
    ("王小五", "和平苑", "2", "1", "201", "13800000003", "医疗机构", ("2022-11-26", "2022-11-27")),
    ("赵小六", "和平苑", "10", "1", "301", None, None, ("2022-11-22",)),
    ("孙小七", "迎春里", "2", "1", "202", "13800000005", "药店", ("2022-11-27", TODAY)),
    ("周小八", "迎春里", "2", "2", "203", "13800000006", None, ()),
)
ROOM = {"标准": "1198x590", "大": "1140x540", "特大": "1088x495"}
"""What a page gets of a window of 1366×768, and of 1280×680 with larger text."""

P = TypeVar("P", bound=Page)


class Shell:
    """Stands in for the window: remembers where it was sent and refreshes the page as it would."""

    def __init__(self, ledger: Ledger) -> None:
        self.page: Page | None = None
        self.ledger = ledger
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        self.said.append(text)

    def go(self, screen: str, **what: Any) -> None:
        self.went.append((screen, what))

    def refresh(self, touched: Touched | None) -> None:
        assert self.page is not None
        self.page.refresh(touched)

    def undo(self) -> None:
        self.refresh(self.ledger.undo().touched)

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


def make_ledger(path: Path) -> Path:
    """A ledger of PEOPLE; every sample was taken at 08:00 and reported negative at 20:00."""
    with Ledger.make(path, community="示例社区") as ledger, ledger.change("准备"):
        for name, community, building, unit, room, phone, trade, days in PEOPLE:
            home = Doors(ledger).household(Address(community, building, unit, room))
            person = ledger.create(
                "resident", {"household": home, "name": name, "phone": phone, "trade": trade}
            )
            for day in days:
                times = {"sampled_at": f"{day} 08:00:00", "reported_at": f"{day} 20:00:00"}
                ledger.create("sample", {"resident": person, "result": "阴性", **times})
    return path


@contextmanager
def hosted(
    root: ttk.App, make: Callable[[Any, Desk], P], path: Path, size: str = "标准", mode: str = "light"
) -> Iterator[tuple[P, Shell]]:
    """The page, loaded and with its keys bound as the screen binds them."""
    theme.dress(root, size=size, theme=mode)
    root.geometry(f"{ROOM[size]}+0+0")
    with Ledger.open(path) as ledger:
        shell = Shell(ledger)
        page = make(root, Desk(ledger, Settings(), Pump(root), shell, TODAY))
        shell.page = page
        page.pack(fill="both", expand=True)
        root.update()
        page.load()
        for sequence, action in page.shown_keys().items():
            root.bind(sequence, _then_stop(action))
        page.enter()
        settle(root)
        try:
            yield page, shell
        finally:
            for sequence in page.shown_keys():
                root.unbind(sequence)
            page.destroy()
            settle(root)
            theme.dress(root)


def column(rows: Grid, at: int) -> list[str]:
    """One column of all rows listed."""
    found = rows.source.fetch(rows.view.order)
    return [found[key].cells[at] for key in rows.view.order]


def choose(box: ttk.Combobox, value: str) -> None:
    """Take one of the values offered, as a click in the list does."""
    assert value in box.cget("values"), f"{value} is not offered: {box.cget('values')}"
    box.set(value)
    box.event_generate("<<ComboboxSelected>>")
    settle(box)


def people(ledger: Ledger) -> dict[str, int]:
    """Numbers of the residents by name."""
    return {row["name"]: row["id"] for row in ledger.rows("resident")}


def _then_stop(action: Callable[[], object]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
