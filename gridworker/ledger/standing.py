"""What is known of the residents apart from their samples: who is tracked on a day, and on whose cadence."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping

from gridworker.ledger.book import Ledger
from gridworker.ledger.dated import Dated, past_values
from gridworker.ledger.policy import DAILY, Cadence, Policy, trade_cadence
from gridworker.ledger.registers import PRESENCES
from gridworker.ledger.roster import Block, Roster, Where, enclosing

OWN_CADENCES = """
SELECT cadence, json_group_array(id) FROM resident WHERE cadence IS NOT NULL GROUP BY cadence
"""
TRADES = "SELECT trade, json_group_array(id) FROM resident WHERE trade IS NOT NULL GROUP BY trade"
MOVED_IN = "SELECT moved_in, json_group_array(id) FROM resident WHERE moved_in IS NOT NULL GROUP BY moved_in"
MOVED_OUT = (
    "SELECT moved_out, json_group_array(id) FROM resident WHERE moved_out IS NOT NULL GROUP BY moved_out"
)
PRESENCES_TO_WATCH = """
SELECT id, presence, presence_since FROM resident
WHERE presence IS NOT NULL AND presence <> ? OR presence_since IS NOT NULL
"""
STATUSES = """
SELECT id, status, status_since FROM place WHERE status IS NOT NULL OR status_since IS NOT NULL
"""
CLOSED_LOOP_ON = """
SELECT json_group_array(w.resident) FROM closed_loop w
WHERE w.resident IS NOT NULL AND (w.started IS NULL OR w.started <= :on)
  AND (w.ended IS NULL OR :on <= w.ended)
  AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.worker = w.id AND l.from_day <= :on
                  AND (l.to_day IS NULL OR :on <= l.to_day))
"""

AT_HOME = PRESENCES[0]

ByCadence = dict[Cadence, int]
"""Sets of residents by cadence."""


class Standing:
    """The residents' own facts, read once; asked for any day."""

    def __init__(self, ledger: Ledger, roster: Roster, policy: Policy) -> None:
        self._roster = roster
        self._policy = policy
        self._own = self._by_cadence(ledger, OWN_CADENCES, policy.cadences.get)
        self._trades = self._by_cadence(ledger, TRADES, lambda trade: trade_cadence(policy, trade))
        self._moved_in = _Days(ledger, MOVED_IN)
        self._moved_out = _Days(ledger, MOVED_OUT)
        past = past_values(ledger, "resident", "presence")
        self._presences = {
            resident: Dated(presence, since, past.get(resident, ()))
            for resident, presence, since in ledger.query(PRESENCES_TO_WATCH, (AT_HOME,))
        }
        past = past_values(ledger, "place", "status")
        self._statuses: dict[Where, Dated] = {
            roster.places[place]: Dated(status, since, past.get(place, ()))
            for place, status, since in ledger.query(STATUSES)
        }

    def _by_cadence(self, ledger: Ledger, sql: str, cadence_of: Callable[[str], Cadence | None]) -> ByCadence:
        groups: dict[Cadence, list[int]] = defaultdict(list)
        for name, residents in ledger.query(sql):
            if cadence := cadence_of(name):
                groups[cadence] += json.loads(residents)
        return {cadence: self._roster.bits(residents) for cadence, residents in groups.items()}

    def tracked(self, day: str) -> int:
        """Everyone 在住 on that day."""
        elsewhere = [
            resident
            for resident, presence in self._presences.items()
            if (presence.on(day) or AT_HOME) != AT_HOME
        ]
        elsewhere += self._moved_in.after(day) + self._moved_out.until(day)
        return self._roster.everyone & ~self._roster.bits(elsewhere)

    def cadences(self, ledger: Ledger, day: str) -> ByCadence:
        """Everyone by the one cadence that is theirs on that day, the strictest cadence first."""
        found: ByCadence = defaultdict(int, self._own)
        rest = self._roster.everyone
        for residents in self._own.values():
            rest &= ~residents
        wanted = self._wanted_by_rule(ledger, day)
        for cadence in sorted(wanted, key=lambda cadence: cadence.strictness):
            found[cadence] |= rest & wanted[cadence]
            rest &= ~wanted[cadence]
        return {cadence: found[cadence] for cadence in sorted(found, key=lambda cadence: cadence.strictness)}

    def _wanted_by_rule(self, ledger: Ledger, day: str) -> ByCadence:
        wanted: ByCadence = defaultdict(int, self._trades)
        closed_loop = json.loads(ledger.query(CLOSED_LOOP_ON, {"on": day})[0][0])
        wanted[DAILY] |= self._roster.bits(closed_loop)
        for cadence, blocks in self._blocks_by_status(day).items():
            wanted[cadence] |= self._roster.within(blocks)
        wanted[self._policy.base] |= self._roster.everyone
        return wanted

    def _blocks_by_status(self, day: str) -> Mapping[Cadence, list[Block]]:
        """Places under a status that sets a cadence; one without a status has that of the place around it."""
        in_force = {where: status for where, dated in self._statuses.items() if (status := dated.on(day))}
        found = defaultdict(list)
        for block in self._roster.blocks if in_force else ():
            status = next((in_force[where] for where in enclosing(block.where) if where in in_force), "")
            if cadence := self._policy.statuses.get(status):
                found[cadence].append(block)
        return found


class _Days:
    """Residents by the one day that each has, in the order of the days."""

    def __init__(self, ledger: Ledger, sql: str) -> None:
        self._days: list[str] = []
        self._residents: list[int] = []
        for day, residents in ledger.query(sql):
            numbers = json.loads(residents)
            self._days += [day] * len(numbers)
            self._residents += numbers

    def after(self, day: str) -> list[int]:
        return self._residents[bisect_right(self._days, day) :]

    def until(self, day: str) -> list[int]:
        return self._residents[: bisect_right(self._days, day)]
