"""Commands about the ledger itself: making, listing, history, undo, check."""

from __future__ import annotations

from pathlib import Path

import click

from gridworker.commands.chinese import ChineseCommand
from gridworker.commands.common import (
    DAY,
    TerminalProgress,
    as_json,
    ledger_path,
    on_day,
    open_ledger,
    table,
    today,
    write_json,
)  # fmt: skip
from gridworker.ledger.book import Ledger
from gridworker.ledger.catalogue import Row
from gridworker.ledger.checking import check_ledger
from gridworker.ledger.history import Change
from gridworker.ledger.listing import list_register


@click.command(cls=ChineseCommand)
@click.option("--street", default="", metavar="街道", help="街道名称")
@click.option("--community", default="", metavar="社区", help="社区名称")
@click.option("--grid", default="", metavar="网格", help="网格名称")
@click.option("--worker", default="", metavar="网格员", help="网格员姓名")
@click.pass_context
def new(context: click.Context, /, **units: str) -> None:
    """新建一个空台账；文件已存在时不覆盖。"""
    path = ledger_path(context)
    Ledger.make(path, **units).close()
    click.echo(f"已新建台账：{path}")


@click.command(cls=ChineseCommand)
@click.option(
    "--residents", default=3000, type=click.IntRange(1, 200_000), metavar="人数", help="居民人数（默认 3000）"
)
@click.option("--date", "on", type=DAY, metavar="日期", help="演示的“今天”（默认今天）")
@click.option("--seed", default=1, metavar="数字", help="随机种子，相同种子得到相同台账")
@click.pass_context
def demo(context: click.Context, residents: int, on: str | None, seed: int) -> None:
    """新建一个演示台账，里面的人全是编造的；文件已存在时不覆盖。"""
    from gridworker.ledger.demonstration import make_demonstration

    path: Path = ledger_path(context)
    progress = TerminalProgress()
    make_demonstration(path, residents, on or today(), seed, progress)
    progress.end()
    click.echo(f"已新建演示台账（{residents} 人，均为虚构）：{path}")


@click.command("list", cls=ChineseCommand)
@click.argument("register", metavar="登记表")
@click.option("--where", "conditions", multiple=True, metavar="字段=值", help="只列出符合的，可写多个")
@on_day
@as_json
@click.pass_context
def list_rows(
    context: click.Context, register: str, conditions: tuple[str, ...], on: str | None, as_json: bool
) -> None:
    """列出一个登记表的内容，如 resident、household、sample。"""
    where = {}
    for condition in conditions:
        field, equals, value = condition.partition("=")
        if not equals:
            raise click.BadParameter("--where 请写成 字段=值，例如 name=张三")
        where[field.strip()] = value.strip()
    ledger = open_ledger(context)
    name, rows = list_register(ledger, register, where, on)
    if as_json:
        write_json({"register": name, "rows": rows})
        return
    definition = ledger.register(name.replace("-", "_"))
    fields = [
        field for field in definition if not field.link and any(row[field.key] is not None for row in rows)
    ]
    address = (
        [["地址"], *([row["address"]] for row in rows)]
        if rows and "address" in rows[0]
        else [[]] * (len(rows) + 1)
    )
    table(
        [*address[0], *(field.heading for field in fields)],
        [
            [*place, *(field.mask(row[field.key]) for field in fields)]
            for place, row in zip(address[1:], rows, strict=True)
        ],
    )
    click.echo(f"共 {len(rows)} 条")


@click.command(cls=ChineseCommand)
@click.option("--batch", type=int, metavar="批号", help="要撤销的批次（默认最后一次）")
@as_json
@click.pass_context
def undo(context: click.Context, batch: int | None, as_json: bool) -> None:
    """撤销最后一次改动或整批导入；有后来的改动依赖它时会拒绝并说明。"""
    _report_change(open_ledger(context).undo(batch), as_json)


@click.command(cls=ChineseCommand)
@as_json
@click.pass_context
def redo(context: click.Context, as_json: bool) -> None:
    """重做刚刚撤销的改动。"""
    _report_change(open_ledger(context).redo(), as_json)


def _report_change(change: Change, as_json: bool) -> None:
    count = len(change.records)
    if as_json:
        write_json({"batch": change.id, "label": change.label, "changes": count})
    else:
        click.echo(f"{change.label}（{count} 处改动）")


@click.command(cls=ChineseCommand)
@click.option("--uid", metavar="编号", help="只看一个人、一户的历史")
@as_json
@click.pass_context
def history(context: click.Context, uid: str | None, as_json: bool) -> None:
    """查看谁在什么时候改了什么（留痕）。"""
    ledger = open_ledger(context)
    rows = ledger.history(uid)
    if as_json:
        write_json({"history": rows})
        return
    for row in rows:
        state = "（已撤销）" if row["undone"] else ""
        count = f"{row['changes']} 处" if "changes" in row else _masked_change(ledger, row)
        click.echo(
            f"{row['batch']:>5}  {row['at'][:16]}  {row['person'] or '—'}  {row['label']}{state}  {count}"
        )


def _masked_change(ledger: Ledger, row: Row) -> str:
    if row["action"] != "update":
        return {"create": "新增", "remove": "删除"}[row["action"]]
    register = ledger.register(row["register"])
    shown = []
    for key, old in row["before"].items():
        field = register.field(key)
        shown.append(f"{field.heading}：{field.mask(old) or '空'} → {field.mask(row['after'][key]) or '空'}")
    return "；".join(shown)


@click.command(cls=ChineseCommand)
@as_json
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """检查台账是否完好。"""
    progress = TerminalProgress()
    problems = check_ledger(open_ledger(context), progress)
    progress.end()
    if as_json:
        write_json({"ok": not problems, "problems": problems})
    else:
        click.echo("\n".join(problems) or "台账完好。")
    if problems:
        context.exit(1)
