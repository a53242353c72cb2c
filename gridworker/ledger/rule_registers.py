"""Registers of the rules that the worker edits, and of the ledger's own memory (domain.md §2)."""

from __future__ import annotations

from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import (
    CHOICE,
    CHOICES,
    DAY,
    INTEGER,
    LONG_TEXT,
    MOMENT,
    OPEN_CHOICE,
    TEXT,
    YES_NO,
    Field,
)  # fmt: skip

CADENCE = Register(
    "cadence", "检测频次", label="name", unique=(("name",),),
    fields=(
        Field("name", "名称", TEXT, required=True),
        Field("times", "次数", INTEGER, required=True, hint="每个周期应检几天；免检为 0"),
        Field("days", "周期天数", INTEGER, required=True),
    ),
    check=lambda row: {} if 0 <= (row["times"] or 0) <= (row["days"] or 0) else {"times": "次数须在 0 到周期天数之间"},
)  # fmt: skip

TRADE = Register(
    "trade", "重点行业", label="name", unique=(("name",),),
    fields=(
        Field("name", "行业", TEXT, required=True),
        Field("cadence", "检测频次", OPEN_CHOICE, required=True, default="一天一检"),
    ),
)  # fmt: skip

MANAGED_STATUS = Register(
    "managed_status", "管控状态", label="name", unique=(("name",),),
    fields=(
        Field("name", "状态", TEXT, required=True),
        Field("cadence", "检测频次", OPEN_CHOICE, hint="留空则不改变频次"),
        Field("going_out", "外出规定", TEXT, width=12),
    ),
)  # fmt: skip

REASON = Register(
    "reason", "未检原因", label="name", unique=(("name",),),
    fields=(Field("name", "原因", TEXT, width=10, required=True),),
)  # fmt: skip

SETTING = Register(
    "setting", "设置", label="key", internal=True, unique=(("key",),),
    fields=(Field("key", "项目", TEXT, required=True), Field("value", "内容", LONG_TEXT)),
)  # fmt: skip

PAST = Register(
    "past", "历史状态", label="field", internal=True,
    fields=(
        Field("register", "登记表", TEXT, required=True),
        Field("row", "行", INTEGER, required=True),
        Field("field", "项目", TEXT, required=True),
        Field("value", "内容", TEXT),
        Field("since", "起始日期", DAY),
    ),
)  # fmt: skip

OWN_FIELD = Register(
    "own_field", "自定义字段", label="heading", internal=True, unique=(("register", "key"),),
    fields=(
        Field("register", "登记表", TEXT, required=True),
        Field("key", "代号", TEXT, required=True),
        Field("heading", "名称", TEXT, required=True),
        Field("kind", "类型", CHOICE, ("文字", "数字", "日期", "选项", "是否"), default="文字"),
        Field("choices", "可选项", CHOICES, hint="用顿号分开"),
        Field("removed", "已停用", YES_NO, hint="停用后内容仍留在台账里"),
    ),
)  # fmt: skip

HEADING = Register(
    "heading", "表头对应", label="heading", internal=True, unique=(("kind", "heading"),),
    fields=(
        Field("kind", "用途", TEXT, required=True),
        Field("heading", "表头", TEXT, required=True),
        Field("field", "字段", TEXT, hint="空为不导入"),
    ),
)  # fmt: skip

EXPORT = Register(
    "export", "上报记录", label="title", internal=True,
    fields=(
        Field("at", "时间", MOMENT, required=True),
        Field("report", "报表", TEXT, required=True),
        Field("title", "名称", TEXT, required=True),
        Field("on_day", "统计日期", DAY),
        Field("scope", "范围", TEXT),
        Field("file", "文件", TEXT, width=12),
        Field("sha256", "校验值", TEXT, width=12),
        Field("masked", "脱敏", YES_NO, default=1),
        Field("for_whom", "报给谁", TEXT),
        Field("why", "用途", TEXT),
        Field("person", "填表人", TEXT),
    ),
)  # fmt: skip
