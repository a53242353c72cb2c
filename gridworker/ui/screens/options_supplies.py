"""The section of 设置 for 物资: within how many hours a request has to be at the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from gridworker.ledger.fields import INTEGER, Field
from gridworker.ui.screens.options_settings import SettingsPane

_LONGEST = 24 * 30
_FIELDS = (
    Field("hours_medicine", "药品", INTEGER, required=True, default=24, hint="小时，药品和一退两抗药品"),
    Field("hours_infant", "婴幼儿用品", INTEGER, required=True, default=24, hint="小时"),
    Field("hours_other", "其他物资", INTEGER, required=True, default=72, hint="小时"),
)


class SupplyRulesPane(SettingsPane):
    title = "物资时限"
    words = "从登记起多少小时内要送到；超过就算超时，列在今日、需求和看板里。改了以后立即按新时限算。"
    fields: ClassVar = _FIELDS
    help = (
        "●\u00a0一单里有几样物品时，按最严的一样算。\n"
        "●\u00a0写了“承诺送达”的，以承诺的时间为准。\n"
        "●\u00a0已签收和已关闭（已取消、无货、超出配送范围、已退款）的不再算超时。"
    )

    def problems(self, values: Mapping[str, object]) -> dict[str, str]:
        return {
            field.key: f"请填 1 到 {_LONGEST} 小时"
            for field in _FIELDS
            if isinstance(hours := values.get(field.key), int) and not 1 <= hours <= _LONGEST
        }
