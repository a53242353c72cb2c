"""Which fields an import may fill, and the headings each answers to. Pure.

The fields come from the registers; only what no single field holds (a whole address in one cell,
是否暂离) and the headings that are of no use to the ledger are named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import LINK, Field
from gridworker.ledger.identity import half_width
from gridworker.ledger.registers import REGISTERS

RegisterOf = Callable[[str], Register]


@dataclass(frozen=True)
class Target:
    """What a column can be: `key` names it in problems and remembered choices, `field` within its register.

    A special target has no register: it is read into fields of several.
    """

    key: str
    heading: str
    register: str = ""
    field: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def personal(self) -> bool:
        """Whether it speaks of one person, not of a household."""
        return self.register == "resident" or self.key == "absent"


_DOOR = ("community", "building", "unit", "grid", "floors", "status")
_REGISTERS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "residents": (
        ("resident", ()),
        ("household", ("room", "head", "housing", "phone", "tags", "note")),
        ("place", _DOOR),
    ),
    "results": (
        ("sample", ("sampled_at", "tube", "place_in_tube", "site", "result", "reported_at", "lab")),
        ("resident", ("name", "id_type", "id_number", "phone")),
        ("household", ("room",)),
        ("place", _DOOR[:3]),
    ),
}
"""The registers that a kind of import fills and which fields of each (none named: all), main one first."""

ADDRESS = Target("address", "住址（一格写全）", aliases=(
    "家庭住址", "住址", "现住址", "房屋地址", "详细地址", "居住地址", "家庭地址", "门牌地址", "现居住地址",
    "居住地", "现居住地", "现住地址", "住宅地址", "居住详址", "家庭详细住址", "小区楼栋门牌", "地址",
))  # fmt: skip
DOOR = Target(
    "door", "单元和房号（如2-501）", aliases=("单元房号", "单元门牌", "单元-房号", "单元/房号", "单元室")
)
ABSENT = Target("absent", "是否暂离", aliases=("暂离", "是否外出", "是否离并", "是否离开"))
TESTED_AT = Target("tested_at", "检测时间", aliases=("检测日期", "检验时间", "实验室检测时间"))
_SPECIAL = {"residents": (ADDRESS, DOOR, ABSENT), "results": (ADDRESS, DOOR, TESTED_AT)}

_USELESS = """
序号 编号 国籍 国籍/地区 社区 社区名称 所属社区 街道 乡镇 街道/乡镇 所属街道 区县 县区 市 省 年龄 周岁 民族
文化程度 学历 政治面貌 婚姻状况 采样机构 采样单位 采样人 采样人员 采样员 检测人群分类 人群分类 人群类别
样本类型 标本类型 检测方法 检测类型 混检人数 填报人 填表人 审核人 登记人 登记时间 填报时间 更新时间 录入时间
录入人 户籍人口数 家庭人口数 人口数 人数 家庭人数 问题说明
"""
# What a laboratory's platform writes about people whom the ledger knows better, and about its own work.
_USELESS_IN_RESULTS = """
性别 出生日期 出生年月 年龄段 人员类型 人员类别 职业类型 工作单位 工作单位名称 单位名称 户籍地址
户籍所在地 送检单位 送检机构 送检时间 送检人 采样方式 采样类型 采样批次 采样状态 采样任务 采样点编号
采样登记时间 检测状态 检测项目 检测类别 检测次数 检测试剂 试剂名称 检测人 检测人员 检验人 检验人员
接收时间 样本状态 标本状态 样本来源 审核时间 审核状态 上报时间 报告编号 任务名称 项目名称 是否混检
混检比例 登记方式 备注
"""


def useless(kind: str) -> frozenset[str]:
    """Headings that a kind of import knows and passes over."""
    words = _USELESS + (_USELESS_IN_RESULTS if kind == "results" else "")
    return frozenset(words.split())


# A longer heading that holds one of these words besides the alias speaks of something else.
_OTHER_THINGS = re.compile(
    "户籍|单位|工作|身份证|证件|紧急|监护|联系人|网格员|楼长|单元长|组长|负责|填表|填报|审核|房东|民警|包联|包户|医生|家属"
    "|子女|父亲|母亲|配偶|学校|曾用|更新|录入|登记|住址|地址|有效|照片|复印|是否|日期|时间|机构|结果|备用"
)
_HEAD = "户主"
_MARKS = re.compile(r"[\s*＊※★:：_\"'“”]+")
_BRACKETS = re.compile(r"[(\[【{]([^)\]】}]*)[)\]】}]")


def plain_heading(text: str) -> str:
    """Reduce a heading to its bare words: half width, no spaces, marks or brackets with what they hold.

    What a bracket says of the head of the household is kept: 电话（户主） is 户主电话.
    """
    text = _MARKS.sub("", half_width(text)).replace("【", "(").replace("】", ")")
    inside = "".join(_BRACKETS.findall(text))
    bare = _BRACKETS.sub("", text)
    if not bare:
        return inside
    return _HEAD + bare if _HEAD in inside and _HEAD not in bare else bare


def catalogue(kind: str, register_of: RegisterOf = REGISTERS.__getitem__) -> dict[str, Target]:
    """All targets of one kind of import by key, in the order in which a list offers them."""
    found: dict[str, Target] = {}
    for register, keys in _REGISTERS[kind]:
        for field in register_of(register):
            if field.kind is not LINK and (field.key in keys or (not keys and _importable(field))):
                key = field.key if field.key not in found else f"{register}.{field.key}"
                found[key] = Target(key, field.heading, register, field.key, field.aliases)
    return found | {target.key: target for target in _SPECIAL[kind]}


def _importable(field: Field) -> bool:
    return not field.key.endswith("_since")


class Aliases:
    """Finds the target that a heading means, exactly or by the longest alias within it."""

    def __init__(self, targets: Iterable[Target], useless: Iterable[str] = ()) -> None:
        self._targets: dict[str, str | None] = dict.fromkeys(useless)
        # The first target that claims a heading keeps it; special ones come before all.
        ordered = sorted(targets, key=lambda target: bool(target.register))
        for target in reversed(ordered):
            for alias in (*target.aliases, target.heading):
                self._targets[plain_heading(alias)] = target.key
        self._long = sorted(
            (alias for alias in self._targets if len(alias) > 1 and not alias.isascii()), key=len
        )

    def exact(self, heading: str) -> tuple[str | None] | None:
        """The target of this very heading in a tuple ((None,) if it is of no use), or None if unknown."""
        return (self._targets[heading],) if heading in self._targets else None

    def within(self, heading: str) -> tuple[str | None, int] | None:
        """The target and length of the longest alias within this heading, or None."""
        inside = [alias for alias in self._long if alias in heading]
        if not inside:
            return None
        best = max(inside, key=lambda alias: (len(alias), heading.rfind(alias)))
        rest = heading.replace(best, "", 1)
        return None if _OTHER_THINGS.search(rest) else (self._targets[best], len(best))
