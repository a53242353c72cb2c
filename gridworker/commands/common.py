"""What several commands share: opening the ledger, dates, JSON, progress on a terminal."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from gridworker.errors import ValueProblem
from gridworker.jobs import Progress
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import parse_day
from gridworker.paths import default_ledger


class DayType(click.ParamType[str]):
    """A day in any common style, as ISO text."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return parse_day(value)
        except ValueProblem as problem:
            raise click.BadParameter(str(problem), ctx, param) from None


DAY = DayType()
FILE = click.Path(path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象")
on_day = click.option("--on", type=DAY, metavar="日期", help="统计日期（默认今天）")


def today() -> str:
    return date.today().isoformat()


def ledger_path(context: click.Context) -> Path:
    return context.find_root().obj or default_ledger()


def open_ledger(context: click.Context) -> Ledger:
    """The ledger that --ledger names, closed when the command ends."""
    ledger = Ledger.open(ledger_path(context))
    context.call_on_close(ledger.close)
    return ledger


def write_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class TerminalProgress(Progress):
    """Progress on standard error, and only on a terminal."""

    def __init__(self) -> None:
        self._shown = ""

    def step(self, done: int, total: int, word: str) -> None:
        if not sys.stderr.isatty():
            return
        text = f"{word} {done:,}/{total:,}" if total else f"{word} {done:,}"
        if text != self._shown:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
            self._shown = text

    def end(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def table(headings: list[str], rows: list[list[str]]) -> None:
    """Print rows in columns, a Chinese character taking two places."""
    widths = [max(map(_places, column)) for column in zip(headings, *rows, strict=True)]
    for row in [headings, *rows]:
        cells = [cell + " " * (width - _places(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _places(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
