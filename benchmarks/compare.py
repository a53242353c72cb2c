"""结果比对, product and peer side by side in one run: from the laboratory's file to who was missed, and why.

    uv run --with pandas --with openpyxl python benchmarks/compare.py
    uv run --with pandas --with openpyxl python benchmarks/compare.py --rows 100000

The ledger holds a whole street. The peer reads the same file and the list of residents as workbooks with
pandas, merges by number and then by name and phone, and lists who is left. Goal: 10,000 rows in 3 s.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from benchmarks.street import TODAY, build
from gridworker.intake.comparison import compare, compare_files, missing_people, write_results
from gridworker.ledger.book import Ledger
from gridworker.ledger.due_browsing import DueBrowser
from gridworker.ledger.identity import check_digit

LAB = ("姓名", "电话号码", "证件号码", "采样时间", "检测机构", "检测结果", "样本条形码")
ROSTER = ("姓名", "手机号码", "证件号码", "楼栋", "房号")
NUMBERED = "UPDATE resident SET id_number = ? WHERE id = ?"
RESIDENTS = """
SELECT r.id, r.name, r.phone, r.id_number, p.building, h.room
FROM resident r JOIN household h ON h.id = r.household JOIN place p ON p.id = h.place
"""
START = datetime.fromisoformat(f"{TODAY} 07:00:00")


def number_residents(ledger: Ledger, share: float) -> None:
    """Give that share of the residents a document number."""
    chance = random.Random(2)
    rows = []
    for count, (row, *_) in enumerate(ledger.query(RESIDENTS)):
        if chance.random() < share:
            born = date(1940, 1, 1) + timedelta(days=count % 29_000)
            first17 = f"1401{count // 29_000 + 5:02d}{born:%Y%m%d}{count % 1000:03d}"
            rows.append((first17 + check_digit(first17), row))
    with ledger.change("证件号码") as change:
        ledger._db.conn.executemany(NUMBERED, rows)
        change.record("setting", 0, "benchmark", "update", {}, {})


def laboratory(ledger: Ledger, rows: int) -> Iterator[tuple[Any, ...]]:
    """Three in four told with number, one in five by name and phone, the rest bare names and strangers."""
    chance = random.Random(3)
    people = ledger.query(RESIDENTS)
    for count, (_, name, phone, number, *_) in enumerate(chance.sample(people, min(rows, len(people)))):
        kind = count % 40
        told = (
            (name, phone, number) if kind < 30 else (name, phone, None) if kind < 38 else (name, None, None)
        )
        if kind == 39:
            told = (f"外来{count}", f"139{count:08d}", None)
        tube = f"G{count // 10:09d}"
        yield (
            *told,
            START + timedelta(seconds=count // 5),
            "某检测机构",
            "阳性" if count // 10 == 5 else "阴性",
            tube,
        )


def save(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def peer(lab: Path, roster: Path) -> int:
    """How many residents pandas finds without a row of the file."""
    import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]

    results, people = (pandas.read_excel(path, engine="openpyxl", dtype=str) for path in (lab, roster))
    results = results.drop_duplicates(["姓名", "电话号码", "证件号码", "样本条形码"])
    people["row"] = range(len(people))
    numbered = results.dropna(subset=["证件号码"]).merge(people.dropna(subset=["证件号码"]), on="证件号码")
    rest = results[~results["证件号码"].isin(numbered["证件号码"])].dropna(subset=["电话号码"])
    phoned = rest.merge(people, left_on=["姓名", "电话号码"], right_on=["姓名", "手机号码"])
    return int((~people["row"].isin([*numbered["row"], *phoned["row"]])).sum())


def timed(what: str, work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - started
    print(f"{what:<44}{seconds:8.2f} s", flush=True)
    return seconds, found


def answer(path: Path, lab: Path) -> Any:
    """From a closed ledger and a file to all rows, the figures and the first screen of the missing."""
    with Ledger.open(path) as ledger:
        found = compare_files(ledger, [lab], TODAY)
        browser = DueBrowser(ledger, found.day)
        browser.people(found.missing[:30])
        return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--samples", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, lab, roster = (Path(folder) / name for name in ("street.gwl", "lab.xlsx", "roster.xlsx"))
        with build(path, chosen.residents, chosen.samples, 14) as ledger:
            number_residents(ledger, 0.7)
            save(lab, LAB, laboratory(ledger, chosen.rows))
            save(roster, ROSTER, (row[1:] for row in ledger.query(RESIDENTS)))
        ours, found = timed("file to the answer", lambda: answer(path, lab))
        print(dict(sorted(found.counts.items())))
        with Ledger.open(path) as ledger:
            timed("the same again after a decision", lambda: compare(ledger, found.plan, TODAY))
            timed("all missing people with reasons", lambda: missing_people(ledger, found.plan, found.day))
            timed("writing, with the tracing", lambda: write_results(ledger, found.plan, f"{TODAY} 22:00:00"))
        if importlib.util.find_spec("pandas"):
            theirs, left = timed("pandas: both files, merged", lambda: peer(lab, roster))
            print(f"pandas leaves {left:,} people; ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
