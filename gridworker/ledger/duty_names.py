"""Names of people on duty as they are typed or pasted into a cell of the week. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gridworker.errors import ValueProblem
from gridworker.ledger.fields import TEXT, Field
from gridworker.ledger.names import parse_name
from gridworker.ledger.phones import parse_phones
from gridworker.ledger.pinyin import pinyin_of

_BETWEEN = re.compile(r"[、，,;；/\s]+")
_NOBODY = frozenset({"（空）", "(空)", "—", "-", "/"})  # as empty places are printed
_LETTERS = re.compile(r"[a-zA-Z]+")
_NUMBER = re.compile(r"[0-9-]{7,}")
_PHONE_BEHIND = re.compile(r"(?<=[^\d\s-])(?=[0-9-]{7,})")
_NAMED = 4  # candidates named before 等
_NAME = Field("person", "值班人", TEXT)


def read_names(text: str, people: Sequence[str]) -> dict[str, str | None]:
    """Read the names of a cell, in their order, each with the phone that stands behind it or None.

    Names stand between 、, commas or spaces; a Latin name with a space is one when the list `people` has
    it. Letters are initials or pinyin of somebody on the list. Raises ValueProblem with a sentence.
    """
    found: dict[str, str | None] = {}
    for word in _words(text, people):
        if _NUMBER.fullmatch(word) and found:
            found[list(found)[-1]] = parse_phones(word)[0]
        else:
            found.setdefault(_person(word, people), None)
    return found


def candidates(word: str, people: Sequence[str]) -> list[str]:
    """People of the list meant by initials, the begin of the pinyin, or any part of the name."""
    wanted = word.casefold()
    if not wanted:
        return []
    if not _LETTERS.fullmatch(word):
        return [name for name in people if wanted in name.casefold()]
    spelt = [(name, pinyin_of(name)) for name in people]
    exact = [name for name, pinyin in spelt if wanted == pinyin.initials]
    begun = [name for name, p in spelt if p.initials.startswith(wanted) or p.full.startswith(wanted)]
    return list(dict.fromkeys(exact + begun))


def last_word(text: str) -> str:
    """What is being typed at the end of a cell."""
    return _BETWEEN.split(text)[-1]


def with_last_word(text: str, name: str) -> str:
    """The cell's text with a name in the place of what is being typed at its end."""
    return text[: len(text) - len(last_word(text))] + name


def _words(text: str, people: Sequence[str]) -> list[str]:
    spaced = _PHONE_BEHIND.sub(" ", text.strip())
    for name in (name for name in people if " " in name):
        spaced = re.sub(re.escape(name), name.replace(" ", "\0"), spaced, flags=re.IGNORECASE)
    words = (word.replace("\0", " ") for word in _BETWEEN.split(spaced))
    return [word for word in words if word and word not in _NOBODY]


def _person(word: str, people: Sequence[str]) -> str:
    known = {name.casefold(): name for name in people}
    if word.casefold() in known:
        return known[word.casefold()]
    if not _LETTERS.fullmatch(word):
        return str(_NAME.parse(parse_name(word)))
    found = candidates(word, people)
    if not found:
        raise ValueProblem(
            f"没有拼音或首字母是“{word[:20]}”的值班人员，请打全名，或先在“设置 → 值班人员”里添加"
        )
    exact = [name for name in found if pinyin_of(name).initials == word.casefold()]
    meant = exact if len(exact) == 1 else found
    if len(meant) > 1:
        more = f"等 {len(meant)} 人" if len(meant) > _NAMED else ""
        raise ValueProblem(
            f"“{word[:20]}”可能是{'、'.join(meant[:_NAMED])}{more}，请再打几个字母，或用数字选"
        )
    return meant[0]
