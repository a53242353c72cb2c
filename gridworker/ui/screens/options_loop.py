"""A section of 设置: when two points one line gives an alert."""

from __future__ import annotations

from typing import Any

from gridworker.errors import ValueProblem
from gridworker.ledger.defaults import SETTINGS
from gridworker.ledger.fields import INTEGER, TENTHS, Field, Kind
from gridworker.ui.screens.options_settings import SettingsPane

_LONGEST = 60  # days
_COOLEST, _HOTTEST = 350, 420  # tenths of a degree


def _days(raw: Any, field: Field) -> str:
    days = int(INTEGER.parse(raw, field) or 0)
    if not 0 <= days <= _LONGEST:
        raise ValueProblem(f"请填写 0 到 {_LONGEST}")
    return str(days)


def _degrees(raw: Any, field: Field) -> str:
    tenths = int(TENTHS.parse(raw, field) or 0)
    if not _COOLEST <= tenths <= _HOTTEST:
        raise ValueProblem("请填写 35.0 到 42.0")
    return TENTHS.show(tenths)


def _field(key: str, heading: str, kind: Kind, hint: str) -> Field:
    return Field(key, heading, kind, required=True, default=SETTINGS[key], hint=hint)


class LoopRulesPane(SettingsPane):
    """Both are kept as text, as every setting is."""

    title = "两点一线"
    words = "“两点一线”画面、今日待办和报表里的异常按这里的数值算，改了立即生效。"
    fields = (
        _field("pass_warning_days", "到期前几天提醒", Kind("days_ahead", _days), "通行证；到期当天仍然有效"),
        _field("fever", "体温异常", Kind("degrees", _degrees), "℃，达到即提示"),
    )
    help = (
        "●\u00a0在起止日期以内、没有休假的人一天一检，每天一条日志。\n"
        "●\u00a0异常：今日未检测、通行证已过期或即将到期、偏离未处置、工作日无日志、体温异常、承诺书未签、"
        "同住人应检未检。\n"
        "●\u00a0当日检测按采样记录算；不住在台账里的外来人员，在日志里记凭据。\n"
        "●\u00a0休假期间、开始以前和结束以后，不要求检测和日志，也没有异常。"
    )
