"""What the first-start wizard shows: the names of the units, three ways to begin, and waiting."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.jobs import Step
from gridworker.ledger.fields import TEXT, Field
from gridworker.ui.form import Form
from gridworker.ui.theme import GAP, SMALL, Styles

Do = Callable[[], None]

UNITS = (
    Field("street", "街道", TEXT, hint="如：示例街道办事处"),
    Field("community", "社区", TEXT, required=True, hint="如：示例社区"),
    Field("grid", "网格", TEXT, hint="如：第三网格；管整个社区的可不填"),
    Field("worker", "网格员", TEXT, hint="您的姓名，记在改动记录和报表的填报人处"),
)
_WAYS = (
    ("file-earmark-spreadsheet", "导入花名册", "把手里的Excel花名册读进来，一个或几个都行，写入前先给您看。"),
    ("journal-plus", "从空台账开始", "先建一本空台账，再一户一户登记，或以后再导入。"),
    ("people", "打开演示台账", "三千名虚构的居民和两周的检测记录，随便试，不怕弄坏。"),
)
"""Icon, title and words of the three ways to begin."""
_CARD_WRAP = 270  # pixels


class UnitsPage(ttk.Frame):
    """The four names, each checked while typing; Enter goes from field to field and then on."""

    def __init__(
        self,
        parent: tkinter.Misc,
        units: dict[str, str],
        *,
        on_done: Callable[[dict[str, str]], None],
        on_other: Do,
        on_demonstration: Do,
    ) -> None:
        super().__init__(parent)
        self._on_done = on_done
        why = "先写下单位名称：它们印在每张报表的抬头上，也用来区分几个人的台账。以后可在“设置”里修改。"
        ttk.Label(self, text=why, style=Styles.MUTED).pack(anchor="w", pady=(0, GAP))
        self.form = Form(self, UNITS, columns=2, on_save=self.go_on)
        self.form.pack(fill="x")
        if units:
            self.form.load(units)
        foot = _foot(self)
        _link(foot, "打开已有台账…", on_other)
        _link(foot, "先看演示台账（人员均为虚构）", on_demonstration)
        ttk.Button(foot, text="下一步 Enter", bootstyle="primary", command=self.go_on).pack(side="right")
        self.form.focus_first()

    def go_on(self) -> None:
        """Take the names when all are well."""
        values = self.form.check()
        if values is not None:
            self._on_done({key: str(value) for key, value in values.items() if value is not None})


class BeginPage(ttk.Frame):
    """Three cards, each a way to begin; 1, 2 and 3 take them, Esc goes back."""

    def __init__(
        self,
        parent: tkinter.Misc,
        path: Path,
        *,
        on_import: Do,
        on_empty: Do,
        on_demonstration: Do,
        on_place: Do,
        on_other: Do,
        on_back: Do,
    ) -> None:
        super().__init__(parent)
        self._tag = f"BeginPage{id(self)}"
        ways = zip(_WAYS, (on_import, on_empty, on_demonstration), strict=True)
        row = ttk.Frame(self)
        row.pack(fill="x")
        for number, (way, action) in enumerate(ways, 1):
            row.columnconfigure(number, weight=1, uniform="ways")
            tile = _Way(row, number, *way, action)
            tile.grid(row=0, column=number, sticky="nsew", padx=GAP // 2)
            for keys in (f"<Key-{number}>", f"<KP_{number}>"):
                self.bind_class(self._tag, keys, partial(_do, action))
            if number == 1:
                tile.button.focus_set()
        self.bind_class(self._tag, "<Escape>", partial(_do, on_back))
        self._place(path, on_place)
        foot = _foot(self)
        _link(foot, "打开已有台账…", on_other)
        ttk.Button(foot, text="上一步 Esc", command=on_back).pack(side="right")
        self._watch(self)

    def _watch(self, widget: tkinter.Misc) -> None:
        """Keys work whatever on this page has the focus."""
        widget.bindtags((self._tag, *widget.bindtags()))
        for child in widget.winfo_children():
            self._watch(child)

    def _place(self, path: Path, on_place: Do) -> None:
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(2 * GAP, 0))
        ttk.Label(line, text="台账文件保存在", style=Styles.MUTED).pack(side="left")
        ttk.Label(line, text=_shortened(path), font=SMALL).pack(side="left", padx=GAP)
        _link(line, "更改…", on_place)


class _Way(ttk.Frame):
    """One card; a click anywhere on it begins."""

    def __init__(
        self, parent: tkinter.Misc, number: int, icon: str, title: str, words: str, action: Do
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=2 * GAP)
        look: dict[str, Any] = {"bootstyle": "primary"} if number == 1 else {}
        self.button = ttk.Button(self, text=f" {title}", icon=icon, command=action, **look)
        self.button.pack(fill="x")
        text = ttk.Label(self, text=words, wraplength=_CARD_WRAP, justify="left")
        text.pack(anchor="w", pady=(2 * GAP, 3 * GAP))
        key = ttk.Label(self, text=f"按 {number}", style=Styles.MUTED)
        key.pack(side="bottom", anchor="w")
        for widget in (self, text, key):
            widget.bind("<ButtonRelease-1>", lambda event: action())
            widget.configure(cursor="hand2")


class WaitingPage(ttk.Frame):
    """How far the work is, and a way out."""

    def __init__(self, parent: tkinter.Misc, title: str, on_cancel: Do) -> None:
        super().__init__(parent)
        ttk.Label(self, text=title, style=Styles.SECTION).pack(anchor="w", pady=(GAP, 2 * GAP))
        self._bar = ttk.Progressbar(self, maximum=1000)
        self._bar.pack(fill="x")
        self._word = ttk.Label(self, style=Styles.MUTED)
        self._word.pack(anchor="w", pady=GAP)
        button = ttk.Button(_foot(self), text="取消 Esc", command=on_cancel)
        button.pack(side="right")
        button.bind("<Escape>", lambda event: on_cancel())
        button.focus_set()

    def show_step(self, step: Step) -> None:
        """Show how far the work is."""
        far = f"{step.done:,}/{step.total:,}" if step.total else ""
        self._word.configure(text=f"{step.word} {far}".strip())
        self._bar.configure(value=1000 * step.done / step.total if step.total else 500)


def _do(action: Do, event: tkinter.Event[tkinter.Misc]) -> str:
    action()
    return "break"


def _foot(page: ttk.Frame) -> ttk.Frame:
    foot = ttk.Frame(page)
    foot.pack(side="bottom", fill="x", pady=(3 * GAP, 0))
    return foot


def _link(parent: tkinter.Misc, text: str, action: Do) -> None:
    ttk.Button(parent, text=text, style=Styles.LINK, command=action).pack(side="left")


def _shortened(path: Path) -> str:
    """The end of a long path, which tells most."""
    text = str(path)
    return text if len(text) <= 70 else f"…{text[-68:]}"
