"""The gate: who is out, who is late, whose pass runs out; nobody goes out twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridworker.errors import RowProblems
from gridworker.ledger.book import Ledger
from gridworker.ledger.exits import (
    NotLetThrough,
    come_back,
    count_exits,
    exit_todos,
    exits,
    go_out,
    in_words,
    out_since,
    pass_gate,
    recent_purposes,
    refuse_if_out,
)
from gridworker.ledger.scope import Scope
from tests.ledger.desks import at, live_at

DAY = "2022-11-28"
NOON = f"{DAY} 12:00:00"


@pytest.fixture
def resident(ledger: Ledger) -> int:
    return live_at(ledger, "和平苑3号楼2单元501", {"name": "张小三", "phone": "13800001111"})[0]


def enter(ledger: Ledger, resident: int, **values: Any) -> int:
    return ledger.create("exit_pass", {"resident": resident, "purpose": "购物", **values})


def test_out_late_and_back_follow_the_clock(ledger: Ledger, resident: int) -> None:
    enter(
        ledger,
        resident,
        left_at=f"{DAY} 08:00:00",
        expected_back=f"{DAY} 10:00:00",
        back_at=f"{DAY} 13:00:00",
    )
    told = {
        hour: next(
            (each.out, each.late, each.back, each.late_minutes) for each in exits(ledger, f"{DAY} {hour}:00")
        )
        for hour in ("07:59", "08:00", "10:00", "11:30", "13:00")
    }
    assert told == {
        "07:59": (False, False, False, 0),
        "08:00": (True, False, False, 0),
        "10:00": (True, False, False, 0),
        "11:30": (True, True, False, 90),
        "13:00": (False, False, True, 0),
    }


def test_a_day_without_a_clock_means_its_end(ledger: Ledger, resident: int) -> None:
    enter(ledger, resident, left_at=f"{DAY} 08:00:00", expected_back=f"{DAY} 00:00:00")
    assert not exits(ledger, f"{DAY} 23:00:00")[0].late
    assert exits(ledger, "2022-11-29 01:00:00")[0].late_minutes == 60


def test_a_pass_alone_is_nobody_out(ledger: Ledger, resident: int) -> None:
    enter(ledger, resident, pass_number="0017", pass_expires="2022-12-31")
    (found,) = exits(ledger, NOON)
    assert not (found.out or found.back or found.late) and found.pass_state == ""


@pytest.mark.parametrize(
    ("expires", "state"),
    [("2022-11-27", "expired"), (DAY, "soon"), ("2022-12-01", "soon"), ("2022-12-02", "")],
)
def test_a_pass_is_spoken_of_three_days_before_its_last(
    ledger: Ledger, resident: int, expires: str, state: str
) -> None:
    enter(ledger, resident, pass_expires=expires)
    assert exits(ledger, NOON)[0].pass_state == state
    ledger.set_setting("pass_warning_days", "0")
    assert exits(ledger, NOON)[0].pass_state == ("" if state == "soon" and expires > DAY else state)


def test_a_renewed_pass_takes_the_place_of_the_old_one(ledger: Ledger, resident: int) -> None:
    enter(ledger, resident, pass_expires="2022-11-20")
    assert [each.pass_state for each in exits(ledger, NOON)] == ["expired"]
    enter(ledger, resident, pass_expires="2022-12-31")
    assert [each.pass_state for each in exits(ledger, NOON)] == ["", ""]


def test_the_longest_late_come_first_then_who_is_out(ledger: Ledger, resident: int) -> None:
    others = live_at(
        ledger, "和平苑3号楼2单元502", {"name": "李小四"}, {"name": "王小五"}, {"name": "赵小六"}
    )
    enter(ledger, resident, left_at=f"{DAY} 07:00:00", back_at=f"{DAY} 08:00:00")
    enter(ledger, others[0], left_at=f"{DAY} 09:00:00")
    enter(ledger, others[1], left_at=f"{DAY} 09:00:00", expected_back=f"{DAY} 11:00:00")
    enter(ledger, others[2], left_at=f"{DAY} 09:00:00", expected_back=f"{DAY} 10:00:00")
    assert [each.name for each in exits(ledger, NOON)] == ["赵小六", "王小五", "李小四", "张小三"]
    assert len(exits(ledger, NOON, Scope("和平苑", "3", "2"))) == 4
    assert exits(ledger, NOON, Scope("和平苑", "4")) == []


_WHEN = st.none() | st.integers(20, 31).map(lambda hour: f"2022-11-{27 + hour // 24} {hour % 24:02d}:00:00")
_ROWS = st.tuples(
    st.integers(0, 1), _WHEN, _WHEN, st.none() | st.sampled_from(["11-20", "11-28", "12-01", "12-31"])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROWS, max_size=6))
def test_what_waits_is_found_without_reading_the_rest(
    ledger: Ledger, rows: list[tuple[int, str | None, str | None, str | None]]
) -> None:
    for row in ledger.rows("exit_pass"):
        ledger.remove("exit_pass", row["id"])
    people = live_at(ledger, "和平苑7号楼1单元101", {"name": "甲小一"}, {"name": "乙小二"})
    now = f"{DAY} 02:00:00"
    for who, left, back, expires in rows:
        if not (left and back and back < left):
            values = {"left_at": left, "back_at": back, "pass_expires": expires and f"2022-{expires}"}
            enter(ledger, people[who], **values)
    known = exits(ledger, now)
    waiting = exits(ledger, now, waiting=True)
    wanted = {each.id for each in known if each.out or each.pass_state}
    assert wanted <= {each.id for each in waiting}
    assert {each.id for each in waiting if each.out or each.pass_state} == wanted
    assert count_exits(ledger, now) == (len(known), sum(each.back for each in known))
    for person in people:
        passes = [(each.row["pass_expires"], each.id) for each in known if each.row["resident"] == person]
        last = max(((day, row) for day, row in passes if day), default=("9999", 0))
        spoken = [each.id for each in known if each.row["resident"] == person and each.pass_state]
        assert spoken == ([last[1]] if last[0] <= "2022-12-01" else [])


# -- at the gate


def test_the_gate_registers_whichever_applies(ledger: Ledger, resident: int) -> None:
    out = pass_gate(ledger, resident, at(60), "就医", f"{DAY} 10:00:00")
    assert (out.coming_back, out.name, out.purpose) == (False, "张小三", "就医")
    assert out_since(ledger, [resident]) == {resident: at(60)}
    back = pass_gate(ledger, resident, at(90), "购物")
    assert (back.coming_back, back.since, back.purpose, back.row) == (True, at(60), "就医", out.row)
    row = ledger.get("exit_pass", out.row)
    assert (row["left_at"], row["expected_back"], row["back_at"]) == (at(60), f"{DAY} 10:00:00", at(90))
    assert out_since(ledger, [resident]) == {}
    assert pass_gate(ledger, resident, at(120), "购物").coming_back is False


def test_who_is_out_cannot_go_out_again(ledger: Ledger, resident: int) -> None:
    row = go_out(ledger, resident, at(60), "就医")
    with pytest.raises(NotLetThrough, match="11-28 08:00 外出（就医）") as refused:
        go_out(ledger, resident, at(70), "购物")
    assert refused.value.name == "张小三" and "张" not in str(refused.value)
    refuse_if_out(ledger, resident, but=row)
    assert len(ledger.rows("exit_pass")) == 1
    come_back(ledger, [row], at(80))
    assert go_out(ledger, resident, at(90), "购物") != row


def test_who_lives_here_no_longer_does_not_go_out(ledger: Ledger, resident: int) -> None:
    ledger.update("resident", resident, {"presence": "已转运", "presence_since": "2022-11-20"})
    with pytest.raises(NotLetThrough, match="已转运"):
        pass_gate(ledger, resident, at(60), "购物")
    assert ledger.rows("exit_pass") == []


def test_only_those_who_are_out_come_back(ledger: Ledger, resident: int) -> None:
    issued = enter(ledger, resident, pass_number="0017")
    done = enter(ledger, resident, left_at=at(0), back_at=at(10))
    out = enter(ledger, resident, left_at=at(60))
    assert come_back(ledger, [issued, done, out], at(90)) == 1
    assert ledger.get("exit_pass", done)["back_at"] == at(10)
    again = enter(ledger, resident, left_at=at(120))
    with pytest.raises(RowProblems, match="返回时间早于外出时间"):
        come_back(ledger, [again], at(100))


def test_the_pass_goes_along(ledger: Ledger, resident: int) -> None:
    enter(ledger, resident, pass_number="0017", pass_expires="2022-11-20")
    enter(ledger, resident, pass_number="0018", pass_expires="2022-11-30")
    enter(ledger, resident, left_at=at(0), back_at=at(5))
    out = pass_gate(ledger, resident, at(60), "购物")
    assert ledger.get("exit_pass", out.row)["pass_number"] == "0018" and out.pass_days == 2


def test_purposes_are_offered_the_latest_first(ledger: Ledger, resident: int) -> None:
    assert recent_purposes(ledger)[0] == "购物"
    enter(ledger, resident), enter(ledger, resident, purpose="取快递"), enter(ledger, resident)
    assert recent_purposes(ledger)[:3] == ("购物", "取快递", "就医")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 90)), max_size=12))
def test_the_gate_agrees_with_a_list_of_who_is_out(ledger: Ledger, steps: list[tuple[int, int]]) -> None:
    people = live_at(
        ledger, "和平苑7号楼1单元101", {"name": "甲小一"}, {"name": "乙小二"}, {"name": "丙小三"}
    )
    outside: dict[int, str] = {}
    minute = 0
    for who, later in steps:
        minute += later
        moment = f"2022-11-{28 + minute // 1440:02d} {minute // 60 % 24:02d}:{minute % 60:02d}:00"
        done = pass_gate(ledger, people[who], moment, "购物")
        assert done.coming_back == (people[who] in outside)
        if outside.pop(people[who], None) is None:
            outside[people[who]] = moment
        assert out_since(ledger, people) == outside
        listed = {each.row["resident"] for each in exits(ledger, moment) if each.out}
        assert listed & set(people) == set(outside)


# -- 今日


def test_the_late_and_the_passes_stand_on_today(ledger: Ledger, resident: int) -> None:
    assert exit_todos(ledger, DAY) == []
    enter(ledger, resident, left_at="2022-11-26 08:00:00", expected_back="2022-11-26 10:00:00")
    enter(ledger, resident, pass_expires="2022-11-27")
    late, passes = exit_todos(ledger, DAY)
    hours = int((datetime.now().hour * 60 + datetime.now().minute - 600 + 2880) // 60)
    assert late.text.startswith("1 人外出逾期未归，最久已超 ") and late.text.endswith(
        (in_words(hours * 60), in_words(hours * 60 - 60))
    )
    assert (late.tone, late.what) == ("bad", {"page": "exits", "state": "late"})
    assert passes.text == "1 张出入证已到期或即将到期，其中 1 张已过期"
    assert passes.what == {"page": "exits", "state": "pass"}


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0分钟"),
        (59, "59分钟"),
        (60, "1小时"),
        (1439, "23小时"),
        (1440, "1天"),
        (1500, "1天1小时"),
        (15840, "11天"),
    ],
)
def test_spans_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words
