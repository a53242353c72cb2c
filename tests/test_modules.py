"""The reader that the architecture rules rest on, and the rules, against source that breaks them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.modules import Module, program, project
from tests.test_architecture import SQL, UNFINISHED, names_a_dialog, runs_text


def module_of(folder: Path, source: str, name: str = "gridworker.ledger.book") -> Module:
    path = folder / f"{name.rpartition('.')[2]}.py"
    path.write_text(source, encoding="utf-8")
    return Module(name, path)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import openpyxl.styles", "openpyxl.styles"),
        ("from openpyxl import styles as s", "openpyxl.styles"),
        ("def late():\n    import reportlab", "reportlab"),
        ("if TYPE_CHECKING:\n    from gridworker.ui import app", "gridworker.ui.app"),
        ("from . import search", "gridworker.ledger.search"),
        ("from .search import find", "gridworker.ledger.search"),
        ("from ..ui.app import Shell", "gridworker.ui.app"),
        ("importlib.import_module('tkinter')", "tkinter"),
        ("__import__('socket')", "socket"),
    ],
)
def test_every_way_to_import_is_seen(tmp_path: Path, source: str, name: str) -> None:
    assert name in module_of(tmp_path, source).imports


def test_a_package_resolves_dots_from_itself(tmp_path: Path) -> None:
    path = tmp_path / "__init__.py"
    path.write_text("from .book import Ledger", encoding="utf-8")
    assert "gridworker.ledger.book" in Module("gridworker.ledger", path).imports


@pytest.mark.parametrize(
    "text", ["SELECT name FROM person", "\n    PRAGMA journal_mode", "CREATE TABLE", "BEGIN", "WITH due AS ("]
)
def test_sql_is_recognised(text: str) -> None:
    assert SQL.match(text)


@pytest.mark.parametrize("text", ["<Delete>", "Select a row.", "UPDATED", "应检 SELECT", "CREATED_AT", ""])
def test_other_text_is_not_taken_for_sql(text: str) -> None:
    assert not SQL.match(text)


@pytest.mark.parametrize(
    "source",
    ["eval(x)", "exec(x)", "compile(x, '', 'exec')", "run(x, shell=True)", "run(x, shell=y)", "os.system(x)"],
)
def test_text_run_as_a_program_is_seen(tmp_path: Path, source: str) -> None:
    assert any(map(runs_text, module_of(tmp_path, source).calls()))


@pytest.mark.parametrize("source", ["re.compile(x)", "run([x], shell=False)", "platform.system()"])
def test_harmless_calls_are_left_alone(tmp_path: Path, source: str) -> None:
    assert not any(map(runs_text, module_of(tmp_path, source).calls()))


@pytest.mark.parametrize(
    "source",
    [
        "from tkinter import messagebox",
        "import tkinter.filedialog",
        "from tkinter.filedialog import askopenfilename as ask",
        "from ttkbootstrap.dialogs import DatePickerDialog",
        "ttk.Messagebox.ok(x)",
    ],
)
def test_every_way_to_a_dialog_is_seen(source: str) -> None:
    assert any(map(names_a_dialog, ast.walk(ast.parse(source))))


def test_the_programs_own_dialogs_are_left_alone() -> None:
    source = "from gridworker.ui import dialogs\ndialogs.ask_open(x)"
    assert not any(map(names_a_dialog, ast.walk(ast.parse(source))))


def test_unfinished_work_is_recognised() -> None:
    assert UNFINISHED.search("# TO" + "DO: later")
    assert not UNFINISHED.search("# todo list of the worker")


def test_the_whole_project_is_read() -> None:
    names = {module.name for module in project()}
    assert {"main", "gridworker.jobs", "tests.modules", "tests.ui.driving"} <= names
    assert {module.name for module in program()} <= names
    assert not any("site-packages" in module.path.parts for module in project())
