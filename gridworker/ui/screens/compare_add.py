"""Taking somebody of a laboratory's file into the ledger, beside the compared rows."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.intake.compared import ComparedRow
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.import_strangers import FIELDS, only_community
from gridworker.ui.theme import GAP, Styles, text_width

_WIDTH = 24  # Chinese characters


class AddPanel(ttk.Frame):
    """A form with what the file says; Ctrl+S saves, Esc puts it away (`on_close`)."""

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        row: ComparedRow,
        id_type: str,
        number: str | None,
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP))
        self._desk, self._id_type, self._on_close = desk, id_type, on_close
        self.pack_propagate(False)
        self.configure(width=round(text_width(self, "国") * _WIDTH) + 4 * GAP + 2)
        ttk.Label(self, text=f"把第 {row.row} 行的人加入台账", style=Styles.SECTION).pack(anchor="w")
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        ttk.Button(foot, text="加入 Ctrl+S", bootstyle="primary", command=self.save).pack(side="right")
        ttk.Button(foot, text="取消 Esc", command=on_close).pack(side="right", padx=GAP)
        self.form = Form(self, FIELDS, on_save=self.save)
        self.form.load({
            "name": row.name or None, "id_number": number, "phone": row.phone or None,
            "address": row.address.display if row.address else None,
        })  # fmt: skip
        self.form.pack(fill="both", expand=True)
        for editor in self.form.editors.values():
            editor.key_widget.bind("<Escape>", lambda event: self._escape(), add="+")

    def take_keyboard(self) -> None:
        """Go to the address: the file seldom tells it."""
        self.form.focus_field("address")

    def save(self) -> None:
        """Add the person, or say beside the fields what is wrong."""
        values = self.form.check()
        if values is None:
            return
        try:
            address = parse_address(values.pop("address"), default=only_community(self._desk.ledger))
        except ValueProblem as problem:
            self.form.show_problems({"address": str(problem)})
            return
        values["id_type"] = self._id_type
        name = values["name"]
        if self._desk.act(
            f"加入台账：{name}", lambda ledger: _add(ledger, address, values), said=f"已把{name}加入台账。"
        ):
            self._on_close()

    def _escape(self) -> str:
        self._on_close()
        return "break"


def _add(ledger: Ledger, address: Address, values: dict[str, Any]) -> int:
    household = Doors(ledger).household(address)
    return ledger.create("resident", {**values, "household": household})
