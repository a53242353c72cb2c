"""The orders of one chain from its text, with later lines applied to the ones they change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_changes import Change, change_in, with_amount, without_items
from gridworker.intake.chain_draft import UNCORRECTED, Correction, Doubt, Reading, Section
from gridworker.intake.chain_items import Item, item_of, items_text
from gridworker.intake.chain_lines import clean
from gridworker.intake.chain_people import called_after, part_of_name
from gridworker.intake.chain_plan import ChainLine, certainty, raw_line
from gridworker.intake.chain_quantities import Quantity
from gridworker.intake.chain_reading import read_order
from gridworker.intake.chain_sections import Entry, Part

_SAME = re.compile(
    r"同(?:上面?|楼上|前面?|第?\s*(?P<n>[0-9]{1,3})\s*[号条楼位]?(?![0-9-]))"
    r"|[跟和与](?:上面|楼上|前面)的?(?:一样|相同)|(?<![^\s,;)])一样(?=\s*(?:$|[,;(]))"
)
_NO_DOOR = "没有看出门牌，请填写楼号、单元和房号"
_NO_ITEMS = "没有看出要什么，请填写物品和数量"
_UNREAD = "没有看懂这一行，请补上门牌和物品，或忽略它"
_NO_TARGET = "没有找到它要改的那一条登记"


@dataclass
class Linked:
    """The lines of one chain; `changes` are those whose order is not in this text, by row."""

    section: Section
    lines: list[ChainLine] = field(default_factory=list)
    changes: dict[int, Change] = field(default_factory=dict)
    cancelled: dict[int, int] = field(default_factory=dict)
    """Rows of orders that a later row cancels."""

    @property
    def orders(self) -> list[ChainLine]:
        return [line for line in self.lines if line.kind in ("order", "unread")]


def linked(part: Part, book: ChainBook, given: Mapping[int, Correction], community: str = "") -> Linked:
    """Read all lines of a chain; nothing is decided yet about the ledger."""
    chain = Linked(part.section(book, community))
    chain.lines += [raw_line(line.row, None, line.raw, "blank", "空行") for line in part.blanks]
    chain.lines += [raw_line(line.row, line.number, line.raw, "header", "接龙说明") for line in part.headers]
    for entry in part.entries:
        _take(chain, entry, book, given.get(entry.lines[0].row, UNCORRECTED))
    return chain


def _take(chain: Linked, entry: Entry, book: ChainBook, given: Correction) -> None:
    text = entry.text
    change = change_in(text, book, chain.section, given)
    same = None if change else _SAME.search(text)
    if same:
        text = text[: same.start()] + ";" * (same.end() - same.start()) + text[same.end() :]
    reading = change.reading if change else read_order(text, book, chain.section, given)
    line = _line_of(entry, reading, given)
    for more in entry.lines[1:]:
        why = f"与第 {line.row} 行合在一起"
        chain.lines.append(raw_line(more.row, more.number, more.raw, "more", why))
    if change:
        _take_change(chain, line, change)
    else:
        line.kind = "unread" if _is_unread(line, reading) else "order"
        if same and not reading.items and reading.amount is None:
            _take_same(chain, line, same)
        _doubt_quoted(chain, line)
        line.doubts += _missing(line)
        settle_certainty(line)
    chain.lines.append(line)


def _take_same(chain: Linked, line: ChainLine, same: re.Match[str]) -> None:
    """同上, 同3号: the goods of the order before, or of the one with this number."""
    number = int(same["n"]) if same["n"] else None
    orders = [order for order in reversed(chain.orders) if number is None or order.number == number]
    if orders and orders[0].lines:
        like = orders[0]
        line.lines = list(like.lines)
        text = f"写的是“{same[0].strip()}”，按第 {like.row} 行的{like.items}记"
        line.doubts.append(Doubt("items", text, like.sure not in ("certain", "likely")))


def _doubt_quoted(chain: Linked, line: ChainLine) -> None:
    """A message quoted by a reply (「周小八：…」) is no second order."""
    if not line.raw.lstrip().startswith("「") or not line.address:
        return
    for order in chain.orders:
        if order.address == line.address and set(order.lines) & set(line.lines):
            text = f"像是回复时引用了第 {order.row} 行，没有重复登记；确认则另记一条"
            line.doubts.append(Doubt("line", text, True))
            return


def _line_of(entry: Entry, reading: Reading, given: Correction) -> ChainLine:
    first = entry.lines[0]
    return ChainLine(
        first.row, first.number, first.raw, "order", text="\n".join(line.raw for line in entry.lines),
        household=reading.home.household if reading.home else None, address=reading.address,
        options=reading.options, requester=_as_written(entry, reading.requester), phone=reading.phone,
        id_number=reading.id_number, urgency=reading.urgency,
        note=_as_written(entry, reading.note), lines=list(reading.items),
        doubts=list(reading.doubts), confirmed=given.confirmed,
        sources=[clean(line.raw) for line in entry.lines],
    )  # fmt: skip


def _as_written(entry: Entry, words: str | None) -> str | None:
    """Words out of the text with their small letters."""
    at = entry.text.find(words) if words and words.isupper() else -1
    raw = "\n".join(line.raw for line in entry.lines)
    return raw[at : at + len(words)] if words and at >= 0 else words


def _is_unread(line: ChainLine, reading: Reading) -> bool:
    at_a_door = line.address or any(doubt.field == "door" for doubt in line.doubts)
    return not (at_a_door or line.lines or line.phone) and reading.amount is None


def _missing(line: ChainLine) -> list[Doubt]:
    if line.kind == "unread":
        return [Doubt("line", _UNREAD, True)]
    found = []
    if not line.address and not any(doubt.field == "door" and doubt.grave for doubt in line.doubts):
        found.append(Doubt("door", _NO_DOOR, True))
    if not line.lines and not any(doubt.field == "items" and doubt.grave for doubt in line.doubts):
        found.append(Doubt("items", _NO_ITEMS, True))
    return found


def settle_certainty(line: ChainLine) -> None:
    """Say how sure the line is; what lacks a door or goods cannot be confirmed."""
    confirmed = line.confirmed and (line.complete or line.kind in ("correction", "cancel"))
    line.sure = "unread" if line.kind == "unread" else certainty(line.doubts, confirmed)


# -- changes


def _take_change(chain: Linked, line: ChainLine, change: Change) -> None:
    line.kind = change.kind
    target = _target(chain, line, change)
    if target is None:
        chain.changes[line.row] = change
        return
    line.target = target.row
    apply_change(chain, line, change, target)


def _target(chain: Linked, line: ChainLine, change: Change) -> ChainLine | None:
    """The order meant: by the number named, by the line's own number, by door, by name; the latest."""
    before = [order for order in reversed(chain.orders) if order.row not in chain.cancelled]
    if change.reference is not None:
        return next((order for order in before if order.number == change.reference), None)
    for order in before:
        if line.number is not None and order.number == line.number and _same_door(line, order):
            return order
    if line.address:
        return _likeliest(line, [order for order in before if order.address == line.address])
    return next((order for order in before if line.requester and order.requester == line.requester), None)


def _likeliest(line: ChainLine, orders: list[ChainLine]) -> ChainLine | None:
    """Of several orders for a door that of the same person, then the one with the same goods."""
    wanted = {item.item for item in line.lines}
    for same in (
        lambda order: order.requester == line.requester,
        lambda order: bool(wanted & {item.item for item in order.lines}),
    ):
        orders = [order for order in orders if same(order)] or orders
    if len(orders) > 1:
        rows = "、".join(f"第 {order.row} 行" for order in reversed(orders))
        line.doubts.append(
            Doubt("line", f"这一户有几条登记（{rows}），不知道是哪一条；确认则改最后一条", True)
        )
    return orders[0] if orders else None


def _same_door(line: ChainLine, order: ChainLine) -> bool:
    return line.address is None or order.address is None or line.address == order.address


def apply_change(chain: Linked, line: ChainLine, change: Change, target: ChainLine) -> None:
    """Put a change into its order, unless something about it must be looked at first."""
    cancels = change.kind == "cancel"
    items = changed_items(chain.section, change, target.lines)
    line.household, line.address, line.requester = target.household, target.address, target.requester
    line.doubts = _of_change(line.doubts, change, items is None)
    line.doubts += _of_goods(change, target.lines, items) if items else []
    if _another(change.reading.requester, target.requester):
        text = f"“{change.reading.requester}”与要改的登记“{target.requester}”不是一个人，请核对"
        line.doubts.append(Doubt("name", text, True))
    line.lines = list(items or [])
    settle_certainty(line)
    if line.sure == "doubtful" or items is None:
        return
    target.sources += line.sources
    if cancels and not items:
        chain.cancelled[target.row] = line.row
    else:
        target.lines = list(items)
        target.doubts = [doubt for doubt in target.doubts if doubt.field != "items"]
        target.doubts += [replace(doubt, start=0, end=0) for doubt in line.doubts if doubt.field == "items"]
        settle_certainty(target)


def changed_items(section: Section, change: Change, before: list[Item]) -> list[Item] | None:
    """The goods after a change, [] after a cancellation; None when it does not say which."""
    reading = change.reading
    if change.kind == "cancel":
        left = _left_over(before, reading)
        return left if left != before or not before else None
    if reading.items:
        return _replaced(before, list(change.old), reading.items)
    if isinstance(reading.amount, Quantity):
        if same := _counted_like(before, reading.amount):
            return [with_amount(item, reading.amount) if item is same else item for item in before]
        single = section.goods.single
        return [item_of(single, reading.amount)] if single and not before else None
    return before or None


def _left_over(before: list[Item], reading: Reading) -> list[Item]:
    """What a cancellation leaves: of 2份 one after 取消1份; `before` where it says too little."""
    if not reading.items and not isinstance(reading.amount, Quantity):
        return []
    gone = [item for item in reading.items if not _uncounted(item, reading)]
    if not reading.items and reading.amount:
        same = _counted_like(before, reading.amount)
        gone = [with_amount(same, reading.amount)] if same else []
        if same is None:
            return before
    left = without_items(before, [item for item in reading.items if item not in gone])
    taken = {item.item: item.quantity for item in gone}
    fewer = (replace(item, quantity=item.quantity - taken.get(item.item, 0)) for item in left)
    return [item for item in fewer if item.quantity > 0]


def _uncounted(item: Item, reading: Reading) -> bool:
    """取消牛奶 names a good, but not how much of it: all of it goes."""
    return any(doubt.text.startswith(f"“{item.item}”没有写数量") for doubt in reading.doubts)


def _replaced(before: list[Item], old: list[Item], new: list[Item]) -> list[Item]:
    """New goods for those named as old ones, else for those of the same name; without any, for all."""
    changed = {item.item for item in old or new} & {item.item for item in before}
    if not changed:
        return [*before, *new] if old else new
    place = min(number for number, item in enumerate(before) if item.item in changed)
    kept = [item for item in before if item.item not in changed]
    return [*kept[:place], *new, *kept[place:]]


def _of_goods(change: Change, before: list[Item], after: list[Item]) -> Iterator[Doubt]:
    """Goods that stay, or go, though a change does not speak of them; goods that were never ordered."""
    if change.kind == "cancel":
        return
    named = {item.item for item in (*change.old, *change.reading.items)}
    had = {item.item for item in before}
    kept = [item for item in after if item in before and item.item not in named]
    lost = [item for item in before if item not in after and item.item not in named]
    if missing := [item.item for item in change.old if item.item not in had]:
        yield Doubt("items", f"原来的登记里没有{'、'.join(missing)}，请核对", True)
    elif kept:
        yield Doubt("items", f"没有提到原来的{items_text(kept)}，照旧保留")
    if len(lost) > 1:
        yield Doubt("items", f"原来的{items_text(lost)}都换成了{items_text(after)}")


def _another(name: str | None, owner: str | None) -> bool:
    """Whether a change names somebody else than its order does."""
    if not name or not owner or name == owner:
        return False
    return not any(
        test(*pair) for test in (called_after, part_of_name) for pair in ((name, owner), (owner, name))
    )


def _counted_like(items: list[Item], amount: Quantity) -> Item | None:
    """The one item that a bare quantity can mean: the only one, or the only one in that unit."""
    alike = items if len(items) == 1 else [item for item in items if amount.unit and item.unit == amount.unit]
    return alike[0] if len(alike) == 1 else None


def _of_change(doubts: list[Doubt], change: Change, unclear: bool) -> list[Doubt]:
    """Whose it is stands in the order itself; of a change its goods, and which order, can be in doubt."""
    kept = [doubt for doubt in doubts if doubt.field == "line"]
    if change.kind == "correction":
        kept += [doubt for doubt in doubts if doubt.field == "items"]
    if unclear:
        kept.append(Doubt("items", "没有写清楚改哪一样物品、改成多少", True))
    return kept


def without_target(line: ChainLine) -> None:
    """A change whose order is nowhere: a whole order is taken as a new one once somebody agrees."""
    line.doubts.append(Doubt("line", _NO_TARGET, True))
    if line.kind == "correction":
        line.kind = "order"
        line.doubts += _missing(line)
    settle_certainty(line)
    if line.kind == "cancel":
        line.sure = "doubtful"
