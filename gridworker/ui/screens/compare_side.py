"""Beside the compared rows: what the file says of one, what the ledger says, and whom it may mean."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import ttkbootstrap as ttk

from gridworker.intake.compared import Candidate, ComparedRow
from gridworker.intake.matching import Known
from gridworker.ledger.masks import mask_id, mask_phone
from gridworker.ui.screens.compare_rows import IGNORED, masked, number_of
from gridworker.ui.scroller import Scroller
from gridworker.ui.theme import GAP, SMALL, Styles, Tone, text_width

_WIDTH, _CELL = 24, 10.3  # Chinese characters
_LINES = ("姓名", "证件", "电话", "住址")
_NOTHING = "在左边选一行，这里对照表中和台账里怎么写。"
Line = tuple[str, str, bool]
"""What the file says, what the ledger says, and whether they contradict."""


class CompareSide(ttk.Frame):
    """`on_choose` hears the resident whose lines are clicked; `actions` are offered as they apply."""

    def __init__(
        self,
        parent: tkinter.Misc,
        on_choose: Callable[[int], object],
        actions: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP // 2))
        self._on_choose = on_choose
        self._shown: tuple[ComparedRow | None, Sequence[Candidate], bool] = (None, (), False)
        self.pack_propagate(False)
        self._foot = ttk.Frame(self)
        self._foot.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._buttons = {
            word: ttk.Button(self._foot, text=word, command=action) for word, action in actions.items()
        }
        self._title = ttk.Label(self, style=Styles.SECTION)
        self._title.pack(fill="x")
        self._body = Scroller(self)
        self._body.pack(fill="both", expand=True, pady=(GAP // 2, 0))
        inside = self._body.inside
        self._why = ttk.Label(inside, justify="left")
        self._said = ttk.Label(inside, justify="left")
        self._build_table(inside)
        self._sample = ttk.Label(inside, style=Styles.MUTED, justify="left")
        self._list = ttk.Frame(inside)
        self.bind("<<ThemeChanged>>", lambda event: self._lay_out())
        self._lay_out()

    def _build_table(self, parent: tkinter.Misc) -> None:
        self._table = ttk.Frame(parent)
        for column, word in ((1, "表中"), (2, "台账")):
            ttk.Label(self._table, text=word, style=Styles.MUTED).grid(row=0, column=column, sticky="w")
            self._table.columnconfigure(column, weight=1, uniform="sides")
        self._cells: dict[str, tuple[ttk.Label, ttk.Label]] = {}
        for at, word in enumerate(_LINES, 1):
            label = ttk.Label(self._table, text=word, style=Styles.MUTED)
            label.grid(row=at, column=0, sticky="nw", padx=(0, GAP))
            pair = ttk.Label(self._table, justify="left"), ttk.Label(self._table, justify="left")
            for column, cell in enumerate(pair, 1):
                cell.grid(row=at, column=column, sticky="nw", padx=(0, GAP // 2), pady=1)
            self._cells[word] = pair

    def _lay_out(self) -> None:
        wide = text_width(self, "国")
        self.configure(width=round(wide * _WIDTH) + 4 * GAP + 2)
        for label in (self._title, self._why, self._said, self._sample):
            label.configure(wraplength=round(wide * (_WIDTH - 1)))
        for pair in self._cells.values():
            for cell in pair:
                cell.configure(wraplength=round(wide * _CELL))
        self.show(*self._shown)

    def allow(self, words: Collection[str]) -> None:
        """Offer these actions."""
        for word, button in self._buttons.items():
            button.pack_forget()
            if word in words:
                button.pack(side="left", padx=(0, GAP // 2))

    def show(self, row: ComparedRow | None, candidates: Sequence[Candidate], whole: bool) -> None:
        """Show one row, or what to do while none is selected; numbers are masked unless `whole`."""
        self._shown = (row, candidates, whole)
        self._title.configure(text="还没有选行" if row is None else _title(row))
        for part in (self._why, self._said, self._table, self._sample, self._list):
            part.pack_forget()
        self._show_why(row)
        if row is None:
            return
        if row.person is None:
            self._said.configure(text=_said(row, whole))
            self._said.pack(fill="x")
            self._show_candidates(row, candidates, whole)
        else:
            self._show_both(row, row.person, whole)
        self._sample.configure(text=_sample(row), font=SMALL)
        self._sample.pack(fill="x", pady=(GAP // 2, 0))
        self._body.watch()

    def _show_why(self, row: ComparedRow | None) -> None:
        tones: Mapping[str, Tone] = {"确定": "plain", "较可靠": "warn", IGNORED: "quiet"}
        tone = tones.get(row.sure, "bad") if row else "quiet"
        self._why.configure(text=row.why if row else _NOTHING, style=Styles.toned(tone))
        self._why.pack(fill="x", pady=(0, GAP // 2))

    def _show_both(self, row: ComparedRow, person: Known, whole: bool) -> None:
        for word, (said, known, differs) in zip(_LINES, _lines(row, person, whole), strict=True):
            left, right = self._cells[word]
            text = f"≠ {known}" if differs else known or "—"
            left.configure(text=said or "—")
            right.configure(text=text, style=Styles.toned("bad" if differs else "plain"))
        self._table.pack(fill="x")

    def _show_candidates(self, row: ComparedRow, candidates: Sequence[Candidate], whole: bool) -> None:
        for child in self._list.winfo_children():
            child.destroy()
        if not candidates:
            return
        more = f"，列出最像的 {len(candidates)} 人" if row.namesakes > len(candidates) else ""
        words = f"是台账里的哪一位？按数字键选{more}"
        ttk.Label(self._list, text=words, style=Styles.BOLD).pack(anchor="w", pady=(0, GAP // 2))
        for number, candidate in enumerate(candidates, 1):
            self._offer(_told(number, candidate, whole), candidate.resident)
        self._list.pack(fill="x", pady=(GAP // 2, 0))

    def _offer(self, text: str, resident: int) -> None:
        offer = ttk.Label(self._list, text=text, style=Styles.chip("info"), justify="left", cursor="hand2")
        offer.bind("<ButtonRelease-1>", lambda event: self._on_choose(resident))
        offer.pack(fill="x", pady=(0, GAP // 2))


def _title(row: ComparedRow) -> str:
    return f"第 {row.row} 行 · {row.sure}" + (f" · {row.how}" if row.how else "")


def _said(row: ComparedRow, whole: bool) -> str:
    """What the file says of somebody who is not matched."""
    door = row.address.display if row.address else ""
    facts = (row.name, number_of(row, whole), masked(row.phone, mask_phone, whole), door)
    return f"表中：{'　'.join(fact for fact in facts if fact)}"


def _lines(row: ComparedRow, person: Known, whole: bool) -> Iterator[Line]:
    known = masked(person.number, mask_id, whole)
    phone = masked(row.phone, mask_phone, whole)
    door = row.address.display if row.address else ""
    home = person.address.display if person.address else ""
    other_number = bool(row.number and person.number and row.number != person.number)
    yield row.name, person.name, bool(row.name) and row.name != person.name
    yield number_of(row, whole), known, other_number and not row.damaged
    yield phone, _phones(person, whole), bool(row.phone and person.phones and row.phone not in person.phones)
    yield door, home, bool(row.address and person.address and row.address != person.address)


def _phones(person: Known, whole: bool) -> str:
    return "\n".join(masked(phone, mask_phone, whole) for phone in person.phones)


def _sample(row: ComparedRow) -> str:
    first = (row.sampled_at[:16], row.result, f"处理：{row.action}")
    second = (f"管 {row.tube}" if row.tube else "", row.file, row.sheet)
    return "\n".join(" · ".join(part for part in parts if part) for parts in (first, second))


def _told(number: int, candidate: Candidate, whole: bool) -> str:
    """Two lines: the key and the door; what agrees and what does not, then how to tell them by phone."""
    facts = [*(f"✓{word}" for word in candidate.agrees), *(f"×{word}" for word in candidate.differs)]
    phone = masked(candidate.phones[0] if candidate.phones else None, mask_phone, whole)
    second = " ".join([*facts, phone]) or masked(candidate.number, mask_id, whole)
    return f"{number}　{candidate.address}\n　 {second}"
