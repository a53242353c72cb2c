"""The head of 结果比对: which file, what to do with it, and a red button while it holds a positive tube."""

from __future__ import annotations

import tkinter
from typing import Any, Protocol

import ttkbootstrap as ttk

from gridworker.intake.compared import GRAVE
from gridworker.intake.comparison import Comparison
from gridworker.ui.desk import Desk
from gridworker.ui.palette import STATUS
from gridworker.ui.theme import GAP, Styles

_ADVICE = "打开检测机构的结果表：逐行看对上了谁、对不上的为什么，应检的人还有谁不在表中。"


class Actions(Protocol):
    """What the buttons do."""

    def ask_files(self) -> None: ...
    def save(self) -> None: ...
    def write(self) -> None: ...
    def go_to_tracing(self) -> None: ...


class ResultsHead(ttk.Frame):
    """Buttons that make sense only with a file appear with the first one."""

    def __init__(self, parent: tkinter.Misc, desk: Desk, actions: Actions) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self._desk = desk
        look: dict[str, Any] = {"bootstyle": "primary"}
        self._open = ttk.Button(self, text="打开结果… Ctrl+O", command=actions.ask_files, **look)
        self._open.pack(side="left")
        self._write = ttk.Button(self, text="写入结果 Ctrl+Enter", command=actions.write, **look)
        ground: dict[str, Any] = {"style": Styles.GROUND_BUTTON}
        self._save = ttk.Button(self, text="导出… Ctrl+S", command=actions.save, **ground)
        self._alarm = ttk.Button(self, command=actions.go_to_tracing, bootstyle="danger")
        self._file = ttk.Label(self, text=_ADVICE, style=Styles.GROUND_MUTED, justify="left")
        self._file.pack(side="left", fill="x", expand=True, padx=(GAP, 0))
        self._file.bind("<Configure>", lambda event: self._wrap(event.width))

    def _wrap(self, width: int) -> None:
        self._file.configure(wraplength=max(width - GAP, 10 * GAP))

    def show(self, comparison: Comparison | None, busy: bool) -> None:
        """Tell which file is compared, and what of it can be done now."""
        if comparison is None:
            self._file.configure(text="正在读取并比对…" if busy else _ADVICE)
        else:
            self._unfold()
            self._file.configure(text=_told(comparison, self._desk.day, busy))
            self._show_alarm(comparison)
        writable = comparison is not None and comparison.to_write and not busy
        self._write.state(["!disabled" if writable else "disabled"])

    def _unfold(self) -> None:
        if not self._write.winfo_manager():
            for button in (self._write, self._save):
                button.pack(side="right", padx=(GAP, 0), before=self._file)
            look: dict[str, Any] = {"bootstyle": "neutral"}
            self._open.configure(**look)

    def _show_alarm(self, comparison: Comparison) -> None:
        tubes = comparison.grave_tubes
        if not tubes:
            self._alarm.pack_forget()
            return
        words = "、".join(result for result in GRAVE if result in tubes.values())
        self._alarm.configure(text=f"{STATUS['positive'].mark} {words} {len(tubes)} 管 Ctrl+T")
        self._alarm.pack(side="right", padx=(GAP, 0), before=self._file)


def _told(comparison: Comparison, day: str, busy: bool) -> str:
    """File, day, what must not be overlooked, and what there is to write."""
    names = list(dict.fromkeys(row.file for row in comparison.rows))
    more = f" 等 {len(names)} 个文件" if len(names) > 1 else ""
    parts = [f"{names[0]}{more}", f"采样日 {comparison.day}"]
    mark = STATUS["warn"].mark
    if comparison.dated:
        parts.append(f"{mark} 表中没有采样时间，已按工作日期")
    elif comparison.day != day:
        parts.append(f"{mark} 工作日期是 {day}")
    if comparison.passed_over:
        parts.append(f"{mark} 有 {len(comparison.passed_over)} 张工作表没有读")
    todo = f"待写入 {comparison.to_write:,} 条" if comparison.to_write else "没有要写入的"
    return " · ".join([*parts, "正在重新比对…" if busy else todo])
