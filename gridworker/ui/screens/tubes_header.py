"""Who sampled, sent and received: the head of a tube's sheet, for one or several tubes."""

from __future__ import annotations

import tkinter
from collections.abc import Sequence
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.tubes import TubeRow
from gridworker.ui.desk import Desk
from gridworker.ui.form import Form
from gridworker.ui.theme import GAP, Styles

_KEYS = ("sampler", "sender", "receiver")


class HeaderPanel(ttk.Frame):
    """Three fields; only what was changed is written, to every selected tube."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.CARD, padding=GAP)
        self.desk = desk
        self._rows: list[dict[str, Any]] = []
        head = ttk.Frame(self)
        head.pack(fill="x")
        ttk.Label(head, text="送检信息", style=Styles.SECTION).pack(side="left")
        self.button = ttk.Button(head, text="保存 Ctrl+S", command=self.save)
        self.button.pack(side="right")
        register = desk.ledger.register("tube")
        self.form = Form(self, [register.field(key) for key in _KEYS], on_save=self.save)
        self.form.pack(fill="both", expand=True)
        self.choose(())

    def choose(self, tubes: Sequence[TubeRow]) -> None:
        """Show what these tubes have in common; tubes known only from a laboratory's file have no head."""
        found = [self.desk.ledger.rows("tube", {"number": tube.number}) for tube in tubes]
        self._rows = [row for rows in found for row in rows]
        common = {key: {row[key] for row in self._rows} for key in _KEYS}
        self.form.load({key: next(iter(each)) if len(each) == 1 else None for key, each in common.items()})
        self.button.state(["!disabled" if self._rows else "disabled"])

    def save(self) -> None:
        """Write what was changed, as one undoable action."""
        values = self.form.check()
        changed = {key: values[key] for key in self.form.changed()} if values is not None else {}
        if not changed or not self._rows:
            return
        rows = [row["id"] for row in self._rows]
        self.desk.act(
            f"送检信息（{len(rows)} 管）",
            lambda ledger: _write(ledger, rows, changed),
            said=f"已保存 {len(rows)} 管的送检信息。",
        )


def _write(ledger: Ledger, rows: Sequence[int], values: dict[str, Any]) -> None:
    for row in rows:
        ledger.update("tube", row, values)
