"""检测轮次: the rounds of the ledger, the progress of the chosen one, and the form that enters one."""

from __future__ import annotations

import tkinter
from collections.abc import Mapping
from typing import Any

import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import shift
from gridworker.ledger.rounds import keep_round, remove_round, round_places
from gridworker.ledger.statuses import status_tree
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid, GridColumn, GridHooks, ListSource
from gridworker.ui.screens.register_page import own_columns
from gridworker.ui.screens.round_form import RoundForm, RoundWanted, next_name
from gridworker.ui.screens.round_view import RoundView
from gridworker.ui.screens.status_source import with_implied
from gridworker.ui.theme import GAP, Styles

_USUAL = 3  # days of a round
_COLUMNS = (
    GridColumn("state", "状态", 3.5),
    GridColumn("name", "轮次", 4),
    GridColumn("from_day", "开始", 5.5),
    GridColumn("to_day", "结束", 5.5),
    GridColumn("scope", "范围", 6, stretch=True, sortable=False),
)
_STATES = {"进行中": "due", "未开始": "waiting", "已结束": "done"}


class RoundsPart(ttk.Frame):
    """The list on the left; on the right the chosen round, or a form in its place."""

    def __init__(self, parent: tkinter.Misc, desk: Desk) -> None:
        super().__init__(parent, style=Styles.GROUND)
        self.desk = desk
        self.form: RoundForm | None = None
        self._editing: int | None = None
        self.columnconfigure(0, weight=6, uniform="rounds")
        self.columnconfigure(1, weight=7, uniform="rounds")
        self.rowconfigure(0, weight=1)
        left = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        left.grid(row=0, column=0, sticky="nsew", padx=(0, GAP))
        self._right = ttk.Frame(self, style=Styles.CARD, padding=(2 * GAP, GAP))
        self._right.grid(row=0, column=1, sticky="nsew")
        for card in (left, self._right):
            card.pack_propagate(False)
        self._build_list(left)
        self.view = RoundView(self._right, desk)
        self._nothing = ttk.Label(self._right, text="选中一轮，这里显示它的进度。", style=Styles.MUTED)

    def _build_list(self, parent: tkinter.Misc) -> None:
        self._source = ListSource(_COLUMNS, tag=lambda row: _STATES[row["state"]])
        hooks = GridHooks(open=lambda key: self.view.open_list(), select=lambda keys: self._selected())
        self.rows = Grid(
            parent, self._source, hooks=hooks, marks=True, multiple=False, filter=False,
            empty="还没有检测轮次。按 Ctrl+N 新建一轮：\n轮次期间，范围里的人采到一次才算完成。",
        )  # fmt: skip
        self.rows.pack(fill="both", expand=True)
        for words, command in (
            ("新建 Ctrl+N", self.begin_new),
            ("修改 F2", self.edit),
            ("删除 Del", self.remove),
        ):
            button = ttk.Button(self.rows.bar, text=words, command=command)
            button.pack(side="left", padx=(0, GAP // 2))
        ttk.Label(self.rows.bar, text="Enter 名单", style=Styles.MUTED).pack(side="left", padx=GAP // 2)
        tree = self.rows.view.tree
        tree.bind("<F2>", lambda event: self.edit())
        tree.bind("<Delete>", lambda event: self.remove())

    # -- for the page

    def load(self) -> None:
        """Read the rounds again; the newest stands first and is chosen when none is."""
        rounds = self.desk.ledger.rows("round", order="from_day")
        self._source.columns = (*_COLUMNS, *own_columns(self.desk.ledger.register("round")))
        self._source.replace([self._shown(row) for row in reversed(rounds)])
        self.rows.set_source(self._source)
        if not self.rows.selected() and self.rows.view.order:
            self.rows.view.select([self.rows.view.order[0]], tell=False)
        self._selected()

    def focus_rows(self) -> None:
        self.rows.focus_rows()

    def show_phones(self, whole: bool | None) -> None:
        self.view.show_phones(whole)

    def back(self) -> None:
        """Give the form up, or go from the remaining people back to the rounds."""
        if self.form is not None:
            self.close_form()
        else:
            self.view.choose("bars")
            self.focus_rows()

    # -- actions

    def begin_new(self) -> None:
        """Open the form for another round, its name and days filled in."""
        names = [row["name"] for row in self.desk.ledger.rows("round")]
        day = self.desk.day
        self._open_form(
            None, "新建检测轮次", RoundWanted(next_name(names), day, shift(day, _USUAL - 1), None)
        )

    def edit(self) -> str:
        """Open the form for the chosen round."""
        row = self._chosen()
        if row is None:
            self.desk.shell.say("请先选中一轮；没有轮次时按 Ctrl+N 新建。", "warn")
            return "break"
        places = None if row["whole"] else [p for _, p in round_places(self.desk.ledger, row["id"])]
        wanted = RoundWanted(row["name"], row["from_day"], row["to_day"], places, row)
        self._open_form(row["id"], f"修改{row['name']}", wanted)
        return "break"

    def remove(self) -> str:
        """Remove the chosen round; it can be undone."""
        row = self._chosen()
        if row is None:
            self.desk.shell.say("请先选中要删除的轮次。", "warn")
        else:
            label = f"删除检测轮次：{row['name']}"
            said = f"已删除{row['name']}，采样记录保留。"
            self.desk.act(label, lambda ledger: remove_round(ledger, row["id"]), said=said)
        return "break"

    def save(self) -> None:
        """Keep what stands in the form."""
        if self.form is not None:
            self.form.save()

    def close_form(self) -> None:
        """Put the chosen round back in the form's place."""
        if self.form is not None:
            self.form.destroy()
            self.form = None
            self._selected()
            self.focus_rows()

    # -- inside

    def _open_form(self, row: int | None, title: str, wanted: RoundWanted) -> None:
        if self.form is not None:
            self.form.destroy()
        self._editing = row
        self.view.pack_forget()
        self._nothing.pack_forget()
        own = [field for field in self.desk.ledger.register("round") if field.own]
        self.form = RoundForm(self._right, title, own, on_save=self._keep, on_close=self.close_form)
        self.form.pack(fill="both", expand=True)
        tree = with_implied(status_tree(self.desk.ledger, self.desk.day))
        self.form.load(wanted, [place.address for place in tree])

    def _keep(self, wanted: RoundWanted) -> None:
        row, verb = self._editing, "新建" if self._editing is None else "修改"
        kept = self.desk.act(
            f"{verb}检测轮次：{wanted.name}",
            lambda ledger: keep_round(
                ledger, row, wanted.name, wanted.from_day, wanted.to_day, wanted.places, wanted.own
            ),
            said=f"已{verb}{wanted.name}：{wanted.from_day} 至 {wanted.to_day}。",
        )
        if kept is not None:
            self.close_form()
            self.rows.select([int(kept)])

    def _shown(self, row: Row) -> Mapping[str, Any]:
        day = self.desk.day
        state = "未开始" if row["from_day"] > day else "已结束" if row["to_day"] < day else "进行中"
        return {**row, "state": state, "scope": "全部" if row["whole"] else self._places(row["id"])}

    def _places(self, row: int) -> str:
        places: list[Address] = [place for _, place in round_places(self.desk.ledger, row)]
        named = "、".join(place.display for place in places[:2])
        return f"{named} 等 {len(places)} 处" if len(places) > 2 else named

    def _chosen(self) -> Row | None:
        chosen = self.rows.selected()
        return self.desk.ledger.find("round", chosen[0]) if chosen else None

    def _selected(self) -> None:
        if self.form is not None:
            return
        row = self._chosen()
        shown, hidden = (self._nothing, self.view) if row is None else (self.view, self._nothing)
        hidden.pack_forget()
        shown.pack(fill="both", expand=True)
        self.view.show(row)
