"""Reports of a period: which days were asked for, and the line that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gridworker.export.report import Report, Section
from gridworker.export.reports.frame import ReportRequest, framed
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import show_day


def period_of(request: ReportRequest) -> tuple[str, str]:
    """First and last day; a period that is not given is the day of the report alone."""
    last = request.to_day or request.on
    return min(request.from_day or last, last), last


def framed_period(
    ledger: Ledger,
    request: ReportRequest,
    period: tuple[str, str],
    name: str,
    title: str,
    sections: tuple[Section, ...],
    **layout: Any,
) -> Report:
    """The same as `framed`, with the period in the place of the day."""
    first, last = period
    report = framed(ledger, replace(request, on=last), name, title, sections, **layout)
    days = show_day(first) if first == last else f"{show_day(first)}至{show_day(last)}"
    return replace(report, date_line=report.date_line.replace(f"日期：{show_day(last)}", f"时段：{days}"))
