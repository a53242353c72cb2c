"""采样管: the tubes with their states, the people of the chosen one, results and heads beside them."""

from __future__ import annotations

import tkinter
from collections import Counter

import ttkbootstrap as ttk

from gridworker.ledger.days import shift
from gridworker.ledger.tubes import TubePerson, TubeRow, tube_people, tubes
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridHooks
from gridworker.ui.palette import STATUS
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.tubes_header import HeaderPanel
from gridworker.ui.screens.tubes_results import ResultPanel
from gridworker.ui.screens.tubes_source import (
    PEOPLE_COLUMNS,
    STATES,
    TAGS,
    TubeNumbers,
    people_rows,
    people_source,
    tube_rows,
    tube_source,
)
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles, line_height, text_width

DAY, PENDING = "day", "pending"
_SHORT = 19  # lines of text below which the two lists do not both fit
_BACK = 3  # days in which tubes without a result are looked for
_SIDE = 19  # width of the panels in Chinese characters
_ALL = "全部状态"


class TubesView(ttk.Frame):
    """Select tubes, set their results by one key; F4 shows numbers whole.

    Where both lists do not fit, Enter changes between the tubes and the people of the one chosen.
    """

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self.desk = desk
        self._numbers = TubeNumbers()
        self._tubes: list[TubeRow] = []
        self._people: list[TubePerson] = []
        self._of = ""
        self._whole = False
        self._short = self._inside = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=3, uniform="tubes")
        self.rowconfigure(1, weight=2, uniform="tubes")
        self._build_lists()
        side = self._side = ttk.Frame(self, style=Styles.GROUND, width=_SIDE * text_width(self, "国"))
        side.pack_propagate(False)
        side.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(GAP, 0))
        self.results = ResultPanel(side, desk, self._next)
        self.header = HeaderPanel(side, desk)
        self._lay_out()

    def _build_lists(self) -> None:
        upper = self._upper = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2))
        upper.grid(row=0, column=0, sticky="nsew")
        self.source = tube_source()
        empty = "这一天还没有采样管。请在“采样登记”采样，或导入检测机构的结果表。"
        hooks = GridHooks(select=lambda keys: self._selected(), open=lambda key: self._go_inside(True))
        self.rows = Grid(upper, self.source, hooks=hooks, marks=True, empty=empty)
        self.rows.remember(self.desk.settings.lists, "tubes")
        self.rows.pack(fill="both", expand=True)
        words = {DAY: "当日", PENDING: f"近{_BACK}天未出"}
        self.span = Segments(self.rows.bar, words, DAY, lambda key: self._read())
        self.span.pack(side="left")
        self.state_box = ttk.Combobox(self.rows.bar, state="readonly", width=11)
        self.state_box.pack(side="left", padx=GAP)
        self.hint = ttk.Label(self.rows.bar, style=Styles.MUTED)
        self.hint.pack(side="left")
        self.state_box.bind("<<ComboboxSelected>>", lambda event: self._narrowed())
        lower = self._lower = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP // 2))
        lower.grid(row=1, column=0, sticky="nsew", pady=(GAP, 0))
        self.people_source = people_source()
        self.people = Grid(
            lower, self.people_source, hooks=GridHooks(open=self._open), marks=True, filter=False,
            empty="请在上面选一支采样管。",
        )  # fmt: skip
        self.people.pack(fill="both", expand=True)
        self.people_words = ttk.Label(self.people.bar, style=Styles.BOLD)
        self.people_words.pack(side="left")
        self.bind("<Configure>", lambda event: self._measure(event.height))

    def _measure(self, height: int) -> None:
        short = height < _SHORT * line_height(self)
        if short != self._short:
            self._short = short
            self._lay_out()

    def _lay_out(self) -> None:
        """Both lists, or the one that is looked at over the whole height."""
        for card, row, wanted in ((self._upper, 0, not self._inside), (self._lower, 1, self._inside)):
            if not self._short:
                card.grid(row=row, rowspan=1, column=0, sticky="nsew", pady=(GAP * row, 0))
            elif wanted:
                card.grid(row=0, rowspan=2, column=0, sticky="nsew", pady=0)
            else:
                card.grid_remove()
        for panel, wanted in ((self.results, not self._inside), (self.header, self._inside)):
            panel.pack_forget()
            if wanted or not self._short:
                expand = panel is self.header
                panel.pack(fill="both", expand=expand, pady=(GAP if expand and not self._short else 0, 0))
        self.hint.configure(text="Enter 看人员和送检信息" if self._short else "")

    def _go_inside(self, inside: bool) -> None:
        """Give the keyboard to the people of the tube, or back to the tubes."""
        self._inside = inside
        self._lay_out()
        (self.people if inside else self.rows).focus_rows()

    # -- showing

    def load(self) -> None:
        """Read the tubes again; selection and place are kept."""
        self._tubes = self._found()
        counts = Counter(tube.state for tube in self._tubes)
        words = [f"{STATUS[TAGS[state]].mark} {state} {counts[state]}" for state in STATES if counts[state]]
        self.state_box.configure(values=[f"{_ALL} {len(self._tubes)}", *words])
        chosen = self._state
        current = next((word for word in words if word.split()[1] == chosen), f"{_ALL} {len(self._tubes)}")
        self.state_box.set(current)
        self._fill()

    def _read(self) -> None:
        """Several days of a whole street take a moment: say so first."""
        self.hint.configure(text="正在读取…")
        self.update_idletasks()
        self.load()
        self._lay_out()

    def _found(self) -> list[TubeRow]:
        day = self.desk.day
        if self.span.chosen == DAY:
            return tubes(self.desk.ledger, day)
        days = [shift(day, -back) for back in range(_BACK - 1, -1, -1)]
        return [tube for each in days for tube in tubes(self.desk.ledger, each) if tube.result is None]

    @property
    def _state(self) -> str:
        """The state that the list is narrowed to; empty for all."""
        words = self.state_box.get().split()
        return words[1] if len(words) == 3 else ""

    def _narrowed(self) -> None:
        self.state_box.selection_clear()
        self._fill()
        self.focus_rows()

    def _fill(self) -> None:
        shown = [tube for tube in self._tubes if not self._state or tube.state == self._state]
        self.source.replace(tube_rows(shown, self._numbers, self.desk.day))
        self.rows.refresh()
        self._selected()

    def selected(self) -> list[TubeRow]:
        """The selected tubes, in the order of the list."""
        return [self.source.row(key)["tube"] for key in self.rows.selected()]

    def _selected(self) -> None:
        chosen = self.selected()
        self.results.choose(chosen)
        self.header.choose(chosen)
        current = self.rows.current()
        shown = chosen[0].number if len(chosen) == 1 else None
        if shown is None and chosen and current is not None:
            shown = self.source.row(current)["number"]
        self._of = shown or ""
        self._people = tube_people(self.desk.ledger, shown) if shown else []
        self._show_people()

    def _show_people(self) -> None:
        self.people_words.configure(text=f"{self._of}　Esc 回到采样管" if self._of else "")
        self.people_source.columns = (*PEOPLE_COLUMNS, *own_columns(self.desk.ledger.register("sample")))
        self.people_source.replace(people_rows(self._people, whole=self._whole))
        self.people.set_source(self.people_source)

    def show_whole(self, whole: bool | None) -> None:
        """Show numbers whole or masked; None changes over."""
        self._whole = not self._whole if whole is None else whole
        self._show_people()

    def focus_rows(self) -> None:
        """Give the tubes the keyboard, with the first selected when none is."""
        self.rows.focus_rows()
        if not self.rows.selected() and self.rows.view.order:
            self.rows.select([self.rows.view.order[0]])

    def show_tube(self, number: str) -> None:
        """Select this tube, if it is among those listed."""
        key = self._numbers.of(number)
        if key in self.rows.view.order:
            self.rows.select([key])

    # -- acting

    def enter_result(self, result: str) -> None:
        """Set this result for the selected tubes, where the panel can be seen."""
        if self._inside and self._short:
            self._go_inside(False)
        self.results.enter(result)

    def _next(self) -> None:
        self.rows.focus_rows()

    def escape(self) -> None:
        """Take back a question, and go back to the tubes."""
        self.results.take_back()
        self._go_inside(False)

    def _open(self, sample: int) -> None:
        self.desk.shell.go("people", resident=self.people_source.row(sample)["resident"])
