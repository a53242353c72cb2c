"""The person of an order: by name, by phone, by what people are called, and what the ledger adds."""

from __future__ import annotations

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_doors import Home
from gridworker.intake.chain_draft import Draft
from gridworker.intake.chain_goods import needs_identity
from gridworker.intake.chain_items import Who, Word
from gridworker.intake.chain_lines import readable
from gridworker.intake.chain_people import (
    called_after,
    id_numbers_in,
    kept_name,
    looks_like_name,
    part_of_name,
)
from gridworker.intake.chain_words import REMARK, URGENT
from gridworker.ledger.everyone import Person

_MOST_NAMED = 4


class PersonReader:
    """Finds whose order it is; the door has been settled before."""

    def __init__(self, draft: Draft, book: ChainBook) -> None:
        self._draft, self._book = draft, book
        self._people: list[Person] = []

    def take_known_names(self) -> None:
        """Names of those who live behind the door are found wherever they stand; others as whole words."""
        if self._draft.given.name is not None:
            return
        home = self._draft.found.home
        living = self._book.living_at(home.household if home else None)
        for person in sorted(living, key=lambda person: -len(person.name)):  # 陈小二 before 陈小
            at = self._draft.text.find(readable(person.name))
            if at >= 0:
                self._people.append(person)
                self._mark_person(at, at + len(person.name))

    def _mark_person(self, start: int, end: int) -> None:
        self._draft.blot(start, end)
        if self._draft.found.requester is None:
            self._draft.found.requester, self._draft.found.known = self._people[-1].name, True
        elif len({person.name for person in self._people}) > 1:
            names = "、".join(dict.fromkeys(person.name for person in self._people))
            self._draft.doubt("name", f"写了几个人（{names}），请分开填写或只留一个", start, end, grave=True)

    def who(self, word: str) -> Who:
        if self._book.named(word) or any(
            called_after(word, person.name) or part_of_name(word, person.name) for person in self._residents()
        ):
            return "known"
        return "like" if looks_like_name(word) else ""

    def _residents(self) -> list[Person]:
        home = self._draft.found.home
        return self._book.living_at(home.household if home else None)

    def take_words(self, words: list[Word]) -> None:
        given = self._draft.given.name
        if given is not None:
            words = [
                word for word in words if not looks_like_name(word.text) and not self._book.named(word.text)
            ]
            self._take_given_name(given)
        elif self._draft.found.requester is None and (chosen := self._name_among(words)):
            words = [word for word in words if word is not chosen]
            self._take_word(chosen)
        for word in words:
            self._take_leftover(word)

    def _name_among(self, words: list[Word]) -> Word | None:
        """The word that is the name: somebody known, else one that looks like it, else the first."""
        for test in (
            lambda word: self.who(word) == "known",
            looks_like_name,
            lambda word: len(word) > 1 and not REMARK.search(word),
        ):
            for word in words:
                if test(word.text):
                    return word
        return None

    def _take_given_name(self, given: str) -> None:
        text = readable(given)
        for number in id_numbers_in(text):
            self._draft.found.id_number = number.text if number.good else self._draft.found.id_number
            text = text[: number.start] + text[number.end :]
        name = kept_name(text) if text.strip() else None
        self._draft.found.requester = name
        self._draft.found.known = any(person.name == name for person in self._residents()) or (
            name is not None and bool(self._book.named(name)) and self._draft.found.address is None
        )
        if text.strip() and name is None:
            self._draft.doubt("name", f"“{given}”不像姓名，请重新填写", grave=True)

    def _take_word(self, word: Word) -> None:
        self._draft.found.requester = kept_name(word.text)
        mates = [person for person in self._residents() if called_after(word.text, person.name)]
        whole = [person for person in self._residents() if part_of_name(word.text, person.name)]
        if len(whole) == 1 and not mates:
            mates, self._draft.found.requester = whole, whole[0].name
        named = self._book.named(word.text)
        self._draft.found.known = bool(named) and self._draft.found.address is None
        if mates or self._draft.found.known:
            return
        if named and self._draft.found.home:
            where = "、".join(dict.fromkeys(person.address.display for person in named[:3]))
            text = f"台账里的{word.text}住在{where}，与所写门牌不同，请核对"
            self._draft.doubt("name", text, word.start, word.end, grave=True)
        elif self._residents():
            text = f"“{word.text}”不在这一户的台账里，按所写的称呼记"
            self._draft.doubt("name", text, word.start, word.end)

    def _take_leftover(self, word: Word) -> None:
        """A remark is kept; a second name or a word that nobody understands is kept and asked about."""
        if URGENT.fullmatch(word.text):
            return
        self._draft.notes.append(word.text)
        if REMARK.search(word.text) or word.text == self._draft.found.requester:
            return
        if self.who(word.text) and (
            self._draft.found.known or looks_like_name(self._draft.found.requester or "")
        ):
            names = f"{self._draft.found.requester}、{word.text}"
            text = f"写了几个人（{names}），请分开填写或只留一个"
            self._draft.doubt("name", text, word.start, word.end, grave=True)
        elif self._draft.found.known and word.start < _first(self._draft.text, ";"):
            return  # the nick name that the chat program puts first
        else:
            self._draft.doubt("items", f"没有看懂“{word.text}”，写在备注里", word.start, word.end, grave=True)

    def find_door(self) -> None:
        """Without a door the ledger's own serves: that of the phone, else of the name."""
        if self._draft.found.address or any(doubt.field == "door" for doubt in self._draft.found.doubts):
            self._check_phone()
            return
        by_phone = self._book.with_phone(self._draft.found.phone) if self._draft.found.phone else []
        named = self._book.named(self._draft.found.requester) if self._draft.found.requester else []
        both = [person for person in named if person in by_phone]
        people = both or by_phone or named
        homes = {person.household: Home(person.household, person.address) for person in people}
        if len(homes) == 1:
            (home,) = homes.values()
            self._draft.found.home, self._draft.found.address = home, home.address
            by = "电话" if both or by_phone else f"姓名“{self._draft.found.requester}”"
            self._draft.doubt("door", f"没有写门牌，按{by}取台账里的住址{home.address.display}")
            if by_phone and not both:
                self._draft.found.requester = self._draft.found.requester or by_phone[0].name
            self._draft.found.known = True
        elif homes:
            self._draft.found.options = tuple(homes.values())
            shown = "、".join(home.address.display for home in list(homes.values())[:_MOST_NAMED])
            self._draft.doubt("door", f"没有写门牌，台账里同名的有几户（{shown}），请写明", grave=True)

    def _check_phone(self) -> None:
        owners = self._book.with_phone(self._draft.found.phone) if self._draft.found.phone else []
        home = self._draft.found.home
        if owners and home and all(person.household != home.household for person in owners):
            text = f"这个电话在台账里是{owners[0].address.display}{owners[0].name}的，与所写门牌不同，请核对"
            self._draft.doubt("phone", text, grave=True)

    def complete(self, order: bool) -> None:
        """What the ledger knows of the person fills what the line leaves out."""
        found = self._draft.found
        mates = [person for person in self._residents() if person.name == found.requester]
        if not mates and found.phone and not found.requester:
            mates = [person for person in self._residents() if found.phone in person.phones]
        if mates:
            found.requester, found.known = mates[0].name, True
            if self._draft.given.phone is None and not found.phone and mates[0].phones:
                found.phone = mates[0].phones[0]
            found.id_number = found.id_number or mates[0].id_number
        if order and found.items and found.address and not found.requester:
            self._draft.doubt("name", "没有写姓名")
        if any(needs_identity(item.category) for item in found.items) and not (
            found.id_number and found.requester
        ):
            text = "一退两抗药品要登记购买人的姓名和证件号码，请写在姓名一栏（姓名后写证件号码）"
            self._draft.doubt("name", text, grave=True)


def _first(text: str, sign: str) -> int:
    at = text.find(sign)
    return len(text) if at < 0 else at
