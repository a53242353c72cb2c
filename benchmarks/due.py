"""How fast a whole street's day figures, due lists and coverage are, beside plain SQL on the same ledger.

    uv run python benchmarks/due.py                        100,000 residents, 3,000,000 samples, 90 days
    uv run python benchmarks/due.py --days 30              as many samples, everybody tested every day
    uv run python benchmarks/due.py --ledger street.gwl    keeps the ledger, or uses the one kept there

“opened” is the first question after opening the ledger; the others are medians of several turns.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.street import TODAY, build
from gridworker.ledger.book import Ledger
from gridworker.ledger.days import shift
from gridworker.ledger.testing import (
    Scope,
    coverage_by_day,
    day_figures,
    due_details,
    due_ids,
    due_people,
    figures_by_building,
)

PLAIN = """
SELECT COUNT(*) FROM resident r WHERE r.presence = '在住' AND NOT EXISTS (
    SELECT 1 FROM sample s WHERE s.resident = r.id AND s.sampled_on BETWEEN ? AND ?)
"""
TURNS = 5
FORTNIGHT = [shift(TODAY, -back) for back in range(14)]


def milliseconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def told(what: str, figure: float, goal: str = "") -> None:
    print(f"  {what:56} {figure:9.1f} ms   {goal}", flush=True)


def opened(path: Path, what: str, question: Callable[[Ledger], object], goal: str = "") -> None:
    figures = []
    for _ in range(3):
        with Ledger.open(path) as ledger:
            figures.append(milliseconds(lambda ledger=ledger: question(ledger)))
    told(f"opened: {what}", statistics.median(figures), goal)


def median(what: str, question: Callable[[], object], goal: str = "") -> None:
    told(what, statistics.median(milliseconds(question) for _ in range(TURNS)), goal)


def after_registering(ledger: Ledger, what: str, question: Callable[[], object], goal: str = "") -> None:
    figures = []
    for _ in range(TURNS):
        ledger.create("sample", {"resident": 5, "sampled_at": f"{TODAY} 09:00:00"})
        figures.append(milliseconds(question))
        ledger.undo()
        question()
    told(f"after a registration: {what}", statistics.median(figures), goal)


def measure(path: Path) -> None:
    def by_building(ledger: Ledger) -> object:
        return [figures_by_building(ledger, day) for day in FORTNIGHT]

    opened(path, "figures of today", lambda ledger: day_figures(ledger, TODAY))
    opened(path, "figures of a past day", lambda ledger: day_figures(ledger, shift(TODAY, -12)), "goal 300")
    opened(
        path,
        "plain SQL, one cadence for all",
        lambda ledger: ledger.query(PLAIN, (shift(TODAY, -2), shift(TODAY, -1))),
    )
    with Ledger.open(path) as ledger:
        day_figures(ledger, TODAY)
        told("another past day", milliseconds(lambda: day_figures(ledger, shift(TODAY, -10))), "goal 300")
        median(
            "plain SQL, one cadence for all",
            lambda: ledger.query(PLAIN, (shift(TODAY, -2), shift(TODAY, -1))),
        )
        after_registering(ledger, "figures of today", lambda: day_figures(ledger, TODAY), "goal 100")
        told("14 days by building, first time", milliseconds(lambda: by_building(ledger)))
        median("14 days by building", lambda: by_building(ledger), "goal 100")
        after_registering(ledger, "14 days by building", lambda: by_building(ledger), "goal 100")
        median("14 days, whole", lambda: coverage_by_day(ledger, FORTNIGHT), "goal 100")
        told("due list in address order, first time", milliseconds(lambda: due_ids(ledger, TODAY)))
        median("due list in address order", lambda: due_ids(ledger, TODAY), "goal 100")
        page = due_ids(ledger, TODAY)[:50]
        median("a page of 50 people", lambda: due_details(ledger, TODAY, page))
        median(
            "everyone missed in a building",
            lambda: due_people(ledger, TODAY, Scope("花园1区", "3"), "missed"),
        )
        everyone = due_people(ledger, TODAY)
        median(f"all {len(everyone)} due people in full", lambda: due_people(ledger, TODAY))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--samples", type=int, default=3_000_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--ledger", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.ledger or Path(folder) / "street.gwl"
        if not path.exists():
            build(path, options.residents, options.samples, options.days).close()
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        measure(path)


if __name__ == "__main__":
    main()
