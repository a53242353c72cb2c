"""采样登记: a real window is driven as a scanner and a tired hand do it; what is green is on disk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.book import Ledger
from gridworker.ledger.testing import set_exemption
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.screens.desk_page import DeskPage
from gridworker.ui.screens.desk_progress import Pace
from tests.ui.desk_window import (
    DAY,
    PEOPLE,
    Shell,
    card,
    desk_ledger,
    key,
    keyboard,
    listed,
    on_disk,
    opened,
    scan,
    wait_to_be_read,
)
from tests.ui.driving import click, pump, settle, texts, type_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with desk_ledger(tmp_path) as ledger:
        yield ledger


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def page(root: ttk.App, ledger: Ledger, shell: Shell) -> DeskPage:
    theme.dress(root)
    return opened(root, ledger, shell, Settings())


def test_thirty_scans_in_a_row_fill_three_tubes_and_never_lose_the_cursor(
    page: DeskPage, ledger: Ledger
) -> None:
    for number in range(30):
        scan(page, card(number))
        assert page.answer.said.tone == "good"
        assert keyboard(page) is page.box.entry
        assert page.box.text == ""
    found = on_disk(ledger)
    assert [place for _, _, place in found] == [*range(1, 11)] * 3
    assert {tube for _, tube, _ in found} == {"G1128-0001", "G1128-0002", "G1128-0003"}
    assert all(row["closed_at"] for row in ledger.rows("tube"))
    assert len(page.recent.lines) == 10
    assert page.recent.lines[0].name == "居民29"


def test_the_answer_names_person_door_tube_and_place(page: DeskPage, ledger: Ledger) -> None:
    scan(page, card(2))
    assert page.answer.who.cget("text") == "✓ 王小五"
    shown = texts(page.answer)
    assert "和平苑3号楼1单元103" in shown
    assert "G1128-0001 管  第 1 位（1/10）" in shown
    assert on_disk(ledger) == [("王小五", "G1128-0001", 1)]


@pytest.mark.parametrize("read", ["SFZ:{}", "id {}", "{} "])
def test_what_a_reader_puts_around_a_number_does_not_matter(
    page: DeskPage, ledger: Ledger, read: str
) -> None:
    number = next(number for number in range(PEOPLE) if card(number).endswith("X"))
    scan(page, read.format(card(number).lower()))
    assert page.answer.said.tone == "good"
    assert len(on_disk(ledger)) == 1


def test_several_of_a_name_become_a_list_and_arrows_choose(page: DeskPage, ledger: Ledger) -> None:
    type_text(page.box.entry, "zxs")
    pump(page, lambda: listed(page))
    assert listed(page) == ["张小三", "张小山"]
    key(page, "<Down>")
    wait_to_be_read(page)
    key(page, "<Return>")
    assert page.answer.said.who == "张小山"
    assert listed(page) == []
    assert [name for name, *_ in on_disk(ledger)] == ["张小山"]


def test_enter_takes_nobody_from_a_list_that_was_not_seen(page: DeskPage, ledger: Ledger) -> None:
    scan(page, "zxs")
    key(page, "<Return>")
    assert listed(page) == ["张小三", "张小山"]
    assert on_disk(ledger) == []
    wait_to_be_read(page)
    key(page, "<Return>")
    assert [name for name, *_ in on_disk(ledger)] == ["张小三"]


def test_the_list_says_who_was_sampled_and_can_be_clicked(page: DeskPage, ledger: Ledger) -> None:
    scan(page, card(0))
    type_text(page.box.entry, "zxs")
    pump(page, lambda: listed(page))
    state = [str(page.box.list.set(item, "state")) for item in page.box.list.get_children()]
    assert "已采" in state[0]
    assert state[1] == ""
    box = page.box.list.bbox("1", "name")
    assert box
    click(page.box.list, box[0] + 5, box[1] + 5)
    assert page.answer.said.who == "张小山"
    assert keyboard(page) is page.box.entry


@pytest.mark.parametrize("typed", ["0748", "3-1-103", "wxw"])
def test_tail_door_and_initials_find_somebody(page: DeskPage, typed: str) -> None:
    scan(page, typed)
    assert page.answer.said.who == "王小五"


def test_a_second_scan_is_refused_and_only_a_deliberate_enter_forces(page: DeskPage, ledger: Ledger) -> None:
    scan(page, card(5))
    key(page, "<F8>")
    scan(page, card(5))
    assert page.answer.who.cget("text") == "× 居民05"
    assert "已采样" in page.answer.said.words
    key(page, "<Return>")  # the scanner's second Enter
    assert len(on_disk(ledger)) == 1
    scan(page, card(5))  # read once more: the text is new, nothing is forced
    assert page.answer.said.tone == "bad"
    assert len(on_disk(ledger)) == 1
    wait_to_be_read(page)
    key(page, "<Return>")
    assert page.answer.said.tone == "good"
    assert len(on_disk(ledger)) == 2


def test_the_next_scan_takes_the_place_of_a_refused_one(page: DeskPage) -> None:
    scan(page, card(5))
    scan(page, card(5))
    scan(page, card(6))
    assert page.answer.said.who == "居民06"
    assert [line.sample is None for line in page.recent.lines] == [False, True, False]


def test_nobody_can_be_in_one_tube_twice(page: DeskPage, ledger: Ledger) -> None:
    scan(page, card(5))
    scan(page, card(5))
    assert "已在这一管" in page.answer.said.words
    wait_to_be_read(page)
    key(page, "<Return>")
    key(page, "<F9>")
    assert len(on_disk(ledger)) == 1


def test_exempt_people_are_sampled_by_f9(page: DeskPage, ledger: Ledger) -> None:
    set_exemption(ledger, [4], "孕产期", DAY, None)
    scan(page, card(3))
    assert page.answer.said.tone == "bad"
    assert "免检（孕产期）" in page.answer.said.words
    key(page, "<F9>")
    assert page.answer.said.tone == "good"
    assert len(on_disk(ledger)) == 1


def test_whoever_moved_out_is_refused_for_good(page: DeskPage, ledger: Ledger) -> None:
    ledger.update("resident", 4, {"presence": "已迁出", "presence_since": "2022-11-01"})
    scan(page, card(3))
    assert "已迁出" in page.answer.said.words
    assert page.answer.said.keys == "Esc 清除"
    key(page, "<F9>")
    assert on_disk(ledger) == []
    key(page, "<Escape>")
    assert page.box.text == ""
    assert page.answer.said.tone == "quiet"


@pytest.mark.parametrize("undo", ["<F12>", "<Control-z>"])
def test_one_key_undoes_the_last_and_says_whose_it_was(page: DeskPage, ledger: Ledger, undo: str) -> None:
    scan(page, card(5))
    scan(page, card(6))
    key(page, undo)
    assert page.answer.said.who == "已撤销 居民06"
    assert [name for name, *_ in on_disk(ledger)] == ["居民05"]
    assert [line.name for line in page.recent.lines] == ["居民05"]
    scan(page, card(7))
    assert on_disk(ledger)[-1] == ("居民07", "G1128-0001", 2)
    for _ in range(3):
        key(page, undo)
    assert page.answer.said.who == "没有撤销"
    assert on_disk(ledger) == []


def test_progress_follows_and_other_screens_hear_of_a_burst_once(page: DeskPage, shell: Shell) -> None:
    pump(page, lambda: page.progress.total.cget("text") == "0/32")
    for number in range(5):
        scan(page, card(number))
    pump(page, lambda: shell.told)
    assert page.progress.total.cget("text") == "5/32"
    assert [dict(touched or {}) for touched in shell.told] == [{"sample": {1, 2, 3, 4, 5}, "tube": set()}]


def test_leaving_tells_the_others_at_once(page: DeskPage, shell: Shell) -> None:
    scan(page, card(1))
    page.leave()
    assert len(shell.told) == 1


def test_what_another_screen_undid_is_gone_here_too(page: DeskPage, ledger: Ledger, shell: Shell) -> None:
    scan(page, card(1))
    pump(page, lambda: shell.told)
    page.refresh(ledger.undo().touched)
    assert page.recent.lines == []
    assert page.tube.number.cget("text") == "G1128-0001"
    assert page.tube.count.cget("text") in ("", "0/10")


def test_another_day_than_today_is_said(root: ttk.App, page: DeskPage, ledger: Ledger, shell: Shell) -> None:
    assert f"▲ 补录 {DAY}" in texts(page)
    scan(page, card(1))
    assert ledger.rows("sample")[0]["sampled_at"].startswith(DAY)
    page.destroy()
    today = opened(root, ledger, shell, Settings(), date.today().isoformat())
    assert not any("补录" in text for text in texts(today))


def test_the_cursor_comes_back_after_clicks(page: DeskPage) -> None:
    for widget in (page.recent.rows, page.answer.who, page.progress.total, page.progress.bars.canvas):
        click(widget)
        settle(page)
        assert keyboard(page) is page.box.entry


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_everything_has_room(root: ttk.App, ledger: Ledger, shell: Shell, size: str) -> None:
    theme.dress(root, size=size)
    root.geometry("1198x590+0+0" if size == "标准" else "1085x470+0+0")
    page = opened(root, ledger, shell, Settings())
    scan(page, card(1))
    settle(root)
    edge = root.winfo_rootx() + root.winfo_width()
    for label in (page.tube.count, page.tube.late, page.answer.who, page.answer.words, page.progress.total):
        assert label.winfo_width() >= label.winfo_reqwidth(), label.cget("text")
        assert label.winfo_rootx() + label.winfo_width() <= edge
    shown = page.recent.rows.winfo_height() // theme.line_height(root, theme.SMALL)
    assert shown >= (10 if size == "标准" else 2)
    theme.dress(root)


def test_the_pace_is_that_of_the_last_minutes() -> None:
    pace, start = Pace(), datetime(2022, 11, 28, 8)
    for minute in range(30):
        for _ in range(7):
            pace.note(start + timedelta(minutes=minute))
    assert pace.per_hour(start + timedelta(minutes=30)) == 420
    assert pace.per_hour(start + timedelta(hours=2)) is None
