"""Tubes in the list, and their results: set once, reaching everyone, overridden by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridworker.ledger.book import Ledger
from gridworker.ledger.registers import FIRST_TEST, RESULTS, RETEST
from gridworker.ledger.sampling import SamplingDesk
from gridworker.ledger.tracing import mark, trace_view, traces
from gridworker.ledger.tubes import (
    NoSuchTubes,
    ReportedTooEarly,
    TubeResult,
    effective,
    results_of,
    set_tube_result,
    set_tube_results,
    tube_people,
    tubes,
)
from tests.ledger.desks import DAY, a_tube, at, card, crowd, in_force, live_at, state, undo_down_to

TUBE = "G1128-0001"


def results_in(ledger: Ledger, number: str = TUBE) -> set[tuple[str, str | None]]:
    return {(row["result"], row["reported_at"]) for row in ledger.rows("sample", {"tube": number})}


# -- the rule

told = st.builds(
    TubeResult,
    number=st.just(TUBE),
    result=st.sampled_from(RESULTS),
    reported_at=st.sampled_from([at(minute) for minute in (600, 601, 602)]),
    lab=st.none() | st.sampled_from(["甲机构", "乙机构"]),
    kind=st.sampled_from([FIRST_TEST, RETEST]),
)


@given(st.lists(told, max_size=6))
def test_what_holds_is_the_last_reported_retest_else_the_last_reported_test(given_: list[TubeResult]) -> None:
    holds: TubeResult | None = None
    reported = [result for result in given_ if result.result != "待出"]
    retests = [result for result in reported if result.kind == RETEST]
    for result in retests or reported:
        if holds is None or result.reported_at >= holds.reported_at:
            holds = result
    assert effective(given_) == holds


# -- setting results


def test_a_result_reaches_everyone_in_the_tube(ledger: Ledger) -> None:
    people = crowd(ledger, 4)
    a_tube(ledger, people[:3])
    a_tube(ledger, people[3:], "G1128-0009")
    outcome = set_tube_result(ledger, TUBE, "阴性", at(700), "某检测机构")
    assert (outcome.result, outcome.people, outcome.trace) == ("阴性", 3, None)
    assert results_in(ledger) == {("阴性", at(700))}
    assert {row["lab"] for row in ledger.rows("sample", {"tube": TUBE})} == {"某检测机构"}
    assert results_in(ledger, "G1128-0009") == {("待出", None)}


def test_a_tube_with_a_result_takes_nobody_more(ledger: Ledger) -> None:
    first, second = crowd(ledger, 2)
    desk = SamplingDesk(ledger, "东门", DAY)
    desk.register(first, at(0))
    set_tube_result(ledger, TUBE, "阴性", at(700))
    assert desk.register(second, at(701)).tube == "G1128-0002"


def test_a_retest_overrides_and_both_remain(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    set_tube_result(ledger, TUBE, "阳性", at(700))
    set_tube_result(ledger, TUBE, "阴性", at(760), kind=RETEST)
    set_tube_result(ledger, TUBE, "阳性", at(800), kind=FIRST_TEST)
    assert results_in(ledger) == {("阴性", at(760))}
    assert [(result.kind, result.result) for result in results_of(ledger, TUBE)] == [
        (FIRST_TEST, "阳性"), (RETEST, "阴性"), (FIRST_TEST, "阳性"),
    ]  # fmt: skip


def test_a_pending_result_overrides_nothing(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 1))
    assert set_tube_result(ledger, TUBE, "待出", at(650)).result == "待出"
    assert results_in(ledger) == {("待出", None)}
    set_tube_result(ledger, TUBE, "阳性", at(700))
    assert set_tube_result(ledger, TUBE, "待出", at(760), kind=RETEST).result == "阳性"
    assert results_in(ledger) == {("阳性", at(700))}


def test_unknown_tubes_and_too_early_reports_are_refused(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    before = state(ledger)
    known = TubeResult(TUBE, "阴性", at(700))
    with pytest.raises(NoSuchTubes, match="G9、G8") as refused:
        set_tube_results(ledger, [known, replace(known, number="G9"), replace(known, number="G8")])
    assert refused.value.numbers == ("G9", "G8")
    with pytest.raises(ReportedTooEarly, match="2022-11-28 07:01"):
        set_tube_results(ledger, [known, replace(known, reported_at=at(0))])
    assert state(ledger) == before, "all or nothing"


def test_many_results_are_one_change(ledger: Ledger) -> None:
    people = crowd(ledger, 6)
    numbers = [a_tube(ledger, people[n * 2 : n * 2 + 2], f"T{n}") for n in range(3)]
    before, changes = state(ledger), in_force(ledger)
    given_ = [TubeResult(number, "可疑" if number == "T1" else "阴性", at(700)) for number in numbers]
    outcomes = set_tube_results(ledger, given_)
    assert [outcome.number for outcome in outcomes if outcome.trace] == ["T1"]
    assert in_force(ledger) == changes + 1
    ledger.undo()
    assert state(ledger) == before
    assert set_tube_results(ledger, []) == []


# -- tracing follows


def test_a_positive_tube_opens_one_record(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    outcome = set_tube_result(ledger, TUBE, "可疑", at(700))
    assert outcome.trace is not None
    assert [person.role for person in trace_view(ledger, outcome.trace).people] == ["同管", "同管"]
    assert set_tube_result(ledger, TUBE, "阳性", at(760), kind=RETEST).trace is None
    assert [(row.id, row.result) for row in traces(ledger)] == [(outcome.trace, "阳性")]


def test_a_negative_retest_clears_whoever_is_not_cleared_yet(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    trace = set_tube_result(ledger, TUBE, "阳性", at(700)).trace
    assert trace is not None
    first, _ = trace_view(ledger, trace).people
    mark(ledger, [first.row], "复核阴性", at(710))
    set_tube_result(ledger, TUBE, "阴性", at(760), kind=RETEST)
    view = trace_view(ledger, trace)
    assert [person.cleared_at for person in view.people] == [at(710), at(760)]
    assert (view.closed_at, view.unsettled) == (None, 0), "it stays open until somebody closes it"


def test_a_corrected_first_test_clears_nobody(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    trace = set_tube_result(ledger, TUBE, "阳性", at(700)).trace
    assert trace is not None
    set_tube_result(ledger, TUBE, "阴性", at(760))
    assert trace_view(ledger, trace).unsettled == 2


def test_a_retest_that_turns_positive_again_withdraws_what_the_negative_one_cleared(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 2))
    trace = set_tube_result(ledger, TUBE, "阳性", at(700)).trace
    assert trace is not None
    first, _ = trace_view(ledger, trace).people
    mark(ledger, [first.row], "复核阴性", at(710))
    set_tube_result(ledger, TUBE, "阴性", at(760), kind=RETEST)
    set_tube_result(ledger, TUBE, "阳性", at(800), kind=RETEST)
    assert [person.cleared_at for person in trace_view(ledger, trace).people] == [at(710), None]


def test_undo_of_everything_leads_back(ledger: Ledger) -> None:
    a_tube(ledger, crowd(ledger, 3))
    before, changes = state(ledger), in_force(ledger)
    for minute, (result, kind) in enumerate(
        [("阳性", FIRST_TEST), ("阴性", RETEST), ("可疑", RETEST), ("无效", RETEST)]
    ):
        set_tube_result(ledger, TUBE, result, at(700 + minute), kind=kind)
    undo_down_to(ledger, changes)
    assert state(ledger) == before


# -- the list


def test_the_list_tells_the_state_of_each_tube(ledger: Ledger) -> None:
    people = crowd(ledger, 9)
    for number, name in enumerate(["使用中", "已封管", "待出", "阴性", "阳性", "可疑", "无效"]):
        a_tube(ledger, [people[number]], f"T{number}")
        tube = ledger.rows("tube", {"number": f"T{number}"})[0]["id"]
        if name != "使用中":
            ledger.update("tube", tube, {"closed_at": at(10)})
        if name == "待出":
            ledger.update("tube", tube, {"receiver": "某机构"})
        if name in RESULTS[1:]:
            set_tube_result(ledger, f"T{number}", name, at(700))
    found = {row.number: row for row in tubes(ledger, DAY)}
    assert [found[f"T{n}"].state for n in range(7)] == [
        "使用中", "已封管", "待出", "阴性", "阳性", "可疑", "无效",
    ]  # fmt: skip
    assert (found["T3"].result, found["T3"].reported_at, found["T3"].count) == ("阴性", at(700), 1)
    assert (found["T0"].result, found["T0"].reported_at, found["T0"].size) == (None, None, 10)


def test_tubes_known_only_from_a_laboratorys_file_are_listed(ledger: Ledger) -> None:
    people = crowd(ledger, 4)
    for resident, result in zip(people, ("阴性", "阳性", None, "无效"), strict=True):
        values = {"resident": resident, "sampled_at": at(30), "tube": "LAB1", "site": "医院"}
        done = {"result": result, "reported_at": at(600)} if result else {}
        ledger.create("sample", values | done)
    ledger.create("sample", {"resident": people[0], "sampled_at": at(5), "tube": "LAB0"})
    ledger.create("sample", {"resident": people[0], "sampled_at": at(5, "2022-11-27"), "tube": "OLD"})
    ledger.create("sample", {"resident": people[1], "sampled_at": at(5)})
    found = tubes(ledger, DAY)
    assert [(row.number, row.count, row.state) for row in found] == [("LAB0", 1, "待出"), ("LAB1", 4, "阳性")]
    assert (found[1].size, found[1].site, found[1].opened_at, found[1].reported_at) == (
        None, "医院", at(30), at(600),
    )  # fmt: skip
    assert [row.number for row in tubes(ledger)] == ["OLD", "LAB0", "LAB1"]
    set_tube_result(ledger, "LAB1", "阴性", at(700), kind=RETEST)
    assert tubes(ledger, DAY)[1].state == "阴性"


def test_the_people_of_a_tube_stand_in_the_order_of_their_places(ledger: Ledger) -> None:
    (zhang,) = live_at(
        ledger, "和平苑3号楼2单元501", {"name": "张三", "id_number": card(1), "phone": "13800001234"}
    )
    others = crowd(ledger, 2, "和平苑10号楼1单元101")
    a_tube(ledger, [others[0], zhang, others[1]])
    inside = tube_people(ledger, TUBE)
    assert [person.resident for person in inside] == [others[0], zhang, others[1]]
    assert (inside[1].place, inside[1].name, inside[1].address, inside[1].id_number, inside[1].phone) == (
        2, "张三", "和平苑3号楼2单元501", card(1), "13800001234",
    )  # fmt: skip
    assert (inside[1].sampled_at, inside[1].result) == (at(1), "待出")
