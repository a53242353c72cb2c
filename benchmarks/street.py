"""A whole street's ledger for the benchmarks: made-up people, straight into the tables, without history."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.registers import TRADES

TODAY = "2022-11-28"
UNITS, FLOORS, DOORS = 4, 15, 2
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜秀英敏静丽强磊"

SAMPLE = """
INSERT INTO sample (uid, resident, sampled_at, tube, result, reported_at, sampled_on)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def build(path: Path, residents: int, samples: int, days: int, seed: int = 1) -> Ledger:
    """Make a ledger in which everyone was sampled equally often over the last `days` days."""
    chance = random.Random(seed)
    ledger = Ledger.make(path, community="和平社区")
    with ledger.change("铺底"):
        units = _places(ledger, residents)
        doors = [
            {"place": unit, "room": f"{n // DOORS + 1}0{n % DOORS + 1}"} for unit in units for n in range(30)
        ]
        households = ledger.create_many("household", doors, checked=True)
        people = [_person(chance, household) for household in households for _ in range(3)][:residents]
        rows = ledger.create_many("resident", people, checked=True)
        workers = [{"resident": row, "name": "员工", "started": shift(TODAY, -60)} for row in rows[::100]]
        ledger.create_many("closed_loop", workers, checked=True)
    with ledger.change("采样"):
        ledger.create("sample", {"resident": rows[0], "sampled_at": f"{TODAY} 08:00:00"})
        ledger._db.conn.executemany(SAMPLE, _samples(chance, rows, samples, days))
    return ledger


def _places(ledger: Ledger, residents: int) -> list[int]:
    units = -(-residents // (FLOORS * DOORS * 3))
    rows = []
    for number in range(-(-units // UNITS)):
        community, building = f"花园{number // 20 + 1}区", str(number % 20 + 1)
        if number % 20 == 0:
            rows.append({"community": community, "grid": f"第{number // 20 + 1}网格"})
        rows.append(
            {"community": community, "building": building, "status": "高风险区" if number % 50 == 7 else None}
        )
        rows += [
            {"community": community, "building": building, "unit": str(unit + 1)} for unit in range(UNITS)
        ]
    numbers = ledger.create_many("place", rows, checked=True)
    return [number for number, row in zip(numbers, rows, strict=True) if row.get("unit")]


def _person(chance: random.Random, household: int) -> dict[str, object]:
    return {
        "household": household,
        "name": chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN),
        "phone": f"138{chance.randrange(10**8):08d}",
        "trade": chance.choice(TRADES)
        if chance.random() < 0.25
        else ("退休" if chance.random() < 0.3 else None),
        "cadence": "七天两检" if chance.random() < 0.02 else None,
        "presence": "在住" if chance.random() < 0.96 else "暂离",
        "moved_in": shift(TODAY, -chance.randrange(20, 3000)) if chance.random() < 0.5 else None,
        "employer": "某某有限公司",
    }


def _samples(chance: random.Random, rows: list[int], samples: int, days: int) -> Iterator[tuple[object, ...]]:
    """Day after day, as a real ledger grows; each person on about every k-th day."""
    each = samples / len(rows) / days
    number = 0
    for back in range(days, -1, -1):
        day = shift(TODAY, -back)
        for row in rows:
            if chance.random() < each:
                number += 1
                yield (
                    f"s{number}", row, f"{day} {number % 12 + 7:02d}:30:00", f"T{number // 10:09d}", "阴性",
                    f"{day} 21:30:00", day,
                )  # fmt: skip
