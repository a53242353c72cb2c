"""What can be ordered: bundles of the ledger, goods named by the chain's header, known words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gridworker.intake.chain_lines import readable
from gridworker.intake.chain_quantities import UNITS
from gridworker.intake.chain_words import CATEGORY_WORDS, MEDICINES, PACKAGE
from gridworker.ledger.characters import HAN, arabic

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_CODED = re.compile(
    r"(?:(?P<word>套餐|组合|款式?|餐)\s*)?(?P<code>[A-Z]|[0-9]{1,2}|[一二三四五六七八九十])\s*(?P<after>号?(?:套餐|组合|餐|款式?|套|号))?"
)
_PRICED = re.compile(
    rf"(?P<name>[{HAN}A-Z][{HAN}A-Z0-9]{{0,14}}?)\s*[:,]?\s*(?:每份|单价|价格|一份|仅售|仅|只要|团购价)?\s*[:]?\s*"
    rf"[¥]?(?P<price>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?)\s*(?:元|块钱?|\$|/)\s*(?:[/每一]?\s*(?P<unit>{_UNIT}))?"
)
_BARE_PRICE = re.compile(
    r"(?:每[份袋箱]|一份|单价|价格|售价|仅售|仅|只要|团购价)\s*[:]?\s*[¥]?(?P<price>[0-9]{1,4}(?:\.[0-9]{1,2})?)\s*(?:元|块)"
)
_TRAILING_PRICE_WORDS = re.compile(
    "(?:每[份袋箱]|一份|单价|价格|售价|仅售|团购|接龙|预订|本次|今日|明日|明天|今天)+"
)
_MEASURE = re.compile("(?<=[0-9])(?:ML|KG|MG|G)(?![A-Z])")
_CODES = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))


@dataclass(frozen=True)
class Good:
    """Something with a name, its category and measure; `price` is 分 each, None where nobody says.

    `bundle` tells that it stands in the ledger, `announced` that the header names it, `known` that there is a
    word for it.
    """

    name: str
    category: str = "其他"
    unit: str = ""
    price: int | None = None
    merchant: str | None = None
    bundle: bool = False
    announced: bool = False
    known: bool = True


class Goods:
    """Finds goods in readable text, the longest name first; `single` is the only one of this chain."""

    def __init__(self, bundles: Sequence[Good], headers: Sequence[str]) -> None:
        self._by_word: dict[str, Good] = {}
        self.offered = _offered(bundles, headers)
        for good in [*self.offered, *bundles]:
            for form in _forms(good.name):
                self._by_word.setdefault(form, good)
        known = (word for word in CATEGORY_WORDS if len(word) > 1 and not word.isdecimal())
        words = sorted({*self._by_word, *known}, key=len, reverse=True)
        pieces = [_pattern(word) for word in words]
        self._pattern = re.compile("|".join(pieces))

    @property
    def single(self) -> Good | None:
        return self.offered[0] if len(self.offered) == 1 else None

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where goods stand in the text."""
        return [match.span() for match in self._pattern.finditer(text)]

    def of(self, words: str) -> Good:
        """The good that is called so; what nobody knows is 其他."""
        plain = _plain(words)
        if known := self._by_word.get(plain):
            return known
        longer = [good for good in self.offered if len(plain) > 1 and plain in _plain(good.name)]
        if len(longer) == 1:
            return longer[0]
        name = _MEASURE.sub(lambda match: match[0].lower(), words.strip(" -"))
        return Good(name, category_of(plain), known=any(word in plain for word in CATEGORY_WORDS))


def bundle_goods(rows: Iterable[Mapping[str, Any]]) -> list[Good]:
    """The ledger's bundles as goods; of two with one name the later one."""
    found = {
        str(row["name"]): Good(
            str(row["name"]),
            row["category"] or "其他",
            row["unit"] or "份",
            row["price"],
            row["merchant"],
            True,
        )
        for row in rows
    }
    return list(found.values())


def category_of(words: str) -> str:
    """The category by the last known word in a name (番茄味薯片 is a snack); unknown is 其他."""
    best, at = "其他", (-1, 0)
    for word, category in CATEGORY_WORDS.items():
        found = words.rfind(word)
        if found >= 0 and (found + len(word), len(word)) > at:
            best, at = category, (found + len(word), len(word))
    return best


def needs_identity(category: str) -> bool:
    """Whether the buyer must be named with an ID number (domain.md, 物资)."""
    return category == MEDICINES


def _offered(bundles: Sequence[Good], headers: Sequence[str]) -> list[Good]:
    """What the header announces: bundles by name, else goods with a price, else a package it speaks of."""
    text = "\n".join(headers)
    named = [good for good in bundles if any(re.search(_pattern(form), text) for form in _forms(good.name))]
    if named:
        return named
    priced: dict[str, Good] = {}
    for match in _PRICED.finditer(text):
        name = _announced_name(match["name"])
        if name:
            price = int(Decimal(match["price"]) * 100)
            priced.setdefault(
                _plain(name), Good(name, category_of(name), match["unit"] or "份", price, announced=True)
            )
    if priced:
        return list(priced.values())
    packages = dict.fromkeys(word for line in headers for word in PACKAGE.findall(line))
    if packages:
        prices = {match["price"] for match in _BARE_PRICE.finditer(text)}
        known = len(packages) == len(prices) == 1  # 【蔬菜包团购】每份30元: one thing, one price
        cost = int(Decimal(prices.pop()) * 100) if known else None
        return [Good(word, category_of(word), "份", cost, announced=True) for word in packages]
    return [Good(word, category_of(word), announced=True) for word in _words_of_title(headers)]


def _words_of_title(headers: Sequence[str]) -> list[str]:
    """Known goods in the first line that names any."""
    pattern = re.compile("|".join(map(re.escape, sorted(CATEGORY_WORDS, key=len, reverse=True))))
    for line in headers:
        if found := list(dict.fromkeys(pattern.findall(line))):
            return found
    return []


def _announced_name(words: str) -> str:
    """蔬菜包 of 今日蔬菜包每份; "" for a name of nothing but such words."""
    name = _TRAILING_PRICE_WORDS.sub("", words).strip(" :,()")
    return "" if name in UNITS or re.fullmatch("[共计约满减付运费配送费起送]*", name) else name


def _plain(words: str) -> str:
    return readable(words).replace(" ", "").strip("-")


def _forms(name: str) -> list[str]:
    """How a good is called: its name; A套餐 also 套餐A and A, 一号套餐 also 1号套餐 and 套餐1."""
    plain = _plain(name)
    coded = _CODED.fullmatch(plain)
    if not coded or not (coded["word"] or coded["after"] or plain.isalpha()):
        return [plain]
    code = coded["code"]
    codes = [code]
    if figure := (arabic(code) or (code if code.isdigit() else "")):
        codes = [figure, *(han for han, value in _CODES.items() if str(value) == figure)]
    forms = [plain]
    for each in codes:
        numbered = [f"{each}号套餐", f"{each}号"] if not each.isalpha() or each in _CODES else []
        forms += [f"{each}套餐", f"套餐{each}", f"{each}餐", f"{each}款", f"{each}组合", *numbered[:1]]
    return [*forms, code] if "A" <= code <= "Z" else forms


def _pattern(word: str) -> str:
    """A word of Latin letters stands alone; spaces may stand inside a name."""
    spaced = r"\s*".join(map(re.escape, word)) if word.isascii() or len(word) < 5 else re.escape(word)
    if word.isascii() and word.isalpha():
        return rf"(?<![A-Z0-9]){spaced}(?![A-WYZ])(?!X[A-Z])"
    if word[:1].isascii() and word[:1].isdigit():
        return rf"(?<![0-9.]){spaced}"
    return rf"{spaced}(?![0-9]+号)" if word[-1:].isdigit() else spaced
