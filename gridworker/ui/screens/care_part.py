"""What both parts of 重点人群 are: groups with their numbers on the left, the people of one on the right."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

import ttkbootstrap as ttk

from gridworker.ledger.masks import mask_phone
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.grid_cells import Edit
from gridworker.ui.screens.scope_box import ScopeBox
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, text_width

Group = Mapping[str, Any]
"""A row on the left: `id`, its columns, and what its part chooses the people by."""


class CarePart(ttk.Frame):
    """Subclasses give groups and people.

    `edit` makes the cells of the people writable; Enter then opens a cell. The page chooses between its
    parts (`on_part`) and hears of another scope (`on_scope`).
    """

    titles: ClassVar[Mapping[str, str]] = {"people": "人员", "doses": "疫苗接种"}
    key: ClassVar[str]

    group_columns: Sequence[GridColumn]
    empty: str
    edit: Edit | None = None
    left_width: float = 12  # Chinese characters

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        on_part: Callable[[str], None],
        on_scope: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.whole = False
        self.chosen = 0  # the group on the left
        self._shown: list[Mapping[str, Any]] = []
        self.foot = ttk.Frame(self)
        self.foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._build_groups()
        self._source = ListSource(tuple(self.columns()), tag=lambda row: str(row.get("tag", "")))
        hooks = GridHooks(open=None if self.edit else self.open_row, edit=self.edit)
        self.rows = Grid(self, self._source, hooks=hooks, marks=True, empty=self.empty)
        self.rows.filter_box.configure(width=10)
        self.rows.pack(side="left", fill="both", expand=True)
        self.parts = Segments(self.groups.bar, self.titles, self.key, on_part)
        self.parts.pack(side="left")
        self.scope_box = ScopeBox(self.rows.bar, on_scope)
        self.scope_box.pack(side="left", padx=(0, GAP))

    def _build_groups(self) -> None:
        left = ttk.Frame(self, width=round(text_width(self, "国") * self.left_width))
        left.pack_propagate(False)
        left.pack(side="left", fill="y", padx=(0, GAP))
        self._group_source = ListSource(self.group_columns, tag=lambda row: str(row.get("tag", "")))
        hooks = GridHooks(select=self._choose, open=lambda key: self.take_keyboard())
        self.groups = Grid(left, self._group_source, hooks=hooks, filter=False, multiple=False)
        self.groups.pack(fill="both", expand=True)

    def add_button(self, words: str, command: Callable[[], object], side: str = "left") -> ttk.Button:
        """A button below the lists."""
        button = ttk.Button(self.foot, text=words, command=command)
        pad: Any = (0, GAP) if side == "left" else (GAP, 0)
        at: Any = side
        button.pack(side=at, padx=pad)
        return button

    # -- what a part says

    def columns(self) -> Iterable[GridColumn]:
        """The columns of the people."""
        raise AssertionError("a part has columns")

    def load(self) -> None:
        """Read the ledger again and show groups and people."""
        raise AssertionError("a part fills itself")

    def choose_group(self) -> None:
        """Another group was chosen: show its people."""
        raise AssertionError("a part shows its people")

    def part_keys(self) -> dict[str, Callable[[], object]]:
        """Keys of this part, by Tk sequence."""
        return {}

    # -- showing

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Put these on the left; the chosen one stays, or the first is taken."""
        self._group_source.replace(groups)
        ids = [int(group["id"]) for group in groups]
        self.chosen = self.chosen if self.chosen in ids else ids[0]
        self.groups.refresh()
        self.groups.view.select([self.chosen], tell=False)

    def show_people(self, people: Iterable[Mapping[str, Any]]) -> None:
        """List these; `phones` become one masked or whole text. An own field that is new becomes a column."""
        self._shown = list(people)
        columns = tuple(self.columns())
        if [column.heading for column in columns] != [column.heading for column in self._source.columns]:
            self._source.columns = columns
            self.rows.set_source(self._source)
            self.rows.view.set_columns(columns)
        self._source.replace(map(self._masked, self._shown))
        self.rows.refresh()

    def show_phones(self, whole: bool | None) -> None:
        """Show phones whole or masked; None changes over."""
        wanted = not self.whole if whole is None else whole
        if wanted != self.whole:
            self.whole = wanted
            self._source.replace(map(self._masked, self._shown))
            self.rows.refresh()

    def group(self) -> Group:
        """The chosen row on the left."""
        return self._group_source.row(self.chosen)

    def pick_group(self, group: int) -> None:
        """Choose a row on the left as a click would."""
        self.groups.view.select([group])

    # -- acting

    def take_keyboard(self) -> None:
        """Give the people the keyboard; one of them is selected, so that every key has somebody to act on."""
        if self.rows.current() is not None and not self.rows.selected():
            self.rows.view.move(self.rows.view.cursor)
        self.rows.focus_rows()

    def open_row(self, resident: int) -> None:
        """Go to the card of a person."""
        self.desk.shell.go("people", resident=resident)

    def show_home(self) -> None:
        """Go to the card of the current person."""
        current = self.rows.current()
        if current is not None:
            self.open_row(current)

    def require_selected(self) -> list[int]:
        """The selected people; when there are none, says so."""
        chosen = self.rows.selected()
        if not chosen:
            self.desk.shell.say("请先选择人。", "warn")
        return chosen

    def _choose(self, keys: list[int]) -> None:
        if keys and keys[0] != self.chosen:
            self.chosen = keys[0]
            self.choose_group()

    def _masked(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        phones = row["phones"] if self.whole else map(mask_phone, row["phones"])
        return {**row, "phone": " ".join(phones)}
