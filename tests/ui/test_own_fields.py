"""自定义字段: added once, a field is at once in form, list, filter, import, Excel and PDF of its register."""

from __future__ import annotations

import importlib
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
from gridworker.ledger.registers import REGISTERS
from gridworker.settings import Settings
from gridworker.ui import theme
from gridworker.ui.desk import Desk
from gridworker.ui.grid import Grid
from gridworker.ui.pump import Pump
from gridworker.ui.screens.options_own import TABLES
from gridworker.ui.screens.options_rows import RowsPane
from gridworker.ui.screens.page import Page
from gridworker.ui.screens.register_page import RegisterPage
from tests.ui.driving import descendants, settle
from tests.ui.pages import Shell

DAY = "2022-11-28"
VALUE = "独一无二"
REPORT_OF = {
    "resident": "household-ledger", "household": "household-ledger", "place": "household-ledger",
    "closed_loop": "closed-loop", "leave": "closed-loop", "trip": "closed-loop", "supply": "supplies",
    "bundle": "purchase", "merchant": "purchase", "visit": "visits", "exit_pass": "exits",
    "arrival": "arrivals", "duty": "duty", "venue": "venues",
}  # fmt: skip
IMPORT_OF = {
    "resident": "residents", "household": "residents", "place": "residents", "closed_loop": "closed-loop",
    "supply": "supplies", "visit": "visits", "arrival": "arrivals",
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
        for register in REPORT_OF:
            field = {
                "register": register,
                "key": f"own_{register}",
                "heading": f"自加{register}",
                "kind": "文字",
            }
            ledger.create("own_field", field)
            for row in ledger.rows(register)[:80]:
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
    assert set(REPORT_OF) - set(PAGE_OF) == {"resident", "household", "place", "trip", "duty"}
    assert set(REPORT_OF) <= set(REGISTERS)
