"""上报: choose a report, see its first page, write the files, and see what was sent when, to whom."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import Cancelled, GridworkerError
from gridworker.export.message import MESSAGES, message_text
from gridworker.export.reports import REPORTS
from gridworker.export.send import Format
from gridworker.jobs import Job
from gridworker.ledger.catalogue import Row
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.paths import exports_folder
from gridworker.settings import save_settings
from gridworker.ui.desk import Touched
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.opening import open_outside
from gridworker.ui.palette import Tone
from gridworker.ui.pick_list import Pick, PickList
from gridworker.ui.screens.reports_form import RequestForm
from gridworker.ui.screens.reports_preview import LivePreview
from gridworker.ui.screens.reports_sending import (
    Order,
    Outcome,
    Task,
    carry_out,
    tasks_for,
    under_another_name,
)
from gridworker.ui.screens.screen import Screen
from gridworker.ui.theme import GAP, SMALL, Styles, card, text_width

DAILY_SET = "daily_reports"
"""The ledger's setting with the names of the reports that 一键上报 writes."""

_USUAL, _NONE = "testing-daily,missed", "无"

_FIRST = "testing-daily"  # what is asked for most
_LINE = 24  # Chinese characters in a line under the buttons
_SHORT_HASH = 12
_COLUMNS = (
    GridColumn("at", "时间", 8, show=lambda value: str(value or "")[:16]),
    GridColumn("title", "名称", 8),
    GridColumn("masked", "身份信息", 5, show=lambda value: "脱敏" if value else "完整信息"),
    GridColumn("for_whom", "报给谁", 6),
    GridColumn("scope", "范围", 6),
    GridColumn("why", "用途", 6),
    GridColumn("file", "文件", 20, stretch=True),
    GridColumn("sha256", "SHA-256", 8, show=lambda value: str(value or "")[:_SHORT_HASH]),
)


class Reports(Screen):
    key = "reports"
    title = "上报"
    icon = "file-earmark-spreadsheet"
    shows = frozenset(
        {"resident", "household", "place", "sample", "exemption", "round", "round_place", "closed_loop",
         "leave", "cadence", "trade", "managed_status", "reason", "setting", "past", "own_field", "export"}
    )  # fmt: skip

    def build(self) -> None:
        self._day = self.desk.day
        self._job: Job | None = None
        self._ticking = False
        self.columnconfigure(1, weight=1)
        self.columnconfigure(2, weight=3)
        self.rowconfigure(1, weight=1)
        self._build_list()
        self._build_form()
        self._build_history()
        self._build_preview()
        self._bind_keys()
        self.form.on = self._day
        self.list.choose(_FIRST)

    # -- building

    def _build_list(self) -> None:
        frame = card(self, "报表", padding=GAP)
        frame.grid(row=0, column=0, rowspan=2, sticky="nsew", padx=(0, GAP))
        picks = [Pick(kind.name, kind.title, kind.about) for kind in REPORTS.values()]
        self.list = PickList(frame, picks, lambda name: self._look(), on_tick=self._keep_set, width=12)
        self.list.pack(fill="both", expand=True)
        ttk.Label(frame, text="打勾的由“一键上报”写出", style=Styles.MUTED).pack(
            anchor="w", pady=(GAP // 2, 0)
        )

    def _build_form(self) -> None:
        frame = card(self, padding=GAP + GAP // 2)
        frame.grid(row=0, column=1, sticky="nsew", padx=(0, GAP))
        kept = self.desk.settings.lists.get("reports", {})
        self.form = RequestForm(frame, Path(kept.get("folder") or exports_folder()), self._look)
        self.form.pack(fill="x")
        self.form.formats = kept.get("formats") or self.form.formats
        self._build_buttons(frame)
        line = text_width(self, "国", SMALL) * _LINE
        self._told = ttk.Label(frame, font=SMALL, justify="left", wraplength=line)
        self._again = ttk.Button(frame, style=Styles.LINK)

    def _build_buttons(self, parent: tkinter.Misc) -> None:
        frame = ttk.Frame(parent)
        frame.pack(fill="x", pady=(GAP + GAP // 2, 0))
        frame.columnconfigure((0, 1), weight=1, uniform="half")
        make: Any = ttk.Button  # the library's bootstyle option is untyped
        self.write_button = make(frame, text="生成 Ctrl+Enter", bootstyle="primary", command=self.write)
        self.daily_button = ttk.Button(frame, command=self.write_daily)
        self._copy = ttk.Button(frame, text="复制文字 Ctrl+T", command=self.copy_text)
        folder = ttk.Button(frame, text="打开文件夹 Ctrl+O", command=self.open_folder)
        for place, button in enumerate((self.write_button, self.daily_button, self._copy, folder)):
            row, column = divmod(place, 2)
            button.grid(row=row, column=column, sticky="ew", padx=(GAP * column, 0), pady=(GAP * row, 0))

    def _build_history(self) -> None:
        frame = card(self, "上报记录", padding=GAP)
        frame.grid(row=1, column=1, sticky="nsew", padx=(0, GAP), pady=(GAP, 0))
        place = ttk.Frame(frame, height=10 * GAP)
        place.pack(fill="both", expand=True)
        self._source = ListSource(_COLUMNS)
        self.history = Grid(
            place, self._source, hooks=GridHooks(open=self._open_sent), filter=False, multiple=False,
            empty="还没有上报过。生成的每个文件都会记在这里。",
        )  # fmt: skip
        self.history.place(relwidth=1, relheight=1)  # takes what there is: its columns would ask for more

    def _build_preview(self) -> None:
        frame = card(self, padding=GAP)
        frame.grid(row=0, column=2, rowspan=2, sticky="nsew")
        self.preview = LivePreview(frame, self.desk, self)
        self.preview.pack(fill="both", expand=True)

    def _bind_keys(self) -> None:
        """Keys work whatever on this screen has the keyboard."""
        self._tag = f"Reports{id(self)}"
        picture = self.preview.picture
        for keys, action in (
            ("<Control-Return>", self.write), ("<Control-KP_Enter>", self.write), ("<F9>", self.write_daily),
            ("<Control-o>", self.open_folder), ("<Control-t>", self.copy_text), ("<F6>", picture.enlarge),
            ("<Alt-Left>", lambda: picture.turn(-1)), ("<Alt-Right>", lambda: picture.turn(1)),
        ):  # fmt: skip
            self.bind_class(self._tag, keys, _then_stop(action))
        _add_tag(self, self._tag)

    # -- showing

    def enter(self) -> None:
        super().enter()
        self.list.focus_list()

    def leave(self) -> None:
        super().leave()
        self.preview.stop()
        self._stale = True

    def load(self) -> None:
        ledger = self.desk.ledger
        if self.form.on == self._day:
            self.form.on = self.desk.day
        self._day = self.desk.day
        self.form.offer_scopes(ledger)
        self._show_history()
        self.list.tick(name for name in ledger.setting(DAILY_SET, _USUAL).split(",") if name in REPORTS)
        self._count_daily()
        self._look()

    def refresh(self, touched: Touched | None) -> None:
        """What was sent, and what is ticked, changes no picture."""
        quiet = touched is not None and (set(touched) == {"export"} or self._ticking)
        if quiet and self._in_sight:
            self._show_history()
        else:
            super().refresh(touched)

    def _show_history(self) -> None:
        self._source.replace(reversed(self.desk.ledger.rows("export")))
        self.history.refresh()

    def open(
        self, report: str = "", scope: Scope | None = None, from_day: str = "", to_day: str = "", **what: Any
    ) -> None:
        """Choose this report for a scope, without one for the whole ledger, and a period (ISO days)."""
        if report in REPORTS:
            self.list.choose(report)
            self.form.choose_scope(scope or WHOLE)
        if to_day:
            self.form.choose_period(from_day, to_day)
        self._look()

    def _look(self) -> None:
        """Ask for the picture of what is chosen now."""
        name = self.list.chosen
        has_text = name in MESSAGES
        self.form.allow_text(has_text)
        self.form.ask_period(REPORTS[name].period)
        self._copy.state(["!disabled" if has_text else "disabled"])
        if self._in_sight:
            request = self.form.request(self.desk.ledger)
            self.preview.ask(name, request, "请先改正标红的内容，再看预览。")

    def _count_daily(self) -> None:
        count = len(self.list.ticked)
        self.daily_button.configure(text=f"一键上报 {count} 张 F9" if count else "一键上报 F9")

    # -- writing

    def write(self) -> None:
        """Write the chosen report."""
        self._write([self.list.chosen])

    def write_daily(self) -> None:
        """Write all ticked reports into the folder of the day."""
        if self.list.ticked:
            self._write(self.list.ticked)
        else:
            self._tell("请先在左边给要上报的报表打勾（空格键），以后一键写出。", "warn")

    def _write(self, names: Sequence[str]) -> None:
        order = self.form.order(self.desk.ledger)
        if order is None or self._job is not None:
            return
        self._remember(order.formats)
        tasks = tasks_for(names, order.formats, self.form.day_folder)
        if tasks:
            self._start(order, tasks)
        else:
            self._tell("选中的报表没有通报文字，请再选 Excel 或 PDF。", "warn")

    def _start(self, order: Order, tasks: Sequence[Task]) -> None:
        self._tell("")
        self._busy(True)
        self._job = self.desk.work(
            "生成报表", lambda ledger, progress: carry_out(ledger, order, tasks, progress),
            lambda outcome: self._written(order, outcome), self._not_written,
        )  # fmt: skip

    def _written(self, order: Order, outcome: Outcome) -> None:
        self._job = None
        self.desk.shell.refresh({"export": set()})
        if outcome.sent:
            self._praise(outcome)
        if not self.winfo_exists():
            return
        self._busy(False)
        self._tell("\n".join(outcome.warnings), "warn")
        if outcome.held is not None:
            self._offer_other_name(order, outcome)

    def _praise(self, outcome: Outcome) -> None:
        first, count = outcome.sent[0].path, len(outcome.sent)
        names = f"{first.name} 等 {count} 个文件" if count > 1 else first.name
        self.desk.shell.say(
            f"已生成 {names}", "good", ("打开文件夹", lambda: self._show_outside(first.parent))
        )

    def _offer_other_name(self, order: Order, outcome: Outcome) -> None:
        tasks = under_another_name(outcome)
        self._tell(str(outcome.held), "bad")
        self._again.configure(
            text=f"另存为“{tasks[0].target.name}”", command=lambda: self._start(order, tasks)
        )
        self._again.pack(anchor="w")

    def _not_written(self, sentence: str, error: BaseException) -> None:
        self._job = None
        self.desk.shell.refresh({"export": set()})
        if self.winfo_exists():
            self._busy(False)
            self._tell(sentence, "warn" if isinstance(error, Cancelled) else "bad")

    def _busy(self, busy: bool) -> None:
        for button in (self.write_button, self.daily_button):
            button.state(["disabled" if busy else "!disabled"])

    def _tell(self, sentence: str, tone: Tone = "bad") -> None:
        """Say something under the buttons, where it stays until the next attempt."""
        self._again.pack_forget()
        if sentence:
            mark = "×" if tone == "bad" else "▲"
            self._told.configure(
                text=f"{mark}\u00a0{sentence}", style=Styles.toned("bad" if tone == "bad" else "warn")
            )
            self._told.pack(anchor="w", pady=(GAP, 0))
        else:
            self._told.pack_forget()

    # -- keeping

    def _keep_set(self, names: list[str]) -> None:
        self._count_daily()
        kept = ",".join(names) or _NONE
        self._ticking = True
        try:
            self.desk.act("选择一键上报的报表", lambda ledger: ledger.set_setting(DAILY_SET, kept))
        finally:
            self._ticking = False

    def _remember(self, formats: Sequence[Format]) -> None:
        self.desk.settings.lists["reports"] = {"formats": list(formats), "folder": str(self.form.folder)}
        save_settings(self.desk.settings)

    # -- going outside

    def copy_text(self) -> None:
        """Put the report's chat text on the clipboard."""
        name, request = self.list.chosen, self.form.request(self.desk.ledger)
        if name not in MESSAGES or request is None:
            return
        try:
            text = message_text(self.desk.ledger, name, request)
        except GridworkerError as error:
            self._tell(str(error), "bad")
            return
        self.clipboard_clear()
        self.clipboard_append(text)
        self.desk.shell.say("通报文字已复制，可以粘贴到微信群。")

    def open_folder(self) -> None:
        """Show the folder that the files go to."""
        self._show_outside(self.form.day_folder)

    def _open_sent(self, key: int) -> None:
        row: Row = dict(self._source.row(key))
        folder = self.form.folder / str(row["on_day"])
        self._show_outside(folder if (folder / str(row["file"])).exists() else self.form.folder)

    def _show_outside(self, path: Path) -> None:
        self.desk.pump.run(
            Job("打开文件夹", lambda progress: open_outside(path)),
            on_failed=lambda sentence, error: self.desk.shell.say(sentence, "warn"),
        )


def _then_stop(action: Any) -> Any:
    def handle(event: Any) -> str:
        action()
        return "break"

    return handle


def _add_tag(widget: tkinter.Misc, tag: str) -> None:
    widget.bindtags((tag, *widget.bindtags()))
    for child in widget.winfo_children():
        _add_tag(child, tag)
