"""What is kept between questions holds: after every change, by whoever, the answers are those of a fresh reading."""

from __future__ import annotations

import copy
import gc
import shutil
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import Cancelled
from gridworker.ledger.book import Ledger
from gridworker.ledger.kept import due_book
from gridworker.ledger.registers import EXEMPT
from gridworker.ledger.testing import day_figures, set_missed_reason
from tests.ledger.agreement import agree
from tests.ledger.twin import Person, World
from tests.ledger.worlds import days, names, people, spans, worlds, write, write_person

DAY = "2022-11-28"
Edit = Callable[[World, Ledger, list[int]], None]
numbers = st.integers(0, 10**6)


def sample_ids(ledger: Ledger) -> list[int]:
    return [row["id"] for row in ledger.rows("sample")]


def add_sample(number: int, day: str) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        who = number % len(rows)
        world.samples.append((who, day))
        ledger.create("sample", {"resident": rows[who], "sampled_at": f"{day} 09:00:00"})

    return edit


def remove_sample(number: int) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        if world.samples:
            index = number % len(world.samples)
            ledger.remove("sample", sample_ids(ledger)[index])
            del world.samples[index]

    return edit


def correct_sample(number: int, other: int, day: str | None) -> Edit:
    """It was another person's, or of another day."""

    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        if world.samples:
            index = number % len(world.samples)
            _, on = world.samples[index]
            world.samples[index] = (other % len(rows), day or on)
            values = {"resident": rows[other % len(rows)], "sampled_at": f"{day or on} 10:00:00"}
            ledger.update("sample", sample_ids(ledger)[index], values)

    return edit


def set_person(number: int, trade: str | None, cadence: str | None) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        person = world.people[number % len(rows)]
        person.trade, person.cadence = trade, cadence
        ledger.update("resident", rows[number % len(rows)], {"trade": trade, "cadence": cadence})

    return edit


def send_away(number: int, day: str) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        person = world.people[number % len(rows)]
        last = person.presence[-1] if person.presence else (None, "在住")
        if last[1] != "已故" and last[0] != day:
            person.presence = [*(person.presence or [last]), (day, "已故")]
            ledger.update("resident", rows[number % len(rows)], {"presence": "已故", "presence_since": day})

    return edit


def exempt(number: int, span: tuple[str, str | None]) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        world.exemptions.append((number % len(rows), *span))
        days = {"from_day": span[0], "to_day": span[1]}
        ledger.create(
            "exemption", {"resident": rows[number % len(rows)], "kind": EXEMPT, "reason": "孕产期", **days}
        )

    return edit


def set_base(name: str) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        world.base = name
        ledger.set_setting("base_cadence", name)

    return edit


def add_person(person: Person) -> Edit:
    def edit(world: World, ledger: Ledger, rows: list[int]) -> None:
        place = ledger.rows("place", dict(zip(("community", "building", "unit"), person.where, strict=True)))
        with ledger.change("新增"):
            rows.append(write_person(ledger, place[0]["id"], person))
        world.people.append(copy.deepcopy(person))

    return edit


edits = st.lists(
    st.builds(add_sample, numbers, days)
    | st.builds(remove_sample, numbers)
    | st.builds(correct_sample, numbers, numbers, st.none() | days)
    | st.builds(set_person, numbers, st.sampled_from([None, "药店"]), st.none() | names)
    | st.builds(send_away, numbers, days)
    | st.builds(exempt, numbers, spans)
    | st.builds(set_base, names)
    | st.builds(add_person, people()),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "空白.gwl"
    Ledger.make(path).close()
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds(), changes=edits, asked=st.lists(days, min_size=1, max_size=2), elsewhere=st.booleans())
def test_answers_follow_every_change_and_its_undo(
    blank: Path, world: World, changes: list[Edit], asked: list[str], elsewhere: bool
) -> None:
    path = Path(shutil.copyfile(blank, blank.with_name("例.gwl")))
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        rows = write(world, ledger)
        writer = other if elsewhere else ledger
        for edit in changes:
            for day in asked:
                agree(world, ledger, rows, day)
            before, rows_before = copy.deepcopy(world), list(rows)
            batch = ledger.history(limit=1)[0]["batch"]
            edit(world, writer, rows)
            for day in asked:
                agree(world, ledger, rows, day)
        if ledger.history(limit=1)[0]["batch"] != batch:
            writer.undo()
            for day in asked:
                agree(before, ledger, rows_before, day)


def one_resident(ledger: Ledger, household: int) -> int:
    return ledger.create("resident", {"household": household, "name": "张三"})


CHANGES: list[tuple[str, dict[str, object], int]] = [
    # what changes, and how many of the one resident are 应检 afterwards (1 before)
    ("resident", {"presence": "暂离", "presence_since": DAY}, 0),
    ("resident", {"moved_in": "2022-11-29"}, 0),
    ("resident", {"moved_out": DAY}, 0),
    ("resident", {"cadence": "十四天一检"}, 0),
    ("trade", {"name": "餐饮", "cadence": "七天一检"}, 0),
    ("cadence", {"name": "一天一检", "days": 7}, 0),
    ("setting", {"key": "base_cadence", "value": "一天一检"}, 1),
    ("place", {"building": "3", "status": "常态"}, 1),
    ("household", {"room": "502"}, 1),
]


@pytest.mark.parametrize(("register", "values", "due"), CHANGES)
def test_every_kind_of_change_is_seen(
    ledger: Ledger, household: int, register: str, values: dict[str, object], due: int
) -> None:
    resident = one_resident(ledger, household)
    ledger.update("resident", resident, {"trade": "餐饮"})
    ledger.create("sample", {"resident": resident, "sampled_at": "2022-11-26 08:00:00"})
    assert day_figures(ledger, DAY).due == 1
    kept = due_book(ledger)
    key = next(iter(values))
    row = ledger.rows(
        register, {key: values[key]} if register in ("trade", "cadence", "setting", "place") else None
    )
    ledger.update(register, row[0]["id"], values)
    assert due_book(ledger) is not kept
    assert day_figures(ledger, DAY).due == due


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("exemption", {"kind": EXEMPT, "reason": "孕产期", "from_day": DAY}),
        ("closed_loop", {"name": "员工", "started": DAY}),
        ("round", {"name": "第1轮", "from_day": DAY, "to_day": DAY}),
    ],
)
def test_what_is_added_for_days_is_seen(
    ledger: Ledger, household: int, register: str, values: dict[str, object]
) -> None:
    resident = one_resident(ledger, household)
    ledger.create("sample", {"resident": resident, "sampled_at": "2022-11-27 08:00:00"})
    before = day_figures(ledger, DAY)
    link = {} if register == "round" else {"resident": resident}
    row = ledger.create(register, values | link)
    after = day_figures(ledger, DAY)
    assert (before.due, after.due, after.exempt) == (0, int(register != "exemption"), 0)
    ledger.update("resident", resident, {"cadence": "一天一检"})
    assert day_figures(ledger, DAY).exempt == int(register == "exemption")
    ledger.remove(register, row)
    assert day_figures(ledger, DAY).due == 1


def test_leave_and_a_rounds_places_are_seen(ledger: Ledger, household: int) -> None:
    resident = one_resident(ledger, household)
    ledger.create("sample", {"resident": resident, "sampled_at": "2022-11-27 08:00:00"})
    worker = ledger.create("closed_loop", {"name": "员工", "resident": resident})
    assert day_figures(ledger, DAY).due == 1
    ledger.create("leave", {"worker": worker, "from_day": DAY})
    assert day_figures(ledger, DAY).due == 0
    called = ledger.create("round", {"name": "第1轮", "from_day": DAY, "to_day": DAY, "whole": 0})
    assert day_figures(ledger, DAY).due == 0
    building = ledger.rows("place", {"building": "3", "unit": ""})[0]["id"]
    ledger.create("round_place", {"round": called, "place": building})
    assert day_figures(ledger, DAY).due == 1


def test_nothing_is_read_again_while_nothing_changes(ledger: Ledger, household: int) -> None:
    one_resident(ledger, household)
    assert due_book(ledger) is due_book(ledger)


@pytest.mark.parametrize("values", [{"phone": "13800000000"}, {"note": "爱人在外地"}])
def test_changes_that_do_not_matter_keep_the_reading(
    ledger: Ledger, household: int, values: dict[str, str]
) -> None:
    resident = one_resident(ledger, household)
    book = due_book(ledger)
    ledger.update("resident", resident, values)
    set_missed_reason(ledger, [resident], DAY, "联系不上")
    ledger.create("sample", {"resident": resident, "sampled_at": f"{DAY} 08:00:00"})
    assert due_book(ledger) is book


def test_a_change_in_the_making_is_seen_but_not_kept(ledger: Ledger, household: int) -> None:
    resident = one_resident(ledger, household)
    assert day_figures(ledger, DAY).done == 0
    with suppress(Cancelled), ledger.change("采样"):
        ledger.create("sample", {"resident": resident, "sampled_at": f"{DAY} 08:00:00"})
        assert day_figures(ledger, DAY).done == 1
        raise Cancelled
    assert day_figures(ledger, DAY).done == 0


def test_a_large_import_is_read_as_a_whole(ledger: Ledger, household: int) -> None:
    resident = one_resident(ledger, household)
    assert day_figures(ledger, DAY).due == 1
    rows = [{"resident": resident, "sampled_at": f"{DAY} 08:00:00"}] * 5001
    ledger.create_many("sample", rows, checked=True)
    assert day_figures(ledger, DAY).done == 1


def test_a_closed_ledger_is_let_go(tmp_path: Path) -> None:
    ledger = Ledger.make(tmp_path / "台账.gwl")
    day_figures(ledger, DAY)
    ledger.close()
    gone = weakref.ref(ledger)
    del ledger
    gc.collect()
    assert gone() is None
