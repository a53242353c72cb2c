"""The reports that go to superiors, by their command name (reports.md).

A report's module turns the ledger into a Report; nothing here knows Excel or PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gridworker.errors import GridworkerError
from gridworker.export.report import Report
from gridworker.export.reports.arrivals import build_arrivals
from gridworker.export.reports.care import build_care
from gridworker.export.reports.closed_loop import build_closed_loop
from gridworker.export.reports.daily_trades import build_daily_trades
from gridworker.export.reports.delivery import build_delivery
from gridworker.export.reports.duty import build_duty
from gridworker.export.reports.exits import build_exits
from gridworker.export.reports.frame import ReportRequest
from gridworker.export.reports.household_ledger import build_household_ledger
from gridworker.export.reports.missed import build_missed
from gridworker.export.reports.positive_trace import build_positive_trace
from gridworker.export.reports.proof_48h import build_proof_48h
from gridworker.export.reports.purchase import build_purchase
from gridworker.export.reports.supplies import build_supplies
from gridworker.export.reports.testing_daily import build_testing_daily
from gridworker.export.reports.tube_sheet import build_tube_sheet
from gridworker.export.reports.venues import build_venues
from gridworker.export.reports.visits import build_visits
from gridworker.ledger.book import Ledger

__all__ = ["REPORTS", "NoSuchReport", "ReportKind", "ReportRequest", "report_kind"]


@dataclass(frozen=True)
class ReportKind:
    """One kind of report; `about` says in a line what it holds.

    `period`: it covers the days from `from_day` to `to_day`, not just `on`.
    """

    name: str
    title: str
    about: str
    build: Callable[[Ledger, ReportRequest], Report]
    period: bool = False


REPORTS: dict[str, ReportKind] = {
    kind.name: kind
    for kind in (
        ReportKind("household-ledger", "居民信息台账", "每栋一张表，每户每人一行", build_household_ledger),
        ReportKind("testing-daily", "核酸检测日报", "应检、已检、未检与覆盖率", build_testing_daily),
        ReportKind("missed", "未检人员清单", "未检的人、电话和原因", build_missed),
        ReportKind(
            "daily-trades", "重点行业一天一检台账", "重点行业的人哪天检了", build_daily_trades, period=True
        ),
        ReportKind("proof-48h", "48小时核酸证明台账", "谁有有效证明、何时到期", build_proof_48h),
        ReportKind("tube-sheet", "混采登记表", "每管的人，可打印后手填", build_tube_sheet),
        ReportKind(
            "positive-trace", "追阳处置台账", "阳性管、相关的人和处置", build_positive_trace, period=True
        ),
        ReportKind("closed-loop", "两点一线人员台账", "人员、异常和逐日日志", build_closed_loop, period=True),
        ReportKind("supplies", "物资需求台账", "每单的各步时间，超时清单", build_supplies, period=True),
        ReportKind("purchase", "采购汇总", "向哪个商家买什么、多少钱", build_purchase, period=True),
        ReportKind("delivery", "配送签收单", "一单元一页，签收和分拣", build_delivery),
        ReportKind("care", "重点人群台账", "各类重点人群，老人疫苗", build_care),
        ReportKind("visits", "入户走访台账", "走访了谁、情况如何", build_visits, period=True),
        ReportKind("arrivals", "返晋来晋人员台账", "第几天、检了几次、何时解除", build_arrivals),
        ReportKind("exits", "出入登记台账", "谁出去了、回来没有", build_exits, period=True),
        ReportKind("duty", "值班表", "一周值班表，可贴墙上", build_duty, period=True),
        ReportKind("venues", "场所巡查台账", "四项查验和整改情况", build_venues, period=True),
    )
}
"""Every report by its name, in the order in which they are offered."""


class NoSuchReport(GridworkerError):
    def __init__(self, name: str) -> None:
        known = "、".join(f"{kind.name}（{kind.title}）" for kind in REPORTS.values())
        super().__init__(f"没有叫“{name[:30]}”的报表。可选：{known}")


def report_kind(name: str) -> ReportKind:
    """The report of this command name or Chinese title. Raises NoSuchReport."""
    for kind in REPORTS.values():
        if name in (kind.name, kind.title):
            return kind
    raise NoSuchReport(name)
