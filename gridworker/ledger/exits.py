"""出入登记: who is out now, who is late back, whose pass runs out (domain.md §1)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from gridworker.errors import GridworkerError
from gridworker.ledger.address import Address
from gridworker.ledger.admission import AT_HOME, AWAY, comer
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.days import days_between, shift
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.todo_item import Todo

EXITS = """
SELECT e.*, r.name, r.phone, p.community, p.building, p.unit, h.room
FROM exit_pass e JOIN resident r ON r.id = e.resident
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place WHERE {scope} AND {which}
"""
COUNTS = """
SELECT COUNT(*), SUM(e.back_at <= ?) FROM exit_pass e JOIN resident r ON r.id = e.resident
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place WHERE {scope}
"""
# Of several passes of a person the one that runs out last is meant.
RUNNING_OUT = """
SELECT e.id FROM exit_pass e WHERE e.pass_expires <= ? AND NOT EXISTS (
  SELECT 1 FROM exit_pass n WHERE n.resident = e.resident
    AND (n.pass_expires > e.pass_expires OR (n.pass_expires = e.pass_expires AND n.id > e.id)))
"""
STILL_OUT = "e.left_at IS NOT NULL AND (e.back_at IS NULL OR e.back_at > ?)"
OUT = """
SELECT e.resident, e.id, e.left_at, e.purpose FROM json_each(?) w
JOIN exit_pass e ON e.resident = w.value AND e.left_at IS NOT NULL AND e.back_at IS NULL
ORDER BY e.left_at, e.id
"""
LAST_PASS = """
SELECT pass_number, pass_expires FROM exit_pass
WHERE resident = ? AND (pass_number IS NOT NULL OR pass_expires IS NOT NULL)
ORDER BY COALESCE(pass_expires, '') DESC, id DESC LIMIT 1
"""
RECENT_PURPOSES = "SELECT purpose FROM exit_pass GROUP BY purpose ORDER BY MAX(id) DESC LIMIT 12"
PURPOSES = ("购物", "就医", "上班", "其他")
_PERSON = ("name", "phone", "community", "building", "unit", "room")
_WARNING_DAYS = 3
_LONG = 10  # days
_BEGIN, _END = " 00:00:00", " 23:59:59"

PassState = Literal["", "soon", "expired"]


class NotLetThrough(GridworkerError):
    """Nothing was registered. The sentence holds no personal data; name and address are for the screen."""

    def __init__(self, sentence: str, name: str = "", address: str = "") -> None:
        self.name, self.address = name, address
        super().__init__(sentence)


@dataclass(frozen=True)
class Exit:
    """One going out as of the ISO moment `now`.

    `pass_days` are those the pass still holds after today (negative: it has run out); None while it holds
    for long, and where the person has a later one.
    """

    row: Row
    now: str
    name: str
    phone: str | None
    door: Address
    pass_days: int | None

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def out(self) -> bool:
        left, back = self.row["left_at"], self.row["back_at"]
        return bool(left) and left <= self.now and (back is None or back > self.now)

    @property
    def due_back(self) -> str | None:
        """When they are expected; a day without a clock time means its end."""
        expected: str | None = self.row["expected_back"]
        return expected[:10] + _END if expected and expected.endswith(_BEGIN) else expected

    @property
    def late(self) -> bool:
        return self.out and self.due_back is not None and self.due_back < self.now

    @property
    def back(self) -> bool:
        return self.row["back_at"] is not None and self.row["back_at"] <= self.now

    @property
    def late_minutes(self) -> int:
        """How long past the time of return, while out."""
        return minutes_between(self.due_back, self.now) if self.late and self.due_back else 0

    @property
    def out_minutes(self) -> int:
        """How long out until now; 0 when not out."""
        return minutes_between(self.row["left_at"], self.now) if self.out else 0

    @property
    def said(self) -> str:
        """The state in words."""
        if self.out:
            return (
                f"逾期 {in_words(self.late_minutes)}" if self.late else f"外出 {in_words(self.out_minutes)}"
            )
        return "已返回" if self.back else "未外出"

    @property
    def pass_said(self) -> str:
        """What is to be said of the pass, with its mark; empty while it holds for long."""
        if not self.pass_state or self.pass_days is None:
            return ""
        if self.pass_days < 0:
            return f"× 过期 {-self.pass_days} 天"
        return f"▲ 还有 {self.pass_days} 天" if self.pass_days else "▲ 今天到期"

    @property
    def pass_state(self) -> PassState:
        if self.pass_days is None:
            return ""
        return "soon" if self.pass_days >= 0 else "expired"

    @property
    def urgency(self) -> tuple[Any, ...]:
        """Sorts the late first, the longest before, then who is out, then the others, the newest first."""
        return not self.late, -self.late_minutes, not self.out, -self.id


@dataclass(frozen=True)
class Passage:
    """What was registered at the gate: who, whether coming back, since when out, and the pass as of then."""

    row: int
    resident: int
    name: str
    address: str
    coming_back: bool
    since: str
    purpose: str
    pass_days: int | None


def exits(ledger: Ledger, now: str, scope: Scope = WHOLE, *, waiting: bool = False) -> list[Exit]:
    """Every row of the register as of the ISO moment, the most urgent first.

    `waiting`: only who is out and whose pass has run out or soon will, however long the register is.
    """
    condition, parameters = scope.condition()
    ending = {row for (row,) in ledger.query(RUNNING_OUT, (shift(now[:10], warning_days(ledger)),))}
    which = f"({STILL_OUT} OR e.id IN (SELECT value FROM json_each(?)))" if waiting else "1"
    wanted = [*parameters, *((now, json.dumps(sorted(ending))) if waiting else ())]
    found = []
    for row in ledger.dicts(EXITS.format(scope=condition, which=which), wanted):
        name, phone, *door = (row.pop(key) for key in _PERSON)
        row |= json.loads(row.pop("own") or "{}")
        held = days_between(now[:10], row["pass_expires"]) if row["id"] in ending else None
        found.append(Exit(row, now, name, phone, Address(*door), held))
    return sorted(found, key=lambda each: each.urgency)


def count_exits(ledger: Ledger, now: str, scope: Scope = WHOLE) -> tuple[int, int]:
    """How many rows the register has, and how many of them tell of somebody who is back."""
    condition, parameters = scope.condition()
    rows, back = ledger.query(COUNTS.format(scope=condition), [now, *parameters])[0]
    return rows, back or 0


def warning_days(ledger: Ledger) -> int:
    """How many days before its last a pass is spoken of (setting pass_warning_days)."""
    text = ledger.setting("pass_warning_days").strip()
    return int(text) if text.isdecimal() else _WARNING_DAYS


def exit_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Who is late back by the clock on the ISO day, and whose pass has run out or soon will."""
    known = exits(ledger, f"{on} {datetime.now():%H:%M:%S}", waiting=True)
    late = [each for each in known if each.late]
    passes = [each for each in known if each.pass_state]
    found = []
    if late:
        longest = in_words(max(each.late_minutes for each in late))
        text = f"{len(late)} 人外出逾期未归，最久已超 {longest}"
        found.append(Todo("bad", text, "visits", {"page": "exits", "state": "late"}))
    if passes:
        expired = sum(each.pass_state == "expired" for each in passes)
        text = f"{len(passes)} 张出入证已到期或即将到期" + (f"，其中 {expired} 张已过期" if expired else "")
        found.append(Todo("warn", text, "visits", {"page": "exits", "state": "pass"}))
    return found


def in_words(minutes: int) -> str:
    """40分钟, 5小时, 2天3小时; hours do not count any more after ten days."""
    days, hours = divmod(minutes // 60, 24)
    if days >= _LONG:
        return f"{days}天"
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    return f"{hours}小时" if hours else f"{minutes}分钟"


def minutes_between(earlier: str, later: str) -> int:
    """Whole minutes from one ISO moment to another."""
    return int((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() // 60)


# -- at the gate


def out_since(ledger: Ledger, residents: Collection[int]) -> dict[int, str]:
    """The moment since when each of these is out; those who are in are left out."""
    return {resident: left for resident, _, left, _ in ledger.query(OUT, (json.dumps(list(residents)),))}


def recent_purposes(ledger: Ledger) -> tuple[str, ...]:
    """What people went out for, the latest first, then the usual ones."""
    recent = [purpose for (purpose,) in ledger.query(RECENT_PURPOSES)]
    return tuple(dict.fromkeys((*recent, *PURPOSES)))


def refuse_if_out(ledger: Ledger, resident: int, but: int | None = None) -> None:
    """Raise NotLetThrough when the resident is out by another row than `but`."""
    for _, row, left, purpose in ledger.query(OUT, (json.dumps([resident]),)):
        if row != but:
            who = comer(ledger, resident, left[:10])
            raise NotLetThrough(
                f"{left[5:16]} 外出（{purpose}）还没有登记返回，没有重复登记。请先登记返回。",
                who.name,
                who.address,
            )


def go_out(
    ledger: Ledger,
    resident: int,
    at: str,
    purpose: str | None,
    destination: str | None = None,
    expected_back: str | None = None,
) -> int:
    """Register that somebody goes out, with the pass they had last; return the row.

    Raises NotLetThrough when out already or no longer living here, RowProblems.
    """
    refuse_if_out(ledger, resident)
    who = comer(ledger, resident, at[:10])
    if who.presence not in (AT_HOME, AWAY):
        sentence = f"在住状态是“{who.presence}”，没有登记。人已回来请先改在住状态。"
        raise NotLetThrough(sentence, who.name, who.address)
    passes = ledger.query(LAST_PASS, (resident,))
    number, expires = passes[0] if passes else (None, None)
    return ledger.create(
        "exit_pass",
        {
            "resident": resident, "purpose": purpose, "destination": destination, "left_at": at,
            "expected_back": expected_back, "pass_number": number, "pass_expires": expires,
        },
    )  # fmt: skip


def come_back(ledger: Ledger, rows: Collection[int], at: str) -> int:
    """Register the return of those of these who are out; return how many. Raises RowProblems."""
    with ledger.change("登记返回"):
        waiting = [row for row in rows if _waits(ledger.get("exit_pass", row))]
        return sum(ledger.update("exit_pass", row, {"back_at": at}) for row in waiting)


def _waits(row: Row) -> bool:
    return row["left_at"] is not None and row["back_at"] is None


def pass_gate(
    ledger: Ledger, resident: int, at: str, purpose: str | None, expected_back: str | None = None
) -> Passage:
    """Register whichever applies: the return of somebody who is out, else that they go out.

    Raises NotLetThrough, RowProblems.
    """
    out = ledger.query(OUT, (json.dumps([resident]),))
    with ledger.change("登记返回" if out else "登记外出"):
        if out:
            _, row, since, purpose = out[-1]
            come_back(ledger, [row], at)
        else:
            row, since = go_out(ledger, resident, at, purpose, expected_back=expected_back), at
    who = comer(ledger, resident, at[:10])
    expires = ledger.get("exit_pass", row)["pass_expires"]
    held = days_between(at[:10], expires) if expires else None
    return Passage(row, resident, who.name, who.address, bool(out), since, purpose or "", held)
