"""The door of an order: what its line says, told apart by the ledger and by the people named."""

from __future__ import annotations

import re
from dataclasses import replace

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_doors import DoorText, Settled, doors_in, settle
from gridworker.intake.chain_draft import Draft
from gridworker.intake.chain_lines import readable
from gridworker.ledger.address import Address
from gridworker.ledger.everyone import Person

_HAN_RUN = re.compile(r"[^\W\d_]+(?:·[^\W\d_]+)*")


class WhereReader:
    """Finds the doors of one order and settles which household they mean."""

    def __init__(self, draft: Draft, book: ChainBook, default: Address) -> None:
        self._draft, self._book, self._default = draft, book, default

    def read(self) -> None:
        """Take the doors out of the text, then say whose they are."""
        doors = self._doors()
        self._settle_door(doors)

    def _doors(self) -> list[DoorText]:
        community, start, end = self._book.homes.community_in(self._draft.text)
        if community:
            self._draft.blot(start, end)
        doors = doors_in(self._draft.text, self._book.homes)
        for door in doors:
            self._draft.blot(door.start, door.end)
            self._draft.blot(*door.also)
        if self._draft.given.door is not None:
            return self._given_doors(self._draft.given.door)
        return [_with_community(door, community) for door in doors]

    def _given_doors(self, given: str) -> list[DoorText]:
        text = readable(given)
        community, start, end = self._book.homes.community_in(text)
        text = text[:start] + " " * (end - start) + text[end:]
        found = [_with_community(door, community) for door in doors_in(text, self._book.homes)]
        if given.strip() and not found:
            self._draft.doubt(
                "door", f"“{given}”里没有看出门牌，请写成“3-2-501”或“3号楼2单元501”", grave=True
            )
        return [DoorText(0, 0, door.address, door.pair) for door in found]

    def _settle_door(self, doors: list[DoorText]) -> None:
        hinted = {person.household for person in self._hints()}
        settled = [settle(door, self._default, self._book.homes, hinted) for door in doors]
        if not settled:
            return
        first, door = settled[0], doors[0]
        self._draft.found.home, self._draft.found.address, self._draft.found.options = (
            first.home,
            first.address,
            first.options,
        )
        if first.doubt:
            self._draft.doubt("door", first.doubt, door.start, door.end, grave=first.grave)
        others = [each for each in settled[1:] if _place(each) != _place(first)]
        if others:
            shown = "、".join(each.address.display for each in [first, *others] if each.address)
            last = doors[-1]
            text = f"写了几个门牌（{shown}），请分开填写或改成一户"
            self._draft.doubt("door", text, last.start, last.end, grave=True)

    def _hints(self) -> list[Person]:
        found = list(self._book.with_phone(self._draft.found.phone)) if self._draft.found.phone else []
        for run in _HAN_RUN.findall(f"{self._draft.given.name or ''} {self._draft.text}"):
            if name := self._book.known_in(run):
                found += self._book.named(name)
        return found


def _with_community(door: DoorText, community: str) -> DoorText:
    if not community:
        return door
    return replace(door, address=replace(door.address, community=community))


def _place(settled: Settled) -> object:
    return settled.home or settled.address
