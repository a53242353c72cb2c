"""自定义字段: added once, a field is at once in form, list, filter, import, Excel and PDF of its register."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from gridworker.export.document import write_document
from gridworker.export.reports import REPORTS, ReportRequest
from gridworker.export.workbook import write_workbook
from gridworker.intake.kinds import KINDS
from gridworker.intake.mapping import targets
from gridworker.intake.workbook import read_workbook
from gridworker.ledger.book import Ledger
from gridworker.ledger.demonstration import make_demonstration
from gridworker.ledger.listing import list_register
from gridworker.ledger.own_field_upkeep import bring_back, take_away
from gridworker.ledger.registers import REGISTERS
from gridworker.ledger.rounds import keep_round
from gridworker.ledger.scope import WHOLE
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid
from gridworker.ui.pump import Pump
from gridworker.ui.screens.due_exempt import ExemptPanel
from gridworker.ui.screens.editor_pane import EditorPane
from gridworker.ui.screens.exemption_panels import ExtendPanel
from gridworker.ui.screens.options_own import TABLES
from gridworker.ui.screens.options_rows import RowsPane
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.people_forms import household_task, place_task, resident_task
from gridworker.ui.screens.register_page import RegisterPage
from gridworker.ui.screens.results_page import ResultsPage
from gridworker.ui.screens.rounds_page import RoundsPage
from gridworker.ui.screens.status_page import StatusPage
from tests.ui.driving import descendants, press, settle
from tests.ui.pages import Shell, column, hosted
from tests.ui.people_driving import card, people_window

DAY = "2022-11-28"
VALUE = "独一无二"
REPORT_OF = {
    "resident": "household-ledger", "household": "household-ledger", "place": "household-ledger",
    "closed_loop": "closed-loop", "leave": "closed-loop", "trip": "closed-loop", "supply": "supplies",
    "bundle": "purchase", "merchant": "purchase", "visit": "visits", "exit_pass": "exits",
    "arrival": "arrivals", "duty": "duty", "venue": "venues", "sample": "tube-sheet",
    "exemption": "testing-daily", "round": "testing-daily",
}  # fmt: skip
IMPORT_OF = {
    "resident": "residents", "household": "residents", "place": "residents", "closed_loop": "closed-loop",
    "supply": "supplies", "visit": "visits", "arrival": "arrivals",
    "sample": "results",
}  # fmt: skip
PAGE_OF = {
    "closed_loop": "loop_people_page:LoopPeoplePage", "leave": "loop_leave_page:LoopLeavePage",
    "supply": "supply_page:SupplyPage", "visit": "visit_page:VisitPage", "exit_pass": "exit_page:ExitPage",
    "arrival": "arrival_page:ArrivalPage", "venue": "venue_page:VenuePage",
    "bundle": "options_catalogue:BundlesPane", "merchant": "options_catalogue:MerchantsPane",
}  # fmt: skip


def test_every_register_that_takes_fields_is_looked_at() -> None:
    assert set(REPORT_OF) == set(TABLES.values())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "演示.gwl"
    make_demonstration(path, 300, DAY, 1)
    with Ledger.open(path) as ledger, ledger.change("自定义字段"):
        keep_round(ledger, None, "第1轮", DAY, DAY)
        for register in REPORT_OF:
            field = {
                "register": register,
                "key": f"own_{register}",
                "heading": f"自加{register}",
                "kind": "文字",
            }
            ledger.create("own_field", field)
            of_the_day = {"sampled_on": DAY} if register == "sample" else None
            for row in ledger.rows(register, of_the_day)[:80]:
                ledger.update(register, row["id"], {f"own_{register}": VALUE})
    return path


@pytest.fixture
def ledger(source: Path) -> Iterator[Ledger]:
    with Ledger.open(source) as ledger:
        yield ledger


@pytest.mark.parametrize("register", REPORT_OF)
def test_it_is_in_the_report_as_excel_and_pdf(ledger: Ledger, tmp_path: Path, register: str) -> None:
    request = ReportRequest(DAY, datetime(2022, 11, 28, 18), from_day="2022-11-01", to_day=DAY)
    report = REPORTS[REPORT_OF[register]].build(ledger, request)
    write_workbook(report, tmp_path / "表.xlsx")
    cells = [
        str(cell)
        for sheet in read_workbook(tmp_path / "表.xlsx").sheets
        for row in sheet.rows
        for cell in row
    ]
    assert f"自加{register}" in cells and VALUE in cells
    write_document(report, tmp_path / "表.pdf")


@pytest.mark.parametrize(("register", "kind"), IMPORT_OF.items())
def test_it_is_a_target_of_the_import(ledger: Ledger, register: str, kind: str) -> None:
    assert kind in KINDS
    offered = {target.heading: target for target in targets(kind, ledger.register)}
    assert offered[f"自加{register}"].register == register


@pytest.mark.parametrize("register", PAGE_OF)
def test_it_is_in_list_filter_and_form(root: ttk.App, ledger: Ledger, register: str) -> None:
    module, name = PAGE_OF[register].split(":")
    make: Any = getattr(importlib.import_module(f"gridworker.ui.screens.{module}"), name)
    theme.dress(root)
    shell = Shell(ledger)
    page: Any = make(root, Desk(ledger, Settings(), Pump(root), shell, DAY))
    page.pack(fill="both", expand=True)
    root.update()
    page.load()
    settle(root)
    if isinstance(page, RegisterPage):
        page.parts.choose("all")
        page.begin(page.task(ledger.rows(register)[0]))
        settle(root)
        assert page.editor is not None
        form = page.editor.form
    else:
        assert isinstance(page, RowsPane)
        form = page.form
    grid = next(widget for widget in descendants(page) if isinstance(widget, Grid))
    assert f"自加{register}" in [column.heading for column in grid.view.columns]
    grid.set_filter(VALUE)
    assert 0 < len(grid.view.order) <= 80
    assert f"own_{register}" in form.editors
    assert isinstance(page, Page | RowsPane)


def test_the_registers_of_people_are_looked_at_with_the_ledger_screen() -> None:
    """居民, 住户 and 楼栋 have forms of their own, duty and trips grids: their own tests drive those."""
    elsewhere = {"resident", "household", "place", "trip", "duty"}
    assert set(REPORT_OF) - set(PAGE_OF) == elsewhere | {"sample", "exemption", "round"}
    assert set(REPORT_OF) <= set(REGISTERS)


# -- people, doors and places


@pytest.mark.parametrize("register", ["resident", "household", "place"])
def test_it_is_kept_by_the_forms_of_people_and_places(root: ttk.App, copy: Path, register: str) -> None:
    with hosted(root, StatusPage, copy) as (page, shell):
        row = shell.ledger.rows(register)[0]
        tasks = {
            "resident": lambda: resident_task(page.desk, row, "", WHOLE),
            "household": lambda: household_task(page.desk, row, WHOLE),
            "place": lambda: place_task(page.desk, row, WHOLE),
        }
        done: list[Any] = []
        pane = EditorPane(
            page, page.desk, tasks[register](), on_saved=done.append, on_closed=lambda: done.clear()
        )
        assert pane.form.editors[f"own_{register}"].get() == VALUE
        pane.form.editors[f"own_{register}"].set("改过")
        pane.save()
        assert done and shell.ledger.get(register, row["id"])[f"own_{register}"] == "改过"


def test_a_places_own_field_is_in_the_list_of_places(root: ttk.App, copy: Path) -> None:
    with hosted(root, StatusPage, copy) as (page, shell):
        page.rows.set_filter(VALUE)
        shown = texts(page.rows, "自加place")
        assert shown and set(shown) == {VALUE}
        (row,) = shell.ledger.rows("own_field", {"register": "place"})
        with shell.ledger.change("停用"):
            take_away(shell.ledger, row)
        page.refresh({"own_field": {row["id"]}})
        assert "自加place" not in [each.heading for each in page.rows.view.columns]
        assert page.rows.view.order == []


@pytest.mark.parametrize(("view", "heading"), [("resident", "自加resident"), ("household", "自加household")])
def test_it_is_in_the_table_of_people_and_of_doors(
    root: ttk.App, copy: Path, view: Any, heading: str
) -> None:
    with Ledger.open(copy) as ledger, people_window(root, ledger) as window:
        screen: Any = window.screen
        screen.tables.show_view(view)
        grid = screen.tables.table
        grid.set_filter(VALUE)
        shown = texts(grid, heading)
        assert shown and set(shown) == {VALUE}
        told = card(screen)
        assert f"自加place\t{VALUE}" in told and f"自加household\t{VALUE}" in told


# -- the registers of testing, whose lists and forms are their own


@pytest.fixture
def copy(source: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(source, tmp_path / "演示.gwl"))


def texts(grid: Grid, heading: str) -> list[str]:
    return column(grid, [each.heading for each in grid.view.columns].index(heading))


def test_a_rounds_own_field_is_in_its_list_and_form(root: ttk.App, copy: Path) -> None:
    with hosted(root, RoundsPage, copy) as (page, shell):
        grid = page.rounds.rows
        assert texts(grid, "自加round") == [VALUE]
        press(grid.view.tree, "<F2>")
        assert page.rounds.form is not None
        page.rounds.form.form.editors["own_round"].set("另一句")
        page.rounds.save()
        settle(page)
        assert texts(grid, "自加round") == ["另一句"]
        assert shell.ledger.rows("round")[0]["own_round"] == "另一句"


def test_the_own_fields_of_a_round_leave_room_for_the_places(root: ttk.App, copy: Path) -> None:
    with Ledger.open(copy) as ledger, ledger.change("更多栏目"):
        for number in range(4):
            field = {"register": "round", "key": f"own_{number}", "heading": f"栏目{number}", "kind": "文字"}
            ledger.create("own_field", field)
    with hosted(root, RoundsPage, copy, size="特大") as (page, _):
        page.rounds.edit()
        form = page.rounds.form
        assert form is not None
        form.choose_scope("chosen")
        settle(page)
        assert form.ticks.winfo_height() >= form.ticks.winfo_reqheight()
        assert form.ticks.winfo_y() + form.ticks.winfo_height() < form.winfo_height()
        form.form.focus_field("own_3")
        settle(page)
        last = form.form.editors["own_3"].widget
        assert form.form.winfo_rooty() <= last.winfo_rooty()
        bottom = form.form.winfo_rooty() + form.form.winfo_height()
        assert last.winfo_rooty() + last.winfo_height() <= bottom + 1


def test_an_exemptions_own_field_is_in_its_list_filter_and_forms(root: ttk.App, copy: Path) -> None:
    with hosted(root, RoundsPage, copy) as (page, shell):
        page.show("exempt")
        grid = page.exemptions.rows
        people = [row["id"] for row in shell.ledger.rows("resident")[:3]]
        begin_exempt(page, shell, people, "新填的")
        grid.set_filter("新填的")
        assert texts(grid, "自加exemption") == ["新填的"] * 3
        first, *others = grid.view.order
        grid.select([first])
        change(page, "别的")
        grid.set_filter("")
        grid.select([first, *others])
        change(page, None)  # they differ: what is left blank stays as it was for each
        kept = {row["id"]: row["own_exemption"] for row in shell.ledger.rows("exemption")}
        assert [kept[key] for key in (first, *others)] == ["别的", "新填的", "新填的"]


def begin_exempt(page: RoundsPage, shell: Shell, people: list[int], words: str) -> None:
    panel = ExemptPanel(page, page.desk, people, lambda: None)
    panel.form.load({"reason": "孕产期", "from_day": DAY, "own_exemption": words})
    panel.save()
    panel.destroy()
    settle(page)


def change(page: RoundsPage, words: str | None) -> None:
    page.exemptions.edit()
    panel = page.exemptions.panel
    assert isinstance(panel, ExtendPanel)
    if words is not None:
        panel.form.editors["own_exemption"].set(words)
    page.exemptions.save()
    settle(page)


def test_a_samples_own_field_is_in_the_list_of_the_day_its_filter_and_form(root: ttk.App, copy: Path) -> None:
    with hosted(root, ResultsPage, copy) as (page, shell):
        grid = page.list.rows
        grid.set_filter(VALUE)
        assert set(texts(grid, "自加sample")) == {VALUE}
        assert len(grid.view.order) == 80
        grid.sort_by("own_sample", descending=True)
        sample = grid.view.order[0]
        grid.select([sample])
        press(grid.view.tree, "<Control-e>")
        assert page.list.editor is not None and not page.list.results.winfo_ismapped()
        page.list.editor.form.editors["own_sample"].set("改过")
        press(page.list.editor.form.editors["own_sample"].key_widget, "<Control-s>")
        assert page.list.editor is None and page.list.results.winfo_ismapped()
        assert shell.ledger.get("sample", sample)["own_sample"] == "改过"
        grid.set_filter("改过")
        assert grid.view.order == [sample]


def test_a_field_taken_away_is_gone_from_the_lists_and_comes_back_with_its_data(
    root: ttk.App, copy: Path
) -> None:
    with hosted(root, ResultsPage, copy) as (page, shell):
        grid, ledger = page.list.rows, shell.ledger
        (row,) = ledger.rows("own_field", {"register": "sample"})
        with ledger.change("停用"):
            take_away(ledger, row)
        page.refresh({"own_field": {row["id"]}})
        assert "自加sample" not in [each.heading for each in grid.view.columns]
        grid.set_filter(VALUE)
        assert grid.view.order == []
        assert all("own_sample" not in listed for listed in list_register(ledger, "sample")[1])
        sheet = REPORTS["tube-sheet"].build(ledger, ReportRequest(DAY, datetime(2022, 11, 28, 18)))
        assert "自加sample" not in [each.heading for each in sheet.sections[0].columns]
        with ledger.change("恢复"):
            bring_back(ledger, row)
        page.refresh({"own_field": {row["id"]}})
        assert set(texts(grid, "自加sample")) == {VALUE}
        assert VALUE in {listed["own_sample"] for listed in list_register(ledger, "sample")[1]}
