"""The lines of a request in its form: 套餐 and things added by one box, corrected in a small grid."""

from __future__ import annotations

import re
import tkinter
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.intake.chain_goods import category_of
from gridworker.intake.chain_lines import readable
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.pinyin import pinyin_of
from gridworker.ledger.registers import SUPPLY_CATEGORIES, SUPPLY_LINE
from gridworker.ledger.supplies import Line
from gridworker.ui.grid_cells import CellEditor
from gridworker.ui.grid_source import GridColumn, ListSource
from gridworker.ui.grid_view import GridView
from gridworker.ui.popup import Suggestions
from gridworker.ui.screens.supply_source import yuan
from gridworker.ui.theme import GAP, SMALL, Styles, line_height

_MOST = 8  # suggestions
_LOW = 27  # lines of text; a lower window shows fewer rows
_AMOUNT = re.compile(r"(.+?)\s*[×xX*＊]?\s*(?<![\d.])(\d{1,4})\s*(\D{0,3})")
_KEPT = ("item", "category", "quantity", "unit", "price")


class LinesEditor(ttk.Frame):
    """What is wanted. Typing in the box finds a 套餐, or adds anything else (`牛奶2箱`) with Enter.

    Cells of the grid are typed over; Delete takes a line away. `on_change` hears of every change,
    `on_bundle` of the 套餐 that was taken. Virtual event: `<<LinesShown>>` when the total may have changed.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        ledger: Ledger,
        *,
        on_change: Callable[[], None],
        on_bundle: Callable[[Row], None],
    ) -> None:
        super().__init__(parent)
        self._on_change, self._on_bundle = on_change, on_bundle
        self._bundles = {row["id"]: row for row in ledger.rows("bundle")}
        self.lines: list[Row] = []
        self._loaded: list[Row] = []
        self._build_box()
        self._build_rows()
        self._show()

    # -- for the form

    def load(self, lines: Sequence[Line]) -> None:
        """Show the lines of a stored request."""
        self.lines = [{"id": line.id, **{key: getattr(line, key) for key in _KEPT}} for line in lines]
        self._loaded = [dict(line) for line in self.lines]
        self._show()

    @property
    def changed(self) -> bool:
        """Whether the lines differ from what was loaded, or something stands in the box."""
        return self.lines != self._loaded or bool(self.box.get().strip())

    def commit(self) -> bool:
        """Take what is still being typed; False when a cell is not acceptable, which it says itself."""
        if self.box.get().strip():
            self._add_typed()
        return self.cells.commit()

    def has_category(self, category: str) -> bool:
        return any(line["category"] == category for line in self.lines)

    # -- building

    def _build_box(self) -> None:
        head = ttk.Frame(self)
        head.pack(fill="x", pady=(0, GAP // 2))
        ttk.Label(head, text="物品 F3").pack(side="left", padx=(0, GAP))
        self.box = ttk.Entry(head, width=8)
        self.box.pack(side="left", fill="x", expand=True)
        ttk.Label(head, text="套餐名，或 牛奶2箱", style=Styles.MUTED, font=SMALL).pack(
            side="left", padx=(GAP // 2, 0)
        )
        self.suggestions = Suggestions(self.box, self._find, self._picked)
        self.box.bind("<Return>", lambda event: self._add_typed(), add="+")

    def _build_rows(self) -> None:
        columns = (
            GridColumn("item", "物品", 6, stretch=True, sortable=False, editable=True),
            GridColumn("category", "类别", 6, sortable=False, editable=True),
            GridColumn("quantity", "数量", 2.5, align="right", sortable=False, editable=True),
            GridColumn("unit", "单位", 2.5, sortable=False, editable=True),
            GridColumn(
                "price", "单价", 3.5, align="right", sortable=False, editable=True,
                show=SUPPLY_LINE.field("price").show,
            ),
            GridColumn("amount", "金额", 4, align="right", sortable=False, show=yuan),
        )  # fmt: skip
        self._source = ListSource(columns, key="row")
        self.view = GridView(self, self._source.fetch, multiple=False)
        self.view.set_columns(columns)
        low = self.winfo_toplevel().winfo_height() < _LOW * line_height(self)
        self.view.tree.configure(height=2 if low else 3)
        self.view.pack(fill="both", expand=True)
        self.cells = CellEditor(self.view, self._text_of, self._edited)
        self.view.tree.bind("<Delete>", lambda event: self._remove())
        for sequence in ("<Double-1>", "<Return>", "<KP_Enter>"):
            self.view.tree.bind(sequence, lambda event: self.cells.open())

    def _text_of(self, row: int, column: str) -> str:
        names = [each.key for each in self.view.columns]
        return self._source.fetch([row])[row].cells[names.index(column)]

    @property
    def total(self) -> str:
        """合计 101.00 元, and how many lines have no price."""
        amounts = [amount for line in self.lines if (amount := _amount(line)) is not None]
        missing = len(self.lines) - len(amounts)
        rest = f"（{missing} 项没有单价）" if missing and amounts else ""
        return f"合计 {yuan(sum(amounts))} 元{rest}" if amounts else "合计 —"

    # -- what happens

    def _find(self, text: str) -> list[tuple[int, str]]:
        wanted = text.casefold()
        return [
            (row, self._bundle_words(bundle))
            for row, bundle in self._bundles.items()
            if wanted in str(bundle["name"]).casefold()
            or pinyin_of(bundle["name"]).initials.startswith(wanted)
        ][:_MOST]

    @staticmethod
    def _bundle_words(bundle: Row) -> str:
        price = f"{yuan(bundle['price'])} 元" if bundle["price"] is not None else ""
        return "　".join(filter(None, (bundle["name"], price, bundle["merchant"])))

    def _picked(self, row: int, words: str) -> None:
        bundle = self._bundles[row]
        self.box.delete(0, "end")
        self.add({**_as_line(bundle), "quantity": 1})
        self._on_bundle(bundle)

    def _add_typed(self) -> str:
        """Add what was typed, with a number behind it as quantity; a 套餐 of that name brings its price."""
        text = self.box.get().strip()
        if text:
            found = _AMOUNT.fullmatch(text)
            name, count, unit = found.groups() if found else (text, "1", "")
            bundle = next((each for each in self._bundles.values() if each["name"] == name), None)
            line = _as_line(bundle) if bundle else {"item": name, "category": _category(name), "price": None}
            self.box.delete(0, "end")
            self.add({**line, "quantity": max(int(count), 1), "unit": unit or line.get("unit") or "份"})
            if bundle:
                self._on_bundle(bundle)
        return "break"

    def add(self, line: Row) -> None:
        """Add a line; the same thing at the same price only adds up."""
        for each in self.lines:
            if all(each[key] == line[key] for key in ("item", "unit", "price")):
                each["quantity"] += line["quantity"]
                break
        else:
            self.lines.append({key: line.get(key) for key in _KEPT})
        self._show()
        self._on_change()

    def _edited(self, row: int, column: str, text: str) -> str | None:
        line = self.lines[row]
        try:
            value = SUPPLY_LINE.field(column).parse(text)
        except ValueProblem as problem:
            return str(problem)
        if column == "quantity" and int(value or 0) < 1:
            return "数量须大于零"
        line[column] = value
        self._show()
        self._on_change()
        return None

    def _remove(self) -> str:
        if self.lines and self.view.selected:
            del self.lines[self.view.cursor]
            self._show()
            self._on_change()
        return "break"

    def _show(self) -> None:
        self._source.replace(
            {**line, "row": row, "amount": _amount(line)} for row, line in enumerate(self.lines)
        )
        self.view.set_order(range(len(self.lines)), keep_place=True)
        self.view.see(len(self.lines) - 1)
        self.event_generate("<<LinesShown>>")


def _as_line(bundle: Row) -> dict[str, Any]:
    return {"item": bundle["name"], **{key: bundle[key] for key in ("category", "unit", "price")}}


def _amount(line: Row) -> int | None:
    return None if line["price"] is None else line["price"] * line["quantity"]


def _category(name: str) -> str:
    """The category whose name is in the thing's, else that of the known word in it (布洛芬), else 其他."""
    named = [each for each in SUPPLY_CATEGORIES if each in name]
    return max(named, key=len) if named else category_of(readable(name))
