"""The testing rules as data that the worker edits, and whose cadence is which (domain.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gridworker.errors import GridworkerError, ValueProblem
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import parse_day

CADENCES = "SELECT name, times, days FROM cadence ORDER BY id"
TRADES = "SELECT name, cadence FROM trade ORDER BY id"
STATUSES = "SELECT name, cadence FROM managed_status ORDER BY id"
REASONS = "SELECT name FROM reason ORDER BY id"
SETTINGS = "SELECT key, value FROM setting"

BY_REPORT, BY_SAMPLING = "报告时间", "采样时间"


class PolicyProblem(GridworkerError):
    def __init__(self, heading: str, value: str, wanted: str) -> None:
        super().__init__(f"设置里“{heading}”的内容“{value}”不对，{wanted}。请在“设置”里改正后再试。")


@dataclass(frozen=True)
class Cadence:
    """Tests on `times` distinct days in every `days` days; `times` 0 is never (免检)."""

    name: str
    times: int
    days: int

    @property
    def never(self) -> bool:
        return self.times < 1

    @property
    def strictness(self) -> tuple[Fraction, int, str]:
        """Sorts the strictest first: largest times/days, then fewest days; the name only settles ties."""
        return -Fraction(self.times, max(self.days, 1)), self.days, self.name


DAILY = Cadence("一天一检", 1, 1)
DEFAULT_BASE = Cadence("三天一检", 1, 3)


@dataclass(frozen=True)
class Policy:
    """The rules in force. `statuses` holds only those that set a cadence; `testing_since` None is blank."""

    cadences: Mapping[str, Cadence]
    trades: Mapping[str, Cadence]
    statuses: Mapping[str, Cadence]
    base: Cadence
    testing_since: str | None
    proof_hours: int
    proof_by: str
    tube_size: int
    reasons: tuple[str, ...]


def load_policy(ledger: Ledger) -> Policy:
    """Read the rules from the ledger. Raises PolicyProblem when a setting makes no sense.

    免检 and names that no cadence bears set no cadence for a trade, a status or the base: 免检 counts
    only when set on the resident. Without a usable base everyone else is on 三天一检.
    """
    cadences = {name: Cadence(name, times, days) for name, times, days in ledger.query(CADENCES)}
    usable = {name: cadence for name, cadence in cadences.items() if not cadence.never}
    settings = {key: value or "" for key, value in ledger.query(SETTINGS)}
    return Policy(
        cadences=cadences,
        trades={name: usable[which] for name, which in ledger.query(TRADES) if which in usable},
        statuses={name: usable[which] for name, which in ledger.query(STATUSES) if which in usable},
        base=usable.get(settings.get("base_cadence", ""), DEFAULT_BASE),
        testing_since=_day(settings, "testing_since", "检测起始日"),
        proof_hours=_number(settings, "proof_hours", "核酸证明有效小时", 48),
        proof_by=BY_SAMPLING if settings.get("proof_by") == BY_SAMPLING else BY_REPORT,
        tube_size=_number(settings, "tube_size", "每管人数", 10),
        reasons=tuple(name for (name,) in ledger.query(REASONS)),
    )


def strictest(cadences: Iterable[Cadence | None]) -> Cadence | None:
    """The strictest of those given; None when there is none."""
    return min((c for c in cadences if c is not None), key=lambda c: c.strictness, default=None)


def trade_cadence(policy: Policy, trade: str | None) -> Cadence | None:
    """The strictest cadence of all 重点行业 named in the text, also inside a longer word."""
    return strictest(cadence for name, cadence in policy.trades.items() if name in (trade or ""))


def whose_cadence(
    policy: Policy,
    *,
    own: str | None = None,
    trade: str | None = None,
    closed_loop: bool = False,
    status: str | None = None,
) -> Cadence:
    """One resident's cadence on a day on which these facts hold.

    `closed_loop`: active and not on leave; `status`: of the place, its building or its 小区. An `own`
    cadence that the ledger does not know counts as blank.
    """
    if own and own in policy.cadences:
        return policy.cadences[own]
    by_rule = trade_cadence(policy, trade), policy.statuses.get(status or ""), DAILY if closed_loop else None
    return strictest((policy.base, *by_rule)) or policy.base


def _day(settings: Mapping[str, str], key: str, heading: str) -> str | None:
    value = settings.get(key, "")
    try:
        return parse_day(value) if value.strip() else None
    except ValueProblem:
        raise PolicyProblem(heading, value, "应是 2022-11-28 这样的日期") from None


def _number(settings: Mapping[str, str], key: str, heading: str, default: int) -> int:
    value = settings.get(key, "").strip()
    if value and not (value.isdecimal() and int(value) > 0):
        raise PolicyProblem(heading, value, "应是大于零的整数")
    return int(value or default)
