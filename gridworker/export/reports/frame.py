"""What every report has in common: what is asked for, who reports, which day, for which part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridworker.export.report import Report, Section
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import show_day
from gridworker.ledger.scope import WHOLE, Scope


@dataclass(frozen=True)
class ReportRequest:
    """What a report is asked for. Days are ISO; `from_day` and `to_day` matter only to reports of a period.

    `whole_identity` shows names, numbers and doors in full; without it they are masked.
    """

    on: str
    made_at: datetime
    scope: Scope = WHOLE
    from_day: str = ""
    to_day: str = ""
    whole_identity: bool = False

    @property
    def until(self) -> str:
        """How far the day had gone when the report was made: 11月28日18时; 24时 for a day that is over."""
        day = date.fromisoformat(self.on)
        hour = self.made_at.hour if self.of_today else 24
        return f"{day.month}月{day.day}日{hour}时"

    @property
    def of_today(self) -> bool:
        """Whether the day was not over when the report was made."""
        return self.on == self.made_at.date().isoformat()


def unit_of(ledger: Ledger) -> str:
    """填报单位: street, community and grid, as far as the ledger knows them."""
    return "".join(ledger.setting(key) for key in ("street", "community", "grid"))


def framed(
    ledger: Ledger,
    request: ReportRequest,
    name: str,
    title: str,
    sections: tuple[Section, ...],
    **layout: Any,
) -> Report:
    """Put sections into a report; `layout` are further fields of Report, such as landscape and flow."""
    scope = request.scope.label
    part = f"统计范围：{scope}　　" if request.scope != WHOLE else ""
    so_far = f"（截至{request.made_at.hour}时）" if request.of_today else ""
    return Report(
        name=name,
        title=title,
        unit=unit_of(ledger),
        date_line=f"{part}统计日期：{show_day(request.on)}{so_far}",
        sections=sections,
        scope=scope,
        on=date.fromisoformat(request.on),
        made_at=request.made_at,
        masked=not request.whole_identity,
        **layout,
    )
