"""两点一线, 每日日志: typed like a spreadsheet, pasted in blocks, filled as usual, read over a period."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.errors import ValueProblem
from gridworker.ledger.loop_entry import parse_entry, show_clock
from gridworker.ledger.registers import REGISTERS
from gridworker.ledger.scope import Scope
from gridworker.ui.screens.loop_log_page import LoopLogPage
from tests.ui.driving import press, settle, type_text
from tests.ui.loop_ledger import YESTERDAY, loop_ledger
from tests.ui.pages import TODAY, Shell, column, hosted
from tests.ui.screen_window import clipped

Hosted = tuple[LoopLogPage, Shell]


@pytest.fixture
def hosting(root: ttk.App, tmp_path: Path) -> Iterator[Hosted]:
    with hosted(root, LoopLogPage, loop_ledger(tmp_path / "台账.gwl")) as found:
        yield found


@pytest.fixture
def page(hosting: Hosted) -> LoopLogPage:
    return hosting[0]


@pytest.fixture
def shell(hosting: Hosted) -> Shell:
    return hosting[1]


def cell(page: LoopLogPage, name: str, key: str) -> str:
    at = [each.key for each in page.rows.view.columns].index(key)
    return column(page.rows, at)[column(page.rows, 0).index(name)]


def go_to(page: LoopLogPage, name: str, key: str) -> Any:
    """Put the cursor on a cell; return what has the keyboard."""
    page.rows.select([page.rows.view.order[column(page.rows, 0).index(name)]])
    page._cells.column = key
    page.rows.focus_rows()
    settle(page)
    return page.rows.view.tree


def trip(shell: Shell, name: str, day: str = TODAY) -> dict[str, Any]:
    (worker,) = (row for row in shell.ledger.rows("closed_loop") if row["name"] == name)
    found = shell.ledger.rows("trip", {"worker": worker["id"], "day": day})
    return found[0] if found else {}


def paste(page: LoopLogPage, name: str, key: str, text: str) -> None:
    tree = go_to(page, name, key)
    page.clipboard_clear()
    page.clipboard_append(text)
    press(tree, "<Control-v>")


def test_the_day_lists_who_is_under_it_with_the_test_read_from_samples(page: LoopLogPage) -> None:
    assert column(page.rows, 0) == ["张小三", "李小四", "王小五", "外来员工"]
    assert [cell(page, name, "tested") for name in ("张小三", "李小四", "王小五", "外来员工")] == [
        "□ 未检", "✓ 08:00", "", "□ 待凭据",
    ]  # fmt: skip
    assert cell(page, "李小四", "temperature") == "36.6" and cell(page, "王小五", "on_duty") == "休假"
    assert str(page.totals.cget("text")) == "在岗 3 · 未填 2 · 休假 1"


def test_typing_goes_right_with_tab_and_is_kept_at_once(page: LoopLogPage, shell: Shell) -> None:
    tree = go_to(page, "张小三", "on_duty")
    for text, last in (("1", "<Tab>"), ("0730", "<Tab>"), ("19:05", "<Tab>"), ("36.5", "<Return>")):
        type_text(tree, text)
        assert page._cells._entry is not None
        press(page._cells._entry, last)
    kept = trip(shell, "张小三")
    assert (kept["on_duty"], kept["temperature"]) == (1, 365)
    assert (kept["left_at"], kept["back_at"]) == (f"{TODAY} 07:30:00", f"{TODAY} 19:05:00")
    assert cell(page, "张小三", "left_at") == "07:30"
    shell.undo()
    assert trip(shell, "张小三")["temperature"] is None


def test_what_cannot_be_is_said_under_the_cell(page: LoopLogPage, shell: Shell) -> None:
    go_to(page, "张小三", "temperature")
    page._cells.open("20")
    assert not page._cells.commit()
    assert shell.said == ["张小三的体温：体温 20.0℃ 不合常理，请核对"]
    page._cells.close()
    for name, key, text, words in (
        ("王小五", "on_duty", "1", "王小五 2022-11-28 休假，不填日志"),
        ("张小三", "tested", "1", "当日检测按采样记录算"),
    ):
        key_of = page.rows.view.order[column(page.rows, 0).index(name)]
        assert words in str(page.edit(key_of, key, text))
    assert trip(shell, "王小五") == {} == trip(shell, "张小三")


def test_a_return_before_leaving_asks_for_the_next_day(page: LoopLogPage, shell: Shell) -> None:
    worker = page.rows.view.order[0]
    assert page.edit(worker, "left_at", "20:00") is None
    assert "次日6:00" in str(page.edit(worker, "back_at", "6:00"))
    assert page.edit(worker, "back_at", "次日6:00") is None
    assert cell(page, "张小三", "back_at") == "次日06:00"
    assert page.edit(worker, "back_at", "次日06:00") is None  # what is shown can be confirmed unchanged


def test_an_outsiders_proof_is_entered_here(page: LoopLogPage) -> None:
    assert page.edit(page.rows.view.order[3], "tested", "是") is None
    assert cell(page, "外来员工", "tested") == "✓ 有凭据"


def test_a_block_from_excel_fills_people_down_and_cells_right(page: LoopLogPage, shell: Shell) -> None:
    paste(page, "张小三", "left_at", "7:10\t18:00\t36.4\n\t\t36.7\n\t\t\n8：00\t17:30\t365")
    assert shell.said == ["已粘贴 3 人、7 格。"]
    assert trip(shell, "张小三")["temperature"] == 364 and trip(shell, "外来员工")["temperature"] == 365
    assert trip(shell, "李小四")["temperature"] == 367  # blank cells leave what stood there
    shell.undo()
    assert trip(shell, "张小三") == {} and trip(shell, "李小四")["temperature"] == 366


@pytest.mark.parametrize(
    ("at", "text", "words"),
    [
        ("left_at", "7:10\tabc", "张小三的返回：“abc”不是能认出的时间"),
        ("left_at", "7:10\n7:20\n7:30", "没有粘贴。王小五 2022-11-28 休假"),
        ("left_at", "1\n2\n3\n4\n5", "有 5 行，从这里往下只有 4 人"),
        ("settled", "a\tb\tc", "有 3 列，从这里往右只有 2 列"),
        ("name", "张小三", "请先把光标移到“出勤”"),
    ],
)
def test_a_block_that_does_not_fit_changes_nothing(
    page: LoopLogPage, shell: Shell, at: str, text: str, words: str
) -> None:
    before = shell.ledger.rows("trip")
    paste(page, "张小三", at, text)
    assert len(shell.said) == 1 and shell.said[0].startswith("没有粘贴。") and words in shell.said[0]
    assert shell.ledger.rows("trip") == before


def test_f6_fills_the_rest_as_usual_and_delete_takes_an_entry_away(page: LoopLogPage, shell: Shell) -> None:
    press(page.rows.view.tree, "<F6>")
    assert trip(shell, "张小三")["left_at"] == f"{TODAY} 07:30:00"
    assert trip(shell, "张小三")["temperature"] is None
    assert trip(shell, "李小四")["temperature"] == 366 and trip(shell, "王小五") == {}
    assert str(page.totals.cget("text")) == "在岗 3 · 日志已填齐 · 休假 1"
    press(go_to(page, "张小三", "on_duty"), "<Delete>")
    assert trip(shell, "张小三") == {}
    shell.undo()
    assert trip(shell, "张小三")["on_duty"] == 1


def test_f6_leaves_those_alone_who_are_not_listed(page: LoopLogPage, shell: Shell) -> None:
    page.rows.set_filter("外来")
    press(page.rows.view.tree, "<F6>")
    assert trip(shell, "外来员工")["on_duty"] == 1 and trip(shell, "张小三") == {}


def test_keys_choose_the_day_and_a_cell_being_typed_stays_with_its_own(
    page: LoopLogPage, shell: Shell
) -> None:
    go_to(page, "张小三", "temperature")
    page._cells.open("36.9")
    assert page._cells._entry is not None
    press(page._cells._entry, "<F8>")
    assert page.day == YESTERDAY and column(page.rows, 0)[3] == "赵小六"
    assert trip(shell, "张小三")["temperature"] == 369
    assert trip(shell, "张小三", YESTERDAY)["temperature"] == 365
    press(page.rows.view.tree, "<F9>")
    press(page.rows.view.tree, "<F9>")
    assert page.day == TODAY and "工作日期以后的日志还不能填" in shell.said[-1]


def test_f7_shows_the_days_person_by_day_and_enter_goes_to_the_person(
    page: LoopLogPage, shell: Shell
) -> None:
    press(page.rows.view.tree, "<F7>")
    assert column(page.period, 0) == ["张小三", "李小四", "王小五", "赵小六", "外来员工"]
    last = len(page.period.view.columns) - 1
    assert column(page.period, last) == ["缺□", "✓", "休", "", "缺□"]
    assert column(page.period, last - 1)[0] == "✓▲□"
    press(page.period.view.tree, "<Return>")
    assert shell.went == [("closed_loop", {"page": "people", "row": page.period.view.order[0]})]
    press(page.period.view.tree, "<F7>")
    assert len(page.period.view.columns) == 2 + 14
    press(page.period.view.tree, "<F7>")
    assert page.rows.winfo_ismapped() and not page.period.winfo_ismapped()


def test_the_report_is_that_of_the_building_looked_at(page: LoopLogPage, shell: Shell) -> None:
    page.scope_box.choose(Scope("和平苑", "2"))
    press(page.rows.view.tree, "<Control-p>")
    assert shell.went == [("reports", {"report": "closed-loop", "scope": Scope("和平苑", "2")})]


def test_an_own_field_is_typed_like_the_others(page: LoopLogPage, shell: Shell) -> None:
    with shell.ledger.change("自定义") as change:
        shell.ledger.create(
            "own_field", {"register": "trip", "key": "car", "heading": "车次", "kind": "文字"}
        )
    shell.refresh(change.touched)
    assert page.edit(page.rows.view.order[0], "car", "早班车") is None
    assert cell(page, "张小三", "car") == "早班车"


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_nothing_is_clipped(root: ttk.App, tmp_path: Path, size: str) -> None:
    with hosted(root, LoopLogPage, loop_ledger(tmp_path / "台账.gwl"), size) as (page, _):
        assert clipped(root) == []
        page.turn()
        assert clipped(root) == []


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        *(
            (("left_at", text, f"{TODAY} 07:30:00"))
            for text in ("7:30", "0730", "730", "7.30", "７：３０", "7点30分")
        ),
        ("back_at", "次日6:00", "2022-11-29 06:00:00"),
        ("back_at", "2022-11-29 06:10", "2022-11-29 06:10:00"),
        *(("temperature", text, 365) for text in ("36.5", "36.5℃", "365", "３６．５度")),
        *(("on_duty", text, 1) for text in ("✓", "√", "1", "是", "出勤")),
        *(("on_duty", text, 0) for text in ("×", "x", "0", "否", "休息")),
        ("deviation", "　", None),
    ],
)
def test_cells_are_read_as_people_write_them(key: str, text: str, value: Any) -> None:
    assert parse_entry(REGISTERS["trip"].field(key), text, TODAY) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [("left_at", "25:00"), ("left_at", "abc"), ("temperature", "50"), ("temperature", "36.55")],
)
def test_cells_that_make_no_sense_are_refused(key: str, text: str) -> None:
    with pytest.raises(ValueProblem):
        parse_entry(REGISTERS["trip"].field(key), text, TODAY)


def test_a_clock_is_shown_with_its_day_only_where_that_is_another() -> None:
    assert [show_clock(m, TODAY) for m in (None, f"{TODAY} 07:30:00", "2022-11-29 06:00:00")] == [
        "", "07:30", "次日06:00",
    ]  # fmt: skip
    assert show_clock("2022-12-05 06:00:00", TODAY) == "12-05 06:00"


def test_a_day_without_anybody_is_not_called_filled_in(page: LoopLogPage) -> None:
    page.day_box.show("2022-01-01")
    page._day_typed()
    settle(page)
    assert list(page.rows.view.order) == [] and str(page.totals.cget("text")) == "没有在岗人员"
