"""重点行业: the matrix of a period, its totals and filters, and the ways out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from gridworker.ledger.trade_days import trade_matrix
from gridworker.ui.screens import reckoning
from gridworker.ui.screens.trades_page import TradesPage
from tests.ui.driving import press, pump, settle, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger, people
from tests.ui.screen_window import clipped

Hosted = tuple[TradesPage, Shell]
NAME, FIRST_DAY, PHONE = 2, 4, 3


def with_workers(path: Path) -> Path:
    """Two of the trades, and one of two points one line who is on leave today."""
    with Ledger.open(make_ledger(path)) as ledger, ledger.change("准备"):
        resident = people(ledger)["张小三"]
        worker = ledger.create(
            "closed_loop", {"resident": resident, "name": "张小三", "started": "2022-11-26"}
        )
        ledger.create("leave", {"worker": worker, "from_day": "2022-11-27"})
    return path


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, TradesPage, with_workers(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> TradesPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def marks(page: TradesPage, name: str) -> list[str]:
    at = column(page.rows, NAME).index(name)
    return [column(page.rows, FIRST_DAY + day)[at] for day in range(len(page._source.days))]


def test_the_last_seven_days_stand_person_by_day_as_the_ledger_tells_them(
    page: TradesPage, shell: Shell
) -> None:
    assert column(page.rows, NAME) == ["3 人", "王小五", "孙小七", "张小三"]
    matrix = trade_matrix(shell.ledger, "2022-11-22", TODAY)
    done = {row.name: sum(mark == "done" for mark in row.marks) for row in matrix.rows}
    for name, count in done.items():
        assert marks(page, name).count("✓") == count
    assert marks(page, "王小五")[-3:] == ["✓", "✓", "×"]
    assert [c.heading for c in page.rows.view.columns][FIRST_DAY:-2] == [
        "11/22", "23日", "24日", "25日", "26日", "27日", "28日",
    ]  # fmt: skip


def test_leave_is_shaded_and_named(page: TradesPage) -> None:
    assert "▒休" in marks(page, "张小三")


def test_the_totals_follow_the_filters(page: TradesPage) -> None:
    missed = column(page.rows, FIRST_DAY + 6)
    assert missed[0] == f"×{missed[1:].count('×')}"
    choose(page.group_box, "药店")
    assert column(page.rows, NAME) == ["1 人", "孙小七"]
    assert column(page.rows, FIRST_DAY + 6) == ["✓", "✓"]
    choose(page.group_box, "全部行业")
    choose(page.scope_box, "和平苑2号楼")
    assert column(page.rows, NAME) == ["1 人", "王小五"]
    assert page.totals.cget("text").startswith("覆盖率 ")


def test_only_people_with_missed_days_by_key(page: TradesPage) -> None:
    page.from_day.show(TODAY)
    page.load()
    press(page.rows.view.tree, "<F7>")
    assert column(page.rows, NAME)[1:] == ["王小五", "张小三"]  # due by the base cadence, though on leave
    press(page.rows.view.tree, "<F7>")
    assert "孙小七" in column(page.rows, NAME)


def test_typing_narrows_and_the_total_stays(page: TradesPage) -> None:
    type_text(page.rows.filter_box, "医疗")
    page.rows._filter_now()
    assert column(page.rows, NAME) == ["1 人", "王小五"]
    page.rows.set_filter("sxq")
    assert column(page.rows, NAME) == ["1 人", "孙小七"]


def test_sorting_by_missed_days(page: TradesPage) -> None:
    page.rows.sort_by("missed", True)
    counts = [int(text or 0) for text in column(page.rows, -1)[1:]]
    assert counts == sorted(counts, reverse=True)
    assert column(page.rows, 0)[0] == "合计"


def test_another_period_by_typing_and_back_by_f6(page: TradesPage) -> None:
    page.from_day.entry.delete(0, "end")
    type_text(page.from_day.entry, "2022-11-27\n")
    assert list(page._source.days) == ["2022-11-27", TODAY]
    press(page.rows.view.tree, "<F6>")
    assert len(page._source.days) == 7


def test_a_period_that_makes_no_sense_is_said_and_not_counted(page: TradesPage, shell: Shell) -> None:
    page.from_day.entry.delete(0, "end")
    type_text(page.from_day.entry, "2022-12-05\n")
    assert shell.said == ["开始日期晚于结束日期，请改一下日期。"]
    page.from_day.entry.delete(0, "end")
    type_text(page.from_day.entry, "2022-01-01\n")
    assert "一次最多看 31 天" in shell.said[-1]
    assert len(page._source.days) == 7


def test_enter_goes_to_the_person_but_not_from_the_totals(page: TradesPage, shell: Shell) -> None:
    page.rows.view.move(0)
    press(page.rows.view.tree, "<Return>")
    assert shell.went == []
    page.rows.view.move(1)
    press(page.rows.view.tree, "<Return>")
    assert shell.went == [("people", {"resident": people(shell.ledger)["王小五"]})]


def test_phones_are_masked_until_f4(page: TradesPage) -> None:
    assert column(page.rows, PHONE)[1] == "138****0003"
    press(page.rows.view.tree, "<F4>")
    assert column(page.rows, PHONE)[1] == "13800000003"
    page.leave()
    assert column(page.rows, PHONE)[1] == "138****0003"


def test_the_report_of_the_building_looked_at(page: TradesPage, shell: Shell) -> None:
    choose(page.scope_box, "和平苑2号楼")
    press(page.rows.view.tree, "<Control-p>")
    assert shell.went == [("reports", {"report": "daily-trades", "scope": Scope("和平苑", "2")})]


def test_a_large_ledger_is_counted_by_a_job(
    page: TradesPage, root: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    page.to_day.show("2022-11-27")
    page.load()
    page.load()  # the first answer is no longer wanted
    assert page.totals.cget("text") == "正在统计…"
    pump(root, lambda: page.totals.cget("text").startswith("覆盖率"))
    assert len(page._source.days) == 6


def test_an_answer_that_comes_after_the_page_is_gone_is_dropped(
    page: TradesPage, root: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    page.load()
    type_text(page.from_day.entry, "1")  # a timer of the box is running too
    page.destroy()
    pump(root, lambda: page.desk.pump.job is None)


def test_with_nobody_of_a_trade_the_page_says_what_to_do(page: TradesPage) -> None:
    choose(page.scope_box, "和平苑10号楼")
    settle(page)
    assert column(page.rows, NAME) == []
    assert "设置 → 重点行业" in page.rows._hint.cget("text")


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, TradesPage, with_workers(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []
