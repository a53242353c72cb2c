"""Goods and quantities of a line brought together, whichever stands first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gridworker.intake.chain_quantities import Quantity

_HARD = re.compile(r"[+,、;()]")


@dataclass
class Piece:
    """A good (by the words for it) or a quantity, in the order of the text; `each` is a good with 各.

    `unit` is the measure of a good that stands before its figure (鸡蛋板1).
    """

    start: int
    end: int
    words: str = ""
    quantity: Quantity | None = None
    each: bool = False
    unit: str = ""


@dataclass
class Pair:
    """A good with its quantity; either may be missing."""

    good: Piece | None
    amount: Piece | None = None

    @property
    def start(self) -> int:
        return min(piece.start for piece in (self.good, self.amount) if piece)


def paired(text: str, pieces: Sequence[Piece]) -> list[Pair]:
    """Pair what stands between hard signs, then what a sign has parted (蔬菜包，2份), then 各."""
    pairs: list[Pair] = []
    for group in _groups(text, list(_described(text, list(_bracketed(text, pieces))))):
        for pair in _in_group(group):
            last = pairs[-1] if pairs else None
            if last and pair.good is None and last.good and last.amount is None and not last.good.each:
                last.amount = pair.amount
            elif last and last.good is None and pair.amount is None:
                last.good = pair.good
            else:
                pairs.append(pair)
    for number, pair in enumerate(pairs):
        if pair.good and pair.good.each and pair.amount:
            for other in pairs[:number]:
                other.amount = other.amount or pair.amount
    return pairs


def _groups(text: str, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that no hard sign parts, and of these the chunks that blanks part where each is whole."""
    chunks: list[list[Piece]] = []
    for piece in pieces:
        between = text[chunks[-1][-1].end : piece.start] if chunks else ""
        if chunks and _HARD.search(between):
            yield from _joined(chunks)
            chunks = []
        if chunks and not between.strip("*:"):
            chunks[-1].append(piece)
        else:
            chunks.append([piece])
    yield from _joined(chunks)


def _joined(chunks: list[list[Piece]]) -> list[list[Piece]]:
    """Neighbouring chunks of goods only or quantities only make one group."""
    joined: list[list[Piece]] = []
    before_whole = True
    for chunk in chunks:
        whole = any(piece.words for piece in chunk) and any(piece.quantity for piece in chunk)
        if joined and not whole and not before_whole:
            joined[-1] += chunk
        else:
            joined.append(chunk)
        before_whole = whole
    return joined


def _in_group(group: list[Piece]) -> list[Pair]:
    """Quantity first where a quantity stands first and a good last (2份蔬菜包), else good first."""
    if group[0].quantity and group[-1].words:
        group.reverse()
    made: list[Pair] = []
    for piece in group:
        if piece.words:
            made.append(Pair(piece))
        elif made and made[-1].good and made[-1].amount is None:
            made[-1].amount = piece
        else:
            made.append(Pair(None, piece))
    return sorted(made, key=lambda pair: pair.start)


def _bracketed(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """降压药（硝苯地平）2盒: a good in brackets behind another describes it."""
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        inside = pieces[number + 1] if number + 1 < len(pieces) else None
        opens = inside and piece.words and inside.words and text[piece.end : inside.start].strip() == "("
        if inside and opens and text[inside.end :].lstrip().startswith(")"):
            end = text.index(")", inside.end) + 1
            yield replace(piece, words=text[piece.start : end], end=end)
            number += 1
        else:
            yield piece
        number += 1


def _described(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """牛奶250ml 24盒, 10斤装大米1袋, 爱他美3段奶粉2罐: a measure that only describes the good."""
    number = 0
    while number < len(pieces):
        piece, following = pieces[number], pieces[number + 1 : number + 3]
        if size := _sized(text, pieces, number):
            last = pieces[number + size - 1]
            yield replace(last, start=piece.start, words=text[piece.start : last.end])
            number += size - 1
        elif _describes(text, piece, following):
            measure = following[0]
            words = piece.words + text[piece.end : measure.end].strip()
            yield replace(piece, words=words, end=measure.end)
            number += 1
        else:
            yield piece
        number += 1


def _sized(text: str, pieces: Sequence[Piece], first: int) -> int:
    """How many pieces from the first one on name one good whose size stands before it; 0 for none."""
    for size in (2, 3):
        named, rest = pieces[first : first + size], pieces[first + size :]
        if len(named) < size or not rest or not named[-1].words:
            continue
        measure, amount = named[-2].quantity, rest[0].quantity
        if not (measure and measure.measure and amount and amount.unit and not amount.measure):
            continue
        glued = all(one.end == following.start for one, following in pairwise(named))
        owned = len(rest) > 1 and rest[1].words and rest[1].start == rest[0].end  # 5斤土豆1袋米
        parted = _HARD.search(text[named[-1].end : rest[0].start])
        branded = size == 3 and bool(named[0].words) and measure.unit == "段"
        behind = size == 2 and first > 0 and bool(pieces[first - 1].words) and not measure.packed
        counted = behind and pieces[first - 1].end == named[0].start  # 土豆5斤白菜3袋
        if glued and not owned and not parted and (branded or (size == 2 and not counted)):
            return size
    return 0


def _describes(text: str, piece: Piece, following: Sequence[Piece]) -> bool:
    amounts = [each.quantity for each in following]
    if not piece.words or len(amounts) < 2 or _HARD.search(text[piece.end : following[1].start]):
        return False
    first, second = amounts
    return bool(first and second and first.measure and second.unit and not second.measure)
