"""The left of 台账: 小区, buildings and units with how many households and people live in them."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dossier import PlaceCount, place_counts
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ui.theme import GAP, HEAD, Styles, text_width

_ALL = "all"
_STYLE = "Places.Treeview"
_MANAGED = "△"  # a place with a status; which one stands over the table
_COUNTS = "户/人"
_LABELS = 6  # Chinese characters for the names of places


@dataclass
class _Node:
    """One line of the tree. `place` is the row it stands for; a level that is only implied has none."""

    scope: Scope
    place: int | None = None
    status: str | None = None
    households: int = 0
    residents: int = 0
    inner: list[_Node] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Its own level only: 和平苑, 3号楼, 2单元; with a mark where it bears a status."""
        own = self.scope
        if own.unit:
            name = f"{own.unit}单元"
        else:
            name = Address(building=own.building).display if own.building else own.label
        return f"{name} {_MANAGED}" if self.status else name

    @property
    def counts(self) -> str:
        return f"{self.households}/{self.residents}"


def _levels(scope: Scope) -> list[Scope]:
    """Everything, the 小区, the building, this scope; levels without a name are left out."""
    named = [Scope(scope.community), Scope(scope.community, scope.building), scope]
    return [WHOLE, *dict.fromkeys(level for level in named if level != WHOLE)]


def _id(scope: Scope) -> str:
    """The name of a scope's line in the tree."""
    return _ALL if scope == WHOLE else "\n".join((scope.community, scope.building, scope.unit))


def _scope(iid: str) -> Scope:
    return WHOLE if iid == _ALL else Scope(*iid.split("\n"))


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
        self._nodes: dict[Scope, _Node] = {WHOLE: _Node(WHOLE)}
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
        return _scope(next(iter(self.tree.selection()), _ALL))

    @property
    def place_row(self) -> int | None:
        """The row of the chosen place, if it has one."""
        return self._nodes[self.scope].place

    @property
    def words(self) -> str:
        """What is chosen, in full, with the status it bears: 和平苑3号楼 · 静默管理."""
        node = self._nodes[self.scope]
        return f"{self.scope.label} · {node.status}" if node.status else self.scope.label

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
        tree, chosen = self.tree, self.scope
        opened = [scope for scope in self._nodes if tree.exists(_id(scope)) and tree.item(_id(scope), "open")]
        self._nodes = self._counted(counts)
        tree.delete(*tree.get_children())
        self.lay_out()
        self._put(self._nodes[WHOLE], "")
        for scope in opened:
            if scope in self._nodes:
                self._open(self._nodes[scope])
                tree.item(_id(scope), open=True)
        self.choose(chosen)

    def choose(self, scope: Scope) -> None:
        """Select this scope, or the smallest known one around it, and bring it into sight."""
        level = next(level for level in reversed(_levels(scope)) if level in self._nodes)
        for around in _levels(level)[:-1]:
            self._open(self._nodes[around])
        self.tree.selection_set(_id(level))
        self.tree.focus(_id(level))
        self.tree.see(_id(level))
        self._tell()

    @property
    def wanted_width(self) -> int:
        """How wide it must be for names, counts, its scrollbar and its buttons, in pixels."""
        lines = _LABELS * text_width(self, "国") + text_width(self, self._nodes[WHOLE].counts) + 4 * GAP
        return max(lines, self._foot.winfo_reqwidth()) + 2 * GAP

    # -- inside

    def _build(self, on_add: Callable[[], None], on_edit: Callable[[], None]) -> None:
        self._foot = foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        for text, command in (("新增 Ctrl+B", on_add), ("编辑 F2", on_edit)):
            ttk.Button(foot, text=text, style=Styles.LINK, command=command, takefocus=False).pack(side="left")
        self.tree = ttk.Treeview(self, columns=("counts",), selectmode="browse", height=4)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=self._scrolled)
        self.tree.pack(fill="both", expand=True)
        self.tree.heading("#0", text="小区", anchor="w")
        self.tree.heading("counts", text=_COUNTS, anchor="e")
        self._put(self._nodes[WHOLE], "")
        self.tree.item(_ALL, open=True)
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
        ttk.Style().configure(_STYLE, indent=unit // 2)
        self.tree.configure(style=_STYLE)  # the indent is only read when a style is set
        counts = max(text_width(self, self._nodes[WHOLE].counts), text_width(self, _COUNTS, HEAD)) + 2 * GAP
        self.tree.column("#0", width=_LABELS * unit, minwidth=4 * unit)
        self.tree.column("counts", width=counts, minwidth=counts, anchor="e", stretch=False)

    def _listen(self, on_remove: Callable[[], None]) -> None:
        tree = self.tree
        tree.bind("<<TreeviewSelect>>", lambda event: self._tell())
        tree.bind("<<ThemeChanged>>", lambda event: self.lay_out(), add="+")
        tree.bind("<<TreeviewOpen>>", lambda event: self._open(self._nodes[_scope(tree.focus())]))
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
        nodes = {WHOLE: _Node(WHOLE)}
        for count in counts:
            around = nodes[WHOLE]
            for scope in _levels(count.scope):
                if scope not in nodes:
                    nodes[scope] = _Node(scope)
                    around.inner.append(nodes[scope])
                around = nodes[scope]
                around.households += count.households
                around.residents += count.residents
            around.place, around.status = count.id, count.status
        return nodes

    def _open(self, node: _Node) -> None:
        """Put in the lines inside this one, and those inside them, so that they show they can be opened.

        A whole street has thousands of units; nobody opens more than a few buildings.
        """
        for inner in node.inner:
            self._put(inner, _id(node.scope))
            for deeper in inner.inner:
                self._put(deeper, _id(inner.scope))

    def _put(self, node: _Node, into: str) -> None:
        if not self.tree.exists(_id(node.scope)):
            self.tree.insert(into, "end", iid=_id(node.scope), text=node.label, values=(node.counts,))

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
        box = self.tree.bbox(_id(self.scope))
        if box:
            self._menu.tk_popup(self.tree.winfo_rootx() + 3 * GAP, self.tree.winfo_rooty() + box[1] + box[3])
        return "break"
