"""Whom and which household a row of a service register means, among those in the ledger."""

from __future__ import annotations

from typing import Any, NamedTuple

from gridworker.intake.homes import Homes
from gridworker.intake.matched import say_how, why_nobody
from gridworker.intake.matching import Known, Match, Roll
from gridworker.intake.problems import ERROR, WARNING
from gridworker.intake.records import Record
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.everyone import everyone

_NOT_HIM = {
    "id-differs": "台账里同名同电话（或同住址）的人证件号码不同，不当作同一人",
    "same-name-several": "台账里有几个同名的人，分不清是哪一个",
    "name-only": "台账里有同名的人，但没有证件号码、电话或住址可以印证",
}
_ADD_PERSON = "请补上证件号码、电话或住址，或先在花名册里登记这个人，再导入一次"


class Found(NamedTuple):
    """The household of a row, and who of it is meant; None where the row means nobody that is known."""

    household: int
    resident: int | None


class Finder:
    """Finds people by document number, name and phone, name and door; households by their doors."""

    def __init__(self, ledger: Ledger) -> None:
        self._roll = Roll(map(Known.of, everyone(ledger)))
        self._homes = Homes(ledger)

    def _match(self, record: Record) -> Match:
        """Complete the door; note who is meant and what makes that doubtful."""
        if record.address:
            record.address = self._homes.complete(record.address)
        match = self._roll.find(record) if record.name or record.number else Match()
        if match.known:
            record.known = match.known
            say_how(record, match.known, match.by)
        return match

    def person(self, record: Record) -> int | None:
        """The resident whom a row means; None for an outsider, with a warning where that may be wrong."""
        match = self._match(record)
        if record.known is None:
            self._say_outsider(record, match)
            return None
        return record.known.id

    def _say_outsider(self, record: Record, match: Match) -> None:
        why = why_nobody(self._roll, record, match)
        door = record.address
        if why in _NOT_HIM:
            text = f"{_NOT_HIM[why]}，已按外来人员登记，没有对应居民。{_ADD_PERSON}"
            record.report("name", text, WARNING, why)
        elif door and self._homes.stored(door):
            text = f"“{door.display}”的住户里没有登记这个人，已按外来人员登记，请核对姓名和门牌"
            record.report("name", text, WARNING, why)
        elif door:
            text = f"台账里没有“{door.display}”这个门牌，也没有这个人，已按外来人员登记，没有对应居民"
            record.report(_door_key(record), text, WARNING, "no-such-door")

    def household(self, record: Record) -> Found | None:
        """The household that a row means; None, with an error, when neither door nor person is known."""
        match = self._match(record)
        known = record.known
        home = self._homes.stored(record.address) if record.address else None
        own = self._homes.stored(known.address) if known and known.address else None
        if home is None and own is None:
            self._refuse(record)
            return None
        if home is None or own is None or home["id"] == own["id"]:
            self._say_door(record, home, own)
            if known is None and record.name:
                self._say_nobody(record, match, home)
            return Found(int((home or own or {})["id"]), known.id if known else None)
        text = f"台账里这个人住在“{_shown(known)}”，这里按所写门牌记在“{_shown(record)}”这一户，请核对"
        record.report("name", text, WARNING, "door-differs")
        return Found(int(home["id"]), None)

    @staticmethod
    def _refuse(record: Record) -> None:
        if record.address:
            text = (
                f"台账里没有“{record.address.display}”这一户，也没有对上这个人，整行没有导入。"
                "请改正门牌，或先登记这一户"
            )
        else:
            text = "没有可用的门牌，台账里也没有对上这个人，整行没有导入。请补上楼栋、单元和房号"
        record.report(None, text, ERROR, "no-such-door")

    @staticmethod
    def _say_door(record: Record, home: dict[str, Any] | None, own: dict[str, Any] | None) -> None:
        if home is None and record.address:
            text = f"台账里没有“{_shown(record)}”这一户，已按这个人在台账里的“{_shown(record.known)}”，请核对"
            record.report(_door_key(record), text, WARNING, "door-differs")
        head = record.of("household").get("head")
        there = (home or own or {}).get("head")
        if head and there and head != there:
            record.report("head", f"台账里这一户的户主是{there}，没有改动，请核对", WARNING, "head-differs")

    def _say_nobody(self, record: Record, match: Match, home: dict[str, Any] | None) -> None:
        if home is not None and home.get("head") == record.name:
            return
        why = why_nobody(self._roll, record, match)
        text = _NOT_HIM.get(why, "台账里这一户没有登记这个人")
        record.report("name", f"{text}，这一行只记到户，请核对姓名", WARNING, why)


def _door_key(record: Record) -> str | None:
    """The column in which a row says its door, the narrowest first."""
    return next((key for key in ("room", "door", "address") if key in record.source.mapping), None)


def _shown(of: Known | Record | None) -> str:
    address: Address | None = of.address if of else None
    return address.display if address else ""
