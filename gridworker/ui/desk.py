"""What every screen is given: the open ledger, the working day, and ways to act, to wait and to go on.

A screen reads through `desk.ledger` and writes through `desk.act`, which tells every screen what
changed; each refreshes only if it shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from gridworker.errors import GridworkerError
from gridworker.jobs import Job, Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.history import Change
from gridworker.settings import Settings
from gridworker.ui.pump import Pump

Touched = Mapping[str, set[int]]
"""Numbers of the changed rows, by register."""


class Shell(Protocol):
    """What the window around the screens offers them."""

    def say(
        self, text: str, tone: Any = "good", action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a notice that asks for nothing."""

    def go(self, screen: str, **what: Any) -> None:
        """Show another screen; `what` is handed to its `open`."""

    def refresh(self, touched: Touched | None) -> None:
        """Tell the screens what changed; None: anything may have."""

    def undo(self) -> None:
        """Take back the last change."""

    def open_ledger(self, path: Path) -> None:
        """Put another ledger into the window; says so when it will not open."""

    def begin_ledger(self) -> None:
        """Go to the first page, where a ledger is made or opened."""

    def apply_look(self) -> None:
        """Put text size and theme of the settings into force."""


@dataclass
class Desk:
    """One open ledger with its working day. `day` is ISO text."""

    ledger: Ledger
    settings: Settings
    pump: Pump
    shell: Shell
    day: str = field(default_factory=lambda: date.today().isoformat())

    def act(self, label: str, action: Callable[[Ledger], Any], *, said: str = "") -> Any:
        """Do one undoable user action and tell the screens; None when it was refused (and said why).

        `label` names the batch in the history; `said` is shown with an undo button when something changed.
        """
        try:
            with self.ledger.change(label) as change:
                result = action(self.ledger)
        except GridworkerError as error:
            self.shell.say(str(error), "bad")
            return None
        self.changed(change, said)
        return True if result is None else result

    def changed(self, change: Change, said: str = "") -> None:
        """Tell the screens about a change that was made elsewhere (by a job)."""
        if "own_field" in change.touched:
            self.ledger.forget_fields()
        if change.touched:
            self.shell.refresh(change.touched)
            if said:
                self.shell.say(said, "good", ("撤销", self.shell.undo))

    def work(
        self,
        title: str,
        work: Callable[[Ledger, Progress], Any],
        on_done: Callable[[Any], None],
        on_failed: Callable[[str, BaseException], None] | None = None,
    ) -> Job:
        """Run long work in a thread with its own connection; the status bar shows how far it is."""
        path = self.ledger.path

        def run(progress: Progress) -> Any:
            with Ledger.open(path) as ledger:
                return work(ledger, progress)

        failed = on_failed or (lambda sentence, error: self.shell.say(sentence, "bad"))
        return self.pump.run(Job(title, run), on_done=on_done, on_failed=failed)
