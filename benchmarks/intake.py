"""Import speed, product and peers side by side in one run; prints seconds, processor seconds, ratios, memory.

    uv run --with pandas python benchmarks/intake.py              100,000 rows
    uv run --with pandas python benchmarks/intake.py --rows 10000

The peer merely reads the same workbook. It is pandas where that is installed, else openpyxl, which pandas
reads with. Each contender runs in a process of its own, in turn; the best of its rounds counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from openpyxl import Workbook, load_workbook

from gridworker.intake import residents, results
from gridworker.ledger.book import Ledger
from gridworker.ledger.identity import check_digit

RESIDENTS, LABORATORY, LEDGER = "residents.xlsx", "laboratory.xlsx", "ledger.db"
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
HEADINGS = (
    "社区", "网格", "小区", "姓名", "性别", "人员类型", "证件类型", "证件号码", "出生日期", "手机号码",
    "国籍", "是否暂离", "户籍地址", "工作单位", "楼栋", "房屋地址", "备注",
)  # fmt: skip
LAB_HEADINGS = (
    "姓名", "电话号码", "采样时间", "检测机构", "检测结果", "检测结果填报时间", "证件类型", "证件号码",
    "样本条形码", "采样地点",
)  # fmt: skip
START = datetime(2022, 11, 28, 7)


def people(count: int) -> Iterator[tuple[list[Any], list[Any]]]:
    """A resident's row and the laboratory's row about the same made-up person, in the order of doors."""
    chance = random.Random(1)
    for number in range(count):
        home = number // 3
        building, unit, room = home // 88 + 1, home // 22 % 4 + 1, (home // 2 % 11 + 1) * 100 + home % 2 + 1
        born = date(1940, 1, 1) + timedelta(days=number % 29_000)
        first17 = f"1401{number // 29_000 + 5:02d}{born:%Y%m%d}{chance.randrange(1000):03d}"
        card, phone = first17 + check_digit(first17), f"13{number:09d}"
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
        estate = f"和平苑{building % 10}区"
        sex = "男" if int(card[16]) % 2 else "女"
        yield (
            ["某社区", f"第{building % 30}网格", estate, name, sex, "常住人口", "居民身份证", card, born,
             phone, "中国", "否", "某省", chance.choice(("某厂", "自由", None)), f"{estate}{building}号楼",
             f"{estate}{building}号楼{unit}单元{room}室", None],
            [name, phone, START + timedelta(seconds=number // 5), "某检测机构", "阴性", "2022-11-28 22:00:00",
             "居民身份证", card, f"G{number // 10:09d}", "东门"],
        )  # fmt: skip


def make_files(folder: Path, rows: int) -> None:
    books = [Workbook(write_only=True) for _ in range(2)]
    sheets = [book.create_sheet("名单") for book in books]
    for sheet, headings in zip(sheets, (HEADINGS, LAB_HEADINGS), strict=True):
        sheet.append(headings)
    for pair in people(rows):
        for sheet, row in zip(sheets, pair, strict=True):
            sheet.append(row)
    for book, name in zip(books, (RESIDENTS, LABORATORY), strict=True):
        book.save(folder / name)


def read_only(folder: Path) -> None:
    """Read the residents' workbook as the peer does."""
    if importlib.util.find_spec("pandas"):
        import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]

        pandas.read_excel(folder / RESIDENTS, engine="openpyxl", dtype=str)
        return
    for _ in load_workbook(folder / RESIDENTS, read_only=True).active.iter_rows(values_only=True):
        pass


def first_import(folder: Path) -> None:
    (folder / LEDGER).unlink(missing_ok=True)
    with Ledger.make(folder / LEDGER) as ledger:
        residents.commit(ledger, residents.plan_residents(ledger, [folder / RESIDENTS]))


def same_again(folder: Path) -> None:
    with Ledger.open(folder / LEDGER) as ledger:
        residents.commit(ledger, residents.plan_residents(ledger, [folder / RESIDENTS]))


def match_results(folder: Path) -> None:
    with Ledger.open(folder / LEDGER) as ledger:
        plan = results.plan_results(ledger, [folder / LABORATORY])
        outcome = results.commit(ledger, plan)
        if outcome.batch:
            ledger.undo(outcome.batch)


CONTENDERS: dict[str, Callable[[Path], None]] = {
    "peer: read only": read_only,
    "import": first_import,
    "same file again": same_again,
    "match results": match_results,
}


def measure(name: str, folder: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, peak megabytes of one contender in a process of its own."""
    command = [sys.executable, __file__, "--only", name, "--folder", str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wall, processor, peak = map(float, told[-3:])
    return wall, processor, peak


def run_one(name: str, folder: Path) -> None:
    began = time.perf_counter()
    CONTENDERS[name](folder)
    used = psutil.Process().cpu_times()
    processor = used.user + used.system + used.children_user + used.children_system
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", memory.rss) / 2**20
    print(time.perf_counter() - began, processor, peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", choices=CONTENDERS)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.only:
        run_one(chosen.only, chosen.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(folder, chosen.rows)
        rounds = {key: [] for key in CONTENDERS}  # type: dict[str, list[tuple[float, float, float]]]
        for _ in range(chosen.rounds):
            for key in CONTENDERS:
                rounds[key].append(measure(key, folder))
    show(rounds)


def show(rounds: dict[str, list[tuple[float, float, float]]]) -> None:
    best = {key: min(runs) for key, runs in rounds.items()}
    peer = best["peer: read only"][0]
    for key, (wall, processor, peak) in best.items():
        print(f"{key:18} {wall:6.2f} s  {processor:6.2f} s cpu  {wall / peer:5.2f} x peer  {peak:6.0f} MB")


if __name__ == "__main__":
    main()
