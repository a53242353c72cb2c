"""The import window on real workbooks: from a file to the ledger and back, by keys, without a box in the way."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk
from openpyxl import Workbook

from gridworker.ledger.book import Ledger
from gridworker.ledger.identity import check_digit
from gridworker.settings import Settings
from gridworker.ui import import_files, import_problems, theme
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.discreet import discreet
from gridworker.ui.import_headings import HeadingsPage
from gridworker.ui.import_preview import PreviewPage
from gridworker.ui.importing import ImportWindow, open_import
from gridworker.ui.pump import Pump
from tests.ui.driving import click, find, press, pump, settle, texts, type_text

GOOD, OTHER, THIRD = (
    first + check_digit(first) for first in ("14010519800101001", "14010519900307234", "14010519651212002")
)
ROSTER = (
    ("楼栋", "单元", "房号", "姓名", "身份证号", "联系电话"),
    ("3号楼", "2", "501", "张小三", GOOD, "13800000001"),
    ("3号楼", "2", "502", "李小四", OTHER, "13800000002"),
    ("3号楼", "2", "601", "王小五", "1.40105E+17", "13800000003"),
)


class Shell:
    """Remembers what the window around the screens was told."""

    def __init__(self) -> None:
        self.touched: list[Touched | None] = []
        self.said: list[str] = []

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        self.said.append(text)

    def go(self, screen: str, **what: Any) -> None:
        raise AssertionError(f"nobody asked for {screen}")

    def refresh(self, touched: Touched | None) -> None:
        self.touched.append(touched)

    def undo(self) -> None:
        raise AssertionError("undo belongs to the import's own button here")

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


@pytest.fixture
def desk(root: ttk.App, tmp_path: Path) -> Iterator[Desk]:
    theme.dress(root)
    with Ledger.make(tmp_path / "台账.gwl", community="示例社区") as ledger:
        yield Desk(ledger, Settings(), Pump(root), Shell(), "2022-11-28")


def workbook(path: Path, rows: Sequence[Sequence[Any]], *more: tuple[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook with one sheet 花名册 and perhaps others."""
    book = Workbook()
    book.remove(book.active)
    for name, content in (("花名册", rows), *more):
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    book.save(path)
    return path


def waited(window: ImportWindow) -> ImportWindow:
    """The window, when nothing runs any more."""
    pump(window, lambda: window._job is None, timeout=30)
    return window


def opened(desk: Desk, kind: Any, *files: Path) -> ImportWindow:
    return waited(open_import(desk, kind, list(files)))


def enter(window: ImportWindow) -> None:
    """Press Enter where the keyboard is, and wait for what it started."""
    settle(window)
    press(window.focus_lastfor(), "<Return>")
    waited(window) if window.winfo_exists() else None


def cells(window: ImportWindow) -> list[tuple[str, ...]]:
    """The shown texts of the list in sight."""
    page = window.page
    assert isinstance(page, PreviewPage) and page.grid_shown is not None
    grid = page.grid_shown
    rows = grid.source.fetch(grid.view.order)
    return [rows[key].cells for key in grid.view.order]


def test_enter_alone_leads_from_the_file_to_the_ledger(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    assert "已选 1 张表，共 3 行。" in texts(window)
    for _ in range(3):
        enter(window)
    assert "导入 3 行：新增 3、更新 0、不变 0、未导入 0。" in texts(window)
    assert desk.ledger.count("resident") == 3
    assert "resident" in desk.shell.touched[-1]  # type: ignore[attr-defined]
    enter(window)
    assert not window.winfo_exists()


def test_a_damaged_number_is_shown_by_row_and_cell(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    enter(window)
    (row,) = cells(window)
    assert row[:5] == ("错误", "花名册.xlsx", "花名册", "4", "E")
    assert "证件号码" in row[6]
    assert desk.ledger.count("resident") == 0


def test_understood_rows_are_shown_masked(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    enter(window)
    click(find(window, "读懂的行"))
    shown = cells(window)
    assert shown[0][3:7] == ("张小三", f"1401**********{GOOD[-4:]}", "138****0001", "3号楼2单元501")
    assert not any(GOOD in text for row in shown for text in row)


def test_esc_goes_back_and_from_the_first_page_away(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    enter(window)
    press(window.focus_lastfor(), "<Escape>")
    assert isinstance(window.page, HeadingsPage)
    press(window.focus_lastfor(), "<Escape>")
    assert "已选 1 张表，共 3 行。" in texts(window)
    press(window.focus_lastfor(), "<Escape>")
    assert not window.winfo_exists()


def test_undo_takes_the_whole_import_back(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    for _ in range(3):
        enter(window)
    find(window, "撤销本次导入").invoke()  # type: ignore[attr-defined]
    waited(window)
    assert desk.ledger.count("resident") == 0
    assert "这次导入已撤销，台账回到导入之前。" in texts(window)


def test_importing_again_says_that_nothing_changes(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "花名册.xlsx", ROSTER[:3])
    for _ in range(2):
        window = opened(desk, "residents", path)
        for _ in range(3):
            enter(window)
        said = texts(window)
        window.close()
    assert "读了 2 行，台账没有任何改动（新增 0、更新 0、不变 2、未导入 0）。" in said


def test_a_heading_nobody_knows_can_be_told_and_is_remembered(desk: Desk, tmp_path: Path) -> None:
    rows = [(*row[:5], "暗号" if place == 0 else f"备{place}") for place, row in enumerate(ROSTER)]
    path = workbook(tmp_path / "花名册.xlsx", rows)
    window = opened(desk, "residents", path)
    enter(window)
    assert "3 行，6 列，其中 1 列没有认出" in texts(window)
    page = window.page
    assert isinstance(page, HeadingsPage)
    page.boxes[5].set("备注")
    page.boxes[5].event_generate("<<ComboboxSelected>>")
    settle(window)
    assert "3 行，6 列，都已认出" in texts(window)
    enter(window)
    enter(window)
    assert desk.ledger.rows("resident")[0]["note"] == "备1"
    window.close()
    window = opened(desk, "residents", path)
    enter(window)
    assert any("按上次的选择" in text for text in texts(window))


def test_the_estate_that_no_column_names_is_asked_once(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    page = window.page
    assert isinstance(page, HeadingsPage) and page.constant is not None
    type_text(page.constant, "和平苑")
    press(page.constant, "<Return>")
    waited(window)
    enter(window)
    assert {place["community"] for place in desk.ledger.rows("place")} == {"和平苑"}


def test_worksheets_can_be_left_out(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "花名册.xlsx", ROSTER, ("外来", ROSTER[:2]), ("说明", [("填表说明",)]))
    window = opened(desk, "residents", path)
    assert "已选 2 张表，共 4 行。" in texts(window)
    assert "没有找到带姓名的记录，不导入" in texts(window)
    click(find(window, "花名册"))
    assert "已选 1 张表，共 1 行。" in texts(window)


def test_a_broken_file_says_its_sentence_and_the_others_are_read(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"\x00" * 300)
    window = opened(desk, "residents", broken, workbook(tmp_path / "好.xlsx", ROSTER))
    told = [text for text in texts(window) if "坏.xlsx" in text and "×" in text]
    assert len(told) == 1 and "Traceback" not in told[0]
    assert "已选 1 张表，共 3 行。" in texts(window)


def test_cancel_while_writing_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    enter(window)
    with desk.ledger.change("另一项改动"):  # the import has to wait for it
        window.go_on()
        settle(window)
        window.cancel()
    waited(window)
    assert "●  已取消，什么都没有改动。" in texts(window)
    assert desk.ledger.count("resident") == 0
    assert isinstance(window.page, PreviewPage)


def test_problem_rows_are_saved_and_can_be_imported_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "问题行.xlsx"
    monkeypatch.setattr(import_problems, "choose_save", lambda *_, **__: target)
    window = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    enter(window)
    enter(window)
    click(find(window, "导出问题行…"))
    waited(window)
    assert target.is_file()
    window.close()
    window = opened(desk, "residents", target)
    assert "已选 1 张表，共 1 行。" in texts(window)


def test_the_last_folder_is_remembered(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path | None] = []
    path = workbook(tmp_path / "花名册.xlsx", ROSTER)

    def answer(*_: Any, folder: Path | None, **__: Any) -> list[Path]:
        asked.append(folder)
        return [path]

    monkeypatch.setattr(import_files, "choose_open_files", answer)
    window = open_import(desk, "residents")
    press(window.focus_lastfor(), "<Control-o>")
    waited(window)
    press(window.focus_lastfor(), "<Control-o>")
    waited(window)
    assert asked == [None, tmp_path]


def test_a_second_call_brings_the_open_window_forward(desk: Desk) -> None:
    assert open_import(desk, "residents") is open_import(desk, "residents")
    assert open_import(desk, "results") is not open_import(desk, "residents")


RESULTS = (
    ("姓名", "证件号码", "电话号码", "采样时间", "检测结果"),
    ("张小三", GOOD, "13800000001", "2022-11-28 07:30", "阴性"),
    ("赵小六", THIRD, "13800000006", "2022-11-28 07:31", "阴性"),
)


def results(desk: Desk, tmp_path: Path) -> ImportWindow:
    """The preview of a result file with one stranger in it."""
    roster = opened(desk, "residents", workbook(tmp_path / "花名册.xlsx", ROSTER))
    for _ in range(4):
        enter(roster)
    window = opened(desk, "results", workbook(tmp_path / "结果.xlsx", RESULTS))
    enter(window)
    enter(window)
    return window


def test_a_stranger_is_listed_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    window = results(desk, tmp_path)
    (row,) = cells(window)
    assert (row[2], row[6]) == ("赵小六", "台账里没有这个人")
    assert THIRD not in row


def test_a_stranger_can_be_taken_into_the_ledger_and_then_counts(desk: Desk, tmp_path: Path) -> None:
    window = results(desk, tmp_path)
    page = window.page
    assert isinstance(page, PreviewPage) and page.grid_shown is not None
    page.grid_shown.select([0])
    press(page.grid_shown.view.tree, "<Control-n>")
    entry = window.focus_lastfor()
    assert isinstance(entry, ttk.Entry)
    type_text(entry, "4-1-101")
    press(entry, "<Return>")
    waited(window)
    (person,) = desk.ledger.rows("resident", {"name": "赵小六"})
    assert (person["id_number"], person["phone"]) == (THIRD, "13800000006")
    enter(window)
    assert "导入 2 行：新增 2、更新 0、不变 0、未导入 0。" in texts(window)
    assert desk.ledger.count("sample") == 2


def test_an_address_that_cannot_be_read_is_told_beside_the_field(desk: Desk, tmp_path: Path) -> None:
    window = results(desk, tmp_path)
    page = window.page
    assert isinstance(page, PreviewPage) and page.grid_shown is not None
    page.grid_shown.select([0])
    press(page.grid_shown.view.tree, "<Control-n>")
    entry = window.focus_lastfor()
    type_text(entry, "？？")
    press(entry, "<Return>")
    assert any(text.startswith("×\u00a0") for text in texts(window))
    assert desk.ledger.count("resident") == 3
    press(entry, "<Escape>")
    assert isinstance(window.page, PreviewPage)
    assert "加入台账" not in texts(window)


def test_a_stranger_can_be_ignored(desk: Desk, tmp_path: Path) -> None:
    window = results(desk, tmp_path)
    page = window.page
    assert isinstance(page, PreviewPage) and page.grid_shown is not None
    page.grid_shown.select([0])
    press(page.grid_shown.view.tree, "<Delete>")
    assert "台账外的人 0" in texts(window)
    enter(window)
    assert desk.ledger.count("sample") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("140105198001010013", "1401**********0013"),
        ("１４０１０５１９８００１０１００１３", "1401**********0013"),
        ("140105 19800101 0013", "1401**********0013"),
        ("电话13800000001，家里", "电话138****0001，家里"),
        ("138 0000 0001", "138****0001"),
        ("1.40105E+17", "1.40105E+17"),
        ("3号楼2单元501", "3号楼2单元501"),
    ],
)
def test_numbers_of_people_are_hidden_in_any_text(text: str, shown: str) -> None:
    assert discreet(text) == shown


def test_everything_fits_the_smallest_window_in_the_largest_text(
    desk: Desk, root: ttk.App, tmp_path: Path
) -> None:
    theme.dress(root, size="特大")
    window = results(desk, tmp_path)
    settle(window)
    right = window.winfo_rootx() + window.winfo_width()
    bottom = window.winfo_rooty() + window.winfo_height()
    outside = [
        widget
        for widget in _buttons(window)
        if widget.winfo_rootx() + widget.winfo_width() > right
        or widget.winfo_rooty() + widget.winfo_height() > bottom
    ]
    theme.dress(root)
    assert outside == []


def _buttons(widget: tkinter.Misc) -> Iterator[tkinter.Misc]:
    for child in widget.winfo_children():
        if isinstance(child, ttk.Button) and child.winfo_viewable():
            yield child
        yield from _buttons(child)
