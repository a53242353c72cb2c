"""The commands (commands.md). Without one, the window opens; no command opens it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from gridworker.commands.chinese import ChineseGroup, usage_sentence
from gridworker.commands.ledger import check, demo, history, list_rows, new, redo, undo
from gridworker.commands.reporting import report, reports
from gridworker.commands.work import due, import_files, sample
from gridworker.errors import GridworkerError
from gridworker.logs import apology, log_to_file


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.option(
    "--ledger", "path", type=click.Path(path_type=Path), metavar="台账", help="台账文件（默认用本机的台账）"
)
@click.version_option(package_name="gridworker", message="%(version)s", help="显示版本")
@click.pass_context
def gridworker(context: click.Context, path: Path | None) -> None:
    """网格员台账：人员台账、核酸检测与上报。不带命令时打开窗口。"""
    context.obj = path
    if context.invoked_subcommand is None:
        from gridworker.ui.app import run

        run(path)


for command in (new, demo, import_files, due, sample, list_rows, reports, report, undo, redo, history, check):
    gridworker.add_command(command)


def main() -> None:
    """Run the command line. Exit status 0 done, 1 refused with one sentence, 2 wrong usage."""
    _speak_utf8()
    log_to_file()
    sys.exit(run_command(sys.argv[1:]))


def run_command(arguments: list[str]) -> int:
    """Run one command; return its exit status. The boundary of the command line: no traceback passes it."""
    try:
        status = gridworker.main(arguments, prog_name="gridworker", standalone_mode=False)
    except click.UsageError as error:
        click.echo(usage_sentence(error), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已取消。", err=True)
        return 1
    except GridworkerError as error:
        click.echo(str(error), err=True)
        return 1
    except Exception:
        logging.getLogger("gridworker").exception("command failed")
        click.echo(apology(), err=True)
        return 1
    return status if isinstance(status, int) else 0


def _speak_utf8() -> None:
    """Chinese must come out whole, also where the console's or the pipe's encoding is another."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
