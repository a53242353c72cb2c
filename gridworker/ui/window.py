"""The shell: sidebar, global search, working day, the screens in the middle, the status bar below."""

from __future__ import annotations

import importlib
import tkinter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.jobs import Job, Step
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import show_day
from gridworker.ledger.history import Change
from gridworker.settings import Settings, save_settings
from gridworker.ui.day_picker import pick_day
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.finder import Finder
from gridworker.ui.notice import notice
from gridworker.ui.pump import Pump, explain
from gridworker.ui.screens.screen import Screen
from gridworker.ui.status_bar import StatusBar
from gridworker.ui.theme import GAP, Styles, dress

SCREENS = {
    "today": ("今日", "house", "gridworker.ui.screens.today:Today"),
    "people": ("台账", "people", "gridworker.ui.screens.people:People"),
    "testing": ("检测", "clipboard2-pulse", "gridworker.ui.screens.testing:Testing"),
    "closed_loop": ("两点一线", "signpost-split", "gridworker.ui.screens.closed_loop:ClosedLoop"),
    "supplies": ("物资", "basket", "gridworker.ui.screens.supplies:Supplies"),
    "visits": ("走访", "door-open", "gridworker.ui.screens.visits:Visits"),
    "reports": ("上报", "file-earmark-spreadsheet", "gridworker.ui.screens.reports:Reports"),
    "options": ("设置", "gear", "gridworker.ui.screens.options:Options"),
}
"""Title, icon and class of every screen, in the order of the sidebar; each is imported when first shown."""

_AT_ONCE = 2000  # rows that are taken back within a blink

THEME_MODES = {"浅色": "light", "深色": "dark"}


class Window:
    """Everything around the screens of one open ledger. Implements desk.Shell.

    `open_other` puts another ledger into the window (None: the first page).
    """

    def __init__(
        self,
        root: ttk.App,
        ledger: Ledger,
        settings: Settings,
        open_other: Callable[[Path | None], None] = lambda path: None,
    ) -> None:
        self.root = root
        self._open_other = open_other
        self.frame = ttk.Frame(root, style=Styles.GROUND)
        pump = Pump(self.frame, on_change=self._job_changed, on_any_step=self._job_step)
        day = ledger.setting("demonstration") or date.today().isoformat()
        self.desk = Desk(ledger, settings, pump, self, day)
        self._screens: dict[str, Screen] = {}
        self._buttons: dict[str, ttk.Button] = {}
        self._shown = ""
        self.frame.pack(fill="both", expand=True)
        self._build_sidebar()
        self.status = StatusBar(self.frame, undo=self.undo, redo=self.redo, cancel=pump.cancel)
        self.status.pack(side="bottom", fill="x")
        self._build_top()
        self._place = ttk.Frame(self.frame, style=Styles.GROUND)
        self._place.pack(fill="both", expand=True)
        self._bind_keys()
        root.report_callback_exception = self._defect
        self._show_units()

    # -- building

    def _build_sidebar(self) -> None:
        side = ttk.Frame(self.frame, style=Styles.SIDE, padding=(GAP, 2 * GAP))
        side.pack(side="left", fill="y")
        for number, (key, (title, icon, _)) in enumerate(SCREENS.items(), 1):
            make: Any = ttk.Button  # the library's icon option is untyped
            button = make(
                side, text=f" {title}", icon=icon, style=Styles.SIDE_BUTTON, width=8, takefocus=False,
                command=partial(self.go, key),
            )  # fmt: skip
            button.pack(fill="x", pady=(0, GAP // 2))
            self._buttons[key] = button
            self.root.bind(f"<Alt-Key-{number}>", _then_stop(partial(self.go, key)))

    def _build_top(self) -> None:
        top = ttk.Frame(self.frame, style=Styles.GROUND, padding=(2 * GAP, GAP + GAP // 2, 2 * GAP, 0))
        top.pack(side="top", fill="x")
        self._units = ttk.Label(top, style=Styles.GROUND_SECTION)
        self._units.pack(side="left")
        self._day = ttk.Button(top, style=Styles.GROUND_BUTTON, command=self.choose_day)
        self._day.pack(side="right")
        self._show_day()
        self.finder = Finder(top, lambda: self.desk.ledger, lambda row: self.go("people", resident=row))
        self.finder.pack(side="right", padx=2 * GAP)

    def _bind_keys(self) -> None:
        for keys, action in (
            ("<Control-k>", self.finder.take_focus),
            ("<Control-z>", self.undo),
            ("<Control-y>", self.redo),
            ("<Control-d>", self.choose_day),
            ("<F5>", lambda: self.refresh(None)),
        ):
            self.root.bind(keys, self._unless_typing(action) if keys in _TYPING_KEYS else _then_stop(action))

    def _unless_typing(self, action: Callable[[], Any]) -> Callable[[Any], str | None]:
        """Ctrl+Z inside a text that is being edited belongs to that text."""

        def handle(event: Any) -> str | None:
            focus = self.root.focus_get()
            if focus is not None and focus.winfo_class() in _TYPING_CLASSES:
                return None
            action()
            return "break"

        return handle

    # -- Shell

    def say(
        self, text: str, tone: Any = "good", action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        notice(self.root, text, tone, action=action)

    def go(self, screen: str, **what: Any) -> None:
        if self._shown in self._screens and self._shown != screen:
            self._screens[self._shown].leave()
            self._screens[self._shown].pack_forget()
        target = self._screen(screen)
        if self._shown != screen:
            self._shown = screen
            target.pack(fill="both", expand=True)
            for key, button in self._buttons.items():
                button.state(["selected" if key == screen else "!selected"])
            self.root.update_idletasks()
            target.enter()
        if what:
            target.open(**what)

    def _screen(self, key: str) -> Screen:
        if key not in self._screens:
            module, name = SCREENS[key][2].split(":")
            make = getattr(importlib.import_module(module), name)
            self._screens[key] = make(self._place, self.desk)
        return self._screens[key]

    @property
    def screen(self) -> Screen:
        """The screen in sight."""
        return self._screens[self._shown]

    def refresh(self, touched: Touched | None) -> None:
        if touched is None or "setting" in touched:
            self._show_units()
        for screen in self._screens.values():
            screen.refresh(touched)
        self.status.saved()

    def undo(self) -> None:
        self._take_back("撤销", Ledger.undo, self.desk.ledger.undo_size())

    def redo(self) -> None:
        self._take_back("重做", Ledger.redo, self.desk.ledger.redo_size())

    def _take_back(self, word: str, action: Callable[[Ledger], Change], size: int) -> None:
        """Small changes at once; a whole import in a job, so that the window goes on answering."""
        if size > _AT_ONCE:
            self.desk.work(word, lambda ledger, progress: action(ledger), self._taken_back)
            return
        try:
            change = action(self.desk.ledger)
        except GridworkerError as error:
            self.say(str(error), "warn")
        else:
            self._taken_back(change)

    def _taken_back(self, change: Change) -> None:
        self.refresh(change.touched)
        self.say(f"已{change.label}")

    def open_ledger(self, path: Path) -> None:
        self._open_other(path)

    def begin_ledger(self) -> None:
        self._open_other(None)

    def apply_look(self) -> None:
        settings = self.desk.settings
        save_settings(settings)
        dress(self.root, size=settings.text_size, theme=THEME_MODES[settings.theme])
        for key in list(self._screens):
            if key != self._shown:
                self._screens.pop(key).destroy()
        self.root.event_generate("<<ThemeChanged>>")

    # -- the working day

    def choose_day(self) -> None:
        pick_day(self._day, self.desk.day, self.set_day)

    def set_day(self, day: str) -> None:
        """Look at the ledger as of another ISO day."""
        self.desk.day = day
        self._show_day()
        self.refresh(None)

    def _show_day(self) -> None:
        weekday = "一二三四五六日"[date.fromisoformat(self.desk.day).weekday()]
        self._day.configure(text=f"工作日期  {show_day(self.desk.day)}  周{weekday}  ▾")

    def _show_units(self) -> None:
        ledger = self.desk.ledger
        units = [ledger.setting(key) for key in ("community", "grid")]
        text = " · ".join(filter(None, units)) or "网格员台账"
        if ledger.setting("demonstration"):
            text += "（演示，人员均为虚构）"
        self._units.configure(text=text)
        self.root.title(f"网格员台账 — {text}")

    # -- jobs and defects

    def _job_changed(self, job: Job | None) -> None:
        self.status.show_job(job)

    def _job_step(self, job: Job, step: Step) -> None:
        self.status.show_step(job, step)

    def _defect(self, kind: Any, error: BaseException, trace: Any) -> None:
        """The boundary of the window: every callback's error ends here, in a sentence."""
        self.say(explain(error, "操作"), "bad")

    def close(self) -> None:
        """Stop what runs, close what is open over the window, and the ledger."""
        self.desk.pump.cancel()
        for child in self.root.winfo_children():
            if isinstance(child, tkinter.Toplevel):
                child.destroy()
        self.frame.destroy()
        self.desk.ledger.close()


_TYPING_KEYS = frozenset({"<Control-z>", "<Control-y>"})
_TYPING_CLASSES = frozenset({"TEntry", "Entry", "Text", "TCombobox", "TSpinbox"})


def _then_stop(action: Callable[[], Any]) -> Callable[[Any], str]:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle
