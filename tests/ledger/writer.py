"""A process that registers residents one by one, or thousands at once, and says what is kept; to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from gridworker.ledger.book import Ledger


def main(path: Path, household: int, prefix: str) -> None:
    with Ledger.open(path) as ledger:
        for number in range(10_000):
            ledger.create("resident", {"household": household, "name": "试写", "note": f"{prefix}{number}"})
            sys.stdout.write(f"{prefix}{number}\n")
            sys.stdout.flush()


BATCH = 5000


def import_batches(path: Path, household: int) -> None:
    with Ledger.open(path) as ledger:
        while True:
            sys.stdout.write("begun\n")
            sys.stdout.flush()
            rows = [{"household": household, "name": "试写"} for _ in range(BATCH)]
            ledger.create_many("resident", rows, checked=True)


if __name__ == "__main__":
    if sys.argv[3] == "batches":
        import_batches(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
