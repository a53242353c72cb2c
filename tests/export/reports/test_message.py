"""The text for the chat group: today's wording, the worker's own, and a sentence when it cannot be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gridworker.export.message import MESSAGES, NoMessage, UnknownPlaceholder, fill_template, message_text
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import parse_scope
from gridworker.ledger.testing import day_figures, due_people

Ask = Callable[..., ReportRequest]


def test_the_default_wording_tells_hour_part_figures_and_reasons(ledger: Ledger, ask: Ask):
    f = day_figures(ledger, "2022-11-28")
    text = message_text(ledger, "testing-daily", ask())
    assert text.startswith(
        f"截至11月28日18时，第三网格应检 {f.due} 人，已检 {f.done} 人，未检 {f.missed} 人，"
    )
    missed = due_people(ledger, "2022-11-28", outcome="missed")
    unreachable = sum(person.reason == "联系不上" for person in missed)
    assert unreachable > 0
    assert f"覆盖率 {f.done / f.due * 100:.1f}%。未检原因：" in text
    assert f"联系不上 {unreachable} 人" in text


def test_a_building_is_named_and_a_past_day_is_over(ledger: Ledger, ask: Ask):
    scope = parse_scope(ledger, "和平苑1号楼")
    text = message_text(ledger, "testing-daily", ask(on="2022-11-27", scope=scope))
    assert text.startswith("截至11月27日24时，第三网格和平苑1号楼应检 ")


def test_with_nobody_due_there_is_no_rate_and_no_reason(ask: Ask, tmp_path):
    with Ledger.make(tmp_path / "空.gwl", community="示例社区") as empty:
        text = message_text(empty, "testing-daily", ask())
    assert text == "截至11月28日18时，示例社区应检 0 人，已检 0 人，未检 0 人，覆盖率 —。"


def test_the_worker_edits_the_wording(ledger: Ledger, ask: Ask):
    figures = day_figures(ledger, "2022-11-28")
    ledger.set_setting(MESSAGES["testing-daily"].setting, "{日期}{社区}{网格}：\n｛愿检｝/{ 豁免 }人")
    text = message_text(ledger, "testing-daily", ask())
    assert text == f"2022年11月28日示例社区第三网格：\n{figures.willing}/{figures.exempt}人"


def test_a_placeholder_nobody_knows_is_named_with_those_there_are(ledger: Ledger, ask: Ask):
    ledger.set_setting(MESSAGES["testing-daily"].setting, "应检 {应查} 人")
    with pytest.raises(UnknownPlaceholder, match=r"不认识的“\{应查\}”.*\{应检\}.*“设置”"):
        message_text(ledger, "testing-daily", ask())


def test_values_are_not_read_as_placeholders_again():
    assert fill_template("{网格}", {"网格": "{应检}"}) == "{应检}"


def test_a_report_without_chat_text_says_so(ledger: Ledger, ask: Ask):
    assert "missed" in REPORTS
    with pytest.raises(NoMessage, match="xlsx 或 pdf"):
        message_text(ledger, "missed", ask())
