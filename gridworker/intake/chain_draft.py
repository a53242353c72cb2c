"""What is known of an order while it is being read, and what the user typed instead."""

from __future__ import annotations

from dataclasses import dataclass, field

from gridworker.intake.chain_doors import Home
from gridworker.intake.chain_goods import Goods
from gridworker.intake.chain_items import Item
from gridworker.intake.chain_quantities import Quantity
from gridworker.ledger.address import Address


@dataclass(frozen=True)
class Doubt:
    """What is not sure, as a sentence; `field` is door, name, phone, items or line, `start`/`end` where.

    A `grave` one wants somebody to look before the line is taken.
    """

    field: str
    text: str
    grave: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Correction:
    """What the user typed instead of what was read (None: nothing), or decided about a line."""

    door: str | None = None
    name: str | None = None
    phone: str | None = None
    items: str | None = None
    confirmed: bool = False
    ignored: bool = False


UNCORRECTED = Correction()


@dataclass(frozen=True)
class Section:
    """One chain of a text: its title, what it offers, and where it holds unless a line says more."""

    title: str
    goods: Goods
    default: Address = field(default_factory=Address)


@dataclass
class Reading:
    """What a line says. `amount` is a quantity without goods; `known` says that the ledger has its person."""

    home: Home | None = None
    address: Address | None = None
    options: tuple[Home, ...] = ()
    requester: str | None = None
    known: bool = False
    phone: str | None = None
    id_number: str | None = None
    urgency: str = "一般"
    note: str | None = None
    items: list[Item] = field(default_factory=list)
    amount: Quantity | None = None
    doubts: list[Doubt] = field(default_factory=list)


class Draft:
    """An order in the reading: its `text`, blotted out where it is understood, and what was `found`.

    `notes` are words kept as a remark, `named` says whether a name was given.
    """

    def __init__(self, text: str, given: Correction) -> None:
        self.text, self.given = text, given
        self.found = Reading()
        self.notes: list[str] = []

    def doubt(self, where: str, text: str, start: int = 0, end: int = 0, *, grave: bool = False) -> None:
        self.found.doubts.append(Doubt(where, text, grave, start, end))

    def blot(self, start: int, end: int) -> None:
        """Take away what is understood, so that nothing else is read there."""
        self.text = self.text[:start] + ";" * (end - start) + self.text[end:]
