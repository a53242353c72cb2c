"""Names of people: any ideograph, minority names with a middle dot, Latin names. Pure."""

from __future__ import annotations

import re
import unicodedata

from gridworker.errors import ValueProblem
from gridworker.ledger.characters import HAN, cell_text, half_width, without_zero_width

_COMPOUND_SURNAMES = """
欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 轩辕 端木 独孤 南宫 西门 呼延
澹台 淳于 单于 申屠 钟离 闻人 赫连 濮阳 公冶 太叔 仲孙 宗政 公羊 万俟 鲜于 闾丘 司空 亓官 司寇 子车
颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 羊舌 微生 梁丘 左丘 第五
纳兰 完颜 哥舒 即墨 贺兰 耶律 爱新觉罗 叶赫那拉
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_LONGEST = 64  # characters; a limit no real name meets

_HAN_CHAR = re.compile(f"[{HAN}]")
_SPACE_RUN = re.compile(r"\s+")
_SPACE_BY_HAN = re.compile(f"(?<=[{HAN}·]) | (?=[{HAN}·])")
_ODD_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･·⸱●", "·"))
_STOP_IN_HAN = re.compile(f"(?<=[{HAN}])[.·]+(?=[{HAN}])")


class NameProblem(ValueProblem):
    """A text that cannot be a person's name."""


def parse_name(raw: object) -> str:
    """Read a name: no spaces in a Chinese one (郭　生 is 郭生), single ones in a Latin one, `·` for any dot.

    Raises NameProblem for nothing, characters that no name can hold, digits only, and absurd length.
    """
    text = half_width(without_zero_width(cell_text(raw)))
    text = _SPACE_RUN.sub(" ", text).strip().translate(_ODD_DOTS)
    text = _STOP_IN_HAN.sub("·", _SPACE_BY_HAN.sub("", text))
    _check(text)
    return text


def surname(name: str) -> str:
    """Give the part of a name that may be shown: 张, 欧阳, what stands before a `·`, a Latin initial."""
    before, dot, _ = name.partition("·")
    if dot and before:
        return before
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return name[:length]
    return name[:1]


def is_han(char: str) -> bool:
    """Say whether this character is an ideograph."""
    return _HAN_CHAR.match(char) is not None


def _check(text: str) -> None:
    if not text:
        raise NameProblem("姓名没有填写。请填写姓名。")
    if len(text) > _LONGEST:
        raise NameProblem(f"姓名太长（{len(text)}个字），不像是姓名。请核对这一格。")
    if any(_is_broken(char) for char in text):
        raise NameProblem("姓名里有乱码或不可见的控制字符。请重新输入姓名。")
    if not any(unicodedata.category(char) in _LETTERS or is_han(char) for char in text):
        raise NameProblem("姓名里没有文字。请填写真实姓名。")


def _is_broken(char: str) -> bool:
    """Control characters, half a surrogate pair, and the marks that a wrong decoding leaves behind."""
    return unicodedata.category(char) in {"Cc", "Cs"} or char == "\ufffd" or ord(char) & 0xFFFE == 0xFFFE
