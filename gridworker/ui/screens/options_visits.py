"""Sections of 设置: how often each kind of 重点人群 is visited, and what else is due after how long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gridworker.errors import ValueProblem
from gridworker.ledger.defaults import SETTINGS
from gridworker.ledger.fields import INTEGER, Field, Kind
from gridworker.ledger.registers import CARE_KINDS
from gridworker.ui.grid_source import GridColumn
from gridworker.ui.screens.options_rows import RowsPane
from gridworker.ui.screens.options_settings import SettingsPane


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


_LONGEST = 99


def _count(raw: Any, field: Field) -> str:
    count = int(INTEGER.parse(raw, field) or 0)
    if not 1 <= count <= _LONGEST:
        raise ValueProblem(f"请填写 1 到 {_LONGEST}")
    return str(count)


class VisitRulesPane(SettingsPane):
    """Kept as text, as every setting is."""

    title = "接种与巡查"
    words = "重点人群里的疫苗接种、场所巡查按这里的期限提醒，改了立即生效。"
    fields = (
        Field("booster_months", "加强针间隔", Kind("months", _count), required=True,
              default=SETTINGS["booster_months"], hint="个月，上一剂过了这么久还没有接种下一剂的列出来"),
        Field("venue_days", "巡查间隔", Kind("days", _count), required=True,
              default=SETTINGS["venue_days"], hint="天，超过这么久没有巡查的场所列出来"),
    )  # fmt: skip
    help = (
        "●\u00a0疫苗接种：60岁以上的人按剂次分别统计，未接种的写明原因，超过间隔没有接种下一剂的另列。\n"
        "●\u00a0场所巡查：测温、扫码、查证、戴口罩四项有一项没做到，或写了整改要求，整改完成以前都算待整改。"
    )
