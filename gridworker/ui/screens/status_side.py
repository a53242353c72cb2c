"""Beside the managed places: what holds at the chosen ones, its history, and the form that sets another."""

from __future__ import annotations

import tkinter
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from gridworker.ledger.fields import DAY, Field
from gridworker.ledger.statuses import PlaceStatus, StatusSpan
from gridworker.ui.grid import Grid, GridColumn, ListSource
from gridworker.ui.screens.day_box import DayBox
from gridworker.ui.screens.status_source import held
from gridworker.ui.theme import GAP, SECTION, SMALL, Styles, Tone, text_width

NO_STATUS = "取消本处状态"
_WIDTH = 19  # Chinese characters
_SINCE = Field("since", "起始日期", DAY, required=True)
_HISTORY = (
    GridColumn("since", "起", 5.5, sortable=False),
    GridColumn("until", "止", 5.5, sortable=False),
    GridColumn("status", "状态", 5, stretch=True, sortable=False),
)


class StatusSide(ttk.Frame):
    """`on_change` hears that another status or day was chosen, `on_save` that it shall be set."""

    def __init__(
        self, parent: tkinter.Misc, on_change: Callable[[], None], on_save: Callable[[], None]
    ) -> None:
        super().__init__(parent, style=Styles.CARD, padding=(2 * GAP, GAP))
        self._on_change, self._on_save = on_change, on_save
        self.pack_propagate(False)
        self.title = ttk.Label(self, style=Styles.SECTION)
        self.title.pack(fill="x")
        self.now = ttk.Label(self, style=Styles.MUTED, justify="left")
        self.now.pack(fill="x", pady=(0, GAP // 2))
        self._build_form()
        self._source = ListSource(_HISTORY)
        self.history = Grid(self, self._source, filter=False, multiple=False, empty="还没有设过状态。")
        self.history.bar.pack_forget()
        self.history.pack(fill="both", expand=True)
        self.bind("<<ThemeChanged>>", lambda event: self._lay_out())
        self._lay_out()

    def _build_form(self) -> None:
        form = ttk.Frame(self)
        form.pack(side="bottom", fill="x", pady=(GAP // 2, 0))
        form.columnconfigure(1, weight=1)
        ttk.Label(form, text="改为 F2").grid(row=0, column=0, sticky="w", padx=(0, GAP))
        self.status = ttk.Combobox(form, state="readonly", height=14, width=10)
        self.status.grid(row=0, column=1, sticky="ew")
        ttk.Label(form, text="起始日期").grid(row=1, column=0, sticky="w", padx=(0, GAP))
        self.since = DayBox(form, _SINCE, self._on_change, on_enter=self._on_save)
        self.since.grid(row=1, column=1, sticky="ew", pady=(GAP // 2, 0))
        self.effect = ttk.Label(form, justify="left")
        self.effect.grid(row=2, column=0, columnspan=2, sticky="w", pady=(GAP // 2, 0))
        self.button = ttk.Button(form, text="设为此状态 Ctrl+S", bootstyle="primary", command=self._on_save)
        self.button.grid(row=3, column=0, columnspan=2, sticky="ew", pady=(GAP // 2, 0))
        self.status.bind("<<ComboboxSelected>>", lambda event: self._chosen())
        self.status.bind("<Return>", lambda event: self.since.entry.focus_set())

    def _lay_out(self) -> None:
        line = round(text_width(self, "国") * _WIDTH)
        self.configure(width=line + 4 * GAP + 2)
        for label in (self.title, self.now, self.effect):
            label.configure(wraplength=line)
        self.title.configure(font=SECTION)
        self.effect.configure(font=SMALL)

    # -- for the page

    def offer(self, statuses: Sequence[str]) -> None:
        """Offer these statuses, and to take the own one away."""
        values = [*statuses, NO_STATUS]
        self.status.configure(values=values)
        if self.status.get() not in values:
            self.status.set("")

    def show(self, places: Sequence[PlaceStatus], history: Sequence[StatusSpan]) -> None:
        """Show what holds at the chosen places; the history is that of a single one."""
        if len(places) == 1:
            self.title.configure(text=places[0].address.display or "全部")
            self.now.configure(text=_in_words(places[0]))
        else:
            self.title.configure(text=f"已选 {len(places):,} 处" if places else "还没有选范围")
            words = (
                "一起改为同一个状态；各处的历史请单独选中查看。" if places else "请在左边选小区、楼栋或单元。"
            )
            self.now.configure(text=words)
        rows = [
            {"id": at, "since": span.since or "一直", "until": span.until or "另行通知",
             "status": span.status or "（无）"}
            for at, span in enumerate(reversed(history), 1)
        ]  # fmt: skip
        self._source.replace(rows)
        self.history.refresh()

    def say_effect(self, words: str, tone: Tone = "plain") -> None:
        """Say what the chosen status would do."""
        self.effect.configure(text=words, style=Styles.toned(tone))
        self.effect.configure(font=SMALL)

    @property
    def chosen(self) -> str | None:
        """The status to set, NO_STATUS to take it away; None while nothing is chosen."""
        return self.status.get() or None

    # -- inside

    def _chosen(self) -> None:
        self.status.selection_clear()
        self._on_change()


def _in_words(place: PlaceStatus) -> str:
    told = held(place)
    if place.effective:
        told += f"，{place.effective_since} 起" if place.effective_since else "，一直如此"
    lines = [f"现在：{told}", f"频次：{place.cadence or '按基础频次和行业'}"]
    if place.going_out:
        lines.append(f"外出：{place.going_out}")
    return "\n".join(lines)
