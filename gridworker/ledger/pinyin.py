"""Pinyin of names, for finding 张三 by `zhangsan` and `zs`. Pure.

pypinyin is asked once a character, and loaded at the first name: importing it costs a quarter of a second.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from gridworker.ledger.characters import HAN

# Surnames that are not read the way their characters are read elsewhere.
_SURNAMES = """
单 shan  解 xie  仇 qiu  曾 zeng  查 zha  区 ou  朴 piao  盖 ge  乐 yue  缪 miao  洗 xian  冼 xian  覃 qin
秘 bi  黑 he  折 she  召 shao  员 yun  贠 yun  郇 xun  隗 wei  繁 po  种 chong  重 chong  翟 zhai  祭 zhai
佴 nai  能 nai  句 gou  都 du  阚 kan  藏 zang  卜 bu  乜 nie  番 pan  蕃 pan  薄 bo  六 lu  尉 wei  角 jue
冒 mo  蔚 yu  降 xiang  沓 ta  炅 gui  粘 nian  泷 shuang  任 ren  华 hua  宓 mi  尉迟 yu-chi  澹台 tan-tai
万俟 mo-qi  单于 chan-yu  乐正 yue-zheng  子车 zi-ju  令狐 ling-hu  长孙 zhang-sun  拓跋 tuo-ba
"""
_PAIRS = _SURNAMES.split()
_READINGS = {name: sound.split("-") for name, sound in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}

_ACCENTS = re.compile("[\u0300-\u036f]+")
_TOKENS = re.compile(f"[a-z]+|[{HAN}]")


@dataclass(frozen=True)
class Pinyin:
    """A name in the letters a–z, without tones and spaces; ü is v."""

    full: str
    initials: str


def pinyin_of(name: str) -> Pinyin:
    """Spell a name: 单国强 is shanguoqiang and sgq, John Smith johnsmith and js.

    Characters without a known reading are left out.
    """
    length = _read_as_surname(name)
    syllables = _READINGS[name[:length]] if length else []
    tokens = _TOKENS.findall(_plain(name[length:]))
    syllables = [*syllables, *filter(None, map(_syllable, tokens))]
    return Pinyin("".join(syllables), "".join(syllable[0] for syllable in syllables))


def _read_as_surname(name: str) -> int:
    """Count the characters of a specially read surname; a name with `·` has none (it is a transcription)."""
    if "·" in name:
        return 0
    return next((length for length in (2, 1) if name[:length] in _READINGS), 0)


def _plain(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower()))


@cache
def _syllable(token: str) -> str:
    """Spell one ideograph, or "" when nobody knows how; Latin words are spelt already."""
    if token.isascii():
        return token
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # names are read by character: saves 44 MB and 0.2 s
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(token, errors="ignore"))
