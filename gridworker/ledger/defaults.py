"""The rules that a new ledger begins with (domain.md §2); every one is data that the worker edits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from gridworker.ledger.registers import TRADES

BASE, DAILY, NEVER = "三天一检", "一天一检", "免检"

CADENCES = (
    (DAILY, 1, 1), ("两天一检", 1, 2), (BASE, 1, 3), ("三天两检", 2, 3), ("五天一检", 1, 5),
    ("七天一检", 1, 7), ("七天两检", 2, 7), ("十四天一检", 1, 14), (NEVER, 0, 1),
)  # fmt: skip

STATUSES = (
    ("常态", None, "正常出入"),
    ("低风险", None, "正常出入，出入查验证明"),
    ("静默管理", DAILY, "非必要不出户，保供人员凭证出入"),
    ("高风险区", DAILY, "足不出户，上门服务"),
    ("防范区", None, "不出小区，严禁聚集"),
    ("管控区", DAILY, "人不出楼，错峰取物"),
    ("封控区", DAILY, "足不出户，上门服务"),
)

REASONS = (
    "2岁及以下婴幼儿", "80岁及以上老人", "行动不便", "孕产期", "疾病不宜采样", "外出未归", "已转运隔离",
    "居家隔离上门采样", "48小时内接种疫苗", "联系不上", "拒不配合", "已在外采样未提供凭据", "未说明",
)  # fmt: skip

RHYTHMS = (
    ("独居老人", 7), ("空巢老人", 7), ("80岁以上", 7), ("60岁以上未接种", 14), ("孕产妇", 7), ("婴幼儿", 14),
    ("血液透析", 3), ("肿瘤放化疗", 3), ("基础性疾病", 14), ("行动不便", 7), ("残疾人", 14), ("精神障碍", 7),
    ("困境儿童", 7), ("低保特困", 14),
)  # fmt: skip
SHIFTS = (("白班", "08:00-20:00"), ("夜班", "20:00-08:00"))
POSTS = (("小区门岗", 1),)

SETTINGS = {
    "street": "", "community": "", "grid": "", "worker": "",
    "base_cadence": BASE, "testing_since": "", "proof_hours": "48", "proof_by": "报告时间", "tube_size": "10",
    "pass_warning_days": "3", "fever": "37.3", "hours_medicine": "24", "hours_infant": "24",
    "hours_other": "72",
    "booster_months": "6", "venue_days": "7",
}  # fmt: skip


def default_rows(settings: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Rows by register for a new ledger, with these settings in place of the empty ones."""
    chosen = {"ledger_id": secrets.token_hex(16), **SETTINGS, **settings}
    return {
        "cadence": [{"name": name, "times": times, "days": days} for name, times, days in CADENCES],
        "trade": [{"name": name, "cadence": DAILY} for name in TRADES],
        "managed_status": [
            {"name": name, "cadence": cadence, "going_out": out} for name, cadence, out in STATUSES
        ],
        "reason": [{"name": name} for name in REASONS],
        "care_rhythm": [{"name": name, "days": days} for name, days in RHYTHMS],
        "duty_shift": [{"name": name, "hours": hours} for name, hours in SHIFTS],
        "duty_post": [{"name": name, "people": people} for name, people in POSTS],
        "setting": [{"key": key, "value": value or None} for key, value in chosen.items()],
    }
