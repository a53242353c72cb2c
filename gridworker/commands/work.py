"""Commands of a working day: import files, who is due, register samples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridworker.commands.chinese import ChineseCommand
from gridworker.commands.common import (
    FILE,
    TerminalProgress,
    as_json,
    on_day,
    open_ledger,
    table,
    today,
    write_json,
)  # fmt: skip
from gridworker.errors import GridworkerError, ValueProblem
from gridworker.ledger.address import Address
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import parse_moment
from gridworker.ledger.identity import mask_id, mask_name, parse_id_number
from gridworker.ledger.policy import load_policy
from gridworker.ledger.sampling import NotSampled, SamplingDesk
from gridworker.ledger.scope import parse_scope
from gridworker.ledger.testing import DuePerson, day_figures, due_people
from gridworker.ledger.tube_in_hand import TubeRefused

if TYPE_CHECKING:
    from gridworker.intake.problems import Outcome

IMPORTS = {
    "residents": "花名册", "results": "检测结果", "closed-loop": "两点一线人员", "supplies": "物资需求",
    "chain": "微信接龙的文字", "arrivals": "返晋来晋", "visits": "走访记录",
}  # fmt: skip
_KINDS = "，".join(f"{kind} {title}" for kind, title in IMPORTS.items())
OUTCOMES = {"done": "已检", "missed": "未检", "exempt": "豁免"}
_SHOWN_PROBLEMS = 20


@click.command("import", cls=ChineseCommand, help=f"导入文件：{_KINDS}。整批可撤销。")
@click.argument("kind", type=click.Choice(list(IMPORTS)), metavar="种类")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="文件…")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="工作表", help="只导入这个工作表，可写多个（默认全部）"
)
@click.option("--errors", type=FILE, metavar="文件.xlsx", help="把有问题的行另存为工作簿，改好后可再导入")
@click.option(
    "--constant",
    "constants",
    multiple=True,
    metavar="字段=值",
    help="表里没有的一栏统一填，如 community=和平苑",
)
@click.option("--dry-run", is_flag=True, help="只试算，不写入台账")
@as_json
@click.pass_context
def import_files(
    context: click.Context, kind: str, files: tuple[Path, ...], sheets: tuple[str, ...], errors: Path | None,
    constants: tuple[str, ...], dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from gridworker.intake.importers import IMPORTERS

    ledger = open_ledger(context)
    progress = TerminalProgress()
    importer = IMPORTERS[kind]
    plan = importer.plan(ledger, files, sheets=sheets or None, constants=_pairs(constants), progress=progress)
    outcome = plan.outcome() if dry_run else importer.commit(ledger, plan, progress)
    progress.end()
    if errors:
        _write_problems(plan, outcome, errors)
    if as_json:
        write_json(outcome.as_json())
    else:
        _tell(outcome, dry_run, errors)


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise click.BadParameter("--constant 请写成 字段=值，例如 community=和平苑")
        pairs[key] = value
    return pairs


def _write_problems(plan: Any, outcome: Outcome, target: Path) -> None:
    from gridworker.export.problems import write_problem_rows
    from gridworker.intake.plans import Plan
    from gridworker.intake.problems import problem_lines, problem_sheets

    sheets = problem_sheets(plan) if isinstance(plan, Plan) else problem_lines(outcome)
    if sheets:
        write_problem_rows(target, sheets)


def _tell(outcome: Outcome, dry_run: bool, errors: Path | None) -> None:
    found = outcome.as_json()
    word = "试算" if dry_run else "导入"
    click.echo(
        f"{word} {found['rows']} 行：新增 {found['added']}，更新 {found['updated']}，"
        f"不变 {found['unchanged']}，未导入 {found['rejected']}。"
    )
    if not dry_run:
        click.echo(
            f"批号 {found['batch']}，可用 undo --batch {found['batch']} 撤销。"
            if found["batch"]
            else "台账没有改动。"
        )
    for problem in found["problems"][:_SHOWN_PROBLEMS]:
        click.echo(
            f"  {problem['file']} {problem['sheet']} 第{problem['row']}行：{problem['problem']}", err=True
        )
    if len(found["problems"]) > _SHOWN_PROBLEMS:
        click.echo(f"  ……共 {len(found['problems'])} 个问题", err=True)
    if errors and errors.exists():
        click.echo(f"有问题的行已写入 {errors}，改好后可再导入。")


@click.command(cls=ChineseCommand)
@on_day
@click.option("--scope", default="", metavar="范围", help="如 3号楼、和平苑3号楼2单元、第三网格")
@as_json
@click.pass_context
def due(context: click.Context, on: str | None, scope: str, as_json: bool) -> None:
    """某天应检、已检、未检的名单和数字。"""
    ledger = open_ledger(context)
    day = on or today()
    part = parse_scope(ledger, scope)
    figures = day_figures(ledger, day, part)
    people = due_people(ledger, day, part)
    counts = {
        key: getattr(figures, key) for key in ("due", "done", "missed", "exempt", "willing", "coverage")
    }
    if as_json:
        write_json({"on": day, **counts, "people": [_person(person) for person in people]})
        return
    coverage = "—" if figures.coverage is None else f"{figures.coverage:.1%}"
    click.echo(
        f"{day} {part.label}：应检 {figures.due}，已检 {figures.done}，未检 {figures.missed}，"
        f"豁免 {figures.exempt}，愿检 {figures.willing}，覆盖率 {coverage}"
    )
    missed = [person for person in people if person.outcome == "missed"]
    table(
        ["地址", "姓名", "证件号码", "频次", "上次采样", "逾期", "原因"],
        [
            [_door(person).masked, mask_name(person.name), mask_id(person.id_number or ""), person.cadence,
             person.last_sampled_on or "—", str(person.overdue_days), person.reason or "未说明"]
            for person in missed
        ],
    )  # fmt: skip


def _door(person: DuePerson) -> Address:
    return Address(person.community, person.building, person.unit, person.room)


def _person(person: DuePerson) -> Mapping[str, Any]:
    keys = (
        "uid",
        "name",
        "id_number",
        "cadence",
        "last_sampled_on",
        "due_on",
        "overdue_days",
        "outcome",
        "reason",
    )
    return {**{key: getattr(person, key) for key in keys}, "address": _door(person).canonical}


class NotInLedger(GridworkerError):
    def __init__(self, number: str) -> None:
        super().__init__(
            f"台账里没有证件号码为 {mask_id(number)} 的人，没有登记任何采样。请核对号码或先登记此人。"
        )


class NotAdmitted(GridworkerError):
    def __init__(self, number: str, why: str) -> None:
        super().__init__(f"证件号码 {mask_id(number)}：{why}所有人都没有登记。")


@click.command(cls=ChineseCommand)
@click.argument("numbers", nargs=-1, required=True, metavar="证件号码…")
@click.option("--at", metavar="时间", help="采样时间，如 “2022-11-28 08:30”（默认现在）")
@click.option("--tube", metavar="管号", help="采样管编号")
@as_json
@click.pass_context
def sample(
    context: click.Context, numbers: tuple[str, ...], at: str | None, tube: str | None, as_json: bool
) -> None:
    """按证件号码登记采样；有一个号码不对就全部不登记。"""
    ledger = open_ledger(context)
    try:
        moment = parse_moment(at or datetime.now())
    except ValueProblem as problem:
        raise click.BadParameter(f"--at {problem}") from None
    people = {number: _resident(ledger, number) for number in numbers}
    with ledger.change("登记采样") as change:
        created = _into_tube(ledger, people, moment, tube) if tube else _without_tube(ledger, people, moment)
    uids = [ledger.get("sample", row)["uid"] for row in created]
    if as_json:
        write_json({"batch": change.id, "samples": uids})
    else:
        click.echo(f"已登记采样 {len(uids)} 人，时间 {moment[:16]}。")


def _without_tube(ledger: Ledger, people: Mapping[str, int], at: str) -> list[int]:
    rows = [{"resident": row, "sampled_at": at, "source": "命令登记"} for row in people.values()]
    return ledger.create_many("sample", rows)


def _into_tube(ledger: Ledger, people: Mapping[str, int], at: str, tube: str) -> list[int]:
    """As at the sampling desk: a tube holds no more than its size and nobody twice."""
    desk = SamplingDesk(ledger, "", at[:10], counting=False)
    view = desk.scan_tube(tube, at)
    left = (view.size or load_policy(ledger).tube_size) - view.count
    if len(people) > left:
        raise TubeRefused(
            f"采样管 {view.number} 还能放 {left} 人，这次有 {len(people)} 人，没有登记。请分管登记。"
        )
    created = []
    for number, row in people.items():
        try:
            created.append(desk.register(row, at, force=True).sample)
        except NotSampled as refused:
            raise NotAdmitted(number, str(refused)) from refused
    return created


def _resident(ledger: Ledger, typed: str) -> int:
    number = parse_id_number(typed).number
    found = ledger.rows("resident", {"id_number": number})
    if not found:
        raise NotInLedger(number)
    return int(found[0]["id"])
