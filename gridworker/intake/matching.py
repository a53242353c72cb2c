"""Who a row means: by document number, by name and phone, by name and door. Pure.

Nobody is guessed: where several fit, nobody does. A different valid number is a different person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gridworker.intake.problems import shown
from gridworker.ledger.address import Address
from gridworker.ledger.everyone import Person

if TYPE_CHECKING:
    from gridworker.intake.records import Record

_PHONE = tuple[str, str]
_DOOR = tuple[str, str, str, str]


@dataclass(slots=True, eq=False)
class Known:
    """Somebody in the ledger (`id`), or somebody this import adds (`id` None).

    `values` is the whole row as it will be, `changes` what of it is new; `seen` the record that named
    this person first in this import.
    """

    name: str
    number: str | None
    phones: tuple[str, ...]
    address: Address | None
    id: int | None = None
    sex: str | None = None
    born: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    moved: bool = False
    seen: Record | None = None

    @classmethod
    def of(cls, person: Person) -> Known:
        return cls(
            person.name, person.id_number, person.phones, person.address, person.id, person.sex, person.born
        )


@dataclass(frozen=True, slots=True)
class Match:
    """Who was found and by what (`number`, `phone`, `door`, `choice`), or nobody and why.

    `several` says that more than one fitted. `holder` has the record's number but another name.
    `namesakes` are those a row of nobody may yet mean; with `dismissed` the user knows it to be nobody's.
    """

    known: Known | None = None
    by: str = ""
    several: bool = False
    holder: Known | None = None
    namesakes: tuple[Known, ...] = ()
    dismissed: bool = False


class Roll:
    """Everyone who can be matched: the ledger's people, and those that this import has named."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._numbers: dict[str, Known] = {}
        self._names: dict[str, list[Known]] = defaultdict(list)
        self._phones: dict[_PHONE, list[Known]] | None = None  # made when first asked: files may lack either
        self._doors: dict[_DOOR, list[Known]] | None = None
        for known in people:  # all different, so nobody needs to be looked for first
            if known.number:
                self._numbers.setdefault(known.number, known)
            self._names[known.name].append(known)

    def enter(self, known: Known) -> None:
        """Make somebody findable; call it again after a number, phone or address has come to be known."""
        if known.number:
            self._numbers.setdefault(known.number, known)
        _add(self._names[known.name], known)
        if self._phones is not None:
            _enter_phones(self._phones, known)
        if self._doors is not None:
            _enter_door(self._doors, known)

    def holder(self, number: str) -> Known | None:
        """Who has this document number."""
        return self._numbers.get(number)

    def find(self, record: Record) -> Match:
        """Find whom a record means."""
        holder = self._numbers.get(record.number) if record.number else None
        if holder:
            if _may_be_called(holder, record):
                return Match(holder, "number")
            return Match(holder=holder)
        return self.find_otherwise(record)

    def find_otherwise(self, record: Record) -> Match:
        """Find whom a record means without looking at its number, except where that contradicts."""
        several = False
        for by, candidates in (("phone", self._by_phone(record)), ("door", self._by_door(record))):
            found = [known for known in candidates if not _contradicts(known, record)]
            if len(found) > 1:
                found = _narrowed(found, record)
            if len(found) == 1:
                return Match(found[0], by)
            several = several or len(found) > 1
        return Match(several=several)

    def namesakes(self, name: str) -> list[Known]:
        """Everyone of this name."""
        return self._names.get(name, [])

    def possible(self, record: Record) -> tuple[Known, ...]:
        """Namesakes whom a record may mean, as far as its number does not clearly name somebody else."""
        return tuple(known for known in self.namesakes(record.name) if _is_possible(known, record))

    def _by_phone(self, record: Record) -> list[Known]:
        if self._phones is None:
            self._phones = defaultdict(list)
            for known in self._everybody():
                _enter_phones(self._phones, known)
        found: list[Known] = []
        for phone in record.phones:
            found += (known for known in self._phones.get((record.name, phone), ()) if known not in found)
        return found

    def _by_door(self, record: Record) -> list[Known]:
        if not record.address:
            return []
        if self._doors is None:
            self._doors = defaultdict(list)
            for known in self._everybody():
                _enter_door(self._doors, known)
        return self._doors.get(_door(record.name, record.address), [])

    def _everybody(self) -> Iterator[Known]:
        for people in self._names.values():
            yield from people


def _enter_phones(phones: dict[_PHONE, list[Known]], known: Known) -> None:
    for phone in known.phones:
        _add(phones[known.name, phone], known)


def _enter_door(doors: dict[_DOOR, list[Known]], known: Known) -> None:
    if known.address:
        _add(doors[_door(known.name, known.address)], known)


def _add(people: list[Known], known: Known) -> None:
    if known not in people:
        people.append(known)


def shares(known: Known, record: Record) -> bool:
    """Whether somebody has the record's phone or lives at its door."""
    same_door = bool(record.address) and known.address == record.address
    return same_door or not set(known.phones).isdisjoint(record.phones)


def said_of_person(record: Record) -> tuple[str, ...]:
    """What a record says of its person, as it was written: name, phone, number, door.

    A bare name says too little to be anybody's for good: then its sample is added.
    """
    columns = record.source.mapping.of("id_number")
    number = record.number or "".join(shown(record.cells[column]).strip() for column in columns)
    door = record.address.display if record.address else ""
    facts = (record.phones[0] if record.phones else "", number, door)
    if any(facts):
        return (record.name, *facts)
    sample = record.values.get("sample", {})
    return (record.name, *facts, str(sample.get("tube") or ""), str(sample.get("sampled_at") or ""))


def _is_possible(known: Known, record: Record) -> bool:
    """A valid number that differs is somebody else's, unless phone or door speak against that."""
    if known.id is None:
        return False
    if record.number and known.number and record.number != known.number:
        return shares(known, record)
    return True


def _door(name: str, address: Address) -> _DOOR:
    """A door is the same with and without the name of its 小区: that is compared apart."""
    return name, address.building, address.unit, address.room


def _may_be_called(holder: Known, record: Record) -> bool:
    """In one file the same number under two names is one person's number copied to another."""
    return holder.seen is None or not record.name or holder.name == record.name


def _contradicts(known: Known, record: Record) -> bool:
    if record.number and known.number and record.number != known.number:
        return True
    if record.remains and known.number and not known.number.startswith(record.remains):
        return True
    if record.address and known.address and known.address.community and record.address.community:
        same_door = _door("", known.address) == _door("", record.address)
        if same_door and known.address.community != record.address.community:
            return not set(record.phones) & set(known.phones)
    if known.seen is not None and not (record.number and known.number):
        return _differs(known, record, "sex") or _differs(known, record, "born")
    return False


def _differs(known: Known, record: Record, key: str) -> bool:
    mine, theirs = record.of("resident").get(key), getattr(known, key)
    return mine is not None and theirs is not None and mine != theirs


def _narrowed(found: list[Known], record: Record) -> list[Known]:
    """Of several namesakes, those who agree in door, birth date and sex, as far as that is known."""
    same = [known for known in found if record.address and known.address == record.address] or found
    for key in ("born", "sex"):
        if len(same) > 1:
            same = [known for known in same if not _differs(known, record, key)] or same
    return same
