"""What the ledger knows that helps to read a chain: doors, people, bundles, earlier requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gridworker.intake.chain_doors import Home, Homes
from gridworker.intake.chain_goods import Good, bundle_goods
from gridworker.intake.chain_items import Item
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.everyone import Person, everyone, homes, latest_batch
from gridworker.ledger.supplies import STATUS_PATH

CHANNEL = "微信接龙"
_LONGEST_NAME = 12


@dataclass(frozen=True)
class Stored:
    """An earlier request out of a chain: its row, and its goods."""

    row: Row
    lines: tuple[Item, ...]

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple((self.row["source"] or "").splitlines())

    @property
    def untouched(self) -> bool:
        """Still only registered, so that the chain may change it."""
        return self.status == STATUS_PATH[0]

    @property
    def status(self) -> str:
        return str(self.row["status"] or STATUS_PATH[0])


class ChainBook:
    """One reading of the ledger, for any number of plans until the ledger changes."""

    def __init__(self, ledger: Ledger) -> None:
        self.version = latest_batch(ledger)
        self.homes = Homes(Home(int(row["id"]), address) for address, row in homes(ledger).items())
        self.bundles: list[Good] = bundle_goods(ledger.rows("bundle"))
        self.stored = _stored(ledger)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_phone: dict[str, list[Person]] = defaultdict(list)
        self._by_home: dict[int, list[Person]] = defaultdict(list)
        for person in everyone(ledger):
            self._by_name[person.name].append(person)
            self._by_home[person.household].append(person)
            for phone in person.phones:
                self._by_phone[phone].append(person)

    def named(self, name: str) -> list[Person]:
        """Everybody of this name."""
        return self._by_name.get(name, [])

    def with_phone(self, phone: str) -> list[Person]:
        """Everybody with this phone."""
        return self._by_phone.get(phone, [])

    def living_at(self, household: int | None) -> list[Person]:
        """The people of a household."""
        return self._by_home.get(household, []) if household is not None else []

    def known_in(self, word: str) -> str:
        """The name of somebody in the ledger with which a word begins, the longest; "" if none."""
        for length in range(min(len(word), _LONGEST_NAME), 1, -1):
            if word[:length] in self._by_name:
                return word[:length]
        return ""

    @property
    def chains(self) -> list[str]:
        """The chains entered so far, the latest first."""
        named = (str(each.row["chain"]) for each in reversed(self.stored) if each.row["chain"])
        return list(dict.fromkeys(named))


def _stored(ledger: Ledger) -> list[Stored]:
    rows = ledger.rows("supply", {"channel": CHANNEL})
    if not rows:
        return []
    lines: dict[int, list[Item]] = defaultdict(list)
    for line in _of_these(ledger.rows("supply_line"), {row["id"] for row in rows}):
        lines[line["supply"]].append(
            Item(
                line["item"], line["category"] or "其他", line["quantity"], line["unit"] or "", line["price"]
            )
        )
    return [Stored(row, tuple(lines[row["id"]])) for row in rows]


def _of_these(lines: Iterable[Row], supplies: set[int]) -> Iterable[Row]:
    return (line for line in lines if line["supply"] in supplies)
