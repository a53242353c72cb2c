"""A chain order's text to lines: characters evened out, numbering, what only explains. Pure.

`readable` keeps every character at its place, so that a place in it is a place in what was pasted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gridworker.intake.chain_words import FACES
from gridworker.ledger.characters import CHINESE_NUMBER, half_width, plain_dashes, upper_ascii

_SIGNS = str.maketrans(
    {
        "×": "*", "✖": "*", "✕": "*", "╳": "*", "➕": "+", "~": "-", "〜": "-", "。": ";", "｡": ";",
        "【": "(", "】": ")", "[": "(", "]": ")",
        "「": "(", "」": ")", "《": "(", "》": ")", "{": "(", "}": ")",
        "•": "·", "\u20e3": ".", "｜": " ", "|": " ", "“": " ", "”": " ", '"': " ", "'": " ", "_": " ",
        "㎏": "斤", "№": "#", "\u3007": "〇", "﹣": "-", "➖": "-", "—": "-", "…": " ", "!": ";", "\t": " ",
    }
)  # fmt: skip
_UNSEEN = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})

_DAY = r"(?:[0-9]{2,4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?|昨天|前天|(?:星期|周)[一二三四五六日天]"
_SENT_AT = re.compile(
    rf"(?:(?:^|\s+)(?:{_DAY})\s*,?)?(?:^|\s+|(?<=[日天]))(?:凌晨|早上|上午|中午|下午|晚上)?\s*[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\s*$"
    rf"|^\s*(?:{_DAY})\s+[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?=\s+[^\W\d_]+\s*$)"
)
_CHAT = re.compile(r"撤回了一条消息|^.{1,20}拍了拍|^\s*以下[是为]新消息|加入了?群聊|移出了?群聊")
_SENDER = re.compile(r"\s*[^\W\d_]{2,8}\s*:\s*")
_DOOR_IN_NAME = re.compile(r"[0-9A-Z]{1,3}(?:\s*[-#/.栋幢座号楼单元门]+\s*[0-9]{1,4})+|[0-9]{3,4}")
_ORDERS = re.compile(
    "[0-9*+]|[一二两三四五六七八九十][份袋箱斤板盒包]|[菜果肉蛋奶米面油药包餐送到]|取消|不要|改"
)
_NO_SENDER = re.compile(
    "姓名|联系|收货|业主|户主|昵称|电话|手机|地址|住址|房|楼|门牌|数量|份|物品|物资|商品|品名|需|备注|微信|取消|更正|改"
    "|菜|果|肉|蛋|奶|米|面|油|药|包|餐|代买|采购|订"
)
_DOTTED_DOOR = re.compile(r"\s*[0-9]{1,3}([.,、])[0-9]{1,2}\1[0-9]{3,4}(?![0-9])")
_STRONG = re.compile(
    r"\s*(?:\(\s*(?:NO\.?)?(?P<a>[0-9]{1,3})\s*\)|第(?P<b>[0-9]{1,3})[位个条]"
    r"|(?:NO\.?|#)?\s*(?P<c>[0-9]{1,3})\s*[.、,):;](?!-?[0-9]\s*[斤元]))\s*[.、,:)]*\s*"
)
_DASHED = re.compile(r"\s*(?P<n>[0-9]{1,3})\s*-\s*(?=[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9]))")
_WEAK = re.compile(
    r"\s*(?P<n>[0-9]{1,3})(?:\s+|(?=[^\W\d_])(?![号栋幢座楼弄单室户房层份袋箱板斤盒桶提包瓶个套件条只把棵公千月日年点元块路期区院]|[A-Z](?![A-Z])))"
)
_HEADER = re.compile(
    "接龙|格式|示例|例[如:]|例子|截止|截至|通知|团购|各位|大家|邻居们|业主们|住户们|提示|注意|说明|内容|包含|内含"
    r"|元[/一每]|[/每一](?:份|袋|箱)[0-9]*元|单价|价格|起送|送货|配送|到货|发货|联系人|群主|@|HTTPS?|收款|付款码|统计"
    "|填写|填好|请[按各将把在勿先务]|报名|活动|商家|规格|参与|汇总|如下|套餐[:=]|[A-Z]餐:|感谢|总计|微信群|管家|团长|网格员|温馨"
)
_EXAMPLE = re.compile(r"[\W_]*(?:例子?|例如|示例|举例|样例|格式|接龙格式|填写格式|模板|如)\s*[:;,]")
_TITLE_END = re.compile(r"[,;:!?]|接龙格式|格式|请|截止|例如|@")
_TELLING = re.compile("团购|套餐|包|采购|物资|代买|预订|订购|[0-9] *元|菜|水果|牛奶|肉|蛋")
_GREETING = re.compile("各位|大家|邻居|业主|住户|你好|您好|截止|温馨|注意|@")
_LONGEST_TITLE = 30


@dataclass(frozen=True)
class TextLine:
    """One line as pasted; `text` is its readable form of the same length, `body` where the number ends."""

    row: int
    raw: str
    text: str
    number: int | None
    body: int
    sender: bool = False
    """The chat program's own line above a message: 周小八 10:25, or 周小八: alone."""

    @property
    def blank(self) -> bool:
        return not self.raw.strip()

    @property
    def wordless(self) -> bool:
        """Nothing but emoji, lines drawn with signs, or what the chat program says itself."""
        if self.number is not None:
            return False
        return not any(map(str.isalnum, FACES.sub("", self.text))) or _CHAT.search(self.text) is not None


def readable(raw: str) -> str:
    """Half-width, upper case, one sign for each meaning; emoji and unseen characters become spaces."""
    text = upper_ascii(plain_dashes(half_width(raw))).translate(_SIGNS)
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)


def clean(raw: str) -> str:
    """What is kept of a line: without characters that no text field takes."""
    return "".join(sign for sign in raw if unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def split_lines(text: str) -> list[TextLine]:
    """Every line of the text, blank ones too, with its number where it has one."""
    lines = []
    expected = 1
    for row, raw in enumerate(text.splitlines(), 1):
        shown = readable(raw)
        if bare := _sent(shown):
            lines.append(TextLine(row, raw, bare, None, 0, sender=True))
            continue
        number, body = _numbering(shown, expected)
        lines.append(TextLine(row, raw, shown, number, body))
        expected = expected if number is None else number + 1
    return lines


def _sent(text: str) -> str:
    """The line with the moment of sending blotted out where it is a sender's, else ""."""
    if explains(text) or _STRONG.match(text):
        return ""
    if found := _SENT_AT.search(text):
        name = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
        return "" if _ORDERS.search(_DOOR_IN_NAME.sub("", name)) else name
    named = _SENDER.fullmatch(text)
    return text.replace(":", " ") if named and not _NO_SENDER.search(text) else ""


def _numbering(text: str, expected: int) -> tuple[int | None, int]:
    start = len(text) - len(text.lstrip(" .#"))
    sign = text[start : start + 1]
    value = unicodedata.numeric(sign, 0) if sign and unicodedata.category(sign) == "No" else 0
    if value >= 1 and value == int(value):
        end = re.compile(r"\s*[.、,:)]*\s*").match(text, start + 1)
        return int(value), end.end() if end else start + 1
    if _DOTTED_DOOR.match(text):
        return None, 0
    if found := _STRONG.match(text):
        return int(found["a"] or found["b"] or found["c"]), found.end()
    if found := _DASHED.match(text):
        return int(found["n"]), found.end()
    if (found := _WEAK.match(text)) and _is_number(text, found, expected):
        return int(found["n"]), found.end()
    return None, 0


_DOOR_AHEAD = re.compile(
    rf"[0-9]+\s*[-#./]\s*[0-9]|(?:[0-9A-Z]|{CHINESE_NUMBER})\s*(?:号楼?|栋|幢|座|单元)|(?<![0-9])[0-9]{{3,4}}室"
)
_DOOR_IN_COLUMNS = re.compile(r"\s*[0-9]{1,3}\s+[0-9]{1,2}-[0-9]{3,4}(?![0-9-])")
_SPACED_DOOR = re.compile(r"\s*[0-9]{1,3}\s+[0-9]{1,2}\s+[0-9]{3,4}(?![0-9])")


def _is_number(text: str, found: re.Match[str], expected: int) -> bool:
    """Without a sign behind it, a figure is a number where it is the next one or a door follows."""
    if int(found["n"]) != expected and _DOOR_IN_COLUMNS.match(text):
        return False
    if _SPACED_DOOR.match(text) and not _SPACED_DOOR.match(text, found.end()):
        return False
    return int(found["n"]) == expected or _DOOR_AHEAD.search(text, found.end()) is not None


def explains(text: str) -> bool:
    """Whether a readable line has the words of an announcement."""
    return _HEADER.search(text) is not None


def is_example(text: str) -> bool:
    """Whether a readable line shows how to fill in the chain."""
    return _EXAMPLE.match(text) is not None


def begins_chain(text: str) -> bool:
    """Whether the chat program's own first line (#接龙) stands here."""
    return text.lstrip(" #").startswith("接龙") and text.lstrip().startswith("#")


def title_of(headers: list[str]) -> str:
    """Name a chain by the first words of its announcement that speak of goods; "" where there are none."""
    parts = [part for text in headers for part in _parts(text)]
    telling = [part for part in parts if _TELLING.search(part)]
    plain = [part for part in parts if not _GREETING.match(part)]
    return next(iter([*telling, *plain, *parts]), "")[:_LONGEST_TITLE].strip()


def _parts(text: str) -> list[str]:
    text = text.lstrip(" #").removeprefix("接龙")
    bare = text.translate(dict.fromkeys(map(ord, "()"), " "))
    words = (" ".join(part.strip(" -+*#").split()) for part in _TITLE_END.split(bare))
    return [part for part in words if sum(sign.isalnum() for sign in part) >= 2]
