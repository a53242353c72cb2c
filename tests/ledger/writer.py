"""A process that registers residents one by one and says after each that it is kept; to be killed."""

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


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
