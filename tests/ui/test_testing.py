"""检测: the day's figures, the due list with its filters, reasons and exemptions for many at once, results."""

from __future__ import annotations

import tkinter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.places import Doors
from gridworker.ledger.scope import Scope
from gridworker.ledger.testing import day_figures
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk, Touched
from gridworker.ui.popup import Popup
from gridworker.ui.pump import Pump
from gridworker.ui.screens.due_list import DueList
from gridworker.ui.screens.due_page import DuePage
from gridworker.ui.screens.results_page import ResultsPage
from gridworker.ui.screens.testing import Testing as Screen
from tests.ui.driving import click, find, press, settle, texts, type_text

TODAY = "2022-11-28"
PEOPLE = (  # name, building, room, phone, trade, days sampled
    ("张小三", "1", "101", "13800000001", None, ("2022-11-25",)),
    ("李小四", "1", "102", "13800000002", None, ("2022-11-25", TODAY)),
    ("王小五", "2", "201", "13800000003", "医疗机构", ("2022-11-26",)),
    ("赵小六", "10", "301", None, None, ("2022-11-22",)),
    ("孙小七", "2", "202", "13800000005", None, ("2022-11-27", TODAY)),
    ("周小八", "2", "203", "13800000006", None, ("2022-11-27",)),
)


class Shell:
    """Stands in for the window: remembers where it was sent and refreshes the screen as it would."""

    def __init__(self) -> None:
        self.screen: Screen | None = None
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []
        self.action: Any = None
        self.ledger: Ledger | None = None

    def say(self, text: str, tone: Any = "good", action: Any = None) -> None:
        self.said.append(text)
        self.action = action

    def go(self, screen: str, **what: Any) -> None:
        self.went.append((screen, what))

    def refresh(self, touched: Touched | None) -> None:
        assert self.screen is not None
        self.screen.refresh(touched)

    def undo(self) -> None:
        assert self.ledger is not None
        self.refresh(self.ledger.undo().touched)

    def apply_look(self) -> None:
        raise AssertionError("the look does not change here")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.make(tmp_path / "台账.gwl", community="示例社区") as ledger, ledger.change("准备"):
        for name, building, room, phone, trade, days in PEOPLE:
            home = Doors(ledger).household(Address("和平苑", building, "1", room))
            person = ledger.create(
                "resident", {"household": home, "name": name, "phone": phone, "trade": trade}
            )
            for day in days:
                sample = {"resident": person, "sampled_at": f"{day} 08:00:00", "result": "阴性"}
                ledger.create("sample", sample)
    with Ledger.open(tmp_path / "台账.gwl") as ledger:
        yield ledger


@pytest.fixture
def shell(root: ttk.App, ledger: Ledger) -> Shell:
    theme.dress(root)
    shell = Shell()
    shell.ledger = ledger
    shell.screen = Screen(root, Desk(ledger, Settings(), Pump(root), shell, TODAY))
    shell.screen.pack(fill="both", expand=True)
    root.update()
    shell.screen.enter()
    settle(root)
    return shell


@pytest.fixture
def screen(shell: Shell) -> Screen:
    assert shell.screen is not None
    return shell.screen


def page(screen: Screen) -> DuePage:
    assert isinstance(screen.page, DuePage)
    return screen.page


def due(screen: Screen) -> DueList:
    return page(screen).list


def shown(screen: Screen, column: int = 2) -> list[str]:
    """One column of the list in sight, the names by default."""
    assert isinstance(screen.page, DuePage | ResultsPage)
    rows = screen.page.list.rows
    found = rows.source.fetch(rows.view.order)
    return [found[key].cells[column] for key in rows.view.order]


def popup(root: tkinter.Misc) -> tkinter.Listbox:
    """The open list of reasons."""
    (found,) = [child for child in root.winfo_children() if isinstance(child, Popup)]
    (listbox,) = [child for child in found.body.winfo_children() if isinstance(child, tkinter.Listbox)]
    return listbox


def select_all(screen: Screen) -> None:
    rows = due(screen).rows
    rows.select(list(rows.view.order))
    settle(rows)


def test_the_figures_are_those_of_the_day(screen: Screen, ledger: Ledger) -> None:
    figures = day_figures(ledger, TODAY)
    shown = [page(screen).tiles.text(key) for key in ("due", "done", "missed", "exempt", "willing")]
    assert shown == [
        str(n) for n in (figures.due, figures.done, figures.missed, figures.exempt, figures.willing)
    ]
    assert (figures.due, figures.done, figures.missed, figures.willing) == (4, 1, 3, 1)
    assert page(screen).tiles.text("coverage") == "25.0%"


def test_the_missed_come_first_by_address_as_people_count(screen: Screen) -> None:
    assert shown(screen) == ["张小三", "王小五", "赵小六"]
    assert shown(screen, 1)[2] == "和平苑10号楼1单元301"
    assert shown(screen, 7) == ["", "1 天", "3 天"]


def test_a_click_on_a_figure_lists_its_people(screen: Screen) -> None:
    click(find(screen, "已检"))
    assert shown(screen) == ["李小四"]
    assert "▼ 已检" in texts(screen)
    click(find(screen, "愿检"))
    assert shown(screen) == ["孙小七"]
    click(find(screen, "应检"))
    assert shown(screen) == ["张小三", "李小四", "王小五", "赵小六"]


def test_filters_narrow_together_and_typing_finds_by_initials(screen: Screen) -> None:
    def choose(key: str, value: str) -> None:
        due(screen).boxes[key].set(value)
        due(screen).boxes[key].event_generate("<<ComboboxSelected>>")
        settle(screen)

    choose("cadence", "一天一检")
    assert shown(screen) == ["王小五"]
    choose("building", "和平苑10号楼")
    assert shown(screen) == []
    choose("cadence", "全部频次")
    assert shown(screen) == ["赵小六"]
    choose("building", "全部楼栋")
    choose("trade", "医疗机构")
    assert shown(screen) == ["王小五"]
    choose("trade", "全部行业")
    type_text(due(screen).rows.filter_box, "zxl")
    due(screen).rows._filter_now()
    assert shown(screen) == ["赵小六"]


def test_only_the_overdue(screen: Screen) -> None:
    click(due(screen).overdue_box)
    assert shown(screen) == ["王小五", "赵小六"]


def test_sorting_by_days_overdue_and_by_name(screen: Screen) -> None:
    due(screen).rows.sort_by("overdue", True)
    assert shown(screen) == ["赵小六", "王小五", "张小三"]
    due(screen).rows.sort_by("cadence")
    assert shown(screen) == ["王小五", "张小三", "赵小六"]
    due(screen).rows.sort_by("name")
    assert shown(screen) == ["王小五", "张小三", "赵小六"]


def test_one_keystroke_gives_many_their_reason_and_undo_takes_it_back(
    screen: Screen, shell: Shell, root: ttk.App
) -> None:
    select_all(screen)
    press(due(screen).rows.view.tree, "<Control-r>")
    press(popup(root), "<Key-6>")
    settle(root)
    assert shown(screen, 8) == ["外出未归"] * 3
    assert shell.said == ["已为 3 人记下：外出未归。"]
    word, undo = shell.action
    assert word == "撤销"
    undo()
    assert shown(screen, 8) == ["未说明"] * 3


def test_a_reason_beyond_the_ninth_has_a_letter(screen: Screen, root: ttk.App) -> None:
    select_all(screen)
    press(due(screen).rows.view.tree, "<Control-r>")
    press(popup(root), "<Key-a>")
    assert shown(screen, 8) == ["联系不上"] * 3


def test_esc_gives_no_reason(screen: Screen, root: ttk.App) -> None:
    select_all(screen)
    press(due(screen).rows.view.tree, "<Control-r>")
    press(popup(root), "<Escape>")
    assert shown(screen, 8) == ["未说明"] * 3


def test_without_a_selection_it_says_what_to_do(screen: Screen, shell: Shell) -> None:
    press(due(screen).rows.view.tree, "<Control-r>")
    press(due(screen).rows.view.tree, "<Control-e>")
    assert shell.said == ["请先选择未检的人，再写原因。", "请先选择要免检的人。"]


def test_the_exempt_leave_the_due_and_come_back_with_undo(screen: Screen, shell: Shell) -> None:
    due(screen).rows.select([due(screen).rows.view.order[0]])
    press(due(screen).rows.view.tree, "<Control-e>")
    focused = screen.winfo_toplevel().focus_lastfor()
    type_text(focused, "居家康复")
    press(focused, "<Control-s>")
    settle(screen)
    assert shown(screen) == ["王小五", "赵小六"]
    assert page(screen).tiles.text("exempt") == "1"
    shell.undo()
    assert shown(screen) == ["张小三", "王小五", "赵小六"]


def test_an_exemption_that_ends_before_it_begins_is_told(screen: Screen, ledger: Ledger) -> None:
    select_all(screen)
    due(screen).exempt()
    panel = due(screen)._panel
    assert panel is not None
    panel.form.load({"reason": "孕产期", "from_day": TODAY, "to_day": "2022-11-01"})
    panel.save()
    settle(screen)
    assert any("结束日期早于开始日期" in text for text in texts(panel))
    assert ledger.count("exemption") == 0
    press(panel.form.editors["reason"].key_widget, "<Escape>")
    assert due(screen)._panel is None


def test_phones_are_masked_until_f4(screen: Screen) -> None:
    assert shown(screen, 3) == ["138****0001", "138****0003", ""]
    press(due(screen).rows.view.tree, "<F4>")
    assert shown(screen, 3) == ["13800000001", "13800000003", ""]
    screen.leave()
    assert shown(screen, 3)[0] == "138****0001"


def test_a_past_day_shows_what_was_true_then(screen: Screen) -> None:
    screen.desk.day = "2022-11-25"
    screen.refresh(None)
    click(find(screen, "已检"))
    assert shown(screen) == ["张小三", "李小四"]


def test_enter_opens_the_person_and_ctrl_p_the_call_list(screen: Screen, shell: Shell) -> None:
    rows = due(screen).rows
    rows.select([rows.view.order[1]])
    press(rows.view.tree, "<Return>")
    press(rows.view.tree, "<Control-p>")
    assert shell.went == [("people", {"resident": rows.view.order[1]}), ("reports", {"report": "missed"})]


def test_another_screen_leads_to_a_building_and_to_the_overdue(screen: Screen) -> None:
    screen.open(scope=Scope("和平苑", "2"), outcome="missed")
    assert shown(screen) == ["王小五"]
    screen.open(overdue=True)
    assert shown(screen) == ["王小五", "赵小六"]


def test_results_of_the_day_are_listed_and_counted(screen: Screen) -> None:
    click(find(screen, "结果比对"))
    assert shown(screen) == ["李小四", "孙小七"]
    assert "✓ 阴性 2" in texts(screen)
    click(find(screen, "★ 阳性 0"))
    assert shown(screen) == []
    click(find(screen, "应检名单"))
    assert shown(screen) == ["张小三", "王小五", "赵小六"]


def test_ctrl_i_opens_the_import_of_results(screen: Screen, root: ttk.App) -> None:
    press(due(screen).rows.view.tree, "<Control-i>")
    assert "导入检测结果" in [
        child.title() for child in root.winfo_children() if isinstance(child, ttk.Toplevel)
    ]


def test_new_samples_change_figures_and_list_at_once(screen: Screen, ledger: Ledger) -> None:
    person = due(screen).rows.view.order[0]
    sample = {"resident": person, "sampled_at": f"{TODAY} 09:00:00"}
    screen.desk.act("采样", lambda book: book.create("sample", sample))
    assert page(screen).tiles.text("missed") == "2"
    assert shown(screen) == ["王小五", "赵小六"]


@pytest.mark.parametrize("size", theme.SIZES)
def test_no_button_is_cut_off_in_any_text_size(screen: Screen, root: ttk.App, size: str) -> None:
    theme.dress(root, size=size)
    root.event_generate("<<ThemeChanged>>")
    settle(root)
    cut = list(_cut(screen, root.winfo_width()))
    theme.dress(root)
    assert cut == []


def _cut(widget: tkinter.Misc, right: int) -> Iterator[str]:
    for child in widget.winfo_children():
        if isinstance(child, ttk.Button) and child.winfo_viewable():
            inside = child.winfo_rootx() + child.winfo_width() <= right
            if not inside or child.winfo_width() < child.winfo_reqwidth():
                yield str(child.cget("text"))
        yield from _cut(child, right)
