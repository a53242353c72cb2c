"""到期走访 and 走访记录: who is to be visited, recording in place, the records with their form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import Scope
from gridworker.ui.screens import visit_page
from gridworker.ui.screens.visit_due_page import VisitDuePage
from gridworker.ui.screens.visit_page import VisitPage
from tests.ui.driving import press, settle, type_text
from tests.ui.pages import TODAY, Shell, choose, column, hosted, people
from tests.ui.screen_window import clipped
from tests.ui.visit_ledger import care_ledger

WHEN, NAME, PHONE, LAST = 0, 2, 4, 6
Due = tuple[VisitDuePage, Shell]
Records = tuple[VisitPage, Shell]


@pytest.fixture
def due(root: ttk.App, tmp_path: Path) -> Iterator[Due]:
    with hosted(root, VisitDuePage, care_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def records(root: ttk.App, tmp_path: Path) -> Iterator[Records]:
    with hosted(root, VisitPage, care_ledger(tmp_path / "台账.gwl")) as found:
        yield found


def select(page: VisitDuePage | VisitPage, *names: str, at: int = NAME) -> ttk.Treeview:
    """Select these rows and give the list the keyboard."""
    shown = column(page.rows, at)
    page.rows.focus_rows()
    page.rows.select([page.rows.view.order[shown.index(name)] for name in names])
    settle(page)
    return page.rows.view.tree


# -- 到期走访


def test_the_longest_overdue_stand_first_with_words_for_when(due: Due) -> None:
    page, _ = due
    assert column(page.rows, NAME) == ["张小三", "孙小七", "王小五", "赵小六"]
    assert page.rows.selected() == page.rows.view.order[:1]
    assert column(page.rows, WHEN) == ["逾期 2 天", "逾期 1 天", "今天", "今天"]
    assert column(page.rows, LAST) == ["2022-11-19", "2022-11-20", "从未", "从未"]


def test_states_kinds_and_buildings_narrow_the_list_and_count(due: Due) -> None:
    page, _ = due
    page.open(state="coming")
    assert column(page.rows, NAME) == ["李小四"]
    page.open(state="overdue")
    assert column(page.rows, NAME) == ["张小三", "孙小七"]
    choose(page.kind_box, "约定回访")
    assert column(page.rows, NAME) == ["孙小七"]
    page.open(state="now", kind="60岁以上未接种")
    assert column(page.rows, NAME) == ["王小五", "赵小六"]
    page.open(scope=Scope("和平苑", "1"))
    assert column(page.rows, NAME) == ["张小三"]
    assert page.parts._buttons["now"].cget("text") == "应走访 1"


def test_a_visit_is_recorded_with_three_keys_and_the_next_person_is_current(due: Due) -> None:
    page, shell = due
    tree = select(page, "张小三")
    press(tree, "<Return>")
    found = page.panel.editor.form.editors["found"].key_widget
    assert page.focus_displayof() is found
    press(found, "<Control-Key-1>")
    press(found, "<Control-Key-2>")
    press(found, "<Control-s>")
    (row,) = shell.ledger.rows("visit")[3:]
    assert (row["resident"], row["way"], row["found"]) == (
        people(shell.ledger)["张小三"],
        "走访",
        "一切正常；需要送药",
    )
    assert (row["at"][:10], row["next_on"], row["visitor"]) == (TODAY, "2022-12-05", "测试员")
    assert page.panel is None and "张小三" not in column(page.rows, NAME)
    assert page.rows.selected() == [people(shell.ledger)["孙小七"]]
    assert page.focus_displayof() is page.rows.view.tree
    shell.undo()
    assert column(page.rows, NAME)[0] == "张小三"


def test_many_are_recorded_at_once_each_by_their_own_rhythm(due: Due) -> None:
    page, shell = due
    press(select(page, "张小三", "王小五"), "<Return>")
    assert page.panel.editor.task.heading == "登记走访：2 人"
    type_text(page.panel.editor.form.editors["found"].key_widget, "ok")
    page.save()
    assert [(row["found"], row["next_on"]) for row in shell.ledger.rows("visit")[3:]] == [
        ("ok", "2022-12-05"),
        ("ok", "2022-12-12"),
    ]
    shell.undo()
    assert len(shell.ledger.rows("visit")) == 3


def test_another_day_of_the_visit_moves_the_proposal_an_own_day_stays(due: Due) -> None:
    page, shell = due
    press(select(page, "张小三"), "<Return>")
    page.panel.editor.form.editors["at"].set("2022-11-27 09:00:00")
    page.save()
    press(select(page, "王小五"), "<Return>")
    page.panel.editor.form.editors["next_on"].set("2022-11-30")
    page.save()
    press(select(page, "赵小六"), "<Return>")
    page.panel.editor.form.editors["next_on"].set(None)
    page.save()
    assert [row["next_on"] for row in shell.ledger.rows("visit")[3:]] == ["2022-12-04", "2022-11-30", None]


def test_a_form_with_something_typed_is_not_lost_by_enter_or_the_first_esc(due: Due) -> None:
    page, _ = due
    tree = select(page, "张小三")
    press(tree, "<Return>")
    page.say(0)
    page.say(0)
    assert page.panel.editor.form.raw()["found"] == "一切正常"
    press(tree, "<Escape>")
    assert page.panel is not None
    press(tree, "<Return>")
    assert page.panel.people[0].name == "张小三"
    press(tree, "<Escape>")
    assert page.panel is None
    assert page.focus_displayof() is page.rows.view.tree


def test_the_last_visit_of_the_household_stands_below_the_form(due: Due) -> None:
    page, shell = due
    home = shell.ledger.get("resident", people(shell.ledger)["张小三"])["household"]
    shell.ledger.create("visit", {"household": home, "at": f"{TODAY} 08:00:00", "found": "女儿13800001234"})
    press(select(page, "孙小七"), "<Return>")
    assert any("2022-11-20 走访（孙小七）：平稳" in str(w.cget("text")) for w in labels(page.panel))
    page.back()
    page.load()
    page.open(state="coming")
    press(select(page, "张小三"), "<Return>")
    assert any("（全户）：女儿138****1234" in str(w.cget("text")) for w in labels(page.panel))


def labels(frame: ttk.Frame) -> list[ttk.Label]:
    return [child for child in frame.winfo_children() if isinstance(child, ttk.Label)]


def test_phones_are_masked_until_f4_and_again_when_left(due: Due) -> None:
    page, _ = due
    assert column(page.rows, PHONE)[0] == "138****0001"
    press(page.rows.view.tree, "<F4>")
    assert column(page.rows, PHONE)[0] == "13800000001"
    page.leave()
    assert column(page.rows, PHONE)[0] == "138****0001"


def test_the_ways_out(due: Due) -> None:
    page, shell = due
    press(select(page, "孙小七"), "<Control-o>")
    choose(page.scope_box, "和平苑1号楼")
    press(page.rows.view.tree, "<Control-p>")
    assert shell.went == [
        ("people", {"resident": people(shell.ledger)["孙小七"]}),
        ("reports", {"report": "care", "scope": Scope("和平苑", "1")}),
    ]


def test_a_whole_household_is_listed_recorded_and_opened_as_one(due: Due) -> None:
    page, shell = due
    home = shell.ledger.get("resident", people(shell.ledger)["周小八"])["household"]
    shell.ledger.update("household", home, {"head": "周大八"})
    shell.ledger.create("visit", {"household": home, "at": "2022-11-20 10:00:00", "next_on": TODAY})
    page.load()
    tree = select(page, "周大八（全户）")
    press(tree, "<Control-o>")
    assert shell.went == [("people", {"household": home})]
    press(tree, "<Return>")
    page.save()
    assert (shell.ledger.rows("visit")[-1]["resident"], shell.ledger.rows("visit")[-1]["household"]) == (
        None,
        home,
    )


def test_with_nobody_chosen_it_says_so_and_with_nobody_due_what_to_do(due: Due) -> None:
    page, shell = due
    page.rows.set_filter("没有这样的人")
    page.record()
    assert shell.said == ["请先选择走访的人。"]
    page.back()
    assert page.rows.filter_text == ""
    page.open(state="coming", scope=Scope("迎春里", "2"))
    assert "设置 → 走访频次" in page.rows._hint.cget("text")


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_are_cut_with_the_form_open(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, VisitDuePage, care_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        assert clipped(root) == []
        press(select(page, "张小三"), "<Return>")
        assert clipped(root) == []


# -- 走访记录


def test_records_stand_newest_first_and_know_what_is_open(records: Records) -> None:
    page, _ = records
    assert column(page.rows, NAME) == ["李小四", "孙小七", "张小三"]
    page.open(state="late")
    assert column(page.rows, NAME) == ["孙小七"]


def test_a_record_is_typed_and_the_person_tells_the_household(records: Records) -> None:
    page, shell = records
    press(page.rows.view.tree, "<Control-n>")
    form = page.editor.form
    resident = form.editors["resident"].entry
    type_text(resident, "zxb")
    press(resident, "<Return>")
    type_text(form.editors["found"].key_widget, "ok")
    page.save()
    row = shell.ledger.rows("visit")[-1]
    person = people(shell.ledger)["周小八"]
    assert (row["resident"], row["household"]) == (person, shell.ledger.get("resident", person)["household"])
    assert (row["at"][:10], row["visitor"], row["found"]) == (TODAY, "测试员", "ok")
    assert page.rows.selected() == [row["id"]]


def test_a_record_without_a_household_is_refused(records: Records) -> None:
    page, shell = records
    page.begin_new()
    page.save()
    assert page.editor.form.problems() == {"household": "必须填写"}
    assert len(shell.ledger.rows("visit")) == 3


def test_a_person_of_another_household_and_a_next_day_behind_are_refused(records: Records) -> None:
    page, shell = records
    rows = people(shell.ledger)
    elsewhere = shell.ledger.get("resident", rows["李小四"])["household"]
    page.begin_new(household=elsewhere, resident=rows["张小三"])
    page.save()
    assert page.editor.form.problems() == {"resident": "张小三不住在所选的这一户，请核对"}
    page.editor.form.editors["resident"].set(None)
    page.editor.form.editors["next_on"].set(TODAY)
    page.save()
    assert page.editor.form.problems() == {"next_on": "下次走访应在这次之后，请核对"}
    assert len(shell.ledger.rows("visit")) == 3


def test_an_own_field_is_a_column_and_in_the_form_at_once(records: Records) -> None:
    page, shell = records
    shell.ledger.create("own_field", {"register": "visit", "key": "mood", "heading": "情绪", "kind": "文字"})
    shell.ledger.update("visit", 1, {"mood": "好"})
    page.load()
    assert [c.heading for c in page.rows.view.columns][-1] == "情绪"
    assert "好" in column(page.rows, -1)
    page.begin_new()
    assert "mood" in page.editor.form.editors


def test_phones_noted_in_what_was_found_are_masked_until_f4(records: Records) -> None:
    page, shell = records
    shell.ledger.update("visit", 1, {"found": "女儿13800001234"})
    page.load()
    at = [c.key for c in page.rows.view.columns].index("found")
    assert "女儿138****1234" in column(page.rows, at)
    press(page.rows.view.tree, "<F4>")
    assert "女儿13800001234" in column(page.rows, at)


def test_the_card_of_the_person_or_of_the_household(records: Records) -> None:
    page, shell = records
    press(select(page, "孙小七"), "<Control-o>")
    home = shell.ledger.rows("visit")[0]["household"]
    shell.ledger.create("visit", {"household": home, "at": f"{TODAY} 08:00:00"})
    page.load()
    press(select(page, "全户"), "<Control-o>")
    assert shell.went == [
        ("people", {"resident": people(shell.ledger)["孙小七"]}),
        ("people", {"household": home}),
    ]


def test_more_than_the_page_holds_is_said(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    page, shell = records
    monkeypatch.setattr(visit_page, "MOST", 2)
    page.load()
    assert column(page.rows, NAME) == ["李小四", "孙小七"]
    assert shell.said == ["这里只列最近的 2 条，更早的请看报表。"]


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_no_words_of_the_records_are_cut(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, VisitPage, care_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        assert clipped(root) == []
        page.begin_new()
        settle(root)
        assert clipped(root) == []


def test_an_empty_ledger_says_what_to_do_first(root: ttk.App, tmp_path: Path) -> None:
    path = tmp_path / "空.gwl"
    Ledger.make(path).close()
    with hosted(root, VisitPage, path) as (page, _):
        assert "Ctrl+I 导入" in page.rows._hint.cget("text")
