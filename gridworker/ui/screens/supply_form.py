"""The form of one request: who wants it and where, and its lines beneath."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Register, Row
from gridworker.ledger.fields import OPEN_CHOICE, Field
from gridworker.ledger.supplies import Order, change_order, place_order
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.links import LedgerLinks
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.supply_lines import LinesEditor
from gridworker.ui.screens.task import Task, chosen
from gridworker.ui.theme import GAP, Styles

_FIELDS = (
    "household", "requester", "phone", "urgency", "requested_at", "promised_at", "merchant", "order_number",
    "channel", "handler", "id_number",
)  # fmt: skip
"""In the order of a call; the worker's own fields follow, then the long texts."""
_NAMED_MEDICINE = "一退两抗药品"


class OrderPane(EditorPane):
    """Enter or change a request with its lines; a household chosen brings its head and phone."""

    def __init__(
        self,
        parent: tkinter.Misc,
        desk: Desk,
        found: Order | None,
        values: Mapping[str, Any],
        *,
        on_saved: Callable[[Any], None],
        on_closed: Callable[[], None],
    ) -> None:
        task = order_task(desk, found, values, self._given_lines)
        super().__init__(parent, desk, task, on_saved=on_saved, on_closed=on_closed)
        if found is not None:
            self.lines.load(found.lines)

    @property
    def unsaved(self) -> bool:
        """Whether fields or lines differ from what is in the ledger."""
        return super().unsaved or self.lines.changed

    def save(self) -> None:
        """Take what is being typed into the lines, then keep everything."""
        if self.lines.commit():
            super().save()

    def focus_lines(self) -> None:
        """Go to the box where things are added."""
        self.lines.box.focus_set()

    def _build(self) -> None:
        """The fields stand two by two, so that the lines beneath have room."""
        super()._build()
        self.form.destroy()
        self.form = Form(
            self, tuple(self.task.register), columns=2, register=self.task.register,
            on_change=self._changed, on_save=self.save, links=LedgerLinks(self._desk.ledger),
        )  # fmt: skip
        self.form.pack(fill="both", expand=True)
        self.lines = LinesEditor(
            self, self._desk.ledger, on_change=self._lines_changed, on_bundle=self._take_merchant
        )
        self.lines.pack(side="bottom", fill="x", pady=(GAP, 0), before=self.form)
        total = ttk.Label(self, style=Styles.BOLD)
        total.place(relx=1, rely=1, anchor="se", y=-GAP)
        self.lines.bind("<<LinesShown>>", lambda event: total.configure(text=self.lines.total))

    def _given_lines(self) -> list[Row]:
        return self.lines.lines

    def _lines_changed(self) -> None:
        self._changed()
        if self.lines.has_category(_NAMED_MEDICINE):
            self._offer_number()

    def _take_merchant(self, bundle: Row) -> None:
        merchant = self.form.editors["merchant"]
        if bundle["merchant"] and merchant.get() is None:
            merchant.set(bundle["merchant"])

    def _offer_number(self) -> None:
        """The buyer's own ID number, where the buyer lives in the household."""
        number, raw = self.form.editors["id_number"], self.form.raw()
        if number.get() is None and isinstance(raw["household"], int):
            for person in self._desk.ledger.rows("resident", {"household": raw["household"]}):
                if person["name"] == raw["requester"]:
                    number.set(person["id_number"])


def order_task(
    desk: Desk, found: Order | None, values: Mapping[str, Any], lines: Callable[[], list[Row]]
) -> Task:
    """What the form enters; `lines` gives the lines at the moment of saving."""
    ledger = desk.ledger
    register = _offering(ledger, ("note", "source") if found and found.source else ("note",))
    begin = {field.key: field.default for field in register}
    begin |= {"requested_at": present(desk.day), "handler": ledger.setting("worker") or None, **values}
    return Task(
        heading="修改物资需求" if found else "新增物资需求",
        register=register,
        values=ledger.get("supply", found.id) if found else _with_head(ledger, begin),
        label="修改物资需求" if found else "新增物资需求",
        save=lambda ledger, row: _keep(ledger, found, row, lines()),
        said=lambda row: "已保存物资需求" if found else "已登记物资需求",
        first="household" if not values.get("household") else "requester",
    )


def _keep(ledger: Ledger, found: Order | None, values: Row, lines: list[Row]) -> int:
    if found is None:
        return place_order(ledger, values, lines)
    change_order(ledger, found.id, values, lines)
    return found.id


def _offering(ledger: Ledger, texts: tuple[str, ...]) -> Register:
    register = chosen(ledger, "supply")
    own = tuple(field for field in register if field.own)
    fields = (*map(register.field, _FIELDS), *own, *map(register.field, texts))
    return replace(
        register, fields=tuple(map(_in_short, fields)), prepare=lambda row: _with_head(ledger, row)
    )


def _in_short(field: Field) -> Field:
    """Any merchant may be typed; half a line has no room for a long heading."""
    if field.key == "merchant":
        return replace(field, kind=OPEN_CHOICE)
    return replace(field, heading="证件号码") if field.key == "id_number" else field


def _with_head(ledger: Ledger, row: Row) -> Row:
    """Name and phone of the household's head, or of the only one there, where nobody else is named."""
    household = ledger.find("household", row["household"]) if row.get("household") else None
    if household is None or row.get("requester"):
        return row
    members = ledger.rows("resident", {"household": household["id"]})
    heads = [each for each in members if each["relation"] in ("户主", "本人") or len(members) == 1]
    head = heads[0] if heads else None
    name = head["name"] if head else household["head"]
    phone = household["phone"] or (head["phone"] if head else None)
    return row | {"requester": name, "phone": row.get("phone") or phone}
