"""混管追阳, its tracing: whom a positive tube concerns, steps by key and click, closing, printing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.tracing import trace_view
from gridworker.ledger.tubes import set_tube_result
from gridworker.ui import theme
from gridworker.ui.screens.traces_view import TracesView
from gridworker.ui.screens.tubes_page import TubesPage
from tests.ui.driving import click, find, press, settle, texts, type_text
from tests.ui.tubes_window import DAY, TUBES, Shell, column, opened, tubes_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with tubes_ledger(tmp_path) as ledger:
        set_tube_result(ledger, TUBES[0], "阳性", f"{DAY} 20:00:00")
        yield ledger


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def page(root: ttk.App, ledger: Ledger, shell: Shell) -> TubesPage:
    theme.dress(root)
    page = opened(root, ledger, shell)
    press(page.tubes.rows.view.tree, "<F3>")
    return page


@pytest.fixture
def view(page: TubesPage) -> TracesView:
    return page.traces


def select(view: TracesView, *names: str) -> None:
    people = view.people
    people.focus_rows()
    wanted = dict(zip(column(people, "name"), people.view.order, strict=True))
    people.select([wanted[name] for name in names])
    settle(view)


def key(view: TracesView, sequence: str) -> None:
    press(view.people.view.tree, sequence)


def settle_all(view: TracesView) -> None:
    view.people.select(list(view.people.view.order))
    settle(view)
    key(view, "<Key-4>")


def test_the_people_are_there_at_once_nearest_first_with_whole_phones(view: TracesView) -> None:
    assert column(view.rows, "tube") == [TUBES[0]]
    assert column(view.people, "role") == ["同管"] * 3 + ["同户"] * 3 + ["同层"] * 2
    assert column(view.people, "name")[:3] == ["居民00", "居民02", "居民04"]
    assert column(view.people, "phone")[0] == "13800000000"
    key(view, "<F4>")
    assert column(view.people, "phone")[0] == "138****0000"


def test_keys_tick_a_step_for_many_and_untick_it(view: TracesView, ledger: Ledger) -> None:
    type_text(view.at.entry, "21:15")
    select(view, "居民00", "居民02")
    key(view, "<Key-1>")
    assert column(view.people, "notified_at")[:3] == ["21:15", "21:15", ""]
    assert "已通知 2/8" in view.progress.cget("text")
    select(view, "居民02", "居民04")
    key(view, "<Key-1>")  # only the one who lacks it
    assert [person.notified_at for person in trace_view(ledger, 1).people[:3]] == [f"{DAY} 21:15:00"] * 3
    key(view, "<Key-1>")
    assert column(view.people, "notified_at")[:3] == ["21:15", "", ""]


@pytest.mark.parametrize(
    ("sequence", "field"),
    [("<Key-2>", "transferred_at"), ("<Key-3>", "cleared_at"), ("<Key-4>", "excluded_at")],
)
def test_each_step_that_settles_counts(view: TracesView, sequence: str, field: str) -> None:
    select(view, "居民00")
    key(view, sequence)
    assert column(view.people, field)[0] != ""
    assert "已处置 1/8" in view.progress.cget("text")
    assert column(view.rows, "done") == ["1/8"]


def test_a_click_on_a_step_ticks_it_for_that_person(view: TracesView, ledger: Ledger) -> None:
    box = view.people.view.cell_box(1, "transferred_at")
    assert box
    click(view.people.view.tree, box[0] + 5, box[1] + 5)
    assert [bool(person.transferred_at) for person in trace_view(ledger, 1).people[:3]] == [
        False,
        True,
        False,
    ]
    name = view.people.view.cell_box(2, "name")
    assert name
    click(view.people.view.tree, name[0] + 5, name[1] + 5)
    assert trace_view(ledger, 1).people[2].transferred_at is None


def test_a_step_is_undone_by_the_shell(view: TracesView, shell: Shell) -> None:
    select(view, "居民00")
    key(view, "<Key-2>")
    shell.undo()
    assert column(view.people, "transferred_at")[0] == ""


def test_nobody_selected_and_a_wrong_time_are_said(view: TracesView, shell: Shell, ledger: Ledger) -> None:
    view.people.select([])
    settle(view)
    key(view, "<Key-1>")
    assert "请先选择人员" in shell.said[-1]
    type_text(view.at.entry, "soon")
    select(view, "居民00")
    key(view, "<Key-1>")
    assert "没有登记" in shell.said[-1]
    assert trace_view(ledger, 1).people[0].notified_at is None


def test_closing_names_who_is_missing_and_lists_them(view: TracesView, shell: Shell, ledger: Ledger) -> None:
    settle_all(view)
    select(view, "居民02")
    key(view, "<Key-4>")
    key(view, "<Control-e>")
    assert shell.said[-1] == "不能结案：居民02 1 人没有转运、复核阴性或排除，已列在表中。"
    assert column(view.people, "name") == ["居民02"]
    assert ledger.get("trace", 1)["closed_at"] is None


def test_a_record_closes_when_everyone_is_settled_and_opens_again(
    page: TubesPage, view: TracesView, ledger: Ledger
) -> None:
    settle_all(view)
    key(view, "<Control-e>")
    assert ledger.get("trace", 1)["closed_at"]
    assert "已结案" in view.title_label.cget("text")
    assert view.buttons["结案"].instate(["disabled"])
    assert "追阳 F3" in texts(page)
    key(view, "<Key-1>")  # nothing changes in a closed record
    assert trace_view(ledger, 1).people[0].notified_at is None
    click(view.buttons["重新立案"])
    assert ledger.get("trace", 1)["closed_at"] is None
    assert "追阳 1 F3" in texts(page)


def test_a_record_opened_later_by_the_clock_closes_too(
    view: TracesView, ledger: Ledger, shell: Shell
) -> None:
    opened = f"{DAY} 23:59:59"  # the working day is still that of the evening, the clock says morning
    ledger.update("trace", 1, {"opened_at": opened})
    shell.refresh(None)
    settle_all(view)
    key(view, "<Control-e>")
    assert ledger.get("trace", 1)["closed_at"] == opened


def test_renewing_lists_whoever_has_come_since(view: TracesView, ledger: Ledger, shell: Shell) -> None:
    key(view, "<Control-r>")
    assert shell.said[-1] == "没有新的相关人员。"
    household = ledger.rows("resident", {"name": "居民00"})[0]["household"]
    ledger.create("resident", {"household": household, "name": "赵新来"})
    key(view, "<Control-r>")
    assert f"采样管 {TUBES[0]} 的追阳新增 1 人。" in shell.said
    assert "赵新来" in column(view.people, "name")


def test_positive_tubes_without_a_record_stand_in_a_bar(
    page: TubesPage, ledger: Ledger, shell: Shell
) -> None:
    assert not page.alarm.winfo_viewable()
    sample = ledger.rows("sample", {"tube": TUBES[1]})[0]["id"]
    ledger.update("sample", sample, {"result": "可疑", "reported_at": f"{DAY} 21:00:00"})
    page.refresh(None)
    settle(page)
    assert f"★ 还没有立案追阳：{TUBES[1]}（可疑）" in texts(page)
    click(find(page, "立案 Ctrl+N"))
    assert not page.alarm.winfo_viewable()
    assert set(column(page.traces.rows, "tube")) == set(TUBES[:2])
    assert page.traces.view is not None
    assert page.traces.view.tube == TUBES[1]
    press(page.traces.people.view.tree, "<Control-n>")
    assert shell.said[-1] == "阳性和可疑的采样管都已立案。"


@pytest.mark.parametrize(
    ("words", "report"), [("打印追阳台账", "positive-trace"), ("打印混采登记表", "tube-sheet")]
)
def test_the_sheets_are_printed_under_the_reports(
    page: TubesPage, shell: Shell, words: str, report: str
) -> None:
    click(find(page, words))
    assert shell.went == [("reports", {"report": report})]


def test_another_screen_may_ask_for_a_record_and_enter_opens_a_person(page: TubesPage, shell: Shell) -> None:
    press(page.traces.people.view.tree, "<F2>")
    page.open(trace=1)
    settle(page)
    assert page.traces.winfo_viewable()
    key(page.traces, "<Return>")
    assert shell.went == [("people", {"resident": 1})]


def test_without_any_record_the_page_says_what_opens_one(
    root: ttk.App, page: TubesPage, ledger: Ledger
) -> None:
    ledger.undo()
    page.refresh(None)
    settle(root)
    assert any("没有追阳记录" in text for text in texts(page))
