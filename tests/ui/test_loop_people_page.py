"""两点一线, 人员与异常 and 休假: the lists, what their keys settle, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.closed_loop import loop_workers
from gridworker.ui.screens.loop_leave_page import LoopLeavePage
from gridworker.ui.screens.loop_people_page import LoopPeoplePage
from tests.ui.driving import press, settle, type_text
from tests.ui.loop_ledger import YESTERDAY, loop_ledger
from tests.ui.pages import TODAY, Shell, column, hosted, people
from tests.ui.screen_window import clipped

Hosted = tuple[LoopPeoplePage, Shell]
NAME, ALERTS, PHONE = 0, 1, 5


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, LoopPeoplePage, loop_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> LoopPeoplePage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def choose(page: LoopPeoplePage | LoopLeavePage, name: str) -> None:
    keys = page.rows.view.order
    page.rows.select([keys[column(page.rows, NAME).index(name)]])
    settle(page)


def alerts(page: LoopPeoplePage) -> dict[str, str]:
    return dict(zip(column(page.rows, NAME), column(page.rows, ALERTS), strict=True))


def test_alerts_stand_first_and_in_full(page: LoopPeoplePage) -> None:
    assert alerts(page) == {
        "张小三": "今日未检测、通行证已过期（11-27）、偏离未处置、工作日无日志、承诺书未签",
        "外来员工": "今日未检测、工作日无日志",
    }
    page.parts.choose("all")
    assert {name: alerts(page)[name] for name in ("李小四", "王小五", "赵小六")} == {
        "李小四": "在岗", "王小五": "休假至11-29", "赵小六": "11-27结束",
    }  # fmt: skip


def test_a_todo_leads_to_its_alert_or_its_person(page: LoopPeoplePage) -> None:
    page.open(alert="承诺书未签")
    settle(page)
    assert column(page.rows, NAME) == ["张小三"]
    outsider = next(w.id for w in loop_workers(page.desk.ledger, TODAY) if w.resident is None)
    page.open(row=outsider)
    settle(page)
    assert page.rows.filter_text == "" and [each["name"] for each in page.selected()] == ["外来员工"]


def test_f6_signs_the_pledge_and_undo_takes_it_back(page: LoopPeoplePage, shell: Shell) -> None:
    choose(page, "张小三")
    press(page.rows.view.tree, "<F6>")
    assert "承诺书未签" not in alerts(page)["张小三"]
    shell.undo()
    assert "承诺书未签" in alerts(page)["张小三"]


def test_f7_enters_leave_and_brings_back(page: LoopPeoplePage) -> None:
    choose(page, "张小三")
    press(page.rows.view.tree, "<F7>")
    assert page.editor is not None and page.editor.task.heading == "张小三休假"
    type_text(page.editor.form.editors["to_day"].entry, "2022-11-30")
    page.save()
    settle(page)
    assert "张小三" not in alerts(page)
    page.parts.choose("leave")
    assert alerts(page)["张小三"] == "休假至11-30"
    choose(page, "王小五")
    press(page.rows.view.tree, "<F7>")
    page.parts.choose("alert")
    assert alerts(page)["王小五"].startswith("今日未检测")
    assert page.desk.ledger.rows("leave")[0]["to_day"] == YESTERDAY


def test_a_leave_over_another_is_refused_in_the_form(page: LoopPeoplePage, shell: Shell) -> None:
    ledger = page.desk.ledger
    worker = next(w.id for w in loop_workers(ledger, TODAY) if w.row["name"] == "张小三")
    ledger.create("leave", {"worker": worker, "from_day": "2022-12-01"})
    choose(page, "张小三")
    press(page.rows.view.tree, "<F7>")
    page.save()
    settle(page)
    assert page.editor is not None
    assert "张小三已登记休假：2022-12-01 起（未销假）" in str(page.editor._message.cget("text"))


def test_f8_settles_the_deviation(page: LoopPeoplePage) -> None:
    choose(page, "张小三")
    press(page.rows.view.tree, "<F8>")
    assert page.editor is not None and page.editor.form.raw()["deviation"] == "绕路"
    type_text(page.editor.form.editors["settled"].entry, "已约谈")
    press(page.editor.form.editors["settled"].entry, "<Control-s>")
    assert "偏离" not in alerts(page)["张小三"]
    assert page.desk.ledger.rows("trip", {"day": YESTERDAY})[0]["settled"] == "已约谈"
    choose(page, "外来员工")
    press(page.rows.view.tree, "<F8>")
    assert page.editor is None


def test_f9_goes_to_the_card_and_an_outsider_has_none(page: LoopPeoplePage, shell: Shell) -> None:
    choose(page, "张小三")
    press(page.rows.view.tree, "<F9>")
    assert shell.went == [("people", {"resident": people(shell.ledger)["张小三"]})]
    choose(page, "外来员工")
    press(page.rows.view.tree, "<F9>")
    assert len(shell.went) == 1 and shell.said == ["外来员工不住在本台账里，没有住户卡。"]


def test_numbers_are_masked_until_f4(page: LoopPeoplePage) -> None:
    assert column(page.rows, PHONE)[0] == "138****0001"
    press(page.rows.view.tree, "<F4>")
    assert column(page.rows, PHONE)[0] == "13800000001"


def test_an_own_field_is_a_column_at_once(page: LoopPeoplePage, shell: Shell) -> None:
    own = {"register": "closed_loop", "key": "dorm", "heading": "宿舍", "kind": "文字"}
    with shell.ledger.change("自定义") as change:
        shell.ledger.create("own_field", own)
    shell.refresh(change.touched)
    assert page.rows.view.columns[-1].heading == "宿舍"


@pytest.mark.parametrize("size", ["标准", "特大"])
@pytest.mark.parametrize("make", [LoopPeoplePage, LoopLeavePage])
def test_nothing_is_clipped(
    root: ttk.App, tmp_path: Path, make: type[LoopPeoplePage | LoopLeavePage], size: str
) -> None:
    with hosted(root, make, loop_ledger(tmp_path / "台账.gwl"), size):
        assert clipped(root) == []


def test_leave_is_listed_by_state_and_ended_with_f7(root: ttk.App, tmp_path: Path) -> None:
    with hosted(root, LoopLeavePage, loop_ledger(tmp_path / "台账.gwl")) as (page, shell):
        assert column(page.rows, NAME) == ["王小五"] and column(page.rows, 4) == ["3"]
        choose(page, "王小五")
        press(page.rows.view.tree, "<F7>")
        assert column(page.rows, NAME) == []
        shell.undo()
        assert column(page.rows, NAME) == ["王小五"]
        worker = shell.ledger.rows("leave")[0]["worker"]
        page.begin_new(worker=worker)
        page.save()
        settle(root)
        assert page.editor is not None and "王小五已登记休假" in str(page.editor._message.cget("text"))
