"""What stands around the code: lock file, versions, README, the commands a new machine is given."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import gridworker
from tests.modules import ROOT

GET_UV = "python3 -m venv .uv && .uv/bin/pip install -q uv"
TEST_COMMAND = f"{GET_UV} && .uv/bin/uv run --frozen --python .uv/bin/python -m tests"
START_COMMAND = f"{GET_UV} && .uv/bin/uv run --frozen --no-dev --python .uv/bin/python main.py"
PACKAGES = "python3-venv python3-tk xvfb fontconfig"
PARTS = ["gridworker", "tests", "benchmarks", "docs", "assets", ".ci"]
DEVELOPERS_PATH = re.compile(r"(?<![\w.:/~*-])(?:/(?:work|root|tmp|home/\w+|Users/\w+)/\w|[A-Z]:\\Users\\\w)")


def windows(command: str) -> str:
    """The same command for a Windows prompt."""
    return command.replace("python3 -m", "py -m").replace(".uv/bin/", ".uv\\Scripts\\")


def text_files() -> Iterator[tuple[Path, str]]:
    """The project's own files that hold text, with it."""
    inside = (path for part in PARTS for path in (ROOT / part).rglob("*"))
    for path in sorted([*ROOT.iterdir(), *inside]):
        if path.is_file() and "__pycache__" not in path.parts:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_the_lock_file_names_one_index_and_nothing_else() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    registries = set(re.findall(r'registry = "([^"]+)"', lock))
    hosts = {urlsplit(url).hostname for url in re.findall(r'url = "([^"]+)"', lock)}
    assert len(registries) == 1, registries
    assert 1 <= len(hosts) <= 2, hosts
    assert all(urlsplit(registry).scheme == "https" for registry in registries)


def test_no_file_names_a_developers_folder() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match.group()}"
        for path, text in text_files()
        for match in DEVELOPERS_PATH.finditer(text)
    ]
    assert found == []


def test_a_developers_folder_is_recognised() -> None:
    for part in ("work", "root", "tmp", "home/someone"):
        assert DEVELOPERS_PATH.search(f"see /{part}/x")
    assert DEVELOPERS_PATH.search("C:" + r"\Users\someone")
    assert not DEVELOPERS_PATH.search("https://example.org/root/x and ~/root/x")


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == gridworker.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(gridworker.__version__)}\b", changes, re.MULTILINE)


def test_every_picture_and_page_that_readme_links_to_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", readme) + re.findall(r'(?:src|href)="([^"#]+)"', readme)
    missing = [link for link in links if not urlsplit(link).scheme and not (ROOT / link).exists()]
    assert missing == []


def test_readme_gives_the_commands_that_work() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in (TEST_COMMAND, START_COMMAND):
        assert command in readme
        assert windows(command) in readme
    assert f"sudo apt install {PACKAGES}" in readme


def test_ci_runs_the_same_command_as_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert TEST_COMMAND in script.splitlines()
    assert PACKAGES in script
