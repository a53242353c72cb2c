"""The first start: unit names, then importing a list of people, an empty ledger, or a demonstration."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import Cancelled, GridworkerError
from gridworker.jobs import Job, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.ui.dialogs import LEDGER_FILES, choose_open_files, choose_save
from gridworker.ui.pump import Pump
from gridworker.ui.theme import GAP, Styles, card
from gridworker.ui.wizard_pages import BeginPage, UnitsPage, WaitingPage

DEMONSTRATION_FILE = "演示台账.gwl"
DEMONSTRATION_DAY = "2022-11-28"
DEMONSTRATION_RESIDENTS = 3000
_WIDTH = 1000

Chosen = Callable[[Ledger, str, dict[str, Any]], None]
"""Gets the opened ledger, the key of the screen to show, and what that screen's `open` is to be told."""


class Wizard(ttk.Frame):
    """Fills the window until there is a ledger, then goes away and hands it to `on_chosen`.

    `path` is where a new ledger goes unless the user says otherwise.
    """

    def __init__(self, parent: tkinter.Misc, path: Path, on_chosen: Chosen) -> None:
        super().__init__(parent, style=Styles.GROUND, padding=2 * GAP)
        self.path = path
        self.units: dict[str, str] = {}
        self._on_chosen = on_chosen
        self._pump = Pump(self)
        self._build()
        self.show_units()

    def _build(self) -> None:
        middle = ttk.Frame(self, style=Styles.GROUND)
        middle.place(relx=0.5, rely=0.46, anchor="center", relheight=0.98)
        ttk.Frame(middle, style=Styles.GROUND, width=_WIDTH).pack()
        ttk.Label(middle, text="欢迎使用网格员台账", style=Styles.GROUND_TITLE).pack(
            anchor="w", pady=(3 * GAP, GAP)
        )
        self._step = ttk.Label(middle, style=Styles.GROUND_MUTED)
        self._step.pack(anchor="w", pady=(0, 2 * GAP))
        self._card = card(middle, padding=3 * GAP)
        self._card.pack(fill="x")
        self._problem = ttk.Label(middle, style=Styles.chip("bad"), wraplength=_WIDTH - 4 * GAP)
        self._page: ttk.Frame | None = None

    def _show(self, page: ttk.Frame, step: str) -> None:
        if self._page is not None:
            self._page.destroy()
        self._page = page
        self._step.configure(text=step)
        self.say("")
        page.pack(fill="both", expand=True)

    def say(self, sentence: str) -> None:
        """Show what went wrong under the page; nothing takes it away."""
        if sentence:
            self._problem.configure(text=f"×  {sentence}", padding=(2 * GAP, GAP))
            self._problem.pack(fill="x", pady=(2 * GAP, 0))
        else:
            self._problem.pack_forget()

    # -- the two steps

    def show_units(self) -> None:
        """Step 1: the names that head every report."""
        page = UnitsPage(
            self._card, self.units, on_done=self._units_named, on_other=self.open_other,
            on_demonstration=self.demonstrate,
        )  # fmt: skip
        self._show(page, "第 1 步，共 2 步　单位名称")

    def _units_named(self, units: dict[str, str]) -> None:
        self.units = units
        self.show_beginnings()

    def show_beginnings(self) -> None:
        """Step 2: what the ledger begins with."""
        page = BeginPage(
            self._card, self.path, on_import=lambda: self._make("people", {"import_": True}),
            on_empty=lambda: self._make("people", {}), on_demonstration=self.demonstrate,
            on_place=self._choose_place, on_other=self.open_other, on_back=self.show_units,
        )  # fmt: skip
        self._show(page, "第 2 步，共 2 步　从哪里开始")

    def _choose_place(self) -> None:
        chosen = choose_save(self, "台账文件保存在", self.path.name, LEDGER_FILES, folder=self.path.parent)
        if chosen is not None:
            self.path = chosen
            self.show_beginnings()

    # -- the ways on

    def _make(self, screen: str, what: dict[str, Any]) -> None:
        try:
            ledger = Ledger.make(self.path, **self.units)
        except GridworkerError as error:
            self.say(str(error))
        else:
            self._finish(ledger, screen, what)

    def open_other(self) -> None:
        """Let the user choose a ledger that is there already."""
        files = choose_open_files(self, "打开已有台账", LEDGER_FILES, folder=self.path.parent)
        if files:
            self._open(files[0])

    def demonstrate(self) -> None:
        """Open the demonstration ledger; make it first when it is not there."""
        path = self.path.with_name(DEMONSTRATION_FILE)
        if path.exists():
            self._open(path)
            return

        def make(progress: Progress) -> None:
            make_demonstration(path, DEMONSTRATION_RESIDENTS, DEMONSTRATION_DAY, 1, progress)

        page = WaitingPage(self._card, "正在建立演示台账，人员均为虚构…", self._pump.cancel)
        self._show(page, "演示台账")
        self._pump.run(
            Job("建立演示台账", make), on_step=page.show_step, on_done=lambda _: self._open(path),
            on_failed=self._not_demonstrated,
        )  # fmt: skip

    def _not_demonstrated(self, sentence: str, error: BaseException) -> None:
        self.show_beginnings()
        if not isinstance(error, Cancelled):
            self.say(sentence)

    def _open(self, path: Path) -> None:
        try:
            ledger = Ledger.open(path)
        except GridworkerError as error:
            self.show_beginnings()
            self.say(str(error))
        else:
            self._finish(ledger, "today", {})

    def _finish(self, ledger: Ledger, screen: str, what: dict[str, Any]) -> None:
        self.destroy()
        self._on_chosen(ledger, screen, what)
