"""Which fields an import may fill, and the headings each answers to. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import replace

from gridworker.intake.kinds import KINDS, ImportKind, Target
from gridworker.ledger.catalogue import Register
from gridworker.ledger.fields import LINK, Field
from gridworker.ledger.identity import half_width
from gridworker.ledger.registers import REGISTERS, RESIDENT

RegisterOf = Callable[[str], Register]

_USELESS = """
序号 编号 国籍 国籍/地区 社区 社区名称 所属社区 街道 乡镇 街道/乡镇 所属街道 区县 县区 市 省 年龄 周岁 民族
文化程度 学历 政治面貌 婚姻状况 采样机构 采样单位 采样人 采样人员 采样员 检测人群分类 人群分类 人群类别
样本类型 标本类型 检测方法 检测类型 混检人数 填报人 填表人 审核人 登记人 登记时间 填报时间 更新时间 录入时间
录入人 户籍人口数 家庭人口数 人口数 人数 家庭人数 问题说明
"""


def useless(kind: str) -> frozenset[str]:
    """Headings that a kind of import knows and passes over."""
    return frozenset((_USELESS + KINDS[kind].useless).split())


# A longer heading that holds one of these words besides the alias speaks of something else.
_OTHER_THINGS = re.compile(
    "户籍|单位|工作|身份证|证件|紧急|监护|联系人|网格员|楼长|单元长|组长|负责|填表|填报|审核|房东|民警|包联|包户|医生|家属"
    "|企业|公司|网点|门店|店铺|子女|父亲|母亲|配偶|学校|曾用|更新|录入|登记|住址|地址|有效|照片|复印|是否|日期|时间|机构"
    "|结果|备用"
)
_TOO_GENERAL = frozenset({
    "日期", "时间", "情况", "详情", "来源", "类别", "单位", "商品", "已到", "经办", "开始", "结束", "起始",
    "截止", "承诺", "企业", "方式", "措施", "到期", "套餐",
})  # fmt: skip
_HEAD = "户主"
_MARKS = re.compile(r"[\s*＊※★:：_\"'“”]+")
# How questionnaires ask: 1、您的姓名, 请填写您的手机号.
_ASKED = re.compile(r"^(?:\d{1,2}[、.](?=\D))?(?:请(?:填写|输入|选择)|您的|你的)*(?=.)")
_BRACKETS = re.compile(r"[(\[【{]([^)\]】}]*)[)\]】}]")


def plain_heading(text: str) -> str:
    """Reduce a heading to its bare words: half width, no spaces, marks, 您的 or brackets with what they hold.

    What a bracket says of the head of the household is kept: 电话（户主） is 户主电话.
    """
    text = _MARKS.sub("", half_width(text)).replace("【", "(").replace("】", ")")
    text = _ASKED.sub("", text)
    inside = "".join(_BRACKETS.findall(text))
    bare = _BRACKETS.sub("", text)
    if not bare:
        return inside
    return _HEAD + bare if _HEAD in inside and _HEAD not in bare else bare


def catalogue(kind: str, register_of: RegisterOf = REGISTERS.__getitem__) -> dict[str, Target]:
    """All targets of one kind of import by key, in the order in which a list offers them."""
    wanted = KINDS[kind]
    main = wanted.registers[0][0]
    found: dict[str, Target] = {}
    for register, keys in wanted.registers:
        for field in register_of(register):
            own = field.own and register in wanted.own
            if field.kind is LINK or not (field.key in keys or own or (not keys and _importable(field))):
                continue
            person = wanted.person.get(field.key) if register == main else None
            target = _of_person(field, person) if person else _of_field(field, register, found)
            found[target.key] = target
    found |= {target.key: target for target in wanted.special}
    return {key: _for_kind(target, wanted) for key, target in found.items()}


def _of_field(field: Field, register: str, found: Container[str]) -> Target:
    key = field.key if field.key not in found else f"{register}.{field.key}"
    return Target(key, field.heading, register, field.key, field.aliases)


def _of_person(field: Field, key: str) -> Target:
    """A register's own 姓名 or 电话 is the person's: it answers to what residents' lists call it too."""
    known = RESIDENT.field(key)
    return Target(key, field.heading, "resident", key, (*field.aliases, known.heading, *known.aliases))


def _for_kind(target: Target, kind: ImportKind) -> Target:
    """What one kind of table calls it besides, and whether it answers to whole headings only."""
    aliases = (*target.aliases, *kind.aliases.get(target.key, ()))
    return replace(target, aliases=aliases, whole=target.whole or target.key in kind.whole)


def _importable(field: Field) -> bool:
    return not field.key.endswith("_since")


class Aliases:
    """Finds the target that a heading means, exactly or by the longest alias within it."""

    def __init__(self, targets: Iterable[Target], useless: Iterable[str] = ()) -> None:
        self._targets: dict[str, str | None] = dict.fromkeys(useless)
        whole: set[str] = set()
        # The first target that claims a heading keeps it; special ones come before all.
        ordered = sorted(targets, key=lambda target: bool(target.register))
        for target in reversed(ordered):
            for alias in map(plain_heading, (*target.aliases, target.heading)):
                self._targets[alias] = target.key
                (whole.add if target.whole else whole.discard)(alias)
        self._long = sorted(
            (alias for alias in self._targets if _may_be_within(alias) and alias not in whole), key=len
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


def _may_be_within(alias: str) -> bool:
    return len(alias) > 1 and not alias.isascii() and alias not in _TOO_GENERAL
