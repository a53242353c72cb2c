"""混管追阳, its tubes: results by one key, grave ones asked about in place, retests, heads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.tubes import results_of
from gridworker.ui import theme
from gridworker.ui.screens.tubes_page import TubesPage
from tests.ui.driving import click, find, press, settle, texts, type_text
from tests.ui.tubes_window import DAY, TUBES, Shell, choose, column, opened, results, tubes_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with tubes_ledger(tmp_path) as ledger:
        yield ledger


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def page(root: ttk.App, ledger: Ledger, shell: Shell) -> TubesPage:
    theme.dress(root)
    return opened(root, ledger, shell)


def sample_results(ledger: Ledger, tube: str) -> set[tuple[str, str]]:
    return {(row["result"], row["reported_at"]) for row in ledger.rows("sample", {"tube": tube})}


def narrow(page: TubesPage, words: str) -> None:
    box = page.tubes.state_box
    assert words in box.cget("values")
    box.set(words)
    box.event_generate("<<ComboboxSelected>>")
    settle(page)


def test_the_tubes_of_the_day_are_listed_and_the_first_is_shown_with_its_people(page: TubesPage) -> None:
    assert column(page.tubes.rows, "number") == list(TUBES)
    assert column(page.tubes.rows, "people") == ["3/3"] * 3
    assert column(page.tubes.rows, "state") == ["已封管"] * 3
    assert column(page.tubes.people, "name") == ["居民00", "居民02", "居民04"]
    assert column(page.tubes.people, "place") == ["1", "2", "3"]


def test_one_key_sets_several_tubes_negative_for_everyone_in_them(
    page: TubesPage, ledger: Ledger, shell: Shell
) -> None:
    results(page, *TUBES[:2], keys=("<Control-Key-1>",))
    for tube in TUBES[:2]:
        assert sample_results(ledger, tube) == {("阴性", f"{DAY} 20:00:00")}
    assert sample_results(ledger, TUBES[2]) == {("待出", None)}
    assert column(page.tubes.rows, "result") == ["阴性", "阴性", ""]
    assert shell.said == ["已登记 2 管 6 人：初检阴性。"]
    shell.undo()
    assert column(page.tubes.rows, "result") == ["", "", ""]


@pytest.mark.parametrize(("key", "result"), [("<Control-Key-2>", "阳性"), ("<Control-Key-3>", "可疑")])
def test_a_grave_result_is_asked_about_in_place_and_opens_its_record(
    page: TubesPage, ledger: Ledger, key: str, result: str
) -> None:
    results(page, TUBES[0], keys=(key,))
    assert any(f"记为{result}" in text for text in texts(page))
    assert ledger.count("tube_result") == 0
    press(page.tubes.rows.view.tree, "<Escape>")
    press(page.tubes.rows.view.tree, key)
    assert ledger.count("tube_result") == 0
    press(page.tubes.rows.view.tree, key)
    assert sample_results(ledger, TUBES[0]) == {(result, f"{DAY} 20:00:00")}
    assert [row["tube"] for row in ledger.rows("trace")] == [TUBES[0]]
    assert "追阳 1 F3" in texts(page)


def test_another_selection_or_result_does_not_answer_the_question(page: TubesPage, ledger: Ledger) -> None:
    results(page, TUBES[0], keys=("<Control-Key-2>", "<Control-Key-3>"))
    assert ledger.count("tube_result") == 0
    results(page, TUBES[1], keys=("<Control-Key-3>",))
    assert ledger.count("tube_result") == 0


def test_an_invalid_result_can_be_clicked(page: TubesPage, ledger: Ledger) -> None:
    choose(page, TUBES[1])
    type_text(page.tubes.results.at.entry, "21:30")
    type_text(page.tubes.results.lab, "lab")
    click(page.tubes.results.buttons["无效"])
    assert sample_results(ledger, TUBES[1]) == {("无效", f"{DAY} 21:30:00")}
    assert results_of(ledger, TUBES[1])[0].lab == "lab"


def test_a_retest_overrides_and_both_remain_in_sight(page: TubesPage, ledger: Ledger) -> None:
    results(page, TUBES[0], keys=("<Control-Key-2>",) * 2)
    click(find(page, "复检"))
    results(page, TUBES[0], keys=("<Control-Key-1>",), at="23:00")
    assert sample_results(ledger, TUBES[0]) == {("阴性", f"{DAY} 23:00:00")}
    shown = page.tubes.results.past.cget("text").splitlines()
    assert [line.split()[:2] for line in shown] == [["初检", "阳性"], ["复检", "阴性"]]
    assert page.tubes.results.kind.chosen == "初检"


def test_a_first_test_after_the_retest_changes_nothing_and_that_is_said(
    page: TubesPage, ledger: Ledger, shell: Shell
) -> None:
    click(find(page, "复检"))
    results(page, TUBES[0], keys=("<Control-Key-1>",))
    results(page, TUBES[0], keys=("<Control-Key-4>",), at="22:00")
    assert sample_results(ledger, TUBES[0]) == {("阴性", f"{DAY} 20:00:00")}
    assert f"{TUBES[0]} 仍为阴性" in shell.said[-1]
    assert len(results_of(ledger, TUBES[0])) == 2


def test_a_time_that_is_none_or_too_early_sets_nothing(page: TubesPage, ledger: Ledger, shell: Shell) -> None:
    results(page, TUBES[0], keys=("<Control-Key-1>",), at="later")
    assert "没有登记" in shell.said[-1]
    assert page.focus_get() is page.tubes.results.at.entry
    results(page, TUBES[0], keys=("<Control-Key-1>",), at="07:00")
    assert "早于采样时间" in shell.said[-1]
    assert ledger.count("tube_result") == 0


def test_without_a_selection_the_keys_say_so(page: TubesPage, ledger: Ledger, shell: Shell) -> None:
    page.tubes.rows.select([])
    settle(page)
    press(page.tubes.rows.view.tree, "<Control-Key-1>")
    assert shell.said == ["请先选择采样管，再录入结果。"]


def test_the_list_narrows_by_state_and_to_what_is_missing(page: TubesPage) -> None:
    results(page, TUBES[0], keys=("<Control-Key-1>",))
    narrow(page, "✓ 阴性 1")
    assert column(page.tubes.rows, "number") == [TUBES[0]]
    narrow(page, "全部状态 3")
    assert len(column(page.tubes.rows, "number")) == 3
    click(find(page, "近3天未出"))
    assert column(page.tubes.rows, "number") == list(TUBES[1:])


def test_numbers_are_masked_until_f4_and_after_leaving(page: TubesPage) -> None:
    assert column(page.tubes.people, "phone")[0] == "138****0000"
    press(page.tubes.rows.view.tree, "<F4>")
    assert column(page.tubes.people, "phone")[0] == "13800000000"
    page.leave()
    assert column(page.tubes.people, "phone")[0] == "138****0000"


def test_the_head_is_written_to_all_selected_tubes(page: TubesPage, ledger: Ledger) -> None:
    ledger.update("tube", 1, {"sender": "甲"})
    choose(page, *TUBES[:2])
    assert page.tubes.header.form.raw() == {"sampler": None, "sender": None, "receiver": None}
    type_text(page.tubes.header.form.editors["sampler"].key_widget, "li")
    press(page.tubes.header.form.editors["sampler"].key_widget, "<Control-s>")
    assert [row["sampler"] for row in ledger.rows("tube")] == ["li", "li", None]
    assert ledger.rows("tube")[0]["sender"] == "甲"


def test_a_tube_of_another_desk_has_no_head_but_results(
    page: TubesPage, ledger: Ledger, shell: Shell
) -> None:
    ledger.create("sample", {"resident": 2, "sampled_at": f"{DAY} 09:00:00", "tube": "L1"})
    page.load()
    results(page, "L1", keys=("<Control-Key-1>",))
    assert sample_results(ledger, "L1") == {("阴性", f"{DAY} 20:00:00")}
    assert page.tubes.header.button.instate(["disabled"])


def test_in_a_low_window_enter_shows_people_and_head(root: ttk.App, page: TubesPage) -> None:
    root.geometry("1088x330+0+0")
    settle(root)
    assert not page.tubes.people.winfo_viewable()
    press(page.tubes.rows.view.tree, "<Return>")
    assert page.tubes.people.winfo_viewable()
    assert page.tubes.header.winfo_viewable()
    assert not page.tubes.rows.winfo_viewable()
    press(page.tubes.people.view.tree, "<Control-Key-2>")
    assert page.tubes.results.question.winfo_viewable()
    assert page.tubes.rows.winfo_viewable()


def test_another_screen_may_ask_for_a_tube_and_enter_opens_a_person(page: TubesPage, shell: Shell) -> None:
    page.open(tube=TUBES[2])
    settle(page)
    assert column(page.tubes.people, "name")[0] == "居民12"
    page.tubes.people.focus_rows()
    press(page.tubes.people.view.tree, "<Return>")
    assert shell.went == [("people", {"resident": 13})]


def test_an_empty_day_says_what_to_do(root: ttk.App, page: TubesPage) -> None:
    page.desk.day = "2022-11-20"
    page.load()
    settle(root)
    assert any("还没有采样管" in text for text in texts(page))
    assert any("请先选管" in text for text in texts(page))
