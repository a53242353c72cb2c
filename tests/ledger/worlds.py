"""Random worlds for the testing rules, and a world written into a real ledger."""

from __future__ import annotations

from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import EXEMPT
from tests.ledger.twin import Known, Person, Round, Where, Worker, World, later

FIRST_DAY = "2022-11-01"
COMMUNITIES, BUILDINGS, UNITS = ("和平苑", "幸福里"), ("3", "10"), ("1", "2")
DOORS: list[Where] = [(c, b, u) for c in COMMUNITIES for b in BUILDINGS for u in UNITS]
PLACES: list[Where] = sorted({place for c, b, u in DOORS for place in ((c, "", ""), (c, b, ""), (c, b, u))})

days = st.integers(0, 24).map(lambda offset: later(FIRST_DAY, offset))
maybe_days = st.none() | days
spans = st.tuples(days, st.none() | st.integers(0, 8)).map(
    lambda span: (span[0], None if span[1] is None else later(span[0], span[1]))
)
closed_spans = st.tuples(days, st.integers(0, 8)).map(lambda span: (span[0], later(span[0], span[1])))
CADENCES = {
    "一天一检": (1, 1), "两天一检": (1, 2), "三天一检": (1, 3), "三天两检": (2, 3), "七天两检": (2, 7),
    "十四天一检": (1, 14), "免检": (0, 1), "每日": (1, 1), "四天三检": (3, 4), "六天两检": (2, 6),
}  # fmt: skip
names = st.sampled_from([*CADENCES, "没有的频次"])


@st.composite
def histories(draw: st.DrawFn, values: list[str]) -> Known:
    """Values recorded one after the other, each another than the one before, on days in any order."""
    found: Known = []
    for value in draw(st.lists(st.sampled_from(values), max_size=3)):
        since = draw(maybe_days if not found else days)
        if not found or (found[-1][1] != value and found[-1][0] != since):
            found.append((since, value))
    return found


@st.composite
def people(draw: st.DrawFn) -> Person:
    moved_in, moved_out = draw(st.tuples(maybe_days, st.none()) | spans)
    return Person(
        where=draw(st.sampled_from(DOORS)),
        presence=draw(histories(["在住", "暂离", "已转运", "已迁出"])),
        moved_in=moved_in,
        moved_out=moved_out,
        trade=draw(st.sampled_from([None, None, "退休", "药店", "某某药店店员", "餐饮兼快递外卖"])),
        cadence=draw(st.none() | names),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    some = draw(st.lists(people(), min_size=1, max_size=7))
    who = st.integers(0, len(some) - 1)
    status = histories(["常态", "静默管理", "高风险区", "没听过"])
    workers = st.builds(
        lambda person, span, leaves: Worker(person, span[0], span[1], leaves),
        st.none() | who, st.tuples(maybe_days, st.none()) | closed_spans, st.lists(spans, max_size=2),
    )  # fmt: skip
    rounds = st.builds(
        lambda span, whole, places: Round(*span, whole, sorted(places)),
        closed_spans, st.booleans(), st.sets(st.sampled_from(PLACES), max_size=2),
    )  # fmt: skip
    return World(
        cadences=CADENCES,
        trades={word: draw(names) for word in ("药店", "餐饮", "快递外卖")},
        statuses={"常态": None, "静默管理": "三天两检", "高风险区": draw(names)},
        base=draw(st.sampled_from(["三天一检", "十四天一检", "免检", "没有的频次", "七天两检"])),
        testing_since=draw(maybe_days),
        places={place: draw(status) for place in PLACES},
        people=some,
        samples=draw(st.lists(st.tuples(who, days), max_size=30)),
        exemptions=draw(st.lists(st.tuples(who, spans).map(lambda e: (e[0], *e[1])), max_size=3)),
        rounds=draw(st.lists(rounds, max_size=2)),
        workers=draw(st.lists(workers, max_size=2)),
    )


def write(world: World, ledger: Ledger) -> list[int]:
    """Enter the world as one change; return the people's row numbers."""
    with ledger.change("写入"):
        _write_rules(world, ledger)
        places = {where: _write_place(ledger, where, known) for where, known in world.places.items()}
        rows = [write_person(ledger, places[person.where], person) for person in world.people]
        for who, day in world.samples:
            ledger.create("sample", {"resident": rows[who], "sampled_at": f"{day} 08:00:00"})
        for who, first, last in world.exemptions:
            given = {"kind": EXEMPT, "reason": "行动不便", "from_day": first, "to_day": last}
            ledger.create("exemption", {"resident": rows[who], **given})
        for number, call in enumerate(world.rounds):
            days = {"from_day": call.from_day, "to_day": call.to_day}
            round_row = ledger.create(
                "round", {"name": f"第{number + 1}轮", **days, "whole": int(call.whole)}
            )
            for where in call.places:
                ledger.create("round_place", {"round": round_row, "place": places[where]})
        for worker in world.workers:
            _write_worker(ledger, worker, rows)
    return rows


def _write_rules(world: World, ledger: Ledger) -> None:
    for register in ("cadence", "trade", "managed_status"):
        for row in ledger.rows(register):
            ledger.remove(register, row["id"])
    for name, (times, days_) in world.cadences.items():
        ledger.create("cadence", {"name": name, "times": times, "days": days_})
    for word, cadence in world.trades.items():
        ledger.create("trade", {"name": word, "cadence": cadence})
    for name, cadence in world.statuses.items():
        ledger.create("managed_status", {"name": name, "cadence": cadence})
    ledger.set_setting("base_cadence", world.base)
    ledger.set_setting("testing_since", world.testing_since)


def _write_place(ledger: Ledger, where: Where, known: Known) -> int:
    row = ledger.create("place", dict(zip(("community", "building", "unit"), where, strict=True)))
    for since, value in known:
        ledger.update("place", row, {"status": value, "status_since": since})
    return row


def write_person(ledger: Ledger, place: int, person: Person) -> int:
    found = ledger.rows("household", {"place": place})
    household = found[0]["id"] if found else ledger.create("household", {"place": place, "room": "101"})
    first, *others = person.presence or [(None, "在住")]
    values = {
        "household": household, "name": "张三", "presence": first[1], "presence_since": first[0],
        "trade": person.trade, "cadence": person.cadence,
        "moved_in": person.moved_in, "moved_out": person.moved_out,
    }  # fmt: skip
    row = ledger.create("resident", values)
    for since, value in others:
        ledger.update("resident", row, {"presence": value, "presence_since": since})
    return row


def _write_worker(ledger: Ledger, worker: Worker, rows: list[int]) -> None:
    resident = None if worker.person is None else rows[worker.person]
    values = {"name": "员工", "started": worker.started, "ended": worker.ended}
    row = ledger.create("closed_loop", {"resident": resident, **values})
    for first, last in worker.leaves:
        ledger.create("leave", {"worker": row, "from_day": first, "to_day": last})
