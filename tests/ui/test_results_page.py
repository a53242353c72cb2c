"""结果比对 on a real window: the figures, file against ledger, choices by key, writing, the missing, saving."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk
from openpyxl import load_workbook

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.importing import ImportWindow
from gridworker.ui.pump import Pump
from gridworker.ui.screens import results_page
from gridworker.ui.screens.compare_view import CompareView
from gridworker.ui.screens.missing_list import MissingList
from gridworker.ui.screens.results_page import ResultsPage
from gridworker.ui.screens.testing import Testing as Screen
from tests.intake.samples import Person, lab_row, lab_workbook, make_id
from tests.ui.driving import click, descendants, find, press, pump, settle, texts, type_text
from tests.ui.screen_window import clipped

DAY = "2022-11-28"
AT = datetime(2022, 11, 28, 7)
NAMES = ("张小三", "李小四", "王小五", "赵小六", "同名人", "同名人")
PEOPLE = [
    Person(name, make_id(date(1980, 1, at + 1), 100 + at), date(1980, 1, at + 1), f"1380000000{at}", 1, 1, 101 + at)
    for at, name in enumerate(NAMES)
]  # fmt: skip
STRANGER = Person(
    "外来客", make_id(date(1991, 5, 5), 7, "110101"), date(1991, 5, 5), "13900000007", 9, 9, 909
)


class Shell:
    """Stands in for the window: remembers what it was told and refreshes the screen as it would."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.screen: Screen | None = None
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []
        self.action: Any = None

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        self.said.append(text)
        self.action = action

    def go(self, screen: str, **what: Any) -> None:
        self.went.append((screen, what))

    def refresh(self, touched: Touched | None) -> None:
        assert self.screen is not None
        self.screen.refresh(touched)

    def undo(self) -> None:
        self.refresh(self.ledger.undo().touched)

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.make(tmp_path / "台账.gwl", community="示例社区") as ledger, ledger.change("准备"):
        for person in PEOPLE:
            home = Doors(ledger).household(Address("和平苑", "1", "1", str(person.room)))
            values = {"name": person.name, "phone": person.phone, "id_number": person.number}
            ledger.create("resident", {"household": home, **values})
    with Ledger.open(tmp_path / "台账.gwl") as ledger:
        yield ledger


@pytest.fixture
def shell(root: ttk.App, ledger: Ledger) -> Shell:
    theme.dress(root)
    shell = Shell(ledger)
    shell.screen = Screen(root, Desk(ledger, Settings(), Pump(root), shell, DAY))
    shell.screen.pack(fill="both", expand=True)
    root.update()
    shell.screen.enter()
    shell.screen.show("results")
    settle(root)
    return shell


@pytest.fixture
def page(shell: Shell) -> ResultsPage:
    assert shell.screen is not None
    found = shell.screen.page
    assert isinstance(found, ResultsPage)
    return found


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A positive tube with three known people, a bare name of two, a stranger, a repeat."""
    rows = [
        lab_row(person, AT + timedelta(seconds=at), "G1", "阳性" if at == 1 else "阴性")
        for at, person in enumerate(PEOPLE[:3])
    ]
    rows.append(lab_row(PEOPLE[4], AT, "G2", 证件号码=None, 电话号码=None, 性别=None))
    rows += [lab_row(STRANGER, AT, "G2"), rows[0]]
    return lab_workbook(tmp_path / "lab.xlsx", rows)


def done(page: ResultsPage) -> None:
    pump(page, lambda: not page.task.busy, timeout=30)


def read(page: ResultsPage, path: Path) -> CompareView:
    page.read([path])
    done(page)
    assert page.rows is not None
    return page.rows


def missing(page: ResultsPage) -> MissingList:
    assert page.missing is not None
    return page.missing


def figures(page: ResultsPage) -> dict[str, str]:
    keys = ("all", "确定", "较可靠", "待选择", "台账外", "已忽略", "repeated", "missing")
    return {key: page.tiles.text(key) for key in keys if page.tiles.text(key) != "0"}


def shown(view: CompareView | MissingList, column: str) -> list[str]:
    grid = view.rows
    at = [each.key for each in grid.source.columns].index(column)
    rows = grid.source.fetch(grid.view.order)
    return [rows[key].cells[at] for key in grid.view.order]


def test_without_a_file_the_day_is_shown_and_what_to_do(page: ResultsPage, shell: Shell) -> None:
    assert any("打开检测机构的结果表" in text for text in texts(page))
    press(page, "<F3>")
    press(page, "<Control-Return>")
    assert shell.said == ["请先按 Ctrl+O 打开检测机构的结果文件。"] * 2


def test_the_figures_answer_who_was_missed(page: ResultsPage, lab: Path) -> None:
    view = read(page, lab)
    assert figures(page) == {
        "all": "6", "确定": "4", "待选择": "1", "台账外": "1", "repeated": "1", "missing": "3",
    }  # fmt: skip
    assert shown(view, "sure") == ["确定", "确定", "确定", "待选择", "台账外", "确定"]
    assert shown(view, "person")[0] == "和平苑1号楼1单元101"
    click(find(page, "未在表中"))
    assert shown(missing(page), "name") == ["赵小六", "同名人", "同名人"]
    assert shown(missing(page), "reason") == ["未说明"] * 3


def test_figures_filter_and_typing_narrows(page: ResultsPage, lab: Path) -> None:
    view = read(page, lab)
    click(find(page, "台账外"))
    assert shown(view, "name") == ["外来客"]
    click(find(page, "重复"))
    assert shown(view, "row") == ["7"]
    click(find(page, "行数"))
    type_text(view.rows.filter_box, PEOPLE[2].phone)
    view.rows._filter_now()
    assert shown(view, "name") == ["王小五"]


def test_numbers_are_masked_until_f4_and_again_afterwards(page: ResultsPage, shell: Shell, lab: Path) -> None:
    view = read(page, lab)
    assert PEOPLE[0].number not in shown(view, "number")
    assert not any(PEOPLE[0].number in text for text in texts(page))
    press(view.rows.view.tree, "<F4>")
    assert shown(view, "number")[0] == PEOPLE[0].number
    assert shell.screen is not None
    shell.screen.show("due")
    assert PEOPLE[0].number not in shown(view, "number")


def test_the_panel_sets_file_and_ledger_side_by_side(
    page: ResultsPage, ledger: Ledger, lab: Path, tmp_path: Path
) -> None:
    other = lab_workbook(tmp_path / "o.xlsx", [lab_row(PEOPLE[0], AT, "G1", 姓名="张晓三")])
    read(page, other)
    assert "第 2 行 · 较可靠 · 证件号码" in texts(page)
    assert "张晓三" in texts(page) and "≠ 张小三" in texts(page)
    assert any("姓名与台账不同" in text for text in texts(page))


def test_a_number_key_chooses_and_is_remembered(page: ResultsPage, ledger: Ledger, lab: Path) -> None:
    view = read(page, lab)
    click(find(page, "待选择"))
    assert [each.name for each in view.candidates] == ["同名人", "同名人"]
    press(view.rows.view.tree, "<Key-2>")
    done(page)
    assert figures(page)["确定"] == "5"
    page.choose("确定")
    assert "您的选择" in shown(view, "how")
    assert ledger.rows("decision")[0]["resident"] == ledger.rows("resident")[5]["id"]
    view.rows.select([3])
    press(view.rows.view.tree, "<Key-0>")
    done(page)
    assert figures(page)["待选择"] == "1"


def test_digits_filter_where_there_is_nothing_to_choose(page: ResultsPage, lab: Path) -> None:
    view = read(page, lab)
    press(view.rows.view.tree, "<Key-1>")
    assert view.rows.filter_text == "1"


def test_the_ignored_go_out_of_sight_and_undo_brings_them_back(
    page: ResultsPage, shell: Shell, lab: Path
) -> None:
    view = read(page, lab)
    page.choose("台账外")
    view.rows.select(list(view.rows.view.order))
    press(view.rows.view.tree, "<Delete>")
    done(page)
    assert shown(view, "name") == []
    assert figures(page)["已忽略"] == "1"
    shell.action[1]()
    done(page)
    assert shown(view, "name") == ["外来客"]


def test_a_stranger_is_added_in_place_and_matched_at_once(
    page: ResultsPage, ledger: Ledger, lab: Path
) -> None:
    view = read(page, lab)
    page.choose("台账外")
    press(view.rows.view.tree, "<Control-n>")
    focused = page.winfo_toplevel().focus_lastfor()
    type_text(focused, "1-1-909")
    press(focused, "<Control-s>")
    done(page)
    assert figures(page)["确定"] == "5"
    assert ledger.rows("resident")[-1]["id_number"] == STRANGER.number


def test_one_key_writes_and_leads_to_the_tracing(
    page: ResultsPage, shell: Shell, ledger: Ledger, lab: Path
) -> None:
    view = read(page, lab)
    assert "★ 阳性 1 管 Ctrl+T" in texts(page)
    press(view.rows.view.tree, "<Control-t>")
    assert "还没有立案" in shell.said[-1] and shell.went == []
    press(view.rows.view.tree, "<Control-Return>")
    done(page)
    assert "新增 3" in shell.said[-1] and "已立案追阳" in shell.said[-1]
    (trace,) = ledger.rows("trace")
    shell.action[1]()
    assert shell.went == [("testing", {"page": "tubes", "trace": trace["id"]})]
    assert shown(view, "action")[:3] == ["不变"] * 3
    assert figures(page)["missing"] == "3"
    shell.undo()
    done(page)
    assert (ledger.count("sample"), ledger.count("trace")) == (0, 0)
    assert shown(view, "action")[:3] == ["新增"] * 3


def test_nothing_is_read_while_it_writes(page: ResultsPage, shell: Shell, ledger: Ledger, lab: Path) -> None:
    read(page, lab)
    page.write()
    page.read([lab])
    assert shell.said == ["正在写入结果，写完后再打开别的文件。"]
    done(page)
    assert ledger.count("sample") == 3


def test_reasons_for_the_missing(page: ResultsPage, ledger: Ledger, lab: Path) -> None:
    read(page, lab)
    press(page, "<F3>")
    people = missing(page)
    people.rows.select(list(people.rows.view.order))
    press(page, "<Control-r>")
    (offered,) = [child for child in descendants(page.winfo_toplevel()) if isinstance(child, tkinter.Listbox)]
    press(offered, "<Key-6>")
    done(page)
    assert shown(people, "reason") == ["外出未归"] * 3


def test_the_comparison_is_saved_masked_with_the_missing_on_a_second_sheet(
    page: ResultsPage, shell: Shell, lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "比对.xlsx"
    monkeypatch.setattr(results_page, "choose_save", lambda *args, **options: target)
    view = read(page, lab)
    press(view.rows.view.tree, "<Control-s>")
    pump(page, target.exists, timeout=30)
    pump(page, lambda: shell.said, timeout=30)
    book = load_workbook(target)
    assert book.sheetnames == ["比对明细", "应检未在表中"]
    text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert all(word in text for word in ("待选择", "台账外", "张*", "G1", "未说明"))
    assert all(person.number not in text and person.phone not in text for person in PEOPLE)


def test_a_file_that_is_none_is_told_and_the_page_lives_on(
    page: ResultsPage, shell: Shell, lab: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"%PDF-1.4")
    page.read([wrong])
    done(page)
    assert "PDF" in shell.said[-1]
    read(page, lab)
    assert figures(page)["all"] == "6"


def test_f8_opens_the_import_on_the_same_file(page: ResultsPage, root: ttk.App, lab: Path) -> None:
    view = read(page, lab)
    press(view.rows.view.tree, "<F8>")
    (window,) = [child for child in root.winfo_children() if isinstance(child, ImportWindow)]
    pump(root, lambda: window.task.files, timeout=30)
    assert [file.path for file in window.task.files] == [lab]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", theme.SIZES)
def test_nothing_is_clipped(page: ResultsPage, root: ttk.App, lab: Path, size: str, mode: str) -> None:
    theme.dress(root, size=size, theme=mode)
    root.event_generate("<<ThemeChanged>>")
    read(page, lab)
    cut = [text for figure in ("all", "台账外", "missing") for text in _clipped_at(page, root, figure)]
    theme.dress(root)
    assert cut == []


def _clipped_at(page: ResultsPage, root: ttk.App, figure: str) -> list[str]:
    page.choose(figure)
    return clipped(root)
