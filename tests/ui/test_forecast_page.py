"""明日预测: the coming days under today's rules and under supposed ones, which change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.forecast import WhatIf, forecast
from gridworker.ledger.scope import Scope
from gridworker.settings import load_settings
from gridworker.ui.screens import reckoning
from gridworker.ui.screens.forecast_page import ForecastPage
from tests.ui.driving import click, find, press, pump, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger
from tests.ui.screen_window import clipped

Hosted = tuple[ForecastPage, Shell]
TOMORROW = "2022-11-29"


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, ForecastPage, make_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> ForecastPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def line(page: ForecastPage, name: str) -> list[str]:
    """The cells of one line behind its name."""
    found = page.rows.source.fetch(page.rows.view.order)
    (cells,) = [row.cells for row in found.values() if row.cells[0] == name]
    return list(cells[1:])


def told(before: tuple[int, ...], after: tuple[int, ...]) -> list[str]:
    return [
        str(a) if a == b else f"{a}→{b}{'▲' if b > a else '▼'}" for a, b in zip(before, after, strict=True)
    ]


def test_seven_days_from_tomorrow_by_building_with_totals(page: ForecastPage, shell: Shell) -> None:
    known = forecast(shell.ledger, TOMORROW)
    assert line(page, "合计应检") == [str(count) for count in known.total]
    assert line(page, "和平苑2号楼") == ["1"] * 7
    assert [c.heading for c in page.rows.view.columns][1:3] == ["11/29 周二", "11/30 周三"]
    assert f"7 天合计应检 {sum(known.total)} 人次" in page.effect.cget("text")
    assert "按明天补采算" in page.words.cget("text")


def test_from_today_takes_today_s_missed_as_sampled_today(page: ForecastPage, shell: Shell) -> None:
    press(page.suppose.base, "<F7>")
    assert line(page, "合计应检") == [str(count) for count in forecast(shell.ledger, TODAY).total]
    assert "按今天采完算" in page.words.cget("text")
    press(page.suppose.base, "<F6>")
    assert page.rows.view.columns[1].key == TOMORROW


def test_another_base_cadence_shows_before_and_after_and_changes_nothing(
    page: ForecastPage, shell: Shell
) -> None:
    choose(page.suppose.base, "一天一检")
    before = forecast(shell.ledger, TOMORROW).total
    after = forecast(shell.ledger, TOMORROW, change=WhatIf(base_cadence="一天一检")).total
    assert line(page, "合计应检") == told(before, after)
    assert any("▲" in cell for cell in line(page, "合计应检"))
    assert f"▲ 多 {sum(after) - sum(before)} 人次" in page.effect.cget("text")
    assert "基础频次改为一天一检；台账没有改动" in page.words.cget("text")
    assert shell.ledger.setting("base_cadence") == "三天一检"
    press(page.suppose.base, "<F8>")
    assert line(page, "合计应检") == [str(count) for count in before]


def test_a_status_of_a_place_is_supposed_when_both_are_chosen(page: ForecastPage, shell: Shell) -> None:
    choose(page.suppose.where, "和平苑1号楼")
    assert page.suppose.change == WhatIf()
    choose(page.suppose.status, "静默管理")
    change = WhatIf(statuses=((Address("和平苑", "1"), "静默管理"),))
    assert page.suppose.change == change
    before, after = forecast(shell.ledger, TOMORROW), forecast(shell.ledger, TOMORROW, change=change)
    assert line(page, "和平苑1号楼") == told(
        dict(before.buildings)["和平苑", "1"], dict(after.buildings)["和平苑", "1"]
    )
    assert line(page, "和平苑2号楼") == ["1"] * 7


def test_a_trade_can_be_tested_less_often(page: ForecastPage, shell: Shell) -> None:
    choose(page.suppose.trade, "医疗机构")
    choose(page.suppose.cadence, "三天一检")
    change = WhatIf(trade_cadences=(("医疗机构", "三天一检"),))
    before, after = forecast(shell.ledger, TOMORROW), forecast(shell.ledger, TOMORROW, change=change)
    assert line(page, "合计应检") == told(before.total, after.total)
    assert "▼ 少" in page.effect.cget("text")
    choose(page.suppose.trade, "所有重点行业")
    assert {name for name, _ in page.suppose.change.trade_cadences} >= {"医疗机构", "药店"}


def test_hands_and_tubes_follow_the_pace_which_is_remembered(page: ForecastPage) -> None:
    total = [int(count) for count in line(page, "合计应检")]
    for key, text in (("per_hour", "2"), ("hours", "1"), ("tube_size", "5")):
        page.pace.entries[key].delete(0, "end")
        type_text(page.pace.entries[key], text)
    assert line(page, "需要人手") == [str(-(-due // 2)) for due in total]
    assert line(page, "需要采样管") == [str(-(-due // 5)) for due in total]
    assert load_settings().lists["forecast"] == {"per_hour": 2, "hours": 1}


def test_a_pace_that_is_no_number_is_marked_and_the_last_one_holds(page: ForecastPage) -> None:
    before = line(page, "需要人手")
    page.pace.entries["per_hour"].delete(0, "end")
    type_text(page.pace.entries["per_hour"], "0")
    assert "invalid" in page.pace.entries["per_hour"].state()
    assert line(page, "需要人手") == before


def test_typing_narrows_the_buildings_and_keeps_the_totals(page: ForecastPage) -> None:
    type_text(page.rows.filter_box, "10号")
    page.rows._filter_now()
    assert column(page.rows, 0) == ["合计应检", "需要人手", "需要采样管", "和平苑10号楼"]


def test_enter_on_a_building_goes_to_its_people_due(page: ForecastPage, shell: Shell) -> None:
    page.rows.view.move(0)
    press(page.rows.view.tree, "<Return>")
    assert shell.went == []
    page.rows.view.move(3)
    press(page.rows.view.tree, "<Return>")
    assert shell.went == [("testing", {"outcome": "due", "scope": Scope("和平苑", "1")})]


def test_a_large_ledger_is_forecast_by_a_job(
    page: ForecastPage, root: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    page.suppose.base.set("七天一检")
    page.reckon()
    assert page.effect.cget("text") == "正在推算…"
    pump(root, lambda: "人次" in page.effect.cget("text"))
    assert any("▼" in cell for cell in line(page, "合计应检"))


def test_an_empty_ledger_says_what_to_do(root: ttk.App, tmp_path: Path) -> None:
    Ledger.make(tmp_path / "空.gwl").close()
    with hosted(root, ForecastPage, tmp_path / "空.gwl") as (page, _):
        assert column(page.rows, 0) == []
        click(find(page, "从今天起 F7"))
        assert "居民登记在“台账”里" in page.rows._hint.cget("text")


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, ForecastPage, make_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        choose(page.suppose.base, "一天一检")
        assert clipped(root) == []
