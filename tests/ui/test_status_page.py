"""管控状态: what holds where, giving places another status, and its effect before it is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.scope import Scope
from gridworker.ledger.statuses import status_history
from gridworker.ledger.testing import day_figures
from gridworker.ui.screens import reckoning
from gridworker.ui.screens.status_page import StatusPage
from gridworker.ui.screens.status_side import NO_STATUS
from tests.ui.driving import click, find, focus, press, pump, settle, texts, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger
from tests.ui.screen_window import clipped

Hosted = tuple[StatusPage, Shell]


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, StatusPage, make_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> StatusPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def go_to(page: StatusPage, *names: str) -> None:
    rows = dict(zip((name.strip() for name in column(page.rows, 0)), page.rows.view.order, strict=True))
    page.rows.select([rows[name] for name in names])
    settle(page)


def give(page: StatusPage, status: str, *names: str) -> None:
    go_to(page, *names)
    choose(page.side.status, status)
    press(page.side.status, "<Control-s>")


def held(page: StatusPage) -> dict[str, str]:
    return {
        name.strip(): f"{status}｜{own}"
        for name, status, own in zip(*(column(page.rows, at) for at in (0, 1, 2)), strict=True)
    }


def test_every_place_stands_in_natural_order_under_its_own(page: StatusPage) -> None:
    assert column(page.rows, 0)[:8] == [
        "和平苑", "　和平苑1号楼", "　　和平苑1号楼1单元", "　和平苑2号楼", "　　和平苑2号楼1单元",
        "　和平苑10号楼", "　　和平苑10号楼1单元", "迎春里",
    ]  # fmt: skip


def test_a_status_of_a_community_reaches_buildings_without_their_own(page: StatusPage, shell: Shell) -> None:
    give(page, "防范区", "和平苑2号楼")
    give(page, "静默管理", "和平苑")
    shown = held(page)
    assert shown["和平苑"] == "静默管理｜静默管理"
    assert shown["和平苑1号楼1单元"] == "静默管理（随小区）｜"
    assert shown["和平苑2号楼"] == "防范区｜防范区"
    assert shown["和平苑2号楼1单元"] == "防范区（随楼栋）｜"
    assert shown["迎春里"] == "未设｜"
    assert shell.said[-1] == f"和平苑从 {TODAY} 起为静默管理。"
    go_to(page, "和平苑")
    tag = page.rows.source.fetch([page.rows.selected()[0]])[page.rows.selected()[0]].tag
    assert tag == "warn"
    assert column(page.rows, 4)[0] == "一天一检"
    assert "外出：非必要不出户，保供人员凭证出入" in page.side.now.cget("text")


def test_the_effect_told_before_is_what_comes_true(page: StatusPage, shell: Shell) -> None:
    before = day_figures(shell.ledger, TODAY).due
    go_to(page, "迎春里", "和平苑1号楼", "和平苑2号楼")
    choose(page.side.status, "静默管理")
    page.reckon()
    told = page.side.effect.cget("text")
    assert day_figures(shell.ledger, TODAY).due == before
    press(page.side.status, "<Control-s>")
    after = day_figures(shell.ledger, TODAY).due
    assert after > before
    assert told == f"今日应检 {before} → {after}，▲ 多 {after - before} 人"
    shell.undo()
    assert day_figures(shell.ledger, TODAY).due == before
    assert held(page)["迎春里"] == "未设｜"


def test_in_a_large_ledger_the_effect_is_told_by_a_job(
    page: StatusPage, root: ttk.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "AT_ONCE", 0)
    go_to(page, "和平苑")
    choose(page.side.status, "静默管理")
    page.reckon()
    assert page.side.effect.cget("text") == "正在推算今日应检的变化…"
    pump(root, lambda: "→" in page.side.effect.cget("text"))


def test_a_day_ahead_leaves_today_alone(page: StatusPage, shell: Shell) -> None:
    go_to(page, "和平苑")
    choose(page.side.status, "静默管理")
    page.side.since.entry.delete(0, "end")
    type_text(page.side.since.entry, "2022-12-01")
    page.side.since.take()
    page.reckon()
    assert page.side.effect.cget("text").startswith("2022-12-01 才开始，今日应检不变")
    press(page.side.since.entry, "<Return>")
    assert held(page)["和平苑"] == "未设｜"
    assert column(page.side.history, 2) == ["静默管理"]
    page.desk.day = "2022-12-01"
    shell.refresh(None)
    assert held(page)["和平苑"] == "静默管理｜静默管理"


def test_earlier_statuses_are_kept_and_shown_newest_first(page: StatusPage, shell: Shell) -> None:
    go_to(page, "和平苑")
    page.side.since.show("2022-11-20")
    give(page, "高风险区", "和平苑")
    page.side.since.show(TODAY)
    give(page, "常态", "和平苑")
    assert column(page.side.history, 2) == ["常态", "高风险区"]
    assert column(page.side.history, 1) == ["另行通知", "2022-11-27"]
    give(page, NO_STATUS, "和平苑")
    assert held(page)["和平苑"] == "未设｜"
    place = page.places[0].place
    assert [span.status for span in status_history(shell.ledger, place)] == ["高风险区", None]


def test_enter_and_f2_go_to_the_choice_and_its_enter_goes_on(page: StatusPage) -> None:
    go_to(page, "迎春里2号楼")
    for key in ("<Return>", "<F2>"):
        press(page.rows.view.tree, key)
        assert page.focus_displayof() is page.side.status
        press(page.side.status, "<Escape>")
        assert page.focus_displayof() is page.rows.view.tree
    press(page.rows.view.tree, "<F2>")
    press(page.side.status, "<Return>")
    assert page.focus_displayof() is page.side.since.entry


def test_without_a_choice_nothing_is_set(page: StatusPage, shell: Shell) -> None:
    go_to(page, "和平苑")
    press(page.rows.view.tree, "<Control-s>")
    assert shell.said == ["请先选范围，再选要改成的状态。"]
    assert shell.ledger.history()[0]["label"] == "准备"


def test_levels_and_only_own(page: StatusPage) -> None:
    give(page, "防范区", "和平苑2号楼")
    click(find(page, "小区"))
    assert column(page.rows, 0) == ["和平苑", "迎春里"]
    click(find(page, "单元"))
    focus(page.rows.view.tree)
    press(page.rows.view.tree, "<F7>")
    assert [name.strip() for name in column(page.rows, 0)] == ["和平苑2号楼"]


def test_a_community_that_has_no_row_yet_can_be_given_a_status(page: StatusPage, shell: Shell) -> None:
    with shell.ledger.change("准备"):
        for row in shell.ledger.rows("place", {"community": "迎春里", "unit": ""}):
            shell.ledger.remove("place", row["id"])
    shell.refresh(None)
    assert "迎春里" in held(page)
    give(page, "低风险", "迎春里")
    assert held(page)["迎春里2号楼2单元"] == "低风险（随小区）｜"


def test_own_statuses_of_the_worker_are_offered(page: StatusPage, shell: Shell) -> None:
    with shell.ledger.change("准备"):
        shell.ledger.create("managed_status", {"name": "临时管控", "cadence": "一天一检"})
    shell.refresh(None)
    give(page, "临时管控", "迎春里")
    assert held(page)["迎春里"] == "临时管控｜临时管控"


def test_another_page_can_ask_for_a_place(page: StatusPage) -> None:
    page.open(scope=Scope("和平苑", "10"))
    settle(page)
    assert [place.address for place in page.places] == [Address("和平苑", "10")]
    assert "和平苑10号楼" in texts(page.side)


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, StatusPage, make_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        give(page, "静默管理", "和平苑")
        choose(page.side.status, "防范区")
        page.reckon()
        assert clipped(root) == []
