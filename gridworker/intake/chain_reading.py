"""One order of a chain, read: whose it is, for which door, what, and what about it is not sure."""

from __future__ import annotations

import re

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_draft import UNCORRECTED, Correction, Draft, Reading, Section
from gridworker.intake.chain_items import MANY, ItemsRead, item_of, read_items
from gridworker.intake.chain_lines import readable
from gridworker.intake.chain_people import id_numbers_in, phones_in
from gridworker.intake.chain_person import PersonReader
from gridworker.intake.chain_where import WhereReader
from gridworker.intake.chain_words import ASIDE, FACES, LABELS, URGENT

_CALLED = re.compile(r"@\s?(?:所有人|[^\W\d_]{1,8})")
_HALF_PHONE = re.compile(
    r"(?<![0-9])1[3-9][0-9]\s*[*X]{4,}\s*[0-9]{2,4}(?![0-9])|(?:手机|电话)?尾号\s*[:是]?\s*[0-9]{4}(?![0-9])"
)


def read_order(
    text: str, book: ChainBook, section: Section, correction: Correction = UNCORRECTED, *, order: bool = True
) -> Reading:
    """Read a line (readable, the number blotted out). `order` False: it need not name any goods."""
    draft = Draft(text, correction)
    reader = _Reader(draft, section)
    reader.read_figures()
    reader.set_aside()
    draft.text = LABELS.sub(lambda match: ";" * len(match[0]), draft.text)
    WhereReader(draft, book, section.default).read()
    if urgent := URGENT.search(draft.text):
        draft.found.urgency = "特急" if urgent[0] == "特急" else "急"
    person = PersonReader(draft, book)
    person.take_known_names()
    read = read_items(draft.text, section.goods, person.who)
    person.take_words(read.words)
    person.find_door()
    reader.take_items(read, order)
    person.complete(order)
    draft.found.note = "；".join(draft.notes) or None
    return draft.found


class _Reader:
    """Figures and goods of one order."""

    def __init__(self, draft: Draft, section: Section) -> None:
        self._draft, self._section = draft, section

    def read_figures(self) -> None:
        for number in id_numbers_in(self._draft.text):
            self._draft.blot(number.start, number.end)
            if number.good:
                self._draft.found.id_number = self._draft.found.id_number or number.text
            else:
                self._draft.doubt("name", f"证件号码“{number.text}”有误，没有采用", number.start, number.end)
        given = self._draft.given.phone
        for phone in phones_in(self._draft.text):
            self._draft.blot(phone.start, phone.end)
            if given is not None:
                continue
            if not phone.good:
                text = f"“{phone.text}”不是完整的电话号码（{len(phone.text)} 位）"
                self._draft.doubt("phone", text, phone.start, phone.end, grave=True)
            elif self._draft.found.phone is None:
                self._draft.found.phone = phone.text
            elif phone.text != self._draft.found.phone:
                self._draft.doubt("phone", f"有两个电话，{phone.text} 写在备注里", phone.start, phone.end)
                self._draft.notes.append(phone.text)
        if given:
            self._take_given_phone(given)

    def set_aside(self) -> None:
        """Take out who is called (@群主), faces, half a phone (138****0000); family and times are noted."""
        for called in _CALLED.finditer(self._draft.text):
            if not self._section.goods.places(called[0]):
                self._draft.blot(*called.span())
        for face in FACES.finditer(self._draft.text):
            self._draft.blot(*face.span())
        for half in _HALF_PHONE.finditer(self._draft.text):
            self._draft.blot(*half.span())
        for aside in ASIDE.finditer(self._draft.text):
            self._draft.notes.append(aside[0])
            self._draft.blot(*aside.span())

    def _take_given_phone(self, given: str) -> None:
        good = [phone for phone in phones_in(readable(given)) if phone.good]
        self._draft.found.phone = good[0].text if good else None
        if not good:
            self._draft.doubt("phone", f"“{given}”不是电话号码，请重新填写", grave=True)

    def take_items(self, read: ItemsRead, order: bool) -> None:
        if self._draft.given.items is not None:
            self._take_given_items(self._draft.given.items)
            return
        found = self._draft.found
        found.items, found.amount = read.items, read.amount
        for wrong in read.wrong:
            self._draft.doubt("items", wrong.text, wrong.start, wrong.end, grave=wrong.grave)
        if order and read.amount is not None:
            self._take_amount(read)
        self._doubt_price()

    def _take_amount(self, read: ItemsRead) -> None:
        """A quantity alone counts the only good of the chain."""
        good, amount = self._section.goods.single, read.amount
        if amount is None:
            return
        if good:
            self._draft.found.items = [item_of(good, amount)]
            if amount.count >= MANY:
                self._draft.doubt(
                    "items", f"{amount.text}偏多，请核对数量", amount.start, amount.end, grave=True
                )
            return
        what = "接龙标题里有几种物品" if self._section.goods.offered else "接龙标题里也没有"
        text = f"只写了数量“{amount.text}”，没有写是什么物品（{what}）"
        self._draft.doubt("items", text, amount.start, amount.end, grave=True)

    def _doubt_price(self) -> None:
        good = self._section.goods.single
        if good and good.announced and good.price is not None and any(
            item.item == good.name and item.price is not None for item in self._draft.found.items
        ):  # fmt: skip
            self._draft.doubt("items", f"单价 {good.price / 100:.2f} 元取自接龙标题")

    def _take_given_items(self, given: str) -> None:
        read = read_items(readable(given), self._section.goods)
        self._draft.found.items = read.items
        if not read.items and read.amount and self._section.goods.single:
            self._draft.found.items = [item_of(self._section.goods.single, read.amount)]
        elif not read.items:
            self._draft.doubt(
                "items", f"“{given}”里没有看出物品和数量，请写成“蔬菜包2份、牛奶1箱”", grave=True
            )
        for word in read.words:
            self._draft.doubt("items", f"没有看懂“{word.text}”，请写上数量或去掉", grave=True)
