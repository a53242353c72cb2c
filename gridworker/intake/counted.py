"""Tables with a column for each item and how many of it in the cells: 蔬菜包 | 牛奶(箱) | 鸡蛋. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gridworker.ledger.identity import half_width

_MEASURE = "[份箱袋件个提桶盒斤包套捆板瓶只条打千克公]{1,2}"
_DIGITS = "零一二三四五六七八九十"
_COUNT = re.compile(rf"(?P<count>\d{{1,3}}|[{_DIGITS}两])(?:\.0+)?\s*(?:{_MEASURE})?")
_AMOUNT = re.compile(rf"(?P<count>\d{{1,5}}|[{_DIGITS}两])(?:\.0+)?\s*(?P<unit>[^\W\d_]{{0,2}})")
_NONE = frozenset({"-", "/", "—", "无"})
_MOST, _PARTS = 2, 3  # two of three
_TICKED = frozenset({"√", "✓", "✔", "是", "要"})
_NO_GOODS = re.compile(
    "网格|人口|人数|口数|户数|年龄|周岁|楼层|号楼|单元|房号|房间|电话|手机|号码|序号|次数|天数|日期|时间|面积|金额|总价|应付|实付"
    "|付款|缴费|收款|余额|运费|押金|是否|签收|签字|签名|领取|核酸|体温|疫苗|阳性|隔离|报备|承诺|确认|核对|第.天|[0-9]月"
)
_TOTALS = re.compile("数量$|份数$|合计|小计|总计")
_BRACKET = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")
_TRAILING_PRICE = re.compile(r"(?<=[^\d.])\d+(?:\.\d{1,2})?元(?:[/每]\w{1,2})?$")
_PRICE = re.compile(r"(\d+(?:\.\d{1,2})?)\s*元?\s*(?:[/每]\s*(\w{1,2}))?")


class Item(NamedTuple):
    """What a heading says of its item: name, unit and price in 分, None where it does not."""

    name: str
    unit: str | None = None
    price: int | None = None


class Amount(NamedTuple):
    """How many, and of what measure where the cell says so."""

    number: int
    unit: str | None = None


def looks_counted(heading: str, samples: Sequence[str]) -> bool:
    """Whether a column of this heading and these values may hold how many of an item are wanted.

    A slip among several counts (若干) does not speak against that. A tick under 是否付款, a number of people
    under 人口 is nobody's order.
    """
    if _NO_GOODS.search(heading):
        return False
    name = item_of(heading).name
    said = [text for text in samples if text not in _NONE]
    counts = sum(read_count(text) is not None for text in said)
    return bool(name) and not name.isdigit() and counts > 0 and _PARTS * counts >= _MOST * len(said)


def read_count(raw: object) -> int | None:
    """How many a cell says: 2, 2.0, 2份, √ is one; None when it says no number."""
    text = half_width(str(raw)).strip()
    if text in _TICKED:
        return 1
    found = _COUNT.fullmatch(text)
    return _number(found["count"]) if found else None


def read_amount(text: str) -> Amount | None:
    """Read a quantity with or without its unit: 2, 2颗, 两箱; None when it is no whole number."""
    found = _AMOUNT.fullmatch(half_width(text).strip())
    return Amount(_number(found["count"]), found["unit"] or None) if found else None


def _number(text: str) -> int:
    digit = text.replace("两", "二")
    return _DIGITS.index(digit) if digit in _DIGITS else int(digit)


def item_of(heading: str) -> Item:
    """Read an item's heading: 牛奶(箱), 蔬菜包（50元/份）, 蔬菜包50元/份, 鸡蛋数量."""
    text = _TRAILING_PRICE.sub(lambda price: f"({price[0]})", half_width(heading).strip())
    name = _TOTALS.sub("", _BRACKET.sub("", text)) or text
    for inside in _BRACKET.findall(text):
        price = _PRICE.fullmatch(inside.strip())
        if price:
            return Item(name, price[2], round(float(price[1]) * 100))
        if re.fullmatch(_MEASURE, inside.strip()):
            return Item(name, inside.strip())
    return Item(name)
