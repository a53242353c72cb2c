"""Section of 设置: 走访频次, how often each kind of 重点人群 is visited."""

from __future__ import annotations

from dataclasses import replace

from gridworker.ledger.registers import CARE_KINDS
from gridworker.ui.grid_source import GridColumn
from gridworker.ui.screens.options_rows import RowsPane


class RhythmsPane(RowsPane):
    title = "走访频次"
    words = (
        "每类重点人群几天走访一次；属于几类的人按最短的算，没有列在这里的类别不催促走访。"
        "80岁以上、婴幼儿、60岁以上未接种由出生日期和接种剂次自动归入。"
    )
    table = "care_rhythm"
    shows = frozenset({"care_rhythm"})

    def add(self) -> None:
        name = str(self.form.raw()["name"] or "").strip()
        if name and name not in CARE_KINDS:
            self.form.show_problems({"name": self._refusal()})
            return
        super().add()

    def _refusal(self) -> str:
        """Which kinds may still be added."""
        known = {row["name"] for row in self.desk.ledger.rows(self.table)}
        missing = [kind for kind in CARE_KINDS if kind not in known]
        return f"没有这一类，可填：{'、'.join(missing)}" if missing else "各类都已列出，请直接修改天数"

    def _columns(self) -> list[GridColumn]:
        """The kinds are those of the register of residents; only their days change."""
        return [replace(column, editable=column.key != "name") for column in super()._columns()]
