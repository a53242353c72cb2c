"""粘贴接龙: a chat group's text on the left, what it orders line by line on the right."""

from __future__ import annotations

import tkinter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ttkbootstrap as ttk

from gridworker.errors import GridworkerError
from gridworker.intake.chain import commit_chain, plan_chain, read_chain_file
from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_draft import UNCORRECTED, Correction
from gridworker.intake.chain_plan import ChainLine, ChainPlan, carried_over
from gridworker.ledger.everyone import latest_batch
from gridworker.ui.dialogs import choose_open_files
from gridworker.ui.grid import GridHooks, ListSource
from gridworker.ui.screens.chain_box import PasteBox
from gridworker.ui.screens.chain_detail import LineDetail
from gridworker.ui.screens.chain_table import LinesGrid, columns, corrected, part, row_of
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.page import Page
from gridworker.ui.segments import Segments
from gridworker.ui.theme import GAP, Styles, text_width

_STATES = {"all": "全部", "look": "待核对", "ready": "可登记", "rest": "其余"}
_EMPTY = "把群里的接龙复制下来，在这里按 Ctrl+V 粘贴。\n每一行认出了什么、有多大把握，都会列在这里。"
_KINDS = (("文本文件", "*.txt"), ("所有文件", "*"))
_HINT = "F2 改这一格"
_BOX = 12  # Chinese characters


class ChainPage(Page):
    """Ctrl+V pastes anywhere, F2 types over a part, F8 confirms, Delete sets aside, Ctrl+S enters."""

    def build(self) -> None:
        self._corrections: dict[int, Correction] = {}
        self._raws: list[str] = []
        self._book: ChainBook | None = None
        self.plan: ChainPlan | None = None
        self._build_foot()
        self._build_box()
        card = ttk.Frame(self, style=Styles.CARD, padding=(GAP + GAP // 2, GAP))
        card.pack(side="left", fill="both", expand=True)
        self.detail = LineDetail(card)
        self.detail.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        self._source = ListSource(columns(), tag=lambda row: str(row["tag"]))
        hooks = GridHooks(select=self._selected, edit=self._typed, paste=lambda *block: self.paste())
        self.rows = LinesGrid(card, self._source, hooks=hooks, marks=True, empty=_EMPTY)
        self.rows.plain = lambda key, column: part(self._line(key), column)
        self.rows.pack(fill="both", expand=True)
        self.rows.filter_box.configure(width=10)
        self.parts = Segments(self.rows.bar, dict(_STATES), "all", lambda key: self._fill())
        self.parts.pack(side="left")
        self.rows.view.tree.bind("<Delete>", lambda event: self.set_aside())

    def _build_box(self) -> None:
        width = round(text_width(self, "国") * _BOX)
        card = ttk.Frame(self, style=Styles.CARD, padding=(GAP, GAP), width=width)
        card.pack_propagate(False)
        card.pack(side="left", fill="y", padx=(0, GAP))
        ttk.Label(card, text="接龙原文", style=Styles.BOLD).pack(anchor="w")
        self.box = PasteBox(card, self.reread)
        named = ttk.Frame(card)
        named.pack(side="bottom", fill="x", pady=(GAP, 0))
        ttk.Label(named, text="接龙名称").pack(anchor="w")
        self.name_box = ttk.Combobox(named, width=8)
        self.name_box.pack(fill="x")
        self.taken_for = ttk.Label(named, style=Styles.MUTED, wraplength=width - 3 * GAP)
        self.taken_for.pack(anchor="w")
        for sequence in ("<<ComboboxSelected>>", "<Return>", "<FocusOut>"):
            self.name_box.bind(sequence, lambda event: self.reread(), add="+")
        self.box.pack(fill="both", expand=True, pady=(GAP // 2, 0))
        self.box.text.bind("<Control-o>", lambda event: self._then_stop(self.open_file))

    def _build_foot(self) -> None:
        foot = ttk.Frame(self, style=Styles.GROUND)
        foot.pack(side="bottom", fill="x", pady=(GAP, 0))
        look: dict[str, Any] = {"bootstyle": "primary"}
        self.enter_button = ttk.Button(foot, command=self.save, **look)
        self.enter_button.pack(side="left", padx=(0, GAP))
        for words, command in (
            ("确认 F8", self.confirm),
            ("忽略 Del", self.set_aside),
            ("还原 F6", self.restore),
            ("清空 F9", self.clear),
            ("打开文件 Ctrl+O", self.open_file),
        ):
            ttk.Button(foot, text=words, command=command, style=Styles.GROUND_BUTTON).pack(
                side="left", padx=(0, GAP)
            )
        ttk.Label(foot, text=_HINT, style=Styles.GROUND_MUTED).pack(side="right")

    # -- Page

    def load(self) -> None:
        if self._book and self._book.version != latest_batch(self.desk.ledger):
            self._book = None
        self.reread()

    def open(self, text: str = "", **what: Any) -> None:
        """Read this text of a chain."""
        if text:
            self.take(text)

    def enter(self) -> None:
        (self.rows.view.tree if self.plan and self.plan.lines else self.box.text).focus_set()

    def shown_keys(self) -> dict[str, Callable[[], object]]:
        return {
            "<Control-v>": self.paste_from_page,
            "<Control-s>": self.save,
            "<Control-o>": self.open_file,
            "<F6>": self.restore,
            "<F8>": self.confirm,
            "<F9>": self.clear,
        }

    # -- reading

    def reread(self, *, keep: bool = False) -> None:
        """Read the text again with all that was typed over it; `keep` leaves the listed lines listed."""
        text, ledger = self.box.value, self.desk.ledger
        raws = text.splitlines()
        if raws != self._raws:
            self._corrections = carried_over(self._corrections, self._raws, raws)
            self._raws = raws
        if not text.strip():
            self.plan = None
            self.taken_for.configure(text="")
            self._fill()
            return
        book = self._book = self._book or self._read_ledger()
        self.plan = plan_chain(
            ledger, text, at=present(self.desk.day), chain=self.name_box.get().strip(),
            corrections=self._corrections, book=book,
        )  # fmt: skip
        self.name_box.configure(values=book.chains[:20])
        self.taken_for.configure(text=_taken_for(self.plan, bool(self.name_box.get().strip())))
        self._fill(keep)

    def _read_ledger(self) -> ChainBook:
        """Read who lives where; in a street's ledger that takes over a second, and says so."""
        self.taken_for.configure(text="正在读取台账…")
        self.configure(cursor="watch")
        self.update_idletasks()
        try:
            return ChainBook(self.desk.ledger)
        finally:
            self.configure(cursor="")

    def _fill(self, keep: bool = False) -> None:
        listed = set(self.rows.view.order) if keep else set()
        lines = [line for line in self._lines() if line.kind != "blank"]
        for key, words in _STATES.items():
            self.parts.say(key, f"{words} {sum(_belongs(line, key) for line in lines):,}")
        shown = [line for line in lines if line.row in listed or _belongs(line, self.parts.chosen)]
        self._source.replace(map(row_of, shown))
        self.rows.refresh()
        ready = sum(line.writes for line in lines)
        self.enter_button.configure(text=f"登记 {ready:,} 条 Ctrl+S")
        self._selected(self.rows.selected())

    def _lines(self) -> list[ChainLine]:
        return self.plan.lines if self.plan else []

    def _line(self, key: int) -> ChainLine:
        assert self.plan is not None
        return self.plan.line(key)

    def _selected(self, keys: list[int]) -> None:
        line = self._line(keys[0]) if keys else None
        self.detail.show(line)
        if line:
            self.box.see_row(line.row)

    # -- pasting

    def paste_from_page(self) -> None:
        """Paste a chain, unless something is being typed: that takes the text itself."""
        focus = self.focus_get()
        if not isinstance(focus, tkinter.Text | ttk.Entry | ttk.Combobox):
            self.paste()

    def paste(self) -> None:
        """Put the clipboard's text in place of the old one, behind it while that still has open lines."""
        try:
            text = self.clipboard_get()
        except tkinter.TclError:
            self.desk.shell.say("剪贴板里没有文字。请先在群里复制接龙的文字。", "warn")
            return
        before = self.box.value.rstrip()
        if before and before != text.rstrip() and any(_belongs(line, "look") for line in self._lines()):
            self.desk.shell.say("原来的文字里还有没处理的行，新的接在后面。按 F9 可以先清空。", "info")
            text = f"{before}\n\n{text}"
        self.take(text)

    def take(self, text: str) -> None:
        """Read this text and go to its first line."""
        self.parts.show("all")
        self.box.put(text)
        self.rows.focus_rows()
        if self.rows.view.order:
            self.rows.select(
                [next((line.row for line in self._lines() if line.counted), self.rows.view.order[0])]
            )

    def open_file(self) -> None:
        """Read a text file as if it were pasted."""
        found = choose_open_files(self, "打开接龙文字", _KINDS)
        try:
            texts = [read_chain_file(path) for path in found]
        except GridworkerError as error:
            self.desk.shell.say(str(error), "bad")
            return
        if texts:
            self.take("\n".join(texts))

    def clear(self) -> None:
        """Begin with an empty box."""
        self._corrections = {}
        self.name_box.set("")
        self.parts.show("all")
        self.box.put("")
        self.box.text.focus_set()

    # -- the user's hand

    def _typed(self, row: int, column: str, text: str) -> str | None:
        line = self._line(row)
        if not line.counted:
            return "这一行是说明，不能填写"
        if text.strip() != part(line, column):
            before = self._corrections.get(row, UNCORRECTED)
            self._corrections[row] = corrected(before, column, text)
            self.reread(keep=True)
        return None

    def confirm(self) -> None:
        """Take the selected lines as they were understood; what lacks a part stays and says so."""
        lines = self._chosen()
        for line in lines:
            before = self._corrections.get(line.row, UNCORRECTED)
            self._corrections[line.row] = replace(before, confirmed=True, ignored=False)
        self.reread(keep=True)
        short = [line for line in lines if self._line(line.row).action == "rejected"]
        if short:
            self.desk.shell.say(f"第 {short[0].row} 行还缺内容，不能确认：{short[0].doubt_text}。", "warn")

    def set_aside(self) -> str:
        """Leave the selected lines out, or take them up again."""
        lines = self._chosen()
        wanted = any(not self._corrections.get(line.row, UNCORRECTED).ignored for line in lines)
        for line in lines:
            before = self._corrections.get(line.row, UNCORRECTED)
            self._corrections[line.row] = replace(before, ignored=wanted)
        self.reread(keep=True)
        return "break"

    def restore(self) -> None:
        """Forget what was typed over the selected lines."""
        for line in self._chosen():
            self._corrections.pop(line.row, None)
        self.reread(keep=True)

    def _chosen(self) -> list[ChainLine]:
        lines = [line for line in map(self._line, self.rows.selected()) if line.counted]
        if not lines:
            self.desk.shell.say("请先选择接龙里的一行。", "warn")
        return lines

    def save(self) -> None:
        """Enter what is sure or confirmed; the rest stays in the list."""
        if self.rows.editor is not None and not self.rows.editor.commit():
            return
        plan = self.plan
        ready = sum(line.writes for line in self._lines())
        if plan is None or not ready:
            self.desk.shell.say("没有可以登记的行。请先粘贴接龙，或核对标 ▲ 的行后按 F8 确认。", "warn")
            return
        left = sum(_belongs(line, "look") for line in plan.lines)
        said = f"已登记接龙 {ready} 条" + (f"，还有 {left} 条待核对" if left else "")
        if self.desk.act("登记接龙", lambda ledger: commit_chain(ledger, plan), said=said) is not None:
            self.parts.show("look" if left else "all")
            self.load()

    @staticmethod
    def _then_stop(action: Callable[[], object]) -> str:
        action()
        return "break"


def _taken_for(plan: ChainPlan, named: bool) -> str:
    """The chain that the text was taken for, and the numbers that have left it."""
    words = [] if named or not plan.chain else [f"认作“{plan.chain}”"]
    if plan.gone:
        words.append(f"已退出：{'、'.join(map(str, plan.gone[:6]))}号")
    return "\n".join(words)


def _belongs(line: ChainLine, state: str) -> bool:
    """Whether a line stands in one of the states; every line stands in one besides 全部."""
    if state == "all":
        return True
    own = "look" if line.action == "rejected" else "ready" if line.writes else "rest"
    return own == state and line.kind != "blank"
