"""The import window: choose files, check headings, see what would happen, write it. Nothing is modal."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import Cancelled
from gridworker.jobs import Job, Progress, Step
from gridworker.ledger.book import Ledger
from gridworker.ui.desk import Desk
from gridworker.ui.import_files import FilesPage
from gridworker.ui.import_finish import FinishPage
from gridworker.ui.import_headings import HeadingsPage
from gridworker.ui.import_page import ImportPage
from gridworker.ui.import_preview import PreviewPage
from gridworker.ui.import_task import ImportTask
from gridworker.ui.theme import GAP, Styles, Tone, colours

PAGES: tuple[type[ImportPage], ...] = (FilesPage, HeadingsPage, PreviewPage, FinishPage)
_SIZE = (1240, 640)
_MARKS = {"bad": "×", "good": "✓", "info": "●", "warn": "▲"}


def open_import(desk: Desk, kind: str, files: Sequence[Path] | None = None) -> ImportWindow:
    """Show the import window for this kind (a key of import_task.KINDS); with `files` they are read at once.

    An import of this kind that is open already comes to the front instead.
    """
    for window in _open_windows():
        if window.desk is desk and window.task.kind == kind:
            window.come_forward()
            return window
    window = ImportWindow(desk, kind)
    if files:
        window.read(files)
    return window


def _open_windows() -> list[ImportWindow]:
    root: Any = tkinter._get_default_root()  # type: ignore[attr-defined]
    return [child for child in root.winfo_children() if isinstance(child, ImportWindow)]


class ImportWindow(ttk.Toplevel):
    """Four pages, one after the other: Enter goes on, Esc goes back, Ctrl+Enter goes on from anywhere."""

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self.withdraw()
        self.transient(self.master.winfo_toplevel())
        self.desk = desk
        self.task = ImportTask(kind)
        self.title(self.task.words.title)
        self._job: Job | None = None
        self._stoppable = True
        self._at = 0
        self.page: ImportPage | None = None
        self._build()
        self._listen()
        self._place()
        self.show(0)
        self.come_forward()

    # -- building

    def _build(self) -> None:
        self.configure(background=colours().border)  # an edge where the system draws none
        outer = ttk.Frame(self, style=Styles.GROUND, padding=(2 * GAP, GAP, 2 * GAP, GAP))
        outer.pack(fill="both", expand=True, padx=1, pady=1)
        head = ttk.Frame(outer, style=Styles.GROUND)
        head.pack(fill="x", pady=(0, GAP))
        ttk.Label(head, text=self.task.words.title, style=Styles.GROUND_TITLE).pack(side="left")
        steps = ttk.Frame(head, style=Styles.GROUND)
        steps.pack(side="right")
        self._steps = []
        for number, page in enumerate(PAGES, 1):
            label = ttk.Label(steps, text=f"{number} {page.title}", style=Styles.GROUND_MUTED)
            label.pack(side="left", padx=(2 * GAP, 0))
            self._steps.append(label)
        self._foot = ttk.Frame(outer, style=Styles.GROUND)
        self._foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        self._message = ttk.Label(outer, wraplength=_SIZE[0] - 8 * GAP, padding=(2 * GAP, GAP // 2))
        self.body = ttk.Frame(outer, style=Styles.CARD, padding=2 * GAP)
        self.body.pack(fill="both", expand=True)
        self._build_foot()

    def _build_foot(self) -> None:
        look: dict[str, Any] = {"style": Styles.GROUND_BUTTON}
        self.forward_button = ttk.Button(self._foot, bootstyle="primary", command=self.go_on)
        self.back_button = ttk.Button(self._foot, text="上一步 Esc", command=self.go_back, **look)
        self._cancel = ttk.Button(self._foot, text="取消 Esc", command=self.cancel, **look)
        self._close = ttk.Button(self._foot, text="关闭 Esc", command=self.close, **look)
        self._work = ttk.Frame(self._foot, style=Styles.GROUND)
        self._word = ttk.Label(self._work, style=Styles.GROUND_TEXT)
        self._word.pack(side="left", padx=(0, GAP))
        self._bar = ttk.Progressbar(self._work, length=320, maximum=1000)
        self._bar.pack(side="left")

    def _listen(self) -> None:
        self.protocol("WM_DELETE_WINDOW", self.close)
        self.bind("<Escape>", lambda event: self._escape(event))
        self.bind("<Return>", lambda event: self._enter(event))
        self.bind("<KP_Enter>", lambda event: self._enter(event))
        self.bind("<Control-Return>", lambda event: self.go_on())

    def _place(self) -> None:
        """Over the main window, wholly on the screen."""
        root = self.master
        width = min(_SIZE[0], self.winfo_screenwidth())
        height = min(_SIZE[1], self.winfo_screenheight())
        x = root.winfo_rootx() + (root.winfo_width() - width) // 2
        y = root.winfo_rooty() + (root.winfo_height() - height) // 2
        x = min(max(x, 0), self.winfo_screenwidth() - width)
        y = min(max(y, 0), self.winfo_screenheight() - height)
        self.geometry(f"{width}x{height}+{x}+{y}")

    def come_forward(self) -> None:
        """Bring the window before the others and give it the keyboard."""
        self.deiconify()
        self.lift()
        if self.page is not None:
            self.page.take_keyboard()

    # -- pages

    def show(self, at: int) -> None:
        """Show the page of this place."""
        if self.page is not None:
            self.page.destroy()
        self._at = at
        self.say("")
        for place, label in enumerate(self._steps):
            label.configure(style=Styles.GROUND_SECTION if place == at else Styles.GROUND_MUTED)
        self.page = PAGES[at](self)
        self.page.pack(fill="both", expand=True)
        self.renew()
        self.update_idletasks()
        self.page.take_keyboard()

    def renew(self) -> None:
        """Show the buttons that make sense now."""
        page, busy = self.page, self._job is not None
        for button in (self.forward_button, self.back_button, self._cancel, self._close):
            button.pack_forget()
        if page is None:
            return
        if busy:
            if self._stoppable:
                self._cancel.pack(side="right")
            return
        self.forward_button.configure(text=page.forward, state="normal" if page.ready() else "disabled")
        self.forward_button.pack(side="right")
        if self._at and page.can_go_back:
            self.back_button.pack(side="right", padx=(0, GAP))
        elif not self._at:
            self._close.pack(side="right", padx=(0, GAP))

    def go_on(self) -> str:
        if self._job is None and self.page is not None and self.page.ready():
            self.page.go_on()
        return "break"

    def go_back(self) -> None:
        if self._job is None and self._at and self.page is not None and self.page.can_go_back:
            self.show(self._at - 1)

    def next_page(self) -> None:
        self.show(self._at + 1)

    def say(self, text: str, tone: Tone = "bad") -> None:
        """Say something in place, above the buttons; blank takes it away."""
        if text:
            self._message.configure(text=f"{_MARKS.get(tone, '●')}  {text}", style=Styles.chip(tone))
            self._message.pack(side="bottom", fill="x", pady=(GAP, 0), before=self.body)
        else:
            self._message.pack_forget()

    # -- keys

    def _enter(self, event: tkinter.Event[tkinter.Misc]) -> str:
        """A button under the keyboard acts; everywhere else Enter goes on."""
        if isinstance(event.widget, ttk.Button):
            return "break"  # the button's own binding has done it
        return self.go_on()

    def _escape(self, event: tkinter.Event[tkinter.Misc]) -> None:
        if self._job is not None:
            self.cancel()
        elif self._at:
            self.go_back()
        else:
            self.close()

    # -- work

    def read(self, paths: Sequence[Path]) -> None:
        """Read these files besides those read already."""
        task = self.task
        known = {file.path for file in task.files if not file.problem}
        wanted = [path for path in paths if path not in known]

        def done(files: Any) -> None:
            kept = [file for file in task.files if file.path not in wanted]
            task.files = [*kept, *files]
            self.show(0)

        if wanted:
            self.work("读取文件", lambda ledger, progress: task.read(ledger, wanted, progress), done)

    def work(
        self,
        title: str,
        work: Callable[[Ledger, Progress], Any],
        on_done: Callable[[Any], None],
        *,
        stoppable: bool = True,
    ) -> None:
        """Run work beside the window with a connection of its own; progress and cancel stand in the foot.

        Work that asks no progress cannot be stopped: then no cancel is offered.
        """

        def run(progress: Progress) -> Any:
            with self.desk.ledger.another() as ledger:
                return work(ledger, progress)

        def ended() -> None:
            self._job = None
            self._work.pack_forget()
            self.renew()

        def done(result: Any) -> None:
            ended()
            on_done(result)

        def failed(sentence: str, error: BaseException) -> None:
            ended()
            self.say(sentence, "info" if isinstance(error, Cancelled) else "bad")

        self.say("")
        self._word.configure(text=f"{title}…")
        self._bar.configure(value=0)
        self._work.pack(side="left")
        self._job, self._stoppable = Job(title, run), stoppable
        self.renew()
        self._cancel.focus_set()
        self.desk.pump.run(self._job, on_done=done, on_failed=failed, on_step=self._stepped)

    def _stepped(self, step: Step) -> None:
        far = f"{step.done:,}/{step.total:,}" if step.total else f"{step.done:,}" if step.done else ""
        self._word.configure(text=f"{step.word} {far}".strip())
        self._bar.configure(value=1000 * step.done / step.total if step.total else 500)

    def cancel(self) -> None:
        """Ask the work to stop; it says itself when it has."""
        if self._job is not None and self._stoppable:
            self._job.cancel()
            self._word.configure(text="正在取消…")

    def close(self) -> None:
        """Go away; while something runs, only stop that: what it did must still be told."""
        if self._job is not None:
            self.cancel()
        else:
            self.destroy()
