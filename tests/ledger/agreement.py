"""The ledger's answers held against the twin's, for everyone in a world on one day."""

from __future__ import annotations

from gridworker.ledger.book import Ledger
from gridworker.ledger.testing import (
    DayFigures,
    day_figures,
    due_details,
    due_ids,
    figures_by_building,
    figures_by_cadence,
)
from tests.ledger.twin import Told, World, tell


def told_by_twin(world: World, rows: list[int], day: str) -> dict[int, Told]:
    answers = {row: tell(world, number, day) for number, row in enumerate(rows)}
    return {row: told for row, told in answers.items() if told is not None}


def told_by_ledger(ledger: Ledger, rows: list[int], day: str) -> dict[int, tuple[object, ...]]:
    return {
        row: (person.cadence, person.outcome, person.due_on, person.overdue_days)
        for row, person in due_details(ledger, day, rows).items()
    }


def counted(day: str, answers: list[Told]) -> DayFigures:
    outcomes = [told.outcome for told in answers]
    done, missed = outcomes.count("done"), outcomes.count("missed")
    return DayFigures(day, done + missed, done, missed, outcomes.count("exempt"), outcomes.count("willing"))


def agree(world: World, ledger: Ledger, rows: list[int], day: str) -> None:
    twin = told_by_twin(world, rows, day)
    expected = {r: (t.cadence, t.outcome, t.due_on, t.overdue) for r, t in twin.items()}
    assert told_by_ledger(ledger, rows, day) == expected
    assert sorted(due_ids(ledger, day)) == sorted(row for row, told in twin.items() if told.due)
    total = counted(day, list(twin.values()))
    assert day_figures(ledger, day) == total
    nothing = DayFigures(day)
    assert sum((figures for _, figures in figures_by_cadence(ledger, day)), nothing) == total
    for building, figures in figures_by_building(ledger, day):
        inside = [
            t
            for number, row in enumerate(rows)
            if world.people[number].where[:2] == building and (t := twin.get(row))
        ]
        assert figures == counted(day, inside)
