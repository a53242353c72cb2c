"""The demonstration ledger: made-up people, the same for the same seed, by the rules of any ledger."""

from __future__ import annotations

from pathlib import Path

from gridworker.ledger.book import Ledger
from gridworker.ledger.checking import check_ledger
from gridworker.ledger.demonstration import make_demonstration

DAY = "2022-11-28"


def people(path: Path) -> list[tuple[object, ...]]:
    with Ledger.open(path) as ledger:
        return [(row["name"], row["id_number"], row["household"]) for row in ledger.rows("resident")]


def test_it_is_whole_and_has_something_of_everything(tmp_path: Path) -> None:
    make_demonstration(tmp_path / "演示.gwl", 400, DAY, 1)
    with Ledger.open(tmp_path / "演示.gwl") as ledger:
        assert check_ledger(ledger) == []
        assert ledger.count("resident") == 400
        for register in (
            "household", "sample", "exemption", "closed_loop", "leave", "trip", "supply", "supply_line",
            "supply_step", "bundle", "merchant", "visit", "arrival", "exit_pass", "duty", "duty_person", "venue",
        ):  # fmt: skip
            assert ledger.count(register) > 0, register
        days = {row["sampled_on"] for row in ledger.rows("sample")}
        assert max(days) == DAY and len(days) == 18
        assert all(phone[3:7] == "0000" for row in ledger.rows("resident") if (phone := row["phone"]))


def test_the_same_seed_gives_the_same_people(tmp_path: Path) -> None:
    for name, seed in (("甲", 7), ("乙", 7), ("丙", 8)):
        make_demonstration(tmp_path / f"{name}.gwl", 120, DAY, seed)
    assert people(tmp_path / "甲.gwl") == people(tmp_path / "乙.gwl") != people(tmp_path / "丙.gwl")
