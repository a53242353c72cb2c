"""48小时证明: figures and lists of a moment, what counts as valid, and what is shown of people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.proof import Proofs
from gridworker.ledger.scope import Scope
from gridworker.ui.screens import proof_source
from gridworker.ui.screens.proof_page import ProofPage
from tests.ui.driving import click, find, press, pump, settle, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, make_ledger, people
from tests.ui.screen_window import clipped

Hosted = tuple[ProofPage, Shell]


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    """The page at six in the evening, before today's reports."""
    with hosted(root, ProofPage, make_ledger(tmp_path / "台账.gwl")) as (page, shell):
        page.open(at=f"{TODAY} 18:00:00", state="people")
        settle(root)
        yield page, shell


@pytest.fixture
def page(hosting: Hosted) -> ProofPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def figures(page: ProofPage) -> list[str]:
    return [page.tiles.text(key) for key in ("valid", "expiring", "expired", "none", "people")]


def test_the_figures_are_those_of_the_moment(page: ProofPage, shell: Shell) -> None:
    counts = Proofs(shell.ledger, f"{TODAY} 18:00:00").counts()
    assert figures(page) == ["3", "1", "2", "1", "6"]
    assert (counts.valid, counts.expired, counts.none, counts.people) == (3, 2, 1, 6)


def test_a_click_on_a_figure_lists_its_people_with_mark_and_word(page: ProofPage) -> None:
    click(find(page, "有效"))
    assert column(page.rows, 2) == ["李小四", "王小五", "孙小七"]
    assert column(page.rows, 0) == ["将过期", "有效", "有效"]
    click(find(page, "没有阴性记录"))
    assert column(page.rows, 2) == ["周小八"]
    assert column(page.rows, 5) == ["从未"]
    click(find(page, "已过期"))
    assert column(page.rows, 2) == ["张小三", "赵小六"]
    assert page.rows.source.fetch(page.rows.view.order)[page.rows.view.order[0]].tag == "missed"


def test_how_long_it_holds_is_told(page: ProofPage) -> None:
    page.choose("valid")
    assert column(page.rows, 6) == ["11-28 20:00", "11-29 20:00", "11-29 20:00"]
    assert column(page.rows, 7) == ["还有 2 小时", "还有 26 小时", "还有 26 小时"]
    page.choose("expired")
    assert column(page.rows, 7) == ["过了 22 小时", "过了 3 天"]


def test_hours_and_the_time_that_counts_can_be_changed(page: ProofPage) -> None:
    page.choose("valid")
    click(find(page, "24小时"))
    assert column(page.rows, 2) == ["王小五", "孙小七"]
    click(find(page, "按采样时间"))  # this morning's sample counts although its report is still out
    assert column(page.rows, 2) == ["李小四", "孙小七"]
    click(find(page, "72小时"))
    assert column(page.rows, 2) == ["李小四", "王小五", "孙小七"]


def test_those_that_run_out_within_so_many_hours(page: ProofPage) -> None:
    choose(page.soon, "2")
    assert column(page.rows, 2) == ["李小四"]
    assert column(page.rows, 0) == ["将过期"]
    page.open(at="2022-11-29 09:00:00", state="expiring")
    assert column(page.rows, 2) == []
    choose(page.soon, "12")
    assert column(page.rows, 2) == ["王小五"]


def test_another_moment_is_typed_and_a_wrong_one_is_marked(page: ProofPage) -> None:
    page.at.entry.delete(0, "end")
    type_text(page.at.entry, "2022-11-28 21:00\n")
    assert figures(page)[1] == "0"
    page.at.entry.delete(0, "end")
    type_text(page.at.entry, "2022-11-98\n")
    assert "invalid" in page.at.entry.state()
    assert figures(page)[1] == "0"
    press(page.rows.view.tree, "<F6>")
    assert page.at.value.startswith(TODAY)
    assert "invalid" not in page.at.entry.state()


def test_what_is_typed_counts_without_enter_after_a_pause(page: ProofPage, root: ttk.App) -> None:
    page.at.entry.delete(0, "end")
    type_text(page.at.entry, "2022-11-28 21:00")
    pump(root, lambda: figures(page)[1] == "0")


def test_a_building_narrows_figures_and_list(page: ProofPage, shell: Shell) -> None:
    choose(page.scope_box, "迎春里")
    assert figures(page) == ["1", "0", "0", "1", "2"]
    choose(page.scope_box, "和平苑10号楼")
    assert column(page.rows, 2) == ["赵小六"]
    press(page.rows.view.tree, "<Control-p>")
    scope = Scope("和平苑", "10")
    assert shell.went == [("reports", {"report": "proof-48h", "scope": scope})]


def test_typing_finds_by_initials(page: ProofPage) -> None:
    type_text(page.rows.view.tree, "zxl")
    page.rows._filter_now()
    assert column(page.rows, 2) == ["赵小六"]


def test_sorted_by_when_they_run_out_the_unknown_last(page: ProofPage) -> None:
    page.rows.sort_by("valid_until")
    assert column(page.rows, 2)[0] == "赵小六"
    assert column(page.rows, 2)[-1] == "周小八"
    page.rows.sort_by("valid_until", True)
    assert column(page.rows, 2)[-1] == "周小八"


def test_a_list_too_long_to_sort_says_so(
    page: ProofPage, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof_source, "SORTED_MOST", 3)
    before = column(page.rows, 2)
    page.rows.sort_by("name")
    page.rows.event_generate("<<GridState>>")
    assert column(page.rows, 2) == before
    assert "仍按地址排列" in shell.said[-1]


def test_phones_are_masked_until_f4_and_again_after_leaving(page: ProofPage) -> None:
    assert column(page.rows, 3)[0] == "138****0001"
    press(page.rows.view.tree, "<F4>")
    assert column(page.rows, 3)[0] == "13800000001"
    page.leave()
    assert column(page.rows, 3)[0] == "138****0001"


def test_enter_goes_to_the_person(page: ProofPage, shell: Shell) -> None:
    page.choose("none")
    page.rows.view.move(0)
    press(page.rows.view.tree, "<Return>")
    assert shell.went == [("people", {"resident": people(shell.ledger)["周小八"]})]


def test_another_working_day_brings_another_moment(page: ProofPage, shell: Shell) -> None:
    page.desk.day = "2022-11-26"
    shell.refresh(None)
    assert page.at.value.startswith("2022-11-26 ")


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_no_words_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, ProofPage, make_ledger(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []
