"""How many of what measure: 2份, 两份, *2, 半箱, 2斤半, 一打, and a bare figure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from gridworker.ledger.characters import arabic

_WRITTEN = """
    公斤 千克 毫升 毫克 KG MG ML L G 份 袋 箱 板 斤 克 盒 桶 提 包 瓶 个 套 件 罐 听 条 颗 把 捆 只 根 块
    片 支 BOX BAG PCS 卷 筐 扎 枚 对 升 段 棵 粒 筒 兜 篮 串 双 排 框 打
"""
UNITS = tuple(_WRITTEN.split())
WHOLE_UNITS = frozenset("份袋箱盒提包个套件筐篮兜")
"""Measures in which a bundle is counted, whichever of them is written."""

_UNIT = "|".join(
    f"{unit}(?![A-Z码号])" if unit.isascii() else unit for unit in sorted(UNITS, key=len, reverse=True)
)
_MEASURES = frozenset({"公斤", "毫升", "毫克", "斤", "克", "升", "段"})
_HAN_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九俩仨壹贰叁肆伍陆柒捌玖拾]"
QUANTITY = re.compile(
    rf"""
    (?P<times>[*]\s*|(?<![A-Z])X\s*(?=[0-9一二两三四五六七八九十]))?
    (?:
        (?P<figure>(?<![0-9.])[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?) \s*
        (?:(?P<unit>{_UNIT})(?P<half>半)?(?P<packed>装(?!修))?
          | (?<![.][0-9][0-9])(?![0-9]|[年月日点]|:[0-9]|号楼|[.][0-9]))
      | (?P<han>{_HAN_NUMBER}) (?P<han_unit>{_UNIT})(?P<han_half>半)?
      | (?P<only_half>半) \s* (?P<half_unit>{_UNIT})
      | (?<=[包餐\x02]) (?P<bare>{_HAN_NUMBER}) (?=\s*(?:$|[+,、;)]))
      | (?P<pair>俩|仨)
    )
    (?P<back>\s*[*]|\s+X(?![A-Z0-9])|(?<=[0-9])X(?=[^\W\dA-Z_]))?
    """,
    re.VERBOSE,
)
_FORMAL = {sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖拾", 1)}
_SMALL = {"俩": 2, "仨": 3, "两": 2} | _FORMAL
_MOST = 999


@dataclass(frozen=True)
class Quantity:
    """A whole number of `unit` ("" where none is written), from `start` to `end` of the text.

    `bare` says that nothing but a figure stands there; `halved` that a half became half units; `packed` that
    it is the size of a package (10斤装); `rounded` that more or less than `count` stands there.
    """

    start: int
    end: int
    count: int
    unit: str
    bare: bool = False
    halved: bool = False
    packed: bool = False
    rounded: bool = False

    @property
    def measure(self) -> bool:
        """A weight or volume, which may also describe a package (牛奶250ml)."""
        return self.packed or self.unit.removeprefix("半") in _MEASURES

    @property
    def text(self) -> str:
        return f"{self.count}{self.unit}"


def quantities(text: str) -> list[Quantity]:
    """All quantities of a readable text in order; figures too large to be one are left out."""
    found = []
    for match in QUANTITY.finditer(text):
        quantity = _read(match)
        if 0 < quantity.count <= _MOST:
            found.append(quantity)
    return found


def _read(match: re.Match[str]) -> Quantity:
    """Halves become whole numbers of half units; 一打 is 12个."""
    unit = _usual(match["unit"] or match["han_unit"] or match["half_unit"] or "")
    amount = _amount(match)
    if match["half"] or match["han_half"]:
        amount += Decimal("0.5")
    halved, rounded = amount != int(amount), False
    if halved and amount * 2 == int(amount * 2):
        amount, unit = amount * 2, f"半{unit}"
    elif halved:
        amount, halved, rounded = amount.to_integral_value(ROUND_CEILING), False, True
    if unit in ("打", "半打"):
        amount, unit, halved = amount * (12 if unit == "打" else 6), "个", False
    bare = match["times"] is None and match["back"] is None and not unit
    return Quantity(
        match.start(), match.end(), int(amount), unit, bare, halved, bool(match["packed"]), rounded
    )


def _amount(match: re.Match[str]) -> Decimal:
    if match["figure"]:
        return Decimal(match["figure"])
    if match["only_half"]:
        return Decimal("0.5")
    words = match["han"] or match["bare"] or match["pair"]
    return Decimal(_SMALL.get(words) or arabic(words) or 0)


def _usual(unit: str) -> str:
    return {
        "KG": "公斤",
        "千克": "公斤",
        "ML": "毫升",
        "MG": "毫克",
        "L": "升",
        "G": "克",
        "BOX": "盒",
        "BAG": "袋",
        "PCS": "个",
    }.get(unit, unit)
