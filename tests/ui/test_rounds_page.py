"""轮次豁免: rounds with their scope and progress, and exemptions granted, changed and ended."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.exemptions import exemptions
from gridworker.ledger.reasons import set_exemption
from gridworker.ledger.rounds import keep_round, round_places, round_remaining
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import day_figures, due_people
from gridworker.ui.popup import Popup
from gridworker.ui.screens.place_ticks import PlaceTicks
from gridworker.ui.screens.round_form import RoundForm, next_name
from gridworker.ui.screens.rounds_page import RoundsPage
from tests.ui.driving import click, find, press, settle, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger, people
from tests.ui.screen_window import clipped

Hosted = tuple[RoundsPage, Shell]
PLACES = [
    Address("和平苑"), Address("和平苑", "1"), Address("和平苑", "1", "1"), Address("和平苑", "2"),
    Address("和平苑", "2", "1"), Address("迎春里"), Address("迎春里", "2"),
]  # fmt: skip


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, RoundsPage, make_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> RoundsPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def keys(page: RoundsPage) -> tkinter.Misc:
    return page.rounds.rows.view.tree


def form_of(page: RoundsPage) -> RoundForm:
    assert page.rounds.form is not None, "no form is open"
    return page.rounds.form


def a_round(shell: Shell) -> int:
    """A round of everybody over three days, entered elsewhere."""
    with shell.ledger.change("准备"):
        row = keep_round(shell.ledger, None, "第1轮", "2022-11-27", "2022-11-29")
    shell.refresh(None)
    return row


# -- rounds


def test_without_rounds_the_page_says_what_to_do(page: RoundsPage) -> None:
    assert "按 Ctrl+N 新建一轮" in page.rounds.rows._hint.cget("text")


def test_a_new_round_is_prefilled_saved_by_key_and_undone(page: RoundsPage, shell: Shell) -> None:
    press(keys(page), "<Control-n>")
    assert form_of(page).form.raw() == {"name": "第1轮", "from_day": TODAY, "to_day": "2022-11-30"}
    press(form_of(page).form.editors["name"].key_widget, "<Control-s>")
    (row,) = shell.ledger.rows("round")
    assert (row["name"], row["from_day"], row["to_day"], row["whole"]) == ("第1轮", TODAY, "2022-11-30", 1)
    assert shell.said == [f"已新建第1轮：{TODAY} 至 2022-11-30。"]
    assert column(page.rounds.rows, 0) == ["进行中"]
    assert "应采 6 · 已采 2（33.3%）· 还差 4" in page.rounds.view.words.cget("text")
    shell.undo()
    assert column(page.rounds.rows, 0) == []


def test_the_next_name_is_one_more_than_the_highest() -> None:
    assert next_name([]) == "第1轮"
    assert next_name(["第2轮", "全员筛查", "第9轮", "第10轮补采"]) == "第11轮"


def test_a_scope_is_ticked_by_keys(page: RoundsPage, shell: Shell) -> None:
    press(keys(page), "<Control-n>")
    form = form_of(page)
    press(form.form.editors["name"].key_widget, "<F7>")
    tree = form.ticks.tree
    assert page.focus_displayof() is tree
    press(tree, "<Down>")
    press(tree, "<space>")
    press(tree, "<Control-s>")
    (row,) = shell.ledger.rows("round")
    assert [place for _, place in round_places(shell.ledger, row["id"])] == [Address("和平苑", "1")]
    assert column(page.rounds.rows, 4) == ["和平苑1号楼"]


def test_a_scope_without_ticks_is_refused_beside_the_tree(page: RoundsPage, shell: Shell) -> None:
    press(keys(page), "<Control-n>")
    press(form_of(page).form.editors["name"].key_widget, "<F7>")
    press(form_of(page).ticks.tree, "<Control-s>")
    assert "请勾选这一轮要检的" in form_of(page).problem.cget("text")
    assert shell.ledger.count("round") == 0
    press(form_of(page).ticks.tree, "<Escape>")
    assert page.rounds.form is None


def test_days_in_the_wrong_order_are_told_beside_the_field(page: RoundsPage, shell: Shell) -> None:
    press(keys(page), "<Control-n>")
    form_of(page).form.load({"name": "第1轮", "from_day": TODAY, "to_day": "2022-11-20"})
    page.rounds.save()
    settle(page)
    assert shell.ledger.count("round") == 0
    find(page, "×\u00a0结束日期早于开始日期，请核对")


def test_f2_changes_and_delete_removes_the_chosen_round(page: RoundsPage, shell: Shell) -> None:
    row = a_round(shell)
    press(keys(page), "<F2>")
    assert form_of(page).scope.chosen == "whole"
    form_of(page).choose_scope("chosen")
    form_of(page).ticks.toggle(Address("迎春里"))
    page.rounds.save()
    assert [place for _, place in round_places(shell.ledger, row)] == [Address("迎春里")]
    press(keys(page), "<Delete>")
    assert shell.ledger.count("round") == 0
    assert shell.said[-1] == "已删除第1轮，采样记录保留。"


def test_bars_by_building_open_the_list_of_that_building(page: RoundsPage, shell: Shell) -> None:
    a_round(shell)
    settle(page)
    bars = page.rounds.view.bars.canvas
    assert [bar.label for bar in bars.bars] == ["和平苑1号楼", "和平苑2号楼", "和平苑10号楼", "迎春里2号楼"]
    assert [bar.words for bar in bars.bars][:2] == ["50.0%  差 1 人", "100%  全部采完"]
    click(bars, 30, 5)
    assert column(page.rounds.view.rows, 1) == ["张小三"]
    find(page, "和平苑1号楼")


def test_enter_lists_the_remaining_and_enter_again_goes_to_the_person(page: RoundsPage, shell: Shell) -> None:
    row = a_round(shell)
    press(keys(page), "<Return>")
    assert column(page.rounds.view.rows, 1) == ["张小三", "赵小六", "周小八"]
    assert len(round_remaining(shell.ledger, row, TODAY)) == 3
    assert column(page.rounds.view.rows, 2)[0] == "138****0001"
    press(page.rounds.view.rows.view.tree, "<F4>")
    assert column(page.rounds.view.rows, 2)[0] == "13800000001"
    press(page.rounds.view.rows.view.tree, "<Return>")
    assert shell.went == [("people", {"resident": people(shell.ledger)["张小三"]})]
    press(page.rounds.view.rows.view.tree, "<Escape>")
    assert page.focus_displayof() is keys(page)


def test_the_remaining_can_be_given_a_reason_together(page: RoundsPage, shell: Shell, root: ttk.App) -> None:
    a_round(shell)
    press(keys(page), "<Return>")
    rows = page.rounds.view.rows
    rows.select(list(rows.view.order))
    press(rows.view.tree, "<Control-r>")
    (popup,) = [child for child in root.winfo_children() if isinstance(child, Popup)]
    (listbox,) = [child for child in popup.body.winfo_children() if isinstance(child, tkinter.Listbox)]
    press(listbox, "<Key-6>")
    assert column(rows, 3) == ["外出未归"] * 3
    assert {person.reason for person in due_people(shell.ledger, TODAY, outcome="missed")} >= {"外出未归"}


# -- the tree to tick


@pytest.fixture
def ticks(root: ttk.App) -> PlaceTicks:
    ticks = PlaceTicks(root)
    ticks.pack(fill="both", expand=True)
    ticks.offer(PLACES)
    settle(root)
    return ticks


def test_a_ticked_place_holds_what_lies_in_it(ticks: PlaceTicks) -> None:
    ticks.toggle(Address("和平苑", "1", "1"))
    ticks.toggle(Address("和平苑"))
    assert ticks.places == [Address("和平苑")]
    marks = [ticks.tree.item(item, "text").strip()[0] for item in ticks._items.values()]
    assert marks == ["■"] * 5 + ["□"] * 2


def test_one_place_taken_out_leaves_its_neighbours_in(ticks: PlaceTicks) -> None:
    ticks.toggle(Address("和平苑"))
    ticks.toggle(Address("和平苑", "1"))
    assert ticks.places == [Address("和平苑", "2")]
    assert ticks.tree.item(ticks._items[Address("和平苑")], "text").strip()[0] == "▣"


def test_a_click_on_the_words_ticks(ticks: PlaceTicks) -> None:
    x, y, width, height = ticks.tree.bbox(ticks._items[Address("迎春里")])
    click(ticks.tree, x + width // 2, y + height // 2)
    assert ticks.places == [Address("迎春里")]


# -- exemptions


def exempt(shell: Shell, name: str, first: str, last: str | None = None, reason: str = "行动不便") -> None:
    set_exemption(shell.ledger, [people(shell.ledger)[name]], reason, first, last)
    shell.refresh(None)


def in_force(ledger: Ledger) -> dict[str, str | None]:
    return {each.name: each.to_day for each in exemptions(ledger, TODAY, state="active")}


def test_exemptions_by_state(page: RoundsPage, shell: Shell) -> None:
    exempt(shell, "张小三", "2022-11-20")
    exempt(shell, "王小五", "2022-12-01", "2022-12-05")
    exempt(shell, "赵小六", "2022-11-01", "2022-11-10")
    press(keys(page), "<F9>")
    rows = page.exemptions.rows
    assert column(rows, 2) == ["张小三"]
    assert column(rows, 6) == ["另行通知"]
    click(find(page, "未开始 1"))
    assert column(rows, 2) == ["王小五"]
    click(find(page, "已结束 1"))
    assert column(rows, 2) == ["赵小六"]
    choose(page.exemptions.scope_box, "迎春里")
    assert column(rows, 2) == []
    assert "按 Ctrl+N 找一个人免检" in rows._hint.cget("text")


def test_a_person_is_found_and_exempted_by_keys(page: RoundsPage, shell: Shell) -> None:
    page.show("exempt")
    press(page.exemptions.rows.view.tree, "<Control-n>")
    panel = page.exemptions.panel
    assert panel is not None
    type_text(panel.entry, "zxl\n")
    assert panel.inner is not None
    assert "赵小六" in panel.words.cget("text")
    choose(panel.inner.form.editors["reason"].key_widget, "行动不便")
    press(panel.inner.form.editors["reason"].key_widget, "<Control-s>")
    assert in_force(shell.ledger) == {"赵小六": None}
    assert column(page.exemptions.rows, 2) == ["赵小六"]
    assert page.exemptions.panel is None


def test_f2_gives_several_another_end_and_keeps_their_reasons(page: RoundsPage, shell: Shell) -> None:
    exempt(shell, "张小三", "2022-11-20")
    exempt(shell, "赵小六", "2022-11-20", "2022-11-30", "孕产期")
    page.show("exempt")
    rows = page.exemptions.rows
    press(rows.view.tree, "<Control-a>")
    press(rows.view.tree, "<F2>")
    assert page.exemptions.panel is not None
    entry = page.exemptions.panel.form.editors["to_day"].key_widget
    type_text(entry, "2022-11-01")
    press(entry, "<Control-s>")
    find(page, "×\u00a0早于开始日期 2022-11-20，请核对")
    entry.delete(0, "end")
    type_text(entry, "2022-12-15")
    press(entry, "<Control-s>")
    assert in_force(shell.ledger) == {"张小三": "2022-12-15", "赵小六": "2022-12-15"}
    assert column(rows, 4) == ["行动不便", "孕产期"]
    shell.undo()
    assert in_force(shell.ledger) == {"张小三": None, "赵小六": "2022-11-30"}


def test_delete_lets_them_be_tested_again_from_today(page: RoundsPage, shell: Shell) -> None:
    exempt(shell, "张小三", "2022-11-20")
    assert day_figures(shell.ledger, TODAY).exempt == 1
    page.show("exempt")
    page.exemptions.rows.view.move(0)
    press(page.exemptions.rows.view.tree, "<Delete>")
    assert day_figures(shell.ledger, TODAY).exempt == 0
    assert shell.said[-1] == f"1 人从 {TODAY} 起恢复检测。"
    assert column(page.exemptions.rows, 2) == []


def test_phones_of_the_exempt_are_masked_until_f4(page: RoundsPage, shell: Shell) -> None:
    exempt(shell, "张小三", "2022-11-20")
    page.show("exempt")
    assert column(page.exemptions.rows, 3) == ["138****0001"]
    press(page.exemptions.rows.view.tree, "<F4>")
    assert column(page.exemptions.rows, 3) == ["13800000001"]
    page.leave()
    assert column(page.exemptions.rows, 3) == ["138****0001"]


def test_another_page_can_ask_for_the_exempt_of_a_building(page: RoundsPage, shell: Shell) -> None:
    exempt(shell, "张小三", "2022-11-20")
    exempt(shell, "赵小六", "2022-11-20")
    page.open(scope=Scope("和平苑", "10"))
    assert column(page.exemptions.rows, 2) == ["赵小六"]


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, RoundsPage, make_ledger(tmp_path / "台账.gwl"), size) as (page, shell):
        a_round(shell)
        assert clipped(root) == []
        page.rounds.view.choose("list")
        assert clipped(root) == []
        page.rounds.edit()
        form_of(page).choose_scope("chosen")
        assert clipped(root) == []
        page.rounds.close_form()
        exempt(shell, "张小三", "2022-11-20")
        page.show("exempt")
        page.exemptions.rows.view.move(0)
        page.exemptions.edit()
        assert clipped(root) == []
