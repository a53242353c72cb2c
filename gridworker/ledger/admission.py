"""Whether somebody may be sampled now, and if not, why: what the sampling desk says in large type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gridworker.errors import GridworkerError
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.dated import Dated
from gridworker.ledger.registers import EXEMPT, PRESENCES

PERSON = """
SELECT r.name, p.community, p.building, p.unit, h.room, r.presence, r.presence_since, r.moved_out,
       (SELECT c.times < 1 FROM cadence c WHERE c.name = r.cadence),
       (SELECT e.reason FROM exemption e WHERE e.resident = r.id AND e.kind = :exempt
          AND e.from_day <= :day AND (e.to_day IS NULL OR :day <= e.to_day) ORDER BY e.id DESC LIMIT 1)
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place WHERE r.id = :resident
"""
PAST_PRESENCES = """
SELECT since, value FROM past WHERE register = 'resident' AND field = 'presence' AND row = ?
ORDER BY id
"""
SAMPLES_OF_DAY = """
SELECT sampled_at, tube, place_in_tube FROM sample WHERE resident = ? AND sampled_on = ?
ORDER BY sampled_at, id
"""
PLACE_IN_TUBE = "SELECT place_in_tube FROM sample WHERE tube = ? AND resident = ?"

AT_HOME, AWAY, MOVED_OUT, *_ = PRESENCES

Why = Literal["unknown", "gone", "in_tube", "already", "exempt", "no_tube"]


class NotSampled(GridworkerError):
    """Nothing was registered. The sentence holds no personal data; `name` and `address` are for the screen.

    `can_force`: registering with force=True goes through.
    """

    def __init__(self, why: Why, sentence: str, name: str = "", address: str = "") -> None:
        self.why, self.name, self.address = why, name, address
        super().__init__(sentence)

    @property
    def can_force(self) -> bool:
        return self.why in ("already", "exempt")


@dataclass(frozen=True)
class Comer:
    """Somebody at the desk on a day; `presence` and `exempt_for` (None: not exempt) are that day's."""

    resident: int
    name: str
    address: str
    presence: str
    exempt_for: str | None


def comer(ledger: Ledger, resident: int, day: str) -> Comer:
    """Read who stands at the desk. Raises NotSampled (unknown)."""
    found = ledger.query(PERSON, {"resident": resident, "day": day, "exempt": EXEMPT})
    if not found:
        raise NotSampled("unknown", "台账里没有这个人，没有登记。请就地新增。")
    name, *door, presence, since, moved_out, never, reason = found[0]
    past = tuple((since, value) for since, value in ledger.query(PAST_PRESENCES, (resident,)))
    on_day = Dated(presence, since, past).on(day) or AT_HOME
    if on_day == AT_HOME and moved_out and moved_out <= day:
        on_day = MOVED_OUT
    by_cadence = "检测频次为免检" if never else None
    return Comer(resident, name, Address(*door).display, on_day, reason or by_cadence)


def admit(ledger: Ledger, who: Comer, day: str, tube: str, force: bool) -> None:
    """Let somebody be sampled into a tube, or raise NotSampled.

    Whoever has left, or is in this tube already, cannot be forced.
    """
    if who.presence not in (AT_HOME, AWAY):
        raise _refused("gone", who, f"{who.presence}，没有登记。人已回来请先改在住状态。")
    for (place,) in ledger.query(PLACE_IN_TUBE, (tube, who.resident)):
        raise _refused("in_tube", who, f"已在这一管{_place(place)}，没有重复登记。")
    if force:
        return
    for at, other, place in ledger.query(SAMPLES_OF_DAY, (who.resident, day)):
        where = f"，在 {other} 管{_place(place)}" if other else ""
        raise _refused("already", who, f"今天 {at[11:16]} 已采样{where}，没有重复登记。")
    if who.exempt_for:
        raise _refused("exempt", who, f"免检（{who.exempt_for}），没有登记。本人愿意检测可照常登记。")


def _place(place: int | None) -> str:
    return f"第 {place} 位" if place else ""


def _refused(why: Why, who: Comer, sentence: str) -> NotSampled:
    return NotSampled(why, sentence, who.name, who.address)
