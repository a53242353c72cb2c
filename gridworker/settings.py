"""Settings of this computer: how the window looks, which ledger it opens. Rules live in the ledger."""

from __future__ import annotations

import json
import logging
import os
import secrets
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from gridworker.paths import ensure, settings_file

TEXT_SIZES = ("标准", "大", "特大")
THEMES = ("浅色", "深色")


@dataclass
class Settings:
    """What the window remembers. `lists` keeps sort, widths and the like by list name."""

    text_size: str = "标准"
    theme: str = "浅色"
    geometry: str = ""
    ledger: str = ""
    screen: str = ""
    lists: dict[str, Any] = field(default_factory=dict)


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; what is missing or unreadable has its default."""
    try:
        stored = json.loads((path or settings_file()).read_text("utf-8"))
        known = {f.name: stored[f.name] for f in fields(Settings) if f.name in stored}
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError):
        logging.getLogger("gridworker").warning("settings unreadable, starting with defaults")
        return Settings()
    return _checked(Settings(**known))


def _checked(settings: Settings) -> Settings:
    fallback = Settings()
    for entry in fields(Settings):
        if type(getattr(settings, entry.name)) is not type(getattr(fallback, entry.name)):
            setattr(settings, entry.name, getattr(fallback, entry.name))
    if settings.text_size not in TEXT_SIZES:
        settings.text_size = TEXT_SIZES[0]
    if settings.theme not in THEMES:
        settings.theme = THEMES[0]
    return settings


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings whole or not at all."""
    target = path or settings_file()
    ensure(target.parent)
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    unfinished.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), "utf-8")
    os.replace(unfinished, target)
