"""Entering somebody at the sampling desk who is not in the ledger: four fields, Enter saves and samples."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Collection

import ttkbootstrap as ttk

from gridworker.errors import RowProblems, ValueProblem
from gridworker.ledger.address import parse_address
from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import TEXT, Field
from gridworker.ledger.phones import parse_phones
from gridworker.ledger.scanning import is_card, scan_text
from gridworker.ui.form import Form
from gridworker.ui.theme import GAP, Styles

ADDRESS = Field("address", "住址", TEXT, required=True, hint="如 和平苑3号楼2单元501，或 3-2-501")
Save = Callable[[str, str, str, str], object]
"""Hears name, ID number, phone and address; may raise RowProblems or ValueProblem (the address's)."""


class Newcomer(ttk.Frame):
    """The form over the desk; `on_close` is called by Esc and when it is done with."""

    def __init__(
        self,
        parent: tkinter.Misc,
        register: Register,
        communities: Collection[str],
        on_save: Save,
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=2 * GAP)
        self._communities, self._on_save, self._on_close = communities, on_save, on_close
        ttk.Label(self, text="新增此人并登记", style=Styles.SECTION).pack(anchor="w", pady=(0, GAP))
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        ttk.Button(foot, text="保存并登记 Enter", bootstyle="primary", command=self.save).pack(side="right")
        ttk.Button(foot, text="返回 Esc", command=on_close).pack(side="right", padx=GAP)
        fields = [register.field(key) for key in ("name", "id_number", "phone")]
        self.form = Form(self, [*fields, ADDRESS], columns=2, on_save=self.save)
        self.form.pack(fill="both", expand=True)
        for editor in self.form.editors.values():
            widget = editor.key_widget
            widget.bind("<Return>", lambda event: self._enter())
            widget.bind("<KP_Enter>", lambda event: self._enter())
            widget.bind("<Escape>", lambda event: self._escape())

    def begin(self, typed: str) -> None:
        """Put what was typed into the field it belongs to, and the cursor into the first still blank."""
        self.form.load(guess(typed) or {"name": None})
        raw = self.form.raw()
        self.form.focus_field(next((key for key, value in raw.items() if value is None), "name"))

    def save(self) -> None:
        """Hand over what was entered, or say beside the fields what is wrong."""
        values = self.form.check()
        if values is None:
            return
        texts = [str(values[key] or "") for key in ("name", "id_number", "phone", "address")]
        try:
            if len(self._communities) > 1 and not parse_address(texts[3]).community:
                raise ValueProblem("台账里不止一个小区，请写明小区")
            self._on_save(texts[0], texts[1], texts[2], texts[3])
        except RowProblems as refused:
            self.form.show_problems(refused.problems)
        except ValueProblem as problem:
            self.form.show_problems({"address": str(problem)})

    def _enter(self) -> str:
        self.save()
        return "break"

    def _escape(self) -> str:
        self._on_close()
        return "break"


def guess(typed: str) -> dict[str, str]:
    """What a text of the box most likely is, by the field it belongs to."""
    text = scan_text(typed)
    if not text:
        return {}
    if is_card(text):
        return {"id_number": text}
    if not any(char.isdigit() for char in text):
        return {"name": text}
    for key, read in (("phone", parse_phones), ("address", parse_address)):
        try:
            read(text)
        except ValueProblem:
            continue
        return {key: text}
    return {"id_number": text}
