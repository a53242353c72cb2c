"""Where things live: the user's ledger, backups, reports and logs, and the program's own assets.

`GRIDWORKER_HOME` puts everything of the user into one folder: a USB stick, a test. Nothing here
creates a folder except `ensure`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "GRIDWORKER_HOME"
_DIRS = PlatformDirs("gridworker", appauthor=False)


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) if home else None


def data_folder() -> Path:
    return _home() or _DIRS.user_data_path


def default_ledger() -> Path:
    return data_folder() / "网格员台账.gwl"


def backups_folder() -> Path:
    return data_folder() / "备份"


def exports_folder() -> Path:
    """Where reports go unless the user says otherwise: a folder the user finds without help."""
    home = _home()
    return home / "报表" if home else _DIRS.user_documents_path / "网格员报表"


def logs_folder() -> Path:
    home = _home()
    return home / "logs" if home else _DIRS.user_log_path


def settings_file() -> Path:
    home = _home()
    return (home if home else _DIRS.user_config_path) / "settings.json"


def ensure(folder: Path) -> Path:
    """Create the folder, readable by its owner only, unless it is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def asset(relative: str) -> Path:
    """Find a file that ships with the program, such as "fonts/NotoSansSC-Regular.ttf".

    Raises FileNotFoundError, which is a broken installation and not the user's doing.
    """
    for folder in _asset_folders():
        if (folder / relative).exists():
            return folder / relative
    raise FileNotFoundError(f"asset {relative} is missing from this installation")


def _asset_folders() -> list[Path]:
    package = Path(__file__).resolve().parent
    folders = [package.parent / "assets", package / "assets"]  # a checkout; an installed wheel
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in a frozen program
    return [Path(bundle) / "assets", *folders] if bundle else folders
