"""Which column of a table from outside is which field: guessed, shown, corrected, remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace
from functools import cached_property

from gridworker.intake.counted import looks_counted
from gridworker.intake.headings import Aliases, RegisterOf, catalogue, plain_heading, useless
from gridworker.intake.kinds import ITEM_COUNT, Target
from gridworker.intake.numbered import members, numbered
from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import REGISTERS

__all__ = ["Column", "Mapping", "Target", "known", "recognise", "remember", "remembered", "targets"]

Remembered = Dict[str, str | None]
_CHOSEN, _WITH_PARENT, _EXACT, _WITHIN, _OF_THE_HEAD = 5000, 4000, 3000, 1000, 1
_SECOND = {"phone": "phone2"}
_SHORTEST_KNOWN = 3
_LEVELS = re.compile("(?<!元)/")  # between the headings above a column; 50元/份 is one
HEAD = "户主"
_WITH_MEMBERS = "residents"
_REPEATED = "一列重复，不导入"
_UNKNOWN = "没有认出，不导入；需要时请在这里选择"


@dataclass(frozen=True)
class Column:
    """One column of a table. `target` is the key of what it fills, None when it is not imported.

    `note` says in Chinese why it is so where that is not plain; `samples` are some of its values;
    `chosen` marks a column that the user set. `member` is the place of the member whom the column speaks
    of, from 1, where a row holds a whole household; 0 is everybody else. `item` is what the column counts
    where that is not its heading.
    """

    index: int
    heading: str
    parent: str = ""
    target: str | None = None
    note: str = ""
    samples: tuple[str, ...] = ()
    chosen: bool = False
    member: int = 0
    item: str = ""

    @property
    def key(self) -> str:
        """The heading as it is remembered."""
        heading = plain_heading(self.heading)
        return f"{plain_heading(self.parent)}/{heading}" if self.parent else heading

    @property
    def unknown(self) -> bool:
        """Whether nobody knows what the heading means: not the program, and the user has not said."""
        return self.target is None and self.note == _UNKNOWN

    @property
    def repeated(self) -> bool:
        """Whether another column fills what this one would."""
        return self.target is None and self.note.endswith(_REPEATED)


@dataclass(frozen=True)
class Mapping:
    """What the columns of one table mean. `kind` is the kind of import, as in the commands."""

    kind: str
    columns: tuple[Column, ...]

    def of(self, target: str) -> list[int]:
        """The columns (0-based) that fill this target; none, one, or several parts of an address.

        Where several members of a household have such a column, the first one's.
        """
        found = [column for column in self.columns if column.target == target]
        first = min((column.member for column in found), default=0)
        return [column.index for column in found if column.member == first]

    def column(self, index: int) -> Column:
        """The column of this 0-based index. Raises KeyError."""
        for column in self.columns:
            if column.index == index:
                return column
        raise KeyError(index)

    def __contains__(self, target: str) -> bool:
        return any(column.target == target for column in self.columns)

    @cached_property
    def numbers_members(self) -> bool:
        """Whether a row holds a whole household, its members in numbered columns."""
        return any(column.member and column.target for column in self.columns)

    @cached_property
    def lists_heads(self) -> bool:
        """Whether the persons listed are heads of households, by the heading of their names."""
        return not self.numbers_members and any(
            HEAD in plain_heading(self.column(index).heading) for index in self.of("name")
        )

    def with_choice(self, index: int, target: str | None) -> Mapping:
        """The mapping with one column set by the user; another column that had this target loses it."""
        columns = []
        member = self.column(index).member
        for column in self.columns:
            if column.index == index:
                column = replace(column, target=target, chosen=True, note="由您指定")
            elif target not in (None, ITEM_COUNT) and column.target == target and column.member == member:
                column = replace(column, target=None, note="改由另一列填写")
            columns.append(column)
        return replace(self, columns=tuple(columns))


def targets(kind: str, register_of: RegisterOf = REGISTERS.__getitem__) -> list[Target]:
    """What a column may be, in the order of forms. Pass `ledger.register` to have the worker's own fields."""
    return list(catalogue(kind, register_of).values())


def known(
    kind: str, offered: Sequence[Target] = (), remembered: Remembered | None = None
) -> Callable[[str], bool]:
    """A test for headings of this kind of import, by which tables are found in a sheet."""
    names = Aliases(offered or targets(kind), useless(kind))
    learned = {key.rpartition("/")[2] for key in remembered or {}}

    def is_known(text: str) -> bool:
        numbers = numbered(text) if kind == _WITH_MEMBERS else None
        heading = numbers.what if numbers else plain_heading(text)
        if plain_heading(text) in learned or names.exact(heading):
            return True
        found = names.within(heading)
        return found is not None and found[1] >= _SHORTEST_KNOWN

    return is_known


def recognise(
    headings: Sequence[str],
    parents: Sequence[str],
    kind: str,
    remembered: Remembered | None = None,
    *,
    samples: Sequence[tuple[str, ...]] = (),
    offered: Sequence[Target] = (),
) -> Mapping:
    """Guess what each column fills: remembered choices first, then exact headings, then longest aliases.

    All sequences go by worksheet column. `offered` are the targets to choose from (default: built in).
    """
    offered = offered or targets(kind)
    guesser = _Guesser(
        Aliases(offered, useless(kind)),
        remembered or {},
        {target.key for target in offered},
        {target.key for target in offered if target.personal},
    )
    columns = [
        Column(index, heading, parent, samples=samples[index] if samples else ())
        for index, (heading, parent) in enumerate(zip(headings, parents, strict=True))
    ]
    found = members(headings, parents) if kind == _WITH_MEMBERS else {}
    guesses: dict[int, list[Guess]] = {0: []}
    for column in columns:
        guess = guesser.of_member(column, *found[column.index]) if column.index in found else None
        guess = guess or (column, *guesser.guess(column))
        guesses.setdefault(guess[0].member, []).append(guess)
    counts = any(target.key == ITEM_COUNT for target in offered)
    if counts:
        guesses[0] = _counted_groups(guesses[0], guesser.names)
    shared = _all_shared_out(guesses)
    return Mapping(kind, tuple(map(_counted, shared) if counts else shared))


@dataclass(frozen=True)
class _Guesser:
    names: Aliases
    remembered: Remembered
    keys: set[str]
    personal: set[str]

    def guess(self, column: Column) -> tuple[str | None, int]:
        """The target that a column's heading means, and how sure that is (0: not at all)."""
        if not column.heading:
            return None, 0
        if column.key in self.remembered:
            choice = self.remembered[column.key]
            if choice is None or choice in self.keys:
                return choice, _CHOSEN
        heading = plain_heading(column.heading)
        above = column.parent and self.names.exact(plain_heading(column.parent) + heading)
        exact = above or self.names.exact(heading)
        if exact:
            return exact[0], _WITH_PARENT if above else _EXACT
        return self._within(heading)

    def of_member(self, column: Column, member: int, what: str) -> Guess | None:
        """The same for a column of one numbered member, or None where the user has made it everybody's."""
        exact = self.names.exact(what)
        target, sure = (exact[0], _EXACT) if exact else self._within(what)
        if column.key in self.remembered:
            target, sure = self.guess(column)
            if target is not None and target not in self.personal:
                return None
        elif target is not None and target not in self.personal:
            target, sure = None, 0  # his address is not the household's
        return replace(column, member=member, note=f"第 {member} 位家庭成员"), target, sure

    def _within(self, heading: str) -> tuple[str | None, int]:
        if HEAD in heading:
            rest = self.names.exact(heading.replace(HEAD, "", 1))
            if rest:
                return rest[0], _OF_THE_HEAD
        found = self.names.within(heading)
        return (found[0], _WITHIN + found[1]) if found else (None, 0)


Guess = tuple[Column, str | None, int]


def _all_shared_out(guesses: dict[int, list[Guess]]) -> list[Column]:
    """Give out the targets within everybody's own columns."""
    first = _heads_as_people(guesses[0])
    if len(guesses) > 1:
        first = _phones_of_heads(first)
    shared = [column for own in (first, *(guesses[n] for n in guesses if n)) for column in _shared_out(own)]
    return _continued_addresses(sorted(shared, key=lambda column: column.index))


def _phones_of_heads(guesses: list[Guess]) -> list[Guess]:
    """Where everybody has a phone of his own, 户主电话 is the head's."""
    if any(target == "phone" for _, target, _ in guesses):
        return guesses
    return [
        (c, "phone", s) if t == "household.phone" and HEAD in c.parent + c.heading else (c, t, s)
        for c, t, s in guesses
    ]


def _shared_out(guesses: list[Guess]) -> list[Column]:
    """Give every target to its surest column; the rest are told why they have none."""
    taken: dict[str, Column] = {}
    columns: dict[int, Column] = {}
    for column, target, sure in sorted(guesses, key=lambda guess: -guess[2]):
        if target is not None:
            column = _take(column, target, taken)
        elif sure:
            column = replace(column, note="台账用不到，不导入")
        elif column.heading:
            column = replace(column, note=_UNKNOWN)
        columns[column.index] = column
    return list(columns.values())


def _take(column: Column, target: str, taken: dict[str, Column]) -> Column:
    for key in (target, _SECOND.get(target, target)):
        if key not in taken or key == ITEM_COUNT:
            taken[key] = replace(column, target=key)
            return taken[key]
    return replace(column, note=f"与“{taken[target].heading}”{_REPEATED}")


def _heads_as_people(guesses: list[Guess]) -> list[Guess]:
    """Without a column of names the heads of households are the people."""
    if any(target == "name" for _, target, _ in guesses):
        return [(c, None, 0) if sure == _OF_THE_HEAD else (c, target, sure) for c, target, sure in guesses]
    return [(c, "name", sure) if target == "head" else (c, target, sure) for c, target, sure in guesses]


def _counted(column: Column) -> Column:
    """A heading that nobody knows above small whole numbers is an item, and the numbers how many of it."""
    if column.unknown and looks_counted(column.heading, column.samples):
        return replace(column, target=ITEM_COUNT, note="格里是数量")
    return column


def _counted_groups(guesses: list[Guess], names: Aliases) -> list[Guess]:
    """份数 below 蔬菜包 is how many of it, unless a column beside it there names the item."""
    named = {column.parent for column, target, _ in guesses if target in ("item", "items")}
    return [
        (replace(column, item=item, note="格里是数量"), ITEM_COUNT, _WITH_PARENT)
        if target == "quantity"
        and column.parent not in named
        and (item := _LEVELS.split(column.parent)[-1])
        and names.exact(plain_heading(item)) is None
        else (column, target, sure)
        for column, target, sure in guesses
    ]


def _continued_addresses(columns: list[Column]) -> list[Column]:
    """A heading 家庭住址 may span several columns that have no headings of their own."""
    continued: list[Column] = []
    for column in columns:
        before = continued[-1] if continued else column
        if before.target == "address" and not column.heading and any(column.samples):
            column = replace(column, target="address", note="接在前一列地址之后")
        continued.append(column)
    return continued


def remembered(ledger: Ledger, kind: str) -> dict[str, str | None]:
    """The user's choices for this kind of import: heading to target, None for not imported."""
    return {row["heading"]: row["field"] for row in ledger.rows("heading", {"kind": kind})}


def remember(ledger: Ledger, mapping: Mapping) -> None:
    """Keep what the user chose in a mapping, for the next table with these headings."""
    with ledger.change("记住表头对应"):
        rows = {row["heading"]: row["id"] for row in ledger.rows("heading", {"kind": mapping.kind})}
        for column in mapping.columns:
            if column.chosen and column.key in rows:
                ledger.update("heading", rows[column.key], {"field": column.target})
            elif column.chosen and column.heading:
                ledger.create(
                    "heading", {"kind": mapping.kind, "heading": column.key, "field": column.target}
                )
