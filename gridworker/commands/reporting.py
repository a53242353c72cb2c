"""Commands about what goes to superiors: the list of reports, and writing them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, cast

import click

from gridworker.commands.chinese import ChineseCommand
from gridworker.commands.common import (
    DAY,
    FILE,
    TerminalProgress,
    as_json,
    on_day,
    open_ledger,
    table,
    write_json,
)  # fmt: skip
from gridworker.export.reports import REPORTS, NoSuchReport, ReportKind, ReportRequest, report_kind
from gridworker.export.send import FORMATS, Format, Sent, is_file_name, send
from gridworker.ledger.scope import parse_scope
from gridworker.paths import exports_folder

DEFAULT_FORMATS: tuple[Format, ...] = ("xlsx", "pdf")


@click.command(cls=ChineseCommand)
@as_json
def reports(as_json: bool) -> None:
    """列出所有报表的名称和标题。"""
    if as_json:
        write_json({"reports": [{"name": kind.name, "title": kind.title} for kind in REPORTS.values()]})
    else:
        table(["名称", "标题"], [[kind.name, kind.title] for kind in REPORTS.values()])


def _kinds(context: click.Context, param: click.Parameter, names: tuple[str, ...]) -> list[ReportKind]:
    try:
        return list(dict.fromkeys(report_kind(name) for name in names))
    except NoSuchReport as error:
        raise click.BadParameter(str(error), context, param) from None


def _formats(context: click.Context, param: click.Parameter, formats: tuple[str, ...]) -> tuple[Format, ...]:
    for format in formats:
        if format not in FORMATS:
            raise click.BadParameter(f"没有“{format}”这种格式，可选：{'、'.join(FORMATS)}", context, param)
    return cast("tuple[Format, ...]", formats)


@click.command(cls=ChineseCommand)
@click.argument("kinds", metavar="报表…", nargs=-1, required=True, callback=_kinds)
@on_day
@click.option("--from", "from_day", type=DAY, metavar="日期", help="时段开始（用于按时段统计的报表）")
@click.option("--to", "to_day", type=DAY, metavar="日期", help="时段结束（用于按时段统计的报表）")
@click.option("--scope", default="", metavar="范围", help="小区、楼栋、单元或网格，如 3号楼（默认全部）")
@click.option("--format", "formats", multiple=True, callback=_formats, metavar="格式",
              help="xlsx、pdf 或 txt，可写多个（默认 xlsx 和 pdf）")  # fmt: skip
@click.option("--output", type=FILE, metavar="文件或文件夹", help="写到哪里（默认“网格员报表”文件夹）")
@click.option("--whole-identity", is_flag=True, help="不脱敏；须同时写明 --for 和 --why，会留痕")
@click.option("--for", "for_whom", default="", metavar="报给谁", help="报给谁")
@click.option("--why", default="", metavar="用途", help="作何用途")
@as_json
@click.pass_context
def report(context: click.Context, /, kinds: list[ReportKind], **options: Any) -> None:
    """生成报表并记入上报记录；默认脱敏。"""
    target = options["output"] or exports_folder()
    formats = _chosen_formats(kinds, options["formats"], target)
    ledger = open_ledger(context)
    now = datetime.now().replace(microsecond=0)
    request = _request(kinds, now, options, parse_scope(ledger, options["scope"]))
    progress = TerminalProgress()
    files: list[dict[str, Any]] = []
    try:
        for kind in kinds:
            sent = send(ledger, kind.name, request, formats, target, progress=progress,
                        for_whom=options["for_whom"], why=options["why"])  # fmt: skip
            progress.end()
            files += [_told(kind, one, request.whole_identity, quiet=options["as_json"]) for one in sent]
    finally:
        progress.end()
    if options["as_json"]:
        write_json({"files": files})


def _chosen_formats(kinds: list[ReportKind], formats: tuple[Format, ...], target: Path) -> tuple[Format, ...]:
    """The formats asked for; a single file's suffix says it too."""
    if not is_file_name(target):
        return formats or DEFAULT_FORMATS
    if len(kinds) > 1:
        raise click.UsageError("有几个报表，一个文件放不下，--output 请给出文件夹")
    suffix = target.suffix.lower().removeprefix(".")
    if not formats and suffix not in FORMATS:
        raise click.UsageError(f"不能写成“{target.name}”，后缀请用 .xlsx、.pdf 或 .txt")
    return formats or (cast("Format", suffix),)


def _request(kinds: list[ReportKind], now: datetime, options: dict[str, Any], scope: Any) -> ReportRequest:
    """What the options ask for; a period ends on the day of the report unless told otherwise."""
    from_day, to_day = options["from_day"], options["to_day"]
    if (from_day or to_day) and not any(kind.period for kind in kinds):
        raise click.UsageError("这些报表按一天统计，请用 --on 指定日期，不用 --from 和 --to")
    on = options["on"] or to_day or now.date().isoformat()
    if from_day and from_day > (to_day or on):
        raise click.UsageError("--from 晚于 --to，请核对日期")
    return ReportRequest(
        on=on,
        made_at=now,
        scope=scope,
        from_day=from_day or to_day or on,
        to_day=to_day or on,
        whole_identity=options["whole_identity"],
    )


def _told(kind: ReportKind, sent: Sent, whole: bool, *, quiet: bool) -> dict[str, Any]:
    """Say where a file is, unless quiet; return the same for JSON."""
    if not quiet:
        click.echo(f"{kind.title}：{sent.path}")
    for warning in sent.warnings:
        click.echo(f"{sent.path.name}：{warning}", err=True)
    return {
        "report": kind.name,
        "title": kind.title,
        "file": str(sent.path),
        "sha256": sent.sha256,
        "masked": not whole,
        "warnings": list(sent.warnings),
    }
