"""What waits to be done on a day, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable

from gridworker.ledger.arrivals import arrival_todos
from gridworker.ledger.book import Ledger
from gridworker.ledger.closed_loop import loop_todos
from gridworker.ledger.days import shift
from gridworker.ledger.duty import duty_todos
from gridworker.ledger.exits import exit_todos
from gridworker.ledger.supplies import supply_todos
from gridworker.ledger.testing import due_people
from gridworker.ledger.todo_item import Todo
from gridworker.ledger.venues import venue_todos
from gridworker.ledger.visits import visit_todos

# Each counts what waits and names one of it, for the screen to go to.
POSITIVES = """
SELECT COUNT(DISTINCT resident), MIN(resident) FROM sample
WHERE result IN ('阳性', '可疑') AND sampled_on BETWEEN ? AND ?
"""
WAITING = "SELECT COUNT(*) FROM sample WHERE result = '待出' AND sampled_on BETWEEN ? AND ?"
WITHOUT_NUMBER = "SELECT COUNT(*), MIN(id) FROM resident WHERE id_number IS NULL AND presence = '在住'"
_LOOK_BACK = 3


def todo(ledger: Ledger, on: str) -> list[Todo]:
    """Everything that waits on the ISO day, the most urgent first."""
    found = [entry for look in _LOOKS for entry in look(ledger, on)]
    return sorted(found, key=lambda entry: ("bad", "warn", "info").index(entry.tone))


def _nobody(ledger: Ledger, on: str) -> list[Todo]:
    """What a new ledger needs before anything else."""
    text = "台账里还没有居民，请先导入花名册或逐户登记"
    return [] if ledger.count("resident") else [Todo("info", text, "people", {})]


def _positives(ledger: Ledger, on: str) -> list[Todo]:
    count, first = ledger.query(POSITIVES, (shift(on, -_LOOK_BACK), on))[0]
    text = f"近{_LOOK_BACK}天有 {count} 人检测结果为阳性或可疑，请核实并处置"
    return [Todo("bad", text, "people", {"resident": first})] if count else []


def _missed(ledger: Ledger, on: str) -> list[Todo]:
    missed = due_people(ledger, on, outcome="missed")
    overdue = [person for person in missed if person.overdue_days > 0]
    unexplained = [person for person in missed if not person.reason]
    entries = []
    if overdue:
        longest = max(person.overdue_days for person in overdue)
        text = f"{len(overdue)} 人已逾期未检，最长逾期 {longest} 天"
        entries.append(Todo("bad", text, "testing", {"overdue": True}))
    if unexplained:
        text = f"{len(unexplained)} 人未检还没有说明原因"
        entries.append(Todo("warn", text, "testing", {"outcome": "missed"}))
    return entries


def _waiting(ledger: Ledger, on: str) -> list[Todo]:
    count = ledger.query(WAITING, (shift(on, -14), shift(on, -1)))[0][0]
    text = f"{count} 份采样超过一天没有结果，请导入检测机构的结果"
    return [Todo("warn", text, "testing", {"import_": True})] if count else []


def _numbers(ledger: Ledger, on: str) -> list[Todo]:
    count, first = ledger.query(WITHOUT_NUMBER)[0]
    text = f"{count} 位在住居民没有证件号码，检测结果可能对不上"
    return [Todo("info", text, "people", {"resident": first})] if count else []


_LOOKS: tuple[Callable[[Ledger, str], list[Todo]], ...] = (
    _nobody,
    _positives,
    _missed,
    loop_todos,
    _waiting,
    supply_todos,
    visit_todos,
    duty_todos,
    venue_todos,
    arrival_todos,
    exit_todos,
    _numbers,
)
