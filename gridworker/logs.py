"""The log file: failures of the program with their tracebacks, never personal data.

A traceback names code, but its last line may repeat a value: only the error's kind is kept of that.
"""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from gridworker.paths import ensure, logs_folder

logger = logging.getLogger("gridworker")


def log_file() -> Path:
    return logs_folder() / "gridworker.log"


def apology() -> str:
    """What to say when the program itself failed."""
    return (
        "程序出了意外，这一步没有完成，已保存的内容不受影响。请重试；"
        f"仍不行请把日志交给维护人员：{log_file()}"
    )


class _WithoutValues(logging.Formatter):
    """Writes where an error happened and its kind, not its text."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (logging's name)
        kind, _, trace = ei
        places = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=True)
        return "".join(places.format()) + f"{kind.__module__}.{kind.__qualname__}"


def log_to_file() -> None:
    """Send the program's log to its file; to nowhere when that cannot be written."""
    try:
        ensure(logs_folder())
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    sys.excepthook = lambda kind, error, trace: logger.critical("uncaught", exc_info=(kind, error, trace))
