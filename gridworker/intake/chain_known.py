"""A chain against the requests entered from it before: what is new, what changed, what stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gridworker.intake.chain_book import ChainBook, Stored
from gridworker.intake.chain_changes import Change
from gridworker.intake.chain_items import Item
from gridworker.intake.chain_lines import clean
from gridworker.intake.chain_linking import Linked, changed_items, settle_certainty, without_target
from gridworker.intake.chain_plan import ChainLine

CANCELLED = "已取消"
_CANCELLED_LATER = "后来在第 {} 行取消了，不登记"


def chain_name(chain: Linked, given: str, book: ChainBook, at: str) -> str:
    """The chain this is: as given, by its title, else the one that has the same lines; else a new name.

    The same title over other lines is another chain of the same name: then the day is added.
    """
    if given:
        return given
    title = chain.section.title
    for name in book.chains:
        stored = _of(book, name)
        if title and (name == title or name.startswith(f"{title} · ")) and not _contradicts(chain, stored):
            return name
        if not title and _overlaps(chain, stored):
            return name
    new = title or f"微信接龙 {at[:16]}"
    for attempt in (new, f"{new} · {at[:10]}", f"{new} · {at[:16]}"):
        if attempt not in book.chains:
            return attempt
    return f"{new} · {at}"


def _of(book: ChainBook, chain: str) -> list[Stored]:
    return [each for each in book.stored if each.row["chain"] == chain]


def _contradicts(chain: Linked, stored: Sequence[Stored]) -> bool:
    """Whether most numbers that both have stand at other doors."""
    by_number = {each.row["chain_line"]: each for each in stored if each.row["chain_line"] is not None}
    both = [(line, by_number[line.number]) for line in chain.orders if line.number in by_number]
    sources = {each.sources[0] for each in stored if each.sources}
    same = sum(each.row["household"] == line.household or line.sources[0] in sources for line, each in both)
    return 2 * int(same) < len(both)


def _overlaps(chain: Linked, stored: Sequence[Stored]) -> bool:
    sources = {each.sources[0] for each in stored if each.sources}
    orders = chain.orders
    same = sum(line.sources[0] in sources for line in orders)
    return same > 0 and same * 2 >= min(len(stored), len(orders))


def compare(chain: Linked, name: str, book: ChainBook, edited: Callable[[int], bool]) -> list[int]:
    """Decide what happens to every line; return the numbers of earlier requests that are gone.

    `edited` tells of a row that somebody typed into it.
    """
    stored = _of(book, name)
    waiting = list(stored)
    for test in (_same_line, _same_source, _same_door, _edited_elsewhere):
        for line in chain.orders:
            if line.order is None and (found := next((s for s in waiting if test(line, s)), None)):
                line.order = found.id
                waiting.remove(found)
    by_id = {each.id: each for each in stored}
    for line in chain.orders:
        known = by_id.get(line.order or 0)
        if known:
            _decide_known(chain, line, known, edited(line.row))
        else:
            _decide_new(chain, line)
    for line in chain.lines:
        line.chain = name
        if line.row in chain.changes:
            _change_stored(chain, line, chain.changes[line.row], stored, book)
        elif line.target is not None:
            _mirror(line, next(order for order in chain.lines if order.row == line.target))
    changed = {line.order for line in chain.lines}
    found_again = {_origin(by_id[line.order]) for line in chain.orders if line.order in by_id}
    gone = (each for each in waiting if each.id not in changed and _origin(each) not in found_again)
    return [each.row["chain_line"] for each in gone if each.row["chain_line"]]


def _origin(stored: Stored) -> tuple[object, ...]:
    """Which line a request came from; one that was split in two has it twice."""
    return stored.row["chain_line"], stored.row["household"], stored.sources


# -- which request a line is


def _same_line(line: ChainLine, stored: Stored) -> bool:
    return _same_source(line, stored) and line.number == stored.row["chain_line"]


def _same_source(line: ChainLine, stored: Stored) -> bool:
    return bool(stored.sources) and stored.sources[0] == line.sources[0]


def _same_door(line: ChainLine, stored: Stored) -> bool:
    return (
        line.number is not None
        and line.number == stored.row["chain_line"]
        and line.household == stored.row["household"]
    )


def _edited_elsewhere(line: ChainLine, stored: Stored) -> bool:
    """Edited and moved to another number, as the chat program does with whoever joins again."""
    return (
        line.number is not None
        and stored.row["chain_line"] is not None
        and line.household is not None
        and line.household == stored.row["household"]
        and line.requester == stored.row["requester"]
    )


# -- what happens to it


def _decide_new(chain: Linked, line: ChainLine) -> None:
    if line.row in chain.cancelled:
        line.action, line.why = "ignored", _CANCELLED_LATER.format(chain.cancelled[line.row])
    elif line.sure in ("certain", "likely"):
        mended = len(line.sources) > line.text.count("\n") + 1
        line.action, line.why = "added", "新登记，已按后面的更正" if mended else "新登记"
    else:
        line.action, line.why = "rejected", line.doubt_text


def _decide_known(chain: Linked, line: ChainLine, known: Stored, edited: bool) -> None:
    when = f"{str(known.row['requested_at'])[5:16]} 已登记，现在是“{known.status}”"
    line.action, line.why = "unchanged", when
    if tuple(line.sources) == known.sources and not edited:
        return
    if line.row in chain.cancelled:
        _cancel(line, known)
    elif not _same_content(line, known):
        _change(line, known)


def _same_content(line: ChainLine, known: Stored) -> bool:
    row = known.row
    return (
        bool(line.household == row["household"])
        and _as_stored(line.lines) == _as_stored(known.lines)
        and (line.requester, line.phone) == (row["requester"], row["phone"])
    )


def _as_stored(items: Sequence[Item]) -> tuple[tuple[str, int, str], ...]:
    return tuple((item.item, item.quantity, item.unit) for item in items)


def _change(line: ChainLine, known: Stored) -> None:
    if line.sure not in ("certain", "likely"):
        line.action, line.why = "rejected", line.doubt_text
    elif known.untouched:
        line.action, line.why = "changed", "接龙里改过，原来的登记跟着改"
    else:
        line.why = f"接龙里改过，但登记已是“{known.status}”，没有改动；需要时请在“需求”里处理"


def _cancel(line: ChainLine, known: Stored) -> None:
    if known.status == CANCELLED:
        return
    if known.untouched:
        line.action, line.why = "cancelled", "接龙里取消了，登记跟着取消"
    else:
        line.why = f"接龙里取消了，但登记已是“{known.status}”，没有改动；需要时请在“需求”里处理"


def _mirror(line: ChainLine, target: ChainLine) -> None:
    """A change happens as its order does."""
    if line.sure in ("doubtful", "unread"):
        line.action, line.why = "rejected", line.doubt_text
        return
    line.action, line.why = target.action, f"改第 {target.row} 行：{target.why}"
    if target.action == "added":
        line.action, line.why = "changed", f"已并入第 {target.row} 行"


def _change_stored(
    chain: Linked, line: ChainLine, change: Change, stored: Sequence[Stored], book: ChainBook
) -> None:
    """A change alone, without its order in the text: the ledger has that."""
    known = _meant(line, change, stored)
    if known is None:
        without_target(line)
        _decide_new(chain, line)
        return
    line.order = known.id
    if any(clean(source) in known.sources for source in line.sources):
        line.action, line.why = "unchanged", f"已经改过，现在是“{known.status}”"
        return
    _apply_to_stored(chain, line, change, known, book)


def _apply_to_stored(chain: Linked, line: ChainLine, change: Change, known: Stored, book: ChainBook) -> None:
    items = changed_items(chain.section, change, list(known.lines))
    row = known.row
    line.household, line.address = row["household"], book.homes.address_of(row["household"])
    line.requester, line.phone = row["requester"], row["phone"]
    line.id_number = row["id_number"]
    line.doubts = [doubt for doubt in line.doubts if doubt.field == "items"]
    settle_certainty(line)
    if items is None:
        line.sure, line.action, line.why = "doubtful", "rejected", "没有写清楚改哪一样物品、改成多少"
        return
    line.lines = items
    line.sources = [*known.sources, *line.sources]
    if change.kind == "cancel" and not items:
        _cancel(line, known)
    else:
        _change(line, known)


def _meant(line: ChainLine, change: Change, stored: Sequence[Stored]) -> Stored | None:
    number = change.reference if change.reference is not None else line.number
    tests: list[tuple[bool, str, object]] = [
        (change.reference is not None, "chain_line", number),
        (change.reference is None and line.household is not None, "household", line.household),
        (change.reference is None and line.household is None and number is not None, "chain_line", number),
        (number is None and bool(line.requester), "requester", line.requester),
    ]
    for applies, key, value in tests:
        if applies:
            return next((each for each in reversed(stored) if each.row[key] == value), None)
    return None
