"""The figures of 今日 beside testing: 两点一线 with alerts, supplies that wait, visits that are due."""

from __future__ import annotations

from dataclasses import dataclass

from gridworker.ledger.book import Ledger
from gridworker.ledger.closed_loop import loop_workers
from gridworker.ledger.supplies import limits, orders, overdue_hours
from gridworker.ledger.visits import due_visits


@dataclass(frozen=True)
class ServiceFigures:
    """Of one day: `loop_active` are under 两点一线, `loop_alerts` of them have something wrong;
    `supplies_open` are not delivered, `supplies_late` of them past their time; `visits_due` are to be
    visited, `visits_overdue` of them before that day.
    """

    loop_active: int
    loop_alerts: int
    supplies_open: int
    supplies_late: int
    visits_due: int
    visits_overdue: int


def service_figures(ledger: Ledger, on: str, now: str) -> ServiceFigures:
    """Count them on the ISO day, supplies at the moment `now`."""
    workers = loop_workers(ledger, on)
    waiting, hours = orders(ledger, open_only=True, last=on), limits(ledger)
    visits = due_visits(ledger, on)
    return ServiceFigures(
        loop_active=sum(worker.active for worker in workers),
        loop_alerts=sum(bool(worker.alerts) for worker in workers),
        supplies_open=len(waiting),
        supplies_late=sum(overdue_hours(hours, order, now) is not None for order in waiting),
        visits_due=len(visits),
        visits_overdue=sum(person.overdue_days > 0 for person in visits),
    )
