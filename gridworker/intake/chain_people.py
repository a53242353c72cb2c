"""Phones, document numbers and names as they stand in a chain's line. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from gridworker.errors import ValueProblem
from gridworker.ledger.identity import parse_id_number, parse_name, surname

_COMMON_SURNAMES = """
王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭
廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段章钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞鲁葛伍韦申尤毕聂丛焦向柳邢
岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉
房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽
""".replace("\n", "")
SURNAMES = frozenset(_COMMON_SURNAMES)
HONORIFICS = (
    "女士", "先生", "阿姨", "叔叔", "大爷", "大妈", "奶奶", "爷爷", "老师", "师傅", "大夫", "医生",
    "太太", "小姐", "主任", "经理", "姐", "哥", "叔", "婶", "嫂", "总",
)  # fmt: skip
_MOBILE = r"1[3-9][0-9](?:[- ]?[0-9]{4}){2}|1[3-9][0-9]{2}[- ][0-9]{3}[- ][0-9]{4}"
_PHONE = re.compile(
    rf"(?<![0-9])(?:\+?86[- ]?)?(?P<mobile>{_MOBILE})"
    r"(?![0-9]{3}|[0-9]{1,2}(?![0-9]*[份袋箱板斤盒桶提包瓶个套件]))"
    r"|(?<![0-9])(?P<area>010|02[0-9]|0[3-9][0-9]{2})-?(?P<local>[2-9][0-9]{6,7})(?![0-9])"
)
_ODD_FIGURE = re.compile(r"(?<![0-9-])[0-9]{8,}(?![0-9])|(?<![0-9-])1[3-9][0-9]{5}(?![0-9])")
_ID_NUMBER = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])")
_LONGEST = 20


class Figure(NamedTuple):
    """A phone or a document number in a text; `good` is False for a figure that is neither."""

    start: int
    end: int
    text: str
    good: bool = True


def id_numbers_in(text: str) -> list[Figure]:
    """All document numbers of 18 characters; one with a wrong check digit is not good."""
    found = []
    for match in _ID_NUMBER.finditer(text):
        try:
            found.append(Figure(match.start(), match.end(), parse_id_number(match[0]).number))
        except ValueProblem:
            found.append(Figure(match.start(), match.end(), match[0], good=False))
    return found


def phones_in(text: str) -> list[Figure]:
    """All phones, and long figures that are none."""
    found = [Figure(match.start(), match.end(), _written(match)) for match in _PHONE.finditer(text)]
    rest = text
    for phone in found:
        rest = rest[: phone.start] + ";" * (phone.end - phone.start) + rest[phone.end :]
    odd = [Figure(match.start(), match.end(), match[0], good=False) for match in _ODD_FIGURE.finditer(rest)]
    return sorted(found + odd)


def _written(match: re.Match[str]) -> str:
    if match["mobile"]:
        return re.sub("[- ]", "", match["mobile"])
    return f"{match['area']}-{match['local']}"


def looks_like_name(word: str) -> bool:
    """Whether a word can be a Chinese name (王小五, 欧阳明) or a way to speak of somebody (王阿姨)."""
    first = surname(word)
    known = first in SURNAMES or len(first) > 1
    if word.endswith(HONORIFICS):
        return known and len(word) > len(first)
    return known and len(first) < len(word) <= len(first) + 2


def part_of_name(word: str, name: str) -> bool:
    """Whether a word is a name without its surname (小五), without what stands behind a dot, or 欧阳."""
    if len(word) < 2 or word == name:
        return False
    return name.endswith(word) or name.split("·")[0] == word or surname(name) == word


def called_after(word: str, name: str) -> bool:
    """Whether a word such as 王阿姨, 小王 or 王家 may speak of the person of this name."""
    if len(word) == 2 and word[0] in "小老大" and word[1] == surname(name):
        return True
    ending = next((end for end in (*HONORIFICS, "家") if word.endswith(end)), "")
    return bool(ending) and word.removesuffix(ending) in (surname(name), name)


def kept_name(word: str) -> str | None:
    """A word as a name that the ledger takes, or None."""
    try:
        return parse_name(word)[:_LONGEST]
    except ValueProblem:
        return None
