"""The only door to message and file dialogs; all words Chinese, all answers plain Python."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import ttkbootstrap as ttk
from ttkbootstrap.dialogs import Querybox

from gridworker.ui.notice import notice
from gridworker.ui.palette import STATUS
from gridworker.ui.theme import BODY, GAP, Styles, Tone, colours, text_width

__all__ = [
    "Dialog",
    "ask",
    "choose",
    "choose_folder",
    "choose_open_files",
    "choose_save",
    "notice",
    "show_error",
    "tell",
]

FileKinds = Sequence[tuple[str, str]]
"""Pairs such as ("Excel 工作簿", "*.xlsx *.xls")."""

LEDGER_FILES: FileKinds = (("网格员台账", "*.gwl"),)

_LINE = 34  # Chinese characters in a line of a message
_LARGEST = (1240, 640)  # fits a window of 1280x680


class Dialog(ttk.Toplevel):
    """A window of its own over its parent: centred, Esc closes, Tab stays inside.

    Subclasses fill `body`, add buttons with `add_button`, then call `show`, which waits and returns
    `result` (None when closed without an answer).
    """

    def __init__(self, parent: tkinter.Misc, title: str) -> None:
        self.parent = parent.winfo_toplevel()
        super().__init__(title=title, master=self.parent)
        self.withdraw()
        if self.parent.winfo_viewable():  # over a hidden window it would stay hidden too
            self.transient(self.parent)
        self._before = self.parent.focus_lastfor()
        self.result: Any = None
        self.configure(background=colours().card)
        self.foot = ttk.Frame(self, style=Styles.GROUND, padding=(2 * GAP, GAP + GAP // 2))
        self.foot.pack(side="bottom", fill="x")
        self.body = ttk.Frame(self, padding=(3 * GAP, 2 * GAP))
        self.body.pack(fill="both", expand=True)
        self.bind("<Escape>", lambda event: self.close())
        self.protocol("WM_DELETE_WINDOW", self.close)

    def add_button(
        self, text: str, command: Any, *, kind: Literal["main", "plain", "danger"] = "plain"
    ) -> ttk.Button:
        """Put a button at the right end of the foot; the first added stands rightmost."""
        look: dict[str, Any] = {"main": {"bootstyle": "primary"}, "danger": {"bootstyle": "danger"}}.get(
            kind, {"style": Styles.GROUND_BUTTON}
        )
        button = ttk.Button(self.foot, text=text, command=command, **look)
        button.pack(side="right", padx=(GAP, 0))
        return button

    def answer(self, result: Any) -> None:
        """Close with this result."""
        self.result = result
        self.close()

    def close(self) -> None:
        self.grab_release()
        self.destroy()

    def show(self, focus: tkinter.Misc | None = None) -> Any:
        """Put the dialog on the screen, wait until it is closed, and return its result."""
        self.place_over_parent()
        self.deiconify()
        self.wait_visibility()
        grabbed_before = self.grab_current()
        self.grab_set()
        (focus or self).focus_force()
        self.wait_window()
        if grabbed_before is not None and grabbed_before.winfo_exists():
            grabbed_before.grab_set()
        if self._before is not None and self._before.winfo_exists():
            self._before.focus_force()
        return self.result

    def place_over_parent(self) -> None:
        """Centre over the parent, wholly on the screen and no larger than fits an office PC's."""
        self.update_idletasks()
        width = min(self.winfo_reqwidth(), _LARGEST[0], self.winfo_screenwidth())
        height = min(self.winfo_reqheight(), _LARGEST[1], self.winfo_screenheight())
        x = self.parent.winfo_rootx() + (self.parent.winfo_width() - width) // 2
        y = self.parent.winfo_rooty() + (self.parent.winfo_height() - height) // 3
        x = min(max(x, 0), self.winfo_screenwidth() - width)
        y = min(max(y, 0), self.winfo_screenheight() - height)
        self.geometry(f"{width}x{height}+{x}+{y}")


class _Message(Dialog):
    def __init__(self, parent: tkinter.Misc, title: str, sentence: str, tone: Tone) -> None:
        super().__init__(parent, title)
        mark = STATUS[tone].mark if tone in STATUS else "●"
        ttk.Label(self.body, text=mark, style=Styles.figure(tone)).pack(
            side="left", anchor="n", padx=(0, 2 * GAP)
        )
        line = text_width(self, "国", BODY) * _LINE
        ttk.Label(self.body, text=sentence, wraplength=line, justify="left").pack(
            side="left", fill="both", expand=True, pady=GAP
        )


def ask(
    parent: tkinter.Misc,
    title: str,
    question: str,
    *,
    yes: str = "确定",
    no: str = "取消",
    danger: bool = False,
) -> bool:
    """Ask before what cannot be undone; True only when `yes` was chosen. Buttons say what they do."""
    dialog = _Message(parent, title, question, "warn" if danger else "info")
    main = dialog.add_button(yes, lambda: dialog.answer(True), kind="danger" if danger else "main")
    other = dialog.add_button(no, dialog.close)
    return bool(dialog.show(other if danger else main))


def choose(parent: tkinter.Misc, title: str, question: str, options: Sequence[str]) -> str | None:
    """Ask for one of several named ways; None when closed. The first is the usual one."""
    dialog = _Message(parent, title, question, "info")
    buttons = [
        dialog.add_button(text, partial(dialog.answer, text), kind="plain" if place else "main")
        for place, text in enumerate(options)
    ]
    answer = dialog.show(buttons[0])
    return None if answer is None else str(answer)


def tell(parent: tkinter.Misc, sentence: str, tone: Tone = "info", *, title: str = "提示") -> None:
    """Say something that must be read before going on; for anything less use `notice`."""
    dialog = _Message(parent, title, sentence, tone)
    dialog.show(dialog.add_button("知道了", dialog.close, kind="main"))


def show_error(parent: tkinter.Misc, sentence: str) -> None:
    """Say what went wrong and what to do; the sentence comes from the error itself."""
    tell(parent, sentence, "bad", title="没有完成")


def choose_open_files(
    parent: tkinter.Misc, title: str, kinds: FileKinds, *, folder: Path | None = None
) -> list[Path]:
    """Files to read; empty when cancelled."""
    found = Querybox.get_open_filenames(parent=parent, title=title, **_file_options(kinds, folder))
    return [Path(name) for name in found or ()]


def choose_save(
    parent: tkinter.Misc, title: str, name: str, kinds: FileKinds, *, folder: Path | None = None
) -> Path | None:
    """Where to write, with the suffix of `name` unless another is typed; None when cancelled."""
    options = _file_options(kinds, folder) | {"initialfile": name, "defaultextension": Path(name).suffix}
    found = Querybox.get_save_filename(parent=parent, title=title, **options)
    return Path(found) if found else None


def choose_folder(parent: tkinter.Misc, title: str, *, folder: Path | None = None) -> Path | None:
    """An existing folder; None when cancelled."""
    found = Querybox.get_directory(parent=parent, title=title, initialdir=_start(folder))
    return Path(found) if found else None


def _file_options(kinds: FileKinds, folder: Path | None) -> dict[str, Any]:
    types = [*kinds, ("所有文件", "*")]
    return {"filetypes": types, "initialdir": _start(folder)}


def _start(folder: Path | None) -> str:
    return str(folder if folder and folder.is_dir() else Path.home())
