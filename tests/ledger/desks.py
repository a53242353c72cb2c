"""People, doors and states for the tests of the sampling desk, of tubes and of tracing."""

from __future__ import annotations

from typing import Any

from gridworker.ledger.address import parse_address
from gridworker.ledger.book import Ledger
from gridworker.ledger.id_numbers import check_digit
from gridworker.ledger.places import Doors
from gridworker.ledger.sampling import SamplingDesk

DAY = "2022-11-28"
KEPT = ("place", "household", "resident", "sample", "tube", "tube_result", "trace", "trace_person")


def at(minute: int, day: str = DAY) -> str:
    """A moment so many minutes after seven."""
    return f"{day} {7 + minute // 60:02d}:{minute % 60:02d}:00"


def card(number: int) -> str:
    """A made-up resident card number."""
    first = f"14010519900101{number:03d}"
    return first + check_digit(first)


def live_at(ledger: Ledger, address: str, *people: dict[str, Any]) -> list[int]:
    """Enter people (name and what else matters) at a door."""
    with ledger.change("登记居民"):
        household = Doors(ledger).household(parse_address(address))
        return ledger.create_many("resident", [{"household": household, **person} for person in people])


def crowd(ledger: Ledger, count: int, address: str = "和平苑3号楼2单元501") -> list[int]:
    return live_at(ledger, address, *({"name": f"居民{'甲' * (n + 1)}"} for n in range(count)))


def a_tube(ledger: Ledger, people: list[int], number: str = "G1128-0001", size: int = 10) -> str:
    """A tube of the day with these people."""
    ledger.set_setting("tube_size", str(size))
    desk = SamplingDesk(ledger, "东门", DAY)
    desk.scan_tube(number, at(0))
    for minute, resident in enumerate(people):
        desk.register(resident, at(minute))
    return number


def state(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """Every row of what sampling and tracing write."""
    return {register: ledger.rows(register) for register in KEPT}


def in_force(ledger: Ledger) -> int:
    """How many changes undo could take back."""
    return sum(batch["kind"] == "change" and not batch["undone"] for batch in ledger.history(limit=10_000))


def undo_down_to(ledger: Ledger, changes: int) -> None:
    while in_force(ledger) > changes:
        ledger.undo()
