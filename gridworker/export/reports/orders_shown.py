"""How requests for supplies are written in reports: as of which day, in which words, money in 元."""

from __future__ import annotations

from datetime import date, datetime

from gridworker.export.report import Cell
from gridworker.export.reports.disclosure import Disclosure
from gridworker.export.reports.frame import ReportRequest
from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import Order, orders
from gridworker.ledger.supply_figures import as_of


def orders_of(ledger: Ledger, request: ReportRequest, first: str, last: str) -> list[Order]:
    """The requests of the ISO days `first` (blank: all) to `last`, as they stood when that one was over."""
    return as_of(orders(ledger, request.scope, first=first, last=last), last)


def end_of(request: ReportRequest, last: str) -> str:
    """The moment up to which a report of days until `last` can tell: when it was made, or the day's end."""
    made = request.made_at
    return f"{made:%Y-%m-%d %H:%M:%S}" if made.date() <= date.fromisoformat(last) else f"{last} 23:59:59"


def yuan(fen: int | None) -> float | None:
    """Money as a report's cell."""
    return None if fen is None else fen / 100


def money_in_words(fen: int) -> str:
    """1,234.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def moment(at: str | None) -> datetime | None:
    """An ISO moment as a report's cell."""
    return datetime.fromisoformat(at) if at else None


def who(order: Order, tell: Disclosure) -> tuple[Cell, ...]:
    """Who asked, and the phone."""
    return tell.resident("name", order.requester), tell.resident("phone", order.phone)
