"""Chat text: a report in a sentence or two, to paste into a group. The worker edits the wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gridworker.errors import GridworkerError
from gridworker.export.reports.disclosure import Disclosure
from gridworker.export.reports.frame import ReportRequest, unit_of
from gridworker.export.reports.testing_daily import coverage_in_words, reasons_sentence
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import show_day
from gridworker.ledger.scope import WHOLE
from gridworker.ledger.testing import day_figures, due_people

TESTING_DAILY = (
    "截至{时间}，{范围}应检 {应检} 人，已检 {已检} 人，未检 {未检} 人，覆盖率 {覆盖率}。{未检原因}"
)
_PLACEHOLDER = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")


@dataclass(frozen=True)
class Message:
    """The chat text of one report: the ledger's setting with the template, the template unless it is set,
    and the values of the placeholders."""

    setting: str
    default: str
    values: Callable[[Ledger, ReportRequest], dict[str, str]]


class UnknownPlaceholder(GridworkerError):
    def __init__(self, placeholder: str, known: Mapping[str, str]) -> None:
        names = "".join(f"{{{name}}}" for name in known)
        super().__init__(
            f"通报文字的模板里有不认识的“{{{placeholder}}}”。可用的有：{names}。请在“设置”里改正。"
        )


class NoMessage(GridworkerError):
    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”没有通报文字，不能写成 txt。请选择 xlsx 或 pdf。")


def message_text(ledger: Ledger, report: str, request: ReportRequest) -> str:
    """The chat text of a report by its command name. Raises NoMessage, UnknownPlaceholder."""
    if report not in MESSAGES:
        raise NoMessage(report)
    message = MESSAGES[report]
    template = ledger.setting(message.setting).strip() or message.default
    return fill_template(template, message.values(ledger, request))


def fill_template(template: str, values: Mapping[str, str]) -> str:
    """Put values in place of {应检} and the like. Raises UnknownPlaceholder."""

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name not in values:
            raise UnknownPlaceholder(name, values)
        return values[name]

    return _PLACEHOLDER.sub(value, template)


def _testing_values(ledger: Ledger, request: ReportRequest) -> dict[str, str]:
    total = day_figures(ledger, request.on, request.scope)
    missed = due_people(ledger, request.on, request.scope, "missed")
    return {
        "时间": request.until,
        "日期": show_day(request.on),
        "单位": unit_of(ledger),
        "街道": ledger.setting("street"),
        "社区": ledger.setting("community"),
        "网格": ledger.setting("grid"),
        "范围": _part(ledger, request),
        "应检": str(total.due),
        "已检": str(total.done),
        "未检": str(total.missed),
        "豁免": str(total.exempt),
        "愿检": str(total.willing),
        "覆盖率": coverage_in_words(total),
        "未检原因": reasons_sentence(missed, Disclosure(ledger, whole=False)),
    }


def _part(ledger: Ledger, request: ReportRequest) -> str:
    """Whom the figures are of: the grid (or what the ledger knows of its unit), and the part of it."""
    whole = ledger.setting("grid") or ledger.setting("community") or ledger.setting("street")
    if request.scope == WHOLE:
        return whole
    return request.scope.label if request.scope.grid else f"{whole}{request.scope.label}"


MESSAGES = {"testing-daily": Message("message_testing_daily", TESTING_DAILY, _testing_values)}
"""Every chat text, by the command name of its report."""
