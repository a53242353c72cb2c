"""上报: what is chosen is pictured, written, recorded and told; nothing personal stays behind."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.export import files
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.scope import WHOLE, Scope
from gridworker.settings import Settings
from gridworker.ui.screens.reports import Reports
from gridworker.ui.screens.reports_preview import draw
from gridworker.ui.window import Window
from tests.ui.driving import click, double_click, find, focus, press, pump, settle, text_of, texts, type_text
from tests.ui.opener import opener
from tests.ui.screen_window import DAY, clipped, opened, said, small_ledger


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ledger(tmp_path_factory.mktemp("reports"))


@pytest.fixture
def window(root: ttk.App, source: Path, tmp_path: Path) -> Iterator[Window]:
    settings = Settings(lists={"reports": {"folder": str(tmp_path / "报表")}})
    with opened(root, source, tmp_path, settings) as window:
        yield window
        pump(root, lambda: window.desk.pump.job is None)


@pytest.fixture
def screen(window: Window) -> Reports:
    window.go("reports")
    settle(window.root)
    screen = window.screen
    assert isinstance(screen, Reports)
    return screen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "报表" / DAY


def wait_for_picture(screen: Reports) -> None:
    pump(screen, lambda: screen.preview.picture.pages, 20)


def wait_for_job(screen: Reports) -> None:
    pump(screen, lambda: screen._job is None, 20)


def choose(screen: Reports, name: str) -> None:
    click(screen.list.canvas, *screen.list.spot(name))


def place_of(screen: Reports) -> str:
    return text_of(screen.preview.picture._place)


def ask_for_whole(screen: Reports) -> None:
    click(find(screen, "完整信息（留痕）"))


def entry(screen: Reports, key: str) -> ttk.Entry:
    return screen.form.editors[key].entry


# --- the picture ---


def test_the_first_page_is_pictured_and_pages_turn(screen: Reports) -> None:
    wait_for_picture(screen)
    pages = screen.preview.picture.pages
    assert pages > 1
    assert place_of(screen) == f"第 1/{pages} 页"
    assert screen.preview.picture.canvas.find_withtag("all")
    click(find(screen.preview, "›"))
    assert place_of(screen) == f"第 2/{pages} 页"
    press(screen.list.canvas, "<Alt-Left>")
    assert place_of(screen) == f"第 1/{pages} 页"


def test_the_picture_says_that_it_is_in_the_making(screen: Reports) -> None:
    choose(screen, "missed")
    canvas = screen.preview.picture.canvas
    words = [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]
    assert words == ["正在生成预览…"]
    wait_for_picture(screen)


def test_a_narrower_scope_makes_a_new_picture(screen: Reports) -> None:
    choose(screen, "household-ledger")
    wait_for_picture(screen)
    before = screen.preview.picture.pages
    focus(entry_of_scope(screen))
    screen.form.editors["scope"].set(None)
    type_text(entry_of_scope(screen), "和平苑1号楼")
    pump(screen, lambda: 0 < screen.preview.picture.pages < before, 20)


def entry_of_scope(screen: Reports) -> Any:
    return screen.form.editors["scope"].key_widget


def test_only_the_last_wish_is_drawn(screen: Reports) -> None:
    for name in ("household-ledger", "testing-daily", "household-ledger", "missed"):
        choose(screen, name)
    wait_for_picture(screen)
    shown = screen.preview.picture._document[0].get_textpage().get_text_range()
    assert "未检人员清单" in shown


def test_what_cannot_be_read_is_said_beside_the_field_and_in_the_picture(screen: Reports) -> None:
    type_text(entry(screen, "on"), "x")
    assert any("2022" in text or "日期" in text for text in texts(screen.form) if text.startswith("×"))
    canvas = screen.preview.picture.canvas
    settle(screen)
    assert [canvas.itemcget(item, "text") for item in canvas.find_all()] == ["请先改正标红的内容，再看预览。"]


def test_an_unknown_scope_is_named(screen: Reports) -> None:
    screen.form.editors["scope"].set(None)
    type_text(entry_of_scope(screen), "99")
    assert said(screen.winfo_toplevel(), "台账里没有“99”这个范围")


def test_drawing_leaves_no_file_and_keeps_others_out(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    modes: set[int] = set()

    class Watching(Progress):
        def step(self, done: int, total: int, word: str) -> None:
            modes.update(stat.S_IMODE(found.stat().st_mode) for found in tmp_path.glob("gridworker-*"))

    with Ledger.open(source) as ledger:
        drawn = draw(ledger, "household-ledger", ReportRequest(DAY, datetime.now()), Watching())
    assert drawn.pdf.startswith(b"%PDF")
    if os.name == "posix":
        assert modes <= {0o700}
    assert list(tmp_path.iterdir()) == []


def test_a_character_without_a_glyph_is_told(screen: Reports) -> None:
    ledger = screen.desk.ledger
    with ledger.change("改名"):
        ledger.update("resident", ledger.rows("resident")[0]["id"], {"name": "\ue123三"})
    choose(screen, "household-ledger")
    ask_for_whole(screen)
    wait_for_picture(screen)
    pump(screen, lambda: said(screen.winfo_toplevel(), "U+E123"))


def test_a_click_enlarges_the_page_and_escape_makes_it_small_again(screen: Reports) -> None:
    wait_for_picture(screen)
    pages = screen.preview.picture.pages
    click(screen.preview.picture.canvas)
    large = screen.focus_lastfor()
    assert large.winfo_width() > 2 * screen.preview.picture.canvas.winfo_width()
    press(large, "<Next>")
    assert f"第 2/{pages} 页" in texts(screen)
    press(large, "<Down>")
    press(large, "<Escape>")
    assert not large.winfo_exists()
    assert place_of(screen) == f"第 1/{pages} 页"
    press(screen.list.canvas, "<F6>")
    click(find(screen, "缩小 Esc"))
    assert screen.focus_lastfor() is screen.list.canvas


# --- opening from elsewhere ---


def test_another_screen_preselects_report_and_scope(window: Window) -> None:
    for report, scope in (("missed", Scope("和平苑", "1号楼")), ("venues", None)):
        window.go("reports", report=report, scope=scope)  # without one the building of before is not meant
        screen: Any = window.screen
        shown = screen.list.chosen, screen.form.editors["scope"].get()
        assert shown == (report, (scope or WHOLE).label)
    wait_for_picture(screen)


def test_the_day_follows_the_working_day_unless_it_was_changed(window: Window, screen: Reports) -> None:
    window.set_day("2022-11-27")
    assert screen.form.on == "2022-11-27"
    entry(screen, "on").delete(0, "end")
    type_text(entry(screen, "on"), "2022-11-20")
    window.set_day("2022-11-26")
    assert screen.form.on == "2022-11-20"


def test_a_report_of_a_period_asks_for_its_first_day(screen: Reports, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    assert "至" not in texts(screen.form)
    monkeypatch.setitem(REPORTS, "missed", replace(REPORTS["missed"], period=True))
    choose(screen, "missed")
    assert entry(screen, "from_day").get() == "2022-11-22"
    assert asked(screen) == ("2022-11-22", DAY)
    entry(screen, "from_day").delete(0, "end")
    type_text(entry(screen, "from_day"), "2022-11-01")
    assert asked(screen) == ("2022-11-01", DAY)
    entry(screen, "on").delete(0, "end")
    type_text(entry(screen, "on"), "2022-10-01")
    assert "×\u00a0起始日期晚于统计日期，请核对" in texts(screen.form)


def test_another_screen_asks_for_its_period(window: Window, screen: Reports) -> None:
    window.go("reports", report="purchase", from_day="2022-11-03", to_day="2022-11-09")
    assert screen.list.chosen == "purchase"
    assert asked(screen) == ("2022-11-03", "2022-11-09")


def asked(screen: Reports) -> tuple[str, str]:
    request = screen.form.request(screen.desk.ledger)
    assert request is not None
    return request.from_day, request.to_day


# --- writing ---


def test_one_key_writes_the_chosen_report_and_records_it(screen: Reports, folder: Path) -> None:
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    assert sorted(path.suffix for path in folder.iterdir()) == [".pdf", ".xlsx"]
    rows = screen.desk.ledger.rows("export")
    assert {row["report"] for row in rows} == {"testing-daily"}
    assert {row["masked"] for row in rows} == {1}
    assert len(screen.history.view.order) == 2
    assert said(screen.winfo_toplevel(), "等 2 个文件")


def test_chosen_formats_are_written_and_remembered(screen: Reports, folder: Path) -> None:
    click(find(screen, "Excel"))
    click(find(screen, "文字"))
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    assert sorted(path.suffix for path in folder.iterdir()) == [".pdf", ".txt"]
    assert screen.desk.settings.lists["reports"]["formats"] == ["pdf", "txt"]


def test_without_a_format_nothing_is_written(screen: Reports, folder: Path) -> None:
    click(find(screen, "Excel"))
    click(find(screen, "PDF"))
    press(screen.list.canvas, "<Control-Return>")
    assert said(screen.winfo_toplevel(), "请至少选一种格式")
    assert not folder.exists()


def test_whole_identity_needs_a_recipient_and_a_purpose(screen: Reports, folder: Path) -> None:
    choose(screen, "missed")
    ask_for_whole(screen)
    press(screen.list.canvas, "<Control-Return>")
    assert said(screen.winfo_toplevel(), "报给谁：必须填写；用途：必须填写")
    assert screen.focus_lastfor() is entry(screen, "for_whom")
    assert not folder.exists()
    type_text(entry(screen, "for_whom"), "街道办")
    type_text(entry(screen, "why"), "核对名单")
    press(entry(screen, "why"), "<Control-Return>")
    wait_for_job(screen)
    sent = {(row["masked"], row["for_whom"], row["why"]) for row in screen.desk.ledger.rows("export")}
    assert sent == {(0, "街道办", "核对名单")}


def test_a_purpose_typed_before_masking_again_is_not_recorded(screen: Reports) -> None:
    ask_for_whole(screen)
    type_text(entry(screen, "for_whom"), "街道办")
    click(find(screen, "脱敏"))
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    assert {row["for_whom"] for row in screen.desk.ledger.rows("export")} == {None}


def test_the_days_set_is_ticked_remembered_and_written_at_once(window: Window, screen: Reports, folder: Path) -> None:  # fmt: skip
    choose(screen, "household-ledger")
    press(screen.list.canvas, "<space>")
    assert find(screen, "一键上报 3 张 F9")
    window.undo()
    assert find(screen, "一键上报 2 张 F9")
    press(screen.list.canvas, "<F9>")
    wait_for_job(screen)
    assert {row["report"] for row in screen.desk.ledger.rows("export")} == {"testing-daily", "missed"}
    assert len(list(folder.iterdir())) == 4


def test_ticking_makes_no_new_picture(screen: Reports) -> None:
    wait_for_picture(screen)
    press(screen.list.canvas, "<space>")
    assert screen.preview.picture.pages


def test_nothing_ticked_is_said_and_stays_so(window: Window, screen: Reports) -> None:
    for name in ("testing-daily", "missed"):
        choose(screen, name)
        press(screen.list.canvas, "<space>")
    press(screen.list.canvas, "<F9>")
    assert said(window.root, "请先在左边给要上报的报表打勾")
    window.refresh(None)
    assert screen.list.ticked == []


def test_text_alone_is_not_asked_of_a_report_that_has_none(screen: Reports, folder: Path) -> None:
    click(find(screen, "文字"))
    click(find(screen, "Excel"))
    click(find(screen, "PDF"))
    choose(screen, "missed")
    press(screen.list.canvas, "<Control-Return>")
    assert said(screen.winfo_toplevel(), "没有通报文字")
    assert not folder.exists()


def test_a_file_held_open_is_said_and_another_name_offered(screen: Reports, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    book = next(folder.glob("*.xlsx"))
    real = os.replace

    def refuse(part: Path, target: Path) -> None:
        if Path(target) == book:
            raise PermissionError
        real(part, target)

    monkeypatch.setattr(files.os, "replace", refuse)
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    assert said(screen.winfo_toplevel(), "正被其他程序")
    click(find(screen, f"另存为“{book.stem}(2).xlsx”"))
    wait_for_job(screen)
    assert book.with_name(f"{book.stem}(2).xlsx").exists()
    assert len(screen.desk.ledger.rows("export")) == 4
    assert not said(screen, "正被其他程序")


def test_a_folder_that_cannot_be_made_is_said_in_place(screen: Reports, tmp_path: Path) -> None:
    (tmp_path / "报表").write_text("no folder", "utf-8")
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    assert said(screen, "不能在这里建立文件夹")
    assert screen.desk.ledger.rows("export") == []


def test_the_chat_text_is_copied_for_reports_that_have_one(screen: Reports) -> None:
    press(screen.list.canvas, "<Control-t>")
    assert screen.clipboard_get().startswith("截至11月28日24时")
    choose(screen, "missed")
    assert find(screen, "复制文字 Ctrl+T").instate(["disabled"])  # type: ignore[attr-defined]


# --- going outside ---


def test_the_folder_of_a_sent_file_opens(screen: Reports, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    noted = opener(tmp_path, monkeypatch, 0)
    press(screen.list.canvas, "<Control-Return>")
    wait_for_job(screen)
    box = screen.history.view.cell_box(0, "title")
    assert box
    double_click(screen.history.view.tree, box[0] + 5, box[1] + 5)
    pump(screen, lambda: noted.exists() and noted.read_text("utf-8") == str(folder))


def test_a_folder_that_is_not_there_yet_is_said(screen: Reports) -> None:
    press(screen.list.canvas, "<Control-o>")
    pump(screen, lambda: said(screen.winfo_toplevel(), "可能还没有生成"))


def test_leaving_the_screen_stops_the_picture(window: Window, screen: Reports) -> None:
    choose(screen, "household-ledger")
    window.go("options")
    pump(window.root, lambda: window.desk.pump.job is None)
    assert screen.preview.picture.pages == 0
    window.go("reports")
    wait_for_picture(screen)


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
@pytest.mark.parametrize("theme_name", ["浅色", "深色"])
def test_nothing_is_clipped(root: ttk.App, source: Path, tmp_path: Path, size: str, theme_name: str) -> None:
    with opened(root, source, tmp_path, Settings(text_size=size, theme=theme_name)) as window:
        window.go("reports", report="missed")
        ask_for_whole(window.screen)  # type: ignore[arg-type]
        press(window.screen.list.canvas, "<Control-Return>")  # type: ignore[attr-defined]
        wait_for_picture(window.screen)  # type: ignore[arg-type]
        assert clipped(root) == []
