"""One thing that waits to be done, as every part of the ledger tells it to 今日."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Todo:
    """One thing to do: how pressing, in words, and which screen shows it (with what)."""

    tone: Literal["bad", "warn", "info"]
    text: str
    screen: str
    what: Mapping[str, Any] = field(default_factory=dict)
