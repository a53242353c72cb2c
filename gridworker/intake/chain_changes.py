"""Lines that change an earlier order: 7. 改为3份, 3-2-501 张三 2份改3份, 第5条取消, 取消牛奶."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from gridworker.intake.chain_book import ChainBook
from gridworker.intake.chain_draft import Correction, Reading, Section
from gridworker.intake.chain_items import Item
from gridworker.intake.chain_quantities import QUANTITY, Quantity
from gridworker.intake.chain_reading import read_order
from gridworker.intake.chain_words import CANCEL, CHANGE, REMARK

_REFERENCE = re.compile(
    r"^\s*(?:把|将|原|楼上|上面|前面|我的)?\s*(?:第|#)?\s*(?P<n>[0-9]{1,3})\s*(?:[号条楼位个.、,:]|的|\s)*$"
)
_REFERENCE_BEHIND = re.compile(
    r"\s*[:,]?\s*(?:第\s*(?P<m>[0-9]{1,3})\s*[条位个号楼]?|(?P<n>[0-9]{1,3})\s*[条位号])(?!\s*(?:楼|栋|-|[0-9]{3}|[0-9]+\s*(?:单元|-)))\s*[:,是为]*"
)
_REFERENCE_INSIDE = re.compile(r"(?:第|楼上|上面|前面)\s*(?P<n>[0-9]{1,3})\s*[条位个号](?!楼)")


@dataclass(frozen=True)
class Change:
    """A line that changes or cancels: which number it names, what it says, and which goods it was (`old`)."""

    kind: Literal["correction", "cancel"]
    reference: int | None
    reading: Reading
    old: tuple[Item, ...] = ()


def change_in(text: str, book: ChainBook, section: Section, given: Correction) -> Change | None:
    """Read a line as a change, or None when it is none. `text` has its number blotted out."""
    if word := CANCEL.search(text):
        before, after = text[: word.start()], text[word.end() :]
        reference, before = _reference(before)
        if reference is None and (found := _REFERENCE.match(after)):
            reference, after = int(found["n"]), " " * len(after)
        whole = before + " " * len(word[0]) + after
        return Change("cancel", reference, read_order(whole, book, section, given, order=False))
    word = CHANGE.search(text)
    if word is None or REMARK.search(text[: word.start()]):
        return None
    reference, before = _reference(text[: word.start()])
    after = text[word.end() :]
    if reference is None and (found := _REFERENCE_BEHIND.match(after)):
        reference, after = int(found["n"] or found["m"]), " " * found.end() + after[found.end() :]
    reading, old = _changed(before, len(word[0]), after, book, section, given)
    return Change("correction", reference, reading, tuple(old))


def _reference(before: str) -> tuple[int | None, str]:
    found = _REFERENCE.match(before) or _REFERENCE_INSIDE.search(before)
    if not found:
        return None, before
    kept = before[: found.start()] + " " * (found.end() - found.start()) + before[found.end() :]
    return int(found["n"]), kept


def _changed(
    before: str, width: int, after: str, book: ChainBook, section: Section, given: Correction
) -> tuple[Reading, list[Item]]:
    """What stands behind 改 holds; in front of it stand door and person, and what was wanted before."""
    whole = f"{before}{' ' * width}{after}"
    if not before.strip() or not (QUANTITY.search(after) or section.goods.places(after)):
        return read_order(whole, book, section, given, order=False), []
    old = read_order(before, book, section, replace(given, items=None), order=False)
    new = read_order(" " * (len(before) + width) + after, book, section, given, order=False)
    if not (new.address or new.options) or old.address or old.options:
        for part in ("home", "address", "options", "requester", "known", "phone", "id_number"):
            if not getattr(new, part) or part in ("home", "address", "options"):
                setattr(new, part, getattr(old, part))
        new.doubts = [doubt for doubt in new.doubts if doubt.field not in ("door",)]
        new.doubts += [doubt for doubt in old.doubts if doubt.field in ("door", "name", "phone")]
    if not new.items and isinstance(new.amount, Quantity) and len(old.items) == 1:
        new.items, new.amount = [with_amount(old.items[0], new.amount)], None
    return new, old.items


def with_amount(item: Item, amount: Quantity) -> Item:
    """The same good in another quantity."""
    return replace(item, quantity=amount.count, unit=amount.unit or item.unit)


def without_items(items: list[Item], gone: list[Item]) -> list[Item]:
    """What is left when these goods are cancelled."""
    names = {item.item for item in gone}
    return [item for item in items if item.item not in names]
