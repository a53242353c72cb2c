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
from gridworker.ledger.days import days_between
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.ledger.todo_item import Todo

PEOPLE = """
SELECT e.id, r.name, r.id_number, r.phone, p.community, p.building, p.unit, h.room
FROM exit_pass e JOIN resident r ON r.id = e.resident
JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place WHERE {scope}
"""
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
_WARNING_DAYS = 3
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

    `pass_days` are those the pass still holds after today (negative: it has run out); None without a pass
    that counts, which of several passes of a person is the one that runs out last.
    """

    row: Row
    now: str
    name: str
    id_number: str | None
    phone: str | None
    door: Address
    pass_days: int | None
    warning_days: int

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
        if self.pass_days is None or self.pass_days > self.warning_days:
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


def exits(ledger: Ledger, now: str, scope: Scope = WHOLE) -> list[Exit]:
    """Every row of the register as of the ISO moment, the most urgent first."""
    condition, parameters = scope.condition()
    people = {row: who for row, *who in ledger.query(PEOPLE.format(scope=condition), parameters)}
    rows = [row for row in ledger.rows("exit_pass") if row["id"] in people]
    counts = _passes_that_count(rows)
    warning = warning_days(ledger)
    found = []
    for row in rows:
        name, number, phone, *door = people[row["id"]]
        held = days_between(now[:10], row["pass_expires"]) if row["id"] in counts else None
        found.append(Exit(row, now, name, number, phone, Address(*door), held, warning))
    return sorted(found, key=lambda each: each.urgency)


def _passes_that_count(rows: Collection[Row]) -> set[int]:
    """Of every resident the row whose pass runs out last, the newest of those."""
    last: dict[int, tuple[str, int]] = {}
    for row in rows:
        if row["pass_expires"]:
            last[row["resident"]] = max(last.get(row["resident"], ("", 0)), (row["pass_expires"], row["id"]))
    return {row for _, row in last.values()}


def warning_days(ledger: Ledger) -> int:
    """How many days before its last a pass is spoken of (setting pass_warning_days)."""
    text = ledger.setting("pass_warning_days").strip()
    return int(text) if text.isdecimal() else _WARNING_DAYS


def exit_todos(ledger: Ledger, on: str) -> list[Todo]:
    """Who is late back by the clock on the ISO day, and whose pass has run out or soon will."""
    known = exits(ledger, f"{on} {datetime.now():%H:%M:%S}")
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
    """40分钟, 5小时, 2天3小时."""
    days, hours = divmod(minutes // 60, 24)
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
