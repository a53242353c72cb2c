"""老年人疫苗接种: who of 60 and over has how many doses, why not, and whose next dose is due."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.care_kinds import born_by
from gridworker.ledger.residing import Dweller, dwellers
from gridworker.ledger.scope import WHOLE, Scope

ELDERLY, OLDEST = 60, 80
COMPLETE = 3  # doses, the last of them 加强针
UNTOLD = "未说明"
MONTHS_SETTING, MONTHS = "booster_months", 6

Standing = Literal["none", "unknown", "boost", "undated", "waiting", "complete"]
"""No dose; doses unknown; 1–2 doses and the next due; 1–2 without a day; 1–2 not yet due; 3 and more."""


class Elder(NamedTuple):
    """One person of 60 and over; `reason` is why there is no dose."""

    resident: int
    household: int
    name: str
    age: int
    where: tuple[str, ...]
    phones: tuple[str, ...]
    doses: int | None
    dosed_on: str | None
    reason: str | None
    standing: Standing
    own: str | None

    @property
    def address(self) -> Address:
        return Address(*self.where)

    @property
    def without(self) -> bool:
        """Whether there is no dose that the ledger knows of."""
        return self.standing in ("none", "unknown")


@dataclass(frozen=True)
class Tally:
    """Counts of some elders: `doses` and `standings` each add up to `people`, `reasons` to those without."""

    people: int
    doses: Counter[int | None]
    standings: Counter[Standing]
    reasons: Counter[str]

    @property
    def dosed(self) -> int:
        """With one dose at least."""
        return self.people - self.standings["none"] - self.standings["unknown"]

    @property
    def coverage(self) -> float | None:
        """With one dose at least ÷ all; None when there is nobody."""
        return round(self.dosed / self.people, 4) if self.people else None


def vaccination(ledger: Ledger, on: str, scope: Scope = WHOLE) -> list[Elder]:
    """Everyone of 60 and over who lives here on the ISO day, in address order."""
    latest = _months_before(on, booster_months(ledger))
    who = dwellers(ledger, on, scope, "r.born <= ?", (born_by(on, ELDERLY),))
    return [_elder(each, latest) for each in who]


def tally(elders: Iterable[Elder], least: int = ELDERLY, below: int = 1000) -> Tally:
    """Count those from `least` to under `below` years old."""
    some = [elder for elder in elders if least <= elder.age < below]
    return Tally(
        len(some),
        Counter(elder.doses for elder in some),
        Counter(elder.standing for elder in some),
        Counter(elder.reason or UNTOLD for elder in some if elder.without),
    )


def booster_months(ledger: Ledger) -> int:
    """After how many months the next dose is due."""
    text = ledger.setting(MONTHS_SETTING)
    return int(text) if text.isdecimal() and int(text) else MONTHS


def _elder(each: Dweller, latest: str) -> Elder:
    standing = _standing(each.doses, each.dosed_on, latest)
    return Elder(
        each.resident, each.household, each.name, each.age or 0, each.where, each.phones, each.doses,
        each.dosed_on, each.no_dose_reason, standing, each.own,
    )  # fmt: skip


def _standing(doses: int | None, dosed_on: str | None, latest: str) -> Standing:
    if doses is None:
        return "unknown"
    if doses <= 0:
        return "none"
    if doses >= COMPLETE:
        return "complete"
    return "undated" if dosed_on is None else "boost" if dosed_on <= latest else "waiting"


def _months_before(day: str, months: int) -> str:
    """The ISO day so many months earlier; the last of the month where there is no such day."""
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 - months
    year, month = count // 12, count % 12 + 1
    return f"{year:04d}-{month:02d}-{min(int(day[8:]), monthrange(year, month)[1]):02d}"
