"""A household's requests as short lines for its card."""

from __future__ import annotations

from gridworker.ledger.book import Ledger
from gridworker.ledger.supplies import Order, household_orders, limits, overdue_hours
from gridworker.ui.palette import STATUS, Tone
from gridworker.ui.screens.moment_box import present
from gridworker.ui.screens.supply_source import hours_words, order_tag, short, urgency_words

_MOST = 5


def supply_lines(ledger: Ledger, household: int, on: str) -> list[tuple[str, Tone]]:
    """What the household waits for and its latest requests, each with its tone; empty when it never asked.

    `on` is the ISO working day.
    """
    hours, now = limits(ledger), present(on)
    return [
        _line(each, overdue_hours(hours, each, now)) for each in household_orders(ledger, household, _MOST)
    ]


def _line(found: Order, over: float | None) -> tuple[str, Tone]:
    """■ 11-26 09:15　降压药×2　已下单　超时 16 小时."""
    status = STATUS[order_tag(found, late=over is not None)]
    words = [f"{status.mark} {short(found.requested_at)}", found.items, found.status]
    if over is not None:
        words.append(f"超时 {hours_words(over)}")
    if found.urgent and found.is_open:
        words.append(urgency_words(found.urgency))
    return "　".join(words), status.tone
