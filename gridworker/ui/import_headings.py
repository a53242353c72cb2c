"""Step 2 of an import: what each column of the tables means, to be corrected where it was not recognised."""

from __future__ import annotations

from functools import partial
from typing import Any

import ttkbootstrap as ttk

from gridworker.export.cells import column_letters
from gridworker.intake.kinds import Target
from gridworker.intake.mapping import Column, remembered, targets
from gridworker.ledger.identity import half_width
from gridworker.ledger.masks import mask_id
from gridworker.ledger.registers import REGISTERS
from gridworker.ui.discreet import discreet
from gridworker.ui.import_page import ImportPage
from gridworker.ui.import_task import Layout
from gridworker.ui.scroller import Scroller
from gridworker.ui.theme import GAP, SMALL, Styles, Tone

NOT_IMPORTED = "不导入"
_HEADINGS = ("列", "表头", "前几行的内容", "填到台账的", "")
_SAMPLES = 3
_SAMPLE_LENGTH = 18


class HeadingsPage(ImportPage):
    """Columns against fields, one list for each layout of tables."""

    title = "核对表头"

    def build(self) -> None:
        desk = self.window.desk
        self._targets = labelled(targets(self.task.kind, desk.ledger.register))
        self._labels = {key: label for label, key in self._targets.items()}
        self.task.remembered = remembered(desk.ledger, self.task.kind)
        self._layouts = self.task.layouts()
        self._shown = 0
        self.boxes: dict[int, ttk.Combobox] = {}
        self._notes: dict[int, ttk.Label] = {}
        self._build_head()
        self._build_constant()
        self._scroller: Scroller | None = None
        self._show_layout()

    def _build_head(self) -> None:
        head = ttk.Frame(self)
        head.pack(fill="x", pady=(0, GAP))
        self._summary = ttk.Label(head, style=Styles.BOLD)
        self._summary.pack(side="left")
        if len(self._layouts) > 1:
            names = [
                f"{place}/{len(self._layouts)}　{layout.name}"
                for place, layout in enumerate(self._layouts, 1)
            ]
            box = ttk.Combobox(head, values=names, state="readonly", width=44)
            box.current(0)
            box.pack(side="right")
            ttk.Label(head, text="表头不同的表：", style=Styles.MUTED).pack(side="right")
            box.bind("<<ComboboxSelected>>", lambda event: self._choose_layout(box.current()))
        else:
            ttk.Label(head, text=self._layouts[0].name, style=Styles.MUTED).pack(side="right")

    def _build_constant(self) -> None:
        """Ask once for what no table says."""
        self.constant: ttk.Entry | None = None
        if not self.task.lacks_constant:
            return
        asked = self.task.words.constant
        line = ttk.Frame(self)
        line.pack(side="bottom", fill="x", pady=(GAP, 0))
        ttk.Label(line, text=asked.question).pack(side="left")
        self.constant = ttk.Entry(line, width=24)
        self.constant.pack(side="left")
        self.constant.insert(0, self.task.constants.get(asked.key, self._usual(asked.usual)))
        ttk.Label(line, text=asked.hint, style=Styles.MUTED).pack(side="left", padx=GAP)

    def _usual(self, what: str) -> str:
        """The only 小区 of the ledger, the working day, or nothing."""
        desk = self.window.desk
        if what != "community":
            return desk.day if what else ""
        communities = {place["community"] for place in desk.ledger.rows("place")}
        return str(communities.pop()) if len(communities) == 1 else ""

    # -- one layout

    def _choose_layout(self, place: int) -> None:
        self._shown = place
        self._show_layout()

    @property
    def layout(self) -> Layout:
        """The layout that is shown, as corrected so far."""
        return self.task.layouts()[self._shown]

    def _show_layout(self) -> None:
        if self._scroller is not None:
            self._scroller.destroy()
        self._scroller = Scroller(self)
        self._scroller.pack(fill="both", expand=True)
        inside = self._scroller.inside
        inside.columnconfigure(2, weight=1)
        for column, text in enumerate(_HEADINGS):
            ttk.Label(inside, text=text, style=Styles.BOLD).grid(
                row=0, column=column, sticky="w", padx=(0, 2 * GAP), pady=(0, GAP // 2)
            )
        self.boxes.clear()
        self._notes.clear()
        for row, found in enumerate(self.layout.columns, 1):
            self._add(inside, row, found)
        self._scroller.watch()
        self._show_states()

    def _add(self, inside: ttk.Frame, row: int, column: Column) -> None:
        heading = f"{column.parent} / {column.heading}" if column.parent else column.heading or "（没有表头）"
        hide = _hidden_number if column.target == "id_number" else discreet
        samples = "　".join(_short(hide(text)) for text in column.samples[:_SAMPLES])
        texts = ((column_letters(column.index), Styles.MUTED), (heading, "TLabel"), (samples, Styles.MUTED))
        for place, (text, style) in enumerate(texts):
            ttk.Label(inside, text=text, style=style).grid(
                row=row, column=place, sticky="w", padx=(0, 2 * GAP), pady=1
            )
        box = ttk.Combobox(
            inside, values=[NOT_IMPORTED, *self._targets], state="readonly", width=16, height=18
        )
        box.grid(row=row, column=3, sticky="w", padx=(0, GAP), pady=1)
        box.bind("<<ComboboxSelected>>", partial(self._chosen, column.index))
        box.bind("<FocusIn>", lambda event: self._scroller.see(box) if self._scroller else None, add="+")
        self.boxes[column.index] = box
        note = ttk.Label(inside, font=SMALL)
        note.grid(row=row, column=4, sticky="w", padx=(0, GAP))
        self._notes[column.index] = note

    def _chosen(self, index: int, event: Any) -> None:
        box = self.boxes[index]
        box.selection_clear()
        self.task.correct(self.layout, index, self._targets.get(box.get()))
        self._show_states()

    def _show_states(self) -> None:
        unknown = 0
        for column in self.layout.columns:
            mark, words, tone = self._state(column)
            unknown += tone == "warn"
            self.boxes[column.index].set(self._labels.get(column.target or "", NOT_IMPORTED))
            self._notes[column.index].configure(text=f"{mark} {words}", style=Styles.toned(tone), font=SMALL)
        rows = sum(len(source.table.rows) for source in self.layout.sources)
        told = f"，其中 {unknown} 列没有认出" if unknown else "，都已认出"
        self._summary.configure(text=f"{rows:,} 行，{len(self.layout.columns)} 列{told}")

    def _state(self, column: Column) -> tuple[str, str, Tone]:
        if column.chosen:
            return "●", "您指定的，会记住", "info"
        if column.key in self.task.remembered and column.heading:
            return "●", "按上次的选择", "info"
        if column.target is not None:
            return "✓", column.note or "已认出", "good"
        if not column.heading or column.note.startswith("没有认出"):
            return "▲", "没有认出", "warn"
        return "·", column.note.replace("，不导入", ""), "quiet"

    # -- going on

    def go_on(self) -> None:
        task = self.task
        if self.constant is not None:
            task.constants = {task.words.constant.key: self.constant.get()}
        else:
            task.constants = {}
        self.window.work("核对", task.make_plan, self._planned)

    def _planned(self, plan: Any) -> None:
        self.task.plan = plan
        self.task.ignored.clear()
        self.window.next_page()

    def take_keyboard(self) -> None:
        """The first column that was not recognised wants an answer; without one, going on does."""
        for column in self.layout.columns:
            if self._state(column)[2] == "warn":
                self.boxes[column.index].focus_set()
                return
        super().take_keyboard()


def labelled(found: list[Target]) -> dict[str, str]:
    """Each target's key by its heading; a heading that two share names its register too."""
    labels: dict[str, str] = {}
    for target in found:
        label = target.heading
        if label in labels and target.register:
            label = f"{label}（{REGISTERS[target.register].heading}）"
        labels[label] = target.key
    return labels


def _hidden_number(text: str) -> str:
    return mask_id(half_width(text).replace(" ", ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SAMPLE_LENGTH else f"{line[: _SAMPLE_LENGTH - 1]}…"
