"""Opening the window: which ledger, the first-start wizard, and the way back when a ledger will not open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gridworker.errors import GridworkerError, LedgerMissing
from gridworker.ledger.book import Ledger
from gridworker.paths import default_ledger
from gridworker.settings import load_settings, save_settings
from gridworker.ui.dialogs import LEDGER_FILES, choose, choose_open_files, show_error
from gridworker.ui.theme import start_window
from gridworker.ui.window import THEME_MODES, Window

_SMALLEST = (1180, 640)
_USUAL = (1366, 720)


class App:
    """The program with its window: at most one ledger is open at a time."""

    def __init__(self, path: Path | None = None) -> None:
        self.settings = load_settings()
        self.root = start_window(
            "网格员台账", size=self.settings.text_size, theme=THEME_MODES[self.settings.theme]
        )
        self.window: Window | None = None
        self._place()
        self.root.protocol("WM_DELETE_WINDOW", self.quit)
        self._path = path or Path(self.settings.ledger or default_ledger())

    def start(self) -> None:
        """Show the ledger, or the wizard when there is none yet."""
        self.root.deiconify()
        self.open(self._path)

    def open(self, path: Path) -> None:
        """Show this ledger; when it is missing or will not open, offer what can be done."""
        try:
            ledger = Ledger.open(path)
        except LedgerMissing:
            self._begin(path)
        except GridworkerError as error:
            self._other_ledger(error)
        else:
            self.show(ledger)

    def show(self, ledger: Ledger, screen: str = "today", **what: Any) -> None:
        """Put an open ledger into the window."""
        self._close()
        self.settings.ledger = str(ledger.path)
        save_settings(self.settings)
        self.window = Window(self.root, ledger, self.settings, self._change)
        self.window.go(screen, **what)

    def _change(self, path: Path | None) -> None:
        """Another ledger in place of this one, which stays open until the other has opened."""
        if path is None:
            self._close()
            self._begin(_free(default_ledger()))
            return
        try:
            ledger = Ledger.open(path)
        except GridworkerError as error:
            show_error(self.root, str(error))
        else:
            self.show(ledger)

    def _close(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window = None

    def _begin(self, path: Path) -> None:
        from gridworker.ui.wizard import Wizard

        wizard = Wizard(self.root, path, self._chosen)
        wizard.pack(fill="both", expand=True)

    def _chosen(self, ledger: Ledger, screen: str, what: dict[str, Any]) -> None:
        self.show(ledger, screen, **what)

    def _other_ledger(self, error: GridworkerError) -> None:
        answer = choose(self.root, "台账没有打开", str(error), ["选择另一个台账", "退出"])
        files = choose_open_files(self.root, "选择台账", LEDGER_FILES) if answer == "选择另一个台账" else []
        if files:
            self.open(files[0])
        else:
            self.root.destroy()

    def _place(self) -> None:
        """Where the window was last, if that still fits the screen; else as large as usual."""
        width = min(_USUAL[0], self.root.winfo_screenwidth())
        height = min(_USUAL[1], self.root.winfo_screenheight())
        self.root.geometry(self.settings.geometry or f"{width}x{height}+0+0")
        self.root.minsize(*_SMALLEST)

    def quit(self) -> None:
        """Remember the window's place, close the ledger, end."""
        self.settings.geometry = self.root.geometry()
        save_settings(self.settings)
        self._close()
        self.root.destroy()


def _free(path: Path) -> Path:
    """The path, or the next one beside it with a number when there is such a file already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}{number}{path.suffix}")
    return free


def run(path: Path | None) -> None:
    """Open the window on a ledger (None: this computer's own) and stay until it is closed."""
    app = App(path)
    app.start()
    app.root.mainloop()
