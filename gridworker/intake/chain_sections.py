"""A text to chains: what announces, what orders, and lines that belong to the one before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_doors import doors_in
from gridworker.intake.chain_draft import Section
from gridworker.intake.chain_goods import Goods
from gridworker.intake.chain_lines import (
    TextLine,
    begins_chain,
    explains,
    is_example,
    split_lines,
    title_of,
)
from gridworker.intake.chain_people import phones_in
from gridworker.intake.chain_quantities import QUANTITY
from gridworker.intake.chain_words import CANCEL, CHANGE
from gridworker.ledger.address import Address, parse_building
from gridworker.ledger.characters import CHINESE_NUMBER

_SUM = re.compile(
    r"\s*(?:目前|截[止至](?:目前)?|以上|现在)?\s*(?:一?共|共?合?计|总计|总共|小计|汇总|已接龙?)\s*[:;]?"
    r"(?:\s*[0-9]{1,4}\s*[份户人家单袋箱盒位条]?[,、;和 ]*)+\s*"
)
_OF_ALL = re.compile("[合总汇户人家单位条]|目前|截|以上|接龙")
_WORD = re.compile(r"[^\W\d_]+")
_BUILDING = re.compile(
    rf"(?<![0-9A-Z至到、,-])([0-9]{{1,3}}|[A-Z]|{CHINESE_NUMBER})\s*(?:号楼|栋|幢|座)(?!\s*[-0-9至到、,])"
)


@dataclass
class Entry:
    """One order: its line and those that continue it."""

    lines: list[TextLine]

    @property
    def number(self) -> int | None:
        return self.lines[0].number

    @property
    def empty(self) -> bool:
        """Whether nothing stands here but the name of a sender, or a number."""
        first = self.lines[0]
        return len(self.lines) == 1 and (first.sender or not first.text[first.body :].strip(" .,:;、"))

    @property
    def text(self) -> str:
        """All lines as one readable text, the number blotted out."""
        first = self.lines[0]
        return ";".join(
            [" " * first.body + first.text[first.body :], *(line.text for line in self.lines[1:])]
        )


@dataclass
class Part:
    """A chain of the text: its announcement, its orders and its blank lines."""

    headers: list[TextLine] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    blanks: list[TextLine] = field(default_factory=list)

    def set_aside_empty(self) -> None:
        """A sender without a message, and the number that the chat program keeps for the next (4.)."""
        empty = [entry for entry in self.entries if entry.empty]
        self.entries = [entry for entry in self.entries if not entry.empty]
        self.headers += [line for entry in empty for line in entry.lines]

    def section(self, book: ChainBook, community: str = "") -> Section:
        """What holds for all orders of this chain."""
        headers = [line for line in self.headers if not (line.sender or line.wordless)]
        telling = [line.text for line in headers if not is_example(line.text)]
        first = self.entries[0].lines[0].row if self.entries else None
        before = (line for line in headers if first is None or line.row < first)
        title = title_of([line.text for line in before if line.number is None and not is_example(line.text)])
        return Section(title, Goods(book.bundles, telling), _default(telling, book, community))


def parts_of(text: str, book: ChainBook) -> list[Part]:
    """The chains of a text, every line of it in exactly one place."""
    parts = [Part()]
    gap = True
    for line in split_lines(text):
        part = parts[-1]
        if begins_chain(line.text) and part.entries:
            part = Part()
            parts.append(part)
        if line.blank:
            part.blanks.append(line)
            gap = True
            continue
        if _announces(line, part, book):
            part.headers.append(line)
        elif not gap and _continues(line, part, book):
            part.entries[-1].lines.append(line)
        else:
            part.entries.append(Entry([line]))
        gap = False
    for part in parts:
        part.set_aside_empty()
    return parts


def _announces(line: TextLine, part: Part, book: ChainBook) -> bool:
    """An example, the words of an announcement, or what stands before the first order and names nobody."""
    if line.sender:
        return not _names_somebody(line, book)
    if _sums_up(line, part, book):
        return True
    if line.wordless or is_example(line.text) or begins_chain(line.text):
        return True
    if _names_somebody(line, book):
        return False
    if explains(line.text):
        return True
    return not part.entries and line.number is None and not _changes(line)


def _names_somebody(line: TextLine, book: ChainBook) -> bool:
    """Whether a door, a phone or a person of the ledger stands in the line."""
    body = line.text[line.body :]
    if any(phone.good for phone in phones_in(body)) or any(
        door.address.room for door in doors_in(body, book.homes)
    ):
        return True
    return any(book.known_in(word) for word in _WORD.findall(body))


def _continues(line: TextLine, part: Part, book: ChainBook) -> bool:
    """Behind a numbered order a line without number adds what that one leaves out."""
    if not part.entries:
        return False
    if part.entries[-1].lines[0].sender:
        return _answers(line, part.entries[-1], book)
    if line.number is not None or part.entries[-1].number is None or _changes(line):
        return False
    before = part.entries[-1].text
    return not (doors_in(line.text, book.homes) and doors_in(before, book.homes))


def _answers(line: TextLine, entry: Entry, book: ChainBook) -> bool:
    """A sender's message; the sender is not asked where it says itself whose order it is."""
    body = line.text[line.body :]
    if line.number is not None or line.sender:
        return False
    if not doors_in(body, book.homes):
        return True
    return not doors_in(entry.text, book.homes) and not any(map(book.known_in, _WORD.findall(body)))


def _sums_up(line: TextLine, part: Part, book: ChainBook) -> bool:
    """合计3份, 共2户3份; a bare 共2份 only behind an order that says how much itself."""
    if line.number is not None or not part.entries or not _SUM.fullmatch(line.text):
        return False
    if _OF_ALL.search(line.text):
        return True
    before = part.entries[-1]
    said = before.text
    for door in doors_in(said, book.homes):
        said = said[: door.start] + " " * (door.end - door.start) + said[door.end :]
    return before.empty or QUANTITY.search(said) is not None


def _changes(line: TextLine) -> bool:
    return bool(CHANGE.search(line.text) or CANCEL.search(line.text))


def _default(headers: list[str], book: ChainBook, community: str) -> Address:
    """The 小区 and the only building that the announcement names; else the 小区 that is given."""
    community = next((name for text in headers if (name := book.homes.community_in(text)[0])), community)
    buildings = {match[1] for text in headers for match in _BUILDING.finditer(text)}
    building = parse_building(buildings.pop()) if len(buildings) == 1 else ""
    return Address(community, building)
