"""The project's own source, read and not run: modules, what they import, what they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "gridworker"


@dataclass(frozen=True)
class Module:
    """One source file. `name` is dotted, `gridworker.ledger.book`; a package has the name of its folder."""

    name: str
    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def imports(self) -> frozenset[str]:
        """Everything it imports, wherever in the file: `from a import b` counts as both `a` and `a.b`."""
        return frozenset(name for node in ast.walk(self.tree) for name in self._imported(node))

    @property
    def layer(self) -> str:
        """The part of the program it belongs to: `ledger`, `ui`, `cli`…; empty for the package itself."""
        return layer_of(self.name)

    def where(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def texts(self) -> Iterator[ast.Constant]:
        """String constants, the constant parts of f-strings included."""
        return (
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    def _imported(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = ".".join(filter(None, [self._parent(level), module]))
                yield base
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(args=[ast.Constant(value=str(name)), *_]) if called(node) in {
                "import_module",
                "__import__",
            }:
                yield name

    def _parent(self, level: int) -> str:
        """The package that `level` leading dots mean in this file."""
        if level == 0:
            return ""
        parts = self.name.split(".")
        drop = level - 1 if self.path.name == "__init__.py" else level
        return ".".join(parts[: len(parts) - drop])


def called(call: ast.Call) -> str:
    """The last name of what is called: `run` for `subprocess.run(…)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def layer_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""


def belongs_to(name: str, library: str) -> bool:
    return name == library or name.startswith(f"{library}.")


@cache
def program() -> tuple[Module, ...]:
    """All modules of the package."""
    return tuple(_read(path) for path in sorted((ROOT / PACKAGE).rglob("*.py")))


@cache
def project() -> tuple[Module, ...]:
    """All Python files of the project: the program, its tests and whatever stands beside them."""
    beside = [path for path in sorted(ROOT.rglob("*.py")) if not _is_foreign(path)]
    return tuple(_read(path) for path in beside)


def _is_foreign(path: Path) -> bool:
    folders = path.relative_to(ROOT).parts[:-1]
    return any(folder.startswith(".") or folder in {"build", "dist"} for folder in folders)


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)
