"""The house rules, as sentences that fail the build. They read the source; they do not trust it."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from fnmatch import fnmatch

import pytest

from tests.modules import ROOT, Module, belongs_to, called, layer_of, program, project

EVERYTHING = {"errors", "jobs", "paths", "settings", "logs", "ledger", "intake", "export", "commands", "ui"}
MAY_IMPORT = {
    "errors": set(),
    "jobs": {"errors"},
    "paths": {"errors"},
    "settings": {"errors", "paths"},
    "logs": {"errors", "paths"},
    "ledger": {"errors", "jobs"},
    "intake": {"errors", "jobs", "paths", "ledger"},
    "export": {"errors", "jobs", "paths", "ledger"},
    "commands": EVERYTHING - {"ui"},  # no command opens the window
    "ui": EVERYTHING - {"commands"},
    "cli": EVERYTHING,
}
ONLY_IN = {
    "tkinter": ["gridworker.ui*"],
    "ttkbootstrap": ["gridworker.ui*"],
    "PIL.ImageTk": ["gridworker.ui*"],
    "sqlite3": ["gridworker.ledger*"],
    "sqlcipher3": ["gridworker.ledger*"],
    "pysqlite3": ["gridworker.ledger*"],
    "sqlite_utils": ["gridworker.ledger*"],
    "openpyxl": ["gridworker.export.workbook", "gridworker.export.template", "gridworker.intake.workbook"],
    "python_calamine": ["gridworker.intake.workbook", "gridworker.intake.reader"],
    "reportlab": ["gridworker.export.document*", "gridworker.export.page*", "gridworker.export.fonts"],
}
_NETWORK = """
    socket ssl socketserver urllib.request urllib3 http requests httpx aiohttp ftplib smtplib imaplib poplib
    telnetlib xmlrpc asyncio
"""
NETWORK = _NETWORK.split()
_DIALOGS = """
    messagebox filedialog simpledialog colorchooser Messagebox Querybox Dialog MessageDialog QueryDialog
    ColorChooserDialog FontDialog
"""
DIALOGS = set(_DIALOGS.split())
SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|ATTACH|DETACH|VACUUM|WITH|BEGIN|COMMIT"
    r"|ROLLBACK|SAVEPOINT)\b(\s+[\w\"(*]|;|\s*$)"
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SLOW_TO_IMPORT = ["openpyxl", "reportlab", "pypinyin", "python_calamine"]


@pytest.mark.parametrize("module", program(), ids=lambda module: module.name)
def test_a_module_imports_only_what_its_layer_may(module: Module) -> None:
    if not module.layer:
        return
    assert module.layer in MAY_IMPORT, f"{module.layer} is new: say above whom it may import"
    allowed = MAY_IMPORT[module.layer] | {module.layer, "", "__version__"}
    wrong = {name for name in module.imports if layer_of(name) not in allowed}
    assert not wrong, f"{module.name} may not import {sorted(wrong)}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_has_one_home(library: str) -> None:
    strangers = [
        f"{module.name} imports {name}"
        for module in program()
        if not any(fnmatch(module.name, home) for home in ONLY_IN[library])
        for name in module.imports
        if belongs_to(name, library)
    ]
    assert strangers == []


def test_nothing_reaches_for_the_network() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in program()
        for name in module.imports
        if any(belongs_to(name, library) for library in NETWORK)
    ]
    assert wrong == []


def test_sql_is_spoken_only_in_the_ledger() -> None:
    wrong = [
        f"{module.where(text)} {text.value!r:.60}"
        for module in program()
        if module.layer != "ledger"
        for text in module.texts()
        if SQL.match(str(text.value))
    ]
    assert wrong == []


def test_only_the_command_line_prints() -> None:
    wrong = [
        module.where(call)
        for module in program()
        if module.layer not in {"cli", "commands"}
        for call in module.calls()
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]
    assert wrong == []


def test_nothingruns_text_as_a_program() -> None:
    wrong = [module.where(call) for module in program() for call in module.calls() if runs_text(call)]
    assert wrong == []


def runs_text(call: ast.Call) -> bool:
    """Whether the call is eval, exec or compile, or hands a line to a shell."""
    if isinstance(call.func, ast.Name) and call.func.id in {"eval", "exec", "compile"}:
        return True
    through_shell = any(
        word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False)
        for word in call.keywords
    )
    of_os = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "os"
    return through_shell or (of_os and called(call) in {"system", "popen"})


def test_dialogs_have_one_door() -> None:
    wrong = [
        module.where(node)
        for module in program()
        if module.name != "gridworker.ui.dialogs"
        for node in ast.walk(module.tree)
        if names_a_dialog(node)
    ]
    assert wrong == []


def names_a_dialog(node: ast.AST) -> bool:
    """Whether it imports or uses a ready-made dialog of tkinter or ttkbootstrap."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in DIALOGS
        case ast.ImportFrom(module=str(module), names=names):
            return is_a_dialog(module) or any(is_a_dialog(alias.name) for alias in names)
        case ast.Import(names=names):
            return any(is_a_dialog(alias.name) for alias in names)
    return False


def is_a_dialog(imported: str) -> bool:
    return belongs_to(imported, "ttkbootstrap.dialogs") or not DIALOGS.isdisjoint(imported.split("."))


def test_no_file_is_longer_than_400_lines() -> None:
    long = {module.name: lines for module in project() if (lines := module.source.count("\n")) > 400}
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{module.where(function)} {function.name}: {lines} lines"
        for module in project()
        for function in module.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 40
    ]
    assert long == []


def test_nothing_is_left_unfinished() -> None:
    notes = [
        f"{module.path.name}:{token.start[0]} {token.string}"
        for module in project()
        for token in tokenize.generate_tokens(io.StringIO(module.source).readline)
        if token.type == tokenize.COMMENT and UNFINISHED.search(token.string)
    ]
    holes = [
        module.where(node)
        for module in project()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node)
    ]
    assert notes + holes == []


def test_starting_imports_no_slow_library() -> None:
    starts = [module.name for module in program() if module.name in {"gridworker.cli", "gridworker.ui.app"}]
    for name in starts:
        code = f"import sys, {name}; print(*[m for m in {SLOW_TO_IMPORT} if m in sys.modules])"
        result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
        assert result.returncode == 0, result.stderr
        assert result.stdout.split() == [], f"{name} imports them at the start"
