"""What a line orders: its goods with their quantities, and the words left over. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from gridworker.intake.chain_goods import Good, Goods
from gridworker.intake.chain_pairing import Pair, Piece, paired
from gridworker.intake.chain_quantities import UNITS, WHOLE_UNITS, Quantity, quantities
from gridworker.intake.chain_words import POLITE, REMARK

GOOD, AMOUNT = "\x02", "\x03"
_RUN = re.compile(rf"[A-Z]+(?: [A-Z]+)+(?![\w{GOOD}])|[\w·{GOOD}]+")
_AMOUNT = r"[0-9]+(?:\.[0-9]{1,2})?"
_YUAN = r"\s*(?:元|块钱|块(?![0-9]))"
_MONEY = re.compile(
    rf"{_AMOUNT}\s*[*]\s*[0-9]+\s*=\s*{_AMOUNT}(?:{_YUAN})?"
    rf"|(?:一?共|合计|共计|总计|计|已?付款?了?|已?转账?了?)?\s*(?:[¥=]\s*{_AMOUNT}(?:{_YUAN})?|{_AMOUNT}{_YUAN})"
    rf"|已?(?:付款?|转账?|支付)了?\s*{_AMOUNT}(?![0-9份袋箱])"
    rf"|(?<=[份袋箱盒斤提板桶件])\s*{_AMOUNT}\s*已(?:支?付|转|交)(?!款?账?了?\s*[0-9])"
)
_PLUS = re.compile(r"(?<=[\s;)\x02])\+\s*(?=[0-9]{1,2}\s*(?:$|[;,、+ ]))|^\s*\+\s*(?=[0-9]{1,2}\s*$)")
_UNWANTED = re.compile("不要|不用|不需|别[买要]|不买|有吗|有没有|多少钱|能不能|还有吗")
_BEFORE = re.compile(
    "^(?:我们?家?|咱家|还|要|需要?|想要|来|订|买|再|加|换成?|和|及|外加|以及|另外?|也|拼|约)+"
)
_AFTER = re.compile("(?:各自?|一?共|再|和|及|还有|跟|加|要|的|拼|共计)+$")
_EACH = re.compile("(?:各自?|每样|每种|都要?)$")
_SHORT_GOODS = "鸡鹅桃枣橙橘杏瓜茶笋馍粥纸药"

MANY = 50
"""So many packages for one door want a second look."""

Who = Literal["known", "like", ""]


class Word(NamedTuple):
    """A run of characters that is no good and no quantity."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Item:
    """One thing ordered. `price` is 分 each."""

    item: str
    category: str
    quantity: int
    unit: str
    price: int | None = None
    merchant: str | None = None

    @property
    def text(self) -> str:
        """蔬菜包2份."""
        return f"{self.item}{self.quantity}{self.unit}"


class Wrong(NamedTuple):
    """What is not sure about the items, where, and whether somebody must look."""

    text: str
    start: int
    end: int
    grave: bool = False


@dataclass
class ItemsRead:
    """The items of a text, the words left over, and what is not sure."""

    items: list[Item] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    amount: Quantity | None = None  # a quantity without a good


def read_items(text: str, goods: Goods, who: Callable[[str], Who] = lambda word: "") -> ItemsRead:
    """Read a readable text in which doors and phones are blotted out; `who` tells names from other words."""
    return _Reader(text, goods, who).read()


def items_text(items: list[Item]) -> str:
    """蔬菜包2份、牛奶1箱, which read_items reads back."""
    return "、".join(item.text for item in items)


class _Reader:
    def __init__(self, text: str, goods: Goods, who: Callable[[str], Who]) -> None:
        text = _PLUS.sub(lambda plus: "*" * len(plus[0]), _blotted(_MONEY, text))
        self._text, self._goods, self._who = text, goods, who
        self._found = ItemsRead()
        self._pieces: list[Piece] = []

    def read(self) -> ItemsRead:
        shown = self._text
        for start, end in self._goods.places(shown):
            shown = shown[:start] + GOOD * (end - start) + shown[end:]
        amounts = [each for each in quantities(shown) if not each.bare or each.count <= 99]
        for each in amounts:
            shown = shown[: each.start] + AMOUNT * (each.end - each.start) + shown[each.end :]
            self._pieces.append(Piece(each.start, each.end, quantity=each))
        self._has_goods = GOOD in shown
        for run in _RUN.finditer(shown):
            self._take_run(shown, run.start(), run.end())
        self._pieces.sort(key=lambda piece: piece.start)
        self._settle(paired(self._text, self._pieces))
        return self._found

    # -- words

    def _take_run(self, shown: str, start: int, end: int) -> None:
        run, whole = shown[start:end], self._text[start:end]
        each = _EACH.search(whole) is not None and shown[end : end + 1] == AMOUNT
        if each:
            end -= _length(_EACH, whole)
            run, whole = shown[start:end], self._text[start:end]
        if GOOD in run and _UNWANTED.search(whole):
            self._found.words.append(Word(start, end, whole))
        elif GOOD in run:
            self._take_goods(run, start, each)
        elif whole and not POLITE.fullmatch(whole):
            start += _length(_BEFORE, whole)
            end -= _length(_AFTER, self._text[start:end])
            word = Word(start, end, self._text[start:end])
            if self._orders(word, shown):
                self._pieces.append(Piece(start, end, word.text, each=each))
            elif word.text:
                self._found.words.append(word)
        elif each:
            self._mark_each(start)

    def _mark_each(self, start: int) -> None:
        """A 各 that stands alone belongs to the goods before it."""
        before = [piece for piece in self._pieces if piece.words and piece.end <= start]
        if before:
            max(before, key=lambda piece: piece.end).each = True

    def _take_goods(self, run: str, start: int, each: bool) -> None:
        """Known goods with what is glued to them: a name before them, or words that belong to them."""
        spans = [match.span() for match in re.finditer(f"{GOOD}+", run)]
        spans = [part for span in spans for part in self._apart(start + span[0], start + span[1])]
        edges = [start, *(end for _, end in spans)]
        for number, (first, last) in enumerate(spans):
            before = self._text[edges[number] : first]
            first = self._name_before(edges[number], first, before) if before else first
            if number == len(spans) - 1:
                last = start + len(run)
                last -= _length(_AFTER, self._text[spans[number][1] : last])
            unit = self._text[spans[number][1] : last]
            last -= len(unit) if unit in UNITS else 0
            piece = Piece(first, last, self._text[first:last], unit=unit if unit in UNITS else "")
            piece.each = each and number == len(spans) - 1
            self._pieces.append(piece)

    def _apart(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Two goods side by side (土豆白菜) are two."""
        for first, last in self._goods.places(self._text[start:end]):
            yield start + first, start + last

    def _name_before(self, start: int, first: int, before: str) -> int:
        """Where the good begins: behind a name, else with the words that describe it."""
        cut = _length(_BEFORE, before)
        who = self._who(before[cut:])
        if before[cut:] and (who == "known" or (who == "like" and not self._found.words)):
            self._found.words.append(Word(start + cut, first, before[cut:]))
            return first
        return start + cut

    def _orders(self, word: Word, shown: str) -> bool:
        """Whether an unknown word is a good: it has a quantity, and is nobody's name."""
        if (
            self._goods.of(word.text).category != "其他"
            and len(word.text) < 3
            and self._who(word.text) != "known"
        ):
            return True
        if not word.text or self._who(word.text) == "known" or REMARK.search(word.text):
            return False
        if word.text.isdigit() or (len(word.text) == 1 and not self._sold(word.text)):
            return False  # 1份或2份: one sign alone is hardly anything that anybody buys
        behind = shown[word.end :].lstrip(" :*")
        after = behind.startswith(AMOUNT)
        before = shown[word.start - 1 : word.start] == AMOUNT
        if not (after or before):
            return False
        named = any(self._who(other.text) for other in self._found.words)
        if not named and self._goods.single and not self._has_goods and self._single_unit(word, after):
            return False
        return bool(named or self._who(word.text) != "like" or before)

    def _sold(self, sign: str) -> bool:
        return sign in _SHORT_GOODS or self._goods.of(sign).known

    def _single_unit(self, word: Word, after: bool) -> bool:
        """Whether the quantity beside the word may count the only good of the chain."""
        near = [
            piece.quantity
            for piece in self._pieces
            if piece.quantity and (piece.start >= word.end if after else piece.end == word.start)
        ]
        unit = near[0].unit if near else ""
        good = self._goods.single
        return not unit or unit in WHOLE_UNITS or (good is not None and unit == good.unit)

    # -- results

    def _settle(self, pairs: list[Pair]) -> None:
        loose = [pair for pair in pairs if pair.good is None]
        for pair in pairs:
            if pair.good is not None:
                self._add(pair.good, pair.amount)
        for pair in loose:
            piece = pair.amount
            if piece is None or piece.quantity is None:
                continue
            if self._found.items or self._found.amount:
                text = f"多出一个数量“{piece.quantity.text}”，不知道是哪一样的"
                self._found.wrong.append(Wrong(text, piece.start, piece.end, True))
            else:
                self._found.amount = piece.quantity

    def _add(self, piece: Piece, amount: Piece | None) -> None:
        good = self._goods.of(piece.words)
        quantity = amount.quantity if amount else None
        if quantity is None:
            self._wrong(piece, f"“{good.name}”没有写数量，按 1 {good.unit or '份'}记", grave=not good.known)
        elif not good.known:
            self._wrong(piece, f"“{good.name}”不是套餐也不是常用物品，按原文记")
        if quantity and quantity.count >= MANY and (quantity.unit or "份") in WHOLE_UNITS:
            self._wrong(amount or piece, f"{quantity.text}偏多，请核对数量", grave=True)
        if quantity and quantity.rounded:
            text = f"数量不是整数，按 {quantity.text} 记，请核对"
            self._wrong(amount or piece, text, grave=True)
        if quantity and quantity.halved:
            self._wrong(amount or piece, f"半份不能入账，按 {quantity.count} 个“{quantity.unit}”记")
        if quantity and piece.unit and not quantity.unit:
            quantity = replace(quantity, unit=piece.unit)
        self._found.items.append(item_of(good, quantity))

    def _wrong(self, piece: Piece, text: str, *, grave: bool = False) -> None:
        self._found.wrong.append(Wrong(text, piece.start, piece.end, grave))


def item_of(good: Good, quantity: Quantity | None) -> Item:
    """So much of a good; its price holds for its own measure only."""
    unit = quantity.unit if quantity else ""
    same = not unit or unit == good.unit or (good.unit in WHOLE_UNITS and unit in WHOLE_UNITS)
    return Item(
        good.name, good.category, quantity.count if quantity else 1, unit or good.unit or "份",
        good.price if same else None, good.merchant,
    )  # fmt: skip


def _length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.end() - found.start() if found else 0


def _blotted(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)
