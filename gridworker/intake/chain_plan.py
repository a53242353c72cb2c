"""What a pasted chain would do, line by line; nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_doors import Home
from gridworker.intake.chain_draft import Correction, Doubt
from gridworker.intake.chain_goods import needs_identity
from gridworker.intake.chain_items import Item, items_text
from gridworker.intake.chain_lines import clean
from gridworker.ledger.address import Address

Kind = Literal["order", "correction", "cancel", "header", "more", "unread", "blank"]
"""`more` is a line that belongs to the order above it."""
Sure = Literal["certain", "likely", "doubtful", "unread"]
Action = Literal["added", "changed", "cancelled", "unchanged", "rejected", "ignored"]

COUNTED = frozenset({"order", "correction", "cancel", "unread"})
"""Kinds that are rows of an import; the others only stand in the text."""


@dataclass
class ChainLine:
    """One line of the text: what was understood, how sure, and what would happen.

    `row` counts the text's lines from 1, `number` is the one written in it. `text` is the line with those
    that belong to it; the places of `doubts` are places in it. `lines` are the goods. `target` is the row
    of the line which a correction changes, `order` the request in the ledger that this line is. `why` says
    in Chinese why the action is what it is.
    """

    row: int
    number: int | None
    raw: str
    kind: Kind
    text: str = ""
    chain: str = ""
    household: int | None = None
    address: Address | None = None
    options: tuple[Home, ...] = ()
    requester: str | None = None
    phone: str | None = None
    id_number: str | None = None
    urgency: str = "一般"
    note: str | None = None
    lines: list[Item] = field(default_factory=list)
    sure: Sure = "certain"
    doubts: list[Doubt] = field(default_factory=list)
    action: Action = "ignored"
    why: str = ""
    target: int | None = None
    order: int | None = None
    confirmed: bool = False
    sources: list[str] = field(default_factory=list)

    @property
    def items(self) -> str:
        """蔬菜包2份、牛奶1箱."""
        return items_text(self.lines)

    @property
    def counted(self) -> bool:
        return self.kind in COUNTED

    @property
    def source(self) -> str:
        """What is kept of the text: this line, what belongs to it, and what corrected it."""
        return "\n".join(self.sources)

    @property
    def complete(self) -> bool:
        """Whether door, goods, and the buyer where the law wants him named are there, to be entered."""
        if any(needs_identity(item.category) for item in self.lines) and not (
            self.id_number and self.requester
        ):
            return False
        return bool(self.address and self.address.room and self.address.building and self.lines)

    @property
    def writes(self) -> bool:
        """Whether committing changes the ledger by this line."""
        return self.action in ("added", "changed", "cancelled")

    @property
    def doubt_text(self) -> str:
        """All that is not sure about it, in one sentence."""
        return "；".join(dict.fromkeys(doubt.text for doubt in self.doubts))


@dataclass
class ChainPlan:
    """All lines of a text in order. `version` is the state of the ledger the plan rests on.

    `gone` are the numbers of requests entered from this chain that no longer stand in the text. What was
    asked (`text`, `given_chain`, `community`, `corrections`) is kept, to plan anew when the ledger has
    changed.
    """

    lines: list[ChainLine]
    at: str
    book: ChainBook
    chain: str = ""
    gone: list[int] = field(default_factory=list)
    text: str = ""
    given_chain: str = ""
    community: str = ""
    corrections: Mapping[int, Correction] = field(default_factory=dict)

    @property
    def version(self) -> int:
        return self.book.version

    @property
    def counts(self) -> dict[str, int]:
        """Counted lines by action, with `all`, and by certainty as sure:certain and so on."""
        counted = [line for line in self.lines if line.counted]
        found: Counter[str] = Counter(line.action for line in counted)
        found.update(f"sure:{line.sure}" for line in counted)
        return {**found, "all": len(counted)}

    def line(self, row: int) -> ChainLine:
        """The line of this row. Raises IndexError."""
        return self.lines[row - 1]


def raw_line(row: int, number: int | None, raw: str, kind: Kind, why: str, chain: str = "") -> ChainLine:
    """A line that is no order of its own."""
    return ChainLine(row, number, raw, kind, text=raw, chain=chain, why=why, sources=[clean(raw)])


def certainty(doubts: Iterable[Doubt], confirmed: bool) -> Sure:
    """How sure a line is that has these doubts; what somebody confirmed is certain."""
    weights = [doubt.grave for doubt in doubts]
    if confirmed or not weights:
        return "certain"
    return "doubtful" if any(weights) else "likely"


def carried_over(
    given: Mapping[int, Correction], before: Sequence[str], after: Sequence[str]
) -> dict[int, Correction]:
    """Corrections by row of the lines `before`, moved to the same lines in `after`."""
    rows: dict[str, list[int]] = {}
    for row, raw in enumerate(after, 1):
        rows.setdefault(raw, []).append(row)
    moved = {}
    for row in sorted(given):
        places = rows.get(before[row - 1]) if row <= len(before) else None
        if places:
            moved[places.pop(0)] = given[row]
    return moved
