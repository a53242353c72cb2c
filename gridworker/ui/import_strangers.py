"""People of a results file whom the ledger does not know: added to it one by one, or set aside."""

from __future__ import annotations

import tkinter
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.intake.results import StrangerRow
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.fields import ID_NUMBER, NAME, PHONE, TEXT, Field
from gridworker.ledger.masks import mask_id, mask_phone
from gridworker.ledger.places import Doors
from gridworker.ui.form import Form
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.theme import GAP, Styles

if TYPE_CHECKING:
    from gridworker.ui.import_preview import PreviewPage

WHY = {
    "no-such-person": "台账里没有这个人",
    "same-name-several": "台账里有几个同名的人，分不清",
    "name-only": "只有姓名相同，没有别的可以印证",
    "id-differs": "同名同电话，但证件号码不同",
    "bad-value": "没有姓名也没有证件号码",
}
COLUMNS = (
    GridColumn("sheet", "表", 6),
    GridColumn("row", "行", 4, align="center"),
    GridColumn("name", "姓名", 6),
    GridColumn("id_number", "证件号码", 12),
    GridColumn("phone", "手机号码", 8),
    GridColumn("address", "表中住址", 10),
    GridColumn("why", "没有对上的原因", 12, stretch=True),
)
FIELDS = (
    Field("name", "姓名", NAME, required=True),
    Field("id_number", "证件号码", ID_NUMBER),
    Field("phone", "手机号码", PHONE),
    Field("address", "住址", TEXT, required=True, hint="如 3-2-501 或 和平苑3-2-501"),
)


class StrangersPanel(ttk.Frame):
    """The list, and beside it the form that takes one of them into the ledger."""

    def __init__(self, parent: tkinter.Misc, page: PreviewPage) -> None:
        super().__init__(parent)
        self._page = page
        self._people = dict(enumerate(page.task.strangers()))
        self.form: Form | None = None
        self._side = ttk.Frame(self, style=Styles.CARD, padding=GAP, width=380)
        source = ListSource(COLUMNS, [{"id": key, **_shown(row)} for key, row in self._people.items()])
        self.grid_shown = Grid(self, source, hooks=GridHooks(open=self.add), empty="结果里的人都在台账里。")
        self.grid_shown.pack(side="left", fill="both", expand=True)
        bar = self.grid_shown.bar
        ttk.Button(bar, text="加入台账… Ctrl+N", command=self.add_current).pack(side="left")
        ttk.Button(bar, text="忽略 Del", command=self.ignore).pack(side="left", padx=GAP)
        tree = self.grid_shown.view.tree
        tree.bind("<Control-n>", lambda event: self.add_current())
        tree.bind("<Delete>", lambda event: self.ignore())
        page.grid_shown = self.grid_shown

    def ignore(self) -> None:
        """Set the selected people aside: their rows stay out, and they are not asked about again."""
        keys = self.grid_shown.selected()
        for key in keys:
            row = self._people[key]
            self._page.task.ignored.add((row.file, row.sheet, row.row))
        if keys:
            self._page.window.show(2)

    def add_current(self) -> None:
        key = self.grid_shown.current()
        if key is not None:
            self.add(key)

    def add(self, key: int) -> None:
        """Open the form with what the file says of this person."""
        for child in self._side.winfo_children():
            child.destroy()
        row = self._people[key]
        ttk.Label(self._side, text="加入台账", style=Styles.SECTION).pack(anchor="w")
        self.form = Form(self._side, FIELDS, on_save=lambda: self._save(row))
        self.form.load({"name": row.name, "id_number": row.id_number, "phone": row.phone,
                        "address": row.address or None})  # fmt: skip
        foot = ttk.Frame(self._side)
        foot.pack(side="bottom", fill="x")
        self.form.pack(fill="both", expand=True)
        ttk.Button(foot, text="加入 Ctrl+S", bootstyle="primary", command=lambda: self._save(row)).pack(
            side="right"
        )
        ttk.Button(foot, text="取消 Esc", command=self._put_away).pack(side="right", padx=GAP)
        self._side.pack(side="right", fill="y", padx=(2 * GAP, 0), before=self.grid_shown)
        self._side.pack_propagate(False)
        for widget in _within(self._side):
            widget.bind("<Escape>", lambda event: self._put_away(), add="+")
        self.form.focus_field("address")

    def _put_away(self) -> str:
        self._side.pack_forget()
        self.form = None
        self.grid_shown.focus_rows()
        return "break"

    def _save(self, row: StrangerRow) -> None:
        form = self.form
        values = form.check() if form is not None else None
        if form is None or values is None:
            return
        desk = self._page.window.desk
        try:
            address = parse_address(values.pop("address"), default=only_community(desk.ledger))
        except ValueProblem as problem:
            form.show_problems({"address": str(problem)})
            return
        values["id_type"] = row.id_type
        if desk.act(f"加入台账：{values['name']}", lambda ledger: _add(ledger, address, values)):
            self._page.plan_again()


def only_community(ledger: Ledger) -> Address:
    """The 小区 that an address without one means: the ledger's only one."""
    found = {place["community"] for place in ledger.rows("place")}
    return Address(community=str(found.pop())) if len(found) == 1 else Address()


def _add(ledger: Ledger, address: Address, values: dict[str, Any]) -> int:
    household = Doors(ledger).household(address)
    return ledger.create("resident", {**values, "household": household})


def _shown(row: StrangerRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "name": row.name,
        "id_number": mask_id(row.id_number) if row.id_number else "",
        "phone": mask_phone(row.phone) if row.phone else "",
        "address": row.address,
        "why": WHY.get(row.why, row.why),
    }


def _within(widget: tkinter.Misc) -> list[tkinter.Misc]:
    found: list[tkinter.Misc] = [widget]
    for child in widget.winfo_children():
        found += _within(child)
    return found
