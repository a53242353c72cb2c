"""What a report is asked for: day, scope, formats, masked or whole, and where the files go."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError, ValueProblem
from gridworker.export.reports import ReportRequest
from gridworker.export.send import FORMATS, Format
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.fields import DAY, OPEN_CHOICE, TEXT, Field
from gridworker.ledger.places import known_places
from gridworker.ledger.scope import WHOLE, Scope, parse_scope
from gridworker.ui.dialogs import choose_folder
from gridworker.ui.form_editors import DayEditor, Editor, OpenChoiceEditor
from gridworker.ui.screens.reports_sending import Order
from gridworker.ui.theme import GAP, SMALL, Styles, text_width

FORMAT_WORDS: dict[Format, str] = {"xlsx": "Excel", "pdf": "PDF", "txt": "文字"}
_NOTE_WIDTH = 18  # Chinese characters
_WEEK = 6  # days before the last: what a report of a period covers unless told otherwise
_FROM = Field("from_day", "起始日期", DAY, required=True)
_ON = Field("on", "统计日期", DAY, required=True)
_DAYS = ("from_day", "on")
_SCOPE = Field("scope", "范围", OPEN_CHOICE)
_FOR_WHOM = Field("for_whom", "报给谁", TEXT, required=True)
_WHY = Field("why", "用途", TEXT, required=True)
_PURPOSE = (_FOR_WHOM, _WHY)
_PURPOSE_KEYS = tuple(field.key for field in _PURPOSE)


class RequestForm(ttk.Frame):
    """Reads as an Order. `on_change` is called when what the report shows may have changed."""

    def __init__(self, parent: tkinter.Misc, folder: Path, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self.folder = folder
        self._on_change = on_change
        self._scopes: dict[str, Scope] = {WHOLE.label: WHOLE}
        self.editors: dict[str, Editor] = {}
        self._notes: dict[tuple[str, ...], ttk.Label] = {}
        self.columnconfigure(1, weight=1)
        self._build()
        self.on = ""

    # -- for the screen

    @property
    def on(self) -> str:
        """The day as it was typed or set."""
        return str(self.editors["on"].get() or "")

    @on.setter
    def on(self, day: str) -> None:
        before = self.on
        self.editors["on"].set(day or None)
        if self.editors["from_day"].get() in (None, _week_before(before)):
            self.editors["from_day"].set(_week_before(day))
        self._show_folder()

    def choose_period(self, first: str, last: str) -> None:
        """Ask for these ISO days; the last is the day of the report."""
        self.on = last
        self.editors["from_day"].set(first or None)

    def ask_period(self, period: bool) -> None:
        """Whether the chosen report covers several days: then the first of them is asked for too."""
        self._period = period
        for widget in self._period_widgets:
            if period:
                widget.grid()
            else:
                widget.grid_remove()

    def offer_scopes(self, ledger: Ledger) -> None:
        """Offer every 小区, building and grid of the ledger."""
        self._scopes = {scope.label: scope for scope in scopes_of(ledger)}
        self._scope_box().offer(list(self._scopes))

    def choose_scope(self, scope: Scope) -> None:
        self._scopes.setdefault(scope.label, scope)
        self.editors["scope"].set(scope.label)

    def allow_text(self, allowed: bool) -> None:
        """Whether the chosen report has a chat text."""
        self._format_boxes["txt"].state(["!disabled" if allowed else "disabled"])

    @property
    def formats(self) -> tuple[Format, ...]:
        return tuple(format for format in FORMATS if self._formats[format].get())

    @formats.setter
    def formats(self, formats: Sequence[str]) -> None:
        for format, state in self._formats.items():
            state.set(format in formats)

    @property
    def whole(self) -> bool:
        return self._whole.get()

    def request(self, ledger: Ledger) -> ReportRequest | None:
        """What the report is to show; None, with the reasons beside the fields, when that is not clear."""
        problems: dict[str, str] = {}
        on = self._parsed(_ON, problems)
        from_day = self._parsed(_FROM, problems) if self._period else _week_before(on)
        if "on" not in problems and (from_day or on) > on:
            problems["from_day"] = "起始日期晚于统计日期，请核对"
        scope = self._read_scope(ledger, problems)
        self._show_problems(problems, (*_DAYS, "scope"))
        if problems:
            return None
        made_at = datetime.now().replace(microsecond=0)
        return ReportRequest(on, made_at, scope, from_day or on, on, whole_identity=self.whole)

    def order(self, ledger: Ledger) -> Order | None:
        """Everything needed to write files; None, with the reasons beside the fields, if something lacks."""
        request = self.request(ledger)
        problems: dict[str, str] = {}
        if self.whole:
            for field in _PURPOSE:
                self._parsed(field, problems)
        if not self.formats:
            problems["formats"] = "请至少选一种格式"
        self._show_problems(problems, (*_PURPOSE_KEYS, "formats"))
        if request is None or problems:
            self._go_to_problem()
            return None
        return Order(request, self.formats, self._purpose("for_whom"), self._purpose("why"))

    @property
    def day_folder(self) -> Path:
        """Where the files go: a folder of the day inside the chosen one."""
        try:
            return self.folder / str(_ON.parse(self.on))
        except ValueProblem:
            return self.folder

    # -- building

    def _build(self) -> None:
        self._build_days(0)
        self._add(1, _SCOPE, OpenChoiceEditor(self, _SCOPE, self._edited))
        self._scope_box().offer(list(self._scopes))
        self.editors["scope"].set(WHOLE.label)
        self._label(2, "格式")
        self._build_formats(2)
        self._label(3, "身份信息")
        self._build_mask(3)
        self._build_purpose(4)
        self._label(5, "保存到")
        self._build_folder(5)
        self._show_purpose()

    def _label(self, row: int, text: str) -> ttk.Label:
        label = ttk.Label(self, text=text)
        label.grid(row=2 * row, column=0, sticky="e", padx=(0, GAP), pady=(GAP // 2, 0))
        return label

    def _note(self, row: int, *keys: str) -> ttk.Label:
        """Where problems of these fields are told."""
        style = Styles.toned("bad")
        note = ttk.Label(self, style=style, font=SMALL, justify="left", wraplength=self._line())
        note.grid(row=2 * row + 1, column=1, sticky="w")
        note.grid_remove()
        self._notes[keys] = note
        return note

    def _line(self) -> int:
        """Width of the lines of notes: fixed, so that words never make the form wider."""
        return text_width(self, "国", SMALL) * _NOTE_WIDTH

    def _add(self, row: int, field: Field, editor: Editor) -> None:
        self._label(row, field.heading)
        editor.widget.grid(row=2 * row, column=1, sticky="ew", pady=(GAP // 2, 0))
        self.editors[field.key] = editor
        self._note(row, field.key)

    def _build_days(self, row: int) -> None:
        """From and to on one line; the first only for reports of a period."""
        self._label(row, _ON.heading)
        line = ttk.Frame(self)
        line.grid(row=2 * row, column=1, sticky="ew", pady=(GAP // 2, 0))
        for column, field in ((0, _FROM), (2, _ON)):
            editor = self.editors[field.key] = DayEditor(line, field, self._edited)
            editor.entry.configure(width=10)
            editor.widget.grid(row=0, column=column, sticky="ew")
        line.columnconfigure(2, weight=1)
        until = ttk.Label(line, text="至")
        until.grid(row=0, column=1, padx=GAP // 2)
        self._note(row, *_DAYS)
        self._period_widgets = (self.editors["from_day"].widget, until)
        self.ask_period(False)

    def _build_purpose(self, row: int) -> None:
        """Both on one line, shown only for 完整信息."""
        label = self._label(row, _FOR_WHOM.heading)
        line = ttk.Frame(self)
        line.grid(row=2 * row, column=1, sticky="ew", pady=(GAP // 2, 0))
        line.columnconfigure((0, 2), weight=1, uniform="purpose")
        for column, field in ((0, _FOR_WHOM), (2, _WHY)):
            editor = self.editors[field.key] = Editor(line, field, self._said)
            editor.entry.configure(width=8)
            editor.widget.grid(row=0, column=column, sticky="ew")
        ttk.Label(line, text=_WHY.heading).grid(row=0, column=1, padx=GAP)
        self._note(row, *_PURPOSE_KEYS)
        self._purpose_widgets = (label, line)

    def _build_formats(self, row: int) -> None:
        line = ttk.Frame(self)
        line.grid(row=2 * row, column=1, sticky="w", pady=(GAP // 2, 0))
        self._formats: dict[Format, tkinter.BooleanVar] = {}
        self._format_boxes: dict[Format, ttk.Checkbutton] = {}
        for format, words in FORMAT_WORDS.items():
            state = self._formats[format] = tkinter.BooleanVar(self, format != "txt")
            box = ttk.Checkbutton(
                line, text=words, variable=state, command=lambda: self._show_problems({}, ("formats",))
            )
            box.pack(side="left", padx=(0, 2 * GAP))
            self._format_boxes[format] = box
        self._note(row, "formats")

    def _build_mask(self, row: int) -> None:
        line = ttk.Frame(self)
        line.grid(row=2 * row, column=1, sticky="w", pady=(GAP // 2, 0))
        self._whole = tkinter.BooleanVar(self, False)
        for words, value in (("脱敏", False), ("完整信息（留痕）", True)):
            button = ttk.Radiobutton(
                line, text=words, variable=self._whole, value=value, command=self._mask_changed
            )
            button.pack(side="left", padx=(0, 2 * GAP))

    def _build_folder(self, row: int) -> None:
        line = ttk.Frame(self)
        line.grid(row=2 * row, column=1, sticky="ew", pady=(GAP // 2, 0))
        self._shown_folder = ttk.Label(line, font=SMALL, width=1)  # as wide as there is room
        self._shown_folder.bind("<Configure>", lambda event: self._show_folder())
        ttk.Button(line, text="更改…", style=Styles.LINK, command=self._change_folder).pack(side="right")
        self._shown_folder.pack(side="left", fill="x", expand=True)

    # -- what happens

    def _edited(self) -> None:
        self._show_folder()
        self._on_change()

    def _said(self) -> None:
        self._show_problems({}, _PURPOSE_KEYS)

    def _mask_changed(self) -> None:
        self._show_purpose()
        self._on_change()

    def _show_purpose(self) -> None:
        for widget in self._purpose_widgets:
            if self.whole:
                widget.grid()
            else:
                widget.grid_remove()
        self._show_problems({}, _PURPOSE_KEYS)

    def _change_folder(self) -> None:
        chosen = choose_folder(self, "报表保存到", folder=self.folder)
        if chosen is not None:
            self.folder = chosen
            self._show_folder()

    def _show_folder(self) -> None:
        text = str(self.day_folder)
        room = self._shown_folder.winfo_width() - GAP
        while room > 10 * GAP and len(text) > 8 and text_width(self, text, SMALL) > room:
            text = "…" + text[2:]
        self._shown_folder.configure(text=text)

    # -- reading

    def _scope_box(self) -> OpenChoiceEditor:
        box = self.editors["scope"]
        assert isinstance(box, OpenChoiceEditor)
        return box

    def _purpose(self, key: str) -> str:
        return str(self.editors[key].get() or "").strip() if self.whole else ""

    def _read_scope(self, ledger: Ledger, problems: dict[str, str]) -> Scope:
        text = str(self.editors["scope"].get() or "")
        if text in self._scopes:
            return self._scopes[text]
        try:
            return parse_scope(ledger, text)
        except GridworkerError as problem:
            problems["scope"] = str(problem)
            return WHOLE

    def _parsed(self, field: Field, problems: dict[str, str]) -> str:
        try:
            return str(field.parse(self.editors[field.key].get()))
        except ValueProblem as problem:
            problems[field.key] = f"{field.heading}：{problem}"
            return ""

    def _show_problems(self, problems: dict[str, str], keys: Sequence[str]) -> None:
        """Tell the problems of these fields, and that the others of them have none."""
        for key in keys:
            if key in self.editors:
                self.editors[key].mark(key in problems)
        for covered, note in self._notes.items():
            if set(covered).isdisjoint(keys):
                continue
            found = [problems[key] for key in covered if key in problems]
            note.configure(text=f"×\u00a0{'；'.join(found)}")
            if found:
                note.grid()
            else:
                note.grid_remove()

    def _go_to_problem(self) -> None:
        for editor in self.editors.values():
            if editor.key_widget.instate(["invalid"]):  # type: ignore[attr-defined]
                editor.key_widget.focus_set()
                return


def _week_before(day: str) -> str | None:
    try:
        return shift(str(_ON.parse(day)), -_WEEK)
    except ValueProblem:
        return None


def scopes_of(ledger: Ledger) -> list[Scope]:
    """Everything, then grids, 小区 and their buildings, in natural order."""
    places = known_places(ledger)
    grids = dict.fromkeys(Scope(grid=grid) for _, grid in places if grid)
    parts: dict[Scope, None] = {}
    for address, _ in places:
        parts[Scope(address.community)] = None
        parts[Scope(address.community, address.building)] = None
    return list(dict.fromkeys([WHOLE, *grids, *parts]))
