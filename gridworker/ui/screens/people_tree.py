"""The left of 台账: 小区, buildings and units with how many households and people live in them."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dossier import PlaceCount, place_counts
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ui.theme import GAP, Styles, text_width

_ALL = "all"


@dataclass
class _Node:
    """One line of the tree. `place` is the row it stands for; a level that is only implied has none."""

    scope: Scope
    label: str
    place: int | None = None
    status: str | None = None
    households: int = 0
    residents: int = 0


def _line_of(scope: Scope) -> Iterator[tuple[Scope, str]]:
    """The levels from the 小区 down to this scope with their labels; levels without a name are left out."""
    if scope.community:
        yield Scope(scope.community), scope.community
    if scope.building:
        label = Address(building=scope.building).display
        yield Scope(scope.community, scope.building), label
    if scope.unit:
        yield Scope(scope.community, scope.building, scope.unit), f"{scope.unit}单元"


class PlaceTree(ttk.Frame):
    """The tree; `on_scope` hears what is chosen. It keeps what is open and chosen when it is read again.

    `on_edit` and `on_add` get the chosen scope and its place, `on_remove` the place.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        *,
        on_scope: Callable[[Scope], None],
        on_add: Callable[[], None],
        on_edit: Callable[[], None],
        on_remove: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=GAP)
        self._on_scope = on_scope
        self._nodes: dict[Scope, _Node] = {WHOLE: _Node(WHOLE, "全部")}
        self._known: tuple[PlaceCount, ...] = ()
        self._told = WHOLE
        self._build(on_add, on_edit)
        self._menu = tkinter.Menu(self, tearoff=False)
        for text, command in (
            ("新增楼栋或单元  Ctrl+B", on_add),
            ("编辑  F2", on_edit),
            ("删除  Del", on_remove),
        ):
            self._menu.add_command(label=text, command=command)
        self._listen(on_remove)

    # -- for the screen

    @property
    def scope(self) -> Scope:
        """What is chosen."""
        return self._scope_of(next(iter(self.tree.selection()), _ALL))

    @property
    def place_row(self) -> int | None:
        """The row of the chosen place, if it has one."""
        return self._nodes[self.scope].place

    @property
    def households(self) -> int:
        """All households counted."""
        return self._nodes[WHOLE].households

    def reload(self, ledger: Ledger, presence: str | None) -> None:
        """Read places and counts again."""
        counts = tuple(place_counts(ledger, presence))
        if counts == self._known:
            return
        self._known = counts
        open_ones = {iid for iid in self._ids() if self.tree.item(iid, "open")} or {_ALL}
        chosen = self.scope
        self._nodes = self._counted(counts)
        self._fill(open_ones)
        self.choose(chosen)

    def choose(self, scope: Scope) -> None:
        """Select this scope, or the smallest known one around it, and bring it into sight."""
        levels = [WHOLE, *(level for level, _ in _line_of(scope))]
        iid = self._id_of(next(level for level in reversed(levels) if level in self._nodes))
        self.tree.selection_set(iid)
        self.tree.focus(iid)
        self.tree.see(iid)
        self._tell()

    def focus_tree(self) -> None:
        self.tree.focus_set()

    # -- inside

    def _build(self, on_add: Callable[[], None], on_edit: Callable[[], None]) -> None:
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        for text, command in (("新增 Ctrl+B", on_add), ("编辑 F2", on_edit)):
            ttk.Button(foot, text=text, style=Styles.LINK, command=command, takefocus=False).pack(side="left")
        self.tree = ttk.Treeview(self, columns=("homes", "people"), selectmode="browse", height=4)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=self._scrolled)
        self.tree.pack(fill="both", expand=True)
        self.tree.insert("", "end", iid=_ALL, text="全部", values=("0", "0"), open=True)
        self.tree.selection_set(_ALL)
        self.lay_out()

    def _scrolled(self, first: str, last: str) -> None:
        """The bar shows only where there is something to scroll."""
        if float(first) <= 0 and float(last) >= 1:
            self._bar.pack_forget()
        elif not self._bar.winfo_manager():
            self._bar.pack(side="right", fill="y", before=self.tree)
        self._bar.set(float(first), float(last))

    def lay_out(self) -> None:
        """Give the columns widths that fit the size of the text."""
        unit = text_width(self, "国")
        self.tree.heading("#0", text="小区 · 楼栋", anchor="w")
        self.tree.column("#0", width=6 * unit, minwidth=4 * unit)
        for key, heading, width in (("homes", "户", 3 * unit + GAP), ("people", "人", 4 * unit)):
            self.tree.heading(key, text=heading, anchor="e")
            self.tree.column(key, width=width, minwidth=width, anchor="e", stretch=False)

    def _listen(self, on_remove: Callable[[], None]) -> None:
        tree = self.tree
        tree.bind("<<TreeviewSelect>>", lambda event: self._tell())
        tree.bind("<<ThemeChanged>>", lambda event: self.lay_out(), add="+")
        tree.bind("<Button-3>", self._right)
        tree.bind("<Delete>", lambda event: on_remove())
        tree.bind("<Shift-F10>", lambda event: self._menu_at_cursor())
        tree.bind("<Return>", lambda event: self.event_generate("<<TreeDone>>"))
        for name in ("<Menu>", "<App>"):  # the menu key has a different name on each system
            try:
                tree.bind(name, lambda event: self._menu_at_cursor())
            except tkinter.TclError:
                continue

    def _counted(self, counts: tuple[PlaceCount, ...]) -> dict[Scope, _Node]:
        nodes = {WHOLE: _Node(WHOLE, "全部")}
        for count in counts:
            levels = list(_line_of(count.scope))
            for scope, label in levels:
                nodes.setdefault(scope, _Node(scope, label))
            for scope in (WHOLE, *(scope for scope, _ in levels)):
                nodes[scope].households += count.households
                nodes[scope].residents += count.residents
            if levels:
                own = nodes[levels[-1][0]]
                own.place, own.status = count.id, count.status
        return nodes

    def _fill(self, open_ones: set[str]) -> None:
        self.tree.delete(*self.tree.get_children())
        for scope, node in self._nodes.items():
            line = [level for level, _ in _line_of(scope)]
            parent = "" if scope == WHOLE else self._id_of(line[-2] if len(line) > 1 else WHOLE)
            iid = self._id_of(scope)
            label = f"{node.label}　{node.status}" if node.status else node.label
            numbers = (f"{node.households:,}", f"{node.residents:,}")
            self.tree.insert(parent, "end", iid=iid, text=label, values=numbers, open=iid in open_ones)

    def _ids(self) -> Iterator[str]:
        return (self._id_of(scope) for scope in self._nodes)

    @staticmethod
    def _id_of(scope: Scope) -> str:
        return _ALL if scope == WHOLE else "\n".join((scope.community, scope.building, scope.unit))

    @staticmethod
    def _scope_of(iid: str) -> Scope:
        return WHOLE if iid == _ALL else Scope(*iid.split("\n"))

    def _tell(self) -> None:
        """The event comes late and also for what the program chose: say each choice once."""
        if self.scope != self._told:
            self._told = self.scope
            self._on_scope(self.scope)

    def _right(self, event: tkinter.Event[Any]) -> str:
        iid = self.tree.identify_row(event.y)
        if iid:
            self.tree.selection_set(iid)
            self.tree.focus_set()
            self._menu.tk_popup(event.x_root, event.y_root)
        return "break"

    def _menu_at_cursor(self) -> str:
        box = self.tree.bbox(self._id_of(self.scope))
        if box:
            self._menu.tk_popup(self.tree.winfo_rootx() + 3 * GAP, self.tree.winfo_rooty() + box[1] + box[3])
        return "break"
