"""How a row of each service register is read: whose it is, what it says, which stored row it may be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

from gridworker.errors import ValueProblem
from gridworker.intake.entries import Closeness, Entry, Keys, only_day
from gridworker.intake.finding import Finder
from gridworker.intake.problems import ERROR, NO_TIME, WARNING, shown
from gridworker.intake.records import Record
from gridworker.ledger.address import Address, parse_address
from gridworker.ledger.catalogue import Register, Row

Settle = Callable[[Record, Finder, Row], Row | None]
_SAME, _OPEN = 3, 2


@dataclass(frozen=True)
class ServiceRows:
    """One register's rows. `settle` gives a row's values, or None when it is rejected (it says why).

    `keys` and `closeness` tell which stored row is meant, as in Entries.
    """

    register: str
    settle: Settle
    keys: Keys
    closeness: Closeness


def settle_constants(register: Register, constants: Mapping[str, str]) -> Row:
    """What holds for all rows, as values of the register. Raises ValueProblem."""
    given: Row = {}
    for key, text in constants.items():
        if key in register.keys and text.strip():
            try:
                given[key] = register.field(key).parse(text)
            except ValueProblem as problem:
                raise ValueProblem(f"{register.field(key).heading}：{problem}") from problem
    return given


# -- people: residents, and outsiders with their ID and phone


def _person(record: Record, finder: Finder) -> Row | None:
    """The fields of 姓名, 证件, 电话 and the resident; None without a name."""
    resident = finder.person(record)
    name = record.name or (record.known.name if record.known else "")
    if not name:
        record.report(None, "没有可用的姓名，整行没有导入。请补上姓名", ERROR, "bad-value")
        return None
    if len(record.phones) > 1:
        text = f"这里只记一个电话，{record.phones[1]} 没有导入"
        record.report("phone", text, WARNING)
    return {
        "resident": resident,
        "name": name,
        "id_type": record.of("resident").get("id_type"),
        "id_number": record.number,
        "phone": record.phones[0] if record.phones else None,
    }


def _person_keys(row: Row) -> Iterator[Hashable]:
    """By the resident, the document number, name and phone; a bare name only where nothing else is known."""
    if row.get("resident"):
        yield "resident", row["resident"]
    if row.get("id_number"):
        yield "number", row["id_number"]
    if row.get("phone"):
        yield "phone", row["name"], row["phone"]
    if not any(row.get(key) for key in ("resident", "id_number", "phone")):
        yield "name", row["name"]


def _other_person(old: Row, said: Row) -> bool:
    return any(old.get(key) and said.get(key) and old[key] != said[key] for key in ("resident", "id_number"))


def _written_address(record: Record) -> str:
    """The address as the row writes it, in one cell or in parts."""
    cells = [record.cells[column] for column in record.source.mapping.of("address")]
    whole = "".join(shown(cell).strip() for cell in cells)
    return whole or (record.address.display if record.address else "")


def _excuse_address(record: Record, text: str) -> None:
    """An address that names no door is no error where it is kept as it was written."""
    unread = [each for each in record.problems if each.field == "address" and each.severity == ERROR]
    if unread:
        record.problems = [each for each in record.problems if each not in unread]
        record.report("address", text, WARNING, "no-door")


# -- 两点一线


def _closed_loop(record: Record, finder: Finder, given: Row) -> Row | None:
    said = record.of("closed_loop")
    home = _written_address(record) or said.get("home_point")
    written = record.source.mapping.of("address")
    if home and not written and (record.address is None or not record.address.room):
        record.address = _door_in(str(home)) or record.address
    _excuse_address(record, "没有认出门牌，已照原文记在居住点")
    person = _person(record, finder)
    if person is None:
        return None
    return {**given, "home_point": home or None, **said, **person}


def _door_in(text: str) -> Address | None:
    """The door that a free text names; 单位宿舍 names none."""
    try:
        return parse_address(text)
    except ValueProblem:
        return None


def _loop_closeness(entry: Entry, said: Row) -> int:
    old = entry.values
    if _other_person(old, said):
        return 0
    before, now = old.get("started"), said.get("started")
    if before == now:
        return _SAME
    return 0 if before and now else 1 if old.get("ended") else _OPEN


# -- 返晋来晋


def _arrival(record: Record, finder: Finder, given: Row) -> Row | None:
    _excuse_address(record, "没有认出门牌，没有按住址对应")
    person = _person(record, finder)
    if person is None:
        return None
    values = {**given, **record.of("arrival"), **person}
    address = _written_address(record)
    if person["resident"] is None and address:
        note = values.get("note")
        values["note"] = f"{note}；住址：{address}" if note else f"住址：{address}"
    return values


def _arrival_closeness(entry: Entry, said: Row) -> int:
    before, now = entry.values.get("arrived_on"), said.get("arrived_on")
    if _other_person(entry.values, said) or (before and now and before != now):
        return 0
    return _SAME if before == now else _OPEN


# -- 走访


def _visit(record: Record, finder: Finder, given: Row) -> Row | None:
    found = finder.household(record)
    if found is None:
        return None
    whole = record.source.mapping.lists_heads  # named by its head, the household is meant
    resident = None if whole else found.resident
    values = {**given, **record.of("visit"), "household": found.household, "resident": resident}
    if not values.get("at") and record.source.day:
        values["at"] = f"{record.source.day} 00:00:00"
        text = f"没有可用的走访时间，已按标题里的 {record.source.day} 记入"
        record.report("at" if "at" in record.source.mapping else None, text, WARNING, NO_TIME)
    if not values.get("at"):
        record.report("at", "没有可用的走访时间，整行没有导入。请补上走访时间", ERROR, "bad-value")
        return None
    return values


def _visit_keys(row: Row) -> Iterator[Hashable]:
    yield row["household"], str(row.get("at"))[:10]


def _visit_closeness(entry: Entry, said: Row) -> int:
    """The same person and hour, or the whole household; another report in the same file is another visit."""
    old = entry.values
    same_words = bool(old.get("found") == said.get("found"))
    if entry.records and old.get("found") and said.get("found") and not same_words:
        return 0
    if old["at"] != said["at"] and not (only_day(old["at"]) or only_day(said["at"])):
        return 0
    if old.get("resident") != said.get("resident"):
        return 1 if same_words and not (old.get("resident") and said.get("resident")) else 0
    return _OPEN + int(old["at"] == said["at"]) + 2 * same_words


ROWS: Mapping[str, ServiceRows] = {
    "closed-loop": ServiceRows("closed_loop", _closed_loop, _person_keys, _loop_closeness),
    "arrivals": ServiceRows("arrival", _arrival, _person_keys, _arrival_closeness),
    "visits": ServiceRows("visit", _visit, _visit_keys, _visit_closeness),
}
